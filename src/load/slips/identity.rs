//! Turns numbers of identity cards that stand where everybody can read them into findings.
//!
//! Behind the name of the card it is one, and the page waits until it is gone; without a name twelve digits may be
//! something else, so only those that are made like one are spoken of. Kinds with citizens' words have a stricter rule
//! (`privacy`), and what that has found is not said again.

use std::cell::OnceCell;

use super::Page;
use crate::diag::{Finding, MOST_OF_EACH, Span, catalog};
use crate::text::personal::{self, Card};

/// Digits of the shortest number of a card.
const SHORTEST: usize = 9;

pub fn of_page(page: &Page, findings: &mut Vec<Finding>) {
    let is_known = |line: u32, findings: &[Finding]| {
        let at_line = |known: &&Finding| known.span.is_some_and(|span| span.line == line);
        findings.iter().filter(at_line).any(|known| known.message == &catalog::CITIZEN_ID)
    };
    let (mut key, mut told) = ("", 0);
    for (mut finding, number) in in_lines(page.file(), page.text) {
        if number < page.parts.body_line {
            key = page.front.key_at(number).unwrap_or(key);
            if page.kind.index_of(key).is_some_and(|field| page.kind.field(field).private) {
                continue;
            }
            finding = finding.with("key", key);
        } else {
            finding = finding.with_words("key", ("nội dung".to_owned(), "the text".to_owned()));
        }
        if !is_known(number as u32, findings) {
            findings.push(finding);
            told += 1;
            if told == MOST_OF_EACH {
                return;
            }
        }
    }
}

/// Of a table; its page is not built while one of its cells says who somebody is.
pub fn of_table(file: &str, text: &str, findings: &mut Vec<Finding>) {
    let words = || ("bảng số liệu".to_owned(), "the table".to_owned());
    let found = in_lines(file, text).take(MOST_OF_EACH);
    findings.extend(found.map(|(finding, _)| finding.with_words("key", words())));
}

/// What was found, without saying in what, with its line.
fn in_lines<'a>(file: &'a str, text: &'a str) -> impl Iterator<Item = (Finding, usize)> {
    // Far from the number: the first row of a table.
    let around_names = OnceCell::new();
    let possible = text.lines().enumerate().filter(|(_, line)| can_hold(line));
    possible.flat_map(move |(index, line)| {
        let around = *around_names.get_or_init(|| personal::names_card(text));
        let found = personal::cards(line, around).into_iter();
        found.map(|(card, value)| (finding(file, index + 1, line, (card, value)), index + 1)).collect::<Vec<_>>()
    })
}

/// Looks at bytes: most lines have a few digits or none, or dates with words between them. What stands between the digits of
/// one number is short and no letter. A full-width digit begins with 0xEF.
fn can_hold(line: &str) -> bool {
    const LONGEST_GAP: usize = 8;
    let (mut digits, mut gap) = (0, 0);
    for byte in line.bytes() {
        if byte.is_ascii_digit() || byte == 0xef {
            (digits, gap) = (digits + 1, 0);
            if digits == SHORTEST {
                return true;
            }
            continue;
        }
        gap += 1;
        if gap > LONGEST_GAP || byte.is_ascii_alphabetic() {
            digits = 0;
        }
    }
    false
}

fn finding(file: &str, number: usize, line: &str, (card, value): (Card, &str)) -> Finding {
    let at = value.as_ptr() as usize - line.as_ptr() as usize;
    let span = Span::new(number, line[..at].chars().count() + 1, value.chars().count());
    match card {
        Card::Named => Finding::new(&catalog::CITIZEN_ID, file).fatal(),
        Card::Likely => Finding::new(&catalog::CITIZEN_ID_PERHAPS, file),
    }
    .at(span)
    .with("value", value)
}
