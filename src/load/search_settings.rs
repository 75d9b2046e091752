//! The `[search]` tables of `site.toml`: pages that stand first for what readers type, and queries that the search page offers.

use std::collections::BTreeMap;

use serde::Deserialize;

#[derive(Clone, Default, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SearchSettings {
    /// By language: queries that the search page offers before anything is typed.
    pub popular: BTreeMap<String, Vec<String>>,
    /// What is typed → the page that stands first, by its path below `content/`.
    pub best: BTreeMap<String, String>,
}
