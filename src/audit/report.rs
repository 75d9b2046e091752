//! What an audit came to, as data: rows of obligations, and beside them lists of what somebody has to look after.

use jiff::civil::Date;

use super::obligation::Evidence;
use crate::diag::phrases::Words;
use crate::load::localized::Localized;
use crate::model::PageId;

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum State {
    Met,
    NotApplicable,
    Stale,
    Missing,
}

impl State {
    pub const ALL: [State; 4] = [State::Met, State::Stale, State::Missing, State::NotApplicable];

    pub fn id(self) -> &'static str {
        match self {
            State::Met => "met",
            State::NotApplicable => "not_applicable",
            State::Stale => "stale",
            State::Missing => "missing",
        }
    }

    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            State::Met => ("đạt", "met"),
            State::NotApplicable => ("không áp dụng", "not applicable"),
            State::Stale => ("cũ", "stale"),
            State::Missing => ("thiếu", "missing"),
        }
    }
}

/// What keeps an obligation from being met, and what to do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Shortfall {
    pub state: State,
    pub what: Words,
    pub next: Words,
}

pub struct Row {
    pub profile: String,
    pub id: String,
    pub title: Localized,
    pub article: String,
    pub source: String,
    pub evidence: Evidence,
    pub advice: bool,
    pub indexes: Vec<String>,
    pub state: State,
    /// When something of it was last published, changed or checked.
    pub last: Option<Date>,
    /// Who keeps it, by name.
    pub owner: Words,
    pub shortfalls: Vec<Shortfall>,
    /// Public pages that serve it.
    pub pages: Vec<PageId>,
}

/// Something that somebody has to look after.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The source, or `site.toml`.
    pub file: String,
    pub title: String,
    /// The address of its page, where it has one.
    pub url: Option<String>,
    pub owner: Words,
    pub date: Option<Date>,
    /// Since then; working days where they count.
    pub days: Option<i64>,
    /// Beyond what is allowed.
    pub late: bool,
    pub what: Words,
}

/// Entries of one sort, in the order in which they are shown.
pub struct Listing {
    pub id: &'static str,
    pub title: (&'static str, &'static str),
    pub entries: Vec<Entry>,
}

/// Units × years, and in each cell how many pages there are.
pub struct Matrix {
    pub obligation: String,
    pub title: Localized,
    pub years: Vec<i16>,
    pub units: Vec<(String, Vec<usize>)>,
}

pub struct Report {
    pub day: Date,
    /// Id and name.
    pub profiles: Vec<(String, Localized)>,
    pub rows: Vec<Row>,
    pub listings: Vec<Listing>,
    pub matrices: Vec<Matrix>,
}

impl Report {
    /// Rows in the state; of duties or of advice.
    pub fn count(&self, state: State, advice: bool) -> usize {
        self.rows.iter().filter(|row| row.state == state && row.advice == advice).count()
    }

    /// Whether a duty is not met for want of something.
    pub fn lacks_something(&self) -> bool {
        self.count(State::Missing, false) > 0
    }
}

/// Both languages of a sentence.
pub fn both(vi: impl Into<String>, en: impl Into<String>) -> Words {
    (vi.into(), en.into())
}
