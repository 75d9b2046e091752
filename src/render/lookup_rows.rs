//! Turns the rows of a table that may be listed into pages that work without scripts: a range of keys on each, found by the browser's own
//! search, and pages that name ranges. No page lists all.

use tera::Value;

use super::card;
use super::context::{self, PageContext};
use super::head::Head;
use super::portal::Portal;
use super::value::MapBuilder;
use crate::load::schema::{CellType, Schema, SchemaField};
use crate::lookup::{Listed, Range};
use crate::model::PageId;
use crate::path::UrlPath;
use crate::plan::{PageJob, RowsPart};
use crate::tables::languages::words;
use crate::text::decimal::Decimal;
use crate::time;

/// The pages of one look-up.
#[derive(Clone, Copy)]
struct Rows<'a> {
    portal: Portal<'a>,
    page: PageId,
    schema: &'a Schema,
    listed: &'a Listed,
    language: &'a str,
}

/// `columns` (`label`, `unit`, `figure`) and `rows` of texts on the page of a range, with its neighbours `previous` and `next`; `ranges` (`url`,
/// `title`, `rows`) on one that names them. `count`: rows on this page, or below it.
pub fn page(portal: Portal, page: PageId, part: RowsPart) -> PageContext {
    let site = portal.site;
    let document = site.page(page).document();
    // The plan has no such page where there is no table.
    let Some((_, lookup)) = site.lookup_of(page) else {
        let head = Head::of_page(portal, page, "website");
        return PageContext::new(vec!["lookup_rows.html".to_owned()], None, MapBuilder::new(), head);
    };
    let language = site.page(page).language();
    let of = Rows { portal, page, schema: &lookup.schema, listed: &lookup.listed, language };
    let title = match part {
        RowsPart::Index => format!("{}: {}", document.title, words(language).rows),
        RowsPart::Group(group) => format!("{}: {}", document.title, of.group_title(group)),
        RowsPart::Range(number) => {
            format!("{}: {}", document.title, of.listed.ranges.get(number).map_or_else(String::new, |it| of.title(it)))
        }
    };
    let own = of.url(part).cloned().unwrap_or_else(|| site.page(page).url.clone());
    let mut head = Head::of_overview(portal, &title, own, document.language);
    head.alternates = of.alternates(part);
    head.noindex = !lookup.schema.lookup.index;
    let context = context::start(portal, "lookup_rows", None, &head)
        .set("breadcrumbs", of.breadcrumbs(part))
        .set("key", of.key().map_or("", |field| field.heading(language)))
        .set("lookup_url", site.page(page).url.as_str())
        .set("lookup_title", &*document.title);
    let context = match part {
        RowsPart::Range(number) => of.range(context, number),
        RowsPart::Group(group) => of.ranges(context, of.listed.group(group)),
        RowsPart::Index if of.listed.groups.is_empty() => of.ranges(context, 0..of.listed.ranges.len()),
        RowsPart::Index => of.groups(context),
    };
    PageContext::new(vec!["lookup_rows.html".to_owned()], None, context, head)
}

