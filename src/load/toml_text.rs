//! Turns a TOML text into what it is read as, within a bound of depth, with the places of its keys and values, or into the
//! place and words of its first error. What the text lacks may come from another one (`above`).

use std::ops::Range;

use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeTable, DeValue, Deserializer};

use super::above::{self, Above};
use super::placed::Place;
use super::source_text::{place, span};
use super::toml_words::words;
use crate::diag::phrases::Translated;
use crate::diag::{Finding, Message, Span};

/// How deep brackets, and the dots of keys in front of them, may stand inside each other. `toml` bounds each by itself,
/// but rows of dots in rows of brackets are thousands.
const DEEPEST: usize = 60;

pub struct TomlError {
    at: Span,
    said: Translated,
    /// The other file that it stands in, and its text.
    above: Option<Box<(String, String)>>,
}

impl TomlError {
    fn new(text: &str, at: usize, said: &str) -> Self {
        TomlError { at: place(text, at), said: words(said, text, at), above: None }
    }

    /// `shifted`: the text above, from a byte on.
    fn of_above(self, above: &Above, from: usize, shifted: &str) -> TomlError {
        let lines = shifted[..from].bytes().filter(|byte| *byte == b'\n').count();
        let line = (self.at.line as usize).saturating_sub(lines);
        let at = Span { line: Span::new(line.max(1), 1, 1).line, ..self.at };
        TomlError { at, above: Some(Box::new((above.file.to_owned(), above.text.to_owned()))), ..self }
    }

    /// `message` has a place for `{detail}` and one for `{next}`.
    pub fn finding(self, message: &'static Message, file: &str, text: &str) -> Finding {
        let (file, text) = self.above.as_deref().map_or((file, text), |(file, text)| (file.as_str(), text.as_str()));
        let finding = Finding::new(message, file).with_words("detail", self.said.what);
        finding.with_words("next", self.said.next).at(self.at).excerpt_from(text)
    }
}

/// What a text is read as, and where all of it stands.
pub fn read<T: DeserializeOwned>(text: &str) -> Result<(T, Placed), TomlError> {
    let table = parse(text)?;
    let root = Place { inside: of_table(text, table.get_ref()), ..Place::default() };
    let read = T::deserialize(Deserializer::from(table)).map_err(|error| toml_error(text, &error))?;
    Ok((read, Placed { text: text.to_owned(), root, above: None }))
}

/// The same of a text that takes what it lacks from another one.
pub fn read_over<T: DeserializeOwned>(text: &str, above: &Above) -> Result<(T, Placed), TomlError> {
    let mut table = parse(text)?;
    // Blanks in front of it, so that its places lie behind those of the text.
    let from = text.len() + 1;
    let shifted = format!("{}\n{}", " ".repeat(text.len()), above.text);
    let of_above = |error: TomlError| error.of_above(above, from, &shifted);
    above::take(table.get_mut(), parse(&shifted).map_err(of_above)?.into_inner());
    let whole = format!("{text}\n{}", above.text);
    let root = Place { inside: of_table(&whole, table.get_ref()), ..Place::default() };
    let read = T::deserialize(Deserializer::from(table));
    let read = read.map_err(|error| match error.span() {
        Some(range) if range.start >= from => toml_error(&shifted, &error).of_above(above, from, &shifted),
        _ => toml_error(&whole, &error),
    })?;
    let above = Some(Behind { from, file: above.file.to_owned(), text: above.text.to_owned() });
    Ok((read, Placed { text: text.to_owned(), root, above }))
}

fn parse(text: &str) -> Result<Spanned<DeTable<'_>>, TomlError> {
    if let Some(at) = too_deep(text) {
        return Err(TomlError::new(text, at, &format!("nested more than {DEEPEST} levels deep")));
    }
    DeTable::parse(text).map_err(|error| toml_error(text, &error))
}

fn toml_error(text: &str, error: &toml::de::Error) -> TomlError {
    const LONGEST: usize = 1000;
    let said: String = error.message().lines().next().unwrap_or_default().chars().take(LONGEST).collect();
    TomlError::new(text, error.span().map_or(0, |range| range.start), &said)
}

/// A text with the places of what was read from it.
#[derive(Default, Debug)]
pub struct Placed {
    text: String,
    root: Place,
    above: Option<Behind>,
}

/// The text from which another one took what it lacks. Its places are counted from the end of that one.
#[derive(Debug)]
struct Behind {
    from: usize,
    file: String,
    text: String,
}

impl Placed {
    /// Where a value stands, by the way to it: `owner.phone`, `agencies.3.id`, `outputs.twins.0`. What is not there has the place
    /// of what is around it.
    pub fn value(&self, way: &str) -> &Range<usize> {
        self.root.find(way).of_value()
    }

