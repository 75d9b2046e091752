//! Turns a plan into a release, by whoever holds the lock: intent, changes, purge, what was replaced, state.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use jiff::SignedDuration;

use super::intent::Intent;
use super::lock::{Clock, Lock, Publisher};
use super::plan::{Change, Plan, Upkeep, is_row};
use super::releases::Replaced;
use super::remote::{Progress, Remote, Source};
use super::state::{Online, ReleaseRecord, State};
use super::target::Target;
use super::trouble::Trouble;

/// After how many releases what killed publishers left is looked for.
const SWEPT: u64 = 10;

/// Tells caches what to forget.
pub trait Purger {
    /// Takes paths of files, and gives back those that caches may still have in an older version.
    fn purge(&self, paths: &[String]) -> Vec<String>;
}

#[derive(Clone, Debug)]
pub struct Terms {
    /// How many releases can be gone back to.
    pub keep: u64,
    /// How long what no page asks for any more stays.
    pub grace: SignedDuration,
    /// How long to wait for another publisher.
    pub patience: Duration,
}

/// Who publishes, and where to.
#[derive(Clone, Copy)]
pub struct Job<'a> {
    pub remote: &'a dyn Remote,
    pub publisher: &'a Publisher,
    pub clock: &'a dyn Clock,
    pub purger: &'a dyn Purger,
    pub progress: &'a dyn Progress,
    pub terms: &'a Terms,
}

/// What was done.
#[derive(Clone, Default, Debug)]
pub struct Report {
    /// Of what is online now.
    pub release: ReleaseRecord,
    /// Empty where there was nothing to do.
    pub plan: Plan,
    /// Whether a publisher that was killed had begun it.
    pub resumed: bool,
    /// What caches may still have in an older version; tried again with the next publication.
    pub unpurged: Vec<String>,
    /// What a rollback did not bring back, since it was withdrawn.
    pub withheld: Vec<String>,
    /// What a rollback left as it was, since the earlier version names what was withdrawn.
    pub as_today: Vec<String>,
}

/// What becomes of a target with a plan.
pub struct Release<'a> {
    pub plan: Plan,
    pub record: ReleaseRecord,
    pub source: &'a dyn Source,
    pub left: Option<ReleaseRecord>,
    pub next_change: Option<String>,
}

