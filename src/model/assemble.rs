//! Turns what passed the gate into the site: addresses, sections, lists, translations, relations, states.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::gate::Gate;
use super::lists::ListId;
use super::make_lists::Order;
use super::sift::Sifted;
use super::urls::Urls;
use super::{Mark, Page, PageId, PublishedFile, Section, Site, relations, resolve, state};
use crate::diag::{Diagnostic, Span, catalog};
use crate::load::config::Config;
use crate::load::data::Table;
use crate::load::discover::{CONTENT, Source, is_date_folder, plain_path};
use crate::load::document::{Document, Language, Role};
use crate::load::inspect::FileFacts;
use crate::load::kinds::{DateRole, Kind, KindId, Kinds};
use crate::path::{SourcePath, UrlPath};
use crate::text::collate::Collator;
use crate::time::Moment;

/// What a site is assembled from.
pub struct Parts {
    pub config: Arc<Config>,
    pub kinds: Arc<Kinds>,
    pub sifted: Sifted,
    pub mark: Option<Mark>,
    /// Facts of the files that public pages use.
    pub facts: BTreeMap<SourcePath, FileFacts>,
    /// The tables among them that pages show.
    pub tables: BTreeMap<SourcePath, Arc<Table>>,
    /// Pages that cannot be published beside the others.
    pub taken: Vec<Arc<Document>>,
    /// Folders that could not be read.
    pub closed: Vec<SourcePath>,
    /// The kind of items for each section folder.
    pub section_kinds: BTreeMap<Arc<str>, KindId>,
}

pub fn assemble(parts: Parts, findings: &mut Vec<Diagnostic>) -> Site {
    let Parts { config, kinds, sifted, mark, facts, tables, taken, closed, section_kinds } = parts;
    // A section that was taken out still names the addresses of what stands in it.
    let urls = section_urls(&config, &kinds, sifted.documents.iter().chain(&taken));
    let pages: Vec<Page> = sifted.documents.iter().map(|document| page(document, &kinds, &urls, sifted.gate)).collect();
    let files = facts
        .into_iter()
        .map(|(source, facts)| (source.clone(), PublishedFile { url: urls.file(&source), facts }))
        .collect();
    let address = |source: &Source| match taken.iter().find(|document| document.source == source.path) {
        Some(document) => page(document, &kinds, &urls, sifted.gate).url,
        None => quarantined_url(source, &urls),
    };
    let named = sifted.named.iter().map(|source| (source.path.clone(), address(source)));
    let languages = 0..config.languages.len() as Language;
    let closed = closed.iter().flat_map(|folder| {
        let url = |language| (folder.clone(), urls.folder(folder.as_str(), language));
        languages.clone().map(url)
    });
    let quarantined = named.chain(closed).collect();
    let mut site = Site {
        at: sifted.gate.at,
        mark,
        sections: BTreeMap::new(),
        lists: Vec::new(),
        files,
        tables,
        sidecars: sifted.sidecars,
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
        anchors: resolve::anchors(&pages),
        pages,
        hidden: sifted.hidden,
        hidden_names: sifted.hidden_names,
        config: config.clone(),
        kinds,
    };
    site.index();
    site.place_in_sections(&section_kinds, findings);
    site.relations = relations::relations(&site);
    site.settle_states();
    site.make_lists();
    site.check_unique(findings);
    site.check_contacts(findings);
    site
}

fn section_urls<'a, 'd>(
    config: &'a Config,
    kinds: &Kinds,
    documents: impl Iterator<Item = &'d Arc<Document>>,
) -> Urls<'a> {
    let mut urls = Urls::new(config);
    for document in documents.filter(|document| document.role == Role::Section) {
        if let Some(slug) = document.text(kinds.get(document.kind), "slug") {
            urls.set_slug(&document.home, document.language, slug);
        }
    }
    urls
}

fn page(document: &Arc<Document>, kinds: &Kinds, urls: &Urls, gate: Gate) -> Page {
    let kind = kinds.get(document.kind);
    let folder = urls.folder(&document.home, document.language);
    let url = match document.role {
        Role::Section => folder,
        Role::Item | Role::Bundle => {
            let segment =
                document.text(kind, "slug").map_or_else(|| crate::text::slug::slug(&document.stem), str::to_owned);
            folder.child(&segment)
        }
    };
    let is_over = |moment: &Moment| gate.show_all || moment.starts <= gate.at;
    let date = publication(document, kind).into_iter().flatten().find(is_over);
    let updated = document.moment(kind, "updated").filter(is_over);
    Page { document: document.clone(), url, section: None, date, updated, state: None, listed: kind.listed }
}

