//! Brings a plan about in an object store: turns each change into requests, in steps, many at a time and never much in memory.
//!
//! Before an object is replaced or deleted the store copies it to where old versions are kept. A kill at any request leaves either
//! the old object, or the old one kept and the new one in its place.

use std::io::Read;

use blake3::Hasher;
use futures_util::{StreamExt, TryStreamExt, stream};
use object_store::path::Path;
use object_store::{Attribute, Attributes, ObjectStoreExt, PutMultipartOptions, PutOptions};
use tokio::sync::Semaphore;

use super::errors::{self, Doing};
use super::{AT_ONCE, MARK, Store};
use crate::publish::content::{self, Digest};
use crate::publish::inventory::Item;
use crate::publish::plan::{Change, Kept, Plan};
use crate::publish::release;
use crate::publish::remote::{Applied, Progress, Source};
use crate::publish::source;
use crate::publish::state::State;
use crate::publish::trouble::Trouble;

/// A larger file goes in parts of this size; stores want 5 MiB at least.
const PART: u64 = 8 << 20;

/// Kilobytes that all requests together hold.
const HELD: u32 = 32 << 10;

/// What a store copies at once; a larger file could be put, and never be gone back to.
const LARGEST: u64 = 5 << 30;

pub struct Sending<'a> {
    pub place: &'a Store,
    pub state: &'a State,
    pub keeps: bool,
    pub source: &'a dyn Source,
    pub progress: &'a dyn Progress,
}

/// About how many requests a plan takes, with those around it.
pub fn requests(plan: &Plan, state: &State) -> u64 {
    let around = 9;
    let is_kept = |change: &&Change| plan.keeps && needs_copy(change, state);
    let copies = plan.changes.iter().filter(is_kept).count();
    let deleted = plan.changes.iter().filter(|change| change.after.is_none()).count();
    around + (plan.changes.len() - deleted + copies + deleted.div_ceil(1000)) as u64
}

/// Whether what a change takes away is not kept yet.
fn needs_copy(change: &Change, state: &State) -> bool {
    release::is_replaced(change, state) && change.before.as_ref().is_some_and(|before| !state.keeps(&before.key()))
}

