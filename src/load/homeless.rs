//! Says of items that stand in a folder without a section why their keys are not known: they are taken for pages.
//!
//! Without it each such item gets a finding for each of its keys, and none says what is missing: one file beside them.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::discover::{CONTENT, is_date_folder};
use super::kinds::Kinds;
use crate::diag::{Argument, Finding, Span, catalog};

/// The mark on a finding about a key of an item that does not say its kind itself.
const UNNAMED: &str = "unnamed";

/// Marks the findings about keys of an item that does not say its kind.
pub fn mark(findings: &mut [Finding]) {
    for finding in findings.iter_mut().filter(|finding| std::ptr::eq(finding.message, &catalog::UNKNOWN_KEY)) {
        finding.arguments.push(Argument { name: Cow::Borrowed(UNNAMED), vi: String::new(), en: None });
    }
}

/// What a folder has of a section.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Section {
    /// Its items are of a kind that it names.
    Kind,
    /// It names none.
    Index,
    Nothing,
}

/// Puts one finding for a folder in place of those about the keys of its items, where these are keys of another kind.
pub fn settle(findings: &mut Vec<Finding>, kinds: &Kinds, section: impl Fn(&str) -> Section) {
    let mut folders: BTreeMap<String, BTreeMap<String, Vec<String>>> = BTreeMap::new();
    for finding in findings.iter() {
        if let Some((folder, key)) = homeless(finding).filter(|(folder, _)| section(folder) != Section::Kind) {
            let files = folders.entry(folder.to_owned()).or_default();
            files.entry(finding.file.to_string()).or_default().push(key.to_owned());
        }
    }
    for (folder, files) in folders {
        let Some((first, keys)) = files.first_key_value() else { continue };
        let Some(kind) = kind_with(files.values().flatten(), kinds) else { continue };
        findings.retain(|finding| homeless(finding).is_none_or(|(own, _)| own != folder));
        let finding = Finding::new(&catalog::NO_SECTION_KIND, first).at(Span::new(1, 1, 3)).fatal();
        let finding = worded(finding.with("keys", keys.join(", ")), &folder, kind, section(&folder));
        let more = match files.len() - 1 {
            0 => (String::new(), String::new()),
            more => (format!(" và {more} bài khác ở đó"), format!(" and {more} more there")),
        };
        findings.push(files.keys().skip(1).fold(finding.with_words("more", more), Finding::related));
    }
}

/// The section folder of the file that a finding about a key is in, and the key.
fn homeless(finding: &Finding) -> Option<(&str, &str)> {
    let argument = |name: &str| finding.arguments.iter().find(|argument| argument.name == name);
    argument(UNNAMED).filter(|_| std::ptr::eq(finding.message, &catalog::UNKNOWN_KEY))?;
    let (folder, name) = finding.file.rsplit_once('/')?;
    // The folder of a bundle is the page's own.
    let is_bundle = name == "index.md" || name.starts_with("index.") && name.ends_with(".md");
    let folder = folder.rsplit_once('/').filter(|_| is_bundle).map_or(folder, |(above, _)| above);
    Some((section_folder(folder), &argument("key")?.vi))
}

/// The folder without those of year and month, which are no sections.
fn section_folder(folder: &str) -> &str {
    match folder.rsplit_once('/') {
        Some((above, name)) if is_date_folder(name) => section_folder(above),
        _ => folder,
    }
}

/// The kind that has all these keys, the most usual first.
fn kind_with(keys: impl Iterator<Item = impl AsRef<str>>, kinds: &Kinds) -> Option<&str> {
    let keys: Vec<_> = keys.collect();
    let public = kinds.all().iter().filter(|kind| !kind.name.starts_with('_'));
    let fitting = public.filter(|kind| keys.iter().all(|key| kind.index_of(key.as_ref()).is_some()));
    fitting.min_by_key(|kind| kind.name != "article").map(|kind| &*kind.name)
}

fn worded(finding: Finding, folder: &str, kind: &str, section: Section) -> Finding {
    let (what, next) = if folder == CONTENT {
        (
            ("bài không nằm trong thư mục chuyên mục nào".to_owned(), "the item is in no section's folder".to_owned()),
            (
                format!("Chuyển tệp vào thư mục của chuyên mục, hoặc thêm dòng kind: {kind}"),
                format!("Move it to the folder of a section, or add a line kind: {kind}"),
            ),
        )
    } else if section == Section::Index {
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
    finding.with_words("what", what).with_words("next", next)
}
