//! Maps: turns a GeoJSON file, what its schema says and perhaps a table into a drawing with a legend, a table and links.
//!
//! Nothing here knows of pages or the disk. What is drawn is whole numbers from the first step to the last, so the same file is the same
//! map on every machine.

mod arcs;
mod classes;
mod crossing;
mod figure;
mod fit;
mod frame;
mod geojson;
mod json_words;
mod labels;
mod make;
mod places;
mod plane;
mod shapes;
mod simplify;
mod svg;
#[cfg(test)]
mod tests;
mod told;

use std::sync::Arc;

use serde::{Deserialize, Serialize, Serializer};

use crate::diag::Finding;
use crate::files::Hash;
use crate::load::base::Base;
use crate::load::document::Target;
use crate::load::localized::{Localized, as_pairs};
use crate::load::schema::map::MapRules;
use crate::load::table::Table;
use crate::path::SourcePath;
use crate::text::decimal::Decimal;

pub use figure::html;
pub use make::make;
pub use svg::alone;
pub use told::{no_schema, no_table, too_large};

/// The largest file that is drawn, in bytes.
pub const LARGEST: usize = 50 << 20;

/// What a map is made of, beside the bytes of its file.
pub struct Source<'a> {
    pub file: &'a SourcePath,
    pub schema: &'a SourcePath,
    pub rules: &'a MapRules,
    pub base: &'a Base,
    pub table: Option<Joined<'a>>,
    pub key: Hash,
}

/// A table whose figures colour a map.
pub struct Joined<'a> {
    pub file: &'a SourcePath,
    pub table: &'a Table,
}

/// A map, ready to be drawn in any language.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Map {
    /// Of everything that it was made of.
    pub key: Hash,
    pub rules: MapRules,
    pub features: Vec<Feature>,
    pub classes: Vec<Class>,
    /// Of the drawing, without the strip for the scale.
    pub height: i32,
    /// A round length in metres, and how long it is drawn.
    pub scale: (u64, i32),
    /// How far a border may be from where the file has it, in metres.
    pub error: u64,
    /// What the figures are called, and what they are in.
    #[serde(with = "as_pairs")]
    pub value: Localized,
    #[serde(with = "as_pairs")]
    pub unit: Localized,
    /// The table whose figures it shows.
    pub table: Option<SourcePath>,
    pub findings: Vec<Finding>,
}

/// A place of a map.
#[derive(Clone, Default, Debug, Serialize, Deserialize)]
pub struct Feature {
    #[serde(with = "as_pairs")]
    pub name: Localized,
    pub code: String,
    /// Among `classes`.
    pub class: Option<u16>,
    pub value: Option<Decimal>,
    /// In hectares, as the file has it.
    pub area: Option<Decimal>,
    pub link: Option<Target>,
    /// Paths, empty for none.
    pub path: String,
    pub line: String,
    pub points: Vec<(i32, i32)>,
    /// Where its name stands, how wide the map must be shown for that, as a level, and whether in two lines.
    pub label: Option<((i32, i32), u8, bool)>,
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Class {
    pub name: ClassName,
    /// How it is painted.
    pub paint: Paint,
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum ClassName {
    Titled(#[serde(with = "as_pairs")] Localized),
    /// The least and the most of its figures.
    Span(Decimal, Decimal),
    Below(Decimal),
    Between(Decimal, Decimal),
    From(Decimal),
    Other,
    Unknown,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Paint {
    /// One of several that have no order.
    Kind(u8),
    /// A step from little to much, of seven.
    Step(u8),
    Nothing,
}

/// A map as a page shows it.
#[derive(Clone, Debug, Serialize)]
pub struct Shown {
    /// Whatever it shows is made of what has this hash.
    #[serde(serialize_with = "by_key")]
    pub map: Arc<Map>,
    pub language: String,
    /// By number of the feature: where it leads.
    pub links: Vec<Option<String>>,
    /// The file itself, and its size.
    pub file: (String, u64),
    /// The drawing as a file.
    pub drawing: Option<String>,
    /// The file with the figures.
    pub table: Option<String>,
    /// Whether it is drawn: machines are given the table alone.
    pub is_drawn: bool,
}

fn by_key<S: Serializer>(map: &Arc<Map>, to: S) -> Result<S::Ok, S::Error> {
    map.key.as_bytes().serialize(to)
}

impl PartialEq for Shown {
    fn eq(&self, other: &Shown) -> bool {
        let Shown { map, language, links, file, drawing, table, is_drawn } = self;
        map.key == other.map.key
            && (language, links, file) == (&other.language, &other.links, &other.file)
            && (drawing, table, is_drawn) == (&other.drawing, &other.table, &other.is_drawn)
    }
}

impl Eq for Shown {}

impl Map {
    pub fn class(&self, feature: &Feature) -> Option<&Class> {
        self.classes.get(usize::from(feature.class?))
    }

    /// Whether some feature leads somewhere.
    pub fn has_links(&self) -> bool {
        self.features.iter().any(|feature| feature.link.is_some())
    }

    /// What its features are called, for the search.
    pub fn words(&self, language: &str) -> String {
        let names: Vec<&str> = self.features.iter().map(|feature| feature.name.get(language)).collect();
        let about = [self.rules.title.get(language), self.rules.description.get(language)];
        [&about[..], &names].concat().join("\n")
    }
}
