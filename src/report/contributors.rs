//! Agencies by what they contributed: turns items into a table of agencies with how many items each has and when the last one came. An item of
//! two agencies counts for both, so the sum may exceed the number of items.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::paper::{Cell, Column, Paper, Table};
use super::{Reported, Shelf, period_words, word};
use crate::model::{PageView, Site};
use crate::time::Moment;

/// The most items first; those with as many by their last item, then by name. Agencies without any come last.
pub fn table<'a>(site: &Site, items: impl Iterator<Item = (PageView<'a>, Moment)>, language: &str) -> Table {
    let mut own: BTreeMap<&str, (i64, Option<Date>)> =
        site.config.agencies.iter().map(|agency| (agency.id.as_str(), (0, None))).collect();
    for (page, came) in items {
        for id in page.texts("agency") {
            if let Some((count, last)) = own.get_mut(id) {
                *count += 1;
                *last = (*last).max(Some(came.date()));
            }
        }
    }
    let mut rows: Vec<_> = site
        .config
        .agencies
        .iter()
        .map(|agency| {
            let (count, last) = own.get(agency.id.as_str()).copied().unwrap_or_default();
            (agency.name.get(language), agency.id.as_str(), count, last)
        })
        .collect();
    rows.sort_by(|a, b| (b.2, b.3, a.0, a.1).cmp(&(a.2, a.3, b.0, b.1)));
    let columns = vec![
        Column::new("agency", word(language, "Cơ quan", "Agency")),
        Column::number("items", word(language, "Số thông tin", "Items")),
        Column::new("last", word(language, "Lần cuối", "Last")),
    ];
    let rows = rows.into_iter().filter(|row| row.2 > 0);
    let rows = rows.map(|(name, _, count, last)| vec![Cell::text(name), Cell::Count(count), Cell::date(last)]);
    let caption =
        word(language, "Cơ quan theo số thông tin, đếm trên Cổng", "Agencies by items, counted on the portal");
    Table::new("agencies", caption, columns, rows.collect())
}

pub fn paper(reported: &Reported) -> Paper {
    let language = reported.language;
    let shelf = Shelf::new(reported.all, reported.at);
    let mut paper = Paper::new("contributors", word(language, "Cơ quan cộng tác", "Contributors"));
    paper.say(period_words(&reported.period, language));
    let table = table(reported.all, shelf.within(&reported.period), language);
    let named: Vec<String> = table.rows.iter().filter_map(|row| row.first()).map(|cell| cell.plain()).collect();
    paper.table(table);
    let silent = reported.all.config.agencies.iter().map(|agency| agency.name.get(language).to_owned());
    let silent: Vec<Vec<Cell>> =
        silent.filter(|name| !named.contains(name)).map(|name| vec![Cell::Text(name)]).collect();
    let columns = vec![Column::new("agency", word(language, "Cơ quan", "Agency"))];
    paper.table(Table::new(
        "silent",
        word(language, "Cơ quan chưa có thông tin nào trong kỳ", "Agencies without any item in this period"),
        columns,
        silent,
    ));
    paper
}
