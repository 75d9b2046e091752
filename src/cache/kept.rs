//! One file of the cache that says something of each of many things (tables, maps, rows that are looked up, pictures): turns it into a map
//! when it is first asked for, and writes it only if the next build would find something else.

use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{BlobStore, encode};

/// What the last build left. What does not open is as good as none.
pub struct Kept<K, V>(OnceLock<BTreeMap<K, V>>);

impl<K, V> Default for Kept<K, V> {
    fn default() -> Self {
        Kept(OnceLock::new())
    }
}

impl<K: Ord + DeserializeOwned, V: DeserializeOwned> Kept<K, V> {
    /// `file`: its path in the portal.
    pub fn known(&self, store: Option<&Arc<dyn BlobStore>>, file: &str) -> &BTreeMap<K, V> {
        let read = || postcard::from_bytes(&store?.read(file)?).ok();
        self.0.get_or_init(|| read().unwrap_or_default())
    }

    /// Writes what there is now, unless the file says the same of the same things; without any there is no file.
    pub fn persist<Q: Ord + Serialize + Borrow<K>, W: Serialize>(
        &self,
        store: &Arc<dyn BlobStore>,
        file: &str,
        now: &BTreeMap<Q, W>,
        is_same: impl Fn(&V, &W) -> bool,
    ) {
        if now.is_empty() {
            return store.remove(file);
        }
        let last = self.known(Some(store), file);
        let is_known = |(key, now): (&Q, &W)| last.get(key.borrow()).is_some_and(|last| is_same(last, now));
        if last.len() != now.len() || !now.iter().all(is_known) {
            store.write(file, &|to| encode(now, to));
        }
    }
}
