//! What an output folder owns: turns the list of published files into one file beside them, and back.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::files::Hash;

/// The manifest's name in the output folder.
pub const NAME: &str = ".cong-manifest.json";
/// Written before the first change: every path that the build may leave behind if it is killed.
pub const INTENT: &str = ".cong-intent.json";

pub const VERSION: u32 = 1;

#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Manifest {
    pub version: u32,
    /// Pages that could not be built: source and the address they would have. Publishing keeps what is online there.
    #[serde(default)]
    pub quarantined: Vec<Quarantined>,
    /// Every published file by path.
    pub files: BTreeMap<String, Owned>,
}

/// A published file.
#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
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

    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = serde_json::to_vec(self).unwrap_or_default();
        bytes.push(b'\n');
        bytes
    }
}
