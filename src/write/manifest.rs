//! What an output folder owns: turns the list of published files into one file beside them, and back.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use crate::files::Hash;

/// The manifest's name in the output folder.
pub const NAME: &str = ".cong-manifest.json";

/// Since 2, whoever writes holds the folder's lock. An output of version 1 may hold what two builds at once left.
pub const VERSION: u32 = 2;

/// Written before the first change: every path that the build may leave behind if it is killed. Each process has its own, so
/// that none can put its intent in the place of another's: whatever several of them left is still known.
pub fn intent_of(process: u32) -> String {
    format!(".cong-intent-{process}.json")
}

/// What stands in it: a manifest that knows paths and nothing else. Both lists are in order.
pub fn intent<'p>(owned: impl Iterator<Item = &'p str>, planned: impl Iterator<Item = &'p str>) -> Vec<u8> {
    let (mut owned, mut planned) = (owned.peekable(), planned.peekable());
    let mut bytes = format!("{{\"version\":{VERSION},\"files\":{{").into_bytes();
    let mut is_first = true;
    while let Some(path) = [owned.peek(), planned.peek()].into_iter().flatten().min().copied() {
        owned.next_if_eq(&path);
        planned.next_if_eq(&path);
        if !std::mem::take(&mut is_first) {
            bytes.push(b',');
        }
        // Nothing that is written to memory fails.
        let _ = serde_json::to_writer(&mut bytes, path);
        bytes.extend_from_slice(b":{}");
    }
    bytes.extend_from_slice(b"}}\n");
    bytes
}

/// Version 1 had one name for all.
pub fn is_intent(name: &str) -> bool {
    name.starts_with(".cong-intent") && name.ends_with(".json")
}

#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Manifest {
    pub version: u32,
    /// What it was made with that readers must not be given, if anything.
    #[serde(default, skip_serializing_if = "Made::is_plain")]
    pub made: Made,
    /// Pages that could not be built: source and the address they would have. Publishing keeps what is online there.
    #[serde(default)]
    pub quarantined: Vec<Quarantined>,
    /// When the output changes by itself next, RFC 3339: something appears, ends or goes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_change: Option<String>,
    /// Every published file by path.
    #[serde(deserialize_with = "in_order")]
    pub files: BTreeMap<String, Owned>,
}

/// Files as they stand in a manifest, in order: put into a map together, which takes less than one by one.
fn in_order<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BTreeMap<String, Owned>, D::Error> {
    struct Files;
    impl<'de> Visitor<'de> for Files {
        type Value = BTreeMap<String, Owned>;

        fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
            f.write_str("files by path")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
            let mut files = Vec::new();
            while let Some(file) = entries.next_entry()? {
                files.push(file);
            }
            Ok(files.into_iter().collect())
        }
    }
    deserializer.deserialize_map(Files)
}

/// How an output was made, where that was not the usual way. Whether a moment is near is looked at when it is built, since the
/// pages say so, and once more when it is to be published, of `release::refusals`.
#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Made {
    /// With drafts, scheduled and expired items.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub drafts: bool,
    /// As of a moment that was asked for (RFC 3339), not of the clock.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    /// That moment was not the present when it was built, so every page says so.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub foreign: bool,
}

impl Made {
    pub fn is_plain(&self) -> bool {
        *self == Made::default()
    }
}

/// A published file.
#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(default)]
pub struct Owned {
    /// BLAKE3, the first 128 bits in hex; empty in an intent.
    pub hash: String,
    /// In bytes.
    pub size: u64,
}

impl Owned {
    pub fn new(hash: &Hash, size: u64) -> Self {
        Self { hash: hash.to_hex()[..32].to_owned(), size }
    }

    pub fn has_hash(&self, hash: &Hash) -> bool {
        self.hash == hash.to_hex()[..32]
    }
}

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct Quarantined {
    pub source: String,
    pub url: String,
}

impl Manifest {
    /// A manifest of another version still says that the folder is ours, and which paths are.
    pub fn parse(bytes: &[u8]) -> Option<Manifest> {
        serde_json::from_slice(bytes).ok().or_else(|| {
            let value: serde_json::Value = serde_json::from_slice(bytes).ok()?;
            value.get("version")?.as_u64()?;
            let paths = value.get("files")?.as_object()?.keys();
            Some(Manifest {
                files: paths.map(|path| (path.clone(), Owned::default())).collect(),
                ..Manifest::default()
            })
        })
    }

    /// Over path and hash of every file: the same for the same output.
    pub fn root(&self) -> Hash {
        let mut root = Root::default();
        self.files.iter().for_each(|(path, owned)| root.add(path, &owned.hash));
        root.finish()
    }

    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = serde_json::to_vec(self).unwrap_or_default();
        bytes.push(b'\n');
        bytes
    }
}

/// Of a whole output, path by path in their order.
#[derive(Default)]
pub struct Root(blake3::Hasher);

impl Root {
    /// `hash` as `Owned` has it.
    pub fn add(&mut self, path: &str, hash: &str) {
        self.0.update(path.as_bytes());
        self.0.update(&[0]);
        self.0.update(hash.as_bytes());
    }

    pub fn finish(&self) -> Hash {
        self.0.finalize()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_intent_names_what_is_owned_and_what_is_planned_once_each() {
        let bytes = intent(["a", "b/c", "z"].into_iter(), ["b/\"quoted\"", "b/c", "đ"].into_iter());
        let intent = Manifest::parse(&bytes).unwrap();
        assert_eq!(intent.version, VERSION);
        assert_eq!(intent.files.keys().collect::<Vec<_>>(), ["a", "b/\"quoted\"", "b/c", "z", "đ"]);
        assert!(intent.files.values().all(|owned| *owned == Owned::default()));
    }
}
