//! Turns an entry of `aliases` into the path and the parameters that an earlier address had: `/tin-tuc/cu/`, and
//! `/index.php?nv=news&id=5` of a system that kept its pages in a database.
//!
//! An earlier address becomes a line in files of rules, so white space, wildcards, quotes and what a server or the portal
//! itself gives a meaning to (`_redirects`, `.well-known`) are refused. The anchor is left out: no server is told of it.

use crate::load::base::Base;
use crate::path;
use crate::tables;
use crate::text::address::decode;
use crate::text::control::is_control;

/// Decoded, in the order in which it was written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OldAddress {
    /// From the root of the portal.
    pub path: String,
    pub parameters: Vec<Parameter>,
}

/// A name and what stands behind the equals sign, if there is one.
pub type Parameter = (String, Option<String>);

/// In bytes: what servers and search engines of the time took.
const LONGEST: usize = 1000;
/// An address of more parameters is none that anybody kept.
const MOST_PARAMETERS: usize = 20;
/// As of a slug: disks take names of 255 bytes.
const LONGEST_SEGMENT: usize = 200;

impl OldAddress {
    /// `None` for what cannot be an earlier address of a page.
    pub fn parse(base: &Base, written: &str) -> Option<OldAddress> {
        let written = written.trim();
        let local = base.own(written);
        let written = local.as_deref().unwrap_or(written);
        let address = written.split('#').next().filter(|address| address.len() <= LONGEST)?;
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        let parameters = parameters(query);
        let path = decode(path).into_owned();
        let rest = path.strip_prefix('/')?;
        let rest = rest.strip_suffix('/').unwrap_or(rest);
        let is_good = if parameters.is_empty() {
            rest.split('/').all(is_segment)
        } else {
            rest.is_empty() || rest.split('/').all(is_segment_of_others)
        };
        let are_clean = parameters.len() <= MOST_PARAMETERS
            && parameters.iter().all(|(name, value)| {
                !name.is_empty() && !name.contains(is_control) && !value.iter().any(|value| value.contains(is_control))
            });
        (is_good && are_clean).then_some(OldAddress { path, parameters })
    }

    /// Whether a page of redirection can stand there.
    pub fn has_page(&self) -> bool {
        self.parameters.is_empty() && is_of_page(&self.path)
    }

    /// Where a page with this address stands among others: case and the order of parameters make no difference, as to the
    /// systems that had such addresses.
    pub fn key(&self) -> (String, Vec<Parameter>) {
        let mut parameters = folded(&self.parameters);
        parameters.sort();
        (self.path.to_lowercase(), parameters)
    }
}

/// Whether hosts send what stands at a path as a page. They go by the ending, and with one that they do not know, or that
/// is of something else, the reader is offered a download.
pub fn is_of_page(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    !name.contains('.') || tables::media_type(name) == "text/html"
}

/// Whether a request has all parameters of an address; others, such as `fbclid`, make no difference. Both are folded.
pub fn has_all(asked: &[Parameter], wanted: &[Parameter]) -> bool {
    wanted.iter().all(|parameter| asked.contains(parameter))
}

/// In small letters; `?a=` says no more than `?a`.
pub fn folded(parameters: &[Parameter]) -> Vec<Parameter> {
    let low = |text: &String| text.to_lowercase();
    let value = |value: &Option<String>| value.as_ref().filter(|value| !value.is_empty()).map(low);
    parameters.iter().map(|(name, given)| (low(name), value(given))).collect()
}

/// `a=1&b` as browsers send it.
pub fn parameters(query: &str) -> Vec<Parameter> {
    let text = |part: &str| path::decode(&part.replace('+', " ")).into_owned();
    let parts = query.split('&').filter(|part| !part.is_empty());
    parts
        .map(|part| match part.split_once('=') {
            Some((name, value)) => (text(name), Some(text(value))),
            None => (text(part), None),
        })
        .collect()
}

/// A part of a path at which a page of redirection stands.
fn is_segment(part: &str) -> bool {
    let plain = |letter: char| letter.is_alphanumeric() || matches!(letter, '-' | '_' | '.' | '~');
    !part.starts_with(['.', '_']) && part.chars().all(plain) && is_name(part)
}

/// A part of a path that only rules name.
fn is_segment_of_others(part: &str) -> bool {
    let plain = |letter: char| letter.is_alphanumeric() || " -_.~()+,'@!&=".contains(letter);
    !part.starts_with('.') && part.chars().all(plain) && is_name(part)
}

fn is_name(part: &str) -> bool {
    !part.is_empty() && part.len() <= LONGEST_SEGMENT && !part.ends_with(".cong-tmp")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(written: &str) -> Option<(String, String)> {
        let base = Base::parse("https://tinh.example").unwrap();
        let old = OldAddress::parse(&base, written)?;
        let parameter =
            |(name, value): &Parameter| value.as_ref().map_or(name.clone(), |value| format!("{name}={value}"));
        Some((old.path.clone(), old.parameters.iter().map(parameter).collect::<Vec<_>>().join("|")))
    }

    #[test]
    fn an_earlier_address_has_a_path_and_may_have_parameters() {
        for (written, path, parameters) in [
            ("/tin-tuc/cu/", "/tin-tuc/cu/", ""),
            ("/tin-tức", "/tin-tức", ""),
            ("/tin-t%E1%BB%A9c", "/tin-tức", ""),
            ("/bai.aspx#muc", "/bai.aspx", ""),
            ("/bai.aspx?", "/bai.aspx", ""),
            ("https://TINH.example/cu/", "/cu/", ""),
            ("/index.php?nv=news&op=x&id=5", "/index.php", "nv=news|op=x|id=5"),
            ("/news.html?id=7#x", "/news.html", "id=7"),
            ("/?p=123", "/", "p=123"),
            ("/Default.aspx?tabid", "/Default.aspx", "tabid"),
            (
                "/_layouts/15/Trang%20tin.aspx?q=t%E1%BB%A9c+m%E1%BB%9Bi&&u=a/b",
                "/_layouts/15/Trang tin.aspx",
                "q=tức mới|u=a/b",
            ),
        ] {
            assert_eq!(parse(written), Some((path.to_owned(), parameters.to_owned())), "{written}");
        }
    }

    #[test]
    fn a_page_of_redirection_stands_only_where_hosts_send_it_as_a_page() {
        for page in ["/a", "/a/", "/a.html", "/a.HTM", "/a.php/", "/a.b/c"] {
            assert!(is_of_page(page), "{page}");
        }
        for other in ["/a.php", "/a.aspx", "/so-1.2", "/a.", "/a.pdf", "/a.html.php", "/a.shtml"] {
            assert!(!is_of_page(other), "{other}");
        }
    }

    #[test]
    fn what_is_no_earlier_address_of_a_page_is_refused() {
        for bad in [
            "tin-tuc/cu/",
            "",
            "/",
            "/?",
            "/#a",
            "//a",
            "/a//b",
            "/a b",
            "/a*",
            "/:splat",
            "/_redirects",
            "/.well-known/a",
            "/../a",
            "/%2e%2e/a",
            "/a%20b",
            "https://khac.example/index.php?id=5",
            "/a.php?=5",
            "/a.php?id=%01",
            "/a\"b.php?id=5",
            "/a\\b?id=5",
            "/$x?id=5",
            "/{a}?id=5",
            "/../a.php?id=5",
        ] {
            assert_eq!(parse(bad), None, "{bad}");
        }
        assert_eq!(parse(&format!("/a.php?{}", "a=1&".repeat(21))), None);
        assert_eq!(parse(&format!("/a.php?id={}", "1".repeat(1000))), None);
    }
}
