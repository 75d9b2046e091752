//! Turns a folder that the binary carries into its files.

use include_dir::{Dir, DirEntry};

/// Path relative to the folder and contents, sorted by path.
pub fn files(dir: &'static Dir<'static>) -> Vec<(&'static str, &'static [u8])> {
    fn walk(dir: &'static Dir<'static>, found: &mut Vec<(&'static str, &'static [u8])>) {
        for entry in dir.entries() {
            match entry {
                DirEntry::Dir(dir) => walk(dir, found),
                DirEntry::File(file) => found.extend(file.path().to_str().map(|path| (path, file.contents()))),
            }
        }
    }
    let mut found = Vec::new();
    walk(dir, &mut found);
    found.sort_unstable();
    found
}
