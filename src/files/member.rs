//! The files of a portal that is one of several: turns its own folder and that of the workspace into one portal, in which the
//! portal's own file stands for that of the workspace, where both have one.
//!
//! Only folders that portals share are looked for in the workspace; pages are always the portal's own.

use std::io::{self, ErrorKind, Read};
use std::sync::Arc;

use super::{AUDIT_FILES, Entry, Files, Lent, Stamp};

/// Folders of which a portal takes from the workspace what it lacks.
pub const SHARED: [&str; 3] = ["themes", "kinds", AUDIT_FILES];

/// The settings of any portal, by their path in it.
const SETTINGS: &str = "site.toml";

pub struct Member {
    own: Arc<dyn Files>,
    workspace: Arc<dyn Files>,
    /// That of the portal, below that of the workspace.
    folder: String,
    /// What the settings of the workspace are called from here.
    above: String,
}

impl Member {
    /// `folder`: that of the portal, below that of the workspace.
    pub fn new(own: Arc<dyn Files>, workspace: Arc<dyn Files>, folder: &str) -> Member {
        let above = "../".repeat(folder.split('/').count()) + SETTINGS;
        Member { own, workspace, folder: folder.to_owned(), above }
    }

    /// Whose file it is, and what it is called there.
    fn holder<'a>(&'a self, path: &'a str) -> (&'a dyn Files, &'a str) {
        if path == self.above {
            return (&*self.workspace, SETTINGS);
        }
        let is_lacking = || self.own.open(path).is_err_and(|error| error.kind() == ErrorKind::NotFound);
        if is_shared(path) && is_lacking() { (&*self.workspace, path) } else { (&*self.own, path) }
    }
}

/// Whether a path is one of the folders that the portals of a workspace share, or lies below one.
pub fn is_shared(path: &str) -> bool {
    SHARED.iter().any(|folder| path == *folder || is_below(path, folder))
}

fn is_below(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}

impl Files for Member {
    fn list(&self, folder: &str) -> io::Result<Vec<Entry>> {
        let mut entries = self.own.list(folder)?;
        let inside = SHARED.iter().copied().filter(|shared| folder.is_empty() || is_below(shared, folder));
        let shared: Vec<&str> = if is_shared(folder) { vec![folder] } else { inside.collect() };
        for folder in shared {
            let more = self.workspace.list(folder)?;
            let lacks = |entry: &Entry| entries.binary_search_by(|own| own.path.cmp(&entry.path)).is_err();
            let more: Vec<Entry> = more.into_iter().filter(lacks).collect();
            entries.extend(more);
            entries.sort();
        }
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
        if path == self.above {
            return self.workspace.open(SETTINGS);
        }
        match self.own.open(path) {
            Err(error) if error.kind() == ErrorKind::NotFound && is_shared(path) => self.workspace.open(path),
            opened => opened,
        }
    }

    fn stamp(&self, path: &str) -> Option<Stamp> {
        let (files, path) = self.holder(path);
        files.stamp(path)
    }

    fn folders(&self, folder: &str) -> io::Result<Vec<String>> {
        self.own.folders(folder)
    }

    fn settings_above(&self) -> Option<&str> {
        Some(&self.above)
    }

    fn workspace(&self) -> Option<(Arc<dyn Files>, &str)> {
        Some((self.workspace.clone(), &self.folder))
    }

    fn is_over(&self, path: &str) -> bool {
        let (files, path) = self.holder(path);
        files.is_over(path)
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

    fn memory(files: &[(&str, &str)]) -> Arc<dyn Files> {
        let mut memory = Memory::new();
        files.iter().for_each(|(path, text)| memory.put(path, *text));
        Arc::new(memory)
    }

    fn member() -> Member {
        let own = [("site.toml", "own"), ("content/a.md", "a"), ("themes/portal/templates/b.html", "own b")];
        let workspace = [
            ("site.toml", "all"),
            ("content/_audit/holidays.toml", "h"),
            ("content/x.md", "x"),
            ("kinds/k.toml", "k"),
            ("themes/portal/templates/a.html", "a"),
            ("themes/portal/templates/b.html", "b"),
        ];
        Member::new(memory(&own), memory(&workspace), "content/_portals/so")
    }

    #[test]
    fn what_a_portal_lacks_of_what_is_shared_comes_from_the_workspace_and_no_page_does() {
        let files = member();
        let listed = |folder: &str| -> Vec<String> {
            files.list(folder).unwrap().iter().map(|entry| entry.path.to_string()).collect()
        };
        assert_eq!(listed("themes"), ["themes/portal/templates/a.html", "themes/portal/templates/b.html"]);
        assert_eq!(listed("themes/portal"), listed("themes"));
        assert_eq!(listed("kinds"), ["kinds/k.toml"]);
        assert_eq!(listed("content"), ["content/_audit/holidays.toml", "content/a.md"]);
        let read = |path: &str| files.read(path).map(|bytes| String::from_utf8(bytes).unwrap()).ok();
        assert_eq!(read("themes/portal/templates/b.html").as_deref(), Some("own b"));
        assert_eq!(read("themes/portal/templates/a.html").as_deref(), Some("a"));
        assert_eq!(read("content/x.md"), None);
        assert_eq!((read("site.toml").as_deref(), read("../../../site.toml").as_deref()), (Some("own"), Some("all")));
    }
}
