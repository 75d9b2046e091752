//! Finds pages to which no way leads from a home page: no menu, no list, no link. Readers meet them only by search.

use std::collections::{BTreeSet, VecDeque};

use crate::diag::{Finding, catalog};
use crate::load::config::MenuItem;
use crate::load::discover::CONTENT;
use crate::model::resolve::Destination;
use crate::model::{ListKey, PageId, Site};
use crate::path::SourcePath;
use crate::plan::Plan;

pub fn look(site: &Site, plan: &Plan, findings: &mut Vec<Finding>) {
    let reached = reached(site, plan);
    // A section that nobody reaches is told once, and not again for all that is in it.
    let lost = site.ids().filter(|id| !reached.contains(id));
    let lost = lost.filter(|id| site.page(*id).section().is_none_or(|section| reached.contains(&section)));
    for id in lost {
        let page = site.page(id);
        if !page.is_home() && !page.is_unindexed() && page.item_kind().listed {
            findings.push(Finding::new(&catalog::ORPHAN, page.document().source.as_str()));
        }
    }
}

/// Walks from the home pages along what readers can press.
fn reached(site: &Site, plan: &Plan) -> BTreeSet<PageId> {
    let mut reached: BTreeSet<PageId> = site.ids().filter(|id| site.page(*id).is_home()).collect();
    let mut waiting: VecDeque<PageId> = reached.iter().copied().collect();
    let mut reach = |id: PageId, waiting: &mut VecDeque<PageId>| {
        if reached.insert(id) {
            waiting.push_back(id);
        }
    };
    for id in beginnings(site, plan) {
        reach(id, &mut waiting);
    }
    while let Some(id) = waiting.pop_front() {
        for next in from(site, id) {
            reach(next, &mut waiting);
        }
    }
    reached
}

/// What headers, footers and home pages lead to, in every language.
fn beginnings(site: &Site, plan: &Plan) -> Vec<PageId> {
    fn of_menu(items: &[MenuItem], pages: &mut Vec<SourcePath>, urls: &mut Vec<String>) {
        for item in items {
            pages.extend(item.page.as_ref().map(|page| SourcePath::new(format!("{CONTENT}/{page}"))));
            urls.extend(item.url.clone());
            of_menu(&item.children, pages, urls);
        }
    }
    let (mut sources, mut urls) = (Vec::new(), Vec::new());
    site.config.menus.values().for_each(|items| of_menu(items, &mut sources, &mut urls));
    let below_content = |path: &str| SourcePath::new(format!("{CONTENT}/{path}"));
    sources.extend(site.config.forms.pages().map(|(_, path)| below_content(path.get_ref())));
    let blocks = site.config.home.iter().filter_map(|block| block.section.as_ref());
    sources.extend(blocks.map(|folder| below_content(&format!("{}/_index.md", folder.get_ref()))));
    let local = |url: &String| site.config.base.local(url).and_then(|local| plan.at(&local)?.source.clone());
    sources.extend(urls.iter().filter_map(local));
    let mut found: Vec<PageId> = sources.iter().filter_map(|source| site.by_source(source)).collect();
    if site.config.menus.is_empty() {
        found.extend(
            site.ids().filter(|id| site.page(*id).is_home()).flat_map(|home| site.page(home).children().to_vec()),
        );
    }
    // Pages of topics, agencies and fields are reached from every item that names them.
    let terms = site.lists().filter(|(_, list)| matches!(list.key, ListKey::Term(..)));
    found.extend(terms.flat_map(|(_, list)| list.items.iter().copied()));
    found.iter().flat_map(|id| site.translations(*id).iter().copied().chain([*id])).collect()
}

/// What readers of a page can press in it.
fn from(site: &Site, id: PageId) -> Vec<PageId> {
    let page = site.page(id);
    let language = page.document().language;
    let linked = page.document().refs.iter().filter_map(|reference| match site.resolve(&reference.target, language) {
        Destination::Page { page, .. } => Some(page),
        _ => None,
    });
    let related = site.relations(id).iter().flat_map(|relation| relation.pages.iter().copied());
    let mut found: Vec<PageId> = linked.chain(related).collect();
    found.extend(site.translations(id));
    if !page.is_home() {
        found.extend(page.children());
        found.extend(page.items());
    }
    // The path above its title leads to what is around it.
    found.extend(page.section());
    found
}
