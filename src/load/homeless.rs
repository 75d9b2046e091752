//! Says of items that stand in a folder without a section why their keys are not known: they are taken for pages.
//!
//! Without it each such item gets a finding for each of its keys, and none says what is missing: one file beside them.

use std::collections::HashMap;

use serde_yaml::Mapping;

use super::discover::{CONTENT, Source, is_date_folder};
use super::kinds::{Kind, Kinds};
use crate::diag::{Argument, Diagnostic, Span, catalog};

/// Puts one finding in place of those about keys, where they are keys of another kind. `schema`: what the item is taken for.
pub fn explain(source: &Source, mapping: &Mapping, schema: &Kind, kinds: &Kinds, findings: &mut Vec<Diagnostic>) {
    let keys: Vec<&str> = mapping.keys().filter_map(|key| key.as_str()).collect();
    let strange: Vec<&str> = keys.iter().copied().filter(|key| schema.index_of(key).is_none()).collect();
    let Some(kind) = kind_with(&strange, &keys, kinds).filter(|_| !strange.is_empty()) else { return };
    findings.retain(|finding| !std::ptr::eq(finding.message, &catalog::UNKNOWN_KEY));
    let folder = section_folder(&source.home);
    let finding = Diagnostic::new(&catalog::NO_SECTION_KIND, source.path.as_str()).at(Span::new(1, 1, 3)).fatal();
    findings.push(worded(finding.with("folder", folder).with("kind", kind).with("keys", strange.join(", ")), false, 0));
}

/// The folder without those of year and month, which are no sections.
fn section_folder(folder: &str) -> &str {
    match folder.rsplit_once('/') {
        Some((above, name)) if is_date_folder(name) => section_folder(above),
        _ => folder,
    }
}

/// The kind that has all the strange keys; of several the one whose required fields are there, then the most usual.
fn kind_with<'k>(strange: &[&str], keys: &[&str], kinds: &'k Kinds) -> Option<&'k str> {
    let has_all = |kind: &&Kind| strange.iter().all(|key| kind.index_of(key).is_some());
    let lacking = |kind: &&Kind| {
        let lacking = kind.fields.iter().filter(|field| field.required && !keys.contains(&&*field.name)).count();
        (lacking, kind.name != "article")
    };
    let public = kinds.all().iter().filter(|kind| !kind.name.starts_with('_'));
    public.filter(has_all).min_by_key(lacking).map(|kind| &*kind.name)
}

/// One finding for a folder. `has_index`: whether the folder has a file for its section.
pub fn settle(findings: &mut Vec<Diagnostic>, has_index: impl Fn(&str) -> bool) {
    let is_homeless = |finding: &Diagnostic| std::ptr::eq(finding.message, &catalog::NO_SECTION_KIND);
    let mut count: HashMap<String, usize> = HashMap::new();
    findings.retain(|finding| {
        let Some(folder) = folder(finding).filter(|_| is_homeless(finding)) else { return true };
        let count = count.entry(folder.to_owned()).or_default();
        *count += 1;
        *count == 1
    });
    for finding in findings.iter_mut().filter(|finding| is_homeless(finding)) {
        let Some(folder) = folder(finding).map(str::to_owned) else { continue };
        *finding = worded(finding.clone(), has_index(&folder), count.get(&folder).map_or(0, |count| count - 1));
    }
}

fn folder(finding: &Diagnostic) -> Option<&str> {
    argument(finding, "folder")
}

fn argument<'f>(finding: &'f Diagnostic, name: &str) -> Option<&'f str> {
    finding.arguments.iter().find(|argument| argument.name == name).map(|argument: &Argument| &*argument.vi)
}

fn worded(mut finding: Diagnostic, has_index: bool, more: usize) -> Diagnostic {
    finding.arguments.retain(|argument| !matches!(&*argument.name, "what" | "next" | "more"));
    let folder = folder(&finding).unwrap_or_default().to_owned();
    let kind = argument(&finding, "kind").unwrap_or_default().to_owned();
    let (what, next) = if folder == CONTENT {
        (
            ("bài không nằm trong thư mục chuyên mục nào".to_owned(), "the item is in no section's folder".to_owned()),
            (
                format!("Chuyển tệp vào thư mục của chuyên mục, hoặc thêm dòng kind: {kind}"),
                format!("Move it to the folder of a section, or add a line kind: {kind}"),
            ),
        )
    } else if has_index {
        (
            (format!("{folder}/_index.md chưa có kind"), format!("{folder}/_index.md has no kind")),
            (
                format!("Thêm dòng kind: {kind} vào {folder}/_index.md."),
                format!("Add a line kind: {kind} to {folder}/_index.md."),
            ),
        )
    } else {
        (
            (format!("thư mục {folder} chưa có _index.md"), format!("the folder {folder} has no _index.md")),
            (
                format!("Tạo {folder}/_index.md gồm bốn dòng: ---, title: tên chuyên mục, kind: {kind}, ---."),
                format!("Make {folder}/_index.md of four lines: ---, title: the section's name, kind: {kind}, ---."),
            ),
        )
    };
    let more = match more {
        0 => (String::new(), String::new()),
        more => (format!(" và {more} bài khác ở đó"), format!(" and {more} more there")),
    };
    finding.with_words("what", what).with_words("next", next).with_words("more", more)
}
