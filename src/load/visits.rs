//! The summaries of visits below `content/_visits/`: turns their lines into rows, and rows into lines.
//!
//! `period,language,section,address,views`, where the period is a year, a month or a day. Rows without an address count all pages of a
//! section; those with one count a page. Nothing tells of a visitor: neither here nor in what they are counted from.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::csv_cell;
use crate::diag::{Finding, Span, catalog};
use crate::files::{EntryKind, Files, VISIT_FILES};

/// The first line of a summary.
pub const HEAD: &str = "period,language,section,address,views";

/// More views than any portal has in a year. What says more is a slip, and sums of it would mean nothing.
pub const MOST_VIEWS: u64 = 1_000_000_000_000;

/// A line of a summary.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Row {
    /// `2023`, `2023-11` or `2023-11-05`.
    pub period: String,
    pub language: String,
    /// The first part of the address below its language; empty for the home page, and where a year stands for all.
    pub section: String,
    /// Of one page; empty for all of a section.
    pub address: String,
    pub views: u64,
}

/// Pages by how often they were read in the newest month that there is a summary of, the most read first.
#[derive(Clone, PartialEq, Eq, Default, Debug, serde::Serialize)]
pub struct MostRead {
    /// Addresses as readers see them.
    pub addresses: Vec<String>,
}

/// The rows of a text; a line that is none is given by its number.
pub fn rows(text: &str) -> (Vec<Row>, Vec<usize>) {
    let (mut rows, mut wrong) = (Vec::new(), Vec::new());
    for (number, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
        let line = line.trim_end();
        if line.is_empty() || (number == 0 && line == HEAD) {
            continue;
        }
        match row(line) {
            Some(row) => rows.push(row),
            None => wrong.push(number + 1),
        }
    }
    (rows, wrong)
}

fn row(line: &str) -> Option<Row> {
    let parts: Vec<&str> = line.split(',').collect();
    let [period, language, section, address, views] = parts[..] else { return None };
    let is_period = is_period(period);
    let is_address = address.is_empty() || address.starts_with('/');
    let views = views.parse().ok().filter(|views| *views <= MOST_VIEWS && is_period && is_address)?;
    let own = str::to_owned;
    Some(Row {
        period: own(period),
        language: own(language),
        section: own(csv_cell::unguarded(section)),
        address: own(address),
        views,
    })
}

/// A year, a month or a day that visits can be of.
fn is_period(text: &str) -> bool {
    let is_sign = |(at, byte): (usize, u8)| if matches!(at, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() };
    if !matches!(text.len(), 4 | 7 | 10) || !text.bytes().enumerate().all(is_sign) {
        return false;
    }
    let number = |from: usize, to: usize| text.get(from..to).map_or(Some(1), |part| part.parse::<i16>().ok());
    let (Some(year), Some(month), Some(day)) = (number(0, 4), number(5, 7), number(8, 10)) else { return false };
    let (Ok(month), Ok(day)) = (i8::try_from(month), i8::try_from(day)) else { return false };
    Date::new(year, month, day).is_ok_and(is_day)
}

/// Whether visits can have been counted on a day. A clock that was never set would otherwise say which month is the newest.
pub fn is_day(day: Date) -> bool {
    (2000..=2100).contains(&day.year())
}

pub fn line(row: &Row) -> String {
    let Row { period, language, section, address, views } = row;
    // The section is what somebody asked for, whoever that was.
    let section = csv_cell::guarded(section);
    format!("{period},{language},{section},{address},{views}\n")
}

/// The rows of all summaries of a portal, and what is wrong with their lines.
pub fn read(files: &dyn Files, findings: &mut Vec<Finding>) -> Vec<Row> {
    let mut all = Vec::new();
    for entry in files.list(VISIT_FILES).unwrap_or_default() {
        let path = entry.path.as_str();
        if entry.kind != EntryKind::File || !path.ends_with(".csv") {
            continue;
        }
        let Ok(bytes) = files.read(path) else { continue };
        let (rows, wrong) = rows(&String::from_utf8_lossy(&bytes));
        let finding =
            |line: &usize| Finding::new(&catalog::VISITS_LINE, path).at(Span::new(*line, 1, 1)).with("head", HEAD);
        findings.extend(wrong.iter().take(crate::diag::MOST_OF_EACH).map(finding));
        all.extend(rows);
    }
    all
}

