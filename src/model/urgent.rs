//! Turns urgent items into what stands above every page of a language at the site's moment.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::{PageId, Site};
use crate::load::document::Language;

/// A warning that holds now.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Warning {
    /// In the language asked for where it is translated, else as it was first written.
    pub page: PageId,
    /// The first moment at which it is over.
    pub ends: Timestamp,
}

impl Site {
    /// All that hold, the newest first. Of a page in several languages the first decides.
    pub fn warnings(&self, language: Language) -> Vec<Warning> {
        let mut first: BTreeMap<&str, PageId> = BTreeMap::new();
        for id in self.ids().filter(|id| self.is_urgent(*id)) {
            let page = first.entry(&self.pages[id].document.group).or_insert(id);
            if self.pages[id].document.language < self.pages[*page].document.language {
                *page = id;
            }
        }
        let holds = |id: PageId| {
            let ends = self.urgent_until(id).filter(|ends| *ends > self.at)?;
            Some(Warning { page: self.in_language(id, language).unwrap_or(id), ends })
        };
        let mut warnings: Vec<(PageId, Warning)> =
            first.into_values().filter_map(|id| Some((id, holds(id)?))).collect();
        warnings.sort_by_key(|(id, _)| std::cmp::Reverse(self.pages[*id].date.map(|date| date.starts)));
        warnings.into_iter().map(|(_, warning)| warning).collect()
    }

    /// Whether it is meant to stand on every page, until whenever.
    pub fn is_urgent(&self, id: PageId) -> bool {
        let page = &self.pages[id];
        let may = page.guest.as_ref().is_none_or(|guest| guest.urgent);
        may && self.kinds.get(page.document.kind).is_urgent(&page.document.values)
    }

    /// When an urgent page is over: as it says itself, else as another language of it says.
    pub fn urgent_until(&self, id: PageId) -> Option<Timestamp> {
        let ends = |id: &PageId| {
            let document = &self.pages[*id].document;
            self.kinds.get(document.kind).urgent_until(&document.values)
        };
        ends(&id).or_else(|| self.translations(id).iter().find_map(ends))
    }

    /// Whether it is a warning that holds now, and until when.
    pub fn warns_until(&self, id: PageId) -> Option<Timestamp> {
        let any = |id: &PageId| self.is_urgent(*id);
        let first = self.translations(id).iter().copied().find(any)?;
        self.urgent_until(first).filter(|ends| *ends > self.at)
    }
}
