//! A figure of a report as data: what it is called, its value, how it came about and what it was made of. All forms of a report, and
//! the explanation of a figure, are made from the same table of these.
//!
//! Nothing here is a binary float: shares are counted in tenths of a percent, halves away from zero.

use super::{is_vietnamese, word};
use crate::diag::phrases::Words;
pub use crate::tally::parts::{growth, percent, share};
use crate::text::number::count;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unit {
    Count,
    /// A part of something, in tenths of a percent.
    Share,
    /// More or less than before, in tenths of a percent.
    Growth,
    Seconds,
    /// A place in a list.
    Rank,
}

impl Unit {
    pub fn id(self) -> &'static str {
        match self {
            Unit::Count => "count",
            Unit::Share => "tenths_of_percent",
            Unit::Growth => "growth_in_tenths_of_percent",
            Unit::Seconds => "seconds",
            Unit::Rank => "rank",
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum How {
    /// From pages of the portal.
    Counted,
    /// By a file of figures.
    Given,
    /// From other figures.
    Computed,
}

impl How {
    pub fn id(self) -> &'static str {
        match self {
            How::Counted => "counted",
            How::Given => "given",
            How::Computed => "computed",
        }
    }

    pub fn words(self, language: &str) -> &'static str {
        match self {
            How::Counted => word(language, "đếm trên cổng", "counted on the portal"),
            How::Given => word(language, "theo tệp số liệu", "from the file of figures"),
            How::Computed => word(language, "tính từ các số khác", "computed from other figures"),
        }
    }
}

/// What a figure counts: a file, its line where that matters, and what it says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Trace {
    pub file: String,
    pub line: Option<u32>,
    pub what: String,
}

impl Trace {
    /// `content/a.md`, `content/_report/2023.toml:4`.
    pub fn place(&self) -> String {
        self.line.map_or_else(|| self.file.clone(), |line| format!("{}:{line}", self.file))
    }
}

#[derive(Clone, Debug)]
pub struct Figure {
    pub id: String,
    pub label: Words,
    pub unit: Unit,
    pub value: i64,
    /// It is at least this: “trên 500”.
    pub over: bool,
    pub how: How,
    /// How it was computed, with the numbers that went into it.
    pub formula: Words,
    /// Who says so, and as of which day or month, where a file gives it.
    pub source: String,
    pub date: String,
    /// What the portal's own pages come to, where a file says otherwise.
    pub counted: Option<i64>,
    pub traces: Vec<Trace>,
}

impl Figure {
    pub fn new(id: impl Into<String>, label: Words, unit: Unit, value: i64) -> Figure {
        Figure {
            id: id.into(),
            label,
            unit,
            value,
            over: false,
            how: How::Counted,
            formula: Words::default(),
            source: String::new(),
            date: String::new(),
            counted: None,
            traces: Vec::new(),
        }
    }

    pub fn label(&self, language: &str) -> &str {
        word(language, &self.label.0, &self.label.1)
    }

    /// As it stands in a sentence: `16.533`, `trên 500`, `07`, `7,9%`, `tăng 125,3%`, `06 phút 05 giây`.
    pub fn shown(&self, language: &str) -> String {
        let text = match self.unit {
            Unit::Count => padded(self.value, language),
            Unit::Rank => count(self.value, language),
            Unit::Share => percent(self.value, language),
            Unit::Growth => {
                let (vi, en) = if self.value < 0 { ("giảm", "down") } else { ("tăng", "up") };
                format!("{} {}", word(language, vi, en), percent(self.value.saturating_abs(), language))
            }
            Unit::Seconds => {
                let (minutes, seconds) = (self.value / 60, self.value % 60);
                let text = word(language, "{m} phút {s} giây", "{m} minutes {s} seconds");
                text.replace("{m}", &padded(minutes, language)).replace("{s}", &padded(seconds, language))
            }
        };
        if self.over { format!("{} {text}", word(language, "trên", "over")) } else { text }
    }
}

/// In Vietnamese administrative texts a count below ten has two digits.
pub fn padded(value: i64, language: &str) -> String {
    if is_vietnamese(language) && (1..10).contains(&value) { format!("0{value}") } else { count(value, language) }
}

/// The figures of a report in the order in which they were made.
#[derive(Default, Debug)]
pub struct Figures(pub Vec<Figure>);

impl Figures {
    pub fn get(&self, id: &str) -> Option<&Figure> {
        self.0.iter().find(|figure| figure.id == id)
    }

    pub fn value(&self, id: &str) -> Option<i64> {
        self.get(id).map(|figure| figure.value)
    }

    /// Those whose id begins so.
    pub fn of(&self, prefix: &str) -> impl Iterator<Item = &Figure> {
        self.0.iter().filter(move |figure| figure.id.starts_with(prefix))
    }

    pub fn add(&mut self, figure: Figure) {
        self.0.push(figure);
    }

    /// The sum of those whose id begins so.
    pub fn sum(&self, prefix: &str) -> i64 {
        self.of(prefix).fold(0, |sum, figure| sum.saturating_add(figure.value))
    }

    /// One that follows from others; `formula` shows the numbers that went into it.
    pub fn add_computed(&mut self, figure: Figure, from: &[&str], formula: Words) {
        let parts = from.iter().filter_map(|id| self.get(id));
        let trace = |part: &Figure| Trace { file: part.id.clone(), line: None, what: count(part.value, "vi") };
        let traces = parts.map(trace).collect();
        self.add(Figure { how: How::Computed, formula, traces, ..figure });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_read_as_each_language_writes_them() {
        let figure = |unit, value| Figure::new("x", Words::default(), unit, value);
        for (unit, value, vi, en) in [
            (Unit::Count, 16_533, "16.533", "16,533"),
            (Unit::Count, 7, "07", "7"),
            (Unit::Count, 0, "0", "0"),
            (Unit::Share, 1033, "103,3%", "103.3%"),
            (Unit::Share, 1000, "100%", "100%"),
            (Unit::Growth, 1253, "tăng 125,3%", "up 125.3%"),
            (Unit::Growth, -5, "giảm 0,5%", "down 0.5%"),
            (Unit::Seconds, 365, "06 phút 05 giây", "6 minutes 5 seconds"),
            (Unit::Rank, 20, "20", "20"),
        ] {
            assert_eq!((figure(unit, value).shown("vi"), figure(unit, value).shown("en")), (vi.into(), en.into()));
        }
        let over = Figure { over: true, ..figure(Unit::Count, 1_200) };
        assert_eq!((over.shown("vi").as_str(), over.shown("en").as_str()), ("trên 1.200", "over 1,200"));
    }
}
