//! Turns `[…](…)`, `[…][…]` and their likes that became no link into findings with what to write instead.

use std::ops::Range;

use super::words::{both, short};
use super::{Found, Out, Run};
use crate::diag::catalog;
use crate::tables;

/// Bytes of the longest target that is looked for.
const LONGEST: usize = 600;

/// What says, without doubt, that an address was meant.
const BEGINNINGS: [&str; 9] = ["http://", "https://", "www.", "mailto:", "tel:", "lien-he:", "van-ban:", "./", "../"];

pub fn find(run: &Run, out: &mut Out) {
    let bytes = run.mask.as_bytes();
    let (mut squares, mut rounds) = (Vec::new(), Vec::new());
    let mut at = 0;
    while at < bytes.len() {
        let mut next = at + 1;
        match bytes[at] {
            b'[' => squares.push(at),
            b'(' => rounds.push(at),
            b']' => {
                if let Some(open) = squares.pop() {
                    next = closed(run, open..at + 1, out).unwrap_or(next);
                }
            }
            b')' => {
                if let Some(open) = rounds.pop() {
                    next = reversed(run, open..at + 1, out).unwrap_or(next);
                }
            }
            _ => {}
        }
        at = next;
    }
}

/// What follows `[…]`; the end of what was told.
fn closed(run: &Run, square: Range<usize>, out: &mut Out) -> Option<usize> {
    let rest = run.mask.get(square.end..)?;
    // Nobody means so much by one link, and brackets within brackets would be gone through again and again.
    if square.len() > 2 * LONGEST {
        return None;
    }
    let inner = &run.mask[square.start + 1..square.end - 1];
    if let Some(label) = inner.strip_prefix('^') {
        return footnote(run, square, label, out);
    }
    if run.before(square.start) == '^' && inner.contains(char::is_alphabetic) {
        let found = Found::new(&catalog::FOOTNOTE, run.place(square.start - 1..square.end));
        let found = found.with_words(
            "what",
            both(("chú thích viết ngay trong câu không dùng được", "a note written inside the sentence does not work")),
        );
        out.tell(found.with("text", short(run.written(square.clone()))).with_words("next", both(NOTE_FORM)));
        return Some(square.end);
    }
    match rest.bytes().next() {
        Some(b'(') => inline(run, square, out),
        Some(b'[') => reference(run, square, out),
        Some(b' ' | b'\n') => apart(run, square, out),
        Some(b':') => definition(run, square, out),
        _ => None,
    }
}

const NOTE_FORM: (&str, &str) = (
    "Viết [^1] trong câu, và ở cuối bài, sau một dòng trống: [^1]: nội dung chú thích.",
    "Write [^1] in the sentence, and at the end of the text, after an empty line: [^1]: the note.",
);

fn footnote(run: &Run, square: Range<usize>, label: &str, out: &mut Out) -> Option<usize> {
    if label.is_empty() || label.contains(char::is_whitespace) && !run.mask[square.end..].starts_with(':') {
        return None;
    }
    let found = Found::new(&catalog::FOOTNOTE, run.place(square.clone()));
    let found = found.with_words("what", both(("chú thích này không có nội dung", "this footnote has no note")));
    out.tell(found.with("text", short(run.written(square.clone()))).with_words("next", both(NOTE_FORM)));
    Some(square.end)
}

/// `[chữ](đích`, whatever is wrong with the target.
fn inline(run: &Run, square: Range<usize>, out: &mut Out) -> Option<usize> {
    let text = run.written(square.start + 1..square.end - 1);
    let is_picture = run.before(square.start) == '!';
    let begin = square.end + 1;
    let line = line(&run.mask[begin..]);
    let end = balanced(line).or_else(|| line.find(')'));
    let target = run.written(begin..begin + end.unwrap_or(line.len())).trim();
    let is_address = is_address(target);
    // `a[i](x)` is no link, and neither is `[1](trang 5)`.
    if !is_address && (!text.contains(char::is_alphabetic) || run.before(square.start).is_alphanumeric()) {
        return None;
    }
    let start = square.start - usize::from(is_picture);
    let sign = if is_picture { "!" } else { "" };
    let place = start..begin + end.map_or(line.len(), |end| end + 1);
    let holds_link = text.contains("](");
    let text = short(text);
    let next = match end {
        None => (
            format!("Thêm dấu ) sau địa chỉ, viết liền trên một dòng: {sign}[{text}]({})", short(target)),
            format!("Add ) behind the address, all on one line: {sign}[{text}]({})", short(target)),
        ),
        Some(_) if target.contains(['“', '”']) => (
            format!("Tên sau địa chỉ đặt trong dấu ngoặc kép thẳng: {sign}[{text}](địa-chỉ \"tên\")"),
            format!("Put the title behind the address in straight quotation marks: {sign}[{text}](address \"title\")"),
        ),
        Some(_) if target.starts_with("tel:") => {
            let number: String = target.chars().filter(|letter| !letter.is_whitespace()).collect();
            (
                format!("Số điện thoại viết liền: [{text}]({number})"),
                format!("Write the number without spaces: [{text}]({number})"),
            )
        }
        Some(_) if holds_link => (
            "Trong chữ của liên kết không đặt liên kết khác: tách thành hai liên kết.".to_owned(),
            "The text of a link cannot hold another link: make two of them.".to_owned(),
        ),
        Some(_) => {
            // `địa chỉ "tên"`
            let (target, title) = match target.strip_suffix('"').and_then(|rest| rest.rfind(" \"")) {
                Some(at) => target.split_at(at),
                None => (target, ""),
            };
            let target = target.trim_start_matches('<').trim_end_matches('>').trim();
            (
                format!("Địa chỉ có dấu cách hoặc ngoặc thì đặt trong < >: {sign}[{text}](<{target}>{title})"),
                format!("Put an address with spaces or brackets between < and >: {sign}[{text}](<{target}>{title})"),
            )
        }
    };
    let end = place.end;
    tell(run, place, next, out);
    Some(end)
}

