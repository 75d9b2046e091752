//! Looks for what `[audit]` of `site.toml` names and the portal does not have: profiles, obligations, agencies, kinds, places.

use super::context::Context;
use super::profiles::Profiles;
use crate::diag::{Finding, catalog, did_you_mean};
use crate::load::audit::ObligationAudit;
use crate::load::discover::CONTENT;
use crate::path::SourcePath;

pub fn check(context: &Context, profiles: &Profiles, findings: &mut Vec<Finding>) {
    let config = &context.site.config;
    let agencies: Vec<&str> = config.agencies.iter().map(|agency| agency.id.as_str()).collect();
    let kinds: Vec<&str> = context.site.kinds.names().collect();
    let known: Vec<&str> = profiles.names().collect();
    let wrong = |way: String, value: &str, candidates: &[&str]| {
        let finding = config.at(&catalog::AUDIT_VALUE, &way).with("key", &way).with("value", value);
        (!candidates.contains(&value)).then(|| finding.with_words("next", did_you_mean(value, candidates)))
    };
    let settings = context.settings;
    let names = settings.profiles.iter().enumerate();
    findings.extend(names.filter_map(|(at, name)| wrong(format!("audit.profiles.{at}"), name, &known)));
    findings.extend(settings.agencies.keys().filter_map(|id| wrong(format!("audit.agencies.{id}"), id, &agencies)));
    for (folder, section) in &settings.sections {
        let way = format!("audit.sections.{folder}");
        findings.extend(section.owner.as_ref().and_then(|id| wrong(format!("{way}.owner"), id, &agencies)));
    }
    let ids = profiles.ids();
    for (id, own) in &settings.obligations {
        let way = format!("audit.obligations.{id}");
        if !ids.contains(&id.as_str()) {
            let finding = config.at(&catalog::AUDIT_UNKNOWN, &way).with("id", id);
            findings.push(finding.with_words("near", did_you_mean(id, &ids)));
        }
        findings.extend(own.owner.as_ref().and_then(|owner| wrong(format!("{way}.owner"), owner, &agencies)));
        findings.extend(own.kind.as_ref().and_then(|kind| wrong(format!("{way}.kind"), kind, &kinds)));
        findings.extend(misplaced(context, id, own));
    }
}

/// A place that no source stands at; what is only withheld is there, and counts as missing by itself.
fn misplaced(context: &Context, id: &str, own: &ObligationAudit) -> Option<Finding> {
    let site = context.site;
    let is_there = |source: SourcePath| site.by_source(&source).is_some() || site.is_hidden(&source);
    let section = own.section.as_deref().map(|folder| folder.trim_matches('/'));
    let no_section = section.filter(|folder| !is_there(SourcePath::new(format!("{CONTENT}/{folder}/_index.md"))));
    let no_page = own.page.as_deref().filter(|page| !is_there(SourcePath::new(format!("{CONTENT}/{page}"))));
    let (key, place) = no_section.map(|it| ("section", it)).or(no_page.map(|it| ("page", it)))?;
    let finding = site.config.at(&catalog::AUDIT_PLACE, &format!("audit.obligations.{id}.{key}"));
    Some(finding.with("id", id).with("place", format!("{CONTENT}/{place}")))
}
