//! Finds habits of writing amounts: `05%`, `25 %`, `5km`, `VNĐ`.

use crate::diag::catalog;
use crate::lint::figures::{Figure, Sort};
use crate::lint::words::{Class, Gap, Word, Words};
use crate::lint::{Hits, Text, verbatim};

/// Units that stand behind a space. Those that are also something else behind a number (`g`, `l`, `h`) are none here.
const UNITS: &[&str] = &["km", "m", "cm", "mm", "kg", "ha", "tấn", "lít"];
/// What a number with a leading zero behind it names.
const NAMING: &[&str] = &[
    "ngày",
    "tháng",
    "mùng",
    "số",
    "đề",
    "án",
    "lộ",
    "ql",
    "tổ",
    "ấp",
    "thôn",
    "lớp",
    "nhà",
    "phòng",
    "kỳ",
    "đợt",
    "lần",
    "mẫu",
    "biểu",
    "lục",
    "tuyến",
    "khu",
    "phố",
    "phường",
    "quận",
    "điểm",
    "đến",
    "từ",
    "sang",
    "lúc",
    "hồi",
    "khoảng",
    "đội",
    "trạm",
    "quyết",
    "nghị",
    "thị",
    "tư",
    "định",
    "luận",
    "brt",
    "danh",
    "đầu",
    "tới",
    "buýt",
    "viên",
    "thứ",
    "lô",
    "đoạn",
    "gói",
    "mã",
    "ban",
    "nhóm",
    "cụm",
    "vùng",
    "zone",
    "group",
];
const TIMES: &[&str] = &["giờ", "phút", "giây", "h", "tháng", "ngày", "độ"];

pub fn look(text: &Text, hits: &mut Hits) {
    if !text.is_vietnamese() {
        return;
    }
    let mut padded = Hits::default();
    for figure in numbers(text) {
        leading_zero(text, figure, &mut padded);
        percent(text, figure, hits);
    }
    if !padded.is_empty() && !verbatim::prints_a_document(text) {
        hits.append(padded);
    }
    let mut all = Hits::default();
    glued(text, &mut all);
    hits.tell_once(all);
    let words = text.words();
    for (index, _) in words.all().filter(|(index, _)| words.lower(*index) == "vnđ") {
        currency(text, index, hits);
    }
}

fn numbers<'t>(text: &'t Text) -> impl Iterator<Item = &'t Figure> {
    text.figures().iter().filter(|figure| figure.sort == Sort::Number)
}

/// All units that are glued to their number.
pub fn glued(text: &Text, hits: &mut Hits) {
    for figure in numbers(text).filter(|_| text.is_vietnamese()) {
        unit(text, figure, hits);
    }
}

/// `VNĐ`: behind an amount đồng, among rates VND.
fn currency(text: &Text, index: usize, hits: &mut Hits) {
    let words = text.words();
    let own = words.span(index, index);
    let first = index.checked_sub(1).and_then(|before| words.get(before)).filter(|_| index > 0);
    let is_glued = words.get(index).is_some_and(|word| word.gap == Gap::None)
        && first.is_some_and(|before| before.class == Class::Digits);
    let before = words.before(index);
    let is_amount = is_glued
        || before.ends_with(|letter: char| letter.is_ascii_digit())
        || ["triệu", "tỷ", "tỉ", "nghìn", "ngàn"].contains(&before);
    // `VNĐ/USD`, and not `VNĐ/tháng`.
    let is_other = |next: Word| next.class == Class::Upper && next.range().len() == 3;
    let is_rate = words.beside(index).1 == b'/' && words.get(index + 1).is_some_and(is_other) && !is_glued;
    let (range, wanted) = match (is_rate, is_amount, before) {
        (true, ..) => (own, "VND"),
        (_, true, _) => (own, if is_glued { " đồng" } else { "đồng" }),
        (_, _, "đồng") => (words.span(index - 1, index), "đồng Việt Nam"),
        _ => (own, "VND"),
    };
    let next = match wanted.trim() {
        "VND" if !is_rate => ("VND hoặc đồng Việt Nam", "VND or đồng Việt Nam"),
        wanted => (wanted, wanted),
    };
    let hit = hits.tell(&catalog::CURRENCY, range.clone()).with("now", text.written(&words.span(index, index)));
    hit.with_words("wanted", next).fix(wanted);
}

