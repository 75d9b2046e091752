//! The taxonomies: what items of all kinds are sorted by, with the keys by which `site.toml` and front matter know them.

use serde::{Deserialize, Serialize};

use crate::tables::languages::words;

/// The taxonomies whose terms `site.toml` declares.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum Taxonomy {
    Agency,
    Topic,
    Field,
}

impl Taxonomy {
    pub const ALL: [Taxonomy; 3] = [Taxonomy::Agency, Taxonomy::Topic, Taxonomy::Field];

    pub fn id(self) -> &'static str {
        match self {
            Taxonomy::Agency => "agency",
            Taxonomy::Topic => "topic",
            Taxonomy::Field => "field",
        }
    }

    /// The table of `site.toml` and the key of front matter.
    pub fn table(self) -> &'static str {
        match self {
            Taxonomy::Agency => "agencies",
            Taxonomy::Topic => "topics",
            Taxonomy::Field => "fields",
        }
    }

    /// The front matter key that names terms of this taxonomy.
    pub fn key(self) -> &'static str {
        match self {
            Taxonomy::Agency => "agency",
            other => other.table(),
        }
    }

    /// What it is called in a language.
    pub fn title(self, language: &str) -> &'static str {
        let words = words(language);
        match self {
            Taxonomy::Agency => words.agencies,
            Taxonomy::Topic => words.topics,
            Taxonomy::Field => words.fields,
        }
    }

    /// What one term of it is.
    pub fn term_title(self, language: &str) -> &'static str {
        let words = words(language);
        match self {
            Taxonomy::Agency => words.agency,
            Taxonomy::Topic => words.topic,
            Taxonomy::Field => words.field,
        }
    }
}
