//! Turns the bytes of a drawing into text: UTF-8, or UTF-16 by its first bytes (XML 1.0, appendix F).
//!
//! A declared encoding does not decide. Every other one that is used for drawings agrees with ASCII or has bytes that
//! are no UTF-8, and the published copy is read as UTF-8.

use std::borrow::Cow;

/// `None` when the bytes are no text of these encodings.
pub fn text(bytes: &[u8]) -> Option<Cow<'_, str>> {
    match bytes {
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0, b'<', ..] => utf16(bytes, u16::from_be_bytes),
        [b'<', 0, ..] => utf16(bytes, u16::from_le_bytes),
        _ => {
            let rest = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
            simdutf8::basic::from_utf8(rest).ok().map(Cow::Borrowed)
        }
    }
}

fn utf16(bytes: &[u8], unit: impl Fn([u8; 2]) -> u16) -> Option<Cow<'static, str>> {
    let units = bytes.chunks_exact(2).map(|two| unit([two[0], two[1]]));
    let text: Result<String, _> = char::decode_utf16(units).collect();
    text.ok().filter(|_| bytes.len().is_multiple_of(2)).map(Cow::Owned)
}
