//! Holds that the files of a room stand in an order too: no two of them know each other, not even through others.
//!
//! `mod.rs` is the front of its folder: it may know what is in it, and that may know what the front defines. The same goes for
//! `markdown.rs` and `markdown/`. Tests inside a file may import what they like.

use std::collections::{BTreeMap, BTreeSet};

use crate::layers::sources;

/// Circles that stand, each with the reason. The table may only shrink: a type that two files share goes into a file of its
/// own below both.
const KNOWN: &[(&[&str], &str)] = &[];

/// Modules (`load::page`) with those that they import from the same room.
type Imports = BTreeMap<String, BTreeSet<String>>;

/// `load/kinds.rs` → `load::kinds`, `load/mod.rs` → `load`
fn module_of(file: &str) -> String {
    let name = file.strip_suffix(".rs").unwrap_or(file);
    name.strip_suffix("/mod").unwrap_or(name).replace('/', "::")
}

/// Without comments and without the tests at its end.
fn code_of(text: &str) -> String {
    let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    text.lines().map(|line| line.split("//").next().unwrap_or_default()).collect::<Vec<_>>().join("\n")
}

/// `a::{b, c::{d, self}}` → `a::b`, `a::c::d`, `a::c`; ends where the path does.
fn paths(text: &str) -> Vec<String> {
    let end = text.find(|letter: char| !letter.is_alphanumeric() && !matches!(letter, '_' | ':')).unwrap_or(text.len());
    let before = text[..end].trim_end_matches("::").to_owned();
    let Some(list) = text[end..].strip_prefix('{').filter(|_| text[..end].ends_with("::")) else { return vec![before] };
    let (mut depth, mut from, mut found) = (0, 0, Vec::new());
    for (at, letter) in list.char_indices() {
        match letter {
            '{' => depth += 1,
            ',' | '}' if depth == 0 => {
                let inner = paths(list[from..at].trim());
                found.extend(inner.into_iter().filter(|path| !path.is_empty()).map(|path| format!("{before}::{path}")));
                from = at + 1;
                if letter == '}' {
                    break;
                }
            }
            '}' => depth -= 1,
            _ => {}
        }
    }
    found
}

/// What a module names behind `crate::` and `super::`, from the root of the crate.
fn named(module: &str, code: &str) -> Vec<String> {
    let own: Vec<&str> = module.split("::").collect();
    let starts = code.match_indices("crate::").chain(code.match_indices("super::"));
    let is_start =
        |at: usize| !code[..at].ends_with(|letter: char| letter.is_alphanumeric() || matches!(letter, '_' | ':'));
    let mut found = Vec::new();
    for (at, _) in starts.filter(|(at, _)| is_start(*at)) {
        let ups = code[at..].split("::").take_while(|part| *part == "super").count();
        let base = if ups == 0 { &own[..0] } else { &own[..own.len().saturating_sub(ups)] };
        let rest = &code[at + "super::".len() * ups.max(1)..];
        let joined =
            |path: String| base.iter().map(|part| (*part).to_owned()).chain([path]).collect::<Vec<_>>().join("::");
        // A list behind the mark itself, `super::{a, b}`, is read like one behind a name.
        let listed = paths(&format!("x::{rest}")).into_iter();
        found.extend(listed.filter_map(|path| path.strip_prefix("x::").map(str::to_owned)).map(joined));
    }
    found
}

/// Names that a front passes on (`pub use pages::PageId` in `model/mod.rs`), and the module that has them.
fn passed_on(modules: &BTreeMap<String, String>) -> BTreeMap<(String, String), String> {
    let mut found = BTreeMap::new();
    for (module, code) in modules {
        for (at, mark) in code.match_indices("pub use ") {
            let text = &code[at + mark.len()..];
            let end = text.find(';').unwrap_or(text.len());
            let own = paths(text).into_iter().map(|path| format!("{module}::{}", path.trim_start_matches("self::")));
            for full in own.chain(named(module, &text[..end])) {
                if let Some(home) = home_of(&full, modules).filter(|home| home != module) {
                    let name = full.rsplit("::").next().unwrap_or_default().to_owned();
                    found.insert((module.clone(), name), home);
                }
            }
        }
    }
    found
}

