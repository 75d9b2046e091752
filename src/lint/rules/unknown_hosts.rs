//! Finds hosts that the portal's list does not have. A portal without a list does not care.

use crate::diag::{Finding, catalog};
use crate::lint::addresses::{self, Address};
use crate::model::Site;

pub fn look(site: &Site, all: &[Address], findings: &mut Vec<Finding>) {
    let known = &site.config.check.hosts;
    if known.is_empty() {
        return;
    }
    for address in all {
        let host = addresses::host(&address.url);
        if !known.iter().any(|pattern| fits(pattern, &host)) {
            findings.push(address.finding(site, &catalog::LINK_HOST).with("host", &host));
        }
    }
}

/// `*.gov.vn` fits every host below it, and itself.
fn fits(pattern: &str, host: &str) -> bool {
    let pattern = pattern.trim().to_lowercase();
    match pattern.strip_prefix("*.") {
        Some(domain) => host.strip_suffix(domain).is_some_and(|before| before.is_empty() || before.ends_with('.')),
        None => pattern == host,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_all_below_a_domain_and_for_no_part_of_a_name() {
        for (pattern, host, is_known) in [
            ("*.gov.vn", "dichvucong.gov.vn", true),
            ("*.gov.vn", "gov.vn", true),
            ("*.gov.vn", "xgov.vn", false),
            ("*.gov.vn", "gov.vn.example", false),
            ("Chinhphu.vn", "chinhphu.vn", true),
            ("chinhphu.vn", "bao.chinhphu.vn", false),
        ] {
            assert_eq!(fits(pattern, host), is_known, "{pattern} {host}");
        }
    }
}
