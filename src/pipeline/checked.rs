//! Turns a portal into all that is to be said of it before the public sees it: what a build would say, and what the rules of `lint`
//! find, of all files or of some. Nothing is written.
//!
//! First the portal is looked at as readers get it, so links to what they do not see are told. What they do not see is looked at
//! after that, in the portal that shows everything.

use std::collections::BTreeSet;
use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant};

use rayon::prelude::*;

use super::linted::{self, Asked, Source};
use super::portal::{Index, Portal, Round};
use super::told::Told;
use super::{Input, KeptLint, Stage, rounds};
use crate::diag::{self, Finding, Message, catalog};
use crate::lint::{self, Costs, IsOn, Settings};
use crate::load::document::{Document, Role};
use crate::model::gate::Verdict;
use crate::model::{Site, Withheld};
use crate::path::SourcePath;
use crate::plan::{Plan, Planned};
use crate::render::Renderer;
use crate::write::Nowhere;

/// What was found.
#[derive(Default)]
pub struct Checked {
    /// In the order in which they are shown.
    pub findings: Vec<Finding>,
    /// Pages that were looked at, sorted.
    pub seen: Vec<SourcePath>,
    /// Those that are sound and that their dates, a draft or what stands above them withholds.
    pub withheld: Vec<SourcePath>,
    /// The addresses of pages that were looked at.
    pub pages: Vec<String>,
    pub times: Vec<(Stage, Duration)>,
    /// As readers get it; `None` where nothing can be built.
    pub site: Option<Arc<Site>>,
    /// Pages that somebody has to approve, or would have to if they were not of before.
    pub reviewed: Vec<Arc<Document>>,
    /// For the next check, after one of all files.
    pub kept: Option<KeptLint>,
    /// What is told of findings that others add.
    pub told: Told,
}

/// What is asked of a check.
#[derive(Clone, Copy, Default)]
pub struct Question<'a> {
    /// Files asked about, sorted; all where there are none.
    pub only: Option<&'a [SourcePath]>,
    /// How long each rule takes. Then no rule is spared what the last check has found.
    pub costs: Option<&'a Costs>,
}

/// What came of one look at the portal.
struct Look {
    round: Round,
    /// With what could not be rendered.
    findings: Vec<Finding>,
}

/// Looks at a portal.
pub fn check(input: &Input, question: Question) -> io::Result<Checked> {
    let mut portal = Portal::load(input)?;
    // Who asks about a table asks about its pages.
    let only = question.only.map(|only| portal.rows.with_made(only));
    let question = Question { only: only.as_deref(), ..question };
    let public = look(&mut portal, question.only);
    let hidden = hidden(public.as_ref(), &portal, question);
    let mut findings = portal.show_all();
    let hidden_look = match hidden.pages.len() {
        0 => None,
        _ => look(&mut portal, Some(&Vec::from_iter(hidden.pages.iter().cloned()))),
    };
    // What is wrong with a file that only a hidden page shows is wrong with a file.
    findings.extend(portal.show_all().into_iter().filter(|finding| !hidden.is_past(finding)));
    let is_on = |message: &'static Message| portal.told.is_asked(message, lint::is_on_by_default(message));
    let site = public.as_ref().map(|look| look.round.renderer.site.clone());
    let mut pages = Vec::new();
    let started = Instant::now();
    for (look, is_hidden) in [(public, false), (hidden_look, true)] {
        let Some(Look { round: Round { renderer, .. }, findings: more }) = look else { continue };
        let between = lint::portal(&renderer.site, &renderer.plan, &is_on, question.costs);
        let told = more.into_iter().chain(between);
        findings.extend(told.filter(|finding| !is_hidden || hidden.names(&finding.file)));
        let is_here = |page: &SourcePath| hidden.pages.contains(page) == is_hidden && question.asks(page.as_str());
        pages.extend(own_pages(&renderer.plan, &is_here).map(|planned| planned.url.to_string()));
    }
    let reviewed = reviewed(&portal);
    let Linted { sources, findings: more, kept } = lint_texts(&portal, question, &is_on);
    findings.extend(more);
    let needed = portal.told.apply(&mut findings);
    findings.extend(portal.told.unneeded(&needed, &|file| question.asks(file)));
    portal.tell_rows(&mut findings);
    findings.retain(|finding| question.is_about(finding));
    diag::sort(&mut findings);
    findings.dedup_by(|a, b| a.is_same(b));
    let mut seen: Vec<SourcePath> = sources.iter().map(|source| source.document.source.clone()).collect();
    seen.sort();
    let withheld = seen.iter().filter(|page| hidden.pages.contains(*page)).cloned().collect();
    let mut times = portal.timer.times.clone();
    times.push((Stage::Lint, started.elapsed()));
    let told = std::mem::take(&mut portal.told);
    Ok(Checked { findings, seen, withheld, pages, times, site, reviewed, kept, told })
}

fn reviewed(portal: &Portal) -> Vec<Arc<Document>> {
    let Some(workflow) = portal.config().map(|config| &config.workflow).filter(|workflow| workflow.is_on()) else {
        return Vec::new();
    };
    let asks = |source: &Source| {
        source.document.role != Role::Section && workflow.asks(source.document.source.as_str(), &source.kind.name, None)
    };
    let all = portal.texts_read().into_iter().filter(asks);
    all.map(|source| source.document.clone()).collect()
}

