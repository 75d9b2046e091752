//! A portal in a folder, with an editor who checks it.

use std::process::Command;

use serde_json::Value;

use crate::command::{Run, Workspace};
use crate::site_builder::Site;

pub struct Desk {
    pub workspace: Workspace,
}

impl Desk {
    pub fn of(site: &Site) -> Desk {
        Desk { workspace: Workspace::with(site) }
    }

    pub fn write(&self, path: &str, text: &str) {
        let path = self.workspace.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    pub fn remove(&self, path: &str) {
        std::fs::remove_file(self.workspace.join(path)).unwrap();
    }

    pub fn cong(&self, arguments: &[&str]) -> Run {
        self.workspace.cong(arguments)
    }

    /// `cong check ARGUMENTS --json`.
    pub fn report(&self, arguments: &[&str]) -> Value {
        let run = self.workspace.cong(&[&["check", "--json"], arguments].concat());
        serde_json::from_str(&run.out).unwrap_or_else(|error| panic!("{error}: {} {}", run.out, run.err))
    }

    /// `V10 content/a.md:5` of each finding of `cong check ARGUMENTS`, in order.
    pub fn told(&self, arguments: &[&str]) -> Vec<String> {
        lines(&self.report(arguments))
    }

    pub fn git(&self, arguments: &[&str]) -> String {
        let mut command = Command::new("git");
        command.args(["-c", "user.name=Lan", "-c", "user.email=lan@tinh.example", "-c", "core.quotePath=false"]);
        let output = command.args(arguments).current_dir(self.workspace.path()).output().unwrap();
        assert!(output.status.success(), "{arguments:?} {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    pub fn commit(&self) -> String {
        self.git(&["add", "-A"]);
        self.git(&["commit", "-q", "-m", "x"]);
        self.git(&["rev-parse", "HEAD"]).trim().to_owned()
    }
}

/// `V10 content/a.md:5` of each finding of a report.
pub fn lines(report: &Value) -> Vec<String> {
    let findings = report["findings"].as_array().unwrap();
    let text = |finding: &Value| {
        let file = format!("{} {}", finding["code"].as_str().unwrap(), finding["file"].as_str().unwrap());
        finding["line"].as_u64().map_or_else(|| file.clone(), |line| format!("{file}:{line}"))
    };
    findings.iter().map(text).collect()
}
