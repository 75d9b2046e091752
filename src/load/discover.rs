//! Turns the list of files below `content/` into sources: sections, items with their language, and other files.
//!
//! Only names are looked at here, never contents.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::config::Config;
use super::ledger::LEDGER;
use super::names::{self, Spoken};
use super::root_files;
pub use super::source::{CONTENT, Source};
use super::source::{Language, Role};
use crate::diag::{Finding, Span, catalog};
use crate::files::{ANSWER_FILES, AUDIT_FILES, Entry, EntryKind, REPORT_FILES, ROOT_FILES, VISIT_FILES};
use crate::path::SourcePath;
use crate::text::control::is_control;
use crate::text::slug::slug;

/// The path under which a link expects a page, where its file has another: `a.md` for `a.MD`, `a.en.md` for `a.EN.markdown`.
pub fn plain_path(path: &SourcePath, group: &str, language: Language) -> Option<SourcePath> {
    if language == 0 {
        return (path.as_str() != group).then(|| SourcePath::new(group));
    }
    let stem = names::page_stem(path.file_name())?;
    let suffix = stem.rsplit('.').next().unwrap_or_default();
    let plain = |suffix: &str| suffix.bytes().all(|byte| byte.is_ascii_lowercase());
    if path.as_str().ends_with(".md") && plain(suffix) {
        return None;
    }
    Some(SourcePath::new(format!("{}.{}.md", group.strip_suffix(".md").unwrap_or(group), suffix.to_ascii_lowercase())))
}

#[derive(Default, Debug)]
pub struct Discovered {
    pub sections: Vec<Source>,
    pub items: Vec<Source>,
    /// Pages that are no readable files of that name: links, pipes, unknown languages, other endings.
    pub blocked: Vec<Source>,
    /// Files that are not Markdown.
    pub files: BTreeSet<SourcePath>,
    /// Folders that cannot be looked into; what they hold is unknown.
    pub closed: Vec<SourcePath>,
    /// Files to be copied to the root of the portal.
    pub roots: Vec<SourcePath>,
    /// Folders of bundles.
    pub bundles: BTreeSet<Arc<str>>,
}

/// How many folders may stand inside each other below `content`: every page says what is above it.
const DEEPEST: usize = 12;

/// The folder that lies one level too deep, of a file somewhere in it.
fn too_deep_in(path: &str) -> Option<&str> {
    path.match_indices('/').nth(DEEPEST + 1).map(|(at, _)| &path[..at])
}

