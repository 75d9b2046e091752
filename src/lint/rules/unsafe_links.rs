//! Finds links to other hosts without encryption, which anybody on the way can read and change.

use crate::diag::{Finding, catalog};
use crate::lint::addresses;
use crate::model::Site;
use crate::plan::Plan;

pub fn look(site: &Site, _: &Plan, findings: &mut Vec<Finding>) {
    for address in addresses::of(site).iter().filter(|address| address.url.starts_with("http://")) {
        findings.push(address.finding(site, &catalog::LINK_UNENCRYPTED).with("target", &*address.url));
    }
}
