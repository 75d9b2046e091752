//! Turns numbers as a workbook stores them into the digits that people see in it, and serial numbers into days.
//!
//! A program for spreadsheets keeps binary floats and shows at most fifteen digits: `0.30000000000000004` is 0.3 to whoever looks.

use std::borrow::Cow;

use jiff::ToSpan;
use jiff::civil::Date;

use crate::text::decimal::Decimal;

/// As many digits as a program shows (ECMA-376 18.3.1.96 leaves it open; Excel and LibreOffice show fifteen).
const DIGITS: usize = 15;

/// `-1234.5` for `-1.2345E3`; `None` for what is no number, and for one that nobody would write out.
pub fn digits(stored: &str) -> Option<Cow<'_, str>> {
    const MOST_PLACES: i32 = 30;
    if stored.bytes().filter(u8::is_ascii_digit).count() <= DIGITS
        && (is_usual(stored) || Decimal::parse(stored).is_some())
    {
        return Some(Cow::Borrowed(stored));
    }
    let number: f64 = stored.trim().parse().ok().filter(|number: &f64| number.is_finite())?;
    if number == 0.0 {
        return Some(Cow::Borrowed("0"));
    }
    let shortest = format!("{:.*e}", DIGITS - 1, number.abs());
    let (mantissa, exponent) = shortest.split_once('e')?;
    let exponent: i32 = exponent.parse().ok().filter(|exponent: &i32| exponent.abs() <= MOST_PLACES)?;
    let digits = mantissa.replace('.', "");
    let digits = digits.trim_end_matches('0');
    let whole = usize::try_from(exponent + 1).unwrap_or(0);
    let sign = if number < 0.0 { "-" } else { "" };
    Some(Cow::Owned(match exponent {
        _ if exponent < 0 => format!("{sign}0.{}{digits}", "0".repeat(exponent.unsigned_abs() as usize - 1)),
        _ if digits.len() <= whole => format!("{sign}{digits:0<whole$}"),
        _ => format!("{sign}{}.{}", &digits[..whole], &digits[whole..]),
    }))
}

/// Most numbers: seen without making one of them.
fn is_usual(stored: &str) -> bool {
    let (whole, fraction) = stored.split_once('.').unwrap_or((stored, "0"));
    let are_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    are_digits(whole) && are_digits(fraction) && (whole.len() == 1 || !whole.starts_with('0'))
}

/// A number a hundred times as large, as a share in per cent.
pub fn in_per_cent(digits: &str) -> String {
    let (sign, size) = digits.strip_prefix('-').map_or(("", digits), |rest| ("-", rest));
    let (whole, fraction) = size.split_once('.').unwrap_or((size, ""));
    let (more, rest) = fraction.split_at(fraction.len().min(2));
    let whole = format!("{whole}{more:0<2}");
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    if rest.is_empty() { format!("{sign}{whole}%") } else { format!("{sign}{whole}.{rest}%") }
}

/// The day of a serial number, with its time where it has one: `2024-12-31`, `2024-12-31T08:30`. `None` where it is no day of a
/// calendar that people use.
pub fn day(serial: &str, since_1904: bool) -> Option<String> {
    const MINUTES: f64 = 1440.0;
    let number: f64 = serial.trim().parse().ok().filter(|number| (1.0..2_958_466.0).contains(number))?;
    let minutes = (number * MINUTES).round();
    let (days, minute) = ((minutes / MINUTES).floor() as i64, (minutes % MINUTES) as i64);
    // Programs count a 29 February 1900, which never was.
    let begin = match since_1904 {
        true => Date::constant(1904, 1, 1),
        false if days < 60 => Date::constant(1899, 12, 31),
        false => Date::constant(1899, 12, 30),
    };
    let date = begin.checked_add(days.days()).ok()?;
    Some(if minute == 0 { date.to_string() } else { format!("{date}T{:02}:{:02}", minute / 60, minute % 60) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_have_the_digits_that_people_see() {
        for (stored, shown) in [
            ("1250.5", "1250.5"),
            ("0.30000000000000004", "0.3"),
            ("1.2505E3", "1250.5"),
            ("-9.9999999999999995E-2", "-0.1"),
            ("1E+20", "100000000000000000000"),
            ("12345678901234567", "12345678901234600"),
            ("1.50", "1.50"),
            ("0", "0"),
            ("-0.0", "-0.0"),
        ] {
            assert_eq!(digits(stored).as_deref(), Some(shown), "{stored}");
        }
        for stored in ["", "abc", "NaN", "inf", "1E300", "1E-99"] {
            assert_eq!(digits(stored), None, "{stored}");
        }
    }

    #[test]
    fn shares_are_in_per_cent() {
        for (stored, shown) in [("0.125", "12.5%"), ("1", "100%"), ("-0.05", "-5%"), ("0", "0%"), ("0.0015", "0.15%")] {
            assert_eq!(in_per_cent(stored), shown);
        }
    }

    #[test]
    fn serial_numbers_are_days() {
        for (serial, since_1904, shown) in [
            ("45292", false, "2024-01-01"),
            ("45292.354166666664", false, "2024-01-01T08:30"),
            ("1", false, "1900-01-01"),
            ("61", false, "1900-03-01"),
            ("43830", true, "2024-01-01"),
        ] {
            assert_eq!(day(serial, since_1904).as_deref(), Some(shown), "{serial}");
        }
        for serial in ["-1", "0.5", "9999999", "x"] {
            assert_eq!(day(serial, false), None, "{serial}");
        }
    }

    proptest! {
        #[test]
        fn any_stored_number_is_a_decimal_of_at_most_fifteen_digits(number in any::<f64>()) {
            if let Some(digits) = digits(&number.to_string()) {
                prop_assert!(Decimal::parse(&digits).is_some(), "{}", digits);
                let read: f64 = digits.parse().unwrap();
                prop_assert!((read - number).abs() <= number.abs() * 1e-14);
            }
        }
    }
}
