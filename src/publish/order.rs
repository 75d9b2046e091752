//! Whether a release may take the place of what is online: turns two commits, or two moments, into yes or no.

use jiff::Timestamp;

use super::state::{ReleaseRecord, State};
use super::trouble::Trouble;

/// What our commit is to another one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kin {
    Same,
    /// It comes after the other.
    After,
    /// The other comes after it.
    Before,
    /// Neither, or nobody knows.
    Apart,
}

/// `kin`: what our commit is to the one named.
pub fn allowed(state: &State, ours: &ReleaseRecord, kin: &dyn Fn(&str) -> Kin) -> Result<(), Trouble> {
    let kin = |theirs: &ReleaseRecord| match (theirs.commit.as_str(), ours.commit.as_str()) {
        (theirs, ours) if !theirs.is_empty() && theirs == ours => Kin::Same,
        ("", _) | (_, "") => Kin::Apart,
        (theirs, _) => kin(theirs),
    };
    // Somebody went back on purpose: only what was made after what they left may take its place.
    if let Some(left) = &state.left {
        let is_newer = match kin(left) {
            Kin::After => true,
            Kin::Same | Kin::Before => false,
            Kin::Apart => later(&ours.committed_at, &left.committed_at).unwrap_or(false),
        };
        let to = state.release.back_to.unwrap_or(state.release.number);
        return if is_newer { Ok(()) } else { Err(Trouble::RolledBack { to, left: left.number }) };
    }
    let online = &state.release;
    let is_older = match kin(online) {
        Kin::After => false,
        Kin::Before => true,
        Kin::Same => later(&online.built_at, &ours.built_at).unwrap_or(false),
        Kin::Apart => later(&online.committed_at, &ours.committed_at)
            .filter(|_| online.committed_at != ours.committed_at)
            .or_else(|| later(&online.built_at, &ours.built_at))
            .unwrap_or(false),
    };
    if is_older { Err(Trouble::Newer { online: name(online), ours: name(ours) }) } else { Ok(()) }
}

/// Whether one moment is later than another, where both can be read.
fn later(one: &str, other: &str) -> Option<bool> {
    Some(one.parse::<Timestamp>().ok()? > other.parse::<Timestamp>().ok()?)
}

/// The commit, and the moment of it or else of the build.
fn name(record: &ReleaseRecord) -> String {
    let moment = if record.committed_at.is_empty() { &record.built_at } else { &record.committed_at };
    let commit: String = record.commit.chars().take(12).collect();
    if commit.is_empty() { moment.clone() } else { format!("{commit} ({moment})") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(commit: &str, committed: u32, built: u32) -> ReleaseRecord {
        let at = |day: u32| if day == 0 { String::new() } else { format!("2024-03-{day:02}T00:00:00Z") };
        ReleaseRecord {
            commit: commit.to_owned(),
            committed_at: at(committed),
            built_at: at(built),
            ..Default::default()
        }
    }

    fn is_allowed(online: ReleaseRecord, ours: ReleaseRecord, kin: Kin) -> bool {
        allowed(&State { release: online, ..State::default() }, &ours, &|_| kin).is_ok()
    }

    #[test]
    fn an_ancestor_of_what_is_online_is_older_whatever_its_dates_say() {
        assert!(!is_allowed(record("b", 2, 2), record("a", 9, 9), Kin::Before));
        assert!(is_allowed(record("b", 9, 9), record("c", 2, 2), Kin::After));
    }

    #[test]
    fn the_same_commit_is_older_when_it_was_built_for_an_earlier_moment() {
        assert!(!is_allowed(record("a", 1, 5), record("a", 1, 4), Kin::Apart));
        assert!(is_allowed(record("a", 1, 5), record("a", 1, 5), Kin::Apart));
    }

    #[test]
    fn commits_that_git_cannot_put_in_order_go_by_their_moments() {
        assert!(!is_allowed(record("a", 5, 1), record("b", 4, 9), Kin::Apart));
        assert!(is_allowed(record("a", 5, 9), record("b", 6, 1), Kin::Apart));
        assert!(!is_allowed(record("", 0, 5), record("", 0, 4), Kin::Apart));
        assert!(is_allowed(ReleaseRecord::default(), record("", 0, 4), Kin::Apart));
    }

    #[test]
    fn after_a_rollback_only_what_is_newer_than_what_was_left_comes_online() {
        let state = |left| State { release: record("a", 1, 1), left: Some(left), ..State::default() };
        let ours = record("b", 2, 9);
        assert!(allowed(&state(record("b", 2, 2)), &ours, &|_| Kin::Apart).is_err(), "the same commit, built again");
        assert!(allowed(&state(record("c", 3, 3)), &ours, &|_| Kin::Before).is_err());
        assert!(allowed(&state(record("", 0, 3)), &record("", 0, 9), &|_| Kin::Apart).is_err(), "nobody knows");
        assert!(allowed(&state(record("c", 1, 3)), &ours, &|_| Kin::After).is_ok());
    }
}
