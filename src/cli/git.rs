//! Asks `git` about the portal's folder: from which commit it is built, which of two commits came first, what a file was in one.
//!
//! A machine without git, a folder without a repository and a clone without its history are ordinary: then less is known.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::publish::Kin;

/// What of a portal decides what is built.
pub const SOURCES: [&str; 4] = ["content", "themes", "kinds", "site.toml"];

/// Versions of a file that are looked at, the newest first.
const VERSIONS: &str = "5";

pub struct Git {
    folder: PathBuf,
}

/// What a commit is followed by where the folder has changes that are in none, as `git describe` has it.
const DIRTY: &str = "-dirty";

/// A commit, as it is told with a release.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Commit {
    /// With `-dirty` behind it where the folder has changes that are in no commit.
    pub id: String,
    pub author: String,
    /// When it was made, RFC 3339.
    pub at: String,
}

impl Commit {
    pub fn is_dirty(&self) -> bool {
        self.id.ends_with(DIRTY)
    }
}

impl Git {
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    pub fn of(folder: &Path) -> Git {
        Git { folder: folder.to_owned() }
    }

    /// `None` where there is no git or no repository with a commit in it.
    pub fn open(folder: &Path) -> Option<Git> {
        let git = Git::of(folder);
        git.ask(&["rev-parse", "--verify", "--quiet", "HEAD^{commit}"]).map(|_| git)
    }

    pub fn head(&self) -> Option<Commit> {
        let told = self.ask(&["log", "-1", "--format=%H%n%cI%n%an"])?;
        let mut lines = told.lines();
        let mut next = || lines.next().unwrap_or_default().to_owned();
        let (mut id, at, author) = (next(), next(), next());
        let mut arguments = vec!["status", "--porcelain", "--untracked-files=normal", "--"];
        arguments.extend(SOURCES);
        if self.ask(&arguments).is_none_or(|changes| !changes.trim().is_empty()) {
            id.push_str(DIRTY);
        }
        Some(Commit { id, author, at })
    }

    /// What our commit is to the one that is online.
    pub fn kin(&self, ours: &str, online: &str) -> Kin {
        let (ours, online) = (plain(ours), plain(online));
        if !is_id(ours) || !is_id(online) {
            return Kin::Apart;
        }
        if ours == online {
            return Kin::Same;
        }
        // A clone without its history does not know either, and gives no answer.
        if self.is_before(online, ours) {
            Kin::After
        } else if self.is_before(ours, online) {
            Kin::Before
        } else {
            Kin::Apart
        }
    }

    fn is_before(&self, first: &str, second: &str) -> bool {
        let status = self.command(&["merge-base", "--is-ancestor", first, second]).status();
        status.is_ok_and(|status| status.success())
    }

    /// Commits up to this one that changed a file, the newest first; `path` in the portal.
    pub fn versions(&self, commit: &str, path: &str) -> Vec<String> {
        let commit = plain(commit);
        if !is_id(commit) {
            return Vec::new();
        }
        let told = self.ask(&["log", "--format=%H", "-n", VERSIONS, commit, "--", path]).unwrap_or_default();
        told.lines().map(str::to_owned).collect()
    }

    /// The bytes of a file in a commit; `path` in the portal. `None` where it was not there.
    pub fn show(&self, commit: &str, path: &str) -> Option<Vec<u8>> {
        if !is_id(commit) {
            return None;
        }
        let output = self.command(&["show", &format!("{commit}:./{path}")]).stdout(Stdio::piped()).output().ok()?;
        output.status.success().then_some(output.stdout)
    }

    /// Files below a folder of the portal that are not what they were in a commit, or are gone.
    pub fn changed_since(&self, commit: &str, folder: &str) -> Vec<String> {
        if !is_id(commit) {
            return Vec::new();
        }
        let told = self.ask(&["diff", "--name-only", "--no-renames", "-z", "--relative", commit, "--", folder]);
        told.unwrap_or_default().split('\0').filter(|path| !path.is_empty()).map(str::to_owned).collect()
    }

    pub fn ask(&self, arguments: &[&str]) -> Option<String> {
        let output = self.command(arguments).stdout(Stdio::piped()).output().ok()?;
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
    }

