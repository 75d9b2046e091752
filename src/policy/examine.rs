//! Finds in the HTML of a page what browsers would refuse under the policy, or what would reach another host.
//!
//! One pass over the tags; it expects templates to escape what they print, as Tera does, and mends nothing.

use memchr::{memchr, memmem};

use super::Directives;

/// What a page may not hold.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Breach {
    /// Code or style in the HTML itself: an element, an attribute, a handler.
    Inline,
    /// An element or address that the policy has no exception for: `base`, `object`, `javascript:`.
    Forbidden,
    /// Something of an origin that the directive does not name.
    Host(&'static str),
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fault {
    pub breach: Breach,
    /// The element or attribute as a reader of the template knows it: `<img src>`.
    pub found: String,
    /// The address, where it is about one.
    pub address: String,
}

/// Elements and attributes whose address a browser loads or sends to, with the directive that decides.
const LOADS: &[(&str, &str, &str)] = &[
    ("script", "src", "script-src"),
    ("script", "href", "script-src"),
    ("img", "src", "img-src"),
    ("img", "srcset", "img-src"),
    ("image", "href", "img-src"),
    ("use", "href", "img-src"),
    ("input", "src", "img-src"),
    ("body", "background", "img-src"),
    ("video", "src", "media-src"),
    ("video", "poster", "img-src"),
    ("audio", "src", "media-src"),
    ("source", "src", "media-src"),
    ("source", "srcset", "img-src"),
    ("track", "src", "media-src"),
    ("iframe", "src", "frame-src"),
    ("form", "action", "form-action"),
    ("button", "formaction", "form-action"),
    ("input", "formaction", "form-action"),
    ("a", "ping", "connect-src"),
];

/// `rel` of a link that makes a browser load or reach its address, with the directive; other links only say something.
const LINKS: &[(&str, &str)] = &[
    ("stylesheet", "style-src"),
    ("icon", "img-src"),
    ("apple-touch-icon", "img-src"),
    ("modulepreload", "script-src"),
    ("manifest", "default-src"),
    ("preload", "connect-src"),
    ("prefetch", "connect-src"),
    ("preconnect", "connect-src"),
    ("dns-prefetch", "connect-src"),
];

const FORBIDDEN: &[&str] = &["base", "object", "embed", "applet", "frame", "frameset"];

/// Scripts of these types are data and never run.
const DATA_BLOCKS: &[&str] = &["application/ld+json", "application/json", "application/geo+json"];

/// Attributes whose value is an address that a click may follow.
const ADDRESSES: &[&str] = &["href", "src", "action", "formaction"];

pub fn examine(html: &[u8], policy: &Directives) -> Option<Fault> {
    let mut from = 0;
    while let Some(at) = memchr(b'<', html.get(from..)?).map(|at| from + at) {
        from = at + 1;
        let rest = html.get(from..)?;
        if rest.starts_with(b"!--") {
            from += memmem::find(rest, b"-->").unwrap_or(rest.len());
            continue;
        }
        if !rest.first().is_some_and(u8::is_ascii_alphabetic) {
            continue;
        }
        let length = rest.iter().position(|b| is_space(*b) || matches!(b, b'>' | b'/')).unwrap_or(rest.len());
        let (name, rest) = rest.split_at(length);
        let tag = Tag { name, policy };
        let (fault, length) = tag.attributes(rest);
        if fault.is_some() {
            return fault;
        }
        from += name.len() + length;
        if name.eq_ignore_ascii_case(b"script") {
            let rest = html.get(from..)?;
            from += memmem::find(rest, b"</").unwrap_or(rest.len());
        }
    }
    None
}

fn is_space(byte: u8) -> bool {
    byte.is_ascii_whitespace()
}

struct Tag<'a> {
    name: &'a [u8],
    policy: &'a Directives,
}

type Attribute<'a> = (&'a [u8], &'a [u8]);

