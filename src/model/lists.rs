//! Lists of pages and how they are cut: turns items in order into list pages with stable addresses.
//!
//! A list that begins with the newest is counted from the oldest: its page 1 is the oldest full page and never
//! changes when something new comes, so a citizen's bookmark, a cache and an incremental build keep it. The
//! address of the list itself shows the newest, one to two pages long. Other lists are counted from the start.

use std::ops::Range;

use serde::Serialize;

use super::PageId;
use crate::load::document::Language;
use crate::load::kinds::Taxonomy;
use crate::path::UrlPath;

/// Index of a list in `Site::lists`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
pub struct ListId(pub u32);

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
pub enum ListKey {
    /// All dated items of a language; it has feeds, no pages.
    Site(Language),
    Section(PageId),
    /// A term by its index in the configuration.
    Term(Taxonomy, u16, Language),
    /// A section's items with one value of a facet of its kind: the facet's index, and the value's number.
    Facet(PageId, u8, i32),
    Year(Language, i16),
    Month(Language, i16, i8),
}

#[derive(Debug, Serialize)]
pub struct List {
    pub key: ListKey,
    pub language: Language,
    pub url: UrlPath,
    pub title: String,
    /// In the order in which they are shown.
    pub items: Vec<PageId>,
    pub newest_first: bool,
    pub per_page: usize,
}

/// One page of a list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ListPage {
    /// `None` for the page at the list's own address.
    pub number: Option<usize>,
    /// Positions in `List::items`.
    pub items: Range<usize>,
}

impl List {
    /// All pages, in the order in which they are shown; always at least one.
    pub fn pages(&self) -> Vec<ListPage> {
        let (total, size) = (self.items.len(), self.per_page.max(1));
        if self.newest_first {
            let full = (total / size).saturating_sub(1);
            let mut pages = vec![ListPage { number: None, items: 0..total - full * size }];
            pages.extend((1..=full).rev().map(|number| ListPage {
                number: Some(number),
                items: total - number * size..total - (number - 1) * size,
            }));
            pages
        } else {
            let count = total.div_ceil(size).max(1);
            let page = |index: usize| ListPage {
                number: (index > 0).then_some(index + 1),
                items: index * size..((index + 1) * size).min(total),
            };
            (0..count).map(page).collect()
        }
    }

    /// The address of one page. `segment`: the word before the number.
    pub fn page_url(&self, page: &ListPage, segment: &str) -> UrlPath {
        match page.number {
            None => self.url.clone(),
            Some(number) => self.url.child(segment).child(&number.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn list(total: u32, newest_first: bool, per_page: usize) -> List {
        let items = (0..total).map(PageId).collect();
        List {
            key: ListKey::Site(0),
            language: 0,
            url: UrlPath::new("/a/"),
            title: String::new(),
            items,
            newest_first,
            per_page,
        }
    }

    #[test]
    fn a_list_that_begins_with_the_newest_is_counted_from_the_oldest() {
        let pages = list(45, true, 20).pages();
        assert_eq!(pages, [ListPage { number: None, items: 0..25 }, ListPage { number: Some(1), items: 25..45 }]);
        assert_eq!(list(45, true, 20).page_url(&pages[1], "trang").as_str(), "/a/trang/1/");
    }

    #[test]
    fn other_lists_are_counted_from_the_start() {
        let numbers: Vec<_> = list(45, false, 20).pages().iter().map(|page| page.number).collect();
        assert_eq!(numbers, [None, Some(2), Some(3)]);
        assert_eq!(list(0, false, 20).pages().len(), 1, "an empty list still has its page");
    }

    proptest! {
        #[test]
        fn every_item_stands_on_exactly_one_page(total in 0u32..300, size in 1usize..30, newest_first: bool) {
            let list = list(total, newest_first, size);
            let shown: Vec<usize> = list.pages().into_iter().flat_map(|page| page.items).collect();
            prop_assert_eq!(shown, (0..total as usize).collect::<Vec<_>>());
        }

        #[test]
        fn a_new_item_changes_no_old_page(total in 0u32..300, size in 1usize..30) {
            let from_end = |total: u32| -> Vec<(usize, usize)> {
                let list = list(total, true, size);
                list.pages().into_iter().filter_map(|page| Some((page.number?, total as usize - page.items.end))).collect()
            };
            let (before, after) = (from_end(total), from_end(total + 1));
            prop_assert!(before.iter().all(|page| after.contains(page)));
        }
    }
}
