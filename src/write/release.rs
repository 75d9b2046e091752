//! Turns an output folder and a moment into the reasons why it must not be published.
//!
//! Whoever publishes a folder holds its lock (`Use::Read`) and asks here first. The manifest alone says what belongs to a release.

#![expect(clippy::disallowed_methods, reason = "`write` touches the disk")]

use std::fs;
use std::path::Path;

use jiff::{SignedDuration, Timestamp};

use super::found;
use super::manifest::{self, Made, Manifest};

/// How old a moment that was asked for may be. CI passes one moment to several steps, which may wait in a queue; an output
/// of last week brings back what has been taken down since.
pub const OLDEST: SignedDuration = SignedDuration::from_hours(24);

/// Why an output must not be published.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Refusal {
    /// There is no manifest, or one that cannot be read or was written by another version, which may not mark what it made.
    Unknown,
    /// A build was killed, or is still at work.
    Unfinished,
    /// It shows drafts, scheduled and expired items.
    Drafts,
    /// It shows what is to appear at a moment that has not come.
    Early(String),
    /// It was made as of a moment long gone, and shows what may have been taken down since.
    Late(String),
    /// Its pages say that it is a preview, although its moment has come.
    Marked,
}

/// Empty when the output may be published at this moment.
pub fn refusals(root: &Path, now: Timestamp) -> Vec<Refusal> {
    let manifest = fs::read(root.join(manifest::NAME)).ok().and_then(|bytes| Manifest::parse(&bytes));
    let mut refusals = match manifest {
        Some(manifest) if manifest.version == manifest::VERSION => made(&manifest.made, now),
        _ => vec![Refusal::Unknown],
    };
    if found::has_intent(root) {
        refusals.push(Refusal::Unfinished);
    }
    refusals.sort();
    refusals
}

/// What the way in which an output was made says against publishing it.
pub fn made(made: &Made, now: Timestamp) -> Vec<Refusal> {
    let moment = made.at.as_ref().and_then(|at| match at.parse::<Timestamp>() {
        Ok(moment) if moment > now => Some(Refusal::Early(at.clone())),
        Ok(moment) if now.duration_since(moment) <= OLDEST => None,
        // What cannot be read is no moment that has come.
        Ok(_) => Some(Refusal::Late(at.clone())),
        Err(_) => Some(Refusal::Early(at.clone())),
    });
    let marked = (made.foreign && moment.is_none()).then_some(Refusal::Marked);
    made.drafts.then_some(Refusal::Drafts).into_iter().chain(moment).chain(marked).collect()
}

/// When an output that stands there was finished.
pub fn made_at(root: &Path) -> Option<Timestamp> {
    let date = fs::metadata(root.join(manifest::NAME)).and_then(|meta| meta.modified()).ok()?;
    Timestamp::try_from(date).ok()
}

/// How an output that stands there was made.
pub fn made_before(root: &Path) -> Option<Made> {
    let bytes = fs::read(root.join(manifest::NAME)).ok()?;
    Some(Manifest::parse(&bytes)?.made)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_may_be_published_while_it_is_near() {
        let now: Timestamp = "2024-01-15T12:00:00Z".parse().unwrap();
        let of = |at: &str| made(&Made { at: Some(at.to_owned()), ..Made::default() }, now);
        assert_eq!(made(&Made::default(), now), []);
        assert_eq!(of("2024-01-15T12:00:00Z"), []);
        assert_eq!(of("2024-01-14T12:00:00Z"), []);
        assert_eq!(of("2024-01-14T11:59:59Z"), [Refusal::Late("2024-01-14T11:59:59Z".to_owned())]);
        assert_eq!(of("2024-01-15T12:00:01Z"), [Refusal::Early("2024-01-15T12:00:01Z".to_owned())]);
        assert_eq!(of("mai"), [Refusal::Early("mai".to_owned())]);
    }
}
