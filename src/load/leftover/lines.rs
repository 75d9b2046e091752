//! Turns lines that begin like a heading, an item or a row, and are none, into findings.

use super::words::{both, short};
use super::{Found, Out, Run, sheets};
use crate::diag::catalog;

/// `##Mục`; a single `#` before a word is a hashtag.
pub fn headings(run: &Run, out: &mut Out) {
    if run.around.in_cell || run.around.in_heading {
        return;
    }
    let is_only_line = !run.mask.contains('\n');
    for (at, line) in run.lines() {
        let text = line.trim_start_matches(' ');
        let rest = text.trim_start_matches('#');
        let count = text.len() - rest.len();
        let is_meant = match count {
            0 => false,
            1 => is_only_line && !rest.contains('#') && is_title(rest),
            _ => rest.contains(char::is_alphanumeric),
        };
        if !is_meant {
            continue;
        }
        let begin = at + line.len() - text.len();
        let place = begin..at + line.len();
        let title = rest.trim_start();
        let mended = format!("{} {}", "#".repeat(count.clamp(2, 6)), short(title));
        let next = (
            format!("Viết dấu cách sau các dấu #, mục con sâu nhất là ######: {mended}"),
            format!("Write a space behind the # signs, six of them at the most: {mended}"),
        );
        let found = Found::new(&catalog::HEADING_LEFTOVER, run.place(place.clone()));
        let what = both(("dòng này chưa thành mục", "this line did not become a heading"));
        let found = found.with_words("what", what).with("text", short(run.written(place)));
        out.tell(found.with_words("next", next));
    }
}

/// `Mục tiêu của chương trình`: more than one word, and the first is written as in a sentence, with marks.
fn is_title(text: &str) -> bool {
    let first = text.split_whitespace().next().unwrap_or_default();
    first.starts_with(char::is_uppercase)
        && first.chars().any(|letter| letter.is_alphabetic() && !letter.is_ascii())
        && first.chars().skip(1).all(char::is_lowercase)
        && text.split_whitespace().nth(1).is_some()
}

/// Lines that begin with `-` or `1.` without a space, where two of them run together; `- [ ]` without one.
pub fn lists(run: &Run, out: &mut Out) {
    if run.around.in_cell || run.around.in_heading {
        return;
    }
    if run.around.begins_item
        && let Some(rest) = ["[ ]", "[x]", "[X]", "[]"].iter().find_map(|sign| run.mask.strip_prefix(sign))
        && (rest.starts_with(char::is_alphanumeric) || run.mask.starts_with("[]"))
        && !rest.starts_with(['(', '['])
    {
        tell(run, 0, "- [ ] ", rest, out);
    }
    let mut first = None;
    for (at, line) in run.lines() {
        let Some((sign, rest)) = item(line) else { continue };
        let begin = at + line.len() - line.trim_start().len();
        // A hard space, as word processors put it, ends no sign either.
        let is_alone = first.is_none() && !(at > 0 && run.around.begins_item);
        if is_alone {
            first = Some((begin, sign, rest));
            continue;
        }
        let (begin, sign, rest) = first.unwrap_or((begin, sign, rest));
        return tell(run, begin, &format!("{sign} "), rest, out);
    }
}

/// The sign of an item and what follows it directly.
fn item(line: &str) -> Option<(&str, &str)> {
    let text = line.trim_start_matches(' ');
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let length = match text.as_bytes().get(digits)? {
        b'-' | b'+' | b'*' if digits == 0 => 1,
        b'.' | b')' if (1..=3).contains(&digits) => digits + 1,
        _ => return None,
    };
    let rest = &text[length..];
    let follows = rest.trim_start_matches('\u{a0}');
    follows.starts_with(char::is_uppercase).then_some((&text[..length], follows))
}

