//! Turns the pairs of all items into files of buckets, of which a search reads single buckets by their places.
//!
//! An index is made from the one before it: only buckets that an edit touches are made anew, and only their files. From
//! nothing, file by file, so that the postings of all pairs are never in memory together.

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::pair_lists::{PairPosting, PairShape, decode, encode, settle};
use super::pairs::PairReader;
use super::postings::File;
use super::words::Words;

/// A bucket is filled up to a multiple of so many bytes, so that one letter tells its size.
pub const STEP: usize = 64;

/// Files of pairs.
pub struct PairFiles {
    pub files: Vec<File>,
    /// Of each bucket, in steps.
    pub sizes: Vec<u16>,
}

/// Words of items with their document ids, sorted by these.
pub type Items<'a> = &'a [(Words, u32)];

/// How an index differs from the one before it.
pub struct PairChange<'a> {
    /// The sizes of its buckets, and the bytes of all; `None`: all is new.
    pub before: Option<(&'a [u16], &'a [u8])>,
    pub removed: Items<'a>,
    pub added: Items<'a>,
    /// Words of a usual body.
    pub average: f32,
    pub shape: PairShape,
}

impl PairChange<'_> {
    /// `keep` is given the bytes of all files, for the next index. `None`: the index before cannot be what it says.
    pub fn make(&self, keep: impl FnOnce(&[&[u8]])) -> Option<PairFiles> {
        match self.before {
            Some((sizes, bytes)) => self.update(sizes, bytes, keep),
            None => Some(self.anew(keep)),
        }
    }

    fn reader<'w>(&self, words: &'w Words) -> PairReader<'w> {
        words.pairs(self.average)
    }

    // ---- From nothing ------------------------------------------------------------------

    fn anew(&self, keep: impl FnOnce(&[&[u8]])) -> PairFiles {
        let files = self.shape.files;
        let share = files.div_ceil(rayon::current_num_threads() as u32 * 2).max(1);
        let starts: Vec<u32> = (0..files).step_by(share as usize).collect();
        let made: Vec<(Vec<u8>, Vec<u16>)> =
            starts.into_par_iter().flat_map_iter(|start| self.run(start, (start + share).min(files))).collect();
        keep(&made.iter().map(|(bytes, _)| &**bytes).collect::<Vec<_>>());
        let sizes = made.iter().flat_map(|(_, sizes)| sizes.iter().copied()).collect();
        PairFiles { files: made.into_iter().map(|(bytes, _)| file(bytes)).collect(), sizes }
    }

    /// The files from one to another, each with the sizes of its buckets.
    fn run(&self, start: u32, end: u32) -> Vec<(Vec<u8>, Vec<u16>)> {
        let PairShape { files, buckets, .. } = self.shape;
        let first = |file: u32| (u64::from(file) << 32).div_ceil(u64::from(files));
        let mut readers: Vec<_> = self.added.iter().map(|(words, id)| (self.reader(words).peekable(), *id)).collect();
        readers.iter_mut().for_each(
            |(reader, _)| {
                while reader.next_if(|(hash, _)| u64::from(*hash) < first(start)).is_some() {}
            },
        );
        let mut postings = Vec::new();
        let made = (start..end).map(|file| {
            postings.clear();
            let limit = first(file + 1);
            for (reader, doc_id) in &mut readers {
                while let Some((hash, weight)) = reader.next_if(|(hash, _)| u64::from(*hash) < limit) {
                    postings.push(PairPosting::new(hash, *doc_id, weight, buckets));
                }
            }
            settle(&mut postings);
            self.buckets(file, &postings)
        });
        made.collect()
    }

    fn buckets(&self, file: u32, mut postings: &[PairPosting]) -> (Vec<u8>, Vec<u16>) {
        let share = self.shape.buckets / self.shape.files;
        let (mut bytes, mut sizes) = (Vec::with_capacity(postings.len() * 2), Vec::new());
        for bucket in file * share..(file + 1) * share {
            let (own, rest) = postings.split_at(postings.partition_point(|one| one.bucket() <= bucket));
            sizes.push(append(&mut bytes, &encode(own, self.shape.span)));
            postings = rest;
        }
        (bytes, sizes)
    }

    // ---- From the index before ----------------------------------------------------------

    fn update(&self, sizes: &[u16], bytes: &[u8], keep: impl FnOnce(&[&[u8]])) -> Option<PairFiles> {
        let (removed, added) = self.differences();
        let touched: BTreeSet<u32> = removed.iter().chain(&added).map(|one| one.bucket()).collect();
        let share = (self.shape.buckets / self.shape.files) as usize;
        let (mut at, mut all) = (0, Vec::new());
        for (file, sizes) in (0..).zip(sizes.chunks(share)) {
            let length = sizes.iter().map(|size| usize::from(*size) * STEP).sum::<usize>();
            let before = bytes.get(at..at + length)?;
            at += length;
            let first = file * share as u32;
            let here = touched.range(first..first + share as u32).next().is_some();
            let change = || self.updated(first, sizes, before, (&removed, &added, &touched));
            all.push(if here { Err(change()?) } else { Ok((before, sizes)) });
        }
        let is_whole = at == bytes.len() && sizes.len() == self.shape.buckets as usize;
        keep(
            &all.iter()
                .map(|one| one.as_ref().map_or_else(|(made, _)| &**made, |(before, _)| before))
                .collect::<Vec<_>>(),
        );
        let sizes = all.iter().flat_map(|one| one.as_ref().map_or_else(|(_, sizes)| &**sizes, |(_, sizes)| sizes));
        let sizes = sizes.copied().collect();
        let files = all.into_iter().map(|one| one.map_or_else(|(made, _)| file(made), |_| File::Same)).collect();
        is_whole.then_some(PairFiles { files, sizes })
    }

    /// What goes and what comes, without what does both.
    fn differences(&self) -> (Vec<PairPosting>, Vec<PairPosting>) {
        let of = |items: Items| {
            let mut postings = Vec::new();
            for (words, doc_id) in items {
                let own = self.reader(words).map(|(hash, weight)| (hash, *doc_id, weight));
                postings.extend(own.map(|(hash, id, weight)| PairPosting::new(hash, id, weight, self.shape.buckets)));
            }
            settle(&mut postings);
            postings
        };
        let (mut removed, mut added) = (of(self.removed), of(self.added));
        let before = removed.clone();
        removed.retain(|one| added.binary_search(one).is_err());
        added.retain(|one| before.binary_search(one).is_err());
        (removed, added)
    }

    /// A file as it is now; `first`: its first bucket.
    fn updated(&self, first: u32, sizes: &[u16], before: &[u8], change: Differences) -> Option<(Vec<u8>, Vec<u16>)> {
        let (removed, added, touched) = change;
        let (mut at, mut bytes, mut now) =
            (0, Vec::with_capacity(before.len() + STEP), Vec::with_capacity(sizes.len()));
        for (bucket, size) in (first..).zip(sizes) {
            let own = &before[at..at + usize::from(*size) * STEP];
            at += own.len();
            if !touched.contains(&bucket) {
                bytes.extend_from_slice(own);
                now.push(*size);
                continue;
            }
            let mut postings = decode(bucket, own, self.shape.span)?;
            let gone = of_bucket(removed, bucket);
            let count = postings.len();
            postings.retain(|one| gone.binary_search(one).is_err());
            if postings.len() + gone.len() != count {
                return None;
            }
            postings.extend_from_slice(of_bucket(added, bucket));
            postings.sort_unstable();
            now.push(append(&mut bytes, &encode(&postings, self.shape.span)));
        }
        Some((bytes, now))
    }
}

