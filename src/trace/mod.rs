//! Verifying traces: what an output was made from, and the decision whether it must be made again.
//!
//! While an output is made, each query it asks is noted with the fingerprint of the answer, and each page that it looks at.
//! It is up to date when everything noted still has the same fingerprint (Mokhov, Mitchell, Peyton Jones, *Build Systems à
//! la Carte*, 2018). Nobody writes a cache key or declares a dependency.

mod changes;
mod query;
mod stale;

pub use crate::model::fingerprint::Fingerprint;
pub use changes::{Changes, SiteFingerprint};
pub use query::{DataQuery, PagesQuery, Query};
pub use stale::{Answered, Inputs, Reason, Trace, verify};
