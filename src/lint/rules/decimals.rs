//! Finds numbers that are not written as in Vietnamese: a point before decimals, commas between groups, two ways of grouping in a text.
//! A number that may be read either way is left alone.

use std::ops::Range;

use crate::diag::catalog;
use crate::lint::figures::{Figure, Sort};
use crate::lint::words::{Class, Gap, Words};
use crate::lint::{Hits, Text};

/// What stands behind a number that has decimals.
const MEASURES: &[&str] = &[
    "triệu", "tỷ", "tỉ", "nghìn", "ngàn", "kg", "km", "m", "cm", "mm", "ha", "m2", "km2", "tấn", "tạ", "lít", "mét",
    "gam", "độ", "điểm", "usd", "inch", "ml", "mb", "gb", "tb", "kw", "kwh", "mw", "lần", "giờ", "phần", "hecta",
    "héc",
];
/// What can only be counted: a number before it is whole.
const COUNTED: &[&str] = &[
    "người", "đồng", "hộ", "lượt", "vụ", "cuốn", "con", "sinh", "học", "trẻ", "cử", "cán", "bệnh", "ca", "chiếc",
    "căn", "doanh", "khách", "thành", "bạn", "lao", "công", "hồ", "tin", "bài", "văn", "thí", "ứng", "vé", "cây",
    "nhân", "hội", "đoàn", "phụ",
];

pub fn look(text: &Text, hits: &mut Hits) {
    if !text.is_vietnamese() {
        return;
    }
    let words = text.words();
    let numbers: Vec<&Figure> = text.figures().iter().filter(|figure| figure.sort == Sort::Number).collect();
    let mut plain: Vec<Range<usize>> = Vec::new();
    let mut grouped = None;
    let mut begun: Option<&Figure> = None;
    for figure in numbers {
        let written = words.part(figure.range.clone());
        if has_decimal_point(written) {
            if is_measured(words, figure) {
                // The unit is that of both ends of a range.
                let other = begun.filter(|begun| is_range(words, begun, figure) && !is_measured(words, begun));
                for figure in other.into_iter().chain([figure]) {
                    let written = words.part(figure.range.clone());
                    hits.reword(&catalog::DECIMAL_POINT, figure.range.clone(), written, written.replace('.', ","));
                }
            }
            begun = Some(figure);
        } else if has_comma_groups(written) && (written.matches(',').count() > 1 || is_counted(words, figure)) {
            hits.reword(&catalog::COMMA_GROUPS, figure.range.clone(), written, written.replace(',', "."));
        } else if is_english(written) {
            let wanted = written.replace(',', " ").replace('.', ",").replace(' ', ".");
            hits.reword(&catalog::COMMA_GROUPS, figure.range.clone(), written, wanted);
        } else if is_two_ways(written) {
            broken(figure, written, hits);
        } else if is_grouped(written, '.') && written.len() > 5 {
            grouped = grouped.or(Some(written));
        } else if is_counted(words, figure) {
            plain.extend(ungrouped(words, figure));
        }
    }
    let Some(other) = grouped else { return };
    for range in plain {
        let (now, wanted) = (text.written(&range), dotted(text.written(&range)));
        let what = ("các số trong bài chia nhóm không giống nhau", "numbers are grouped in several ways");
        let next = (
            format!("Viết {wanted}, như {other} trong bài – cong check --fix sửa giúp."),
            format!("Write {wanted}, like {other} in the text – cong check --fix does it."),
        );
        let hit = hits.tell(&catalog::GROUPS_MIXED, range).with("now", now);
        hit.with_words("what", what).with_words("next", next).fix(wanted);
    }
}

/// `4.66,12`: a digit is missing, or a sign is too much.
fn broken(figure: &Figure, written: &str, hits: &mut Hits) {
    let what =
        ("số chia nhóm sai, có thể thiếu chữ số", "the groups of the number are wrong, perhaps a digit is missing");
    let next = (
        "Xem lại số này ở nguồn; tiếng Việt viết 1.234,5.",
        "Look at the number where it comes from; Vietnamese writes 1.234,5.",
    );
    let hit = hits.tell(&catalog::GROUPS_MIXED, figure.range.clone()).with("now", written);
    hit.with_words("what", what).with_words("next", next);
}

