//! Turns the warnings that hold now into what the frame of every page shows of them.

use tera::Value;

use super::portal::Portal;
use super::value::{self, MapBuilder};
use crate::load::document::Language;
use crate::model::urgent::Warning;
use crate::model::{PageId, Site};
use crate::path::UrlPath;
use crate::time::Moment;

/// `title`, `url`, `lang`; `ends`: the moment at which it is over; `until_day`: its last day, where it holds until midnight.
pub fn value(portal: Portal, language: Language) -> Value {
    let site = portal.site;
    let rows = site.warnings(language).into_iter().map(|Warning { page, ends }| {
        let url = portal.page(page).map(UrlPath::as_str);
        let page = site.page(page);
        let ends = Moment::from_timestamp(ends, &site.config.zone());
        let last_day =
            (ends.civil.time() == jiff::civil::Time::midnight()).then(|| ends.civil.date().yesterday().ok()).flatten();
        MapBuilder::new()
            .set("title", value::shared(&page.document.title))
            .maybe("url", url)
            .set("lang", site.language(page.document.language))
            .set("ends", ends.rfc3339())
            .maybe("until_day", last_day.map(|day| day.to_string()))
            .build()
    });
    Value::from(rows.collect::<Vec<_>>())
}

/// What feeds and JSON say of a page that is a warning now: when it is over, and its label.
pub fn mark(site: &Site, id: PageId) -> Option<(String, &str)> {
    let ends = Moment::from_timestamp(site.warns_until(id)?, &site.config.zone());
    let page = site.page(id);
    let urgent = page.kind().urgent.as_ref();
    let option = urgent.map(|urgent| &page.kind().field(urgent.field).options[usize::from(urgent.option)]);
    Some((ends.rfc3339(), option.map_or("", |option| option.label(page.language()))))
}
