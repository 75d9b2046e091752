//! Turns paths of the portal into files on disk below one root folder.

#![expect(clippy::disallowed_methods, reason = "this is the access to the disk")]

use std::cell::RefCell;
use std::fs::{File, Metadata};
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use jiff::Timestamp;
use rayon::prelude::*;
use walkdir::{DirEntry, WalkDir};

use super::names::Names;
use super::{Entry, EntryKind, Files, Hash, Lent, Stamp};
use crate::path::SourcePath;

/// Holds nearly every page whole, in bytes.
const FIRST_READ: usize = 16 << 10;

pub struct Disk {
    root: PathBuf,
    names: Names,
    /// When the looking began, for stamps; without it there are none.
    now: Option<Timestamp>,
    /// Folders that are not looked into: what stands there is of other portals.
    others: Vec<String>,
}

impl Disk {
    /// `root`: the folder that holds `site.toml`.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into(), names: Names::default(), now: None, others: Vec::new() }
    }

    /// The same with stamps of files that were last changed before this moment, which is the present.
    pub fn with_stamps(self, now: Timestamp) -> Self {
        Self { now: Some(now), ..self }
    }

    /// The same without what stands in these folders, by their paths below the root.
    pub fn without(self, others: Vec<String>) -> Self {
        Self { others, ..self }
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    /// All visible files at most `depth` folders down, and the folders at that depth.
    ///
    /// `top`: the folder that was asked for; if that cannot be read, nothing can be said.
    fn walk(&self, top: &Path, start: &Path, depth: usize) -> io::Result<(Vec<Entry>, Vec<PathBuf>)> {
        let is_shown = |path: &Path| {
            let path = path.strip_prefix(&self.root).unwrap_or(path).to_string_lossy();
            super::is_shown(&path.replace(std::path::MAIN_SEPARATOR, "/"))
        };
        let is_other = |path: &Path| {
            let below = path.strip_prefix(&self.root).unwrap_or(path);
            self.others.iter().any(|other| below == Path::new(other))
        };
        let visible = |entry: &DirEntry| {
            (!entry.file_name().to_string_lossy().starts_with('.') || is_shown(entry.path())) && !is_other(entry.path())
        };
        let (mut entries, mut folders) = (Vec::new(), Vec::new());
        // The folder itself may be a link: whoever set up the machine chose it.
        let all = WalkDir::new(start).min_depth(1).max_depth(depth).follow_links(false);
        for found in all.into_iter().filter_entry(visible) {
            let found = match found {
                Ok(found) => found,
                // It went while the folder was read.
                Err(error) if error.io_error().is_some_and(|error| error.kind() == io::ErrorKind::NotFound) => continue,
                Err(error) => match error.path().filter(|path| *path != top).and_then(|path| self.closed(path)) {
                    Some(entry) => {
                        entries.push(entry);
                        continue;
                    }
                    None => return Err(error.into()),
                },
            };
            if found.file_type().is_dir() && found.depth() == depth {
                folders.push(found.into_path());
            } else {
                entries.extend(self.entry(&found));
            }
        }
        Ok((entries, folders))
    }

    fn file(&self, path: &str) -> io::Result<File> {
        match (File::open(self.root.join(path)), self.names.kept(path)) {
            (Err(error), Some(kept)) if error.kind() == io::ErrorKind::NotFound => File::open(self.root.join(kept)),
            (opened, _) => opened,
        }
    }

    fn entry(&self, found: &DirEntry) -> Option<Entry> {
        let kind = if found.file_type().is_symlink() {
            EntryKind::SymbolicLink
        } else if found.file_type().is_file() {
            EntryKind::File
        } else if found.file_type().is_dir() {
            return None;
        } else {
            EntryKind::Special
        };
        Some(self.named(found.path(), kind))
    }

    /// A folder that cannot be read.
    fn closed(&self, path: &Path) -> Option<Entry> {
        path.starts_with(&self.root).then(|| self.named(path, EntryKind::Closed))
    }

    fn named(&self, path: &Path, kind: EntryKind) -> Entry {
        let relative = path.strip_prefix(&self.root).unwrap_or(path);
        let kind = if relative.to_str().is_none() { EntryKind::BadName } else { kind };
        let name = relative.to_string_lossy();
        let path = if std::path::MAIN_SEPARATOR == '/' {
            SourcePath::new(&*name)
        } else {
            SourcePath::new(name.replace(std::path::MAIN_SEPARATOR, "/"))
        };
        Entry { path, kind }
    }
}

