//! Turns one job of the plan into an artifact: bytes, and the trace of everything that was asked to make them.

pub mod beside;
mod body;
mod calendar;
mod calls;
mod card;
mod chart;
mod columns;
mod constants;
mod context;
mod correction;
mod data_package;
mod data_set;
mod dcat;
mod engine;
mod facets;
mod feeds;
mod figure_sheets;
mod figures;
mod filters;
mod forms;
mod full_text;
mod head;
mod head_html;
mod history;
mod home;
mod identity;
mod json;
mod json_ld;
mod list_csv;
mod list_parts;
mod lists;
mod lookup;
mod lookup_rows;
mod manifest;
mod mark;
mod minify;
pub mod old_nginx;
mod old_queries;
mod open_data;
mod overviews;
mod policy_violation;
mod portal;
mod queries;
mod recorder;
mod share_picture;
mod sitemap;
mod standalone;
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

use tera::Value;

use crate::diag::Finding;
use crate::files::{self, Files, Hash};
use crate::load::config::FeedFormat;
use crate::load::discover::CONTENT;
use crate::load::document::{Document, Language};
use crate::load::inspect::{self, Copy};
use crate::load::page::changed;
use crate::load::theme::Theme;
use crate::map;
use crate::model::{ListKey, PageId, Site, reads};
use crate::path::SourcePath;
use crate::plan::{DataJob, Job, Maker, PageJob, Plan, Planned, Prebuilt};
use crate::policy::Policy;
use crate::trace::{self, Answered, Changes, Fingerprint, Inputs, Reason, SiteFingerprint, Trace};

pub use calls::FUNCTIONS;

use context::PageContext;
use engine::Engine;
use portal::Portal;
use queries::Queries;
use view::View;

/// What a job made.
#[derive(Debug)]
pub struct Artifact {
    pub content: Content,
    /// Of what was rendered. A copy has none: its hash says whether it is up to date.
    pub trace: Option<Trace>,
}

#[derive(Debug)]
pub enum Content {
    Bytes(Vec<u8>),
    /// A file that was made before.
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
    pub prebuilt: Arc<Prebuilt>,
    pub policy: Arc<Policy>,
    queries: Arc<Queries>,
    engine: Arc<Engine>,
    /// Documents whose running text has changed since the site was made of them; nothing else of them has.
    edited: HashMap<PageId, Arc<Document>>,
}

/// A page that has not been rendered yet, with what it would be made from.
pub struct Pending {
    context: PageContext,
    /// Without what its template asks.
    trace: Trace,
}

impl Renderer {
    /// `None` when the theme's templates cannot be read; the findings say why.
    pub fn new(
        site: Arc<Site>,
        plan: Arc<Plan>,
        theme: Arc<Theme>,
        files: Arc<dyn Files>,
        prebuilt: Arc<Prebuilt>,
        findings: &mut Vec<Finding>,
    ) -> Option<Renderer> {
        let queries = Arc::new(Queries::new(site.clone(), plan.clone(), theme.clone()));
        let policy = Arc::new(Policy::new(&site.config, &theme, site.mark.is_none()));
        let engine =
            Arc::new(Engine::new(Portal { site: &site, plan: &plan }, theme.clone(), &policy, &queries, findings)?);
        Some(Renderer { site, plan, theme, files, prebuilt, policy, queries, engine, edited: HashMap::new() })
    }

