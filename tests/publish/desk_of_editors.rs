//! A portal in a folder of its own, with a folder beside it that it is published to.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;
use walkdir::WalkDir;

use crate::command::{Run, Workspace};
use crate::site_builder::{SITE_TOML, Site};

pub struct Desk {
    pub portal: Workspace,
    pub place: TempDir,
}

impl Desk {
    /// With a target `thu`.
    pub fn new(site: Site) -> Desk {
        let place = tempfile::tempdir().unwrap();
        let target = format!("{SITE_TOML}\n[publish.thu]\ntarget = \"file:{}/web\"\n", place.path().display());
        Desk { portal: Workspace::with(&site.file("site.toml", &target)), place }
    }

    pub fn without_target(site: Site) -> Desk {
        Desk { portal: Workspace::with(&site), place: tempfile::tempdir().unwrap() }
    }

    pub fn run(&self, arguments: &[&str]) -> Run {
        self.portal.cong(arguments)
    }

    pub fn publish(&self, more: &[&str]) -> Run {
        self.run(&[&["publish", "thu"], more].concat())
    }

    pub fn published(&self) {
        let run = self.publish(&[]);
        assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    }

    pub fn json(&self, arguments: &[&str]) -> Value {
        let run = self.run(&[arguments, &["--json"]].concat());
        serde_json::from_str(&run.out).unwrap_or_else(|error| panic!("{error}: {}{}", run.out, run.err))
    }

    pub fn write(&self, path: &str, text: &str) {
        let path = self.portal.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    pub fn remove(&self, path: &str) {
        let path = self.portal.join(path);
        if path.is_dir() { std::fs::remove_dir_all(path).unwrap() } else { std::fs::remove_file(path).unwrap() }
    }

    fn current(&self) -> PathBuf {
        self.place.path().join("web/current")
    }

    pub fn online_bytes(&self, path: &str) -> Option<Vec<u8>> {
        std::fs::read(self.current().join(path)).ok()
    }

    /// What a reader gets.
    pub fn online(&self, path: &str) -> Option<String> {
        self.online_bytes(path).map(|bytes| String::from_utf8(bytes).unwrap())
    }

    /// As somebody does who is logged in there: with a file of its own, not through a link.
    pub fn overwrite_online(&self, path: &str, text: &str) {
        let path = self.current().join(path);
        let _ = std::fs::remove_file(&path);
        std::fs::write(path, text).unwrap();
    }

    pub fn everything_online(&self) -> BTreeMap<String, Vec<u8>> {
        let files =
            WalkDir::new(self.place.path()).into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file());
        files.map(|entry| (entry.path().display().to_string(), std::fs::read(entry.path()).unwrap())).collect()
    }

    /// Without what differs from run to run.
    pub fn plain(&self, text: &str) -> String {
        text.replace(&self.place.path().display().to_string(), "PLACE")
    }

    pub fn git(&self, arguments: &[&str]) {
        let mut command = Command::new("git");
        command.arg("-C").arg(self.portal.path()).args(["-c", "user.name=Lan", "-c", "user.email=lan@tinh.example"]);
        let output = command.args(arguments).output().unwrap();
        assert!(output.status.success(), "{arguments:?} {}", String::from_utf8_lossy(&output.stderr));
    }

    /// All sources as a commit.
    pub fn commit(&self) {
        if !Path::new(&self.portal.join(".git")).exists() {
            self.git(&["init", "-q", "-b", "main"]);
        }
        self.git(&["add", "-A", "content", "site.toml"]);
        self.git(&["commit", "-q", "-m", "x"]);
    }
}
