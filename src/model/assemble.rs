//! Turns what passed the gate into the site: addresses, sections, lists, translations, relations, states.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::lists::{List, ListId, ListKey};
use super::sift::Sifted;
use super::urls::{Urls, language_root};
use super::{Page, PageId, PublishedFile, Section, Site, relations, resolve, state};
use crate::diag::{Diagnostic, Span, catalog};
use crate::load::config::Config;
use crate::load::discover::{CONTENT, Source, is_date_folder};
use crate::load::document::{Document, Language, Role};
use crate::load::inspect::FileFacts;
use crate::load::kinds::{DateRole, KindId, Kinds, Taxonomy};
use crate::path::{SourcePath, UrlPath};
use crate::tables;
use crate::text::collate::Collator;

/// What a site is assembled from.
pub struct Parts {
    pub config: Arc<Config>,
    pub kinds: Arc<Kinds>,
    pub sifted: Sifted,
    /// Facts of the files that public pages use.
    pub facts: BTreeMap<SourcePath, FileFacts>,
    /// Markdown files that could not be loaded.
    pub unreadable: Vec<Source>,
    /// The kind of items for each section folder.
    pub section_kinds: BTreeMap<Arc<str>, KindId>,
}

pub fn assemble(parts: Parts, findings: &mut Vec<Diagnostic>) -> Site {
    let Parts { config, kinds, sifted, facts, unreadable, section_kinds } = parts;
    let urls = section_urls(&config, &kinds, &sifted.documents);
    let pages: Vec<Page> = sifted.documents.iter().map(|document| page(document, &kinds, &urls)).collect();
    let files = facts.into_iter().map(|(source, facts)| (source.clone(), PublishedFile { url: urls.file(&source), facts })).collect();
    let quarantined = unreadable.iter().map(|source| (source.path.clone(), quarantined_url(source, &urls))).collect();
    let mut site = Site {
        at: sifted.gate.at,
        pages,
        sections: BTreeMap::new(),
        lists: Vec::new(),
        files,
        withheld: sifted.withheld,
        quarantined,
        next_change: sifted.next_change,
        by_source: HashMap::new(),
        by_group: HashMap::new(),
        by_number: HashMap::new(),
        contacts: HashMap::new(),
        by_folder: HashMap::new(),
        list_of: HashMap::new(),
        position: Vec::new(),
        relations: BTreeMap::new(),
        hidden: sifted.hidden,
        config: config.clone(),
        kinds,
    };
    site.index();
    site.place_in_sections(&section_kinds, findings);
    site.relations = relations::relations(&site);
    site.settle_states();
    site.make_lists();
    site.check_unique(findings);
    site
}

fn section_urls<'a>(config: &'a Config, kinds: &Kinds, documents: &[Arc<Document>]) -> Urls<'a> {
    let mut urls = Urls::new(config);
    for document in documents.iter().filter(|document| document.role == Role::Section) {
        if let Some(slug) = document.text(kinds.get(document.kind), "slug") {
            urls.set_slug(&document.home, document.language, slug);
        }
    }
    urls
}

fn page(document: &Arc<Document>, kinds: &Kinds, urls: &Urls) -> Page {
    let kind = kinds.get(document.kind);
    let folder = urls.folder(&document.home, document.language);
    let url = match document.role {
        Role::Section => folder,
        Role::Item | Role::Bundle => {
            let segment = document.text(kind, "slug").map_or_else(|| crate::text::slug::slug(&document.stem), str::to_owned);
            folder.child(&segment)
        }
    };
    let date = kind.date_field.as_deref().and_then(|field| document.moment(kind, field)).or_else(|| document.moment(kind, "date"));
    Page { document: document.clone(), url, section: None, date, state: None, listed: kind.listed }
}

/// The address of a page whose front matter could not be read: by its place on disk.
fn quarantined_url(source: &Source, urls: &Urls) -> UrlPath {
    let folder = urls.folder(&source.home, source.language);
    if source.role == Role::Section { folder } else { folder.child(&crate::text::slug::slug(&source.stem)) }
}

/// `content/tin-tuc` → `tin-tuc`; the content folder itself → ``.
fn below_content(folder: &str) -> &str {
    folder.strip_prefix(CONTENT).map_or(folder, |rest| rest.trim_start_matches('/'))
}

