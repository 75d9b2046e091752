//! Turns the names that stand beside each other into findings: translations without the dot, copies, names that are one on
//! some disks, names that some disks cannot have. What is certain to be published wrongly is taken out.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::config::Config;
use super::discover::{CONTENT, Discovered, Source, language_suffix};
use super::document::Language;
use super::names;
use crate::diag::{Finding, catalog};

impl Discovered {
    pub(super) fn check_names(&mut self, config: &Config, findings: &mut Vec<Finding>) {
        self.take_undotted(config, findings);
        self.note_copies(findings);
        let paths: Vec<&str> = self
            .sections
            .iter()
            .chain(&self.items)
            .map(|source| source.path.as_str())
            .chain(self.files.iter().map(|path| path.as_str()))
            .collect();
        findings.extend(refused_by_windows(&paths));
        findings.extend(same_but_for_case(&paths));
    }

    /// `chu_en.md` beside `chu.md` is its translation, and would be published as a Vietnamese page.
    fn take_undotted(&mut self, config: &Config, findings: &mut Vec<Finding>) {
        let undotted = |source: &Source| {
            let stem = names::page_stem(source.path.file_name()).filter(|_| source.language == 0)?;
            let (rest, suffix, language) = names::undotted(stem, &config.languages)?;
            Some((rest.to_owned(), suffix.to_owned(), language))
        };
        if !self.sections.iter().chain(&self.items).any(|source| undotted(source).is_some()) {
            return;
        }
        let known = self.stems();
        let mut taken = Vec::new();
        let mut is_translation = |source: &Source| {
            let Some((rest, suffix, language)) = undotted(source) else { return false };
            let folder = source.path.folder();
            let code = &config.languages[usize::from(language)];
            let is_index = matches!(rest.as_str(), "_index" | "index");
            let beside = known.contains_key(&format!("{folder}/{rest}"))
                && !known.contains_key(&format!("{folder}/{rest}.{code}"))
                && language != 0;
            if is_index || beside {
                findings.push(language_suffix(&source.path, &rest, &suffix, language, config));
                taken.push((source.path.clone(), rest, language));
            }
            is_index || beside
        };
        self.sections.retain(|source| !is_translation(source));
        self.items.retain(|source| !is_translation(source));
        for (path, rest, language) in taken {
            self.block_as(&path, &rest, language);
        }
    }

    /// `bài (1).md` beside `bài.md`.
    fn note_copies(&self, findings: &mut Vec<Finding>) {
        let copies: Vec<(&Source, &str)> =
            self.items.iter().filter_map(|source| Some((source, names::original(&source.stem)?))).collect();
        if copies.is_empty() {
            return;
        }
        type Key<'a> = (&'a Arc<str>, &'a str, Language);
        let known: BTreeMap<Key, &Source> =
            self.items.iter().map(|source| ((&source.home, &*source.stem, source.language), source)).collect();
        for (source, original) in copies {
            if let Some(original) = known.get(&(&source.home, original, source.language)) {
                let finding = Finding::new(&catalog::NAME_COPY, source.path.as_str());
                let other = original.path.as_str();
                findings.push(finding.with("original", other).related(other));
            }
        }
    }
}

/// Each file and folder that Windows cannot have, once.
fn refused_by_windows(paths: &[&str]) -> Vec<Finding> {
    let mut found = BTreeSet::new();
    let mut last = "";
    for path in paths {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        if names::is_refused_by_windows(name) {
            found.insert(*path);
        }
        if folder != last {
            last = folder;
            let ends = folder.match_indices('/').map(|(at, _)| at).chain([folder.len()]);
            let parts = ends.map(|end| &folder[..end]).filter(|part| *part != CONTENT);
            found.extend(parts.filter(|part| names::is_refused_by_windows(part.rsplit('/').next().unwrap_or(part))));
        }
    }
    let finding = |path: &str| {
        let name = path.rsplit('/').next().unwrap_or(path);
        Finding::new(&catalog::WINDOWS_NAME, path).with("name", format!("“{name}”"))
    };
    found.into_iter().map(finding).collect()
}

/// Files and folders that are one where case does not count. Two pages of one folder want one address, which is told
/// already.
fn same_but_for_case(paths: &[&str]) -> Vec<Finding> {
    let is_simple = |name: &str| !name.bytes().any(|byte| byte.is_ascii_uppercase() || !byte.is_ascii());
    let lower = |name: &str| name.to_lowercase();
    let is_page = |path: &str| names::page_stem(path.rsplit('/').next().unwrap_or(path)).is_some();
    let capital: Vec<&&str> = paths.iter().filter(|path| !is_simple(path) && lower(path) != ***path).collect();
    if capital.is_empty() {
        return Vec::new();
    }
    let folders = |path: &'_ str| path.match_indices('/').map(|(at, _)| at).collect::<Vec<_>>();
    let mut by_lower: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for path in &capital {
        for end in folders(path).into_iter().chain([path.len()]) {
            by_lower.entry(lower(&path[..end])).or_default().insert(&path[..end]);
        }
    }
    // Of those without capitals only what stands beside one with them counts.
    for path in paths {
        for end in folders(path).into_iter().chain([path.len()]) {
            if let Some(same) = by_lower.get_mut(&path[..end]) {
                same.insert(&path[..end]);
            }
        }
    }
    let mut found = Vec::new();
    for same in by_lower.into_values().filter(|same| same.len() > 1) {
        let mut same: Vec<&str> = same.into_iter().collect();
        let Some(first) = same.pop() else { continue };
        // What stands in two such folders differs by the folders, which is told of them.
        let in_one = |path: &&str| {
            path.rsplit_once('/').map(|(folder, _)| folder) == first.rsplit_once('/').map(|(folder, _)| folder)
        };
        for path in same.into_iter().filter(in_one).filter(|path| !(is_page(path) && is_page(first))) {
            let finding = Finding::new(&catalog::NAME_CASE, path);
            found.push(finding.with("other", first).related(first));
        }
    }
    found
}
