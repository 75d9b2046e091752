//! Turns what a job asks while it renders into a verifying trace: each query with the fingerprint of its answer.
//!
//! A job is up to date when every query would still give the same fingerprint (Mokhov, Mitchell, Peyton Jones,
//! *Build Systems à la Carte*, 2018). Rendering one job happens on one thread, so the trace being written is
//! thread-local; template functions have no other way to know which job asks.

use std::cell::RefCell;
use std::collections::BTreeMap;

/// What an answer shows, as 128 bits of its BLAKE3 hash.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Fingerprint(pub u128);

impl Fingerprint {
    pub fn of(bytes: &[u8]) -> Self {
        let hash = blake3::hash(bytes);
        let mut first = [0; 16];
        first.copy_from_slice(&hash.as_bytes()[..16]);
        Self(u128::from_le_bytes(first))
    }
}

/// Queries in order of their text, each with the fingerprint of its answer.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Trace {
    pub queries: BTreeMap<String, Fingerprint>,
}

thread_local! {
    static CURRENT: RefCell<Option<Trace>> = const { RefCell::new(None) };
}

/// Runs one job and gives back what it asked.
pub fn record<T, E>(job: impl FnOnce() -> Result<T, E>) -> Result<(T, Trace), E> {
    CURRENT.with(|current| *current.borrow_mut() = Some(Trace::default()));
    let result = job();
    let trace = CURRENT.with(|current| current.borrow_mut().take()).unwrap_or_default();
    result.map(|value| (value, trace))
}

/// Computes an answer that several jobs share: what it asks on the way is part of the answer, not of the job that
/// happens to ask first.
pub fn unrecorded<T>(compute: impl FnOnce() -> T) -> T {
    let outer = CURRENT.with(|current| current.borrow_mut().take());
    let result = compute();
    CURRENT.with(|current| *current.borrow_mut() = outer);
    result
}

/// Notes a query of the job that renders on this thread.
pub fn note(query: impl Into<String>, fingerprint: Fingerprint) {
    CURRENT.with(|current| {
        if let Some(trace) = current.borrow_mut().as_mut() {
            trace.queries.insert(query.into(), fingerprint);
        }
    });
}
