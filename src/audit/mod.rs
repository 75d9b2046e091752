//! Holds a portal against what it owes: turns the site and profiles of obligations into rows (met, stale, missing), and lists of what
//! somebody has to look after.
//!
//! Obligations are data, with their article and how sure we are of it; only what is public counts. Nothing here is part of a build.

mod asked;
mod context;
mod listings;
mod matrix;
mod numbers;
pub mod obligation;
mod pages;
mod people;
mod place;
mod portal;
pub mod profiles;
mod proofs;
pub mod questions;
pub mod report;
mod scripts;
mod settings;
mod staleness;
pub mod translations;
mod units;

use asked::Asked;
use context::Context;
use obligation::{Obligation, Proof};
use profiles::{Owed, Profiles};
use report::{Matrix, Report, Row, Shortfall, State};

use crate::diag::phrases::Words;
use crate::diag::{Finding, catalog};
use crate::model::PageView;

pub use context::Audited;

/// What is asked for.
pub enum Wanted {
    /// Profiles by name; none for those of the portal, else those that are law.
    Profiles(Vec<String>),
    /// What serves an index.
    Index(String),
}

/// Why there is no report.
#[derive(Debug, PartialEq, Eq)]
pub enum Unknown {
    Profile(String),
    Index(String),
    /// No profile is law on that day.
    NoLaw,
}

/// The report, and what is wrong with the data that it rests on.
pub fn audit(
    audited: Audited,
    profiles: &Profiles,
    wanted: &Wanted,
    findings: &mut Vec<Finding>,
) -> Result<Report, Unknown> {
    let context = Context::new(audited, findings);
    settings::check(&context, profiles, findings);
    let (names, owed) = owed(&context, profiles, wanted)?;
    let mut rows = Vec::new();
    let mut matrices = Vec::new();
    for (profile, obligation) in &owed {
        let (row, matrix) = row(&context, profile, obligation);
        rows.push(row);
        matrices.extend(matrix);
        findings.extend(without_units(&context, obligation));
    }
    let listings = listings::all(&context, &owed);
    findings.extend(listings::unknown_years(&context));
    let profiles = names.into_iter().filter_map(|name| profiles.get(&name).map(|profile| (name, profile.name.clone())));
    Ok(Report { day: context.today, profiles: profiles.collect(), rows, listings, matrices })
}

/// Names of the profiles, and what they ask for; an id counts once.
fn owed<'p>(
    context: &Context,
    profiles: &'p Profiles,
    wanted: &Wanted,
) -> Result<(Vec<String>, Vec<Owed<'p>>), Unknown> {
    let day = context.today;
    let names = match wanted {
        Wanted::Index(index) => {
            let owed = profiles.of_index(index, day);
            return if owed.is_empty() { Err(Unknown::Index(index.clone())) } else { Ok((Vec::new(), owed)) };
        }
        Wanted::Profiles(names) if !names.is_empty() => names.clone(),
        Wanted::Profiles(_) if !context.settings.profiles.is_empty() => context.settings.profiles.clone(),
        Wanted::Profiles(_) => profiles.in_force(day),
    };
    if names.is_empty() {
        return Err(Unknown::NoLaw);
    }
    let mut owed: Vec<Owed> = Vec::new();
    for name in &names {
        if profiles.get(name).is_none() {
            return Err(Unknown::Profile(name.clone()));
        }
        let known: Vec<&str> = owed.iter().map(|(_, it)| it.id.as_str()).collect();
        let more = profiles.owed(name, day).into_iter().filter(|(_, it)| !known.contains(&it.id.as_str()));
        let more: Vec<Owed> = more.collect();
        owed.extend(more);
    }
    Ok((names, owed))
}

fn row(context: &Context, profile: &str, obligation: &Obligation) -> (Row, Option<Matrix>) {
    let own = context.settings.obligations.get(&obligation.id);
    let place = obligation.place.with(own);
    let pages = context.shelf.at(&place);
    let asked = Asked { context, obligation, place: &place, pages: &pages, newest: own.and_then(|own| own.newest) };
    let reason = own.and_then(|own| own.not_applicable.as_deref());
    let shortfalls: Vec<Shortfall> = match reason {
        Some(reason) => vec![not_applicable(reason)],
        None => wanted_of(&asked).iter().filter_map(|proof| proofs::shortfall(&asked, proof)).collect(),
    };
    let state = shortfalls.iter().map(|shortfall| shortfall.state).max().unwrap_or(State::Met);
    let matrix = matrix::of(context, obligation, &pages).filter(|_| reason.is_none());
    let row = Row {
        profile: profile.to_owned(),
        id: obligation.id.clone(),
        title: obligation.title.clone(),
        article: obligation.article.clone(),
        source: obligation.source.clone(),
        evidence: obligation.evidence,
        advice: obligation.is_advice(),
        indexes: obligation.indexes.clone(),
        state,
        last: pages.iter().filter_map(|page| context.last(page)).max(),
        owner: owner(context, &pages, own.and_then(|own| own.owner.as_deref())),
        shortfalls,
        pages: pages.iter().map(|page| page.id).collect(),
    };
    (row, matrix)
}

/// The proofs of an obligation, and that of its age where the portal asks for it.
fn wanted_of(asked: &Asked) -> Vec<Proof> {
    let mut proofs = asked.obligation.proofs.clone();
    let has_age = proofs.iter().any(|proof| matches!(proof, Proof::Newest(_)));
    proofs.extend(asked.newest.filter(|_| !has_age).map(Proof::Newest));
    proofs
}

fn not_applicable(reason: &str) -> Shortfall {
    Shortfall { state: State::NotApplicable, what: report::both(reason, reason), next: Words::default() }
}

/// As the portal says, else the agency of what came last.
fn owner(context: &Context, pages: &[PageView], own: Option<&str>) -> Words {
    let last = || pages.iter().max_by_key(|page| (context.last(page), std::cmp::Reverse(page.id)));
    match own {
        Some(id) => context.agency(id),
        None => last().map_or_else(|| context.keeper(), |page| context.owner(page)),
    }
}

fn without_units(context: &Context, obligation: &Obligation) -> Option<Finding> {
    let Some(Proof::Units(proof)) = obligation.proofs.iter().find(|proof| matches!(proof, Proof::Units(_))) else {
        return None;
    };
    let is_there = context.units.list(&proof.list).is_some();
    let finding = Finding::new(&catalog::AUDIT_UNITS, units::FILE).with("id", &obligation.id).with("list", &proof.list);
    (!is_there).then_some(finding)
}
