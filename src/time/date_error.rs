//! Why a text is no date: turns it into what an editor is told to type instead.

use super::month_name;

/// Why a date could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DateError {
    /// Not of the form `2024-01-15` or `2024-01-15 08:30`; holds what was meant as it must be written, where that can be told.
    Form(Option<String>),
    /// `24-01-31`: with the year first, with the day first.
    Either(String, String),
    /// The day is right, its time is not of the form `08:30`.
    TimeForm(Option<String>),
    /// The form of a day without one of its parts.
    Lacks(Part),
    /// The month has fewer days.
    Day { year: i16, month: i8, days: i8 },
    /// No such month; holds the date with day and month exchanged, where that is one.
    Month { month: i16, meant: Option<String> },
    /// No such time; `24:00` is the beginning of the next day.
    Time(Option<String>),
    /// No such distance from UTC.
    Offset,
    /// Before 1000 or behind the last year that has a next one.
    Year,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Year,
    Day,
    MonthAndDay,
}

impl DateError {
    /// Whether the form is right and there is no such day or time.
    pub fn is_impossible(&self) -> bool {
        !matches!(self, DateError::Form(_) | DateError::Either(..) | DateError::TimeForm(_) | DateError::Lacks(_))
    }

    /// What to type instead, in Vietnamese and English.
    pub fn next(&self) -> (String, String) {
        let both = |vi: &str, en: &str| (vi.to_owned(), en.to_owned());
        let rewritten = |meant: &str| (format!("Viết lại: {meant}"), format!("Write: {meant}"));
        match self {
            DateError::Form(Some(meant)) | DateError::TimeForm(Some(meant)) => rewritten(meant),
            DateError::Either(first, last) => (
                format!("Năm viết đủ bốn chữ số. Nếu năm đứng trước: {first}; nếu ngày đứng trước: {last}"),
                format!("Write the year with four digits. If the year stands first: {first}; if the day does: {last}"),
            ),
            DateError::Offset => both(
                "Múi giờ từ -12:00 đến +14:00; giờ Việt Nam là +07:00. Giờ của cổng thì không cần ghi.",
                "Offsets go from -12:00 to +14:00; Vietnam has +07:00. The portal's own time needs none.",
            ),
            DateError::Form(None) => both(
                "Viết bằng số: năm đủ bốn chữ số, gạch nối, tháng hai chữ số, gạch nối, ngày hai chữ số. Cần giờ thì thêm một dấu cách và giờ:phút.",
                "Write it in digits: the year with four, a hyphen, the month with two, a hyphen, the day with two. For a time add a space and hour:minute.",
            ),
            DateError::TimeForm(None) => both(
                "Sau ngày là một dấu cách rồi giờ:phút, mỗi phần hai chữ số.",
                "Behind the day stands a space, then hour:minute, each with two digits.",
            ),
            DateError::Lacks(Part::Year) => {
                both("Thiếu năm: viết năm-tháng-ngày.", "The year is missing: write year-month-day.")
            }
            DateError::Lacks(Part::Day) => {
                both("Thiếu ngày: viết năm-tháng-ngày.", "The day is missing: write year-month-day.")
            }
            DateError::Lacks(Part::MonthAndDay) => {
                both("Thiếu tháng và ngày: viết năm-tháng-ngày.", "Month and day are missing: write year-month-day.")
            }
            DateError::Day { year, month, days } => (
                format!("Tháng {month}/{year} có {days} ngày."),
                format!("{} has {days} days.", month_name(*year, *month, "en")),
            ),
            DateError::Month { month, meant: None } => {
                (format!("Không có tháng {month}."), format!("There is no month {month}."))
            }
            DateError::Month { month, meant: Some(meant) } => (
                format!("Không có tháng {month}. Nếu ngày và tháng bị đổi chỗ thì viết lại: {meant}"),
                format!("There is no month {month}. If day and month were exchanged, write: {meant}"),
            ),
            DateError::Time(None) => both("Giờ từ 00:00 đến 23:59.", "Times go from 00:00 to 23:59."),
            DateError::Time(Some(meant)) => (
                format!("Hết ngày là 00:00 của ngày hôm sau. Viết lại: {meant}"),
                format!("A day ends at 00:00 of the next one. Write: {meant}"),
            ),
            DateError::Year => {
                both("Năm có bốn chữ số, từ 1000 đến 9990.", "A year has four digits, from 1000 to 9990.")
            }
        }
    }
}
