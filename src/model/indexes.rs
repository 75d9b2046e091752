//! Turns pages into what they are found by: source, page in other languages, folder, number, name of a contact, headings.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::Hash;
use std::sync::Arc;

use serde::Serialize;

use super::fingerprint::{each_unordered, unordered};
use super::pages::{Page, PageId, Pages, below_content};
use super::settings::Settings;
use crate::diag::{Finding, Span, catalog};
use crate::load::discover::plain_path;
use crate::load::document::Language;
use crate::load::kinds::Link;
use crate::path::SourcePath;

/// Document numbers are compared without spaces and without regard to case.
pub fn number_key(number: &str) -> String {
    number.chars().filter(|letter| !letter.is_whitespace()).flat_map(char::to_lowercase).collect()
}

#[derive(Serialize)]
pub(super) struct Indexes {
    #[serde(serialize_with = "unordered")]
    by_source: HashMap<SourcePath, PageId>,
    #[serde(serialize_with = "unordered")]
    by_group: HashMap<Arc<str>, Vec<PageId>>,
    #[serde(serialize_with = "unordered")]
    by_number: HashMap<String, Vec<PageId>>,
    #[serde(serialize_with = "unordered")]
    by_contact: HashMap<String, Vec<PageId>>,
    /// Of each language: sections by folder below `content/`.
    #[serde(serialize_with = "each_unordered")]
    by_folder: Vec<HashMap<Arc<str>, PageId>>,
    /// Of pages of so many headings that going through them for each link would be long.
    #[serde(serialize_with = "unordered")]
    anchors: HashMap<PageId, BTreeSet<Arc<str>>>,
}

impl Indexes {
    pub fn new(settings: &Settings, pages: &Pages) -> Indexes {
        let linked_by = |link: Link| {
            pages.all().filter(move |(_, page)| settings.kinds.get(page.document.kind).linked_by == Some(link))
        };
        let (contacts, documents) = (linked_by(Link::Contact), linked_by(Link::Document));
        let numbers = documents.filter_map(|(id, page)| {
            let kind = settings.kinds.get(page.document.kind);
            Some((number_key(page.document.text(kind, "number")?), id))
        });
        Indexes {
            by_source: by_source(pages),
            by_group: grouped(pages, pages.all().map(|(id, page)| (page.document.group.clone(), id))),
            by_number: grouped(pages, numbers),
            by_contact: grouped(pages, contacts.map(|(id, page)| (page.document.stem.to_string(), id))),
            by_folder: settings.languages().map(|language| by_folder(pages, language)).collect(),
            anchors: anchors(pages),
        }
    }

    pub fn source(&self, source: &SourcePath) -> Option<PageId> {
        self.by_source.get(source).copied()
    }

    /// All languages of a page, itself included, in the order of the configuration.
    pub fn translations(&self, page: &Page) -> &[PageId] {
        self.by_group.get(&page.document.group).map_or(&[], Vec::as_slice)
    }

    /// Documents by their number, as `number_key` makes one of it.
    pub fn number(&self, key: &str) -> &[PageId] {
        self.by_number.get(key).map_or(&[], Vec::as_slice)
    }

    pub fn contact(&self, name: &str) -> &[PageId] {
        self.by_contact.get(name).map_or(&[], Vec::as_slice)
    }

    /// The section page for a folder below `content/`.
    pub fn section(&self, folder: &str, language: Language) -> Option<PageId> {
        self.by_folder.get(usize::from(language))?.get(folder).copied()
    }

    pub fn has_anchor(&self, pages: &Pages, id: PageId, anchor: &str) -> bool {
        match self.anchors.get(&id) {
            Some(anchors) => anchors.contains(anchor),
            None => pages[id].document.body.headings.iter().any(|heading| &*heading.id == anchor),
        }
    }

    /// Links name contacts by their files, so no two of one language may have one name.
    pub fn check_contacts(&self, pages: &Pages) -> Vec<Finding> {
        let mut findings = Vec::new();
        for (name, ids) in self.by_contact.iter().collect::<BTreeMap<_, _>>() {
            for pair in ids.windows(2) {
                let [first, second] = [pair[0], pair[1]].map(|id| &pages[id].document);
                if first.language == second.language {
                    let finding = Finding::new(&catalog::SAME_CONTACT, second.source.as_str());
                    let finding = finding.at(Span::new(1, 1, 3)).with("name", name.as_str());
                    findings.push(finding.with("other", first.source.as_str()).related(first.source.as_str()));
                }
            }
        }
        findings
    }
}

/// By its own path, and by that of the same page without a language, unless there is a page at that. What comes later in
/// a map wins: the first of those without a language, then those with the path itself.
fn by_source(pages: &Pages) -> HashMap<SourcePath, PageId> {
    let plain = pages.all().rev().filter_map(|(id, page)| {
        let document = &page.document;
        Some((plain_path(&document.source, &document.group, document.language)?, id))
    });
    plain.chain(pages.all().map(|(id, page)| (page.document.source.clone(), id))).collect()
}

fn by_folder(pages: &Pages, language: Language) -> HashMap<Arc<str>, PageId> {
    let sections = pages.all().filter(|(_, page)| page.is_section() && page.document.language == language);
    sections.map(|(id, page)| (below_content(&page.document.home).into(), id)).collect()
}

/// Pages of one name together, in the order of languages.
fn grouped<K: Hash + Eq>(pages: &Pages, named: impl Iterator<Item = (K, PageId)>) -> HashMap<K, Vec<PageId>> {
    let mut groups: HashMap<K, Vec<PageId>> = HashMap::new();
    for (name, id) in named {
        groups.entry(name).or_default().push(id);
    }
    for group in groups.values_mut() {
        group.sort_by_key(|id| (pages[*id].document.language, *id));
    }
    groups
}

fn anchors(pages: &Pages) -> HashMap<PageId, BTreeSet<Arc<str>>> {
    const MANY: usize = 50;
    let long = pages.all().filter(|(_, page)| page.document.body.headings.len() > MANY);
    let headings = |page: &Page| page.document.body.headings.iter().map(|heading| heading.id.clone()).collect();
    long.map(|(id, page)| (id, headings(page))).collect()
}
