//! How long nothing new has come: of each section, and of each agency.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::context::{Context, FIRST};
use super::report::{Entry, both};
use crate::load::audit::SectionAudit;
use crate::model::PageView;

/// Days without anything new where the portal says nothing: the program's own measure, which no text of law has.
pub const USUAL_DAYS: u32 = 180;

/// An agency with so many days is not looked at: it owes the portal nothing.
const UNWATCHED: u32 = 0;

/// What `site.toml` says of a folder, else of one above it.
fn setting<'s, T>(context: &'s Context, folder: &str, read: impl Fn(&'s SectionAudit) -> Option<T>) -> Option<T> {
    let mut folder = folder;
    loop {
        let own = context.settings.sections.iter().find(|(name, _)| name.trim_matches('/') == folder);
        if let Some(found) = own.and_then(|(_, own)| read(own)) {
            return Some(found);
        }
        folder = folder.rsplit_once('/')?.0;
    }
}

/// Sections whose items have dates, with the last one; the oldest first.
pub fn sections(context: &Context) -> Vec<Entry> {
    let usual = context.settings.days.unwrap_or(USUAL_DAYS);
    let own = context.site.sections().map(|id| context.site.page(id)).filter(|page| page.document().language == FIRST);
    let entry = |page: PageView| {
        let folder = page.folder().filter(|folder| !folder.is_empty())?;
        let dated = page.item_kind().dated || page.items().iter().any(|id| context.site.page(*id).date.is_some());
        if !dated || !page.item_kind().listed {
            return None;
        }
        let items = page.items().iter().map(|id| context.site.page(*id));
        let last = items.filter_map(|page| context.last(&page)).max();
        let limit = setting(context, folder, |own| own.days).unwrap_or(usual);
        let owner = setting(context, folder, |own| own.owner.as_deref());
        let entry = context.entry(&page);
        let owner = owner.map_or(entry.owner.clone(), |id| context.agency(id));
        let what = both(format!("hạn {limit} ngày"), format!("at most {limit} days"));
        Some(aged(context, Entry { owner, what, ..entry }, last, limit))
    };
    by_age(own.filter_map(entry).collect())
}

/// Agencies that have published something, with the last of it and where that stands; the oldest first. Of whom nothing was ever
/// published is not listed: many only stand in documents.
pub fn agencies(context: &Context) -> Vec<Entry> {
    let usual = context.settings.days.unwrap_or(USUAL_DAYS);
    let mut last: BTreeMap<&str, (Date, PageView)> = BTreeMap::new();
    let items = context
        .site
        .all_pages()
        .filter(|page| !page.is_section() && !page.is_guest() && page.document().language == FIRST);
    for page in items {
        // What an agency is, and whom to call, is no news of it.
        let Some(date) = context.last(&page).filter(|_| page.kind().dated) else { continue };
        for id in page.inner().document.texts(page.kind(), "agency") {
            let entry = last.entry(id).or_insert((date, page));
            if entry.0 < date {
                *entry = (date, page);
            }
        }
    }
    let own = &context.site.config.agencies;
    // An agency that is no more publishes nothing new.
    let entries = own.iter().filter(|agency| !agency.is_former()).filter_map(|agency| {
        let (date, page) = last.get(agency.id.as_str())?;
        let limit = context.settings.agencies.get(&agency.id).copied().unwrap_or(usual);
        if limit == UNWATCHED {
            return None;
        }
        let section = page.section().map(|id| context.site.page(id).document().title.to_string()).unwrap_or_default();
        let what = both(format!("{section}; hạn {limit} ngày"), format!("{section}; at most {limit} days"));
        let owner = context.agency(&agency.id);
        Some(aged(context, Entry { owner, what, ..context.entry(page) }, Some(*date), limit))
    });
    by_age(entries.collect())
}

/// With the age of the last item.
fn aged(context: &Context, entry: Entry, last: Option<Date>, limit: u32) -> Entry {
    let days = last.map(|day| context.age(day));
    Entry { date: last, days, late: days.is_none_or(|days| days > i64::from(limit)), ..entry }
}

fn by_age(mut entries: Vec<Entry>) -> Vec<Entry> {
    entries.sort_by(|a, b| (!a.late, a.date, &a.file).cmp(&(!b.late, b.date, &b.file)));
    entries
}