/// `[chữ] (địa chỉ)`: told only if that is an address beyond doubt.
fn apart(run: &Run, square: Range<usize>, out: &mut Out) -> Option<usize> {
    let rest = &run.mask[square.end..];
    let begin = square.end + rest.find(|letter| letter != ' ' && letter != '\n').filter(|at| *at <= 2)?;
    if !run.mask[begin..].starts_with('(') {
        return None;
    }
    let line = line(&run.mask[begin + 1..]);
    let target = run.written(begin + 1..begin + 1 + line.find(')')?);
    let text = run.written(square.clone());
    if !is_address(target) || !text.contains(char::is_alphabetic) {
        return None;
    }
    let sign = if run.before(square.start) == '!' { "!" } else { "" };
    let mended = format!("{sign}{}({target})", short(text));
    let end = begin + 1 + target.len() + 1;
    let next =
        (format!("Xóa khoảng trống giữa ] và (: {mended}"), format!("Delete the space between ] and (: {mended}"));
    tell(run, square.start - sign.len()..end.min(run.mask.len()), next, out);
    Some(end)
}

/// `(chữ)[địa chỉ]`
fn reversed(run: &Run, round: Range<usize>, out: &mut Out) -> Option<usize> {
    let rest = run.mask.get(round.end..)?.strip_prefix('[')?;
    let end = line(rest).find(']')?;
    let target = run.written(round.end + 1..round.end + 1 + end);
    if !is_address(target) {
        return None;
    }
    let mended = format!("[{}]({target})", short(run.written(round.start + 1..round.end - 1)));
    let next = (
        format!("Chữ trong ngoặc vuông đứng trước, địa chỉ trong ngoặc tròn đứng sau: {mended}"),
        format!("The text in square brackets comes first, the address in round ones second: {mended}"),
    );
    let end = round.end + end + 2;
    tell(run, round.start..end, next, out);
    Some(end)
}

/// `[chữ][tên]` without a definition of the name.
fn reference(run: &Run, square: Range<usize>, out: &mut Out) -> Option<usize> {
    let text = &run.mask[square.start + 1..square.end - 1];
    let rest = line(&run.mask[square.end + 1..]);
    let label = &rest[..rest.find(']')?];
    let end = square.end + 1 + label.len() + 1;
    let name = if label.is_empty() { text } else { label };
    let is_meant = text.contains(char::is_alphabetic) && name.contains(char::is_alphabetic);
    if !is_meant || name.starts_with('^') || run.before(square.start).is_alphanumeric() {
        return None;
    }
    let (text, name) = (short(text), short(name));
    let found = Found::new(&catalog::REFERENCE, run.place(square.start..end));
    let found = found.with_words("what", both(("liên kết này chưa có địa chỉ", "this link has no address")));
    let next = (
        format!("Viết [{text}](địa-chỉ), hoặc thêm một dòng riêng: [{name}]: địa-chỉ"),
        format!("Write [{text}](address), or add a line of its own: [{name}]: address"),
    );
    out.tell(found.with("text", short(run.written(square.start..end))).with_words("next", next));
    Some(end)
}

/// `[tên]: địa chỉ` that continues a paragraph.
fn definition(run: &Run, square: Range<usize>, out: &mut Out) -> Option<usize> {
    let begins_line = matches!(run.before(square.start), '\n' | ' ') || square.start == 0;
    let target = line(&run.mask[square.end + 1..]).trim();
    if !begins_line || !is_address(target.split_whitespace().next()?) {
        return None;
    }
    let end = square.end + 1 + line(&run.mask[square.end + 1..]).len();
    let found = Found::new(&catalog::REFERENCE, run.place(square.start..end));
    let found =
        found.with_words("what", both(("dòng này chưa đặt được địa chỉ", "this line does not define an address")));
    let next = both((
        "Để một dòng trống phía trên, và viết [tên]: địa-chỉ, không có chữ nào khác.",
        "Leave an empty line above, and write [name]: address with nothing else.",
    ));
    out.tell(found.with("text", short(run.written(square.start..end))).with_words("next", next));
    Some(end)
}

fn tell(run: &Run, place: Range<usize>, next: (String, String), out: &mut Out) {
    let text = short(run.written(place.clone()));
    let found = Found::new(&catalog::LINK_LEFTOVER, run.place(place));
    out.tell(found.with("text", text).with_words("next", next));
}

/// What is left of a line, as far as a link could reach.
fn line(rest: &str) -> &str {
    let end = (0..=rest.len().min(LONGEST)).rev().find(|at| rest.is_char_boundary(*at)).unwrap_or(0);
    rest[..end].split('\n').next().unwrap_or_default()
}

/// Where the bracket ends that is open at the beginning.
fn balanced(line: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, letter) in line.char_indices() {
        match letter {
            '(' => depth += 1,
            ')' if depth == 0 => return Some(at),
            ')' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// Whether a text is an address beyond doubt: it begins like one, or ends like the name of a file that is published.
fn is_address(text: &str) -> bool {
    let text = text.trim();
    let begins = BEGINNINGS.iter().any(|begin| text.starts_with(begin));
    let is_path = text.starts_with('/') && text[1..].starts_with(char::is_alphanumeric);
    let is_anchor = text.starts_with('#') && text[1..].starts_with(char::is_alphabetic);
    begins || is_path || is_anchor || text.ends_with(".md") || tables::is_publishable(text)
}