/// `36.26 - 36.34`
fn is_range(words: &Words, first: &Figure, last: &Figure) -> bool {
    let between = words.part(first.range.end..last.range.start).trim();
    first.last + 1 == last.first && matches!(between, "-" | "–" | "—")
}

fn is_counted(words: &Words, figure: &Figure) -> bool {
    // Of another currency a comma may stand before decimals.
    COUNTED.contains(&words.after(figure.last)) && !words.are(figure.last + 1, &["nhân", "dân", "tệ"])
}

/// `125.3`, and not `16.533`, nor `382.00` which lacks a zero rather.
fn has_decimal_point(number: &str) -> bool {
    let Some((whole, decimals)) = number.split_once('.') else { return false };
    let is_thousands = whole.len() == 3 && decimals == "00";
    !is_thousands
        && !decimals.contains(['.', ','])
        && !whole.contains(',')
        && whole.len() <= 4
        && matches!(decimals.len(), 1 | 2)
}

fn is_measured(words: &Words, figure: &Figure) -> bool {
    let after = words.beside(figure.last).1;
    let glued = words.get(figure.last + 1).filter(|next| next.gap == Gap::None).map(|_| words.lower(figure.last + 1));
    let next = words.get(figure.last + 1);
    // `0.95 Tỷ lệ` begins something else.
    let is_rate = matches!(words.after(figure.last), "tỷ" | "tỉ")
        && (next.is_some_and(|next| next.class != Class::Lower)
            || ["lệ", "giá", "suất", "trọng", "số"].contains(&words.after(figure.last + 1)));
    after == b'%'
        || MEASURES.contains(&words.after(figure.last)) && !is_rate
        || glued.is_some_and(|unit| MEASURES.contains(&unit))
        || words.get(figure.last + 1).is_none_or(|next| next.gap != Gap::Space) && has_percent(words, figure)
}

/// `125.3 %`
fn has_percent(words: &Words, figure: &Figure) -> bool {
    words.part(figure.range.end..figure.range.end + 2) == " %"
}

fn is_grouped(number: &str, sign: char) -> bool {
    let mut groups = number.split(sign);
    let first = groups.next().unwrap_or_default();
    let is_digits = |group: &str| group.bytes().all(|byte| byte.is_ascii_digit());
    let mut others = groups.peekable();
    (1..=3).contains(&first.len())
        && !first.starts_with('0')
        && is_digits(first)
        && others.peek().is_some()
        && others.all(|group| group.len() == 3 && is_digits(group))
}

fn has_comma_groups(number: &str) -> bool {
    is_grouped(number, ',')
}

/// `20,090.29`
fn is_english(number: &str) -> bool {
    let Some((whole, decimals)) = number.split_once('.') else { return false };
    is_grouped(whole, ',') && matches!(decimals.len(), 1 | 2) && decimals.bytes().all(|byte| byte.is_ascii_digit())
}

/// `1,200.500`, `4.66,12`: both signs, and not as in Vietnamese.
fn is_two_ways(number: &str) -> bool {
    let (Some(point), Some(comma)) = (number.find('.'), number.find(',')) else { return false };
    let is_vietnamese = point < comma
        && number
            .split_once(',')
            .is_some_and(|(whole, decimals)| is_grouped(whole, '.') && !decimals.contains(['.', ',']));
    !is_vietnamese && number.split(['.', ',']).skip(1).all(|group| matches!(group.len(), 2 | 3))
}

/// `16533`, `16 533`, where it is no year.
fn ungrouped(words: &Words, figure: &Figure) -> Option<Range<usize>> {
    let written = words.part(figure.range.clone());
    if written.bytes().all(|byte| byte.is_ascii_digit()) && written.len() >= 5 && !written.starts_with('0') {
        return Some(figure.range.clone());
    }
    let before = figure.first.checked_sub(1)?;
    let is_group =
        written.len() == 3 && words.get(before)?.class == Class::Digits && words.get(figure.first)?.gap == Gap::Space;
    let first = words.lower(before);
    let is_first = is_group && first.len() <= 3 && !first.starts_with('0') && words.get(before)?.gap == Gap::Space;
    is_first.then(|| words.span(before, figure.last)).filter(|_| words.between(figure.first) == " ")
}

