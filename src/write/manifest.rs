//! What an output folder owns: turns the list of published files into one file beside them, and back.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

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
    /// Path and hash (BLAKE3, first 128 bits, hex) of every published file.
    pub files: BTreeMap<String, String>,
}

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct Quarantined {
    pub source: String,
    pub url: String,
}

impl Manifest {
    pub fn parse(bytes: &[u8]) -> Option<Manifest> {
        serde_json::from_slice(bytes).ok()
    }

    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = serde_json::to_vec(self).unwrap_or_default();
        bytes.push(b'\n');
        bytes
    }
}
