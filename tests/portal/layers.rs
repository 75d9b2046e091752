//! Holds the order of the rooms: who imports whom, that every file says what it is for, and that none grows too long.

use std::collections::BTreeMap;
use std::path::Path;

use walkdir::WalkDir;

/// Each room with the rooms that it imports, exactly. A room imports only from those above it; a line that grows is a
/// decision, and ARCHITECTURE.md has the same table.
const ROOMS: &[(&str, &[&str])] = &[
    ("path", &[]),
    ("text", &[]),
    ("tables", &[]),
    ("time", &[]),
    ("diag", &["text"]),
    ("files", &["path", "text"]),
    ("http", &[]),
    ("media", &["tables"]),
    ("chart", &["text", "tables"]),
    ("load", &["path", "text", "tables", "time", "diag", "files", "media", "chart"]),
    ("lookup", &["path", "text", "diag", "files", "load"]),
    ("map", &["path", "text", "tables", "diag", "files", "load"]),
    ("policy", &["tables", "load"]),
    ("model", &["path", "text", "tables", "time", "diag", "load", "lookup", "map"]),
    ("tally", &["text", "time", "load", "model"]),
    ("audit", &["path", "text", "tables", "time", "diag", "files", "load", "model"]),
    ("plan", &["path", "text", "tables", "diag", "files", "load", "model"]),
    ("workspace", &["diag", "files", "load", "plan"]),
    ("trace", &["path", "text", "files", "load", "model", "plan"]),
    ("cache", &["path", "diag", "files", "load", "lookup", "map", "model", "plan", "trace"]),
    ("check", &["path", "text", "tables", "time", "diag", "load", "model", "plan"]),
    ("lint", &["path", "text", "diag", "files", "load", "model", "plan"]),
    (
        "render",
        &[
            "path", "text", "tables", "time", "diag", "files", "chart", "load", "lookup", "map", "policy", "model",
            "tally", "plan", "trace",
        ],
    ),
    ("search", &["path", "text", "tables", "files", "load", "model"]),
    ("write", &["path", "files"]),
    ("visits", &["load"]),
    ("external", &["http"]),
    ("publish", &["path", "tables", "files", "http", "load", "policy", "write"]),
    (
        "pipeline",
        &[
            "path",
            "text",
            "tables",
            "diag",
            "files",
            "load",
            "lookup",
            "map",
            "model",
            "plan",
            "workspace",
            "trace",
            "cache",
            "check",
            "lint",
            "render",
            "search",
            "write",
        ],
    ),
    ("report", &["path", "text", "time", "diag", "files", "load", "model", "tally", "audit"]),
    (
        "relocate",
        &["path", "text", "tables", "diag", "files", "load", "model", "plan", "render", "write", "visits", "pipeline"],
    ),
    (
        "serve",
        &[
            "path", "text", "tables", "diag", "files", "load", "policy", "model", "plan", "trace", "cache", "render",
            "search", "pipeline",
        ],
    ),
    (
        "cli",
        &[
            "path",
            "text",
            "time",
            "diag",
            "files",
            "http",
            "load",
            "policy",
            "model",
            "tally",
            "audit",
            "workspace",
            "trace",
            "cache",
            "lint",
            "render",
            "write",
            "visits",
            "external",
            "publish",
            "pipeline",
            "report",
            "relocate",
            "serve",
        ],
    ),
];

const LONGEST: usize = 450;

/// Path below `src/` and text of every source file.
pub fn sources() -> BTreeMap<String, String> {
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

/// Every room with what its files import, apart from itself.
fn imported() -> BTreeMap<String, BTreeMap<String, String>> {
    let sources = sources();
    let mut rooms: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for (file, text) in sources.iter().filter(|(file, _)| !matches!(file.as_str(), "lib.rs" | "main.rs")) {
        let own = rooms.entry(room_of(file).to_owned()).or_default();
        own.extend(imports(text).into_iter().filter(|other| other != room_of(file)).map(|other| (other, file.clone())));
    }
    rooms
}

#[test]
fn a_room_imports_the_rooms_of_its_line_and_no_others() {
    let imported = imported();
    assert!(imported.len() > 15, "the sources were not found");
    let mut wrong = Vec::new();
    for (room, others) in &imported {
        let Some((_, allowed)) = ROOMS.iter().find(|(name, _)| name == room) else {
            wrong.push(format!("{room} is a new room: put it into ROOMS and into the table of ARCHITECTURE.md"));
            continue;
        };
        for (other, file) in others.iter().filter(|(other, _)| !allowed.contains(&other.as_str())) {
            wrong.push(format!(
                "{file} imports {other}, which {room} did not know. Move what is needed to a room that both know, or hand \
                 it in; if {room} should know {other}, add it to ROOMS and to the table of ARCHITECTURE.md"
            ));
        }
        for other in allowed.iter().filter(|other| !others.contains_key(**other)) {
            wrong.push(format!("{room} no longer imports {other}: take it out of ROOMS and of ARCHITECTURE.md"));
        }
    }
    for (room, _) in ROOMS.iter().filter(|(room, _)| !imported.contains_key(*room)) {
        wrong.push(format!("there is no room {room}: take it out of ROOMS and of ARCHITECTURE.md"));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_room_knows_only_rooms_above_its_own() {
    for (at, (room, others)) in ROOMS.iter().enumerate() {
        let above: Vec<&str> = ROOMS[..at].iter().map(|(name, _)| *name).filter(|name| others.contains(name)).collect();
        assert_eq!(above, *others, "{room}: each of its rooms stands above it, in the order of the table");
    }
}

#[test]
fn the_page_has_the_same_table() {
    let page = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("ARCHITECTURE.md")).unwrap();
    let table = page.split("| Room | What is in it | Imports |").nth(1).expect("the table of rooms");
    let names = |cell: &str| -> Vec<String> {
        cell.split('`').skip(1).step_by(2).map(|name| name.trim_end_matches('/').to_owned()).collect()
    };
    let rows = table.lines().skip(2).take_while(|line| line.starts_with('|'));
    let told: Vec<(Vec<String>, Vec<String>)> = rows
        .map(|row| {
            let cells: Vec<&str> = row.split('|').collect();
            (names(cells[1]), names(cells[cells.len() - 2]))
        })
        .collect();
    let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let held: Vec<_> = ROOMS.iter().map(|(room, others)| (owned(&[room]), owned(others))).collect();
    assert_eq!(told, held, "ARCHITECTURE.md and ROOMS differ");
}

#[test]
fn an_import_is_seen_in_every_form_and_not_in_a_comment() {
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
