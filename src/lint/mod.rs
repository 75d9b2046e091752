//! Turns pages and the portal into findings that an editor wants before the public sees them: rules that `cong check` asks beside
//! what every build says. They may take longer than a build has time for, and none of them stops a page.
//!
//! A rule is one entry of `RULES` and one small file in `rules`. A finding too few is better than one that teaches editors to
//! read over findings: what a rule is for, with an example of either side, stands with its message in `diag`.

mod hits;
mod prose;
mod rules;
mod text;

use crate::diag::{Finding, Message};
use crate::model::Site;
use crate::plan::Plan;

pub use hits::{Fix, Found, Hit, Hits};
pub use rules::{OFF, RULES};
pub use text::{Image, Link, Piece, Role, Text};

/// What looks for one thing, or for a few that are found together.
pub struct Rule {
    /// All that it may say.
    pub tells: &'static [&'static Message],
    pub look: Look,
}

pub enum Look {
    /// At one page.
    Text(fn(&Text, &mut Hits)),
    /// At all of them and what lies between them.
    Portal(fn(&Site, &Plan, &mut Vec<Finding>)),
}

/// Which messages are wanted.
pub type IsOn<'a> = &'a (dyn Fn(&'static Message) -> bool + Sync);

/// What is told unless the portal says otherwise.
pub fn is_on_by_default(message: &'static Message) -> bool {
    !OFF.iter().any(|off| std::ptr::eq(*off, message))
}

/// What is found in one page, in the order of its text.
pub fn text(text: &Text, is_on: IsOn) -> Vec<Hit> {
    let mut hits = Hits::default();
    for rule in RULES.iter().filter(|rule| rule.tells.iter().any(|message| is_on(message))) {
        if let Look::Text(look) = rule.look {
            look(text, &mut hits);
        }
    }
    let mut found = hits.into_sorted();
    found.retain(|hit| is_on(hit.message));
    found
}

/// What is found between pages.
pub fn portal(site: &Site, plan: &Plan, is_on: IsOn) -> Vec<Finding> {
    let mut findings = Vec::new();
    for rule in RULES.iter().filter(|rule| rule.tells.iter().any(|message| is_on(message))) {
        if let Look::Portal(look) = rule.look {
            look(site, plan, &mut findings);
        }
    }
    findings.retain(|finding| is_on(finding.message));
    findings
}
