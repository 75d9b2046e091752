//! Turns a plan into files of the sink, in parallel: what is up to date is kept, everything else is rendered.

use rayon::prelude::*;

use super::Progress;
use crate::cache::{Cache, Record};
use crate::diag::Diagnostic;
use crate::files;
use crate::load::page;
use crate::path::{OutPath, SourcePath, UrlPath};
use crate::plan::{self, Planned};
use crate::render::{Artifact, Content, Renderer};
use crate::trace::{Fingerprint, Reason};
use crate::write::{Outcome, Put, Sink, WriteError};

/// What rendering did.
#[derive(Default)]
pub struct Rendered {
    pub written: Vec<OutPath>,
    pub kept: Vec<OutPath>,
    /// Of all outputs, before compression.
    pub bytes: u64,
    /// The trace of every page in the output, for the next build's cache.
    pub records: Vec<(OutPath, Record)>,
    /// Everything that these pages could show; see `Renderer::world`.
    pub world: Option<Fingerprint>,
    /// Why each page that was rendered had to be.
    pub reasons: Vec<(UrlPath, Vec<Reason>)>,
    pub failures: Vec<Failure>,
}

/// An output that could not be made.
pub struct Failure {
    /// The file that an editor would look at.
    pub source: Option<SourcePath>,
    pub url: UrlPath,
    pub finding: Box<Diagnostic>,
}

/// Renders every output of the plan that is wanted and not up to date and hands it to the sink; each is dropped as soon
/// as it is written.
pub fn render(
    renderer: &Renderer,
    sink: &dyn Sink,
    cache: &Cache,
    progress: &dyn Progress,
) -> Result<Rendered, WriteError> {
    let outputs: Vec<(&OutPath, &Planned)> =
        renderer.plan.outputs.iter().filter(|(path, _)| sink.wants(path)).collect();
    let world = renderer.world();
    let same_world = cache.is_of(world);
    let one = |(path, planned): &(&OutPath, &Planned)| {
        let done = Job { renderer, sink, cache, path, planned, same_world }.run(cache.record(path));
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
                    Outcome::Written => rendered.written.push(path.clone()),
                    Outcome::Kept => rendered.kept.push(path.clone()),
                }
                rendered.records.extend(record.map(|record| (path.clone(), record)));
                if !reasons.is_empty() {
                    rendered.reasons.push((planned.url.clone(), reasons));
                }
            }
            Done::Failed(finding) => {
                let Planned { source, url, .. } = planned.clone();
                rendered.failures.push(Failure { source, url, finding });
            }
        }
    }
    Ok(rendered)
}

enum Done {
    Put { outcome: Outcome, bytes: u64, record: Option<Record>, reasons: Vec<Reason> },
    Failed(Box<Diagnostic>),
}

/// One output on its way to the sink.
struct Job<'a> {
    renderer: &'a Renderer,
    sink: &'a dyn Sink,
    cache: &'a Cache,
    path: &'a OutPath,
    planned: &'a Planned,
    /// No page can show anything that it did not show last time, apart from its own text.
    same_world: bool,
}

impl Job<'_> {
    fn run(&self, last: Option<&Record>) -> Result<Done, WriteError> {
        // Where there is a cache, what the sink says of earlier files is believed.
        let warm = !self.cache.is_empty();
        let names = self.renderer.hashed.names().filter(|_| warm && self.planned.job == plan::Job::Hashed);
        if let Some((hash, size)) = names.and_then(|names| names.files.get(&self.planned.url))
            && self.sink.keep(self.path, hash)
        {
            return Ok(Done::Put { outcome: Outcome::Kept, bytes: *size, record: None, reasons: Vec::new() });
        }
        // A build from nothing believes no manifest: it looks at the bytes.
        if let plan::Job::File(source) = &self.planned.job
            && let Some(facts) = self.renderer.site.file(source.as_str()).map(|file| &file.facts)
            && warm
            && self.sink.keep(self.path, &facts.hash)
        {
            return Ok(Done::Put { outcome: Outcome::Kept, bytes: facts.size, record: None, reasons: Vec::new() });
        }
        // The search page names its index, which all texts are in.
        let shows_texts = matches!(self.planned.job, plan::Job::Search(_));
        if let Some(record) = last.filter(|_| self.same_world && !shows_texts)
            && record.trace.inputs.document == self.renderer.document_of(self.planned)
            && let Some(done) = self.again(record)?
        {
            return Ok(done);
        }
        let Some(pending) = self.renderer.pending(self.planned) else {
            return match self.renderer.render(self.planned) {
                Ok(artifact) => self.put(&artifact, Vec::new()),
                Err(finding) => Ok(Done::Failed(finding)),
            };
        };
        let mut reasons = self.renderer.reasons(&pending, last.map(|record| &record.trace));
        if let (true, Some(record)) = (reasons.is_empty(), last) {
            if let Some(done) = self.again(record)? {
                return Ok(done);
            }
            reasons.push(Reason::Output);
        }
        match self.renderer.render_page(self.planned, &pending) {
            Ok(artifact) => self.put(&artifact, reasons),
            Err(finding) => Ok(Done::Failed(finding)),
        }
    }

    /// The page as it was made last time: where it stands, else out of the cache.
    fn again(&self, record: &Record) -> Result<Option<Done>, WriteError> {
        let hash = record.output;
        let outcome = if self.sink.keep(self.path, &hash) {
            Some(Outcome::Kept)
        } else {
            // A cache may come from anywhere, so the page is held against the policy like any other.
            let page = self.cache.page(self.path, record).filter(|page| self.renderer.policy.examine(page).is_none());
            page.map(|bytes| self.sink.put(self.path, &Put::Bytes { bytes: &bytes, hash })).transpose()?
        };
        let (bytes, record, reasons) = (record.size, Some(record.clone()), Vec::new());
        Ok(outcome.map(|outcome| Done::Put { outcome, bytes, record, reasons }))
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
                    .file(source.as_str())
                    .map_or((files::hash(b""), 0), |file| (file.facts.hash, file.facts.size));
                match self.sink.put(self.path, &Put::Copy { files: &*self.renderer.files, source, hash, size }) {
                    Ok(outcome) => Ok(Done::Put { outcome, bytes: size, record: None, reasons }),
                    Err(WriteError::Changed(source)) => Ok(Done::Failed(Box::new(page::changed(&source)))),
                    Err(error) => Err(error),
                }
            }
        }
    }
}