impl Rows<'_> {
    fn url(&self, part: RowsPart) -> Option<&UrlPath> {
        self.portal.plan.overview(PageJob::Rows { page: self.page, part })
    }

    /// The same rows in every language that looks them up in the same table.
    fn alternates(&self, part: RowsPart) -> Vec<(crate::load::document::Language, UrlPath)> {
        let (site, plan) = (self.portal.site, self.portal.plan);
        let table = |id: PageId| site.lookup_of(id).map(|(table, _)| table);
        let all = self.portal.translations(self.page).filter(|(id, ..)| table(*id) == table(self.page));
        let own = all
            .filter_map(|(page, language, _)| Some((language, plan.overview(PageJob::Rows { page, part })?.clone())));
        own.collect()
    }

    fn breadcrumbs(&self, part: RowsPart) -> Value {
        let portal = self.portal;
        let page = portal.site.page(self.page);
        let mut crumbs: Vec<Value> = portal.ancestors(self.page).map(|section| card::link(portal, section)).collect();
        let link = |title: &str, url: &UrlPath| MapBuilder::new().set("title", title).set("url", url.as_str()).build();
        crumbs.push(link(&page.document().title, &page.url));
        let group = match part {
            RowsPart::Index => return Value::from(crumbs),
            RowsPart::Group(_) => None,
            RowsPart::Range(number) => self.listed.group_of(number),
        };
        crumbs.extend(self.url(RowsPart::Index).map(|url| link(words(self.language).rows, url)));
        let group = group.and_then(|group| Some((self.group_title(group), self.url(RowsPart::Group(group))?)));
        crumbs.extend(group.map(|(title, url)| link(&title, url)));
        Value::from(crumbs)
    }

    fn range(&self, context: MapBuilder, number: usize) -> MapBuilder {
        let shown = self.schema.shown_in_lookup();
        let fields: Vec<&SchemaField> =
            self.schema.primary_key.iter().chain(&shown).filter_map(|field| self.schema.fields.get(*field)).collect();
        let columns: Vec<Value> = fields.iter().map(|field| self.column(field)).collect();
        let row = |cells: std::str::Split<'_, char>| {
            let shown = cells.zip(&fields).enumerate();
            // A key is what somebody has on paper, so no mark comes into its digits.
            let shown = shown.map(|(at, (cell, field))| {
                Value::from(if at == 0 && field.cells != CellType::Date {
                    cell.to_owned()
                } else {
                    shown_cell(cell, field.cells, self.language)
                })
            });
            Value::from(shown.collect::<Vec<_>>())
        };
        let range = self.listed.ranges.get(number);
        let rows: Vec<Value> = range.into_iter().flat_map(Range::cells).map(row).collect();
        let near = |number: Option<usize>| {
            let number = number?;
            let (range, url) = (self.listed.ranges.get(number)?, self.url(RowsPart::Range(number))?);
            // The last key of a neighbour may change without this page.
            Some(MapBuilder::new().set("url", url.as_str()).set("first", self.written(&range.first)).build())
        };
        context
            .set("count", rows.len())
            .set("columns", columns)
            .set("rows", rows)
            .maybe("previous", near(number.checked_sub(1)))
            .maybe("next", near(number.checked_add(1)))
    }

    fn column(&self, field: &SchemaField) -> Value {
        let is_key = self.key().is_some_and(|key| key.name == field.name);
        MapBuilder::new()
            .set("label", field.heading(self.language))
            .set("unit", field.unit.get(self.language))
            .set("figure", field.cells.is_amount() && !is_key)
            .build()
    }

    fn ranges(&self, context: MapBuilder, numbers: std::ops::Range<usize>) -> MapBuilder {
        let own = self.listed.ranges.get(numbers.clone()).unwrap_or_default();
        let link = |(number, range): (usize, &Range)| {
            Some(entry(self.url(RowsPart::Range(number))?, &self.title(range), u64::from(range.rows)))
        };
        let links: Vec<Value> = numbers.zip(own).filter_map(link).collect();
        context.set("count", own.iter().map(|range| u64::from(range.rows)).sum::<u64>()).set("ranges", links)
    }

    fn groups(&self, context: MapBuilder) -> MapBuilder {
        let rows = |group: usize| {
            let ranges = self.listed.ranges.get(self.listed.group(group)).unwrap_or_default();
            ranges.iter().map(|range| u64::from(range.rows)).sum::<u64>()
        };
        let groups = 0..self.listed.groups.len();
        let link = |group: usize| Some(entry(self.url(RowsPart::Group(group))?, &self.group_title(group), rows(group)));
        context
            .set("count", groups.clone().map(rows).sum::<u64>())
            .set("ranges", groups.filter_map(link).collect::<Vec<_>>())
    }

    fn key(&self) -> Option<&SchemaField> {
        self.schema.primary_key.first().and_then(|field| self.schema.fields.get(*field))
    }

    fn title(&self, range: &Range) -> String {
        self.between(&range.first, &range.last)
    }

    fn group_title(&self, group: usize) -> String {
        let ranges = self.listed.ranges.get(self.listed.group(group)).unwrap_or_default();
        self.between(ranges.first().map_or("", |it| &it.first), ranges.last().map_or("", |it| &it.last))
    }

    fn between(&self, first: &str, last: &str) -> String {
        let (first, last) = (self.written(first), self.written(last));
        if first == last { first } else { format!("{first} – {last}") }
    }

    /// A key as people write it.
    fn written(&self, key: &str) -> String {
        let is_day = self.key().is_some_and(|field| field.cells == CellType::Date);
        if is_day { shown_cell(key, CellType::Date, self.language) } else { key.to_owned() }
    }
}

fn entry(url: &UrlPath, title: &str, rows: u64) -> Value {
    MapBuilder::new().set("url", url.as_str()).set("title", title).set("rows", rows).build()
}

/// A cell of a row as a page of the language writes it; the same as the form shows.
fn shown_cell(cell: &str, cells: CellType, language: &str) -> String {
    let shown = match cells {
        CellType::Integer | CellType::Number => Decimal::parse(cell).map(|number| number.shown(language)),
        CellType::Date => cell.parse().ok().map(|day| time::short_date(day, language)),
        CellType::Boolean if !cell.is_empty() => {
            let words = words(language);
            Some(if cell == "1" { words.yes } else { words.no }.to_owned())
        }
        CellType::Boolean | CellType::String | CellType::Year => None,
    };
    shown.unwrap_or_else(|| cell.to_owned())
}
