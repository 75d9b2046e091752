//! What is compiled: every library has its reason, and none is compiled that is never run.

use std::collections::BTreeSet;
use std::path::Path;

fn read(file: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap()
}

/// The keys of some tables of `Cargo.toml`.
fn keys(tables: &[&str]) -> BTreeSet<String> {
    let manifest: toml::Table = read("Cargo.toml").parse().unwrap();
    let table = |path: &&str| {
        let found = path.split('/').try_fold(&manifest, |table, key| table.get(key)?.as_table());
        found.unwrap_or_else(|| panic!("no table {path}")).keys().cloned()
    };
    tables.iter().flat_map(table).collect()
}

#[test]
fn every_library_has_its_reason_and_every_reason_its_library() {
    let text = read("ARCHITECTURE.md");
    let lines = text.split("\n## Dependencies\n").nth(1).unwrap().lines();
    // The first cell of a row, or the line about tests.
    let names = lines.map(|line| line.strip_prefix('|').map_or(line, |row| row.split('|').next().unwrap()));
    let named: BTreeSet<String> =
        names.flat_map(|text| text.split('`').skip(1).step_by(2)).map(str::to_owned).collect();
    assert_eq!(keys(&["dependencies", "target/cfg(unix)/dependencies", "dev-dependencies"]), named);
}

#[test]
fn every_stand_in_is_used() {
    let lock: toml::Table = read("Cargo.lock").parse().unwrap();
    assert!(!lock.contains_key("patch"), "{}: see stand-ins/README.md", lock["patch"]);
    let is_local = |package: &&toml::Value| package.get("source").is_none();
    let packages = lock["package"].as_array().unwrap().iter().filter(is_local);
    let local: BTreeSet<String> = packages.map(|package| package["name"].as_str().unwrap().to_owned()).collect();
    let mut expected = keys(&["patch/crates-io"]);
    expected.insert("cong".to_owned());
    assert_eq!(local, expected);
}
