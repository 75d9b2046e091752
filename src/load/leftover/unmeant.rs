//! Tells emphasis that the parser made of signs which nobody meant so: products, footnote marks, lines to write on.
//!
//! Each look at an element takes a bounded time, however deep elements stand inside each other.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

/// How many signs of a row, and bytes of what is between them, are looked at.
const MOST: usize = 200;

/// The sign that an element was made of, if the sign was meant as what it is.
pub fn not_meant(source: &str, event: &Event, range: &Range<usize>) -> Option<&'static str> {
    let whole = source.get(range.clone())?;
    let is_strong = matches!(event, Event::Start(Tag::Strong) | Event::End(TagEnd::Strong));
    let mark = match event {
        Event::Start(Tag::Strikethrough) | Event::End(TagEnd::Strikethrough) => "~",
        _ if is_strong && whole.starts_with('_') => "__",
        _ if is_strong => "**",
        _ if whole.starts_with('_') => "_",
        _ => "*",
    };
    let inner = whole.strip_prefix(mark)?.strip_suffix(mark)?;
    let around = Neighbours {
        before: source[..range.start].chars().next_back().unwrap_or(' '),
        first: inner.chars().next().unwrap_or(' '),
        last: inner.chars().next_back().unwrap_or(' '),
        after: source[range.end..].chars().next().unwrap_or(' '),
    };
    let is_unmeant = match mark {
        // `~500 tỷ~`: about.
        "~" => !inner.starts_with('~'),
        "*" => is_turned(core(inner, '*')) || around.is_product() || around.is_in_number(inner),
        "**" => is_turned(core(inner, '*')) || around.is_outside(),
        _ => is_turned(core(inner, '_')) || is_blank(inner, source, range, mark.len()),
    };
    is_unmeant.then_some(mark)
}

/// Whether an asterisk between two characters is a sign of multiplication.
pub fn times(before: char, after: char) -> bool {
    (before.is_alphanumeric() || matches!(before, ')' | ']' | '%'))
        && (after.is_alphanumeric() || matches!(after, '(' | '['))
}

/// What is beside the two marks of an element.
struct Neighbours {
    before: char,
    first: char,
    last: char,
    after: char,
}

impl Neighbours {
    /// `2*3*4`, `(1)*(2), A*B`
    fn is_product(&self) -> bool {
        times(self.before, self.first) && times(self.last, self.after)
    }

    /// Nobody emphasises a part of a number: `*098*2#`.
    fn is_in_number(&self, inner: &str) -> bool {
        let are_digits = |one: char, other: char| one.is_ascii_digit() && other.is_ascii_digit();
        are_digits(self.before, self.first)
            || are_digits(self.last, self.after)
            || (self.after.is_alphanumeric() && inner.len() < MOST && inner.bytes().all(|byte| byte.is_ascii_digit()))
    }

    /// The words between two bold ones: `**“Luật”**này và chữ**“đậm”**chữ`. What is left is paired in order.
    fn is_outside(&self) -> bool {
        let (closing, opening) = (
            matches!(self.before, '”' | '’' | '»' | ')' | '.' | ',' | ';' | ':'),
            matches!(self.after, '“' | '‘' | '«' | '('),
        );
        closing && opening && self.first.is_alphanumeric() && self.last.is_alphanumeric()
    }
}

/// What is between all signs of a row.
fn core(inner: &str, sign: char) -> &str {
    let is_sign = |byte: &u8| char::from(*byte) == sign;
    let start = inner.bytes().take(MOST).take_while(is_sign).count();
    let end = inner.len() - inner.bytes().rev().take(MOST).take_while(is_sign).count();
    inner.get(start..end).unwrap_or_default()
}

/// Brackets that end where the element begins, or begin where it ends: `(*) … (*)`, `**) Ghi chú 5*`.
fn is_turned(core: &str) -> bool {
    core.starts_with([')', ']', '}']) || core.ends_with(['(', '[', '{'])
}

/// Signs to write on: `__/__/2025`, `____/QĐ-UBND ngày … năm 20__`, `___(ghi rõ)___`.
fn is_blank(inner: &str, source: &str, range: &Range<usize>, count: usize) -> bool {
    let is_form = |sign: char| matches!(sign, '_' | '/' | ' ' | '.' | ',' | ':' | ';' | '-' | '–' | '(' | ')' | '…');
    if inner.len() < MOST && inner.chars().all(is_form) {
        return true;
    }
    let core = core(inner, '_');
    let inside = inner.bytes().take(MOST).take_while(|byte| *byte == b'_').count();
    let outside = source.as_bytes()[..range.start].iter().rev().take(MOST).take_while(|byte| **byte == b'_').count();
    let row = count + inside + outside;
    core.starts_with([',', ';'])
        || (row > 1 && (core.starts_with('/') || core.ends_with('/')))
        || (row > 1 && (core.ends_with("năm 20") || core.ends_with("/20")))
        || (row > 2 && core.starts_with('(') && core.ends_with(')'))
}
