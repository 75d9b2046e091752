//! Writes a drawing in the one plain way: UTF-8, no prefix but `xlink` and `xml`, every special letter escaped.

const XLINK: &str = " xmlns:xlink=\"http://www.w3.org/1999/xlink\"";

pub struct Writer {
    out: String,
    has_xlink: bool,
    /// Where the prefix is declared when it turns out to be needed.
    xlink_at: Option<usize>,
    /// The last tag is that of an element without contents.
    closed: bool,
}

impl Writer {
    /// `source` says how long it may become, and whether `xlink` is needed.
    pub fn new(source: &str) -> Writer {
        let has_xlink = memchr::memmem::find(source.as_bytes(), b"http://www.w3.org/1999/xlink").is_some();
        Writer { out: String::with_capacity(source.len() + 64), has_xlink, xlink_at: None, closed: false }
    }

    pub fn start(&mut self, name: &str, attributes: &[(&'static str, String)], is_root: bool, is_empty: bool) {
        self.out.extend(["<", name]);
        if is_root {
            self.out.push_str(" xmlns=\"http://www.w3.org/2000/svg\"");
            self.xlink_at = (!self.has_xlink).then_some(self.out.len());
            if self.has_xlink {
                self.out.push_str(XLINK);
            }
        }
        for (key, value) in attributes {
            self.has_xlink |= key.starts_with("xlink:");
            self.out.extend([" ", key, "=\""]);
            self.escape(value, true);
            self.out.push('"');
        }
        self.out.push_str(if is_empty { "/>" } else { ">" });
        self.closed = is_empty;
    }

    pub fn text(&mut self, text: &str) {
        // Nothing stands between the start of an empty element and its end.
        if !self.closed {
            self.escape(text, false);
        }
    }

    pub fn end(&mut self, name: &str) {
        if !std::mem::take(&mut self.closed) {
            self.out.extend(["</", name, ">"]);
        }
    }

    pub fn into_text(mut self) -> String {
        if let Some(at) = self.xlink_at.filter(|_| self.has_xlink) {
            self.out.insert_str(at, XLINK);
        }
        self.out.truncate(self.out.trim_end().len());
        self.out.push('\n');
        self.out
    }

    fn escape(&mut self, text: &str, in_attribute: bool) {
        let mut rest = text;
        while let Some(at) = rest.find(['&', '<', '>', '"', '\t', '\n', '\r']) {
            let (before, from) = rest.split_at(at);
            self.out.push_str(before);
            let letter = &from[..1];
            self.out.push_str(match letter {
                "&" => "&amp;",
                "<" => "&lt;",
                ">" => "&gt;",
                "\r" => "&#13;",
                "\"" if in_attribute => "&quot;",
                "\t" if in_attribute => "&#9;",
                "\n" if in_attribute => "&#10;",
                letter => letter,
            });
            rest = &from[1..];
        }
        self.out.push_str(rest);
    }
}
