//! Addresses that two portals of a workspace would both take: turns where they live, and what the main one makes, into findings.

use super::Portal;
use crate::diag::{Finding, catalog};
use crate::load::base::Base;
use crate::plan::Plan;

/// Portals that live where another one does.
pub fn of_addresses(portals: &[Portal], main: &Base) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (index, portal) in portals.iter().enumerate() {
        let Some(base) = &portal.base else { continue };
        let is_same = |other: &Base| other.authority() == base.authority() && other.path() == base.path();
        let earlier = portals[..index].iter().find(|other| other.base.as_ref().is_some_and(is_same));
        let other = match earlier {
            Some(other) => other.settings(),
            None if is_same(main) => crate::load::config::SITE.to_owned(),
            None => continue,
        };
        let finding = portal.finding(&catalog::WORKSPACE_ADDRESS, "base_url");
        findings.push(finding.with("url", format!("{}{}/", base.origin(), base.path())).with("other", other));
    }
    findings
}

/// Portals that live below a path of the main one at which that makes something itself.
pub fn made_by_the_main_portal(portals: &[Portal], main: &Base, plan: &Plan) -> Vec<Finding> {
    let mut findings = Vec::new();
    for portal in portals {
        let Some(base) = portal.base.as_ref().filter(|base| base.authority() == main.authority()) else { continue };
        let Some(local) = main.asked(base.path()).filter(|local| *local != "/") else { continue };
        let path = local.trim_start_matches('/');
        let Some(planned) = plan.at_or_below(path) else { continue };
        let finding = portal.finding(&catalog::WORKSPACE_PATH, "base_url");
        findings.push(finding.with("url", format!("{}/", base.path())).with("made", planned.url.as_str()));
    }
    findings
}
