//! Turns what a portal has counted of its own work into its public page, and into JSON and CSV of the same figures.

use serde_json::{Number, Value as Json, json};
use tera::Value;

use super::chart;
use super::context::PageContext;
use super::figure_sheets::{Row, Sheet, sheets, tenths};
use super::overviews::overview;
use super::portal::Portal;
use super::value::{MapBuilder, safe};
use crate::load::csv_cell;
use crate::load::document::Language;
use crate::path::UrlPath;
use crate::plan::{DataJob, PageJob};
use crate::tables::figure_words::FigureWords;
use crate::tables::languages::words;
use crate::tally::figures::Tally;
use crate::tally::parts::{percent, share};
use crate::text::decimal::Decimal;
use crate::text::html::escape;
use crate::text::number::count;

/// `totals` (each with `figure`, `text`, perhaps `more`), `sheets`, `newest` (a day), `lede`, `rule`, `csv_url`, `json_url`.
pub fn page(portal: Portal, language: Language) -> PageContext {
    let code = portal.site.language(language);
    let words = words(code).figures;
    let tally = Tally::of(portal.site, &portal.site.beside.holidays);
    let values: Vec<Value> = sheets(portal, language, &tally).iter().map(|sheet| sheet_value(sheet, code)).collect();
    let at = |job: DataJob| portal.plan.overview(job).cloned();
    let (csv, json) = (at(DataJob::FiguresCsv(language)), at(DataJob::FiguresJson(language)));
    let mut context = overview(portal, "figures", words.title, (language, &PageJob::Figures), |context| {
        context
            .set("charts", true)
            .set("lede", words.lede)
            .set("rule", words.rule)
            .set("as_of", words.as_of)
            .maybe("newest", tally.newest.map(|day| day.to_string()))
            .set("totals", totals(&tally, words, code))
            .set("sheets", values)
            .set("csv_label", words.csv)
            .set("json_label", words.json)
            .maybe("csv_url", csv.as_ref().map(UrlPath::as_str))
            .maybe("json_url", json.as_ref().map(UrlPath::as_str))
    });
    context.head.description = words.lede.to_owned();
    let file = |url: &Option<UrlPath>, media: &str| {
        let url = url.as_ref()?;
        Some(json!({ "@type": "DataDownload", "encodingFormat": media, "contentUrl": portal.absolute(url) }))
    };
    let files: Vec<Json> = [file(&csv, "text/csv"), file(&json, "application/json")].into_iter().flatten().collect();
    context.head.json_ld = vec![json!({
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": words.title,
        "description": words.lede,
        "url": portal.absolute(&context.head.url),
        "inLanguage": code,
        "creator": { "@type": "GovernmentOrganization", "name": portal.site.config.owner.name.get(code) },
        "distribution": files,
    })];
    context
}

/// The figures that come first. One that would say zero is left out.
fn totals(tally: &Tally, words: &FigureWords, code: &str) -> Vec<Value> {
    let year = tally.year;
    let questions = tally.questions[1];
    let in_force = tally.documents.iter().filter(|(state, _)| state == "in_force" || state == "partly");
    let in_force: i64 = in_force.map(|(_, count)| count).sum();
    let foreign: i64 = tally.languages.iter().filter(|(language, _)| *language != 0).map(|(_, counts)| counts[2]).sum();
    let part = share(foreign, tally.items[2]).map(|part| percent(part, code));
    let average = questions.average().map(|days| words.on_average.replace("{n}", &tenths(days).shown(code)));
    let total = |figure: i64, text: String, more: Option<String>| {
        let map = MapBuilder::new().set("figure", count(figure, code)).set("text", text).maybe("more", more);
        (figure > 0).then(|| map.build())
    };
    let all = [
        total(tally.items[2], words.items.to_owned(), None),
        total(tally.items[1], format!("{} {year}", words.items_in), None),
        total(foreign, words.translated.to_owned(), part),
        total(questions.answered, format!("{} {year}", words.answered_in), average),
        total(in_force, words.in_force.to_owned(), None),
    ];
    all.into_iter().flatten().collect()
}

