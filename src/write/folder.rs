//! Turns artifacts into files of one output folder that belongs to us.

#![expect(clippy::disallowed_methods, reason = "this is the only place that writes")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::manifest::{self, Manifest, Quarantined};
use super::{Outcome, Put, Sink, WriteError};
use crate::path::OutPath;

/// The end of a file's name while it is being written, beside its place.
///
/// One folder for all such files would be simpler, but then every thread waits for that folder's lock: measured on
/// ext4, half of a cold build's time.
const UNFINISHED: &str = ".cong-tmp";

pub struct Folder {
    root: PathBuf,
    /// Paths that earlier builds left here.
    owned: BTreeSet<String>,
    /// Nothing is here yet, so nothing needs to be compared.
    fresh: bool,
    /// Path and hash of each file put, in the order in which threads came.
    written: Mutex<Vec<(String, String)>>,
}

impl Folder {
    /// Takes possession of a folder: one that is new, empty or ours. `planned`: every path this build may write.
    pub fn open<'a>(
        root: impl Into<PathBuf>,
        planned: impl Iterator<Item = &'a OutPath> + Clone,
    ) -> Result<Folder, WriteError> {
        let root = root.into();
        let owned = owned_paths(&root)?;
        let folder =
            Folder { fresh: owned.is_none(), owned: owned.unwrap_or_default(), root, written: Mutex::default() };
        folder.prepare()?;
        folder.declare(planned.clone())?;
        folder.clear_the_way(planned)?;
        Ok(folder)
    }

    /// Makes the folder, and removes half-written files of a build that was killed.
    fn prepare(&self) -> Result<(), WriteError> {
        fs::create_dir_all(&self.root).map_err(|error| io_error(&self.root, error))?;
        if self.root.join(manifest::INTENT).exists() {
            for path in self.owned.iter().map(String::as_str).chain([manifest::NAME, manifest::INTENT]) {
                self.delete(&unfinished(path))?;
            }
        }
        Ok(())
    }

    /// Writes down what this build may leave behind, so that the next one owns it even if this one is killed.
    fn declare<'a>(&self, planned: impl Iterator<Item = &'a OutPath>) -> Result<(), WriteError> {
        let paths = self.owned.iter().cloned().chain(planned.map(ToString::to_string));
        let intent = Manifest {
            version: manifest::VERSION,
            quarantined: Vec::new(),
            files: paths.map(|path| (path, String::new())).collect(),
        };
        self.replace(manifest::INTENT, |file| file.write_all(&intent.to_bytes()))
    }

    /// A stale file where a folder is needed, or a stale folder where a file is needed, goes first.
    fn clear_the_way<'a>(&self, planned: impl Iterator<Item = &'a OutPath>) -> Result<(), WriteError> {
        if self.fresh {
            return Ok(());
        }
        let planned: BTreeSet<&str> = planned.map(OutPath::as_str).collect();
        let folders: BTreeSet<&str> =
            planned.iter().flat_map(|path| path.match_indices('/').map(|(at, _)| &path[..at])).collect();
        for path in &self.owned {
            let below_file = path.match_indices('/').any(|(at, _)| planned.contains(&path[..at]));
            if !planned.contains(path.as_str()) && (folders.contains(path.as_str()) || below_file) {
                self.delete(path)?;
            }
        }
        Ok(())
    }

    /// Deletes what is owned and was not written this time, then writes the manifest. Returns how many were deleted.
    pub fn finish(self, mut quarantined: Vec<Quarantined>) -> Result<usize, WriteError> {
        let written = std::mem::take(&mut *self.written.lock().unwrap_or_else(PoisonError::into_inner));
        let written: BTreeMap<String, String> = written.into_iter().collect();
        let mut deleted = 0;
        for path in self.owned.iter().filter(|path| !written.contains_key(*path)) {
            deleted += usize::from(self.delete(path)?);
        }
        quarantined.sort();
        let manifest = Manifest { version: manifest::VERSION, quarantined, files: written };
        self.replace(manifest::NAME, |file| file.write_all(&manifest.to_bytes()))?;
        let intent = self.root.join(manifest::INTENT);
        fs::remove_file(&intent).map_err(|error| io_error(&intent, error))?;
        Ok(deleted)
    }

    /// Whether there was something to delete. Folders left empty go too.
    fn delete(&self, path: &str) -> Result<bool, WriteError> {
        let full = self.root.join(path);
        match fs::remove_file(&full) {
            Ok(()) => {}
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => return Ok(false),
            Err(error) => return Err(io_error(&full, error)),
        }
        let mut folder = full.parent();
        while let Some(empty) = folder.filter(|folder| *folder != self.root) {
            if fs::remove_dir(empty).is_err() {
                break;
            }
            folder = empty.parent();
        }
        Ok(true)
    }

    /// Writes a file beside its place and renames it into it.
    fn replace(&self, path: &str, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), WriteError> {
        let (target, staged) = (self.root.join(path), self.root.join(unfinished(path)));
        let create = || {
            File::create(&staged).or_else(|error| {
                if error.kind() != ErrorKind::NotFound {
                    return Err(error);
                }
                target.parent().map_or(Ok(()), fs::create_dir_all)?;
                File::create(&staged)
            })
        };
        let mut file = create().map_err(|error| io_error(&target, error))?;
        write(&mut file).map_err(|error| {
            // Half a file is worth nothing, and on a full disk it is in the way.
            let _ = fs::remove_file(&staged);
            io_error(&target, error)
        })?;
        drop(file);
        fs::rename(&staged, &target).map_err(|error| io_error(&target, error))
    }

    fn is_same(&self, path: &OutPath, put: &Put) -> bool {
        if self.fresh {
            return false;
        }
        let target = self.root.join(path.as_str());
        match put {
            Put::Bytes(bytes) => {
                fs::metadata(&target).is_ok_and(|meta| meta.is_file() && meta.len() == bytes.len() as u64)
                    && fs::read(&target).is_ok_and(|old| old == *bytes)
            }
            Put::Copy { hash, .. } => {
                let mut hasher = blake3::Hasher::new();
                File::open(&target).and_then(|file| io::copy(&mut { file }, &mut hasher)).is_ok()
                    && hasher.finalize() == *hash
            }
        }
    }
}

