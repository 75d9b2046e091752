//! The end of a build: commits what was rendered, collects the findings and persists the state for the next build.

use std::collections::BTreeSet;
use std::time::Duration;

use super::portal::{Portal, Round};
use super::render_all::{Failure, Rendered};
use super::rounds;
use super::{Order, Own, Prepared, Stage};
use crate::cache::{Cache, NextState};
use crate::diag::Finding;
use crate::model::Site;
use crate::path::{SourcePath, UrlPath};
use crate::render::Renderer;
use crate::trace::Reason;
use crate::write::manifest::Quarantined;
use crate::write::{Release, Target};

/// What a build came to.
#[derive(Default)]
pub struct Built {
    /// `None` when nothing could be built; the findings say why.
    pub renderer: Option<Renderer>,
    pub findings: Vec<Finding>,
    pub times: Vec<(Stage, Duration)>,
    /// There were errors, and the order was strict.
    pub wrote_nothing: bool,
    /// Outputs.
    pub written: usize,
    pub kept: usize,
    pub deleted: usize,
    /// Of all outputs, before compression.
    pub bytes: u64,
    /// Pages that are missing from the output: those that could not be read, stand beside the others or be rendered.
    pub quarantined: Vec<Quarantined>,
    /// Tables of whose rows no page could be made.
    pub lost: BTreeSet<SourcePath>,
    /// Why each page that was rendered had to be.
    pub reasons: Vec<(UrlPath, Vec<Reason>)>,
    /// Documents of data that were made, though they may be what they were.
    pub data_made: Vec<UrlPath>,
    next: Option<NextState>,
    /// It is the state that the next build would find anyway.
    same: bool,
}

/// What is large and may be dropped when there is time.
pub type Rest = (Option<Renderer>, Cache, Option<NextState>);

impl Built {
    /// Persists the state for the next build, unless it is the one that this build found.
    pub fn persist(self, cache: Cache) -> Rest {
        let Built { renderer, next, same, .. } = self;
        match next {
            Some(next) if !same => {
                let store = cache.blob_store().cloned();
                let save = || {
                    if let Some(store) = store {
                        next.persist(&*store);
                    }
                };
                // It is a fraction of the pages. They are dropped first where memory is at its peak.
                if cache.is_empty() {
                    drop(renderer);
                    save();
                    return Rest::default();
                }
                save();
                (renderer, cache, None)
            }
            next => (renderer, cache, next),
        }
    }
}

impl Portal<'_> {
    pub fn prepared(mut self, round: Option<Round>) -> Prepared {
        let (renderer, more) = round.map(|round| (round.renderer, round.findings)).unzip();
        let found = std::mem::take(&mut self.findings);
        let findings = self.told_of(found.into_iter().chain(more.into_iter().flatten()));
        Prepared { renderer, findings, documents: self.documents, times: self.timer.times }
    }

    /// Nothing could be built.
    pub fn nothing(self) -> Built {
        let Prepared { findings, times, .. } = self.prepared(None);
        Built { findings, times, ..Built::default() }
    }

    /// There are errors, and so nothing is written.
    pub fn refuse(mut self, round: Round) -> Built {
        let mut failures = std::mem::take(&mut self.failures);
        failures.extend(round.rendered.into_iter().flat_map(|rendered| rendered.failures));
        let found =
            std::mem::take(&mut self.findings).into_iter().chain(round.findings).chain(rounds::findings(failures));
        let findings = self.told_of(found);
        let (renderer, times) = (Some(round.renderer), self.timer.times);
        Built { renderer, findings, times, wrote_nothing: true, ..Built::default() }
    }

    pub fn commit<T: Target>(mut self, round: Round, order: &Order, target: &mut T) -> Result<Built, T::Error> {
        let Round { renderer, findings, made_of, rendered } = round;
        let Rendered { written, kept, bytes, records, site_fingerprint, data_made, reasons, failures: more } =
            rendered.unwrap_or_default();
        let mut failures = std::mem::take(&mut self.failures);
        failures.extend(more);
        let files = &*self.files.clone();
        let quarantined = quarantined(&renderer.site, &failures);
        let own = Own::new(&renderer.site.config.base, files);
        let next_change = renderer.site.next_change().map(|(at, _)| at.to_string());
        let made = order.made.clone();
        let release = Release { made, quarantined: quarantined.clone(), next_change, recognise: Some(&own) };
        let deleted = self.timer.run(Stage::Commit, 0, || target.finish(release))?;
        let names = renderer.prebuilt.names();
        let prebuilt = names.filter_map(|(maker, names)| Some((maker.clone(), (*made_of.get(maker)?, names.clone()))));
        let prebuilt = prebuilt.collect();
        let stamped = renderer.site.files().filter(|(_, file)| file.facts.stamp.is_some());
        let stamped = stamped.map(|(source, file)| (source.clone(), file.facts.clone())).collect();
        let (failed, packs) = (!failures.is_empty(), Default::default());
        let mut next = site_fingerprint.map(|site_fingerprint| NextState {
            site_fingerprint,
            records,
            prebuilt,
            files: stamped,
            failed,
            packs,
            output: target.stamp(),
        });
        let cache = self.input.cache;
        cache.persist_datasets(renderer.site.datasets());
        cache.persist_maps(renderer.site.maps());
        cache.persist_lookups(renderer.site.lookups());
        let same = reasons.is_empty() && data_made.is_empty() && next.as_ref().is_some_and(|next| cache.is_same(next));
        if let Some(next) = next.as_mut().filter(|_| !same) {
            cache.persist_pages(next, &|path| target.get(path));
        }
        let found = std::mem::take(&mut self.findings).into_iter().chain(findings).chain(rounds::findings(failures));
        Ok(Built {
            findings: self.told_of(found),
            times: self.timer.times,
            wrote_nothing: false,
            written: written.len(),
            kept: kept.len(),
            deleted,
            bytes,
            quarantined,
            lost: self.rows.lost.clone(),
            reasons,
            data_made,
            next,
            same,
            renderer: Some(renderer),
        })
    }
}

/// All pages that are missing from the output.
fn quarantined(site: &Site, failures: &[Failure]) -> Vec<Quarantined> {
    let unread = site.quarantined().iter().map(|(source, url)| (source.to_string(), url));
    let failed = failures
        .iter()
        .map(|Failure { source, url, .. }| (source.as_ref().map_or_else(String::new, ToString::to_string), url));
    let mut all: Vec<Quarantined> =
        unread.chain(failed).map(|(source, url)| Quarantined { source, url: url.to_string() }).collect();
    all.sort();
    all.dedup();
    all
}
