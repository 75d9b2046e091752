//! Turns a page and the theme's templates into HTML, through Tera 2.
//!
//! A template sees `page`, `site`, `labels` and `lang`; everything else it asks for through queries.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use tera::{Context, Tera, Value};

use super::context::{PageContext, fingerprint};
use super::queries::{self, Queries, Scope};
use super::value::MapBuilder;
use super::{filters, forms, mark, overviews};
use super::{minify, template_words, templates};
use crate::diag::{Diagnostic, catalog};
use crate::load::document::Language;
use crate::load::kinds::Taxonomy;
use crate::load::security::Emc;
use crate::load::theme::Theme;
use crate::model::Site;
use crate::policy::Policy;
use crate::tables;
use crate::text::telephone;
use crate::trace::Fingerprint;

pub struct Engine {
    tera: Tera,
    /// The templates as they are written, where `tera` has them minified: what went wrong is found at its place by them.
    written: OnceLock<Option<Tera>>,
    theme: Arc<Theme>,
    queries: Arc<Queries>,
    /// `lang`, `labels` and `site`, by language.
    constants: Vec<(Value, Value, Value)>,
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
        site: &Site,
        theme: Arc<Theme>,
        policy: &Policy,
        queries: &Arc<Queries>,
        findings: &mut Vec<Diagnostic>,
    ) -> Option<Engine> {
        let small = site.config.outputs.minify.then(|| tera(&theme, queries, true).ok()).flatten();
        let tera = match small.map_or_else(|| tera(&theme, queries, false), Ok) {
            Ok(tera) => tera,
            Err(error) => {
                findings.push(template_words::finding(&catalog::TEMPLATE_SYNTAX, &error, &theme.folder));
                return None;
            }
        };
        let constants: Vec<_> = site.languages().map(|language| constants(site, &theme, language)).collect();
        let minify = Value::from(site.config.outputs.minify);
        // A page that passed under another policy is looked at again.
        let policy = Value::from(policy.pages.to_string());
        let print = |(language, (lang, labels, own)): (Language, &(Value, Value, Value))| {
            let mark = Value::from(mark::text(site, language).unwrap_or_default());
            let all = [lang, labels, own, &minify, &policy, &mark];
            fingerprint(&Value::from(all.into_iter().cloned().collect::<Vec<_>>()))
        };
        let constants_fingerprints = site.languages().zip(&constants).map(print).collect();
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
        let (lang, labels, site) = &self.constants[usize::from(context.language)];
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
    pub fn into_diagnostic(self, theme_folder: &str, page: &str) -> Diagnostic {
        match self {
            RenderError::NoTemplate(name) => {
                Diagnostic::new(&catalog::TEMPLATE_MISSING, format!("{theme_folder}/templates"))
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

fn constants(site: &Site, theme: &Theme, language: Language) -> (Value, Value, Value) {
    let code = site.language(language);
    let empty = toml::Table::new();
    let labels = theme.labels.get(code).or_else(|| theme.labels.get("vi")).unwrap_or(&empty);
    (Value::from(code), Value::from_serializable(labels), site_value(site, language))
}

/// The site's constants in one language.
fn site_value(site: &Site, language: Language) -> Value {
    let (code, config) = (site.language(language), &site.config);
    let phone = Some(site.owner_telephone()).filter(|phone| !phone.is_empty());
    let owner = MapBuilder::new()
        .set("name", config.owner.name.get(code))
        .set("unit", config.owner.unit.get(code))
        .set("responsible", config.owner.responsible.get(code))
        .set("address", config.owner.address.get(code))
        .set("phone", site.owner_telephone())
        .maybe("phone_tel", phone.map(|phone| format!("tel:{}", telephone::dial(phone))))
        .set("email", config.owner.email.as_str())
        .build();
    let channels = config.channels.iter().map(|channel| {
        MapBuilder::new()
            .set("name", channel.name.as_str())
            .set("network", channel.network.as_str())
            .set("url", &*config.base.href(&channel.url))
            .build()
    });
    let languages = site.languages().filter(|language| site.section_at("", *language).is_some()).map(|language| {
        let code = site.language(language);
        MapBuilder::new()
            .set("lang", code)
            .set("name", tables::language_name(code))
            .set("url", site.home_url(language).as_str())
            .build()
    });
    let taxonomies = Taxonomy::ALL
        .into_iter()
        .filter(|taxonomy| overviews::terms(site, *taxonomy, language).len().unwrap_or(0) > 0)
        .map(|taxonomy| {
            let title = super::lists::taxonomy_title(taxonomy, code);
            MapBuilder::new()
                .set("id", taxonomy.id())
                .set("title", title)
                .set("url", site.taxonomy_url(taxonomy, language).as_str())
                .build()
        });
    let feeds = super::head::site_feeds(site, language).into_iter().map(|(title, url, media_type)| {
        MapBuilder::new().set("title", title).set("url", url).set("type", media_type).build()
    });
    MapBuilder::new()
        .set("title", config.title.get(code))
        .set("description", config.description.get(code))
        .set("base_url", config.base_url.as_str())
        .set("home_url", site.home_url(language).as_str())
        .maybe("search_url", config.outputs.search.then(|| site.search_url(language).to_string()))
        .maybe("tree_url", config.outputs.site_tree.then(|| site.tree_url(language).to_string()))
        .maybe("archive_url", config.outputs.archive.then(|| site.archive_url(language).to_string()))
        .set("owner", owner)
        .set("forms", forms::value(site, language))
        .set("channels", channels.collect::<Vec<_>>())
        .set("languages", languages.collect::<Vec<_>>())
        .set("taxonomies", taxonomies.collect::<Vec<_>>())
        .set("feeds", feeds.collect::<Vec<_>>())
        .set("frames", config.security.origins("frame-src").collect::<Vec<_>>())
        .maybe("emc", config.security.emc().map(emc_value))
        .set("extra", Value::from_serializable(&config.extra.iter().collect::<BTreeMap<_, _>>()))
        .build()
}

/// What the theme's script needs to count visits.
fn emc_value(emc: &Emc) -> Value {
    MapBuilder::new().set("site_id", emc.site_id()).set("script", Emc::SCRIPT).set("tracker", Emc::TRACKER).build()
}
