//! Turns a page and the theme's templates into HTML, through Tera 2.
//!
//! A template sees `page`, `site`, `labels` and `lang`; everything else it asks for through queries.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use tera::{Context, Tera, Value};

use super::constants::Constants;
use super::context::PageContext;
use super::portal::Portal;
use super::queries::{self, Queries, Scope};
use super::{filters, minify, template_words, templates};
use crate::diag::{Finding, catalog};
use crate::load::document::Language;
use crate::load::theme::Theme;
use crate::policy::Policy;
use crate::trace::Fingerprint;

pub struct Engine {
    tera: Tera,
    /// The templates as they are written, where `tera` has them minified: what went wrong is found at its place by them.
    written: OnceLock<Option<Tera>>,
    theme: Arc<Theme>,
    queries: Arc<Queries>,
    /// By language.
    constants: Vec<Constants>,
    constants_fingerprints: Vec<Fingerprint>,
    template_fingerprints: BTreeMap<String, Fingerprint>,
}

/// Why a page could not be rendered.
pub enum RenderError {
    NoTemplate(String),
    Template(tera::Error),
}

impl Engine {
    pub fn new(
        portal: Portal,
        theme: Arc<Theme>,
        policy: &Policy,
        queries: &Arc<Queries>,
        findings: &mut Vec<Finding>,
    ) -> Option<Engine> {
        let small = portal.site.config.outputs.minify.then(|| tera(&theme, queries, true).ok()).flatten();
        let is_minified = small.is_some();
        let tera = match small.map_or_else(|| tera(&theme, queries, false), Ok) {
            Ok(tera) => tera,
            Err(error) => {
                findings.push(template_words::finding(&catalog::TEMPLATE_SYNTAX, &error, &theme.folder));
                return None;
            }
        };
        let languages = portal.site.languages();
        let constants: Vec<_> = languages
            .map(|language| Constants { is_minified, ..Constants::new(portal, &theme, policy, language) })
            .collect();
        let constants_fingerprints = constants.iter().map(Constants::fingerprint).collect();
        Some(Engine {
            tera,
            constants,
            constants_fingerprints,
            template_fingerprints: templates::fingerprints(&theme.templates),
            written: OnceLock::new(),
            theme,
            queries: queries.clone(),
        })
    }

    pub fn constants(&self, language: Language) -> &Constants {
        &self.constants[usize::from(language)]
    }

    pub fn constants_fingerprint(&self, language: Language) -> Fingerprint {
        self.constants_fingerprints[usize::from(language)]
    }

    /// The same, for a language that a cache names.
    pub fn known_constants(&self, language: Language) -> Option<Fingerprint> {
        self.constants_fingerprints.get(usize::from(language)).copied()
    }

    /// Of a template and all that it draws on; zero where the theme has none.
    pub fn template_fingerprint(&self, name: Option<&str>) -> Fingerprint {
        name.and_then(|name| self.template_fingerprints.get(name)).copied().unwrap_or_default()
    }

    /// The template that a page uses.
    pub fn template<'a>(&self, context: &'a PageContext) -> Option<&'a String> {
        context.templates.iter().find(|name| self.tera.contains_template(name))
    }

    /// `page`: what the template sees of the page.
    pub fn render(&self, context: &PageContext, page: Value) -> Result<Vec<u8>, RenderError> {
        let template = self
            .template(context)
            .ok_or_else(|| RenderError::NoTemplate(context.templates.last().cloned().unwrap_or_default()))?;
        let Constants { lang, labels, site, .. } = self.constants(context.language);
        let mut values = Context::new();
        values.insert_value("lang", lang.clone());
        values.insert_value("labels", labels.clone());
        values.insert_value("site", site.clone());
        values.insert_value("page", page);
        let scope = Scope { language: context.language, page: context.id, vietnamese: lang.as_str() == Some("vi") };
        let mut html = Vec::with_capacity(1 << 14);
        queries::with_scope(scope, || {
            self.tera.render_to(template, &values, &mut html).map_err(|error| {
                let written = self.written.get_or_init(|| tera(&self.theme, &self.queries, false).ok()).as_ref();
                let again = written.and_then(|written| written.render_to(template, &values, &mut Vec::new()).err());
                RenderError::Template(again.unwrap_or(error))
            })
        })?;
        Ok(html)
    }
}

/// The theme's templates, ready to render.
fn tera(theme: &Theme, queries: &Arc<Queries>, minified: bool) -> Result<Tera, tera::Error> {
    let mut tera = Tera::new();
    filters::register(&mut tera);
    queries::register(&mut tera, queries);
    let texts = theme.templates.iter().map(|(name, text)| {
        let small = minified.then(|| minify::template(text)).flatten();
        (name.as_str(), small.map_or(Cow::Borrowed(text.as_str()), Cow::Owned))
    });
    tera.add_raw_templates(texts)?;
    Ok(tera)
}

impl RenderError {
    /// `page`: the source of the page that failed.
    pub fn into_diagnostic(self, theme_folder: &str, page: &str) -> Finding {
        match self {
            RenderError::NoTemplate(name) => {
                Finding::new(&catalog::TEMPLATE_MISSING, format!("{theme_folder}/templates"))
                    .with("template", name)
                    .with("page", page)
                    .related(page)
                    .fatal()
            }
            RenderError::Template(error) => template_words::finding(&catalog::TEMPLATE_RENDER, &error, theme_folder)
                .with("page", page)
                .related(page)
                .fatal(),
        }
    }
}
