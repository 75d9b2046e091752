//! Turns the configuration and the theme's assets into the portal's policy: which headers go with which address, and what a
//! page may hold under them.
//!
//! One table of rules is written for hosts (`netlify.rs`, `nginx.rs`), sent by the preview server, and what every page is
//! held against (`examine.rs`). Nothing here reads or writes files.

mod directives;
mod entities;
mod examine;
mod html;
mod netlify;
mod nginx;
mod rules;

use crate::load::config::Config;
use crate::load::security::HeaderFormat;
use crate::load::theme::Theme;

pub use directives::Directives;
pub use examine::{PolicyViolation, ViolationKind};
pub use rules::{Match, Rule};

#[derive(Clone, Debug)]
pub struct Policy {
    /// What pages may load; the value of their `Content-Security-Policy`.
    pub pages: Directives,
    /// In the order in which they hold: a later one takes the place of an earlier one's header.
    rules: Vec<Rule>,
    /// The path that the portal lives at.
    base: String,
    /// Languages beside the first; each has a folder of its name.
    others: Vec<String>,
}

impl Policy {
    /// `indexed`: search engines may show the pages.
    pub fn new(config: &Config, theme: &Theme, indexed: bool) -> Policy {
        let pages = Directives::of_pages(config, theme);
        let rules = rules::rules(config, theme, &pages, indexed);
        let others = config.languages.iter().skip(1).cloned().collect();
        Policy { pages, rules, base: config.base.path().to_owned(), others }
    }

    /// The headers of a reply to an address, sorted by name. `path` is decoded and has no query.
    pub fn headers(&self, path: &str) -> Vec<(&'static str, &str)> {
        let mut headers: Vec<(&'static str, &str)> = Vec::with_capacity(16);
        for rule in self.rules.iter().filter(|rule| rule.on.iter().any(|pattern| pattern.matches(path))) {
            for (name, value) in &rule.set {
                match headers.iter_mut().find(|(known, _)| known == name) {
                    Some(header) => header.1 = value,
                    None => headers.push((name, value)),
                }
            }
        }
        headers.sort_unstable();
        headers
    }

    /// The first thing in a part of a page that browsers would refuse under the policy.
    pub fn examine(&self, html: &[u8]) -> Option<PolicyViolation> {
        examine::examine(html, &self.pages)
    }

    /// The file that tells a host about the rules.
    pub fn file(&self, format: HeaderFormat) -> Vec<u8> {
        match format {
            HeaderFormat::Netlify => netlify::file(&self.rules, &self.base),
            HeaderFormat::Nginx => nginx::file(&self.rules, &self.base, &self.others),
        }
        .into_bytes()
    }
}
