//! Turns a plan into files of the sink, in parallel: what is up to date is kept, everything else is rendered.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;

use rayon::prelude::*;

use super::excerpts::add_excerpts;
use super::{Progress, Rendered, Stage};
use crate::cache::{Cache, Record};
use crate::diag::{self, Argument, Diagnostic, MOST_OF_EACH, Span, catalog};
use crate::files;
use crate::load::page;
use crate::path::OutPath;
use crate::plan::{self, Planned};
use crate::render::{Artifact, Content, Renderer};
use crate::trace::Reason;
use crate::write::manifest::Quarantined;
use crate::write::{Outcome, Put, Sink, WriteError};

/// Renders every output of the plan that is not up to date and hands it to the sink; each is dropped as soon as it
/// is written.
pub fn render(
    renderer: &Renderer,
    sink: &dyn Sink,
    cache: &Cache,
    progress: &dyn Progress,
) -> Result<Rendered, WriteError> {
    let outputs: Vec<(&OutPath, &Planned)> = renderer.plan.outputs.iter().collect();
    progress.stage(Stage::Render, outputs.len());
    let world = renderer.world();
    let same_world = cache.is_of(world);
    let one = |(path, planned): &(&OutPath, &Planned)| {
        let done = Job { renderer, sink, path, planned, warm: !cache.is_empty(), same_world }.run(cache.record(path));
        progress.tick();
        done
    };
    let results: Vec<Result<Done, WriteError>> = outputs.par_iter().map(one).collect();
    let mut rendered = Rendered { world: Some(world), ..Rendered::default() };
    for (result, (path, planned)) in results.into_iter().zip(outputs) {
        match result? {
            Done::Put { outcome, bytes, record, reasons } => {
                rendered.bytes = rendered.bytes.saturating_add(bytes);
                match outcome {
                    Outcome::Written => rendered.written += 1,
                    Outcome::Kept => rendered.kept += 1,
                }
                rendered.records.extend(record.map(|record| (path.clone(), record)));
                if !reasons.is_empty() {
                    rendered.reasons.push((planned.url.clone(), reasons));
                }
            }
            Done::Failed(quarantined, finding) => {
                rendered.quarantined.push(quarantined);
                rendered.findings.push(*finding);
            }
        }
    }
    diag::sort(&mut rendered.findings);
    rendered.findings = once_each(rendered.findings);
    add_excerpts(&mut rendered.findings, &*renderer.files);
    Ok(rendered)
}

/// File, place, and all that is said but the page.
type Mistake = (Arc<str>, Option<Span>, Vec<Argument>);

/// A mistake in a template is one mistake, however many pages it costs: it is told of the first of them, with how many more.
fn once_each(findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let of_template =
        |finding: &Diagnostic| [&catalog::TEMPLATE_RENDER, &catalog::TEMPLATE_MISSING].contains(&finding.message);
    let mut told: Vec<(Diagnostic, usize)> = Vec::new();
    let mut known: BTreeMap<Mistake, usize> = BTreeMap::new();
    for finding in findings {
        if !of_template(&finding) {
            told.push((finding, 0));
            continue;
        }
        let others = finding.arguments.iter().filter(|argument| argument.name != "page").cloned().collect();
        match known.entry((finding.file.clone(), finding.span, others)) {
            Entry::Occupied(first) => {
                let (first, more) = &mut told[*first.get()];
                *more += 1;
                if *more < MOST_OF_EACH {
                    first.related.extend(finding.related);
                }
            }
            Entry::Vacant(place) => {
                place.insert(told.len());
                told.push((finding, 0));
            }
        }
    }
    told.into_iter().map(|(finding, more)| if more == 0 { finding } else { and_more(finding, more) }).collect()
}

fn and_more(mut finding: Diagnostic, more: usize) -> Diagnostic {
    if let Some(page) = finding.arguments.iter_mut().find(|argument| argument.name == "page") {
        page.en = Some(format!("{} and {more} more", page.vi));
        page.vi = format!("{} và {more} trang khác", page.vi);
    }
    finding
}

enum Done {
    Put { outcome: Outcome, bytes: u64, record: Option<Record>, reasons: Vec<Reason> },
    Failed(Quarantined, Box<Diagnostic>),
}

/// One output on its way to the sink.
struct Job<'a> {
    renderer: &'a Renderer,
    sink: &'a dyn Sink,
    path: &'a OutPath,
    planned: &'a Planned,
    /// There is a cache, so what the sink says of earlier files is believed.
    warm: bool,
    /// No page can show anything that it did not show last time, apart from its own text.
    same_world: bool,
}

