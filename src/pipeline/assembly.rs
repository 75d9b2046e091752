//! Turns what was loaded into the site and its plan, without the pages that cannot be published beside the others.
//!
//! A page is taken out when a file that it needs cannot be read, when its table has a mistake, or when another page
//! wants its address: a build knows no history and so cannot say which of the two is the right one there. A page that
//! could not be rendered is taken out by whoever rendered it. What remains is selected and assembled again until a
//! fixed point is reached; nearly always that is the first round.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::assembly_context::AssemblyContext;
use super::facts::{self, InspectedFiles, Inspection};
use super::held_pictures::HeldPictures;
use super::linted::Source;
use super::load_all::AllLoaded;
use super::pictures::Making;
use super::{Progress, charts, contradictions, datasets, lookups, maps, masked, messages, pictures};
use crate::diag::{self, Finding};
use crate::load::document::{Document, Target};
use crate::load::kinds::Kind;
use crate::load::root_files;
use crate::load::schema;
use crate::load::source::{self, Role};
use crate::load::variants::{Key, Outcome};
use crate::model::assemble::{self, Parts};
use crate::model::incomplete;
use crate::model::select_public::{self, Candidates, PublicSelection};
use crate::model::{KnownFiles, Site, Versions};
use crate::path::SourcePath;
use crate::plan::{self, Maker, MakerFiles, Plan};

/// A portal that was read, and the site that is being assembled from it.
pub struct Assembly<'a> {
    pub context: AssemblyContext<'a>,
    loaded: AllLoaded,
    /// Pages that cannot be published beside the others.
    taken: Vec<Arc<Document>>,
    inspected: InspectedFiles,
}

impl<'a> Assembly<'a> {
    pub fn new(context: AssemblyContext<'a>, mut loaded: AllLoaded, findings: &mut Vec<Finding>) -> Assembly<'a> {
        let incomplete =
            incomplete::take_incomplete(&mut loaded.documents, &context.discovered, &context.kinds, findings);
        loaded.unreadable.extend(incomplete);
        findings.extend(contradictions::findings(&loaded.documents, &context.kinds, context.gate));
        findings.extend(root_files::in_folders_of_others(&*context.files));
        findings.extend(root_files::security(&*context.files, &context.discovered.roots, context.gate.at));
        let config = &context.config;
        let report = config.security.report().map(|report| report.text(&config.base_url, &config.languages));
        findings.extend(report.and_then(|text| root_files::security_of(&text, context.gate.at)));
        Assembly { context, loaded, taken: Vec::new(), inspected: InspectedFiles::default() }
    }

    /// `None` when the home page of a language is withheld, so that nothing can be built; the findings say so.
    /// `lasting`: findings about files, which hold whatever is taken out later; `of_site`: those of this site and plan.
    pub fn assemble(
        &mut self,
        making: (Making, &dyn Progress),
        lasting: &mut Vec<Finding>,
        of_site: &mut Vec<Finding>,
    ) -> Option<(Site, Plan)> {
        loop {
            // Findings of a round that is not the last would speak of a site that nobody sees.
            let mut round = Vec::new();
            let selection = self.select_public(&mut round);
            if selection.home_closed {
                of_site.append(&mut round);
                return None;
            }
            let AssemblyContext { files, cache, .. } = &self.context;
            let Inspection { lost, refused } =
                facts::inspect(&**files, &selection.files.used, cache, &mut self.inspected, lasting);
            let (refused, more): (Vec<_>, Vec<_>) = refused.into_iter().unzip();
            round.extend(more);
            let handed_out = lookups::handed_out(&self.context, &selection, &mut round);
            let selection = selection.without(&refused).without(&handed_out);
            let mut out = needing(&selection.documents, &lost);
            let broken = datasets::read(&self.context, &selection, &mut self.inspected, lasting);
            out.extend(needing(&selection.documents, &broken));
            out.extend(charts::lacking(&selection, &self.inspected, lasting));
            let broken = maps::read(&self.context, &selection, &mut self.inspected, lasting);
            out.extend(needing(&selection.documents, &broken));
            out.extend(masked::unready(&self.context, &selection, lasting));
            let broken = lookups::read(&self.context, &selection, &mut self.inspected, lasting);
            out.extend(needing(&selection.documents, &broken));
            if out.is_empty() {
                self.report_unused(&selection, &mut round);
                let versions = pictures::make(&self.context, &selection, &mut self.inspected, making, lasting);
                let site = assemble::assemble(self.parts(selection, versions), &mut round);
                let mut of_plan = Vec::new();
                let mut plan = plan::plan(&site, &self.context.theme, &self.context.ledger, &mut of_plan);
                for findings in [&mut of_plan, &mut plan.contested.findings] {
                    diag::sort(findings);
                    diag::limit(findings);
                }
                round.append(&mut of_plan);
                if plan.contested.sources.is_empty() {
                    of_site.append(&mut round);
                    return Some((site, plan));
                }
                lasting.extend(plan.contested.findings.iter().cloned());
                self.take_out(&plan.contested.sources, &site);
            } else {
                self.take(&out);
            }
        }
    }

    /// What is known of smaller versions of photographs, and those that were just made.
    pub fn pictures(&self) -> (&BTreeMap<Key, Outcome>, &Arc<HeldPictures>) {
        (&self.inspected.versions, &self.inspected.held)
    }

    /// Begins again with all that was read, drafts and all.
    pub fn show_all(&mut self) {
        self.context.gate.show_all = true;
        self.loaded.documents.append(&mut self.taken);
        self.loaded.documents.sort_by(|a, b| a.source.cmp(&b.source));
    }

    /// Every page of the portal itself that was read, with its kind and its language.
    pub fn texts(&self) -> Vec<Source<'_>> {
        let AssemblyContext { config, kinds, guests, .. } = &self.context;
        let documents = self.loaded.documents.iter().chain(&self.taken);
        let documents = documents.filter(|document| !guests.contains_key(&document.source));
        let text = |document| Source {
            document,
            kind: kinds.get(document.kind),
            language: config.language(document.language),
        };
        documents.map(text).collect()
    }

