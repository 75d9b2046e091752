//! Turns a file as it is stored and the same file as it is read (`source_text`) into where what was read stands in what is stored,
//! and what of it is stored otherwise: a byte order mark, line ends of Windows, letters with marks of their own, what no text may have.

use std::ops::Range;

use crate::diag::{Message, catalog};
use crate::load::source_text::LINE_ENDS;
use crate::text::control::is_control;
use crate::text::fold::nfc;

/// A few bytes that are read otherwise than they are stored.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Odd {
    /// In bytes of the stored file.
    pub stored: Range<usize>,
    /// In bytes of the text that is read.
    pub read: Range<usize>,
    /// What a build says of it.
    pub message: &'static Message,
}

/// Of one file, in order.
pub struct Stored {
    pub odds: Vec<Odd>,
}

impl Stored {
    /// `None` where the two are not of the same file.
    pub fn new(stored: &str, read: &str) -> Option<Stored> {
        if stored == read {
            return Some(Stored { odds: Vec::new() });
        }
        let (mut odds, mut at, mut to) = (Vec::new(), 0, 0);
        while at < stored.len() {
            let own = chunk(&stored[at..]);
            let text = cleaned(own, at == 0);
            if !read.get(to..)?.starts_with(&text) {
                return None;
            }
            if text != own {
                let message = message(own, at == 0);
                odds.push(Odd { stored: at..at + own.len(), read: to..to + text.len(), message });
            }
            at += own.len();
            to += text.len();
        }
        (to == read.len()).then_some(Stored { odds })
    }

    /// Where a range of the text is stored; none where it begins or ends amid letters that are stored otherwise.
    pub fn range(&self, read: &Range<usize>) -> Option<Range<usize>> {
        Some(self.place(read.start)?..self.place(read.end)?)
    }

    fn place(&self, at: usize) -> Option<usize> {
        let before = self.odds.partition_point(|odd| odd.read.end <= at);
        if self.odds.get(before).is_some_and(|odd| odd.read.start < at) {
            return None;
        }
        Some(before.checked_sub(1).map_or(at, |last| self.odds[last].stored.end + at - self.odds[last].read.end))
    }
}

/// A letter that is composed with none before it, with all behind it that may be composed with it or is not read.
fn chunk(text: &str) -> &str {
    let mut letters = text.char_indices();
    let first = letters.next().map_or(' ', |(_, letter)| letter);
    let goes_on = |(at, letter): &(usize, char)| !begins(*letter) && text[*at..].len() < text.len();
    let mut rest = letters.peekable();
    if first == '\r' && rest.peek().is_some_and(|(_, next)| *next == '\n') {
        rest.next();
    }
    let end = rest.find(|found| !goes_on(found)).map_or(text.len(), |(at, _)| at);
    &text[..end]
}

/// Letters before U+0300, Vietnamese letters and punctuation begin anew (UAX #15: they are composed with none before them).
fn begins(letter: char) -> bool {
    let is_plain = matches!(letter, '\0'..='\u{2ff}' | '\u{1e00}'..='\u{1eff}' | '\u{2000}'..='\u{20cf}');
    is_plain && (letter == '\r' || LINE_ENDS.contains(&letter) || !is_control(letter))
}

fn cleaned(chunk: &str, is_first: bool) -> String {
    let chunk = if is_first { chunk.strip_prefix('\u{feff}').unwrap_or(chunk) } else { chunk };
    let mut text = chunk.replace("\r\n", "\n").replace('\r', "\n").replace(LINE_ENDS, " ");
    text.retain(|letter| !is_control(letter));
    nfc(&text).into_owned()
}

fn message(chunk: &str, is_first: bool) -> &'static Message {
    match chunk.chars().next() {
        Some('\u{feff}') if is_first => &catalog::BYTE_ORDER_MARK,
        Some('\r') => &catalog::CARRIAGE_RETURNS,
        _ if chunk.contains(LINE_ENDS) || chunk.contains(|letter| is_control(letter) && letter != '\r') => {
            &catalog::CONTROL_CHARACTER
        }
        _ => &catalog::DECOMPOSED,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::source_text;
    use proptest::prelude::*;

    #[test]
    fn what_is_stored_otherwise_is_named_with_its_place() {
        let stored = "\u{feff}Vie\u{323}\u{302}t\r\nNam\0";
        let found = Stored::new(stored, "Việt\nNam").unwrap();
        let odds: Vec<_> = found.odds.iter().map(|odd| (odd.message.code, &stored[odd.stored.clone()])).collect();
        assert_eq!(odds, [("S02", "\u{feff}"), ("S05", "e\u{323}\u{302}"), ("S03", "\r\n"), ("S06", "m\0")]);
        let place = |read| found.range(&read).map(|range| &stored[range]);
        assert_eq!(place(0..6), Some("Vie\u{323}\u{302}t"));
        assert_eq!(place(7..9), Some("Na"));
    }

    proptest! {
        #[test]
        fn every_text_is_found_where_it_is_stored(stored in "(\u{feff})?([a-c é\n]|\r\n|\r|e\u{323}\u{302}|\u{301}|\u{0}|\u{202e}|\u{2028}|\u{85}|각|\u{1100}|\u{1161}|ế|\u{1f600}|\u{feff}){0,30}") {
            let read = source_text::clean("a.md", stored.as_bytes(), &mut Vec::new()).unwrap().into_owned();
            let found = Stored::new(&stored, &read).expect("both are of one file");
            // What is at the same place in both is the same.
            for (at, letter) in read.char_indices() {
                let Some(range) = found.range(&(at..at + letter.len_utf8())) else { continue };
                let own = &stored[range.clone()];
                let is_odd = found.odds.iter().any(|odd| odd.stored.start < range.end && range.start < odd.stored.end);
                prop_assert!(is_odd || own.chars().eq([letter]), "{own:?} for {letter:?}");
            }
        }
    }
}
