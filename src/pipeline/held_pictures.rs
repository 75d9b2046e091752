//! Keeps versions of pictures in memory that were just made, until they are written, as far as memory is to hold them.

use std::collections::BTreeMap;
use std::sync::Arc;

use parking_lot::Mutex;

use crate::cache::PictureBytes;
use crate::load::smaller::Version;
use crate::load::variants::Key;

/// Bytes of versions that are kept until they are written; what is beyond that is read from the cache.
const MOST_HELD: usize = 64 << 20;
#[derive(Default)]
pub struct HeldPictures(Mutex<(usize, BTreeMap<Key, Arc<PictureBytes>>)>);

/// Versions as the cache keeps them.
pub fn bytes_of(versions: Vec<Version>) -> PictureBytes {
    versions.into_iter().map(|version| (version.name, version.bytes)).collect()
}

impl HeldPictures {
    pub fn put(&self, key: &Key, bytes: impl FnOnce() -> PictureBytes, size: usize) {
        let (held, all) = &mut *self.0.lock();
        if *held + size <= MOST_HELD {
            *held += size;
            all.insert(key.clone(), Arc::new(bytes()));
        }
    }

    pub fn get(&self, key: &Key) -> Option<Arc<PictureBytes>> {
        self.0.lock().1.get(key).cloned()
    }
}
