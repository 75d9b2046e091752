//! Two portals as one: turns the files of a portal and those that another one brings into what they will be together, of which
//! nothing is copied.

use std::collections::BTreeMap;
use std::io::{self, Read};
use std::sync::Arc;

use crate::files::{Entry, EntryKind, Files, Lent, Stamp};
use crate::path::SourcePath;

pub struct Joined {
    own: Arc<dyn Files>,
    theirs: Arc<dyn Files>,
    /// What is brought, by the path that it gets: its path there.
    brought: BTreeMap<SourcePath, SourcePath>,
}

impl Joined {
    pub fn new(own: Arc<dyn Files>, theirs: Arc<dyn Files>, brought: BTreeMap<SourcePath, SourcePath>) -> Joined {
        Joined { own, theirs, brought }
    }

    fn holder<'a>(&'a self, path: &'a str) -> (&'a dyn Files, &'a str) {
        match self.brought.get(path) {
            Some(there) => (&*self.theirs, there.as_str()),
            None => (&*self.own, path),
        }
    }
}

impl Files for Joined {
    fn list(&self, folder: &str) -> io::Result<Vec<Entry>> {
        let mut entries = self.own.list(folder)?;
        let new = self.brought.keys().filter(|path| folder.is_empty() || path.is_below(folder));
        entries.extend(new.map(|path| Entry { path: path.clone(), kind: EntryKind::File }));
        entries.sort();
        entries.dedup();
        Ok(entries)
    }

    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        let (files, path) = self.holder(path);
        files.read(path)
    }

    fn read_within(&self, path: &str, most: usize) -> io::Result<Result<Vec<u8>, u64>> {
        let (files, path) = self.holder(path);
        files.read_within(path, most)
    }

    fn open(&self, path: &str) -> io::Result<Box<dyn Read + '_>> {
        match self.brought.get(path) {
            Some(there) => self.theirs.open(there.as_str()),
            None => self.own.open(path),
        }
    }

    fn stamp(&self, path: &str) -> Option<Stamp> {
        if self.brought.contains_key(path) { None } else { self.own.stamp(path) }
    }

    fn settings_above(&self) -> Option<&str> {
        self.own.settings_above()
    }

    fn is_over(&self, path: &str) -> bool {
        self.brought.contains_key(path) || self.own.is_over(path)
    }

    fn lend(&self, path: &str) -> io::Result<Lent> {
        let (files, path) = self.holder(path);
        files.lend(path)
    }
}
