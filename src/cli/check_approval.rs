//! Holds approvals against git: whoever set the approval of a page, or changed it afterwards, must be one of those who may approve it.
//!
//! Asked by `cong check --since` and `--staged`, of the pages that have changed. A commit of somebody who may approve a page approves it
//! as it then is, so its approval need not be written anew on the same day. An author is what git says: whoever must be sure of it asks
//! for signed commits where they are taken in.

use std::collections::BTreeSet;

use super::Common;
use super::check_range::Range;
use super::git::Git;
use super::git_authors::Authored;
use crate::diag::{Finding, Span, catalog};
use crate::files::{Files, Memory};
use crate::load::approval;
use crate::load::config::Config;
use crate::load::document::{Document, Role};
use crate::load::workflow::Workflow;
use crate::pipeline::{self, Checked};

/// What the pages of a range are held against.
struct Review<'a> {
    git: &'a Git,
    workflow: &'a Workflow,
    /// As the portal is now.
    files: &'a dyn Files,
    /// The newest first.
    steps: Vec<Authored>,
    /// Files that the range has brought.
    added: BTreeSet<String>,
    /// Where the range began.
    parted: Option<String>,
}

/// `files`: what was checked.
pub fn findings(checked: &Checked, range: &Range, files: &dyn Files, common: &Common) -> Vec<Finding> {
    if checked.reviewed.is_empty() && !range.has(pipeline::SITE) {
        return Vec::new();
    }
    let Ok(Some(config)) = pipeline::config(files, &mut Vec::new()) else { return Vec::new() };
    let git = Git::of(&common.folder);
    let parted = range.base.as_ref().and_then(|base| git.parted(base));
    let since = |base: &String| (git.authored_since(base), git.added_since(base));
    let (commits, added) = parted.as_ref().map(since).unwrap_or_default();
    let steps: Vec<Authored> = git.uncommitted().into_iter().chain(commits).collect();
    // Nobody makes himself an approver, or his page one of before, on the way.
    let from = parted.clone().or_else(|| git.commit("HEAD"));
    let before = from.and_then(|commit| workflow_of(&git, &commit)).filter(Workflow::is_on);
    let others_rules = before.as_ref().filter(|before| **before != config.workflow);
    let others_rules = others_rules.and_then(|before| settings(before, &steps, &config));
    let workflow = before.as_ref().filter(|_| parted.is_some()).unwrap_or(&config.workflow);
    let review = Review { git: &git, workflow, files, steps, added, parted };
    checked.reviewed.iter().filter_map(|document| review.finding(document, range)).chain(others_rules).collect()
}

/// Rules of approval that somebody has changed who may not approve everything: whoever sets the day from which pages are asked for, or takes
/// the table out, approves whatever that lets through.
fn settings(before: &Workflow, steps: &[Authored], config: &Config) -> Option<Finding> {
    let step = steps.iter().find(|step| step.files.contains(pipeline::SITE))?;
    if before.approves_all(&step.email) {
        return None;
    }
    let finding = config.at(&catalog::WORKFLOW_SETTINGS, "workflow").with_words("commit", commit_words(step));
    Some(finding.with("author", format!("{} <{}>", step.name, step.email)).with("names", before.all_names().join(", ")))
}

/// A commit as it is told.
fn commit_words(step: &Authored) -> (String, String) {
    match &step.commit {
        Some(id) => (id.chars().take(10).collect(), id.chars().take(10).collect()),
        None => ("chưa commit".to_owned(), "not committed yet".to_owned()),
    }
}

/// The workflow of a portal as it was in a commit.
fn workflow_of(git: &Git, commit: &str) -> Option<Workflow> {
    let mut files = Memory::new();
    files.put(pipeline::SITE, git.show(commit, pipeline::SITE)?);
    pipeline::config(&files, &mut Vec::new()).ok()?.map(|config| config.workflow)
}