/// What rules find in texts.
struct Linted<'p> {
    /// The pages asked about that can be used.
    sources: Vec<Source<'p>>,
    /// Also of those that cannot.
    findings: Vec<Finding>,
    /// Where all were asked about.
    kept: Option<KeptLint>,
}

fn lint_texts<'p>(portal: &'p Portal, question: Question, is_on: IsOn) -> Linted<'p> {
    let (files, Input { cache, progress, .. }) = (&portal.files, *portal.input);
    let store = cache.blob_store().filter(|_| question.costs.is_none());
    let settings = portal.config().map(Settings::of).unwrap_or_default();
    let mut kept = KeptLint::open(store, is_on, &settings);
    let mut sources = portal.texts_read();
    sources.retain(|source| question.asks(source.document.source.as_str()));
    progress.stage(Stage::Lint, sources.len());
    let asked = Asked { files: &**files, is_on, settings: &settings, kept: &kept, costs: question.costs, progress };
    let linted = linted::lint_texts(&sources, asked);
    let unusable = portal.texts_unusable().into_iter().filter(|(file, ..)| question.asks(file.as_str()));
    let mut findings: Vec<Finding> = unusable.flat_map(|text| linted::of_unusable(text, asked)).collect();
    findings.extend(linted.iter().flat_map(|found| found.iter().map(|found| found.finding.clone())));
    let kept = question.only.is_none().then(|| {
        kept.replace(sources.iter().map(|source| &**source.document).zip(linted));
        kept
    });
    Linted { sources, findings, kept }
}

impl Question<'_> {
    /// Whether a file is asked about.
    pub fn asks(&self, file: &str) -> bool {
        self.only.is_none_or(|only| only.binary_search_by(|known| known.as_str().cmp(file)).is_ok())
    }

    fn is_about(&self, finding: &Finding) -> bool {
        self.asks(&finding.file) || finding.related.iter().any(|file| self.asks(file))
    }
}

/// What is asked about and readers do not see.
struct Hidden {
    pages: BTreeSet<SourcePath>,
    /// Those that will not be seen any more.
    past: BTreeSet<String>,
}

fn hidden(public: Option<&Look>, portal: &Portal, question: Question) -> Hidden {
    let withheld = match public {
        Some(look) => look.round.renderer.site.withheld().to_vec(),
        // The home page of a language is withheld, and with it everything; or nothing could be read.
        None => {
            let all = portal.texts_read().into_iter().map(|source| source.document.source.clone());
            all.map(|source| Withheld { source, reason: Verdict::Draft }).collect()
        }
    };
    let asked = withheld.into_iter().filter(|page| question.asks(page.source.as_str()));
    let (mut pages, mut past) = (BTreeSet::new(), BTreeSet::new());
    for page in asked {
        if matches!(page.reason, Verdict::Expired(_)) {
            past.insert(page.source.to_string());
        }
        pages.insert(page.source);
    }
    Hidden { pages, past }
}

impl Hidden {
    fn names(&self, file: &str) -> bool {
        self.pages.contains(&SourcePath::new(file))
    }

    /// Whether it says that two pages want one address, of which one has given it up.
    fn is_past(&self, finding: &Finding) -> bool {
        const OF_ADDRESSES: [&Message; 3] = [&catalog::SAME_URL, &catalog::URL_CASE, &catalog::FILE_AND_FOLDER];
        OF_ADDRESSES.contains(&finding.message)
            && finding.related.iter().chain([&finding.file]).any(|file| self.past.contains(&**file))
    }
}

/// Everything that a build would say: of the whole portal, or of one in which only some pages are rendered. `None` where nothing
/// can be built.
fn look(portal: &mut Portal, only: Option<&[SourcePath]>) -> Option<Look> {
    let (mut round, failures) = match only {
        None => {
            // Nobody who takes everything and keeps nothing has a problem.
            let mut round = portal.render(&mut Nowhere, Index::Never, false).ok().flatten()?;
            let mut failures = std::mem::take(&mut portal.failures);
            failures.extend(round.rendered.take().into_iter().flat_map(|rendered| rendered.failures));
            (round, rounds::findings(failures))
        }
        Some(only) => {
            let round = portal.plan(Index::Never)?;
            let failed = rendered(&round.renderer, only);
            (round, failed)
        }
    };
    let mut findings = std::mem::take(&mut round.findings);
    findings.extend(failures);
    Some(Look { round, findings })
}

/// What goes wrong when these pages are rendered.
fn rendered(renderer: &Renderer, only: &[SourcePath]) -> Vec<Finding> {
    let is_asked = |source: &SourcePath| only.binary_search(source).is_ok();
    let own: Vec<&Planned> = own_pages(&renderer.plan, &is_asked).collect();
    let failed = own.into_par_iter().filter_map(|planned| renderer.render(planned).err().map(|finding| *finding));
    failed.collect()
}

/// The pages that are made of these files.
fn own_pages<'p>(plan: &'p Plan, is_asked: &dyn Fn(&SourcePath) -> bool) -> impl Iterator<Item = &'p Planned> {
    plan.outputs
        .values()
        .filter(move |planned| planned.source.as_ref().is_some_and(is_asked) && planned.url.as_str().ends_with('/'))
}
