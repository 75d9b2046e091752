//! The only access to the disk: turns a path of the portal into its bytes, and a folder into a sorted list.
//!
//! `Disk` serves real runs, `Memory` serves tests; both answer the same way, so a build is a function of its inputs.

mod borrowed;
pub mod bundle;
pub mod bytes;
mod disk;
mod member;
mod memory;
mod names;
mod overlay;
mod spill;
mod stamp;
mod within;

use std::io::{self, Cursor, Read, Seek};
use std::sync::Arc;

pub use borrowed::{Borrowed, Lender};
pub use disk::Disk;
pub use member::{Member, SHARED, is_shared};
pub use memory::Memory;
pub use names::on_disk;
pub use overlay::Overlay;
pub use spill::{Extent, Spill};
pub use stamp::Stamp;
pub use within::Within;

use crate::path::SourcePath;

/// What stands in a folder.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Entry {
    pub path: SourcePath,
    pub kind: EntryKind,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum EntryKind {
    File,
    /// Not followed: a link could publish a file from outside the portal.
    SymbolicLink,
    /// A folder that cannot be read: what is in it is unknown.
    Closed,
    /// A pipe, a socket or a device; opening one may wait for ever.
    Special,
    /// The name is not Unicode; `path` shows it with replacement characters.
    BadName,
    /// Two files of one name, which differ in Unicode form only.
    Twice,
}

/// Files in this folder are copied to the root of the output, hidden ones too.
pub const ROOT_FILES: &str = "content/_root";

/// What the audit of a portal rests on: its own profiles, holidays, units. Nothing of it is published.
pub const AUDIT_FILES: &str = "content/_audit";

/// What reports rest on beside the pages: figures of a year, topics, what was shared. Nothing of it is published.
pub const REPORT_FILES: &str = "content/_report";

/// Summaries of visits. Nothing of it is published as it is.
pub const VISIT_FILES: &str = "content/_visits";

/// Tables of answers that agencies gave elsewhere. Nothing of it is published: who asked is in them.
pub const ANSWER_FILES: &str = "content/_answers";

/// Whether a hidden file or folder (`.x`) is listed all the same, by its path in the portal: those of `ROOT_FILES`, and
/// those beside it that belong there.
fn is_shown(path: &str) -> bool {
    let in_content = path.strip_prefix("content/").unwrap_or_default();
    path.strip_prefix(ROOT_FILES).is_some_and(|rest| rest.starts_with('/'))
        || matches!(in_content.split('/').next(), Some(".well-known" | ".nojekyll"))
}

pub trait Files: Send + Sync {
    /// All files below the folder, at any depth, sorted by path; hidden ones (`.x`) are left out, except below `ROOT_FILES`.
    /// Names are in Unicode form C, whatever form the disk keeps them in, and so are the paths by which files are read.
    /// A folder that does not exist is empty; one below it that cannot be read is an entry, not an error.
    fn list(&self, folder: &str) -> io::Result<Vec<Entry>>;

    fn read(&self, path: &str) -> io::Result<Vec<u8>>;

    /// Like `read`, but a file of more than `most` bytes is not held: its size is the inner error.
    fn read_within(&self, path: &str, most: usize) -> io::Result<Result<Vec<u8>, u64>>;

    /// For files too large to hold.
    fn open(&self, path: &str) -> io::Result<Box<dyn Read + '_>>;

    /// What a file cannot lose when it changes, where the system tells such a thing and the file has rested long enough. Whoever
    /// has seen its contents after asking for this need not read it again while it is the same.
    fn stamp(&self, _path: &str) -> Option<Stamp> {
        None
    }

    /// Names of the folders that stand right in this one, sorted; hidden ones are left out, and empty ones may be.
    fn folders(&self, folder: &str) -> io::Result<Vec<String>> {
        let prefix = format!("{folder}/");
        let name = |entry: Entry| Some(entry.path.as_str().strip_prefix(&prefix)?.split_once('/')?.0.to_owned());
        let mut names: Vec<String> = self.list(folder)?.into_iter().filter_map(name).collect();
        names.dedup();
        Ok(names)
    }

    /// The name under which the settings of the workspace are read, where the portal is a part of one.
    fn settings_above(&self) -> Option<&str> {
        None
    }

    /// The files of the workspace, and the folder of the portal in it, where the portal is a part of one.
    fn workspace(&self) -> Option<(Arc<dyn Files>, &str)> {
        None
    }

    /// Whether a file stands on no disk, so that who watches the disk does not see it change.
    fn is_over(&self, _path: &str) -> bool {
        false
    }

    /// For files that are sent in pieces, however long that takes.
    fn lend(&self, path: &str) -> io::Result<Lent> {
        let bytes = self.read(path)?;
        Ok(Lent { size: bytes.len() as u64, mark: hash(&bytes), bytes: Box::new(Cursor::new(bytes)) })
    }
}

/// An open file.
pub struct Lent {
    pub bytes: Box<dyn Pieces>,
    pub size: u64,
    /// Another one when the file has become another.
    pub mark: Hash,
}

pub trait Pieces: Read + Seek + Send {}

impl<T: Read + Seek + Send> Pieces for T {}

/// A content hash: BLAKE3, 256 bits.
pub type Hash = blake3::Hash;

pub fn hash(bytes: &[u8]) -> Hash {
    blake3::hash(bytes)
}

/// The same, on all cores: for what is many megabytes long.
pub fn hash_large(bytes: &[u8]) -> Hash {
    blake3::Hasher::new().update_rayon(bytes).finalize()
}