fn leading_zero(text: &Text, figure: &Figure, hits: &mut Hits) {
    let words = text.words();
    let written = words.part(figure.range.clone());
    let is_padded = written.len() == 2 && written.starts_with('0') && written != "00";
    let next = words.get(figure.last + 1);
    let counts = next.is_some_and(|next| next.class == Class::Lower && next.gap == Gap::Space)
        && !TIMES.contains(&words.after(figure.last));
    let is_amount = words.beside(figure.last).1 == b'%' || counts;
    // `Schalke 04`, `Tòa 05`: part of a name.
    let is_named = figure.first.checked_sub(1).and_then(|before| words.get(before)).is_some_and(|before| {
        matches!(before.class, Class::Capital | Class::Upper | Class::Mixed) && !words.before(figure.first).is_empty()
    });
    let is_told = is_padded && is_amount && !is_named && !NAMING.contains(&words.before(figure.first));
    if is_told && !goes_on(words, figure) && !is_of_title(text, figure) {
        let wanted = written.trim_start_matches('0');
        hits.tell(&catalog::LEADING_ZERO, figure.range.clone()).with("now", written).with("wanted", wanted);
    }
}

/// `số 05, 07`, `060. 03`, `35, 01`: another number stands right before it, and both are one or a list of names.
fn goes_on(words: &Words, figure: &Figure) -> bool {
    let is_number = |index: usize| words.get(index).is_some_and(|word| word.class == Class::Digits);
    let Some(before) = figure.first.checked_sub(1) else { return false };
    let is_joined = matches!(words.between(figure.first).trim_end(), "," | ".") && is_number(before);
    let joins = |word: &str| matches!(word, "và" | "hoặc" | "hay");
    is_joined
        || joins(words.before(figure.first)) && before > 0 && is_number(before - 1)
        || joins(words.after(figure.last)) && is_number(figure.last + 2)
}

/// In the title of a document: `Nghị quyết 43/2024/QH15 quy định …`, to the end of the clause.
fn is_of_title(text: &Text, figure: &Figure) -> bool {
    let words = text.words();
    let numbers = text.figures().iter().take_while(|other| other.range.start < figure.range.start);
    let Some(number) = numbers.filter(|other| other.sort == Sort::Document).last() else { return false };
    let is_of_piece = words.get(number.last).map(|word| word.piece) == words.get(figure.first).map(|word| word.piece);
    let between = words.part(number.range.end..figure.range.start);
    is_of_piece
        && !between.contains(';')
        && !between.contains(". ")
        && [" về ", " quy định ", " ban hành "].iter().any(|title| between.contains(title))
}

fn percent(text: &Text, figure: &Figure, hits: &mut Hits) {
    let end = figure.range.end;
    let spaces =
        text.words().part(end..text.source.len().min(end + 3)).bytes().take_while(|byte| *byte == b' ').count();
    if spaces > 0 && text.words().part(end + spaces..end + spaces + 1) == "%" {
        let range = figure.range.start..end + spaces + 1;
        let wanted = format!("{}%", text.written(&figure.range));
        hits.reword(&catalog::PERCENT_SPACED, range.clone(), text.written(&range), wanted);
    }
}

