//! Turns a portal into the addresses of other hosts that it shows, each with where it says so.

use std::borrow::Cow;

use crate::diag::{Finding, Message, Span};
use crate::load::config::MenuItem;
use crate::load::document::Target;
use crate::load::kinds::FieldType;
use crate::model::{PageId, Site};

/// Where an address stands.
pub enum Place {
    Page(PageId, Span),
    /// The way to its key in `site.toml`.
    Config(String),
}

/// `http://…` or `https://…` of another host, as it stands in the page.
pub struct Address<'a> {
    pub url: Cow<'a, str>,
    pub place: Place,
}

impl Address<'_> {
    pub fn finding(&self, site: &Site, message: &'static Message) -> Finding {
        match &self.place {
            Place::Page(page, span) => Finding::new(message, site.page(*page).document().source.as_str()).at(*span),
            Place::Config(way) => site.config.at(message, way),
        }
    }
}

/// In the order of pages, those of `site.toml` last.
pub fn of(site: &Site) -> Vec<Address<'_>> {
    let mut found = Vec::new();
    for id in site.ids() {
        of_page(site, id, &mut found);
    }
    of_configuration(site, &mut found);
    found.retain(|address| is_web(&address.url) && site.config.base.local(&address.url).is_none());
    found
}

fn of_page<'a>(site: &'a Site, id: PageId, found: &mut Vec<Address<'a>>) {
    let page = site.page(id);
    let document = page.document();
    for reference in &document.refs {
        if let Target::External(url) = &reference.target {
            found.push(Address { url: Cow::Borrowed(url), place: Place::Page(id, reference.span) });
        }
    }
    for leaf in document.leaves(page.kind()).iter().filter(|leaf| leaf.field.kind == FieldType::Url) {
        if let Some(url) = leaf.value.as_text() {
            found.push(Address { url: Cow::Owned(url.to_owned()), place: Place::Page(id, leaf.span) });
        }
    }
}

fn of_configuration<'a>(site: &'a Site, found: &mut Vec<Address<'a>>) {
    fn walk<'a>(way: &str, items: &'a [MenuItem], found: &mut Vec<Address<'a>>) {
        for (index, item) in items.iter().enumerate() {
            let place = || Place::Config(format!("{way}.{index}.url"));
            found.extend(item.url.as_deref().map(|url| Address { url: Cow::Borrowed(url), place: place() }));
            walk(&format!("{way}.{index}.children"), &item.children, found);
        }
    }
    site.config.menus.iter().for_each(|(name, items)| walk(&format!("menus.{name}"), items, found));
    for (index, channel) in site.config.channels.iter().enumerate() {
        let place = Place::Config(format!("channels.{index}.url"));
        found.push(Address { url: Cow::Borrowed(&channel.url), place });
    }
}

fn is_web(url: &str) -> bool {
    url.starts_with("https://") || url.starts_with("http://")
}

/// Its host, in small letters and without a port.
pub fn host(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = host.rsplit('@').next().unwrap_or(host);
    let name = if host.starts_with('[') { host } else { host.split(':').next().unwrap_or(host) };
    name.trim_end_matches('.').to_lowercase()
}
