//! Finds words written twice: `của của`, `đã được đã được`. Only words that nobody doubles for effect (`xanh xanh`, `dần dần`).

use crate::diag::catalog;
use crate::lint::words::{Class, Gap, Words};
use crate::lint::{Hits, Text};

/// Words that join others.
const JOINING: &[&str] = &[
    "của", "và", "là", "các", "những", "được", "trong", "với", "để", "đã", "đang", "sẽ", "tại", "theo", "trên", "này",
    "khi", "cũng", "thì", "mà", "nhưng", "hoặc", "bởi", "về", "đến", "vào", "có", "bị", "như", "sau", "trước", "rằng",
    "nếu", "vì", "qua", "việc", "ông", "bà", "một", "cho", "tỉnh", "huyện", "xã", "năm", "số", "người", "phải",
    "không", "do", "nên", "hay", "đó", "lại", "còn",
];
/// Of these the double is a word: `người người`, `năm năm`, or two words: `có có`.
const DOUBLE: &[&str] = &["người", "năm", "không", "hay", "lại", "còn", "một", "qua", "sau", "số"];
/// Of these one is another word now and then that was typed wrongly: `trong có có`, `các các nhân`.
const UNSURE: &[&str] = &["của", "các", "có", "này", "đó", "vào", "trong", "được", "ông", "bà", "trên"];
/// Behind these the first is the end of a word, and the second one of its own: `triệt để để`, `thiết bị bị`.
const BEHIND: &[(&str, &str)] = &[
    ("để", "triệt"),
    ("tại", "tồn hiện thực"),
    ("bị", "thiết trang chuẩn"),
    ("được", "đạt có thu nhận nói"),
    ("là", "bàn"),
    ("việc", "vụ sự công làm"),
    ("có", "sẵn hiếm vốn"),
    ("do", "lý lí tự"),
    ("nên", "trở làm tạo"),
    ("của", "tiền"),
    ("phải", "lẽ"),
];
/// Two words that are said twice.
const REPEATED: &[&str] = &[
    "từng", "mỗi", "một", "ngày", "càng", "rất", "lần", "cứ", "vừa", "không", "hoan", "lượt", "ha", "lắm", "quá",
    "rồi", "mãi", "hoài", "nữa", "dần",
];
/// Who does it, and that it is done: `các nhà đầu tư đầu tư vào`.
const WHO: &[&str] = &["nhà", "chủ", "người", "bên"];
/// Somebody who is somebody.
const PERSONS: &[&str] = &["tôi", "em", "anh", "chị", "con", "cháu", "ông", "bà", "cô", "mình"];

pub fn look(text: &Text, hits: &mut Hits) {
    if !text.is_vietnamese() {
        return;
    }
    let words = text.words();
    let mut from = 0;
    for (index, _) in words.all() {
        if index < from {
            continue;
        }
        // Most words are none of them.
        let lower = words.lower(index);
        if lower != words.lower(index + 1) && lower != words.lower(index + 2) {
            continue;
        }
        let times = times_two(words, index);
        if times > 2 {
            // On purpose.
            from = index + 2 * times;
            continue;
        }
        let length = match times {
            _ if is_one(words, index) => 1,
            2 if is_two(words, index) => 2,
            _ => continue,
        };
        let range = words.span(index, index + 2 * length - 1);
        let once = text.written(&words.span(index, index + length - 1));
        if length == 1 && !UNSURE.contains(&words.lower(index)) {
            hits.reword(&catalog::DOUBLED_WORD, range.clone(), text.written(&range), once);
        } else {
            let hit = hits.tell(&catalog::DOUBLED_WORD, range.clone()).with("now", text.written(&range));
            hit.with("wanted", once).with_words("mend", OTHER);
        }
        from = index + 2 * length;
    }
}

const OTHER: (&str, &str) = (
    "Có khi một trong hai chữ lẽ ra là từ khác: đọc lại cả câu.",
    "Now and then one of them was meant to be another word: read the sentence.",
);

/// The words from here on are small and have nothing but spaces between them.
fn is_run(words: &Words, first: usize, count: usize) -> bool {
    (first..first + count).all(|index| {
        words.get(index).is_some_and(|word| word.class == Class::Lower && (index == first || word.gap == Gap::Space))
    })
}