/// What goes, what comes, and the buckets of both.
type Differences<'a> = (&'a [PairPosting], &'a [PairPosting], &'a BTreeSet<u32>);

fn of_bucket(postings: &[PairPosting], bucket: u32) -> &[PairPosting] {
    let start = postings.partition_point(|one| one.bucket() < bucket);
    &postings[start..postings.partition_point(|one| one.bucket() <= bucket)]
}

fn file(bytes: Vec<u8>) -> File {
    if bytes.is_empty() { File::None } else { File::Made(bytes) }
}

/// Adds a bucket, filled up; gives its size in steps.
fn append(bytes: &mut Vec<u8>, bucket: &[u8]) -> u16 {
    let steps = bucket.len().div_ceil(STEP);
    let end = bytes.len() + steps * STEP;
    bytes.extend_from_slice(bucket);
    bytes.resize(end, 0);
    steps as u16
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::fields::Field;
    use super::super::pairs::MetPairs;
    use super::*;

    const SHAPE: PairShape = PairShape { files: 3, buckets: 12, span: 64 };

    fn words(sequence: &[u32]) -> Words {
        let mut met = MetPairs::default();
        let hash = |word: u32| super::super::terms::hash(&word.to_string());
        for pair in sequence.windows(2) {
            met.note(Field::Body, hash(pair[0]), hash(pair[1]));
        }
        Words::pack(sequence.len() as u32, 0, std::iter::empty()).with_pairs(met.pack())
    }

    type Made = (Vec<Option<Vec<u8>>>, Vec<u16>, Vec<u8>);

    fn made(change: &PairChange, before: &[Option<Vec<u8>>]) -> Made {
        let mut kept = Vec::new();
        let files = change.make(|all| kept = all.concat()).unwrap();
        let contents = |(number, file): (usize, File)| match file {
            File::Made(bytes) => Some(bytes),
            File::None => None,
            File::Same => before[number].clone(),
        };
        (files.files.into_iter().enumerate().map(contents).collect(), files.sizes, kept)
    }

    proptest! {
        #[test]
        fn pair_lists_made_from_those_before_have_the_bytes_of_those_made_from_nothing(
            before in proptest::collection::vec(proptest::option::weighted(0.8, proptest::collection::vec(0u32..9, 0..40)), 40),
            edits in proptest::collection::vec((0usize..40, proptest::option::weighted(0.7, proptest::collection::vec(0u32..9, 0..40))), 0..9),
        ) {
            let mut now = before.clone();
            edits.iter().for_each(|(at, item)| now[*at].clone_from(item));
            let of = |items: &[Option<Vec<u32>>], is_wanted: &dyn Fn(usize) -> bool| -> Vec<(Words, u32)> {
                let items = items.iter().enumerate().filter(|(at, _)| is_wanted(*at));
                items.filter_map(|(at, item)| Some((words(item.as_ref()?), at as u32 * 3))).collect()
            };
            let anew = |items: &[(Words, u32)]| {
                made(&PairChange { before: None, removed: &[], added: items, average: 8.0, shape: SHAPE }, &[])
            };
            let (first, expected) = (anew(&of(&before, &|_| true)), anew(&of(&now, &|_| true)));
            let differs = |at: usize| before[at] != now[at];
            let (removed, added) = (of(&before, &differs), of(&now, &differs));
            let last = Some((&*first.1, &*first.2));
            let change = PairChange { before: last, removed: &removed, added: &added, average: 8.0, shape: SHAPE };
            prop_assert_eq!(made(&change, &first.0), expected);
        }
    }

    #[test]
    fn an_edit_that_changes_no_pair_makes_no_file_and_what_cannot_be_is_told() {
        let items = [(words(&[1, 2, 3]), 5)];
        let anew = PairChange { before: None, removed: &[], added: &items, average: 8.0, shape: SHAPE };
        let (_, sizes, kept) = made(&anew, &[]);
        let same = PairChange { before: Some((&sizes, &kept)), removed: &items, ..anew };
        let files = same.make(|_| ()).unwrap();
        assert!(files.files.iter().all(|file| matches!(file, File::Same)));
        let others = [(words(&[7, 8]), 5)];
        assert!(PairChange { removed: &others, ..same }.make(|_| ()).is_none(), "it was never there");
    }
}
