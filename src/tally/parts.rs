//! Parts of a whole and growth: turns two counts into tenths of a percent, and those into what readers expect.

use crate::text::decimal::Mark;
use crate::text::number::count;

/// `79` → `7,9%`, `1000` → `100%`.
pub fn percent(tenths: i64, language: &str) -> String {
    let sign = if tenths < 0 { "-" } else { "" };
    let (whole, tenth) = (tenths.unsigned_abs() / 10, tenths.unsigned_abs() % 10);
    let whole = count(whole, language);
    match tenth {
        0 => format!("{sign}{whole}%"),
        _ => format!("{sign}{whole}{}{tenth}%", Mark::of_language(language).as_str()),
    }
}

/// A part of a whole in tenths of a percent; `None` where there is no whole.
pub fn share(part: i64, whole: i64) -> Option<i64> {
    if whole <= 0 {
        return None;
    }
    let (part, whole) = (i128::from(part), i128::from(whole));
    i64::try_from((2000 * part + whole).div_euclid(2 * whole)).ok()
}

/// How much more something is than before, in tenths of a percent.
pub fn growth(now: i64, before: i64) -> Option<i64> {
    share(now, before).map(|share| share - 1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_and_growth_are_exact_to_a_tenth_of_a_percent() {
        assert_eq!(growth(16_533, 15_316), Some(79));
        assert_eq!(share(16_533, 16_000), Some(1033));
        assert_eq!(growth(166_586_883, 73_943_269), Some(1253));
        assert_eq!(growth(1, 2), Some(-500));
        assert_eq!(share(1, 16), Some(63), "6.25 is rounded up");
        assert_eq!((share(1, 0), growth(5, 0)), (None, None));
        assert_eq!(share(i64::MAX, 1), None);
    }
}
