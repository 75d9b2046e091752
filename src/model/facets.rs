//! Turns the facets of a kind into lists: the items of a register by type, agency, field, year and state.
//!
//! Each value of a facet has its own list below the section (`/van-ban/nam/2024/`), so that a register can be narrowed
//! by plain links. Which facets there are is said by the kind. States are those of the build's moment.

use std::collections::BTreeMap;

use super::lists::{List, ListKey};
use super::make_lists::Placed;
use super::{PageId, Site};
use crate::load::document::Value;
use crate::load::kinds::{Facet, FieldType, Kind, Taxonomy};
use crate::path::UrlPath;
use crate::tables;
use crate::text::slug::slug;

/// How one value of a facet is called.
pub struct FacetValue {
    pub label: String,
    segment: String,
    /// Under which names the search knows it; states that have one label are one value.
    pub search: Vec<String>,
}

impl Placed<'_> {
    /// Lists of a section's facets; a section inside another of its kind is part of that one's register.
    pub fn facet_lists(self, list: &List) -> Vec<List> {
        let ListKey::Section(section) = list.key else { return Vec::new() };
        let kind = self.item_kind(section);
        let around = self.sections.around(section).and_then(|around| self.sections.get(around));
        let own = self.sections.get(section);
        let inside = around.zip(own).is_some_and(|(around, own)| around.kind == own.kind);
        let page = &self.pages[section];
        if inside || !page.listed || page.is_home() {
            return Vec::new();
        }
        let of_kind = |id: &&PageId| own.is_some_and(|own| self.pages[**id].document.kind == own.kind);
        let items: Vec<PageId> = list.items.iter().filter(of_kind).copied().collect();
        let facets = kind.facets.iter().enumerate();
        facets.flat_map(|(index, facet)| self.value_lists((section, index as u8, *facet), &items, list)).collect()
    }

    /// A list for each value of one facet.
    fn value_lists(self, (section, index, facet): (PageId, u8, Facet), items: &[PageId], around: &List) -> Vec<List> {
        let kind = self.item_kind(section);
        let mut values: BTreeMap<i32, Vec<PageId>> = BTreeMap::new();
        for id in items {
            for value in self.facet_values(kind, facet, *id) {
                values.entry(value).or_default().push(*id);
            }
        }
        let lists =
            values.into_iter().filter_map(|(value, items)| self.facet_list((section, index, value), items, around));
        lists.collect()
    }

    fn facet_list(self, (section, index, value): (PageId, u8, i32), items: Vec<PageId>, around: &List) -> Option<List> {
        let named = self.facet_value(section, index, value)?;
        Some(List {
            key: ListKey::Facet(section, index, value),
            language: around.language,
            url: self.facet_url(section, index)?.child(&named.segment),
            title: format!("{}: {}", around.title, named.label),
            items,
            newest_first: around.newest_first,
            per_page: around.per_page,
        })
    }

    /// The folder of a facet's lists; there is no page at it.
    fn facet_url(self, section: PageId, index: u8) -> Option<UrlPath> {
        let page = &self.pages[section];
        let language = self.settings.language(page.document.language);
        let kind = self.item_kind(section);
        let segment = match kind.facets.get(usize::from(index))? {
            Facet::Year => tables::languages::segments(language).year.to_owned(),
            Facet::State => tables::languages::segments(language).state.to_owned(),
            Facet::Field(field) => slug(kind.field(*field).label.get(language)),
        };
        Some(page.url.child(&segment))
    }

    fn facet_value(self, section: PageId, index: u8, value: i32) -> Option<FacetValue> {
        let kind = self.item_kind(section);
        let language = self.settings.language(self.pages[section].document.language);
        let plain = |label: &str, id: &str| FacetValue {
            label: label.to_owned(),
            segment: id.to_owned(),
            search: vec![id.to_owned()],
        };
        let at = usize::try_from(value).ok()?;
        match kind.facets.get(usize::from(index))? {
            Facet::Year => Some(plain(&value.to_string(), &value.to_string())),
            Facet::State => {
                let label = kind.states.get(at)?.label.get(language);
                let same = kind.states.iter().filter(|state| state.label.get(language) == label);
                let search = same.map(|state| format!("{}-{}", kind.name, state.id)).collect();
                Some(FacetValue { label: label.to_owned(), segment: slug(label), search })
            }
            Facet::Field(field) => {
                let field = kind.field(*field);
                match taxonomy(field.kind) {
                    Some(taxonomy) => {
                        let term = self.settings.config.terms(taxonomy).get(at)?;
                        Some(plain(term.name.get(language), &term.id))
                    }
                    None => field.options.get(at).map(|option| plain(option.label(language), &option.id)),
                }
            }
        }
    }

    /// The numbers of an item's values: a year, a state, a term of the configuration or an option of the field.
    fn facet_values(self, kind: &Kind, facet: Facet, id: PageId) -> Vec<i32> {
        let page = &self.pages[id];
        match facet {
            Facet::Year => page.subject_date(kind).map(|date| i32::from(date.year())).into_iter().collect(),
            Facet::State => {
                let language = self.settings.language(page.document.language);
                let label = |index: usize| kind.states.get(index).map(|state| state.label.get(language));
                let own = self.states.of(id).map(usize::from);
                let first = own.and_then(|own| (0..=own).find(|index| label(*index) == label(own)));
                first.map(|index| index as i32).into_iter().collect()
            }
            Facet::Field(index) => match taxonomy(kind.field(index).kind) {
                Some(taxonomy) => {
                    let terms = self.settings.config.terms(taxonomy);
                    let named = page.document.texts(kind, &kind.field(index).name);
                    let mut found: Vec<i32> = named
                        .into_iter()
                        .filter_map(|id| terms.iter().position(|term| term.id == id))
                        .map(|at| at as i32)
                        .collect();
                    found.sort_unstable();
                    found.dedup();
                    found
                }
                None => match page.document.value(index) {
                    Some(Value::Choice(option)) => vec![i32::from(*option)],
                    _ => Vec::new(),
                },
            },
        }
    }
}

impl Site {
    /// What a facet is called in the language.
    pub fn facet_label<'a>(&self, kind: &'a Kind, facet: Facet, language: &str) -> &'a str {
        let words = tables::languages::words(language);
        match facet {
            Facet::Field(field) => kind.field(field).label.get(language),
            Facet::Year => words.year,
            Facet::State => words.state,
        }
    }

    pub fn facet_value(&self, section: PageId, index: u8, value: i32) -> Option<FacetValue> {
        self.placed().facet_value(section, index, value)
    }
}

fn taxonomy(kind: FieldType) -> Option<Taxonomy> {
    match kind {
        FieldType::Agency => Some(Taxonomy::Agency),
        FieldType::Topic => Some(Taxonomy::Topic),
        FieldType::Field => Some(Taxonomy::Field),
        _ => None,
    }
}
