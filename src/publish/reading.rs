//! Turns the HTML of a page into what a reader reads of it: its title, the lines of its main part, the files that it leads to, and
//! apart from these the frame that all pages have.
//!
//! Only pages that a build made are read, so nothing is made of mistakes in HTML.

use std::collections::BTreeSet;

#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Reading {
    /// The first heading of the main part, else that of the window.
    pub title: String,
    /// Its kind of content, where the page names one.
    pub kind: String,
    /// It lists others, or is one of the portal's own: no editor has written it.
    pub is_list: bool,
    /// Of the main part, in order.
    pub lines: Vec<String>,
    /// Addresses of pictures and downloads of the main part.
    pub files: BTreeSet<String>,
    /// Everything else: header, menus, footer, scripts and styles.
    pub frame: Vec<String>,
    /// It asks search engines not to show it.
    pub is_hidden: bool,
    /// Where it leads at once, if it is an old address.
    pub leads_to: Option<String>,
}

/// Elements in the middle of a line; all others end it.
const INLINE: &[&str] = &[
    "a", "abbr", "b", "bdi", "cite", "code", "data", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q", "s", "small",
    "span", "strong", "sub", "sup", "time", "u", "wbr",
];

/// What a heading must not be lost behind.
const UNREAD: &[&str] = &["script", "style", "template", "noscript", "svg"];

pub fn read(html: &[u8]) -> Reading {
    let text = String::from_utf8_lossy(html);
    let mut reader = Reader::default();
    let mut rest = &*text;
    while let Some(at) = rest.find('<') {
        reader.words(&rest[..at]);
        rest = &rest[at..];
        let end = if rest.starts_with("<!--") { rest.find("-->").map(|end| end + 3) } else { tag_end(rest) };
        let (tag, after) = rest.split_at(end.unwrap_or(rest.len()));
        rest = after;
        if !tag.starts_with("<!") {
            reader.tag(tag);
        }
        // What stands in them is no text.
        if let Some(name) = UNREAD.iter().find(|name| is_tag(tag, name)) {
            let closing = rest.find(&format!("</{name}")).unwrap_or(rest.len());
            reader.reading.frame.push(format!("{tag}{}", &rest[..closing]));
            rest = &rest[closing..];
        }
    }
    reader.words(rest);
    reader.end_line();
    reader.reading
}

#[derive(Default)]
struct Reader {
    reading: Reading,
    line: String,
    in_main: bool,
    in_title: bool,
    in_heading: bool,
    window: String,
}

impl Reader {
    fn words(&mut self, text: &str) {
        if self.in_title {
            self.window.push_str(&decoded(text));
        } else {
            self.line.push_str(&decoded(text));
        }
    }

    fn end_line(&mut self) {
        let line = self.line.split_whitespace().collect::<Vec<_>>().join(" ");
        self.line.clear();
        if line.is_empty() {
            return;
        }
        if self.in_heading && self.reading.title.is_empty() {
            self.reading.title.clone_from(&line);
        } else if self.in_main {
            self.reading.lines.push(line);
        } else {
            self.reading.frame.push(line);
        }
    }

    fn tag(&mut self, tag: &str) {
        let name = name_of(tag);
        if INLINE.contains(&name.trim_start_matches('/')) {
            self.notes(name, tag);
            return;
        }
        self.end_line();
        match name {
            "main" => self.in_main = true,
            "/main" => self.in_main = false,
            "title" => self.in_title = true,
            "/title" => {
                self.in_title = false;
                let window = std::mem::take(&mut self.window);
                // It has the name of the portal in it, so the frame must not: a title that changes would count as both.
                self.window = window.trim().to_owned();
            }
            "h1" if self.in_main => self.in_heading = true,
            "/h1" => self.in_heading = false,
            "/html" if self.reading.title.is_empty() => self.reading.title = std::mem::take(&mut self.window),
            "meta" if attribute(tag, "http-equiv").is_some_and(|value| value.eq_ignore_ascii_case("refresh")) => {
                let content = attribute(tag, "content").unwrap_or_default();
                self.reading.leads_to = content.split_once("url=").map(|(_, url)| url.to_owned());
            }
            "meta" if attribute(tag, "name").as_deref() == Some("robots") => {
                self.reading.is_hidden = attribute(tag, "content").is_some_and(|content| content.contains("noindex"));
            }
            _ => self.notes(name, tag),
        }
    }

    /// Addresses, and what else may change without a letter of text.
    fn notes(&mut self, name: &str, tag: &str) {
        if name == "body" {
            let classes = attribute(tag, "class").unwrap_or_default();
            let kind = classes.split(' ').find_map(|class| class.strip_prefix("kind-")).unwrap_or_default();
            kind.clone_into(&mut self.reading.kind);
            self.reading.is_list = classes.split(' ').any(|class| class.starts_with("type-") && class != "type-item");
        }
        let address = ["src", "href", "data-src"].iter().find_map(|key| attribute(tag, key));
        let Some(address) = address else { return };
        if self.in_main && is_file(&address) {
            self.reading.files.insert(address);
        } else if !self.in_main {
            self.reading.frame.push(format!("{name} {address}"));
        }
    }
}

