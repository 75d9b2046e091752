//! Turns the items that correct another into what that one shows of them: on its page, in feeds, and for machines (schema.org
//! `CorrectionComment`).
//!
//! A correction counts in the language of what it corrects, and only while readers see it.

use serde_json::{Value as Json, json};
use tera::Value;

use super::card;
use super::portal::Portal;
use super::value::MapBuilder;
use crate::model::{PageId, Site};
use crate::tables::languages::words;
use crate::time::{Moment, short_date};

/// The field with which an item names what it corrects.
const CORRECTION_OF: &str = "correction_of";

/// Items that correct a page, the oldest first.
pub fn of(site: &Site, id: PageId) -> Vec<PageId> {
    let corrects = |relation: &&crate::model::Relation| {
        relation.inverse && site.kinds.get(relation.kind).field(relation.field).name == CORRECTION_OF
    };
    let mut all: Vec<PageId> =
        site.relations(id).iter().filter(corrects).flat_map(|relation| relation.pages.iter().copied()).collect();
    all.sort_by_key(|page| site.page(*page).date.map(|date| date.starts));
    all
}

/// What the template of the page sees; `None` where nobody has corrected it.
pub fn values(portal: Portal, id: PageId) -> Option<Value> {
    let all = of(portal.site, id);
    let value = |page: &PageId| {
        let of = portal.site.page(*page);
        let (part, was, now) = (of.text("correction_part"), of.text("correction_was"), of.text("correction_now"));
        let map =
            MapBuilder::new().set("link", card::link(portal, *page)).maybe("date", of.date.map(|date| date.iso()));
        map.maybe("summary", of.text("summary")).maybe("part", part).maybe("was", was).maybe("now", now).build()
    };
    (!all.is_empty()).then(|| Value::from(all.iter().map(value).collect::<Vec<_>>()))
}

/// What machines are told of: those that may be found.
fn told(site: &Site, id: PageId) -> impl Iterator<Item = PageId> {
    of(site, id).into_iter().filter(move |page| !site.page(*page).is_unindexed())
}

/// When an item was changed last, its corrections included.
pub fn updated(site: &Site, id: PageId) -> Option<Moment> {
    let own = site.page(id).updated;
    let corrected = told(site, id).filter_map(|page| site.page(page).date);
    corrected.chain(own).max_by_key(|moment| moment.starts)
}

/// The summary of an item in a feed, with what was corrected in front of it; `None` where nothing was.
pub fn summary(site: &Site, id: PageId) -> Option<String> {
    let page = site.page(id);
    let code = page.language();
    let word = words(code).correction;
    let lines: Vec<String> = told(site, id)
        .map(|correction| {
            let of = site.page(correction);
            let date = of.date.map(|date| format!(" {}", short_date(date.date(), code))).unwrap_or_default();
            format!("{word}{date}: {}", text(site, correction))
        })
        .collect();
    let own = page.text("summary").unwrap_or(&page.document().title);
    (!lines.is_empty()).then(|| format!("{} {own}", lines.join(" ")))
}

/// What a correction says, in one text.
fn text(site: &Site, correction: PageId) -> String {
    let page = site.page(correction);
    page.text("summary").unwrap_or(&page.document().title).to_owned()
}

/// <https://schema.org/correction>
pub fn json_ld(portal: Portal, id: PageId) -> Option<Json> {
    let site = portal.site;
    let all: Vec<Json> = told(site, id)
        .map(|correction| {
            let page = site.page(correction);
            let date = page.date.map(|date| date.rfc3339());
            json!({
                "@type": "CorrectionComment",
                "text": text(site, correction),
                "datePublished": date,
                "url": portal.absolute(&page.url),
            })
        })
        .collect();
    (!all.is_empty()).then(|| Json::from(all))
}
