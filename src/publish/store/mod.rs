//! An object store as a place that is published to: turns paths into objects below a prefix, and private files into objects below
//! `.cong/` there.

mod apply;
mod errors;
mod kept;
mod ledger;
mod open;
mod patient;

use std::collections::BTreeMap;
use std::sync::Arc;

use futures_util::{StreamExt, TryStreamExt, stream};
use object_store::path::Path;
use object_store::{Attribute, GetOptions, ObjectStore, ObjectStoreExt};
use tokio::runtime::{Builder, Runtime};

use super::PRIVATE;
use super::content::Digest;
use super::plan::Plan;
use super::remote::{Applied, Progress, Remote, Seen, Source, Survey};
use super::state::{Online, State};
use super::trouble::Trouble;
use errors::Doing;

pub use open::{Place, is_store, open};

/// Requests at a time.
const AT_ONCE: usize = 24;

/// The name under which an object says its `Online::key`.
const MARK: &str = "cong";

pub struct Store {
    store: Arc<dyn ObjectStore>,
    /// Empty, or with a slash at the end.
    prefix: String,
    name: String,
    runtime: Runtime,
}

impl Store {
    pub fn new(store: Arc<dyn ObjectStore>, prefix: &str, name: String) -> Result<Store, Trouble> {
        let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build();
        let runtime = runtime.map_err(|error| Trouble::Other { detail: error.to_string() })?;
        let prefix = prefix.trim_matches('/');
        let prefix = if prefix.is_empty() { String::new() } else { format!("{prefix}/") };
        Ok(Store { store, prefix, name, runtime })
    }

    fn object(&self, path: &str) -> Result<Path, Trouble> {
        Path::parse(format!("{}{path}", self.prefix)).map_err(|error| Trouble::Other { detail: error.to_string() })
    }

    fn private(&self, name: &str) -> Result<Path, Trouble> {
        self.object(&format!("{PRIVATE}/{name}"))
    }

    fn kept(&self, key: &str) -> Result<Path, Trouble> {
        self.private(&format!("kept/{key}"))
    }

    /// Objects of readers, one after another.
    fn files(&self) -> impl stream::Stream<Item = Result<(String, Survey), Trouble>> + '_ {
        let folder = Path::parse(&self.prefix).unwrap_or_default();
        let found = self.store.list(Some(&folder)).map_err(|error| errors::trouble(error, Doing::List));
        let named = found.map_ok(|meta| {
            let path = meta.location.as_ref().strip_prefix(&self.prefix).map(str::to_owned);
            path.map(|path| (path, Survey { size: meta.size, etag: meta.e_tag.unwrap_or_default() }))
        });
        named.try_filter_map(|file| {
            let is_private = |path: &str| path.split('/').next() == Some(PRIVATE);
            std::future::ready(Ok(file.filter(|(path, _)| !is_private(path))))
        })
    }

    async fn seen(&self, path: &str) -> Result<Option<Seen>, Trouble> {
        let object = self.object(path)?;
        let answer = self.store.get_opts(&object, GetOptions::new().with_head(true)).await;
        match answer {
            Ok(found) => {
                let key = found.attributes.get(&Attribute::Metadata(MARK.into())).map(|key| key.as_ref().to_owned());
                let etag = found.meta.e_tag.unwrap_or_default();
                Ok(Some(Seen { key: key.unwrap_or_default(), etag }))
            }
            Err(error) => errors::absent(error, Doing::Read),
        }
    }

    async fn read(&self, object: &Path) -> Result<Option<Vec<u8>>, Trouble> {
        let bytes = match self.store.get(object).await {
            Ok(found) => found.bytes().await,
            Err(error) => Err(error),
        };
        match bytes {
            Ok(bytes) => Ok(Some(bytes.to_vec())),
            Err(error) => errors::absent(error, Doing::Read),
        }
    }

    /// Many with one request where the store can. What is not there is fine.
    async fn delete(&self, objects: Vec<Path>) -> Result<(), Trouble> {
        let mut deleted = self.store.delete_stream(stream::iter(objects.into_iter().map(Ok)).boxed());
        while let Some(result) = deleted.next().await {
            if let Err(error) = result {
                errors::absent::<()>(error, Doing::Delete)?;
            }
        }
        Ok(())
    }
}

impl Remote for Store {
    fn name(&self) -> String {
        self.name.clone()
    }

    fn strangers(&self) -> Result<Vec<String>, Trouble> {
        let some = self.files().take(SOME).map_ok(|(path, _)| path);
        self.runtime.block_on(some.try_collect())
    }

    fn apply(
        &self,
        plan: &Plan,
        state: &State,
        _number: u64,
        source: &dyn Source,
        progress: &dyn Progress,
    ) -> Result<Applied, Trouble> {
        self.runtime.block_on(apply::Sending { place: self, state, keeps: plan.keeps, source, progress }.all(plan))
    }

    fn has_kept(&self, plan: &Plan) -> Result<(), Trouble> {
        self.runtime.block_on(self.holds(plan))
    }

    fn sweep(&self, state: &State) -> Result<(), Trouble> {
        self.runtime.block_on(self.take_orphans(state))
    }

    fn fetch(&self, path: &str, online: &Online) -> Result<Option<Vec<u8>>, Trouble> {
        let is_it = |bytes: &Vec<u8>| Digest::of(bytes) == online.digest;
        let kept = self.runtime.block_on(self.read(&self.kept(&online.key())?))?.filter(is_it);
        match kept {
            Some(bytes) => Ok(Some(bytes)),
            None => Ok(self.runtime.block_on(self.read(&self.object(path)?))?.filter(is_it)),
        }
    }

    fn survey(&self) -> Result<BTreeMap<String, Survey>, Trouble> {
        self.runtime.block_on(self.files().try_collect())
    }

    fn look(&self, paths: &[&str]) -> Result<BTreeMap<String, Option<Seen>>, Trouble> {
        let each = stream::iter(paths).map(|path| async { Ok(((*path).to_owned(), self.seen(path).await?)) });
        self.runtime.block_on(each.buffer_unordered(AT_ONCE).try_collect())
    }

    fn forget(&self, release: u64, keys: &[String]) -> Result<(), Trouble> {
        // What the release after it replaced leads to nothing but it.
        let mut objects = vec![self.private(&format!("releases/{}", release + 1))?];
        for key in keys {
            objects.push(self.kept(key)?);
        }
        self.runtime.block_on(self.delete(objects))
    }

    fn requests(&self, plan: &Plan, state: &State) -> u64 {
        apply::requests(plan, state)
    }
}

/// How many files of others are looked at; as many as a page of a listing has.
const SOME: usize = 1000;
