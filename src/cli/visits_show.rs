//! Prints what the summaries of visits say: years with their growth, and of one year its months, languages, sections and pages.

use std::collections::BTreeMap;

use serde_json::json;

use super::portal::Portal;
use super::{Common, findings, words};
use crate::load::visits::{self, Row, totals};
use crate::text::number;
use crate::visits::growth;

/// Sections and pages that are named.
const MOST: usize = 10;

/// The report; `Err` where there is nothing to show.
pub fn show(portal: &Portal, year: Option<i16>, common: &Common) -> Result<String, String> {
    let language = &*portal.language;
    let own = |vi, en| words(language, vi, en);
    let mut found = Vec::new();
    let rows: Vec<Row> = visits::read(&*portal.files, &mut found);
    let extent = findings::Extent { all: false };
    findings::show(&found, findings::Telling { files: &*portal.files, language, common, extent });
    let years = totals(&rows);
    let Some(year) = year.or_else(|| years.keys().next_back().copied()) else {
        return Err(own(
            "chưa có số liệu nào ở content/_visits. Đếm bằng: cong visits count NHẬT-KÝ",
            "there are no figures in content/_visits yet. Count with: cong visits count LOG",
        )
        .to_owned());
    };
    let of_year = |row: &&Row| row.period.starts_with(&format!("{year:04}"));
    let months = sums(rows.iter().filter(of_year).filter(|row| row.address.is_empty()), |row| row.period.get(..7));
    let sections =
        sums(rows.iter().filter(of_year).filter(|row| row.address.is_empty() && row.period.len() > 4), section);
    let pages =
        sums(rows.iter().filter(of_year).filter(|row| !row.address.is_empty()), |row| Some(row.address.as_str()));
    if common.json {
        let list = |sums: &[(String, u64)]| {
            sums.iter().map(|(name, views)| json!({ "name": name, "views": views })).collect::<Vec<_>>()
        };
        let years: Vec<_> = years.iter().map(|(year, views)| json!({ "year": year, "views": views })).collect();
        return Ok(json!({ "years": years, "year": year, "months": list(&months), "sections": list(&sections), "pages": list(&pages) }).to_string());
    }
    let mut text = format!("{}\n", own("Lượt xem theo năm", "Views by year"));
    for (name, views) in &years {
        let before = years.get(&(name - 1)).copied().unwrap_or_default();
        let more = growth(before, *views, language).map(|more| format!("  {more}")).unwrap_or_default();
        text.push_str(&format!("{name}: {}{more}\n", number::count(*views, language)));
    }
    let parts = [
        (own("Theo tháng", "By month"), months),
        (own("Theo chuyên mục", "By section"), most(sections)),
        (own("Đọc nhiều", "Most read"), most(pages)),
    ];
    for (head, rows) in parts.into_iter().filter(|(_, rows)| !rows.is_empty()) {
        text.push_str(&format!("\n{head}, {year}\n"));
        for (name, views) in rows {
            text.push_str(&format!("{name}: {}\n", number::count(views, language)));
        }
    }
    Ok(text)
}

/// `vi/tin-tuc`
fn section(row: &Row) -> Option<String> {
    Some(format!("{}/{}", row.language, row.section))
}

fn sums<'r, K: Into<String>>(
    rows: impl Iterator<Item = &'r Row>,
    name: impl Fn(&'r Row) -> Option<K>,
) -> Vec<(String, u64)> {
    let mut sums: BTreeMap<String, u64> = BTreeMap::new();
    for row in rows {
        let Some(name) = name(row) else { continue };
        let sum = sums.entry(name.into()).or_default();
        *sum = sum.saturating_add(row.views);
    }
    sums.into_iter().collect()
}

fn most(mut sums: Vec<(String, u64)>) -> Vec<(String, u64)> {
    sums.sort_by_key(|(_, views)| std::cmp::Reverse(*views));
    sums.truncate(MOST);
    sums
}
