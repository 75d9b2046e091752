//! Working days in Vietnam: turns two days into how many working days lie between them, by the portal's file of holidays.
//!
//! Monday to Friday are working days but for days off; days that are worked in their place count. Which days are off is announced
//! every year, so the program knows none: of a year that the file does not have, weekends alone are left out.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use serde::Deserialize;

use crate::diag::{Finding, catalog};
use crate::files::Files;
use crate::load::toml_text;

/// The file in the portal.
pub const FILE: &str = "content/_audit/holidays.toml";

/// Working days that a question may wait where nothing else is said (NĐ 43/2011 Đ17; no longer law).
pub const USUAL_DAYS: u32 = 15;

/// No question waits longer; it bounds what a wrong date may cost.
const MOST_DAYS: i64 = 20_000;

#[derive(Default, Debug)]
pub struct Holidays {
    years: BTreeSet<i16>,
    off: BTreeSet<Date>,
    worked: BTreeSet<Date>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Year {
    /// Where the days were announced.
    #[serde(default, rename = "source")]
    _source: String,
    /// `2024-01-01`, or `2024-02-08..2024-02-14`.
    off: Vec<String>,
    #[serde(default)]
    work: Vec<String>,
}

impl Holidays {
    pub fn read(files: &dyn Files, findings: &mut Vec<Finding>) -> Holidays {
        let Ok(bytes) = files.read(FILE) else { return Holidays::default() };
        let text = String::from_utf8_lossy(&bytes);
        let (years, placed) = match toml_text::read::<BTreeMap<String, Year>>(&text) {
            Ok(read) => read,
            Err(error) => {
                findings.push(error.finding(&catalog::AUDIT_FILE, FILE, &text));
                return Holidays::default();
            }
        };
        let mut holidays = Holidays::default();
        for (name, year) in &years {
            let mut wrong = |way: &str, value: &str, wanted: &str| {
                let finding = placed.finding(&catalog::AUDIT_VALUE, FILE, placed.value(way));
                findings.push(finding.with("key", way).with("value", value).with("next", wanted));
            };
            match name.parse() {
                Ok(year) => drop(holidays.years.insert(year)),
                Err(_) => wrong(name, name, "[2024]"),
            }
            for (key, days) in [("off", &year.off), ("work", &year.work)] {
                for (index, text) in days.iter().enumerate() {
                    match span(text) {
                        Some(days) if key == "off" => holidays.off.extend(days),
                        Some(days) => holidays.worked.extend(days),
                        None => wrong(&format!("{name}.{key}.{index}"), text, "2024-01-01, 2024-02-08..2024-02-14"),
                    }
                }
            }
        }
        holidays
    }

    pub fn is_working_day(&self, day: Date) -> bool {
        let weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
        self.worked.contains(&day) || (!weekend && !self.off.contains(&day))
    }

    /// Working days behind `from`, up to `to`: a question of Friday that is answered on Monday took one. None where `to` is earlier.
    pub fn between(&self, from: Date, to: Date) -> i64 {
        let mut day = from;
        let mut count = 0;
        for _ in 0..MOST_DAYS {
            if day >= to {
                break;
            }
            let Ok(next) = day.checked_add(1.day()) else { break };
            day = next;
            count += i64::from(self.is_working_day(day));
        }
        count
    }

    /// Years of this time of which the file says nothing.
    pub fn unknown(&self, from: Date, to: Date) -> impl Iterator<Item = i16> + '_ {
        (from.year()..=to.year()).filter(|year| !self.years.contains(year))
    }
}

/// `2024-01-01`, or two days with `..` between them, in order and less than a year apart.
fn span(text: &str) -> Option<Vec<Date>> {
    let (from, to) = text.split_once("..").unwrap_or((text, text));
    let (from, to): (Date, Date) = (from.trim().parse().ok()?, to.trim().parse().ok()?);
    let days: Vec<Date> = from.series(1.day()).take(366).take_while(|day| *day <= to).collect();
    (days.last() == Some(&to)).then_some(days)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::files::Memory;

    fn holidays(text: &str) -> (Holidays, Vec<Finding>) {
        let (mut files, mut findings) = (Memory::new(), Vec::new());
        files.put(FILE, text.as_bytes());
        (Holidays::read(&files, &mut findings), findings)
    }

    #[test]
    fn weekends_and_days_off_do_not_count_and_days_worked_in_their_place_do() {
        let none = Holidays::default();
        assert_eq!(none.between(date(2024, 2, 2), date(2024, 2, 5)), 1, "Friday to Monday");
        assert_eq!(none.between(date(2024, 2, 5), date(2024, 2, 2)), 0);
        let (tet, findings) = holidays("[2024]\noff = [\"2024-02-08..2024-02-14\"]\nwork = [\"2024-02-17\"]\n");
        assert!(findings.is_empty());
        assert_eq!(none.between(date(2024, 2, 7), date(2024, 2, 17)), 7);
        assert_eq!(tet.between(date(2024, 2, 7), date(2024, 2, 17)), 3, "15, 16 and the Saturday that is worked");
    }

    #[test]
    fn a_year_that_the_file_does_not_have_is_unknown() {
        let (known, _) = holidays("[2024]\noff = []\n");
        assert_eq!(known.unknown(date(2023, 12, 20), date(2025, 1, 3)).collect::<Vec<_>>(), [2023, 2025]);
    }

    #[test]
    fn a_day_that_is_none_is_told_at_its_line() {
        let (_, findings) =
            holidays("[2024]\noff = [\n  \"2024-01-01\",\n  \"30/4/2024\",\n  \"2024-02-14..2024-02-08\",\n]\n");
        let told: Vec<_> = findings.iter().map(|it| (it.message.code, it.span.unwrap().line)).collect();
        assert_eq!(told, [("K21", 4), ("K21", 5)]);
    }
}