impl Review<'_> {
    fn finding(&self, document: &Document, range: &Range) -> Option<Finding> {
        if !document.approval.asked {
            return self.backdated(document);
        }
        let is_changed =
            self.steps.iter().any(|step| self.touches(step, document)) || range.has(document.source.as_str());
        if document.approval.stage.is_some() || !is_changed {
            return None;
        }
        let file = document.source.as_str();
        for step in self.steps.iter().filter(|step| self.touches(step, document)) {
            // What came after, or beside it in another branch, is approved by nobody.
            let is_as_now =
                || step.commit.is_none() || self.text(step.commit.as_deref(), file) == self.text(None, file);
            if self.workflow.is_approver(&step.email, file) {
                match is_as_now() {
                    true => return None,
                    false => continue,
                }
            }
            let after = approval::split(&self.text(step.commit.as_deref(), file));
            let before = approval::split(&self.text_before(step.commit.as_deref(), file));
            if approval::signature(&after.0) != approval::signature(&before.0) {
                return Some(self.told(&catalog::WORKFLOW_AUTHOR, document, step));
            }
            let mut others = step.files.iter().filter(|other| *other != file && is_of(other, document)).peekable();
            if after.1 != before.1 || others.peek().is_some() {
                // The range may have nothing but these.
                let told = self.told(&catalog::WORKFLOW_STALE, document, step);
                return Some(others.fold(told, |told, other| told.related(other)));
            }
        }
        None
    }

    fn told(&self, message: &'static crate::diag::Message, document: &Document, step: &Authored) -> Finding {
        let file = document.source.as_str();
        let text = self.text(None, file);
        let line = text.lines().position(|line| line.starts_with(approval::WORKFLOW)).map_or(1, |line| line + 1);
        let author = format!("{} <{}>", step.name, step.email);
        let finding = Finding::new(message, file).at(Span::new(line, 1, approval::WORKFLOW.len()));
        let finding = finding.with("author", &author).with("changed", &author).with_words("commit", commit_words(step));
        finding.with("names", self.workflow.names(file).join(", "))
    }

    /// A page that nobody approves since it says that it is of before, and that was not there then or had another day.
    fn backdated(&self, document: &Document) -> Option<Finding> {
        let file = document.source.as_str();
        let since = self.workflow.since.as_deref().filter(|_| document.approval.stage.is_none())?;
        let text = self.text(None, file);
        let (line, day) = dated(&text)?;
        let before = || self.parted.as_ref().map(|parted| self.text(Some(parted), file)).unwrap_or_default();
        let is_other = || dated(&before()).is_some_and(|(_, before)| before != day);
        let is_changed = || self.steps.iter().any(|step| self.touches(step, document));
        let is_new = self.added.contains(file) || (is_changed() && is_other());
        if !is_new {
            return None;
        }
        let finding = Finding::new(&catalog::WORKFLOW_BACKDATED, file).at(Span::new(line + 1, 1, 4));
        Some(finding.with("day", day.trim()).with("since", since))
    }

    fn touches(&self, step: &Authored, document: &Document) -> bool {
        step.files.iter().any(|file| is_of(file, document))
    }

    /// A page as it was in a commit, or is now; empty where it was not there.
    fn text(&self, commit: Option<&str>, file: &str) -> String {
        let bytes = match commit {
            Some(commit) => self.git.show(commit, file),
            None => self.files.read(file).ok(),
        };
        String::from_utf8_lossy(&bytes.unwrap_or_default()).into_owned()
    }

    fn text_before(&self, commit: Option<&str>, file: &str) -> String {
        let name = commit.map_or_else(|| "HEAD".to_owned(), |commit| format!("{commit}^"));
        self.git.commit(&name).map(|before| self.text(Some(&before), file)).unwrap_or_default()
    }
}

/// The day of a page with its line, from 0.
fn dated(text: &str) -> Option<(usize, &str)> {
    text.lines().enumerate().find_map(|(at, line)| Some((at, day(line)?)))
}

fn day(line: &str) -> Option<&str> {
    let rest = ["date", "\"date\"", "'date'"].iter().find_map(|key| line.trim_start().strip_prefix(key))?;
    Some(rest.trim_start().strip_prefix(':')?.trim().trim_matches(['"', '\'']))
}

/// Whether a file is a page, one that it shows, or one that stands in its folder and is no page itself.
fn is_of(file: &str, document: &Document) -> bool {
    let source = document.source.as_str();
    let is_beside = || {
        document.role == Role::Bundle
            && !file.ends_with(".md")
            && file.strip_prefix(document.source.folder()).is_some_and(|rest| rest.starts_with('/'))
    };
    let is_shown = || document.refs.iter().any(|own| own.target.file().is_some_and(|shown| shown.as_str() == file));
    file == source || is_beside() || is_shown()
}
