//! Reads the times of day that a line of a schedule names, as people write them: `08 giờ 00`, `8h30 - 11h`, `2:30 pm`.
//!
//! A part of a day (`Sáng`, `All day`) is no time: it has no hour that anybody said.

use jiff::civil::Time;

/// From when, and until when where a later time follows.
pub fn hours(text: &str) -> Option<(Time, Option<Time>)> {
    let text = text.to_lowercase();
    let mut rest = text.as_str();
    let mut times = Vec::new();
    while let Some(at) = rest.find(|letter: char| letter.is_ascii_digit()) {
        let (time, after) = time(&rest[at..]);
        times.extend(time);
        rest = after;
    }
    let first = *times.first()?;
    Some((first, times.get(1).copied().filter(|last| *last > first)))
}

/// A time at the beginning of a text that begins with a digit, and what follows what was read.
fn time(text: &str) -> (Option<Time>, &str) {
    let (hour, after) = number(text);
    let rest = after.trim_start();
    let named = ["giờ", "gio", "h", "g", ":"].iter().find_map(|sign| rest.strip_prefix(sign));
    let (minute, rest) = match named.map(str::trim_start) {
        Some(after) if after.starts_with(|letter: char| letter.is_ascii_digit()) => number(after),
        Some(after) => (Some(0), after),
        None => (Some(0), rest),
    };
    let half = rest.trim_start();
    let (later, rest, is_halved) = match () {
        () if half.starts_with("am") => (0, &half[2..], true),
        () if half.starts_with("pm") => (12, &half[2..], true),
        () => (0, rest, false),
    };
    if named.is_none() && !is_halved {
        return (None, after);
    }
    // Twelve is the first hour of a half day.
    let hour = hour.map(|hour| if is_halved && hour == 12 { later } else { hour + later });
    let time = hour.zip(minute).and_then(|(hour, minute)| Time::new(hour, minute, 0, 0).ok());
    (time, rest)
}

/// `None` for one that no clock has; what follows the digits.
fn number(text: &str) -> (Option<i8>, &str) {
    let end = text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len());
    (text[..end].parse().ok().filter(|number| *number < 60), &text[end..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_read_as_they_are_written_and_parts_of_days_have_none() {
        let at = |hour, minute| Time::new(hour, minute, 0, 0).unwrap();
        for (text, first, last) in [
            ("08 giờ 00", at(8, 0), None),
            ("14 giờ", at(14, 0), None),
            ("7h30 - 11h", at(7, 30), Some(at(11, 0))),
            ("Từ 07:30 đến 11:30", at(7, 30), Some(at(11, 30))),
            ("2:30 pm", at(14, 30), None),
            ("12 am", at(0, 0), None),
            ("8:00 am to 12:00 pm", at(8, 0), Some(at(12, 0))),
            ("14 giờ 00, phòng 3", at(14, 0), None),
        ] {
            assert_eq!(hours(text), Some((first, last)), "{text}");
        }
        for text in ["Sáng", "Cả ngày", "All day", "", "25 giờ", "8h75", "99999999999h", "2024-01-15", "phòng 3"]
        {
            assert_eq!(hours(text), None, "{text}");
        }
    }
}