    /// Every page that cannot be used, with the kind that its folder says and its language.
    pub fn unusable_texts(&self) -> Vec<(&SourcePath, &Kind, &str)> {
        let AssemblyContext { config, kinds, .. } = &self.context;
        let items = self.loaded.unreadable.iter().map(|broken| &broken.source).filter(|it| it.role != Role::Section);
        let kind = |item: &source::Source| self.loaded.kind_in(&item.home).or_else(|| kinds.find("page"));
        items.filter_map(|it| Some((&it.path, kinds.get(kind(it)?), config.language(it.language)))).collect()
    }

    /// The files in which rows of this site are found.
    pub fn lookup_files(&mut self, site: &Site, keep: bool) -> Vec<(Maker, MakerFiles)> {
        lookups::files(site, &self.context.files, &mut self.inspected, keep)
    }

    /// Takes out pages of a site, and those that need one of these files.
    pub fn take_out(&mut self, sources: &BTreeSet<SourcePath>, site: &Site) {
        let documents: Vec<Arc<Document>> = site.all_pages().map(|page| page.document.clone()).collect();
        let mut out = needing(&documents, sources);
        out.extend(sources.iter().filter(|source| site.by_source(source).is_some()).cloned());
        self.inspected.facts.extend(site.files().map(|(source, file)| (source.clone(), file.facts.clone())));
        self.take(&out);
    }

    fn take(&mut self, out: &BTreeSet<SourcePath>) {
        let documents = std::mem::take(&mut self.loaded.documents);
        let (gone, left) = documents.into_iter().partition(|document| out.contains(&document.source));
        self.loaded.documents = left;
        self.taken.extend::<Vec<_>>(gone);
    }

    fn select_public(&self, round: &mut Vec<Finding>) -> PublicSelection {
        let candidates = Candidates {
            documents: self.loaded.documents.clone(),
            unreadable: &self.loaded.unreadable,
            taken: &self.taken,
            discovered: &self.context.discovered,
            kinds: &self.context.kinds,
            gate: self.context.gate,
        };
        let mut selection = select_public::select_public(candidates, round);
        // What is withheld is told where it is written, and when that changes of the file that says it.
        let guests = &self.context.guests;
        selection.withheld.items.retain(|page| !guests.contains_key(&page.source));
        if let Some((_, source)) = &mut selection.withheld.next_change
            && let Some(guest) = guests.get(source)
        {
            *source = SourcePath::new(guest.file.as_str());
        }
        selection
    }

