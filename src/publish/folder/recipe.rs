//! Turns a plan and what is online into what a new release folder is made of: which files it has from the release before, which from
//! the output, which from an older release.

use std::collections::BTreeSet;

use super::names::GONE;
use crate::publish::compress::Encoding;
use crate::publish::inventory::Item;
use crate::publish::plan::{Change, Kept, Plan};
use crate::publish::remote::Seen;
use crate::publish::state::{Online, State};
use crate::publish::trouble::Trouble;

#[derive(Clone, Default, Debug)]
pub struct Recipe {
    /// From the output.
    pub put: Vec<(String, Item)>,
    /// From a kept release.
    pub restore: Vec<(String, Online)>,
    /// What the release before has and this one does not, or not with these bytes, with compressed siblings and marks.
    pub without: BTreeSet<String>,
    /// Marks of withdrawn pages that are new.
    pub marks: Vec<String>,
    /// What has other headers and the same bytes.
    pub same: Vec<(String, Online)>,
    /// Every path of the new release, without siblings and marks.
    pub paths: BTreeSet<String>,
}

impl Recipe {
    pub fn new(plan: &Plan, state: &State) -> Result<Recipe, Trouble> {
        let mut recipe = Recipe { paths: state.files.keys().cloned().collect(), ..Recipe::default() };
        for change in &plan.changes {
            let path = &change.path;
            is_plain(path)?;
            match &change.after {
                None => drop(recipe.paths.remove(path)),
                Some(_) => drop(recipe.paths.insert(path.clone())),
            }
            if let Some(online) = is_there(change, state) {
                recipe.same.push((path.clone(), online.clone()));
                continue;
            }
            match (&change.after, &change.from) {
                (Some(item), Kept::Built) => recipe.put.push((path.clone(), item.clone())),
                (Some(_), Kept::AtTarget(online)) => recipe.restore.push((path.clone(), online.clone())),
                (None, _) => {}
            }
            recipe.without.insert(path.clone());
        }
        let (before, after) = (marks(state.gone.keys()), marks(plan.gone.keys()));
        recipe.marks = after.difference(&before).cloned().collect();
        recipe.without.extend(before.difference(&after).cloned());
        let siblings: Vec<String> = recipe.without.iter().flat_map(|path| recipe.siblings(path)).collect();
        recipe.without.extend(siblings);
        Ok(recipe)
    }

    /// Where no release is left to begin with.
    pub fn put_all(&mut self, state: &State) {
        let restored = self.restore.iter().map(|(path, _)| path);
        let known: BTreeSet<&String> = self.put.iter().map(|(path, _)| path).chain(restored).collect();
        let unchanged = state.files.iter().filter(|(path, _)| self.paths.contains(*path) && !known.contains(*path));
        let unchanged: Vec<_> = unchanged.map(|(path, online)| (path.clone(), online.item())).collect();
        self.put.extend(unchanged);
    }

    /// Compressed copies that may stand beside a file; never in the place of another file of the portal.
    pub fn siblings<'a>(&'a self, path: &'a str) -> impl Iterator<Item = String> + 'a {
        Encoding::ALL.iter().map(move |encoding| encoding.sibling(path)).filter(|name| !self.paths.contains(name))
    }

    /// What is known of files that are not sent.
    pub fn known(self) -> impl Iterator<Item = (String, String)> {
        self.restore.into_iter().chain(self.same).map(|(path, online)| (path, online.etag))
    }
}

/// By all that is known, also by what was looked at just now.
fn is_there<'a>(change: &Change, state: &'a State) -> Option<&'a Online> {
    let item = change.after.as_ref()?;
    let online = state.files.get(&change.path).filter(|online| online.digest == item.digest)?;
    change.before.as_ref().is_some_and(|before| before.digest == item.digest).then_some(online)
}

/// How a file is marked that has this sum and should be the one that the state knows.
pub fn mark(known: Option<&Online>, etag: &str) -> Seen {
    let key = known.filter(|known| known.etag == etag).map(Online::key).unwrap_or_default();
    Seen { key, etag: etag.to_owned() }
}

/// Of the files of a release those that the state should speak of: no marks, and no siblings that were made for others.
pub fn seen(files: Vec<(String, u64)>, state: &State) -> Vec<(String, u64)> {
    let originals: BTreeSet<String> = files.iter().map(|(path, _)| path.clone()).collect();
    let is_sibling = |path: &str| {
        Encoding::ALL
            .iter()
            .any(|encoding| encoding.original(path).is_some_and(|original| originals.contains(original)))
    };
    let is_seen = |path: &str| !path.starts_with(GONE) && (state.files.contains_key(path) || !is_sibling(path));
    files.into_iter().filter(|(path, _)| is_seen(path)).collect()
}

fn marks<'a>(paths: impl Iterator<Item = &'a String>) -> BTreeSet<String> {
    paths.map(|path| format!("{GONE}/{path}")).collect()
}

/// A plan may have been saved and changed by hand: no path leads out of the release.
pub fn is_plain(path: &str) -> Result<(), Trouble> {
    let bad = |part: &str| part.is_empty() || part == "." || part == "..";
    let control = path.chars().any(char::is_control) || path.contains('\\');
    if control || path.split('/').any(bad) || path.starts_with('-') {
        return Err(Trouble::Output { path: path.to_owned(), detail: "not a path of an output folder".to_owned() });
    }
    Ok(())
}
