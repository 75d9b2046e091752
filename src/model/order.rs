//! Turns the ways in which a list can be ordered into comparisons of two pages.

use std::cmp::Ordering;

use rayon::prelude::*;

use super::pages::{Page, PageId, Pages};
use super::settings::Settings;
use crate::load::kinds::Kind;
use crate::text::collate::Collator;

/// How a list is ordered.
pub(super) enum Order {
    /// By the page's date, or by this field.
    Newest(Option<String>),
    Weight,
    Title,
}

pub(super) struct Comparison<'a> {
    settings: &'a Settings,
    pages: &'a Pages,
    /// Of each language.
    collators: Vec<Collator>,
}

impl<'a> Comparison<'a> {
    pub fn new(settings: &'a Settings, pages: &'a Pages) -> Comparison<'a> {
        let collators = settings.config.languages.iter().map(|language| Collator::new(language)).collect();
        Comparison { settings, pages, collators }
    }

    /// All pages, the newest first.
    pub fn newest(&self) -> Vec<PageId> {
        let mut all: Vec<PageId> = self.pages.ids().collect();
        all.par_sort_unstable_by(|a, b| self.compare(*a, *b, &Order::Newest(None)));
        all
    }

    pub fn compare(&self, a: PageId, b: PageId, order: &Order) -> Ordering {
        let (left, right) = (&self.pages[a], &self.pages[b]);
        let title = || {
            let collator = &self.collators[usize::from(left.document.language)];
            collator.compare(&left.document.title, &right.document.title)
        };
        let weight = |page: &Page| page.document.integer(self.kind(page), "weight").unwrap_or(i64::MAX);
        let moment = |page: &Page, field: &Option<String>| match field {
            Some(field) => page.document.moment(self.kind(page), field).or(page.date),
            None => page.date,
        };
        // What has no date of publication yet comes last, in the order of its own date.
        let subject = |page: &Page| page.subject_date(self.kind(page));
        let first = match order {
            Order::Newest(field) => {
                moment(right, field).cmp(&moment(left, field)).then_with(|| subject(right).cmp(&subject(left)))
            }
            Order::Weight => weight(left).cmp(&weight(right)).then_with(title),
            Order::Title => title(),
        };
        // Pages are numbered in the order of their sources.
        first.then_with(|| a.cmp(&b))
    }

    fn kind(&self, page: &Page) -> &'a Kind {
        self.settings.kinds.get(page.document.kind)
    }
}
