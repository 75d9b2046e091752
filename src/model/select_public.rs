//! Selects from the loaded documents those that are public at a moment, and finds which files they use.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::Timestamp;

use super::broken::Broken;
use super::gate::{Gate, Verdict};
use super::indexes::number_key;
use super::judged::Judged;
use super::owners::{FileSelection, Owners};
use super::visibility::{self, Visibility};
use super::withheld::{Withheld, WithheldPages};
use super::{shared, state};
use crate::diag::{Finding, catalog};
use crate::load::discover::{CONTENT, Discovered, Source, plain_path};
use crate::load::document::{Document, Language};
use crate::load::kinds::Kinds;
use crate::path::SourcePath;

/// Everything that was loaded.
pub struct Candidates<'a> {
    pub documents: Vec<Arc<Document>>,
    pub unreadable: &'a [Broken],
    /// Pages that cannot be published beside the others.
    pub taken: &'a [Arc<Document>],
    pub discovered: &'a Discovered,
    pub kinds: &'a Kinds,
    pub gate: Gate,
}

/// What is public, and what is withheld.
pub struct PublicSelection {
    pub gate: Gate,
    /// Public documents, sorted by source.
    pub documents: Vec<Arc<Document>>,
    pub files: FileSelection,
    pub withheld: WithheldPages,
    /// Broken files that would surely be public; of others no output may know.
    pub named: Vec<Source>,
    /// Those that were public until a moment that their files say.
    pub past: Vec<Arc<Document>>,
    /// The home page of a language is withheld, and with it everything.
    pub home_closed: bool,
}

pub fn select_public(mut from: Candidates, findings: &mut Vec<Finding>) -> PublicSelection {
    from.documents.sort_by(|a, b| a.source.cmp(&b.source));
    let Candidates { documents, discovered, kinds, gate, .. } = &from;
    findings.extend(visibility::home_pages(documents, kinds, *gate));
    let broken = from.broken();
    let visibility = Visibility::new(documents, &broken, kinds, *gate);
    let judged: Vec<Judged> =
        documents.iter().map(|document| Judged::new(document, &visibility, kinds, *gate)).collect();
    findings.extend(withheld_sections(&judged, &visibility, discovered));
    let owners = Owners::new(&judged);
    let sources = from.hidden_sources(&broken, &judged);
    let (files, own) = owners.sort(discovered, &visibility, &sources);
    let public: Vec<Arc<Document>> = judged.iter().filter(|it| it.is_public()).map(|it| it.document.clone()).collect();
    let coming =
        judged.iter().filter(|it| matches!(it.verdict, Verdict::Draft | Verdict::Unapproved(_) | Verdict::NotYet(_)));
    let coming: Vec<&Arc<Document>> = coming.map(|it| it.document).collect();
    findings.extend(shared::findings(&owners.shared_of(&files), &public, &coming));
    PublicSelection {
        gate: *gate,
        documents: public,
        files: files.with_roots(&discovered.roots),
        withheld: WithheldPages {
            items: withheld(&judged),
            next_change: from.next_change(&broken, &visibility, &judged),
            hidden: sources.into_iter().chain(own).chain(discovered.closed.iter().cloned()).collect(),
            hidden_names: from.hidden_names(&broken, &judged),
        },
        named: broken
            .iter()
            .filter(|broken| visibility.would_show(broken))
            .map(|broken| broken.source.clone())
            .collect(),
        past: judged
            .iter()
            .filter(|it| matches!(it.verdict, Verdict::Expired(_)))
            .map(|it| it.document.clone())
            .collect(),
        home_closed: visibility.closes_a_home(),
    }
}

