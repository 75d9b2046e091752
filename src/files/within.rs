//! The files of one folder of a portal as files of their own: turns `content/_portals/so-y-te/site.toml` into `site.toml`.

use std::io::{self, Read};
use std::sync::Arc;

use super::{Entry, Files, Lent, Stamp};
use crate::path::SourcePath;

pub struct Within {
    all: Arc<dyn Files>,
    folder: String,
}

impl Within {
    /// `folder`: by its path in `all`, without a slash at its end.
    pub fn new(all: Arc<dyn Files>, folder: &str) -> Within {
        Within { all, folder: folder.to_owned() }
    }

    fn path(&self, path: &str) -> String {
        if path.is_empty() { self.folder.clone() } else { format!("{}/{path}", self.folder) }
    }
}

impl Files for Within {
    fn list(&self, folder: &str) -> io::Result<Vec<Entry>> {
        let entries = self.all.list(&self.path(folder))?;
        let own = |entry: Entry| {
            let path = entry.path.as_str().strip_prefix(&*self.folder)?.strip_prefix('/')?;
            Some(Entry { path: SourcePath::new(path), kind: entry.kind })
        };
        Ok(entries.into_iter().filter_map(own).collect())
    }

    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        self.all.read(&self.path(path))
    }

    fn read_within(&self, path: &str, most: usize) -> io::Result<Result<Vec<u8>, u64>> {
        self.all.read_within(&self.path(path), most)
    }

    fn open(&self, path: &str) -> io::Result<Box<dyn Read + '_>> {
        self.all.open(&self.path(path))
    }

    fn stamp(&self, path: &str) -> Option<Stamp> {
        self.all.stamp(&self.path(path))
    }

    fn folders(&self, folder: &str) -> io::Result<Vec<String>> {
        self.all.folders(&self.path(folder))
    }

    fn is_over(&self, path: &str) -> bool {
        self.all.is_over(&self.path(path))
    }

    fn lend(&self, path: &str) -> io::Result<Lent> {
        self.all.lend(&self.path(path))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::Memory;

    #[test]
    fn a_folder_is_read_as_if_it_were_alone() {
        let mut all = Memory::new();
        for path in ["site.toml", "content/a.md", "so/site.toml", "so/content/b.md", "so-khac/content/c.md"] {
            all.put(path, path);
        }
        let files = Within::new(Arc::new(all), "so");
        let names: Vec<String> = files.list("").unwrap().iter().map(|entry| entry.path.to_string()).collect();
        assert_eq!(names, ["content/b.md", "site.toml"]);
        assert_eq!(files.list("content").unwrap().len(), 1);
        assert_eq!(files.read("site.toml").unwrap(), b"so/site.toml");
        assert_eq!(files.read("content/a.md").unwrap_err().kind(), io::ErrorKind::NotFound);
    }
}
