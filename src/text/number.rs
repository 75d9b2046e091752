//! Turns numbers and sizes into what a reader of the language expects:
//! decimal comma and thousands dot in Vietnamese (`166.586.883`, `125,3`), the reverse in English.

use super::decimal::{Decimal, Mark};

/// A whole number with grouping.
pub fn count(value: impl TryInto<i128>, language: &str) -> String {
    Decimal::from(value.try_into().unwrap_or(i128::MAX)).shown(language)
}

/// Bytes as `482 byte`, `12 kB`, `1,2 MB` (powers of 1,000, as file managers of the last ten years).
pub fn file_size(bytes: u64, language: &str) -> String {
    const UNITS: [(&str, u64); 3] = [("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1_000)];
    for (unit, size) in UNITS {
        if bytes >= size {
            let parts = if bytes < 10 * size { 10 } else { 1 };
            let rounded = (u128::from(bytes) * parts + u128::from(size / 2)) / u128::from(size);
            let whole = count(rounded / parts, language);
            return match rounded % parts {
                0 => format!("{whole} {unit}"),
                tenth => format!("{whole}{}{tenth} {unit}", Mark::of_language(language).as_str()),
            };
        }
    }
    format!("{bytes} byte")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_as_the_language_writes_them() {
        assert_eq!(count(166_586_883, "vi"), "166.586.883");
        assert_eq!(count(16_533, "en"), "16,533");
        assert_eq!(count(i64::MIN, "vi"), "-9.223.372.036.854.775.808");
    }

    #[test]
    fn file_sizes_have_at_most_one_decimal() {
        assert_eq!(file_size(482, "vi"), "482 byte");
        assert_eq!(file_size(1_234_567, "vi"), "1,2 MB");
        assert_eq!(file_size(12_345, "en"), "12 kB");
        assert_eq!(file_size(9_999, "vi"), "10 kB");
        assert_eq!(file_size(u64::MAX, "en"), "18,446,744,074 GB");
    }
}
