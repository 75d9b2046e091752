//! Turns one job of the plan into an artifact: bytes, and the trace of everything that was asked to make them.

mod body;
mod breach;
mod calendar;
mod calls;
mod card;
mod constants;
mod context;
mod engine;
mod facets;
mod feeds;
mod filters;
mod forms;
mod head;
mod head_html;
mod home;
mod identity;
mod json;
mod json_ld;
mod lists;
mod mark;
mod minify;
mod old_nginx;
mod old_queries;
mod overviews;
mod portal;
mod queries;
mod recorder;
mod sitemap;
mod table;
mod template_tags;
mod template_words;
mod templates;
mod urgent;
mod value;
mod view;
mod xml;

use std::collections::HashMap;
use std::sync::Arc;

use crate::diag::Diagnostic;
use crate::files::{Files, Hash};
use crate::load::config::FeedFormat;
use crate::load::discover::CONTENT;
use crate::load::document::Document;
use crate::load::inspect::{self, Copy};
use crate::load::page::changed;
use crate::load::theme::Theme;
use crate::model::{ListKey, PageId, Site};
use crate::path::SourcePath;
use crate::plan::{Hashed, Job, Plan, Planned};
use crate::policy::Policy;
use crate::trace::{self, Fingerprint, Inputs, Reason, Trace};

use context::PageContext;
use engine::Engine;
use portal::Portal;
use queries::Queries;
use view::View;

/// What a job made.
#[derive(Debug)]
pub struct Artifact {
    pub content: Content,
    /// For pages; everything else is made again each time and compared.
    pub trace: Option<Trace>,
}

#[derive(Debug)]
pub enum Content {
    Bytes(Vec<u8>),
    /// A file of the search index.
    Shared(Arc<Vec<u8>>),
    /// A copy of this file of the portal; the bytes are read when it is written.
    File(SourcePath),
}

/// Everything that rendering reads; shared by all threads.
#[derive(Clone)]
pub struct Renderer {
    pub site: Arc<Site>,
    pub plan: Arc<Plan>,
    pub theme: Arc<Theme>,
    pub files: Arc<dyn Files>,
    pub hashed: Arc<Hashed>,
    pub policy: Arc<Policy>,
    queries: Arc<Queries>,
    engine: Arc<Engine>,
    /// Documents whose running text has changed since the site was made of them; nothing else of them has.
    edited: HashMap<PageId, Arc<Document>>,
}

/// A page that has not been rendered yet, with what it would be made from.
pub struct Pending {
    context: PageContext,
    inputs: Inputs,
}

impl Renderer {
    /// `None` when the theme's templates cannot be read; the findings say why.
    pub fn new(
        site: Arc<Site>,
        plan: Arc<Plan>,
        theme: Arc<Theme>,
        files: Arc<dyn Files>,
        hashed: Arc<Hashed>,
        findings: &mut Vec<Diagnostic>,
    ) -> Option<Renderer> {
        let queries = Arc::new(Queries::new(site.clone(), plan.clone(), theme.clone(), files.clone()));
        let policy = Arc::new(Policy::new(&site.config, &theme, site.mark.is_none()));
        let engine =
            Arc::new(Engine::new(Portal { site: &site, plan: &plan }, theme.clone(), &policy, &queries, findings)?);
        Some(Renderer { site, plan, theme, files, hashed, policy, queries, engine, edited: HashMap::new() })
    }

    /// The same portal with other running text in one document. Nobody else shows that, so every answer stays right.
    /// `None` when more of the document has changed, or it has no page.
    pub fn with_text(&self, document: Arc<Document>) -> Option<Renderer> {
        let id = self.site.by_source(&document.source)?;
        (self.site.page(id).document.facts == document.facts).then(|| {
            let mut next = self.clone();
            next.edited.insert(id, document);
            next
        })
    }

