//! What a build leaves while it is still at work, so that it need not be held in memory.
//!
//! Whatever stands in these files says what it is of, so they may be older or newer than the rest.

use std::io::{self, Write};

/// Where all documents stand as they were loaded.
pub const DOCUMENTS: &str = ".cong/documents";

/// Where the words of all documents stand, which only making a search index reads.
pub const WORDS: &str = ".cong/words";

/// Keeps files in the working folder of a portal, or elsewhere.
pub trait Shelf: Send + Sync {
    /// `None` when there is nothing that can be used.
    fn read(&self, file: &str) -> Option<Vec<u8>>;

    /// All files in a folder.
    fn names(&self, _folder: &str) -> Vec<String> {
        Vec::new()
    }

    fn remove(&self, _file: &str) {}

    /// Keeps what `contents` writes.
    fn write(&self, file: &str, contents: &dyn Fn(&mut dyn Write) -> io::Result<()>);
}
