//! Turns each row of a table into the pages that its schema makes of it.

use std::sync::Arc;

use rayon::prelude::*;

use super::front::Page;
use super::made::{Made, MadeFile};
use super::raw::{self, RawTable, Row};
use crate::diag::{Finding, catalog, is_enough};
use crate::load::kinds::Kind;
use crate::load::schema::Schema;
use crate::load::schema::cells::{self, Patterns};
use crate::load::schema::pages::PageRules;
use crate::load::schema::words::{Words, both};
use crate::path::SourcePath;
use crate::text::slug::slug;

/// All pages, in the order of rows. What is wrong with a row is told, and it becomes none.
pub fn pages(
    table: &SourcePath,
    raw: &RawTable,
    schema: &Schema,
    of: (&PageRules, &Kind),
    findings: &mut Vec<Finding>,
) -> Made {
    let (rules, kind) = of;
    let page = Page { rules, kind, more: &[] };
    let patterns = Patterns::of(schema);
    let fits = |row: usize| {
        raw.fields().iter().all(|field| cells::check(schema, &patterns, *field, raw.cell(row, *field)).is_ok())
    };
    let one = |row: usize| -> Result<Vec<MadeFile>, Option<Words>> {
        if !fits(row) || raw.is_broken(row) {
            return Err(None);
        }
        let filled = Row { raw, schema, rows: &[row], common: None, place: String::new() };
        let name = name(rules.name.text(&filled).as_deref()).map_err(Some)?;
        let of_language = |language| {
            let text = page.text(&filled, language)?;
            let ending = language.map_or(String::new(), |language| format!(".{}", language.code));
            let path = SourcePath::new(format!("{}/{name}{ending}.md", table.folder()));
            Some(MadeFile { path, bytes: text.into_bytes(), rows: Arc::from([row]) })
        };
        Ok([None].into_iter().chain(rules.languages.iter().map(Some)).filter_map(of_language).collect())
    };
    let all: Vec<_> = (0..raw.len()).into_par_iter().map(one).collect();
    let (mut made, mut left_out) = (Made::default(), raw.left_out);
    for (row, files) in all.into_iter().enumerate() {
        match files {
            Ok(files) => made.files.extend(files),
            Err(words) => {
                left_out += 1;
                if let Some(what) = words.filter(|_| !is_enough(findings, &catalog::ROW_WRONG)) {
                    let column = rules.name.columns().next();
                    let next = both(
                        "Điền ô này: tên trang lấy từ đó (name trong lược đồ).",
                        "Fill it in: the page is called by it (name in the schema).",
                    );
                    findings.push(raw::row_wrong(table, raw.sheet.as_ref(), raw.place(row, column), what, next));
                }
            }
        }
    }
    if left_out > 0 {
        let finding = Finding::new(&catalog::ROWS_LEFT_OUT, table.as_str());
        findings
            .push(finding.with("count", left_out.to_string()).with("total", (raw.len() + raw.left_out).to_string()));
    }
    made
}

/// What a page is called in its address.
pub fn name(text: Option<&str>) -> Result<String, Words> {
    let name = slug(text.unwrap_or_default());
    match name.as_str() {
        "" => Err(both("dòng không có tên trang", "the row gives its page no name")),
        "index" => Err(both("tên trang không thể là “index”", "no page can be called “index”")),
        _ => Ok(name),
    }
}
