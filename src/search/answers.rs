//! Turns what editors say of queries into answers that the client gives without postings: pages that stand first for just this
//! query, queries that the search page offers, and texts that it suggests while somebody types.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use super::layout::Layout;
use super::page_text::{KEYWORDS, number};
use super::terms::{self, each_word, folded, term};
use crate::model::PageView;
use crate::path::SourcePath;

/// Bytes of all suggestions: one file, which is read when somebody begins to type.
const SUGGESTIONS: usize = 16_000;
/// Letters of one.
const LONGEST: usize = 90;

/// By query, as folded words with a space between: the document ids of the pages that stand first for it.
pub fn best(layout: &Layout) -> BTreeMap<String, Vec<u32>> {
    let mut best: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    let site = layout.site;
    let english = terms::has_stems(site.language(layout.language));
    let mut add = |query: &str, doc_id: u32| {
        let ids = best.entry(words(query, english)).or_default();
        if !ids.contains(&doc_id) {
            ids.push(doc_id);
        }
    };
    let places: HashMap<_, u32> =
        layout.pages.iter().zip(&layout.items).map(|((page, _), item)| (page.id, item.doc_id)).collect();
    for (query, page) in &site.config.search.best {
        let id = site.by_source(&SourcePath::new(format!("content/{page}")));
        if let Some(doc_id) = id.and_then(|id| places.get(&id)) {
            add(query, *doc_id);
        }
    }
    for ((page, _), item) in layout.pages.iter().zip(&layout.items) {
        for keyword in page.inner().document.texts(page.kind(), KEYWORDS) {
            add(keyword, item.doc_id);
        }
    }
    best.remove("");
    best
}

/// The queries that the search page offers.
pub fn popular<'a>(layout: &'a Layout) -> &'a [String] {
    layout.site.config.search.popular.get(layout.site.language(layout.language)).map_or(&[], Vec::as_slice)
}

/// One a line, the most likely first: popular queries, sections, contacts, pages with keywords, the newest documents.
pub fn suggestions(layout: &Layout) -> Vec<u8> {
    let rank = |page: &PageView| -> Option<u8> {
        let (document, kind) = (&page.inner().document, page.kind());
        if page.is_section() {
            Some(0)
        } else if kind.owns_numbers {
            Some(1)
        } else if document.texts(kind, KEYWORDS).is_empty() {
            number(document, kind).map(|_| 3)
        } else {
            Some(2)
        }
    };
    let mut ranked: Vec<_> = layout
        .pages
        .iter()
        .filter_map(|(page, _)| {
            let newest = Reverse(page.date.map_or(i64::MIN, |date| date.starts.as_second()));
            Some((rank(page)?, newest, page.inner().url.as_str(), &*page.inner().document.title))
        })
        .collect();
    ranked.sort_unstable();
    let mut text = String::new();
    let titles = ranked.into_iter().map(|(.., title)| title);
    for line in popular(layout).iter().map(String::as_str).chain(titles) {
        let is_short = line.chars().count() <= LONGEST && !line.contains(char::is_control);
        if is_short && text.len() + line.len() < SUGGESTIONS {
            text.push_str(line);
            text.push('\n');
        }
    }
    text.into_bytes()
}

fn words(text: &str, english: bool) -> String {
    let mut words = Vec::new();
    each_word(&crate::text::fold::nfc(text), |word, _| words.push(folded(&term(word, english))));
    words.join(" ")
}