    /// The same of its key; of the value, where it has none.
    pub fn key(&self, way: &str) -> &Range<usize> {
        self.root.find(way).of_key()
    }

    pub fn span(&self, range: &Range<usize>) -> Span {
        match self.behind(range) {
            Some((above, range)) => span(&above.text, &range),
            None => span(&self.text, range),
        }
    }

    /// Where a range stands in the text above.
    fn behind(&self, range: &Range<usize>) -> Option<(&Behind, Range<usize>)> {
        let above = self.above.as_ref().filter(|above| range.start >= above.from)?;
        Some((above, range.start - above.from..range.end - above.from))
    }

    /// A finding about a part of the text.
    pub fn finding(&self, message: &'static Message, file: &str, range: &Range<usize>) -> Finding {
        let (file, text) =
            self.behind(range).map_or((file, &self.text), |(above, _)| (above.file.as_str(), &above.text));
        Finding::new(message, file).at(self.span(range)).excerpt_from(text)
    }
}

fn of_table(text: &str, table: &DeTable) -> Vec<Place> {
    let mut inside = Vec::with_capacity(table.len());
    for (name, value) in table {
        let key = inner(text, name.span());
        let place = of_value(text, value);
        // A table below its header, or made by the dots of a key, is found at its name.
        let is_behind = place.value.start >= key.end;
        let value = if is_behind { place.value } else { key.clone() };
        inside.push(Place { name: Box::from(&**name.get_ref()), key, value, inside: place.inside });
    }
    inside
}

fn of_value(text: &str, value: &Spanned<DeValue>) -> Place {
    let inside = match value.get_ref() {
        DeValue::Table(table) => of_table(text, table),
        DeValue::Array(items) => items.iter().map(|item| of_value(text, item)).collect(),
        _ => Vec::new(),
    };
    Place { value: value.span(), inside, ..Place::default() }
}

/// A key without its quotation marks.
fn inner(text: &str, key: Range<usize>) -> Range<usize> {
    let written = &text[key.clone()];
    let mark = usize::from(written.len() > 1 && written.starts_with(['"', '\'']));
    key.start + mark..key.end - mark
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
    fn keys_and_values_are_found_by_the_way_to_them() {
        let text = "a = [{ b = 1 }, { b = 2 }]\n[c.d]\ne = [\"x\", \"y\"]\n[[f]]\nid = \"1\"\n[[f]]\nid = \"2\"\n[f.g]\n\"h.i\" = 3\nj.k = 4\nl = { m = '''\n5''' }\n";
        let (_, placed) = read::<toml::Table>(text).ok().unwrap();
        for (way, key, value) in [
            ("a", "a", "[{ b = 1 }, { b = 2 }]"),
            ("a.1.b", "b", "2"),
            ("a.1", "{ b = 2 }", "{ b = 2 }"),
            ("c.d", "d", "d"),
            ("c.d.e", "e", "[\"x\", \"y\"]"),
            ("c.d.e.1", "\"y\"", "\"y\""),
            ("c.d.x", "d", "d"),
            ("f.1.id", "id", "\"2\""),
            ("f.1", "[[f]]", "[[f]]"),
            ("f.1.g.h.i", "h.i", "3"),
            ("f.1.g.j.k", "k", "4"),
            ("f.1.g.l.m", "m", "'''\n5'''"),
            ("x", "", ""),
        ] {
            assert_eq!((&text[placed.key(way).clone()], &text[placed.value(way).clone()]), (key, value), "{way}");
        }
        assert_eq!(placed.value("f.1.id").start, text.find("\"2\"").unwrap());
        assert_eq!(placed.span(placed.value("f.1.g.l.m")), Span::new(11, 11, 3));
    }

    fn fault_of(text: &str) -> Option<(u32, u32)> {
        read::<toml::Table>(text).err().map(|toml_error| (toml_error.at.line, toml_error.at.column))
    }

    #[test]
    fn brackets_and_dots_count_together_and_those_in_text_do_not() {
        let deep = format!("a = 1\nb = {}1{}\n", "{a.a.a = ".repeat(30), "}".repeat(30));
        assert_eq!(fault_of(&deep), Some((2, 185)));
        assert_eq!(
            fault_of(&format!(
                "a = \"{}\"\nb = '''{}'''\n# {}\n",
                "{.".repeat(200),
                "[\n".repeat(200),
                "[.".repeat(200)
            )),
            None
        );
        assert_eq!(fault_of(&"[[a]]\nb = [1.5, \"\\\"[\"]\nc = {d = 1.5}\n".repeat(500)), None);
    }
}
