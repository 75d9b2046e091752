//! Finds in the HTML of a page what browsers would refuse under the policy, or what would reach another host.
//!
//! It looks at every tag of the finished page, whoever wrote it, and mends nothing. What it cannot read as surely as a
//! browser does is refused too.

use super::Directives;
use super::html::{Attribute, Found, Tag, Tags};

/// How a page violates the policy.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ViolationKind {
    /// Code or style in the HTML itself: an element, an attribute, a handler.
    Inline,
    /// An element or address that the policy has no exception for: `base`, `object`, `javascript:`.
    Forbidden,
    /// Something of an origin that the directive does not name.
    Host(&'static str),
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PolicyViolation {
    pub kind: ViolationKind,
    /// The element or attribute as a reader of the template knows it: `<img src>`.
    pub found: String,
    /// The address, where it is about one.
    pub address: String,
}

/// Elements (`*`: any) and attributes whose address a browser loads or sends to, with the directive that decides.
const LOADS: &[(&str, &str, &str)] = &[
    ("script", "src", "script-src"),
    ("script", "href", "script-src"),
    ("img", "src", "img-src"),
    ("img", "srcset", "img-src"),
    ("img", "lowsrc", "img-src"),
    ("img", "dynsrc", "media-src"),
    // An old spelling of `img`, and an element of drawings.
    ("image", "src", "img-src"),
    ("image", "srcset", "img-src"),
    ("image", "href", "img-src"),
    ("feimage", "href", "img-src"),
    ("use", "href", "img-src"),
    ("mpath", "href", "img-src"),
    ("input", "src", "img-src"),
    ("*", "background", "img-src"),
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
    ("link", "imagesrcset", "img-src"),
    ("html", "manifest", "default-src"),
    ("*", "ping", "connect-src"),
];

/// `rel` of a link that makes a browser load or reach its address, with the directive.
const LINKS: &[(&str, &str)] = &[
    ("stylesheet", "style-src"),
    ("icon", "img-src"),
    ("apple-touch-icon", "img-src"),
    ("apple-touch-icon-precomposed", "img-src"),
    ("apple-touch-startup-image", "img-src"),
    ("mask-icon", "img-src"),
    ("modulepreload", "script-src"),
    ("manifest", "manifest-src"),
];

/// `rel` of a link that only says something; with any other the browser may reach the address.
const SAYING: &[&str] = &[
    "alternate",
    "amphtml",
    "appendix",
    "author",
    "bookmark",
    "canonical",
    "chapter",
    "contents",
    "copyright",
    "edituri",
    "external",
    "first",
    "glossary",
    "help",
    "home",
    "hub",
    "index",
    "last",
    "license",
    "me",
    "next",
    "nofollow",
    "noopener",
    "noreferrer",
    "pingback",
    "prev",
    "privacy-policy",
    "publisher",
    "search",
    "section",
    "self",
    "shortcut",
    "shortlink",
    "sitemap",
    "start",
    "subsection",
    "tag",
    "terms-of-service",
    "top",
    "up",
    "webmention",
    "wlwmanifest",
];

/// Elements that load what the policy never allows, or whose content browsers read in a way of its own.
const FORBIDDEN: &[&str] = &[
    "base",
    "object",
    "embed",
    "applet",
    "frame",
    "frameset",
    "fencedframe",
    "portal",
    "plaintext",
    "xmp",
    "noembed",
    "noframes",
    "bgsound",
    "keygen",
    "isindex",
];

/// Scripts of these types are data and never run.
const DATA_BLOCKS: &[&str] = &["application/ld+json", "application/json", "application/geo+json"];

/// Attributes whose value is an address that a click may follow.
const ADDRESSES: &[&str] = &["href", "src", "action", "formaction", "data", "poster", "background", "cite", "longdesc"];

/// All attributes that the policy is about, beside handlers.
const WATCHED: &[&str] = &[
    "href",
    "src",
    "action",
    "formaction",
    "data",
    "poster",
    "background",
    "cite",
    "longdesc",
    "srcset",
    "imagesrcset",
    "lowsrc",
    "dynsrc",
    "manifest",
    "ping",
    "style",
    "srcdoc",
    "attributename",
];

/// What `<meta http-equiv>` may say: nothing that leads elsewhere or sets anything.
const EQUIVALENTS: &[&str] = &["content-type", "content-language", "x-ua-compatible", "content-security-policy"];

pub fn examine(html: &[u8], policy: &Directives) -> Option<PolicyViolation> {
    Tags::new(html).find_map(|found| match found {
        Found::Tag(tag) => Examined { tag, policy }.violation(),
        Found::Unclear(name) => Some(violation(ViolationKind::Forbidden, name, "", "")),
    })
}

struct Examined<'a> {
    tag: Tag<'a>,
    policy: &'a Directives,
}