fn sheet_value(sheet: &Sheet, code: &str) -> Value {
    let words = words(code);
    let drawing = sheet.chart(code).map(|drawn| {
        let mut html = String::new();
        chart::drawing(&drawn, &escape(&format!("{}. {}", sheet.title, drawn.summary())), &mut html);
        (html, drawn.note())
    });
    let cell =
        |value: &Option<Decimal>| value.as_ref().map_or_else(Value::none, |value| Value::from(value.shown(code)));
    let row = |row: &Row| {
        let values: Vec<Value> = row.values.iter().map(cell).collect();
        MapBuilder::new()
            .set("name", row.name.as_str())
            .maybe("url", row.url.as_ref().map(UrlPath::as_str))
            .set("values", values)
            .build()
    };
    let notes = [sheet.note, sheet.is_cut().then_some(words.figures.shown_first), drawing.as_ref().and_then(|it| it.1)];
    let notes: Vec<&str> = notes.into_iter().flatten().collect();
    MapBuilder::new()
        .set("id", sheet.id.replace('_', "-"))
        .set("title", sheet.title.as_str())
        .set("notes", notes.join(" "))
        .set("head", sheet.head)
        .set("columns", sheet.columns.iter().map(|(_, name)| Value::from(name.as_str())).collect::<Vec<_>>())
        .set("rows", sheet.rows.iter().map(row).collect::<Vec<_>>())
        .maybe("drawing", drawing.map(|(html, _)| safe(&html)))
        .set("table_label", words.chart.table)
        .set("no_figure", words.chart.no_figure)
        .build()
}

/// All tables with the ids by which programs know their rows and columns.
pub fn json(portal: Portal, language: Language) -> Vec<u8> {
    let site = portal.site;
    let code = site.language(language);
    let tally = Tally::of(site, &site.beside.holidays);
    let absolute = |url: Option<&UrlPath>| url.map(|url| portal.absolute(url));
    let number = |value: &Option<Decimal>| -> Option<Number> { value.as_ref()?.as_str().parse().ok() };
    let tables: Vec<Json> = sheets(portal, language, &tally)
        .iter()
        .map(|sheet| {
            let columns: Vec<Json> =
                sheet.columns.iter().map(|(id, name)| json!({ "id": id, "title": name })).collect();
            let rows = sheet.rows.iter().map(|row| {
                let values: Vec<Option<Number>> = row.values.iter().map(number).collect();
                json!({ "id": row.id, "title": row.name, "url": absolute(row.url.as_ref()), "values": values })
            });
            json!({ "id": sheet.id, "title": sheet.title, "columns": columns, "rows": rows.collect::<Vec<_>>() })
        })
        .collect();
    let whole = json!({
        "title": words(code).figures.title,
        "url": absolute(portal.plan.overview(DataJob::FiguresJson(language))),
        "page": absolute(portal.plan.overview(PageJob::Figures(language))),
        "language": code,
        "publisher": site.config.owner.name.get(code),
        "year": tally.newest.map(|_| tally.year),
        "newest": tally.newest.map(|day| day.to_string()),
        "tables": tables,
    });
    let mut text = serde_json::to_vec_pretty(&whole).unwrap_or_default();
    text.push(b'\n');
    text
}

/// A line for each figure.
pub fn csv(portal: Portal, language: Language) -> Vec<u8> {
    let code = portal.site.language(language);
    let tally = Tally::of(portal.site, &portal.site.beside.holidays);
    let mut text = String::new();
    line(&mut text, &words(code).figures.columns);
    for sheet in sheets(portal, language, &tally) {
        for row in &sheet.rows {
            for ((_, column), value) in sheet.columns.iter().zip(&row.values) {
                let Some(value) = value else { continue };
                let names = [&sheet.title, &row.name, column].map(|name| csv_cell::guarded(name));
                line(&mut text, &[&*names[0], &*names[1], &*names[2], value.as_str()]);
            }
        }
    }
    text.into_bytes()
}

fn line(text: &mut String, cells: &[&str]) {
    for (index, cell) in cells.iter().enumerate() {
        if index > 0 {
            text.push(',');
        }
        csv_cell::push(text, cell, |byte| matches!(byte, b',' | b'\n' | b'\r'));
    }
    text.push_str("\r\n");
}