    /// Files that no page uses, apart from those of pages that were taken out.
    fn report_unused(&self, selection: &PublicSelection, round: &mut Vec<Finding>) {
        let theirs: BTreeSet<&SourcePath> = self.taken.iter().flat_map(|document| files_of(document)).collect();
        // What a page with a mistake uses is not known; most often it is what stands beside it.
        let unknown: BTreeSet<&str> = self.loaded.unreadable.iter().map(|broken| broken.source.path.folder()).collect();
        let is_beside = |path: &SourcePath| {
            let folder = path.folder();
            let around = folder.rsplit_once('/').map_or("", |(around, _)| around);
            unknown.contains(folder) || unknown.contains(around)
        };
        let rows = &self.context.rows;
        let is_told = |path: &&SourcePath| !theirs.contains(path) && !is_beside(path) && !rows.uses(path);
        // One whose table is told to be unused says nothing of itself.
        let discovered = &self.context.discovered.files;
        let is_read = |schema: &SourcePath| {
            let tables = schema::tables_of(schema, discovered);
            tables.iter().any(|table| {
                self.inspected.datasets.contains_key(*table)
                    || self.inspected.maps.contains_key(*table)
                    || selection.files.unused.binary_search(table).is_ok()
                    || theirs.contains(table)
            })
        };
        let is_idle = |schema: &&SourcePath| !is_beside(schema) && !is_read(schema) && !rows.uses(schema);
        let idle = selection.files.schemas.iter().filter(is_idle);
        round.extend(idle.map(|schema| messages::idle_schema(schema, discovered)));
        let unused = selection.files.unused.iter().filter(is_told);
        round.extend(
            unused.map(|path| {
                root_files::misplaced(path).unwrap_or_else(|| messages::unused(path, &*self.context.files))
            }),
        );
    }

    /// What the site of this round is assembled from. Facts are handed over, since there may be many.
    fn parts(&mut self, selection: PublicSelection, versions: BTreeMap<SourcePath, Versions>) -> Parts {
        let used = |path: &SourcePath| {
            selection.files.used.binary_search(path).is_ok() && !selection.withheld.hidden.contains(path)
        };
        let (facts, others) = std::mem::take(&mut self.inspected.facts).into_iter().partition(|(path, _)| used(path));
        self.inspected.facts = others;
        let datasets = self.inspected.datasets.iter().filter(|(path, _)| used(path));
        let maps = self.inspected.maps.iter().filter(|(path, _)| used(path));
        let lookups = self.inspected.lookups.iter().filter(|(path, _)| selection.files.rows.contains(*path));
        let lookups = lookups.filter_map(|(path, looked)| Some((path.clone(), looked.lookup.clone()?)));
        Parts {
            config: self.context.config.clone(),
            kinds: self.context.kinds.clone(),
            mark: self.context.mark,
            most_read: self.context.most_read.clone(),
            beside: self.context.beside.clone(),
            history: self.context.history.clone(),
            files: KnownFiles {
                facts,
                datasets: datasets.map(|(path, dataset)| (path.clone(), dataset.clone())).collect(),
                lookups: lookups.collect(),
                maps: maps.filter_map(|(path, map)| Some((path.clone(), map.clone()?))).collect(),
                versions,
            },
            taken: self.taken.clone(),
            closed: self.context.discovered.closed.clone(),
            lost: lost(&self.context.rows.lost),
            guests: self.context.guests.clone(),
            section_kinds: self.loaded.section_kinds.clone(),
            selection,
        }
    }
}

/// The folders of tables.
fn lost(tables: &BTreeSet<SourcePath>) -> Vec<SourcePath> {
    let folders: BTreeSet<SourcePath> = tables.iter().map(|table| SourcePath::new(table.folder())).collect();
    folders.into_iter().collect()
}

fn files_of(document: &Document) -> impl Iterator<Item = &SourcePath> {
    document.refs.iter().filter_map(|reference| match &reference.target {
        Target::Rows(path) => Some(path),
        target => target.file(),
    })
}

/// Public pages that point at one of the files.
fn needing(documents: &[Arc<Document>], files: &BTreeSet<SourcePath>) -> BTreeSet<SourcePath> {
    if files.is_empty() {
        return BTreeSet::new();
    }
    let needs = documents.par_iter().filter(|document| files_of(document).any(|file| files.contains(file)));
    needs.map(|document| document.source.clone()).collect()
}
