//! Turns what pages say of their earlier addresses, and what the ledger says of those that have moved, into redirects, after
//! everything that has a better right to an address. Each leads to what is there now, so there are no chains.

use std::collections::BTreeSet;

use super::aliases::{alias_url, aliases_of};
use super::old_queries::Claimed;
use super::{Builder, DataJob, Job};
use crate::diag::Span;
use crate::load::ledger::{Fate, LEDGER, Ledger};
use crate::load::old_address::OldAddress;
use crate::model::Site;
use crate::path::{SourcePath, UrlPath};

/// The table of earlier addresses at which no page can stand, for the page for what is not found.
pub const OLD_QUERY_TABLE: &str = "/assets/old-addresses.json";

pub fn collect(site: &Site, ledger: &Ledger, builder: &mut Builder) {
    let mut queries = aliases(site, builder);
    lines(site, ledger, builder, &mut queries);
    builder.plan.redirects.sort();
    builder.add_old_queries(queries);
    let has_queries = !builder.plan.old_queries.is_empty();
    if !builder.plan.redirects.is_empty() || has_queries {
        builder.add(site.config.base.url("/_redirects"), DataJob::RedirectRules, None);
    }
    if has_queries {
        builder.add(site.config.base.url(OLD_QUERY_TABLE), DataJob::OldQueryTable, None);
    }
}

/// Those that pages name. Gives back those at which no page can stand.
fn aliases(site: &Site, builder: &mut Builder) -> Vec<Claimed> {
    let mut queries = Vec::new();
    for id in site.ids() {
        let page = site.page(id);
        // What is only shown on other pages has no page to lead to.
        if builder.plan.page(id).is_none() || page.is_guest() {
            continue;
        }
        let source = &page.document.source;
        for (alias, span) in aliases_of(site, id) {
            match alias_url(site, alias) {
                Some(from) => add(builder, from, &page.url, source),
                None => {
                    let old = OldAddress::parse(&site.config.base, alias);
                    queries.extend(old.map(|old| (old, page.url.clone(), (source.clone(), span))));
                }
            }
        }
    }
    queries
}

/// Those that the ledger says have moved, where readers may see what they have moved to. What a page says goes before.
fn lines(site: &Site, ledger: &Ledger, builder: &mut Builder, queries: &mut Vec<Claimed>) {
    let known: BTreeSet<_> = queries.iter().map(|(old, ..)| old.key()).collect();
    let source = SourcePath::new(LEDGER);
    for entry in ledger.entries().iter().filter(|entry| matches!(entry.fate, Fate::Moved(_))) {
        if builder.plan.at(&entry.address).is_some() {
            continue;
        }
        let Some(to) = ledger.now(&entry.address).and_then(|to| builder.plan.at(to)) else { continue };
        let to = match &to.job {
            Job::Data(DataJob::Redirect(page)) => page.clone(),
            _ => to.url.clone(),
        };
        match (alias_url(site, &entry.address), OldAddress::parse(&site.config.base, &entry.address)) {
            (Some(from), _) => add(builder, from, &to, &source),
            (None, Some(old)) if !known.contains(&old.key()) => {
                let at = Span::new(entry.line as usize, 1, entry.address.len());
                queries.push((old, to, (source.clone(), at)));
            }
            _ => {}
        }
    }
}

fn add(builder: &mut Builder, from: UrlPath, to: &UrlPath, source: &SourcePath) {
    let output = from.output();
    let free = !builder.has(&output);
    builder.add(from.clone(), DataJob::Redirect(to.clone()), Some(source.clone()));
    if free && builder.has(&output) {
        builder.plan.redirects.push((from, to.clone()));
    }
}
