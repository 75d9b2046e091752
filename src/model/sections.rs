//! Turns pages into the tree of sections: which section is around each page, and which are directly below each other.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::Serialize;

use super::indexes::Indexes;
use super::order::{Comparison, Order};
use super::pages::{PageId, Pages, SectionKinds, below_content, item_kind};
use super::resolve::Resolver;
use super::settings::Settings;
use crate::diag::{Finding, Span, catalog};
use crate::load::discover::{CONTENT, is_date_folder};
use crate::load::document::{Document, Language, Role};
use crate::load::kinds::KindId;
use crate::path::SourcePath;

/// What a section page knows beside being a page.
#[derive(Debug, Serialize)]
pub(super) struct Section {
    /// Folder below `content/`, without slashes at the ends; empty for the home page.
    pub folder: Arc<str>,
    /// The kind of its items.
    pub kind: KindId,
    /// Child sections, by weight, then title.
    pub children: Vec<PageId>,
}

#[derive(Serialize)]
pub(super) struct Sections {
    /// Of each page.
    around: Vec<Option<PageId>>,
    sections: BTreeMap<PageId, Section>,
}

impl Sections {
    pub fn new(settings: &Settings, pages: &Pages, indexes: &Indexes, kinds: &SectionKinds) -> Sections {
        let around_of = |document: &Document| {
            folders_around(document).find_map(|folder| indexes.section(folder, document.language))
        };
        let around: Vec<Option<PageId>> = pages.all().map(|(_, page)| around_of(&page.document)).collect();
        let mut children = children(settings, pages, &around);
        let section = |(id, document): (PageId, &Arc<Document>)| {
            let section = Section {
                folder: below_content(&document.home).into(),
                kind: item_kind(&settings.kinds, kinds, document),
                children: children.remove(&id).unwrap_or_default(),
            };
            (id, section)
        };
        let own = pages.all().filter(|(_, page)| page.is_section()).map(|(id, page)| (id, &page.document));
        let sections = own.map(section).collect();
        Sections { around, sections }
    }

    /// The section around a page in its own language; the home page has none.
    pub fn around(&self, id: PageId) -> Option<PageId> {
        self.around[id.0 as usize]
    }

    pub fn get(&self, id: PageId) -> Option<&Section> {
        self.sections.get(&id)
    }

    pub fn all(&self) -> impl Iterator<Item = (PageId, &Section)> {
        self.sections.iter().map(|(id, section)| (*id, section))
    }

    /// The sections around a page, from its own outwards.
    pub fn above(&self, id: PageId) -> impl Iterator<Item = PageId> {
        std::iter::successors(self.around(id), |section| self.around(*section))
    }
}

/// The sections directly below each, by weight, then title.
fn children(settings: &Settings, pages: &Pages, around: &[Option<PageId>]) -> BTreeMap<PageId, Vec<PageId>> {
    let comparison = Comparison::new(settings, pages);
    let mut all: Vec<PageId> = pages.all().filter(|(_, page)| page.is_section()).map(|(id, _)| id).collect();
    all.sort_by(|a, b| comparison.compare(*a, *b, &Order::Weight));
    let mut children: BTreeMap<PageId, Vec<PageId>> = BTreeMap::new();
    for child in all {
        if let Some(parent) = around[child.0 as usize] {
            children.entry(parent).or_default().push(child);
        }
    }
    children
}

/// Folders below `content/` in which the section of a document is looked for; a section is not in itself.
fn folders_around(document: &Document) -> impl Iterator<Item = &str> {
    let own = below_content(&document.home);
    let start = if document.role == Role::Section { parent(own) } else { Some(own) };
    std::iter::successors(start, |folder| parent(folder))
}

fn parent(folder: &str) -> Option<&str> {
    if folder.is_empty() { None } else { Some(folder.rsplit_once('/').map_or("", |(parent, _)| parent)) }
}

/// Folders that have pages and no section: one finding for each, at the first page.
pub(super) struct MissingSections<'a> {
    pub resolver: Resolver<'a>,
    pub kinds: &'a SectionKinds,
}

impl MissingSections<'_> {
    pub fn findings(&self) -> Vec<Finding> {
        let mut seen = BTreeSet::new();
        let mut findings = Vec::new();
        for (_, page) in self.resolver.pages.all() {
            let document = &page.document;
            let has_section = |folder: &&str| self.resolver.indexes.section(folder, document.language).is_some();
            for folder in folders_around(document).take_while(|folder| !has_section(folder)) {
                let last = folder.rsplit('/').next().unwrap_or(folder);
                if !is_date_folder(last)
                    && seen.insert((folder, document.language))
                    && !self.is_withheld(folder, document.language)
                {
                    findings.push(self.finding(document, folder));
                }
            }
        }
        findings
    }

    fn is_withheld(&self, folder: &str, language: Language) -> bool {
        let name = self.expected(language);
        let path = if folder.is_empty() { format!("{CONTENT}/{name}") } else { format!("{CONTENT}/{folder}/{name}") };
        self.resolver.withheld.hidden.contains(&SourcePath::new(path))
    }

    /// `_index.md`, `_index.en.md`
    fn expected(&self, language: Language) -> String {
        if language == 0 {
            "_index.md".to_owned()
        } else {
            format!("_index.{}.md", self.resolver.settings.language(language))
        }
    }

    fn finding(&self, document: &Document, folder: &str) -> Finding {
        if folder.is_empty() && document.language == 0 {
            return Finding::new(&catalog::NO_HOME, CONTENT);
        }
        // A section is of the kind of its items. The home page is of none.
        let kind = match document.role {
            Role::Section => item_kind(&self.resolver.settings.kinds, self.kinds, document),
            Role::Item | Role::Bundle => document.kind,
        };
        let kind = if folder.is_empty() {
            String::new()
        } else {
            format!(" kind: {} |", self.resolver.settings.kinds.get(kind).name)
        };
        let expected = self.expected(document.language);
        let next = next_step(folder, &expected, &kind);
        let path = format!("{CONTENT}/{folder}");
        let finding = Finding::new(&catalog::NO_SECTION, document.source.as_str()).at(Span::new(1, 1, 3));
        let finding = finding.with("folder", path.trim_end_matches('/')).with("expected", expected);
        finding.with_words("next", next)
    }
}

/// What a folder without a section needs: a file, or, where it is a month, its other figure.
fn next_step(folder: &str, expected: &str, kind: &str) -> (String, String) {
    let (above, last) = folder.rsplit_once('/').unwrap_or(("", folder));
    let above = above.rsplit('/').next().unwrap_or_default();
    if above.len() == 4 && is_date_folder(above) && matches!(last.as_bytes(), [b'1'..=b'9']) {
        return (
            format!("Thư mục tháng viết hai chữ số: đổi tên thư mục {last} thành 0{last}."),
            format!("A month has two digits: rename the folder {last} to 0{last}."),
        );
    }
    (
        format!("Tạo tệp {expected} trong thư mục đó, gồm các dòng: --- | title: Tên chuyên mục |{kind} ---"),
        format!("Create {expected} in that folder, with the lines: --- | title: Name of the section |{kind} ---"),
    )
}
