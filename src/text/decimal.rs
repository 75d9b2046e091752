//! Turns a number as somebody wrote it into its digits, and the digits into what a reader of the language expects.
//!
//! A figure on a public page is the one in the source, to the last digit: nothing here is a binary float, which keeps
//! neither `0.1` nor `12345678901234567890`.

use std::cmp::Ordering;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// A number exactly: an optional `-`, digits, and perhaps a point and further digits (`-1234.50`). Zeros at the end are
/// kept, since they say how exact a figure is.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct Decimal(Arc<str>);

/// Which sign stands before the fraction; the other one groups the digits before it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum Mark {
    Comma,
    Point,
}

impl Mark {
    pub fn of(text: &str) -> Option<Mark> {
        match text {
            "," => Some(Mark::Comma),
            "." => Some(Mark::Point),
            _ => None,
        }
    }

    pub fn as_str(self) -> &'static str {
        if self == Mark::Comma { "," } else { "." }
    }

    fn group(self) -> char {
        if self == Mark::Comma { '.' } else { ',' }
    }

    pub fn of_language(language: &str) -> Mark {
        if language == "vi" { Mark::Comma } else { Mark::Point }
    }
}

impl Decimal {
    /// Reads what programs write: no groups, no sign but `-`, no exponent. Codes with a leading zero are no numbers.
    pub fn parse(text: &str) -> Option<Decimal> {
        let digits = text.strip_prefix('-').unwrap_or(text);
        let (whole, fraction) = digits.split_once('.').map_or((digits, None), |(whole, rest)| (whole, Some(rest)));
        let is_number = are_digits(whole) && !is_code(whole) && fraction.is_none_or(are_digits);
        is_number.then(|| Decimal(Arc::from(text)))
    }

    /// Reads what people write, whose decimal mark is known: `1.024.225`, `350000,5`. Groups have three digits, and
    /// where there is one there are all.
    pub fn read(text: &str, mark: Mark) -> Option<Decimal> {
        let (sign, digits) = text.strip_prefix('-').map_or(("", text), |rest| ("-", rest));
        let (whole, fraction) =
            digits.split_once(mark.as_str()).map_or((digits, None), |(whole, rest)| (whole, Some(rest)));
        let mut groups = whole.split(mark.group());
        let first = groups.next().unwrap_or_default();
        let mut plain = format!("{sign}{first}");
        for group in groups {
            if first.len() > 3 || first == "0" || group.len() != 3 {
                return None;
            }
            plain.push_str(group);
        }
        if let Some(fraction) = fraction {
            plain.push('.');
            plain.push_str(fraction);
        }
        Decimal::parse(&plain)
    }

    /// As programs write it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn parts(&self) -> (bool, &str, &str) {
        let digits = self.0.strip_prefix('-').unwrap_or(&self.0);
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        (digits.len() < self.0.len(), whole, fraction)
    }

    /// With the language's marks and groups; every digit stays.
    pub fn shown(&self, language: &str) -> String {
        let mark = Mark::of_language(language);
        let (negative, whole, fraction) = self.parts();
        let mut text = String::with_capacity(self.0.len() * 4 / 3 + 2);
        if negative {
            text.push('-');
        }
        for (index, digit) in whole.chars().enumerate() {
            if index > 0 && (whole.len() - index).is_multiple_of(3) {
                text.push(mark.group());
            }
            text.push(digit);
        }
        if !fraction.is_empty() {
            text.push_str(mark.as_str());
            text.push_str(fraction);
        }
        text
    }

    /// With at most this many digits after the mark, halves away from zero, and without zeros at the end.
    pub fn rounded(&self, places: usize) -> Decimal {
        let (negative, whole, fraction) = self.parts();
        let mut digits: Vec<u8> = whole.bytes().chain(fraction.bytes().take(places)).collect();
        if fraction.as_bytes().get(places).is_some_and(|digit| *digit >= b'5') {
            let kept = digits.iter().rposition(|digit| *digit != b'9');
            let after = kept.map_or(0, |at| at + 1);
            digits[after..].fill(b'0');
            match kept {
                Some(at) => digits[at] += 1,
                None => digits.insert(0, b'1'),
            }
        }
        let point = digits.len() - fraction.len().min(places);
        let digits = String::from_utf8_lossy(&digits);
        let fraction = digits[point..].trim_end_matches('0');
        let sign = if negative && digits.bytes().any(|digit| digit != b'0') { "-" } else { "" };
        let dot = if fraction.is_empty() { "" } else { "." };
        Decimal(format!("{sign}{}{dot}{fraction}", &digits[..point]).into())
    }

    /// How many digits stand after the mark.
    pub fn places(&self) -> usize {
        self.parts().2.len()
    }

    /// The number in units of a `places`-th decimal digit; `None` where it has more digits than that or is too large.
    pub fn scaled(&self, places: usize) -> Option<i128> {
        let (negative, whole, fraction) = self.parts();
        let zeros = places.checked_sub(fraction.len())?;
        let digits: i128 = format!("{whole}{fraction}").parse().ok()?;
        let size = digits.checked_mul(10_i128.checked_pow(u32::try_from(zeros).ok()?)?)?;
        Some(if negative { -size } else { size })
    }

    /// Which of two numbers is the larger, however many digits they have.
    pub fn compare(&self, other: &Decimal) -> Ordering {
        let ((negative, whole, fraction), (is_other_negative, other_whole, other_fraction)) =
            (self.parts(), other.parts());
        let places = fraction.len().max(other_fraction.len());
        let digits = |whole: &str, fraction: &str| format!("{whole}{fraction:0<places$}");
        let (own, others) = (digits(whole, fraction), digits(other_whole, other_fraction));
        let (own, others) = (own.trim_start_matches('0'), others.trim_start_matches('0'));
        let size = own.len().cmp(&others.len()).then_with(|| own.cmp(others));
        match (negative && !own.is_empty(), is_other_negative && !others.is_empty()) {
            (false, false) => size,
            (true, true) => size.reverse(),
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
        }
    }

    /// Whether every program that reads JSON has the same digits after reading it (RFC 7493 §2.2: a receiver keeps
    /// integers up to 2⁵³ and the precision of a double, fifteen digits; beyond that it is sent as text).
    pub fn fits_json(&self) -> bool {
        let (_, whole, fraction) = self.parts();
        whole.len() + fraction.trim_end_matches('0').len() <= 15
    }
}

