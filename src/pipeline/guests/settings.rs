//! Says of `[[guests]]` tables what they name that is not there: portals, sections, the workspace itself.

use crate::diag::{Finding, catalog, did_you_mean};
use crate::load::config::Config;
use crate::load::show_in::ALL;

/// What is wrong with the tables of a portal. `portals`: the others of the workspace; `None` where there is none. `has_section`: whether a
/// folder below `content/` is that of a section.
pub fn check(config: &Config, portals: Option<&[&str]>, has_section: &dyn Fn(&str) -> bool) -> Vec<Finding> {
    let mut findings = Vec::new();
    let Some(portals) = portals else {
        if !config.guests.is_empty() {
            findings.push(config.at(&catalog::GUESTS_ALONE, "guests.0"));
        }
        return findings;
    };
    for (index, rule) in config.guests.iter().enumerate() {
        for (number, name) in rule.from.iter().enumerate().filter(|(_, name)| *name != ALL) {
            if !portals.contains(&name.as_str()) {
                let finding = config.at(&catalog::GUESTS_PORTAL, &format!("guests.{index}.from.{number}"));
                findings.push(finding.with("portal", name).with_words("near", did_you_mean(name, portals)));
            }
        }
        if !has_section(rule.folder()) {
            let finding = config.at(&catalog::GUESTS_SECTION, &format!("guests.{index}.section"));
            findings.push(finding.with("section", rule.folder()));
        }
    }
    findings
}
