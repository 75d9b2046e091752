//! Typed paths: turns strings into source paths, URL paths and output paths that cannot be mixed up.
//!
//! All three are `/`-separated and never touch the disk; only `files` and `write` do.

use std::borrow::{Borrow, Cow};
use std::fmt;
use std::sync::Arc;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use serde::{Deserialize, Serialize};

/// A file of the portal, relative to its root: `content/tin-tuc/_index.md`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SourcePath(Arc<str>);

impl SourcePath {
    pub fn new(path: impl Into<Arc<str>>) -> Self {
        Self(path.into())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The folder, without a trailing slash; empty for a file at the root.
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    pub fn file_name(&self) -> &str {
        self.0.rsplit_once('/').map_or(&self.0, |(_, name)| name)
    }

    /// The folders that it stands in, the nearest first.
    pub fn ancestors(&self) -> impl Iterator<Item = &str> {
        self.0.rmatch_indices('/').map(|(at, _)| &self.0[..at])
    }

    /// Whether it stands in the folder, at any depth.
    pub fn is_below(&self, folder: &str) -> bool {
        self.0.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
    }

    /// The path that a relative link written in this file points to, or `None` when it leaves the portal.
    pub fn join(&self, relative: &str) -> Option<SourcePath> {
        let mut parts: Vec<&str> = self.folder().split('/').filter(|part| !part.is_empty()).collect();
        for part in relative.split('/') {
            match part {
                "" | "." => {}
                ".." => {
                    parts.pop()?;
                }
                name => parts.push(name),
            }
        }
        Some(Self::new(parts.join("/")))
    }

    /// The relative link that points here from another file: what `join` makes this path of.
    pub fn relative_to(&self, file: &SourcePath) -> String {
        let from: Vec<&str> = file.folder().split('/').filter(|part| !part.is_empty()).collect();
        let to: Vec<&str> = self.0.split('/').collect();
        let shared = from.iter().zip(&to[..to.len() - 1]).take_while(|(from, to)| from == to).count();
        let up = std::iter::repeat_n("..", from.len() - shared);
        up.chain(to[shared..].iter().copied()).collect::<Vec<_>>().join("/")
    }
}

/// Sets and maps of paths can be asked with the path's text.
impl Borrow<str> for SourcePath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

/// An address on the portal's host as it stands in pages, always beginning with `/`: `/tin-tuc/` for a page,
/// `/tin-tuc/feed.xml` for a file, and `/so-y-te/tin-tuc/` where the whole portal lives below `/so-y-te`.
///
/// It is percent-encoded; the names it is made of are not. `base` is the length of the path that the portal lives at.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "Kept")]
pub struct UrlPath {
    path: Arc<str>,
    base: u16,
}

/// A cache may say anything.
#[derive(Deserialize)]
struct Kept {
    path: Arc<str>,
    base: u16,
}

impl TryFrom<Kept> for UrlPath {
    type Error = &'static str;

    fn try_from(Kept { path, base }: Kept) -> Result<Self, Self::Error> {
        let is_whole = path.get(usize::from(base)..).is_some_and(|local| local.starts_with('/'));
        if is_whole { Ok(Self { path, base }) } else { Err("a URL path begins with a slash") }
    }
}

impl UrlPath {
    /// On a portal that has its host for itself. `path` must begin with `/`.
    pub fn new(path: impl AsRef<str>) -> Self {
        Self::below("", path.as_ref())
    }

    /// On a portal that lives at `base`, which is empty or begins with a slash and does not end with one.
    pub fn below(base: &str, path: &str) -> Self {
        debug_assert!(path.starts_with('/'), "a URL path begins with a slash: {path}");
        let known = u16::try_from(base.len()).unwrap_or(0);
        let path = utf8_percent_encode(path, IN_PATH);
        let path = if known == 0 { Cow::from(path).into() } else { format!("{base}{path}").into() };
        Self { path, base: known }
    }

    pub fn as_str(&self) -> &str {
        &self.path
    }

    /// The same as whoever stands elsewhere writes it: `https://tinh.gov.vn/so-y-te/tin-tuc/`. `origin`: of the portal, without a path.
    pub fn elsewhere(&self, origin: &str) -> UrlPath {
        let base = u16::try_from(origin.len()).ok().and_then(|length| self.base.checked_add(length));
        UrlPath { path: format!("{origin}{}", self.path).into(), base: base.unwrap_or(0) }
    }

    /// Whether it is one of another portal, written with its host.
    pub fn is_elsewhere(&self) -> bool {
        !self.path.starts_with('/')
    }

