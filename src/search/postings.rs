//! Turns the words of all items into files of postings: for each term the items that have it, how much it tells there,
//! and what follows it.
//!
//! A posting is the distance to the item before it, then a byte: four bits of weight, four of signature. Terms are kept
//! without marks, with one list for each way to mark them. Each common term has a part of a file for its own, so that a
//! search reads it alone; of those that tell little the postings lie in further files, to be read in the same way.
//!
//! An index is made from the one before it, which may be none: postings of some items go, others come, and only files
//! that this touches are made.

use std::borrow::Cow;
use std::sync::Arc;

use rayon::prelude::*;

use super::fields::write;
use super::groups::{Group, Marked};
use super::invert::Lists;
use super::lexicon::{Lexicon, TermId};
use super::stored_fields::letter;
use super::terms::hash;
use super::tiers::Shape;

/// How an index differs from the one before it.
pub struct Change<'a> {
    /// The index before, made in the same shape; none where all is new.
    pub before: &'a [Group<'a>],
    /// Of the items that are no longer what they were, and of what they are now.
    pub removed: Lists,
    pub added: Lists,
    pub lexicon: &'a Lexicon,
    pub shape: Shape,
}

/// Files of postings, and what the client must know of them.
pub struct Postings {
    /// By number.
    pub files: Vec<File>,
    pub second_tier: Vec<File>,
    /// Common terms, by how often they stand: `lowest` times a power of two.
    pub classes: Vec<Class>,
}

/// Common terms of which each stands about as often as the others.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Class {
    /// With a space between.
    pub names: String,
    /// Two letters for each term: the sizes of its part in the first tier and in the second, in steps.
    pub sizes: String,
}

/// The part of a common term is filled up to a multiple of so many bytes.
pub const STEP: usize = 64;

/// A file of an index.
pub enum File {
    /// As in the index before.
    Same,
    /// There is none.
    None,
    Made(Vec<u8>),
}

/// All terms with the same letters of which postings come or go.
struct Touched {
    /// Without marks.
    term: Arc<str>,
    folded: TermId,
    /// In the order of how they are marked.
    terms: Vec<(Arc<str>, TermId)>,
}

impl<'a> Change<'a> {
    /// `keep` is given all groups, for the next index. `None`: the index before cannot be what it says.
    pub fn make(self, keep: impl FnOnce(&[&Group])) -> Option<Postings> {
        let touched = self.touched();
        let made: Option<Vec<_>> = touched.par_iter().map(|one| self.group(one)).collect();
        let made = made?;
        let Change { before, shape, removed, added, .. } = self;
        drop((removed, added));
        let affected = Affected::new(&shape, &made, before.is_empty());
        let mut groups: Vec<&Group> = Vec::with_capacity(before.len() + made.len());
        let mut rest = before;
        for (term, last, new) in &made {
            let (untouched, from) = rest.split_at(rest.partition_point(|group| *group.term < **term));
            groups.extend(untouched);
            groups.extend(new);
            rest = if last.is_some() { &from[1..] } else { from };
        }
        groups.extend(rest);
        keep(&groups);
        Some(affected.files(&groups, &shape))
    }

    /// In the order of terms.
    fn touched(&self) -> Vec<Touched> {
        let (marked, folded) = (self.lexicon.marked(), self.lexicon.folded());
        let mut terms: Vec<(&Arc<str>, &Arc<str>, TermId)> = (0..folded.len())
            .filter(|term| self.differs(*term as TermId))
            .map(|term| (&marked[folded[term] as usize], &marked[term], term as TermId))
            .collect();
        terms.par_sort_unstable();
        let group = |same: &[(&Arc<str>, &Arc<str>, TermId)]| Touched {
            term: same[0].0.clone(),
            folded: folded[same[0].2 as usize],
            terms: same.iter().map(|(_, marked, term)| ((*marked).clone(), *term)).collect(),
        };
        terms.chunk_by(|a, b| a.0 == b.0).map(group).collect()
    }

    /// Whether the postings that come are others than those that go. Most words of a text that was edited are as they were.
    fn differs(&self, term: TermId) -> bool {
        let [removed, added] = [&self.removed, &self.added].map(|lists| lists.count(term));
        if removed == 0 || removed != added {
            return removed + added > 0;
        }
        let [removed, added] = [&self.removed, &self.added].map(|lists| {
            let mut all = Vec::with_capacity(removed as usize);
            lists.each(term, |posting| all.push(posting));
            all
        });
        removed != added
    }

