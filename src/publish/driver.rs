//! Publishes: turns what is to be online and a target into a plan, or into a release.

use super::inventory::Inventory;
use super::lock;
use super::order::{self, Kin};
use super::plan::{self, Plan};
use super::release::{Job, Release, Report};
use super::remote::Source;
use super::saved::Saved;
use super::state::ReleaseRecord;
use super::target::{self, Target};
use super::trouble::Trouble;

/// What is to be published, and on which terms.
#[derive(Clone, Copy)]
pub struct Wanted<'a> {
    pub inventory: &'a Inventory,
    pub source: &'a dyn Source,
    /// Of the build: moment, commit, root.
    pub record: &'a ReleaseRecord,
    pub next_change: Option<&'a str>,
    /// What our commit is to the one named.
    pub kin: &'a dyn Fn(&str) -> Kin,
    /// What was planned and looked at before.
    pub saved: Option<&'a Saved>,
    pub insist: Insist,
}

/// What an operator says in so many words.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Insist {
    /// An older release may take the place of a newer one.
    pub older: bool,
    /// Files of others may be there; those at our paths are overwritten, all others stay.
    pub adopt: bool,
    /// What somebody changed, deleted or added by hand is put right.
    pub mend: bool,
}

impl Wanted<'_> {
    fn plan(&self, job: &Job, target: &mut Target) -> Result<Plan, Trouble> {
        if target.is_new() && !self.insist.adopt {
            let strangers = job.remote.strangers()?;
            if let Some(example) = strangers.first() {
                return Err(Trouble::Foreign { count: strangers.len(), example: example.clone() });
            }
        }
        if !self.insist.older {
            order::allowed(&target.state, self.record, self.kin)?;
        }
        if self.insist.mend {
            target.survey(job.remote)?;
        }
        if job.remote.folds_case()
            && let Some((one, other)) = self.inventory.same_but_for_case()
        {
            return Err(Trouble::Case { one, other });
        }
        let plan = plan::plan(self.inventory, &target.state, &target.online, &job.upkeep(&target.state));
        if let Some(saved) = self.saved {
            saved.hold(&Saved::new(&job.remote.name(), &target.state, &plan))?;
        }
        Ok(plan)
    }
}

/// What would be done. Changes nothing at the target.
pub fn preview(job: &Job, wanted: &Wanted) -> Result<(Target, Plan), Trouble> {
    let mut target = Target::read(job.remote)?;
    let plan = wanted.plan(job, &mut target)?;
    Ok((target, plan))
}

pub fn publish(job: &Job, wanted: &Wanted) -> Result<Report, Trouble> {
    let (target, plan) = preview(job, wanted)?;
    let next_change = wanted.next_change.map(str::to_owned);
    if plan.changes.is_empty() && target.unfinished.is_none() && !target.is_new() {
        let report = job.settle(&target, next_change)?;
        return Ok(Report { plan, ..report });
    }
    if target.state.proven != job.remote.name() {
        target::prove(job.remote, &job.publisher.token)?;
    }
    let lock = lock::take(job.remote, job.publisher, job.clock, job.terms.patience)?;
    let released = target.again(job.remote).and_then(|mut target| {
        let plan = wanted.plan(job, &mut target)?;
        let release = Release { plan, record: wanted.record.clone(), source: wanted.source, left: None, next_change };
        job.release(&lock, &target, release)
    });
    lock.release();
    released
}