    /// Without the path that the whole portal lives at.
    pub fn local(&self) -> &str {
        &self.path[usize::from(self.base)..]
    }

    /// This page's folder with one more segment: `/tin-tuc/` and `2024` give `/tin-tuc/2024/`.
    pub fn child(&self, segment: &str) -> UrlPath {
        self.with(&format!("{segment}/"))
    }

    /// A file beside this page: `/tin-tuc/` and `rss.xml` give `/tin-tuc/rss.xml`.
    pub fn file(&self, name: &str) -> UrlPath {
        self.with(name)
    }

    fn with(&self, more: &str) -> UrlPath {
        Self { path: format!("{}{}", self.path, utf8_percent_encode(more, IN_PATH)).into(), base: self.base }
    }

    /// The file in the output folder that a static host serves for this URL. The output folder is what the portal lives at.
    pub fn output(&self) -> OutPath {
        let path = decode(&self.local()[1..]);
        if path.is_empty() || path.ends_with('/') {
            OutPath(format!("{path}index.html").into())
        } else {
            OutPath(path.into())
        }
    }
}

/// What stands for itself in an address, beside letters and digits: everywhere (RFC 3986 §2.3), in a path (§3.3), in a whole address.
pub const UNRESERVED: &AsciiSet = &all_but(b"-._~");
const IN_PATH: &AsciiSet = &all_but(b"-._~/!$&'()*+,;=:@");
const IN_ADDRESS: &AsciiSet = &all_but(b"-._~/!$&'()*+,;=:@?#");

/// To be percent-encoded: all but ASCII's letters and digits and `plain`.
pub const fn all_but(plain: &[u8]) -> AsciiSet {
    match plain {
        [] => NON_ALPHANUMERIC.union(AsciiSet::EMPTY),
        [first, rest @ ..] => all_but(rest).remove(*first),
    }
}

/// Percent-encodes what may not stand in an address as it is. What somebody has written as `%C3` stays, so nothing is
/// encoded twice; the name of a host is left alone, since it has a code of its own.
pub fn encode_address(address: &str) -> String {
    let scheme = address.find("://").map_or(0, |at| at + 1).min(address.find(['/', '?', '#']).unwrap_or(0));
    let from = match address[scheme..].strip_prefix("//") {
        Some(rest) => address.len() - rest.len() + rest.find(['/', '?', '#']).unwrap_or(rest.len()),
        None => 0,
    };
    let is_escape = |part: &str| part.as_bytes().get(..2).is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit));
    let (host, rest) = address.split_at(from);
    let mut out = host.to_owned();
    for (number, part) in rest.split('%').enumerate() {
        if number > 0 {
            out.push_str(if is_escape(part) { "%" } else { "%25" });
        }
        out.extend(utf8_percent_encode(part, IN_ADDRESS));
    }
    out
}

/// Percent-decoded; left as it is where the escapes are not UTF-8.
pub fn decode(text: &str) -> Cow<'_, str> {
    percent_decode_str(text).decode_utf8().unwrap_or(Cow::Borrowed(text))
}

/// A file of the output folder, relative to it: `tin-tuc/index.html`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct OutPath(Arc<str>);

