//! Turns pages that nobody finished into findings: no text where the kind expects one, headings alone, and words that
//! stand in for a text (`Đang cập nhật`, `TODO`, `lorem ipsum`, the remarks of `cong new`).
//!
//! A draft is unfinished by right, so nothing is said of it.

use super::Page;
use crate::diag::{Finding, Span, catalog};
use crate::load::document::{Role, Value};
use crate::load::kinds::{Field, FieldType, TextRule};
use crate::text::fold::fold;

/// A text of which nothing else is left, folded.
const STAND_INS: &[&str] = &[
    "dang cap nhat",
    "noi dung dang cap nhat",
    "dang cap nhat noi dung",
    "noi dung dang duoc cap nhat",
    "dang duoc cap nhat",
    "se cap nhat sau",
    "cap nhat sau",
    "noi dung dang duoc bien soan",
    "dang xay dung",
    "trang dang xay dung",
    "noi dung bai viet",
    "noi dung o day",
    "nhap noi dung",
    "viet noi dung o day",
    "tieu de",
    "ten bai",
    "todo",
    "tbd",
    "tba",
    "fixme",
    "xxx",
    "test test",
    "abc",
    "asdf",
    "updating",
    "to be updated",
    "coming soon",
    "under construction",
];

/// What stands in for a text wherever it stands, folded.
const FILLINGS: &[&str] = &["lorem ipsum", "viet noi dung duoi dong ---", "write the text below the next --- line"];

pub fn of_page(page: &Page, findings: &mut Vec<Finding>) {
    if page.document.flag(page.kind, "draft") {
        return;
    }
    for name in ["title", "summary"] {
        let text = page.document.text(page.kind, name).unwrap_or_default();
        if let Some(text) = stand_in(text) {
            let key = (format!("“{name}”"), format!("“{name}”"));
            findings.push(stands_in(page, text).at(page.document.place_of(page.kind, name)).with_words("where", key));
        }
    }
    let (body, first_line) = (page.parts.body, page.parts.body_line);
    let place = |line: &str| {
        let at = body.lines().position(|other| other.contains(line)).unwrap_or(0);
        Span::new(first_line + at, 1, line.chars().count())
    };
    let written = Written::of(body);
    let words = || ("nội dung".to_owned(), "the text".to_owned());
    if let Some(line) = body.lines().find(|line| is_filling(line)) {
        findings.push(stands_in(page, line.trim()).at(place(line.trim())).with_words("where", words()));
    } else if let [only] = written.lines[..]
        && let Some(text) = stand_in(only)
    {
        findings.push(stands_in(page, text).at(place(text)).with_words("where", words()));
    } else if written.lines.is_empty() && !page.body().has_text && needs_text(page) {
        let finding = Finding::new(&catalog::TEXT_MISSING, page.file());
        findings.push(finding.at(Span::new(first_line.saturating_sub(1).max(1), 1, 3)));
    } else if written.lines.is_empty() && written.headings > 0 && page.body().pictures.is_empty() {
        findings.push(Finding::new(&catalog::HEADINGS_ONLY, page.file()).at(Span::new(first_line, 1, 1)));
    }
}

fn stands_in(page: &Page, text: &str) -> Finding {
    Finding::new(&catalog::STAND_IN, page.file()).with("text", text)
}

/// The lines of a body that are not headings.
struct Written<'a> {
    lines: Vec<&'a str>,
    headings: usize,
}

impl<'a> Written<'a> {
    fn of(body: &'a str) -> Self {
        // Who has written two lines has begun.
        const ENOUGH: usize = 2;
        let (mut lines, mut headings) = (Vec::new(), 0);
        for line in body.lines().map(str::trim).filter(|line| !line.is_empty()) {
            if line.starts_with('#') && line.trim_start_matches('#').starts_with(' ') {
                headings += 1;
            } else {
                lines.push(line);
            }
            if lines.len() == ENOUGH {
                break;
            }
        }
        Self { lines, headings }
    }
}

/// The text, if it only stands in for one.
fn stand_in(text: &str) -> Option<&str> {
    let plain = text.trim_matches(|letter: char| !letter.is_alphanumeric());
    let is_short = text.chars().count() <= 60;
    let is_empty = plain.is_empty() && !text.is_empty() && text.chars().all(|letter| matches!(letter, '.' | '…' | ' '));
    (is_short && (is_empty || STAND_INS.contains(&&*fold(plain))) || is_filling(text)).then_some(text)
}

fn is_filling(line: &str) -> bool {
    // Most lines are told by a few letters, without being folded.
    let is_possible = ["orem", "OREM", "---"].iter().any(|some| line.contains(some));
    is_possible && FILLINGS.iter().any(|filling| fold(line).contains(filling))
}

/// Whether readers get nothing but the title: a page of a kind that is read, without file, table or film.
fn needs_text(page: &Page) -> bool {
    let is_read = page.kind.text == Some(TextRule::Expected) && page.document.role != Role::Section;
    let carries = |(index, _): &(u16, Value)| holds_file(page.kind.field(*index));
    is_read && !page.document.values.iter().any(carries)
}

fn holds_file(field: &Field) -> bool {
    matches!(field.kind, FieldType::File | FieldType::Data | FieldType::Lookup | FieldType::Media)
        || field.fields.iter().any(holds_file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_stand_in_for_a_text_are_known() {
        for text in [
            "Đang cập nhật",
            "Đang cập nhật...",
            "**TODO**",
            "…",
            "...",
            "Lorem ipsum dolor sit amet, consectetur adipiscing elit",
        ] {
            assert!(stand_in(text).is_some(), "{text}");
        }
        for text in ["", "Đang cập nhật dữ liệu đất đai toàn tỉnh", "Danh sách TODO của Sở", "-", "Test nhanh Covid-19"]
        {
            assert_eq!(stand_in(text), None, "{text}");
        }
    }
}
