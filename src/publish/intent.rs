//! What a publisher is about to do, written down before its first change: turns it, after one was killed, into what is really online.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::plan::Plan;
use super::remote::{Remote, Seen, Tag};
use super::sealed;
use super::state::{Online, State};
use super::trouble::Trouble;

const NAME: &str = "intent";

const VERSION: u8 = 1;

#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Intent {
    /// Of the publisher; its intent is done when the state has it too.
    token: String,
    /// By path what may be there: what it puts, or none, and what publishers put that were killed before it.
    promises: BTreeMap<String, Vec<Option<Online>>>,
}

impl Intent {
    pub fn read(remote: &dyn Remote) -> Result<Option<(Intent, Tag)>, Trouble> {
        let found = remote.get(NAME)?;
        found.map(|(bytes, tag)| Ok((sealed::open(NAME, VERSION, &bytes)?, tag))).transpose()
    }

    /// `before`: the one that is there, and whether it was brought to its end.
    pub fn write(&self, remote: &dyn Remote, before: Option<&Tag>) -> Result<(), Trouble> {
        let bytes = sealed::seal(NAME, VERSION, self)?;
        match before {
            Some(tag) => remote.replace(NAME, &bytes, tag).map(|_| ()),
            None => remote.create(NAME, &bytes).map(|_| ()),
        }
    }

    pub fn new(plan: &Plan, token: &str, number: u64, unfinished: Option<&Intent>) -> Intent {
        let mut promises = unfinished.map(|intent| intent.promises.clone()).unwrap_or_default();
        for change in &plan.changes {
            let promise = change.after.as_ref().map(|item| Online::new(item, String::new(), number));
            promises.entry(change.path.clone()).or_default().push(promise);
        }
        Intent { token: token.to_owned(), promises }
    }

    pub fn is_done(&self, state: &State) -> bool {
        self.token == state.token
    }

    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.promises.keys().map(String::as_str)
    }

    /// What is online where this may have changed it.
    pub fn settle(&self, remote: &dyn Remote, online: &mut BTreeMap<String, Online>) -> Result<(), Trouble> {
        let paths: Vec<&str> = self.paths().collect();
        let mut seen = remote.look(&paths)?;
        for (path, promises) in &self.promises {
            let known = online.get(path).into_iter().chain(promises.iter().flatten());
            let found = match seen.remove(path) {
                Some(None) => None,
                Some(Some(Seen { key, etag })) => {
                    let known = known.clone().find(|known| known.key() == key).cloned();
                    Some(known.map_or_else(
                        || Online::unknown(0, etag.clone()),
                        |known| Online { etag: etag.clone(), ..known },
                    ))
                }
                // It may be there, or not: it is put or deleted in either case.
                None => known.clone().next().map(|known| Online::unknown(known.size, String::new())),
            };
            match found {
                // As the state has it, with the ETag that it has there.
                Some(found) if online.get(path).is_some_and(|known| known.key() == found.key()) => {}
                Some(found) => drop(online.insert(path.clone(), found)),
                None => drop(online.remove(path)),
            }
        }
        Ok(())
    }
}
