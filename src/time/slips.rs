//! Turns a date that is not written as it must be into the date that was meant, or into what is wrong with it.
//!
//! Understands what people type: `30/11/2026 8h30`, `08:00 ngày 20 tháng 11 năm 2026`, `11/30/2026`. Only for
//! messages: a page is never dated by a guess.

use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Time};

use super::date_error::{DateError, Part};
use super::{MONTHS_EN, YEARS};

/// What is wrong with a text that is no date. Longer ones than this are none in any form, in bytes.
pub fn explain(text: &str) -> DateError {
    const LONGEST: usize = 100;
    let text = text.trim();
    if text.len() > LONGEST {
        return DateError::Form(None);
    }
    match read(text) {
        _ if starts_with_day(text) && has_no_such_offset(text) => DateError::Offset,
        Ok((day, time)) if starts_with_day(text) && time.is_some() => DateError::TimeForm(Some(written(day, time))),
        Ok((day, time)) => match year_first(text).filter(|other| *other != day) {
            Some(other) => DateError::Either(written(other, time), written(day, time)),
            None => DateError::Form(Some(written(day, time))),
        },
        Err(DateError::Form(None)) if starts_with_day(text) => DateError::TimeForm(None),
        Err(error) => error,
    }
}

fn written(day: Date, time: Option<Time>) -> String {
    time.map_or_else(|| day.to_string(), |time| day.to_datetime(time).strftime("%Y-%m-%d %H:%M").to_string())
}

/// `24-01-31` as a day with its year first, as this portal writes days; with hyphens others write the day first.
fn year_first(text: &str) -> Option<Date> {
    let parts: Vec<&str> = text.split_whitespace().next()?.split('-').collect();
    let [year, month, day] = parts[..] else { return None };
    let number = |part: &str| part.parse::<i8>().ok().filter(|_| part.len() == 2);
    Date::new(full_year((number(year)?.into(), 2)), number(month)?, number(day)?).ok()
}

/// An offset of more hours than there are anywhere, behind a time.
fn has_no_such_offset(text: &str) -> bool {
    let offset = text[10..].find(['+', '-']).map(|at| &text[10 + at..]);
    offset.is_some_and(|offset| offset.as_bytes().get(1).is_some_and(u8::is_ascii_digit) && !super::is_offset(offset))
}

/// `2026-11-30` and something behind it.
fn starts_with_day(text: &str) -> bool {
    let form = |at: usize, byte: u8| if matches!(at, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() };
    text.len() > 10 && text.bytes().take(10).enumerate().all(|(at, byte)| form(at, byte))
}

#[derive(Debug, Clone, PartialEq)]
enum Token {
    /// A number and with how many digits it is written.
    Number(i16, usize),
    /// More digits than a number of a date has.
    Long(String),
    Word(String),
    Colon,
    /// Anything else that stands between numbers.
    Mark,
}

fn tokens(text: &str) -> Vec<Token> {
    let mut text = text.to_lowercase();
    // Vietnamese time, which is the portal's own.
    for zone in ["(gmt+7)", "gmt+7", "utc+7", "+07:00", "+0700"] {
        text = text.replace(zone, " ");
    }
    let mut found = Vec::new();
    let mut rest = text.as_str();
    while let Some(first) = rest.chars().next() {
        let same = |letter: char| match first {
            '0'..='9' => letter.is_ascii_digit(),
            _ if first.is_alphabetic() => letter.is_alphabetic(),
            _ => false,
        };
        let end = rest.find(|letter| !same(letter)).unwrap_or(rest.len()).max(first.len_utf8());
        let part = &rest[..end];
        rest = &rest[end..];
        match first {
            '0'..='9' if end <= 4 => found.push(Token::Number(part.parse().unwrap_or(0), end)),
            '0'..='9' => found.push(Token::Long(part.to_owned())),
            ':' => found.push(Token::Colon),
            _ if first.is_alphabetic() => found.push(Token::Word(part.to_owned())),
            _ if first.is_whitespace() => {}
            _ => found.push(Token::Mark),
        }
    }
    found
}

