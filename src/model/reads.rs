//! Notes which pages are looked at while something is made: turns every look-up of a page by its id into the pages that it rests on.
//!
//! One job renders on one thread, so what is noted is thread-local. Work inside work (the answer to a query that the
//! first page asks and all share) is noted for itself.

use std::cell::{Cell, RefCell};

use serde::{Deserialize, Serialize};

/// Pages as half-open ranges of their indices, in order, without overlaps. They stand for something only beside the site
/// that they were noted in.
#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Reads(Box<[(u32, u32)]>);

thread_local! {
    static NOTES: Cell<bool> = const { Cell::new(false) };
    static SEEN: RefCell<Vec<u32>> = const { RefCell::new(Vec::new()) };
}

/// Does some work and gives back which pages it looked at.
pub fn record<T>(work: impl FnOnce() -> T) -> (T, Reads) {
    let before = (NOTES.replace(true), SEEN.take());
    let result = work();
    let seen = SEEN.replace(before.1);
    NOTES.set(before.0);
    (result, Reads::of(seen))
}

/// `page`: the number in its id.
pub(super) fn note(page: u32) {
    if NOTES.get() {
        SEEN.with_borrow_mut(|seen| {
            if seen.last() != Some(&page) {
                seen.push(page);
            }
        });
    }
}

impl Reads {
    fn of(mut ids: Vec<u32>) -> Reads {
        ids.sort_unstable();
        let mut ranges: Vec<(u32, u32)> = Vec::new();
        for id in ids {
            match ranges.last_mut() {
                Some((_, end)) if id < *end => {}
                Some((_, end)) if id == *end => *end += 1,
                _ => ranges.push((id, id + 1)),
            }
        }
        Reads(ranges.into())
    }

    /// Whether none is looked at that the other does not.
    pub fn is_within(&self, other: &Reads) -> bool {
        let within = |(from, to): &(u32, u32)| other.0.iter().any(|(first, end)| first <= from && to <= end);
        self.0.iter().all(within)
    }

    pub fn ranges(&self) -> &[(u32, u32)] {
        &self.0
    }
}

#[cfg(test)]
pub fn of_ranges(ranges: &[(u32, u32)]) -> Reads {
    Reads(ranges.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn looked_at(ids: &[u32]) -> Reads {
        record(|| ids.iter().for_each(|id| note(*id))).1
    }

    #[test]
    fn neighbours_are_one_range_and_nothing_counts_twice() {
        assert_eq!(looked_at(&[7, 3, 4, 7, 5, 3]).ranges(), [(3, 6), (7, 8)]);
        assert_eq!(looked_at(&[]).ranges(), []);
    }

    #[test]
    fn work_inside_work_is_noted_for_itself() {
        let (inner, outer) = record(|| {
            note(1);
            let inner = looked_at(&[2]);
            note(3);
            inner
        });
        assert_eq!((inner.ranges(), outer.ranges()), (&[(2, 3)][..], &[(1, 2), (3, 4)][..]));
    }

    #[test]
    fn outside_of_work_nothing_is_noted() {
        note(9);
        assert_eq!(looked_at(&[1]).ranges(), [(1, 2)]);
    }
}
