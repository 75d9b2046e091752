//! Turns addresses that stand in fields and in `site.toml` into findings, where they name this portal and nothing is there.

use crate::diag::{Finding, Span, catalog};
use crate::load::config::MenuItem;
use crate::load::kinds::FieldType;
use crate::model::{PageId, Site};
use crate::plan::Plan;

/// Fields of type `url` of a page, groups and lists included.
pub fn fields(site: &Site, plan: &Plan, id: PageId) -> Vec<Finding> {
    let page = site.page(id);
    let addresses =
        page.inner().document.leaves(page.kind()).into_iter().filter(|leaf| leaf.field.kind == FieldType::Url);
    let lost = addresses.filter_map(|leaf| Some((missing(site, plan, leaf.value.as_text()?)?, leaf.span)));
    let finding = |(local, span): (String, Span)| {
        let finding = Finding::new(&catalog::LINK_URL, page.document.source.as_str()).at(span);
        finding.with("target", local)
    };
    lost.map(finding).collect()
}

/// Entries of menus and addresses of channels.
pub fn configuration(site: &Site, plan: &Plan, findings: &mut Vec<Finding>) {
    /// Each address with the way to it.
    fn urls<'a>(way: &str, items: &'a [MenuItem], found: &mut Vec<(String, &'a str)>) {
        for (index, item) in items.iter().enumerate() {
            found.extend(item.url.as_deref().map(|url| (format!("{way}.{index}.url"), url)));
            urls(&format!("{way}.{index}.children"), &item.children, found);
        }
    }
    let mut all = Vec::new();
    site.config.menus.iter().for_each(|(name, items)| urls(&format!("menus.{name}"), items, &mut all));
    let channels = site.config.channels.iter().enumerate();
    all.extend(channels.map(|(index, channel)| (format!("channels.{index}.url"), channel.url.as_str())));
    for (way, address) in all {
        if let Some(local) = missing(site, plan, address) {
            findings.push(site.config.at(&catalog::CONFIG_ADDRESS, &way).with("target", local));
        }
    }
}

/// The path on this portal that an address names, if nothing is published there.
fn missing(site: &Site, plan: &Plan, address: &str) -> Option<String> {
    site.config.base.local(address).filter(|local| !plan.serves(local)).map(|local| local.into_owned())
}
