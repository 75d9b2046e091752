//! Turns the addresses of a portal that was taken in into lines of the ledger and earlier addresses of pages here, so that each of
//! them leads on in one step on this host too, where it is not the address of something else.

use std::collections::{BTreeMap, BTreeSet};

use super::Both;
use super::homes::{Homes, standing};
use super::placing::Placing;
use crate::load::ledger::{Fate, Ledger};
use crate::path::{SourcePath, decode};
use crate::pipeline::Addresses;
use crate::plan::{self, Job, PageJob, Planned};

#[derive(Default)]
pub struct Joint {
    /// Earlier addresses that pages get, by their files there.
    pub aliases: BTreeMap<SourcePath, Vec<String>>,
    /// The same as addresses.
    pub kept: BTreeSet<String>,
    /// Of what has no front matter.
    pub moved: BTreeMap<String, String>,
    /// Addresses there that are of something else here, and where what was there is now.
    pub taken: BTreeMap<String, (String, SourcePath)>,
    /// Earlier addresses there that are taken here, as pages write them.
    pub refused: BTreeMap<String, SourcePath>,
}

/// `there`: both portals, before pages have got earlier addresses.
pub fn joint(both: &Both, there: &Addresses, placing: &Placing, homes: &Homes) -> Joint {
    let mut joint = Joint::default();
    let published: BTreeSet<String> = plan::published(&both.theirs.plan).into_iter().collect();
    let written: BTreeSet<&SourcePath> = both.theirs.documents.iter().map(|document| &document.source).collect();
    for planned in both.theirs.plan.outputs.values().filter(|planned| published.contains(planned.url.local())) {
        let local = planned.url.local();
        let Some(home) = homes.of(local).filter(|home| *home != local) else { continue };
        if let Some(other) = standing(there, local) {
            if other != home
                && let Some(file) = of_editors(both.theirs, planned)
            {
                joint.taken.insert(local.to_owned(), (home.to_owned(), file));
            }
            continue;
        }
        // What is made from the rows of a table has no front matter of its own.
        let page = page_of(both.theirs, planned).filter(|file| written.contains(file));
        match page.filter(|file| placing.brought.contains(file)) {
            Some(file) => {
                joint.aliases.entry(file).or_default().push(decode(local).into_owned());
                joint.kept.insert(local.to_owned());
            }
            None => drop(joint.moved.insert(local.to_owned(), home.to_owned())),
        }
    }
    let kinds = &both.theirs.site.kinds;
    for document in &both.theirs.documents {
        let aliases = document.texts(kinds.get(document.kind), "aliases");
        let taken = aliases.into_iter().filter(|alias| is_taken(both.before, alias));
        joint.refused.extend(taken.map(|alias| (alias.to_owned(), document.source.clone())));
    }
    joint
}

/// Whether something of the portal answers at an address, in whatever letters.
fn is_taken(own: &Addresses, alias: &str) -> bool {
    let local = own.base().local(alias).map_or_else(|| alias.to_owned(), std::borrow::Cow::into_owned);
    own.plan.serves(&local) || own.plan.serves(&local.to_lowercase())
}

/// The item or the file that an address is of.
fn of_editors(theirs: &Addresses, planned: &Planned) -> Option<SourcePath> {
    match &planned.job {
        Job::Page(PageJob::Item(id)) => Some(theirs.site.page(*id).document().source.clone()),
        Job::File(file) => Some(file.clone()),
        _ => None,
    }
}

/// The file whose page an address is.
fn page_of(theirs: &Addresses, planned: &Planned) -> Option<SourcePath> {
    let id = match planned.job {
        Job::Page(PageJob::Item(id)) => id,
        Job::Page(PageJob::List { list, page: 0 }) => match theirs.site.list(list).key {
            crate::model::ListKey::Section(id) => id,
            _ => return None,
        },
        _ => return None,
    };
    Some(theirs.site.page(id).document().source.clone())
}

/// The ledger of both; `None` where neither keeps one and nothing has moved.
pub fn text(both: &Both, there: &Addresses, homes: &Homes, joint: &Joint) -> Option<String> {
    let mut ledger: Ledger = both.before.ledger.clone();
    let keeps = both.before.before.is_some() || both.theirs.before.is_some();
    let answers = |local: &str| joint.kept.contains(local) || there.plan.serves(local);
    if keeps {
        ledger.add(joint.kept.iter().cloned());
    }
    let is_new = |ledger: &Ledger, address: &str| ledger.find(address).is_none_or(|entry| entry.fate == Fate::Kept);
    let mut fates: Vec<(String, Fate)> = Vec::new();
    for (from, to) in &joint.moved {
        if is_new(&ledger, from) {
            fates.push((from.clone(), Fate::Moved(to.as_str().into())));
        }
    }
    for entry in both.theirs.ledger.entries() {
        let address = entry.address.to_string();
        if ledger.find(&address).is_some() || joint.moved.contains_key(&address) {
            continue;
        }
        match &entry.fate {
            _ if answers(&address) => drop(ledger.add([address])),
            Fate::Moved(_) | Fate::Kept => {
                let to = both.theirs.ledger.now(&address).unwrap_or(&address);
                let home = homes.of(to).map(str::to_owned).or_else(|| standing(there, to));
                fates.extend(home.filter(|home| *home != address).map(|home| (address, Fate::Moved(home.into()))));
            }
            Fate::Gone(..) => fates.push((address, entry.fate.clone())),
        }
    }
    ledger.set(fates);
    (!ledger.is_empty()).then(|| ledger.text())
}