impl Site {
    fn index(&mut self) {
        for (index, page) in self.pages.iter().enumerate() {
            let (id, document) = (PageId(index as u32), &page.document);
            let kind = self.kinds.get(document.kind);
            self.by_source.insert(document.source.clone(), id);
            self.by_group.entry(document.group.clone()).or_default().push(id);
            if document.role == Role::Section {
                self.by_folder.insert((below_content(&document.home).into(), document.language), id);
            }
            if kind.name == "contact" {
                self.contacts.entry(document.stem.to_string()).or_default().push(id);
            }
            if let Some(number) = document.text(kind, "number").filter(|_| kind.name == "document") {
                self.by_number.entry(resolve::number_key(number)).or_default().push(id);
            }
        }
        for pages in self.by_group.values_mut().chain(self.by_number.values_mut()).chain(self.contacts.values_mut()) {
            pages.sort_by_key(|id| (self.pages[id.0 as usize].document.language, *id));
        }
    }

    /// Finds the section around every page, and makes the section tree.
    fn place_in_sections(&mut self, kinds: &BTreeMap<Arc<str>, KindId>, findings: &mut Vec<Diagnostic>) {
        let mut reported = std::collections::BTreeSet::new();
        for index in 0..self.pages.len() {
            let document = self.pages[index].document.clone();
            let own_folder = below_content(&document.home);
            let start = if document.role == Role::Section { parent_folder(own_folder) } else { Some(own_folder) };
            let mut folder = start;
            while let Some(name) = folder {
                if let Some(section) = self.section_at(name, document.language) {
                    self.pages[index].section = Some(section);
                    break;
                }
                let last = name.rsplit('/').next().unwrap_or(name);
                if !is_date_folder(last) && reported.insert((name.to_owned(), document.language)) && !self.hidden_section(name, document.language) {
                    let suffix = if document.language == 0 { String::new() } else { format!(".{}", self.language(document.language)) };
                    let finding = Diagnostic::new(&catalog::NO_SECTION, document.source.as_str()).at(Span::new(1, 1, 3));
                    findings.push(finding.with("folder", format!("{CONTENT}/{name}")).with("expected", format!("_index{suffix}.md")));
                }
                folder = parent_folder(name);
            }
        }
        let page_kind = self.kinds.find("page").unwrap_or(KindId(0));
        for id in self.ids().filter(|id| self.is_section(*id)).collect::<Vec<_>>() {
            let folder: Arc<str> = self.page(id).document.home.clone();
            let kind = kinds.get(&folder).copied().unwrap_or(page_kind);
            let listed = self.kinds.get(kind).listed;
            self.pages[id.0 as usize].listed = listed;
            self.sections.insert(id, Section { folder: below_content(&folder).into(), kind, children: Vec::new(), list: ListId(0) });
        }
        let parents: Vec<(PageId, PageId)> = self.sections.keys().filter_map(|id| Some((self.page(*id).section?, *id))).collect();
        for (parent, child) in parents {
            if let Some(section) = self.sections.get_mut(&parent) {
                section.children.push(child);
            }
        }
        let order = self.order_by_weight();
        let rank: HashMap<PageId, usize> = order.into_iter().enumerate().map(|(rank, id)| (id, rank)).collect();
        for section in self.sections.values_mut() {
            section.children.sort_by_key(|id| rank.get(id).copied());
        }
    }

    fn hidden_section(&self, folder: &str, language: Language) -> bool {
        let suffix = if language == 0 { String::new() } else { format!(".{}", self.language(language)) };
        self.hidden.contains(&SourcePath::new(format!("{CONTENT}/{folder}/_index{suffix}.md")))
    }

    /// All sections, by weight, then title.
    fn order_by_weight(&self) -> Vec<PageId> {
        let mut ids: Vec<PageId> = self.sections.keys().copied().collect();
        let collators = self.collators();
        ids.sort_by(|a, b| self.compare(*a, *b, &Order::Weight, &collators));
        ids
    }

    fn collators(&self) -> Vec<Collator> {
        self.config.languages.iter().map(|language| Collator::new(language)).collect()
    }

    fn settle_states(&mut self) {
        // Two rounds: whether a document is in force decides whether what it replaces still is.
        for _ in 0..2 {
            let states: Vec<Option<u16>> = self.ids().map(|id| self.state_of(id)).collect();
            for (page, state) in self.pages.iter_mut().zip(states) {
                page.state = state;
            }
        }
    }

    fn state_of(&self, id: PageId) -> Option<u16> {
        let document = &self.page(id).document;
        let kind = self.kinds.get(document.kind);
        state::state(document, kind, self.at, |field| {
            let inverse = self.relations(id).iter().filter(|relation| relation.inverse && relation.kind == document.kind && relation.field == field);
            inverse.flat_map(|relation| &relation.pages).any(|page| self.is_effective(*page))
        })
    }

