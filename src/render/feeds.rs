//! Turns the newest items of a list into RSS 2.0 and Atom (RFC 4287).
//!
//! The identifier of an entry is the first address of its page; it changes neither from build to build nor when the page moves. No feed carries the time
//! of the build, so a feed changes only when an item that it shows changes. A style sheet of the theme makes a readable list of it for whoever
//! opens one in a browser.

use std::borrow::Cow;

use super::portal::Portal;
use super::xml::Xml;
use super::{Renderer, correction, full_text, identity, urgent};
use crate::diag::Finding;

use crate::load::config::FeedFormat;
use crate::model::{List, ListId, ListKey, PageId, Site};
use crate::tables;
use crate::tables::languages::words;
use crate::time::Moment;

/// What a feed shows of one item.
struct Entry<'a> {
    title: &'a str,
    summary: Cow<'a, str>,
    /// What readers know it by, also after it has moved.
    id: String,
    link: String,
    published: Option<Moment>,
    updated: Option<Moment>,
    author: String,
    categories: Vec<&'a str>,
    picture: Option<Enclosure>,
    /// As HTML, where feeds carry texts in full.
    text: Option<String>,
}

/// A picture that goes with an item.
struct Enclosure {
    url: String,
    bytes: u64,
    kind: &'static str,
}

/// The style sheet of feeds, an asset that a theme may have.
const STYLE: &str = "feed.css";

pub fn rss(renderer: &Renderer, id: ListId) -> Result<Vec<u8>, Box<Finding>> {
    let portal = renderer.portal();
    let site = portal.site;
    let list = site.list(id);
    let (title, description) = (title(site, list), site.config.description.get(site.language(list.language)));
    let own = own(portal, id, FeedFormat::Rss);
    let entries = entries(renderer, list)?;
    let mut xml = Xml::document();
    if let Some(style) = style(renderer) {
        xml.style_sheet(&style);
    }
    let mut namespaces = vec![
        ("version", "2.0"),
        ("xmlns:atom", "http://www.w3.org/2005/Atom"),
        ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
    ];
    if full_text::is_wanted(site) {
        namespaces.push(("xmlns:content", "http://purl.org/rss/1.0/modules/content/"));
    }
    xml.open("rss", &namespaces);
    xml.open("channel", &[]);
    xml.text("title", &title);
    xml.text("link", &portal.absolute(&list.url));
    xml.text("description", &as_html(if description.is_empty() { &title } else { description }));
    xml.text("language", site.language(list.language));
    if let Some(updated) = newest(&entries) {
        xml.text("lastBuildDate", &updated.rfc822());
    }
    xml.empty("atom:link", &[("href", &own), ("rel", "self"), ("type", "application/rss+xml")]);
    for hub in site.config.publish.hubs() {
        xml.empty("atom:link", &[("href", hub), ("rel", "hub")]);
    }
    for entry in &entries {
        xml.open("item", &[]);
        xml.text("title", entry.title);
        xml.text("link", &entry.link);
        let is_link = if entry.id == entry.link { "true" } else { "false" };
        xml.text_with("guid", &[("isPermaLink", is_link)], &entry.id);
        if let Some(published) = entry.published {
            xml.text("pubDate", &published.rfc822());
        }
        xml.text("dc:creator", &entry.author);
        for category in &entry.categories {
            xml.text("category", category);
        }
        xml.text("description", &as_html(&entry.summary));
        if let Some(Enclosure { url, bytes, kind }) = &entry.picture {
            xml.empty("enclosure", &[("url", url), ("length", &bytes.to_string()), ("type", kind)]);
        }
        if let Some(text) = &entry.text {
            xml.text("content:encoded", text);
        }
        xml.close("item");
    }
    xml.close("channel");
    xml.close("rss");
    Ok(xml.finish())
}

/// Where the style sheet of feeds stands.
pub fn style(renderer: &Renderer) -> Option<String> {
    let asset = renderer.theme.assets.get(STYLE)?;
    Some(renderer.site.config.base.url(&format!("/{}", asset.output)).to_string())
}

/// The feed's own address.
pub fn own(portal: Portal, list: ListId, format: FeedFormat) -> String {
    portal.feed(list, format).map(|url| portal.absolute(url)).unwrap_or_default()
}

