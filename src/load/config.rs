//! Turns `site.toml` into a `Config`: what the portal is called, who owns it, its languages, terms and menus.
//!
//! A mistake is a finding with line and column; a portal whose configuration cannot be read is not built.

use std::collections::BTreeMap;
use std::ops::Range;

use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::diag::{Finding, Message, catalog};
use crate::load::base::Base;
use crate::load::config_values::{self, ValueError};
use crate::load::decoded;
use crate::load::forms::Forms;
use crate::load::home::{self, Entry};
use crate::load::localized::Localized;
use crate::load::publish::Targets;
use crate::load::security::{HeaderFormat, Security};
use crate::load::slips::conflict;
use crate::load::taxonomy::Taxonomy;
use crate::load::toml_text::{self, Placed};
use crate::load::{publish_checks, publish_secrets};

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
    #[serde(default)]
    pub forms: Forms,
    /// Other hosts that pages may load from.
    #[serde(default)]
    pub security: Security,
    /// The blocks of the home page; none for the usual ones.
    #[serde(default)]
    pub home: Vec<Entry>,
    /// Where the portal is published.
    #[serde(default)]
    pub publish: Targets,
    /// Values that only the theme knows.
    #[serde(default)]
    pub extra: toml::Table,
    /// Where the portal lives, as `base_url` says.
    #[serde(skip)]
    pub base: Base,
    #[serde(skip)]
    zone: Option<TimeZone>,
    /// Where all of it stands, so that later findings can point at it.
    #[serde(skip)]
    placed: Placed,
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
    pub archive: bool,
    pub taxonomies: bool,
    pub site_tree: bool,
    pub list_json: bool,
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
            archive: true,
            taxonomies: true,
            site_tree: true,
            list_json: true,
            minify: true,
            search: true,
            headers: HeaderFormat::ALL.to_vec(),
            twins: Vec::new(),
        }
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
    /// Reads the text of `site.toml`; `None` when there is an error among the findings.
    pub fn parse(file: &str, text: &str, findings: &mut Vec<Finding>) -> Option<Config> {
        if conflict::is_unmerged(file, text, findings) || publish_secrets::are_there(file, text, findings) {
            return None;
        }
        let mut config: Config = match toml_text::read(text) {
            Ok((config, placed)) => Config { placed, ..config },
            Err(error) => {
                findings.push(error.finding(&catalog::CONFIG_SYNTAX, file, text));
                return None;
            }
        };
        if !decoded::toml_is_clean(file, text, findings) {
            return None;
        }
        config.base_url.truncate(config.base_url.trim_end_matches('/').len());
        super::exact::keep_digits(text, "extra", &mut config.extra);
        let before = findings.len();
        config.check_base(findings);
        config.check(findings);
        config.check_forms(findings);
        config.security.check(file, &config.placed, findings);
        config.check_home(findings);
        publish_checks::check(file, &config.publish, &config.placed, findings);
        (findings.len() == before).then_some(config)
    }

    fn check_base(&mut self, findings: &mut Vec<Finding>) {
        match Base::parse(&self.base_url) {
            Ok(base) => self.base = base,
            Err((vi, en)) => {
                let finding = self.at(&catalog::CONFIG_VALUE, "base_url").with("key", "base_url");
                let finding = finding.with("value", &self.base_url);
                findings.push(finding.with_words("expected", (vi.to_owned(), en.to_owned())));
            }
        }
    }

    fn check(&mut self, findings: &mut Vec<Finding>) {
        let mut wrong = |path: &str, value: &str, expected: &str| {
            let finding = self.at(&catalog::CONFIG_VALUE, path).with("key", path);
            findings.push(finding.with("value", value).with("expected", expected));
        };
        let zone = TimeZone::get(&self.timezone);
        if zone.is_err() {
            wrong("timezone", &self.timezone, "timezone = \"Asia/Ho_Chi_Minh\"");
        }
        let code =
            |language: &String| (2..=3).contains(&language.len()) && language.bytes().all(|b| b.is_ascii_lowercase());
        let once = |(index, language): (usize, &String)| !self.languages[..index].contains(language);
        let languages = || self.languages.iter();
        if self.languages.is_empty() || !languages().all(code) || !languages().enumerate().all(once) {
            wrong("languages", &self.languages.join(", "), "languages = [\"vi\", \"en\"]");
        }
        if self.outputs.per_page == 0 {
            wrong("outputs.per_page", "0", "≥ 1");
        }
        if !self.title.has(self.default_language()) {
            wrong("title", "", &format!("title = {{ {} = \"…\" }}", self.default_language()));
        }
        let in_name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        if self.theme.is_empty() || !self.theme.bytes().all(in_name) {
            wrong("theme", &self.theme, "theme = \"portal\"");
        }
        self.zone = zone.ok();
        findings.extend(config_values::errors(self).into_iter().map(|error| self.value_finding(error)));
    }

    /// Kinds that `site.toml` names must exist.
    pub fn check_kinds(&self, kinds: &[&str], findings: &mut Vec<Finding>) {
        let unknown = config_values::unknown_kinds(self, kinds);
        findings.extend(unknown.into_iter().map(|error| self.value_finding(error)));
    }

    fn value_finding(&self, error: ValueError) -> Finding {
        match error {
            ValueError::Value { path, value, wanted } => {
                let finding = self.at(&catalog::CONFIG_VALUE, &path).with_words("key", config_values::named(&path));
                finding.with("value", value).with_words("expected", wanted)
            }
            ValueError::Text { path, code, value, wanted } => {
                let finding = self.at(&catalog::CONFIG_VALUE, &format!("{path}.{code}"));
                let finding = finding.with_words("key", config_values::named(&path));
                finding.with("value", value).with_words("expected", wanted)
            }
            ValueError::Missing { path, key } => self.at_key(&catalog::CONFIG_MISSING, &path).with("key", key),
            ValueError::Twice { path, first, id, table } => {
                let first = self.placed.span(self.placed.value(&first));
                let finding = self.at(&catalog::DUPLICATE_ID, &path).with("id", id).with("table", table);
                finding.with("line", first.line.to_string())
            }
        }
    }

    fn check_forms(&self, findings: &mut Vec<Finding>) {
        for error in self.forms.errors() {
            let (vi, en) = error.wanted;
            let finding = self.finding(&catalog::CONFIG_VALUE, &error.at).with("key", error.key);
            findings.push(finding.with("value", error.value).with_words("expected", (vi.to_owned(), en.to_owned())));
        }
        if self.forms.any() && self.forms.policy.is_none() {
            findings.push(self.at_key(&catalog::CONFIG_MISSING, "forms").with("key", "forms.policy"));
        }
    }

    fn check_home(&self, findings: &mut Vec<Finding>) {
        let errors = self.home.iter().flat_map(|entry| entry.errors(|menu| self.menus.contains_key(menu)));
        findings.extend(errors.map(|error| match error {
            home::BlockError::Value { key, value, at, wanted } => {
                let finding = self.finding(&catalog::CONFIG_VALUE, &at).with("key", key);
                finding.with("value", value).with_words("expected", wanted)
            }
            home::BlockError::Missing { key, at } => self.finding(&catalog::CONFIG_MISSING, &at).with("key", key),
            home::BlockError::Unused { key, block, at } => {
                self.finding(&catalog::HOME_UNUSED, &at).with("key", key).with("block", block)
            }
        }));
    }

    /// A finding about a value of `site.toml`, by the way to it: `agencies.3.id`. What is not there has the place of what is
    /// around it.
    pub fn at(&self, message: &'static Message, way: &str) -> Finding {
        self.finding(message, self.placed.value(way))
    }

    /// A finding about a key, or about what is missing below it.
    fn at_key(&self, message: &'static Message, way: &str) -> Finding {
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

    pub fn terms(&self, taxonomy: Taxonomy) -> &[Term] {
        match taxonomy {
            Taxonomy::Agency => &self.agencies,
            Taxonomy::Topic => &self.topics,
            Taxonomy::Field => &self.fields,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Span;

    const OWNER: &str = "[owner]\nname = \"UBND\"\nresponsible = \"Trưởng ban\"\naddress = \"a\"\nphone = \"1022\"\nemail = \"a@b.vn\"\n";

    fn parse(text: &str) -> (Option<Config>, Vec<Finding>) {
        let mut findings = Vec::new();
        (Config::parse("site.toml", text, &mut findings), findings)
    }

    #[test]
    fn a_missing_owner_names_the_key() {
        let (config, findings) = parse("base_url = \"https://a.vn\"\ntitle = \"Cổng\"\n");
        assert!(config.is_none());
        assert!(findings[0].text("vi").contains("owner"), "{}", findings[0].text("vi"));
    }

    #[test]
    fn a_wrong_value_points_at_its_line() {
        let (config, findings) = parse(&format!("title = \"Cổng\"\nbase_url = \"cong.vn\"\n{OWNER}"));
        assert!(config.is_none());
        assert_eq!(findings[0].span, Some(Span::new(2, 12, 9)));
    }

    #[test]
    fn an_unknown_key_is_an_error() {
        let (config, findings) =
            parse(&format!("title = \"Cổng\"\nbase_url = \"https://a.vn/\"\ntitel = \"x\"\n{OWNER}"));
        assert!(config.is_none());
        assert_eq!((findings[0].message.code, findings[0].span.unwrap().line), ("C01", 3));
    }

    #[test]
    fn text_falls_back_to_vietnamese() {
        let (config, findings) =
            parse(&format!("title = {{ vi = \"Cổng\", en = \"Portal\" }}\nbase_url = \"https://a.vn/\"\n{OWNER}"));
        let config = config.unwrap_or_else(|| panic!("{findings:?}"));
        assert_eq!((config.title.get("en"), config.title.get("ja")), ("Portal", "Cổng"));
        assert_eq!(config.base_url, "https://a.vn");
    }
}
