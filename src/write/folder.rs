//! Turns artifacts into files of one output folder that belongs to us.

#![expect(clippy::disallowed_methods, reason = "this is the only place that writes")]

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::manifest::{self, Manifest, Owned, Quarantined};
use super::{Outcome, Put, Sink, WriteError};
use crate::files::{Files, Hash};
use crate::path::{OutPath, SourcePath};

/// The end of a file's name while it is being written, beside its place.
///
/// One folder for all such files would be simpler, but then every thread waits for that folder's lock: measured on
/// ext4, half of a cold build's time.
const UNFINISHED: &str = ".cong-tmp";

pub struct Folder {
    root: PathBuf,
    /// What earlier builds left here.
    owned: BTreeMap<String, Owned>,
    /// Every path this build may write.
    planned: Vec<OutPath>,
    /// Nothing is here yet, so nothing needs to be compared.
    fresh: bool,
    /// The last build was killed: what the manifest says of contents may be wrong.
    doubtful: bool,
    /// The intent has been written down; nothing is changed before that.
    declared: Mutex<bool>,
    /// Each file put or kept, in the order in which threads came.
    written: Mutex<Vec<(String, Owned)>>,
}

impl Folder {
    /// Takes possession of a folder: one that is new, empty or ours. `planned`: every path this build may write.
    pub fn open<'a>(
        root: impl Into<PathBuf>,
        planned: impl Iterator<Item = &'a OutPath>,
    ) -> Result<Folder, WriteError> {
        let root = root.into();
        let found = owned(&root)?;
        let folder = Folder {
            fresh: found.is_none(),
            doubtful: root.join(manifest::INTENT).exists(),
            owned: found.unwrap_or_default(),
            planned: planned.cloned().collect(),
            declared: Mutex::new(false),
            written: Mutex::default(),
            root,
        };
        fs::create_dir_all(&folder.root).map_err(|error| io_error(&folder.root, error))?;
        if folder.doubtful {
            for path in folder.owned.keys().map(String::as_str).chain([manifest::NAME, manifest::INTENT]) {
                folder.delete(&unfinished(path))?;
            }
        }
        folder.clear_the_way()?;
        Ok(folder)
    }

    /// Writes down what this build may leave behind, before its first change, so that the next one owns it even if
    /// this one is killed.
    fn declare(&self) -> Result<(), WriteError> {
        let mut declared = self.declared.lock().unwrap_or_else(PoisonError::into_inner);
        if !*declared {
            let paths = self.owned.keys().cloned().chain(self.planned.iter().map(ToString::to_string));
            let files = paths.map(|path| (path, Owned::default())).collect();
            let intent = Manifest { version: manifest::VERSION, quarantined: Vec::new(), files };
            self.replace(manifest::INTENT, |file| file.write_all(&intent.to_bytes()))?;
            *declared = true;
        }
        Ok(())
    }

    /// A stale file where a folder is needed, or a stale folder where a file is needed, goes first.
    fn clear_the_way(&self) -> Result<(), WriteError> {
        if self.fresh {
            return Ok(());
        }
        let planned: HashMap<&str, ()> = self.planned.iter().map(|path| (path.as_str(), ())).collect();
        let stale: Vec<&String> = self.owned.keys().filter(|path| !planned.contains_key(path.as_str())).collect();
        if stale.is_empty() {
            return Ok(());
        }
        let folders: BTreeSet<&str> =
            planned.keys().flat_map(|path| path.match_indices('/').map(|(at, _)| &path[..at])).collect();
        for path in stale {
            let below_file = path.match_indices('/').any(|(at, _)| planned.contains_key(&path[..at]));
            if folders.contains(path.as_str()) || below_file {
                self.declare()?;
                self.delete(path)?;
            }
        }
        Ok(())
    }

    /// Deletes what is owned and was not put this time, then writes the manifest. Returns how many were deleted.
    pub fn finish(self, mut quarantined: Vec<Quarantined>) -> Result<usize, WriteError> {
        let written = std::mem::take(&mut *self.written.lock().unwrap_or_else(PoisonError::into_inner));
        let written: BTreeMap<String, Owned> = written.into_iter().collect();
        let mut deleted = 0;
        for path in self.owned.keys().filter(|path| !written.contains_key(*path)) {
            self.declare()?;
            deleted += usize::from(self.delete(path)?);
        }
        quarantined.sort();
        let manifest = Manifest { version: manifest::VERSION, quarantined, files: written };
        let name = self.root.join(manifest::NAME);
        let known = fs::read(&name).ok();
        let bytes = manifest.to_bytes();
        if known.as_deref() != Some(&bytes[..]) {
            self.replace(manifest::NAME, |file| file.write_all(&bytes))?;
        }
        let intent = self.root.join(manifest::INTENT);
        match fs::remove_file(&intent) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(io_error(&intent, error)),
            _ => Ok(deleted),
        }
    }

    /// Whether there was something to delete. Folders left empty go too.
    fn delete(&self, path: &str) -> Result<bool, WriteError> {
        let full = self.root.join(path);
        match fs::remove_file(&full) {
            Ok(()) => {}
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => return Ok(false),
            // Where the stale file stood there is a folder now.
            Err(_) if full.is_dir() => return Ok(false),
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
            Put::Bytes { bytes, .. } => {
                fs::metadata(&target).is_ok_and(|meta| meta.is_file() && meta.len() == bytes.len() as u64)
                    && fs::read(&target).is_ok_and(|old| old == *bytes)
            }
            Put::Copy { hash, .. } => hash_of(&target) == Some(*hash),
        }
    }
}

