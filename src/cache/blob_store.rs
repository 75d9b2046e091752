//! Where the cache keeps its files: what a build writes while it still runs need not be held in memory.
//!
//! Each entry of these files says which source bytes it is of, so the files may be older or newer than each other.

use std::io::{self, Write};

/// All documents as they were loaded.
pub const DOCUMENTS: &str = ".cong/documents";

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
}
