//! Files some of which stand at other paths: turns a portal as it is into one after a move, of which nothing is copied.

use std::collections::BTreeMap;
use std::io::{self, Read};
use std::sync::Arc;

use crate::files::{Entry, Files, Lent, Stamp};
use crate::path::SourcePath;

pub struct Renamed {
    under: Arc<dyn Files>,
    /// By their paths of before.
    new: BTreeMap<SourcePath, SourcePath>,
    /// By their new paths.
    old: BTreeMap<SourcePath, SourcePath>,
}

impl Renamed {
    pub fn new(under: Arc<dyn Files>, new: BTreeMap<SourcePath, SourcePath>) -> Renamed {
        let old = new.iter().map(|(old, new)| (new.clone(), old.clone())).collect();
        Renamed { under, new, old }
    }

    fn path<'a>(&'a self, path: &'a str) -> io::Result<&'a str> {
        match self.old.get(path) {
            Some(old) => Ok(old.as_str()),
            None if self.new.contains_key(path) => Err(io::ErrorKind::NotFound.into()),
            None => Ok(path),
        }
    }
}

impl Files for Renamed {
    fn list(&self, folder: &str) -> io::Result<Vec<Entry>> {
        // What moves may come from outside of the folder.
        let top = folder.split('/').next().unwrap_or(folder);
        let mut entries = self.under.list(top)?;
        for entry in &mut entries {
            if let Some(new) = self.new.get(&entry.path) {
                entry.path = new.clone();
            }
        }
        entries.retain(|entry| folder.is_empty() || entry.path.is_below(folder));
        entries.sort();
        Ok(entries)
    }

    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        self.under.read(self.path(path)?)
    }

    fn read_within(&self, path: &str, most: usize) -> io::Result<Result<Vec<u8>, u64>> {
        self.under.read_within(self.path(path)?, most)
    }

    fn open(&self, path: &str) -> io::Result<Box<dyn Read + '_>> {
        self.under.open(self.path(path)?)
    }

    fn stamp(&self, path: &str) -> Option<Stamp> {
        if self.old.contains_key(path) { None } else { self.under.stamp(self.path(path).ok()?) }
    }

    fn lend(&self, path: &str) -> io::Result<Lent> {
        self.under.lend(self.path(path)?)
    }
}