    /// Whether a document has begun to apply.
    fn is_effective(&self, id: PageId) -> bool {
        let page = self.page(id);
        page.document.role(self.kind(page), DateRole::Effective).is_none_or(|moment| moment.starts <= self.at)
    }

    fn make_lists(&mut self) {
        let mut lists = Vec::new();
        let collators = self.collators();
        let mut members = self.section_members();
        for id in self.sections.keys().copied() {
            lists.push(self.section_list(id, members.remove(&id).unwrap_or_default(), &collators));
        }
        for language in self.languages() {
            let mut dated: Vec<PageId> = self.ids().filter(|id| self.is_dated(*id, language)).collect();
            dated.sort_by(|a, b| self.compare(*a, *b, &Order::Newest(None), &collators));
            lists.push(self.new_list(ListKey::Site(language), self.home_url(language), self.config.title.get(self.language(language)).to_owned(), dated.clone()));
            if self.config.outputs.taxonomies {
                self.term_lists(language, &collators, &mut lists);
            }
            if self.config.outputs.archive {
                self.archive_lists(language, &dated, &mut lists);
            }
        }
        for (index, list) in lists.iter().enumerate() {
            let id = ListId(index as u32);
            self.list_of.insert(list.key, id);
            if let ListKey::Section(page) = list.key
                && let Some(section) = self.sections.get_mut(&page)
            {
                section.list = id;
            }
        }
        self.position = vec![u32::MAX; self.pages.len()];
        for list in &lists {
            if let ListKey::Section(section) = list.key {
                for (position, item) in list.items.iter().enumerate() {
                    if self.pages[item.0 as usize].section == Some(section) {
                        self.position[item.0 as usize] = position as u32;
                    }
                }
            }
        }
        self.lists = lists;
    }

    fn is_dated(&self, id: PageId, language: Language) -> bool {
        let page = self.page(id);
        let document = &page.document;
        document.language == language && document.role != Role::Section && page.listed && page.date.is_some() && self.kind(page).dated
    }

    fn new_list(&self, key: ListKey, url: UrlPath, title: String, items: Vec<PageId>) -> List {
        let language = match key {
            ListKey::Site(language) | ListKey::Term(_, _, language) | ListKey::Year(language, _) | ListKey::Month(language, _, _) => language,
            ListKey::Section(id) => self.page(id).document.language,
        };
        List { key, language, url, title, items, newest_first: true, per_page: self.config.outputs.per_page }
    }

    /// The items of each section: its own, and those of its kind in the sections below.
    fn section_members(&self) -> BTreeMap<PageId, Vec<PageId>> {
        let mut members: BTreeMap<PageId, Vec<PageId>> = BTreeMap::new();
        for id in self.ids().filter(|id| self.page(*id).listed && !self.is_section(*id)) {
            let mut around = self.page(id).section;
            while let Some(section) = around {
                if self.page(id).section == Some(section) || self.sections[&section].kind == self.page(id).document.kind {
                    members.entry(section).or_default().push(id);
                }
                around = self.page(section).section;
            }
        }
        members
    }

    fn section_list(&self, id: PageId, mut items: Vec<PageId>, collators: &[Collator]) -> List {
        let page = self.page(id);
        let section = &self.sections[&id];
        let kind = self.kinds.get(section.kind);
        let schema = self.kind(page);
        let sort = page.document.text(schema, "sort").unwrap_or(&kind.sort);
        let order = match sort {
            "date" => Order::Newest(None),
            "title" => Order::Title,
            "weight" => Order::Weight,
            field => Order::Newest(Some(field.to_owned())),
        };
        items.sort_by(|a, b| self.compare(*a, *b, &order, collators));
        let mut list = self.new_list(ListKey::Section(id), page.url.clone(), page.document.title.to_string(), items);
        list.newest_first = matches!(order, Order::Newest(_));
        if let Some(per_page) = page.document.integer(schema, "per_page") {
            list.per_page = usize::try_from(per_page).unwrap_or(list.per_page).max(1);
        }
        list
    }