    /// A group as it was and as it is now; `None`: it cannot be made of what was.
    fn group(&self, touched: &Touched) -> Option<Regrouped<'a>> {
        let at = self.before.binary_search_by(|group| (*group.term).cmp(&touched.term));
        let before = at.ok().map(|at| &self.before[at]);
        let mut lists = before.map_or_else(|| Some(Vec::new()), Group::lists)?;
        for (marked, term) in &touched.terms {
            let at = lists.binary_search_by(|(own, _)| (**own).cmp(marked)).unwrap_or_else(|at| {
                lists.insert(at, (Cow::Owned(marked.to_string()), Vec::new()));
                at
            });
            self.update(&mut lists[at], *term);
        }
        lists.retain(|(_, postings)| !postings.is_empty());
        let items = before.map_or(0, |group| group.items).checked_sub(self.removed.items(touched.folded))?;
        let items = items.checked_add(self.added.items(touched.folded))?;
        let term = Cow::Owned(touched.term.to_string());
        let new = (!lists.is_empty()).then(|| Group::new(term, items, &lists, &self.shape));
        Some((touched.term.clone(), before, new))
    }

    fn update(&self, (_, postings): &mut Marked, term: TermId) {
        let mut gone = Vec::with_capacity(self.removed.count(term) as usize);
        self.removed.each(term, |posting| gone.push(posting.doc_id));
        if !gone.is_empty() {
            postings.retain(|posting| gone.binary_search(&posting.doc_id).is_err());
        }
        let are_last = postings.len();
        self.added.each(term, |posting| postings.push(posting));
        if are_last > 0 {
            // Two runs in order, which become one.
            postings.sort_by_key(|posting| posting.doc_id);
        }
    }
}

/// A term without marks, with its group before and now.
type Regrouped<'a> = (Arc<str>, Option<&'a Group<'a>>, Option<Group<'a>>);

/// Which files do not stay as they are.
struct Affected {
    first_tier: Vec<bool>,
    second_tier: Vec<bool>,
}

impl Affected {
    /// `all`: there is nothing before.
    fn new(shape: &Shape, made: &[Regrouped], all: bool) -> Affected {
        let scale = shape.scale;
        let first_tier = vec![all; (scale.common + scale.rare + scale.other) as usize];
        let mut affected = Affected { first_tier, second_tier: vec![all; scale.second_tier as usize] };
        for (_, before, now) in made {
            let (before, now) = (*before, now.as_ref());
            let is_same =
                |tier: for<'g> fn(&'g Group) -> &'g [u8]| before.map_or(&[][..], tier) == now.map_or(&[][..], tier);
            let in_one_file = before.is_none_or(|before| now.is_none_or(|now| now.file == before.file));
            for group in [before, now].into_iter().flatten() {
                if !is_same(|group| &group.first_tier.bytes) || !in_one_file {
                    mark(&mut affected.first_tier, group.file);
                }
                if !is_same(|group| &group.second_tier.bytes) {
                    mark(&mut affected.second_tier, hash(&group.term) % scale.second_tier.max(1));
                }
            }
        }
        affected
    }

    /// `groups` in the order of their terms.
    fn files(&self, groups: &[&Group], shape: &Shape) -> Postings {
        let mut first_tier: Vec<Vec<Piece>> = self.first_tier.iter().map(|_| Vec::new()).collect();
        let mut second_tier: Vec<Vec<Piece>> = self.second_tier.iter().map(|_| Vec::new()).collect();
        let mut classes: Vec<Class> = Vec::new();
        for group in groups {
            let is_common = shape.is_common(&group.term, group.items);
            let class = if is_common { (group.items / shape.lowest).ilog2() as usize } else { 0 };
            if is_common {
                classes.resize(classes.len().max(class + 1), Class::default());
                classes[class].add(group);
            }
            let piece = |bytes| Piece { class, term: &group.term, bytes };
            put(&mut first_tier, &self.first_tier, group.file, piece(&group.first_tier.bytes));
            let number = hash(&group.term) % shape.scale.second_tier.max(1);
            put(&mut second_tier, &self.second_tier, number, piece(&group.second_tier.bytes));
        }
        let is_placed = |number: usize| number < shape.scale.common as usize;
        let made = |number: usize, pieces: Vec<Piece>| if is_placed(number) { placed(pieces) } else { file(&pieces) };
        Postings {
            files: files(first_tier, &self.first_tier, made),
            second_tier: files(second_tier, &self.second_tier, |_, pieces| placed(pieces)),
            classes,
        }
    }
}

