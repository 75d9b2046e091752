//! Runs the tests of `tests/browser` (Node, Chromium) with the program that was just built.
//!
//! They need Node 20 with npm, and Chromium; npm fetches the rest. On a machine of continuous integration with Debian's
//! packages Chromium is installed; elsewhere what is missing is said and the tests are passed over.

use std::path::{Path, PathBuf};
use std::process::Command;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser")
}

fn runs(program: &str, arguments: &[&str]) -> bool {
    Command::new(program).args(arguments).current_dir(folder()).output().is_ok_and(|output| output.status.success())
}

fn has_chromium() -> bool {
    let named = std::env::var_os("CHROMIUM").map(PathBuf::from);
    let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut usual = std::env::split_paths(&path).flat_map(|folder| names.map(|name| folder.join(name)));
    named.is_some_and(|path| path.exists()) || usual.any(|path| path.exists())
}

/// What is missing and cannot be installed here.
fn missing() -> Option<&'static str> {
    if !runs("node", &["--version"]) || !runs("npm", &["--version"]) {
        return Some("Node and npm");
    }
    if !has_chromium() && std::env::var_os("CI").is_some() {
        let _ =
            runs("apt-get", &["update"]) && runs("apt-get", &["install", "-y", "--no-install-recommends", "chromium"]);
    }
    if !has_chromium() {
        return Some("Chromium");
    }
    (!folder().join("node_modules/playwright-core").exists() && !runs("npm", &["ci", "--no-audit", "--no-fund"]))
        .then_some("the packages of tests/browser")
}

#[expect(clippy::disallowed_macros, reason = "whoever runs the tests should know what was not tested")]
fn say(text: &str) {
    println!("{text}");
}

#[test]
fn the_portal_and_the_preview_work_in_a_browser() {
    if let Some(missing) = missing() {
        say(&format!("passed over: {missing} not found"));
        return;
    }
    let output = Command::new("node")
        .args(["--test", "--test-concurrency=1"])
        .env("CONG", env!("CARGO_BIN_EXE_cong"))
        .current_dir(folder())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}\n{}", String::from_utf8_lossy(&output.stderr));
    assert!(!said.contains("# tests 0\n"), "no test of the browser was found");
}
