//! Runs the files of `tests/browser` (Node, Chromium) with the program that was just built, one test a file.
//!
//! `cargo test` needs cargo alone, so it leaves them out and says so; this file has the last name, so that it says so at the end.
//! `tests/run` installs what they need and runs them. Once asked for, a test whose browser is missing fails.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test may stop at the first surprise, and looks at the disk itself"
)]

use std::path::{Path, PathBuf};
use std::process::Command;

use parking_lot::Mutex;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser")
}

/// Runs one file. One at a time: each opens a browser of its own.
fn run(file: &str) {
    static BROWSER: Mutex<()> = Mutex::new(());
    let _alone = BROWSER.lock();
    let output = Command::new("node")
        .args(["--test", "--test-reporter=tap", &format!("{file}.test.mjs")])
        .env("CONG", env!("CARGO_BIN_EXE_cong"))
        .current_dir(folder())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}\n{}", String::from_utf8_lossy(&output.stderr));
    assert!(!said.contains("# tests 0\n") && said.contains("# skipped 0\n"), "not every test was run:\n{said}");
}

macro_rules! files {
    ($($name:ident $file:literal)*) => {
        const FILES: &[&str] = &[$($file),*];
        $(
            #[test]
            #[ignore = "needs Chromium and Node: tests/run"]
            fn $name() {
                run($file);
            }
        )*
    };
}

files! {
    blocks "blocks"
    charts "charts"
    face "face"
    forms "forms"
    hostile "hostile"
    lighthouse "lighthouse"
    lookup "lookup"
    lookup_vectors "lookup-vectors"
    maps "maps"
    moved "moved"
    pictures "pictures"
    search "search"
    search_everyday "search-everyday"
    search_outdated "search-outdated"
    search_portal "search-portal"
    search_vectors "search-vectors"
    serve "serve"
    serve_findings "serve-findings"
    serve_strangers "serve-strangers"
    serve_tabs "serve-tabs"
    sheets "sheets"
    tables "tables"
    tasks "tasks"
    theme "theme"
}

#[test]
fn every_file_for_the_browser_is_in_the_table() {
    let names = std::fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut files: Vec<String> = names.filter_map(|name| Some(name.strip_suffix(".test.mjs")?.to_owned())).collect();
    files.sort();
    assert_eq!(files, FILES);
}
