//! The closed vocabulary in which a template sees the site.
//!
//! A query is data, so it can be kept in a trace and asked again in the next build.

use serde::{Deserialize, Serialize};

use crate::load::document::Language;
use crate::load::kinds::Taxonomy;
use crate::path::SourcePath;
use crate::text::decimal::Mark;

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum Query {
    Pages(Box<PagesQuery>, Language),
    /// How many pages `pages` would give, and how many days lie between two of their dates.
    Count(Box<PagesQuery>, Language),
    /// A path below `content/`.
    Page(String, Language),
    Menu(String, Language),
    /// Sections directly below a folder.
    Sections(String, Language),
    Terms(Taxonomy, Language),
    /// The warnings that stand on every page.
    Urgent(Language),
    /// The newer and the older item of this page's section.
    Neighbours(Option<SourcePath>),
    /// A CSV table.
    Data(Box<DataQuery>, Language),
    /// A picture below `content/`.
    Image(String),
    /// An asset of the theme.
    Asset(String),
    /// The checksum of an asset.
    Integrity(String),
}

/// `data(file=, decimal=, codes=)`: a table by its source path, the decimal mark of its numbers, columns that hold none.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct DataQuery {
    pub file: String,
    pub decimal: Option<Mark>,
    pub codes: Vec<String>,
}

impl Query {
    /// The language in which it is answered, for those that have one.
    pub fn language(&self) -> Option<Language> {
        match self {
            Query::Pages(_, language)
            | Query::Count(_, language)
            | Query::Page(_, language)
            | Query::Menu(_, language)
            | Query::Sections(_, language)
            | Query::Terms(_, language)
            | Query::Urgent(language)
            | Query::Data(_, language) => Some(*language),
            _ => None,
        }
    }
}

/// `pages(section=, kind=, topic=, agency=, field=, year=, state=, featured=, lang=, sort=, limit=)`
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PagesQuery {
    pub section: Option<String>,
    pub kind: Option<String>,
    pub topic: Option<String>,
    pub agency: Option<String>,
    pub field: Option<String>,
    pub year: Option<i16>,
    pub state: Option<String>,
    pub featured: Option<bool>,
    pub lang: Option<String>,
    pub sort: Option<String>,
    pub limit: Option<usize>,
    /// Of `count` alone: two date fields.
    pub from: Option<String>,
    pub to: Option<String>,
}
