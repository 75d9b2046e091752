//! Turns where a file stands on disk into its address: folders become segments, folded by the portal's own rule.

use std::collections::HashMap;
use std::sync::Arc;

use parking_lot::Mutex;
use rustc_hash::FxHashMap;

use super::Site;
use crate::load::config::Config;
use crate::load::discover::CONTENT;
use crate::load::document::Language;
use crate::load::kinds::Taxonomy;
use crate::load::root_files;
use crate::path::{SourcePath, UrlPath};
use crate::tables::languages::{self, Segments};
use crate::text::fold::nfc;
use crate::text::slug::{file_slug, slug};

/// `/` for the default language, `/en/` for another.
pub fn language_root(config: &Config, language: Language) -> UrlPath {
    if language == 0 {
        config.base.url("/")
    } else {
        config.base.url(&format!("/{}/", config.languages[usize::from(language)]))
    }
}

/// The segments that sections choose for their folders, by folder and language.
pub struct Urls<'a> {
    pub config: &'a Config,
    slugs: HashMap<(Arc<str>, Language), String>,
    /// By language: the addresses of folders, since most pages stand beside others.
    folders: Mutex<Vec<FxHashMap<Box<str>, UrlPath>>>,
}

impl<'a> Urls<'a> {
    /// `slugs`: by whole folder (`content/tin-tuc`) and language.
    pub fn new(config: &'a Config, slugs: HashMap<(Arc<str>, Language), String>) -> Self {
        let folders = Mutex::new(vec![FxHashMap::default(); config.languages.len()]);
        Self { config, slugs, folders }
    }

    /// The address of a folder below `content/`.
    pub fn folder(&self, folder: &str, language: Language) -> UrlPath {
        let known = self.folders.lock()[usize::from(language)].get(folder).cloned();
        known.unwrap_or_else(|| {
            let url = self.address(folder, language);
            self.folders.lock()[usize::from(language)].insert(folder.into(), url.clone());
            url
        })
    }

    fn address(&self, folder: &str, language: Language) -> UrlPath {
        let mut url = language_root(self.config, language);
        let mut path = String::from(CONTENT);
        for name in folder.split('/').skip(1) {
            path.push('/');
            path.push_str(name);
            let chosen = self.slugs.get(&(Arc::from(path.as_str()), language));
            url = match chosen {
                Some(segment) => url.child(segment),
                None => url.child(&slug(name)),
            };
        }
        url
    }

    /// The address of a file that is not a page: language-free, beside the Vietnamese page.
    ///
    /// It follows from the file's own path alone, so no other file can change it. A path that is an address already is
    /// kept as it is. Any other (`Bảng 1.PDF`) is folded, and since others are folded into the same (`Bằng 1.pdf`), a few
    /// letters of the hash of the path stand behind it.
    pub fn file(&self, source: &SourcePath) -> UrlPath {
        if let Some(path) = root_files::at_root(source) {
            return self.config.base.url(&format!("/{}", nfc(path)));
        }
        let plain = self.folder(source.folder(), 0).file(&file_slug(source.file_name()));
        if plain.local().strip_prefix('/')
            == source.as_str().strip_prefix(CONTENT).and_then(|rest| rest.strip_prefix('/'))
            && !is_portals_own(&plain)
        {
            return plain;
        }
        let name = file_slug(source.file_name());
        let (stem, extension) =
            name.rsplit_once('.').map_or((name.as_str(), ""), |(stem, extension)| (stem, extension));
        let dot = if extension.is_empty() { "" } else { "." };
        // Disks take names of 255 bytes.
        let stem: String = stem.chars().take(60).collect();
        self.folder(source.folder(), 0).file(&format!("{stem}-{}{dot}{extension}", letters(source)))
    }
}

/// Six letters and digits that belong to a path, in whichever Unicode form the disk gives it.
fn letters(source: &SourcePath) -> String {
    const ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
    let hash = blake3::hash(nfc(source.as_str()).as_bytes());
    hash.as_bytes()[..6].iter().map(|byte| char::from(ALPHABET[usize::from(byte % 32)])).collect()
}

/// Whether the portal makes, or may make, a file of this name itself.
fn is_portals_own(url: &UrlPath) -> bool {
    let mut parts = url.local().rsplit('/');
    let (name, folder) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let first = url.local().split('/').nth(1).unwrap_or_default();
    matches!(name, "index.json" | "feed.json" | "calendar.ics")
        || name.strip_suffix(".ics") == Some(folder)
        || first == "assets"
}

/// Of a page that the portal makes itself, by the words of its language.
fn own(config: &Config, language: Language, segment: impl Fn(&Segments) -> &'static str) -> UrlPath {
    let segments = languages::segments(&config.languages[usize::from(language)]);
    language_root(config, language).child(segment(segments))
}

pub fn taxonomy(config: &Config, taxonomy: Taxonomy, language: Language) -> UrlPath {
    own(config, language, |segments| match taxonomy {
        Taxonomy::Agency => segments.agency,
        Taxonomy::Topic => segments.topic,
        Taxonomy::Field => segments.field,
    })
}

pub fn archive(config: &Config, language: Language) -> UrlPath {
    own(config, language, |segments| segments.archive)
}

impl Site {
    pub fn taxonomy_url(&self, of: Taxonomy, language: Language) -> UrlPath {
        taxonomy(&self.config, of, language)
    }

    pub fn archive_url(&self, language: Language) -> UrlPath {
        archive(&self.config, language)
    }

    pub fn search_url(&self, language: Language) -> UrlPath {
        own(&self.config, language, |segments| segments.search)
    }

    /// Where an endpoint sends the reader once a form has arrived.
    pub fn thanks_url(&self, language: Language) -> UrlPath {
        own(&self.config, language, |segments| segments.thanks)
    }

    /// The catalogue of open data.
    pub fn open_data_url(&self, language: Language) -> UrlPath {
        own(&self.config, language, |segments| segments.open_data)
    }

    /// What the portal tells of its own work, where its settings put that.
    pub fn figures_url(&self, language: Language) -> UrlPath {
        let code = self.language(language);
        match self.config.figures.address(code) {
            Some(address) => language_root(&self.config, language).child(address),
            None => own(&self.config, language, |segments| segments.figures),
        }
    }

    pub fn tree_url(&self, language: Language) -> UrlPath {
        own(&self.config, language, |segments| segments.tree)
    }
}
