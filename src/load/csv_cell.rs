//! Turns a cell into what stands for it in a CSV file (RFC 4180).

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
