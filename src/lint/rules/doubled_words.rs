//! Finds words written twice: `của của`, `đã được đã được`. Only words that nobody doubles for effect (`xanh xanh`, `dần dần`).

use crate::diag::catalog;
use crate::lint::words::{Class, Gap};
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
/// Two words that are said twice.
const REPEATED: &[&str] =
    &["từng", "mỗi", "một", "ngày", "càng", "rất", "lần", "cứ", "vừa", "không", "hoan", "lượt", "ha"];

pub fn look(text: &Text, hits: &mut Hits) {
    if !text.is_vietnamese() {
        return;
    }
    let words = text.words();
    let is_small = |index: usize| words.get(index).is_some_and(|word| word.class == Class::Lower);
    let is_joined = |index: usize| words.get(index).is_some_and(|word| word.gap == Gap::Space);
    let mut from = 0;
    for (index, _) in words.all() {
        if index < from || !is_small(index) || !is_joined(index + 1) {
            continue;
        }
        let lower = words.lower(index);
        let is_one = lower == words.lower(index + 1)
            && is_small(index + 1)
            && JOINING.contains(&lower)
            && !DOUBLE.contains(&lower);
        let is_two = lower == words.lower(index + 2)
            && words.lower(index + 1) == words.lower(index + 3)
            && lower != words.lower(index + 1)
            && is_joined(index + 2)
            && is_joined(index + 3)
            && (1..4).all(|more| is_small(index + more))
            && !REPEATED.contains(&lower)
            && !REPEATED.contains(&words.lower(index + 1));
        let length = if is_one {
            1
        } else if is_two {
            2
        } else {
            continue;
        };
        let range = words.span(index, index + 2 * length - 1);
        let once = text.written(&words.span(index, index + length - 1));
        hits.reword(&catalog::DOUBLED_WORD, range.clone(), text.written(&range), once);
        from = index + 2 * length;
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::found;

    #[test]
    fn words_that_stand_twice_are_found() {
        assert_eq!(found("vi", "ý kiến của của dân"), [("V61", "của của".to_owned(), Some("của".to_owned()))]);
        assert_eq!(
            found("vi", "đã tổ chức tổ chức họp"),
            [("V61", "tổ chức tổ chức".to_owned(), Some("tổ chức".to_owned()))]
        );
        for body in [
            "xanh xanh, dần dần, ngày ngày, nhà nhà, luôn luôn",
            "từng bước từng bước",
            "là của. Của dân",
            "cả năm năm qua",
        ] {
            assert_eq!(found("vi", body), [], "{body}");
        }
    }
}
