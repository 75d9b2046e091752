//! The whole build on one screen: files → load → assemble → plan → check → render → write.

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use rayon::prelude::*;

use crate::cache::{Cache, KeptDocument, Record};
use crate::check;
use crate::diag::{self, Diagnostic, Severity, catalog};
use crate::files::{self, Files};
use crate::load::config::Config;
use crate::load::discover::{self, Discovered, Source};
use crate::load::document::Document;
use crate::load::inspect::{self, FileFacts};
use crate::load::kinds::{KindId, Kinds};
use crate::load::page::{self, Loaded};
use crate::load::theme;
use crate::model::Site;
use crate::model::assemble::{self, Parts};
use crate::model::gate::Gate;
use crate::model::sift::{self, Sifted};
use crate::path::{OutPath, SourcePath, UrlPath};
use crate::plan::{self, Planned};
use crate::render::{Artifact, Content, Renderer};
use crate::trace::{Fingerprint, Reason};
use crate::write::manifest::Quarantined;
use crate::write::{Outcome, Put, Sink, WriteError};

/// Rendered bodies kept between loading and rendering, in bytes; beyond it a body is parsed again when its page
/// is rendered, so memory stays flat however large the portal is.
const BODY_BUDGET: usize = 64 << 20;

/// What a build depends on beside the files.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// The moment the portal is built for.
    pub at: Timestamp,
    /// Show drafts, embargoed and expired items.
    pub show_all: bool,
}

/// The name of the configuration file.
pub const SITE: &str = "site.toml";

/// Told about stages as they begin and about each thing done.
pub trait Progress: Sync {
    fn stage(&self, _stage: Stage, _total: usize) {}
    fn tick(&self) {}
}

/// For builds that nobody watches.
pub struct Silent;

impl Progress for Silent {}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Stage {
    Discover,
    Load,
    Assemble,
    Plan,
    Check,
    Render,
    Commit,
    Remember,
}

/// A portal read and planned; nothing is rendered yet.
pub struct Prepared {
    /// Every loaded source, for the next build's cache.
    pub documents: Vec<(SourcePath, KeptDocument)>,
    /// `None` when nothing can be built; the findings say why.
    pub renderer: Option<Renderer>,
    pub findings: Vec<Diagnostic>,
    pub times: Vec<(Stage, Duration)>,
}

/// What rendering did.
#[derive(Default)]
pub struct Rendered {
    pub findings: Vec<Diagnostic>,
    pub written: usize,
    pub kept: usize,
    /// Pages that could not be rendered.
    pub quarantined: Vec<Quarantined>,
    /// In bytes, before compression.
    pub bytes: u64,
    /// The trace of every page in the output, for the next build's cache.
    pub records: Vec<(OutPath, Record)>,
    /// Everything that these pages could show; see `Renderer::world`.
    pub world: Option<Fingerprint>,
    /// Why each page that was rendered had to be.
    pub reasons: Vec<(UrlPath, Vec<Reason>)>,
}

/// Reads the portal and plans its outputs. Sources that the cache knows are not parsed again.
pub fn prepare(
    files: &Arc<dyn Files>,
    options: Options,
    cache: &Cache,
    progress: &dyn Progress,
) -> io::Result<Prepared> {
    let mut clock = Clock { cache, times: Vec::new(), documents: Vec::new() };
    let mut findings = Vec::new();
    let renderer = clock.run(files, options, progress, &mut findings)?;
    for finding in &mut findings {
        add_excerpt(finding, &**files);
    }
    diag::sort(&mut findings);
    Ok(Prepared { renderer, findings, times: clock.times, documents: clock.documents })
}

struct Clock<'a> {
    cache: &'a Cache,
    times: Vec<(Stage, Duration)>,
    documents: Vec<(SourcePath, KeptDocument)>,
}

