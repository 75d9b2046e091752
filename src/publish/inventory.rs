//! Turns an output folder's manifest and the portal's policy into what is to be online: each path with the hash of its bytes,
//! the headers it is sent with, and its turn.

use std::collections::{BTreeMap, BTreeSet};

use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use serde::{Deserialize, Serialize};

use super::content::{Digest, Headers};
use crate::policy::Policy;
use crate::tables;
use crate::write::Manifest;

/// When a path is sent, so that nothing that is served asks for what is not there yet.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum Turn {
    /// What pages load or hand out: styles, scripts, pictures, files, the search index.
    #[default]
    Asset,
    /// Pages, and the documents of data beside them.
    Page,
    /// What names pages: lists, feeds, calendars, sitemaps, redirects, files for hosts.
    List,
}

#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Item {
    pub digest: Digest,
    /// In bytes.
    pub size: u64,
    pub headers: Headers,
    pub turn: Turn,
    /// Named after its contents, so it never changes and older pages may still ask for it.
    pub hashed: bool,
}

/// What is to be online, by path in the output folder.
#[derive(Clone, Default, PartialEq, Debug)]
pub struct Inventory {
    pub items: BTreeMap<String, Item>,
    /// Paths (`…/index.html`) of pages that could not be built: what is online there stays.
    pub quarantined: Vec<String>,
}

impl Inventory {
    /// Two paths that are one where capitals are not told from small letters.
    pub fn same_but_for_case(&self) -> Option<(String, String)> {
        let mut known: BTreeMap<String, &str> = BTreeMap::new();
        self.items.keys().find_map(|path| {
            let other = known.insert(path.to_lowercase(), path)?;
            Some((other.to_owned(), path.clone()))
        })
    }
}

/// Who sends the headers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Carrier {
    /// A host that reads the files that a build makes for it.
    Host,
    /// An object store, which keeps a few headers with each object.
    Store,
}

/// What of a portal the headers follow from.
#[derive(Clone, Copy)]
pub struct Portal<'a> {
    pub policy: &'a Policy,
    /// The path that it lives at, or nothing.
    pub base: &'a str,
    /// Codes, the first language at the root.
    pub languages: &'a [&'a str],
    pub carrier: Carrier,
}

/// What a store sends of what a policy says.
const CARRIED: &[&str] = &["Cache-Control", "Content-Disposition", "Content-Language", "Content-Type"];

/// For hosts and not for readers; a store would hand them out.
const FOR_HOSTS: &[&str] = &["_headers", "_headers.nginx.conf", "_redirects", "_redirects.nginx.conf"];

/// What a browser should not try to show.
const DOWNLOADS: &[&str] = &["doc", "docx", "ods", "odt", "pptx", "rtf", "xls", "xlsx", "zip"];

pub fn from_output(manifest: &Manifest, portal: &Portal) -> Inventory {
    let mut known: BTreeSet<Headers> = BTreeSet::new();
    let mut items = BTreeMap::new();
    let wanted = |path: &str| portal.carrier == Carrier::Host || !FOR_HOSTS.contains(&path);
    for (path, owned) in manifest.files.iter().filter(|(path, _)| wanted(path)) {
        let headers = portal.headers(path);
        let headers = known.get(&headers).cloned().unwrap_or(headers);
        known.insert(headers.clone());
        let item = Item {
            digest: Digest::parse(&owned.hash).unwrap_or_default(),
            size: owned.size,
            turn: turn(path, portal.languages, |other| manifest.files.contains_key(other)),
            hashed: headers.get("Cache-Control").is_some_and(|value| value.contains("immutable")),
            headers,
        };
        items.insert(path.clone(), item);
    }
    let path_of = |url: &str| {
        let local = percent_decode_str(url.strip_prefix(portal.base).unwrap_or(url)).decode_utf8_lossy().into_owned();
        let local = local.trim_start_matches('/');
        if local.is_empty() || local.ends_with('/') { format!("{local}index.html") } else { local.to_owned() }
    };
    Inventory { items, quarantined: manifest.quarantined.iter().map(|page| path_of(&page.url)).collect() }
}