pub fn atom(renderer: &Renderer, id: ListId) -> Result<Vec<u8>, Box<Finding>> {
    let portal = renderer.portal();
    let site = portal.site;
    let list = site.list(id);
    let (title, own) = (title(site, list), own(portal, id, FeedFormat::Atom));
    let entries = entries(renderer, list)?;
    let mut xml = Xml::document();
    if let Some(style) = style(renderer) {
        xml.style_sheet(&style);
    }
    xml.open("feed", &[("xmlns", "http://www.w3.org/2005/Atom"), ("xml:lang", site.language(list.language))]);
    xml.text("title", &title);
    xml.text("id", &feed_id(portal, list));
    // RFC 4287 §4.1.1 requires `updated`; an undated list has the epoch.
    xml.text("updated", &newest(&entries).map_or_else(|| "1970-01-01T00:00:00Z".to_owned(), |moment| moment.rfc3339()));
    xml.empty("link", &[("href", &own), ("rel", "self"), ("type", "application/atom+xml")]);
    for hub in site.config.publish.hubs() {
        xml.empty("link", &[("href", hub), ("rel", "hub")]);
    }
    xml.empty("link", &[("href", &portal.absolute(&list.url)), ("rel", "alternate"), ("type", "text/html")]);
    xml.open("author", &[]);
    xml.text("name", site.config.owner.name.get(site.language(list.language)));
    xml.close("author");
    for entry in &entries {
        xml.open("entry", &[]);
        xml.text("title", entry.title);
        xml.text("id", &entry.id);
        xml.empty("link", &[("href", &entry.link), ("rel", "alternate"), ("type", "text/html")]);
        if let Some(published) = entry.published {
            xml.text("published", &published.rfc3339());
        }
        xml.text(
            "updated",
            &entry
                .updated
                .or(entry.published)
                .map_or_else(|| "1970-01-01T00:00:00Z".to_owned(), |moment| moment.rfc3339()),
        );
        xml.open("author", &[]);
        xml.text("name", &entry.author);
        xml.close("author");
        for category in &entry.categories {
            xml.empty("category", &[("term", category)]);
        }
        xml.text("summary", &entry.summary);
        if let Some(Enclosure { url, bytes, kind }) = &entry.picture {
            let length = bytes.to_string();
            xml.empty("link", &[("href", url), ("rel", "enclosure"), ("type", kind), ("length", &length)]);
        }
        if let Some(text) = &entry.text {
            xml.text_with("content", &[("type", "html")], text);
        }
        xml.close("entry");
    }
    xml.close("feed");
    Ok(xml.finish())
}

/// The description of an RSS feed or item is HTML, so a text is written as such; Atom and JSON Feed have texts.
fn as_html(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// A section may move as its items do.
fn feed_id(portal: Portal, list: &List) -> String {
    match list.key {
        ListKey::Section(section) => identity::absolute_of(portal, section),
        _ => portal.absolute(&list.url),
    }
}

fn newest(entries: &[Entry]) -> Option<Moment> {
    entries.iter().filter_map(|entry| entry.updated.or(entry.published)).max_by_key(|moment| moment.starts)
}

/// `Văn bản – Cổng Thông tin điện tử`, `Chuyên đề: Đề án 06 – …`; the site's own feed has the site's title.
pub fn title(site: &Site, list: &List) -> String {
    let code = site.language(list.language);
    let portal = site.config.title.get(code);
    match list.key {
        ListKey::Site(_) => portal.to_owned(),
        ListKey::Term(taxonomy, ..) => format!("{}: {} – {portal}", taxonomy.term_title(code), list.title),
        ListKey::Year(..) | ListKey::Month(..) => format!("{}: {} – {portal}", words(code).archive, list.title),
        ListKey::Section(_) | ListKey::Facet(..) => format!("{} – {portal}", list.title),
    }
}

fn entries<'a>(renderer: &'a Renderer, list: &List) -> Result<Vec<Entry<'a>>, Box<Finding>> {
    let portal = renderer.portal();
    let items = newest_of(portal.site, list);
    let mut entries: Vec<Entry<'a>> = items.iter().map(|id| entry(portal, *id)).collect();
    if full_text::is_wanted(portal.site) {
        for (entry, text) in entries.iter_mut().zip(full_text::texts(renderer, &items)?) {
            entry.text = text;
        }
    }
    Ok(entries)
}

/// What feeds show of a list: the items that were published last, whatever the list goes by. What has no date of
/// publication yet comes after all others.
pub fn newest_of(site: &Site, list: &List) -> Vec<PageId> {
    let is_shown = |id: &&PageId| !site.page(**id).is_unindexed();
    let mut items: Vec<PageId> = list.items.iter().filter(is_shown).copied().collect();
    items.sort_by_key(|id| std::cmp::Reverse(site.page(*id).date));
    items.truncate(site.config.outputs.feed_items);
    items
}

fn entry<'a>(portal: Portal<'a>, id: PageId) -> Entry<'a> {
    let site = portal.site;
    let page = site.page(id);
    let document = &page.inner().document;
    let code = page.language();
    let agencies = page.texts("agency");
    let names = |table: &'a [crate::load::config::Term], ids: &[&str]| -> Vec<&'a str> {
        table.iter().filter(|term| ids.contains(&term.id.as_str())).map(|term| term.name.get(code)).collect()
    };
    let author = page.text("author").or(page.text("issuer")).map(str::to_owned);
    let author = author.or_else(|| names(&site.config.agencies, &agencies).first().map(|name| (*name).to_owned()));
    let section = page.section().map(|section| site.page(section)).filter(|section| !section.is_unindexed());
    let mut categories: Vec<&str> = section.map(|section| &*section.inner().document.title).into_iter().collect();
    categories.extend(urgent::mark(site, id).map(|(_, label)| label));
    categories.extend(names(&site.config.topics, &page.texts("topics")));
    let summary = correction::summary(site, id).map(Cow::Owned);
    Entry {
        title: &document.title,
        summary: summary.unwrap_or_else(|| Cow::Borrowed(page.text("summary").unwrap_or(&document.title))),
        id: identity::absolute_of(portal, id),
        link: portal.absolute(&page.url),
        published: page.date,
        updated: correction::updated(site, id),
        author: author.unwrap_or_else(|| site.config.owner.name.get(code).to_owned()),
        categories,
        picture: picture(portal, id),
        text: None,
    }
}

/// The item's own picture, where it is a photograph: readers of feeds show no drawings.
fn picture(portal: Portal, id: PageId) -> Option<Enclosure> {
    let file = portal.site.image_of(id).filter(|file| file.facts.raster.is_some())?;
    let kind = tables::media_type(file.url.as_str());
    Some(Enclosure { url: portal.absolute(&file.url), bytes: file.facts.size, kind })
}
