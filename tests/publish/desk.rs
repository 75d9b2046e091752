//! Publishes files that a test has in memory, to a folder or a server, and looks at what readers get there.

use std::collections::BTreeMap;
use std::io::{self, Cursor, Read};
use std::path::{Path, PathBuf};

use cong::publish::plan::{self, Plan, Upkeep};
use cong::publish::{Digest, Headers, Inventory, Item, Online, Progress, Remote, Source, State, Tag, Trouble, Turn};
use jiff::{SignedDuration, Timestamp};

/// An output: path → bytes.
#[derive(Clone, Default)]
pub struct Built(pub BTreeMap<String, Vec<u8>>);

impl Built {
    pub fn new(files: &[(&str, &str)]) -> Built {
        Built(files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect())
    }

    pub fn with(mut self, path: &str, text: &str) -> Built {
        self.0.insert(path.to_owned(), text.as_bytes().to_vec());
        self
    }

    pub fn without(mut self, path: &str) -> Built {
        self.0.remove(path);
        self
    }

    pub fn inventory(&self) -> Inventory {
        let item = |(path, bytes): (&String, &Vec<u8>)| {
            let hashed = path.starts_with("assets/");
            let turn = if hashed { Turn::Asset } else { Turn::Page };
            let (digest, size, headers) = (Digest::of(bytes), bytes.len() as u64, Headers::default());
            (path.clone(), Item { digest, size, headers, turn, hashed })
        };
        Inventory { items: self.0.iter().map(item).collect(), quarantined: Vec::new() }
    }
}

impl Source for Built {
    fn open(&self, path: &str) -> io::Result<Box<dyn Read + '_>> {
        let bytes = self.0.get(path).ok_or(io::ErrorKind::NotFound)?;
        Ok(Box::new(Cursor::new(bytes)))
    }
}

pub struct Silent;

impl Progress for Silent {}

pub fn state(remote: &dyn Remote) -> Result<(State, Option<Tag>), Trouble> {
    match remote.get("state")? {
        Some((bytes, tag)) => Ok((State::decode(&bytes)?, Some(tag))),
        None => Ok((State::default(), None)),
    }
}

/// Applies a plan and notes it, as a driver does.
pub fn apply(
    remote: &dyn Remote,
    plan: &Plan,
    before: &State,
    tag: Option<Tag>,
    built: &Built,
) -> Result<State, Trouble> {
    let number = before.release.number + 1;
    let mut applied = remote.apply(plan, before, number, built, &Silent)?;
    let mut state = State { gone: plan.gone.clone(), superseded: plan.superseded.clone(), ..before.clone() };
    state.release.number = number;
    for change in &plan.changes {
        match &change.after {
            Some(item) => {
                let etag = applied.remove(&change.path).unwrap_or_default();
                state.files.insert(change.path.clone(), Online::new(item, etag, number));
            }
            None => drop(state.files.remove(&change.path)),
        }
    }
    let bytes = state.encode()?;
    match &tag {
        Some(tag) => remote.replace("state", &bytes, tag)?,
        None => remote.create("state", &bytes)?,
    };
    Ok(state)
}

/// Keeps superseded assets for two releases.
pub fn publish(remote: &dyn Remote, built: &Built) -> Result<State, Trouble> {
    let (before, tag) = state(remote)?;
    let (now, grace) = (Timestamp::UNIX_EPOCH, SignedDuration::ZERO);
    let upkeep = Upkeep { number: before.release.number + 1, now, keep: 2, grace };
    let plan = plan::plan(&built.inventory(), &before, &before.files, &upkeep);
    apply(remote, &plan, &before, tag, built)
}

/// What readers can get below a folder: path → bytes.
pub fn readable(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let root = folder.canonicalize().unwrap();
    for entry in
        walkdir::WalkDir::new(&root).into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file())
    {
        let path = entry.path().strip_prefix(&root).unwrap().to_str().unwrap().to_owned();
        found.insert(path, std::fs::read(entry.path()).unwrap());
    }
    found
}

/// Names below a folder, sorted.
pub fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// A folder for one test, away when it ends.
pub struct Place(tempfile::TempDir);

impl Place {
    pub fn new() -> Place {
        Place(tempfile::tempdir().unwrap())
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// What is published to.
    pub fn root(&self) -> PathBuf {
        self.0.path().join("portal")
    }

    pub fn current(&self) -> PathBuf {
        self.root().join("current")
    }
}
