//! Tells the characters that no text of a portal may have, and makes them visible where people look at a text.

use std::borrow::Cow;

/// Control characters that no text needs, the invisible marks that turn text around (bidi overrides), and noncharacters
/// (Unicode, §23.7), which XML forbids.
pub fn is_control(letter: char) -> bool {
    (letter.is_control() && !matches!(letter, '\n' | '\t'))
        || matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{fdd0}'..='\u{fdef}')
        || u32::from(letter) & 0xfffe == 0xfffe
}

/// The first of them in a text.
pub fn first_control(text: &str) -> Option<char> {
    text.chars().find(|letter| is_control(*letter))
}

/// A text for people: what would command a terminal or turn the line around is shown as a replacement character.
pub fn visible(text: &str) -> Cow<'_, str> {
    match first_control(text) {
        Some(_) => Cow::Owned(text.replace(is_control, "\u{fffd}")),
        None => Cow::Borrowed(text),
    }
}