/// Not a page, but something to look at or to take along.
fn is_file(address: &str) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let name = path.rsplit('/').next().unwrap_or_default();
    let end = name.rsplit_once('.').map_or("", |(_, end)| end);
    !address.contains(':')
        && !path.starts_with("/assets/")
        && !matches!(end, "" | "html" | "htm" | "json" | "xml" | "ics")
}

fn name_of(tag: &str) -> &str {
    let tag = tag.trim_start_matches('<');
    let slash = usize::from(tag.starts_with('/'));
    let end = tag[slash..].find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '-');
    &tag[..end.map_or(tag.len(), |end| end + slash)]
}

fn is_tag(tag: &str, name: &str) -> bool {
    name_of(tag) == name && !tag.ends_with("/>")
}

/// The byte behind the bracket that ends a tag.
fn tag_end(text: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            (None, b'>') => return Some(at + 1),
            _ => {}
        }
    }
    None
}

fn attribute(tag: &str, key: &str) -> Option<String> {
    let mut from = 0;
    while let Some(at) = tag[from..].find(key).map(|at| from + at) {
        from = at + key.len();
        let is_whole = tag[..at].ends_with(|letter: char| letter.is_whitespace());
        let Some(value) = tag[from..].strip_prefix('=').filter(|_| is_whole) else { continue };
        let value = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => value[1..].split(quote).next().unwrap_or_default(),
            _ => value.split(|letter: char| letter.is_whitespace() || letter == '>').next().unwrap_or_default(),
        };
        return Some(decoded(value));
    }
    None
}

/// Text without the entities that a build writes.
fn decoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.find(';').filter(|end| *end < 10);
        let letter = end.and_then(|end| letter_of(&rest[1..end]));
        match (letter, end) {
            (Some(letter), Some(end)) => {
                out.push(letter);
                rest = &rest[end + 1..];
            }
            _ => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

fn letter_of(name: &str) -> Option<char> {
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        _ => {
            let number = name.strip_prefix('#')?;
            let hex = number.strip_prefix(['x', 'X']).map(|digits| u32::from_str_radix(digits, 16).ok());
            char::from_u32(hex.unwrap_or_else(|| number.parse().ok())?)?
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_readers_read_is_told_from_the_frame_around_it() {
        let page = read(
            "<!DOCTYPE html><html><head><title>Bão - Cổng</title><link rel=\"stylesheet\" href=\"/assets/a.1.css\"><style>p{}</style></head>\
             <body class=\"type-item kind-notice\"><nav><a href=\"/\">Trang chủ</a></nav><main id=\"main\"><h1>Bão <em>số 3</em></h1>\
             <p>Sơ tán trước <b>18 giờ</b> &amp; mang theo&nbsp;giấy tờ.</p><ul><li>Một</li><li>Hai</li></ul>\
             <a href=\"/thong-bao/bao/ban-do.svg?x\">Bản đồ</a><img src=anh.jpg alt=\"a > b\"><a href=\"/lien-he/\">Gọi</a></main>\
             <footer>Ban Biên tập</footer></body></html>"
                .as_bytes(),
        );
        assert_eq!((&*page.title, &*page.kind), ("Bão số 3", "notice"));
        assert_eq!(page.lines, ["Sơ tán trước 18 giờ & mang theo giấy tờ.", "Một", "Hai", "Bản đồ", "Gọi"]);
        assert_eq!(page.files.iter().collect::<Vec<_>>(), ["/thong-bao/bao/ban-do.svg?x", "anh.jpg"]);
        assert_eq!(page.frame, ["link /assets/a.1.css", "<style>p{}", "a /", "Trang chủ", "Ban Biên tập"]);
        assert_eq!((page.leads_to, page.is_list), (None, false));
        assert!(read(b"<body class=\"type-facet kind-notice\">").is_list);
    }

    #[test]
    fn a_page_that_asks_not_to_be_shown_is_known_however_the_tag_is_written() {
        for hidden in [&b"<meta name=\"robots\" content=\"noindex\">"[..], b"<meta content=noindex name=robots>"] {
            assert!(read(hidden).is_hidden);
        }
        assert!(!read(b"<meta name=description content=\"robots noindex\"><p>noindex</p>").is_hidden);
    }

    #[test]
    fn an_old_address_says_where_it_leads() {
        let page =
            read(b"<title>x</title><meta http-equiv=\"refresh\" content=\"0; url=/moi/\"><a href=\"/moi/\">/moi/</a>");
        assert_eq!(page.leads_to.as_deref(), Some("/moi/"));
    }

    #[test]
    fn whatever_it_is_given_it_ends() {
        for odd in ["", "<", "<a", "<a b='", "&", "&#x;", "<!--", "<script>", "</", "<main", "&#999999999;", "<h1>a"] {
            read(odd.as_bytes());
        }
    }
}
