//! Turns what was found into fewer and plainer findings: a mistake in a template is reported once, a file that nobody
//! uses by what it probably is.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::sync::Arc;

use crate::diag::{Argument, Finding, MOST_OF_EACH, Span, catalog, nearest};
use crate::files::Files;
use crate::load::schema;
use crate::path::SourcePath;

/// File, place, and all that is said but the page.
type Mistake = (Arc<str>, Option<Span>, Vec<Argument>);

/// A mistake in a template is one mistake, however many pages it costs: it is told of the first of them, with how many more.
pub fn once_each(findings: Vec<Finding>) -> Vec<Finding> {
    let of_template =
        |finding: &Finding| [&catalog::TEMPLATE_RENDER, &catalog::TEMPLATE_MISSING].contains(&finding.message);
    let mut told: Vec<(Finding, usize)> = Vec::new();
    let mut known: BTreeMap<Mistake, usize> = BTreeMap::new();
    for finding in findings {
        if !of_template(&finding) {
            told.push((finding, 0));
            continue;
        }
        let others = finding.arguments.iter().filter(|argument| argument.name != "page").cloned().collect();
        match known.entry((finding.file.clone(), finding.span, others)) {
            Entry::Occupied(first) => {
                let (first, more) = &mut told[*first.get()];
                *more += 1;
                if *more < MOST_OF_EACH {
                    first.related.extend(finding.related);
                }
            }
            Entry::Vacant(place) => {
                place.insert(told.len());
                told.push((finding, 0));
            }
        }
    }
    told.into_iter().map(|(finding, more)| if more == 0 { finding } else { and_more(finding, more) }).collect()
}

fn and_more(mut finding: Finding, more: usize) -> Finding {
    if let Some(page) = finding.arguments.iter_mut().find(|argument| argument.name == "page") {
        page.en = Some(format!("{} and {more} more", page.vi));
        page.vi = format!("{} và {more} trang khác", page.vi);
    }
    finding
}

/// No page names this file.
pub fn unused(path: &SourcePath, files: &dyn Files) -> Finding {
    if let Some(name) = page_without_ending(path, files) {
        return Finding::new(&catalog::OTHER_ENDING, path.as_str()).with("name", name);
    }
    let (vi, en) = what_to_do(path.file_name());
    Finding::new(&catalog::UNUSED_FILE, path.as_str()).with_words("next", (vi.to_owned(), en.to_owned()))
}

/// No table is shown by this schema: none of its name stands beside it, or no page shows that as a table.
pub fn idle_schema(schema: &SourcePath, files: &BTreeSet<SourcePath>) -> Finding {
    let finding = Finding::new(&catalog::SCHEMA_UNUSED, schema.as_str());
    if let Some(table) = schema::tables_of(schema, files).first() {
        let name = table.file_name();
        if schema::is_map(name) {
            let next = (
                format!(
                    "Không trang nào hiện {name} thành bản đồ: thêm ![Tên bản đồ]({name}) vào trang, hoặc xóa lược đồ."
                ),
                format!(
                    "No page shows {name} as a map: add ![Name of the map]({name}) to the page, or delete the schema."
                ),
            );
            return finding.with_words("next", next);
        }
        let next = (
            format!("Không trang nào hiện {name} thành bảng: thêm table: {name} vào trang, hoặc xóa lược đồ."),
            format!("No page shows {name} as a table: add table: {name} to the page, or delete the schema."),
        );
        return finding.with_words("next", next);
    }
    let stem = schema.file_name().strip_suffix(schema::ENDING).unwrap_or_default();
    let beside = files.iter().filter(|file| file.folder() == schema.folder() && schema::is_table(file.as_str()));
    let names: Vec<&str> = beside.map(|file| file.file_name()).collect();
    let near = nearest(&format!("{stem}.csv"), names.iter().copied()).map(|name| {
        let meant = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        (
            format!("Cạnh nó có {name}: đổi tên lược đồ thành {meant}{}.", schema::ENDING),
            format!("Beside it stands {name}: rename the schema {meant}{}.", schema::ENDING),
        )
    });
    let none = || {
        (
            format!(
                "Lược đồ mang tên của bảng đứng cạnh nó: {stem}.csv, {stem}.xlsx hoặc {stem}.ods. Đổi tên hoặc xóa tệp."
            ),
            format!(
                "A schema is named after the table beside it: {stem}.csv, {stem}.xlsx or {stem}.ods. Rename it or delete it."
            ),
        )
    };
    finding.with_words("next", near.unwrap_or_else(none))
}

/// The name that a page should have had whose own ends in `.txt` or in nothing: it begins with front matter.
fn page_without_ending(path: &SourcePath, files: &dyn Files) -> Option<String> {
    let name = path.file_name();
    let stem = name.strip_suffix(".txt").or_else(|| (!name.contains('.')).then_some(name))?;
    let mut start = String::new();
    files.open(path.as_str()).ok()?.take(8).read_to_string(&mut start).ok()?;
    start.trim_start_matches('\u{feff}').lines().next().filter(|line| line.trim_end() == "---")?;
    Some(format!("{stem}.md"))
}

/// By the name of a file that nobody uses: perhaps it was meant as a page.
fn what_to_do(name: &str) -> (&'static str, &'static str) {
    /// Endings of texts that another program has written.
    const TEXTS: [&str; 6] = [".doc", ".docx", ".odt", ".rtf", ".pages", ".html"];
    let name = name.to_lowercase();
    if TEXTS.iter().any(|ending| name.ends_with(ending)) {
        return (
            "Nếu đây là một bài thì chép nội dung vào một tệp .md (tạo bằng: cong new article \"Tiêu đề\"). Nếu để tải về thì đưa vào attachments của một bài hoặc liên kết tới nó. Không dùng thì xóa tệp.",
            "If this is an item, copy its text into a .md file (made by: cong new article \"Title\"). If it is to be downloaded, list it under attachments of an item or link to it. If neither, delete it.",
        );
    }
    (
        "Đưa tệp vào attachments hoặc liên kết tới nó, hoặc xóa tệp.",
        "List it under attachments, link to it, or delete it.",
    )
}
