//! The output that is published: builds it, or takes what is there, and turns it into a manifest that may go online.
//!
//! A page that cannot be built is built once more from the file that made the version that is online, where git still has it. So its
//! lists, its files and its translations stay with it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;

use super::findings::{Extent, Telling};
use super::git::Git;
use super::locks::Visitor;
use super::making::{Done, Making, Way};
use super::portal::{Portal, now};
use super::store::lock_cache;
use super::{COULD_NOT_RUN, Common, FINDINGS, complain, findings, output, reason, words};
use crate::diag::{Finding, Severity};
use crate::files::{Disk, Files, Overlay};
use crate::load::schema;
use crate::path::SourcePath;
use crate::pipeline::has_errors;
use crate::write::lock::{Lock, NotTaken, Use};
use crate::write::manifest::{self, Manifest, Quarantined};
use crate::write::release::{self, Refusal};

/// Versions of a page that are tried, the newest first.
const VERSIONS: usize = 4;

/// What is asked for.
pub struct Order<'a> {
    pub common: &'a Common,
    pub portal: &'a Portal,
    pub visitor: &'a Visitor<'a>,
    pub folder: PathBuf,
    pub way: Way,
    /// Take what is there.
    pub no_build: bool,
    pub git: Option<&'a Git>,
    /// The commit that is online, and whether a page at this address is; asked where a page could not be built.
    pub online: &'a dyn Fn() -> Option<(String, BTreeSet<String>)>,
}

/// An output that may be published, while this is held.
pub struct Output {
    pub folder: PathBuf,
    pub manifest: Manifest,
    /// When it was built, if that was not just now.
    pub made_at: Option<Timestamp>,
    /// Sources of pages that are online in an older version, built anew from it.
    pub older: Vec<Quarantined>,
    /// There are mistakes in content, theme or configuration.
    pub has_errors: bool,
    _lock: Option<Lock>,
}

impl Order<'_> {
    /// `Err`: the exit code, after saying why.
    pub fn take(&self) -> Result<Output, u8> {
        let (older, has_errors) = if self.no_build { (Vec::new(), false) } else { self.build()? };
        let lock = self.lock()?;
        let refusals = release::refusals(&self.folder, now());
        let stops = |refusal: &&Refusal| !(self.way.preview && **refusal == Refusal::Marked);
        let refusals: Vec<&Refusal> = refusals.iter().filter(stops).collect();
        if !refusals.is_empty() {
            refusals.iter().for_each(|refusal| complain(&output::sentence(refusal, &self.portal.language)));
            return Err(COULD_NOT_RUN);
        }
        let bytes = Disk::new(&self.folder).read(manifest::NAME).unwrap_or_default();
        let manifest = Manifest::parse(&bytes).unwrap_or_default();
        let made_at = self.no_build.then(|| release::made_at(&self.folder)).flatten();
        Ok(Output { folder: self.folder.clone(), manifest, made_at, older, has_errors, _lock: lock })
    }

    /// Keeps builds out while the folder is read.
    fn lock(&self) -> Result<Option<Lock>, u8> {
        let language = &self.portal.language;
        if !self.folder.is_dir() {
            let text = words(
                language,
                "chưa có thư mục kết quả {folder}. Bỏ --no-build, hoặc chạy cong build trước.",
                "there is no output folder {folder}. Leave out --no-build, or run cong build first.",
            );
            complain(&text.replace("{folder}", &self.folder.display().to_string()));
            return Err(COULD_NOT_RUN);
        }
        match self.visitor.take(&self.folder, Use::Read) {
            Ok(lock) => Ok(Some(lock)),
            Err(NotTaken::Busy(_)) => Err(COULD_NOT_RUN),
            Err(NotTaken::Impossible(error)) => {
                if !self.common.quiet && !self.common.json {
                    let text = words(
                        language,
                        "Không khóa được thư mục kết quả, nên đừng dựng trong lúc xuất bản:",
                        "The output folder cannot be locked, so do not build while it is published:",
                    );
                    complain(&format!("{text} {}: {}", self.folder.display(), reason(&error, language)));
                }
                Ok(None)
            }
        }
    }

    /// Which pages were built from an older version, and whether there are mistakes.
    fn build(&self) -> Result<(Vec<Quarantined>, bool), u8> {
        let lock = lock_cache(self.visitor, &self.common.folder, self.portal)?;
        let Done { built, cache, .. } = self.make(self.portal, lock.as_ref())?;
        let errors: Vec<Finding> =
            built.findings.iter().filter(|finding| finding.severity() == Severity::Error).cloned().collect();
        let (language, files) = (&self.portal.language, &*self.portal.files);
        findings::show(&errors, Telling { files, language, common: self.common, extent: Extent { all: false } });
        if built.renderer.is_none() {
            let text = "Cổng có lỗi, chưa dựng được, nên không xuất bản gì: những gì trên mạng giữ nguyên.";
            complain(words(
                language,
                text,
                "The portal has errors and cannot be built, so nothing is published: what is online stays.",
            ));
            return Err(FINDINGS);
        }
        let is_wrong = has_errors(&built.findings);
        let (broken, lost) = (built.quarantined.clone(), built.lost.clone());
        drop(built.persist(cache));
        Ok((self.build_again((&broken, &lost), lock.as_ref())?, is_wrong))
    }

    fn make(&self, portal: &Portal, lock: Option<&Lock>) -> Result<Done, u8> {
        let Order { common, visitor, way, .. } = *self;
        Making { common, portal, visitor, output: &self.folder, lock, way }.build()
    }

    /// Builds once more with pages, and tables whose rows are pages, as they were, version after version, until each can be built or there
    /// is none left.
    fn build_again(
        &self,
        (broken, lost): (&[Quarantined], &BTreeSet<SourcePath>),
        lock: Option<&Lock>,
    ) -> Result<Vec<Quarantined>, u8> {
        let named = || broken.iter().filter(|page| !page.source.is_empty());
        let is_needed = named().next().is_some() || !lost.is_empty();
        let Some(git) = self.git.filter(|_| is_needed) else { return Ok(Vec::new()) };
        let Some((commit, online)) = (self.online)() else { return Ok(Vec::new()) };
        let wanted: Vec<&Quarantined> = named().filter(|page| online.contains(&page.url)).collect();
        let mut over: BTreeMap<String, Vec<u8>> = BTreeMap::new();
        let (mut left, mut tables) = (wanted.clone(), lost.clone());
        for attempt in 0..VERSIONS {
            let before = over.len();
            for page in &left {
                over.extend(as_it_was(git, &commit, &page.source, attempt));
            }
            for table in &tables {
                over.extend(table_as_it_was(git, &commit, table, attempt));
            }
            if (left.is_empty() && tables.is_empty()) || (attempt == 0 && over.len() == before) {
                break;
            }
            let files: Arc<dyn Files> = Arc::new(Overlay::new(self.portal.files.clone(), over.clone()));
            let Portal { language, at, zone, .. } = self.portal;
            let portal = Portal { files, language: language.clone(), at: *at, zone: zone.clone() };
            let Done { built, cache, .. } = self.make(&portal, lock)?;
            let still: BTreeSet<String> = built.quarantined.iter().map(|page| page.source.clone()).collect();
            tables.retain(|table| built.lost.contains(table));
            drop(built.persist(cache));
            left.retain(|page| still.contains(&page.source));
        }
        let is_left = |page: &Quarantined| left.iter().any(|other| other.source == page.source);
        let pages = wanted.into_iter().filter(|page| !is_left(page)).cloned();
        let restored = lost.iter().filter(|table| !tables.contains(*table));
        let of_table = |table: &SourcePath| Quarantined { source: table.to_string(), url: address_of(broken, table) };
        Ok(pages.chain(restored.map(of_table)).collect())
    }
}

