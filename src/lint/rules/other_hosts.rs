//! Finds what is wrong with addresses of other hosts: they are gathered once, for all rules about them.

use super::{lookalike_hosts, unknown_hosts, unsafe_links};
use crate::diag::Finding;
use crate::lint::addresses;
use crate::model::Site;
use crate::plan::Plan;

pub fn look(site: &Site, _: &Plan, findings: &mut Vec<Finding>) {
    let addresses = addresses::of(site);
    unsafe_links::look(site, &addresses, findings);
    lookalike_hosts::look(site, &addresses, findings);
    unknown_hosts::look(site, &addresses, findings);
}
