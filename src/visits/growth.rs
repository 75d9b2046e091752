//! Adds up rows of summaries, and says by how much one sum is above another: whole numbers alone, rounded once.

use std::collections::BTreeMap;

use crate::load::visits::Row;

/// Views by year. Where a row says the number of a whole year, it is that and not the sum of what was counted.
pub fn totals<'r>(rows: impl Iterator<Item = &'r Row>) -> BTreeMap<i16, u64> {
    let (mut said, mut counted): (BTreeMap<i16, u64>, BTreeMap<i16, u64>) = Default::default();
    for row in rows.filter(|row| row.address.is_empty()) {
        let Some(year) = row.period.get(..4).and_then(|year| year.parse().ok()) else { continue };
        let sums = if row.period.len() == 4 { &mut said } else { &mut counted };
        let sum = sums.entry(year).or_default();
        *sum = sum.saturating_add(row.views);
    }
    counted.extend(said);
    counted
}

/// `+125,3 %` from 73 943 269 to 166 586 883; `None` where there was nothing before.
pub fn growth(before: u64, now: u64, language: &str) -> Option<String> {
    if before == 0 {
        return None;
    }
    let (before, now) = (i128::from(before), i128::from(now));
    let thousandths = (now - before) * 1000;
    // Half a tenth goes away from nought.
    let tenths = (thousandths.abs() * 2 + before) / (before * 2);
    let sign = if thousandths < 0 && tenths > 0 { "-" } else { "+" };
    let (whole, part) = (tenths / 10, tenths % 10);
    Some(if language == "vi" { format!("{sign}{whole},{part} %") } else { format!("{sign}{whole}.{part}%") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn row_26_growth_of_visits_is_that_of_the_report() {
        assert_eq!(growth(73_943_269, 166_586_883, "vi").as_deref(), Some("+125,3 %"));
        assert_eq!(growth(73_943_269, 166_586_883, "en").as_deref(), Some("+125.3%"));
        assert_eq!(growth(200, 150, "vi").as_deref(), Some("-25,0 %"));
        assert_eq!(growth(100_000, 99_999, "vi").as_deref(), Some("+0,0 %"));
        assert_eq!(growth(0, 5, "vi"), None);
        assert_eq!(growth(1, u64::MAX, "vi").map(|text| text.len() > 10), Some(true));
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
        assert_eq!(totals(rows.iter()), BTreeMap::from([(2022, 70), (2023, 3)]));
    }
}
