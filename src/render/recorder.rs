//! Turns what a job asks while it renders into the list of its questions and answers.
//!
//! One job renders on one thread, so the list being written is thread-local; template functions have no other way
//! to know which job asks.

use std::cell::RefCell;
use std::sync::Arc;

use crate::trace::Answered;

thread_local! {
    static CURRENT: RefCell<Option<Vec<Arc<Answered>>>> = const { RefCell::new(None) };
}

/// Runs one job and gives back what it asked, each question once and in order.
pub fn record<T, E>(job: impl FnOnce() -> Result<T, E>) -> Result<(T, Vec<Arc<Answered>>), E> {
    CURRENT.set(Some(Vec::new()));
    let result = job();
    let mut asked = CURRENT.take().unwrap_or_default();
    asked.sort_by(|a, b| a.query.cmp(&b.query));
    asked.dedup_by(|a, b| a.query == b.query);
    result.map(|value| (value, asked))
}

/// Notes a question of the job that renders on this thread.
pub fn note(answered: &Arc<Answered>) {
    CURRENT.with_borrow_mut(|current| {
        if let Some(asked) = current
            && !asked.iter().any(|known| Arc::ptr_eq(known, answered))
        {
            asked.push(answered.clone());
        }
    });
}
