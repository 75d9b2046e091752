//! Says of the items of a portal that name others in `show_in` where that comes to nothing: no such portal, or one that does not take them.
//!
//! Of the other portals their settings and what their sections say are read, never an item.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Setting, below_content, sections};
use crate::diag::{Finding, catalog, did_you_mean};
use crate::files::Files;
use crate::load::config::SITE;
use crate::load::document::{Document, Role};
use crate::load::guests::{self, GuestRule};
use crate::load::kinds::{Kind, Link};
use crate::load::show_in::{ALL, ShowIn};
use crate::workspace::{Neighbour, Neighbours};

pub fn findings(documents: &[Arc<Document>], neighbours: Option<&Neighbours>, setting: Setting) -> Vec<Finding> {
    let offered = documents.iter().filter(|document| !document.show_in.is_empty() && document.role != Role::Section);
    let mut findings = Vec::new();
    let mut rules: BTreeMap<&str, Vec<GuestRule>> = BTreeMap::new();
    for document in offered {
        let Some(neighbours) = neighbours else {
            let finding = Finding::new(&catalog::SHOW_ALONE, document.source.as_str());
            findings.extend(document.show_in.first().map(|show| finding.at(show.span)));
            continue;
        };
        for show in document.show_in.iter().filter(|show| *show.portal != *ALL) {
            let other = neighbours.others.iter().find(|other| *other.name == *show.portal);
            if let Some(other) = other {
                let rules = rules.entry(&other.name).or_insert_with(|| rules_of(&*other.files));
                let asked = Asked { document, show, neighbours, setting };
                findings.extend(asked.refused(other, rules));
            } else {
                findings.push(nobody(document, show, neighbours));
            }
        }
    }
    findings
}

fn rules_of(files: &dyn Files) -> Vec<GuestRule> {
    guests::of_text(&String::from_utf8_lossy(&files.read(SITE).unwrap_or_default()))
}

/// No portal beside this one is called so.
fn nobody(document: &Document, show: &ShowIn, neighbours: &Neighbours) -> Finding {
    let finding = |message| Finding::new(message, document.source.as_str()).at(show.span).with("portal", &*show.portal);
    if *show.portal == *neighbours.own {
        return finding(&catalog::SHOW_SELF);
    }
    finding(&catalog::SHOW_UNKNOWN).with_words("near", did_you_mean(&show.portal, &neighbours.names()))
}

/// An item that names a portal.
struct Asked<'a> {
    document: &'a Document,
    show: &'a ShowIn,
    neighbours: &'a Neighbours,
    setting: Setting<'a>,
}

impl Asked<'_> {
    fn refused(&self, other: &Neighbour, rules: &[GuestRule]) -> Option<Finding> {
        let Asked { document, show, neighbours, setting } = self;
        let kind = setting.kinds.get(document.kind);
        if neighbours.is_main() && is_for_all(document, kind) {
            return None;
        }
        let own: Vec<&GuestRule> = rules.iter().filter(|rule| rule.names(&neighbours.own)).collect();
        let folder = below_content(&document.home);
        let (open, closed): (Vec<&GuestRule>, Vec<&GuestRule>) =
            own.iter().partition(|rule| rule.takes(&neighbours.own, folder));
        let kind_of = |rule: &GuestRule| {
            sections::kind_of(&*other.files, rule.folder(), &setting.config.languages, setting.kinds)
        };
        if open.iter().any(|rule| kind_of(rule).is_some_and(|own| own == kind.name)) {
            return None;
        }
        let what = match (open.first(), closed.first()) {
            (Some(rule), _) => {
                let theirs = kind_of(rule).unwrap_or_else(|| "?".to_owned());
                (
                    format!("mục {} của cổng ấy chứa loại {theirs}, còn mục này là loại {}", rule.folder(), kind.name),
                    format!(
                        "its section {} holds items of kind {theirs}, and this one is of kind {}",
                        rule.folder(),
                        kind.name
                    ),
                )
            }
            (None, Some(rule)) => {
                let of = rule.of.as_deref().unwrap_or_default();
                (format!("cổng ấy chỉ nhận mục trong {of}"), format!("it takes only items that stand in {of}"))
            }
            (None, None) => (
                format!("cổng ấy không nhận mục nào của cổng {}", neighbours.own),
                format!("it takes nothing of the portal {}", neighbours.own),
            ),
        };
        let finding = Finding::new(&catalog::SHOW_REFUSED, document.source.as_str()).at(show.span);
        let finding = finding.with("portal", &other.name).with_words("what", what).with("settings", other.path(SITE));
        Some(finding.with("own", &neighbours.own).with("kind", &kind.name))
    }
}

fn is_for_all(document: &Document, kind: &Kind) -> bool {
    kind.is_urgent(&document.values) || kind.linked_by == Some(Link::Contact)
}
