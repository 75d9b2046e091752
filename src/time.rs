//! Turns dates as editors write them into moments of the portal's time zone, and moments into text.
//!
//! A build never asks the clock here: the moment "now" comes in as an option.

pub mod clock;
mod date_error;
mod slips;

use std::fmt;

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

pub use date_error::DateError;

/// The years that a date may have.
const YEARS: std::ops::RangeInclusive<i16> = 1..=9990;

/// A day, or a day with a time, in the portal's time zone.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash, Serialize, Deserialize)]
#[serde(from = "Kept", into = "Kept")]
pub struct Moment {
    /// When it begins: midnight for a day.
    pub starts: Timestamp,
    pub civil: DateTime,
    /// Seconds east of UTC.
    pub offset: i32,
    /// Only a day was written, so it lasts until midnight.
    pub whole_day: bool,
}

/// A moment as it is kept in the cache: the civil time follows from the instant and the offset.
#[derive(Serialize, Deserialize)]
struct Kept {
    seconds: i64,
    offset: i32,
    whole_day: bool,
}

impl From<Moment> for Kept {
    fn from(moment: Moment) -> Self {
        Kept { seconds: moment.starts.as_second(), offset: moment.offset, whole_day: moment.whole_day }
    }
}

impl From<Kept> for Moment {
    fn from(kept: Kept) -> Self {
        let starts = Timestamp::from_second(kept.seconds).unwrap_or_default();
        let offset = Offset::from_seconds(kept.offset).unwrap_or(Offset::UTC);
        Moment { starts, civil: offset.to_datetime(starts), offset: kept.offset, whole_day: kept.whole_day }
    }
}

impl Moment {
    /// Reads `2024-01-15`, `2024-01-15 08:30`, `2024-01-15T08:30:00+07:00`; years 1000 to 9990.
    pub fn parse(text: &str, zone: &TimeZone) -> Result<Moment, DateError> {
        Moment::read(text.trim(), zone).ok_or_else(|| slips::explain(text))
    }

    fn read(text: &str, zone: &TimeZone) -> Option<Moment> {
        let (day, rest) = match text.find(['T', 't', ' ']) {
            Some(at) => (&text[..at], text[at + 1..].trim()),
            None => (text, ""),
        };
        let date = parse_day(day)?;
        if rest.is_empty() {
            return (text == day).then(|| Moment::from_civil(date.to_datetime(Time::midnight()), true, zone))?;
        }
        if let Some(at) = rest.find(['Z', 'z', '+', '-']) {
            if !is_offset(&rest[at..]) {
                return None;
            }
            let instant: Timestamp = format!("{day}T{}{}", with_seconds(&rest[..at]), &rest[at..]).parse().ok()?;
            return Some(Moment::from_timestamp(instant, zone)).filter(|moment| YEARS.contains(&moment.civil.year()));
        }
        Moment::from_civil(date.to_datetime(parse_time(rest)?), false, zone)
    }

    fn from_civil(civil: DateTime, whole_day: bool, zone: &TimeZone) -> Option<Moment> {
        // Behind the last of these years there is no next day in some zone, and so no end.
        let zoned = civil.to_zoned_datetime(zone.clone()).ok().filter(|_| YEARS.contains(&civil.year()))?;
        Some(Moment { starts: zoned.timestamp(), civil, offset: zoned.offset().seconds(), whole_day })
    }

    pub fn from_timestamp(instant: Timestamp, zone: &TimeZone) -> Moment {
        let zoned = instant.to_zoned_datetime(zone.clone());
        Moment { starts: instant, civil: zoned.datetime(), offset: zoned.offset().seconds(), whole_day: false }
    }

    /// The first moment that is no longer part of it: the next midnight for a day, itself for a time.
    pub fn ends(&self) -> Timestamp {
        if self.whole_day { self.starts.checked_add(24.hours()).unwrap_or(self.starts) } else { self.starts }
    }

