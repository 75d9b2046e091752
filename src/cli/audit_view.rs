//! Turns the report of an audit into JSON in one language: what `--json` prints, and what the page shows.

use serde_json::{Value, json};

use super::words;
use crate::audit::obligation::Evidence;
use crate::audit::report::{Entry, Matrix, Report, Row, Shortfall, State};
use crate::diag::phrases::Words;
use crate::model::Site;

/// A report, as somebody looks at it.
#[derive(Clone, Copy)]
pub struct View<'a> {
    pub report: &'a Report,
    pub site: &'a Site,
    pub language: &'a str,
    /// Every page of a row is named, and not only the first.
    pub all_pages: bool,
}

/// So many pages of a row are named.
const PAGES: usize = 20;

impl View<'_> {
    pub fn word<'w>(&self, (vi, en): &'w Words) -> &'w str {
        words(self.language, vi, en)
    }

    pub fn pair(&self, (vi, en): (&'static str, &'static str)) -> &'static str {
        words(self.language, vi, en)
    }

    /// How sure the text of an obligation is; empty where it was read. Never law where it was not.
    pub fn certainty(&self, row: &Row) -> &'static str {
        self.pair(match (row.advice, row.evidence) {
            (_, Evidence::Memory) => ("khuyến nghị, chưa xác minh", "advice, not verified"),
            (true, _) => ("khuyến nghị", "advice"),
            (false, Evidence::Secondary) => ("theo nguồn thứ cấp", "from a secondary source"),
            (false, Evidence::Verified) => ("", ""),
        })
    }

    /// The addresses of pages that serve a row.
    pub fn addresses(&self, row: &Row) -> Vec<&str> {
        let most = if self.all_pages { usize::MAX } else { PAGES };
        row.pages.iter().take(most).map(|id| self.site.page(*id).inner().url.as_str()).collect()
    }
}

pub fn to_json(view: &View) -> Value {
    let report = view.report;
    let count = |advice: bool| {
        let counts = State::ALL.iter().map(|state| (state.id().to_owned(), json!(report.count(*state, advice))));
        Value::Object(counts.collect())
    };
    json!({
        "day": report.day.to_string(),
        "profiles": report.profiles.iter().map(|(id, name)| json!({ "id": id, "name": name.get(view.language) })).collect::<Vec<_>>(),
        "counts": { "duties": count(false), "advice": count(true) },
        "rows": report.rows.iter().map(|row| of_row(row, view)).collect::<Vec<_>>(),
        "listings": report.listings.iter().map(|listing| json!({
            "id": listing.id,
            "title": view.pair(listing.title),
            "late": listing.entries.iter().filter(|entry| entry.late).count(),
            "entries": listing.entries.iter().map(|entry| of_entry(entry, view)).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
        "matrices": report.matrices.iter().map(|matrix| of_matrix(matrix, view)).collect::<Vec<_>>(),
    })
}

fn of_row(row: &Row, view: &View) -> Value {
    let shortfall = |shortfall: &Shortfall| {
        json!({
            "state": shortfall.state.id(),
            "what": view.word(&shortfall.what),
            "next": view.word(&shortfall.next),
        })
    };
    json!({
        "id": row.id,
        "profile": row.profile,
        "title": row.title.get(view.language),
        "article": row.article,
        "source": row.source,
        "evidence": row.evidence.id(),
        "advice": row.advice,
        "certainty": view.certainty(row),
        "indexes": row.indexes,
        "state": row.state.id(),
        "state_name": view.pair(row.state.words()),
        "last": row.last.map(|day| day.to_string()),
        "owner": view.word(&row.owner),
        "shortfalls": row.shortfalls.iter().map(shortfall).collect::<Vec<_>>(),
        "count": row.pages.len(),
        "pages": view.addresses(row),
    })
}

fn of_entry(entry: &Entry, view: &View) -> Value {
    json!({
        "file": entry.file,
        "title": entry.title,
        "url": entry.url,
        "owner": view.word(&entry.owner),
        "date": entry.date.map(|day| day.to_string()),
        "days": entry.days,
        "late": entry.late,
        "what": view.word(&entry.what),
    })
}

fn of_matrix(matrix: &Matrix, view: &View) -> Value {
    let units = matrix.units.iter().map(|(name, cells)| json!({ "name": name, "cells": cells }));
    json!({
        "obligation": matrix.obligation,
        "title": matrix.title.get(view.language),
        "years": matrix.years,
        "units": units.collect::<Vec<_>>(),
    })
}

/// What the report of a portal says of the portal itself.
pub fn about(site: &Site) -> Value {
    let last = site
        .all_pages()
        .filter(|page| !page.is_section() && !page.is_guest())
        .filter_map(|page| page.inner().date)
        .max();
    let language = site.config.default_language();
    json!({
        "title": site.config.title.get(language),
        "url": format!("{}/", site.config.base_url),
        "last": last.map(|moment| moment.date().to_string()),
        "trust_badge": site.config.extra.contains_key("trust_badge"),
    })
}
