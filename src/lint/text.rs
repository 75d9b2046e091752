//! Turns one source into a text that rules read: its prose in pieces, with everything else blanked out, byte for byte at the same
//! places. So a rule sees plain text, and every place that it names is one of the source.

use std::ops::Range;
use std::sync::OnceLock;

use super::fields::{self, Field};
use super::figures::{self, Figure};
use super::hits::{self, Found, Hit};
use super::piece::{Heading, Image, Link, OPAQUE, Piece, Role, SIGN, Table};
use super::prose::{Prose, Read};
use super::settings::{Settings, USUAL};
use super::spelled::Spelled;
use super::words::{Word, Words};
use crate::load::fences;
use crate::load::kinds::Kind;
use crate::path::SourcePath;

/// One source.
pub struct Text<'a> {
    pub file: &'a SourcePath,
    /// `vi`, `en`, …
    pub language: &'a str,
    pub kind: &'a Kind,
    /// The whole file as it is read: in NFC, with line feeds, without control characters.
    pub source: &'a str,
    /// Where the body begins in it.
    pub body: usize,
    /// The front matter, as it is read; empty where it cannot be.
    pub front: serde_yaml::Mapping,
    /// Values of the front matter that are read as prose.
    pub fields: Vec<Field>,
    /// The prose, in the order in which it stands.
    pub pieces: Vec<Piece>,
    pub headings: Vec<Heading>,
    pub links: Vec<Link>,
    pub images: Vec<Image>,
    pub tables: Vec<Table>,
    /// What the portal has chosen.
    pub settings: &'a Settings,
    /// As long as the source.
    mask: String,
    words: OnceLock<Words>,
    figures: OnceLock<Vec<Figure>>,
}

impl<'a> Text<'a> {
    /// `source`: as `source_text` cleans it. `None` where it is no page.
    pub fn read(file: &'a SourcePath, kind: &'a Kind, language: &'a str, source: &'a str) -> Option<Text<'a>> {
        let mut unheard = Vec::new();
        let parts = fences::split(file, source, &kind.name, &mut unheard)?;
        let body = source.len() - parts.body.len();
        let mut mask = vec![SIGN; source.len()];
        let mut read = Read::default();
        let front = fences::front(file, parts.yaml, &mut unheard);
        let from = parts.yaml.as_ptr() as usize - source.as_ptr() as usize;
        let fields = front.as_ref().map(|front| fields::of(front, kind, from)).unwrap_or_default();
        for field in &fields {
            if field.is_markdown {
                Prose::new(&field.value, &field.spelled, source, &mut mask).read(&mut read);
            } else {
                let range = field.spelled.source();
                for part in field.spelled.parts(0..field.value.len()) {
                    mask[part.clone()].copy_from_slice(&source.as_bytes()[part]);
                }
                read.pieces.push(Piece { role: fields::role(field), range });
            }
        }
        Prose::new(parts.body, &Spelled::at(body, parts.body.len()), source, &mut mask).read(&mut read);
        let Read { mut pieces, headings, links, images, tables } = read;
        pieces.sort_by_key(|piece| piece.range.start);
        let mask = String::from_utf8(mask).unwrap_or_default();
        let (settings, words, figures) = (&*USUAL, OnceLock::new(), OnceLock::new());
        let front = front.map(|front| front.mapping).unwrap_or_default();
        Some(Text {
            file,
            language,
            kind,
            source,
            body,
            front,
            fields,
            pieces,
            headings,
            links,
            images,
            tables,
            settings,
            mask,
            words,
            figures,
        })
    }

    /// The same text of a portal that has chosen something.
    pub fn of_portal(self, settings: &'a Settings) -> Text<'a> {
        Text { settings, ..self }
    }

    /// Its words, made when a rule first asks for them.
    pub fn words(&self) -> &Words {
        self.words.get_or_init(|| Words::read(&self.mask, &self.pieces))
    }

    /// Its numbers, dates and what else is made of digits.
    pub fn figures(&self) -> &[Figure] {
        self.figures.get_or_init(|| figures::read(self.words()))
    }

    /// The prose of a piece, as long as its range: `SIGN` and `OPAQUE` in place of what is none.
    pub fn prose(&self, piece: &Piece) -> &str {
        self.mask.get(piece.range.clone()).unwrap_or_default()
    }

    /// What the author wrote at a place.
    pub fn written(&self, range: &Range<usize>) -> &'a str {
        self.source.get(range.clone()).unwrap_or_default()
    }

    /// Whether a place has signs of Markdown, or what is no prose, in it.
    pub fn has_signs(&self, range: &Range<usize>) -> bool {
        let mask = self.mask.get(range.clone()).unwrap_or_default();
        mask.bytes().any(|byte| matches!(byte, SIGN | OPAQUE))
    }

    /// A value of the front matter as it reads, of the outermost key.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.way.len() == 1 && field.name == name)
    }

    /// Whether a field such as the summary ends in this word and in no sign: what was cut off to a length ends inside one now and then.
    pub fn may_be_cut(&self, word: Word) -> bool {
        let piece = self.pieces.get(word.piece as usize).filter(|piece| piece.role == Role::Field);
        let rest = piece.and_then(|piece| self.mask.get(word.range().end..piece.range.end));
        rest.is_some_and(|rest| rest.chars().all(|letter| letter.is_whitespace() || letter == char::from(SIGN)))
    }

    /// Whether a word stands in a quotation of a sentence or more.
    pub fn is_in_quotation(&self, word: Word) -> bool {
        const SENTENCE: usize = 80;
        let Some(piece) = self.pieces.get(word.piece as usize) else { return false };
        let (prose, at) = (self.prose(piece), word.range().start - piece.range.start);
        let (before, after) = prose.split_at(at);
        let is_long = |from: usize, close: char| {
            let to = after.find(close).unwrap_or(after.len());
            prose[from..at + to].chars().count() > SENTENCE
        };
        match before.rfind(['“', '”']) {
            Some(open) if before[open..].starts_with('“') => is_long(open, '”'),
            _ if before.matches('"').count() % 2 == 1 => before.rfind('"').is_some_and(|open| is_long(open, '"')),
            _ => false,
        }
    }

    pub fn is_vietnamese(&self) -> bool {
        self.language == "vi"
    }

    /// Hits of this text with their lines and columns.
    pub fn found(&self, hits: Vec<Hit>) -> Vec<Found> {
        hits::found(self.file, self.source, hits)
    }
}
