//! Turns what a portal is made of (kinds, sections, agencies, topics, types and states of documents) into the lists by
//! which results are narrowed. They come from the configuration, so that an edit of an item leaves them alone.

use std::collections::{BTreeSet, HashMap};

use serde::Serialize;

use crate::load::document::{Language, Value};
use crate::load::kinds::{self, FieldType, Kind, Taxonomy};
use crate::model::{PageId, PageView, Site};
use crate::tables::languages::words;

/// One choice of a facet.
#[derive(Clone, Serialize)]
pub struct Choice {
    pub id: String,
    pub label: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

#[derive(Default, Serialize)]
pub struct Facets {
    pub kind: Vec<Choice>,
    pub section: Vec<Choice>,
    pub agency: Vec<Choice>,
    #[serde(rename = "type")]
    pub document_type: Vec<Choice>,
    pub state: Vec<Choice>,
    pub topic: Vec<Choice>,
    #[serde(skip)]
    numbers: Numbers,
}

/// Where each choice stands, counted from 1; 0 is none.
#[derive(Default)]
struct Numbers {
    sections: HashMap<PageId, u16>,
    states: HashMap<(u16, u16), u16>,
}

/// An item's choice of each facet, counted from 1; 0 is none.
#[derive(Clone, Copy, Default)]
pub struct Codes {
    pub kind: u16,
    pub section: u16,
    pub agency: u16,
    pub document_type: u16,
    pub state: u16,
    pub topics: [u16; 2],
}

/// The choice under which section pages are found.
const SECTION: &str = "section";
const SECTION_KIND: &str = "_section";
/// The field that says what type of document an item is.
const TYPE: &str = "type";

impl Codes {
    /// Those that a list of results shows.
    pub fn shown(self) -> [u16; 5] {
        [self.kind, self.section, self.agency, self.document_type, self.state]
    }
}

impl Facets {
    /// `pages`: those that can be found; a term that no other page names is not mentioned.
    pub fn new<'s>(site: &'s Site, language: Language, pages: impl Iterator<Item = PageView<'s>>) -> Facets {
        let code = site.language(language);
        let mut facets = Facets::default();
        for (index, kind) in site.kinds.all().iter().enumerate() {
            let (id, label) = if kind.name == SECTION_KIND {
                (SECTION, words(code).section)
            } else {
                (kind.name.as_str(), kind.plural.get(code))
            };
            facets.kind.push(choice(id, label));
            for (state_index, state) in kind.states.iter().enumerate() {
                facets.state.push(choice(&format!("{}-{}", kind.name, state.id), state.label.get(code)));
                let numbers = &mut facets.numbers.states;
                numbers.insert((index as u16, state_index as u16), facets.state.len() as u16);
            }
            for option in type_options(kind) {
                if facets.document_type.iter().all(|known| known.id != option.id) {
                    facets.document_type.push(choice(&option.id, option.label(code)));
                }
            }
        }
        let sections = site.sections().map(|id| site.page(id));
        let told = |page: &PageView| page.document.language == language && !page.is_unindexed();
        for page in sections.filter(told) {
            let folder = page.folder().unwrap_or_default();
            let own = Choice { url: Some(page.url.to_string()), ..choice(folder, &page.document.title) };
            facets.section.push(own);
            facets.numbers.sections.insert(page.id, facets.section.len() as u16);
        }
        let mut used: BTreeSet<(Taxonomy, &str)> = BTreeSet::new();
        for page in pages {
            for taxonomy in [Taxonomy::Agency, Taxonomy::Topic] {
                let named = page.texts(taxonomy.key());
                used.extend(named.into_iter().map(|id| (taxonomy, id)));
            }
        }
        let terms = |taxonomy: Taxonomy| {
            let all = site.config.terms(taxonomy).iter();
            let found = all.filter(|term| used.contains(&(taxonomy, term.id.as_str())));
            found.map(|term| choice(&term.id, term.name.get(code))).collect()
        };
        (facets.agency, facets.topic) = (terms(Taxonomy::Agency), terms(Taxonomy::Topic));
        facets
    }

    pub fn codes(&self, page: PageView) -> Codes {
        let kind = page.kind();
        let find = |choices: &[Choice], id: &str| choices.iter().position(|choice| choice.id == id).map(|at| at + 1);
        let of = |choices: &[Choice], key: &str, nth: usize| {
            let named = page.texts(key);
            named.get(nth).and_then(|id| find(choices, id)).unwrap_or(0) as u16
        };
        let document_type = kind.index_of(TYPE).and_then(|index| match page.document.value(index)? {
            Value::Choice(option) => {
                find(&self.document_type, &kind.field(index).options.get(usize::from(*option))?.id)
            }
            _ => None,
        });
        let number = page.document.kind.0;
        Codes {
            kind: number + 1,
            section: page.section().and_then(|section| self.numbers.sections.get(&section)).copied().unwrap_or(0),
            agency: of(&self.agency, Taxonomy::Agency.key(), 0),
            document_type: document_type.unwrap_or(0) as u16,
            state: page.state_index().and_then(|state| self.numbers.states.get(&(number, state))).copied().unwrap_or(0),
            topics: [of(&self.topic, Taxonomy::Topic.key(), 0), of(&self.topic, Taxonomy::Topic.key(), 1)],
        }
    }
}

fn choice(id: &str, label: &str) -> Choice {
    Choice { id: id.to_owned(), label: label.to_owned(), url: None }
}

fn type_options(kind: &Kind) -> impl Iterator<Item = &kinds::Choice> {
    let field = kind.index_of(TYPE).map(|index| kind.field(index)).filter(|field| field.kind == FieldType::Choice);
    field.into_iter().flat_map(|field| &field.options)
}
