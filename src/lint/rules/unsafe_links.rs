//! Finds links to other hosts without encryption, which anybody on the way can read and change.

use crate::diag::{Finding, catalog};
use crate::lint::addresses::Address;
use crate::model::Site;

pub fn look(site: &Site, addresses: &[Address], findings: &mut Vec<Finding>) {
    for address in addresses.iter().filter(|address| address.url.starts_with("http://")) {
        findings.push(address.finding(site, &catalog::LINK_UNENCRYPTED).with("target", &*address.url));
    }
}
