//! Tells files that a build wrote from those that somebody else put into its folder, by what is in them.
//!
//! Nearly everything a build writes says where it stands: a page in its canonical link, a feed in its own address, an asset in
//! a name made of its contents. A page of somebody else does not say of itself, in the very letters in which a build does,
//! that it is a page of this portal at that address.

use std::collections::HashMap;
use std::sync::OnceLock;

use memchr::memmem;

use crate::files::{self, Files, Hash};
use crate::load::base::Base;
use crate::load::discover::CONTENT;
use crate::load::old_address::is_of_page;
use crate::load::security::Report;
use crate::load::variants;
use crate::lookup;
use crate::path::{SourcePath, decode};
use crate::plan::{FIGURES_CSV, FIGURES_JSON};
use crate::search;
use crate::tables::languages::{LANGUAGES, segments, words};
use crate::text::html::escape;
use crate::text::slug::file_slug;
use crate::write::Recognise;

pub struct Own<'a> {
    base: &'a Base,
    files: &'a dyn Files,
    /// All files of the portal by the name under which they would be published; read only if there is a stray.
    names: OnceLock<HashMap<String, Vec<SourcePath>>>,
}

impl<'a> Own<'a> {
    pub fn new(base: &'a Base, files: &'a dyn Files) -> Self {
        Self { base, files, names: OnceLock::new() }
    }

    fn sources(&self, name: &str) -> &[SourcePath] {
        let names = self.names.get_or_init(|| {
            let mut names: HashMap<String, Vec<SourcePath>> = HashMap::new();
            for entry in self.files.list(CONTENT).unwrap_or_default() {
                names.entry(file_slug(entry.path.file_name())).or_default().push(entry.path);
            }
            names
        });
        names.get(name).map_or(&[], Vec::as_slice)
    }
}

impl Recognise for Own<'_> {
    fn is_made(&self, path: &str, start: &[u8]) -> bool {
        let (_, name) = path.rsplit_once('/').unwrap_or(("", path));
        let own = |address: &str| self.base.absolute(&self.base.url(&format!("/{address}")));
        let says = |mark: String| memmem::find(start, mark.as_bytes()).is_some();
        match name.rsplit_once('.').map_or("", |(_, ending)| ending) {
            _ if [search::FOLDER, lookup::FOLDER, variants::FOLDER]
                .iter()
                .any(|own| format!("/{path}").starts_with(own)) =>
            {
                true
            }
            "css" | "js" => path.starts_with("assets/") && says_its_hash(name, start),
            "html" | "htm" => {
                let address = escape(&own(path.strip_suffix("index.html").unwrap_or(path)));
                says(format!("<link rel=\"canonical\" href=\"{address}\">")) || self.is_redirect(start)
            }
            // The index of the parts is planned in every build.
            "xml" if is_numbered(name, "sitemap-") => says(format!("<loc>{}", escape(&own("")))),
            "xml" => says(format!("href=\"{}\" rel=\"self\"", escape(&own(path)))),
            "json" if name == "feed.json" => says(format!("\"feed_url\":\"{}\"", own(path))),
            "json" if name == "index.json" => {
                says(format!("\"url\":\"{}\"", own(path.trim_end_matches("index.json"))))
                    && says("\"_cong\":{".to_owned())
            }
            "json" if name == FIGURES_JSON => says(format!("\"url\": \"{}\"", own(path))),
            "csv" if name == FIGURES_CSV => {
                LANGUAGES.iter().any(|row| start.starts_with(words(row.code).figures.columns.join(",").as_bytes()))
            }
            "json" if path == "manifest.json" => says(format!("\"id\":\"{}\"", own(path))),
            "json" if name == "datapackage.json" => {
                says(format!("\"homepage\": \"{}\"", own(path.trim_end_matches("datapackage.json"))))
            }
            "jsonld" => says(format!("\"@id\": \"{}#catalog\"", own(path.trim_end_matches("catalog.jsonld")))),
            "csv" if list_columns(name, start) => says(format!(",{}", own(""))),
            // What the page of a workbook offers beside it.
            "csv" => {
                let stem = name.trim_end_matches("csv");
                ["xlsx", "ods"].iter().any(|ending| !self.sources(&format!("{stem}{ending}")).is_empty())
            }
            // A chart or a map as a picture, which says its own address.
            "svg" => ["data-at", "xml:base"].iter().any(|key| says(format!("{key}=\"{}\"", escape(&own(path))))),
            "txt" => path == Report::PATH && says(format!("Canonical: {}", own(path))),
            "ics" => says("PRODID:-//cong//cong//VI".to_owned()),
            _ => false,
        }
    }

    /// Rules for redirects, of which each leads away from an address where a build put a page.
    fn is_about(&self, path: &str, start: &[u8], is_made: &dyn Fn(&str) -> bool) -> bool {
        let text = if path == "_redirects" { std::str::from_utf8(start).unwrap_or_default() } else { "" };
        // A rule for an address at which no page can stand names no file that it leads away from, but one that it leads to.
        let leads_here = |line: &str| {
            let parts: Vec<&str> = line.split(' ').collect();
            let to = parts.last().and_then(|to| self.base.asked(to));
            (parts.len() > 2 || !is_of_page(&decode(parts[0])))
                && to.is_some_and(|to| is_made(self.base.url(&decode(to)).output().as_str()))
        };
        let is_own = |line: &str| {
            let Some(line) = line.strip_suffix('!').unwrap_or(line).strip_suffix(" 301") else { return false };
            if leads_here(line) {
                return true;
            }
            let from = line.split_once(' ').map_or("", |(from, _)| from);
            self.base.asked(from).is_some_and(|local| is_made(self.base.url(&decode(local)).output().as_str()))
        };
        !text.is_empty() && text.lines().all(is_own)
    }

    fn is_copy(&self, path: &str, hash: &dyn Fn() -> Option<Hash>) -> bool {
        // Directly in the folder, and in hidden ones, operators put files for their hosts.
        let Some((_, name)) = path.rsplit_once('/').filter(|_| !path.starts_with('.')) else { return false };
        let sources = self.sources(name);
        if sources.is_empty() {
            return false;
        }
        let Some(hash) = hash() else { return false };
        sources.iter().any(|source| self.hash(source) == Some(hash))
    }
}

