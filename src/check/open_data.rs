//! Turns what pages say of their tables as open data into findings: no licence, no rhythm, a rhythm that has passed.

use crate::diag::{Finding, Message, catalog};
use crate::load::kinds::Kind;
use crate::load::open_data;
use crate::model::{PageView, Site};
use crate::plan::Plan;
use crate::time::short_date;

pub fn check(site: &Site, plan: &Plan, findings: &mut Vec<Finding>) {
    if site.kinds.all().iter().all(|kind: &Kind| kind.data_set.is_none()) {
        return;
    }
    for page in site.all_pages().filter(|page| page.kind().data_set.is_some()) {
        let Some(set) = page.data_set() else { continue };
        // What is kept from machines is no open data, and what cannot be built is told already.
        if plan.page(page.id).is_none() || page.is_passed_over() {
            continue;
        }
        let mut tell = |message: &'static Message, say: &dyn Fn(Finding) -> Finding| {
            findings.push(say(finding(page, message)));
        };
        if plan.data_sets.binary_search(&page.id).is_err() {
            tell(&catalog::DATASET_EMPTY, &|finding| finding);
            continue;
        }
        match set.license {
            None if site.config.open_data.license.is_none() => {
                tell(&catalog::DATASET_LICENSE_MISSING, &|finding| finding)
            }
            Some(text) if open_data::license(text).is_none() => tell(&catalog::DATASET_LICENSE, &|finding| {
                finding.with("value", text).with_words("next", open_data::wanted(text))
            }),
            _ => {}
        }
        let Some(frequency) = set.frequency else {
            tell(&catalog::DATASET_FREQUENCY_MISSING, &|finding| finding);
            continue;
        };
        if let Some((from, to)) = set.from.zip(set.to).filter(|(from, to)| to.is_over_before(from)) {
            tell(&catalog::DATASET_PERIOD, &|finding| finding.with("from", from.iso()).with("to", to.iso()));
        }
        if let Some(overdue) = page.overdue {
            let day = |language| short_date(overdue.date(), language);
            let rhythm = |language| frequency.label(language).to_lowercase();
            tell(&catalog::DATASET_OVERDUE, &|finding| {
                finding.with_words("day", (day("vi"), day("en"))).with_words("rhythm", (rhythm("vi"), rhythm("en")))
            });
        }
    }
}

/// At the group of the page's front matter.
fn finding(page: PageView, message: &'static Message) -> Finding {
    let finding = Finding::new(message, page.document.source.as_str());
    finding.at(page.document.place_of(page.kind(), open_data::DATA_SET))
}