impl Clock<'_> {
    fn stage<T>(&mut self, stage: Stage, work: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let result = work();
        self.times.push((stage, start.elapsed()));
        result
    }

    fn run(
        &mut self,
        files: &Arc<dyn Files>,
        options: Options,
        progress: &dyn Progress,
        findings: &mut Vec<Diagnostic>,
    ) -> io::Result<Option<Renderer>> {
        let Some(config) = config(&**files, findings)? else { return Ok(None) };
        let config = Arc::new(config);
        let kinds = Arc::new(Kinds::load(&**files, findings));
        let theme = Arc::new(theme::load(&**files, &config.theme, &config.languages, findings)?);
        progress.stage(Stage::Discover, 0);
        let discovered = self.stage(Stage::Discover, || discover::discover(&**files, &config, findings))?;
        progress.stage(Stage::Load, discovered.items.len());
        let loaded = {
            let cache = self.cache;
            self.stage(Stage::Load, || load(&**files, &discovered, &config, &kinds, cache, progress, findings))
        };
        self.documents = loaded.kept;
        progress.stage(Stage::Assemble, 0);
        let site = self.stage(Stage::Assemble, || -> io::Result<Site> {
            let gate = Gate { at: options.at, show_all: options.show_all };
            let unreadable: Vec<SourcePath> = loaded.unreadable.iter().map(|source| source.path.clone()).collect();
            let sifted = sift::sift(loaded.documents, &unreadable, &discovered, &kinds, gate);
            findings
                .extend(sifted.unused_files.iter().map(|path| Diagnostic::new(&catalog::UNUSED_FILE, path.as_str())));
            let facts = facts(&**files, &sifted)?;
            let parts = Parts {
                config,
                kinds,
                sifted,
                facts,
                unreadable: loaded.unreadable,
                section_kinds: loaded.section_kinds,
            };
            Ok(assemble::assemble(parts, findings))
        })?;
        progress.stage(Stage::Plan, 0);
        let plan = self.stage(Stage::Plan, || plan::plan(&site, &theme, findings));
        progress.stage(Stage::Check, 0);
        let sources: Vec<SourcePath> =
            discovered.sections.iter().chain(&discovered.items).map(|source| source.path.clone()).collect();
        self.stage(Stage::Check, || check::check(&site, &plan, &**files, &sources, findings));
        Ok(Renderer::new(Arc::new(site), Arc::new(plan), theme, files.clone(), findings))
    }
}

/// The configuration alone; `None` when it has mistakes.
pub fn config(files: &dyn Files, findings: &mut Vec<Diagnostic>) -> io::Result<Option<Config>> {
    let bytes = files.read(SITE)?;
    let text = crate::load::text::clean(SITE, &bytes, findings);
    Ok(text.and_then(|text| Config::parse(SITE, &text, findings)))
}

struct AllLoaded {
    documents: Vec<Document>,
    kept: Vec<(SourcePath, KeptDocument)>,
    unreadable: Vec<Source>,
    section_kinds: BTreeMap<Arc<str>, KindId>,
}

/// Sections first, since they name the kind of their items; then all items in parallel.
fn load(
    files: &dyn Files,
    discovered: &Discovered,
    config: &Config,
    kinds: &Kinds,
    cache: &Cache,
    progress: &dyn Progress,
    findings: &mut Vec<Diagnostic>,
) -> AllLoaded {
    let options = page::Options { config, kinds };
    let mut all =
        AllLoaded { documents: Vec::new(), kept: Vec::new(), unreadable: Vec::new(), section_kinds: BTreeMap::new() };
    let kept = AtomicUsize::new(0);
    let read = |source: &Source, kind: Option<KindId>| {
        let (mut loaded, entry) = read_one(files, source, kind, cache, &options);
        if let Some(document) = &mut loaded.document {
            let length = document.body.html.as_ref().map_or(0, |html| html.len());
            if kept.fetch_add(length, Ordering::Relaxed) > BODY_BUDGET {
                document.body.html = None;
            }
        }
        progress.tick();
        (loaded, entry)
    };
    let sections: Vec<LoadedOne> = discovered.sections.par_iter().map(|source| read(source, None)).collect();
    all.add(&discovered.sections, sections, findings);
    all.section_kinds = section_kinds(&all.documents, &discovered.sections, kinds);
    let kind_of = |source: &Source| {
        let mut folder = &*source.home;
        loop {
            match (all.section_kinds.get(folder), folder.rsplit_once('/')) {
                (Some(kind), _) => return Some(*kind),
                (None, Some((parent, _))) => folder = parent,
                (None, None) => return None,
            }
        }
    };
    let items: Vec<LoadedOne> = discovered.items.par_iter().map(|source| read(source, kind_of(source))).collect();
    all.add(&discovered.items, items, findings);
    all
}

impl AllLoaded {
    fn add(&mut self, sources: &[Source], loaded: Vec<LoadedOne>, findings: &mut Vec<Diagnostic>) {
        for (source, (loaded, kept)) in sources.iter().zip(loaded) {
            self.kept.extend(kept.map(|kept| (source.path.clone(), kept)));
            findings.extend(loaded.findings);
            match loaded.document {
                Some(document) => self.documents.push(document),
                None => self.unreadable.push(source.clone()),
            }
        }
    }
}

/// A loaded source and what the cache keeps of it.
type LoadedOne = (Loaded, Option<KeptDocument>);