    /// The same as it was said: names of files need not be Unicode.
    pub fn ask_bytes(&self, arguments: &[&str]) -> Option<Vec<u8>> {
        let output = self.command(arguments).stdout(Stdio::piped()).output().ok()?;
        output.status.success().then_some(output.stdout)
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("git");
        command.arg("-C").arg(&self.folder).args(["-c", "core.quotePath=false", "-c", "core.fsmonitor=false"]);
        // What it says of itself is for nobody, and it must neither ask nor wait for another.
        command.args(arguments).env("GIT_OPTIONAL_LOCKS", "0").env("GIT_TERMINAL_PROMPT", "0").env("LC_ALL", "C");
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command
    }
}

/// Without the mark of changes that are in no commit.
fn plain(commit: &str) -> &str {
    commit.strip_suffix(DIRTY).unwrap_or(commit)
}

/// A commit comes from a target, where anybody may have written: nothing else is handed to git.
fn is_id(text: &str) -> bool {
    (7..=64).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(folder: &Path, arguments: &[&str]) {
        let mut command = Command::new("git");
        command.arg("-C").arg(folder).args(["-c", "user.name=Lan", "-c", "user.email=lan@tinh.example"]);
        let output = command.args(arguments).output().unwrap();
        assert!(output.status.success(), "{arguments:?} {}", String::from_utf8_lossy(&output.stderr));
    }

    fn put(folder: &Path, path: &str, text: &str) {
        crate::write::save_file(folder, path, |to| to.write_all(text.as_bytes())).unwrap();
    }

    fn commit(folder: &Path) -> String {
        run(folder, &["add", "-A"]);
        run(folder, &["commit", "-q", "-m", "x"]);
        Git::open(folder).unwrap().head().unwrap().id
    }

    #[test]
    fn commits_are_told_apart_and_files_are_shown_as_they_were() {
        let folder = tempfile::tempdir().unwrap();
        assert!(Git::open(folder.path()).is_none());
        run(folder.path(), &["init", "-q", "-b", "main"]);
        assert!(Git::open(folder.path()).is_none(), "no commit yet");
        let portal = folder.path().join("cổng");
        put(&portal, "content/bão.md", "một");
        let first = commit(folder.path());
        put(&portal, "content/bão.md", "hai");
        put(&portal, "content/anh.svg", "ảnh");
        let second = commit(folder.path());
        run(folder.path(), &["checkout", "-q", "-b", "nhanh", &first]);
        put(&portal, "content/b.md", "ba");
        let aside = commit(folder.path());
        run(folder.path(), &["checkout", "-q", "main"]);

        let git = Git::open(&portal).unwrap();
        let head = git.head().unwrap();
        assert_eq!((&head.id, &*head.author, head.is_dirty()), (&second, "Lan", false));
        assert!(head.at.parse::<jiff::Timestamp>().is_ok(), "{}", head.at);
        assert_eq!(git.kin(&second, &second), Kin::Same);
        assert_eq!(git.kin(&second, &first), Kin::After);
        assert_eq!(git.kin(&first, &second), Kin::Before);
        assert_eq!(git.kin(&aside, &second), Kin::Apart);
        assert_eq!(git.kin(&second, &"0".repeat(40)), Kin::Apart);
        assert_eq!(git.kin(&second, "--output=x"), Kin::Apart);
        assert_eq!(git.show(&first, "content/bão.md").as_deref(), Some("một".as_bytes()));
        assert_eq!(git.show(&first, "content/anh.svg"), None);
        assert_eq!(git.versions(&second, "content/bão.md"), [second.clone(), first.clone()]);
        put(&portal, "content/bão.md", "ba");
        crate::write::remove_file(&portal, "content/anh.svg");
        assert_eq!(git.changed_since(&second, "content"), ["content/anh.svg", "content/bão.md"]);
        let dirty = git.head().unwrap();
        assert!(dirty.is_dirty());
        assert_eq!(git.kin(&dirty.id, &second), Kin::Same);

        let shallow = tempfile::tempdir().unwrap();
        let from = format!("file://{}", folder.path().display());
        run(shallow.path(), &["clone", "-q", "--depth", "1", &from, "."]);
        let git = Git::open(&shallow.path().join("cổng")).unwrap();
        assert_eq!(git.head().unwrap().id, second);
        assert_eq!(git.kin(&second, &first), Kin::Apart, "its history is not there");
    }
}
