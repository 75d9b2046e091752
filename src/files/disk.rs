//! Turns paths of the portal into files on disk below one root folder.

#![expect(clippy::disallowed_methods, reason = "this is the door to the disk")]

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::{Entry, EntryKind, Files};
use crate::path::SourcePath;

/// Holds nearly every page whole, in bytes.
const FIRST_READ: usize = 16 << 10;

pub struct Disk {
    root: PathBuf,
}

impl Disk {
    /// `root`: the folder that holds `site.toml`.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    fn entry(&self, found: &DirEntry) -> io::Result<Option<Entry>> {
        let relative = found.path().strip_prefix(&self.root).unwrap_or(found.path());
        let name = relative.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
        let kind = if relative.to_str().is_none() {
            EntryKind::BadName
        } else if found.file_type().is_symlink() {
            EntryKind::SymbolicLink
        } else if found.file_type().is_file() {
            EntryKind::File
        } else {
            return Ok(None);
        };
        let size = if kind == EntryKind::File { found.metadata()?.len() } else { 0 };
        Ok(Some(Entry { path: SourcePath::new(name), size, kind }))
    }
}

impl Files for Disk {
    fn list(&self, folder: &str) -> io::Result<Vec<Entry>> {
        let start = self.root.join(folder);
        if !start.is_dir() {
            return Ok(Vec::new());
        }
        let visible = |entry: &DirEntry| !entry.file_name().to_string_lossy().starts_with('.');
        let mut entries = Vec::new();
        // The folder itself may be a link: whoever set up the machine chose it.
        for found in WalkDir::new(&start).min_depth(1).follow_links(false).into_iter().filter_entry(visible) {
            entries.extend(self.entry(&found?)?);
        }
        entries.sort();
        Ok(entries)
    }

    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        // Asking for the size first, as `fs::read` does, costs two more system calls; pages are small.
        let mut file = File::open(self.root.join(path))?;
        let mut bytes = vec![0; FIRST_READ];
        let mut length = 0;
        loop {
            match file.read(&mut bytes[length..]) {
                Ok(0) => break,
                Ok(count) => length += count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
            if length == bytes.len() {
                bytes.resize(length * 4, 0);
            }
        }
        bytes.truncate(length);
        Ok(bytes)
    }

    fn open(&self, path: &str) -> io::Result<Box<dyn Read + '_>> {
        Ok(Box::new(BufReader::with_capacity(1 << 16, File::open(self.root.join(path))?)))
    }
}
