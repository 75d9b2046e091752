//! Makes the index of one language: turns its items into files, of which only those are made that are not as in the index
//! before. An index made from nothing is made the same way, with none before it, so both have the same bytes.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::Index;
use super::groups::Group;
use super::invert::Lists;
use super::language_files::Writer;
use super::layout::{LastIndex, Layout, Step, stamp};
use super::lexicon::Lexicon;
use super::pair_files::{PairChange, PairFiles};
use super::postings::Change;
use super::texts::{self, Difference, IndexedItem, KeptItems, Key, Shelf, Texts};
use super::words::Words;
use crate::load::document::Language;
use crate::model::{PageId, Site};

/// Makes the index of a language.
pub struct Builder<'a> {
    pub site: &'a Site,
    pub language: Language,
    pub lexicon: &'a Lexicon,
    pub shelf: &'a dyn Shelf,
}

impl Builder<'_> {
    /// `pages`: those that can be found. `update`: files that are as in the last index are not made. Adds the files to
    /// `index`.
    pub fn build(&self, pages: &[(PageId, Key)], last: Option<&LastIndex>, update: bool, index: &mut Index) {
        let made = self.make(pages, last, update, index);
        // A cache may say what cannot be.
        let made = made.or_else(|| self.make(pages, None, false, index));
        index.kept.extend(made.map(|kept| (self.language, kept)));
    }

    fn make(
        &self,
        pages: &[(PageId, Key)],
        last: Option<&LastIndex>,
        update: bool,
        index: &mut Index,
    ) -> Option<LastIndex> {
        let mut layout = Layout::new(self.site, self.language, pages);
        let mut texts = Texts::default();
        let from = last.filter(|last| update && last.basis == layout.basis);
        let step = from.and_then(|last| self.step(&mut layout, last, &mut texts));
        let step = step.unwrap_or_else(|| self.anew(&mut layout, last, &mut texts));
        let parts = self.parts(&layout, &step, &texts);
        let (words, starts) = take_apart(&layout, &step, texts);
        let code = self.site.language(self.language);
        let pair_files = self.pairs(&layout, &step, &words)?;
        let before = Group::kept(&step.groups)?;
        let change = Change {
            before: &before,
            removed: Lists::new(&words.removed, step.average, &self.lexicon.folded()),
            added: Lists::new(&words.added, step.average, &self.lexicon.folded()),
            lexicon: self.lexicon,
            shape: layout.shape,
        };
        drop(words);
        let postings = change.make(|groups| self.shelf.keep_groups(code, &layout.stamp(), groups))?;
        let kept = KeptItems { items: layout.items.clone(), parts, ids: texts::ids(layout.shape.scale.block) };
        Some(Writer { layout: &layout, step: &step, index }.write((postings, pair_files), &starts, kept))
    }

    fn pairs(&self, layout: &Layout, step: &Step, words: &Moved) -> Option<PairFiles> {
        let change = PairChange {
            before: step.last.map(|last| (&*last.pair_sizes, &*step.pairs)),
            removed: &words.removed,
            added: &words.added,
            average: step.average,
            shape: layout.shape.pairs(layout.items.len()),
        };
        let code = self.site.language(self.language);
        change.make(|files| self.shelf.keep_pairs(code, &layout.stamp(), files))
    }

    /// What differs from the last index; `None`: that is too much, or it cannot be read.
    fn step<'l>(&self, layout: &mut Layout, last: &'l LastIndex, texts: &mut Texts) -> Option<Step<'l>> {
        let difference = Difference::new(&last.kept.items, &mut layout.items, layout.shape.scale.block);
        let is_near = difference.is_small(layout.items.len()) && texts.load(&last.kept, &difference.parts, self.shelf);
        if !is_near {
            return None;
        }
        self.read(layout, &difference, texts)?;
        let average = layout.average();
        let (code, stamp) = (self.site.language(self.language), stamp(&last.basis, &last.kept.items));
        let groups = self.shelf.groups(code, &stamp).filter(|_| average == last.average)?;
        let pairs = self.shelf.pairs(code, &stamp)?;
        Some(Step { last: Some(last), difference, average, groups, pairs })
    }

    fn anew<'l>(&self, layout: &mut Layout, last: Option<&LastIndex>, texts: &mut Texts) -> Step<'l> {
        if let Some(LastIndex { kept, .. }) = last {
            texts.load(kept, &(0..kept.parts.len() as u32).collect(), self.shelf);
        }
        let difference = Difference::all(&layout.items, layout.shape.scale.block);
        // They are all there now.
        let _ = self.read(layout, &difference, texts);
        Step { last: None, difference, average: layout.average(), groups: Vec::new(), pairs: Vec::new() }
    }

    /// Reads the texts of the parts that differ. `None`: one of an item that stays is not there.
    fn read(&self, layout: &mut Layout, difference: &Difference, texts: &mut Texts) -> Option<()> {
        let new: Vec<(PageId, Key)> =
            difference.added.iter().map(|at| (layout.pages[*at].0.id, layout.items[*at].key)).collect();
        texts.read(&new, self.shelf);
        for at in &difference.added {
            let item = &mut layout.items[*at];
            item.length = texts.get(&item.key).map_or(0, |text| text.words.length);
        }
        let ids = texts::ids(layout.shape.scale.block);
        let here =
            |item: &IndexedItem| !difference.parts.contains(&(item.doc_id / ids)) || texts.get(&item.key).is_some();
        layout.items.iter().all(here).then_some(())
    }

    /// The names of parts, of which those that differ are kept.
    fn parts(&self, layout: &Layout, step: &Step, texts: &Texts) -> Vec<Option<Key>> {
        if !self.shelf.is_kept() {
            return Vec::new();
        }
        let ids = texts::ids(layout.shape.scale.block);
        let mut parts = step.last.map(|last| last.kept.parts.clone()).unwrap_or_default();
        parts.resize(layout.doc_ids.count.div_ceil(ids) as usize, None);
        let runs: Vec<&[IndexedItem]> = layout.items.chunk_by(|a, b| a.doc_id / ids == b.doc_id / ids).collect();
        let one = |run: &&[IndexedItem]| {
            let number = run[0].doc_id / ids;
            let is_here = step.difference.parts.contains(&number);
            let texts = || run.iter().filter_map(|item| texts.get(&item.key)).collect::<Vec<_>>();
            is_here.then(|| (number, self.shelf.keep_part(&texts())))
        };
        let kept: Vec<(u32, Key)> = runs.par_iter().filter_map(one).collect();
        step.difference.parts.iter().for_each(|number| {
            if let Some(part) = parts.get_mut(*number as usize) {
                *part = None;
            }
        });
        kept.into_iter().for_each(|(number, name)| parts[number as usize] = Some(name));
        parts
    }
}