impl Class {
    fn add(&mut self, group: &Group) {
        if !self.names.is_empty() {
            self.names.push(' ');
        }
        self.names.push_str(&group.term);
        let steps = |bytes: &[u8]| letter(bytes.len().div_ceil(STEP) as u32);
        self.sizes.extend([steps(&group.first_tier.bytes), steps(&group.second_tier.bytes)]);
    }
}

/// Those that do not stay, made of their pieces.
fn files(all: Vec<Vec<Piece>>, affected: &[bool], make: impl Fn(usize, Vec<Piece>) -> Vec<u8> + Sync) -> Vec<File> {
    let one = |(number, (pieces, is_affected)): (usize, (Vec<Piece>, &bool))| match &pieces[..] {
        _ if !is_affected => File::Same,
        [] => File::None,
        _ => File::Made(make(number, pieces)),
    };
    all.into_par_iter().zip(affected).enumerate().map(one).collect()
}

/// A number that no file has can only come from a cache.
fn mark(files: &mut [bool], number: u32) {
    if let Some(file) = files.get_mut(number as usize) {
        *file = true;
    }
}

/// What a file has of one group.
struct Piece<'g> {
    class: usize,
    term: &'g str,
    bytes: &'g [u8],
}

fn put<'g>(files: &mut [Vec<Piece<'g>>], affected: &[bool], number: u32, piece: Piece<'g>) {
    let number = number as usize;
    if affected.get(number) == Some(&true) && !piece.bytes.is_empty() {
        files[number].push(piece);
    }
}

/// Parts of common terms, class by class, so that a reader knows from the sizes where each lies.
fn placed(mut pieces: Vec<Piece>) -> Vec<u8> {
    pieces.sort_by_key(|piece| piece.class);
    let mut out = Vec::with_capacity(pieces.iter().map(|piece| piece.bytes.len().next_multiple_of(STEP)).sum());
    for piece in &pieces {
        out.extend_from_slice(piece.bytes);
        out.resize(out.len().next_multiple_of(STEP), 0);
    }
    out
}