fn read_one(
    files: &dyn Files,
    source: &Source,
    kind: Option<KindId>,
    cache: &Cache,
    options: &page::Options,
) -> LoadedOne {
    // A huge file is refused by its size, before it is read.
    if source.size > crate::load::text::LARGEST_PAGE {
        return (Loaded { document: None, findings: vec![page::too_large(source)] }, None);
    }
    match files.read(source.path.as_str()) {
        Ok(bytes) => {
            let hash = files::hash(&bytes);
            if let Some((loaded, kept)) = cache.document(&source.path, &hash, kind) {
                return (loaded, Some(kept));
            }
            let loaded = page::load(source, &bytes, kind, options);
            let kept = KeptDocument::new(&loaded, hash, kind);
            (loaded, Some(kept))
        }
        Err(error) => {
            let finding =
                Diagnostic::new(&catalog::UNREADABLE, source.path.as_str()).with("detail", error.to_string()).fatal();
            (Loaded { document: None, findings: vec![finding] }, None)
        }
    }
}

/// The kind of items by section folder: what the default language says, else any language, else the kind whose
/// usual folder it is (so that a broken `_index.md` does not break every item below it).
fn section_kinds(documents: &[Document], sources: &[Source], kinds: &Kinds) -> BTreeMap<Arc<str>, KindId> {
    let mut found: BTreeMap<Arc<str>, KindId> = BTreeMap::new();
    for document in documents.iter().rev().chain(documents.iter().filter(|document| document.language == 0)) {
        let named = document.text(kinds.get(document.kind), "kind").and_then(|name| kinds.find(name));
        if let Some(kind) = named {
            found.insert(document.home.clone(), kind);
        }
    }
    for source in sources {
        let usual = kinds.names().find(|name| {
            kinds.schema(name).is_some_and(|kind| format!("{}/{}", discover::CONTENT, kind.folder) == *source.home)
        });
        if let (false, Some(kind)) = (found.contains_key(&source.home), usual.and_then(|name| kinds.find(name))) {
            found.insert(source.home.clone(), kind);
        }
    }
    found
}

fn facts(files: &dyn Files, sifted: &Sifted) -> io::Result<BTreeMap<SourcePath, FileFacts>> {
    sifted.used_files.par_iter().map(|path| inspect::inspect(files, path).map(|facts| (path.clone(), facts))).collect()
}

/// Shows the line that a finding is about, if the file is one of the portal's.
fn add_excerpt(finding: &mut Diagnostic, files: &dyn Files) {
    if finding.excerpt.is_none() && finding.span.is_some() {
        let text = files.read(&finding.file).ok().map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        if let Some(text) = text {
            *finding = finding.clone().excerpt_from(text.trim_start_matches('\u{feff}'));
        }
    }
}

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
        let done = Job { renderer, sink, path, planned, same_world }.run(cache.record(path));
        progress.tick();
        done
    };
    let results: Vec<Result<Done, WriteError>> = outputs.par_iter().map(one).collect();
    let mut rendered = Rendered { world: Some(world), ..Rendered::default() };
    for (result, (path, planned)) in results.into_iter().zip(outputs) {
        match result? {
            Done::Put { outcome, bytes, record, reasons } => {
                rendered.bytes += bytes;
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
    for finding in &mut rendered.findings {
        add_excerpt(finding, &*renderer.files);
    }
    diag::sort(&mut rendered.findings);
    Ok(rendered)
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
    /// No page can show anything that it did not show last time, apart from its own text.
    same_world: bool,
}

impl Job<'_> {
    fn run(&self, last: Option<&Record>) -> Result<Done, WriteError> {
        if let Some(record) = last.filter(|_| self.same_world)
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
        match &artifact.content {
            Content::Bytes(bytes) => {
                let (hash, size) = (files::hash(bytes), bytes.len() as u64);
                let outcome = self.sink.put(self.path, &Put::Bytes { bytes, hash })?;
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
                let outcome = if self.sink.keep(self.path, &hash) {
                    Outcome::Kept
                } else {
                    self.sink.put(self.path, &Put::Copy { files: &*self.renderer.files, source, hash, size })?
                };
                Ok(Done::Put { outcome, bytes: size, record: None, reasons })
            }
        }
    }

    fn failed(&self, finding: Box<Diagnostic>) -> Done {
        let source = self.planned.source.as_ref().map_or_else(String::new, ToString::to_string);
        Done::Failed(Quarantined { source, url: self.planned.url.to_string() }, finding)
    }
}

/// Whether a finding stops a release.
pub fn has_errors(findings: &[Diagnostic]) -> bool {
    findings.iter().any(|finding| finding.severity() == Severity::Error)
}

/// All pages that are missing from the output: those that could not be read, and those that could not be rendered.
pub fn quarantined(site: &Site, rendered: &Rendered) -> Vec<Quarantined> {
    let unread =
        site.quarantined.iter().map(|(source, url)| Quarantined { source: source.to_string(), url: url.to_string() });
    let mut all: Vec<Quarantined> = unread.chain(rendered.quarantined.iter().cloned()).collect();
    all.sort();
    all.dedup();
    all
}