impl Examined<'_> {
    fn violation(&self) -> Option<PolicyViolation> {
        let tag = &self.tag;
        if tag.is("style") {
            return Some(self.of(ViolationKind::Inline, "", ""));
        }
        if FORBIDDEN.iter().any(|name| tag.is(name)) {
            return Some(self.of(ViolationKind::Forbidden, "", ""));
        }
        tag.attributes.iter().find_map(|attribute| self.attribute(attribute)).or_else(|| {
            match tag.name.to_ascii_lowercase().as_slice() {
                b"script" => self.script(),
                b"link" => self.link(),
                b"meta" => self.meta(),
                _ => None,
            }
        })
    }

    fn attribute(&self, attribute: &Attribute) -> Option<PolicyViolation> {
        let name = attribute.name;
        if name.len() > 2 && name[..2].eq_ignore_ascii_case(b"on") {
            return Some(self.of(ViolationKind::Inline, &text(name), ""));
        }
        let local = match name.get(..6) {
            Some(prefix) if prefix.eq_ignore_ascii_case(b"xlink:") => &name[6..],
            _ => name,
        };
        let name = WATCHED.iter().find(|known| local.eq_ignore_ascii_case(known.as_bytes())).copied()?;
        if matches!(name, "style" | "srcdoc") {
            return Some(self.of(ViolationKind::Inline, name, ""));
        }
        // An animation that writes an address.
        if name == "attributename" && attribute.value().to_ascii_lowercase().contains("href") {
            return Some(self.of(ViolationKind::Forbidden, name, &attribute.value()));
        }
        if ADDRESSES.contains(&name) && runs(&attribute.value()) {
            return Some(self.of(ViolationKind::Forbidden, name, &attribute.value()));
        }
        let is = |tag: &str| tag == "*" || self.tag.is(tag);
        let (_, _, directive) = LOADS.iter().find(|(tag, known, _)| *known == name && is(tag))?;
        let value = attribute.value();
        let refused = addresses(name, &value).into_iter().find(|address| !self.policy.allow(directive, address))?;
        Some(self.of(ViolationKind::Host(directive), name, refused))
    }

    /// A script needs an address, unless its type says that it is data.
    fn script(&self) -> Option<PolicyViolation> {
        let kind = self.tag.value("type").unwrap_or_default();
        let is_data = DATA_BLOCKS.iter().any(|known| kind.trim_ascii().eq_ignore_ascii_case(known));
        (self.tag.value("src").is_none() && !is_data).then(|| self.of(ViolationKind::Inline, "", ""))
    }

    fn link(&self) -> Option<PolicyViolation> {
        let (rel, href) = (self.tag.value("rel")?.to_ascii_lowercase(), self.tag.value("href")?);
        let directive = |word: &str| match LINKS.iter().find(|(known, _)| word == *known) {
            Some((_, directive)) => Some(*directive),
            None if SAYING.contains(&word) || word.starts_with("schema.") => None,
            None => Some("connect-src"),
        };
        let mut directives = rel.split_ascii_whitespace().filter_map(directive);
        let refused = directives.find(|directive| !self.policy.allow(directive, &href))?;
        Some(self.of(ViolationKind::Host(refused), "href", &href))
    }

    fn meta(&self) -> Option<PolicyViolation> {
        let equivalent = self.tag.value("http-equiv")?.trim().to_ascii_lowercase();
        let known = EQUIVALENTS.contains(&equivalent.as_str());
        (!known).then(|| {
            self.of(
                ViolationKind::Forbidden,
                &format!("http-equiv={equivalent}"),
                &self.tag.value("content").unwrap_or_default(),
            )
        })
    }

    fn of(&self, kind: ViolationKind, attribute: &str, address: &str) -> PolicyViolation {
        violation(kind, self.tag.name, attribute, address)
    }
}

fn violation(kind: ViolationKind, element: &[u8], attribute: &str, address: &str) -> PolicyViolation {
    let name = text(element).to_ascii_lowercase();
    let found = if attribute.is_empty() { format!("<{name}>") } else { format!("<{name} {attribute}>") };
    PolicyViolation { kind, found, address: address.chars().take(200).collect() }
}

/// The addresses in an attribute: many in a `srcset` and a `ping`.
fn addresses<'a>(name: &str, value: &'a str) -> Vec<&'a str> {
    match name {
        // Whatever stands between white space and commas: what is no address (`2x`) is one of the portal itself.
        "srcset" | "imagesrcset" => {
            value.split([',', ' ', '\t', '\n', '\r', '\u{c}']).filter(|part| !part.is_empty()).collect()
        }
        "ping" => value.split_ascii_whitespace().collect(),
        _ => vec![value],
    }
}

/// Whether a browser would run the address as code.
fn runs(value: &str) -> bool {
    let mut letters = value.bytes().filter(|byte| *byte > b' ').map(|byte| byte.to_ascii_lowercase());
    let scheme: Vec<u8> = letters.by_ref().take("javascript:".len()).collect();
    scheme.starts_with(b"javascript:") || scheme.starts_with(b"vbscript:")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