/// Where the pages of a table stand, as the build that lacked them said.
fn address_of(broken: &[Quarantined], table: &SourcePath) -> String {
    let own = broken.iter().filter(|page| page.url.ends_with('*') && page.source == table.folder());
    let own = own.min_by_key(|page| page.url.len());
    own.map_or_else(String::new, |page| page.url.trim_end_matches('*').to_owned())
}

/// A table and its schema, both as they were in one of the versions up to a commit: each fits the other.
fn table_as_it_was(git: &Git, commit: &str, table: &SourcePath, attempt: usize) -> BTreeMap<String, Vec<u8>> {
    let schema = schema::beside(table);
    let mut paths = std::iter::once(table).chain(&schema);
    let Some(newest) = paths.clone().find_map(|path| git.versions(commit, path.as_str()).into_iter().nth(attempt))
    else {
        return BTreeMap::new();
    };
    let version = if attempt == 0 { commit } else { &newest };
    paths.by_ref().filter_map(|path| Some((path.to_string(), git.show(version, path.as_str())?))).collect()
}

/// The source of a page and the files that are its own, in one of the versions up to a commit.
fn as_it_was(git: &Git, commit: &str, source: &str, attempt: usize) -> BTreeMap<String, Vec<u8>> {
    let versions = git.versions(commit, source);
    let Some(version) = versions.get(attempt) else { return BTreeMap::new() };
    let folder = source.rsplit_once('/').map_or("", |(folder, _)| folder);
    let is_bundle = Path::new(source).file_name().is_some_and(|name| name.to_string_lossy().starts_with("index."));
    // Beside a page that shares its folder others may use the same files: they are touched only where nothing else helps.
    let is_own = |path: &str| {
        let beside = path.rsplit_once('/').map_or("", |(around, _)| around) == folder && !path.ends_with(".md");
        path == source || is_bundle || (attempt > 0 && beside)
    };
    let changed = git.changed_since(version, folder).into_iter().filter(|path| is_own(path));
    let paths: BTreeSet<String> = changed.chain([source.to_owned()]).collect();
    paths.into_iter().filter_map(|path| Some((path.clone(), git.show(version, &path)?))).collect()
}
