//! Reads the objects of a PDF, as they stand in the file and in what draws a page (ISO 32000-1, 7.2 and 7.3).
//!
//! Whatever the bytes are, no more is built of them than a budget allows, and nothing is nested deeper than a page needs.

use std::collections::BTreeMap;

/// Lists in lists and dictionaries in dictionaries.
const DEEPEST: usize = 32;

pub type Dict = BTreeMap<Vec<u8>, Object>;

#[derive(Clone, PartialEq, Debug)]
pub enum Object {
    Null,
    Bool(bool),
    Number(f64),
    Name(Vec<u8>),
    Text(Vec<u8>),
    List(Vec<Object>),
    Dict(Dict),
    /// Another object, by its number.
    Ref(u32),
    /// What does something: `Do` in a page, `stream` in a file.
    Word(Vec<u8>),
}

impl Object {
    pub fn number(&self) -> Option<f64> {
        if let Object::Number(number) = self { Some(*number) } else { None }
    }

    pub fn name(&self) -> Option<&[u8]> {
        if let Object::Name(name) = self { Some(name) } else { None }
    }
}

/// Reads one object after another.
pub struct Reader<'a> {
    bytes: &'a [u8],
    pub at: usize,
    /// Objects that may still be read.
    budget: usize,
}

impl<'a> Reader<'a> {
    pub fn new(bytes: &'a [u8], at: usize, budget: usize) -> Reader<'a> {
        Reader { bytes, at, budget }
    }

    /// `None` at the end, and where the budget is used up.
    pub fn next(&mut self) -> Option<Object> {
        self.object(0)
    }

    fn object(&mut self, depth: usize) -> Option<Object> {
        self.budget = self.budget.checked_sub(1)?;
        self.skip_space();
        let rest = self.bytes.get(self.at..)?;
        match rest {
            [] => None,
            [b'/', ..] => Some(Object::Name(self.name())),
            [b'(', ..] => Some(Object::Text(self.literal())),
            [b'<', b'<', ..] if depth < DEEPEST => self.dict(depth),
            [b'[', ..] if depth < DEEPEST => self.list(depth),
            [b'<', ..] => Some(Object::Text(self.hexadecimal())),
            [b'0'..=b'9' | b'+' | b'-' | b'.', ..] => Some(self.number(depth)),
            [byte, ..] if is_delimiter(*byte) => {
                // A bracket that closes nothing.
                self.at += 1;
                Some(Object::Word(vec![*byte]))
            }
            _ => Some(match self.regular() {
                b"true" => Object::Bool(true),
                b"false" => Object::Bool(false),
                b"null" => Object::Null,
                word => Object::Word(word.to_vec()),
            }),
        }
    }

    fn skip_space(&mut self) {
        while let Some(byte) = self.bytes.get(self.at) {
            match byte {
                b'%' => {
                    let rest = &self.bytes[self.at..];
                    self.at += memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len());
                }
                byte if is_space(*byte) => self.at += 1,
                _ => break,
            }
        }
    }

