//! Turns artifacts into files of one output folder that belongs to us.

#![expect(clippy::disallowed_methods, reason = "this is the only place that writes")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, TryLockError};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use parking_lot::Mutex;

use super::found::{self, Found, hash_of};
use super::links;
use super::lock::Lock;
use super::manifest::{self, Made, Manifest, Owned, Quarantined};
use super::staged::{self, Lasting};
use super::strays::{self, Outlook, Recognise};
use super::{Outcome, Put, Sink, WriteError};
use crate::files::{Files, Hash, Stamp};
use crate::path::{OutPath, SourcePath};

pub struct Folder {
    /// Whoever holds it alone changes the folder.
    lock: Lock,
    root: PathBuf,
    /// What earlier builds left here, and earlier rounds of this one.
    owned: BTreeMap<String, Owned>,
    /// What the manifest says beside that, where there is nothing to be mended.
    manifest: Option<Manifest>,
    /// What only earlier rounds of this build put here.
    own: BTreeSet<String>,
    /// What they said they were about to do; gone when this build has put it right.
    intents: Vec<String>,
    /// Every path this build may write, in order.
    planned: Vec<OutPath>,
    /// Nothing is here yet, so nothing needs to be compared.
    fresh: bool,
    /// What the manifest says of contents may be wrong, and there may be files of ours that it does not name.
    doubtful: bool,
    /// Nobody has looked for links: the way of each file is looked at when it is written.
    unseen: bool,
    /// What was written down before the first change.
    declared: Mutex<Option<Intent>>,
    /// Each file put or kept, in the order in which threads came; with what it is, unless it is as it was.
    written: Mutex<Vec<(OutPath, Option<Owned>)>>,
    /// Something was begun, or put that is not what it was.
    changed: AtomicBool,
    /// Unfinished files of earlier builds.
    unfinished: Vec<String>,
}

/// An intent on the disk, locked as long as its build lives, so that nobody takes it for that of a killed one.
struct Intent(#[expect(dead_code, reason = "held, not used")] Option<File>);

/// What is to be known of a release beside its files.
#[derive(Default)]
pub struct Release<'a> {
    pub made: Made,
    pub quarantined: Vec<Quarantined>,
    pub next_change: Option<String>,
    /// Tells what builds wrote from what somebody else put here.
    pub recognise: Option<&'a dyn Recognise>,
}