impl OutPath {
    pub fn new(path: impl Into<Arc<str>>) -> Self {
        Self(path.into())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the path stays inside the folder it is joined to.
    pub fn is_confined(&self) -> bool {
        is_confined(&self.0)
    }
}

/// Whether an output path stays inside the folder it is joined to.
pub fn is_confined(path: &str) -> bool {
    let is_part = |part: &[u8]| !matches!(part, b"" | b"." | b"..") && part.len() <= 255;
    // In one pass: every path that is planned or owned is asked.
    let mut start = 0;
    for (at, byte) in path.bytes().enumerate() {
        match byte {
            b'/' if !is_part(&path.as_bytes()[start..at]) => return false,
            b'/' => start = at + 1,
            b'\\' | ..b' ' | 127 => return false,
            _ => {}
        }
    }
    is_part(&path.as_bytes()[start..]) && (path.is_ascii() || !path.contains(char::is_control))
}

macro_rules! show_as_str {
    ($($type:ty),*) => {$(
        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }
        impl fmt::Debug for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{:?}", self.as_str())
            }
        }
    )*};
}
show_as_str!(SourcePath, UrlPath, OutPath);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_relative_link_leads_from_one_file_to_another() {
        for (from, to, link) in [
            ("content/a/x.md", "content/a/y.md", "y.md"),
            ("content/a/2024/x.md", "content/b/_index.md", "../../b/_index.md"),
            ("content/_index.md", "content/a/y.md", "a/y.md"),
            ("content/a/b.md", "content/a/b/c.md", "b/c.md"),
        ] {
            let (from, to) = (SourcePath::new(from), SourcePath::new(to));
            assert_eq!((to.relative_to(&from).as_str(), from.join(link).as_ref()), (link, Some(&to)));
        }
    }

    #[test]
    fn a_relative_link_is_read_from_the_files_own_folder() {
        let page = SourcePath::new("content/tin-tuc/2024/a.md");
        assert_eq!(page.join("../../van-ban/so-1/index.md").unwrap().as_str(), "content/van-ban/so-1/index.md");
        assert_eq!(page.join("./b.md").unwrap().as_str(), "content/tin-tuc/2024/b.md");
        assert!(page.join("../../../../etc/passwd").is_none(), "a link must not leave the portal");
    }

    #[test]
    fn an_address_is_encoded_once_and_names_the_file_it_was_made_of() {
        let url = UrlPath::new("/tin-tức/").child("日本").file("bảng 100%.pdf");
        assert_eq!(url.as_str(), "/tin-t%E1%BB%A9c/%E6%97%A5%E6%9C%AC/b%E1%BA%A3ng%20100%25.pdf");
        assert_eq!(url.output().as_str(), "tin-tức/日本/bảng 100%.pdf");
    }

    #[test]
    fn a_portal_below_a_path_has_it_in_every_address_and_in_no_file() {
        let url = UrlPath::below("/nhanh/a", "/").child("tin-tuc").file("rss.xml");
        assert_eq!((url.as_str(), url.local()), ("/nhanh/a/tin-tuc/rss.xml", "/tin-tuc/rss.xml"));
        assert_eq!(url.output().as_str(), "tin-tuc/rss.xml");
        assert_eq!(UrlPath::below("/nhanh/a", "/").output().as_str(), "index.html");
    }

    #[test]
    fn an_address_elsewhere_is_encoded_behind_its_host_and_never_twice() {
        for (written, encoded) in [
            (
                "https://cổng.vn/một hai?x=\"1\"&y='é'#ã",
                "https://cổng.vn/m%E1%BB%99t%20hai?x=%221%22&y='%C3%A9'#%C3%A3",
            ),
            ("https://a.vn/t%E1%BB%A9c/100%/%4", "https://a.vn/t%E1%BB%A9c/100%25/%254"),
            ("/tin tức/?a=[b]", "/tin%20t%E1%BB%A9c/?a=%5Bb%5D"),
            ("/x?u=https://é.vn/", "/x?u=https://%C3%A9.vn/"),
            ("mailto:a@b.vn?subject=Góp ý", "mailto:a@b.vn?subject=G%C3%B3p%20%C3%BD"),
            ("https://[::1]:8080", "https://[::1]:8080"),
            ("//a.vn/é", "//a.vn/%C3%A9"),
        ] {
            assert_eq!(encode_address(written), encoded);
            assert_eq!(encode_address(encoded), encoded, "once");
        }
    }

    #[test]
    fn what_is_no_escape_and_what_is_no_utf_8_is_not_decoded() {
        for (written, decoded) in [
            ("/tin-t%E1%BB%A9c/a%20b", "/tin-tức/a b"),
            ("%e1%bb%a9", "ứ"),
            ("100%", "100%"),
            ("5%4", "5%4"),
            ("%+1%zz%ứ", "%+1%zz%ứ"),
            ("%%20", "% "),
            ("%2520", "%20"),
            // Half a letter: then the other escapes stay as well.
            ("a%20%E1%BB", "a%20%E1%BB"),
            ("%C0%AF", "%C0%AF"),
        ] {
            assert_eq!(decode(written), decoded, "{written}");
        }
    }

    #[test]
    fn a_page_is_served_from_the_index_file_of_its_folder() {
        assert_eq!(UrlPath::new("/").output().as_str(), "index.html");
        assert_eq!(UrlPath::new("/a/b/").output().as_str(), "a/b/index.html");
        assert_eq!(UrlPath::new("/a/rss.xml").output().as_str(), "a/rss.xml");
    }

    #[test]
    fn an_output_path_with_dots_or_backslashes_is_not_confined() {
        let long = "a".repeat(256);
        for bad in ["", "../x", "a/../../x", "a//b", "a\\b", "a/.", "a/", "a\u{7f}", "a\u{85}b", "á\n", &long] {
            assert!(!OutPath::new(bad).is_confined(), "{bad:?}");
        }
        for good in ["a/b.html", "ă/.well-known/x", &long[1..]] {
            assert!(OutPath::new(good).is_confined(), "{good:?}");
        }
    }
}