impl Tag<'_> {
    /// The first fault, and how many bytes of `text`, which begins behind the name, belong to the tag.
    fn attributes(&self, text: &[u8]) -> (Option<Fault>, usize) {
        let mut found: Vec<Attribute> = Vec::new();
        let is_special = self.is("script") || self.is("link");
        let mut from = 0;
        while let Some((attribute, end)) = next(text, from) {
            from = end;
            if is_special {
                found.push(attribute);
            }
            if let Some(fault) = self.attribute(attribute) {
                return (Some(fault), from);
            }
        }
        let fault = match self.name.first() {
            _ if self.is("style") => Some(self.fault(Breach::Inline, "", "")),
            _ if self.is("script") => self.script(&found),
            _ if self.is("link") => self.link(&found),
            _ if FORBIDDEN.iter().any(|name| self.is(name)) => Some(self.fault(Breach::Forbidden, "", "")),
            _ => None,
        };
        (fault, from)
    }

    fn attribute(&self, (name, value): Attribute) -> Option<Fault> {
        let is = |known: &str| name.eq_ignore_ascii_case(known.as_bytes());
        match name.first()?.to_ascii_lowercase() {
            b'o' if name.len() > 3 && name.get(1).is_some_and(|b| b.eq_ignore_ascii_case(&b'n')) => {
                return Some(self.fault(Breach::Inline, &text(name), ""));
            }
            b's' if is("style") || is("srcdoc") => return Some(self.fault(Breach::Inline, &text(name), "")),
            // No other attribute holds an address.
            b's' | b'h' | b'a' | b'f' | b'p' | b'b' | b'x' => {}
            _ => return None,
        }
        let name = name.strip_prefix(b"xlink:").unwrap_or(name);
        let is = |known: &str| name.eq_ignore_ascii_case(known.as_bytes());
        if ADDRESSES.iter().any(|known| is(known)) && runs(value) {
            return Some(self.fault(Breach::Forbidden, &text(name), &text(value)));
        }
        let (_, attribute, directive) = LOADS.iter().find(|(tag, attribute, _)| is(attribute) && self.is(tag))?;
        let value = text(value);
        let addresses: Vec<&str> = if *attribute == "srcset" {
            value.split(", ").filter_map(|part| part.split_whitespace().next()).collect()
        } else {
            vec![&value]
        };
        let refused = addresses.into_iter().find(|address| !self.policy.allow(directive, address))?;
        Some(self.fault(Breach::Host(directive), attribute, refused))
    }

    /// A script needs an address, unless its type says that it is data.
    fn script(&self, attributes: &[Attribute]) -> Option<Fault> {
        let value = |name: &str| attributes.iter().find(|(key, _)| key.eq_ignore_ascii_case(name.as_bytes()));
        let is_data = value("type").is_some_and(|(_, kind)| {
            DATA_BLOCKS.iter().any(|known| kind.trim_ascii().eq_ignore_ascii_case(known.as_bytes()))
        });
        (value("src").is_none() && !is_data).then(|| self.fault(Breach::Inline, "", ""))
    }

    fn link(&self, attributes: &[Attribute]) -> Option<Fault> {
        let value = |name: &str| {
            attributes.iter().find(|(key, _)| key.eq_ignore_ascii_case(name.as_bytes())).map(|(_, value)| text(value))
        };
        let (rel, href) = (value("rel").unwrap_or_default(), value("href").unwrap_or_default());
        let mut words = rel.split_ascii_whitespace();
        let (_, directive) = words.find_map(|word| LINKS.iter().find(|(known, _)| word.eq_ignore_ascii_case(known)))?;
        (!self.policy.allow(directive, &href)).then(|| self.fault(Breach::Host(directive), "href", &href))
    }

    fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name.as_bytes())
    }

    fn fault(&self, breach: Breach, attribute: &str, address: &str) -> Fault {
        let name = text(self.name).to_ascii_lowercase();
        let found = if attribute.is_empty() { format!("<{name}>") } else { format!("<{name} {attribute}>") };
        Fault { breach, found, address: address.chars().take(200).collect() }
    }
}

/// The next attribute of a tag and where it ends; `None` behind the last one.
fn next(tag: &[u8], from: usize) -> Option<(Attribute<'_>, usize)> {
    let start = from + tag.get(from..)?.iter().position(|b| !is_space(*b) && *b != b'/')?;
    if tag.get(start) == Some(&b'>') {
        return None;
    }
    let end = start + tag.get(start..)?.iter().position(|b| is_space(*b) || matches!(b, b'=' | b'>' | b'/'))?;
    let name = tag.get(start..end)?;
    let after = end + tag.get(end..)?.iter().position(|b| !is_space(*b))?;
    if tag.get(after) != Some(&b'=') {
        // `=` in the place of a name belongs to it, as browsers have it; here it is only passed over.
        return Some(((name, b""), end.max(start + 1)));
    }
    let value = after + 1 + tag.get(after + 1..)?.iter().position(|b| !is_space(*b))?;
    match tag.get(value) {
        Some(quote @ (b'"' | b'\'')) => {
            let length = memchr(*quote, tag.get(value + 1..)?)?;
            Some(((name, tag.get(value + 1..value + 1 + length)?), value + length + 2))
        }
        _ => {
            let length = tag.get(value..)?.iter().position(|b| is_space(*b) || *b == b'>')?;
            Some(((name, tag.get(value..value + length)?), value + length))
        }
    }
}

/// Whether a browser would run the address as code.
fn runs(value: &[u8]) -> bool {
    let mut letters = value.iter().filter(|b| **b > b' ').map(u8::to_ascii_lowercase);
    b"javascript:".iter().all(|wanted| letters.next() == Some(*wanted))
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).replace("&amp;", "&")
}
