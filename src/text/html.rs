//! Turns plain text into text that may stand in HTML.

/// Text as it may stand in HTML, also inside a quoted attribute.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        let entity = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            _ => continue,
        };
        escaped.push_str(&text[from..at]);
        escaped.push_str(entity);
        from = at + 1;
    }
    escaped.push_str(&text[from..]);
    escaped
}
