//! Turns addresses that stand in fields and in `site.toml` into findings, where they name this portal and nothing is there.

use crate::diag::{Diagnostic, catalog};
use crate::load::config::MenuItem;
use crate::load::document::Value;
use crate::load::kinds::{Field, FieldType};
use crate::model::{PageId, Site};
use crate::plan::Plan;

/// Fields of type `url` of a page, groups and lists included.
pub fn fields(site: &Site, plan: &Plan, id: PageId) -> Vec<Diagnostic> {
    let page = site.page(id);
    let kind = page.kind();
    let mut found = Vec::new();
    for (index, value) in &page.document.values {
        let field = kind.field(*index);
        let mut lost = Vec::new();
        walk(field, value, &mut |address| lost.extend(missing(site, plan, address)));
        found.extend(lost.into_iter().map(|local| {
            let finding = Diagnostic::new(&catalog::LINK_URL, page.document.source.as_str());
            finding.with("target", local).about_key(&field.name)
        }));
    }
    found
}

fn walk(field: &Field, value: &Value, see: &mut impl FnMut(&str)) {
    match value {
        Value::Text(text) if field.kind == FieldType::Url => see(text),
        Value::List(values) => values.iter().for_each(|value| walk(field, value, see)),
        Value::Group(values) => {
            for (index, value) in values {
                walk(&field.fields[usize::from(*index)], value, see);
            }
        }
        _ => {}
    }
}

/// Entries of menus and addresses of channels.
pub fn configuration(site: &Site, plan: &Plan, findings: &mut Vec<Diagnostic>) {
    fn urls<'a>(items: &'a [MenuItem], found: &mut Vec<&'a str>) {
        for item in items {
            found.extend(item.url.as_deref());
            urls(&item.children, found);
        }
    }
    let mut all = Vec::new();
    site.config.menus.values().for_each(|items| urls(items, &mut all));
    all.extend(site.config.channels.iter().map(|channel| channel.url.as_str()));
    for address in all {
        if let Some(local) = missing(site, plan, address) {
            let finding = site.config.finding_at_text(&catalog::CONFIG_ADDRESS, address, ("", "url"), "");
            findings.push(finding.with("target", local));
        }
    }
}

/// The path on this portal that an address names, if nothing is published there.
fn missing(site: &Site, plan: &Plan, address: &str) -> Option<String> {
    site.config.base.local(address).filter(|local| !plan.serves(local)).map(|local| local.into_owned())
}