/// `entries`: what lies below the content.
pub fn discover(entries: Vec<Entry>, config: &Config, findings: &mut Vec<Finding>) -> Discovered {
    let mut found = Discovered::default();
    let mut too_deep = BTreeSet::new();
    let mut lost = Vec::new();
    for entry in entries {
        let name = entry.path.as_str();
        if name == LEDGER && entry.kind == EntryKind::File {
            continue;
        }
        if config.workspace.holds(name) {
            continue;
        }
        if let Some(folder) = too_deep_in(name) {
            if !too_deep.contains(folder) {
                too_deep.insert(folder.to_owned());
                let finding = Finding::new(&catalog::FOLDER_DEPTH, folder);
                findings.push(finding.with("limit", DEEPEST.to_string()));
            }
            continue;
        }
        let is_read_elsewhere =
            [ANSWER_FILES, AUDIT_FILES, REPORT_FILES, VISIT_FILES].iter().any(|folder| entry.path.is_below(folder));
        if is_read_elsewhere && entry.kind == EntryKind::File {
            continue;
        }
        if entry.path.is_below(ROOT_FILES) && entry.kind == EntryKind::File && !name.contains(is_control) {
            match root_files::take(&entry) {
                Ok(file) => found.roots.extend(file),
                Err(finding) => findings.push(*finding),
            }
            continue;
        }
        match entry.kind {
            EntryKind::SymbolicLink => {
                findings.push(Finding::new(&catalog::SYMBOLIC_LINK, name));
                found.block(&entry.path, config);
            }
            EntryKind::BadName => findings.push(names::unusable(name, entry.path.file_name())),
            EntryKind::File if name.contains(is_control) => {
                findings.push(names::unusable(name, entry.path.file_name()))
            }
            EntryKind::Closed => {
                findings.push(not_a_file(
                    &entry.path,
                    ("không đọc được thư mục này", "this folder cannot be read"),
                    (
                        "Kiểm tra quyền đọc của thư mục. Các trang trong đó chưa được dựng; phần còn lại của cổng vẫn được dựng.",
                        "Check the folder's permissions. The pages in it are not built; the rest of the portal is.",
                    ),
                ));
                found.closed.push(entry.path);
            }
            EntryKind::Special => {
                findings.push(not_a_file(
                    &entry.path,
                    (
                        "đây là ống dẫn, socket hoặc thiết bị, không phải tệp",
                        "this is a pipe, a socket or a device, not a file",
                    ),
                    ("Xóa nó, hoặc thay bằng một tệp thường.", "Delete it, or put an ordinary file in its place."),
                ));
                found.block(&entry.path, config);
            }
            EntryKind::Twice => {
                findings.push(Finding::new(&catalog::NAME_FORMS, name));
                found.block(&entry.path, config);
            }
            EntryKind::File if names::page_stem(entry.path.file_name()).is_some() => {
                found.add_page(entry.path, config, findings)
            }
            EntryKind::File => match names::meant(entry.path.file_name()) {
                Some(meant) => lost.push((entry.path, meant)),
                None if names::is_left_behind(entry.path.file_name()) => {}
                None if names::is_spaced(name) => findings.push(names::spaced(name)),
                None => drop(found.files.insert(entry.path)),
            },
        }
    }
    found.add_lost(lost, config, findings);
    found.check_names(config, findings);
    found.keep_blocked_alone();
    found
}

fn not_a_file(path: &SourcePath, what: (&str, &str), next: (&str, &str)) -> Finding {
    let words = |(vi, en): (&str, &str)| (vi.to_owned(), en.to_owned());
    Finding::new(&catalog::NOT_A_FILE, path.as_str()).with_words("what", words(what)).with_words("next", words(next))
}

impl Discovered {
    /// Notes a page that cannot be read as what its name says, so that what goes with it stays closed.
    fn block(&mut self, path: &SourcePath, config: &Config) {
        let name = path.file_name();
        let meant = names::meant(name);
        let Some(stem) = meant.as_deref().and_then(names::page_stem).or_else(|| names::page_stem(name)) else { return };
        let (stem, language) = match names::language(stem, &config.languages) {
            Spoken::In(stem, language) => (stem, language),
            Spoken::Unknown(suffix) => (stem.strip_suffix(suffix).map_or(stem, |rest| rest.trim_end_matches('.')), 0),
            Spoken::Meant(stem, _, language) => (stem, language.unwrap_or(0)),
        };
        self.block_as(path, stem, language);
    }

    pub(super) fn block_as(&mut self, path: &SourcePath, stem: &str, language: Language) {
        let stem = if stem.eq_ignore_ascii_case("_index") { "_index" } else { stem };
        let folder: Arc<str> = path.folder().into();
        let (role, home, own) = place(&folder, stem);
        let group = format!("{folder}/{stem}.md").into();
        self.blocked.push(Source { path: path.clone(), language, role, group, home, stem: own });
    }

    /// Pages under names that are not read, unless what was meant stands beside them.
    fn add_lost(&mut self, lost: Vec<(SourcePath, String)>, config: &Config, findings: &mut Vec<Finding>) {
        if lost.is_empty() {
            return;
        }
        let known = self.stems();
        for (path, meant) in lost {
            let stem = names::page_stem(&meant).unwrap_or_default();
            let is_left = names::is_left_behind(path.file_name());
            if is_left && known.contains_key(format!("{}/{stem}", path.folder()).as_str()) {
                continue;
            }
            findings.push(Finding::new(&catalog::OTHER_ENDING, path.as_str()).with("name", meant));
            self.block(&path, config);
        }
    }

