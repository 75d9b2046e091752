//! How wide a text is in a font of 14 pixels that nobody knows, in tenths of a pixel: turns a text into lines that fit.
//!
//! Widths are those of DejaVu Sans, which is wider than the fonts of telephones and computers, so that what fits here fits there.

use std::sync::LazyLock;

use crate::text::fold::fold;

/// From line to line, in tenths of a pixel.
pub const LINE: i64 = 180;
/// From the top of a line to the foot of its letters.
pub const FOOT: i64 = 135;

/// Hundredths of the font's size, of letters up to those of Vietnamese: taking marks off costs more than drawing.
static WIDTHS: LazyLock<Vec<i64>> =
    LazyLock::new(|| ('\0'..'\u{2000}').map(|one| if one.is_ascii() { ascii(one) } else { with_marks(one) }).collect());

fn letter(letter: char) -> i64 {
    WIDTHS.get(letter as usize).copied().unwrap_or(100)
}

fn with_marks(letter: char) -> i64 {
    let mut buffer = [0; 4];
    let folded = fold(letter.encode_utf8(&mut buffer));
    match folded.chars().next() {
        Some(plain) if plain.is_ascii() => {
            let plain = if letter.is_uppercase() { plain.to_ascii_uppercase() } else { plain };
            // The horns of ơ and ư stand out.
            ascii(plain) + if matches!(plain, 'o' | 'u' | 'O' | 'U') { 6 } else { 0 }
        }
        _ => 100,
    }
}

fn ascii(letter: char) -> i64 {
    match letter {
        'i' | 'l' | 'j' | '\'' | '|' => 28,
        ' ' | '.' | ',' | ':' | ';' | '!' => 33,
        'f' | 't' | 'r' | '-' | '(' | ')' | '[' | ']' | '/' | 'I' | 'J' | '"' => 42,
        's' | 'c' | 'z' => 55,
        'm' | '%' | '&' | '@' => 97,
        'w' | '#' | '+' | '=' | '<' | '>' => 84,
        'M' | 'W' => 99,
        'L' | 'F' | 'T' | 'S' | 'P' | 'E' => 65,
        'A'..='Z' => 78,
        _ => 64,
    }
}

/// Of a text; one in bold letters is an eighth wider.
pub fn width(text: &str) -> i64 {
    text.chars().map(letter).sum::<i64>() * 14 / 10
}

pub fn bold(text: &str) -> i64 {
    width(text) * 9 / 8
}

/// Lines that are no wider than `most`, broken between words, and inside of one that is too long by itself.
pub fn wrap(text: &str, most: i64, width: fn(&str) -> i64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        if width(&longer) <= most {
            line = longer;
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        for letter in word.chars() {
            line.push(letter);
            if width(&line) > most && line.chars().count() > 1 {
                line.pop();
                lines.push(std::mem::take(&mut line));
                line.push(letter);
            }
        }
    }
    if !line.is_empty() || lines.is_empty() {
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_with_marks_is_as_wide_as_without() {
        assert_eq!(width("Tổng cộng ế"), width("Tông công e"));
        assert!(width("ơ") > width("o"));
        assert!(width("iii") < width("mmm"));
    }

    #[test]
    fn lines_break_between_words_and_lose_no_letter() {
        let text = "Chi quản lý nhà nước, đảng, đoàn thể";
        let lines = wrap(text, 1_200, width);
        assert!(lines.len() > 1 && lines.iter().all(|line| width(line) <= 1_200), "{lines:?}");
        assert_eq!(lines.join(" "), text);
        let long = wrap("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", 500, width);
        assert!(long.len() > 1 && long.concat().len() == 30 && long.iter().all(|line| width(line) <= 500), "{long:?}");
        assert_eq!(wrap("", 100, width), [""]);
    }
}
