//! Turns a TOML text into what it is read as, within a bound of depth, or into the place and words of its first fault.

use serde::de::DeserializeOwned;

use super::text::place;
use crate::diag::Span;

/// How deep brackets, and the dots of keys in front of them, may stand inside each other. `toml` bounds each by itself,
/// but rows of dots in rows of brackets are thousands.
const DEEPEST: usize = 60;

pub struct Fault {
    pub at: Span,
    /// Of the parser, in English.
    pub detail: String,
}

pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, Fault> {
    if let Some(at) = too_deep(text) {
        return Err(Fault { at: place(text, at), detail: format!("nested more than {DEEPEST} levels deep") });
    }
    toml::from_str(text).map_err(|error| Fault {
        at: error.span().map_or(Span::new(1, 1, 1), |range| place(text, range.start)),
        detail: error.message().lines().next().unwrap_or_default().chars().take(200).collect(),
    })
}

/// The byte at which the text is first too deep.
fn too_deep(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let (mut at, mut dots, mut depth) = (0, 0, 0);
    let mut open: Vec<usize> = Vec::new();
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' | b'\'' => {
                at = string_end(bytes, at);
                continue;
            }
            b'#' => {
                at += memchr::memchr(b'\n', &bytes[at..]).unwrap_or(bytes.len() - at);
                continue;
            }
            b'.' => dots += 1,
            b'[' | b'{' => {
                depth += 1 + dots;
                open.push(1 + dots);
                dots = 0;
                if depth > DEEPEST {
                    return Some(at);
                }
            }
            b']' | b'}' => {
                depth -= open.pop().unwrap_or(0);
                dots = 0;
            }
            b',' | b'\n' => dots = 0,
            _ => {}
        }
        at += 1;
    }
    None
}

/// The byte after the string that begins here.
fn string_end(bytes: &[u8], from: usize) -> usize {
    let quote = bytes[from];
    let is_long = bytes[from..].starts_with(&[quote; 3]);
    let mut at = from + if is_long { 3 } else { 1 };
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' if quote == b'"' => at += 1,
            b'\n' if !is_long => return at,
            _ if *byte == quote && (!is_long || bytes[at..].starts_with(&[quote; 3])) => {
                return at + if is_long { 3 } else { 1 };
            }
            _ => {}
        }
        at += 1;
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(text: &str) -> Option<(u32, u32)> {
        read::<toml::Table>(text).err().map(|fault| (fault.at.line, fault.at.column))
    }

    #[test]
    fn brackets_and_dots_count_together_and_those_in_text_do_not() {
        let deep = format!("a = 1\nb = {}1{}\n", "{a.a.a = ".repeat(30), "}".repeat(30));
        assert_eq!(fault(&deep), Some((2, 185)));
        assert_eq!(
            fault(&format!("a = \"{}\"\nb = '''{}'''\n# {}\n", "{.".repeat(200), "[\n".repeat(200), "[.".repeat(200))),
            None
        );
        assert_eq!(fault(&"[[a]]\nb = [1.5, \"\\\"[\"]\nc = {d = 1.5}\n".repeat(500)), None);
    }
}