    /// The day that comes so many months and days later. The offset is taken along: nobody counts a rhythm in hours.
    pub fn later(&self, months: i32, days: i32) -> Option<Moment> {
        let date = self.civil.date().checked_add(months.months().days(days)).ok()?;
        let civil = date.to_datetime(Time::midnight());
        let starts = Offset::from_seconds(self.offset).ok()?.to_timestamp(civil).ok()?;
        YEARS.contains(&civil.year()).then_some(Moment { starts, civil, offset: self.offset, whole_day: true })
    }

    /// Whether it is over when the other begins: the day before, or an earlier time. Equal times are not.
    pub fn is_over_before(&self, other: &Moment) -> bool {
        self.starts < other.starts && self.ends() <= other.starts
    }

    /// `2024-01-15` for a day, `2024-01-15T08:30:00+07:00` otherwise (RFC 3339).
    pub fn iso(&self) -> String {
        if self.whole_day { self.civil.date().to_string() } else { self.rfc3339() }
    }

    pub fn rfc3339(&self) -> String {
        let (sign, minutes) = if self.offset < 0 { ('-', -self.offset / 60) } else { ('+', self.offset / 60) };
        format!("{}{sign}{:02}:{:02}", self.civil.strftime("%Y-%m-%dT%H:%M:%S"), minutes / 60, minutes % 60)
    }

    /// `Mon, 15 Jan 2024 08:30:00 +0700` (RFC 822, as RSS 2.0 asks).
    pub fn rfc822(&self) -> String {
        let (sign, minutes) = if self.offset < 0 { ('-', -self.offset / 60) } else { ('+', self.offset / 60) };
        format!("{} {sign}{:02}{:02}", self.civil.strftime("%a, %d %b %Y %H:%M:%S"), minutes / 60, minutes % 60)
    }

    pub fn date(&self) -> Date {
        self.civil.date()
    }

    pub fn year(&self) -> i16 {
        self.civil.year()
    }

    pub fn month(&self) -> i8 {
        self.civil.month()
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.iso())
    }
}

