//! Turns an SVG into a drawing that neither runs nor loads anything: it is read as XML and written again with the
//! elements and attributes of `tables`. Where nothing had to go, the source itself is published.
//!
//! The source is read by the same rules as by a browser or not at all: whatever two readers could understand
//! differently (a document type, CDATA, another encoding, prefixes) is written in the one plain way.

mod address;
pub mod alternatives;
mod attributes;
mod copies;
mod css;
mod decode;
mod entities;
mod names;
mod paints;
mod reading;
pub mod tables;
mod writer;

use std::borrow::Cow;

use memchr::memchr_iter;
use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::{Cleaned, Extra, Extras};
use address::Address;
use alternatives::Switch;
use attributes::Attribute;
use copies::Copies;
use entities::Entities;
use names::{Names, Space};
use reading::{character, dimensions, is_allowed, is_plain_declaration};
use tables::Rule;
use writer::Writer;

/// Deeper elements are refused: browsers give up on them too.
const DEEPEST: usize = 256;
/// Findings of one drawing are told together; of so many sorts each is named.
const TOLD: usize = 12;

/// What was left out: name, line of the first, how often.
#[derive(Default, Debug)]
pub struct Dropped {
    pub parts: Vec<(String, usize, usize)>,
    /// Sorts that are not in `parts`.
    pub more: usize,
}

/// Why a file is no drawing that can be published.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SvgError {
    /// Neither UTF-8 nor UTF-16.
    Encoding,
    /// Not well-formed XML; the line where reading ended.
    Syntax(usize),
    /// Its first element is not `svg`.
    NoSvg,
    /// Elements in elements in elements.
    Deep(usize),
    /// `use` in `use` in `use`: more than a browser can draw.
    Copies,
}

/// Reads a drawing and leaves out what is not known to be harmless.
pub fn clean(bytes: &[u8]) -> Result<Cleaned, SvgError> {
    let text = decode::text(bytes).ok_or(SvgError::Encoding)?;
    let mut cleaner = Cleaner::new(&text);
    cleaner.changed = text.as_bytes() != bytes;
    cleaner.run()?;
    if cleaner.copies.are_too_many() {
        return Err(SvgError::Copies);
    }
    let Cleaner { writer, changed, dropped, unseen, .. } = cleaner;
    let cleaned = writer.into_text();
    let dimensions = dimensions(&cleaned);
    let extras = if unseen { Extras::from([Extra::Program]) } else { Extras::new() };
    Ok(Cleaned { bytes: changed.then(|| cleaned.into_bytes()), dimensions, extras, dropped, raster: None })
}

struct Cleaner<'a> {
    text: &'a str,
    reader: Reader<&'a [u8]>,
    names: Names,
    entities: Entities,
    copies: Copies,
    writer: Writer,
    /// Elements that are written and still open.
    open: Vec<&'static str>,
    switches: Vec<Switch>,
    /// Open elements that are left out, one in the other.
    skipped: usize,
    /// What is left out is HTML, which may go without a word; a script in it may not.
    in_html: bool,
    /// The text of the style element that is open.
    style: Option<String>,
    ended: bool,
    /// Whether what is written differs from the source.
    changed: bool,
    dropped: Dropped,
    unseen: bool,
    /// A place in the source and its line.
    line: (usize, usize),
}

impl<'a> Cleaner<'a> {
    fn new(text: &'a str) -> Self {
        let mut reader = Reader::from_str(text);
        reader.config_mut().allow_dangling_amp = false;
        Cleaner {
            text,
            reader,
            names: Names::default(),
            entities: Entities::default(),
            copies: Copies::default(),
            writer: Writer::new(text),
            open: Vec::new(),
            switches: Vec::new(),
            skipped: 0,
            in_html: false,
            style: None,
            ended: false,
            changed: false,
            dropped: Dropped::default(),
            unseen: false,
            line: (0, 1),
        }
    }