impl Job<'_> {
    pub fn upkeep(&self, state: &State) -> Upkeep {
        let Terms { keep, grace, .. } = *self.terms;
        Upkeep { number: state.release.number + 1, now: self.clock.now(), keep, grace }
    }

    /// Purges what could not be purged before, and notes when the output changes next. Makes no release.
    pub fn settle(&self, target: &Target, next_change: Option<String>) -> Result<Report, Trouble> {
        let unpurged = match target.state.unpurged.as_slice() {
            [] => Vec::new(),
            paths => self.purger.purge(paths),
        };
        let release = target.state.release.clone();
        if unpurged != target.state.unpurged || next_change != target.state.next_change {
            let state = State { unpurged: unpurged.clone(), next_change, ..target.state.clone() };
            match target.save(self.remote, &state) {
                // Somebody has published meanwhile, and noted it all.
                Ok(()) | Err(Trouble::Taken { .. }) => {}
                Err(trouble) => return Err(trouble),
            }
        }
        Ok(Report { release, unpurged, ..Report::default() })
    }

    pub fn release(&self, lock: &Lock, target: &Target, release: Release) -> Result<Report, Trouble> {
        let (state, number) = (&target.state, target.state.release.number + 1);
        let plan = release.plan;
        let intent = Intent::new(&plan, &self.publisher.token, number, target.unfinished.as_ref());
        intent.write(self.remote, target.intent_tag.as_ref())?;
        let apply = |progress: &dyn Progress| self.remote.apply(&plan, state, number, release.source, progress);
        let mut etags = lock.during(self.progress, apply)?;
        let mut files = target.online.clone();
        for change in &plan.changes {
            let path = change.path.clone();
            match &change.after {
                Some(item) => {
                    let etag = etags.remove(&path).unwrap_or_default();
                    files.insert(path, Online::new(item, etag, number));
                }
                None => drop(files.remove(&path)),
            }
        }
        let mut to_purge: BTreeSet<&str> =
            plan.changes.iter().filter(|change| !is_hashed(change) || is_withdrawn_row(change)).map(path_of).collect();
        to_purge.extend(target.unfinished.iter().flat_map(Intent::paths));
        to_purge.extend(state.unpurged.iter().map(String::as_str));
        let to_purge: Vec<String> = to_purge.into_iter().map(str::to_owned).collect();
        let unpurged = if to_purge.is_empty() { Vec::new() } else { self.purger.purge(&to_purge) };

        let counts = plan.counts();
        let record = ReleaseRecord {
            number,
            published_at: self.clock.now().to_string(),
            added: counts.added,
            changed: counts.changed + counts.headers,
            deleted: counts.deleted,
            files: (files.len() - plan.superseded.len().min(files.len())) as u64,
            ..release.record
        };
        let replaced = Replaced::new(&state.files, &files);
        replaced.save(self.remote, number)?;
        let next = State {
            earlier: self.earlier(state),
            kept: self.forget(state, &replaced, number)?,
            superseded: plan.superseded.clone(),
            gone: plan.gone.clone(),
            unpurged: unpurged.clone(),
            left: release.left,
            next_change: release.next_change,
            token: self.publisher.token.clone(),
            proven: self.remote.name(),
            release: record.clone(),
            files,
        };
        if lock.is_lost() {
            return Err(Trouble::Taken { name: "lock".to_owned() });
        }
        target.save(self.remote, &next)?;
        if number.is_multiple_of(SWEPT) {
            // It has another turn, and the release is online.
            let _ = self.remote.sweep(&next);
        }
        Ok(Report { release: record, plan, resumed: target.unfinished.is_some(), unpurged, ..Report::default() })
    }

    fn earlier(&self, state: &State) -> Vec<ReleaseRecord> {
        let online = Some(state.release.clone()).filter(|release| release.number > 0);
        let mut earlier: Vec<ReleaseRecord> = state.earlier.iter().cloned().chain(online).collect();
        let keep = usize::try_from(self.terms.keep).unwrap_or(usize::MAX);
        earlier.drain(..earlier.len().saturating_sub(keep));
        earlier
    }

    /// Lets go what even the state from before this release does not offer: whoever is killed here takes nothing from anybody.
    fn forget(&self, state: &State, replaced: &Replaced, number: u64) -> Result<BTreeMap<String, u64>, Trouble> {
        let mut kept = state.kept.clone();
        if self.terms.keep > 0 {
            kept.extend(replaced.0.values().flatten().map(|before| (before.key(), number)));
        }
        let oldest = state.oldest();
        let over: Vec<String> =
            kept.iter().filter(|(_, replaced)| **replaced <= oldest).map(|(key, _)| key.clone()).collect();
        kept.retain(|_, replaced| *replaced > oldest);
        if oldest > 1 || !over.is_empty() {
            self.remote.forget(oldest.saturating_sub(1), &over)?;
        }
        Ok(kept)
    }
}

fn path_of(change: &Change) -> &str {
    &change.path
}

/// Whether nobody was ever given anything else at its address.
fn is_hashed(change: &Change) -> bool {
    change.after.as_ref().map_or_else(|| change.before.as_ref().is_some_and(|file| file.hashed), |item| item.hashed)
}

/// Whether rows that were looked up are taken down: caches were told to keep them for a year, and nobody may read them any more.
fn is_withdrawn_row(change: &Change) -> bool {
    change.after.is_none() && is_row(&change.path)
}

/// Whether a change takes away what the state has, so that it is kept; what a killed publisher put there is of no release.
pub fn is_replaced(change: &Change, state: &State) -> bool {
    change
        .before
        .as_ref()
        .is_some_and(|before| state.files.get(&change.path).is_some_and(|file| file.key() == before.key()))
}
