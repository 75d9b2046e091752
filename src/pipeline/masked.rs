//! Holds pages that show a list of citizens to what keeps it from staying for ever: a day, an end, no search engines.

use std::collections::BTreeSet;

use super::assembly_context::AssemblyContext;
use crate::diag::{Finding, catalog};
use crate::load::document::{Document, Target};
use crate::load::kinds::DateRole;
use crate::model::select_public::PublicSelection;
use crate::path::SourcePath;

/// In Vietnamese and English.
type Both = (&'static str, &'static str);

/// What a page needs: a key, what it is called, and what to write.
const NEEDS: [(&str, Both, Both); 3] = [
    (
        "date",
        ("ngày đăng (date)", "its day (date)"),
        ("Thêm date: ngày công khai danh sách.", "Add date: the day on which the list was made public."),
    ),
    (
        "expires",
        ("ngày gỡ xuống (expires)", "its end (expires)"),
        (
            "Thêm expires: ngày hết hạn niêm yết; trang tự gỡ khỏi cổng từ ngày ấy.",
            "Add expires: the day on which the list need not be public any more; the page then leaves the portal by itself.",
        ),
    ),
    (
        "noindex",
        ("noindex: true", "noindex: true"),
        (
            "Thêm noindex: true để máy tìm kiếm không giữ danh sách.",
            "Add noindex: true, so that search engines do not keep the list.",
        ),
    ),
];

/// Public pages that show such a list and lack something.
pub fn unready(
    context: &AssemblyContext,
    selection: &PublicSelection,
    findings: &mut Vec<Finding>,
) -> BTreeSet<SourcePath> {
    let masked = &context.rows.masked;
    let mut out = BTreeSet::new();
    if masked.is_empty() {
        return out;
    }
    for document in &selection.documents {
        let shown = document
            .refs
            .iter()
            .find(|reference| matches!(&reference.target, Target::File(file) if masked.contains(file)));
        let Some(reference) = shown else { continue };
        for (_, what, next) in NEEDS.iter().filter(|(key, ..)| !has(context, document, key)) {
            let words = |(vi, en): Both| (vi.to_owned(), en.to_owned());
            let finding = Finding::new(&catalog::MASK_PAGE, document.source.as_str()).at(reference.span);
            findings.push(finding.with_words("what", words(*what)).with_words("next", words(*next)).fatal());
            out.insert(document.source.clone());
        }
    }
    out
}

fn has(context: &AssemblyContext, document: &Document, key: &str) -> bool {
    let kind = context.kinds.get(document.kind);
    match key {
        "noindex" => kind.noindex || document.flag(kind, key),
        "expires" => document.role(kind, DateRole::Withdraw).is_some(),
        key => document.get(kind, key).is_some(),
    }
}