impl Portal<'_> {
    fn headers(&self, path: &str) -> Headers {
        let address = format!("{}/{path}", self.base);
        let policy = self.policy.headers(&address);
        let mut headers: BTreeMap<&str, String> =
            policy.into_iter().map(|(name, value)| (name, value.to_owned())).collect();
        headers.entry("Content-Type").or_insert_with(|| tables::content_type(path));
        if self.carrier == Carrier::Store {
            headers.retain(|name, _| CARRIED.contains(name));
            if headers["Content-Type"].starts_with("text/html") {
                headers.insert("Content-Language", self.language(path).to_owned());
            }
            if DOWNLOADS.contains(&tables::extension(path).as_str()) {
                headers.insert("Content-Disposition", disposition(path));
            }
        }
        Headers(headers.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
    }

    fn language(&self, path: &str) -> &str {
        let folder = path.split_once('/').map_or("", |(folder, _)| folder);
        let first = self.languages.first().copied().unwrap_or_default();
        self.languages.iter().skip(1).find(|code| **code == folder).copied().unwrap_or(first)
    }
}

/// RFC 6266: letters outside ASCII in a form of their own.
fn disposition(path: &str) -> String {
    let name = path.rsplit_once('/').map_or(path, |(_, name)| name);
    if name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_')) {
        format!("attachment; filename=\"{name}\"")
    } else {
        format!("attachment; filename*=UTF-8''{}", utf8_percent_encode(name, NON_ALPHANUMERIC))
    }
}

/// Names of what lists pages for machines.
const LISTS: &[&str] = &["atom.xml", "calendar.ics", "feed.json", "robots.txt", "rss.xml"];

/// By the path alone, and what stands beside it: a list of pages has its own JSON Feed.
fn turn(path: &str, languages: &[&str], is_there: impl Fn(&str) -> bool) -> Turn {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let is_root = folder.is_empty() || languages.contains(&folder);
    let last = folder.rsplit('/').next().unwrap_or_default();
    // The tree of pages, and the search page, which names its index.
    let is_own = || {
        let mut segments = languages.iter().map(|code| tables::languages::segments(code));
        segments.any(|own| last == own.tree || last == own.search)
    };
    match name {
        _ if path.starts_with("assets/") => Turn::Asset,
        "index.html" if is_root || is_own() || is_there(&format!("{folder}/feed.json")) => Turn::List,
        _ if LISTS.contains(&name) || FOR_HOSTS.contains(&name) => Turn::List,
        _ if folder.is_empty() && name.starts_with("sitemap") => Turn::List,
        "index.json" => Turn::Page,
        _ if name.ends_with(".html") || name.ends_with(".htm") => Turn::Page,
        _ => Turn::Asset,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_names_pages_comes_after_them_and_what_they_load_before() {
        let there = ["tin-tuc/feed.json"];
        for (path, wanted) in [
            ("index.html", Turn::List),
            ("en/index.html", Turn::List),
            ("tin-tuc/index.html", Turn::List),
            ("tin-tuc/bai/index.html", Turn::Page),
            ("tin-tuc/bai/index.json", Turn::Page),
            ("tin-tuc/bai/anh.svg", Turn::Asset),
            ("tin-tuc/bai/bai.ics", Turn::Asset),
            ("tin-tuc/calendar.ics", Turn::List),
            ("en/site-map/index.html", Turn::List),
            ("sitemap-2.xml", Turn::List),
            ("_redirects.nginx.conf", Turn::List),
            ("404.html", Turn::Page),
            ("cu.htm", Turn::Page),
            ("assets/search/vi.1a2b.json", Turn::Asset),
        ] {
            assert_eq!(turn(path, &["vi", "en"], |other| there.contains(&other)), wanted, "{path}");
        }
    }

    #[test]
    fn a_download_is_named_as_its_address_ends() {
        assert_eq!(disposition("a/bieu-mau.docx"), "attachment; filename=\"bieu-mau.docx\"");
        assert_eq!(disposition("mẫu 1.xls"), "attachment; filename*=UTF-8''m%E1%BA%ABu%201%2Exls");
    }
}
