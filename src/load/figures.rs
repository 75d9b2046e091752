//! Turns the cells of a column into how their numbers are written: which signs are decimal marks, which are groups.
//!
//! `350.000` is three hundred and fifty thousand to one program and three hundred and fifty to another. A column whose
//! cells can be read in one way only is known; any other is shown as written and never calculated with, until the page
//! says `decimal: ","` or `decimal: "."`.

use serde::{Deserialize, Serialize};

use super::headings::{Holds, holds};
use crate::text::decimal::{Decimal, Mark};

/// What the cells of one column have in common; all rows count, also those that are not shown.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Column {
    /// What its name says.
    holds: Holds,
    /// The digits of its cells, as long as all have the same.
    length: Option<usize>,
    /// All have one length, none has a sign or a mark, all end in `000`.
    one_length: bool,
    round: bool,
    /// All cells can be read with a decimal comma, with a decimal point.
    comma: bool,
    point: bool,
    /// All are digits alone.
    plain: bool,
    /// All could be years.
    years: bool,
    /// Cells that say something.
    cells: usize,
    /// Cells that are made of digits and marks.
    numbers: usize,
    /// The first cells that look like numbers and cannot be read with a comma, with a point.
    not_comma: Option<Place>,
    not_point: Option<Place>,
    /// The first number with a mark.
    marked: Option<Place>,
}

/// A cell with the line of its record.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Place {
    pub line: usize,
    pub cell: String,
}

/// How the numbers of a column are written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Writing {
    /// There are none, or other cells too.
    Text,
    /// Nobody said so, and there is one way to read them.
    Known(Mark),
    /// The page says so.
    Declared(Mark),
    /// Both ways are possible, or neither is for all; here.
    Unclear(Place),
    /// The first of these cells can be read with one mark alone, the second with the other alone.
    Mixed(Place, Place),
    /// This cell is no number in the writing that the page declares.
    Against(Place, Mark),
}

impl Default for Column {
    fn default() -> Self {
        Self {
            holds: Holds::Unknown,
            length: None,
            one_length: true,
            round: true,
            comma: true,
            point: true,
            plain: true,
            years: true,
            cells: 0,
            numbers: 0,
            not_comma: None,
            not_point: None,
            marked: None,
        }
    }
}

impl Column {
    pub fn named(name: &str) -> Self {
        Self { holds: holds(name), ..Self::default() }
    }

    pub fn add(&mut self, cell: &str, line: usize) {
        if says_nothing(cell) {
            return;
        }
        self.cells += 1;
        let digits = cell.strip_prefix('-').unwrap_or(cell);
        if !looks_like_number(digits) {
            (self.comma, self.point, self.plain, self.years) = (false, false, false, false);
            return;
        }
        self.numbers += 1;
        let plain = digits.len() <= MOST_DIGITS && digits.bytes().all(|byte| byte.is_ascii_digit());
        self.plain &= plain;
        self.one_length &=
            plain && digits.len() == cell.len() && *self.length.get_or_insert(digits.len()) == digits.len();
        self.round &= digits.ends_with("000");
        self.years &= plain && digits.len() == 4 && matches!(&digits[..2], "19" | "20");
        // Most cells: digits alone have one reading.
        if plain && (digits.len() == 1 || !digits.starts_with('0')) {
            return;
        }
        let place = || Some(Place { line, cell: cell.chars().take(40).collect() });
        if !plain && self.marked.is_none() {
            self.marked = place();
        }
        // Of each only the first is told about, so that a long column is read quickly.
        if self.not_comma.is_none() && Decimal::read(cell, Mark::Comma).is_none() {
            self.not_comma = place();
        }
        if self.not_point.is_none() && Decimal::read(cell, Mark::Point).is_none() {
            self.not_point = place();
        }
        self.comma &= self.not_comma.is_none();
        self.point &= self.not_point.is_none();
    }

    /// A cell that is no number, whatever it looks like.
    pub fn add_words(&mut self, cell: &str) {
        if !says_nothing(cell) {
            self.cells += 1;
            (self.comma, self.point, self.plain, self.years) = (false, false, false, false);
        }
    }

    pub fn are_codes(&self) -> bool {
        self.holds == Holds::Codes || (self.holds == Holds::Unknown && self.look_like_codes())
    }

