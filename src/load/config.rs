//! What `site.toml` says: what the portal is called, who owns it, its languages, terms and menus.
//!
//! `site_file` reads it, and looks for mistakes.

use std::collections::BTreeMap;
use std::ops::Range;

use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::diag::{Finding, Message};
use crate::load::advertising::Advertising;
use crate::load::audit::Audit;
use crate::load::base::Base;
use crate::load::check_settings::CheckSettings;
use crate::load::forms::Forms;
use crate::load::guests::GuestRule;
use crate::load::history::HistorySettings;
use crate::load::home::Entry;
use crate::load::localized::Localized;
use crate::load::open_data::OpenData;
use crate::load::pictures::Pictures;
use crate::load::public_figures::PublicFigures;
use crate::load::publish::Targets;
use crate::load::search_settings::SearchSettings;
use crate::load::security::{HeaderFormat, Security};
use crate::load::source::Language;
use crate::load::taxonomy::Taxonomy;
use crate::load::toml_text::Placed;
use crate::load::workflow::Workflow;
use crate::load::workspace::Workspace;

/// The file that configuration is read from.
pub const SITE: &str = "site.toml";

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// `https://…` without a slash at the end.
    pub base_url: String,
    pub title: Localized,
    #[serde(default)]
    pub description: Localized,
    #[serde(default = "default_theme")]
    pub theme: String,
    /// Codes; the first is the default language and lives at the root of the site.
    #[serde(default = "default_languages")]
    pub languages: Vec<String>,
    #[serde(default = "default_timezone")]
    pub timezone: String,
    pub owner: Owner,
    #[serde(default)]
    pub outputs: Outputs,
    #[serde(default)]
    pub channels: Vec<Channel>,
    #[serde(default)]
    pub menus: BTreeMap<String, Vec<MenuItem>>,
    #[serde(default)]
    pub agencies: Vec<Term>,
    #[serde(default)]
    pub topics: Vec<Term>,
    #[serde(default)]
    pub fields: Vec<Term>,
    /// Abbreviations and what they stand for, beside the usual ones of administrations.
    #[serde(default)]
    pub glossary: BTreeMap<String, String>,
    /// What readers look for, and where it is.
    #[serde(default)]
    pub search: SearchSettings,
    #[serde(default)]
    pub forms: Forms,
    /// Other hosts that pages may load from.
    #[serde(default)]
    pub security: Security,
    /// The blocks of the home page; none for the usual ones.
    #[serde(default)]
    pub home: Vec<Entry>,
    /// Smaller versions of photographs.
    #[serde(default)]
    pub pictures: Pictures,
    /// What holds of all data sets.
    #[serde(default)]
    pub open_data: OpenData,
    /// What the portal tells the public of its own work.
    #[serde(default)]
    pub figures: PublicFigures,
    /// Whether readers are told when pages were changed.
    #[serde(default)]
    pub history: HistorySettings,
    /// Where the portal is published.
    #[serde(default)]
    pub publish: Targets,
    /// Whether the portal takes advertisements, and under which rules.
    #[serde(default)]
    pub advertising: Advertising,
    /// What the portal owes, and where it is.
    #[serde(default)]
    pub audit: Audit,
    /// What has to be approved before readers see it, and by whom.
    #[serde(default)]
    pub workflow: Workflow,
    /// How mistakes are told.
    #[serde(default)]
    pub check: CheckSettings,
    /// Other portals that stand in folders of this one.
    #[serde(default)]
    pub workspace: Workspace,
    /// What is taken from other portals of the workspace.
    #[serde(default)]
    pub guests: Vec<GuestRule>,
    /// Values that only the theme knows.
    #[serde(default)]
    pub extra: toml::Table,
    /// Where the portal lives, as `base_url` says.
    #[serde(skip)]
    pub base: Base,
    #[serde(skip)]
    pub(super) zone: Option<TimeZone>,
    /// Where all of it stands, so that later findings can point at it.
    #[serde(skip)]
    pub(super) placed: Placed,
}

