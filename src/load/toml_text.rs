//! Turns a TOML text into what it is read as, within a bound of depth, or into the place and words of its first fault; and the
//! name of a key in it into the place where that stands.

use std::ops::Range;

use serde::de::DeserializeOwned;
use toml::de::{DeTable, DeValue};

use super::text::place;
use super::toml_words::words;
use crate::diag::phrases::Translated;
use crate::diag::{Diagnostic, Message, Span};

/// How deep brackets, and the dots of keys in front of them, may stand inside each other. `toml` bounds each by itself,
/// but rows of dots in rows of brackets are thousands.
const DEEPEST: usize = 60;

pub struct Fault {
    at: Span,
    said: Translated,
}

impl Fault {
    fn new(text: &str, at: usize, said: &str) -> Self {
        Fault { at: place(text, at), said: words(said, text, at) }
    }

    /// `message` has a place for `{detail}` and one for `{next}`.
    pub fn finding(self, message: &'static Message, file: &str, text: &str) -> Diagnostic {
        let finding = Diagnostic::new(message, file).with_words("detail", self.said.what);
        finding.with_words("next", self.said.next).at(self.at).excerpt_from(text)
    }
}

pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, Fault> {
    const LONGEST: usize = 1000;
    if let Some(at) = too_deep(text) {
        return Err(Fault::new(text, at, &format!("nested more than {DEEPEST} levels deep")));
    }
    toml::from_str(text).map_err(|error| {
        let said: String = error.message().lines().next().unwrap_or_default().chars().take(LONGEST).collect();
        Fault::new(text, error.span().map_or(0, |range| range.start), &said)
    })
}

/// Where a key stands, by the way to it: `owner.phone`, `agencies.3.id`, `outputs.twins.0`. What is not there has the place of
/// what is around it.
pub fn locate(text: &str, path: &str) -> Range<usize> {
    let Ok(root) = DeTable::parse(text) else { return 0..0 };
    let (mut at, mut inner): (Range<usize>, Option<&DeValue>) = (0..0, None);
    for name in path.split('.') {
        let next = match (inner, name.parse::<usize>()) {
            (None, _) => in_table(root.get_ref(), name),
            (Some(DeValue::Table(table)), _) => in_table(table, name),
            (Some(DeValue::Array(items)), Ok(index)) => items.get(index).map(|item| (item.span(), item.get_ref())),
            _ => None,
        };
        let Some((span, value)) = next else { break };
        (at, inner) = (span, Some(value));
    }
    at
}

fn in_table<'t, 'i>(table: &'t DeTable<'i>, name: &str) -> Option<(Range<usize>, &'t DeValue<'i>)> {
    table.iter().find(|(key, _)| key.get_ref() == name).map(|(key, value)| (key.span(), value.get_ref()))
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

    #[test]
    fn a_key_is_found_by_the_way_to_it() {
        let text = "a = [{ b = 1 }, { b = 2 }]\n[c.d]\ne = [\"x\", \"y\"]\n[[f]]\nid = \"1\"\n[[f]]\nid = \"2\"\n";
        let found = |path: &str| &text[locate(text, path)];
        assert_eq!((found("a"), found("c.d.e"), found("c.d.e.1")), ("a", "e", "\"y\""));
        assert_eq!((locate(text, "a.1.b").start, locate(text, "f.1.id").start), (18, text.rfind("id").unwrap()));
        assert_eq!((found("c.d.x"), found("x"), found("f.9.id")), ("d", "", "f"));
    }

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