    /// The same portal with other running text in one document. Nobody else shows that, so every answer stays right.
    /// `None` when more of the document has changed, or it has no page.
    pub fn with_body(&self, document: Arc<Document>) -> Option<Renderer> {
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
    pub fn document(&self, id: PageId) -> &Arc<Document> {
        self.edited.get(&id).unwrap_or(&self.site.page(id).inner().document)
    }

    /// Makes one output. The error says which template or file is to blame; nothing is written then.
    pub fn render(&self, planned: &Planned) -> Result<Artifact, Box<Finding>> {
        let content = match &planned.job {
            Job::Page(job) => return self.render_page(planned, &self.pending(job)),
            Job::Data(job) => return self.render_data(job),
            Job::File(source) => self.file(source)?,
            Job::Asset(name) => {
                Content::Bytes(self.theme.assets.get(name).map_or_else(Vec::new, |asset| asset.bytes.clone()))
            }
            Job::Prebuilt => {
                let bytes = self.prebuilt.bytes(&planned.url);
                Content::Shared(bytes.ok_or_else(|| Box::new(changed(&SourcePath::new(CONTENT))))?)
            }
        };
        Ok(Artifact { content, trace: None })
    }

    /// Hash and size of what is not rendered, as they must be.
    pub fn promised(&self, planned: &Planned) -> Option<(Hash, u64)> {
        match &planned.job {
            Job::File(source) => self.site.file(source.as_str()).map(|file| (file.facts.hash, file.facts.size)),
            Job::Asset(name) => self.theme.assets.get(name).map(|asset| (asset.hash, asset.bytes.len() as u64)),
            Job::Prebuilt => self.prebuilt.facts(&planned.url),
            Job::Data(DataJob::TableCsv(source)) => {
                self.site.dataset(source.as_str()).and_then(|dataset| dataset.csv())
            }
            Job::Page(_) | Job::Data(_) => None,
        }
    }

    /// A page, ready to be judged or rendered.
    pub fn pending(&self, job: &PageJob) -> Pending {
        let portal = self.portal();
        let (context, reads) = reads::record(|| {
            let mut context = match job {
                PageJob::Item(page) => context::item(portal, *page),
                PageJob::List { list, page } => lists::list(portal, *list, *page),
                PageJob::Rows { page, part } => lookup_rows::page(portal, *page, *part),
                PageJob::Taxonomy { taxonomy, language } => overviews::taxonomy(portal, *taxonomy, *language),
                PageJob::ArchiveIndex(language) => overviews::archive(portal, *language),
                PageJob::Tree(language) => overviews::tree(portal, *language),
                PageJob::Search(language) => {
                    overviews::search(portal, *language, self.prebuilt.entry(&Maker::Search, *language))
                }
                PageJob::OpenData(language) => open_data::catalogue(portal, *language),
                PageJob::Figures(language) => figures::page(portal, *language),
                PageJob::NotFound(language) => overviews::not_found(portal, *language),
                PageJob::Thanks(language) => overviews::thanks(portal, *language),
            };
            if let Some(id) = context.id {
                let view = View::of_readers(portal, portal.site.page(id), self.document(id));
                context.references = view.into_references();
            }
            let shown = context.shown();
            (context, shown)
        });
        let (context, shown) = context;
        let template = self.engine.template(&context).map(|name| Arc::from(name.as_str()));
        let inputs = Inputs {
            document: self.text_of_page(job),
            templates: self.engine.template_fingerprint(template.as_deref()),
            constants: self.engine.constants_fingerprint(context.language),
            shown,
        };
        let trace = Trace { inputs, template, language: context.language, queries: Vec::new(), reads };
        Pending { context, trace }
    }

    /// What all outputs stand on.
    pub fn site_fingerprint(&self) -> SiteFingerprint {
        let names: Vec<&String> = self.theme.templates.keys().collect();
        SiteFingerprint::of(
            &self.site,
            &self.plan,
            context::fingerprint(&Value::from_serializable(&names)),
            self.assets(),
        )
    }

    /// What has changed since the last build; `None` where nothing is certain. `asked`: every answer that it recorded.
    pub fn changes<'a>(
        &self,
        now: &SiteFingerprint,
        last: &SiteFingerprint,
        asked: impl Iterator<Item = &'a Arc<Answered>>,
    ) -> Option<Changes> {
        now.changes_since(last, asked, |query| self.queries.answered(query))
    }

    fn assets(&self) -> Fingerprint {
        let mut hasher = blake3::Hasher::new();
        for asset in self.theme.assets.values() {
            hasher.update(asset.output.as_bytes());
            hasher.update(&[0]);
            hasher.update(asset.hash.as_bytes());
        }
        Fingerprint::finish(&hasher)
    }

    /// The trace of an output that can certainly not differ from what it was; `None` where it must be looked at.
    pub fn carry_over(&self, job: &Job, last: &Trace, changes: &Changes) -> Option<Trace> {
        let (document, templates) = match job {
            Job::Page(job) => (self.text_of_page(job), self.engine.template_fingerprint(last.template.as_deref())),
            Job::Data(job) => (self.text_of_data(job), self.theme_of_data(job)),
            Job::File(_) | Job::Asset(_) | Job::Prebuilt => return None,
        };
        let constants = self.engine.known_constants(last.language)?;
        let inputs = Inputs { document, templates, constants, shown: last.inputs.shown };
        if inputs == last.inputs { changes.carry_over(last) } else { None }
    }

