//! Turns numbers, sizes and telephone numbers into what a reader of the language expects:
//! decimal comma and thousands dot in Vietnamese (`166.586.883`, `125,3`), the reverse in English.

/// A number with grouping; at most `decimals` digits after the mark, zeros at the end left off.
pub fn number(value: f64, decimals: usize, language: &str) -> String {
    let (group, mark) = if language == "vi" { ('.', ',') } else { (',', '.') };
    let plain = format!("{:.decimals$}", value.abs());
    let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
    let fraction = fraction.trim_end_matches('0');
    let mut text = String::new();
    if value < 0.0 && plain.bytes().any(|b| matches!(b, b'1'..=b'9')) {
        text.push('-');
    }
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            text.push(group);
        }
        text.push(digit);
    }
    if !fraction.is_empty() {
        text.push(mark);
        text.push_str(fraction);
    }
    text
}

/// Bytes as `482 byte`, `12 kB`, `1,2 MB` (powers of 1,000, as file managers of the last ten years).
pub fn file_size(bytes: u64, language: &str) -> String {
    const UNITS: [(&str, u64); 3] = [("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1_000)];
    for (unit, size) in UNITS {
        if bytes >= size {
            let value = bytes as f64 / size as f64;
            let decimals = usize::from(value < 10.0);
            return format!("{} {unit}", number(value, decimals, language));
        }
    }
    format!("{bytes} byte")
}

/// The `tel:` form (RFC 3966) of a Vietnamese number as written: `0844.689.393` → `+84844689393`.
///
/// Short numbers (`1022`) and the provincial call centre written with its area code (`0271.1022`)
/// are not subscriber numbers: they only work as dialled, so they keep their digits.
pub fn telephone(written: &str) -> String {
    let digits: String = written.chars().filter(char::is_ascii_digit).collect();
    if written.trim_start().starts_with('+') {
        return format!("+{digits}");
    }
    match digits.strip_prefix('0') {
        Some(rest) if digits.len() >= 10 => format!("+84{rest}"),
        _ => digits,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_as_the_language_writes_them() {
        assert_eq!(number(166_586_883.0, 0, "vi"), "166.586.883");
        assert_eq!(number(125.3, 2, "vi"), "125,3");
        assert_eq!(number(16_533.0, 0, "en"), "16,533");
        assert_eq!(number(-0.001, 1, "vi"), "0");
        assert_eq!(number(-1234.5, 1, "en"), "-1,234.5");
    }

    #[test]
    fn file_sizes_have_at_most_one_decimal() {
        assert_eq!(file_size(482, "vi"), "482 byte");
        assert_eq!(file_size(1_234_567, "vi"), "1,2 MB");
        assert_eq!(file_size(12_345, "en"), "12 kB");
    }

    #[test]
    fn the_hotlines_of_the_report_can_be_dialled() {
        assert_eq!(telephone("0844.689.393"), "+84844689393");
        assert_eq!(telephone("02713.879.193"), "+842713879193");
        assert_eq!(telephone("02713.888.891"), "+842713888891");
        assert_eq!(telephone("02713.870.047"), "+842713870047");
        assert_eq!(telephone("0271.1022"), "02711022");
        assert_eq!(telephone("1022"), "1022");
    }
}
