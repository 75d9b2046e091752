//! Private files as objects: turns creating and replacing into conditional requests.

use object_store::path::Path;
use object_store::{Attribute, Attributes, ObjectStoreExt, PutMode, PutOptions, UpdateVersion};

use super::Store;
use super::errors::{self, Doing};
use crate::publish::remote::{Ledger, Tag};
use crate::publish::trouble::Trouble;

impl Store {
    fn conditional(&self, name: &str, bytes: &[u8], mode: PutMode) -> Result<Tag, Trouble> {
        let object = self.private(name)?;
        match self.runtime.block_on(self.write(&object, bytes, mode)) {
            Ok(tag) => Ok(tag),
            Err(trouble @ (Trouble::Taken { .. } | Trouble::Network { .. })) => {
                // The answer to an earlier attempt may have been lost, so that it is our own bytes that stand in the way.
                match self.get(name)? {
                    Some((found, tag)) if found == bytes => Ok(tag),
                    _ => Err(named(trouble, name)),
                }
            }
            Err(trouble) => Err(trouble),
        }
    }

    async fn write(&self, object: &Path, bytes: &[u8], mode: PutMode) -> Result<Tag, Trouble> {
        let mut attributes = Attributes::new();
        attributes.insert(Attribute::ContentType, "application/octet-stream".into());
        // Should it ever be readable through a cache, then not for long.
        attributes.insert(Attribute::CacheControl, "no-store".into());
        let options = PutOptions { mode, attributes, ..PutOptions::default() };
        let put = self.store.put_opts(object, bytes.to_vec().into(), options).await;
        let put = put.map_err(|error| errors::trouble(error, Doing::Write))?;
        Ok(tag(put.e_tag, put.version))
    }
}

/// Google's store tells versions apart by their generation, the others by the ETag.
fn tag(etag: Option<String>, version: Option<String>) -> Tag {
    Tag(format!("{}\n{}", etag.unwrap_or_default(), version.unwrap_or_default()))
}

fn known(tag: &Tag) -> UpdateVersion {
    let (etag, version) = tag.0.split_once('\n').unwrap_or((&tag.0, ""));
    let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    UpdateVersion { e_tag: some(etag), version: some(version) }
}

fn named(trouble: Trouble, name: &str) -> Trouble {
    match trouble {
        Trouble::Taken { .. } => Trouble::Taken { name: name.to_owned() },
        trouble => trouble,
    }
}

impl Ledger for Store {
    fn get(&self, name: &str) -> Result<Option<(Vec<u8>, Tag)>, Trouble> {
        let object = self.private(name)?;
        self.runtime.block_on(async {
            let found = match self.store.get(&object).await {
                Ok(found) => found,
                Err(error) => return errors::absent(error, Doing::Read),
            };
            let tag = tag(found.meta.e_tag.clone(), found.meta.version.clone());
            let bytes = found.bytes().await.map_err(|error| errors::trouble(error, Doing::Read))?;
            Ok(Some((bytes.to_vec(), tag)))
        })
    }

    fn create(&self, name: &str, bytes: &[u8]) -> Result<Tag, Trouble> {
        self.conditional(name, bytes, PutMode::Create)
    }

    fn replace(&self, name: &str, bytes: &[u8], tag: &Tag) -> Result<Tag, Trouble> {
        self.conditional(name, bytes, PutMode::Update(known(tag)))
    }

    fn put(&self, name: &str, bytes: &[u8]) -> Result<(), Trouble> {
        let object = self.private(name)?;
        self.runtime.block_on(self.write(&object, bytes, PutMode::Overwrite)).map(|_| ())
    }

    fn remove(&self, name: &str) -> Result<(), Trouble> {
        let object = self.private(name)?;
        self.runtime.block_on(self.delete(vec![object]))
    }
}
