//! Finds hosts that differ by one letter from one that the portal links to often, or from its own: a slip that leads citizens to
//! nobody, or to somebody who waits for it.

use std::collections::BTreeMap;

use crate::diag::{Finding, catalog};
use crate::lint::addresses::{self, Address};
use crate::model::Site;

/// A host that is linked to so often is no slip itself, and one that is linked to more often than this share of it is none.
const OFTEN: usize = 5;
const SHARE: usize = 10;
/// Shorter names are near each other by chance.
const SHORTEST: usize = 10;

pub fn look(site: &Site, all: &[Address], findings: &mut Vec<Finding>) {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for address in all {
        *counts.entry(addresses::host(&address.url)).or_default() += 1;
    }
    let own = addresses::host(&site.config.base_url);
    counts.insert(own, usize::MAX);
    let slips: BTreeMap<&str, &str> =
        counts.iter().filter_map(|(host, count)| Some((host.as_str(), meant(host, *count, &counts)?))).collect();
    for address in all {
        let host = addresses::host(&address.url);
        if let Some(meant) = slips.get(host.as_str()) {
            let finding = address.finding(site, &catalog::LINK_LOOKALIKE);
            findings.push(finding.with("host", &host).with("meant", *meant));
        }
    }
}

/// The well-known host that a rare one was meant to be.
fn meant<'a>(host: &str, count: usize, counts: &'a BTreeMap<String, usize>) -> Option<&'a str> {
    let is_rare = |often: usize| often >= OFTEN && count.saturating_mul(SHARE) <= often;
    let is_slip = |other: &str| {
        host.len().abs_diff(other.len()) <= 1
            && host.len() >= SHORTEST
            && strsim::osa_distance(host, other) == 1
            && !differs_in_digits(host, other)
    };
    let near = counts.iter().filter(|(other, often)| is_rare(**often) && is_slip(other));
    near.max_by_key(|(_, often)| **often).map(|(other, _)| other.as_str())
}

/// `vnd1.gso.gov.vn` and `vnd2.gso.gov.vn` are both meant.
fn differs_in_digits(a: &str, b: &str) -> bool {
    let letters = |host: &str| host.chars().filter(|letter| !letter.is_ascii_digit()).collect::<String>();
    letters(a) == letters(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rare_host_beside_a_common_one_is_a_slip() {
        let of = |hosts: &[(&str, usize)]| hosts.iter().map(|(host, count)| ((*host).to_owned(), *count)).collect();
        let counts: BTreeMap<String, usize> = of(&[
            ("dichvucong.gov.vn", 40),
            ("dichvucong.gov.vm", 1),
            ("dichvucon.gov.vn", 4),
            ("dichvucongg.gov.vn", 5),
            ("vnd1.thongke.vn", 30),
            ("vnd2.thongke.vn", 1),
            ("a.vn", 90),
            ("b.vn", 1),
        ]);
        let meant = |host: &str| meant(host, counts[host], &counts);
        assert_eq!(meant("dichvucong.gov.vm"), Some("dichvucong.gov.vn"));
        assert_eq!(meant("dichvucon.gov.vn"), Some("dichvucong.gov.vn"));
        for fine in ["dichvucongg.gov.vn", "dichvucong.gov.vn", "vnd2.thongke.vn", "b.vn"] {
            assert_eq!(meant(fine), None, "{fine}");
        }
    }
}