/// Who owns the portal; header and footer of every page show it (TT 32/2017 Đ16).
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Owner {
    pub name: Localized,
    #[serde(default)]
    pub unit: Localized,
    pub responsible: Localized,
    pub address: Localized,
    pub phone: String,
    pub email: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Outputs {
    pub per_page: usize,
    pub feed_items: usize,
    /// Of `rss`, `atom`, `json`.
    pub feeds: Vec<FeedFormat>,
    /// How much of an item its feeds carry.
    pub feed_text: FeedText,
    pub archive: bool,
    pub taxonomies: bool,
    pub site_tree: bool,
    pub list_json: bool,
    /// Every list as a CSV beside it.
    pub list_csv: bool,
    pub minify: bool,
    /// A search index and its page.
    pub search: bool,
    /// Forms of the file that tells a host which headers to send.
    pub headers: Vec<HeaderFormat>,
    /// Kinds whose items have a JSON twin.
    pub twins: Vec<String>,
}

impl Default for Outputs {
    fn default() -> Self {
        Self {
            per_page: 20,
            feed_items: 30,
            feeds: vec![FeedFormat::Rss, FeedFormat::Atom, FeedFormat::Json],
            feed_text: FeedText::Summary,
            archive: true,
            taxonomies: true,
            site_tree: true,
            list_json: true,
            list_csv: false,
            minify: true,
            search: true,
            headers: HeaderFormat::ALL.to_vec(),
            twins: Vec::new(),
        }
    }
}

/// How much of an item a feed carries.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FeedText {
    Summary,
    /// The body, as HTML.
    Full,
}

impl FeedText {
    pub fn is_full(self) -> bool {
        self == FeedText::Full
    }
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FeedFormat {
    Rss,
    Atom,
    Json,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Channel {
    pub name: String,
    pub network: String,
    pub url: String,
}

/// A menu entry: a page of the portal (path below `content/`) or an address with a title.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MenuItem {
    pub page: Option<String>,
    pub url: Option<String>,
    pub title: Option<Localized>,
    #[serde(default)]
    pub children: Vec<MenuItem>,
}

/// An agency, topic or field that items may name by its id.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    pub id: String,
    pub name: Localized,
    #[serde(default)]
    pub short: Localized,
    #[serde(default)]
    pub summary: Localized,
    pub url: Option<String>,
    /// The last day of what is no more; what it published stays under its name.
    pub until: Option<String>,
    /// The id of what took its place.
    pub successor: Option<String>,
}

impl Term {
    /// Whether it is no more.
    pub fn is_former(&self) -> bool {
        self.until.is_some() || self.successor.is_some()
    }
}

fn default_theme() -> String {
    "portal".to_owned()
}

fn default_languages() -> Vec<String> {
    vec!["vi".to_owned(), "en".to_owned()]
}

fn default_timezone() -> String {
    "Asia/Ho_Chi_Minh".to_owned()
}

impl Config {
    /// A finding about a value of `site.toml`, by the way to it: `agencies.3.id`. What is not there has the place of what is
    /// around it.
    pub fn at(&self, message: &'static Message, way: &str) -> Finding {
        self.finding(message, self.placed.value(way))
    }

    /// A finding about a key, or about what is missing below it.
    pub(super) fn at_key(&self, message: &'static Message, way: &str) -> Finding {
        self.finding(message, self.placed.key(way))
    }

    /// A finding about the part of `site.toml` in this range of bytes.
    pub fn finding(&self, message: &'static Message, range: &Range<usize>) -> Finding {
        self.placed.finding(message, SITE, range)
    }

    /// Origins that forms are posted to, such as `https://forms.example.vn`.
    pub fn form_origins(&self) -> Vec<String> {
        self.forms.origins()
    }

    pub fn zone(&self) -> TimeZone {
        self.zone.clone().unwrap_or(TimeZone::UTC)
    }

    pub fn default_language(&self) -> &str {
        self.languages.first().map_or("vi", String::as_str)
    }

    /// The code of a language of the portal.
    pub fn language(&self, language: Language) -> &str {
        self.languages.get(usize::from(language)).map_or("vi", String::as_str)
    }

    pub fn terms(&self, taxonomy: Taxonomy) -> &[Term] {
        match taxonomy {
            Taxonomy::Agency => &self.agencies,
            Taxonomy::Topic => &self.topics,
            Taxonomy::Field => &self.fields,
        }
    }
}
