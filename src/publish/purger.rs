//! What publishing asks of a cache in front of a target: to forget addresses. How it is told, `http/purge.rs` knows.

/// What came of a purge.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct PurgeOutcome {
    /// Addresses that the cache may still answer with old bytes, sorted. They go into the state and are tried again by the next
    /// publisher; until then nothing has been published.
    pub left: Vec<String>,
    /// Requests that were sent, each try counted once.
    pub requests: u64,
    /// What was seen where something failed, without credentials.
    pub detail: Option<String>,
}

pub trait Purger {
    /// `addresses`: whole addresses as readers ask for them; with what earlier purges left.
    fn purge(&self, addresses: &[String]) -> PurgeOutcome;
}

/// There is no cache, or none that keeps what has changed.
pub struct NoCache;

impl Purger for NoCache {
    fn purge(&self, _addresses: &[String]) -> PurgeOutcome {
        PurgeOutcome::default()
    }
}