impl Sink for Folder {
    fn put(&self, path: &OutPath, put: &Put) -> Result<Outcome, WriteError> {
        if !path.is_confined() {
            return Err(io_error(Path::new(path.as_str()), ErrorKind::InvalidInput.into()));
        }
        let hash = match put {
            Put::Bytes(bytes) => blake3::hash(bytes),
            Put::Copy { hash, .. } => *hash,
        };
        let outcome = if self.is_same(path, put) {
            Outcome::Kept
        } else {
            self.replace(path.as_str(), |file| match put {
                Put::Bytes(bytes) => file.write_all(bytes),
                Put::Copy { files, source, .. } => io::copy(&mut files.open(source.as_str())?, file).map(drop),
            })?;
            Outcome::Written
        };
        self.written
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push((path.to_string(), hash.to_hex()[..32].to_owned()));
        Ok(outcome)
    }
}

/// What earlier builds own here; `None` for a folder that is new or empty.
fn owned_paths(root: &Path) -> Result<Option<BTreeSet<String>>, WriteError> {
    let read = |name: &str| fs::read(root.join(name)).ok().and_then(|bytes| Manifest::parse(&bytes));
    let (manifest, intent) = (read(manifest::NAME), read(manifest::INTENT));
    if manifest.is_none() && intent.is_none() {
        let mut entries = match fs::read_dir(root) {
            Ok(entries) => entries,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(io_error(root, error)),
        };
        // A build killed before it could write anything leaves only the beginning of its intent.
        let foreign =
            entries.any(|entry| entry.is_ok_and(|entry| entry.file_name() != unfinished(manifest::INTENT).as_str()));
        return if foreign { Err(WriteError::NotOurs(root.to_owned())) } else { Ok(None) };
    }
    let paths = manifest.into_iter().chain(intent).flat_map(|manifest| manifest.files.into_keys());
    Ok(Some(paths.filter(|path| OutPath::new(path.as_str()).is_confined()).collect()))
}

/// Where a file is while it is being written: `a/index.html` → `a/index.html.cong-tmp`.
fn unfinished(path: &str) -> String {
    format!("{path}{UNFINISHED}")
}

fn io_error(path: &Path, error: io::Error) -> WriteError {
    WriteError::Io { path: path.to_owned(), error }
}
