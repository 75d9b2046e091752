//! Turns `accept` in the front matter of a page into what its editors know and leave: a rule, and why.
//!
//! It decides what is told and never what is built: nothing of it is in any output.

use serde::{Deserialize, Serialize};
use serde_yaml::Value as Yaml;

use super::check_settings::near_rule;
use super::placed::Place;
use super::yaml::Front;
use crate::diag::rules;
use crate::diag::{Finding, Message, Span, catalog};
use crate::path::SourcePath;

/// The key.
pub const ACCEPT: &str = "accept";

/// A rule whose findings in the page are not told.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Acceptance {
    #[serde(serialize_with = "catalog::write_code", deserialize_with = "catalog::read_code")]
    pub rule: &'static Message,
    /// Where it stands.
    pub span: Span,
}

/// What a front matter accepts.
pub fn read(file: &SourcePath, front: &Front, findings: &mut Vec<Finding>) -> Vec<Acceptance> {
    let Some(value) = front.mapping.get(ACCEPT).filter(|value| !value.is_null()) else { return Vec::new() };
    let place = front.named(ACCEPT);
    let finding = |message, place: &Place| {
        let form = |why| format!("accept: [{{ rule: V10, reason: \"{why}\" }}]");
        let finding = Finding::new(message, file.as_str()).at(front.value(place));
        finding.with_words("form", (form("vì sao để nguyên"), form("why it stays")))
    };
    let Some(items) = value.as_sequence() else {
        findings.push(finding(&catalog::ACCEPT_FORM, place));
        return Vec::new();
    };
    let mut accepted = Vec::new();
    for (index, item) in items.iter().enumerate() {
        let place = place.inside(index);
        match one(item) {
            Ok(rule) => accepted.push(Acceptance { rule, span: front.value(place) }),
            Err(Wrong { message, rule, key }) => {
                let finding = finding(message, key.and_then(|key| place.named(key)).unwrap_or(place));
                findings.push(finding.with("rule", &rule).with_words("near", near_rule(&rule)));
            }
        }
    }
    accepted
}

/// What is wrong with an item, of which rule, at which of its keys.
struct Wrong {
    message: &'static Message,
    rule: String,
    key: Option<&'static str>,
}

fn one(item: &Yaml) -> Result<&'static Message, Wrong> {
    let form = Wrong { message: &catalog::ACCEPT_FORM, rule: String::new(), key: None };
    let Some(mapping) = item.as_mapping() else { return Err(form) };
    let is_known = |key: &Yaml| matches!(key.as_str(), Some("rule" | "reason"));
    let Some(rule) = mapping.get("rule").and_then(Yaml::as_str).filter(|_| mapping.keys().all(is_known)) else {
        return Err(form);
    };
    let wrong = |message, key| Err(Wrong { message, rule: rule.to_owned(), key: Some(key) });
    let Some(message) = rules::message(rule) else { return wrong(&catalog::ACCEPT_UNKNOWN, "rule") };
    if catalog::stops(message) {
        return wrong(&catalog::ACCEPT_STOPS, "rule");
    }
    match mapping.get("reason") {
        Some(Yaml::String(reason)) if reason.chars().any(char::is_alphabetic) => Ok(message),
        _ => wrong(&catalog::ACCEPT_REASON, "reason"),
    }
}
