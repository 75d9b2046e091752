//! Turns a text that the parser left as text into the signs of Markdown in it: one pass over its bytes, one bit a rule.

use std::ops::Range;

pub const STAR: u32 = 1;
pub const TILDE: u32 = 1 << 1;
pub const ADDRESS: u32 = 1 << 2;
pub const BRACKET: u32 = 1 << 3;
pub const FOREIGN: u32 = 1 << 4;
pub const LINE: u32 = 1 << 5;
pub const PIPE: u32 = 1 << 6;
pub const TICK: u32 = 1 << 7;
pub const COMMENT: u32 = 1 << 8;
pub const SHEET: u32 = 1 << 9;

/// Bytes that are looked at more closely.
const MAY_BE: [bool; 256] = {
    let mut table = [false; 256];
    let signs = b"*~_:@w[{$^=+%|`<\\\t;";
    let mut at = 0;
    while at < signs.len() {
        table[signs[at] as usize] = true;
        at += 1;
    }
    table
};

/// `begins_line`: the text is the first of its line.
pub fn of(source: &str, text: &str, range: &Range<usize>, begins_line: bool) -> u32 {
    let bytes = text.as_bytes();
    let mut signs = if begins_line { of_line(text) } else { 0 };
    for (at, byte) in bytes.iter().enumerate().filter(|(_, byte)| MAY_BE[usize::from(**byte)]) {
        let next = bytes.get(at + 1).copied().unwrap_or(0);
        signs |= match byte {
            b'*' => STAR,
            // The parser cuts texts at each of them.
            b'_' if next == b'_' || at + 1 == bytes.len() => STAR,
            b'~' => TILDE,
            b'@' => ADDRESS,
            b'w' | b'W' if text[at..].get(..4).is_some_and(|start| start.eq_ignore_ascii_case("www.")) => ADDRESS,
            b':' if next == b'/' => ADDRESS,
            b':' if next.is_ascii_lowercase() => FOREIGN,
            b'=' | b'+' | b'%' if next == *byte => FOREIGN,
            b'{' | b'$' | b'^' => FOREIGN,
            b'[' => BRACKET,
            b'|' => PIPE,
            b'`' => TICK,
            b'\t' => SHEET,
            b';' if next != b' ' && next != 0 => SHEET,
            b'<' => COMMENT | ADDRESS,
            _ => 0,
        };
    }
    // `\(` and `\[` are how some programs begin a formula.
    if bytes.first().is_some_and(|first| matches!(first, b'(' | b'['))
        && source.as_bytes().get(range.start.wrapping_sub(1)) == Some(&b'\\')
    {
        signs |= FOREIGN;
    }
    signs
}

fn of_line(text: &str) -> u32 {
    match text.trim_start().bytes().next() {
        Some(b'#' | b'-' | b'+' | b'*' | b'0'..=b'9') => LINE,
        Some(b':' | b'!' | b'?') => FOREIGN,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_prose_has_no_signs() {
        for text in
            ["Theo báo cáo: tăng 5% (so với năm 2022), đạt 3.500 tỷ đồng; xem “Kế hoạch”.", "Giờ mở cửa 7:30 – 17:00"]
        {
            assert_eq!(of(text, text, &(0..text.len()), true), 0, "{text}");
        }
    }
}
