//! The difference between what is to be online and what is: what is added, changed, sent with other headers, deleted.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};

use super::inventory::{Inventory, Item, Turn};
use super::state::{Online, State, Superseded};

/// Where the bytes of a path come from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Kept {
    /// The output folder.
    Built,
    /// The target itself, which keeps what a release had: a rollback sends nothing.
    AtTarget(Online),
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Change {
    pub path: String,
    /// What is online there now.
    pub before: Option<Online>,
    /// What is to be; `None` to delete.
    pub after: Option<Item>,
    pub from: Kept,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Kind {
    Added,
    Changed,
    /// The same bytes with other headers.
    Headers,
    Deleted,
}

impl Change {
    pub fn kind(&self) -> Kind {
        match (&self.before, &self.after) {
            (_, None) => Kind::Deleted,
            (None, Some(_)) => Kind::Added,
            (Some(before), Some(after)) if before.digest == after.digest => Kind::Headers,
            _ => Kind::Changed,
        }
    }

    /// In which step it is applied. What is put is asked for by what comes later, what is deleted by what went before.
    fn step(&self) -> (bool, Turn, Reverse<Turn>) {
        match (&self.after, &self.before) {
            (Some(item), _) => (false, item.turn, Reverse(Turn::Asset)),
            (None, before) => (true, Turn::Asset, Reverse(before.as_ref().map_or(Turn::Asset, |file| file.turn))),
        }
    }
}

/// In the order in which it is applied: assets, pages, lists, then what is deleted, the other way round.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Plan {
    pub changes: Vec<Change>,
    /// The release that the plan was made against; 0 for an empty target.
    pub against: u64,
    /// As it is after the plan: files that no page asks for any more and that stay for a while.
    pub superseded: BTreeMap<String, Superseded>,
    /// As it is after the plan: paths that were withdrawn, with the release that did it.
    pub gone: BTreeMap<String, u64>,
    /// What stays online in an older version since its page could not be built.
    pub stays: Vec<String>,
    /// Whether what is replaced is kept, to go back to.
    pub keeps: bool,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Counts {
    pub added: u64,
    pub changed: u64,
    pub headers: u64,
    pub deleted: u64,
    /// To be sent.
    pub bytes: u64,
}

impl Plan {
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for change in &self.changes {
            match change.kind() {
                Kind::Added => counts.added += 1,
                Kind::Changed => counts.changed += 1,
                Kind::Headers => counts.headers += 1,
                Kind::Deleted => counts.deleted += 1,
            }
            counts.bytes += change.after.as_ref().filter(|_| change.from == Kept::Built).map_or(0, |item| item.size);
        }
        counts
    }

    /// The changes of one step after another: none begins before the one before has ended.
    pub fn steps(&self) -> impl Iterator<Item = &[Change]> {
        self.changes.chunk_by(|one, other| one.step() == other.step())
    }
}

/// Of a publication, what decides how long something stays.
#[derive(Clone, Copy, Debug)]
pub struct Upkeep {
    /// The release that is to be made.
    pub number: u64,
    pub now: Timestamp,
    /// How many releases, and how long, what no page asks for any more stays for pages that are open somewhere.
    pub keep: u64,
    pub grace: SignedDuration,
}

impl Upkeep {
    fn is_over(&self, since: &Superseded) -> bool {
        let at = since.at.parse::<Timestamp>().unwrap_or(self.now);
        self.number >= since.release + self.keep && self.now.duration_since(at) >= self.grace
    }
}

/// `online`: what is there, which after a publisher was killed is not what the state says.
pub fn plan(inventory: &Inventory, state: &State, online: &BTreeMap<String, Online>, upkeep: &Upkeep) -> Plan {
    let (against, gone, keeps) = (state.release.number, state.gone.clone(), upkeep.keep > 0);
    let mut plan = Plan { against, gone, keeps, ..Plan::default() };
    let held = Held::new(inventory, online);
    for (path, item) in &inventory.items {
        let before = online.get(path);
        plan.gone.remove(path);
        if before.is_none_or(|before| !before.shows(item)) {
            let after = Some(item.clone());
            plan.changes.push(Change { path: path.clone(), before: before.cloned(), after, from: Kept::Built });
        }
    }
    let (mut over, mut is_gone) = (Vec::new(), false);
    for (path, file) in online.iter().filter(|(path, _)| !inventory.items.contains_key(*path)) {
        let delete = || Change { path: path.clone(), before: Some(file.clone()), after: None, from: Kept::Built };
        if held.stays(path) {
            plan.stays.push(path.clone());
        } else if file.hashed && !(is_row(path) && held.is_empty()) {
            let now = || Superseded { release: upkeep.number, at: upkeep.now.to_string() };
            let since = state.superseded.get(path).cloned().unwrap_or_else(now);
            if upkeep.is_over(&since) && held.is_empty() {
                over.push(delete());
            }
            plan.superseded.insert(path.clone(), since);
        } else {
            if file.turn != Turn::List && file.release > 0 {
                plan.gone.insert(path.clone(), upkeep.number);
            }
            plan.changes.push(delete());
            is_gone = true;
        }
    }
    // What is only over can wait for the next release; it is none of its own.
    if is_gone || !plan.changes.is_empty() {
        plan.superseded.retain(|path, _| over.iter().all(|change| change.path != *path));
        plan.changes.extend(over);
    }
    plan.changes.sort_by(|one, other| (one.step(), &one.path).cmp(&(other.step(), &other.path)));
    plan
}

/// Whether a file holds rows that are looked up. They may tell of people, so what is taken down is gone at once; an open page asks
/// for the present names.
pub fn is_row(path: &str) -> bool {
    path.contains("assets/lookup/")
}

/// Pages that could not be built and are online: with their files, and without what has a page of its own.
struct Held<'a> {
    /// With a slash at the end.
    folders: BTreeSet<&'a str>,
    pages: BTreeSet<&'a str>,
    /// Folders of which nobody knows what should stand below them.
    below: Vec<&'a str>,
    online: &'a BTreeMap<String, Online>,
}

impl<'a> Held<'a> {
    fn new(inventory: &'a Inventory, online: &'a BTreeMap<String, Online>) -> Held<'a> {
        let pages: BTreeSet<&str> =
            inventory.quarantined.iter().map(String::as_str).filter(|page| online.contains_key(*page)).collect();
        let folders =
            pages.iter().filter_map(|page| page.strip_suffix("index.html")).filter(|folder| !folder.is_empty());
        let below = inventory.quarantined.iter().filter_map(|page| page.strip_suffix('*')).collect();
        Held { folders: folders.collect(), pages, below, online }
    }

    fn stays(&self, path: &str) -> bool {
        // The nearest folder above that has a page is the one that the file belongs to.
        let mut folders = path.rmatch_indices('/').map(|(at, _)| &path[..=at]);
        let own = folders.find(|folder| self.online.contains_key(&format!("{folder}index.html")));
        let is_below =
            |folder: &str| self.below.iter().any(|above| folder.len() > above.len() && folder.starts_with(above));
        self.pages.contains(path) || own.is_some_and(|folder| self.folders.contains(folder) || is_below(folder))
    }

    /// Whether nothing is held.
    fn is_empty(&self) -> bool {
        self.folders.is_empty() && self.below.is_empty()
    }
}
