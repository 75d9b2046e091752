//! Small private files below `.cong/`, each version under a name of its own: `state.7`. Turns a name into its last version, and a new
//! version into a file that is made only if nobody else has made it.
//!
//! So a condition needs no lock that a killed publisher could leave: the next version is a hard link, which the
//! system makes once. Versions only go up; whoever was slow and links a number that is over finds a higher one beside
//! it and has lost. An empty version says that the file was removed.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::disk::{Disk, trouble};
use crate::publish::PRIVATE;
use crate::publish::remote::Tag;
use crate::publish::trouble::Trouble;

/// The start of the names of files that are being written.
pub const UNFINISHED: &str = "tmp-";

pub struct Ledger<'a> {
    /// The folder that is published to.
    pub root: &'a Path,
    pub disk: &'a Disk,
}

impl Ledger<'_> {
    pub fn get(&self, name: &str) -> Result<Option<(Vec<u8>, Tag)>, Trouble> {
        // A version may be taken away between the look and the reading: then there is a later one.
        const TRIES: usize = 20;
        for _ in 0..TRIES {
            let version = self.last(name)?;
            if version == 0 {
                return Ok(None);
            }
            let path = self.path(name, version);
            match fs::read(&path) {
                Ok(bytes) if bytes.is_empty() => return Ok(None),
                Ok(bytes) => return Ok(Some((bytes, Tag(version.to_string())))),
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                Err(error) => return Err(trouble("read", &path, &error)),
            }
        }
        Err(Trouble::Taken { name: name.to_owned() })
    }

    pub fn create(&self, name: &str, bytes: &[u8]) -> Result<Tag, Trouble> {
        match self.get(name)? {
            Some(_) => Err(Trouble::Taken { name: name.to_owned() }),
            None => self.write(name, self.last(name)?, bytes),
        }
    }

    pub fn replace(&self, name: &str, bytes: &[u8], known: &Tag) -> Result<Tag, Trouble> {
        match self.get(name)? {
            Some((_, tag)) if tag == *known => self.write(name, tag.0.parse().unwrap_or(0), bytes),
            _ => Err(Trouble::Taken { name: name.to_owned() }),
        }
    }

    pub fn put(&self, name: &str, bytes: &[u8]) -> Result<(), Trouble> {
        self.write(name, self.last(name)?, bytes).map(drop)
    }

    /// A name in a folder is never used again, so nothing of it has to stay.
    pub fn remove(&self, name: &str) -> Result<(), Trouble> {
        let last = self.last(name)?;
        if last > 0 && name.contains('/') {
            self.remove_up_to(name, last);
        } else if last > 0 {
            self.write(name, last, b"")?;
        }
        Ok(())
    }

    fn write(&self, name: &str, known: u64, bytes: &[u8]) -> Result<Tag, Trouble> {
        let folder = self.root.join(PRIVATE);
        let denied = |error: io::Error| trouble("write", &folder, &error);
        self.disk.make_folder(&folder, 0o700).map_err(denied)?;
        if let Some((inner, _)) = name.rsplit_once('/') {
            self.disk.make_folder(&folder.join(inner), 0o700).map_err(denied)?;
        }
        let staged = folder.join(format!("{UNFINISHED}{}", unique()));
        let version = known + 1;
        let written = self.disk.create_private(&staged, bytes).and_then(|()| {
            let path = self.path(name, version);
            self.disk.claim(&staged, &path)?;
            self.disk.settle_names(path.parent().unwrap_or(&folder));
            Ok(())
        });
        let _ = self.disk.remove(&staged);
        match written {
            Ok(()) if self.last(name)? > version => {
                let _ = self.disk.remove(&self.path(name, version));
                Err(Trouble::Taken { name: name.to_owned() })
            }
            Ok(()) => {
                self.remove_up_to(name, known);
                Ok(Tag(version.to_string()))
            }
            Err(error) if error.kind() == ErrorKind::AlreadyExists => Err(Trouble::Taken { name: name.to_owned() }),
            Err(error) => Err(denied(error)),
        }
    }

    fn path(&self, name: &str, version: u64) -> PathBuf {
        self.root.join(PRIVATE).join(format!("{name}.{version}"))
    }

    /// 0 for none.
    fn last(&self, name: &str) -> Result<u64, Trouble> {
        Ok(self.versions(name)?.into_iter().max().unwrap_or(0))
    }

    fn versions(&self, name: &str) -> Result<Vec<u64>, Trouble> {
        let (folder, name) = name.rsplit_once('/').unwrap_or(("", name));
        let folder = self.root.join(PRIVATE).join(folder);
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(trouble("read", &folder, &error)),
        };
        let version = |entry: fs::DirEntry| {
            let entry = entry.file_name().into_string().ok()?;
            entry.strip_prefix(name)?.strip_prefix('.')?.parse().ok()
        };
        Ok(entries.filter_map(Result::ok).filter_map(version).collect())
    }

    /// What cannot be removed is in nobody's way: a later version counts.
    fn remove_up_to(&self, name: &str, last: u64) {
        for version in self.versions(name).unwrap_or_default().into_iter().filter(|version| *version <= last) {
            let _ = self.disk.remove(&self.path(name, version));
        }
    }
}

/// A name that no other publisher uses, on whatever machine.
pub fn unique() -> String {
    use std::hash::{BuildHasher, RandomState};
    // Its keys come from the system's random numbers.
    format!("{:016x}", RandomState::new().hash_one(std::process::id()))
}
