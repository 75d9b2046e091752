//! Turns a plan into files of the sink, in parallel: what is up to date is kept, everything else is rendered.

use rayon::prelude::*;

use super::Progress;
use std::sync::Arc;

use crate::cache::{Cache, Record};
use crate::diag::Finding;
use crate::files::{self, Hash};
use crate::load::page;
use crate::path::{OutPath, SourcePath, UrlPath};
use crate::plan::{self, Planned};
use crate::render::{Artifact, Content, Renderer};
use crate::trace::{Changes, Reason, SiteFingerprint, Trace};
use crate::write::{Outcome, Put, Sink, WriteError};

/// What rendering did.
#[derive(Default)]
pub struct Rendered {
    pub written: Vec<OutPath>,
    pub kept: Vec<OutPath>,
    /// Of all outputs, before compression.
    pub bytes: u64,
    /// The trace of everything in the output that was rendered, for the next build's cache.
    pub records: Vec<(OutPath, Arc<Record>)>,
    /// What all of it stands on.
    pub site_fingerprint: Option<SiteFingerprint>,
    /// Documents of data that were made, though they may be what they were.
    pub data_made: Vec<UrlPath>,
    /// Why each page that was rendered had to be.
    pub reasons: Vec<(UrlPath, Vec<Reason>)>,
    pub failures: Vec<Failure>,
}

