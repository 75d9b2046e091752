//! Turns a page of a portal that is taken in into what it is here: its links, the terms and places that its front matter names, its
//! kind and its earlier addresses; byte for byte as it was elsewhere. What it tells of its time stays as it was written.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::table::Table;
use super::terms::Terms;
use crate::load::config::Config;
use crate::load::document::Document;
use crate::load::kinds::{FieldType, Kind};
use crate::load::positions::Leaf;
use crate::load::taxonomy::Taxonomy;
use crate::path::SourcePath;
use crate::relocate::aliases::{with_aliases, without_aliases};
use crate::relocate::mending::{Edit, Read, mended_with};
use crate::relocate::targets::Targets;

/// Fields whose whole value is a place.
pub const PLACES: [&str; 3] = ["unit_name", "place", "places"];

/// What pages are mapped by.
pub struct Mapping<'a> {
    pub targets: &'a Targets,
    pub terms: &'a Terms,
    pub table: &'a Table,
    /// Of the portal that is taken in.
    pub config: &'a Config,
    /// Pages whose address is taken here.
    pub renamed: &'a BTreeSet<SourcePath>,
    pub suffix: &'a str,
    /// Kinds of items whose section has another one here.
    pub kinds: &'a BTreeMap<SourcePath, String>,
    /// Earlier addresses that pages get, and those that are of another page here.
    pub aliases: &'a BTreeMap<SourcePath, Vec<String>>,
    pub taken: &'a BTreeMap<String, SourcePath>,
}

/// The day that a page is of; `None` for what is kept up to date.
pub fn day(document: &Document, kind: &Kind) -> Option<Date> {
    let field = kind.date_field.as_deref().unwrap_or("date");
    document.moment(kind, field).filter(|_| kind.dated).map(|moment| moment.date())
}

pub fn taxonomy(kind: FieldType) -> Option<Taxonomy> {
    match kind {
        FieldType::Agency => Some(Taxonomy::Agency),
        FieldType::Topic => Some(Taxonomy::Topic),
        FieldType::Field => Some(Taxonomy::Field),
        _ => None,
    }
}

impl Mapping<'_> {
    /// The file as it should be.
    pub fn page(&self, document: &Document, kind: &Kind, stored: &str) -> String {
        let day = day(document, kind);
        let more = |read: &Read| -> Vec<Edit> {
            document.leaves(kind).iter().filter_map(|leaf| self.edit(read, document, leaf, day)).collect()
        };
        let mended = mended_with(document, kind, (stored, self.targets), &more);
        let mut text = mended.unwrap_or_else(|| stored.to_owned());
        if let Some(kind) = self.kinds.get(&document.source) {
            text = with_line(&text, &format!("kind: {kind}"));
        }
        self.aliases(document, kind, text)
    }

    fn edit(&self, read: &Read, document: &Document, leaf: &Leaf, day: Option<Date>) -> Option<Edit> {
        let value = leaf.value.as_text()?;
        if let Some(taxonomy) = taxonomy(leaf.field.kind) {
            // Who keeps something keeps it now.
            let day = day.filter(|_| leaf.field.name == taxonomy.key());
            let new = self.terms.id(taxonomy, value, day)?;
            let names = |written: &str| written == value || self.is_name(taxonomy, value, written);
            let is_as_it_was = |written: &str| written == new;
            return read.value(leaf.span, &|written| names(written) && !is_as_it_was(written), new);
        }
        if leaf.field.name == "slug" && self.renamed.contains(&document.source) {
            return read.value(leaf.span, &|written| written == value, &format!("{value}-{}", self.suffix));
        }
        let is_place = PLACES.contains(&leaf.field.name.as_str()) && leaf.field.kind == FieldType::Text;
        if !is_place || day.is_some() {
            return None;
        }
        let new = self.table.unit(value).and_then(|row| row.new.first().filter(|_| row.new.len() == 1))?;
        read.value(leaf.span, &|written| written == value, new)
    }

    fn is_name(&self, taxonomy: Taxonomy, id: &str, written: &str) -> bool {
        let term = self.config.terms(taxonomy).iter().find(|term| term.id == id);
        term.is_some_and(|term| term.name.all().any(|(_, name)| name == written))
    }

    /// The page without the earlier addresses that are of another page here, and with those that it gets.
    fn aliases(&self, document: &Document, kind: &Kind, text: String) -> String {
        let own = document.texts(kind, "aliases");
        let stay: Vec<String> =
            own.iter().filter(|alias| !self.taken.contains_key(**alias)).map(|alias| (*alias).to_owned()).collect();
        let mut text = text;
        if stay.len() < own.len() {
            text = without_aliases(&text);
            text = if stay.is_empty() { text } else { with_aliases(&text, &stay).unwrap_or(text) };
        }
        match self.aliases.get(&document.source) {
            Some(new) => with_aliases(&text, new).unwrap_or(text),
            None => text,
        }
    }
}

/// The page with a line at the end of its front matter.
fn with_line(text: &str, line: &str) -> String {
    let Some(first) = text.split_inclusive('\n').next() else { return text.to_owned() };
    let end = if first.ends_with("\r\n") { "\r\n" } else { "\n" };
    let mut at = first.len();
    for next in text[first.len()..].split_inclusive('\n') {
        if next.trim_end() == "---" {
            return format!("{}{line}{end}{}", &text[..at], &text[at..]);
        }
        at += next.len();
    }
    text.to_owned()
}
