//! What the preview knows of the portal: turns changed files into the next state, doing only what the change asks for.
//!
//! Within a watch run every change of a file is seen, so a file that did not change is not read again. When nothing
//! but the running text of pages has changed, the site and the plan stay as they are.

use std::collections::{BTreeSet, HashMap};
use std::io;
use std::sync::Arc;

use jiff::Timestamp;
use parking_lot::Mutex;

use crate::cache::{Cache, CachedDocument};
use crate::diag::{Finding, catalog};
use crate::files::{self, Files, Hash};
use crate::load::discover::{CONTENT, Source};
use crate::load::source_text::LARGEST_PAGE;
use crate::load::{page, schema, theme};
use crate::path::{OutPath, SourcePath};
use crate::pipeline::{self, Input, Options, Silent};
use crate::plan::Job;
use crate::render::Renderer;
use crate::text::address::decode;
use crate::trace::{Query, Reason, Trace};

use super::errors::Errors;
use super::hidden_pages::HiddenPages;

/// Files that may differ since the last look; `None` when anything may.
pub type Changed = Option<BTreeSet<SourcePath>>;

/// What a browser does about a change.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Refresh {
    Reload,
    /// Only style sheets: they are swapped without losing the place.
    Style,
}

#[derive(Default)]
pub struct State {
    /// The last state in which the portal could be planned at all.
    pub renderer: Option<Arc<Renderer>>,
    pub findings: Vec<Finding>,
    /// Those of them that pages show.
    pub errors: Errors,
    cache: Cache,
    /// Of the ids that the theme's files bring with them: headings are called otherwise.
    ids: Option<Hash>,
    /// What each page was made from when a browser last asked for it.
    traces: Mutex<HashMap<OutPath, Trace>>,
    /// Counts the changes that were taken in.
    pub generation: u64,
    /// Which pages of `renderer` readers do not see.
    pub hidden_pages: Arc<HiddenPages>,
    /// Changes since `renderer` was made, when the portal could not be planned with them.
    waiting: Changed,
}

/// New bodies for pages of a state.
pub struct BodyUpdate {
    renderer: Renderer,
    cached: Vec<(SourcePath, CachedDocument)>,
}

impl State {
    /// Reads a portal for the first time.
    pub fn first(files: &Arc<dyn Files>, options: Options, cache: &Cache) -> io::Result<State> {
        State::default().read(files, options, cache, None)
    }

    /// The state after these changes, with everything that may depend on them read and planned again.
    pub fn next(&self, files: &Arc<dyn Files>, options: Options, changed: Changed) -> io::Result<State> {
        let changed: Changed =
            changed.and_then(|changed| Some(changed.into_iter().chain(self.waiting.clone()?).collect()));
        let cache = match (&changed, &self.renderer) {
            (Some(changed), Some(renderer))
                if !changed.iter().any(decides_how_to_read) && !self.changes_ids(&**files, changed) =>
            {
                self.cache.in_watch_run(changed.clone(), renderer.site.clone())
            }
            _ => Cache::default(),
        };
        self.read(files, options, &cache, changed)
    }

    /// Whether the theme's files have other ids than those beside which the documents were read.
    fn changes_ids(&self, files: &dyn Files, changed: &BTreeSet<SourcePath>) -> bool {
        changed.iter().any(is_of_a_theme) && self.ids != Some(theme::ids_of_files(files))
    }

    fn read(&self, files: &Arc<dyn Files>, options: Options, cache: &Cache, changed: Changed) -> io::Result<State> {
        let same_theme = changed.as_ref().is_some_and(|changed| !changed.iter().any(is_of_a_theme));
        let ids = self.ids.filter(|_| same_theme).unwrap_or_else(|| theme::ids_of_files(&**files));
        let prepared = pipeline::prepare(&Input { files, options, cache, progress: &Silent })?;
        let planned = prepared.renderer.is_some();
        let hidden_pages = prepared.renderer.as_ref().map(|renderer| Arc::new(HiddenPages::of(&renderer.site)));
        Ok(State {
            renderer: prepared.renderer.map(Arc::new).or_else(|| self.renderer.clone()),
            hidden_pages: hidden_pages.unwrap_or_else(|| self.hidden_pages.clone()),
            cache: Cache::of_documents(prepared.documents),
            ids: Some(ids),
            errors: Errors::of(&prepared.findings, &**files),
            findings: prepared.findings,
            traces: Mutex::default(),
            generation: self.generation + 1,
            waiting: if planned { Some(BTreeSet::new()) } else { changed },
        })
    }

