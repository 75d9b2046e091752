//! The rows of a table that may be listed: turns them into ranges of keys that follow each other, each for one page, and into groups of
//! ranges where there are too many for one page.
//!
//! Where a range ends follows from the key that it ends with and not from how many rows stand before it, so a row that comes or goes changes
//! its own range and no other. Only where that would be too much for a page is it cut by its length.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::files;
use crate::text::slug::slug;

/// More rows than that are listed nowhere: nobody goes through them, and the portal would be made of their pages.
pub const MOST_ROWS: usize = 50_000;
/// What the rows of a page may take, in bytes with their tags: with the frame of a page less than 60 kB.
const LARGEST: usize = 24_000;
/// Tags around a row and around a cell.
const ROW_TAGS: usize = 40;
const CELL_TAGS: usize = 60;
/// Rows on a page, but for what follows from the ends of ranges: at least, and one more by chance of so many keys.
const LEAST: usize = 24;
const ENDS: u64 = 48;
/// Ranges that one page names; where there are more, it names groups.
pub const MOST_RANGES: usize = 200;
const LEAST_OF_GROUP: usize = 24;
const GROUP_ENDS: u64 = 48;
/// Stand between the cells of a row, and between rows.
const CELL: char = '\u{1f}';
const ROW: char = '\u{1e}';

/// All ranges in the order of their keys, and which of them are a group.
#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Listed {
    pub ranges: Vec<Range>,
    /// Where each group begins among the ranges; none where one page names all.
    pub groups: Vec<u32>,
}

/// Rows that one page shows.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Range {
    /// Of its first key: what its address ends with.
    pub slug: String,
    pub first: String,
    pub last: String,
    pub rows: u32,
    text: String,
}

impl Range {
    /// The cells of each row, the key first.
    pub fn cells(&self) -> impl Iterator<Item = std::str::Split<'_, char>> {
        self.text.split(ROW).map(|row| row.split(CELL))
    }
}

impl Listed {
    /// The ranges of a group.
    pub fn group(&self, group: usize) -> std::ops::Range<usize> {
        let at = |group: usize| self.groups.get(group).map_or(self.ranges.len(), |start| *start as usize);
        at(group).min(self.ranges.len())..at(group + 1).min(self.ranges.len())
    }

    /// The group of a range, where there are groups.
    pub fn group_of(&self, range: usize) -> Option<usize> {
        self.groups.partition_point(|start| *start as usize <= range).checked_sub(1)
    }
}

/// Rows as they are read: the normal form of a key, and the cells with the key as it is written first.
#[derive(Default)]
pub struct Listing {
    rows: Vec<(String, String)>,
    /// There are more than may be listed.
    pub too_many: bool,
}

impl Listing {
    pub fn add<'c>(&mut self, key: &str, cells: impl Iterator<Item = &'c str>) {
        if self.rows.len() == MOST_ROWS {
            (self.too_many, self.rows) = (true, Vec::new());
        }
        if self.too_many {
            return;
        }
        let mut text = String::new();
        for (number, cell) in cells.enumerate() {
            if number > 0 {
                text.push(CELL);
            }
            text.extend(cell.chars().filter(|sign| !matches!(*sign, CELL | ROW)));
        }
        self.rows.push((key.to_owned(), text));
    }

    /// `digits`: all keys are numbers, of which a longer one is larger.
    pub fn ranges(mut self, digits: bool) -> Listed {
        let length = |key: &str| if digits { key.len() } else { 0 };
        self.rows.sort_unstable_by(|(a, _), (b, _)| (length(a), a).cmp(&(length(b), b)));
        let (mut ranges, mut taken) = (Vec::new(), BTreeSet::new());
        let (mut start, mut bytes) = (0, 0);
        for (at, (key, text)) in self.rows.iter().enumerate() {
            let own = size(text);
            if at > start && bytes + own > LARGEST {
                ranges.push(range(&self.rows[start..at], &mut taken));
                (start, bytes) = (at, 0);
            }
            bytes += own;
            if at + 1 - start >= LEAST && chance(key, b"range").is_multiple_of(ENDS) {
                ranges.push(range(&self.rows[start..=at], &mut taken));
                (start, bytes) = (at + 1, 0);
            }
        }
        if start < self.rows.len() {
            ranges.push(range(&self.rows[start..], &mut taken));
        }
        Listed { groups: groups(&ranges), ranges }
    }
}

/// What a row takes on a page at most, in bytes.
fn size(text: &str) -> usize {
    let escaped = text.bytes().filter(|byte| matches!(byte, b'<' | b'>' | b'&' | b'"' | b'\'')).count() * 5;
    let cells = text.bytes().filter(|byte| *byte == CELL as u8).count() + 1;
    text.len() + escaped + cells * CELL_TAGS + ROW_TAGS
}