impl From<i128> for Decimal {
    fn from(number: i128) -> Self {
        Decimal(number.to_string().into())
    }
}

fn are_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// `007`: a code, not a number.
fn is_code(whole: &str) -> bool {
    whole.len() > 1 && whole.starts_with('0')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str, mark: Mark) -> Option<String> {
        Decimal::read(text, mark).map(|number| number.as_str().to_owned())
    }

    #[test]
    fn a_declared_mark_says_which_of_two_readings_is_meant() {
        assert_eq!(read("350.000", Mark::Comma).as_deref(), Some("350000"));
        assert_eq!(read("350.000", Mark::Point).as_deref(), Some("350.000"));
        assert_eq!(read("-1.024.225,50", Mark::Comma).as_deref(), Some("-1024225.50"));
        assert_eq!(read("350000,5", Mark::Comma).as_deref(), Some("350000.5"));
    }

    #[test]
    fn what_is_no_number_in_the_declared_writing_is_none() {
        for text in
            ["1.5", "12.34.567", "1234.567", "0.350", "1,2,3", "1e3", "007", "+5", "1 000", "12%", "", "-", ",5", "5,"]
        {
            assert_eq!(read(text, Mark::Comma), None, "{text}");
        }
    }

    #[test]
    fn every_digit_stays() {
        let shown = |text: &str| Decimal::parse(text).unwrap().shown("vi");
        assert_eq!(shown("12345678901234567890"), "12.345.678.901.234.567.890");
        assert_eq!(shown("0.1234567890123"), "0,1234567890123");
        assert_eq!(shown("-2.000"), "-2,000");
    }

    #[test]
    fn rounding_is_that_of_decimal_digits() {
        let rounded = |text: &str, places| Decimal::parse(text).unwrap().rounded(places).as_str().to_owned();
        assert_eq!(rounded("1.005", 2), "1.01");
        assert_eq!(rounded("9.995", 2), "10");
        assert_eq!(rounded("-0.001", 1), "0");
        assert_eq!(rounded("1234.50", 6), "1234.5");
    }

    #[test]
    fn json_has_a_number_only_where_all_its_digits_survive() {
        let fits = |text: &str| Decimal::parse(text).unwrap().fits_json();
        assert!(fits("95.5") && fits("-3") && fits("0.1") && fits("999999999999999"));
        assert!(!fits("12345678901234567890") && !fits("0.12345678901234567"));
    }

    #[test]
    fn numbers_are_compared_by_size_and_not_by_their_digits() {
        let compare = |a: &str, b: &str| Decimal::parse(a).unwrap().compare(&Decimal::parse(b).unwrap());
        for (less, more) in
            [("9", "10"), ("-10", "-9"), ("0.5", "0.50001"), ("-1", "0"), ("9.75", "10"), ("-0.1", "0.1")]
        {
            assert_eq!(
                (compare(less, more), compare(more, less)),
                (Ordering::Less, Ordering::Greater),
                "{less} {more}"
            );
        }
        assert_eq!((compare("1.50", "1.5"), compare("-0", "0.0")), (Ordering::Equal, Ordering::Equal));
    }

    proptest! {
        #[test]
        fn what_is_shown_is_read_again(text in "-?(0|[1-9][0-9]{0,30})(\\.[0-9]{1,20})?") {
            let number = Decimal::parse(&text).unwrap();
            prop_assert_eq!(Decimal::read(&number.shown("vi"), Mark::Comma).unwrap(), number.clone());
            prop_assert_eq!(Decimal::read(&number.shown("en"), Mark::Point).unwrap(), number);
        }
    }
}
