//! Turns the digits of a text into figures: what is a number, and what only looks like one. Rules of numbers read numbers alone:
//! dates, numbers of documents, telephones, versions and sections are known before.

use std::ops::Range;

use super::words::{Class, Gap, Words};

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sort {
    /// Day, month and year; 0 for a year that is not written.
    Date(u32, u32, u32),
    /// What stands before the type of a document: `42/2022` of `42/2022/NĐ-CP`.
    Document,
    Telephone,
    /// `125,3`, `16.533`, `05`
    Number,
    /// A time, a version, a section, a house, part of a name.
    Other,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Figure {
    /// In bytes of the source.
    pub range: Range<usize>,
    pub sort: Sort,
    /// The first of the text's words that is of it, and the last.
    pub first: usize,
    pub last: usize,
}

/// What stands before a number that names something: it counts nothing.
const NAMING: &[&str] = &[
    "số",
    "mục",
    "điểm",
    "khoản",
    "điều",
    "chương",
    "phần",
    "bài",
    "hình",
    "bảng",
    "biểu",
    "bản",
    "version",
    "v",
    "ip",
    "tcvn",
    "iso",
    "lộ",
    "ql",
    "hẻm",
    "ngõ",
    "ngách",
    "kiệt",
    "đường",
    "lô",
    "tuyến",
    "cảng",
    "usb",
    "bluetooth",
    "android",
    "ios",
    "windows",
    "wifi",
    "khóa",
    "khoá",
    "chuẩn",
    "cấp",
    "tầng",
    "phòng",
    "hotline",
    "đt",
    "sđt",
    "điện thoại",
    "fax",
    "tel",
];
/// What stands before a day and a month.
const DAYS: &[&str] = &["ngày", "sáng", "trưa", "chiều", "tối", "đêm", "hôm"];

pub fn read(words: &Words) -> Vec<Figure> {
    let mut figures = Vec::new();
    let mut index = 0;
    while index < words.len() {
        let Some(word) = words.get(index).filter(|word| word.class == Class::Digits) else {
            index += 1;
            continue;
        };
        let first = index;
        // Digits that one sign of a figure joins.
        while words.get(index + 1).is_some_and(|next| next.class == Class::Digits && next.piece == word.piece)
            && matches!(words.between(index + 1), "." | "," | "/" | "-" | ":")
        {
            index += 1;
        }
        let range = words.span(first, index);
        let sort = sort(words, first, index);
        figures.push(Figure { range, sort, first, last: index });
        index += 1;
    }
    figures
}

fn sort(words: &Words, first: usize, last: usize) -> Sort {
    let text = words.part(words.span(first, last));
    let before = words.before(first);
    let glued = words.get(first).is_some_and(|word| word.gap == Gap::None);
    if glued || matches!(words.beside(first).0, b'-' | b'/' | b'_' | b'.' | b'#' | b'\x1a') {
        return Sort::Other;
    }
    let next = words.get(last + 1);
    if next.is_some_and(|next| matches!(next.class, Class::Upper | Class::Capital | Class::Mixed))
        && matches!(words.between(last + 1).trim(), "/" | "-" | "–")
        && words.part(words.span(first, last)).chars().all(|letter| letter.is_ascii_digit() || letter == '/')
    {
        return Sort::Document;
    }
    // `24-25 tháng 4` are days.
    let is_of_month = text.contains('-') && !text.contains('/') && words.after(last) == "tháng";
    if let Some(date) = date(text, before).filter(|_| !is_of_month) {
        return date;
    }
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let is_grouped_so = text.split(['.', '-']).enumerate().all(|(at, group)| group.len() > if at == 0 { 2 } else { 1 });
    if text.starts_with('0') && (8..=12).contains(&digits) && is_grouped_so
        || text.starts_with('1') && digits == 10 && text.starts_with("1900")
    {
        return Sort::Telephone;
    }
    let groups = text.split('.').count();
    let is_of_thousands = || text.split('.').skip(1).all(|group| group.len() == 3 || group.contains(','));
    let other = text.contains(['/', '-', ':'])
        || words.beside(last).1 == b'/' && next.is_some_and(|next| next.class == Class::Digits)
        || groups > 2 && !is_of_thousands()
        || text.starts_with('0') && text.contains('.') && !text.starts_with("0.")
        || NAMING.contains(&before)
        || begins_section(words, first, last);
    if other { Sort::Other } else { Sort::Number }
}

/// `5.2. Kết quả` at the beginning of a piece.
fn begins_section(words: &Words, first: usize, last: usize) -> bool {
    let next = words.get(last + 1);
    words.get(first).is_some_and(|word| word.gap == Gap::Start)
        && (next.is_some_and(|next| matches!(next.class, Class::Capital | Class::Upper) && next.gap != Gap::None)
            || words.beside(last).1 == b'.')
}

fn date(text: &str, before: &str) -> Option<Sort> {
    if ["số", "hẻm", "ngõ", "ngách", "kiệt", "nhà", "đường"].contains(&before) {
        return None;
    }
    let number = |part: &str| part.parse::<u32>().ok().filter(|_| part.len() <= 4);
    // `12-15/3/2020`: the last day of some.
    let text = if text.contains('/') { text.rsplit('-').next().unwrap_or(text) } else { text };
    let parts: Vec<&str> = text.split(['/', '-', '.']).collect();
    match parts[..] {
        [day, month, year] if day.len() <= 2 && month.len() <= 2 && year.len() == 4 => {
            Some(Sort::Date(number(day)?, number(month)?, number(year)?))
        }
        [day, month] if DAYS.contains(&before) && day.len() <= 2 && month.len() <= 2 => {
            let (day, month) = (number(day)?, number(month)?);
            // A hyphen stands between two days or amounts as well: `ngày 24-25`, `đêm 23-27 độ`.
            (!text.contains('-') || month <= 12).then_some(Sort::Date(day, month, 0))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::tests::with;

    fn sorts(body: &str) -> Vec<(String, Sort)> {
        with("vi", &format!("---\ntitle: A\n---\n{body}\n"), |text| {
            text.figures().iter().map(|figure| (text.written(&figure.range).to_owned(), figure.sort)).collect()
        })
    }

    #[test]
    fn what_only_looks_like_a_number_is_known() {
        let body = "Ngày 24/06/2022, Quyết định 2461/QĐ-UBND, gọi 0844.689.393, phiên bản 2.5, mục 5.2, lúc 8:30, A4";
        let found: Vec<Sort> = sorts(body).into_iter().map(|(_, sort)| sort).collect();
        use Sort::*;
        assert_eq!(found, [Date(24, 6, 2022), Document, Telephone, Other, Other, Other, Other]);
        for body in ["Có 16.533 tin", "tăng 125,3%", "và 05%", "đạt 1.200.000,5 đồng"] {
            assert!(sorts(body).iter().all(|(_, sort)| *sort == Number), "{body}");
        }
        assert_eq!(sorts("192.168.1.1")[0].1, Other);
        assert_eq!(sorts("5.1. Kết quả")[0].1, Other);
        for body in ["ngày 24-25", "đêm 23-27 độ", "ngày 5-10 tháng 4"] {
            assert_eq!(sorts(body)[0].1, Other, "{body}");
        }
        assert_eq!(sorts("ngày 30-2")[0].1, Date(30, 2, 0));
        assert_eq!(sorts("từ ngày 12-15/3/2020"), [("12-15/3/2020".to_owned(), Date(15, 3, 2020))]);
    }
}