    fn term_lists(&self, language: Language, collators: &[Collator], lists: &mut Vec<List>) {
        let code = self.language(language);
        for taxonomy in Taxonomy::ALL {
            let mut by_term: BTreeMap<&str, Vec<PageId>> = BTreeMap::new();
            for id in self.ids().filter(|id| self.page(*id).document.language == language && self.page(*id).listed && !self.is_section(*id)) {
                let page = self.page(id);
                for term in page.document.texts(self.kind(page), taxonomy.key()) {
                    by_term.entry(term).or_default().push(id);
                }
            }
            for (index, term) in self.config.terms(taxonomy).iter().enumerate() {
                let Some(mut items) = by_term.remove(term.id.as_str()) else { continue };
                items.sort_by(|a, b| self.compare(*a, *b, &Order::Newest(None), collators));
                let url = self.taxonomy_url(taxonomy, language).child(&term.id);
                lists.push(self.new_list(ListKey::Term(taxonomy, index as u16, language), url, term.name.get(code).to_owned(), items));
            }
        }
    }

    fn archive_lists(&self, language: Language, dated: &[PageId], lists: &mut Vec<List>) {
        let code = self.language(language);
        let mut months: BTreeMap<(i16, i8), Vec<PageId>> = BTreeMap::new();
        let mut years: BTreeMap<i16, Vec<PageId>> = BTreeMap::new();
        for id in dated {
            if let Some(date) = self.page(*id).date {
                months.entry((date.year(), date.month())).or_default().push(*id);
                years.entry(date.year()).or_default().push(*id);
            }
        }
        let archive = self.archive_url(language);
        for (year, items) in years {
            lists.push(self.new_list(ListKey::Year(language, year), archive.child(&year.to_string()), year.to_string(), items));
        }
        for ((year, month), items) in months {
            let url = archive.child(&year.to_string()).child(&format!("{month:02}"));
            lists.push(self.new_list(ListKey::Month(language, year, month), url, crate::time::month_name(year, month, code), items));
        }
    }

    pub fn taxonomy_url(&self, taxonomy: Taxonomy, language: Language) -> UrlPath {
        let segments = tables::segments(self.language(language));
        let segment = match taxonomy {
            Taxonomy::Agency => segments.agency,
            Taxonomy::Topic => segments.topic,
            Taxonomy::Field => segments.field,
        };
        language_root(&self.config, language).child(segment)
    }

    pub fn archive_url(&self, language: Language) -> UrlPath {
        language_root(&self.config, language).child(tables::segments(self.language(language)).archive)
    }

    pub fn tree_url(&self, language: Language) -> UrlPath {
        language_root(&self.config, language).child(tables::segments(self.language(language)).tree)
    }

    fn compare(&self, a: PageId, b: PageId, order: &Order, collators: &[Collator]) -> Ordering {
        let (left, right) = (self.page(a), self.page(b));
        let title = || collators[usize::from(left.document.language)].compare(&left.document.title, &right.document.title);
        let weight = |page: &Page| page.document.integer(self.kind(page), "weight").unwrap_or(i64::MAX);
        let moment = |page: &Page, field: &Option<String>| match field {
            Some(field) => page.document.moment(self.kind(page), field).or(page.date),
            None => page.date,
        };
        let first = match order {
            Order::Newest(field) => moment(right, field).cmp(&moment(left, field)),
            Order::Weight => weight(left).cmp(&weight(right)).then_with(title),
            Order::Title => title(),
        };
        first.then_with(|| left.document.source.cmp(&right.document.source))
    }

    /// Fields marked unique hold one value for one page of each language.
    fn check_unique(&self, findings: &mut Vec<Diagnostic>) {
        let mut seen: HashMap<(KindId, u16, Language, String), PageId> = HashMap::new();
        for id in self.ids() {
            let document = &self.page(id).document;
            let kind = self.kinds.get(document.kind);
            for (index, field) in kind.fields.iter().enumerate().filter(|(_, field)| field.unique) {
                let Some(text) = document.value(index as u16).and_then(|value| value.as_text()) else { continue };
                let key = (document.kind, index as u16, document.language, resolve::number_key(text));
                if let Some(other) = seen.insert(key, id) {
                    let other = &self.page(other).document.source;
                    let finding = Diagnostic::new(&catalog::DUPLICATE_VALUE, document.source.as_str()).at(Span::new(1, 1, 3));
                    findings.push(finding.with("key", &field.name).with("value", text).with("other", other.as_str()).related(other.as_str()));
                }
            }
        }
    }
}

/// How a list is ordered.
enum Order {
    /// By the page's date, or by this field.
    Newest(Option<String>),
    Weight,
    Title,
}

fn parent_folder(folder: &str) -> Option<&str> {
    if folder.is_empty() { None } else { Some(folder.rsplit_once('/').map_or("", |(parent, _)| parent)) }
}
