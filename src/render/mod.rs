//! Turns one job of the plan into an artifact: bytes, and the trace of everything that was asked to make them.

mod body;
mod card;
mod context;
mod engine;
mod feeds;
mod filters;
mod head;
mod json;
mod json_ld;
mod lists;
mod minify;
mod overviews;
mod queries;
mod sitemap;
mod trace;
mod value;
mod xml;

use std::sync::Arc;

use crate::diag::Diagnostic;
use crate::files::Files;
use crate::load::config::FeedFormat;
use crate::load::theme::Theme;
use crate::model::Site;
use crate::path::SourcePath;
use crate::plan::{Job, Plan, Planned};

pub use engine::Engine;
use minify::Minifier;
pub use trace::{Fingerprint, Trace};

/// What a job made.
#[derive(Debug)]
pub struct Artifact {
    pub content: Content,
    pub trace: Trace,
}

#[derive(Debug)]
pub enum Content {
    Bytes(Vec<u8>),
    /// A copy of this file of the portal; the bytes are read when it is written.
    File(SourcePath),
}

/// Everything that rendering reads; shared by all threads.
pub struct Renderer {
    pub site: Arc<Site>,
    pub plan: Arc<Plan>,
    pub theme: Arc<Theme>,
    pub files: Arc<dyn Files>,
    engine: Engine,
    minifier: Minifier,
}

impl Renderer {
    /// `None` when the theme's templates cannot be read; the findings say why.
    pub fn new(
        site: Arc<Site>,
        plan: Arc<Plan>,
        theme: Arc<Theme>,
        files: Arc<dyn Files>,
        findings: &mut Vec<Diagnostic>,
    ) -> Option<Renderer> {
        let engine = Engine::new(&site, &theme, &files, findings)?;
        Some(Renderer { site, plan, theme, files, engine, minifier: Minifier::default() })
    }

    /// Renders one output. The error says which template or file is to blame; nothing is written then.
    pub fn render(&self, planned: &Planned) -> Result<Artifact, Box<Diagnostic>> {
        trace::record(|| self.content(planned)).map(|(content, trace)| Artifact { content, trace })
    }

    fn content(&self, planned: &Planned) -> Result<Content, Box<Diagnostic>> {
        let site = &*self.site;
        let bytes = match &planned.job {
            Job::Item(page) => self.html(planned, context::item(self, *page)?)?,
            Job::List { list, page } => self.html(planned, lists::list(self, *list, *page)?)?,
            Job::Taxonomy { taxonomy, language } => {
                self.html(planned, overviews::taxonomy(self, *taxonomy, *language))?
            }
            Job::ArchiveIndex(language) => self.html(planned, overviews::archive(self, *language))?,
            Job::Tree(language) => self.html(planned, overviews::tree(self, *language))?,
            Job::NotFound(language) => self.html(planned, overviews::not_found(self, *language))?,
            Job::Feed { list, format: FeedFormat::Atom } => feeds::atom(site, *list),
            Job::Feed { list, .. } => feeds::rss(site, *list),
            Job::ListJson { list, page } => json::list(self, *list, *page),
            Job::Twin(page) => json::item(self, *page)?,
            Job::Sitemap { from, to } => sitemap::part(site, &self.plan.sitemap[*from..*to]),
            Job::SitemapIndex { parts } => sitemap::index(site, *parts),
            Job::Robots => sitemap::robots(site),
            Job::Redirect(to) => sitemap::redirect(site, to),
            Job::RedirectRules => sitemap::redirect_rules(&self.plan.redirects),
            Job::File(source) => return Ok(Content::File(source.clone())),
            Job::Asset(name) => self.theme.assets.get(name).map_or_else(Vec::new, |asset| asset.bytes.clone()),
        };
        Ok(Content::Bytes(bytes))
    }

    /// Renders a page through its template and takes out the bytes that carry no meaning.
    fn html(&self, planned: &Planned, page: context::PageContext) -> Result<Vec<u8>, Box<Diagnostic>> {
        let html = self.engine.render(&page).map_err(|error| {
            let source = planned.source.as_ref().map_or_else(|| planned.url.to_string(), ToString::to_string);
            Box::new(error.into_diagnostic(&self.theme.folder, &source))
        })?;
        Ok(if self.site.config.outputs.minify {
            self.minifier.page(&html, &page.parts)
        } else {
            minify::put_in(&html, &page.parts.pieces())
        })
    }
}