    /// What a document of data shows of the theme: headers name what it may load, pictures are drawn by its design, feeds their style sheet.
    fn theme_of_data(&self, job: &DataJob) -> Fingerprint {
        match job {
            DataJob::Headers(_) => self.assets(),
            DataJob::SharePicture(_) => share_picture::design(&self.theme),
            DataJob::Feed { .. } => Fingerprint::of(feeds::style(self).unwrap_or_default().as_bytes()),
            _ => Fingerprint::default(),
        }
    }

    /// What a page alone shows: the running text of its document; a search page the name of its index, which all texts are in.
    fn text_of_page(&self, job: &PageJob) -> Option<Hash> {
        match job {
            PageJob::Item(page) => Some(self.document(*page).hash),
            PageJob::List { list, .. } => match self.site.list(*list).key {
                ListKey::Section(section) => Some(self.document(section).hash),
                _ => None,
            },
            PageJob::Search(language) => {
                self.prebuilt.entry(&Maker::Search, *language).map(|url| files::hash(url.as_str().as_bytes()))
            }
            _ => None,
        }
    }

    fn text_of_data(&self, job: &DataJob) -> Option<Hash> {
        match job {
            DataJob::Twin(page) | DataJob::Calendar(page) | DataJob::Appointment(page, _) => {
                Some(self.document(*page).hash)
            }
            DataJob::Feed { list, .. } if full_text::is_wanted(&self.site) => {
                Some(self.texts_of(&feeds::newest_of(&self.site, self.site.list(*list))))
            }
            DataJob::ListJson { list, page } if json::has_texts(&self.site, *list, *page) => {
                Some(self.texts_of(&json::shown(&self.site, *list, *page)))
            }
            _ => None,
        }
    }

    /// Of all running texts of these pages.
    fn texts_of(&self, pages: &[PageId]) -> Hash {
        let texts: Vec<u8> = pages.iter().flat_map(|page| *self.document(*page).hash.as_bytes()).collect();
        files::hash(&texts)
    }

    /// The trace of a page that is up to date, given that of its last render; else why it must be rendered.
    pub fn verify(&self, pending: &Pending, last: Option<&Trace>) -> Result<Trace, Vec<Reason>> {
        trace::verify(last, pending.trace.clone(), |query| self.queries.answered(query))
    }

    /// Renders a page through its template and holds the whole of it against the policy.
    pub fn render_page(&self, planned: &Planned, pending: &Pending) -> Result<Artifact, Box<Finding>> {
        if !cfg!(debug_assertions) {
            return self.through_template(planned, pending);
        }
        let (artifact, more) = reads::record(|| self.through_template(planned, pending));
        assert!(more.is_within(&pending.trace.reads), "{} shows more than its inputs", planned.url);
        artifact
    }

    fn through_template(&self, planned: &Planned, pending: &Pending) -> Result<Artifact, Box<Finding>> {
        let context = &pending.context;
        let page = context.whole_page(self)?;
        let (mut html, queries) = recorder::record(|| self.engine.render(context, page)).map_err(|error| {
            let source = planned.source.as_ref().map_or_else(|| planned.url.to_string(), ToString::to_string);
            Box::new(error.into_diagnostic(&self.theme.folder, &source))
        })?;
        if let Some(mark) = &self.engine.constants(context.language).mark {
            mark::put(&mut html, mark);
        }
        if let Some(violation) = self.policy.examine(&html) {
            let page = (planned.url.as_str(), planned.source.as_ref());
            return Err(Box::new(policy_violation::finding(&violation, page, &self.theme.folder)));
        }
        Ok(Artifact { content: Content::Bytes(html), trace: Some(Trace { queries, ..pending.trace.clone() }) })
    }

    /// A document of data. It asks nothing, so the pages that it looks at are all that it rests on.
    fn render_data(&self, job: &DataJob) -> Result<Artifact, Box<Finding>> {
        let (bytes, reads) = reads::record(|| self.data(job));
        let inputs = Inputs {
            document: self.text_of_data(job),
            templates: self.theme_of_data(job),
            constants: self.engine.constants_fingerprint(0),
            shown: Fingerprint::default(),
        };
        Ok(Artifact { content: Content::Bytes(bytes?), trace: Some(Trace { reads, ..Trace::of(inputs) }) })
    }