    fn portal(&self) -> Portal<'_> {
        Portal { site: &self.site, plan: &self.plan }
    }

    /// What a page is made from now.
    pub fn document(&self, id: PageId) -> &Document {
        self.edited.get(&id).unwrap_or(&self.site.page(id).document)
    }

    /// Renders one output. The error says which template or file is to blame; nothing is written then.
    pub fn render(&self, planned: &Planned) -> Result<Artifact, Box<Diagnostic>> {
        match self.pending(planned) {
            Some(pending) => self.render_page(planned, &pending),
            None => Ok(Artifact { content: self.other(planned)?, trace: None }),
        }
    }

    /// A page of the plan, ready to be judged or rendered; `None` for what is not a page.
    pub fn pending(&self, planned: &Planned) -> Option<Pending> {
        let portal = self.portal();
        let mut context = match &planned.job {
            Job::Item(page) => context::item(portal, *page),
            Job::List { list, page } => lists::list(portal, *list, *page),
            Job::Taxonomy { taxonomy, language } => overviews::taxonomy(portal, *taxonomy, *language),
            Job::ArchiveIndex(language) => overviews::archive(portal, *language),
            Job::Tree(language) => overviews::tree(portal, *language),
            Job::Search(language) => overviews::search(portal, *language, self.hashed.entry(*language)),
            Job::NotFound(language) => overviews::not_found(portal, *language),
            Job::Thanks(language) => overviews::thanks(portal, *language),
            _ => return None,
        };
        if let Some(id) = context.id {
            let view = View::of_readers(portal, portal.site.page(id), self.document(id));
            context.references = view.into_references();
        }
        let inputs = Inputs {
            document: context.id.map(|id| self.document(id).hash),
            templates: self.engine.template_fingerprint(&context),
            constants: self.engine.constants_fingerprint(context.language),
            shown: context.shown(),
        };
        Some(Pending { context, inputs })
    }

    /// Everything that any page can show, apart from its own text: while it is the same, so are all answers.
    pub fn world(&self) -> Fingerprint {
        let mut hasher = blake3::Hasher::new();
        let mut add = |bytes: &[u8]| {
            hasher.update(&(bytes.len() as u64).to_le_bytes());
            hasher.update(bytes);
        };
        for page in &self.site.pages {
            add(page.document.facts.as_bytes());
            add(&page.state.map_or(u16::MAX, |state| state).to_le_bytes());
            // What a page says of its dates depends on the moment.
            add(&[page.date_to_come, page.updated_to_come, page.is_over].map(u8::from));
            for moment in [page.date, page.updated] {
                add(&moment.map_or(i64::MIN, |moment| moment.starts.as_second()).to_le_bytes());
            }
        }
        for source in &self.site.hidden {
            add(source.as_str().as_bytes());
        }
        // What the plan holds follows from the pages, the files and these.
        for (_, url) in &self.site.quarantined {
            add(url.as_str().as_bytes());
        }
        for (source, file) in &self.site.files {
            add(source.as_str().as_bytes());
            add(file.facts.hash.as_bytes());
        }
        for (name, text) in &self.theme.templates {
            add(name.as_bytes());
            add(text.as_bytes());
        }
        for asset in self.theme.assets.values() {
            add(asset.output.as_bytes());
            add(asset.hash.as_bytes());
        }
        for language in self.site.languages() {
            add(&context::fingerprint(&home::value(&self.site, self.site.language(language))).0);
            add(&self.engine.constants_fingerprint(language).0);
            add(&context::fingerprint(&urgent::value(self.portal(), language)).0);
        }
        Fingerprint::finish(&hasher)
    }

    /// The document whose text a page shows.
    pub fn document_of(&self, planned: &Planned) -> Option<Hash> {
        let page = match &planned.job {
            Job::Item(page) => *page,
            Job::List { list, .. } => match self.site.list(*list).key {
                ListKey::Section(section) => section,
                _ => return None,
            },
            _ => return None,
        };
        Some(self.document(page).hash)
    }

    /// Why the page must be rendered, given the trace of its last render; empty when it need not.
    pub fn reasons(&self, pending: &Pending, last: Option<&Trace>) -> Vec<Reason> {
        trace::reasons(last, &pending.inputs, |query| self.queries.fingerprint(query))
    }

    /// Renders a page through its template and holds the whole of it against the policy.
    pub fn render_page(&self, planned: &Planned, pending: &Pending) -> Result<Artifact, Box<Diagnostic>> {
        let context = &pending.context;
        let page = context.whole_page(self)?;
        let (mut html, asked) = recorder::record(|| self.engine.render(context, page)).map_err(|error| {
            let source = planned.source.as_ref().map_or_else(|| planned.url.to_string(), ToString::to_string);
            Box::new(error.into_diagnostic(&self.theme.folder, &source))
        })?;
        if let Some(mark) = &self.engine.constants(context.language).mark {
            mark::put(&mut html, mark);
        }
        if let Some(fault) = self.policy.examine(&html) {
            return Err(Box::new(breach::finding(&fault, planned, &self.theme.folder)));
        }
        let queries =
            asked.into_iter().filter_map(|query| self.queries.fingerprint(&query).map(|shown| (query, shown)));
        let trace = Trace { inputs: pending.inputs, queries: queries.collect() };
        Ok(Artifact { content: Content::Bytes(html), trace: Some(trace) })
    }

    /// Everything that is not a page.
    fn other(&self, planned: &Planned) -> Result<Content, Box<Diagnostic>> {
        let portal = self.portal();
        let site = portal.site;
        let bytes = match &planned.job {
            Job::Feed { list, format: FeedFormat::Atom } => feeds::atom(portal, *list),
            Job::Feed { list, .. } => feeds::rss(portal, *list),
            Job::ListJson { list, page } => json::list(portal, *list, *page),
            Job::Twin(page) => json::item(self, *page)?,
            Job::Calendar(page) => calendar::item(portal, *page),
            Job::SectionCalendar(section) => calendar::section(portal, *section),
            Job::Sitemap { from, to } => sitemap::part(portal, (*from, *to)),
            Job::SitemapIndex { parts } => sitemap::index(site, *parts),
            Job::Robots => sitemap::robots(site),
            Job::Redirect(to) => sitemap::redirect(site, to),
            Job::Headers(format) => self.policy.file(*format),
            Job::RedirectRules => sitemap::redirect_rules(portal),
            Job::OldQueryMap => old_nginx::map(&site.config.base, &self.plan.old_queries),
            Job::OldQueryTable => old_queries::table(&site.config.base, &self.plan.old_queries),
            Job::Hashed => {
                let bytes = self.hashed.bytes(&planned.url);
                return bytes.map(Content::Shared).ok_or_else(|| Box::new(changed(&SourcePath::new(CONTENT))));
            }
            Job::File(source) => return self.file(source),
            Job::Asset(name) => self.theme.assets.get(name).map_or_else(Vec::new, |asset| asset.bytes.clone()),
            // Pages have a template; see `pending`.
            Job::Item(_)
            | Job::List { .. }
            | Job::Taxonomy { .. }
            | Job::ArchiveIndex(_)
            | Job::Tree(_)
            | Job::Search(_)
            | Job::NotFound(_)
            | Job::Thanks(_) => Vec::new(),
        };
        Ok(Content::Bytes(bytes))
    }

    /// The published copy of a file. The source may have changed since it was inspected; what the pages say of it holds.
    fn file(&self, source: &SourcePath) -> Result<Content, Box<Diagnostic>> {
        let Some(file) = self.site.files.get(source) else { return Ok(Content::Bytes(Vec::new())) };
        match file.facts.copy {
            Copy::AsIs => Ok(Content::File(source.clone())),
            Copy::Cleaned => {
                let bytes = inspect::cleaned(&*self.files, source, &file.facts).ok().flatten();
                bytes.map(Content::Bytes).ok_or_else(|| Box::new(changed(source)))
            }
        }
    }
}