fn tell(run: &Run, begin: usize, sign: &str, rest: &str, out: &mut Out) {
    let line = run.mask[begin..].split('\n').next().unwrap_or_default();
    let place = begin..begin + line.len();
    let found = Found::new(&catalog::LIST_LEFTOVER, run.place(place.clone()));
    let found = found.with("text", short(run.written(place)));
    out.tell(found.with("mended", format!("{sign}{}", short(rest.split('\n').next().unwrap_or_default()))));
}

/// Lines between bars that are no table.
pub fn tables(run: &Run, out: &mut Out) {
    if run.around.in_cell {
        return;
    }
    let lines: Vec<(usize, &str)> = run.lines().collect();
    let is_row = |line: &str| line.trim().starts_with('|') && line.trim().len() > 1;
    let rows = lines.iter().filter(|(_, line)| is_row(line)).count();
    let dashes = lines.iter().position(|(_, line)| is_dashes(line));
    let ends =
        lines.iter().any(|(_, line)| is_row(line) && line.trim_end().ends_with('|') && line.matches('|').count() > 1);
    if lines.iter().any(|(_, line)| sheets::is_frame(line)) {
        return;
    }
    let is_meant =
        (rows > 1 && ends) || (rows == 1 && lines.len() == 1 && ends) || (dashes.is_some() && lines.len() > 1);
    if !is_meant {
        return;
    }
    let first = match dashes {
        Some(at) => at.saturating_sub(1),
        None => lines.iter().position(|(_, line)| is_row(line)).unwrap_or(0),
    };
    let (at, head) = lines[first];
    let columns = run.written(at..at + head.len()).trim().trim_matches('|').matches('|').count() + 1;
    let row = format!("|{}", "---|".repeat(columns.min(20)));
    let begin = run.place(at..at).start;
    let follows = run
        .around
        .table_end
        .is_some_and(|end| run.source.get(end..begin).is_some_and(|gap| gap.trim_matches([' ', '>', '\n']).is_empty()));
    let next = match dashes {
        None if follows => (
            "Xóa dòng trống giữa các dòng của bảng.".to_owned(),
            "Delete the empty line between the rows of the table.".to_owned(),
        ),
        None => (
            format!("Thêm một dòng ngay dưới dòng tiêu đề: {row}"),
            format!("Add a line directly below the first row: {row}"),
        ),
        Some(_) => (
            format!("Dòng gạch ngay dưới dòng tiêu đề phải có đủ số cột, dùng dấu trừ: {row}"),
            format!("The line of dashes directly below the first row needs as many columns, made of hyphens: {row}"),
        ),
    };
    let place = at..at + head.len();
    let found = Found::new(&catalog::TABLE_LEFTOVER, run.place(place.clone()));
    out.tell(found.with("text", short(run.written(place))).with_words("next", next));
}

/// `|---|:--|`, also with the dashes that word processors make.
fn is_dashes(line: &str) -> bool {
    let line = line.trim();
    let has_dashes = line.contains(['-', '–', '—', '=']);
    has_dashes
        && line.contains('|')
        && line.chars().all(|sign| matches!(sign, '|' | '-' | ':' | ' ' | '–' | '—' | '=' | '+'))
}

/// A backtick that begins code and does not end it.
pub fn ticks(run: &Run, out: &mut Out) {
    let Some(at) = run.mask.find('`') else { return };
    let is_fence = run.mask[at..].starts_with("```");
    let begins = !run.before(at).is_alphanumeric() && run.after(at + 1).is_alphanumeric();
    if !is_fence && !begins {
        return;
    }
    let found = Found::new(&catalog::CODE_OPEN, run.place(at..at + 1));
    let what = both(("dấu ` mở mã mà không có dấu ` đóng", "a ` begins code and no ` ends it"));
    let next = both((
        "Thêm dấu ` ở cuối phần mã, trong cùng đoạn; dấu ngoặc trích dẫn thì viết “…”.",
        "Add ` where the code ends, in the same paragraph; quotation marks are “…”.",
    ));
    out.tell(found.with_words("what", what).with_words("next", next));
}
