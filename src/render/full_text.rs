//! Turns the body of an item into the HTML that a feed carries in full: every address absolute, nothing that runs, sends or loads a
//! page, and nothing that only the portal's own styles and scripts understand.
//!
//! It goes by lists of what may stay. A body is made by the generator, with all that contributors wrote escaped, so a tag is what
//! stands between `<` and the next `>` outside quotes; what does not read so ends the text.

use super::Renderer;
use super::body::Loading;
use super::context::body_html;
use super::view::View;
use crate::diag::Finding;
use crate::load::base::Base;
use crate::model::{PageId, Site};

/// How many bytes the text of one item may have; a longer one stands with its summary alone.
pub const MOST_OF_ITEM: usize = 64 << 10;

/// How many bytes all texts of one feed may have together. Readers ask for a feed many times a day.
pub const MOST_OF_FEED: usize = 512 << 10;

/// What may stand in a feed.
const ELEMENTS: &[&str] = &[
    "a",
    "abbr",
    "b",
    "blockquote",
    "br",
    "caption",
    "cite",
    "code",
    "dd",
    "del",
    "details",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "section",
    "small",
    "span",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "u",
    "ul",
    "video",
];

/// Whatever stands in these goes with them.
const WHOLE: &[&str] =
    &["script", "style", "form", "iframe", "object", "svg", "template", "button", "select", "textarea", "nav"];

const ATTRIBUTES: &[&str] = &[
    "href", "src", "alt", "title", "width", "height", "lang", "dir", "colspan", "rowspan", "scope", "start",
    "datetime", "controls",
];

/// The text of each item in full, as far as the bounds go; `None` where it stands with its summary alone.
pub fn texts(renderer: &Renderer, items: &[PageId]) -> Result<Vec<Option<String>>, Box<Finding>> {
    let mut left = MOST_OF_FEED;
    let mut text = |id: &PageId| -> Result<Option<String>, Box<Finding>> {
        let found = text(renderer, *id)?.filter(|text| text.len() <= MOST_OF_ITEM.min(left));
        left -= found.as_ref().map_or(0, String::len);
        Ok(found)
    };
    items.iter().map(&mut text).collect()
}

/// Whether the feeds of a portal carry texts.
pub fn is_wanted(site: &Site) -> bool {
    site.config.outputs.feed_text.is_full()
}

fn text(renderer: &Renderer, id: PageId) -> Result<Option<String>, Box<Finding>> {
    let portal = renderer.portal();
    let page = portal.site.page(id);
    let view = View::of_machines(portal, page, renderer.document(id));
    if !view.document.body.has_text {
        return Ok(None);
    }
    let body = body_html(renderer, view.document, view.references(), Loading::Late)?;
    let text = for_feeds(&body, &portal.site.config.base, &portal.absolute(&page.url));
    Ok(Some(text).filter(|text| !text.trim().is_empty()))
}

/// `page`: the absolute address of the page whose body it is; what points into the page leads there.
fn for_feeds(body: &str, base: &Base, page: &str) -> String {
    let mut out = String::with_capacity(body.len() + body.len() / 8);
    // The element that is left out with all that it holds, and how often it stands open in itself.
    let mut without: Option<(&str, usize)> = None;
    let mut rest = body;
    while let Some(at) = rest.find('<') {
        if without.is_none() {
            out.push_str(&rest[..at]);
        }
        let Some(tag) = Tag::read(&rest[at..]) else { return out };
        rest = &rest[at + tag.length..];
        if let Some((name, open)) = &mut without {
            if tag.name == *name {
                *open = if tag.closes { *open - 1 } else { *open + 1 };
            }
            without = without.filter(|(_, open)| *open > 0);
        } else if let Some(name) = WHOLE.iter().find(|name| **name == tag.name) {
            without = (!tag.closes).then_some((*name, 1));
        } else if ELEMENTS.contains(&tag.name) {
            tag.write(base, page, &mut out);
        }
    }
    if without.is_none() {
        out.push_str(rest);
    }
    out
}

