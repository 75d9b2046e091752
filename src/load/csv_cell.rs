//! Turns a cell into what stands for it in a CSV file (RFC 4180).

use std::borrow::Cow;

/// Whoever begins a cell so writes a formula, to a spreadsheet.
const FORMULAS: [char; 4] = ['=', '+', '-', '@'];
const GUARD: char = '\'';

/// `needs_marks`: whether a cell with this byte stands in quotation marks; one with such a mark always does.
pub fn push(text: &mut String, cell: &str, needs_marks: impl Fn(u8) -> bool) {
    if cell.bytes().any(|byte| byte == b'"' || needs_marks(byte)) {
        text.push('"');
        text.push_str(&cell.replace('"', "\"\""));
        text.push('"');
    } else {
        text.push_str(cell);
    }
}

/// The cell as a spreadsheet takes it for text.
pub fn guarded(cell: &str) -> Cow<'_, str> {
    if cell.trim_start_matches(GUARD).starts_with(FORMULAS) { format!("{GUARD}{cell}").into() } else { cell.into() }
}

/// What was guarded, as it was before.
pub fn unguarded(cell: &str) -> &str {
    cell.strip_prefix(GUARD).filter(|rest| rest.trim_start_matches(GUARD).starts_with(FORMULAS)).unwrap_or(cell)
}