fn parse_day(day: &str) -> Option<Date> {
    let parts: Vec<&str> = day.split('-').collect();
    let [year, month, day] = parts[..] else { return None };
    let digits = |part: &str, length: usize| part.len() == length && part.bytes().all(|b| b.is_ascii_digit());
    if !digits(year, 4) || !digits(month, 2) || !digits(day, 2) {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok().filter(|date| date.year() >= 1000)
}

/// `Z`, or a distance from UTC that some country has: `+07:00`, `-0330`, `+07`.
fn is_offset(text: &str) -> bool {
    let digits: String = text.chars().skip(1).filter(char::is_ascii_digit).take(4).collect();
    let most = if text.starts_with('-') { 1200 } else { 1400 };
    let distance: u32 = format!("{digits:0<4}").parse().unwrap_or(u32::MAX);
    matches!(text, "Z" | "z") || distance <= most
}

fn parse_time(text: &str) -> Option<Time> {
    let parts: Vec<&str> = text.split(':').collect();
    let plain = |part: &&str| (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    if !(2..=3).contains(&parts.len()) || !parts.iter().all(plain) {
        return None;
    }
    let number = |index: usize| parts.get(index).map_or(0, |part| part.parse::<i8>().unwrap_or(-1));
    Time::new(number(0), number(1), number(2), 0).ok()
}

fn with_seconds(time: &str) -> String {
    let time = time.trim();
    if time.matches(':').count() == 1 { format!("{time}:00") } else { time.to_owned() }
}

const WEEKDAYS_VI: [&str; 7] = ["Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật"];
const WEEKDAYS_EN: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// `15/01/2024` in Vietnamese, `15 January 2024` in English.
pub fn short_date(date: Date, language: &str) -> String {
    if language == "vi" {
        format!("{:02}/{:02}/{:04}", date.day(), date.month(), date.year())
    } else {
        format!("{} {} {}", date.day(), MONTHS_EN[date.month() as usize - 1], date.year())
    }
}

/// `Thứ Hai, ngày 15 tháng 01 năm 2024` (NĐ 30/2020: days below 10 and months 1, 2 with a leading zero).
pub fn long_date(date: Date, language: &str) -> String {
    let weekday = date.weekday().to_monday_zero_offset() as usize;
    if language == "vi" {
        let month = if date.month() <= 2 { format!("{:02}", date.month()) } else { date.month().to_string() };
        format!("{}, ngày {:02} tháng {month} năm {}", WEEKDAYS_VI[weekday], date.day(), date.year())
    } else {
        format!("{}, {}", WEEKDAYS_EN[weekday], short_date(date, language))
    }
}

/// `08:30, 15/01/2024`; only the date for a whole day.
pub fn date_time(moment: &Moment, language: &str) -> String {
    let date = short_date(moment.civil.date(), language);
    if moment.whole_day { date } else { format!("{:02}:{:02}, {date}", moment.civil.hour(), moment.civil.minute()) }
}

/// `Tháng 01/2024` or `January 2024`.
pub fn month_name(year: i16, month: i8, language: &str) -> String {
    if language == "vi" {
        format!("Tháng {month:02}/{year}")
    } else {
        format!("{} {year}", MONTHS_EN[(month.clamp(1, 12) - 1) as usize])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zone() -> TimeZone {
        TimeZone::get("Asia/Ho_Chi_Minh").unwrap()
    }

    #[test]
    fn a_day_lasts_until_the_next_midnight_in_vietnam() {
        let day = Moment::parse("2023-12-28", &zone()).unwrap();
        assert_eq!(day.starts.to_string(), "2023-12-27T17:00:00Z");
        assert_eq!(day.ends().to_string(), "2023-12-28T17:00:00Z");
        assert_eq!(day.iso(), "2023-12-28");
    }

    #[test]
    fn a_time_without_offset_is_local_and_one_with_offset_is_moved() {
        let local = Moment::parse("2024-01-15 08:30", &zone()).unwrap();
        assert_eq!(local.rfc3339(), "2024-01-15T08:30:00+07:00");
        assert_eq!(Moment::parse("2024-01-15T01:30Z", &zone()).unwrap(), local);
        assert_eq!(local.rfc822(), "Mon, 15 Jan 2024 08:30:00 +0700");
    }

    #[test]
    fn an_offset_is_one_that_some_country_has() {
        for offset in ["+14:00", "-12:00", "+05:45", "+07", "-0330", "Z"] {
            assert!(Moment::parse(&format!("2024-01-15T08:30{offset}"), &zone()).is_ok(), "{offset}");
        }
        for offset in ["+25:00", "+14:30", "-12:30", "+15", "-1300"] {
            let error = Moment::parse(&format!("2024-01-15T08:30:00{offset}"), &zone()).unwrap_err();
            assert_eq!(error, DateError::Offset, "{offset}");
            assert!(error.is_impossible() && error.next().0.contains("+07:00"));
        }
    }

    #[test]
    fn what_is_no_date_is_explained() {
        assert_eq!(Moment::parse("31/7/2020", &zone()), Err(DateError::Form(Some("2020-07-31".into()))));
        assert!(Moment::parse("2024-02-30", &zone()).unwrap_err().is_impossible());
        assert!(Moment::parse("9999-12-31", &zone()).unwrap_err().is_impossible());
    }

    #[test]
    fn dates_read_as_each_language_writes_them() {
        let date = Date::constant(2024, 1, 5);
        assert_eq!(short_date(date, "vi"), "05/01/2024");
        assert_eq!(short_date(date, "en"), "5 January 2024");
        assert_eq!(long_date(date, "vi"), "Thứ Sáu, ngày 05 tháng 01 năm 2024");
        assert_eq!(long_date(Date::constant(2024, 3, 5), "vi"), "Thứ Ba, ngày 05 tháng 3 năm 2024");
        assert_eq!(month_name(2024, 1, "vi"), "Tháng 01/2024");
    }
}