impl Sink for Folder {
    fn put(&self, path: &OutPath, put: &Put) -> Result<Outcome, WriteError> {
        if !path.is_confined() {
            return Err(io_error(Path::new(path.as_str()), ErrorKind::InvalidInput.into()));
        }
        let (hash, size) = match put {
            Put::Bytes { bytes, hash } => (*hash, bytes.len() as u64),
            Put::Copy { hash, size, .. } => (*hash, *size),
        };
        let outcome = if self.is_same(path, put) {
            Outcome::Kept
        } else {
            self.declare()?;
            match put {
                Put::Bytes { bytes, .. } => self.replace(path.as_str(), |file| file.write_all(bytes))?,
                Put::Copy { files, source, hash, .. } => {
                    let mut source_is_same = true;
                    let copied = self.replace(path.as_str(), |file| {
                        source_is_same = copy(*files, source, file)? == Some(*hash);
                        if source_is_same { Ok(()) } else { Err(ErrorKind::InvalidData.into()) }
                    });
                    if !source_is_same {
                        return Err(WriteError::Changed((*source).clone()));
                    }
                    copied?;
                }
            }
            Outcome::Written
        };
        self.note(path, Owned::new(&hash, size));
        Ok(outcome)
    }

    /// What the manifest says is believed, unless the last build was killed; only the size is looked at.
    fn keep(&self, path: &OutPath, hash: &Hash) -> bool {
        let Some(owned) = self.owned.get(path.as_str()) else { return false };
        let target = self.root.join(path.as_str());
        let there = if self.doubtful {
            hash_of(&target) == Some(*hash)
        } else {
            owned.has_hash(hash) && fs::metadata(&target).is_ok_and(|meta| meta.is_file() && meta.len() == owned.size)
        };
        if there {
            let size = if self.doubtful { fs::metadata(&target).map_or(0, |meta| meta.len()) } else { owned.size };
            self.note(path, Owned::new(hash, size));
        }
        there
    }
}

impl Folder {
    fn note(&self, path: &OutPath, owned: Owned) {
        self.written.lock().unwrap_or_else(PoisonError::into_inner).push((path.to_string(), owned));
    }
}

/// Copies a file of the portal in pieces and gives the hash of what was copied; `None` when it cannot be read.
/// An error is one of writing.
fn copy(files: &dyn Files, source: &SourcePath, to: &mut dyn Write) -> io::Result<Option<Hash>> {
    let Ok(mut reader) = files.open(source.as_str()) else { return Ok(None) };
    let mut hasher = blake3::Hasher::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        match reader.read(&mut buffer) {
            Ok(0) => return Ok(Some(hasher.finalize())),
            Ok(count) => {
                hasher.update(&buffer[..count]);
                to.write_all(&buffer[..count])?;
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(_) => return Ok(None),
        }
    }
}

pub fn hash_of(path: &Path) -> Option<Hash> {
    let mut hasher = blake3::Hasher::new();
    File::open(path).and_then(|mut file| io::copy(&mut file, &mut hasher)).ok()?;
    Some(hasher.finalize())
}

/// What earlier builds own here; `None` for a folder that is new or empty.
fn owned(root: &Path) -> Result<Option<BTreeMap<String, Owned>>, WriteError> {
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
    // The manifest knows the contents, the intent only adds paths.
    let files = intent.into_iter().chain(manifest).flat_map(|manifest| manifest.files);
    Ok(Some(files.filter(|(path, _)| OutPath::new(path.as_str()).is_confined()).collect()))
}

/// Where a file is while it is being written: `a/index.html` → `a/index.html.cong-tmp`.
fn unfinished(path: &str) -> String {
    /// With its ending a longer name could be longer than file systems allow.
    const LONGEST: usize = 240;
    match path.rsplit_once('/') {
        Some((folder, name)) if name.len() > LONGEST => {
            format!("{folder}/{}{UNFINISHED}", &blake3::hash(name.as_bytes()).to_hex()[..16])
        }
        _ => format!("{path}{UNFINISHED}"),
    }
}

fn io_error(path: &Path, error: io::Error) -> WriteError {
    WriteError::Io { path: path.to_owned(), error }
}
