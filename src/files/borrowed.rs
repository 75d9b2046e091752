//! Files of other portals laid over those of one: turns a path that nothing stands at into a file that is read where it is.
//!
//! Unlike an overlay it holds no bytes, since what is borrowed are pictures.

use std::collections::BTreeMap;
use std::io::{self, Read};
use std::sync::Arc;

use super::{Entry, EntryKind, Files, Lent, Stamp};
use crate::path::SourcePath;

/// Whose a file is, and what it is called there.
pub type Lender = (Arc<dyn Files>, String);

pub struct Borrowed {
    under: Arc<dyn Files>,
    /// By path in the portal.
    over: BTreeMap<String, Lender>,
}

impl Borrowed {
    pub fn new(under: Arc<dyn Files>, over: BTreeMap<String, Lender>) -> Borrowed {
        Borrowed { under, over }
    }

    fn holder<'a>(&'a self, path: &'a str) -> (&'a dyn Files, &'a str) {
        self.over.get(path).map_or((&*self.under, path), |(files, own)| (&**files, own))
    }
}

impl Files for Borrowed {
    fn list(&self, folder: &str) -> io::Result<Vec<Entry>> {
        let mut entries = self.under.list(folder)?;
        entries.retain(|entry| !self.over.contains_key(entry.path.as_str()));
        let is_below = |path: &&String| path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
        let over = self.over.keys().filter(|path| folder.is_empty() || is_below(path));
        entries.extend(over.map(|path| Entry { path: SourcePath::new(path.as_str()), kind: EntryKind::File }));
        entries.sort();
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
        match self.over.get(path) {
            Some((files, own)) => files.open(own),
            None => self.under.open(path),
        }
    }

    fn stamp(&self, path: &str) -> Option<Stamp> {
        let (files, path) = self.holder(path);
        files.stamp(path)
    }

    fn folders(&self, folder: &str) -> io::Result<Vec<String>> {
        self.under.folders(folder)
    }

    fn settings_above(&self) -> Option<&str> {
        self.under.settings_above()
    }

    fn workspace(&self) -> Option<(Arc<dyn Files>, &str)> {
        self.under.workspace()
    }

    /// Nobody who watches this portal sees it change.
    fn is_over(&self, path: &str) -> bool {
        self.over.contains_key(path) || self.under.is_over(path)
    }

    fn lend(&self, path: &str) -> io::Result<Lent> {
        let (files, path) = self.holder(path);
        files.lend(path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::Memory;

    #[test]
    fn a_borrowed_file_is_listed_and_read_where_it_is() {
        let (mut under, mut lender) = (Memory::new(), Memory::new());
        under.put("content/a.md", "a");
        lender.put("content/tin/anh.jpg", "anh");
        let lender: Arc<dyn Files> = Arc::new(lender);
        let over = [("content/b/anh.jpg".to_owned(), (lender, "content/tin/anh.jpg".to_owned()))].into();
        let files = Borrowed::new(Arc::new(under), over);
        let names: Vec<String> = files.list("content").unwrap().iter().map(|entry| entry.path.to_string()).collect();
        assert_eq!(names, ["content/a.md", "content/b/anh.jpg"]);
        assert_eq!(
            (files.read("content/b/anh.jpg").unwrap(), files.read("content/a.md").unwrap().len()),
            (b"anh".to_vec(), 1)
        );
        assert!(files.is_over("content/b/anh.jpg") && !files.is_over("content/a.md"));
    }
}