/// The dates that can count as that of publication, the best first. What was scheduled was published when it appeared.
/// A kind whose own date is when something begins has that only where nothing better is said.
fn publication(document: &Document, kind: &Kind) -> [Option<Moment>; 3] {
    let (scheduled, said) = (document.role(kind, DateRole::Publish), document.moment(kind, "date"));
    let own = kind.date_field.as_deref().and_then(|field| kind.index_of(field));
    let subject = own.and_then(|field| document.value(field)).and_then(|value| value.as_moment());
    let begins = own.is_some() && own == kind.by_role(DateRole::Opens);
    if begins { [scheduled, said, subject] } else { [scheduled, subject, said] }
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
            if let Some(plain) = plain_path(&document.source, &document.group, document.language) {
                self.by_source.entry(plain).or_insert(id);
            }
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
        let page_kind = self.kinds.find("page").unwrap_or(KindId(0));
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
                if name.is_empty()
                    && document.language == 0
                    && reported.insert((String::new(), 0))
                    && !self.hidden.contains(&SourcePath::new(format!("{CONTENT}/_index.md")))
                {
                    findings.push(Diagnostic::new(&catalog::NO_HOME, CONTENT));
                    break;
                }
                if name.is_empty() && document.language == 0 {
                    break;
                }
                if !is_date_folder(last)
                    && reported.insert((name.to_owned(), document.language))
                    && !self.hidden_section(name, document.language)
                {
                    let suffix = if document.language == 0 {
                        String::new()
                    } else {
                        format!(".{}", self.language(document.language))
                    };
                    let finding =
                        Diagnostic::new(&catalog::NO_SECTION, document.source.as_str()).at(Span::new(1, 1, 3));
                    let folder = format!("{CONTENT}/{name}");
                    // A section is of the kind of its items. The home page is of none.
                    let kind = if document.role == Role::Section {
                        kinds.get(&document.home).copied().unwrap_or(page_kind)
                    } else {
                        document.kind
                    };
                    let kind = format!(" kind: {} |", self.kinds.get(kind).name);
                    let expected = format!("_index{suffix}.md");
                    let next = no_section(name, &expected, if name.is_empty() { "" } else { &kind });
                    let finding = finding.with("folder", folder.trim_end_matches('/')).with("expected", expected);
                    findings.push(finding.with_words("next", next));
                }
                folder = parent_folder(name);
            }
        }
        for id in self.ids().filter(|id| self.is_section(*id)).collect::<Vec<_>>() {
            let folder: Arc<str> = self.page(id).document.home.clone();
            let kind = kinds.get(&folder).copied().unwrap_or(page_kind);
            let listed = self.kinds.get(kind).listed;
            self.pages[id.0 as usize].listed = listed;
            self.sections.insert(
                id,
                Section { folder: below_content(&folder).into(), kind, children: Vec::new(), list: ListId(0) },
            );
        }
        let parents: Vec<(PageId, PageId)> =
            self.sections.keys().filter_map(|id| Some((self.page(*id).section?, *id))).collect();
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

    pub(super) fn collators(&self) -> Vec<Collator> {
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
            let inverse = self
                .relations(id)
                .iter()
                .filter(|relation| relation.inverse && relation.kind == document.kind && relation.field == field);
            inverse.flat_map(|relation| &relation.pages).any(|page| self.is_effective(*page))
        })
    }

    /// Whether a document has begun to apply.
    fn is_effective(&self, id: PageId) -> bool {
        let page = self.page(id);
        page.document.role(self.kind(page), DateRole::Effective).is_none_or(|moment| moment.starts <= self.at)
    }

    /// Links name contacts by their files, so no two of one language may have one name.
    fn check_contacts(&self, findings: &mut Vec<Diagnostic>) {
        for (name, ids) in self.contacts.iter().collect::<BTreeMap<_, _>>() {
            for pair in ids.windows(2) {
                let [first, second] = [pair[0], pair[1]].map(|id| &self.page(id).document);
                if first.language == second.language {
                    let finding =
                        Diagnostic::new(&catalog::SAME_CONTACT, second.source.as_str()).at(Span::new(1, 1, 3));
                    let finding = finding.with("name", name.as_str()).with("other", first.source.as_str());
                    findings.push(finding.related(first.source.as_str()));
                }
            }
        }
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
                    let finding = Diagnostic::new(&catalog::DUPLICATE_VALUE, document.source.as_str())
                        .at(document.place(index as u16));
                    findings.push(
                        finding
                            .with("key", &field.name)
                            .with("value", text)
                            .with("other", other.as_str())
                            .related(other.as_str()),
                    );
                }
            }
        }
    }
}

fn parent_folder(folder: &str) -> Option<&str> {
    if folder.is_empty() { None } else { Some(folder.rsplit_once('/').map_or("", |(parent, _)| parent)) }
}

/// What a folder without a section needs: a file, or, where it is a month, its other figure.
fn no_section(folder: &str, expected: &str, kind: &str) -> (String, String) {
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