    fn run(&mut self) -> Result<(), SvgError> {
        loop {
            if self.copies.are_endless() {
                return Err(SvgError::Copies);
            }
            let at = self.at();
            let event = self.reader.read_event().map_err(|_| SvgError::Syntax(self.line_of(at)))?;
            match event {
                Event::Start(element) => self.start(&element, false)?,
                Event::Empty(element) => {
                    self.start(&element, true)?;
                    self.end();
                }
                Event::End(_) => self.end(),
                Event::Text(text) => self.characters(&text.xml10_content(), false),
                Event::CData(text) => self.characters(&text.xml10_content(), true),
                Event::GeneralRef(reference) => self.reference(&reference, at),
                Event::PI(instruction) => {
                    self.changed = true;
                    if instruction.target().contains("stylesheet") {
                        self.drop(format!("<?{}?>", css::shorten(instruction.target())), at);
                    }
                }
                Event::Decl(_) => self.changed |= at > 0 || !is_plain_declaration(&self.text[..self.at()]),
                Event::DocType(declared) => {
                    self.changed = true;
                    if self.entities.read(&declared, self.text.len()) {
                        self.drop("<!DOCTYPE […]>".to_owned(), at);
                    }
                }
                Event::Comment(_) => self.pass_over(),
                Event::Eof if !self.ended => {
                    let end = self.text.len();
                    return Err(if self.open.is_empty() {
                        SvgError::NoSvg
                    } else {
                        SvgError::Syntax(self.line_of(end))
                    });
                }
                Event::Eof => return Ok(()),
            }
        }
    }

