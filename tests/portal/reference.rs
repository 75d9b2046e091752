//! Reads the reference in `docs/`: turns a table of a page into its rows, and what differs from the program into what to type.

use std::collections::BTreeMap;
use std::path::PathBuf;

/// Part of a page: the rows of all tables below a heading.
pub struct Reference {
    page: String,
    heading: String,
    pub rows: Vec<Row>,
}

/// A row of a table. What it is about stands as code in its first cell, several things with a comma between them.
pub struct Row {
    pub names: Vec<String>,
    pub text: String,
    line: usize,
}

pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

pub fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The tables of a page below a heading, up to the next of its level; with `""` those of the whole page.
pub fn reference(page: &str, heading: &str) -> Reference {
    let text = read(page);
    let level = |line: &str| line.len() - line.trim_start_matches('#').len();
    let begins = |line: &str| level(line) > 0 && line.trim_start_matches('#').trim() == heading;
    let lines: Vec<&str> = text.lines().collect();
    let from = if heading.is_empty() { Some(0) } else { lines.iter().position(|line| begins(line)) };
    let from = from.unwrap_or_else(|| panic!("{page}: add a heading “## {heading}” with its table"));
    let ends = |line: &&str| (1..=level(lines[from])).contains(&level(line));
    let end = lines[from + 1..].iter().position(ends).map_or(lines.len(), |at| from + 1 + at);
    let rows = (from..end).filter(|at| lines[*at].starts_with("| `")).map(|at| Row::read(lines[at], at + 1));
    Reference { page: page.to_owned(), heading: heading.to_owned(), rows: rows.collect() }
}

impl Row {
    fn read(text: &str, line: usize) -> Row {
        let first = text.split(" | ").next().unwrap_or_default();
        Row { names: first.split('`').skip(1).step_by(2).map(str::to_owned).collect(), text: text.to_owned(), line }
    }
}

impl Reference {
    /// What has to be typed so that the tables name what exists and nothing else. `exists`: names, and the row of each.
    pub fn mends(&self, exists: &BTreeMap<String, String>) -> Vec<String> {
        let place = match &*self.heading {
            "" => self.page.clone(),
            heading => format!("{}, below “{heading}”", self.page),
        };
        let named = |name: &String| self.rows.iter().any(|row| row.names.contains(name));
        let missing = exists.iter().filter(|(name, _)| !named(name));
        let mut mends: Vec<String> = missing.map(|(_, row)| format!("{place}: add the row\n    {row}")).collect();
        for row in &self.rows {
            let unknown = row.names.iter().filter(|name| !exists.contains_key(*name));
            mends.extend(unknown.map(|name| format!("{place}, line {}: delete `{name}`, there is none", row.line)));
        }
        mends
    }
}

/// Names, each with a row that says nothing of it yet.
pub fn rows(names: impl IntoIterator<Item = String>) -> BTreeMap<String, String> {
    names.into_iter().map(|name| (name.clone(), format!("| `{name}` | … |"))).collect()
}

/// Everything that is to be typed, at once.
pub fn assert_true_to(mends: &[String]) {
    assert!(mends.is_empty(), "the reference is not what the program is:\n{}", mends.join("\n"));
}

/// The line of a page behind which nothing is written by hand.
const MADE: &str = "<!-- made: CONG_DOCS=write cargo test --test portal docs:: -->";

/// Holds the part of a page that is made of the program's own tables; with `CONG_DOCS=write` writes it instead.
pub fn assert_made(page: &str, wanted: &str) {
    let text = read(page);
    let (own, made) = text.split_once(MADE).unwrap_or_else(|| panic!("{page}: add the line\n{MADE}"));
    if std::env::var("CONG_DOCS").is_ok_and(|what| what == "write") {
        return std::fs::write(root().join(page), format!("{own}{MADE}\n\n{wanted}")).unwrap();
    }
    let (made, wanted): (Vec<&str>, Vec<&str>) = (made.trim().lines().collect(), wanted.trim().lines().collect());
    let mut mends: Vec<String> = Vec::new();
    for (at, line) in wanted.iter().enumerate().filter(|(_, line)| !made.contains(line)) {
        let before = wanted[..at].iter().rev().find(|line| !line.is_empty()).unwrap_or(&"the line <!-- made … -->");
        mends.push(format!("{page}: behind\n    {before}\n  add\n    {line}"));
    }
    mends.extend(made.iter().filter(|line| !wanted.contains(line)).map(|line| format!("{page}: delete\n    {line}")));
    if mends.is_empty() && made != wanted {
        mends.push(format!("{page}: its rows stand in another order"));
    }
    assert!(mends.is_empty(), "CONG_DOCS=write cargo test --test portal docs:: does this:\n{}", mends.join("\n"));
}

/// The same for a page that is made as a whole, also what stands before that line.
pub fn assert_made_page(page: &str, head: &str, wanted: &str) {
    if std::env::var("CONG_DOCS").is_ok_and(|what| what == "write") {
        let place = root().join(page);
        std::fs::create_dir_all(place.parent().unwrap()).unwrap();
        return std::fs::write(place, format!("{head}\n{MADE}\n\n{}\n", wanted.trim_end())).unwrap();
    }
    let is_there = root().join(page).is_file();
    assert!(is_there, "there is no {page}: CONG_DOCS=write cargo test --test portal docs:: makes it");
    assert_eq!(read(page).split(MADE).next().unwrap().trim(), head.trim(), "{page}");
    assert_made(page, wanted);
}

/// A text as it stands in a cell.
pub fn cell(text: &str) -> String {
    let mut cell = String::new();
    for letter in text.chars() {
        if matches!(letter, '|' | '<' | '>' | '*' | '_' | '[' | ']' | '`' | '\\' | '~' | '#' | '!') {
            cell.push('\\');
        }
        cell.push(if letter == '\n' { ' ' } else { letter });
    }
    cell
}
