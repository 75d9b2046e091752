//! Turns the site into fingerprints of what rendering can see of it: one of its structure, and one of each page.
//!
//! Both take the whole of a value apart, so a new field does not compile before somebody has decided where it belongs. The
//! structure is all that is not about one page: which pages there are, in which lists and sections they stand, what leads
//! where. While it is the same, a `PageId` names the same page.

use std::collections::HashMap;

use serde::{Deserialize, Serialize, Serializer};

use super::published::PublishedFiles;
use super::settings::Settings;
use super::withheld::WithheldPages;
use super::{Mark, Page, PageId, PublishedFile, Site};

/// What something shows, as 128 bits of its BLAKE3 hash.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
pub struct Fingerprint(pub [u8; 16]);

impl Fingerprint {
    pub fn of(bytes: &[u8]) -> Self {
        let mut hasher = blake3::Hasher::new();
        hasher.update(bytes);
        Self::finish(&hasher)
    }

    pub fn finish(hasher: &blake3::Hasher) -> Self {
        let mut first = [0; 16];
        hasher.finalize_xof().fill(&mut first);
        Self(first)
    }
}

impl Site {
    /// Of everything that is not about one page.
    pub fn structure(&self) -> Fingerprint {
        // States and histories are in the fingerprints of pages.
        let Site {
            settings,
            pages,
            indexes,
            sections,
            relations,
            states: _,
            lists,
            files,
            withheld,
            quarantined,
            past: _,
            history: _,
        } = self;
        // What depends on the moment is in the fingerprints of pages, and in answers that are asked again.
        let Settings { config, kinds, at: _, mark, most_read, beside } = settings;
        // Tables follow from their files and schemas; of texts beside files the search index alone says what it is made of. Tables of
        // which single rows are published are in the fingerprints of the pages that show them.
        let PublishedFiles { files, datasets, maps, sidecars: _, lookups: _ } = files;
        // Nobody who renders may know of what is withheld, but for where links do not lead.
        let WithheldPages { items: _, next_change: _, hidden, hidden_names } = withheld;
        let mut fingerprint = FingerprintBuilder::default();
        fingerprint.add(&format!("{config:?}{kinds:?}"));
        let mark = mark.map(|Mark { drafts, moment }| (drafts, moment.map(|moment| moment.as_nanosecond())));
        fingerprint.add(&mark);
        fingerprint.add(&**most_read);
        fingerprint.add(&format!("{beside:?}"));
        for (_, page) in pages.all() {
            fingerprint.add(&page.document.source);
        }
        fingerprint.add(&(indexes, sections, relations, lists));
        for (source, PublishedFile { url, facts, variants }) in files {
            fingerprint.add(&(source, url, facts.hash, facts.dimensions, variants));
        }
        for (source, dataset) in datasets {
            if let Some(schema) = dataset.schema_hash() {
                fingerprint.add(&(source, schema));
            }
        }
        for (source, map) in maps {
            fingerprint.add(&(source, map.key));
        }
        fingerprint.add(&(hidden, hidden_names, quarantined));
        fingerprint.finish()
    }

    /// Of what others can show of a page, and of what it shows of itself beside its running text.
    pub fn page_fingerprint(&self, id: PageId) -> Fingerprint {
        let Page { document, url, date, updated, listed, date_to_come, updated_to_come, is_over, overdue, guest } =
            &self.pages[id];
        let mut fingerprint = FingerprintBuilder::default();
        fingerprint.add(&(document.facts, url, date, updated, listed, self.states.of(id)));
        fingerprint.add(&(date_to_come, updated_to_come, is_over, overdue));
        let changes = self.history.of(id.0).iter().map(|change| (change.day.to_string(), change.parts));
        fingerprint.add(&changes.collect::<Vec<_>>());
        if let Some(guest) = guest {
            fingerprint.add(&**guest);
        }
        // Feeds say until when it warns.
        fingerprint.add(&(self.warns_until(id).map(|moment| moment.as_nanosecond()),));
        if let Some((_, lookup)) = self.lookup_of(id) {
            fingerprint.add(&(lookup.of.table, lookup.of.schema));
        }
        fingerprint.finish()
    }
}

/// A map whatever its order: the sum of the fingerprints of its entries.
pub(super) fn unordered<K: Serialize, V: Serialize, S: Serializer>(
    map: &HashMap<K, V>,
    to: S,
) -> Result<S::Ok, S::Error> {
    sum(map).serialize(to)
}

pub(super) fn each_unordered<K: Serialize, V: Serialize, S: Serializer>(
    maps: &[HashMap<K, V>],
    to: S,
) -> Result<S::Ok, S::Error> {
    maps.iter().map(sum).collect::<Vec<Fingerprint>>().serialize(to)
}

fn sum<K: Serialize, V: Serialize>(map: &HashMap<K, V>) -> Fingerprint {
    let mut sum = 0_u128;
    for entry in map {
        let mut fingerprint = FingerprintBuilder::default();
        fingerprint.add(&entry);
        sum = sum.wrapping_add(u128::from_le_bytes(fingerprint.finish().0));
    }
    Fingerprint(sum.to_le_bytes())
}

/// Gathers values as the bytes they are kept as.
#[derive(Default)]
pub struct FingerprintBuilder {
    hasher: blake3::Hasher,
    /// Values come in small pieces, which cost more to hash one by one.
    gathered: Vec<u8>,
}

impl FingerprintBuilder {
    pub fn add(&mut self, value: &impl Serialize) {
        self.gathered = match postcard::to_extend(value, std::mem::take(&mut self.gathered)) {
            Ok(bytes) => bytes,
            // There is no value that cannot be kept; one that could would have to count as ever new.
            Err(_) => std::process::id().to_le_bytes().to_vec(),
        };
        self.pass_on(1 << 16);
    }

    pub fn finish(mut self) -> Fingerprint {
        self.pass_on(0);
        Fingerprint::finish(&self.hasher)
    }

    fn pass_on(&mut self, more_than: usize) {
        if self.gathered.len() > more_than {
            self.hasher.update(&self.gathered);
            self.gathered.clear();
        }
    }
}
