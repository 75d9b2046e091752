//! Asks `git` who has changed which file since a commit, and who would now.

use std::collections::BTreeSet;

use super::git::Git;
use crate::text::fold::nfc;

/// A commit, or what is not in one yet.
#[derive(Debug)]
pub struct Authored {
    /// `None` for what is in no commit.
    pub commit: Option<String>,
    pub name: String,
    pub email: String,
    /// Files of the portal that it changed.
    pub files: BTreeSet<String>,
}

impl Git {
    /// Commits after this one, the newest first. A merge counts with what it made otherwise than all its parents. Names are those of the
    /// commits: `.mailmap` is a file that anybody may bring along.
    pub fn authored_since(&self, commit: &str) -> Vec<Authored> {
        let range = format!("{commit}..HEAD");
        let format = "--format=%x01%H%x02%an%x02%ae%x02";
        let told = self.ask(&[
            "log",
            "--topo-order",
            "--cc",
            "--name-only",
            "--no-renames",
            "--relative",
            "-z",
            format,
            &range,
        ]);
        let told = told.unwrap_or_default();
        told.split('\u{1}').filter_map(authored).collect()
    }

    /// What is in no commit, and who would make the next one; `None` where nothing is or nobody is known.
    pub fn uncommitted(&self) -> Option<Authored> {
        let files = self.with_untracked(&["diff", "HEAD", "--name-only", "--no-renames", "--relative", "-z"]);
        let of = |key| self.ask(&["config", key]).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        let email = of("user.email").filter(|_| !files.is_empty())?;
        Some(Authored { commit: None, name: of("user.name").unwrap_or_default(), email, files })
    }

    /// Files that were in no place in a commit, those that are in none yet among them.
    pub fn added_since(&self, commit: &str) -> BTreeSet<String> {
        self.with_untracked(&["diff", "-M", "--diff-filter=A", "--name-only", "--relative", "-z", commit])
    }

    fn with_untracked(&self, command: &[&str]) -> BTreeSet<String> {
        [self.names(command), self.untracked()].into_iter().flatten().flatten().collect()
    }
}

/// `ID\x02NAME\x02EMAIL\x02\0\nFILE\0FILE\0`
fn authored(text: &str) -> Option<Authored> {
    let mut parts = text.splitn(4, '\u{2}');
    let (commit, name, email) = (parts.next()?, parts.next()?, parts.next()?);
    let files = files(parts.next().unwrap_or_default());
    Some(Authored { commit: Some(commit.to_owned()), name: name.to_owned(), email: email.to_owned(), files })
}

fn files(text: &str) -> BTreeSet<String> {
    let names = text.split('\0').map(|name| name.trim_start_matches('\n')).filter(|name| !name.is_empty());
    names.map(|name| nfc(name).into_owned()).collect()
}