/// Terms in order, each without the letters that it shares with the one before.
fn file(pieces: &[Piece]) -> Vec<u8> {
    let mut out = Vec::with_capacity(pieces.iter().map(|piece| piece.term.len() + piece.bytes.len() + 2).sum());
    write(&mut out, pieces.len() as u32);
    let mut last: &str = "";
    for Piece { term, bytes, .. } in pieces {
        // Counted as the client counts letters.
        let (mut kept, mut shared) = (0, 0);
        for (own, before) in term.chars().zip(last.chars()) {
            if own != before || kept + own.len_utf16() > 15 {
                break;
            }
            kept += own.len_utf16();
            shared += own.len_utf8();
        }
        let rest = &term[shared..];
        out.push((kept * 16 + rest.len().min(15)) as u8);
        if rest.len() >= 15 {
            write(&mut out, rest.len() as u32 - 15);
        }
        out.extend_from_slice(rest.as_bytes());
        out.extend_from_slice(bytes);
        last = term;
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::tiers::Scale;
    use super::super::words::{Counted, Prominence, Words};
    use super::*;

    const MARKED: [&str; 12] =
        ["dat", "đat", "đât'", "rung", "rưng`", "42/nd", "tax", "taxes", "sông", "song", "nui", "nui'"];

    /// For each term of `MARKED`, how often an item has it, and how prominently.
    type Item = Vec<(u32, usize)>;

    fn item() -> impl Strategy<Value = Item> {
        proptest::collection::vec((0..4u32, 0..3usize), MARKED.len())
    }

    fn words(lexicon: &Lexicon, item: &Item) -> Words {
        let counted = |(body, prominence): &(u32, usize)| Counted {
            signature: *body as u8,
            prominence: Prominence::ALL[*prominence],
            prominent: *prominence as f32 * 2.0,
            body: *body,
            attachment: 0,
        };
        let mut terms: Vec<(TermId, Counted)> =
            MARKED.iter().zip(item).map(|(term, item)| (lexicon.term(term).id, counted(item))).collect();
        terms.retain(|(_, counted)| counted.body > 0);
        terms.sort_unstable_by_key(|(term, _)| *term);
        Words::pack(10, 0, terms.iter().map(|(term, counted)| (*term, counted)))
    }

    /// Contents of all files, kept groups, classes of common terms.
    type Files = (Vec<Option<Vec<u8>>>, Vec<u8>, Vec<Class>);

    /// What a change makes, with `before` in the place of the files that stay.
    fn files(change: Change, before: &[Option<Vec<u8>>]) -> Files {
        let mut kept = Vec::new();
        let made = change.make(|groups| groups.iter().for_each(|group| group.keep(&mut kept))).unwrap();
        let all = made.files.into_iter().chain(made.second_tier);
        let contents = |(number, file): (usize, File)| match file {
            File::Made(bytes) => Some(bytes),
            File::None => None,
            File::Same => before[number].clone(),
        };
        (all.enumerate().map(contents).collect(), kept, made.classes)
    }

    proptest! {
        /// Terms cross the bounds from rare to common and from common to very common in both directions.
        #[test]
        fn an_index_made_from_the_one_before_has_the_files_of_one_made_from_nothing(
            before in proptest::collection::vec(proptest::option::weighted(0.8, item()), 90),
            edits in proptest::collection::vec((0..90usize, proptest::option::weighted(0.7, item())), 1..30),
        ) {
            let lexicon = Lexicon::default();
            let mut now = before.clone();
            edits.iter().for_each(|(at, item)| now[*at].clone_from(item));
            let scale = Scale { common: 3, rare: 2, other: 3, second_tier: 2, block: 4, pair_files: 1, buckets: 2, budget: 0 };
            let shape = Shape { scale, lowest: 8 };
            let of = |items: &[Option<Item>], is_wanted: &dyn Fn(usize) -> bool| -> Vec<(Words, u32)> {
                let items = items.iter().enumerate().filter(|(at, _)| is_wanted(*at));
                items.filter_map(|(at, item)| Some((words(&lexicon, item.as_ref()?), at as u32 * 3))).collect()
            };
            let lists = |items: &[(Words, u32)]| Lists::new(items, 8.0, &lexicon.folded());
            let (all_before, all_now) = (of(&before, &|_| true), of(&now, &|_| true));
            let change = |groups, removed: &[(Words, u32)], added: &[(Words, u32)]| Change {
                before: groups, removed: lists(removed), added: lists(added), lexicon: &lexicon, shape,
            };
            let (first, kept, _) = files(change(&[], &[], &all_before), &[]);
            let groups = Group::kept(&kept).unwrap();
            let differs = |at: usize| before[at] != now[at];
            let (removed, added) = (of(&before, &differs), of(&now, &differs));
            let updated = files(change(&groups, &removed, &added), &first);
            prop_assert_eq!(updated, files(change(&[], &[], &all_now), &[]));
        }
    }

    #[test]
    fn files_that_an_edit_does_not_touch_are_not_made() {
        let lexicon = Lexicon::default();
        let scale =
            Scale { common: 0, rare: 8, other: 8, second_tier: 0, block: 4, pair_files: 1, buckets: 2, budget: 0 };
        let shape = Shape { scale, lowest: 8 };
        let one = |terms: [u32; 2]| {
            let mut item = vec![(0, 0); MARKED.len()];
            (item[0].0, item[3].0) = (terms[0], terms[1]);
            [(words(&lexicon, &item), 1)]
        };
        let lists = |items: &[(Words, u32)]| Lists::new(items, 4.0, &lexicon.folded());
        let mut kept = Vec::new();
        let (before, now) = (one([1, 2]), one([1, 1]));
        let change = Change { before: &[], removed: lists(&[]), added: lists(&before), lexicon: &lexicon, shape };
        change.make(|groups| groups.iter().for_each(|group| group.keep(&mut kept))).unwrap();
        let groups = Group::kept(&kept).unwrap();
        let (removed, added) = (lists(&before), lists(&now));
        let made = Change { before: &groups, removed, added, lexicon: &lexicon, shape }.make(|_| ()).unwrap();
        let made: Vec<usize> =
            made.files.iter().enumerate().filter(|(_, file)| !matches!(file, File::Same)).map(|(at, _)| at).collect();
        assert_eq!(made, [shape.file("rung", 1) as usize]);
    }
}
