//! Turns the days or the year or month that a report is asked for into a period of the portal's time zone: from the first midnight
//! up to, and without, the midnight after its last day.

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use crate::time::Moment;

#[derive(Clone, Debug)]
pub struct Period {
    pub from: Date,
    /// The last day that belongs to it.
    pub to: Date,
    starts: Timestamp,
    /// The first moment that is no longer part of it.
    ends: Timestamp,
}

impl Period {
    /// `None` where the last day comes before the first.
    pub fn new(from: Date, to: Date, zone: &TimeZone) -> Option<Period> {
        let midnight = |day: Date| {
            let zoned = day.to_datetime(Time::midnight()).to_zoned_datetime(zone.clone());
            zoned.ok().map(|zoned| zoned.timestamp())
        };
        let (starts, ends) = (midnight(from)?, midnight(to.checked_add(1.day()).ok()?)?);
        (from <= to).then_some(Period { from, to, starts, ends })
    }

    /// `2023`, or `2023-11` for a month.
    pub fn parse(text: &str, zone: &TimeZone) -> Option<Period> {
        let (year, month) = text.split_once('-').map_or((text, None), |(year, month)| (year, Some(month)));
        if year.len() != 4 || month.is_some_and(|month| month.len() != 2) {
            return None;
        }
        let (first, last) = match month {
            None => (1, 12),
            Some(month) => (month.parse().ok()?, month.parse().ok()?),
        };
        let year: i16 = year.parse().ok()?;
        Period::new(Date::new(year, first, 1).ok()?, Date::new(year, last, 1).ok()?.last_of_month(), zone)
    }

    pub fn holds(&self, moment: &Moment) -> bool {
        self.starts <= moment.starts && moment.starts < self.ends
    }

    /// The last moment of it, as a site is looked at.
    pub fn last_moment(&self) -> Timestamp {
        self.ends.checked_sub(1.second()).unwrap_or(self.ends)
    }

    pub fn year(&self) -> i16 {
        self.from.year()
    }

    /// The whole year before.
    pub fn year_before(&self, zone: &TimeZone) -> Option<Period> {
        Period::parse(&(self.year() - 1).to_string(), zone)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zone() -> TimeZone {
        TimeZone::get("Asia/Ho_Chi_Minh").unwrap()
    }

    #[test]
    fn the_last_minute_of_the_last_day_is_in_and_the_midnight_after_it_is_out() {
        let period = Period::new(Date::constant(2023, 1, 1), Date::constant(2023, 12, 28), &zone()).unwrap();
        let holds = |text: &str| period.holds(&Moment::parse(text, &zone()).unwrap());
        assert!(holds("2023-12-28T23:59:00+07:00") && holds("2023-01-01") && holds("2023-12-28T16:59:59Z"));
        assert!(!holds("2023-12-29T00:00:00+07:00") && !holds("2022-12-31 23:59") && !holds("2023-12-28T17:00:00Z"));
    }

    #[test]
    fn a_year_and_a_month_are_all_their_days() {
        let days = |text: &str| Period::parse(text, &zone()).map(|it| (it.from.to_string(), it.to.to_string()));
        assert_eq!(days("2023"), Some(("2023-01-01".into(), "2023-12-31".into())));
        assert_eq!(days("2024-02"), Some(("2024-02-01".into(), "2024-02-29".into())));
        for none in ["23", "2023-13", "2023-1", "2023-02-01", "", "hai"] {
            assert_eq!(days(none), None, "{none}");
        }
    }
}
