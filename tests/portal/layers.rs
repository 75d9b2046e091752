//! Holds the order of the rooms: who may import whom, that every file says what it is for, and that none grows too long.

use std::collections::BTreeMap;
use std::path::Path;

use walkdir::WalkDir;

/// The rooms in order; those of one row do not import each other.
const ROWS: &[&[&str]] = &[
    &["path", "text", "tables", "time"],
    &["diag"],
    &["files", "media"],
    &["load"],
    &["policy"],
    &["model"],
    &["plan"],
    &["trace"],
    &["cache", "check", "render", "search"],
    &["write"],
    &["pipeline"],
    &["serve"],
    &["cli"],
];

/// Pairs of different rows that nevertheless do not know each other: `write` takes paths and bytes, no pages.
const STRANGERS: &[(&str, &str)] = &[("write", "render"), ("write", "check"), ("write", "cache")];

const LONGEST: usize = 450;

/// Path below `src/` and text of every source file.
fn sources() -> BTreeMap<String, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let files = WalkDir::new(&root)
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| entry.path().extension().is_some_and(|end| end == "rs"));
    let read = |entry: walkdir::DirEntry| {
        let name = entry.path().strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
        (name, std::fs::read_to_string(entry.path()).unwrap())
    };
    files.map(read).collect()
}

fn row(room: &str) -> Option<usize> {
    ROWS.iter().position(|rooms| rooms.contains(&room))
}

/// `load/page.rs` and `load/mod.rs` → `load`; `time.rs` → `time`.
fn room_of(file: &str) -> &str {
    let first = file.split('/').next().unwrap();
    first.strip_suffix(".rs").unwrap_or(first)
}

/// The rooms that a text names behind `crate::`, also inside `use crate::{a, b::c}`; comments do not count.
fn imports(text: &str) -> Vec<String> {
    let code: String = text.lines().map(|line| line.split("//").next().unwrap()).collect::<Vec<_>>().join("\n");
    let mut found = Vec::new();
    for (at, mark) in code.match_indices("crate::") {
        let rest = &code[at + mark.len()..];
        let names = match rest.strip_prefix('{') {
            Some(list) => first_level(list),
            None => vec![rest],
        };
        found.extend(
            names
                .into_iter()
                .map(|name| name.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()),
        );
    }
    found
}

/// The parts of `a, b::{c, d}, e}` between the commas of the outermost level.
fn first_level(list: &str) -> Vec<&str> {
    let (mut depth, mut from, mut parts) = (0, 0, Vec::new());
    for (at, letter) in list.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            '}' | ',' if depth == 0 => {
                parts.push(&list[from..at]);
                from = at + 1;
                if letter == '}' {
                    break;
                }
            }
            _ => {}
        }
    }
    parts
}

fn may_import(room: &str, other: &str) -> bool {
    let (Some(own), Some(theirs)) = (row(room), row(other)) else { return false };
    room == other || (theirs < own && !STRANGERS.contains(&(room, other)))
}

#[test]
fn a_room_imports_only_from_rooms_above_its_own() {
    let sources = sources();
    assert!(sources.len() > 50, "the sources were not found");
    let mut wrong = Vec::new();
    for (file, text) in sources.iter().filter(|(file, _)| !matches!(file.as_str(), "lib.rs" | "main.rs")) {
        for other in imports(text).iter().filter(|other| !may_import(room_of(file), other)) {
            wrong.push(format!("{file} imports {other}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_room_stands_in_the_table() {
    for file in sources().keys().filter(|file| !matches!(file.as_str(), "lib.rs" | "main.rs")) {
        assert!(
            row(room_of(file)).is_some(),
            "{file} belongs to no room: put the new room into ROWS and into ARCHITECTURE.md"
        );
    }
}

#[test]
fn the_table_itself_tells_allowed_from_forbidden() {
    assert!(may_import("render", "plan") && may_import("pipeline", "check") && may_import("load", "time"));
    for (room, other) in [
        ("load", "model"),
        ("check", "render"),
        ("render", "check"),
        ("write", "render"),
        ("time", "text"),
        ("diag", "files"),
        ("render", "write"),
    ] {
        assert!(!may_import(room, other), "{room} must not import {other}");
    }
    assert_eq!(
        imports("use crate::{diag::{self, Span}, files};\nlet x = crate::text::fold::fold; // crate::cli\n"),
        ["diag", "files", "text"]
    );
}

#[test]
fn only_the_command_line_is_used_by_main() {
    let main = &sources()["main.rs"];
    let used: Vec<&str> =
        main.match_indices("cong::").map(|(at, mark)| &main[at + mark.len()..at + mark.len() + 3]).collect();
    assert!(!used.is_empty() && used.iter().all(|room| *room == "cli"), "{used:?}");
}

#[test]
fn every_file_opens_by_saying_what_it_is_for() {
    for (file, text) in sources() {
        let first = text.lines().next().unwrap_or_default();
        assert!(first.strip_prefix("//! ").is_some_and(|words| words.len() > 10), "{file} opens with {first:?}");
    }
}

#[test]
fn no_file_is_longer_than_a_reader_can_hold() {
    for (file, text) in sources() {
        let lines = text.lines().count();
        assert!(lines <= LONGEST, "{file} has {lines} lines, {LONGEST} are allowed: cut it");
    }
}

/// They are given values that are fingerprinted whole, so what they show cannot change unseen.
#[test]
fn what_writes_fingerprinted_values_cannot_reach_the_site() {
    let sources = sources();
    for file in ["render/body.rs", "render/head_html.rs"] {
        let text = &sources[file];
        let reached: Vec<&str> =
            ["Portal", "Renderer", "Site", "View", "Document"].into_iter().filter(|name| text.contains(name)).collect();
        let rooms = imports(text).into_iter().filter(|room| ["model", "plan", "files"].contains(&room.as_str()));
        assert_eq!((reached, rooms.collect::<Vec<_>>()), (vec![], vec![]), "{file}");
    }
}
