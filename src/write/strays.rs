//! Finds files in an output folder that a build wrote and no manifest names.
//!
//! Builds that hold the folder's lock leave none: whatever they may write stands in an intent before they write it. But versions
//! without a lock could put one manifest in the place of another, and a disk can lose what was written last. A whole
//! folder takes long to look through, so this is done only where something of the kind may have happened.

#![expect(clippy::disallowed_methods, reason = "`write` touches the disk")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::Read;
use std::path::Path;

use walkdir::{DirEntry, WalkDir};

use super::found::hash_of;
use super::manifest::Owned;
use super::staged::UNFINISHED;
use crate::files::Hash;

/// Tells the files of a build by what is in them.
pub trait Recognise: Sync {
    /// Whether a build writes a file that begins so at this path.
    fn is_made(&self, path: &str, start: &[u8]) -> bool;

    /// Whether a file speaks only of files that builds wrote.
    fn is_about(&self, path: &str, start: &[u8], is_made: &dyn Fn(&str) -> bool) -> bool;

    /// Whether this is a copy of a file of the portal, so that nothing is lost with it.
    fn is_copy(&self, path: &str, hash: &dyn Fn() -> Option<Hash>) -> bool;
}

/// How much of a file is looked at.
const START: u64 = 1 << 20;

/// Paths of files that are neither in `written` nor somebody else's. Links are not followed, and stay.
pub fn find(root: &Path, written: &BTreeMap<String, Owned>, recognise: Option<&dyn Recognise>) -> Vec<String> {
    let mut unknown: Vec<String> =
        files(root).filter(|path| !written.contains_key(path) && !path.starts_with(".cong-")).collect();
    let mut found: Vec<String> = unknown.extract_if(.., |path| path.ends_with(UNFINISHED)).collect();
    let Some(recognise) = recognise else { return found };
    unknown.retain(|path| root.join(path).symlink_metadata().is_ok_and(|meta| meta.is_file()));
    let start = |path: &str| {
        let mut bytes = Vec::new();
        let read = File::open(root.join(path)).and_then(|file| file.take(START).read_to_end(&mut bytes));
        read.is_ok().then_some(bytes)
    };
    found.extend(unknown.extract_if(.., |path| {
        start(path).is_some_and(|start| recognise.is_made(path, &start))
            || recognise.is_copy(path, &|| hash_of(&root.join(&*path)))
    }));
    let is_made = |path: &str| written.contains_key(path) || found.iter().any(|known| known == path);
    let about: Vec<String> = unknown
        .extract_if(.., |path| start(path).is_some_and(|start| recognise.is_about(path, &start, &is_made)))
        .collect();
    found.extend(about);
    // What stands beside a page that nobody owns and is named there came with it: its pictures and attachments.
    let pages: Vec<(String, Vec<u8>)> =
        found.iter().filter_map(|path| Some((path.strip_suffix("index.html")?.to_owned(), start(path)?))).collect();
    found.extend(unknown.into_iter().filter(|path| {
        pages.iter().any(|(folder, page)| {
            let inside = path.strip_prefix(folder.as_str()).is_some_and(|name| !name.is_empty() && !name.contains('/'));
            inside && memchr::memmem::find(page, format!("/{path}\"").as_bytes()).is_some()
        })
    }));
    found
}

/// What must be known of a folder before the first change, found in one walk through it.
#[derive(Default)]
pub struct Outlook {
    /// Files that builds left half written, wherever they are. They are found also where the intent that would speak of them
    /// is gone.
    pub unfinished: Vec<String>,
    /// Symbolic links.
    pub links: BTreeSet<String>,
}

pub fn outlook(root: &Path) -> Outlook {
    let mut outlook = Outlook::default();
    // Most entries are none of these, so only of few is a path made.
    for entry in entries(root) {
        if entry.path_is_symlink() {
            outlook.links.insert(path_of(root, &entry));
        }
        if entry.file_name().as_encoded_bytes().ends_with(UNFINISHED.as_bytes()) {
            outlook.unfinished.push(path_of(root, &entry));
        }
    }
    outlook.unfinished.retain(|path| !path.starts_with(".cong-"));
    outlook
}

/// Every file below a folder, with its path in it; what is not a folder counts as a file.
pub fn files(root: &Path) -> impl Iterator<Item = String> {
    entries(root).map(move |entry| path_of(root, &entry))
}

fn entries(root: &Path) -> impl Iterator<Item = DirEntry> {
    let entries = WalkDir::new(root).min_depth(1).into_iter().filter_map(Result::ok);
    entries.filter(|entry| !entry.file_type().is_dir())
}

fn path_of(root: &Path, entry: &DirEntry) -> String {
    let path = entry.path().strip_prefix(root).unwrap_or(entry.path());
    path.to_string_lossy().replace('\\', "/")
}
