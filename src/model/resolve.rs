//! Turns what a document points at into where that is now: a page in the reader's language, a file, or nothing.

use std::borrow::Cow;

use super::indexes::{Indexes, number_key};
use super::pages::{PageId, Pages};
use super::published::{PublishedFile, PublishedFiles};
use super::settings::Settings;
use super::withheld::WithheldPages;
use crate::load::document::{Language, Target};
use crate::path::SourcePath;

#[derive(Debug)]
pub enum Destination<'a> {
    Page {
        page: PageId,
        anchor: Option<&'a str>,
    },
    File(&'a PublishedFile),
    /// Elsewhere or on this portal, as it stands in pages.
    Address(Cow<'a, str>),
    Anchor(&'a str),
    /// It exists and is not public now.
    Withheld,
    Missing,
}

/// What decides where a reference leads.
#[derive(Clone, Copy)]
pub(super) struct Resolver<'a> {
    pub settings: &'a Settings,
    pub pages: &'a Pages,
    pub indexes: &'a Indexes,
    pub files: &'a PublishedFiles,
    pub withheld: &'a WithheldPages,
}

impl<'a> Resolver<'a> {
    /// Pages resolve to the reader's language where that translation exists, else to the language written.
    pub fn resolve(self, target: &'a Target, language: Language) -> Destination<'a> {
        match target {
            Target::External(address) => Destination::Address(Cow::Borrowed(address)),
            Target::Address(local) => Destination::Address(self.settings.config.base.public(local)),
            Target::Anchor(anchor) => Destination::Anchor(anchor),
            Target::File(source) | Target::Chart { table: source, .. } => match self.files.files.get(source) {
                Some(file) => Destination::File(file),
                None => self.nothing(source),
            },
            // Nothing leads to the table itself.
            Target::Rows(source) => self.nothing(source),
            Target::Page { source, anchor } => match self.indexes.source(source) {
                Some(page) => {
                    let has_anchor = |other: PageId| {
                        anchor.as_deref().is_none_or(|anchor| self.indexes.has_anchor(self.pages, other, anchor))
                    };
                    let own = self.in_language(page, language).filter(|other| has_anchor(*other));
                    Destination::Page { page: own.unwrap_or(page), anchor: anchor.as_deref() }
                }
                None => self.nothing(source),
            },
            Target::Contact(name) => self.by_name(self.indexes.contact(name), name, language),
            Target::Document(number) => {
                let key = number_key(number);
                self.by_name(self.indexes.number(&key), &key, language)
            }
        }
    }

    /// The page in another language, if it exists.
    pub fn in_language(self, id: PageId, language: Language) -> Option<PageId> {
        let translations = self.indexes.translations(&self.pages[id]).iter().copied();
        translations.into_iter().find(|other| self.pages[*other].document.language == language)
    }

    fn nothing(self, source: &SourcePath) -> Destination<'a> {
        if self.withheld.is_hidden(source) { Destination::Withheld } else { Destination::Missing }
    }

    /// The page in the reader's language, else in the first. Where two pages have the name in that language, nobody can say
    /// which of them a link means: it leads to neither.
    fn by_name(self, pages: &[PageId], name: &str, language: Language) -> Destination<'a> {
        let spoken = |page: &PageId| self.pages[*page].document.language;
        let own = pages.iter().find(|page| spoken(page) == language).or(pages.first()).map(spoken);
        let mut named = pages.iter().copied().filter(|page| Some(spoken(page)) == own);
        match named.next().filter(|_| named.next().is_none()) {
            Some(page) => Destination::Page { page, anchor: None },
            None if self.withheld.hidden_names.contains(name) => Destination::Withheld,
            None => Destination::Missing,
        }
    }
}
