//! Turns what a document points at into where that is now: a page in the reader's language, a file, or nothing.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use super::{Page, PageId, PublishedFile, Site};
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

/// Document numbers are compared without spaces and without regard to case.
pub fn number_key(number: &str) -> String {
    number.chars().filter(|letter| !letter.is_whitespace()).flat_map(char::to_lowercase).collect()
}

impl Site {
    /// Pages resolve to the reader's language where that translation exists, else to the language written.
    pub fn resolve<'a>(&'a self, target: &'a Target, language: Language) -> Destination<'a> {
        match target {
            Target::External(address) => Destination::Address(Cow::Borrowed(address)),
            Target::Address(local) => Destination::Address(self.config.base.public(local)),
            Target::Anchor(anchor) => Destination::Anchor(anchor),
            Target::File(source) => match self.files.get(source) {
                Some(file) => Destination::File(file),
                None if self.is_hidden(source) => Destination::Withheld,
                None => Destination::Missing,
            },
            Target::Page { source, anchor } => match self.by_source(source) {
                Some(page) => {
                    let page = self
                        .in_language(page, language)
                        .filter(|other| self.has_anchor(*other, anchor.as_deref()))
                        .unwrap_or(page);
                    Destination::Page { page, anchor: anchor.as_deref() }
                }
                None if self.is_hidden(source) => Destination::Withheld,
                None => Destination::Missing,
            },
            Target::Contact(name) => self.by_name(self.contacts.get(&**name), name, language),
            Target::Document(number) => {
                let key = number_key(number);
                self.by_name(self.by_number.get(&key), &key, language)
            }
        }
    }

    /// Whether a source exists, or may exist, and is not public: also what stands in a folder that cannot be read.
    pub fn is_hidden(&self, source: &SourcePath) -> bool {
        self.hidden.contains(source) || source.ancestors().any(|folder| self.hidden.contains(folder))
    }

    /// The page in the reader's language, else in the first. Where two pages have the name in that language, nobody can say
    /// which of them a link means: it leads to neither.
    fn by_name(&self, pages: Option<&Vec<PageId>>, name: &str, language: Language) -> Destination<'_> {
        let pages = pages.map_or(&[][..], Vec::as_slice);
        let spoken = |page: &PageId| self.page(*page).document.language;
        let own = pages.iter().find(|page| spoken(page) == language).or(pages.first()).map(spoken);
        let mut named = pages.iter().copied().filter(|page| Some(spoken(page)) == own);
        match named.next().filter(|_| named.next().is_none()) {
            Some(page) => Destination::Page { page, anchor: None },
            None if self.hidden_names.contains(name) => Destination::Withheld,
            None => Destination::Missing,
        }
    }

    pub fn has_anchor(&self, page: PageId, anchor: Option<&str>) -> bool {
        let Some(anchor) = anchor else { return true };
        match self.anchors.get(&page) {
            Some(anchors) => anchors.contains(anchor),
            None => self.page(page).document.body.headings.iter().any(|heading| &*heading.id == anchor),
        }
    }
}

/// The anchors of pages of so many headings that going through them for each link would be long.
pub(super) fn anchors(pages: &[Page]) -> HashMap<PageId, BTreeSet<Arc<str>>> {
    const MANY: usize = 50;
    let headings = |page: &Page| page.document.body.headings.iter().map(|heading| heading.id.clone()).collect();
    let long = pages.iter().enumerate().filter(|(_, page)| page.document.body.headings.len() > MANY);
    long.map(|(index, page)| (PageId(index as u32), headings(page))).collect()
}