/// A tag of the generator's own HTML.
struct Tag<'a> {
    name: &'a str,
    closes: bool,
    /// What stands behind the name.
    more: &'a str,
    length: usize,
}

impl<'a> Tag<'a> {
    /// `text` begins with `<`.
    fn read(text: &'a str) -> Option<Tag<'a>> {
        let mut is_quoted = false;
        let end = text.bytes().position(|byte| {
            is_quoted ^= byte == b'"';
            byte == b'>' && !is_quoted
        })?;
        let inner = &text[1..end];
        let (closes, inner) = inner.strip_prefix('/').map_or((false, inner), |inner| (true, inner));
        let name = inner.find(|letter: char| !letter.is_ascii_alphanumeric()).map_or(inner, |at| &inner[..at]);
        Some(Tag { name, closes, more: &inner[name.len()..], length: end + 1 })
    }

    /// Names and values as they are written.
    fn attributes(&self) -> impl Iterator<Item = (&'a str, Option<&'a str>)> {
        let mut rest = self.more;
        std::iter::from_fn(move || {
            rest = rest.trim_start_matches([' ', '\n', '/']);
            let end = rest.find([' ', '\n', '=']).unwrap_or(rest.len());
            let name = Some(&rest[..end]).filter(|name| !name.is_empty())?;
            let Some(value) = rest[end..].strip_prefix("=\"") else {
                rest = rest[end..].trim_start_matches('=');
                return Some((name, None));
            };
            let (value, after) = value.split_once('"').unwrap_or((value, ""));
            rest = after;
            Some((name, Some(value)))
        })
    }

    fn write(&self, base: &Base, page: &str, out: &mut String) {
        out.push_str(if self.closes { "</" } else { "<" });
        out.push_str(self.name);
        for (name, value) in self.attributes().filter(|(name, _)| ATTRIBUTES.contains(name)) {
            out.push(' ');
            out.push_str(name);
            let Some(value) = value else { continue };
            out.push_str("=\"");
            if matches!(name, "href" | "src") {
                // A path that an address begins with is one of this portal, with the path in front that the portal may have.
                match value.as_bytes() {
                    [b'#', ..] => out.push_str(page),
                    [b'/', next, ..] if *next != b'/' => out.push_str(base.origin()),
                    [b'/'] => out.push_str(base.origin()),
                    _ => {}
                }
            }
            out.push_str(value);
            out.push('"');
        }
        out.push('>');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(body: &str) -> String {
        let base = Base::parse("https://tinh.example/so").unwrap_or_else(|_| panic!("an address"));
        for_feeds(body, &base, "https://tinh.example/so/a/")
    }

    #[test]
    fn addresses_are_absolute() {
        assert_eq!(
            of(
                "<p><a href=\"/so/b/\" class=\"x\">b</a> <a href=\"#c\">c</a> <img src=\"/so/d.png\" alt=\"d > e\"> <a href=\"https://f.vn/\">f</a></p>"
            ),
            "<p><a href=\"https://tinh.example/so/b/\">b</a> <a href=\"https://tinh.example/so/a/#c\">c</a> \
             <img src=\"https://tinh.example/so/d.png\" alt=\"d > e\"> <a href=\"https://f.vn/\">f</a></p>"
        );
        assert_eq!(of("<a href=\"mailto:a@b.vn\">a</a>"), "<a href=\"mailto:a@b.vn\">a</a>");
    }

    #[test]
    fn what_runs_sends_or_frames_is_left_out_with_all_that_it_holds() {
        assert_eq!(of("a<form action=\"/x\"><form></form><input>b</form>c"), "ac");
        assert_eq!(of("a<svg><title>b</title></svg>c<iframe src=\"https://d.vn\"></iframe>"), "ac");
        assert_eq!(of("<p onclick=\"x\" style=\"y\" id=\"z\" data-w=\"1\">a</p>"), "<p>a</p>");
        assert_eq!(of("<custom>a</custom>"), "a");
    }

    #[test]
    fn a_text_that_ends_within_a_tag_ends_before_it() {
        assert_eq!(of("a<p title=\"b>"), "a");
        assert_eq!(of("a<form>b"), "a");
    }
}
