//! Turns what is typed, and what stands in the key of a row, into the entry by which the two are compared.
//!
//! Nobody tells two rows apart by spaces, points or the size of letters, so none of these counts.

use serde::{Deserialize, Serialize};

use crate::text::fold::nfc;

/// Stands between the parts of a key that has two.
const BETWEEN: char = '\u{1f}';

/// A key, or a part of one, in the form in which it is compared: full-width signs as plain ones, without spaces, points and signs that
/// nobody sees, in large letters.
pub fn normal(text: &str) -> String {
    if text.is_ascii() {
        let kept = text.bytes().filter(|byte| !byte.is_ascii_whitespace() && !matches!(byte, b'.' | 0x0b));
        return kept.map(|byte| char::from(byte.to_ascii_uppercase())).collect();
    }
    let mut normal = String::with_capacity(text.len());
    for letter in nfc(text).chars() {
        let letter = match letter {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(letter as u32 - 0xfee0).unwrap_or(letter),
            other => other,
        };
        let is_passed_over = letter.is_whitespace()
            || matches!(letter, '.' | '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}');
        if !is_passed_over {
            normal.extend(letter.to_uppercase());
        }
    }
    normal
}

/// Adds a part of a key, in its normal form, to the entry of its row.
pub fn add(entry: &mut String, part: &str) {
    if !entry.is_empty() {
        entry.push(BETWEEN);
    }
    entry.push_str(part);
}

/// The entry of a key, however it is written.
pub fn entry<'p>(parts: impl IntoIterator<Item = &'p str>) -> String {
    let mut entry = String::new();
    parts.into_iter().for_each(|part| add(&mut entry, &normal(part)));
    entry
}

/// What the keys of a table look like, so that a page can say which entry is none before it asks for anything.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Form {
    /// Whether all are of digits alone.
    pub digits: bool,
    /// Of all keys, in letters.
    pub shortest: u32,
    pub longest: u32,
}

impl Form {
    /// That of no key.
    pub const NONE: Form = Form { digits: true, shortest: u32::MAX, longest: 0 };

    /// Takes in a key in its normal form.
    pub fn add(&mut self, key: &str) {
        let length = u32::try_from(key.chars().count()).unwrap_or(u32::MAX);
        self.digits &= key.bytes().all(|byte| byte.is_ascii_digit());
        self.shortest = self.shortest.min(length);
        self.longest = self.longest.max(length);
    }
}
