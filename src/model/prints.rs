//! Turns the site into fingerprints of what rendering can see of it: one of its structure, and one of each page.
//!
//! Both take the whole of a value apart, so a new field does not compile before somebody has decided where it belongs. The
//! structure is all that is not about one page: which pages there are, in which lists and sections they stand, what leads
//! where. While it is the same, a `PageId` names the same page.

use std::collections::HashMap;

use serde::Serialize;

use super::{Mark, Page, PageId, PublishedFile, Site};

/// 128 bits of a BLAKE3 hash.
pub type Print = [u8; 16];

impl Site {
    /// Of everything that is not about one page.
    pub fn structure(&self) -> Print {
        let Site {
            config,
            kinds,
            // What depends on the moment is in the prints of pages, and in answers that are asked again.
            at: _,
            mark,
            pages,
            sections,
            lists,
            files,
            // They follow from the files.
            tables: _,
            // Only the search index reads them, and says itself what it is made of.
            sidecars: _,
            // Nobody who renders may know of them.
            withheld: _,
            quarantined,
            // It is in no output.
            next_change: _,
            by_source,
            by_group,
            by_number,
            contacts,
            by_folder,
            list_of,
            // It follows from the lists.
            position: _,
            relations,
            // They follow from the documents' headings.
            anchors: _,
            hidden,
            hidden_names,
        } = self;
        let mut print = Printer::default();
        print.text(&format!("{config:?}{kinds:?}"));
        let Mark { drafts, moment } = mark.unwrap_or(Mark { drafts: false, moment: false });
        print.add(&(drafts, moment, pages.len()));
        for page in pages {
            print.add(&page.document.source);
        }
        print.add(&(sections, lists, quarantined, relations, hidden, hidden_names));
        for (source, PublishedFile { url, facts }) in files {
            print.add(&(source, url, facts.hash, facts.dimensions));
        }
        print.add(&[unordered(by_source), unordered(by_group), unordered(by_number), unordered(contacts)]);
        print.add(&[unordered(by_folder), unordered(list_of)]);
        print.finish()
    }

    /// Of what others can show of a page, and of what it shows of itself beside its running text.
    pub fn page_print(&self, id: PageId) -> Print {
        let Page { document, url, section, date, updated, state, listed } = &self.pages[id.0 as usize];
        let kind = self.kinds.get(document.kind);
        // Whether it is still to come, for calendars; until when it warns, for feeds.
        let is_over = kind.calendar.and_then(|calendar| calendar.over(document)).is_some_and(|over| over <= self.at);
        let mut print = Printer::default();
        print.add(&(document.facts, url, section, date, updated, state, listed));
        print.add(&(is_over, self.warns_until(id).map(|moment| moment.as_nanosecond())));
        print.finish()
    }
}

/// Of a map whatever its order: the sum of the prints of its entries.
fn unordered<K: Serialize, V: Serialize>(map: &HashMap<K, V>) -> Print {
    let mut sum = 0_u128;
    for entry in map {
        let mut print = Printer::default();
        print.add(&entry);
        sum = sum.wrapping_add(u128::from_le_bytes(print.finish()));
    }
    sum.to_le_bytes()
}

/// Gathers values as the bytes they are kept as.
#[derive(Default)]
pub struct Printer {
    hasher: blake3::Hasher,
    /// Values come in small pieces, which cost more to hash one by one.
    gathered: Vec<u8>,
}

impl Printer {
    pub fn add(&mut self, value: &impl Serialize) {
        self.gathered = match postcard::to_extend(value, std::mem::take(&mut self.gathered)) {
            Ok(bytes) => bytes,
            // There is no value that cannot be kept; one that could would have to count as ever new.
            Err(_) => std::process::id().to_le_bytes().to_vec(),
        };
        self.pass_on(1 << 16);
    }

    pub fn text(&mut self, text: &str) {
        self.add(&text);
    }

    pub fn finish(mut self) -> Print {
        self.pass_on(0);
        let mut print = Print::default();
        self.hasher.finalize_xof().fill(&mut print);
        print
    }

    fn pass_on(&mut self, more_than: usize) {
        if self.gathered.len() > more_than {
            self.hasher.update(&self.gathered);
            self.gathered.clear();
        }
    }
}