    /// Up to what cannot stand in a word.
    fn regular(&mut self) -> &'a [u8] {
        let rest = &self.bytes[self.at..];
        let end = rest.iter().position(|byte| is_space(*byte) || is_delimiter(*byte)).unwrap_or(rest.len());
        self.at += end;
        &rest[..end]
    }

    fn name(&mut self) -> Vec<u8> {
        self.at += 1;
        let written = self.regular();
        let (mut name, mut at) = (Vec::with_capacity(written.len()), 0);
        while let Some(byte) = written.get(at) {
            let escaped = written.get(at + 1..at + 3).filter(|_| *byte == b'#').and_then(hex_pair);
            name.push(escaped.unwrap_or(*byte));
            at += if escaped.is_some() { 3 } else { 1 };
        }
        name
    }

    /// Brackets inside must close; what an escape stands for is not asked here.
    fn literal(&mut self) -> Vec<u8> {
        let (start, mut depth) = (self.at + 1, 0_usize);
        while let Some(byte) = self.bytes.get(self.at) {
            self.at += 1;
            match byte {
                b'\\' => self.at += 1,
                b'(' => depth += 1,
                b')' if depth <= 1 => break,
                b')' => depth -= 1,
                _ => {}
            }
        }
        let end = self.at.min(self.bytes.len());
        self.at = end;
        self.bytes.get(start..end.saturating_sub(1)).unwrap_or_default().to_vec()
    }

    fn hexadecimal(&mut self) -> Vec<u8> {
        self.at += 1;
        let rest = &self.bytes[self.at..];
        let end = memchr::memchr(b'>', rest).unwrap_or(rest.len());
        self.at += (end + 1).min(rest.len());
        let mut digits: Vec<u8> = rest[..end].iter().copied().filter(u8::is_ascii_hexdigit).collect();
        if digits.len() % 2 == 1 {
            digits.push(b'0');
        }
        digits.chunks_exact(2).filter_map(hex_pair).collect()
    }

    fn list(&mut self, depth: usize) -> Option<Object> {
        self.at += 1;
        let mut list = Vec::new();
        loop {
            match self.object(depth + 1)? {
                Object::Word(word) if word == b"]" => return Some(Object::List(list)),
                object => list.push(object),
            }
        }
    }

    fn dict(&mut self, depth: usize) -> Option<Object> {
        self.at += 2;
        let mut dict = Dict::new();
        loop {
            self.skip_space();
            if self.bytes[self.at..].starts_with(b">>") {
                self.at += 2;
                return Some(Object::Dict(dict));
            }
            match self.object(depth + 1)? {
                Object::Name(key) => drop(dict.insert(key, self.object(depth + 1)?)),
                // What was to be a value: the dictionary is damaged, and read as far as it is whole.
                Object::Word(word) if word == b"endobj" || word == b"stream" => return Some(Object::Dict(dict)),
                _ => {}
            }
        }
    }

    /// A number, or the three words that name another object.
    fn number(&mut self, depth: usize) -> Object {
        let written = self.regular();
        if written.is_empty() {
            self.at += 1;
        }
        let text = std::str::from_utf8(written).unwrap_or_default();
        let whole = text.parse::<u32>().ok();
        if let Some(number) = whole.filter(|_| depth > 0 && self.is_reference()) {
            return Object::Ref(number);
        }
        Object::Number(text.parse::<f64>().ok().filter(|number| number.is_finite()).unwrap_or_default())
    }

    /// Whether a generation and `R` follow, which are then passed over.
    fn is_reference(&mut self) -> bool {
        let before = self.at;
        self.skip_space();
        let generation = self.regular();
        let is_number = !generation.is_empty() && generation.iter().all(u8::is_ascii_digit);
        self.skip_space();
        let is_reference = is_number && self.regular() == b"R";
        if !is_reference {
            self.at = before;
        }
        is_reference
    }
}

fn hex_pair(pair: &[u8]) -> Option<u8> {
    u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()
}

pub fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 0x0c | b'\r' | b' ')
}

fn is_delimiter(byte: u8) -> bool {
    matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<Object> {
        let mut reader = Reader::new(text.as_bytes(), 0, 1000);
        std::iter::from_fn(|| reader.next()).collect()
    }

    fn name(text: &str) -> Object {
        Object::Name(text.as_bytes().to_vec())
    }

    #[test]
    fn objects_are_read_as_the_standard_writes_them() {
        assert_eq!(
            read("/A#20B 4 -.5 true null"),
            [name("A B"), Object::Number(4.0), Object::Number(-0.5), Object::Bool(true), Object::Null]
        );
        assert_eq!(read("(a (b) \\) c)<4 1>"), [Object::Text(b"a (b) \\) c".to_vec()), Object::Text(b"A".to_vec())]);
        let dict = Dict::from([(b"K".to_vec(), Object::List(vec![Object::Ref(12), Object::Number(3.0)]))]);
        assert_eq!(read("<</K[12 0 R 3]>>%note\nDo"), [Object::Dict(dict), Object::Word(b"Do".to_vec())]);
    }

    #[test]
    fn what_is_no_object_ends_or_is_passed_over() {
        for text in ["", "<<", "[", "(", "<", "<</A", "[[[", ">>", ")", "<</A 1 0", "+-", "1 0 R", "{}"] {
            assert!(read(text).len() < 4, "{text}");
        }
        let deep = "[".repeat(100_000);
        assert!(Reader::new(deep.as_bytes(), 0, 1_000_000).next().is_none());
        assert_eq!(
            std::iter::from_fn({
                let mut reader = Reader::new(b"1 2 3 4", 0, 2);
                move || reader.next()
            })
            .count(),
            2,
            "no more than the budget"
        );
    }
}