impl Job<'_> {
    fn run(&self, last: Option<&Record>) -> Result<Done, WriteError> {
        let names = self.renderer.hashed.names().filter(|_| self.warm && self.planned.job == plan::Job::Hashed);
        if let Some((hash, size)) = names.and_then(|names| names.files.get(&self.planned.url))
            && self.sink.keep(self.path, hash)
        {
            return Ok(Done::Put { outcome: Outcome::Kept, bytes: *size, record: None, reasons: Vec::new() });
        }
        // A build from nothing believes no manifest: it looks at the bytes.
        if let plan::Job::File(source) = &self.planned.job
            && let Some(facts) = self.renderer.site.files.get(source).map(|file| &file.facts)
            && self.warm
            && self.sink.keep(self.path, &facts.hash)
        {
            return Ok(Done::Put { outcome: Outcome::Kept, bytes: facts.size, record: None, reasons: Vec::new() });
        }
        // The search page names its index, which all texts are in.
        let shows_texts = matches!(self.planned.job, plan::Job::Search(_));
        if let Some(record) = last.filter(|_| self.same_world && !shows_texts)
            && record.trace.inputs.document == self.renderer.document_of(self.planned)
            && self.sink.keep(self.path, &record.output)
        {
            return Ok(Done::Put {
                outcome: Outcome::Kept,
                bytes: record.size,
                record: Some(record.clone()),
                reasons: Vec::new(),
            });
        }
        let Some(pending) = self.renderer.pending(self.planned) else {
            return match self.renderer.render(self.planned) {
                Ok(artifact) => self.put(&artifact, Vec::new()),
                Err(finding) => Ok(self.failed(finding)),
            };
        };
        let mut reasons = self.renderer.reasons(&pending, last.map(|record| &record.trace));
        if let (true, Some(record)) = (reasons.is_empty(), last) {
            if self.sink.keep(self.path, &record.output) {
                return Ok(Done::Put {
                    outcome: Outcome::Kept,
                    bytes: record.size,
                    record: Some(record.clone()),
                    reasons,
                });
            }
            reasons.push(Reason::Output);
        }
        match self.renderer.render_page(self.planned, &pending) {
            Ok(artifact) => self.put(&artifact, reasons),
            Err(finding) => Ok(self.failed(finding)),
        }
    }

    fn put(&self, artifact: &Artifact, reasons: Vec<Reason>) -> Result<Done, WriteError> {
        let bytes: &[u8] = match &artifact.content {
            Content::Bytes(bytes) => bytes,
            Content::Shared(bytes) => bytes,
            Content::File(_) => &[],
        };
        match &artifact.content {
            Content::Bytes(_) | Content::Shared(_) => {
                let names = self.renderer.hashed.names().filter(|_| self.planned.job == plan::Job::Hashed);
                let known = names.and_then(|names| names.files.get(&self.planned.url)).map(|(hash, _)| *hash);
                let (hash, size) = (known.unwrap_or_else(|| files::hash(bytes)), bytes.len() as u64);
                let outcome = self.sink.put(self.path, &Put::Bytes { bytes, hash })?;
                if known.is_some() && outcome == Outcome::Written {
                    self.renderer.hashed.let_go(&self.planned.url);
                }
                let record = artifact.trace.clone().map(|trace| Record { trace, output: hash, size });
                Ok(Done::Put { outcome, bytes: size, record, reasons })
            }
            Content::File(source) => {
                let (hash, size) = self
                    .renderer
                    .site
                    .files
                    .get(source)
                    .map_or((files::hash(b""), 0), |file| (file.facts.hash, file.facts.size));
                match self.sink.put(self.path, &Put::Copy { files: &*self.renderer.files, source, hash, size }) {
                    Ok(outcome) => Ok(Done::Put { outcome, bytes: size, record: None, reasons }),
                    Err(WriteError::Changed(source)) => Ok(self.failed(Box::new(page::changed(&source)))),
                    Err(error) => Err(error),
                }
            }
        }
    }

    fn failed(&self, finding: Box<Diagnostic>) -> Done {
        let source = self.planned.source.as_ref().map_or_else(String::new, ToString::to_string);
        Done::Failed(Quarantined { source, url: self.planned.url.to_string() }, finding)
    }
}
