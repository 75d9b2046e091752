//! Turns the facets of a kind into lists: the items of a register by type, agency, field, year and state.
//!
//! Each value of a facet has its own list below the section (`/van-ban/nam/2024/`), so that a register can be narrowed
//! by plain links. Which facets there are is said by the kind. States are those of the build's moment.

use std::collections::BTreeMap;

use super::lists::{List, ListKey};
use super::{PageId, PageView, Site};
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

impl Site {
    /// Lists of the sections made so far; a section inside another of its kind is part of that one's register.
    pub(super) fn facet_lists(&self, lists: &mut Vec<List>) {
        for at in 0..lists.len() {
            let ListKey::Section(section) = lists[at].key else { continue };
            let kind_id = self.sections[&section].kind;
            let kind = self.kinds.get(kind_id);
            let inside = self.page(section).section.is_some_and(|around| self.sections[&around].kind == kind_id);
            if inside || !self.page(section).listed || self.sections[&section].folder.is_empty() {
                continue;
            }
            for (index, facet) in kind.facets.iter().enumerate() {
                let mut values: BTreeMap<i32, Vec<PageId>> = BTreeMap::new();
                for id in lists[at].items.iter().filter(|id| self.page(**id).document.kind == kind_id) {
                    for value in self.facet_values(kind, *facet, self.page(*id)) {
                        values.entry(value).or_default().push(*id);
                    }
                }
                for (value, items) in values {
                    let own = self.facet_list((section, index as u8, value), items, &lists[at]);
                    lists.extend(own);
                }
            }
        }
    }

    fn facet_list(
        &self,
        (section, index, value): (PageId, u8, i32),
        items: Vec<PageId>,
        around: &List,
    ) -> Option<List> {
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
    fn facet_url(&self, section: PageId, index: u8) -> Option<UrlPath> {
        let page = self.page(section);
        let language = self.language(page.document.language);
        let kind = self.kinds.get(self.sections.get(&section)?.kind);
        let segment = match kind.facets.get(usize::from(index))? {
            Facet::Year => tables::segments(language).year.to_owned(),
            Facet::State => tables::segments(language).state.to_owned(),
            Facet::Field(field) => slug(kind.field(*field).label.get(language)),
        };
        Some(page.url.child(&segment))
    }

    /// What a facet is called in the language.
    pub fn facet_label<'a>(&self, kind: &'a Kind, facet: Facet, language: &str) -> &'a str {
        match (facet, language) {
            (Facet::Field(field), _) => kind.field(field).label.get(language),
            (Facet::Year, "vi") => "Năm",
            (Facet::Year, _) => "Year",
            (Facet::State, "vi") => "Tình trạng",
            (Facet::State, _) => "Status",
        }
    }

    pub fn facet_value(&self, section: PageId, index: u8, value: i32) -> Option<FacetValue> {
        let kind = self.kinds.get(self.sections.get(&section)?.kind);
        let language = self.language(self.page(section).document.language);
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
                        let term = self.config.terms(taxonomy).get(at)?;
                        Some(plain(term.name.get(language), &term.id))
                    }
                    None => field.options.get(at).map(|option| plain(option.label(language), &option.id)),
                }
            }
        }
    }

    /// The numbers of an item's values: a year, a state, a term of the configuration or an option of the field.
    fn facet_values(&self, kind: &Kind, facet: Facet, page: PageView) -> Vec<i32> {
        match facet {
            Facet::Year => page.subject_date().map(|date| i32::from(date.year())).into_iter().collect(),
            Facet::State => {
                let language = self.language(page.document.language);
                let label = |index: usize| kind.states.get(index).map(|state| state.label.get(language));
                let own = page.state.map(usize::from);
                let first = own.and_then(|own| (0..=own).find(|index| label(*index) == label(own)));
                first.map(|index| index as i32).into_iter().collect()
            }
            Facet::Field(index) => match taxonomy(kind.field(index).kind) {
                Some(taxonomy) => {
                    let terms = self.config.terms(taxonomy);
                    let named = page.texts(&kind.field(index).name);
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

fn taxonomy(kind: FieldType) -> Option<Taxonomy> {
    match kind {
        FieldType::Agency => Some(Taxonomy::Agency),
        FieldType::Topic => Some(Taxonomy::Topic),
        FieldType::Field => Some(Taxonomy::Field),
        _ => None,
    }
}
