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
    let (before, after) = (bare(before), bare(after));
    if are_labels(before, after) || are_grounds(before, after) || are_capitals(before, after) {
        return true;
    }
    let Some(sign) = sign(after) else { return false };
    sign == Sign::Bullet || ends_part(before) || self::sign(before) == Some(sign) || follows_title(before, after, sign)
}

/// A line without the signs of quotes and the spaces around it.
fn bare(line: &str) -> &str {
    line.trim_start_matches([' ', '\t', '>']).trim_end()
}

/// `Mục tiêu chung` / `a) Nâng cao …`: what follows the sign begins like a sentence, and the line before is too short to have
/// been broken by an editor, and names nothing of which the sign would be the number.
fn follows_title(before: &str, after: &str, sign: Sign) -> bool {
    const LONGEST: usize = 50;
    const NAMES: [&str; 18] = [
        "điểm", "khoản", "điều", "mục", "chương", "phần", "bước", "theo", "tại", "của", "và", "với", "ở", "hoặc",
        "đến", "từ", "các", "là",
    ];
    let is_closed = match sign {
        Sign::Letter | Sign::Roman => !after.contains(". ") || after.find([')', '/']) < after.find(". "),
        Sign::Part => true,
        _ => false,
    };
    let text = match sign {
        Sign::Part => after.find(['.', ':', ')']),
        _ => after.find([')', '/', '.']),
    };
    let text = text.and_then(|end| after.get(end + 1..)).unwrap_or_default();
    let last = before.rsplit(' ').next().unwrap_or_default().to_lowercase();
    is_closed
        && text.trim_start_matches(['*', ' ']).starts_with(char::is_uppercase)
        && before
            .trim_start_matches(['*', '#'])
            .starts_with(|first: char| first.is_uppercase() || first.is_ascii_digit())
        && before.chars().count() <= LONGEST
        && !NAMES.contains(&&*last)
}

/// `Thời gian: 8 giờ` / `Địa điểm: Hội trường`
fn are_labels(before: &str, after: &str) -> bool {
    is_label(before) && is_label(after)
}

fn is_label(line: &str) -> bool {
    const LONGEST: usize = 30;
    let line = line.trim_start_matches(['*', '_']);
    let Some((label, rest)) = line.split_once(':') else { return false };
    let rest = rest.trim_start_matches(['*', '_']);
    label.starts_with(char::is_uppercase)
        && label.chars().count() <= LONGEST
        && label.chars().all(|letter| letter.is_alphabetic() || matches!(letter, ' ' | '(' | ')' | '*' | '/'))
        && (rest.is_empty() || rest.starts_with(' '))
}

/// `Căn cứ Luật …;` / `Căn cứ Nghị định …;`: in a sentence a small letter would follow.
fn are_grounds(before: &str, after: &str) -> bool {
    const BEGINS: [&str; 4] = ["Căn cứ ", "Xét ", "Theo đề nghị ", "Thực hiện "];
    before.ends_with(';')
        && after.starts_with(char::is_uppercase)
        && (after.ends_with([';', '.', ',']) || BEGINS.iter().any(|begin| after.starts_with(begin)))
}

/// `KT. CHỦ TỊCH` / `PHÓ CHỦ TỊCH`
fn are_capitals(before: &str, after: &str) -> bool {
    const LONGEST: usize = 50;
    let is_all = |line: &str| {
        line.chars().count() <= LONGEST
            && !line.contains(char::is_lowercase)
            && line.chars().filter(|letter| letter.is_uppercase()).count() >= 4
    };
    is_all(before) && is_all(after)
}

/// Whether a text begins as a part of a legal text does: `Điều 2.`
pub fn is_part(text: &str) -> bool {
    part(text).is_some()
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
    let is_title = || line.split(' ').nth(1).is_some_and(|word| word.starts_with(char::is_uppercase));
    match first {
        // As Word's bullets are pasted.
        '§' | 'o' if next == Some(' ') && is_title() => Some(Sign::Bullet),
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
    let end = line.find([')', '.', '/']).filter(|end| *end <= 5)?;
    let (word, rest) = line.split_at(end);
    let is_closed = rest.starts_with(')') || rest.starts_with(". ") || rest.starts_with("/ ");
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
    fn lines_that_stand_below_each_other_by_their_form_stay_lines() {
        for text in [
            "Mục tiêu chung\na) Điểm a",
            "1. Mục 1\na) Điểm a",
            "Chương II\nĐiều 3. Hiệu lực",
            "Nội dung\nI/ Phần một",
            "Nội dung\ni) Phần một",
            "Nội dung\n§ Phần một",
            "Nội dung\no Phần một",
            "Thời gian: 8h\nĐịa điểm: Hội trường",
            "**Thời gian:** 8h\n**Địa điểm:** Hội trường",
            "Căn cứ Luật Đất đai;\nCăn cứ Nghị định số 1;",
            "Căn cứ Luật Đất đai;\nXét đề nghị của Giám đốc",
            "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH",
        ] {
            assert_eq!(breaks(text), 1, "{text}");
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
            "Thực hiện theo quy định tại điểm\na) Khoản 1 Điều 5",
            "Ông Nguyễn Văn A và bà Trần Thị B phối hợp với cán bộ các xã\na) Điểm a",
            "Giá trị gồm một;\nhai và ba.",
            "Ông A nói: được\nvà bà B: không",
            "Tin của ĐÀI\nPHÁT THANH TRUYỀN HÌNH",
            "Giờ: 7\nHọp tại Sở lúc 8:30",
            "nhiệt độ,\n-5 độ\n+7 độ",
        ] {
            assert_eq!(breaks(text), 0, "{text}");
        }
    }
}
