//! How long each rule takes, over all texts and on all cores.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use super::RULES;

/// Nanoseconds, in the order of the rules.
#[derive(Debug)]
pub struct Costs(Vec<AtomicU64>);

impl Default for Costs {
    fn default() -> Costs {
        Costs(RULES.iter().map(|_| AtomicU64::new(0)).collect())
    }
}

impl Costs {
    /// Of each rule the codes that it tells and its time, the dearest first.
    pub fn dearest_first(&self) -> Vec<(Vec<&'static str>, Duration)> {
        let time = |(rule, spent): (&super::Rule, &AtomicU64)| {
            let codes = rule.tells.iter().map(|message| message.code).collect();
            (codes, Duration::from_nanos(spent.load(Ordering::Relaxed)))
        };
        let mut all: Vec<_> = RULES.iter().zip(&self.0).map(time).collect();
        all.sort_by_key(|(_, time)| std::cmp::Reverse(*time));
        all
    }
}

/// Does something, and adds its time to that of a rule.
pub fn timed(costs: Option<&Costs>, rule: usize, work: impl FnOnce()) {
    let started = costs.map(|_| Instant::now());
    work();
    if let Some((spent, started)) = costs.and_then(|costs| costs.0.get(rule)).zip(started) {
        spent.fetch_add(started.elapsed().as_nanos().try_into().unwrap_or(u64::MAX), Ordering::Relaxed);
    }
}
