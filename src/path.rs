//! Typed paths: turns strings into source paths, URL paths and output paths that cannot be mixed up.
//!
//! All three are `/`-separated and never touch the disk; only `files` and `write` do.

use std::borrow::{Borrow, Cow};
use std::fmt;
use std::sync::Arc;

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
}

/// Sets and maps of paths can be asked with the path's text.
impl Borrow<str> for SourcePath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

/// A path on the site, always beginning with `/`: `/tin-tuc/` for a page, `/tin-tuc/feed.xml` for a file.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "Arc<str>")]
pub struct UrlPath(Arc<str>);

/// A cache may say anything.
impl TryFrom<Arc<str>> for UrlPath {
    type Error = &'static str;

    fn try_from(path: Arc<str>) -> Result<Self, Self::Error> {
        if path.starts_with('/') { Ok(Self(path)) } else { Err("a URL path begins with a slash") }
    }
}

impl UrlPath {
    /// `path` must begin with `/`.
    pub fn new(path: impl Into<Arc<str>>) -> Self {
        let path = path.into();
        debug_assert!(path.starts_with('/'), "a URL path begins with a slash: {path}");
        Self(path)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// This page's folder with one more segment: `/tin-tuc/` and `2024` give `/tin-tuc/2024/`.
    pub fn child(&self, segment: &str) -> UrlPath {
        UrlPath::new(format!("{}{segment}/", self.0))
    }

    /// A file beside this page: `/tin-tuc/` and `rss.xml` give `/tin-tuc/rss.xml`.
    pub fn file(&self, name: &str) -> UrlPath {
        UrlPath::new(format!("{}{name}", self.0))
    }

    /// The file in the output folder that a static host serves for this URL.
    pub fn output(&self) -> OutPath {
        let path = &self.0[1..];
        if path.is_empty() || path.ends_with('/') {
            OutPath(format!("{path}index.html").into())
        } else {
            OutPath(path.into())
        }
    }
}

/// A file of the output folder, relative to it: `tin-tuc/index.html`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
        !self.0.is_empty()
            && !self.0.contains('\\')
            && !self.0.contains(char::is_control)
            && self.0.split('/').all(|part| !matches!(part, "" | "." | "..") && part.len() <= 255)
    }
}

macro_rules! show_as_str {
    ($($type:ty),*) => {$(
        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
        impl fmt::Debug for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{:?}", &*self.0)
            }
        }
    )*};
}
show_as_str!(SourcePath, UrlPath, OutPath);

/// Percent-encodes what may not stand in an address as it is. What somebody has written as `%C3` stays, so nothing is
/// encoded twice; the name of a host is left alone, since it has a code of its own.
pub fn encode_address(address: &str) -> Cow<'_, str> {
    let scheme = address.find("://").map_or(0, |at| at + 1).min(address.find(['/', '?', '#']).unwrap_or(0));
    let from = match address[scheme..].strip_prefix("//") {
        Some(rest) => address.len() - rest.len() + rest.find(['/', '?', '#']).unwrap_or(rest.len()),
        None => 0,
    };
    let bytes = address.as_bytes();
    let is_escape = |at: usize| bytes.get(at + 1..at + 3).is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit));
    let plain = |at: usize| match bytes[at] {
        b'%' => is_escape(at),
        byte => byte.is_ascii_alphanumeric() || b"-._~/!$&'()*+,;=:@?#".contains(&byte),
    };
    if (from..bytes.len()).all(plain) {
        return Cow::Borrowed(address);
    }
    let mut out = address[..from].to_owned();
    for (at, byte) in bytes.iter().enumerate().skip(from) {
        if plain(at) {
            out.push(char::from(*byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_relative_link_is_read_from_the_files_own_folder() {
        let page = SourcePath::new("content/tin-tuc/2024/a.md");
        assert_eq!(page.join("../../van-ban/so-1/index.md").unwrap().as_str(), "content/van-ban/so-1/index.md");
        assert_eq!(page.join("./b.md").unwrap().as_str(), "content/tin-tuc/2024/b.md");
        assert!(page.join("../../../../etc/passwd").is_none(), "a link must not leave the portal");
    }

    #[test]
    fn a_page_is_served_from_the_index_file_of_its_folder() {
        assert_eq!(UrlPath::new("/").output().as_str(), "index.html");
        assert_eq!(UrlPath::new("/a/b/").output().as_str(), "a/b/index.html");
        assert_eq!(UrlPath::new("/a/rss.xml").output().as_str(), "a/rss.xml");
    }

    #[test]
    fn an_output_path_with_dots_or_backslashes_is_not_confined() {
        for bad in ["", "../x", "a/../../x", "a//b", "a\\b"] {
            assert!(!OutPath::new(bad).is_confined(), "{bad:?}");
        }
        assert!(OutPath::new("a/b.html").is_confined());
    }
}
