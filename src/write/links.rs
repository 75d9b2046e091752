//! Finds symbolic links where an output folder should have folders of its own: whoever wrote or deleted through one would
//! change what is somewhere else.
//!
//! The output folder itself may be a link, since whoever set up the machine chose it. A link in the place of a file is replaced
//! by the file, as `staged` renames it there.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::path::OutPath;

/// The first link that stands where one of these needs a folder. `links`: all below the folder.
pub fn in_the_way(root: &Path, planned: &[OutPath], links: &BTreeSet<String>) -> Option<PathBuf> {
    if links.is_empty() {
        return None;
    }
    let mut folders = planned.iter().flat_map(|path| folders(path.as_str()));
    folders.find(|folder| links.contains(*folder)).map(|folder| root.join(folder))
}

/// Whether a path leads through a link.
pub fn is_behind(root: &Path, path: &str) -> bool {
    on_the_way(root, path).is_some()
}

/// The first link that a path leads through.
pub fn on_the_way(root: &Path, path: &str) -> Option<PathBuf> {
    folders(path).map(|folder| root.join(folder)).find(|folder| is_link(folder))
}

/// `a/b/c.html` → `a`, `a/b`
fn folders(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(at, _)| &path[..at])
}

fn is_link(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|meta| meta.is_symlink())
}
