//! Turns what a job asks while it renders into the list of its queries.
//!
//! One job renders on one thread, so the list being written is thread-local; template functions have no other way
//! to know which job asks.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::sync::Arc;

use crate::trace::Query;

thread_local! {
    static CURRENT: RefCell<Option<BTreeSet<Arc<Query>>>> = const { RefCell::new(None) };
}

/// Runs one job and gives back what it asked, in order.
pub fn record<T, E>(job: impl FnOnce() -> Result<T, E>) -> Result<(T, BTreeSet<Arc<Query>>), E> {
    CURRENT.with(|current| *current.borrow_mut() = Some(BTreeSet::new()));
    let result = job();
    let asked = CURRENT.with(|current| current.borrow_mut().take()).unwrap_or_default();
    result.map(|value| (value, asked))
}

/// Notes a query of the job that renders on this thread.
pub fn note(query: Arc<Query>) {
    CURRENT.with(|current| {
        if let Some(asked) = current.borrow_mut().as_mut() {
            asked.insert(query);
        }
    });
}