    /// The pages' new text, when these changes are of nothing else and neither the old state nor the new has anything
    /// to say about them.
    pub fn bodies(&self, files: &dyn Files, at: Timestamp, changed: &BTreeSet<SourcePath>) -> Option<BodyUpdate> {
        let mut renderer = (**self.renderer.as_ref()?).clone();
        let (site, ids) = (renderer.site.clone(), renderer.theme.ids.clone());
        let due = site.next_change().is_some_and(|(moment, _)| *moment <= at);
        if due || self.waiting.as_ref().is_none_or(|waiting| !waiting.is_empty()) {
            return None;
        }
        let options = page::Options { config: &site.config, kinds: &site.kinds, theme: &ids, is_guest: false };
        let mut cached = Vec::new();
        for path in changed {
            if self.is_nothing(files, path) {
                continue;
            }
            let known = &site.page(site.by_source(path)?).inner().document;
            let section_kind = self.cache.section_kind(path)?;
            let bytes = files.read_within(path.as_str(), LARGEST_PAGE as usize).ok()?.ok()?;
            let loaded = page::load(&Source::of(known), &bytes, section_kind, &options);
            if !loaded.findings.is_empty() || self.says_something_of(path) {
                return None;
            }
            cached.push((path.clone(), CachedDocument::new(&loaded, files::hash(&bytes), None, section_kind)));
            let document = Arc::new(loaded.document.filter(|document| document.accepts_as(known))?);
            renderer = renderer.with_body(document)?;
        }
        Some(BodyUpdate { renderer, cached })
    }

    pub fn apply_bodies(&mut self, bodies: BodyUpdate) {
        self.renderer = Some(Arc::new(bodies.renderer));
        self.generation += 1;
        for (source, cached) in bodies.cached {
            self.cache.replace(&source, cached);
        }
    }

    /// Goes on with what the pages of an earlier state were made from.
    pub fn take_traces(&mut self, earlier: &State) {
        let mut traces = earlier.traces.lock();
        self.traces = Mutex::new(std::mem::take(&mut *traces));
    }

    /// Keeps changes for later, when they could not be read at all.
    pub fn wait(&mut self, changed: Changed) {
        self.waiting = changed.and_then(|changed| Some(changed.into_iter().chain(self.waiting.take()?).collect()));
    }

    /// A file that came and went, such as an editor's program leaves while it saves.
    fn is_nothing(&self, files: &dyn Files, path: &SourcePath) -> bool {
        // Of a table pages may be made that lie nowhere.
        let may_make_pages = schema::is_table(path.as_str()) || schema::is_schema(path);
        path.as_str().starts_with(CONTENT)
            && !may_make_pages
            && files.open(path.as_str()).is_err()
            && !self.says_something_of(path)
            && !self.cache.has_below(path)
            && self.renderer.as_ref().is_some_and(|renderer| {
                !renderer.site.files().any(|(file, _)| file == path || file.is_below(path.as_str()))
            })
    }

    /// Whether a file that changed has a part in the portal: what lies in a folder of the theme that is not read, and a
    /// file that no page uses and that is known as such, have none.
    pub fn is_affected(&self, files: &dyn Files, path: &SourcePath) -> bool {
        let Some(renderer) = &self.renderer else { return true };
        // What stands in the folder of another portal is read there; of the main one only their settings are looked at.
        if renderer.site.config.workspace.holds(path.as_str()) && path.file_name() != pipeline::SITE {
            return false;
        }
        if let Some(below) = path.as_str().strip_prefix("themes/") {
            let (theme, below) = below.split_once('/').unwrap_or((below, ""));
            let part = below.split('/').next().unwrap_or_default();
            return theme == renderer.site.config.theme && (part.is_empty() || theme::PARTS.contains(&part));
        }
        if path.is_below("kinds") {
            return path.as_str().ends_with(".toml") || !path.file_name().contains('.');
        }
        let is_unused = |finding: &&Finding| finding.message.code == catalog::UNUSED_FILE.code;
        let mut said = self.findings.iter().filter(|finding| &*finding.file == path.as_str()).peekable();
        let was_unused = said.peek().is_some() && said.all(|finding| is_unused(&finding));
        !was_unused || files.open(path.as_str()).is_err()
    }

    fn says_something_of(&self, path: &SourcePath) -> bool {
        self.findings.iter().any(|finding| &*finding.file == path.as_str())
    }

    pub fn note(&self, output: &OutPath, trace: Trace) {
        self.traces.lock().insert(output.clone(), trace);
    }

    /// Whether the page at an address would look different from when it was last asked for.
    pub fn touches(&self, url: &str) -> Option<Refresh> {
        let renderer = self.renderer.as_ref()?;
        let path = decode(url);
        let base = &renderer.site.config.base;
        let output = base.url(base.asked(&path)?).output();
        let mut traces = self.traces.lock();
        let Some(planned) = renderer.plan.outputs.get(&output) else {
            // The browser will show that it is missing, which has no trace; when it comes back, it is new.
            traces.remove(&output);
            return Some(Refresh::Reload);
        };
        let Job::Page(job) = &planned.job else { return None };
        // Without a trace the page was not rendered (it was missing or broken): look again.
        let reasons = renderer.verify(&renderer.pending(job), traces.get(&output)).err().unwrap_or_default();
        let style = |reason: &Reason| matches!(reason, Reason::Answer(query) if matches!(&**query, Query::Asset(name) | Query::Integrity(name) if name.ends_with(".css")));
        if reasons.is_empty() {
            None
        } else if reasons.iter().all(style) {
            Some(Refresh::Style)
        } else {
            Some(Refresh::Reload)
        }
    }
}

fn is_of_a_theme(path: &SourcePath) -> bool {
    path.as_str() == "themes" || path.is_below("themes")
}

/// Whether a file decides how all documents are read: the configuration and the kinds.
fn decides_how_to_read(path: &SourcePath) -> bool {
    path.as_str() == pipeline::SITE || path.as_str() == "kinds" || path.is_below("kinds")
}
