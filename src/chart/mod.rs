//! Charts of a table's figures: turns categories and series into a drawing, the same on every machine to the byte.
//!
//! It knows figures, words and places, and nothing of files, pages or themes. Nothing is calculated in binary floats: figures are
//! whole numbers of their last digit, and places are tenths of a pixel.

mod amounts;
mod bars;
mod drawing;
mod line;
mod measure;
mod picture;
mod scale;
mod shares;
mod stacked;

use serde::{Deserialize, Serialize};

use crate::tables::languages::words;
use crate::text::decimal::Decimal;

pub use amounts::Amounts;
pub use drawing::{Drawing, Dress, Shape, Tone};
pub use picture::{Caption, picture};

/// How wide charts are drawn, in pixels: for a telephone of 360 pixels, and for a column of text.
pub const NARROW: i64 = 320;
pub const WIDE: i64 = 640;

/// The most that each kind can show.
pub const MOST_BARS: usize = 40;
pub const MOST_POINTS: usize = 200;
pub const MOST_SERIES: usize = 6;

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum Kind {
    /// A bar for each category.
    #[default]
    Bar,
    /// A bar for each series of each category.
    Grouped,
    /// The series of a category in one bar, one behind the other.
    Stacked,
    /// A line for each series, over categories in their order.
    Line,
    /// Parts of a whole: the categories, or the series of each category.
    Share,
}

impl Kind {
    /// As a schema has them, in the order in which they are offered.
    pub const ALL: [(&str, Kind); 5] = [
        ("bar", Kind::Bar),
        ("grouped", Kind::Grouped),
        ("stacked", Kind::Stacked),
        ("line", Kind::Line),
        ("share", Kind::Share),
    ];
}

/// What is drawn, in the words of one language.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Chart {
    pub kind: Kind,
    /// Whose numbers and words it has.
    pub language: String,
    /// Of all figures; may be empty.
    pub unit: String,
    pub categories: Vec<Category>,
    pub series: Vec<Series>,
}

#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Category {
    pub name: String,
    /// On a scale of time, where the categories have one: years or days.
    pub position: Option<i64>,
    pub is_marked: bool,
}

#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Series {
    pub name: String,
    pub is_marked: bool,
    /// By category; `None` where nothing is known.
    pub values: Vec<Option<Decimal>>,
}

impl Chart {
    /// Draws it so wide, in pixels. Empty where figures have too many digits to be drawn to one scale.
    pub fn draw(&self, width: i64) -> Drawing {
        let Some(amounts) = Amounts::of(self) else { return Drawing::new(width * 10) };
        let width = width * 10;
        match self.kind {
            Kind::Bar | Kind::Grouped => bars::draw(self, &amounts, width),
            Kind::Share if self.series.len() == 1 => shares::draw(self, &amounts, width),
            Kind::Stacked | Kind::Share => stacked::draw(self, &amounts, width),
            Kind::Line => line::draw(self, &amounts, width),
        }
    }

    /// What has to be said beside it so that nobody misreads it.
    pub fn note(&self) -> Option<&'static str> {
        let amounts = Amounts::of(self).filter(|_| self.kind == Kind::Line)?;
        let (low, _) = line::range(&amounts);
        (low > 0).then_some(words(&self.language).chart.not_from_zero)
    }

    /// In a sentence what sort of chart it is and what its figures reach from and to, for those who do not see it.
    pub fn summary(&self) -> String {
        let words = words(&self.language).chart;
        let kind = match self.kind {
            Kind::Bar => words.bar,
            Kind::Grouped => words.grouped,
            Kind::Stacked => words.stacked,
            Kind::Line => words.line,
            Kind::Share => words.share,
        };
        let unit = if self.unit.is_empty() { String::new() } else { format!(" {}", self.unit) };
        let several = self.series.len() > 1;
        let named = |series: &Series, at: usize, value: &Decimal| {
            let name = &self.categories[at].name;
            let of = if several { format!("{}, {name}", series.name) } else { name.clone() };
            format!("{of} {}{unit}", value.shown(&self.language))
        };
        let known = || {
            let values =
                self.series.iter().flat_map(|series| series.values.iter().enumerate().map(move |v| (series, v)));
            values.filter_map(|(series, (at, value))| Some((series, at, value.as_ref()?)))
        };
        // Of equals the first one.
        let most = known().reduce(|a, b| if b.2.compare(a.2).is_gt() { b } else { a });
        let least = known().reduce(|a, b| if b.2.compare(a.2).is_lt() { b } else { a });
        match most.zip(least) {
            Some((most, least)) if most.2.compare(least.2).is_gt() => format!(
                "{kind}. {}: {}. {}: {}.",
                words.most,
                named(most.0, most.1, most.2),
                words.least,
                named(least.0, least.1, least.2)
            ),
            Some((one, _)) => format!("{kind}. {}.", named(one.0, one.1, one.2)),
            None => format!("{kind}."),
        }
    }
}

#[cfg(test)]
mod tests;
