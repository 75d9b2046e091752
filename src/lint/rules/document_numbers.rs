//! Finds numbers of documents that are written otherwise than authorities write them: `2461 /QĐ - UBND`, `42/2022/nđ-cp`, `6/CT-TTg`,
//! a decree without its year, `QD` for `QĐ`. What is no number of a document by its type or by its shape is left alone.

use crate::diag::catalog;
use crate::lint::figures::Figure;
use crate::lint::words::{Class, Gap};
use crate::lint::{Hits, Text};

/// Types as they are written in numbers.
const TYPES: &[&str] = &[
    "NQ", "QĐ", "CT", "QC", "QyĐ", "TC", "TB", "HD", "CTr", "KH", "PA", "ĐA", "DA", "BC", "BB", "TTr", "HĐ", "CĐ",
    "BGN", "BTT", "GUQ", "GM", "GGT", "GNP", "PG", "PC", "PB", "SY", "TrS", "SL", "NĐ", "TT", "TTLT", "NQLT", "LH",
    "KL", "QH", "PL",
];
/// What types become without their marks.
const UNMARKED: &[(&str, &str)] = &[("qd", "QĐ"), ("nd", "NĐ")];

/// A number as it stands in the text.
struct Number {
    /// Words: the first digit, the type, the last part.
    first: usize,
    code: usize,
    last: usize,
    digits: String,
    /// As it would be written without spaces and with hyphens.
    tidy: String,
}

pub fn look(text: &Text, hits: &mut Hits) {
    if !text.is_vietnamese() {
        return;
    }
    for figure in text.figures() {
        if let Some(number) = number(text, figure) {
            tell(text, &number, hits);
        }
    }
}

fn number(text: &Text, figure: &Figure) -> Option<Number> {
    let words = text.words();
    let code = figure.last + 1;
    let (word, digits) = (words.get(code)?, text.written(&figure.range));
    let (number, year) = digits.split_once('/').unwrap_or((digits, ""));
    let is_shaped = number.bytes().all(|byte| byte.is_ascii_digit()) && matches!(year.len(), 0 | 4);
    let is_after = word.gap == Gap::Mark && words.between(code).trim() == "/" && word.class != Class::Digits;
    let is_part =
        matches!(words.beside(figure.first).0, b'-' | b'/' | b'.' | b'_') || words.get(figure.first)?.gap == Gap::None;
    if !is_shaped || !is_after || is_part {
        return None;
    }
    let is_type = TYPES.iter().any(|own| own.to_lowercase() == words.lower(code))
        || UNMARKED.iter().any(|(own, _)| *own == words.lower(code));
    let mut tidy = format!("{digits}/{}", text.written(&word.range()));
    let (mut last, mut groups) = (code, 0);
    while let Some(next) = words.get(last + 1) {
        let between = words.between(last + 1);
        let is_code = next.class == Class::Upper && next.range().len() > 1 || next.class == Class::Mixed;
        let sign = match between {
            "" if next.gap == Gap::None && next.class == Class::Digits => "",
            "-" | "&" if is_type || is_code => between,
            _ if is_code && groups == 0 && matches!(between.trim(), "-" | "–") => "-",
            _ => break,
        };
        tidy.push_str(sign);
        tidy.push_str(text.written(&next.range()));
        groups += usize::from(sign == "-");
        last += 1;
    }
    let is_number = groups > 0 && (is_type || word.class == Class::Upper);
    is_number.then_some(Number { first: figure.first, code, last, digits: digits.to_owned(), tidy })
}

fn tell(text: &Text, number: &Number, hits: &mut Hits) {
    let words = text.words();
    let range = words.span(number.first, number.last);
    let written = text.written(&range);
    let code = text.written(&words.span(number.code, number.code));
    let lower = words.lower(number.code);
    let organ = words.lower(number.code + 1);
    if number.tidy != written {
        hits.tell(&catalog::NUMBER_SPACED, range.clone())
            .with("now", written)
            .with("wanted", &*number.tidy)
            .fix(&*number.tidy);
    }
    let known = TYPES.iter().find(|own| own.to_lowercase() == lower);
    if let Some(cased) = cased(text, number, known.copied()) {
        hits.reword(&catalog::NUMBER_LOWER, range.clone(), written, cased);
    }
    if number.digits.split('/').next().is_some_and(|digits| digits.len() == 1 && digits != "0") {
        let first = words.span(number.first, number.first);
        let wanted = format!("0{}", text.written(&first));
        hits.tell(&catalog::NUMBER_PADDED, first)
            .with("now", written)
            .with("wanted", format!("0{written}"))
            .fix(wanted);
    }
    let is_law = lower == "nđ" && organ == "cp" || lower == "tt" && organ.starts_with('b') && organ.len() > 2;
    if is_law && !number.digits.contains('/') && words.lower(number.last + 1) != "năm" {
        hits.tell(&catalog::NUMBER_YEARLESS, range.clone()).with("now", written);
    }
    if let Some((_, wanted)) = UNMARKED.iter().find(|(own, _)| *own == lower) {
        hits.tell(&catalog::NUMBER_TYPE, words.span(number.code, number.code))
            .with("now", code)
            .with("wanted", *wanted)
            .fix(*wanted);
    }
}

/// The number with its letters in their case, where they are not.
fn cased(text: &Text, number: &Number, known: Option<&str>) -> Option<String> {
    let words = text.words();
    let own = text.written(&words.span(number.code, number.code));
    let known = known?;
    let mut changed = own != known && own != known.to_uppercase();
    let mut cased = format!("{}/{known}", number.digits);
    for index in number.code + 1..=number.last {
        let part = text.written(&words.span(index, index));
        cased.push_str(if words.between(index).contains('&') { "&" } else { "-" });
        match words.lower(index) {
            "ttg" => cased.push_str("TTg"),
            _ if words.get(index).is_some_and(|word| word.class == Class::Lower) => {
                changed = true;
                cased.push_str(&part.to_uppercase());
            }
            _ => cased.push_str(part),
        }
    }
    changed.then_some(cased)
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::found;

    fn codes(body: &str) -> Vec<(&'static str, Option<String>)> {
        found("vi", body).into_iter().map(|(code, _, fix)| (code, fix)).collect()
    }

    #[test]
    fn numbers_of_documents_are_written_tight_and_in_capitals() {
        let some = |code, text: &str| vec![(code, Some(text.to_owned()))];
        assert_eq!(codes("Công văn 2461 /QĐ - UBND"), some("V30", "2461/QĐ-UBND"));
        assert_eq!(codes("Nghị định 42/2022/nđ-cp"), some("V31", "42/2022/NĐ-CP"));
        assert_eq!(codes("Chỉ thị số 6/CT-TTg"), some("V32", "06"));
        assert_eq!(codes("Nghị định số 42/NĐ-CP"), [("V33", None)]);
        assert_eq!(codes("Quyết định 2461/QD-UBND"), some("V34", "QĐ"));
    }

    #[test]
    fn sound_numbers_and_what_is_none_stay() {
        for body in [
            "Quyết định 2461/QĐ-UBND, 24/2021/QĐ-TTg, 148/2025/QH15, công văn 123/UBND-KGVX, 900/SYT-NVY",
            "Nghị quyết số 19-NQ/TW, Quyết định số 3838/QĐ-SGD&ĐT, Tờ trình 15/TTr-SYT",
            "60 km/h, 24/7, 100/VND, Quyết định 2461/QĐ-UBND - UBND tỉnh",
        ] {
            assert_eq!(codes(body), [], "{body}");
        }
    }
}
