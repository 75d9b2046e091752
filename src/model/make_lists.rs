//! Turns the placed pages of a site into its lists: sections, terms, years and months, each in its order.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;

use super::fingerprint::unordered;
use super::lists::{List, ListId, ListKey};
use super::order::{Comparison, Order};
use super::pages::{Page, PageId, Pages};
use super::sections::Sections;
use super::settings::Settings;
use super::state::States;
use super::urls;
use crate::load::config::Term;
use crate::load::document::Language;
use crate::load::kinds::{Kind, Taxonomy};
use crate::path::UrlPath;

/// All lists of a site.
#[derive(Serialize)]
pub(super) struct Lists {
    all: Vec<List>,
    #[serde(serialize_with = "unordered")]
    by_key: HashMap<ListKey, ListId>,
    /// Where each page stands in the list of its section.
    positions: Vec<u32>,
}

/// Pages with their places and states: what lists are made of.
#[derive(Clone, Copy)]
pub(super) struct Placed<'a> {
    pub settings: &'a Settings,
    pub pages: &'a Pages,
    pub sections: &'a Sections,
    pub states: &'a States,
}

impl Lists {
    pub fn new(placed: Placed) -> Lists {
        let comparison = Comparison::new(placed.settings, placed.pages);
        let maker = ListMaker { placed, newest: comparison.newest(), comparison };
        let sections = maker.section_lists();
        let facets: Vec<List> = sections.iter().flat_map(|list| placed.facet_lists(list)).collect();
        let others = placed.settings.languages().flat_map(|language| maker.of_language(language));
        let all: Vec<List> = sections.into_iter().chain(facets).chain(others).collect();
        let by_key = all.iter().enumerate().map(|(index, list)| (list.key, ListId(index as u32))).collect();
        let positions = positions(placed, &all);
        Lists { all, by_key, positions }
    }

    pub fn get(&self, id: ListId) -> &List {
        &self.all[id.0 as usize]
    }

    pub fn find(&self, key: &ListKey) -> Option<ListId> {
        self.by_key.get(key).copied()
    }

    pub fn all(&self) -> impl DoubleEndedIterator<Item = (ListId, &List)> {
        self.all.iter().enumerate().map(|(index, list)| (ListId(index as u32), list))
    }

    pub fn position(&self, id: PageId) -> usize {
        self.positions[id.0 as usize] as usize
    }
}

fn positions(placed: Placed, lists: &[List]) -> Vec<u32> {
    let mut positions = vec![u32::MAX; placed.pages.ids().len()];
    for list in lists {
        let ListKey::Section(section) = list.key else { continue };
        let own = list.items.iter().enumerate().filter(|(_, item)| placed.sections.around(**item) == Some(section));
        for (position, item) in own {
            positions[item.0 as usize] = position as u32;
        }
    }
    positions
}

impl<'a> Placed<'a> {
    pub fn kind(self, page: &Page) -> &'a Kind {
        self.settings.kinds.get(page.document.kind)
    }

    /// The kind of a section's items; of any other page its own.
    pub fn item_kind(self, id: PageId) -> &'a Kind {
        let section = self.sections.get(id).map(|section| section.kind);
        self.settings.kinds.get(section.unwrap_or(self.pages[id].document.kind))
    }
}

struct ListMaker<'a> {
    placed: Placed<'a>,
    comparison: Comparison<'a>,
    /// All pages, the newest first: most lists are a part of them in this order.
    newest: Vec<PageId>,
}

