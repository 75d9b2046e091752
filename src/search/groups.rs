//! Turns the postings of all terms with the same letters into the bytes that stand for them in files, and back, so that an
//! edit of one document changes these lists instead of making all of them again.
//!
//! What a file says of a posting is less than what decides whether it belongs there, so a little is kept beside it.

use std::borrow::Cow;

use super::fields::{read, write};
use super::invert::Posting;
use super::tiers::{Division, Shape};
use super::words::Prominence;

/// All terms with the same letters, as they are in the files of an index.
#[derive(Clone, Debug)]
pub struct Group<'a> {
    /// Without marks.
    pub term: Cow<'a, str>,
    /// Items that have one of them.
    pub items: u32,
    /// The number of the file that has its first tier.
    pub file: u32,
    pub first_tier: Tier<'a>,
    pub second_tier: Tier<'a>,
}

/// The postings of a group that lie in one file.
#[derive(Clone, Default, Debug)]
pub struct Tier<'a> {
    /// As they stand in the file; empty where there are none.
    pub bytes: Cow<'a, [u8]>,
    /// The prominence of each posting, four a byte.
    prominence: Cow<'a, [u8]>,
}

/// The postings of one way to mark a term.
pub type Marked<'t> = (Cow<'t, str>, Vec<Posting>);

impl<'a> Group<'a> {
    /// `lists` in the order of how they are marked; `items`: how many have one of them.
    pub fn new(term: Cow<'a, str>, items: u32, lists: &[Marked], shape: &Shape) -> Group<'a> {
        let division = shape.division(&term, items);
        let first_tier = Tier::new(&term, items, lists, |posting| division.is_first_tier(posting));
        let second_tier = match division {
            Division::None => Tier::default(),
            Division::Common | Division::Wide => {
                Tier::new(&term, items, lists, |posting| !division.is_first_tier(posting))
            }
        };
        let file = shape.file(&term, items);
        Group { term, items, file, first_tier, second_tier }
    }

    /// All postings, in the order of how they are marked; `None`: there is something in its bytes that cannot be.
    pub fn lists(&self) -> Option<Vec<Marked<'_>>> {
        let mut lists = self.first_tier.lists(&self.term)?;
        for (marked, more) in self.second_tier.lists(&self.term)? {
            match lists.binary_search_by(|(own, _)| (**own).cmp(&*marked)) {
                Ok(at) => {
                    lists[at].1.extend(more);
                    // Two runs in order, which become one.
                    lists[at].1.sort_by_key(|posting| posting.doc_id);
                }
                Err(at) => lists.insert(at, (marked, more)),
            }
        }
        Some(lists)
    }

    /// Writes it for the next build.
    pub fn keep(&self, out: &mut Vec<u8>) {
        run(out, self.term.as_bytes());
        write(out, self.items);
        write(out, self.file);
        for Tier { bytes, prominence } in [&self.first_tier, &self.second_tier] {
            run(out, bytes);
            run(out, prominence);
        }
    }

    /// All that were kept; `None`: there is something that cannot be.
    pub fn kept(mut bytes: &'a [u8]) -> Option<Vec<Group<'a>>> {
        let mut groups = Vec::new();
        while !bytes.is_empty() {
            let from = &mut bytes;
            let term = Cow::Borrowed(std::str::from_utf8(take_run(from)?).ok()?);
            let (items, file) = (read(from)?, read(from)?);
            let mut tier = || Some(Tier { bytes: take_run(from)?.into(), prominence: take_run(from)?.into() });
            groups.push(Group { term, items, file, first_tier: tier()?, second_tier: tier()? });
        }
        groups.is_sorted_by(|a, b| a.term < b.term).then_some(groups)
    }
}

impl<'a> Tier<'a> {
    fn new(term: &str, items: u32, lists: &[Marked], is_here: impl Fn(&Posting) -> bool) -> Tier<'a> {
        let (mut encoded, mut prominence) = (Vec::with_capacity(lists.len()), Prominences::default());
        for (marked, postings) in lists {
            let mut list = Encoded::default();
            for posting in postings.iter().filter(|posting| is_here(posting)) {
                list.push(posting);
                prominence.push(posting.prominence);
            }
            if list.count > 0 {
                encoded.push((&**marked, list));
            }
        }
        Tier { bytes: joined(term, items, &encoded).into(), prominence: prominence.bytes.into() }
    }

    fn lists<'t>(&'t self, term: &'t str) -> Option<Vec<Marked<'t>>> {
        let mut bytes = &*self.bytes;
        if bytes.is_empty() {
            return Some(Vec::new());
        }
        let head = read(&mut bytes)?;
        let mut prominence = self.prominence.iter().flat_map(|byte| (0..4).map(move |at| byte >> (2 * at)));
        let mut list = |bytes: &mut &[u8], count: u32| {
            let mut postings = Vec::with_capacity((count as usize).min(bytes.len()));
            let mut next = 0u32;
            for _ in 0..count {
                let doc_id = next.checked_add(read(bytes)?)?;
                let (code, rest) = bytes.split_first()?;
                *bytes = rest;
                next = doc_id.checked_add(1)?;
                let prominence = Prominence::ALL[usize::from(prominence.next()? & 3)];
                postings.push(Posting { doc_id, prominence, code: *code });
            }
            Some(postings)
        };
        if head.is_multiple_of(2) {
            return Some(vec![(term.into(), list(&mut bytes, head / 2)?)]);
        }
        let mut lists = Vec::new();
        for _ in 0..read(&mut bytes)? {
            let marked = std::str::from_utf8(take_run(&mut bytes)?).ok()?;
            let (count, _length) = (read(&mut bytes)?, read(&mut bytes)?);
            let postings = list(&mut bytes, count)?;
            lists.push((Cow::Borrowed(if marked.is_empty() { term } else { marked }), postings));
        }
        Some(lists)
    }
}

