//! What outputs stand on beside their own sources, and what of it has changed: turns the site of the last build and that of
//! now into an answer to "can this output show anything else than last time?" that costs a few comparisons.
//!
//! It says no only where that is certain. Where it cannot tell, the output is looked at closely (`verify`).

use std::collections::HashMap;
use std::sync::Arc;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::{Answered, Fingerprint, Query, Trace};
use crate::model::Site;
use crate::model::reads::Reads;
use crate::plan::Plan;

/// Fingerprint of everything that the outputs of a build may show.
#[derive(Clone, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
pub struct SiteFingerprint {
    /// Which pages, lists and outputs there are (`Site::structure`, `Plan::fingerprint`), and which templates.
    structure: Fingerprint,
    /// Of the theme.
    assets: Fingerprint,
    /// What can be shown of each page, by its index.
    pages: Vec<Fingerprint>,
}

/// How the site differs from that of the last build, which had the same structure.
pub struct Changes {
    /// How many pages before each index have changed; empty where none has.
    changed_before: Vec<u32>,
    /// Answers that may have changed, by their place in memory: as they are now.
    answers: HashMap<usize, Option<Arc<Answered>>>,
}

impl SiteFingerprint {
    /// `templates`: of the names of the theme's templates.
    pub fn of(site: &Site, plan: &Plan, templates: Fingerprint, assets: Fingerprint) -> SiteFingerprint {
        let mut structure = blake3::Hasher::new();
        structure.update(&site.structure().0);
        structure.update(&plan.fingerprint().0);
        structure.update(&templates.0);
        let ids: Vec<_> = site.ids().collect();
        let pages = ids.par_iter().map(|id| site.page_fingerprint(*id)).collect();
        SiteFingerprint { structure: Fingerprint::finish(&structure), assets, pages }
    }

    /// What has changed since the last build; `None` where the structure has, so that nothing is certain. `asked`: every
    /// answer that the last build recorded; `answer`: what a query is answered now.
    pub fn changes_since<'a>(
        &self,
        last: &SiteFingerprint,
        asked: impl Iterator<Item = &'a Arc<Answered>>,
        answer: impl Fn(&Query) -> Option<Arc<Answered>>,
    ) -> Option<Changes> {
        if self.structure != last.structure || self.pages.len() != last.pages.len() {
            return None;
        }
        let mut changes = Changes { changed_before: Vec::new(), answers: HashMap::new() };
        if self.pages != last.pages {
            let mut count = 0;
            changes.changed_before.push(count);
            for (now, before) in self.pages.iter().zip(&last.pages) {
                count += u32::from(now != before);
                changes.changed_before.push(count);
            }
        }
        let other_assets = self.assets != last.assets;
        for asked in asked {
            let may_differ = match &*asked.query {
                Query::Asset(_) | Query::Integrity(_) => other_assets,
                // What warns now depends on the moment.
                Query::Urgent(_) => true,
                _ => changes.touches(&asked.reads),
            };
            if may_differ {
                let now = answer(&asked.query).filter(|now| now.shown == asked.shown);
                changes.answers.insert(place(asked), now);
            }
        }
        Some(changes)
    }
}

impl Changes {
    /// The trace of an output that certainly shows what it showed last time, if its own sources are the same; `None` where it
    /// has to be looked at.
    pub fn carry_over(&self, last: &Trace) -> Option<Trace> {
        if self.touches(&last.reads) {
            return None;
        }
        let mut trace = last.clone();
        if !self.answers.is_empty() {
            for asked in &mut trace.queries {
                if let Some(now) = self.answers.get(&place(asked)) {
                    *asked = now.clone()?;
                }
            }
        }
        Some(trace)
    }

    fn touches(&self, reads: &Reads) -> bool {
        let before = |index: u32| self.changed_before.get(index as usize).copied();
        // A range that is not of this site cannot be judged; one from a damaged cache may say anything.
        let is_touched = |(from, to): &(u32, u32)| before(*from).is_none() || before(*from) != before(*to);
        !self.changed_before.is_empty() && reads.ranges().iter().any(is_touched)
    }
}

/// Where an answer stands in memory: records share one copy.
fn place(answered: &Arc<Answered>) -> usize {
    Arc::as_ptr(answered) as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::reads;
    use crate::trace::Inputs;

    fn site_fingerprint(pages: &[u8]) -> SiteFingerprint {
        SiteFingerprint {
            pages: pages.iter().map(|seed| Fingerprint([*seed; 16])).collect(),
            ..SiteFingerprint::default()
        }
    }

    fn trace(ids: &[(u32, u32)], queries: Vec<Arc<Answered>>) -> Trace {
        Trace { reads: reads::of_ranges(ids), queries, ..Trace::of(Inputs::default()) }
    }

    fn answered(shown: u8, ids: &[(u32, u32)]) -> Arc<Answered> {
        let query = Arc::new(Query::Menu("main".to_owned(), 0));
        Arc::new(Answered { query, shown: Fingerprint([shown; 16]), reads: reads::of_ranges(ids) })
    }

    #[test]
    fn an_output_is_carried_over_unless_a_page_that_it_read_has_changed() {
        let changes = site_fingerprint(&[1, 2, 9, 4])
            .changes_since(&site_fingerprint(&[1, 2, 3, 4]), [].iter(), |_| None)
            .unwrap();
        assert!(changes.carry_over(&trace(&[(0, 2), (3, 4)], Vec::new())).is_some());
        assert!(changes.carry_over(&trace(&[(0, 3)], Vec::new())).is_none());
        assert!(changes.carry_over(&trace(&[(2, 3)], Vec::new())).is_none());
    }

    #[test]
    fn what_a_cache_cannot_know_is_looked_at() {
        let changes = site_fingerprint(&[9]).changes_since(&site_fingerprint(&[1]), [].iter(), |_| None).unwrap();
        assert!(changes.carry_over(&trace(&[(5, 7)], Vec::new())).is_none());
        assert!(site_fingerprint(&[1, 2]).changes_since(&site_fingerprint(&[1]), [].iter(), |_| None).is_none());
    }

    #[test]
    fn an_answer_that_rests_on_a_changed_page_is_asked_again_once() {
        let (touched, other) = (answered(1, &[(0, 1)]), answered(2, &[(1, 2)]));
        let asked = [touched.clone(), other.clone()];
        let again = answered(1, &[(0, 2)]);
        let (now, last) = (site_fingerprint(&[9, 1]), site_fingerprint(&[1, 1]));
        let same = now.changes_since(&last, asked.iter(), |_| Some(again.clone())).unwrap();
        let kept = same.carry_over(&trace(&[], vec![touched.clone(), other])).unwrap();
        assert_eq!(kept.queries[0].reads, again.reads, "the trace goes on with what the answer rests on now");
        let changed = now.changes_since(&last, asked.iter(), |_| Some(answered(7, &[]))).unwrap();
        assert!(changed.carry_over(&trace(&[], vec![touched])).is_none());
    }

    #[test]
    fn an_urgent_notice_may_end_without_an_edit() {
        let query = Arc::new(Query::Urgent(0));
        let before = Arc::new(Answered { query, shown: Fingerprint([1; 16]), reads: Reads::default() });
        let changes =
            site_fingerprint(&[1]).changes_since(&site_fingerprint(&[1]), [before.clone()].iter(), |_| None).unwrap();
        assert!(changes.carry_over(&trace(&[], vec![before])).is_none());
    }
}