fn read(text: &str) -> Result<(Date, Option<Time>), DateError> {
    let mut tokens = tokens(text);
    let clock = take_time(&mut tokens);
    let (day, clock) = day_of(&tokens, clock)?;
    let Some((hour, minute)) = clock else { return Ok((day, None)) };
    if (hour, minute) == (24, 0) {
        let next = DateTime::from_parts(day, Time::midnight()).checked_add(1.day()).map_err(|_| DateError::Year)?;
        return Err(DateError::Time(Some(written(next.date(), Some(next.time())))));
    }
    let part = |number: i16| i8::try_from(number).unwrap_or(-1);
    let time = Time::new(part(hour), part(minute), 0, 0).map_err(|_| DateError::Time(None))?;
    Ok((day, Some(time)))
}

/// Takes `8h30`, `08:30`, `8 giờ`, `8:30 pm`, `8h tối` out of the tokens: hour and minute.
fn take_time(tokens: &mut Vec<Token>) -> Option<(i16, i16)> {
    let number = |tokens: &[Token], at: usize| match tokens.get(at) {
        Some(Token::Number(number, 1..=2)) => Some(*number),
        _ => None,
    };
    let word = |tokens: &[Token], at: usize, words: &[&str]| matches!(tokens.get(at), Some(Token::Word(word)) if words.contains(&word.as_str()));
    const HOURS: [&str; 5] = ["h", "g", "giờ", "gio", "hours"];
    const MINUTES: [&str; 5] = ["p", "ph", "phút", "phut", "m"];
    const MORNING: [&str; 3] = ["am", "sáng", "sang"];
    const LATER: [&str; 6] = ["pm", "chiều", "chieu", "tối", "toi", "trưa"];
    for at in 0..tokens.len() {
        let Some(hour) = number(tokens, at) else { continue };
        let (mut end, minute) = if tokens.get(at + 1) == Some(&Token::Colon) && number(tokens, at + 2).is_some() {
            let seconds = tokens.get(at + 3) == Some(&Token::Colon) && number(tokens, at + 4).is_some();
            (at + if seconds { 5 } else { 3 }, number(tokens, at + 2).unwrap_or(0))
        } else if word(tokens, at + 1, &HOURS) {
            let follows = number(tokens, at + 2)
                .filter(|_| tokens.len() == at + 3 || !matches!(tokens.get(at + 3), Some(Token::Mark)));
            (at + 2 + usize::from(follows.is_some()), follows.unwrap_or(0))
        } else if word(tokens, at + 1, &MORNING) || word(tokens, at + 1, &LATER) {
            (at + 1, 0)
        } else {
            continue;
        };
        end += usize::from(word(tokens, end, &MINUTES));
        let later = word(tokens, end, &LATER) && hour < 12 && !(word(tokens, end, &["trưa"]) && hour > 9);
        end += usize::from(word(tokens, end, &LATER) || word(tokens, end, &MORNING));
        tokens.drain(at..end);
        return Some((if later { hour + 12 } else { hour }, minute));
    }
    None
}

