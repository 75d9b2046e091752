//! Turns a page into one that can be kept as a file: styles and drawings of the theme are in it, scripts are not, and what leads to
//! the portal leads there from anywhere.
//!
//! The page says by a policy of its own that nothing else is to be loaded; its styles are allowed by their hash.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use crate::load::base::Base;
use crate::load::theme::{Asset, Theme};
use crate::tables;

pub fn page(html: &str, theme: &Theme, base: &Base) -> Vec<u8> {
    let mut out = Standalone { theme, base, html: String::with_capacity(html.len() * 2), hashes: Vec::new() };
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        out.html.push_str(&rest[..at]);
        rest = out.tag(&rest[at..]);
    }
    out.html.push_str(rest);
    let styles: Vec<String> = out.hashes.iter().map(|hash| format!("'sha256-{hash}'")).collect();
    let policy = format!(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src {}; img-src data:; base-uri 'none'; form-action {}\">",
        if styles.is_empty() { "'none'".to_owned() } else { styles.join(" ") },
        base.origin(),
    );
    // Browsers look for the encoding first.
    let from = out.html.find("<meta charset").or_else(|| out.html.find("<head"));
    let end = from.and_then(|from| Some(from + out.html[from..].find('>')? + 1)).unwrap_or_default();
    out.html.insert_str(end, &policy);
    out.html.into_bytes()
}

struct Standalone<'a> {
    theme: &'a Theme,
    base: &'a Base,
    html: String,
    /// Of the styles that are in the page.
    hashes: Vec<String>,
}

impl Standalone<'_> {
    /// Writes what becomes of the tag that the text begins with; what follows it.
    fn tag<'t>(&mut self, text: &'t str) -> &'t str {
        let end = tag_end(text);
        let (tag, rest) = text.split_at(end);
        if is(tag, "script") {
            return rest.split_once("</script>").map_or("", |(_, rest)| rest);
        }
        let attributes = attributes(tag);
        let value = |name: &str| attributes.iter().find(|(known, _)| *known == name).map(|(_, value)| *value);
        if is(tag, "link") && value("rel") == Some("stylesheet") {
            if let Some(asset) = value("href").and_then(|href| self.asset(href)) {
                let style = String::from_utf8_lossy(&asset.bytes).into_owned();
                self.hashes.push(STANDARD.encode(Sha256::digest(style.as_bytes())));
                self.html.extend(["<style>", &style, "</style>"]);
            }
            return rest;
        }
        let mut from = 0;
        for (name, value) in attributes.iter().filter(|(name, _)| matches!(*name, "href" | "src" | "action")) {
            let at = value.as_ptr() as usize - tag.as_ptr() as usize;
            let Some(instead) = self.address(name, value) else { continue };
            self.html.extend([&tag[from..at], &instead]);
            from = at + value.len();
        }
        self.html.push_str(&tag[from..]);
        rest
    }

    /// What stands in the place of an address of the portal; `None` where it may stay.
    fn address(&self, name: &str, value: &str) -> Option<String> {
        if !value.starts_with('/') || value.starts_with("//") {
            return None;
        }
        let drawing = self.asset(value).filter(|_| name == "src" || value.ends_with(".svg"));
        Some(match drawing {
            Some(asset) => {
                format!("data:{};base64,{}", tables::media_type(&asset.output), STANDARD.encode(&asset.bytes))
            }
            None => format!("{}{value}", self.base.origin()),
        })
    }

    fn asset(&self, address: &str) -> Option<&Asset> {
        let is_it = |asset: &&Asset| self.base.url(&format!("/{}", asset.output)).as_str() == address;
        self.theme.assets.values().find(is_it)
    }
}

fn is(tag: &str, name: &str) -> bool {
    let own = tag[1..].split(|letter: char| letter.is_whitespace() || matches!(letter, '>' | '/')).next();
    own.is_some_and(|own| own.eq_ignore_ascii_case(name))
}

