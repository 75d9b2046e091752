//! Files with others laid over some of them: turns a portal as it is into one in which a few files are as they were.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Cursor, Read};
use std::sync::Arc;

use super::{Entry, EntryKind, Files, Lent, Stamp};
use crate::path::SourcePath;

pub struct Overlay {
    under: Arc<dyn Files>,
    /// By path in the portal.
    over: BTreeMap<String, Vec<u8>>,
    /// What is not there, though it lies under.
    gone: BTreeSet<String>,
}

impl Overlay {
    pub fn new(under: Arc<dyn Files>, over: BTreeMap<String, Vec<u8>>) -> Overlay {
        Overlay { under, over, gone: BTreeSet::new() }
    }

    /// The same without files that lie under.
    pub fn without(self, gone: BTreeSet<String>) -> Overlay {
        Overlay { gone, ..self }
    }

    fn if_there(&self, path: &str) -> io::Result<()> {
        if self.gone.contains(path) { Err(io::ErrorKind::NotFound.into()) } else { Ok(()) }
    }
}

impl Files for Overlay {
    fn list(&self, folder: &str) -> io::Result<Vec<Entry>> {
        let mut entries = self.under.list(folder)?;
        let is_below = |path: &str| path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
        entries.retain(|entry| {
            let path = entry.path.as_str();
            !self.over.contains_key(path) && !self.gone.contains(path)
        });
        let over = self.over.keys().filter(|path| folder.is_empty() || is_below(path));
        let over = over.filter(|path| !self.gone.contains(*path)).map(|path| SourcePath::new(path.as_str()));
        entries.extend(over.map(|path| Entry { path, kind: EntryKind::File }));
        entries.sort();
        Ok(entries)
    }

    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        self.if_there(path)?;
        self.over.get(path).map_or_else(|| self.under.read(path), |bytes| Ok(bytes.clone()))
    }

    fn read_within(&self, path: &str, most: usize) -> io::Result<Result<Vec<u8>, u64>> {
        self.if_there(path)?;
        match self.over.get(path) {
            Some(bytes) if bytes.len() > most => Ok(Err(bytes.len() as u64)),
            Some(bytes) => Ok(Ok(bytes.clone())),
            None => self.under.read_within(path, most),
        }
    }

    fn open(&self, path: &str) -> io::Result<Box<dyn Read + '_>> {
        self.if_there(path)?;
        match self.over.get(path) {
            Some(bytes) => Ok(Box::new(Cursor::new(bytes.as_slice()))),
            None => self.under.open(path),
        }
    }

    /// What lies over has none: the disk knows nothing of it.
    fn stamp(&self, path: &str) -> Option<Stamp> {
        if self.over.contains_key(path) || self.gone.contains(path) { None } else { self.under.stamp(path) }
    }

    fn settings_above(&self) -> Option<&str> {
        self.under.settings_above()
    }

    fn workspace(&self) -> Option<(Arc<dyn Files>, &str)> {
        self.under.workspace()
    }

    fn is_over(&self, path: &str) -> bool {
        self.over.contains_key(path) || self.under.is_over(path)
    }

    fn lend(&self, path: &str) -> io::Result<Lent> {
        self.if_there(path)?;
        match self.over.get(path) {
            Some(bytes) => {
                let (size, mark) = (bytes.len() as u64, super::hash(bytes));
                Ok(Lent { size, mark, bytes: Box::new(Cursor::new(bytes.clone())) })
            }
            None => self.under.lend(path),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::Memory;

    #[test]
    fn what_lies_over_is_listed_once_and_read_in_place_of_what_is_under_it() {
        let mut under = Memory::new();
        under.put("content/a.md", "nay");
        under.put("content/c.md", "c");
        let over = [("content/a.md", "xưa"), ("content/b/x.svg", "b"), ("contents.md", "khác")];
        let over = over.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec())).into();
        let files = Overlay::new(Arc::new(under), over);
        let names: Vec<String> = files.list("content").unwrap().iter().map(|entry| entry.path.to_string()).collect();
        assert_eq!(names, ["content/a.md", "content/b/x.svg", "content/c.md"]);
        assert_eq!(files.read("content/a.md").unwrap(), "xưa".as_bytes());
        assert_eq!(files.read("content/c.md").unwrap(), b"c");
        assert_eq!(files.read_within("content/a.md", 2).unwrap(), Err(4));
        let mut text = String::new();
        files.open("content/b/x.svg").unwrap().read_to_string(&mut text).unwrap();
        assert_eq!(text, "b");
        let files = files.without(["content/c.md".to_owned()].into());
        let names: Vec<String> = files.list("content").unwrap().iter().map(|entry| entry.path.to_string()).collect();
        assert_eq!(names, ["content/a.md", "content/b/x.svg"]);
        assert_eq!(files.read("content/c.md").unwrap_err().kind(), io::ErrorKind::NotFound);
    }
}