    fn at(&self) -> usize {
        usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX).min(self.text.len())
    }

    /// Asked for places one after the other, so the source is counted once.
    fn line_of(&mut self, at: usize) -> usize {
        let (counted, line) = self.line;
        let lines = memchr_iter(b'\n', self.text.as_bytes().get(counted..at).unwrap_or_default()).count();
        self.line = (at.max(counted), line + lines);
        self.line.1
    }

    /// Notes a part that is not published.
    fn drop(&mut self, part: String, at: usize) {
        let line = self.line_of(at);
        self.drop_in_line(part, line);
    }

    fn drop_in_line(&mut self, part: String, line: usize) {
        self.changed = true;
        let parts = &mut self.dropped.parts;
        if let Some(known) = parts.iter_mut().find(|(name, ..)| *name == part) {
            known.2 += 1;
        } else if parts.len() < TOLD {
            parts.push((part, line, 1));
        } else {
            self.dropped.more += 1;
        }
    }

    /// Notes a part that only the program which wrote it would read.
    fn pass_over(&mut self) {
        self.changed = true;
        self.unseen = true;
    }

    /// Writes an element, or begins to leave it out. `end` is due for each.
    fn start(&mut self, element: &BytesStart, is_empty: bool) -> Result<(), SvgError> {
        // Each event begins where the last one ended.
        let at = self.at().saturating_sub(element.len());
        if self.open.len() + self.skipped >= DEEPEST {
            return Err(SvgError::Deep(self.line_of(at)));
        }
        if self.skipped > 0 {
            self.skipped += 1;
            if self.in_html && element.local_name().into_inner().eq_ignore_ascii_case("script") {
                self.drop("<script>".to_owned(), at);
            }
            return Ok(());
        }
        if self.style.is_some() {
            self.drop("<style> … <".to_owned() + &css::shorten(element.name().into_inner()) + ">", at);
            self.skipped = 1;
            return Ok(());
        }
        let attributes = self.read_attributes(element, at)?;
        let (space, local) = self.names.element(element.name().into_inner());
        let is_root = self.open.is_empty();
        if is_root && !self.ended && !(local == "svg" && matches!(space, Space::Svg | Space::None)) {
            return Err(SvgError::NoSvg);
        }
        self.changed |= is_root && space == Space::None || element.name().prefix().is_some();
        let known = tables::ELEMENTS.binary_search(&local).ok().map(|index| tables::ELEMENTS[index]);
        match known {
            Some(name) if matches!(space, Space::Svg | Space::None) && !(is_root && self.ended) => {
                let attributes = self.judge(attributes, at)?;
                self.keep(name, attributes, is_empty, at);
            }
            _ => {
                if space == Space::Programs || tables::UNSEEN.contains(&local) {
                    self.pass_over();
                } else if local == "foreignObject" && matches!(space, Space::Svg | Space::None) {
                    self.in_html = true;
                    self.leave_out_html(&attributes, at);
                } else {
                    self.drop(format!("<{}>", css::shorten(local)), at);
                }
                self.names.close();
                self.skipped = 1;
            }
        }
        Ok(())
    }

    fn keep(&mut self, name: &'static str, attributes: Vec<Attribute>, is_empty: bool, at: usize) {
        let moves = |rule: Rule| attributes.iter().any(|attribute| attribute.rule == rule);
        let is_foreign_style = name == "style"
            && attributes
                .iter()
                .any(|attribute| attribute.name == "type" && !attribute.value.trim().eq_ignore_ascii_case("text/css"));
        if is_foreign_style || tables::MOVING.contains(&name) && !moves(Rule::Moves) {
            self.drop(format!("<{name}>"), at);
            self.names.close();
            self.skipped = 1;
            return;
        }
        let mut kept: Vec<(&'static str, String)> = Vec::with_capacity(attributes.len());
        for Attribute { name: key, rule, value } in attributes {
            match rule {
                Rule::Style => {
                    let style = css::declarations(&value);
                    let value = if style.changed { style.text } else { value };
                    kept.extend((!value.is_empty()).then_some((key, value)));
                    self.take_style_notes(style.changed, style.dropped, at);
                }
                Rule::Address => match address::keep(name, &value) {
                    Some(Address::AsWritten) => kept.push((key, value)),
                    Some(Address::Cleaned(cleaned)) => {
                        self.pass_over();
                        kept.push((key, cleaned));
                    }
                    None => self.drop(format!("{key}=\"{}\"", css::shorten(&value)), at),
                },
                _ => kept.push((key, value)),
            }
        }
        self.writer.start(name, &kept, self.open.is_empty(), is_empty);
        self.copies.start(name, &kept);
        self.note_alternative(name);
        self.open.push(name);
        if name == "style" {
            self.style = Some(String::new());
        }
    }

    fn take_style_notes(&mut self, changed: bool, dropped: Vec<String>, at: usize) {
        self.changed |= changed;
        self.unseen |= changed && dropped.is_empty();
        for part in dropped {
            self.drop(part, at);
        }
    }

    fn end(&mut self) {
        if self.skipped > 0 {
            self.skipped -= 1;
            self.in_html &= self.skipped > 0;
            return;
        }
        self.end_alternatives();
        let Some(name) = self.open.pop() else { return };
        if let Some(text) = self.style.take() {
            let sheet = css::sheet(&text);
            let at = self.at();
            self.writer.text(if sheet.changed { &sheet.text } else { &text });
            for (selectors, declarations) in &sheet.painted {
                self.copies.rule(selectors, declarations);
            }
            self.take_style_notes(sheet.changed, sheet.dropped, at);
        }
        self.writer.end(name);
        self.copies.end();
        self.names.close();
        self.ended |= self.open.is_empty();
    }

    /// `&…;` in text.
    fn reference(&mut self, reference: &BytesRef, at: usize) {
        if self.skipped > 0 {
            return;
        }
        let declared = self.entities.resolve(reference).map(str::to_owned);
        match character(reference) {
            Some(letter) => self.characters(letter.encode_utf8(&mut [0; 4]), false),
            None => match declared {
                Some(text) => self.characters(&text, false),
                None => self.drop(format!("&{};", css::shorten(reference)), at),
            },
        }
    }

    /// Text is kept where it is read or shown; elsewhere only the space between elements is.
    fn characters(&mut self, text: &str, is_cdata: bool) {
        if self.skipped > 0 {
            return;
        }
        self.changed |= is_cdata || text.contains(|letter| !is_allowed(letter)) || text.contains("]]>");
        let text: Cow<str> = if text.contains(|letter| !is_allowed(letter)) {
            Cow::Owned(text.chars().filter(|letter| is_allowed(*letter)).collect())
        } else {
            Cow::Borrowed(text)
        };
        if let Some(style) = &mut self.style {
            style.push_str(&text);
        } else if text.trim().is_empty() || self.open.last().is_some_and(|name| tables::WITH_TEXT.contains(name)) {
            if !self.open.is_empty() {
                self.writer.text(&text);
            }
        } else {
            self.pass_over();
        }
    }
}

#[cfg(test)]
mod tests;
