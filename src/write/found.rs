//! Turns what stands directly in an output folder into what earlier builds own there, and how far that can be believed.

#![expect(clippy::disallowed_methods, reason = "`write` touches the disk")]

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::Path;

use super::manifest::{self, Manifest, Owned};
use super::staged::UNFINISHED;
use super::{WriteError, lock};
use crate::files::Hash;
use crate::path;

/// What earlier builds left.
#[derive(Default, Debug)]
pub struct Found {
    /// By path; `None` for a folder that is new or empty.
    pub owned: Option<BTreeMap<String, Owned>>,
    /// The manifest without its files, where it is all that there is and nothing of it was passed over.
    pub manifest: Option<Manifest>,
    /// A build was killed, or was of a version that let two of them write at once: what the manifest says of contents may
    /// be wrong, and there may be files that no manifest names.
    pub doubtful: bool,
    /// Files that say what a build was about to do. Each holds what those before it held.
    pub intents: Vec<String>,
}

/// The names that builds use for themselves in the folder, and whether there are others.
#[derive(Default)]
struct Names {
    intents: Vec<String>,
    manifest: bool,
    others: bool,
}

/// Whether there are files and nothing that says that a build of ours made them.
pub fn is_foreign(root: &Path) -> Result<bool, WriteError> {
    let names = names(root)?;
    Ok(names.others && !names.manifest && names.intents.is_empty())
}

/// Reads the manifest and every intent.
pub fn read(root: &Path) -> Result<Found, WriteError> {
    let names = names(root)?;
    let read = |name: &str| fs::read(root.join(name)).ok().and_then(|bytes| Manifest::parse(&bytes));
    let manifest = if names.manifest { read(manifest::NAME) } else { None };
    let intents: Vec<Manifest> = names.intents.iter().filter_map(|name| read(name)).collect();
    if manifest.is_none() && intents.is_empty() {
        if names.others || names.manifest {
            return Err(WriteError::NotOurs(root.to_owned()));
        }
        return Ok(Found::default());
    }
    let is_old = manifest.as_ref().is_some_and(|manifest| manifest.version < manifest::VERSION);
    let doubtful = is_old || !names.intents.is_empty();
    let (mut manifest, mut owned) = (manifest, BTreeMap::new());
    for intent in intents {
        owned.extend(intent.files);
    }
    // The manifest knows the contents, the intents only add paths.
    let files = manifest.as_mut().map(|manifest| std::mem::take(&mut manifest.files)).unwrap_or_default();
    if owned.is_empty() {
        owned = files
    } else {
        owned.extend(files)
    }
    let all = owned.len();
    owned.retain(|path, _| path::is_confined(path));
    let manifest = manifest.filter(|_| !doubtful && owned.len() == all);
    Ok(Found { owned: Some(owned), manifest, doubtful, intents: names.intents })
}

/// Of a file; a link to one is none.
pub fn hash_of(path: &Path) -> Option<Hash> {
    if !path.symlink_metadata().is_ok_and(|meta| meta.is_file()) {
        return None;
    }
    let mut hasher = blake3::Hasher::new();
    File::open(path).and_then(|mut file| io::copy(&mut file, &mut hasher)).ok()?;
    Some(hasher.finalize())
}

/// Whether a build was killed here, or is at work.
pub fn has_intent(root: &Path) -> bool {
    names(root).is_ok_and(|names| !names.intents.is_empty())
}

fn names(root: &Path) -> Result<Names, WriteError> {
    let entries = match fs::read_dir(root) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Names::default()),
        Err(error) => return Err(WriteError::Io { path: root.to_owned(), error }),
    };
    let mut names = Names::default();
    for entry in entries.filter_map(Result::ok) {
        let name = entry.file_name().to_string_lossy().into_owned();
        match name.as_str() {
            manifest::NAME => names.manifest = true,
            _ if manifest::is_intent(&name) => names.intents.push(name),
            // A build killed before it could say what it was about to do leaves no more than this.
            lock::NAME => {}
            _ if name.starts_with(".cong-") && name.ends_with(UNFINISHED) => {}
            _ => names.others = true,
        }
    }
    names.intents.sort();
    Ok(names)
}
