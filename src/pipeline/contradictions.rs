//! Turns what translations say against the pages that they translate into findings that name both lines.

use std::sync::Arc;

use crate::diag::{Finding, catalog};
use crate::load::document::Document;
use crate::load::kinds::{DateRole, Kinds};
use crate::model::gate::Gate;
use crate::model::visibility::{self, Contradiction};

pub fn findings(documents: &[Arc<Document>], kinds: &Kinds, gate: Gate) -> Vec<Finding> {
    let finding = |found: Contradiction| {
        let source = found.source.source.as_str();
        let kind = kinds.get(found.source.kind);
        let other = match found.source.get(kind, found.source_key) {
            Some(_) => format!("{source}:{}", found.source.place_of(kind, found.source_key).line),
            None => source.to_owned(),
        };
        let (vi, en) = match found.while_not {
            None => ("còn là bản nháp", "is a draft"),
            Some(DateRole::Withdraw) => ("đã gỡ", "is taken down"),
            Some(_) => ("chưa đăng", "is not published yet"),
        };
        Finding::new(&catalog::TRANSLATION_GATE, found.translation.source.as_str())
            .at(found.translation.place_of(kinds.get(found.translation.kind), found.key))
            .with("key", found.key)
            .with("other", other)
            .with("other_key", found.source_key)
            .with_words("state", (vi.to_owned(), en.to_owned()))
            .related(source)
    };
    visibility::contradictions(documents, kinds, gate).into_iter().map(finding).collect()
}
