//! Turns the XML of a workbook's part into elements and text, one after another; names count without their prefixes.
//!
//! What comes next is lent, not given: a sheet of 100,000 rows has four million elements, and none of them costs an allocation.

use std::borrow::Cow;
use std::io::{BufReader, Read};

use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesEnd, BytesRef, BytesStart, Event};

use super::Trouble;

/// The longest text of one cell that is read, in bytes; Excel keeps 32,767 characters.
pub const LONGEST_TEXT: usize = 200_000;

pub struct Xml<R: Read> {
    reader: Reader<BufReader<R>>,
    buffer: Vec<u8>,
}

/// What comes next.
pub enum Next<'x> {
    Open(Element<'x>),
    Close(Closed<'x>),
    Text(Cow<'x, str>),
    /// A remark, a declaration.
    Other,
    End,
}

/// An element with its attributes.
pub struct Element<'x> {
    start: BytesStart<'x>,
    /// Nothing is in it; no `Close` follows.
    pub is_empty: bool,
}

pub struct Closed<'x>(BytesEnd<'x>);

impl Closed<'_> {
    pub fn is(&self, name: &str) -> bool {
        self.0.local_name().as_ref() == name
    }
}

impl Element<'_> {
    pub fn name(&self) -> &str {
        self.start.local_name().into_inner()
    }

    /// Each attribute, in its order; what follows one that cannot be read is left out.
    pub fn attributes(&self) -> impl Iterator<Item = (&str, Cow<'_, str>)> {
        let mut all = self.start.attributes();
        all.with_checks(false);
        all.map_while(|attribute| {
            let attribute = attribute.ok()?;
            let value = attribute.normalized_value_with(XmlVersion::Implicit1_0, 1, resolve_predefined_entity);
            Some((attribute.key.local_name().into_inner(), value.ok()?))
        })
    }

    pub fn get(&self, name: &str) -> Option<Cow<'_, str>> {
        self.attributes().find(|(known, _)| *known == name).map(|(_, value)| value)
    }

    pub fn number(&self, name: &str) -> Option<u32> {
        self.get(name)?.parse().ok()
    }

    pub fn flag(&self, name: &str) -> bool {
        matches!(self.get(name).as_deref(), Some("1" | "true"))
    }
}

impl<R: Read> Xml<R> {
    pub fn new(from: R) -> Self {
        Xml { reader: Reader::from_reader(BufReader::with_capacity(1 << 16, from)), buffer: Vec::new() }
    }

    pub fn next(&mut self) -> Result<Next<'_>, Trouble> {
        self.buffer.clear();
        let event = self.reader.read_event_into(&mut self.buffer).map_err(|_| Trouble::Damaged)?;
        Ok(match event {
            Event::Start(start) => Next::Open(Element { start, is_empty: false }),
            Event::Empty(start) => Next::Open(Element { start, is_empty: true }),
            Event::End(end) => Next::Close(Closed(end)),
            Event::Text(text) => Next::Text(text.xml10_content()),
            Event::CData(text) => Next::Text(text.xml10_content()),
            Event::GeneralRef(reference) => {
                Next::Text(Cow::Owned(character(&reference).map(String::from).unwrap_or_default()))
            }
            Event::Eof => Next::End,
            Event::Decl(_) | Event::PI(_) | Event::DocType(_) | Event::Comment(_) => Next::Other,
        })
    }

    /// Adds the text up to the end of an element that was opened, without what is in elements named in `without`.
    pub fn text(&mut self, into: &mut String, without: &[&str]) -> Result<(), Trouble> {
        let begin = into.len();
        let (mut depth, mut skipped) = (1, None);
        loop {
            match self.next()? {
                Next::Open(inner) if !inner.is_empty => {
                    depth += 1;
                    if without.contains(&inner.name()) {
                        skipped.get_or_insert(depth);
                    }
                }
                // Signs that ODF writes as elements.
                Next::Open(inner) if skipped.is_none() => match inner.name() {
                    "s" => into.extend(std::iter::repeat_n(' ', inner.number("c").unwrap_or(1).min(100) as usize)),
                    "tab" | "line-break" => into.push(' '),
                    _ => {}
                },
                Next::Close(closed) => {
                    if skipped == Some(depth) {
                        skipped = None;
                    }
                    depth -= 1;
                    if depth == 0 {
                        return Ok(());
                    }
                    if skipped.is_none() && closed.is("p") {
                        into.push(' ');
                    }
                }
                Next::Text(more) if skipped.is_none() => {
                    if into.len() - begin + more.len() > LONGEST_TEXT {
                        return Err(Trouble::TooLarge);
                    }
                    into.push_str(&more);
                }
                Next::End => return Err(Trouble::Damaged),
                _ => {}
            }
        }
    }

    /// Passes over what is in an element that was opened.
    pub fn skip(&mut self) -> Result<(), Trouble> {
        let mut depth = 1;
        while depth > 0 {
            match self.next()? {
                Next::Open(inner) if !inner.is_empty => depth += 1,
                Next::Close(_) => depth -= 1,
                Next::End => return Err(Trouble::Damaged),
                _ => {}
            }
        }
        Ok(())
    }
}

fn character(reference: &BytesRef) -> Option<char> {
    match reference.resolve_char_ref() {
        Ok(Some(letter)) => Some(letter),
        Ok(None) => resolve_predefined_entity(reference).and_then(|text| text.chars().next()),
        Err(_) => None,
    }
}