impl Own<'_> {
    /// A page that leads from an old address to one of this portal.
    fn is_redirect(&self, start: &[u8]) -> bool {
        let is_page = start.starts_with(b"<!DOCTYPE html><html lang=\"") && start.len() < 1 << 14;
        let canonical = format!("<link rel=\"canonical\" href=\"{}", escape(&self.base.absolute(&self.base.url("/"))));
        let rest = "<meta name=\"robots\" content=\"noindex\"><meta http-equiv=\"refresh\" content=\"0; url=/";
        is_page && [canonical.as_str(), rest].iter().all(|mark| memmem::find(start, mark.as_bytes()).is_some())
    }

    fn hash(&self, source: &SourcePath) -> Option<Hash> {
        let mut hasher = blake3::Hasher::new();
        std::io::copy(&mut self.files.open(source.as_str()).ok()?, &mut hasher).ok()?;
        Some(hasher.finalize())
    }
}

/// Whether a file has the name of a list as a CSV, and the names of its first columns.
fn list_columns(name: &str, start: &[u8]) -> bool {
    let mut rows = LANGUAGES.iter().map(|row| (segments(row.code).list_csv, words(row.code).columns));
    rows.any(|(own, [title, address, _])| own == name && start.starts_with(format!("{title},{address},").as_bytes()))
}

/// `sitemap-12.xml` for `sitemap-`.
fn is_numbered(name: &str, stem: &str) -> bool {
    let number = name.strip_prefix(stem).and_then(|rest| rest.split_once('.')).map_or("", |(number, _)| number);
    !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a name has the first letters of the hash of the contents, as `theme.3f2a….css`.
fn says_its_hash(name: &str, bytes: &[u8]) -> bool {
    let hash = files::hash(bytes).to_hex();
    name.rsplit('.').nth(1).is_some_and(|part| part.len() >= 10 && hash.starts_with(part))
}
