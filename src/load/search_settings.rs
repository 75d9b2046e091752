//! The `[search]` tables of `site.toml`: pages that stand first for what readers type, and queries that the search page offers.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::config::Config;
use crate::diag::{Finding, catalog, did_you_mean};

#[derive(Clone, Default, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SearchSettings {
    /// By language: queries that the search page offers before anything is typed.
    pub popular: BTreeMap<String, Vec<String>>,
    /// What is typed → the page that stands first, by its path below `content/`.
    pub best: BTreeMap<String, String>,
}

/// Pages that `[search.best]` names must exist. `sources`: all there are.
pub fn check_best<'s>(config: &Config, sources: impl Iterator<Item = &'s str> + Clone) -> Vec<Finding> {
    let unknown = config.search.best.iter().filter(|(_, page)| {
        let path = format!("content/{page}");
        !sources.clone().any(|source| source == path)
    });
    let finding = |(query, page): (&String, &String)| {
        let names: Vec<&str> = sources.clone().filter_map(|source| source.strip_prefix("content/")).collect();
        let finding = config.at(&catalog::BEST_PAGE, &format!("search.best.{query}"));
        finding.with("query", query).with("page", page).with_words("near", did_you_mean(page, &names))
    };
    unknown.map(finding).collect()
}