impl ListMaker<'_> {
    fn section_lists(&self) -> Vec<List> {
        let mut members = self.section_members();
        let sections = self.placed.sections.all();
        sections.map(|(id, _)| self.section_list(id, members.remove(&id).unwrap_or_default())).collect()
    }

    /// Lists that go through all sections of a language.
    fn of_language(&self, language: Language) -> Vec<List> {
        let Settings { config, .. } = self.placed.settings;
        let is_dated = |page: &Page| {
            page.document.language == language && !page.is_section() && page.listed && self.placed.kind(page).dated
        };
        let dated = self.newest().filter(|(_, page)| is_dated(page)).map(|(id, _)| id).collect::<Vec<_>>();
        let terms = if config.outputs.taxonomies { self.term_lists(language) } else { Vec::new() };
        let archive = if config.outputs.archive { self.archive_lists(language, &dated) } else { Vec::new() };
        let title = config.title.get(self.placed.settings.language(language)).to_owned();
        let all = self.new_list(ListKey::Site(language), urls::language_root(config, language), title, dated);
        [all].into_iter().chain(terms).chain(archive).collect()
    }

    fn newest(&self) -> impl Iterator<Item = (PageId, &Page)> {
        self.newest.iter().map(|id| (*id, &self.placed.pages[*id]))
    }

    fn new_list(&self, key: ListKey, url: UrlPath, title: String, items: Vec<PageId>) -> List {
        let language = match key {
            ListKey::Site(language)
            | ListKey::Term(_, _, language)
            | ListKey::Year(language, _)
            | ListKey::Month(language, _, _) => language,
            ListKey::Section(id) | ListKey::Facet(id, ..) => self.placed.pages[id].document.language,
        };
        List {
            key,
            language,
            url,
            title,
            items,
            newest_first: true,
            per_page: self.placed.settings.config.outputs.per_page,
        }
    }

    /// The items of each section, the newest first: its own, and those of its kind in the sections below. The home page has
    /// only its own.
    fn section_members(&self) -> BTreeMap<PageId, Vec<PageId>> {
        let Placed { pages, sections, .. } = self.placed;
        let mut members: BTreeMap<PageId, Vec<PageId>> = BTreeMap::new();
        for (id, page) in self.newest().filter(|(_, page)| page.listed && !page.is_section()) {
            let own = sections.around(id);
            for section in sections.above(id).take_while(|above| own == Some(*above) || !pages[*above].is_home()) {
                let of_kind = || sections.get(section).is_some_and(|above| above.kind == page.document.kind);
                if own == Some(section) || of_kind() {
                    members.entry(section).or_default().push(id);
                }
            }
        }
        members
    }

    /// `items`: the newest first.
    fn section_list(&self, id: PageId, mut items: Vec<PageId>) -> List {
        let page = &self.placed.pages[id];
        let (kind, schema) = (self.placed.item_kind(id), self.placed.kind(page));
        let sort = page.document.text(schema, "sort").unwrap_or(&kind.sort);
        let order = match sort {
            "date" => Order::Newest(kind.date_field.clone()),
            "title" => Order::Title,
            "weight" => Order::Weight,
            field => Order::Newest(Some(field.to_owned())),
        };
        if !matches!(order, Order::Newest(None)) {
            items.sort_by(|a, b| self.comparison.compare(*a, *b, &order));
        }
        let list = self.new_list(ListKey::Section(id), page.url.clone(), page.document.title.to_string(), items);
        let asked = page.document.integer(schema, "per_page");
        let per_page = asked.map(|asked| usize::try_from(asked).unwrap_or(list.per_page).max(1));
        List { newest_first: matches!(order, Order::Newest(_)), per_page: per_page.unwrap_or(list.per_page), ..list }
    }

    fn term_lists(&self, language: Language) -> Vec<List> {
        Taxonomy::ALL.into_iter().flat_map(|taxonomy| self.lists_of_taxonomy(taxonomy, language)).collect()
    }

    fn lists_of_taxonomy(&self, taxonomy: Taxonomy, language: Language) -> Vec<List> {
        let Settings { config, .. } = self.placed.settings;
        let code = self.placed.settings.language(language);
        let is_item = |page: &Page| page.document.language == language && page.listed && !page.is_section();
        let mut by_term: BTreeMap<&str, Vec<PageId>> = BTreeMap::new();
        for (id, page) in self.newest().filter(|(_, page)| is_item(page)) {
            for term in page.document.texts(self.placed.kind(page), taxonomy.key()) {
                let items = by_term.entry(term).or_default();
                // Who names a term twice stands in its list once.
                if items.last() != Some(&id) {
                    items.push(id);
                }
            }
        }
        let above = urls::taxonomy(config, taxonomy, language);
        let terms = config.terms(taxonomy).iter().enumerate();
        let list = |(index, term): (usize, &Term)| {
            let items = by_term.remove(term.id.as_str())?;
            let key = ListKey::Term(taxonomy, index as u16, language);
            Some(self.new_list(key, above.child(&term.id), term.name.get(code).to_owned(), items))
        };
        terms.filter_map(list).collect()
    }

    fn archive_lists(&self, language: Language, dated: &[PageId]) -> Vec<List> {
        let code = self.placed.settings.language(language);
        let mut months: BTreeMap<(i16, i8), Vec<PageId>> = BTreeMap::new();
        let mut years: BTreeMap<i16, Vec<PageId>> = BTreeMap::new();
        for id in dated {
            if let Some(date) = self.placed.pages[*id].date {
                months.entry((date.year(), date.month())).or_default().push(*id);
                years.entry(date.year()).or_default().push(*id);
            }
        }
        let archive = urls::archive(&self.placed.settings.config, language);
        let of_year = |year: i16| archive.child(&year.to_string());
        let years = years
            .into_iter()
            .map(|(year, items)| self.new_list(ListKey::Year(language, year), of_year(year), year.to_string(), items));
        let months = months.into_iter().map(|((year, month), items)| {
            let url = of_year(year).child(&format!("{month:02}"));
            let title = crate::time::month_name(year, month, code);
            self.new_list(ListKey::Month(language, year, month), url, title, items)
        });
        years.chain(months).collect()
    }
}