fn unit(text: &Text, figure: &Figure, hits: &mut Hits) {
    let words = text.words();
    let at = figure.last + 1;
    // `£124m` are millions.
    let is_money = words.part(0..figure.range.start).ends_with(['$', '£', '€', '¥']);
    if is_money
        || !words.get(at).is_some_and(|unit| unit.gap == Gap::None && unit.class == Class::Lower)
        || !UNITS.contains(&words.lower(at))
    {
        return;
    }
    let power = words.get(at + 1).filter(|next| next.gap == Gap::None);
    let is_power = power.is_some()
        && matches!(words.lower(at), "m" | "km" | "cm" | "mm")
        && matches!(words.lower(at + 1), "2" | "3");
    let last = if is_power { at + 1 } else { at };
    let ends = words.get(last + 1).is_none_or(|next| next.gap != Gap::None);
    // `100m-200m` and `5m/s` end here too; `1m70` does not.
    if (power.is_none() || is_power) && ends {
        let range = words.span(figure.first, last);
        let power = power.filter(|_| is_power).map_or("", |_| if words.lower(last) == "2" { "²" } else { "³" });
        let wanted = format!("{} {}{power}", text.written(&figure.range), text.written(&words.span(at, at)));
        let hit = hits.tell(&catalog::UNIT_GLUED, range.clone()).with("now", text.written(&range));
        hit.with("wanted", &*wanted);
        if !text.has_signs(&range) {
            hit.fix(wanted);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::{found, hints, with};

    fn one(code: &'static str, text: &str, fix: Option<&str>) -> Vec<(&'static str, String, Option<String>)> {
        vec![(code, text.to_owned(), fix.map(str::to_owned))]
    }

    #[test]
    fn habits_of_writing_amounts_are_found() {
        assert_eq!(found("vi", "hoàn thành vượt 05% kế hoạch"), one("V43", "05", None));
        assert_eq!(found("vi", "đối với 07 dự án"), one("V43", "07", None));
        assert_eq!(found("vi", "đạt 41 % phiếu"), one("V44", "41 %", Some("41%")));
        assert_eq!(found("vi", "cách 5km, rộng 20m2"), one("V45", "5km", Some("5 km")), "once, however many there are");
        assert_eq!(found("vi", "rộng 20m2"), one("V45", "20m2", Some("20 m²")));
        assert_eq!(found("vi", "chứa 20m3"), one("V45", "20m3", Some("20 m³")));
    }

    #[test]
    fn the_currency_has_one_sign_behind_an_amount_and_another_among_rates() {
        for (body, at, meant) in [
            ("giá 500.000 VNĐ", "VNĐ", "đồng"),
            ("giá 500.000VNĐ", "VNĐ", " đồng"),
            ("mức 22.500 VNĐ/USD", "VNĐ", "VND"),
            ("giá 500.000 VNĐ/tháng", "VNĐ", "đồng"),
            ("tính bằng VNĐ", "VNĐ", "VND"),
            ("tính bằng đồng VNĐ", "đồng VNĐ", "đồng Việt Nam"),
        ] {
            assert_eq!(found("vi", body), one("V46", at, Some(meant)), "{body}");
        }
        assert_eq!(hints("giá 500.000VNĐ"), ["Viết đồng. cong check --fix sửa giúp."]);
        assert_eq!(hints("tính bằng VNĐ"), ["Viết VND hoặc đồng Việt Nam. cong check --fix sửa giúp."]);
    }

    #[test]
    fn all_units_of_a_text_are_mended() {
        let source = "---\ntitle: Tin\n---\ncách 5km, rộng 20m2, nặng 3kg\n";
        let mends: Vec<_> = with("vi", source, |text| {
            let mut hits = crate::lint::Hits::default();
            super::glued(text, &mut hits);
            hits.into_sorted().into_iter().filter_map(|hit| hit.fix).collect()
        });
        assert_eq!(mends, ["5 km", "20 m²", "3 kg"]);
    }

    #[test]
    fn zeros_of_names_of_titles_and_of_documents_in_full_stay() {
        for body in [
            "tuyến xe số 05, 07 và 11 chạy",
            "tuyến xe 05 và 07 chạy",
            "xe 62C- 060. 03 đi",
            "giá 34,5 5, 01 triệu",
            "Nghị quyết 43/2024/QH15 quy định kế hoạch 05 năm của tỉnh",
            "Toàn văn thư như sau: có 05 lớp",
        ] {
            assert!(found("vi", body).iter().all(|hit| hit.0 != "V43"), "{body}");
        }
        assert_eq!(found("vi", "Nghị quyết 43/2024/QH15 về trường. Tỉnh có 05 trường"), one("V43", "05", None));
    }

    #[test]
    fn numbers_that_name_and_units_that_are_none_stay() {
        for body in [
            "ngày 05 tháng 01",
            "Đề án 06 được",
            "lúc 06 phút 05 giây",
            "số 07 đường",
            "cao 1m70",
            "mạng 4G, khổ A4",
            "đạt 5%",
            "22 m",
            "giá £124m và $7m",
        ] {
            assert_eq!(found("vi", body), [], "{body}");
        }
    }
}
