//! Keeps two processes from changing one folder at once: turns a folder into a lock that ends with its process.
//!
//! The lock is one of the system's, on a file in the folder itself. So it is met under every path and from every portal that
//! leads to the folder, and a process that is killed holds nothing. What stands in the file only says who it is.

#![expect(clippy::disallowed_methods, reason = "`write` touches the disk")]

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind, Read, Seek, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

/// The file's name. It is gone when nobody holds the lock, except after a kill, when it means nothing.
pub const NAME: &str = ".cong-lock";

/// Who holds a lock, in its own words.
#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(default)]
pub struct Holder {
    pub command: String,
    /// 0: not known.
    pub pid: u32,
    pub host: String,
    pub since: String,
}

/// What the holder does with the folder: one may change it, or several may read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Use {
    Change,
    Read,
}

/// Why there is no lock.
#[derive(Debug)]
pub enum NotTaken {
    /// Another process has it; who, if that can be read.
    Busy(Option<Holder>),
    /// The folder cannot be written, or its file system knows no locks.
    Impossible(io::Error),
}

/// A folder that is ours until this is dropped.
#[derive(Debug)]
pub struct Lock {
    folder: PathBuf,
    file: File,
    what: Use,
    /// The number of the process that holds it.
    process: u32,
    /// The folder was made for the lock, and goes with it if nothing else came into it.
    made: bool,
}

impl Lock {
    /// Takes the lock if it is free. Whoever wants to change the folder makes it if it is missing.
    pub fn take(folder: &Path, what: Use, holder: &Holder) -> Result<Lock, NotTaken> {
        /// Whoever ends takes the file away, and whoever comes at that moment begins again.
        const TRIES: usize = 1000;
        let path = folder.join(NAME);
        let mut made = false;
        for _ in 0..TRIES {
            if what == Use::Change {
                made |= make(folder).map_err(NotTaken::Impossible)?;
            }
            let (file, is_own) = match open(&path) {
                Ok(opened) => opened,
                Err(error) if error.kind() == ErrorKind::NotFound && what == Use::Change => continue,
                Err(error) => return Err(NotTaken::Impossible(error)),
            };
            let taken = if what == Use::Change { file.try_lock() } else { file.try_lock_shared() };
            match taken {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Err(NotTaken::Busy(read_holder(file))),
                Err(TryLockError::Error(error)) => {
                    // In a folder that was there before, the file may be somebody's lock.
                    if made {
                        let _ = fs::remove_file(&path).and_then(|()| fs::remove_dir(folder));
                    }
                    return Err(NotTaken::Impossible(error));
                }
            }
            if !stands_at(&file, &path) {
                continue;
            }
            // Left by a killed process of another user: ours takes its place, so that it can say who we are.
            if !is_own && what == Use::Change && fs::remove_file(&path).is_ok() {
                continue;
            }
            let lock = Lock { folder: folder.to_owned(), file, what, process: holder.pid, made };
            lock.introduce(holder);
            return Ok(lock);
        }
        Err(NotTaken::Busy(None))
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    pub fn process(&self) -> u32 {
        self.process
    }

    /// False after somebody took the file or the whole folder away: then another process may have come in.
    pub fn is_held(&self) -> bool {
        stands_at(&self.file, &self.folder.join(NAME))
    }

    /// A lock that cannot say whose it is is still a lock.
    fn introduce(&self, holder: &Holder) {
        let _ = self.file.set_len(0);
        let _ = (&self.file).write_all(&serde_json::to_vec(holder).unwrap_or_default());
    }
}

impl Drop for Lock {
    /// The file goes while the lock is still held, so whoever waits for it sees that it is no longer the one.
    fn drop(&mut self) {
        // Elsewhere a file cannot be told from another of its name, so it stays, empty.
        if !cfg!(unix) {
            let _ = self.file.set_len(0);
            return;
        }
        let alone = self.what == Use::Change || (self.file.unlock().is_ok() && self.file.try_lock().is_ok());
        if alone && self.is_held() {
            let _ = fs::remove_file(self.folder.join(NAME));
            if self.made {
                let _ = fs::remove_dir(&self.folder);
            }
        }
    }
}

/// Whether the folder had to be made.
fn make(folder: &Path) -> io::Result<bool> {
    if folder.is_dir() {
        return Ok(false);
    }
    fs::create_dir_all(folder).map(|()| true)
}

/// The lock's file, and whether we may write in it.
fn open(path: &Path) -> io::Result<(File, bool)> {
    // A link would lead the lock, and what is written in it, to somebody else's file.
    if path.symlink_metadata().is_ok_and(|meta| meta.is_symlink()) {
        fs::remove_file(path)?;
    }
    match OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path) {
        Ok(file) => Ok((file, true)),
        // It may be another user's, or stand in a folder that cannot be written; locking takes no more than reading.
        Err(error) => File::open(path).map(|file| (file, false)).map_err(|_| error),
    }
}

/// Whether this open file is the one of that name: it may have been taken away, and another made.
#[cfg(unix)]
fn stands_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let number = |meta: fs::Metadata| (meta.dev(), meta.ino());
    matches!((file.metadata().map(number), path.symlink_metadata().map(number)), (Ok(own), Ok(there)) if own == there)
}

#[cfg(not(unix))]
fn stands_at(_: &File, path: &Path) -> bool {
    path.exists()
}

/// What the holder said of itself, made safe to show: the file may hold anything.
fn read_holder(mut file: File) -> Option<Holder> {
    const LONGEST: u64 = 4096;
    let mut bytes = Vec::new();
    file.rewind().ok()?;
    file.take(LONGEST).read_to_end(&mut bytes).ok()?;
    let Holder { command, pid, host, since } = serde_json::from_slice(&bytes).ok()?;
    Some(Holder { command: plain(&command), pid, host: plain(&host), since: plain(&since) })
}

/// A line of at most 200 characters without anything that a terminal obeys.
pub fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() && !is_invisible(*c)).take(200).collect()
}

/// Turns the direction of text round, or cannot be seen.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// The machine's name, as far as the system tells without being asked by a call of its own.
pub fn host() -> String {
    let told = fs::read_to_string("/proc/sys/kernel/hostname").or_else(|_| fs::read_to_string("/etc/hostname"));
    let named = || ["HOSTNAME", "COMPUTERNAME"].iter().find_map(|name| std::env::var(name).ok());
    told.ok().or_else(named).map(|name| plain(name.trim())).unwrap_or_default()
}