impl Sending<'_> {
    pub async fn all(&self, plan: &Plan) -> Result<Applied, Trouble> {
        let sizes = plan.changes.iter().filter_map(|change| Some((change, change.after.as_ref()?.size)));
        if let Some((change, size)) = sizes.into_iter().find(|(_, size)| *size > LARGEST) {
            return Err(Trouble::TooLarge { path: change.path.clone(), size });
        }
        let room = Semaphore::new(HELD as usize);
        let mut applied = Applied::new();
        for step in plan.steps() {
            let each = stream::iter(step).map(|change| self.change(change, &room));
            let etags: Vec<Option<(String, String)>> = each.buffer_unordered(AT_ONCE).try_collect().await?;
            applied.extend(etags.into_iter().flatten());
            let deleted = step.iter().filter(|change| change.after.is_none());
            let deleted: Vec<Path> =
                deleted.map(|change| self.place.object(&change.path)).collect::<Result<_, Trouble>>()?;
            if !deleted.is_empty() {
                self.go_on()?;
                self.place.delete(deleted).await?;
            }
        }
        Ok(applied)
    }

    fn go_on(&self) -> Result<(), Trouble> {
        if self.progress.is_over() { Err(Trouble::Taken { name: "lock".to_owned() }) } else { Ok(()) }
    }

    /// Keeps what is there and puts what is to be; deleting comes after, many at once.
    async fn change(&self, change: &Change, room: &Semaphore) -> Result<Option<(String, String)>, Trouble> {
        let object = self.place.object(&change.path)?;
        if let Some(before) = change.before.as_ref().filter(|_| self.keeps && needs_copy(change, self.state)) {
            self.copy(&object, &self.place.kept(&before.key())?).await?;
        }
        let Some(item) = &change.after else { return Ok(None) };
        let etag = match &change.from {
            Kept::AtTarget(online) => {
                if !self.copy(&self.place.kept(&online.key())?, &object).await? {
                    return Err(Trouble::Lost { path: change.path.clone() });
                }
                online.etag.clone()
            }
            Kept::Built => {
                let held = u32::try_from(item.size.min(PART) >> 10).unwrap_or(HELD) + 1;
                let _held = room.acquire_many(held.min(HELD)).await;
                self.put(&change.path, &object, item).await?
            }
        };
        self.progress.sent(&change.path, if change.from == Kept::Built { item.size } else { 0 });
        Ok(Some((change.path.clone(), etag)))
    }

    /// Whether there was something to copy.
    async fn copy(&self, from: &Path, to: &Path) -> Result<bool, Trouble> {
        self.go_on()?;
        match self.place.store.copy(from, to).await {
            Ok(()) => Ok(true),
            Err(error) => Ok(errors::absent::<()>(error, Doing::Write)?.is_some()),
        }
    }

    async fn put(&self, path: &str, object: &Path, item: &Item) -> Result<String, Trouble> {
        self.go_on()?;
        if item.size > PART { self.in_parts(path, object, item).await } else { self.whole(path, object, item).await }
    }

    async fn whole(&self, path: &str, object: &Path, item: &Item) -> Result<String, Trouble> {
        let bytes = source::whole(self.source, path, &item.digest)?;
        let options = PutOptions { attributes: attributes(item), ..PutOptions::default() };
        let put = self.place.store.put_opts(object, bytes.into(), options).await;
        Ok(put.map_err(|error| errors::trouble(error, Doing::Write))?.e_tag.unwrap_or_default())
    }

    /// Nothing is there before its last part is, and only if all of it is what was planned.
    async fn in_parts(&self, path: &str, object: &Path, item: &Item) -> Result<String, Trouble> {
        let denied = |error| errors::trouble(error, Doing::Write);
        let options = PutMultipartOptions { attributes: attributes(item), ..PutMultipartOptions::default() };
        let mut upload = self.place.store.put_multipart_opts(object, options).await.map_err(denied)?;
        let sent = async {
            let mut reader = self.source.open(path).map_err(|error| output(path, error.to_string()))?;
            let (mut hasher, mut rest) = (Hasher::new(), item.size);
            while rest > 0 {
                self.go_on()?;
                let mut part = Vec::with_capacity(rest.min(PART) as usize);
                let read = reader.by_ref().take(PART).read_to_end(&mut part);
                read.map_err(|error| output(path, error.to_string()))?;
                if part.is_empty() {
                    break;
                }
                hasher.update(&part);
                rest = rest.saturating_sub(part.len() as u64);
                upload.put_part(part.into()).await.map_err(denied)?;
            }
            if Digest::from(&hasher.finalize()) != item.digest {
                return Err(output(path, "changed".to_owned()));
            }
            Ok(())
        };
        match sent.await {
            Ok(()) => Ok(upload.complete().await.map_err(denied)?.e_tag.unwrap_or_default()),
            Err(trouble) => {
                // What cannot be called off the store throws away by its own rules.
                let _ = upload.abort().await;
                Err(trouble)
            }
        }
    }
}

fn output(path: &str, detail: String) -> Trouble {
    Trouble::Output { path: path.to_owned(), detail }
}

/// What a store keeps with an object and sends with it, and what says which version it is.
fn attributes(item: &Item) -> Attributes {
    let mut attributes = Attributes::new();
    for (name, attribute) in [
        ("Cache-Control", Attribute::CacheControl),
        ("Content-Disposition", Attribute::ContentDisposition),
        ("Content-Language", Attribute::ContentLanguage),
        ("Content-Type", Attribute::ContentType),
    ] {
        if let Some(value) = item.headers.get(name) {
            attributes.insert(attribute, value.to_owned().into());
        }
    }
    attributes.insert(Attribute::Metadata(MARK.into()), content::key(&item.digest, &item.headers).into());
    attributes
}