/// The prominence of postings, two bits each.
#[derive(Default)]
struct Prominences {
    bytes: Vec<u8>,
    count: usize,
}

impl Prominences {
    fn push(&mut self, prominence: Prominence) {
        let bits = (prominence as u8) << (2 * (self.count % 4));
        match self.bytes.last_mut().filter(|_| !self.count.is_multiple_of(4)) {
            Some(last) => *last |= bits,
            None => self.bytes.push(bits),
        }
        self.count += 1;
    }
}

/// The postings of one way to mark a term, encoded.
#[derive(Default)]
struct Encoded {
    bytes: Vec<u8>,
    count: u32,
    /// The id after that of the last posting.
    next: u32,
}

impl Encoded {
    fn push(&mut self, posting: &Posting) {
        let Some(distance) = posting.doc_id.checked_sub(self.next) else { return };
        write(&mut self.bytes, distance);
        self.bytes.push(posting.code);
        self.next = posting.doc_id + 1;
        self.count += 1;
    }
}

/// What a file says of a group; nothing where it has no postings.
fn joined(term: &str, items: u32, lists: &[(&str, Encoded)]) -> Vec<u8> {
    let size = lists.iter().map(|(marked, list)| marked.len() + list.bytes.len() + 8).sum::<usize>();
    let mut bytes = Vec::with_capacity(if lists.is_empty() { 0 } else { 16 + size });
    match lists {
        [] => {}
        // One way to mark it, which is none, and every item is here.
        [(marked, list)] if *marked == term && list.count == items => {
            write(&mut bytes, items * 2);
            bytes.extend_from_slice(&list.bytes);
        }
        lists => {
            write(&mut bytes, items * 2 + 1);
            write(&mut bytes, lists.len() as u32);
            for (marked, list) in lists {
                run(&mut bytes, if *marked == term { b"" } else { marked.as_bytes() });
                write(&mut bytes, list.count);
                run(&mut bytes, &list.bytes);
            }
        }
    }
    bytes
}

/// Bytes with their number before them.
pub fn run(out: &mut Vec<u8>, bytes: &[u8]) {
    write(out, bytes.len() as u32);
    out.extend_from_slice(bytes);
}

fn take_run<'a>(from: &mut &'a [u8]) -> Option<&'a [u8]> {
    let length = read(from)? as usize;
    let (bytes, rest) = from.split_at_checked(length)?;
    *from = rest;
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::tiers::Scale;
    use proptest::prelude::*;

    /// A group of three ways to mark a term; rare, common or very common by its number of items.
    fn lists() -> impl Strategy<Value = Vec<Marked<'static>>> {
        let posting = (0..3usize, any::<u8>());
        let list = proptest::collection::btree_map(0..4000u32, posting, 1..120).prop_map(|list| {
            let posting =
                |(doc_id, (prominence, code))| Posting { doc_id, prominence: Prominence::ALL[prominence], code };
            list.into_iter().map(posting).collect::<Vec<_>>()
        });
        proptest::sample::subsequence(vec!["dat", "đat", "đât'"], 1..4)
            .prop_flat_map(move |marked| {
                let count = marked.len();
                (Just(marked), proptest::collection::vec(list.clone(), count))
            })
            .prop_map(|(marked, lists)| marked.into_iter().map(Cow::Borrowed).zip(lists).collect())
    }

    proptest! {
        #[test]
        fn a_group_that_was_kept_has_the_same_postings(lists in lists(), lowest in 8..200u32) {
            let scale = Scale { common: 3, rare: 3, other: 3, second_tier: 2, block: 4, pair_files: 1, buckets: 2, budget: 0 };
            let items = lists.iter().flat_map(|(_, list)| list).map(|posting| posting.doc_id);
            let items = items.collect::<std::collections::BTreeSet<_>>().len() as u32;
            let group = Group::new("dat".into(), items, &lists, &Shape { scale, lowest });
            let mut bytes = Vec::new();
            group.keep(&mut bytes);
            let kept = Group::kept(&bytes).unwrap();
            prop_assert_eq!(kept[0].lists(), Some(lists));
            prop_assert_eq!((kept[0].items, kept[0].file), (items, group.file));
        }

        #[test]
        fn what_cannot_be_a_group_is_none(bytes in proptest::collection::vec(0..24u8, 0..200)) {
            for group in Group::kept(&bytes).into_iter().flatten() {
                group.lists();
            }
        }
    }
}
