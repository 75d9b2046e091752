//! Turns what translations say against the pages that they translate into findings that name both lines.

use std::sync::Arc;

use crate::diag::{Diagnostic, catalog};
use crate::files::Files;
use crate::load::document::Document;
use crate::load::kinds::{DateRole, Kinds};
use crate::model::doors::{self, Contradiction};
use crate::model::gate::Gate;

pub fn findings(documents: &[Arc<Document>], kinds: &Kinds, files: &dyn Files, gate: Gate) -> Vec<Diagnostic> {
    let finding = |found: Contradiction| {
        let source = found.source.source.as_str();
        let line = line_of(files, source, found.source_key);
        let other = line.map_or_else(|| source.to_owned(), |line| format!("{source}:{line}"));
        let (vi, en) = match found.while_not {
            None => ("còn là bản nháp", "is a draft"),
            Some(DateRole::Withdraw) => ("đã gỡ", "is taken down"),
            Some(_) => ("chưa đăng", "is not published yet"),
        };
        Diagnostic::new(&catalog::TRANSLATION_GATE, found.translation.source.as_str())
            .about_key(found.key)
            .with("key", found.key)
            .with("other", other)
            .with("other_key", found.source_key)
            .with_words("state", (vi.to_owned(), en.to_owned()))
            .related(source)
    };
    doors::contradictions(documents, kinds, gate).into_iter().map(finding).collect()
}

/// Where a key of the front matter stands.
fn line_of(files: &dyn Files, path: &str, key: &str) -> Option<usize> {
    let bytes = files.read(path).ok()?;
    let text = String::from_utf8_lossy(&bytes);
    let is_key = |line: &str| line.strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with(':'));
    text.lines().position(is_key).map(|at| at + 1)
}