/// The longest beginning of a path that is a module.
fn home_of(path: &str, modules: &BTreeMap<String, String>) -> Option<String> {
    let ends = path.match_indices("::").map(|(at, _)| at).chain([path.len()]);
    ends.map(|end| &path[..end]).filter(|start| modules.contains_key(*start)).last().map(str::to_owned)
}

fn imports(files: &BTreeMap<String, String>) -> Imports {
    let modules: BTreeMap<String, String> = files.iter().map(|(file, text)| (module_of(file), code_of(text))).collect();
    let passed_on = passed_on(&modules);
    let room = |module: &str| module.split("::").next().unwrap_or_default().to_owned();
    let is_around = |outer: &str, inner: &str| inner == outer || inner.starts_with(&format!("{outer}::"));
    let mut all = Imports::new();
    for (module, code) in &modules {
        let own = all.entry(module.clone()).or_default();
        for path in named(module, code) {
            let Some(home) = home_of(&path, &modules) else { continue };
            let name = path[home.len()..].trim_start_matches("::").split("::").next().unwrap_or_default().to_owned();
            let home = passed_on.get(&(home.clone(), name)).cloned().unwrap_or(home);
            if room(&home) == room(module) && !is_around(&home, module) && !is_around(module, &home) {
                own.insert(home);
            }
        }
    }
    all
}

/// Sets of modules that reach each other, sorted.
fn circles(imports: &Imports) -> BTreeSet<BTreeSet<String>> {
    let reached = |from: &String| {
        let (mut seen, mut next) = (BTreeSet::new(), vec![from]);
        while let Some(module) = next.pop() {
            next.extend(imports.get(module).into_iter().flatten().filter(|other| seen.insert((*other).clone())));
        }
        seen
    };
    let reach: BTreeMap<&String, BTreeSet<String>> = imports.keys().map(|module| (module, reached(module))).collect();
    let of = |module: &String| -> BTreeSet<String> {
        reach[module]
            .iter()
            .filter(|other| reach.get(other).is_some_and(|back| back.contains(module)))
            .cloned()
            .collect()
    };
    imports.keys().map(of).filter(|circle| !circle.is_empty()).collect()
}

#[test]
fn no_files_of_a_room_know_each_other_in_a_circle() {
    let imports = imports(&sources());
    let known: BTreeSet<BTreeSet<String>> =
        KNOWN.iter().map(|(circle, _)| circle.iter().map(|module| (*module).to_owned()).collect()).collect();
    let found = circles(&imports);
    let told = |circle: &BTreeSet<String>| -> Vec<String> {
        let inside = |module: &String| imports[module].intersection(circle).cloned().collect::<Vec<_>>().join(", ");
        circle.iter().map(|module| format!("{module} → {}", inside(module))).collect()
    };
    let new: Vec<_> = found.difference(&known).map(told).collect();
    assert!(new.is_empty(), "move what they share into a file of its own, below both: {new:#?}");
    let gone: Vec<_> = known.difference(&found).collect();
    assert!(gone.is_empty(), "these are no circles any more, take them out of KNOWN: {gone:?}");
}

#[test]
fn a_circle_is_found_through_lists_parents_and_names_that_are_passed_on() {
    let files =
        |files: &[(&str, &str)]| files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    let found =
        |list: &[(&str, &str)]| -> Vec<String> { circles(&imports(&files(list))).into_iter().flatten().collect() };
    let front = ("a/mod.rs", "mod b;\npub use c::{Deep, Other};\n");
    for back in ["use super::b::B;", "use super::{b::{self, B}, d};", "fn f() { crate::a::b::g(); }"] {
        assert_eq!(found(&[front, ("a/b.rs", "use super::Deep;"), ("a/c.rs", back)]), ["a::b", "a::c"], "{back}");
    }
    let through = [("a/b.rs", "use super::c::C;"), ("a/c.rs", "use crate::a::d;"), ("a/d.rs", "use super::b::{B};")];
    assert_eq!(found(&through), ["a::b", "a::c", "a::d"]);
    for fine in
        ["// use super::b::B;", "#[cfg(test)]\nmod tests {\n    use super::super::b::B;\n}", "use crate::e::b::B;"]
    {
        assert!(found(&[front, ("a/b.rs", "use super::Deep;"), ("a/c.rs", fine), ("e/b.rs", "")]).is_empty(), "{fine}");
    }
}
