//! Turns the smaller versions of pictures into files of the cache, and back: what the next build need not make.
//!
//! Each stands under a name made of the original's bytes and the recipe, so it is right whatever else changes. One file says what
//! each of them is, so a build whose output has them all reads no other. Those that the last build did not use go.

use std::collections::{BTreeMap, BTreeSet};

use super::kept::Kept;
use super::{BlobStore, Cache, encode};
use crate::load::smaller::Version;
use crate::load::variants::{Key, Outcome};

/// How the paths of all of them begin.
pub const PICTURES: &str = ".cong/pictures/";
const FOLDER: &str = ".cong/pictures";
const INDEX: &str = ".cong/pictures/index";

/// Those that the last build used.
pub type KeptPictures = Kept<Key, Outcome>;

/// Names and bytes of the versions of one picture.
pub type Bytes = Vec<(String, Vec<u8>)>;

impl Cache {
    fn pictures(&self) -> &BTreeMap<Key, Outcome> {
        self.pictures.known(self.store.as_ref(), INDEX)
    }

    /// What the last build knew of the versions of a picture.
    pub fn picture(&self, key: &Key) -> Option<&Outcome> {
        self.pictures().get(key)
    }

    /// Says for the next build what there is, and removes what this one did not use.
    pub fn persist_pictures(&self, now: &BTreeMap<Key, Outcome>) {
        let Some(store) = self.store.as_ref().filter(|_| self.pictures() != now) else { return };
        self.pictures.persist(store, INDEX, now, |last, now| last == now);
        let named: BTreeSet<String> = now.keys().map(path).chain([INDEX.to_owned()]).collect();
        for unused in store.names(FOLDER).into_iter().filter(|name| !named.contains(name)) {
            store.remove(&unused);
        }
    }
}

pub fn write_picture(store: &dyn BlobStore, key: &Key, versions: &[Version]) {
    let bytes: Vec<(&String, &Vec<u8>)> = versions.iter().map(|version| (&version.name, &version.bytes)).collect();
    store.write(&path(key), &|to| encode(&bytes, to));
}

/// `None` where there is nothing that can be used; whoever asks holds the bytes against their hash.
pub fn read_picture(store: &dyn BlobStore, key: &Key) -> Option<Bytes> {
    postcard::from_bytes(&store.read(&path(key))?).ok()
}

fn path(key: &Key) -> String {
    format!("{PICTURES}{}", key.0)
}
