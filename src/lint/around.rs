//! What stands around a place of prose: letters and words, through the signs of Markdown.

use std::ops::Range;

use super::piece::SIGN;

/// The letter before a place.
pub fn before(prose: &str, at: usize) -> Option<char> {
    prose[..at].chars().rev().find(|letter| *letter != char::from(SIGN))
}

/// The letter that begins at a place or behind it.
pub fn after(prose: &str, at: usize) -> Option<char> {
    prose[at..].chars().find(|letter| *letter != char::from(SIGN))
}

/// The letters that end at a place.
pub fn word_before(prose: &str, at: usize) -> &str {
    let word = prose[..at].char_indices().rev().take_while(|(_, letter)| letter.is_alphabetic()).last();
    &prose[word.map_or(at, |(from, _)| from)..at]
}

/// The letters that begin at a place.
pub fn word_after(prose: &str, at: usize) -> &str {
    let length = prose[at..].find(|letter: char| !letter.is_alphabetic()).unwrap_or(prose.len() - at);
    &prose[at..at + length]
}

/// The word around a letter: letters of any script, and marks that belong to them.
pub fn word(prose: &str, at: usize) -> Range<usize> {
    let is_in = |letter: char| letter.is_alphabetic() || matches!(letter, '\u{300}'..='\u{36f}');
    let from = prose[..at].char_indices().rev().take_while(|(_, letter)| is_in(*letter)).last();
    let length = prose[at..].find(|letter| !is_in(letter)).unwrap_or(prose.len() - at);
    from.map_or(at, |(from, _)| from)..at + length
}

/// What stands between the white space before a place and the white space behind it.
pub fn token(prose: &str, at: usize) -> &str {
    let from = prose[..at]
        .rfind(char::is_whitespace)
        .map_or(0, |space| space + prose[space..].chars().next().map_or(1, char::len_utf8));
    let to = prose[at..].find(char::is_whitespace).map_or(prose.len(), |space| at + space);
    &prose[from..to]
}

pub fn is_lower(word: &str) -> bool {
    word.chars().all(char::is_lowercase)
}

/// `Hội`: a capital and small letters, at least one.
pub fn is_capitalised(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_uppercase) && letters.as_str().chars().all(char::is_lowercase) && word.len() > 1
}