fn is_one(words: &Words, index: usize) -> bool {
    let lower = words.lower(index);
    let before = words.before(index);
    // `đi đi về về`
    let is_pair_before = index > 1 && before == words.before(index - 1) && is_run(words, index - 2, 2);
    let is_pair_after = !words.after(index + 1).is_empty() && words.after(index + 1) == words.after(index + 2);
    let is_behind = BEHIND.iter().any(|(own, behind)| *own == lower && behind.split(' ').any(|word| word == before))
        // `xuất hiện tại tại` is no `hiện tại`.
        && words.before(index.saturating_sub(1)) != "xuất";
    // `chuyện đó đó là`, `Kim Hoa bà bà`
    let is_subject = lower == "đó" && words.after(index + 1) == "là";
    let is_title = matches!(lower, "ông" | "bà")
        && index > 0
        && words.get(index - 1).is_some_and(|before| before.class == Class::Capital && before.gap == Gap::Space);
    JOINING.contains(&lower)
        && !DOUBLE.contains(&lower)
        && words.lower(index + 1) == lower
        && is_run(words, index, 2)
        && !(is_pair_before || is_pair_after || is_behind || is_subject || is_title)
}

/// How often two words stand in a row.
fn times_two(words: &Words, index: usize) -> usize {
    let pair = (words.lower(index), words.lower(index + 1));
    let is_pair = |at: usize| (words.lower(at), words.lower(at + 1)) == pair && is_run(words, at, 2);
    let is_next =
        |times: &usize| is_pair(index + 2 * times) && (*times == 0 || is_run(words, index + 2 * times - 1, 2));
    if pair.0 == pair.1 { 0 } else { (0..).take_while(is_next).count() }
}

fn is_two(words: &Words, index: usize) -> bool {
    let pair = (words.lower(index), words.lower(index + 1));
    let is_other = match pair {
        // `gặp bạn ấy bạn ấy kể`
        (_, "ấy") => true,
        // `biết là em là em gái`
        ("là", person) => PERSONS.contains(&person),
        // `xử lý có lý có tình`, but `chỉ có chỉ có`
        (first, "có") => first != "chỉ",
        _ => false,
    };
    let is_repeated = REPEATED.contains(&pair.0) || REPEATED.contains(&pair.1);
    !is_other && !is_repeated && !WHO.contains(&words.before(index))
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::found;

    #[test]
    fn words_that_stand_twice_are_found() {
        assert_eq!(found("vi", "trao đổi với với dân"), [("V61", "với với".to_owned(), Some("với".to_owned()))]);
        // One of them may have been another word: `báo cáo của`, `tổ chức cuộc`.
        assert_eq!(found("vi", "theo báo của của sở"), [("V61", "của của".to_owned(), None)]);
        for slip in [
            "xuất hiện tại tại hội trường",
            "theo cô Ba Ba được được mời",
            "tham quan triển lãm triển lãm",
            "Theo ông ông Ba",
        ] {
            assert_eq!(found("vi", slip).len(), 1, "{slip}");
        }
        assert_eq!(found("vi", "đã tổ chức tổ chức họp"), [("V61", "tổ chức tổ chức".to_owned(), None)]);
        for body in [
            "xanh xanh, dần dần, ngày ngày, nhà nhà, luôn luôn",
            "từng bước từng bước",
            "là của. Của dân",
            "cả năm năm qua",
            "thu hồi triệt để để xây trường, thiết bị bị hỏng, tồn tại tại các dự án",
            "kết quả đạt được được ghi nhận, lý do do thầy cô nêu, lấy bàn là là áo",
            "cả ngày đi đi về về, ra ra vào vào",
            "điều đó đó là việc thường",
            "cách xử lý có lý có tình",
            "mời các nhà đầu tư đầu tư vào tỉnh",
            "em vui lắm vui lắm, xa dần xa dần",
            "kể hàng giờ hàng giờ hàng giờ",
            "gặp bạn ấy bạn ấy kể",
            "ai cũng biết là em là em gái của chị",
        ] {
            assert_eq!(found("vi", body), [], "{body}");
        }
    }
}