    fn data(&self, job: &DataJob) -> Result<Vec<u8>, Box<Finding>> {
        let portal = self.portal();
        let Portal { site, plan } = portal;
        Ok(match job {
            DataJob::Feed { list, format: FeedFormat::Atom } => feeds::atom(self, *list)?,
            DataJob::Feed { list, format: FeedFormat::Rss | FeedFormat::Json } => feeds::rss(self, *list)?,
            DataJob::ListJson { list, page } => json::list(self, *list, *page)?,
            DataJob::ListCsv(list) => list_csv::list(portal, *list),
            DataJob::DataCatalog => dcat::catalogue(portal),
            DataJob::FiguresJson(language) => figures::json(portal, *language),
            DataJob::FiguresCsv(language) => figures::csv(portal, *language),
            DataJob::Twin(page) => json::item(self, *page)?,
            DataJob::TableCsv(source) => self.table_csv(source).ok_or_else(|| Box::new(changed(source)))?,
            DataJob::ChartPicture { table, chart: name, language } => {
                chart::svg(portal, table, name, *language).ok_or_else(|| Box::new(changed(table)))?
            }
            DataJob::MapDrawing(source, language) => {
                self.map_drawing(source, *language).ok_or_else(|| Box::new(changed(source)))?
            }
            DataJob::DataPackage(page) => data_package::of_page(portal, *page),
            DataJob::SharePicture(page) => share_picture::of_page(portal, &self.theme, *page),
            DataJob::Calendar(page) => calendar::item(portal, *page),
            DataJob::Appointment(page, index) => calendar::appointment(portal, *page, *index),
            DataJob::SectionCalendar(section) => calendar::section(portal, *section),
            DataJob::Sitemap { from, to } => sitemap::part(portal, (*from, *to)),
            DataJob::SitemapIndex { parts } => sitemap::index(site, *parts),
            DataJob::Robots => sitemap::robots(site),
            DataJob::Manifest => manifest::of_portal(portal),
            DataJob::SecurityTxt => {
                let report = site.config.security.report();
                report
                    .map(|report| report.text(&site.config.base_url, &site.config.languages))
                    .unwrap_or_default()
                    .into_bytes()
            }
            DataJob::IndexKey(key) => key.clone().into_bytes(),
            DataJob::Redirect(to) => sitemap::redirect(site, to),
            DataJob::RedirectRules => sitemap::redirect_rules(portal),
            DataJob::OldQueryMap => old_nginx::map(&site.config.base, plan),
            DataJob::OldQueryTable => old_queries::table(&site.config.base, &plan.old_queries),
            DataJob::Headers(format) => self.policy.file(*format),
        })
    }

    /// The table of a workbook as a CSV, if it is still what was read.
    fn table_csv(&self, source: &SourcePath) -> Option<Vec<u8>> {
        let (file, dataset) = (self.site.file(source.as_str())?, self.site.dataset(source.as_str())?);
        dataset.csv_again(&*self.files, source, &file.facts.hash)
    }

    /// A map as a picture of its own.
    fn map_drawing(&self, source: &SourcePath, language: Language) -> Option<Vec<u8>> {
        let (map, code) = (self.site.map(source.as_str())?, self.site.language(language));
        let own = self.plan.overview(DataJob::MapDrawing(source.clone(), language))?;
        Some(map::alone(map, code, &self.portal().absolute(own)).into_bytes())
    }

    /// The published copy of a file. The source may have changed since it was inspected; what the pages say of it holds.
    fn file(&self, source: &SourcePath) -> Result<Content, Box<Finding>> {
        let Some(file) = self.site.file(source.as_str()) else { return Err(Box::new(changed(source))) };
        match file.facts.copy {
            Copy::AsIs => Ok(Content::File(source.clone())),
            Copy::Cleaned => {
                let bytes = inspect::cleaned(&*self.files, source, &file.facts).ok().flatten();
                bytes.map(Content::Bytes).ok_or_else(|| Box::new(changed(source)))
            }
        }
    }
}
