//! A folder as a target, `file:/srv/portal`: every release is a folder of its own in which what did not change is the same file as
//! before, and readers get the one that a symbolic link leads to.
//!
//! `names` says how the folder is laid out, `recipe` what a release is made of; both serve a server behind SSH too. `release` makes it
//! here.

#![expect(clippy::disallowed_methods, reason = "`publish` reaches targets")]

pub mod disk;
pub mod filling;
pub mod layout;
pub mod ledger;
pub mod names;
pub mod recipe;
pub mod release;

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use rayon::prelude::*;

use self::disk::{Disk, trouble};
use self::filling::Sum;
use self::names::{CURRENT, RELEASES};
use self::recipe::Recipe;
use self::release::Making;
use super::compress::{Compressor, Encoding};
use super::plan::Plan;
use super::remote::{Applied, Ledger, Progress, Remote, Seen, Source, Survey, Tag};
use super::state::{self, Online, State};
use super::trouble::Trouble;

pub struct Folder {
    root: PathBuf,
    compressor: Compressor,
    disk: Disk,
}

impl Folder {
    /// `root`: absolute; its parent must be there.
    pub fn new(root: PathBuf, compressor: Compressor) -> Folder {
        Folder { root, compressor, disk: Disk::default() }
    }

    /// For tests: on a disk that ends before its time.
    pub fn on(self, disk: Disk) -> Folder {
        Folder { disk, ..self }
    }

    fn ledger(&self) -> ledger::Ledger<'_> {
        ledger::Ledger { root: &self.root, disk: &self.disk }
    }

    fn online(&self) -> Result<State, Trouble> {
        let state = self.get(state::NAME)?;
        state.map_or(Ok(State::default()), |(bytes, _)| State::decode(&bytes))
    }
}

impl Ledger for Folder {
    fn get(&self, name: &str) -> Result<Option<(Vec<u8>, Tag)>, Trouble> {
        self.ledger().get(name)
    }

    fn create(&self, name: &str, bytes: &[u8]) -> Result<Tag, Trouble> {
        // With its folder, but not with those around it: a wrong path is told, not made.
        self.disk.make_folder(&self.root, 0o755).map_err(|error| trouble("write", &self.root, &error))?;
        layout::standing(&self.root)?;
        self.ledger().create(name, bytes)
    }

    fn replace(&self, name: &str, bytes: &[u8], known: &Tag) -> Result<Tag, Trouble> {
        self.ledger().replace(name, bytes, known)
    }

    fn put(&self, name: &str, bytes: &[u8]) -> Result<(), Trouble> {
        self.ledger().put(name, bytes)
    }

    fn remove(&self, name: &str) -> Result<(), Trouble> {
        self.ledger().remove(name)
    }
}

impl Remote for Folder {
    fn name(&self) -> String {
        format!("file:{}", self.root.display())
    }

    fn strangers(&self) -> Result<Vec<String>, Trouble> {
        layout::strangers(&self.root)
    }

    fn apply(
        &self,
        plan: &Plan,
        state: &State,
        number: u64,
        source: &dyn Source,
        progress: &dyn Progress,
    ) -> Result<Applied, Trouble> {
        let (online, compressor) = (state.release.number, &self.compressor);
        let mut recipe = Recipe::new(plan, state)?;
        if layout::standing(&self.root)?.base(online).is_none() {
            recipe.put_all(state);
        }
        let making = Making { root: &self.root, disk: &self.disk, compressor, source, progress, online, number };
        let mut applied = making.make(&recipe)?;
        applied.extend(recipe.known());
        Ok(applied)
    }

    fn fetch(&self, path: &str, online: &Online) -> Result<Option<Vec<u8>>, Trouble> {
        let (standing, last) = (layout::standing(&self.root)?, self.online()?.release.number);
        let Some(file) = release::find(&self.root, &standing, last, path, online)? else { return Ok(None) };
        fs::read(&file).map(Some).map_err(|error| trouble("read", &file, &error))
    }

    fn survey(&self) -> Result<BTreeMap<String, Survey>, Trouble> {
        let current = self.root.join(CURRENT);
        let state = self.online()?;
        let files = layout::files(&current)?;
        let seen = recipe::seen(files, &state);
        let survey = |(path, size): (String, u64)| {
            let file = current.join(&path);
            let sum = fs::File::open(&file).and_then(Sum::read).map_err(|error| trouble("read", &file, &error))?;
            Ok((path, Survey { size, etag: sum.etag() }))
        };
        seen.into_par_iter().map(survey).collect()
    }

    /// In the release that the state speaks of: the next one begins with it, whatever a killed publisher did beside it.
    fn look(&self, paths: &[&str]) -> Result<BTreeMap<String, Option<Seen>>, Trouble> {
        let state = self.online()?;
        let Some(base) = layout::standing(&self.root)?.base(state.release.number) else { return Ok(BTreeMap::new()) };
        let base = self.root.join(RELEASES).join(base.to_string());
        let look = |path: &&str| {
            let sum = fs::File::open(base.join(path)).and_then(Sum::read).ok();
            ((*path).to_owned(), sum.map(|sum| recipe::mark(state.files.get(*path), &sum.etag())))
        };
        Ok(paths.par_iter().map(look).collect())
    }

    fn forget(&self, release: u64, _: &[String]) -> Result<(), Trouble> {
        let (standing, online) = (layout::standing(&self.root)?, self.online()?.release.number);
        for name in standing.forgotten(release, online) {
            release::take_away(&self.root, &self.disk, name)?;
        }
        Ok(())
    }

    fn leave(&self) -> Result<(), Trouble> {
        release::leave(&self.root, &self.disk)
    }

    fn folds_case(&self) -> bool {
        layout::folds_case(&self.root)
    }

    fn requests(&self, _: &Plan, _: &State) -> u64 {
        0
    }
}

/// As `compress` in `site.toml` names them; what it does not know was told by the configuration.
pub fn encodings(names: &[String]) -> Vec<Encoding> {
    names.iter().filter_map(|name| Encoding::named(name)).collect()
}