    /// The pages by folder and name without the ending.
    pub(super) fn stems(&self) -> BTreeMap<String, SourcePath> {
        let pages = self.sections.iter().chain(&self.items).map(|source| &source.path);
        let stem = |path: &SourcePath| {
            let name = path.file_name();
            format!("{}/{}", path.folder(), names::page_stem(name).unwrap_or(name))
        };
        pages.map(|path| (stem(path), path.clone())).collect()
    }

    /// Where the same page can be read from another file, that one decides.
    fn keep_blocked_alone(&mut self) {
        if self.blocked.is_empty() {
            return;
        }
        let name = |source: &Source| {
            let own = if source.role == Role::Section { "_index".to_owned() } else { slug(&source.stem) };
            (source.home.clone(), own, source.language)
        };
        let readable: BTreeSet<_> = self.sections.iter().chain(&self.items).map(name).collect();
        self.blocked.retain(|source| !readable.contains(&name(source)));
    }

    fn add_page(&mut self, path: SourcePath, config: &Config, findings: &mut Vec<Finding>) {
        let name = path.file_name();
        let stem = names::page_stem(name).unwrap_or(name);
        let (stem, language) = match names::language(stem, &config.languages) {
            Spoken::In(stem, language) => (stem, language),
            Spoken::Meant(rest, suffix, Some(language)) => {
                findings.push(language_suffix(&path, rest, suffix, language, config));
                self.block(&path, config);
                return;
            }
            Spoken::Meant(_, suffix, None) | Spoken::Unknown(suffix) => {
                let finding = Finding::new(&catalog::UNKNOWN_LANGUAGE, path.as_str()).with("suffix", suffix);
                findings.push(finding.with("languages", config.languages.join(", ")));
                self.block(&path, config);
                return;
            }
        };
        if stem != "_index" && stem.eq_ignore_ascii_case("_index") {
            findings.push(names::unusable(path.as_str(), path.file_name()));
            self.block(&path, config);
            return;
        }
        let folder: Arc<str> = path.folder().into();
        let group = format!("{folder}/{stem}.md").into();
        let (role, home, stem) = place(&folder, stem);
        let is_home = role == Role::Section && &*folder == CONTENT;
        if slug(&stem).is_empty() && !is_home {
            findings.push(names::unusable(path.as_str(), &stem).at(Span::new(1, 1, 1)));
            return;
        }
        let source = Source { path, language, role, group, home, stem };
        match role {
            Role::Section => self.sections.push(source),
            Role::Bundle => {
                self.bundles.insert(folder);
                self.items.push(source);
            }
            Role::Item => self.items.push(source),
        }
    }
}

/// The finding for a language that is written in another way than `.en`.
pub(super) fn language_suffix(
    path: &SourcePath,
    stem: &str,
    suffix: &str,
    language: Language,
    config: &Config,
) -> Finding {
    let code = &config.languages[usize::from(language)];
    let name = if language == 0 { format!("{stem}.md") } else { format!("{stem}.{code}.md") };
    Finding::new(&catalog::LANGUAGE_SUFFIX, path.as_str()).with("suffix", suffix).with("name", name)
}

/// What a file is by its name: role, the folder of its section, and what its address is made of.
fn place(folder: &Arc<str>, stem: &str) -> (Role, Arc<str>, Arc<str>) {
    let parent = folder.rsplit_once('/').map_or(CONTENT, |(parent, _)| parent);
    let name = folder.rsplit_once('/').map_or("", |(_, name)| name);
    match stem {
        "_index" => (Role::Section, folder.clone(), name.into()),
        "index" => (Role::Bundle, parent.into(), name.into()),
        stem => (Role::Item, folder.clone(), stem.into()),
    }
}

/// Year and month folders (`2024`, `12`) keep folders small; they are not sections.
pub fn is_date_folder(name: &str) -> bool {
    matches!(name.len(), 2 | 4) && name.bytes().all(|b| b.is_ascii_digit())
}