impl Files for Disk {
    /// Only names are asked of the system, not sizes or dates; folders below the second level are read in parallel.
    fn list(&self, folder: &str) -> io::Result<Vec<Entry>> {
        let start = self.root.join(folder);
        if !start.is_dir() {
            return Ok(Vec::new());
        }
        let (mut entries, folders) = self.walk(&start, &start, 2)?;
        let below: Vec<Vec<Entry>> = folders
            .par_iter()
            .map(|folder| self.walk(&start, folder, usize::MAX).map(|(entries, _)| entries))
            .collect::<io::Result<_>>()?;
        entries.extend(below.into_iter().flatten());
        Ok(self.names.compose(entries))
    }

    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        self.read_within(path, usize::MAX).map(Result::unwrap_or_default)
    }

    fn read_within(&self, path: &str, most: usize) -> io::Result<Result<Vec<u8>, u64>> {
        thread_local! {
            /// Nearly every page fits into it, so reading one asks the system for nothing but its bytes.
            static FIRST: RefCell<Box<[u8]>> = RefCell::new(vec![0; FIRST_READ].into());
        }
        let mut file = self.file(path)?;
        FIRST.with_borrow_mut(|first| {
            let length = fill(&mut file, first)?;
            if length < first.len() {
                return Ok(if length > most { Err(length as u64) } else { Ok(first[..length].to_vec()) });
            }
            // Of what is longer the size is asked, so that no more memory is taken than it needs.
            let size = file.metadata()?.len();
            if size > most as u64 {
                return Ok(Err(size));
            }
            read_on(&mut file, first, usize::try_from(size).unwrap_or(most), most)
        })
    }

    fn open(&self, path: &str) -> io::Result<Box<dyn Read + '_>> {
        Ok(Box::new(BufReader::with_capacity(1 << 16, self.file(path)?)))
    }

    fn folders(&self, folder: &str) -> io::Result<Vec<String>> {
        let start = self.root.join(folder);
        if !start.is_dir() {
            return Ok(Vec::new());
        }
        let mut names = Vec::new();
        for found in WalkDir::new(&start).min_depth(1).max_depth(1) {
            let found = found?;
            let name = found.file_name().to_string_lossy().into_owned();
            if found.file_type().is_dir() && !name.starts_with('.') {
                names.push(name);
            }
        }
        names.sort();
        Ok(names)
    }

    fn stamp(&self, path: &str) -> Option<Stamp> {
        let meta = match (self.root.join(path).symlink_metadata(), self.names.kept(path)) {
            (Err(_), Some(kept)) => self.root.join(kept).symlink_metadata(),
            (meta, _) => meta,
        };
        Stamp::of(&meta.ok()?, self.now?)
    }

    fn lend(&self, path: &str) -> io::Result<Lent> {
        let file = self.file(path)?;
        let meta = file.metadata()?;
        Ok(Lent { size: meta.len(), mark: mark(&meta), bytes: Box::new(file) })
    }
}

/// Reads until the buffer is full or the file ends; gives back how much that was.
fn fill(file: &mut File, buffer: &mut [u8]) -> io::Result<usize> {
    let mut length = 0;
    while length < buffer.len() {
        match file.read(&mut buffer[length..]) {
            Ok(0) => break,
            Ok(count) => length += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(length)
}

/// The whole of a file that begins so and should have this size. What has no size, or grows, is read to its end or its limit.
fn read_on(file: &mut File, start: &[u8], size: usize, most: usize) -> io::Result<Result<Vec<u8>, u64>> {
    let mut bytes = Vec::with_capacity(size.max(start.len()) + 1);
    bytes.extend_from_slice(start);
    let rest = (most - start.len().min(most)) as u64 + 1;
    file.by_ref().take(rest).read_to_end(&mut bytes)?;
    if bytes.len() > most { Ok(Err(file.metadata()?.len().max(bytes.len() as u64))) } else { Ok(Ok(bytes)) }
}

/// What tells a file from what it was, without reading it. A build never looks at times; the preview asks by this only whether a
/// browser has what it would be sent.
fn mark(meta: &Metadata) -> Hash {
    let modified = meta.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    let mut told = Vec::from(modified.map_or(0, |since| since.as_nanos()).to_le_bytes());
    told.extend(meta.len().to_le_bytes());
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        told.extend([meta.dev(), meta.ino()].map(u64::to_le_bytes).concat());
    }
    super::hash(&told)
}
