//! Tells the lines that begin with a sign of enumeration which Markdown does not know (`a)`, `1/`, `•`, `–`, `Điều 2.`), so
//! that those written one below the other are shown so.
//!
//! Such a line stays a line of its paragraph; it does not become a list, whose signs a browser would choose. A line that
//! was only broken there by an editor (`theo điểm` / `a) khoản 1`) is told by the line before it: that one neither ends
//! a part of a sentence nor begins with such a sign itself.

use std::ops::Range;

/// What a line begins with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Sign {
    /// `•`: it says nothing else.
    Bullet,
    /// `–`, and `-`, `+` without the space that Markdown wants.
    Dash,
    /// `a)`, `đ)`, `A.`
    Letter,
    /// `1/`, `2)`, `2.`
    Number,
    /// `1.1.`, `2.3.1`
    Dotted,
    /// `II.`, `iv)`
    Roman,
    /// `(1)`, `(a)`
    Brackets,
    /// `Điều 2.`, `Chương II.`, `Bước 3:`
    Part,
}

/// Whether the break between two lines of a paragraph, at `range` of the text, is one that readers shall see.
pub fn is_break(text: &str, range: &Range<usize>) -> bool {
    let before = text[..range.start].rsplit('\n').next().unwrap_or_default();
    let after = text[range.end..].split('\n').next().unwrap_or_default();
    let Some(sign) = sign(after) else { return false };
    sign == Sign::Bullet || ends_part(before) || self::sign(before) == Some(sign)
}

/// Whether a line ends a sentence or a part of one.
pub fn ends_part(line: &str) -> bool {
    let line = line.trim_end_matches([' ', '\t', '*', '_', '\\', ')', '”', '"']);
    line.ends_with([':', ';', '.', ',', '!', '?', '…']) || line.ends_with(" và") || line.ends_with(" hoặc")
}

fn sign(line: &str) -> Option<Sign> {
    let line = line.trim_start_matches([' ', '\t', '>']);
    let is_bold = line.starts_with("**") || line.starts_with("__");
    let line = if is_bold { &line[2..] } else { line };
    let mut letters = line.chars();
    let first = letters.next()?;
    let next = letters.next();
    match first {
        '•' | '●' | '○' | '◦' | '▪' | '▫' | '■' | '□' | '◆' | '◇' | '►' | '▶' | '➢' | '➤' | '✓' | '✔' | '☐' | '☑'
        | '❖' | '‣' | '⁃' | '\u{f0a7}' | '\u{f0b7}' | '\u{f0d8}' | '\u{f0fc}' => Some(Sign::Bullet),
        '–' | '—' | '−' | '·' | '→' => next.filter(|next| !next.is_numeric()).map(|_| Sign::Dash),
        '-' | '+' => next.filter(|next| next.is_alphabetic()).map(|_| Sign::Dash),
        '(' => {
            let (inner, rest) = line[1..].split_once(')')?;
            (is_short(inner) && rest.starts_with(' ')).then_some(Sign::Brackets)
        }
        _ if first.is_ascii_digit() => number(line),
        _ if first.is_alphabetic() => letter(line).or_else(|| part(line)),
        _ => None,
    }
}

fn is_short(text: &str) -> bool {
    let is_number = (1..=3).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number || is_roman(text) || text.chars().count() == 1 && text.chars().all(char::is_alphabetic)
}

fn is_roman(text: &str) -> bool {
    (1..=5).contains(&text.len())
        && (text.bytes().all(|byte| b"IVX".contains(&byte)) || text.bytes().all(|byte| b"ivx".contains(&byte)))
}

fn number(line: &str) -> Option<Sign> {
    let digits = line.len() - line.trim_start_matches(|letter: char| letter.is_ascii_digit()).len();
    let rest = &line[digits..];
    if digits > 3 {
        return None;
    }
    let after = rest.get(1..).unwrap_or_default();
    match rest.as_bytes().first() {
        Some(b'/') if after.starts_with(' ') || after.starts_with(char::is_alphabetic) => Some(Sign::Number),
        Some(b')') => Some(Sign::Number),
        Some(b'.') if after.starts_with(' ') => Some(Sign::Number),
        Some(b'.') => {
            let word = line.split(' ').next().filter(|word| word.len() < line.len())?;
            let mut parts = word.trim_end_matches('.').split('.');
            let is_part = |part: &str| (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
            parts.all(is_part).then_some(Sign::Dotted)
        }
        _ => None,
    }
}

fn letter(line: &str) -> Option<Sign> {
    let end = line.find([')', '.']).filter(|end| *end <= 5)?;
    let (word, rest) = line.split_at(end);
    let is_closed = rest.starts_with(')') || rest.starts_with(". ");
    match word {
        _ if !is_closed => None,
        _ if word.chars().count() == 1 => Some(Sign::Letter),
        _ if is_roman(word) => Some(Sign::Roman),
        _ => None,
    }
}

fn part(line: &str) -> Option<Sign> {
    const PARTS: [&str; 9] = ["Điều ", "Chương ", "Khoản ", "Mục ", "Phần ", "Điểm ", "Bước ", "Article ", "Step "];
    let rest = PARTS.iter().find_map(|part| line.strip_prefix(part))?;
    let end = rest.find(['.', ':', ')'])?;
    is_short(&rest[..end]).then_some(Sign::Part)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn breaks(text: &str) -> usize {
        text.match_indices('\n').filter(|(at, _)| is_break(text, &(*at..at + 1))).count()
    }

    #[test]
    fn lines_of_an_enumeration_stay_lines() {
        for text in [
            "Hồ sơ gồm:\na) Đơn;\nb) Bản sao;\nđ) Ảnh.",
            "Các bước\n1/ Nộp\n2/ Nhận\n3/Trả",
            "Gồm có:\n• một\n• hai\n● ba",
            "Gồm có:\n– một\n– hai\n— ba",
            "Gồm có:\n-một\n-hai\n+ba",
            "Gồm có:\n1.1. một\n1.2. hai\n2.3.1 ba",
            "Căn cứ;\nII. một\nIII. hai\nIV. ba",
            "Căn cứ:\n2. một\n3. hai\n4) ba",
            "Quyết định:\nĐiều 1. Phạm vi\nĐiều 2. Hiệu lực\n**Điều 3.** Thi hành",
            "Gồm:\n(1) một\n(2) hai\n(a) ba",
            "> Gồm:\n> a) một\n> b) hai\n> c) ba",
        ] {
            assert_eq!(breaks(text), if text.starts_with("Các") { 2 } else { 3 }, "{text}");
        }
    }

    #[test]
    fn lines_that_an_editor_broke_are_one() {
        for text in [
            "theo quy định tại điểm\na) khoản 1 Điều 5",
            "trong giai đoạn 2021\n– 2025 của tỉnh",
            "vào ngày\n15/01/2024 tại trụ sở",
            "tổng cộng:\n1.200 đồng\n12.500.000 đồng",
            "ông Nguyễn Văn A, Sở Y tế.\nNgười dân phấn khởi.",
            "theo\nĐiều 5. và khoản",
            "nhiệt độ,\n-5 độ\n+7 độ",
        ] {
            assert_eq!(breaks(text), 0, "{text}");
        }
    }
}
