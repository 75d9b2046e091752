//! Turns what an obligation says of its place into the public pages that stand there.

use std::collections::HashMap;

use super::obligation::Place;
use crate::load::audit::ObligationAudit;
use crate::load::discover::CONTENT;
use crate::load::document::{Language, Value};
use crate::load::kinds::Kind;
use crate::model::{PageId, PageView, Site};
use crate::path::SourcePath;
use crate::text::fold::fold;

/// The public pages of a portal, put where they are looked for.
pub struct Shelf<'a> {
    site: &'a Site,
    /// Items, by kind.
    by_kind: HashMap<&'a str, Vec<PageId>>,
    /// Items and sections that say something.
    all: Vec<PageId>,
}

impl Place {
    /// Nothing is said of it: the obligation is about the portal as a whole, and not about pages.
    fn is_everywhere(&self) -> bool {
        self.kind.is_none() && self.section.is_none() && self.page.is_none() && self.words.is_empty()
    }

    /// As the portal's own settings have it.
    pub fn with(&self, own: Option<&ObligationAudit>) -> Place {
        let Some(own) = own.filter(|own| own.kind.is_some() || own.section.is_some() || own.page.is_some()) else {
            return self.clone();
        };
        let language = self.language.clone();
        if own.page.is_some() {
            return Place { page: own.page.clone(), language, ..Place::default() };
        }
        // What is said of a kind holds for that kind alone.
        let same_kind = own.kind.is_none() || own.kind == self.kind;
        let of_kind = if same_kind { self.clone() } else { Place::default() };
        let section = own.section.as_ref().or(self.section.as_ref()).map(|folder| folder.trim_matches('/').to_owned());
        Place { kind: own.kind.clone().or(of_kind.kind), section, page: None, words: Vec::new(), language, ..of_kind }
    }
}

impl<'a> Shelf<'a> {
    pub fn new(site: &'a Site) -> Shelf<'a> {
        let mut by_kind: HashMap<&str, Vec<PageId>> = HashMap::new();
        let mut all = Vec::new();
        for page in site.all_pages().filter(|page| !page.is_guest()) {
            if page.is_section() {
                all.extend(Some(page.id).filter(|_| page.document().body.has_text));
            } else {
                by_kind.entry(&page.kind().name).or_default().push(page.id);
                all.push(page.id);
            }
        }
        Shelf { site, by_kind, all }
    }

    /// Items of a kind, in the language.
    pub fn of_kind(&self, kind: &str, language: Language) -> impl Iterator<Item = PageView<'a>> + use<'a, '_> {
        let ids = self.by_kind.get(kind).map_or(&[][..], Vec::as_slice);
        ids.iter().map(|id| self.site.page(*id)).filter(move |page| page.document().language == language)
    }

    /// The pages at a place, by source.
    pub fn at(&self, place: &Place) -> Vec<PageView<'a>> {
        let site = self.site;
        let code = place.language.as_deref().unwrap_or(site.config.default_language());
        let Some(language) = site.languages().find(|language| site.language(*language) == code) else {
            return Vec::new();
        };
        if let Some(page) = &place.page {
            let source = SourcePath::new(format!("{CONTENT}/{page}"));
            let found = site.by_source(&source).and_then(|id| site.in_language(id, language));
            return found.map(|id| site.page(id)).into_iter().collect();
        }
        if place.is_everywhere() {
            return Vec::new();
        }
        let words: Vec<String> = place.words.iter().map(|word| fold(word)).collect();
        // Words alone are looked for among plain pages: in the news they stand everywhere.
        let kind = place.kind.as_deref().or_else(|| place.section.is_none().then_some("page"));
        let ids = match kind {
            Some(kind) => self.by_kind.get(kind).map_or(&[][..], Vec::as_slice),
            None => &self.all,
        };
        let below = place.section.as_ref().map(|folder| format!("{CONTENT}/{folder}/"));
        let is_there = |page: &PageView| {
            below.as_ref().is_none_or(|below| page.document().source.as_str().starts_with(below.as_str()))
                && page.document().language == language
                && place.has.iter().all(|field| page.get(field).is_some())
                && place.with.iter().all(|(field, options)| has_option(page, field, options))
                && (words.is_empty() || speaks_of(page, &words))
        };
        ids.iter().map(|id| site.page(*id)).filter(is_there).collect()
    }
}

fn has_option(page: &PageView, field: &str, options: &[String]) -> bool {
    let kind: &Kind = page.kind();
    let Some(index) = kind.index_of(field) else { return false };
    match page.document().value(index) {
        Some(Value::Choice(option)) => {
            kind.field(index).options.get(usize::from(*option)).is_some_and(|own| options.contains(&own.id))
        }
        Some(Value::Bool(value)) => options.contains(&value.to_string()),
        Some(_) => page.texts(field).iter().any(|text| options.iter().any(|option| option == text)),
        None => false,
    }
}

fn speaks_of(page: &PageView, words: &[String]) -> bool {
    let has = |text: &str| {
        let text = fold(text);
        words.iter().any(|word| text.contains(word.as_str()))
    };
    has(&page.document().title) || page.document().body.headings.iter().any(|heading| has(&heading.text))
}
