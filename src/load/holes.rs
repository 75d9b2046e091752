//! Places in a page's HTML that are filled when it is rendered: turns a hole into its mark and back.
//!
//! A mark is `U+0001`, a letter, a number, `U+0002`. Neither control character can come from an editor: `text` takes them
//! out of files, and `decoded` out of what escapes and entities spell.

const OPEN: char = '\u{1}';
const CLOSE: char = '\u{2}';

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Hole {
    /// `<a href=…>`, for an entry of `refs`.
    LinkStart(u32),
    LinkEnd(u32),
    /// A picture inside a line, for an entry of `pictures`.
    InlinePicture(u32),
    /// A picture that is a paragraph of its own.
    Figure(u32),
}

impl Hole {
    pub fn write(self) -> String {
        let (letter, number) = match self {
            Hole::LinkStart(number) => ('a', number),
            Hole::LinkEnd(number) => ('z', number),
            Hole::InlinePicture(number) => ('i', number),
            Hole::Figure(number) => ('f', number),
        };
        format!("{OPEN}{letter}{number}{CLOSE}")
    }

    /// Reads a text that is exactly one mark.
    pub fn read(text: &str) -> Option<Hole> {
        let inner = text.strip_prefix(OPEN)?.strip_suffix(CLOSE)?;
        let number: u32 = inner.get(1..)?.parse().ok()?;
        match inner.as_bytes()[0] {
            b'a' => Some(Hole::LinkStart(number)),
            b'z' => Some(Hole::LinkEnd(number)),
            b'i' => Some(Hole::InlinePicture(number)),
            b'f' => Some(Hole::Figure(number)),
            _ => None,
        }
    }
}

/// Copies the HTML to `out`, asking `fill` to write what belongs in each hole.
pub fn fill(html: &str, out: &mut String, mut fill: impl FnMut(Hole, &mut String)) {
    let mut rest = html;
    while let Some(start) = memchr::memchr(OPEN as u8, rest.as_bytes()) {
        out.push_str(&rest[..start]);
        let Some(length) = memchr::memchr(CLOSE as u8, &rest.as_bytes()[start..]) else { break };
        let end = start + length + CLOSE.len_utf8();
        if let Some(hole) = Hole::read(&rest[start..end]) {
            fill(hole, out);
        }
        rest = &rest[end..];
    }
    out.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holes_are_filled_in_order_and_the_rest_is_kept() {
        let html = format!("<p>a{}b{}c</p>", Hole::LinkStart(3).write(), Hole::LinkEnd(3).write());
        let mut out = String::new();
        fill(&html, &mut out, |hole, out| out.push_str(&format!("[{hole:?}]")));
        assert_eq!(out, "<p>a[LinkStart(3)]b[LinkEnd(3)]c</p>");
    }
}
