//! Turns what pages say of their earlier addresses into where those were, and where they say so.

use std::collections::BTreeSet;

use crate::diag::Span;
use crate::load::old_address::OldAddress;
use crate::model::{PageId, Site};
use crate::path::UrlPath;

/// Where an earlier address was: that of a file if it looks like one, else that of a page. `None` where no page can stand.
pub fn alias_url(site: &Site, alias: &str) -> Option<UrlPath> {
    let old = OldAddress::parse(&site.config.base, alias).filter(OldAddress::has_page)?;
    let last = old.path.rsplit('/').next().unwrap_or_default();
    Some(if old.path.ends_with('/') || last.contains('.') {
        site.config.base.url(&old.path)
    } else {
        site.config.base.url(&format!("{}/", old.path))
    })
}

/// The earlier addresses of a page, each once, and where it stands first.
pub fn aliases_of(site: &Site, id: PageId) -> Vec<(&str, Span)> {
    let page = site.page(id);
    if page.get("aliases").is_none() {
        return Vec::new();
    }
    let leaves = page.document().leaves(page.kind()).into_iter().filter(|leaf| leaf.field.name == "aliases");
    let mut named = BTreeSet::new();
    let written = leaves.filter_map(|leaf| Some((leaf.value.as_text()?, leaf.span)));
    written.filter(|(alias, _)| named.insert(alias.trim_end_matches('/'))).collect()
}
