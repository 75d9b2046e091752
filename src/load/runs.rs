//! Says which cells a spreadsheet would run instead of showing, and makes of one what it only shows.
//!
//! A program that opens a CSV takes what begins with `=`, `+`, `-`, `@`, a tab or a carriage return for a formula, and formulas
//! can send what stands in other cells elsewhere (OWASP, CSV Injection). Numbers begin with `-` too and run nothing.

use std::borrow::Cow;

use crate::text::decimal::{Decimal, Mark};

/// Whether a cell would be run.
pub fn runs(cell: &str) -> bool {
    let begins = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    begins && !is_harmless(cell)
}

/// Signs alone, and numbers in either writing.
fn is_harmless(cell: &str) -> bool {
    let number = cell.strip_prefix('+').unwrap_or(cell).trim_end_matches('%');
    let is_number = [Mark::Comma, Mark::Point].iter().any(|mark| Decimal::read(number, *mark).is_some());
    is_number || cell.chars().all(|sign| matches!(sign, '-' | '+'))
}

/// The cell with an apostrophe before it where it would be run: programs then take it for text.
pub fn shown_only(cell: &str) -> Cow<'_, str> {
    if runs(cell) { Cow::Owned(format!("'{cell}")) } else { Cow::Borrowed(cell) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_be_run_is_shown_only_and_numbers_stay_numbers() {
        for cell in [
            "=1+1",
            "+cmd|'/C calc'!A0",
            "-2+3",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            "=HYPERLINK(\"x\")",
            "+84 271 1022",
            "- chi",
        ] {
            assert_eq!(shown_only(cell), format!("'{cell}"), "{cell}");
        }
        for cell in ["-5", "-1.234,5", "-1,234.5", "+3", "-12%", "-", "--", "–", "a=1", "", "'=1"] {
            assert_eq!(shown_only(cell), cell, "{cell}");
        }
    }
}
