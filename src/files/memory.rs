//! Turns a map of texts into files, so that a test can build a whole portal without a disk.

use std::collections::BTreeMap;
use std::io::{self, Cursor, Read};

use super::names::Names;
use super::{Entry, EntryKind, Files};
use crate::path::SourcePath;
use crate::text::fold::nfc;

#[derive(Clone, Default)]
pub struct Memory {
    files: BTreeMap<String, Vec<u8>>,
}

impl Memory {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn put(&mut self, path: &str, bytes: impl Into<Vec<u8>>) {
        self.files.insert(path.to_owned(), bytes.into());
    }

    fn get(&self, path: &str) -> Option<&Vec<u8>> {
        let kept = || self.files.iter().find(|(kept, _)| nfc(kept) == path).map(|(_, bytes)| bytes);
        self.files.get(path).or_else(|| (!path.is_ascii()).then(kept).flatten())
    }

    pub fn remove(&mut self, path: &str) -> Option<Vec<u8>> {
        self.files.remove(path)
    }
}

impl Files for Memory {
    fn list(&self, folder: &str) -> io::Result<Vec<Entry>> {
        let prefix = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        let below = self.files.keys().filter_map(|path| {
            let rest = path.strip_prefix(&prefix)?;
            let hidden = rest.split('/').any(|part| part.starts_with('.')) && !super::is_shown(path);
            let entry = Entry { path: SourcePath::new(path.as_str()), kind: EntryKind::File };
            (!hidden).then_some(entry)
        });
        Ok(Names::default().compose(below.collect()))
    }

    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        self.get(path).cloned().ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn read_within(&self, path: &str, most: usize) -> io::Result<Result<Vec<u8>, u64>> {
        let bytes = self.read(path)?;
        Ok(if bytes.len() > most { Err(bytes.len() as u64) } else { Ok(bytes) })
    }

    fn open(&self, path: &str) -> io::Result<Box<dyn Read + '_>> {
        let bytes = self.get(path).ok_or(io::ErrorKind::NotFound)?;
        Ok(Box::new(Cursor::new(bytes.as_slice())))
    }
}
