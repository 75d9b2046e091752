//! Commits artifacts: turns output paths and bytes into files, so that a reader never meets half of one.
//!
//! Each file is written beside its place and renamed into it; only files whose bytes changed are written,
//! deletions come last, and the manifest at the very end. Whatever a killed build leaves, the next one repairs. A lock
//! keeps two builds from one folder.

mod changed;
mod comparison;
mod folder;
mod found;
mod links;
pub mod lock;
pub mod manifest;
mod moved;
mod output;
pub mod place;
pub mod release;
mod staged;
mod strays;

use std::fmt;
use std::io;
use std::path::PathBuf;

pub use changed::change_file;
pub use comparison::{Compared, Comparison, Difference, How};
pub use folder::{Folder, Release};
pub use found::is_foreign;
pub use lock::Lock;
pub use manifest::Manifest;
pub use moved::{move_file, put_file, put_stream, take_away, tidy};
pub use output::Output;
pub use staged::clear_all_unfinished;
pub use strays::Recognise;

use crate::files::{Files, Hash, Stamp};
use crate::path::{OutPath, SourcePath};

/// What to put at an output path.
pub enum Put<'a> {
    Bytes {
        bytes: &'a [u8],
        hash: Hash,
    },
    /// A copy of a file of the portal, with the hash of its bytes; with other bytes it is not put.
    Copy {
        files: &'a dyn Files,
        source: &'a SourcePath,
        hash: Hash,
        /// In bytes.
        size: u64,
    },
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Outcome {
    Written,
    Kept,
}

/// Where artifacts go.
pub trait Sink: Sync {
    /// Whether this output is to be made at all.
    fn wants(&self, _path: &OutPath) -> bool {
        true
    }

    /// Keeps the file that an earlier build put here, if it is still there and had these bytes.
    fn keep(&self, _path: &OutPath, _hash: &Hash) -> bool {
        false
    }

    fn put(&self, path: &OutPath, put: &Put) -> Result<Outcome, WriteError>;
}

/// Where a whole build goes, in one round or several.
pub trait Target: Sink {
    type Error: From<WriteError>;

    /// Opens it to these outputs, before the first of them is put. Again: what was put so far counts as what an earlier
    /// build left, and goes unless it is put or kept once more.
    fn begin(&mut self, planned: &mut dyn Iterator<Item = &OutPath>) -> Result<(), Self::Error>;

    /// What was put at a path, for the cache; `None` where there is nothing to be read.
    fn get(&self, _path: &OutPath) -> Option<Vec<u8>> {
        None
    }

    /// By what the next build can tell that nobody has changed it since; known once it is finished.
    fn stamp(&self) -> Option<Stamp> {
        None
    }

    /// Makes it what a reader gets. Returns how many outputs of earlier builds are gone.
    fn finish(&mut self, release: Release) -> Result<usize, Self::Error>;
}

/// Takes everything and keeps nothing: for finding out what would fail.
pub struct Nowhere;

impl Sink for Nowhere {
    fn keep(&self, _: &OutPath, _: &Hash) -> bool {
        true
    }

    fn put(&self, _: &OutPath, _: &Put) -> Result<Outcome, WriteError> {
        Ok(Outcome::Kept)
    }
}

impl Target for Nowhere {
    type Error = WriteError;

    fn begin(&mut self, _: &mut dyn Iterator<Item = &OutPath>) -> Result<(), WriteError> {
        Ok(())
    }

    fn finish(&mut self, _: Release) -> Result<usize, WriteError> {
        Ok(0)
    }
}

/// A problem of the machine, not of the content.
#[derive(Debug)]
pub enum WriteError {
    /// The folder has files that no build of ours wrote.
    NotOurs(PathBuf),
    /// Our lock was taken away while we wrote.
    LockLost(PathBuf),
    /// The folder cannot be locked. Two builds in it at once could publish each other's drafts, and another folder is easily
    /// found, so nothing is written without a lock.
    NoLock {
        path: PathBuf,
        error: io::Error,
    },
    /// Where a folder of the output should stand there is a symbolic link to somewhere else.
    Link(PathBuf),
    Io {
        path: PathBuf,
        error: io::Error,
    },
    /// A file to be copied is no longer the one that was looked into; nothing was written in its place.
    Changed(SourcePath),
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            WriteError::NotOurs(path) | WriteError::LockLost(path) | WriteError::Link(path) => {
                write!(f, "{}", path.display())
            }
            WriteError::Io { path, error } | WriteError::NoLock { path, error } => {
                write!(f, "{}: {error}", path.display())
            }
            WriteError::Changed(source) => write!(f, "{source}"),
        }
    }
}

impl std::error::Error for WriteError {}

/// Writes a file of the portal's own working folder (`.cong/`), whole or not at all.
pub fn save_file(
    root: &std::path::Path,
    path: &str,
    write: impl FnOnce(&mut dyn io::Write) -> io::Result<()>,
) -> io::Result<()> {
    staged::replace(root, path, staged::Lasting::No, write)
}

/// Takes away a file of the portal's own working folder.
#[expect(clippy::disallowed_methods, reason = "`write` touches the disk")]
pub fn remove_file(root: &std::path::Path, path: &str) {
    // What cannot be removed is only in the way of nobody.
    let _ = std::fs::remove_file(root.join(path));
}

/// Makes a file that does not exist yet, with its folders. Never overwrites.
#[expect(clippy::disallowed_methods, reason = "`write` touches the disk")]
pub fn place_new_file(root: &std::path::Path, path: &std::path::Path, bytes: &[u8]) -> io::Result<()> {
    use std::io::Write;
    let target = root.join(path);
    if let Some(folder) = target.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).open(target)?;
    file.write_all(bytes)
}

/// The same for a program that the system may run.
pub fn place_new_program(root: &std::path::Path, path: &std::path::Path, bytes: &[u8]) -> io::Result<()> {
    place_new_file(root, path, bytes)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(root.join(path), std::fs::Permissions::from_mode(0o755))?;
    }
    Ok(())
}

/// Adds to a file that another program reads; makes it where it is missing.
pub fn append_to_file(path: &std::path::Path, bytes: &[u8]) -> io::Result<()> {
    use std::io::Write;
    std::fs::OpenOptions::new().append(true).create(true).open(path)?.write_all(bytes)
}

/// Whether a folder does not exist or has nothing in it.
#[expect(clippy::disallowed_methods, reason = "`write` touches the disk")]
pub fn is_empty_folder(folder: &std::path::Path) -> io::Result<bool> {
    match std::fs::read_dir(folder) {
        Ok(mut entries) => Ok(entries.next().is_none()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(true),
        Err(error) => Err(error),
    }
}
