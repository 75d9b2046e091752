//! Turns bytes into clean text: valid UTF-8, NFC, LF, no BOM, no control characters, with a finding for each thing mended.

use std::borrow::Cow;
use std::ops::Range;

use crate::diag::{Finding, Span, catalog};
use crate::text::control::is_control;
use crate::text::fold;

/// The largest Markdown file that is read, in bytes. A page of this size is already a book.
pub const LARGEST_PAGE: u64 = 1_000_000;

/// Next line, line separator, paragraph separator.
pub const LINE_ENDS: [char; 3] = ['\u{85}', '\u{2028}', '\u{2029}'];

/// The text, or `None` when it cannot be used at all.
pub fn clean<'a>(path: &str, bytes: &'a [u8], findings: &mut Vec<Finding>) -> Option<Cow<'a, str>> {
    let mut text = match simdutf8::basic::from_utf8(bytes) {
        Ok(text) if is_plain(bytes) => return Some(Cow::Borrowed(text)),
        Ok(text) => text.to_owned(),
        Err(_) => {
            let valid = std::str::from_utf8(bytes).map_or_else(|error| error.valid_up_to(), str::len);
            let before = String::from_utf8_lossy(&bytes[..valid]).into_owned();
            let finding = Finding::new(&catalog::NOT_UTF8, path).with("byte", (valid + 1).to_string());
            findings.push(finding.at(place(&before, before.len())).fatal());
            return None;
        }
    };
    if text.starts_with('\u{feff}') {
        findings.push(Finding::new(&catalog::BYTE_ORDER_MARK, path).at(Span::new(1, 1, 1)));
        text.remove(0);
    }
    if text.contains('\r') {
        findings.push(Finding::new(&catalog::CARRIAGE_RETURNS, path).at(Span::new(1, 1, 1)));
        text = text.replace("\r\n", "\n").replace('\r', "\n");
    }
    // YAML ends a line at these, and nobody else does: what follows would be a key to the one and text to the other.
    if let Some(at) = text.find(LINE_ENDS) {
        let code = text[at..].chars().next().map_or(0, u32::from);
        let finding = Finding::new(&catalog::CONTROL_CHARACTER, path).with("code", format!("{code:04X}"));
        findings.push(finding.at(place(&text, at)).excerpt_from(&text));
        text = text.replace(LINE_ENDS, " ");
    }
    if let Some(at) = find_control(&text) {
        let code = text[at..].chars().next().map_or(0, u32::from);
        let finding = Finding::new(&catalog::CONTROL_CHARACTER, path).with("code", format!("{code:04X}"));
        findings.push(finding.at(place(&text, at)).excerpt_from(&text));
        text.retain(|letter| !is_control(letter));
    }
    if !fold::is_nfc(&text) {
        let at = first_difference(&text, &fold::nfc(&text));
        findings.push(Finding::new(&catalog::DECOMPOSED, path).at(place(&text, at)).excerpt_from(&text));
        text = fold::nfc(&text).into_owned();
    }
    Some(Cow::Owned(text))
}

/// Whether the text is so ordinary that nothing needs mending: Latin and Vietnamese letters in form C, common
/// punctuation, no control characters. `bytes` are valid UTF-8. Says no where it is not sure.
fn is_plain(bytes: &[u8]) -> bool {
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let second = || bytes.get(at + 1).copied().unwrap_or(0);
        at += match byte {
            b'\n' | b'\t' | 0x20..=0x7e => 1,
            0xc2 if second() >= 0xa0 => 2,
            // U+00C0 to U+02FF; combining marks begin at U+0300.
            0xc3..=0xcb => 2,
            // U+1E00 to U+1EFF: Vietnamese letters with two marks.
            0xe1 if (0xb8..=0xbb).contains(&second()) => 3,
            // U+2010 to U+2027: dashes, quotation marks, dots.
            0xe2 if second() == 0x80 && bytes.get(at + 2).is_some_and(|third| (0x90..=0xa7).contains(third)) => 3,
            _ => return false,
        };
    }
    true
}

/// Line and column of a byte offset; the length is one character.
pub fn place(text: &str, offset: usize) -> Span {
    let before = &text[..floor(text, offset)];
    let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
    let column = before.rsplit('\n').next().map_or(0, |last| last.chars().count()) + 1;
    Span::new(line, column, 1)
}

/// The place of a range of bytes; its length ends with its first line.
pub fn span(text: &str, range: &Range<usize>) -> Span {
    let part = text.get(range.clone()).unwrap_or_default();
    let length = part.split('\n').next().unwrap_or_default().trim_end().chars().count();
    Span { length: Span::new(1, 1, length).length, ..place(text, range.start) }
}

fn floor(text: &str, offset: usize) -> usize {
    (0..=offset.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// The first control character. Looks at bytes: only those that can begin one are decoded.
fn find_control(text: &str) -> Option<usize> {
    let can_begin = |byte: u8| matches!(byte, 0..=0x08 | 0x0b..=0x1f | 0x7f | 0xc2 | 0xe2 | 0xef | 0xf0..=0xf4);
    let candidates = text.bytes().enumerate().filter(|(_, byte)| can_begin(*byte)).map(|(at, _)| at);
    candidates.into_iter().find(|at| text[*at..].starts_with(is_control))
}

fn first_difference(left: &str, right: &str) -> usize {
    left.char_indices().zip(right.chars()).find(|((_, a), b)| a != b).map_or(0, |((at, _), _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(bytes: &[u8]) -> (Option<String>, Vec<&'static str>) {
        let mut findings = Vec::new();
        let text = clean("a.md", bytes, &mut findings).map(Cow::into_owned);
        (text, findings.iter().map(|finding| finding.message.code).collect())
    }

    #[test]
    fn every_defect_of_encoding_is_mended_and_named() {
        assert_eq!(codes("\u{feff}a\r\nb".as_bytes()), (Some("a\nb".into()), vec!["S02", "S03"]));
        assert_eq!(codes(b"a\x00b"), (Some("ab".into()), vec!["S06"]));
        assert_eq!(codes("a\u{2028}b\u{85}c".as_bytes()), (Some("a b c".into()), vec!["S06"]));
        assert_eq!(codes("Vie\u{323}\u{302}t".as_bytes()), (Some("Việt".into()), vec!["S05"]));
        assert_eq!(codes(b"dong 1\nTi\xd5ng"), (None, vec!["S01"]));
    }

    #[test]
    fn text_that_is_passed_over_quickly_needs_no_mending() {
        for text in ["Ủy ban nhân dân tỉnh Bình Phước – “Cổng” …\n\tđiều 1", "ÀẢÃÁẠ ỹ ơ ư Đ ngày 1\u{a0}tháng"]
        {
            assert!(is_plain(text.as_bytes()), "{text}");
            assert!(fold::is_nfc(text) && find_control(text).is_none());
        }
        for text in ["a\rb", "a\u{0}", "e\u{301}", "\u{feff}a", "\u{202e}", "\u{85}", "ភាសា"] {
            assert!(!is_plain(text.as_bytes()), "{text:?}");
        }
    }

    #[test]
    fn places_count_characters_not_bytes() {
        let text = "một\nhai ba";
        assert_eq!(place(text, text.find("ba").unwrap()), Span::new(2, 5, 1));
    }
}
