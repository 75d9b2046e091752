//! Finds links that lead to where a page was: they work by a redirect, one step more for each reader, until somebody clears the
//! earlier address away.

use crate::diag::{Finding, Span, catalog};
use crate::load::config::MenuItem;
use crate::load::document::Target;
use crate::load::kinds::FieldType;
use crate::model::{PageId, Site};
use crate::path::UrlPath;
use crate::plan::{DataJob, Job, Plan};

pub fn look(site: &Site, plan: &Plan, findings: &mut Vec<Finding>) {
    if plan.redirects.is_empty() {
        return;
    }
    for id in site.ids() {
        of_page(site, plan, id, findings);
    }
    site.config.menus.iter().for_each(|(name, items)| of_menu(site, plan, &format!("menus.{name}"), items, findings));
}

fn of_page(site: &Site, plan: &Plan, id: PageId, findings: &mut Vec<Finding>) {
    let page = site.page(id);
    let document = page.document();
    let of_text = document.refs.iter().filter_map(|reference| match &reference.target {
        Target::Address(local) => Some((local.to_string(), reference.span)),
        _ => None,
    });
    let leaves = document.leaves(page.kind());
    let of_fields = leaves.iter().filter(|leaf| leaf.field.kind == FieldType::Url);
    let of_fields =
        of_fields.filter_map(|leaf| Some((site.config.base.local(leaf.value.as_text()?)?.into_owned(), leaf.span)));
    let all: Vec<(String, Span)> = of_text.chain(of_fields).collect();
    for (local, span) in all {
        let Some(now) = leads_to(plan, &local) else { continue };
        let finding = Finding::new(&catalog::LINK_OLD, document.source.as_str()).at(span).with("target", local);
        let source = plan.outputs.get(&now.output()).and_then(|planned| planned.source.as_ref());
        let path = source.map_or_else(|| now.to_string(), |source| source.relative_to(&document.source));
        findings.push(finding.with("now", path));
    }
}

fn of_menu(site: &Site, plan: &Plan, way: &str, items: &[MenuItem], findings: &mut Vec<Finding>) {
    for (index, item) in items.iter().enumerate() {
        let way = format!("{way}.{index}");
        let local = item.url.as_deref().and_then(|url| site.config.base.local(url));
        if let Some((now, local)) = local.and_then(|local| Some((leads_to(plan, &local)?, local))) {
            let finding = site.config.at(&catalog::CONFIG_OLD, &format!("{way}.url")).with("target", local);
            findings.push(finding.with("now", now.as_str()));
        }
        of_menu(site, plan, &format!("{way}.children"), &item.children, findings);
    }
}

/// Where an earlier address leads; `None` for one that is nobody's or a page's own.
fn leads_to<'a>(plan: &'a Plan, local: &str) -> Option<&'a UrlPath> {
    match &plan.at(local)?.job {
        Job::Data(DataJob::Redirect(to)) => Some(to),
        _ => None,
    }
}
