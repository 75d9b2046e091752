//! Turns one source into a text that rules read: its prose in pieces, with everything else blanked out, byte for byte at the same
//! places. So a rule sees plain text, and every place that it names is one of the source.

use std::ops::Range;
use std::sync::OnceLock;

use super::figures::{self, Figure};
use super::hits::{self, Found, Hit};
use super::piece::{Image, Link, OPAQUE, Piece, Role, SIGN};
use super::prose;
use super::settings::{Settings, USUAL};
use super::words::Words;
use crate::load::fences;
use crate::load::kinds::{FieldType, Kind};
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
    /// The prose, in the order in which it stands.
    pub pieces: Vec<Piece>,
    pub links: Vec<Link>,
    pub images: Vec<Image>,
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
        let mut pieces = Vec::new();
        if let Some(front) = fences::front(file, parts.yaml, &mut unheard) {
            let from = parts.yaml.as_ptr() as usize - source.as_ptr() as usize;
            for (key, value) in &front.mapping {
                let (Some(key), Some(value)) = (key.as_str(), value.as_str()) else { continue };
                let field = kind.index_of(key).map(|index| kind.field(index));
                let role = match field {
                    _ if key == "title" => Role::Title,
                    Some(field) if field.kind == FieldType::Text && !field.private => Role::Field,
                    _ => continue,
                };
                let Some(part) = front.part(front.named(key), value).filter(|_| !value.is_empty()) else { continue };
                let range = from + part.start..from + part.end;
                mask[range.clone()].copy_from_slice(value.as_bytes());
                pieces.push(Piece { role, range });
            }
        }
        pieces.sort_by_key(|piece| piece.range.start);
        let mut prose = prose::Prose::new(parts.body, body, &mut mask);
        prose.read();
        let prose::Read { pieces: of_body, links, images } = prose.finish();
        pieces.extend(of_body);
        let mask = String::from_utf8(mask).unwrap_or_default();
        let (settings, words, figures) = (&*USUAL, OnceLock::new(), OnceLock::new());
        Some(Text { file, language, kind, source, body, pieces, links, images, settings, mask, words, figures })
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

    pub fn is_vietnamese(&self) -> bool {
        self.language == "vi"
    }

    /// Hits of this text with their lines and columns.
    pub fn found(&self, hits: Vec<Hit>) -> Vec<Found> {
        hits::found(self.file, self.source, hits)
    }
}
