//! Renders a portal until nothing fails any more: turns a plan into outputs, and what cannot be rendered into a plan
//! without it.
//!
//! That a page cannot be rendered is known only when it is tried. By then others show it: lists, feeds, the sitemap,
//! the search. So it is taken out, and what is left is planned and rendered once more; that costs little, since the
//! next round keeps what the one before made and is still right.

use std::collections::{BTreeMap, BTreeSet};

use super::portal::{Index, Portal, Round};
use super::render_all::{Failure, Rendered, render};
use super::{Stage, messages};
use crate::cache::Cache;
use crate::diag::{self, Finding};
use crate::load::discover::CONTENT;
use crate::path::{OutPath, SourcePath, UrlPath};
use crate::plan::{Job, PageJob};
use crate::render::Renderer;
use crate::trace::Reason;
use crate::write::Target;

/// More rounds than a page that fails because another has failed could need.
const MOST_ROUNDS: usize = 6;

/// What the rounds before have done.
#[derive(Default)]
struct Earlier {
    written: BTreeSet<OutPath>,
    reasons: BTreeMap<UrlPath, Vec<Reason>>,
    /// What the next round need not make again.
    cache: Option<Cache>,
}

impl Portal<'_> {
    /// `None` when nothing can be built. With `strict`, errors that are known before anything is written stop it there.
    pub fn render<T: Target>(&mut self, target: &mut T, index: Index, strict: bool) -> Result<Option<Round>, T::Error> {
        let mut earlier = Earlier::default();
        for is_last in (self.taken_out + 1..=MOST_ROUNDS).map(|round| round == MOST_ROUNDS) {
            let Some(mut round) = self.plan(index) else { break };
            if strict && earlier.cache.is_none() && self.has_errors(&round) {
                return Ok(Some(round));
            }
            let plan = &round.renderer.plan;
            target.begin(&mut plan.outputs.keys())?;
            let cache = earlier.cache.as_ref().unwrap_or(self.input.cache);
            let (renderer, progress) = (&round.renderer, self.timer.progress);
            let render = || render(renderer, &*target, cache, progress);
            let mut rendered = self.timer.run(Stage::Render, plan.outputs.len(), render)?;
            let failed = failed(renderer, &rendered.failures);
            if failed.is_empty() || is_last {
                earlier.join(&mut rendered);
                round.rendered = Some(rendered);
                return Ok(Some(round));
            }
            self.take_out(&failed, &renderer.site);
            // What else has failed fails again, or no longer does.
            let is_out = |failure: &Failure| failure.source.as_ref().is_some_and(|source| failed.contains(source));
            self.failures.extend(std::mem::take(&mut rendered.failures).into_iter().filter(is_out));
            earlier.take(rendered);
        }
        Ok(None)
    }

    /// Whether anything found so far stops a release.
    pub fn has_errors(&self, round: &Round) -> bool {
        let failed = round.rendered.as_ref().is_some_and(|rendered| !rendered.failures.is_empty());
        failed
            || !self.failures.is_empty()
            || [&self.findings, &round.findings].iter().any(|found| self.told.has_errors(found))
    }
}

impl Earlier {
    fn take(&mut self, rendered: Rendered) {
        let Rendered { written, records, site_fingerprint, reasons, .. } = rendered;
        self.written.extend(written);
        for (url, reasons) in reasons {
            self.reasons.entry(url).or_insert(reasons);
        }
        self.cache = Some(Cache::of_records(site_fingerprint, records));
    }

    /// Adds what the rounds before the last have done.
    fn join(self, rendered: &mut Rendered) {
        if self.cache.is_none() {
            return;
        }
        let kept: BTreeSet<OutPath> = rendered.kept.drain(..).collect();
        let (again, kept) = kept.into_iter().partition::<Vec<_>, _>(|path| self.written.contains(path));
        rendered.written.extend(again);
        rendered.kept = kept;
        let mut reasons = self.reasons;
        for (url, more) in std::mem::take(&mut rendered.reasons) {
            reasons.entry(url).or_insert(more);
        }
        rendered.reasons = reasons.into_iter().collect();
    }
}

/// The pages and files to be taken out. None where no page could be rendered: then it is the theme that is broken, and a
/// portal without pages would be none.
fn failed(renderer: &Renderer, failures: &[Failure]) -> BTreeSet<SourcePath> {
    let site = &renderer.site;
    let sources = failures.iter().filter_map(|failure| failure.source.as_ref());
    let known = sources.filter(|source| site.by_source(source).is_some() || site.file(source.as_str()).is_some());
    let mut failed: BTreeSet<SourcePath> = known.cloned().collect();
    let is_page = |job: &Job| matches!(job, Job::Page(PageJob::Item(_) | PageJob::List { .. }));
    let mut pages = renderer.plan.outputs.values().filter(|planned| is_page(&planned.job));
    if pages.all(|page| page.source.as_ref().is_none_or(|source| failed.contains(source))) {
        return BTreeSet::new();
    }
    // Every page leads home, and its feeds are the portal's: it stays planned.
    failed.retain(|source| source.folder() != CONTENT || !source.file_name().starts_with("_index."));
    failed
}

/// What is said of failures, once each.
pub fn findings(failures: Vec<Failure>) -> Vec<Finding> {
    let mut findings: Vec<Finding> = failures.into_iter().map(|failure| *failure.finding).collect();
    diag::sort(&mut findings);
    // A page and its JSON fail together.
    findings.dedup_by(|a, b| a.is_same(b));
    let mut findings = messages::once_each(findings);
    diag::limit(&mut findings);
    findings
}
