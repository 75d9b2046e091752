//! Turns a banner that is an advertisement and does not say so, or that stands where none may, into findings.
//!
//! The label itself is the theme's; nothing is fetched from an advertiser.

use super::advertising::Advertising;
use super::approval::Page;
use super::base::Base;
use super::value::Value;
use crate::diag::{Finding, Message, Span, catalog};

/// The field that makes a banner an advertisement.
pub const ADVERTISEMENT: &str = "advertisement";

/// Ends of the names of hosts that are no advertiser's: agencies of the state, and schools.
const PUBLIC_HOSTS: [&str; 4] = [".gov.vn", ".chinhphu.vn", ".edu.vn", ".dcs.vn"];
/// Names of the same without anything before them.
const PUBLIC_NAMES: [&str; 3] = ["chinhphu.vn", "gov.vn", "quochoi.vn"];

/// What is wrong with a banner; nothing of a kind without the field.
pub fn check(page: &Page, advertising: &Advertising, base: &Base, findings: &mut Vec<Finding>) {
    if page.kind.index_of(ADVERTISEMENT).is_none() {
        return;
    }
    let told = |message: &'static Message, key: &str| {
        let place = page.front.mapping.contains_key(key).then(|| page.front.value(page.front.named(key)));
        Finding::new(message, page.file.as_str()).at(place.unwrap_or(Span::new(1, 1, 3))).with("key", key)
    };
    let text = |name: &str| page.value(name).and_then(Value::as_text);
    let said = page.value(ADVERTISEMENT).map(|value| *value == Value::Bool(true));
    let slot = page.front.mapping.get("slot").and_then(serde_yaml::Value::as_str);
    let is_top = slot.is_some_and(|slot| slot.trim() == "top");
    if said == Some(true) {
        if !advertising.is_on() {
            findings.push(told(&catalog::AD_OFF, ADVERTISEMENT).fatal());
        }
        if is_top {
            findings.push(told(&catalog::AD_PLACE, "slot").fatal());
        }
        return;
    }
    if let Some(name) = text("advertiser") {
        findings.push(told(&catalog::AD_UNLABELLED, "advertiser").with("name", name).fatal());
        return;
    }
    let host = text("target").filter(|target| base.own(target).is_none()).and_then(host_of);
    if let Some(host) = host.filter(|host| said.is_none() && !is_public(host)) {
        findings.push(told(&catalog::AD_UNSAID, "target").with("host", host));
    }
}

fn host_of(address: &str) -> Option<String> {
    // As browsers read it, whatever is written before or behind the name.
    let read = url::Url::parse(address.trim()).ok()?;
    Some(read.host_str()?.trim_end_matches('.').to_ascii_lowercase())
}

fn is_public(host: &str) -> bool {
    PUBLIC_NAMES.contains(&host) || PUBLIC_HOSTS.iter().any(|end| host.ends_with(end))
}