    pub fn writing(&self, declared: Option<Mark>) -> Writing {
        let mixed = self.numbers < self.cells;
        if self.are_codes() {
            return Writing::Text;
        }
        if let Some(mark) = declared {
            let (all, against) =
                if mark == Mark::Comma { (self.comma, &self.not_comma) } else { (self.point, &self.not_point) };
            return match against {
                // Codes such as `007` are no numbers in any writing; they are no contradiction.
                Some(place) if !mixed && place.cell.contains(['.', ',']) => Writing::Against(place.clone(), mark),
                _ if all && self.cells > 0 => Writing::Declared(mark),
                _ => Writing::Text,
            };
        }
        match (&self.marked, self.comma, self.point) {
            _ if self.cells == 0 || mixed => Writing::Text,
            (None, true, true) => Writing::Known(Mark::Comma),
            (None, ..) => Writing::Text,
            (Some(_), true, false) => Writing::Known(Mark::Comma),
            (Some(_), false, true) => Writing::Known(Mark::Point),
            (Some(place), ..) => match (&self.not_point, &self.not_comma) {
                // Each refuses one mark, and no cell both.
                (Some(comma), Some(point)) if comma != point => Writing::Mixed(comma.clone(), point.clone()),
                _ => Writing::Unclear(place.clone()),
            },
        }
    }

    /// Long digits without marks, all of one length: numbers of accounts and taxpayers. Amounts differ in length, or are
    /// round.
    fn look_like_codes(&self) -> bool {
        const SHORTEST: usize = 9;
        let long = self.length.is_some_and(|length| length >= SHORTEST);
        self.numbers > 1 && self.numbers == self.cells && long && self.one_length && !self.round
    }

    /// Years are numbers that nobody groups.
    pub fn are_years(&self) -> bool {
        self.years && self.cells > 0
    }
}

/// No number on a page is longer; what is longer is a code.
const MOST_DIGITS: usize = 36;

/// Cells that stand for nothing, as tables of figures have them.
pub fn says_nothing(cell: &str) -> bool {
    matches!(cell, "" | "-" | "–" | "—" | "…" | "...")
}

/// Digits with marks between them.
fn looks_like_number(digits: &str) -> bool {
    digits.len() <= MOST_DIGITS + MOST_DIGITS / 3
        && digits.starts_with(|first: char| first.is_ascii_digit())
        && digits.ends_with(|last: char| last.is_ascii_digit())
        && digits.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b','))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn writing(cells: &[&str], declared: Option<Mark>) -> Writing {
        let mut column = Column::default();
        for (index, cell) in cells.iter().enumerate() {
            column.add(cell, index + 2);
        }
        column.writing(declared)
    }

    fn place(line: usize, cell: &str) -> Place {
        Place { line, cell: cell.to_owned() }
    }

    #[test]
    fn a_column_with_one_reading_is_known_and_one_with_two_is_not() {
        assert_eq!(writing(&["350.000", "1.250"], None), Writing::Unclear(place(2, "350.000")));
        assert_eq!(writing(&["350.000", "1.024.225"], None), Writing::Known(Mark::Comma));
        assert_eq!(writing(&["12", "0.125"], None), Writing::Known(Mark::Point));
        assert_eq!(writing(&["1,5", "1.5"], None), Writing::Mixed(place(2, "1,5"), place(3, "1.5")));
        assert_eq!(writing(&["73943269", "–"], None), Writing::Known(Mark::Comma), "digits alone have one reading");
    }

    #[test]
    fn a_declaration_decides_and_what_contradicts_it_is_named() {
        assert_eq!(writing(&["350.000", "–"], Some(Mark::Comma)), Writing::Declared(Mark::Comma));
        assert_eq!(writing(&["350.000", "1.5"], Some(Mark::Comma)), Writing::Against(place(3, "1.5"), Mark::Comma));
    }

    #[test]
    fn codes_and_words_are_text() {
        for cells in
            [&["007", "008"][..], &["1e3"], &["12%"], &["+5"], &["1 000"], &["1\u{a0}000"], &["đúng", "12"], &[""]]
        {
            for declared in [None, Some(Mark::Comma), Some(Mark::Point)] {
                assert_eq!(writing(cells, declared), Writing::Text, "{cells:?}");
            }
        }
    }
}
