//! Publishes files that a test has in memory, to a folder or a server, and looks at what readers get there.

use std::collections::BTreeMap;
use std::io::{self, Cursor, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::time::Duration;

use cong::publish::{
    Back, Clock, Digest, Headers, Insist, Inventory, Item, Job, Kin, Progress, Publisher, Purger, ReleaseRecord,
    Remote, Source, State, Terms, Trouble, Turn, Wanted, driver, rollback,
};
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

/// Nothing is told and no cache stands before it.
pub struct Silent;

impl Progress for Silent {}

impl Purger for Silent {
    fn purge(&self, _: &[String]) -> Vec<String> {
        Vec::new()
    }
}

/// Each publication comes an hour after the one before, so that the lock of one that was killed has run out.
struct Hour(i64);

impl Clock for Hour {
    fn now(&self) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_hours(self.0)
    }

    fn sleep(&self, _: Duration) {}
}

static HOURS: AtomicI64 = AtomicI64::new(1);

/// Two releases can be gone back to, and superseded assets stay for two.
fn with_job<T>(remote: &dyn Remote, work: impl FnOnce(&Job) -> T) -> T {
    let hour = HOURS.fetch_add(1, Ordering::Relaxed);
    let publisher = Publisher { owner: "test".to_owned(), token: format!("{hour}") };
    let terms = Terms { keep: 2, grace: SignedDuration::ZERO, patience: Duration::ZERO };
    let (clock, purger, progress) = (&Hour(hour), &Silent, &Silent);
    work(&Job { remote, publisher: &publisher, clock, purger, progress, terms: &terms })
}

pub fn publish(remote: &dyn Remote, built: &Built) -> Result<State, Trouble> {
    publish_from(remote, built, built)
}

/// `built` is what the build says, `source` what stands in the output.
pub fn publish_from(remote: &dyn Remote, built: &Built, source: &Built) -> Result<State, Trouble> {
    let insist = Insist { older: true, ..Insist::default() };
    let (inventory, record) = (&built.inventory(), &ReleaseRecord::default());
    let kin = &|_: &str| Kin::Apart;
    let wanted = Wanted { inventory, source, record, next_change: None, kin, saved: None, insist };
    with_job(remote, |job| driver::publish(job, &wanted))?;
    state(remote)
}

pub fn go_back(remote: &dyn Remote, number: u64) -> Result<State, Trouble> {
    let back = Back { number: Some(number), include_withdrawn: false, url: "https://tinh.gov.vn" };
    with_job(remote, |job| rollback(job, &back))?;
    state(remote)
}

pub fn state(remote: &dyn Remote) -> Result<State, Trouble> {
    remote.get("state")?.map_or(Ok(State::default()), |(bytes, _)| State::decode(&bytes))
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

/// Says that it is over when it goes, also when a test fails: whoever polls until then must end.
pub struct Over<'a>(pub &'a AtomicBool);

impl Drop for Over<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
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