/// Behind the bracket that closes a tag, or a comment.
fn tag_end(text: &str) -> usize {
    if text.starts_with("<!--") {
        return text.find("-->").map_or(text.len(), |at| at + 3);
    }
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match (quote, byte) {
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            (None, b'>') => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// Names and values as they are written, without quotation marks; a value that is not there is empty.
fn attributes(tag: &str) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    let inside = tag.trim_end_matches('>');
    let mut at = inside.find(char::is_whitespace).unwrap_or(inside.len());
    while let Some(start) = inside[at..].find(|letter: char| !letter.is_whitespace()).map(|skip| at + skip) {
        let name_end =
            inside[start..].find(|c: char| c.is_whitespace() || c == '=').map_or(inside.len(), |n| start + n);
        let name = &inside[start..name_end.max(start + 1).min(inside.len())];
        at = name_end.max(start + name.len());
        if !inside[at..].starts_with('=') {
            found.push((name, &inside[at..at]));
            continue;
        }
        at += 1;
        let value = match inside[at..].chars().next() {
            Some(quote @ ('"' | '\'')) => {
                let end = inside[at + 1..].find(quote).map_or(inside.len(), |end| at + 1 + end);
                let value = &inside[at + 1..end];
                at = (end + 1).min(inside.len());
                value
            }
            _ => {
                let end = inside[at..].find(char::is_whitespace).map_or(inside.len(), |end| at + end);
                let value = &inside[at..end];
                at = end;
                value
            }
        };
        found.push((name, value));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::Memory;
    use crate::load::theme;

    fn made(html: &str, base: &str) -> String {
        let mut files = Memory::new();
        files.put("themes/rieng/assets/a.css", b"b { color: red }");
        files.put("themes/rieng/assets/a.svg", b"<svg/>");
        let theme = theme::load(&files, "rieng", &[], &mut Vec::new());
        let base = Base::parse(base).unwrap();
        let address = |name: &str| base.url(&format!("/{}", theme.assets[name].output)).to_string();
        let html = html.replace("CSS", &address("a.css")).replace("SVG", &address("a.svg"));
        String::from_utf8(page(&html, &theme, &base)).unwrap()
    }

    #[test]
    fn styles_and_drawings_are_in_the_page_and_scripts_are_not() {
        let html = "<head><meta charset=\"utf-8\"><link rel=stylesheet href=CSS integrity=\"x\"><script src=\"/a.js\" defer></script></head><img src=\"SVG\" alt=\"a>b\">";
        for base in ["https://a.vn", "https://a.vn/so-y-te"] {
            let page = made(html, base);
            assert!(page.contains("<style>b { color: red }</style>"), "{page}");
            assert!(page.contains("<img src=\"data:image/svg+xml;base64,PHN2Zy8+\" alt=\"a>b\">"), "{page}");
            assert!(!page.contains("script>") && !page.contains("/a.js"), "{page}");
            // printf 'b { color: red }' | openssl dgst -sha256 -binary | base64
            assert!(page.contains("style-src 'sha256-O28scEPi1wp28nkUG+W8j5nTbUOBZEuee0EWEjDpinQ='"), "{page}");
            assert!(page.starts_with("<head><meta charset=\"utf-8\"><meta http-equiv"), "{page}");
        }
    }

    #[test]
    fn what_leads_to_the_portal_leads_there_from_anywhere() {
        let html =
            "<a href=/tin-tuc/>a</a><a class='x' href='#b'>b</a><a href=\"https://c.vn/\">c</a><form action=\"/tim/\">";
        let page = made(html, "https://a.vn");
        let body = &page[page.find("<a ").unwrap()..];
        assert_eq!(
            body,
            "<a href=https://a.vn/tin-tuc/>a</a><a class='x' href='#b'>b</a><a href=\"https://c.vn/\">c</a><form action=\"https://a.vn/tim/\">"
        );
    }
}