/// Words with document ids, sorted by these.
#[derive(Default)]
struct Moved {
    removed: Vec<(Words, u32)>,
    added: Vec<(Words, u32)>,
}

/// The words that go and come; and what items without a lead begin with, where they are in a file that is made.
fn take_apart(layout: &Layout, step: &Step, mut texts: Texts) -> (Moved, BTreeMap<usize, Box<str>>) {
    let (mut words, mut starts) = (Moved::default(), BTreeMap::new());
    if let Some(last) = step.last {
        let gone = step.difference.removed.iter().map(|at| &last.kept.items[*at]);
        let of = |item: &IndexedItem| Some((texts.get(&item.key)?.words.clone(), item.doc_id));
        words.removed = gone.filter_map(of).collect();
    }
    let mut added = step.difference.added.iter().copied().peekable();
    for (at, item) in layout.items.iter().enumerate() {
        let is_added = added.next_if_eq(&at).is_some();
        let is_shown = step.difference.blocks.contains(&(item.doc_id / layout.shape.scale.block));
        if !is_added && !is_shown {
            continue;
        }
        let Some(text) = texts.take(&item.key) else { continue };
        starts.insert(at, text.start);
        if is_added {
            words.added.push((text.words, item.doc_id));
        }
    }
    (words, starts)
}