/// An output that could not be made.
pub struct Failure {
    /// The file that an editor would look at.
    pub source: Option<SourcePath>,
    pub url: UrlPath,
    pub finding: Box<Finding>,
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
    let site_fingerprint = renderer.site_fingerprint();
    let changes = cache.site_fingerprint().and_then(|last| renderer.changes(&site_fingerprint, last, cache.answers()));
    let one = |(path, planned): &(&OutPath, &Planned)| {
        let done = Job { renderer, sink, cache, path, planned, changes: changes.as_ref() }.run(cache.record(path));
        progress.tick();
        done
    };
    let results: Vec<Result<Done, WriteError>> = outputs.par_iter().map(one).collect();
    let mut rendered = Rendered { site_fingerprint: Some(site_fingerprint), ..Rendered::default() };
    for (result, (path, planned)) in results.into_iter().zip(outputs) {
        match result? {
            Done::Put { outcome, bytes, record, reasons } => {
                rendered.bytes = rendered.bytes.saturating_add(bytes);
                match outcome {
                    Outcome::Written => rendered.written.push(path.clone()),
                    Outcome::Kept => rendered.kept.push(path.clone()),
                }
                rendered.records.extend(record.map(|record| (path.clone(), record)));
                match &planned.job {
                    plan::Job::Page(_) if !reasons.is_empty() => rendered.reasons.push((planned.url.clone(), reasons)),
                    _ if !reasons.is_empty() => rendered.data_made.push(planned.url.clone()),
                    _ => {}
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
    Put { outcome: Outcome, bytes: u64, record: Option<Arc<Record>>, reasons: Vec<Reason> },
    Failed(Box<Finding>),
}

impl Done {
    /// Nothing had to be made.
    fn kept(outcome: Outcome, bytes: u64, record: Option<Arc<Record>>) -> Done {
        Done::Put { outcome, bytes, record, reasons: Vec::new() }
    }
}

/// One output on its way to the sink.
struct Job<'a> {
    renderer: &'a Renderer,
    sink: &'a dyn Sink,
    cache: &'a Cache,
    path: &'a OutPath,
    planned: &'a Planned,
    /// Since the last build; `None` where nothing is certain.
    changes: Option<&'a Changes>,
}

impl Job<'_> {
    fn run(&self, last: Option<&Arc<Record>>) -> Result<Done, WriteError> {
        // Where there is a cache, what the sink says of earlier files is believed. A build from nothing believes no
        // manifest: it looks at the bytes.
        if let Some((hash, size)) = self.renderer.promised(self.planned).filter(|_| !self.cache.is_empty())
            && self.sink.keep(self.path, &hash)
        {
            return Ok(Done::kept(Outcome::Kept, size, None));
        }
        if let Some((record, changes)) = last.zip(self.changes)
            && let Some(trace) = self.renderer.carry_over(&self.planned.job, &record.trace, changes)
            && let Some(done) = self.again(record, trace)?
        {
            return Ok(done);
        }
        match &self.planned.job {
            plan::Job::Page(job) => self.page(job, last),
            // It costs no more to make it than to find out whether that is needed.
            plan::Job::Data(_) => self.made(self.renderer.render(self.planned), vec![Reason::Shown]),
            plan::Job::File(_) | plan::Job::Asset(_) | plan::Job::Prebuilt => {
                self.made(self.renderer.render(self.planned), Vec::new())
            }
        }
    }

    fn page(&self, job: &plan::PageJob, last: Option<&Arc<Record>>) -> Result<Done, WriteError> {
        let pending = self.renderer.pending(job);
        let reasons = match self.renderer.verify(&pending, last.map(|record| &record.trace)) {
            Err(reasons) => reasons,
            Ok(trace) => match last.map(|record| self.again(record, trace)).transpose()?.flatten() {
                Some(done) => return Ok(done),
                None => vec![Reason::Output],
            },
        };
        self.made(self.renderer.render_page(self.planned, &pending), reasons)
    }

    /// An output as it was made last time: where it stands, else out of the cache. `trace`: as it is now.
    fn again(&self, last: &Arc<Record>, trace: Trace) -> Result<Option<Done>, WriteError> {
        let hash = last.output;
        let outcome = if self.sink.keep(self.path, &hash) {
            Some(Outcome::Kept)
        } else if matches!(self.planned.job, plan::Job::Page(_)) {
            // A cache may come from anywhere, so the page is held against the policy like any other.
            let page = self.cache.page(self.path, last).filter(|page| self.renderer.policy.examine(page).is_none());
            page.map(|bytes| self.sink.put(self.path, &Put::Bytes { bytes: &bytes, hash })).transpose()?
        } else {
            None
        };
        let record =
            if trace == last.trace { last.clone() } else { Arc::new(Record { trace, output: hash, size: last.size }) };
        Ok(outcome.map(|outcome| Done::kept(outcome, last.size, Some(record))))
    }

    fn made(&self, artifact: Result<Artifact, Box<Finding>>, reasons: Vec<Reason>) -> Result<Done, WriteError> {
        let Artifact { content, trace } = match artifact {
            Ok(artifact) => artifact,
            Err(finding) => return Ok(Done::Failed(finding)),
        };
        let (outcome, hash, size) = match content {
            Content::Bytes(bytes) => self.put(&bytes, None)?,
            Content::Shared(bytes) => {
                let put = self.put(&bytes, self.renderer.prebuilt.facts(&self.planned.url))?;
                if put.0 == Outcome::Written {
                    self.renderer.prebuilt.release(&self.planned.url);
                }
                put
            }
            Content::File(source) => match self.copy(&source) {
                Err(WriteError::Changed(source)) => return Ok(Done::Failed(Box::new(page::changed(&source)))),
                copied => copied?,
            },
        };
        let record = trace.map(|trace| Arc::new(Record { trace, output: hash, size }));
        Ok(Done::Put { outcome, bytes: size, record, reasons })
    }

    fn put(&self, bytes: &[u8], known: Option<(Hash, u64)>) -> Result<(Outcome, Hash, u64), WriteError> {
        let hash = known.map_or_else(|| files::hash(bytes), |(hash, _)| hash);
        Ok((self.sink.put(self.path, &Put::Bytes { bytes, hash })?, hash, bytes.len() as u64))
    }

    fn copy(&self, source: &SourcePath) -> Result<(Outcome, Hash, u64), WriteError> {
        let (hash, size) = self.renderer.promised(self.planned).unwrap_or((files::hash(b""), 0));
        let put = Put::Copy { files: &*self.renderer.files, source, hash, size };
        Ok((self.sink.put(self.path, &put)?, hash, size))
    }
}
