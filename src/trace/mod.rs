//! Verifying traces: what an output was made from, and the decision whether it must be made again.
//!
//! While an output is made, each query it asks is noted with the fingerprint of the answer, and each page that it looks at.
//! It is up to date when everything noted still has the same fingerprint (Mokhov, Mitchell, Peyton Jones, *Build Systems à
//! la Carte*, 2018). Nobody writes a cache key or declares a dependency.

mod changes;
mod query;
mod stale;

use serde::{Deserialize, Serialize};

pub use changes::{Changes, SiteFingerprint};
pub use query::{DataQuery, PagesQuery, Query};
pub use stale::{Answered, Inputs, Reason, Trace, verify};

/// What an answer shows, as 128 bits of its BLAKE3 hash.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
pub struct Fingerprint(pub [u8; 16]);

impl Fingerprint {
    pub fn of(bytes: &[u8]) -> Self {
        let mut hasher = blake3::Hasher::new();
        hasher.update(bytes);
        Self::finish(&hasher)
    }

    pub fn finish(hasher: &blake3::Hasher) -> Self {
        let mut first = [0; 16];
        hasher.finalize_xof().fill(&mut first);
        Self(first)
    }
}