/// A number that follows from a key alone.
fn chance(key: &str, what: &[u8]) -> u64 {
    let hash = files::hash(&[what, key.as_bytes()].concat());
    hash.as_bytes()[..8].iter().fold(0, |number, byte| number << 8 | u64::from(*byte))
}

fn range(rows: &[(String, String)], taken: &mut BTreeSet<String>) -> Range {
    let as_written = |row: Option<&(String, String)>| {
        row.and_then(|(_, text)| text.split(CELL).next()).unwrap_or_default().to_owned()
    };
    let key = rows.first().map_or("", |(key, _)| key);
    let mut slug: String = slug(key).chars().take(60).collect();
    // Signs that no address shows may be all that two keys differ by.
    if slug.is_empty() || !taken.insert(slug.clone()) {
        slug = format!("{slug}-{}", &files::hash(key.as_bytes()).to_hex()[..10]).trim_start_matches('-').to_owned();
        taken.insert(slug.clone());
    }
    Range {
        slug,
        first: as_written(rows.first()),
        last: as_written(rows.last()),
        rows: u32::try_from(rows.len()).unwrap_or(u32::MAX),
        text: rows.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>().join(&ROW.to_string()),
    }
}

fn groups(ranges: &[Range]) -> Vec<u32> {
    if ranges.len() <= MOST_RANGES {
        return Vec::new();
    }
    let (mut starts, mut start) = (vec![0], 0);
    for (at, range) in ranges.iter().enumerate().take(ranges.len() - 1) {
        let count = at + 1 - start;
        if count == MOST_RANGES
            || (count >= LEAST_OF_GROUP && chance(&range.first, b"group").is_multiple_of(GROUP_ENDS))
        {
            start = at + 1;
            starts.push(start as u32);
        }
    }
    starts
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn listed(keys: impl Iterator<Item = String>) -> Listed {
        let mut listing = Listing::default();
        keys.for_each(|key| listing.add(&key, [key.as_str(), "8.4", "N1"].into_iter()));
        listing.ranges(true)
    }

    fn keys(listed: &Listed) -> Vec<&str> {
        listed.ranges.iter().flat_map(Range::cells).filter_map(|mut cells| cells.next()).collect()
    }

    #[test]
    fn a_row_more_changes_its_own_range_alone() {
        let all = || (1..=5000).map(|number| format!("43{:06}", number * 2));
        let (before, after) = (listed(all()), listed(all().chain(["43004711".to_owned()])));
        let new: Vec<&Range> = after.ranges.iter().filter(|range| !before.ranges.contains(range)).collect();
        assert!(before.ranges.len() > 30);
        assert_eq!(new.len(), 1, "{new:?}");
        assert!(new[0].cells().any(|mut cells| cells.next() == Some("43004711")));
    }

    #[test]
    fn numbers_stand_in_their_order_and_not_in_that_of_letters() {
        let few = listed(["10", "9", "100"].map(str::to_owned).into_iter());
        assert_eq!((keys(&few), &*few.ranges[0].first, &*few.ranges[0].last), (vec!["9", "10", "100"], "9", "100"));
    }

    #[test]
    fn keys_that_an_address_cannot_tell_apart_have_two() {
        let mut taken = BTreeSet::new();
        let rows = ["A/1", "A-1", "%"].map(|key| vec![(key.to_owned(), key.to_owned())]);
        let slugs: Vec<String> = rows.iter().map(|rows| range(rows, &mut taken).slug).collect();
        assert_eq!(slugs[0], "a-1");
        assert!(slugs[1].starts_with("a-1-") && slugs[2].len() == 10, "{slugs:?}");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn every_row_stands_in_one_range_and_every_range_in_one_group(count in 1_usize..30_000) {
            let listed = listed((0..count).map(|number| format!("{number:08}")));
            prop_assert_eq!(keys(&listed).len(), count);
            prop_assert!(keys(&listed).is_sorted());
            let all: Vec<usize> = (0..listed.groups.len()).flat_map(|group| listed.group(group)).collect();
            if listed.ranges.len() > MOST_RANGES {
                prop_assert_eq!(all, (0..listed.ranges.len()).collect::<Vec<_>>());
                prop_assert!((0..listed.groups.len()).all(|group| (1..=MOST_RANGES).contains(&listed.group(group).len())));
                let is_in = |range: usize| listed.group_of(range).is_some_and(|group| listed.group(group).contains(&range));
                prop_assert!((0..listed.ranges.len()).all(is_in));
            } else {
                prop_assert!(listed.groups.is_empty());
            }
            let slugs: BTreeSet<&str> = listed.ranges.iter().map(|range| &*range.slug).collect();
            prop_assert_eq!(slugs.len(), listed.ranges.len());
        }
    }
}