/// The day, and the time where it stands among the numbers: `30.11.2026 8.30`, `2026-11-30 0800`.
fn day_of(tokens: &[Token], clock: Option<(i16, i16)>) -> Result<(Date, Option<(i16, i16)>), DateError> {
    let Named { day, month, year, mut bare } = named(tokens).ok_or(DateError::Form(None))?;
    let mut clock = clock;
    if clock.is_none() && (day, month, year) == (None, None, None) {
        match bare[..] {
            [a, b, c, (minutes, 4)] if a.1 == 4 || c.1 == 4 => {
                clock = Some((minutes / 100, minutes % 100));
                bare = vec![a, b, c];
            }
            [hour, minute, a, b, c] if c.1 == 4 => (clock, bare) = (Some((hour.0, minute.0)), vec![a, b, c]),
            [a, b, c, hour, minute] => (clock, bare) = (Some((hour.0, minute.0)), vec![a, b, c]),
            _ => {}
        }
    }
    let is_year = |number: (i16, usize)| number.1 == 4 || number.0 > 31;
    let (year, month, day) = match (year, month, day, &bare[..]) {
        (Some(year), Some(month), Some(day), []) => (year, month, day),
        (None, Some(month), Some(day), [year]) => (*year, month, day),
        (Some(year), Some(month), None, [day]) => (year, month, *day),
        (None, Some(month), None, [first, last]) if is_year(*first) => (*first, month, *last),
        (None, Some(month), None, [day, year]) => (*year, month, *day),
        (None, None, None, [year, month, day]) if is_year(*year) && day.1 != 4 => (*year, *month, *day),
        (None, None, None, [day, month, year]) => (*year, *month, *day),
        (None, Some(_), Some(_), []) => return Err(DateError::Lacks(Part::Year)),
        (None, Some(_), None, [day]) if !is_year(*day) => return Err(DateError::Lacks(Part::Year)),
        (Some(_), Some(_), None, []) | (None, Some(_), None, [_]) => return Err(DateError::Lacks(Part::Day)),
        (None, None, None, [one, two]) => {
            return Err(DateError::Lacks(if is_year(*one) || is_year(*two) { Part::Day } else { Part::Year }));
        }
        (Some(_), None, None, []) => return Err(DateError::Lacks(Part::MonthAndDay)),
        (None, None, None, [year]) if is_year(*year) => return Err(DateError::Lacks(Part::MonthAndDay)),
        _ => return Err(DateError::Form(None)),
    };
    date(full_year(year), month.0, day.0, starts_with_year(&bare)).map(|date| (date, clock))
}

fn starts_with_year(bare: &[(i16, usize)]) -> bool {
    bare.first().is_some_and(|first| first.1 == 4)
}

/// `26` → 2026, `98` → 1998.
fn full_year((year, digits): (i16, usize)) -> i16 {
    match (year, digits) {
        (0..80, 1..=2) => 2000 + year,
        (80..100, 2) => 1900 + year,
        _ => year,
    }
}

/// Numbers by the word before them, and those without one, with how many digits each is written.
#[derive(Default)]
struct Named {
    day: Option<(i16, usize)>,
    month: Option<(i16, usize)>,
    year: Option<(i16, usize)>,
    bare: Vec<(i16, usize)>,
}

/// `None` where a word stands in the text that no date has.
fn named(tokens: &[Token]) -> Option<Named> {
    const PASSED: [&str; 15] =
        ["lúc", "luc", "vào", "vao", "t", "of", "the", "at", "on", "st", "nd", "rd", "th", "chủ", "nhật"];
    const WEEKDAYS: [&str; 6] = ["hai", "ba", "tư", "năm", "sáu", "bảy"];
    let mut found = Named::default();
    let mut rest = tokens.iter().peekable();
    let mut label = "";
    while let Some(token) = rest.next() {
        match token {
            Token::Number(number, digits) => {
                let slot = match label {
                    "day" => &mut found.day,
                    "month" => &mut found.month,
                    "year" => &mut found.year,
                    _ => {
                        found.bare.push((*number, *digits));
                        continue;
                    }
                };
                *slot = Some((*number, *digits));
                label = "";
            }
            Token::Long(digits) if digits.len() == 8 => found.bare.extend(packed(digits)),
            Token::Long(_) => return None,
            Token::Word(word) => match word.as_str() {
                "ngày" | "ngay" => label = "day",
                "tháng" | "thang" | "thg" => label = "month",
                "năm" | "nam" => label = "year",
                "thứ" | "thu" => {
                    rest.next_if(|next| match next {
                        Token::Number(2..=7, 1) => true,
                        Token::Word(word) => WEEKDAYS.contains(&word.as_str()),
                        _ => false,
                    })?;
                }
                word if PASSED.contains(&word) || is_weekday(word) => {}
                word => found.month = Some((english_month(word)?, 2)),
            },
            // `ngày 20/11/2026`: the word stands before the whole date.
            Token::Mark if found.day.is_some() && found.month.is_none() && found.bare.is_empty() => {
                found.bare.extend(found.day.take());
            }
            Token::Colon | Token::Mark => {}
        }
    }
    Some(found)
}

