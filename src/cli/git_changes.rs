//! Asks `git` what has changed: since a commit, and in the index. Files are named as in the portal.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;

use super::git::{Git, SOURCES};
use crate::files::{Files, Overlay};
use crate::text::fold::nfc;

/// Files that are not what they were, and those of them that are gone.
#[derive(Default, Debug)]
pub struct Changed {
    pub files: BTreeSet<String>,
    pub gone: BTreeSet<String>,
}

impl Git {
    /// `None` where there is no git or no repository; there need be no commit in it.
    pub fn around(folder: &Path) -> Option<Git> {
        let git = Git::of(folder);
        git.ask(&["rev-parse", "--is-inside-work-tree"]).filter(|said| said.trim() == "true").map(|_| git)
    }

    /// Of the portal within its repository: `portal/`, or empty.
    pub fn prefix(&self) -> String {
        self.ask(&["rev-parse", "--show-prefix"]).unwrap_or_default().trim_end_matches('\n').to_owned()
    }

    /// Where git looks for a hook.
    pub fn hook(&self, name: &str) -> Option<PathBuf> {
        let told = self.ask(&["rev-parse", "--git-path", &format!("hooks/{name}")])?;
        Some(self.folder().join(told.trim_end_matches('\n')))
    }

    /// The commit that a name stands for.
    pub fn commit(&self, name: &str) -> Option<String> {
        let told =
            self.ask(&["rev-parse", "--verify", "--quiet", "--end-of-options", &format!("{name}^{{commit}}")])?;
        Some(told.trim().to_owned())
    }

    /// What is not as it was where this commit and ours parted, with files that git does not know yet.
    pub fn since(&self, commit: &str) -> Option<Changed> {
        let parted = self.parted(commit);
        let mut changed = self.changes(&["diff", parted.as_deref().unwrap_or(commit)])?;
        changed.files.extend(self.untracked()?);
        Some(changed)
    }

    /// What the next commit changes.
    pub fn staged(&self) -> Option<Changed> {
        self.changes(&["diff", "--cached"])
    }

    fn changes(&self, command: &[&str]) -> Option<Changed> {
        let told = self.ask(&[command, &["--name-status", "--no-renames", "--relative", "-z"]].concat())?;
        let mut changed = Changed::default();
        let mut words = told.split('\0');
        while let (Some(status), Some(path)) = (words.next(), words.next()) {
            if status == "D" {
                changed.gone.insert(nfc(path).into_owned());
            }
            changed.files.insert(nfc(path).into_owned());
        }
        Some(changed)
    }

    /// Where our history and that of a commit parted.
    pub fn parted(&self, commit: &str) -> Option<String> {
        self.ask(&["merge-base", commit, "HEAD"]).map(|id| id.trim().to_owned())
    }

    /// Files that git does not know.
    pub fn untracked(&self) -> Option<Vec<String>> {
        self.names(&["ls-files", "--others", "--exclude-standard", "-z"])
    }

    /// The files that a command names, with `-z`.
    pub fn names(&self, command: &[&str]) -> Option<Vec<String>> {
        let told = self.ask(command)?;
        Some(told.split('\0').filter(|path| !path.is_empty()).map(|path| nfc(path).into_owned()).collect())
    }

    /// The portal as the next commit has it.
    pub fn index(&self, under: Arc<dyn Files>) -> Option<Overlay> {
        let told = self.ask(
            &[&["diff", "--raw", "--no-renames", "--no-abbrev", "--relative", "-z", "--"], &SOURCES[..]].concat(),
        )?;
        let (mut blobs, mut gone) = (Vec::new(), BTreeSet::new());
        let mut words = told.split('\0');
        // `:100644 100644 OLD NEW M`, path.
        while let (Some(about), Some(path)) = (words.next(), words.next()) {
            let mut about = about.trim_start_matches(':').split(' ');
            let (mode, id, status) = (about.next(), about.nth(1), about.nth(1));
            match (mode, id, status) {
                // Two versions that are not merged: the file says it itself.
                (_, _, Some("U")) => {}
                (Some("000000"), ..) => drop(gone.insert(nfc(path).into_owned())),
                (_, Some(id), _) => blobs.push((nfc(path).into_owned(), id.to_owned())),
                _ => {}
            }
        }
        let untracked = [&["ls-files", "--others", "-z", "--"], &SOURCES[..]].concat();
        gone.extend(self.names(&untracked)?);
        let over = self.blobs(&blobs)?;
        Some(Overlay::new(under, over).without(gone))
    }

    /// The bytes of blobs, by the path that each stands for, from one run of git.
    pub fn blobs(&self, wanted: &[(String, String)]) -> Option<BTreeMap<String, Vec<u8>>> {
        if wanted.is_empty() {
            return Some(BTreeMap::new());
        }
        let mut command: Command = self.command(&["cat-file", "--batch"]);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().ok()?;
        let mut stdin = child.stdin.take()?;
        let ids: String = wanted.iter().map(|(_, id)| format!("{id}\n")).collect();
        // It answers while it is asked, and would wait for a reader.
        let asking = std::thread::spawn(move || stdin.write_all(ids.as_bytes()));
        let told = child.wait_with_output().ok()?.stdout;
        asking.join().ok()?.ok()?;
        let mut rest = &told[..];
        let mut found = BTreeMap::new();
        for (path, _) in wanted {
            let end = memchr::memchr(b'\n', rest)?;
            let head = std::str::from_utf8(&rest[..end]).ok()?;
            rest = &rest[end + 1..];
            // `ID blob SIZE`, or `ID missing`.
            let Some(size) = head.split(' ').nth(2) else { continue };
            let size: usize = size.parse().ok()?;
            found.insert(path.clone(), rest.get(..size)?.to_vec());
            rest = rest.get(size + 1..)?;
        }
        Some(found)
    }
}