fn dotted(number: &str) -> String {
    let digits: Vec<char> = number.chars().filter(char::is_ascii_digit).collect();
    let mut dotted = String::new();
    for (at, digit) in digits.iter().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            dotted.push('.');
        }
        dotted.push(*digit);
    }
    dotted
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::{found, hints};

    fn one(code: &'static str, text: &str, fix: &str) -> Vec<(&'static str, String, Option<String>)> {
        vec![(code, text.to_owned(), Some(fix.to_owned()))]
    }

    #[test]
    fn decimals_stand_behind_a_comma() {
        assert_eq!(found("vi", "tăng 125.3% so với năm trước"), one("V40", "125.3", "125,3"));
        assert_eq!(found("vi", "đạt 6.5 triệu tấn"), one("V40", "6.5", "6,5"));
        for body in [
            "tăng 125,3%",
            "đạt 16.533 triệu",
            "phiên bản 2.5",
            "mục 5.2",
            "nhập 382.00 tấn",
            "lúc 8.30",
            "Windows 8.1 m",
        ] {
            assert_eq!(found("vi", body), [], "{body}");
        }
    }

    #[test]
    fn the_unit_of_a_range_is_that_of_both_ends() {
        let mends: Vec<_> = found("vi", "giá 26.2 - 26.8 triệu").into_iter().filter_map(|hit| hit.2).collect();
        assert_eq!(mends, ["26,2", "26,8"]);
        assert_eq!(found("vi", "mục 2.5 - 26.8 triệu").len(), 1);
    }

    #[test]
    fn a_rate_is_no_unit() {
        for body in ["0.98 - 0.95 Tỷ lệ", "0.95 tỉ lệ", "đạt 0.95 tỷ trọng"] {
            assert_eq!(found("vi", body), [], "{body}");
        }
    }

    #[test]
    fn signs_of_an_english_number_change_places() {
        assert_eq!(found("vi", "lên 21,050.35 điểm"), one("V41", "21,050.35", "21.050,35"));
    }

    #[test]
    fn a_number_that_lacks_a_digit_is_sent_back_to_its_source() {
        let body = "xuất 4.37,15 tấn";
        assert_eq!(found("vi", body), [("V42", "4.37,15".to_owned(), None)]);
        assert!(hints(body)[0].contains("nguồn"));
    }

    #[test]
    fn groups_are_parted_by_points() {
        assert_eq!(found("vi", "có 6,638 người tham gia"), one("V41", "6,638", "6.638"));
        assert_eq!(found("vi", "giá 1,200,000 đồng"), one("V41", "1,200,000", "1.200.000"));
        for body in ["trị giá 2,793 tỷ", "dài 11,042 km", "giảm 0,137 người"] {
            assert_eq!(found("vi", body), [], "{body}");
        }
    }

    #[test]
    fn of_another_currency_a_comma_may_stand_before_decimals() {
        let told = |body| found("vi", body).into_iter().any(|hit| hit.0 == "V41");
        assert!(told("có 6,751 nhân viên") && !told("mức 6,751 nhân dân tệ"));
    }

    #[test]
    fn one_text_groups_in_one_way() {
        assert_eq!(found("vi", "có 166.586 lượt, nay 16533 lượt"), one("V42", "16533", "16.533"));
        assert_eq!(found("vi", "có 166.586 lượt, nay là 16 533 lượt"), one("V42", "16 533", "16.533"));
        let hint = &hints("có 166.586 lượt, nay 16533 lượt")[0];
        assert_eq!(hint, "Viết 16.533, như 166.586 trong bài – cong check --fix sửa giúp.");
        assert_eq!(found("vi", "có 16533 lượt, nay 20000 lượt"), []);
    }
}
