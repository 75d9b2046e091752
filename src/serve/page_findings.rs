//! Turns the address of a page into what a check finds in its file, as the panel of the preview shows it: what a build says of it,
//! and what rules find in its text. Of other files nothing is told.

use serde_json::{Value, json};

use super::errors::Reader;
use super::state::State;
use crate::diag::{self, Finding};
use crate::files::Files;
use crate::path::SourcePath;
use crate::pipeline::{self, add_excerpts};
use crate::text::address::decode;

/// More of one page nobody reads.
const MOST: usize = 200;

/// A list, empty where there is nothing to be said. Who sees only what readers see is told nothing: it may be of a draft.
pub fn to_json(state: &State, files: &dyn Files, address: &str, reader: Reader) -> String {
    let found = if reader.sees_all { of_page(state, files, address, reader.language) } else { None };
    found.unwrap_or_else(|| json!([])).to_string()
}

fn of_page(state: &State, files: &dyn Files, address: &str, language: &str) -> Option<Value> {
    let renderer = state.renderer.as_ref()?;
    let (site, path) = (&renderer.site, decode(address));
    let output = site.config.base.url(site.config.base.asked(&path)?).output();
    let source: &SourcePath = renderer.plan.outputs.get(&output)?.source.as_ref()?;
    let document = renderer.document(site.by_source(source)?);
    // Of a page that was made from a row the row is told.
    let is_about = |finding: &&Finding| {
        *finding.file == *source.as_str() || finding.cell.as_ref().is_some_and(|cell| *cell.page == *source.as_str())
    };
    let mut found: Vec<_> = state.findings.iter().filter(is_about).cloned().collect();
    found.extend(pipeline::lint_page(site, document, &*renderer.files));
    diag::sort(&mut found);
    found.truncate(MOST);
    add_excerpts(&mut found, files);
    let rows = found.iter().map(|finding| {
        json!({
            "code": finding.message.code,
            "level": finding.severity().word(language),
            "file": &*finding.file,
            "line": finding.span.map(|span| span.line),
            "column": finding.span.map(|span| span.column),
            "excerpt": finding.excerpt.as_deref(),
            "message": finding.text(language),
            "hint": finding.hint(language),
        })
    });
    Some(rows.collect())
}