/// `20261130` or `30112026`.
fn packed(digits: &str) -> [(i16, usize); 3] {
    let part = |from: usize, to: usize| (digits[from..to].parse().unwrap_or(0), to - from);
    if digits.starts_with("19") || digits.starts_with("20") && part(4, 6).0 <= 12 {
        [part(0, 4), part(4, 6), part(6, 8)]
    } else {
        [part(0, 2), part(2, 4), part(4, 8)]
    }
}

fn is_weekday(word: &str) -> bool {
    const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    word.ends_with("day") && word.get(..3).is_some_and(|start| DAYS.contains(&start)) || DAYS.contains(&word)
}

fn english_month(word: &str) -> Option<i16> {
    let at = MONTHS_EN.iter().position(|name| word.len() >= 3 && name.to_lowercase().starts_with(word))?;
    Some(at as i16 + 1)
}

/// `year_first`: the order of the right form, in which an exchange of day and month is a slip and not the American way.
fn date(year: i16, month: i16, day: i16, year_first: bool) -> Result<Date, DateError> {
    if year < 1000 || !YEARS.contains(&year) {
        return Err(DateError::Year);
    }
    let whole = |month: i16, day: i16| Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok();
    if let Some(date) = whole(month, day) {
        return Ok(date);
    }
    if let Some(first) = whole(month, 1) {
        return Err(DateError::Day { year, month: first.month(), days: first.days_in_month() });
    }
    match whole(day, month) {
        Some(exchanged) if !year_first => Ok(exchanged),
        exchanged => Err(DateError::Month { month, meant: exchanged.map(|date| date.to_string()) }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_type_is_understood() {
        for (typed, meant) in [
            ("30/11/2026 08:00", "2026-11-30 08:00"),
            ("08:00 30/11/2026", "2026-11-30 08:00"),
            ("8h30 ngày 30/11/2026", "2026-11-30 08:30"),
            ("2026-11-30 8h", "2026-11-30 08:00"),
            ("2026-11-30 8h30", "2026-11-30 08:30"),
            ("2026-11-30 8 giờ 5 phút", "2026-11-30 08:05"),
            ("2026-11-30 lúc 8g", "2026-11-30 08:00"),
            ("2026-11-30 0800", "2026-11-30 08:00"),
            ("2026-11-30, 08:00", "2026-11-30 08:00"),
            ("2026-11-30 8:30 PM", "2026-11-30 20:30"),
            ("7h tối 30/11/2026", "2026-11-30 19:00"),
            ("8h sáng ngày 30 tháng 11 năm 2026", "2026-11-30 08:00"),
            ("8h 30/11/2026", "2026-11-30 08:00"),
            ("12h trưa 30/11/2026", "2026-11-30 12:00"),
            ("30.11.2026 8.30", "2026-11-30 08:30"),
            ("8.30 30.11.2026", "2026-11-30 08:30"),
            ("30/11/2026 08:00 (GMT+7)", "2026-11-30 08:00"),
            ("20/11/26", "2026-11-20"),
            ("2/9/98", "1998-09-02"),
            ("31/7/2020", "2020-07-31"),
            ("2024-1-5", "2024-01-05"),
            ("2026/11/30", "2026-11-30"),
            ("30–11–2026", "2026-11-30"),
            ("“2026-11-30”", "2026-11-30"),
            ("30\u{a0}/11/2026", "2026-11-30"),
            ("ngày 20 tháng 11 năm 2026", "2026-11-20"),
            ("Thứ Năm, ngày 20 tháng 11 năm 2026", "2026-11-20"),
            ("thứ 2 ngày 30/11/2026", "2026-11-30"),
            ("20 tháng 11, 2026", "2026-11-20"),
            ("30 November 2026", "2026-11-30"),
            ("Mon, Nov 30th, 2026 8:05 am", "2026-11-30 08:05"),
            ("11/30/2026", "2026-11-30"),
            ("20261130", "2026-11-30"),
            ("30112026", "2026-11-30"),
        ] {
            let read = match explain(typed) {
                DateError::Form(Some(read)) | DateError::TimeForm(Some(read)) => read,
                other => panic!("{typed}: {other:?}"),
            };
            assert_eq!(read, meant, "{typed}");
        }
    }

    #[test]
    fn what_cannot_be_is_told_apart_from_what_is_written_otherwise() {
        for (typed, wrong) in [
            ("31/02/2026", DateError::Day { year: 2026, month: 2, days: 28 }),
            ("2024-02-30 08:00", DateError::Day { year: 2024, month: 2, days: 29 }),
            ("2026-13-01", DateError::Month { month: 13, meant: Some("2026-01-13".to_owned()) }),
            ("2026-13-32", DateError::Month { month: 13, meant: None }),
            ("2026-11-30 24:00", DateError::Time(Some("2026-12-01 00:00".to_owned()))),
            ("30/11/2026 25:00", DateError::Time(None)),
            ("2026-11-30 08:75", DateError::Time(None)),
            ("0000-00-00", DateError::Year),
            ("30/11", DateError::Lacks(Part::Year)),
            ("ngày 20 tháng 11", DateError::Lacks(Part::Year)),
            ("11/2026", DateError::Lacks(Part::Day)),
            ("tháng 11 năm 2026", DateError::Lacks(Part::Day)),
            ("2026", DateError::Lacks(Part::MonthAndDay)),
            ("ngày mai", DateError::Form(None)),
            ("hôm nay", DateError::Form(None)),
            ("quý 1/2026", DateError::Form(None)),
            ("2026-11-30 sớm", DateError::TimeForm(None)),
            ("12345678901234567890", DateError::Form(None)),
        ] {
            assert_eq!(explain(typed), wrong, "{typed}");
        }
    }

    #[test]
    fn a_year_of_two_digits_may_stand_first_or_last() {
        for (typed, first, last) in [
            ("24-01-31", "2024-01-31", "2031-01-24"),
            ("15-01-24", "2015-01-24", "2024-01-15"),
            ("24-01-31 08:30", "2024-01-31 08:30", "2031-01-24 08:30"),
        ] {
            assert_eq!(explain(typed), DateError::Either(first.to_owned(), last.to_owned()), "{typed}");
            let (vi, en) = explain(typed).next();
            assert!([vi, en].iter().all(|said| said.contains(first) && said.contains(last)), "{typed}");
        }
        // With strokes the day stands first, and where one reading is no date there is no other.
        for (typed, meant) in [
            ("24/01/31", "2031-01-24"),
            ("31-01-32", "2032-01-31"),
            ("98-01-31", "1998-01-31"),
            ("24-01-24", "2024-01-24"),
        ] {
            assert_eq!(explain(typed), DateError::Form(Some(meant.to_owned())), "{typed}");
        }
    }

    #[test]
    fn a_hint_never_shows_a_date_that_nobody_wrote() {
        for typed in ["ngày mai", "2026", "30/11", "2026-11-30 sớm"] {
            let (vi, en) = explain(typed).next();
            assert!(!vi.contains(|letter: char| letter.is_ascii_digit()), "{vi}");
            assert!(!en.contains(|letter: char| letter.is_ascii_digit()), "{en}");
        }
    }
}
