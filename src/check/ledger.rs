//! Holds the plan against the ledger of addresses: each of them is there, leads on in one step, or was declared gone.
//!
//! A page whose time is over (`expires`) was announced to go, and a page that cannot be built now keeps its place: of neither is
//! anything said.

use std::collections::{BTreeSet, HashMap};

use jiff::civil::Date;
use rayon::prelude::*;

use crate::diag::{self, Finding, Span, catalog};
use crate::load::ledger::{Entry, Fate, LEDGER, Ledger};
use crate::model::Site;
use crate::path::{UrlPath, decode};
use crate::plan::{DataJob, Job, PageJob, Plan, Planned};

pub fn check(site: &Site, plan: &Plan, ledger: &Ledger, findings: &mut Vec<Finding>) {
    if ledger.is_empty() {
        return;
    }
    let broken = broken(site, plan, ledger);
    if broken.is_empty() {
        return;
    }
    let by_name = if broken.iter().any(|entry| entry.fate == Fate::Kept) { names(plan) } else { HashMap::new() };
    let mut found: Vec<Finding> = broken.iter().map(|entry| told(site, plan, &by_name, entry)).collect();
    diag::sort(&mut found);
    diag::limit(&mut found);
    findings.append(&mut found);
}

/// The lines of which something is to be told.
pub fn broken<'a>(site: &Site, plan: &Plan, ledger: &'a Ledger) -> Vec<&'a Entry> {
    ledger.entries().par_iter().filter(|entry| is_broken(site, plan, ledger, entry)).collect()
}

/// Whether an address answers with something, or may again without an edit of the ledger.
pub fn answers(site: &Site, plan: &Plan, address: &str) -> bool {
    plan.serves(address) || is_excused(site, address)
}

fn is_broken(site: &Site, plan: &Plan, ledger: &Ledger, entry: &Entry) -> bool {
    let own = || plan.at(&entry.address).filter(|planned| !is_redirect(planned));
    match &entry.fate {
        Fate::Kept => !answers(site, plan, &entry.address),
        Fate::Gone(..) => plan.serves(&entry.address),
        Fate::Moved(to) => own().is_some() || !answers(site, plan, ledger.now(&entry.address).unwrap_or(to)),
    }
}

fn is_redirect(planned: &Planned) -> bool {
    matches!(planned.job, Job::Data(DataJob::Redirect(_)))
}

/// What was announced to go, and what a page that cannot be built now would have.
fn is_excused(site: &Site, address: &str) -> bool {
    let url = site.config.base.url(&decode(address.split(['?', '#']).next().unwrap_or(address)));
    let below = |around: &UrlPath| url.as_str().strip_prefix(around.as_str()).is_some();
    site.was_until(&url) || site.quarantined().iter().any(|(_, own)| own.local() != "/" && below(own))
}

fn told(site: &Site, plan: &Plan, by_name: &HashMap<&str, &Planned>, entry: &Entry) -> Finding {
    let url = &*entry.address;
    let at = Span::new(entry.line as usize, 1, url.chars().count());
    let day = site.today().to_string();
    let of = |message| Finding::new(message, LEDGER).at(at).with("url", url);
    let taken = || plan.at(url).and_then(|planned| planned.source.as_ref());
    let other = || taken().map_or_else(|| url.to_owned(), ToString::to_string);
    match &entry.fate {
        Fate::Kept => {
            let near = near(by_name, url);
            let alias = decode(url);
            let alias =
                if alias.contains(['?', ',', '&', '#', ' ']) { format!("'{alias}'") } else { alias.into_owned() };
            of(&catalog::LEDGER_LOST).with_words("near", near).with("alias", alias).with("day", day)
        }
        Fate::Gone(day, _) => {
            of(&catalog::LEDGER_BACK).with_words("what", gone(*day)).with("other", other()).related(other())
        }
        Fate::Moved(_) if plan.at(url).is_some_and(|planned| !is_redirect(planned)) => {
            let moved = ("đã chuyển đi".to_owned(), "moved".to_owned());
            of(&catalog::LEDGER_BACK).with_words("what", moved).with("other", other()).related(other())
        }
        Fate::Moved(to) => of(&catalog::LEDGER_MOVED).with("target", &**to).with("day", day),
    }
}

fn gone(day: Date) -> (String, String) {
    (format!("đã gỡ ngày {}", day.strftime("%d/%m/%Y")), format!("been taken down on {day}"))
}

/// A page of the same name elsewhere, which has probably moved there.
fn near(by_name: &HashMap<&str, &Planned>, url: &str) -> (String, String) {
    let found = by_name.get(name(url)).and_then(|planned| planned.source.as_ref());
    found.map_or_else(Default::default, |source| {
        (format!("Trang cùng tên nay là {source}. "), format!("A page of that name is {source}. "))
    })
}

/// Items by the last part of their address; none where several have it.
fn names(plan: &Plan) -> HashMap<&str, &Planned> {
    let mut names = HashMap::new();
    let mut shared = BTreeSet::new();
    for planned in plan.outputs.values().filter(|planned| matches!(planned.job, Job::Page(PageJob::Item(_)))) {
        let name = name(planned.url.as_str());
        if names.insert(name, planned).is_some() {
            shared.insert(name);
        }
    }
    names.retain(|name, _| !shared.contains(name));
    names
}

fn name(url: &str) -> &str {
    let path = url.split(['?', '#']).next().unwrap_or(url).trim_end_matches('/');
    path.rsplit('/').next().unwrap_or(path)
}