/// Views by year. Where a row says the number of a whole year, it is that and not the sum of what was counted.
pub fn totals(rows: &[Row]) -> BTreeMap<i16, u64> {
    let (mut said, mut counted): (BTreeMap<i16, u64>, BTreeMap<i16, u64>) = Default::default();
    for row in rows.iter().filter(|row| row.address.is_empty()) {
        let Some(year) = row.period.get(..4).and_then(|year| year.parse().ok()) else { continue };
        let sums = if row.period.len() == 4 { &mut said } else { &mut counted };
        let sum = sums.entry(year).or_default();
        *sum = sum.saturating_add(row.views);
    }
    counted.extend(said);
    counted
}

/// Views by month, as far as rows say a month or a day.
pub fn by_month(rows: &[Row]) -> BTreeMap<String, u64> {
    let mut months: BTreeMap<String, u64> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.address.is_empty()) {
        let Some(month) = row.period.get(..7) else { continue };
        let sum = months.entry(month.to_owned()).or_default();
        *sum = sum.saturating_add(row.views);
    }
    months
}

impl MostRead {
    pub fn of(rows: &[Row]) -> MostRead {
        fn month(row: &Row) -> Option<&str> {
            row.period.get(..7)
        }
        let pages = || rows.iter().filter(|row| !row.address.is_empty());
        let newest = pages().filter_map(month).max();
        let mut views: BTreeMap<&str, u64> = BTreeMap::new();
        for row in pages().filter(|row| month(row) == newest) {
            let sum = views.entry(&row.address).or_default();
            *sum = sum.saturating_add(row.views);
        }
        let mut sorted: Vec<(&str, u64)> = views.into_iter().collect();
        sorted.sort_by_key(|(_, views)| std::cmp::Reverse(*views));
        MostRead { addresses: sorted.into_iter().map(|(address, _)| address.to_owned()).collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_is_none_is_told_and_the_others_are_read() {
        let text = format!(
            "{HEAD}\n2023-11-05,vi,tin-tuc,,12\n2023,,,,166586883\nnăm ngoái,vi,,,3\n2023-11,vi,a,b,3\n2023,,,,1000000000001\n"
        );
        let (rows, wrong) = rows(&text);
        assert_eq!(rows.iter().map(|row| row.views).collect::<Vec<_>>(), [12, 166_586_883]);
        assert_eq!(wrong, [4, 5, 6]);
        assert_eq!(line(&rows[0]), "2023-11-05,vi,tin-tuc,,12\n");
    }

    #[test]
    fn a_period_that_no_visits_can_be_of_is_told_and_is_not_the_newest() {
        let text = "9999-12,vi,a,/a/x/,9\n2023-13,vi,a,/a/x/,9\n0000,,,,9\n1999-12-31,vi,a,,9\n2023-02-30,vi,a,,9\n2023-02,vi,a,/a/y/,1\n";
        let (read, wrong) = rows(text);
        assert_eq!(wrong, [1, 2, 3, 4, 5]);
        assert_eq!(MostRead::of(&read).addresses, ["/a/y/"]);
    }

    #[test]
    fn no_section_is_a_formula_to_a_spreadsheet() {
        for (section, cell) in [("=1+1", "'=1+1"), ("@a", "'@a"), ("'-a", "''-a"), ("'a", "'a"), ("tin-tuc", "tin-tuc")]
        {
            let row = Row {
                period: "2023-11-05".to_owned(),
                language: "vi".to_owned(),
                section: section.to_owned(),
                address: String::new(),
                views: 3,
            };
            let text = line(&row);
            assert_eq!(text, format!("2023-11-05,vi,{cell},,3\n"));
            assert_eq!(rows(&text).0, [row]);
        }
    }

    #[test]
    fn the_newest_month_says_what_is_read_most() {
        let of = |text: &str| MostRead::of(&rows(text).0).addresses;
        let text = "2023-10,vi,a,/a/x/,900\n2023-11,vi,a,/a/y/,3\n2023-11,vi,a,/a/z/,5\n2023-11-05,vi,a,,99\n";
        assert_eq!(of(text), ["/a/z/", "/a/y/"]);
    }

    #[test]
    fn the_number_of_a_year_stands_for_what_was_counted_in_it() {
        let row = |period: &str, address: &str, views| Row {
            period: period.to_owned(),
            language: String::new(),
            section: String::new(),
            address: address.to_owned(),
            views,
        };
        let rows = [row("2022", "", 70), row("2023-01-05", "", 3), row("2023-01", "/a/", 3), row("2022-12-31", "", 9)];
        assert_eq!(totals(&rows), BTreeMap::from([(2022, 70), (2023, 3)]));
    }
}
