//! The releases that can be gone back to: turns the present state and what each release replaced into what an earlier one had.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::remote::Remote;
use super::sealed;
use super::state::{Online, ReleaseRecord, State, share_headers};
use super::trouble::Trouble;

const VERSION: u8 = 1;

/// What a release replaced: each path that it changed with what was there before.
#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Replaced(pub BTreeMap<String, Option<Online>>);

fn name(number: u64) -> String {
    format!("releases/{number}")
}

impl Replaced {
    pub fn new(before: &BTreeMap<String, Online>, after: &BTreeMap<String, Online>) -> Replaced {
        let paths: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
        let differs = |path: &&String| match (before.get(*path), after.get(*path)) {
            (Some(before), Some(after)) => before.key() != after.key(),
            _ => true,
        };
        Replaced(paths.into_iter().filter(differs).map(|path| (path.clone(), before.get(path).cloned())).collect())
    }

    pub fn save(&self, remote: &dyn Remote, number: u64) -> Result<(), Trouble> {
        remote.put(&name(number), &sealed::seal("replaced", VERSION, self)?)
    }

    fn read(remote: &dyn Remote, number: u64) -> Result<Option<Replaced>, Trouble> {
        let found = remote.get(&name(number))?;
        found.map(|(bytes, _)| sealed::open("replaced", VERSION, &bytes)).transpose()
    }
}

/// Those that people can choose from, newest first; the first is online.
pub fn list(state: &State) -> impl Iterator<Item = &ReleaseRecord> {
    std::iter::once(&state.release).filter(|release| release.number > 0).chain(state.earlier.iter().rev())
}

/// What a kept release had.
pub fn files_of(remote: &dyn Remote, state: &State, number: u64) -> Result<BTreeMap<String, Online>, Trouble> {
    let no_release =
        || Trouble::NoRelease { wanted: number, kept: list(state).map(|release| release.number).collect() };
    if list(state).all(|release| release.number != number) {
        return Err(no_release());
    }
    let mut files = state.files.clone();
    for later in (number + 1..=state.release.number).rev() {
        for (path, before) in Replaced::read(remote, later)?.ok_or_else(no_release)?.0 {
            match before {
                Some(before) => drop(files.insert(path, before)),
                None => drop(files.remove(&path)),
            }
        }
    }
    share_headers(files.values_mut());
    Ok(files)
}