impl Folder {
    /// Takes possession of a folder: one that is new, empty or ours. `planned`: every path this build may write.
    ///
    /// `seen`: the manifest as a build left it that knew all of the folder. Whoever writes there begins with an intent and
    /// ends with another manifest, so while the manifest is the same and there is no intent, nothing of ours is
    /// unfinished, and going through twenty thousand folders to see that would be a sixth of a build in which nothing changed.
    pub fn open<'a>(
        lock: Lock,
        planned: impl Iterator<Item = &'a OutPath>,
        seen: Option<Stamp>,
    ) -> Result<Folder, WriteError> {
        let root = lock.folder().to_owned();
        let is_known = seen.is_some() && manifest_stamp(&root) == seen && !found::has_intent(&root);
        // The folder is gone through while the manifest is read.
        let searched = root.clone();
        let outlook = (!is_known).then(|| std::thread::spawn(move || strays::outlook(&searched)));
        let Found { owned, manifest, doubtful, mut intents } = found::read(&root)?;
        intents.retain(|intent| *intent != manifest::intent_of(lock.process()));
        let planned = sorted(planned);
        let fresh = owned.is_none();
        let outlook = outlook.and_then(|outlook| outlook.join().ok());
        let Outlook { unfinished, links } = outlook.unwrap_or_default();
        if !fresh && let Some(link) = links::in_the_way(&root, &planned, &links) {
            return Err(WriteError::Link(link));
        }
        staged::clear_unfinished(&root);
        let folder = Folder {
            lock,
            fresh,
            unfinished: if fresh { Vec::new() } else { unfinished },
            owned: owned.unwrap_or_default(),
            manifest,
            own: BTreeSet::new(),
            intents,
            planned,
            doubtful,
            unseen: is_known,
            declared: Mutex::default(),
            written: Mutex::default(),
            changed: AtomicBool::new(false),
            root,
        };
        folder.clear_the_way()?;
        Ok(folder)
    }

    /// Another round of the same build, with other outputs. What was put so far goes unless it is put or kept again.
    pub fn begin_again<'a>(&mut self, planned: impl Iterator<Item = &'a OutPath>) -> Result<(), WriteError> {
        let written = std::mem::take(self.written.get_mut());
        for (path, owned) in written {
            let Some(owned) = owned else { continue };
            if self.owned.insert(path.to_string(), owned).is_none() {
                self.own.insert(path.to_string());
            }
        }
        self.planned = sorted(planned);
        self.fresh = false;
        // There may be outputs now that were not declared.
        *self.declared.get_mut() = None;
        self.clear_the_way()
    }

    /// Writes down what this build may leave behind, before its first change, so that the next one owns it even if
    /// this one is killed.
    fn declare(&self) -> Result<(), WriteError> {
        self.changed.store(true, Ordering::Relaxed);
        let mut declared = self.declared.lock();
        if declared.is_none() {
            let (owned, planned) = (self.owned.keys().map(String::as_str), self.planned.iter().map(OutPath::as_str));
            let intent = manifest::intent(owned, planned);
            self.replace(&self.own_intent(), Lasting::Yes, |file| file.write_all(&intent))?;
            let file = File::open(self.root.join(self.own_intent())).ok();
            *declared = Some(Intent(file.filter(|file| file.try_lock().is_ok())));
        }
        Ok(())
    }

    /// A stale file where a folder is needed, or a stale folder where a file is needed, goes first.
    fn clear_the_way(&self) -> Result<(), WriteError> {
        if self.fresh {
            return Ok(());
        }
        // Both are in order, so the place of one is never before that of the one before it.
        let mut rest = &self.planned[..];
        for path in self.owned.keys() {
            rest = &rest[rest.iter().take_while(|planned| planned.as_str() < path.as_str()).count()..];
            if rest.first().is_some_and(|planned| planned.as_str() == path) {
                continue;
            }
            let below_file = path.match_indices('/').any(|(at, _)| self.plans(&path[..at]));
            if below_file || self.plans_below(path) {
                self.declare()?;
                self.delete(path)?;
            }
        }
        Ok(())
    }

    fn plans(&self, path: &str) -> bool {
        self.planned.binary_search_by(|planned| planned.as_str().cmp(path)).is_ok()
    }

    /// Whether this build may write into a folder of this name.
    fn plans_below(&self, path: &str) -> bool {
        let folder = format!("{path}/");
        let at = self.planned.partition_point(|planned| planned.as_str() < folder.as_str());
        self.planned.get(at).is_some_and(|planned| planned.as_str().starts_with(&folder))
    }

    /// Deletes what is owned and was not put this time, then writes the manifest. Returns how many were deleted.
    pub fn finish(self, release: Release) -> Result<usize, WriteError> {
        self.must_be_alone()?;
        let written = std::mem::take(&mut *self.written.lock());
        let Release { made, mut quarantined, next_change, recognise } = release;
        quarantined.sort();
        let now = Manifest { version: manifest::VERSION, made, quarantined, next_change, ..Manifest::default() };
        let is_same = self.manifest.as_ref() == Some(&now) && !self.changed.load(Ordering::Relaxed);
        if is_same && written.len() == self.owned.len() && self.unfinished.is_empty() {
            return Ok(0);
        }
        let written = self.as_they_are(written);
        let mut deleted = 0;
        // Both are in order.
        let mut rest = written.keys().peekable();
        let is_gone = |path: &&String| {
            while rest.next_if(|written| written < path).is_some() {}
            rest.peek() != Some(path)
        };
        for path in self.owned.keys().filter(is_gone) {
            self.declare()?;
            deleted += usize::from(self.delete(path)? && !self.own.contains(path));
        }
        // What this build wrote unfinished is finished by now, so nothing of it is deleted.
        for path in self.unfinished.iter().filter(|path| self.root.join(path).symlink_metadata().is_ok()) {
            self.declare()?;
            deleted += usize::from(self.delete(path)?);
        }
        if self.doubtful {
            for path in strays::find(&self.root, &written, recognise) {
                self.declare()?;
                deleted += usize::from(self.delete(&path)?);
            }
        }
        let manifest = Manifest { files: written, ..now };
        let known = fs::read(self.root.join(manifest::NAME)).ok();
        let bytes = manifest.to_bytes();
        self.must_be_alone()?;
        if known.as_deref() != Some(&bytes[..]) {
            self.replace(manifest::NAME, Lasting::Yes, |file| file.write_all(&bytes))?;
        }
        // One whose build still lives came in by taking somebody's lock away. It will need repair.
        let left = self.intents.iter().filter(|intent| !is_alive(&self.root.join(intent)));
        for intent in left.chain([&self.own_intent()]) {
            let intent = self.root.join(intent);
            match fs::remove_file(&intent) {
                Err(error) if error.kind() != ErrorKind::NotFound => return Err(io_error(&intent, error)),
                _ => {}
            }
        }
        Ok(deleted)
    }

    /// All that was put or kept.
    fn as_they_are(&self, mut written: Vec<(OutPath, Option<Owned>)>) -> BTreeMap<String, Owned> {
        written.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        // Both are in order.
        let mut owned = self.owned.iter().peekable();
        let one = |(path, own): (OutPath, Option<Owned>)| {
            let own = own.or_else(|| {
                while owned.next_if(|(known, _)| known.as_str() < path.as_str()).is_some() {}
                owned.peek().filter(|(known, _)| known.as_str() == path.as_str()).map(|(_, own)| (*own).clone())
            });
            (path.to_string(), own.unwrap_or_default())
        };
        written.into_iter().map(one).collect()
    }

    /// Somebody who took our lock away may be writing here by now. Then this build says once more what it wrote, for the
    /// next one to put right, and leaves the manifest alone.
    fn must_be_alone(&self) -> Result<(), WriteError> {
        if self.lock.is_held() {
            return Ok(());
        }
        *self.declared.lock() = None;
        self.declare()?;
        Err(WriteError::LockLost(self.root.clone()))
    }

    /// Whether there was something to delete. Folders left empty go too. What stands behind a link is not ours.
    fn delete(&self, path: &str) -> Result<bool, WriteError> {
        if links::is_behind(&self.root, path) {
            return Ok(false);
        }
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

    fn replace(
        &self,
        path: &str,
        lasting: Lasting,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<(), WriteError> {
        staged::replace(&self.root, path, lasting, write).map_err(|error| io_error(&self.root.join(path), error))
    }

    /// A file may be written to while it is copied, so the copy takes its place only if it is what was promised.
    fn copy(&self, path: &OutPath, files: &dyn Files, source: &SourcePath, hash: &Hash) -> Result<(), WriteError> {
        let mut is_same = true;
        let copied = self.replace(path.as_str(), self.lasting(), |file| {
            is_same = copy_and_hash(files, source, file)? == Some(*hash);
            if is_same { Ok(()) } else { Err(ErrorKind::InvalidData.into()) }
        });
        if is_same { copied } else { Err(WriteError::Changed(source.clone())) }
    }

    fn is_same(&self, path: &OutPath, put: &Put) -> bool {
        if self.fresh {
            return false;
        }
        let target = self.root.join(path.as_str());
        match put {
            Put::Bytes { bytes, .. } => {
                fs::symlink_metadata(&target).is_ok_and(|meta| meta.is_file() && meta.len() == bytes.len() as u64)
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
            if self.unseen
                && let Some(link) = links::on_the_way(&self.root, path.as_str())
            {
                return Err(WriteError::Link(link));
            }
            self.declare()?;
            match put {
                Put::Bytes { bytes, .. } => {
                    self.replace(path.as_str(), self.lasting(), |file| file.write_all(bytes))?
                }
                Put::Copy { files, source, hash, .. } => self.copy(path, *files, source, hash)?,
            }
            Outcome::Written
        };
        let owned = Owned::new(&hash, size);
        if self.owned.get(path.as_str()) != Some(&owned) {
            self.changed.store(true, Ordering::Relaxed);
        }
        self.note(path, Some(owned));
        Ok(outcome)
    }

    /// What the manifest says is believed, unless the last build was killed; only the size is looked at.
    fn keep(&self, path: &OutPath, hash: &Hash) -> bool {
        let Some(owned) = self.owned.get(path.as_str()) else { return false };
        let target = self.root.join(path.as_str());
        let there = if self.doubtful {
            hash_of(&target) == Some(*hash)
        } else {
            owned.has_hash(hash)
                && fs::symlink_metadata(&target).is_ok_and(|meta| meta.is_file() && meta.len() == owned.size)
        };
        if there {
            let size = || fs::metadata(&target).map_or(0, |meta| meta.len());
            self.note(path, self.doubtful.then(|| Owned::new(hash, size())));
        }
        there
    }
}

impl Folder {
    fn own_intent(&self) -> String {
        manifest::intent_of(self.lock.process())
    }

    fn lasting(&self) -> Lasting {
        if self.fresh { Lasting::New } else { Lasting::No }
    }

    fn note(&self, path: &OutPath, owned: Option<Owned>) {
        self.written.lock().push((path.clone(), owned));
    }
}

/// Of the manifest that stands in a folder.
pub fn manifest_stamp(root: &Path) -> Option<Stamp> {
    Stamp::of_replaced(&fs::symlink_metadata(root.join(manifest::NAME)).ok()?)
}

fn sorted<'a>(paths: impl Iterator<Item = &'a OutPath>) -> Vec<OutPath> {
    let mut paths: Vec<OutPath> = paths.cloned().collect();
    paths.sort();
    paths
}

/// Copies a file of the portal in pieces and gives the hash of what was copied; `None` when it cannot be read to its end.
/// An error is one of writing.
fn copy_and_hash(files: &dyn Files, source: &SourcePath, to: &mut dyn Write) -> io::Result<Option<Hash>> {
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

/// Whether the build that wrote down this intent is still at work.
fn is_alive(intent: &Path) -> bool {
    File::open(intent).is_ok_and(|file| matches!(file.try_lock(), Err(TryLockError::WouldBlock)))
}

fn io_error(path: &Path, error: io::Error) -> WriteError {
    WriteError::Io { path: path.to_owned(), error }
}
