//! Where the cache keeps its files: what a build writes while it still runs need not be held in memory.
//!
//! Each entry of these files says which source bytes it is of, so the files may be older or newer than each other.

use std::io::{self, Write};

/// All documents as they were loaded, in parts.
pub const DOCUMENTS: &str = ".cong/sources";

/// Files of earlier versions, which nobody reads any more.
pub const OUTDATED: [&str; 2] = [".cong/words", ".cong/documents"];

/// What is kept of the search index, and the file of it that names the others; read only where an index is made.
pub const INDEX_FOLDER: &str = ".cong/search";
pub const INDEX: &str = ".cong/search/index";

/// How the names of its parts begin, which are of their contents.
pub const INDEX_PART: &str = ".cong/search/words-";

/// Named blobs, in the working folder of a portal or elsewhere.
pub trait BlobStore: Send + Sync {
    /// `None` when there is nothing that can be used.
    fn read(&self, file: &str) -> Option<Vec<u8>>;

    /// All files in a folder.
    fn names(&self, _folder: &str) -> Vec<String> {
        Vec::new()
    }

    fn remove(&self, _file: &str) {}

    /// Stores what `contents` writes.
    fn write(&self, file: &str, contents: &dyn Fn(&mut dyn Write) -> io::Result<()>);

    /// Stores several files that follow from the same.
    fn write_all(&self, files: &[(String, &Contents)]) {
        files.iter().for_each(|(file, contents)| self.write(file, contents));
    }
}

/// Writes what stands in a file.
pub type Contents<'c> = dyn Fn(&mut dyn Write) -> io::Result<()> + Sync + 'c;

/// Files in memory, for tests.
#[cfg(test)]
#[derive(Default)]
pub struct MemoryStore(pub std::sync::Mutex<std::collections::BTreeMap<String, Vec<u8>>>);

#[cfg(test)]
impl MemoryStore {
    pub fn files(&self) -> std::collections::BTreeMap<String, Vec<u8>> {
        self.0.lock().unwrap().clone()
    }
}

#[cfg(test)]
impl BlobStore for MemoryStore {
    fn read(&self, file: &str) -> Option<Vec<u8>> {
        self.0.lock().unwrap().get(file).cloned()
    }

    fn write(&self, file: &str, contents: &dyn Fn(&mut dyn Write) -> io::Result<()>) {
        let mut bytes = Vec::new();
        contents(&mut bytes).unwrap();
        self.0.lock().unwrap().insert(file.to_owned(), bytes);
    }

    fn remove(&self, file: &str) {
        self.0.lock().unwrap().remove(file);
    }
}