impl Candidates<'_> {
    /// Files that cannot be used, and pages that count as such.
    fn broken(&self) -> Vec<Broken> {
        let taken = self.taken.iter().map(|document| Broken::of(document, self.kinds));
        self.unreadable.iter().cloned().chain(taken).collect()
    }

    /// The paths by which links name what is not public.
    fn hidden_sources(&self, broken: &[Broken], judged: &[Judged]) -> BTreeSet<SourcePath> {
        let broken = broken.iter().flat_map(|Broken { source, .. }| {
            named_by(&source.path, plain_path(&source.path, &source.group, source.language))
        });
        let withheld = judged.iter().filter(|it| !it.is_public()).flat_map(|it| {
            let Document { source, group, language, .. } = &**it.document;
            named_by(source, plain_path(source, group, *language))
        });
        broken.chain(withheld).collect()
    }

    /// Contacts and document numbers of what is not public.
    fn hidden_names(&self, broken: &[Broken], judged: &[Judged]) -> BTreeSet<String> {
        let number = |document: &Arc<Document>| document.text(self.kinds.get(document.kind), "number").map(number_key);
        let withheld = || judged.iter().filter(|it| !it.is_public()).map(|it| it.document);
        let stems = withheld().map(|document| document.stem.to_string());
        let numbers = withheld().chain(self.taken).filter_map(number);
        broken.iter().map(|broken| stem(&broken.source.path)).chain(stems).chain(numbers).collect()
    }

    /// The first moment after that of the build at which the output changes by itself, and the source that does it.
    fn next_change(
        &self,
        broken: &[Broken],
        visibility: &Visibility,
        judged: &[Judged],
    ) -> Option<(Timestamp, SourcePath)> {
        let of_state = |document: &Document| state::next_change(document, self.kinds.get(document.kind), self.gate.at);
        // When a broken page would appear or go, it is named or no longer.
        let broken = broken.iter().map(|broken| {
            let window = visibility.broken(broken).and_then(|held| held.window);
            (window.and_then(|window| self.gate.next_change(&window)), &broken.source.path)
        });
        let judged = judged.iter().flat_map(|it| {
            let state = it.is_public().then(|| of_state(it.document)).flatten();
            [it.next, state].map(|change| (change, &it.document.source))
        });
        // What cannot be built as it is now may be built in its next state.
        let taken = self.taken.iter().map(|document| (of_state(document), &document.source));
        let all = broken.chain(judged).chain(taken).filter_map(|(change, source)| Some((change?, source)));
        all.min_by_key(|(change, _)| *change).map(|(change, source)| (change, source.clone()))
    }
}

fn withheld(judged: &[Judged]) -> Vec<Withheld> {
    let withheld = judged.iter().filter(|it| !it.is_public());
    withheld.map(|it| Withheld { source: it.document.source.clone(), reason: it.verdict }).collect()
}

/// Sections with which pages are withheld that would be public themselves. A home page that is withheld stops the build,
/// and that is told.
fn withheld_sections(judged: &[Judged], visibility: &Visibility, discovered: &Discovered) -> Vec<Finding> {
    let mut below: BTreeMap<(&str, Language), usize> = BTreeMap::new();
    let with_section = judged.iter().filter(|it| it.verdict == Verdict::SectionWithheld);
    for section in with_section.filter_map(|it| visibility.closed_section(it.document)) {
        *below.entry(section).or_default() += 1;
    }
    let finding = |section: &Source| {
        let count = below.get(&(&*section.home, section.language))?;
        let finding = Finding::new(&catalog::SECTION_WITHHELD, section.path.as_str());
        Some(finding.with("count", count.to_string()))
    };
    discovered.sections.iter().filter(|section| &*section.home != CONTENT).filter_map(finding).collect()
}

/// A path, and that of the same page without a language.
fn named_by(path: &SourcePath, plain: Option<SourcePath>) -> impl Iterator<Item = SourcePath> + use<> {
    [path.clone()].into_iter().chain(plain)
}

/// `content/lien-he/tong-dai.en.md` → `tong-dai`
fn stem(source: &SourcePath) -> String {
    source.file_name().split('.').next().unwrap_or_default().to_owned()
}

impl PublicSelection {
    /// The same without files that turned out to be such as may not be published.
    pub fn without(self, refused: &[SourcePath]) -> PublicSelection {
        let PublicSelection { files, withheld, .. } = self;
        let hidden = withheld.hidden.into_iter().chain(refused.iter().cloned()).collect();
        PublicSelection { files: files.without(refused), withheld: WithheldPages { hidden, ..withheld }, ..self }
    }
}
