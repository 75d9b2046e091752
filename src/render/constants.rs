//! Turns configuration, labels and plan into what every page of a language can show without asking for it.
//!
//! It is one value, and its fingerprint is all of it: nothing reaches a page beside its own context and its queries that
//! is not in here.

use std::collections::BTreeMap;

use serde::Serialize;
use tera::Value;

use super::head::site_feeds;
use super::head_html::Frame;
use super::portal::Portal;
use super::value::MapBuilder;
use super::{forms, list_parts, mark};
use crate::load::document::Language;
use crate::load::kinds::Taxonomy;
use crate::load::security::Emc;
use crate::load::theme::Theme;
use crate::path::UrlPath;
use crate::plan::{DataJob, PageJob};
use crate::policy::Policy;
use crate::tables::languages;
use crate::text::telephone;
use crate::trace::Fingerprint;

/// The asset that social networks show of a page without a picture of its own.
const SOCIAL: &str = "social.png";

#[derive(Clone, Debug, Serialize)]
pub struct Constants {
    /// What templates see as `lang`, `labels` and `site`.
    pub lang: Value,
    pub labels: Value,
    pub site: Value,
    pub frame: Frame,
    /// The line on top of a build that is not for readers.
    pub mark: Option<String>,
    /// Whether templates were minified before they are used.
    pub is_minified: bool,
    /// What pages are held against: one that passed under another policy is looked at again.
    pub policy: String,
}

impl Constants {
    pub fn new(portal: Portal, theme: &Theme, policy: &Policy, language: Language) -> Constants {
        let (site, config) = (portal.site, &portal.site.config);
        let code = site.language(language);
        let empty = toml::Table::new();
        let labels = theme.labels.get(code).or_else(|| theme.labels.get("vi")).unwrap_or(&empty);
        Constants {
            lang: Value::from(code),
            labels: Value::from_serializable(labels),
            site: site_value(portal, language),
            frame: Frame {
                origin: config.base.origin().to_owned(),
                site_name: config.title.get(code).to_owned(),
                languages: config.languages.clone(),
                unindexed: site.mark.is_some(),
                social: theme.assets.get(SOCIAL).map(|asset| config.base.url(&format!("/{}", asset.output))),
            },
            mark: mark::text(site, language),
            is_minified: false,
            policy: policy.pages.to_string(),
        }
    }

    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of(&serde_json::to_vec(self).unwrap_or_default())
    }
}

/// The site's constants in one language.
fn site_value(portal: Portal, language: Language) -> Value {
    let site = portal.site;
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
    let languages = site.languages().filter_map(|language| {
        let (code, home) = (site.language(language), portal.page(site.section_at("", language)?)?);
        let name = languages::name(code);
        Some(MapBuilder::new().set("lang", code).set("name", name).set("url", home.as_str()).build())
    });
    let taxonomies = Taxonomy::ALL.into_iter().filter_map(|taxonomy| {
        let url = portal.taxonomy(taxonomy, language)?;
        let title = taxonomy.title(code);
        Some(MapBuilder::new().set("id", taxonomy.id()).set("title", title).set("url", url.as_str()).build())
    });
    let tree = portal.plan.overview(PageJob::Tree(language));
    let constants = MapBuilder::new()
        .set("title", config.title.get(code))
        .set("description", config.description.get(code))
        .set("base_url", config.base_url.as_str())
        .maybe("home_url", portal.plan.home(site, language).as_ref().map(UrlPath::as_str))
        .maybe("manifest_url", portal.plan.overview(DataJob::Manifest).map(UrlPath::as_str))
        .maybe("search_url", portal.search(language).map(UrlPath::as_str))
        .maybe("tree_url", tree.map(UrlPath::as_str))
        .maybe("open_data_url", portal.plan.overview(PageJob::OpenData(language)).map(UrlPath::as_str))
        .maybe("figures_url", portal.plan.overview(PageJob::Figures(language)).map(UrlPath::as_str))
        .maybe("archive_url", portal.archive(language).map(UrlPath::as_str))
        .set("owner", owner)
        .set("forms", forms::value(portal, language))
        .set("channels", channels.collect::<Vec<_>>())
        .set("languages", languages.collect::<Vec<_>>())
        .set("taxonomies", taxonomies.collect::<Vec<_>>())
        .set("feeds", list_parts::feed_values(&site_feeds(portal, language)))
        .set("frames", config.security.origins("frame-src").collect::<Vec<_>>())
        .maybe("emc", config.security.emc().map(emc_value))
        .set("extra", Value::from_serializable(&config.extra.iter().collect::<BTreeMap<_, _>>()));
    match &config.advertising.rules {
        Some(rules) => constants.maybe("ad_rules", forms::page(portal, language, rules.get_ref())).build(),
        None => constants.build(),
    }
}

/// What the theme's script needs to count visits.
fn emc_value(emc: &Emc) -> Value {
    MapBuilder::new().set("site_id", emc.site_id()).set("script", Emc::SCRIPT).set("tracker", Emc::TRACKER).build()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame() -> Frame {
        let languages = vec!["vi".to_owned()];
        let site_name = "Cổng".to_owned();
        Frame { origin: "https://a.vn".to_owned(), site_name, languages, unindexed: false, social: None }
    }

    fn constants() -> Constants {
        Constants {
            lang: Value::from("vi"),
            labels: Value::from("nhãn"),
            site: Value::from("cổng"),
            frame: frame(),
            mark: None,
            is_minified: true,
            policy: "default-src 'self'".to_owned(),
        }
    }

    #[test]
    fn whatever_all_pages_show_is_in_the_fingerprint_of_the_constants() {
        // A field that is not named here does not compile.
        let Constants { lang: _, labels: _, site: _, frame, mark: _, is_minified: _, policy: _ } = constants();
        let Frame { origin: _, site_name: _, languages: _, unindexed: _, social: _ } = frame;
        type Change = (&'static str, fn(&mut Constants));
        let changes: [Change; 11] = [
            ("lang", |all| all.lang = Value::none()),
            ("labels", |all| all.labels = Value::none()),
            ("site", |all| all.site = Value::none()),
            ("mark", |all| all.mark = Some("Bản xem trước".to_owned())),
            ("is_minified", |all| all.is_minified = false),
            ("policy", |all| all.policy.clear()),
            ("origin", |all| all.frame.origin.clear()),
            ("site_name", |all| all.frame.site_name.clear()),
            ("languages", |all| all.frame.languages.clear()),
            ("unindexed", |all| all.frame.unindexed = true),
            ("social", |all| all.frame.social = Some(UrlPath::new("/x.png"))),
        ];
        for (field, change) in changes {
            let mut changed = constants();
            change(&mut changed);
            assert_ne!(changed.fingerprint(), constants().fingerprint(), "{field} is not fingerprinted");
        }
    }
}
