//! Turns a document and the HTML of its body into the words of its fields.

use crate::load::config::Config;
use crate::load::document::{Document, Picture, Target};
use crate::load::kinds::{FieldType, Kind, Taxonomy};
use crate::text::fold::nfc;

use super::collect::{Collector, TermCache};
use super::fields::Field;
use super::glossary::Glossary;
use super::lexicon::Lexicon;
use super::terms;
use super::words::Words;

/// What the index keeps of a document.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
pub struct IndexedDocument {
    pub words: Words,
    /// The beginning of the body, for items without a lead.
    pub start: Box<str>,
}

/// Bytes of the body kept for a snippet.
const START: usize = 480;

/// What reading documents needs beside them.
pub struct DocumentReader<'a> {
    pub config: &'a Config,
    pub lexicon: &'a Lexicon,
    pub glossary: &'a Glossary,
}

impl DocumentReader<'_> {
    /// `html`: the body, with or without holes; `attached`: the texts of its attachments.
    pub fn read(
        &self,
        document: &Document,
        kind: &Kind,
        html: &str,
        attached: &[String],
        term_cache: &mut TermCache,
    ) -> IndexedDocument {
        let language = self.config.languages[usize::from(document.language)].as_str();
        let mut collector = Collector::new(self.lexicon, self.glossary, terms::has_stems(language), term_cache);
        if let Some(number) = number(document, kind) {
            collector.add(Field::Number, number);
        }
        for telephone in telephones(document, kind) {
            collector.add(Field::Number, telephone);
        }
        collector.add(Field::Title, &document.title);
        let told = TOLD.iter().flat_map(|field| document.texts(kind, field));
        let headings: Vec<&str> = document.body.headings.iter().map(|heading| &*heading.text).chain(told).collect();
        collector.add(Field::Headings, &headings.join("\n"));
        let lead = document.text(kind, "summary");
        collector.add(Field::Lead, lead.unwrap_or_default());
        let names: Vec<&str> = self.terms(document, kind, Taxonomy::Agency, language);
        let topics: Vec<&str> = self.terms(document, kind, Taxonomy::Topic, language);
        collector.add(Field::Agency, &[names, topics].concat().join("\n"));
        let mut body = visible(html);
        for chart in charts(document) {
            body.push('\n');
            body.push_str(chart);
        }
        collector.add(Field::Body, &body);
        for text in attached {
            // What programs extract from a PDF has not been normalised by `load::source_text`.
            collector.add(Field::Attachment, &nfc(text));
        }
        let start = if lead.is_some_and(|lead| !lead.is_empty()) { "" } else { cut(&body, START) };
        IndexedDocument { words: collector.finish(), start: start.trim().into() }
    }

    fn terms(&self, document: &Document, kind: &Kind, taxonomy: Taxonomy, language: &str) -> Vec<&str> {
        let known = self.config.terms(taxonomy);
        let ids = document.texts(kind, taxonomy.key());
        known.iter().filter(|term| ids.contains(&term.id.as_str())).map(|term| term.name.get(language)).collect()
    }
}

/// What charts of the text are called, which readers see.
fn charts(document: &Document) -> impl Iterator<Item = &str> {
    let is_chart = |picture: &&Picture| matches!(document.target(picture.target).target, Target::Chart { .. });
    document.body.pictures.iter().filter(is_chart).map(|picture| &*picture.alt)
}

/// The number of a legal document.
pub fn number<'d>(document: &'d Document, kind: &Kind) -> Option<&'d str> {
    let index = kind.fields.iter().position(|field| field.kind == FieldType::DocumentNumber && !field.many)?;
    document.value(index as u16)?.as_text()
}

/// Fields that say what a page is for, beside its text.
const TOLD: [&str; 3] = [KEYWORDS, "purpose", "unit_name"];
/// Words that readers look for a page by.
pub const KEYWORDS: &str = "keywords";

/// The telephone numbers of a contact.
fn telephones<'d>(document: &'d Document, kind: &'d Kind) -> impl Iterator<Item = &'d str> {
    let fields = kind.fields.iter().filter(move |field| kind.owns_numbers && field.kind == FieldType::Phone);
    fields.flat_map(move |field| document.texts(kind, &field.name))
}

/// At most so many bytes.
pub fn cut(text: &str, most: usize) -> &str {
    let end = (0..=most.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    &text[..end]
}

/// Elements inside a line: what they mark may be part of a word.
const INLINE: [&str; 8] = ["a", "code", "del", "em", "span", "strong", "sub", "sup"];

/// What a reader sees of HTML that `cong` itself made: tags and holes go, the five entities come back.
fn visible(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = memchr::memchr3(b'<', b'&', 1, rest.as_bytes()) {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        rest = match rest.as_bytes()[0] {
            b'<' => {
                let end = memchr::memchr(b'>', rest.as_bytes()).map_or(rest.len(), |end| end + 1);
                let name = rest[1..end].trim_start_matches('/').split([' ', '>', '/']).next().unwrap_or_default();
                if !INLINE.contains(&name) {
                    text.push('\n');
                }
                &rest[end..]
            }
            b'&' => {
                let entity = ENTITIES.iter().find(|(entity, _)| rest.starts_with(entity)).unwrap_or(&("&", "&"));
                text.push_str(entity.1);
                &rest[entity.0.len()..]
            }
            _ => &rest[memchr::memchr(2, rest.as_bytes()).map_or(rest.len(), |end| end + 1)..],
        };
    }
    text.push_str(rest);
    text
}

const ENTITIES: [(&str, &str); 6] =
    [("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&#x27;", "'")];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_reader_sees_is_left() {
        let html =
            "<h2 id=\"a\">Thủ tục</h2>\n<p><strong>B</strong>ên \u{1}a0\u{2}Luật&amp;Nghị định\u{1}z0\u{2} &lt;3</p>";
        assert_eq!(
            visible(html).split_whitespace().collect::<Vec<_>>(),
            ["Thủ", "tục", "Bên", "Luật&Nghị", "định", "<3"]
        );
    }
}
