//! What a store keeps below `.cong/`: turns a plan that takes from it into whether all of it is there, and a state into what nothing
//! leads to any more.

use std::collections::BTreeMap;
use std::time::Duration;

use futures_util::{StreamExt, TryStreamExt, stream};
use object_store::ObjectMeta;
use object_store::path::Path;

use super::errors::{self, Doing};
use super::{AT_ONCE, PRIVATE, Store};
use crate::publish::content::Digest;
use crate::publish::plan::{Kept, Plan};
use crate::publish::state::{Online, State};
use crate::publish::trouble::Trouble;

/// What is younger may belong to a publisher that is at work.
const YOUNG: Duration = Duration::from_secs(24 * 3600);

impl Store {
    /// By one listing. A copy that has another size is not what was kept; one with another ETag is read, since not every store gives
    /// a copy the ETag of what it was made from.
    pub(super) async fn holds(&self, plan: &Plan) -> Result<(), Trouble> {
        let wanted = || {
            plan.changes.iter().filter_map(|change| match &change.from {
                Kept::AtTarget(online) if change.after.is_some() => Some((&change.path, online)),
                _ => None,
            })
        };
        if wanted().next().is_none() {
            return Ok(());
        }
        let kept = self.below("kept/").await?;
        let mut doubtful = Vec::new();
        for (path, online) in wanted() {
            match kept.get(&online.key()) {
                Some(meta) if meta.size != online.size => return Err(Trouble::Lost { path: path.clone() }),
                Some(meta) if meta.e_tag.as_ref() == Some(&online.etag) => {}
                Some(_) => doubtful.push((path, online)),
                None => return Err(Trouble::Lost { path: path.clone() }),
            }
        }
        let each = stream::iter(doubtful).map(|(path, online)| self.is_as_kept(path, online));
        each.buffer_unordered(AT_ONCE).try_collect().await
    }

    async fn is_as_kept(&self, path: &str, online: &Online) -> Result<(), Trouble> {
        let bytes = self.read(&self.kept(&online.key())?).await?;
        match bytes.is_some_and(|bytes| Digest::of(&bytes) == online.digest) {
            true => Ok(()),
            false => Err(Trouble::Lost { path: path.to_owned() }),
        }
    }

    /// Copies that no release leads to, records of releases that nobody can go back to, files of a trial that was killed.
    pub(super) async fn take_orphans(&self, state: &State) -> Result<(), Trouble> {
        let found = self.below("").await?;
        let now = found.values().map(|meta| meta.last_modified).max();
        let is_old = |meta: &ObjectMeta| {
            let age = now.and_then(|now| (now - meta.last_modified).to_std().ok());
            age.is_some_and(|age| age >= YOUNG)
        };
        let is_orphan = |name: &str| match name.split_once('/') {
            Some(("kept", key)) => !state.kept.contains_key(key),
            Some(("releases", number)) => {
                number.parse().is_ok_and(|number: u64| number < state.oldest() || number > state.release.number)
            }
            None => name.starts_with("conditions-"),
            Some(_) => false,
        };
        let orphans = found.into_iter().filter(|(name, meta)| is_orphan(name) && is_old(meta));
        let orphans: Vec<Path> = orphans.map(|(_, meta)| meta.location).collect();
        if orphans.is_empty() { Ok(()) } else { self.delete(orphans).await }
    }

    /// Private objects by name.
    async fn below(&self, folder: &str) -> Result<BTreeMap<String, ObjectMeta>, Trouble> {
        let start = format!("{}{PRIVATE}/{folder}", self.prefix);
        let listed = self.store.list(Some(&Path::parse(&start).unwrap_or_default()));
        let found: Vec<ObjectMeta> = listed.try_collect().await.map_err(|error| errors::trouble(error, Doing::List))?;
        let name = |meta: ObjectMeta| Some((meta.location.as_ref().strip_prefix(&start)?.to_owned(), meta));
        Ok(found.into_iter().filter_map(name).collect())
    }
}
