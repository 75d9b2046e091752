//! Turns the XML of a workbook's part into elements and text, one after another; names count without their prefixes.

use std::io::{BufReader, Read};

use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::Trouble;

/// The longest text of one cell that is read, in bytes; Excel keeps 32,767 characters.
pub const LONGEST_TEXT: usize = 200_000;

pub struct Xml<R: Read> {
    reader: Reader<BufReader<R>>,
    buffer: Vec<u8>,
}

/// What comes next.
pub enum Next {
    /// With its name.
    Open(Element),
    Close(String),
    Text(String),
    End,
}

/// An element with its attributes.
pub struct Element {
    pub name: String,
    attributes: Vec<(String, String)>,
    /// Nothing is in it; no `Close` follows.
    pub is_empty: bool,
}

impl Element {
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub fn number(&self, name: &str) -> Option<u32> {
        self.get(name)?.parse().ok()
    }

    pub fn flag(&self, name: &str) -> bool {
        matches!(self.get(name), Some("1" | "true"))
    }
}

impl<R: Read> Xml<R> {
    pub fn new(from: R) -> Self {
        Xml { reader: Reader::from_reader(BufReader::with_capacity(1 << 16, from)), buffer: Vec::new() }
    }

    pub fn next(&mut self) -> Result<Next, Trouble> {
        loop {
            self.buffer.clear();
            let event = self.reader.read_event_into(&mut self.buffer).map_err(|_| Trouble::Damaged)?;
            return Ok(match event {
                Event::Start(element) => Next::Open(element_of(&element, false)?),
                Event::Empty(element) => Next::Open(element_of(&element, true)?),
                Event::End(element) => Next::Close(element.local_name().as_ref().to_owned()),
                Event::Text(text) => Next::Text(text.xml10_content().into_owned()),
                Event::CData(text) => Next::Text(text.xml10_content().into_owned()),
                Event::GeneralRef(reference) => Next::Text(character(&reference).map(String::from).unwrap_or_default()),
                Event::Eof => Next::End,
                Event::Decl(_) | Event::PI(_) | Event::DocType(_) | Event::Comment(_) => continue,
            });
        }
    }

    /// The text up to the end of an element, without what is in elements named in `without`.
    pub fn text(&mut self, element: &Element, without: &[&str]) -> Result<String, Trouble> {
        let mut text = String::new();
        if element.is_empty {
            return Ok(text);
        }
        let (mut depth, mut skipped) = (1, None);
        loop {
            match self.next()? {
                Next::Open(inner) if !inner.is_empty => {
                    depth += 1;
                    if without.contains(&&*inner.name) {
                        skipped.get_or_insert(depth);
                    }
                }
                // Signs that ODF writes as elements.
                Next::Open(inner) if skipped.is_none() => match &*inner.name {
                    "s" => text.extend(std::iter::repeat_n(' ', inner.number("c").unwrap_or(1).min(100) as usize)),
                    "tab" | "line-break" => text.push(' '),
                    _ => {}
                },
                Next::Close(name) => {
                    if skipped == Some(depth) {
                        skipped = None;
                    }
                    depth -= 1;
                    if depth == 0 {
                        return Ok(text);
                    }
                    if name == "p" && skipped.is_none() {
                        text.push(' ');
                    }
                }
                Next::Text(more) if skipped.is_none() => {
                    if text.len() + more.len() > LONGEST_TEXT {
                        return Err(Trouble::TooLarge);
                    }
                    text.push_str(&more);
                }
                Next::End => return Err(Trouble::Damaged),
                _ => {}
            }
        }
    }

    /// Passes over what is in an element.
    pub fn skip(&mut self, element: &Element) -> Result<(), Trouble> {
        let mut depth = usize::from(!element.is_empty);
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

fn element_of(element: &BytesStart, is_empty: bool) -> Result<Element, Trouble> {
    let mut attributes = Vec::new();
    for attribute in element.attributes().with_checks(false) {
        let attribute = attribute.map_err(|_| Trouble::Damaged)?;
        let value = attribute.normalized_value_with(XmlVersion::Implicit1_0, 1, resolve_predefined_entity);
        let value = value.map_err(|_| Trouble::Damaged)?.into_owned();
        attributes.push((attribute.key.local_name().as_ref().to_owned(), value));
    }
    Ok(Element { name: element.local_name().as_ref().to_owned(), attributes, is_empty })
}

fn character(reference: &BytesRef) -> Option<char> {
    match reference.resolve_char_ref() {
        Ok(Some(letter)) => Some(letter),
        Ok(None) => resolve_predefined_entity(reference).and_then(|text| text.chars().next()),
        Err(_) => None,
    }
}
