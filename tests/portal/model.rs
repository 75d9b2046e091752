//! Holds the site closed: only `model` makes it, nobody changes it, and what is rendered asks for its pages one by one.

use std::collections::BTreeMap;
use std::path::Path;

use walkdir::WalkDir;

/// Goes through all pages for the fingerprint of the whole site.
const WHOLE: &[&str] = &["render/mod.rs"];

/// Path below `src/` and the code of every source file, without comments.
fn sources() -> BTreeMap<String, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let files = WalkDir::new(&root).into_iter().map(Result::unwrap);
    let files = files.filter(|entry| entry.path().extension().is_some_and(|end| end == "rs"));
    let read = |entry: walkdir::DirEntry| {
        let name = entry.path().strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
        let text = std::fs::read_to_string(entry.path()).unwrap();
        (name, text.lines().map(|line| line.split("//").next().unwrap()).collect::<Vec<_>>().join("\n"))
    };
    files.map(read).collect()
}

/// What stands between the braces behind each of these words.
fn blocks<'a>(code: &'a str, before: &str) -> Vec<&'a str> {
    let starts = code.match_indices(before).map(|(at, _)| &code[at + before.len()..]);
    starts.map(|rest| rest.split("\n}").next().unwrap()).collect()
}

#[test]
fn a_site_has_no_field_that_others_can_see() {
    let sources = sources();
    let fields = blocks(&sources["model/mod.rs"], "pub struct Site {");
    assert_eq!(fields.len(), 1);
    assert!(fields[0].contains("pages: ") && !fields[0].contains("pub"), "{}", fields[0]);
}

#[test]
fn nobody_changes_a_site() {
    for (name, code) in sources() {
        assert!(!code.contains("&mut Site"), "{name} takes a site that it can change");
        for methods in blocks(&code, "\nimpl Site {") {
            assert!(!methods.contains("&mut self"), "{name} changes a site");
        }
    }
}

#[test]
fn what_is_rendered_asks_for_pages_one_by_one() {
    let sources = sources();
    let rendering = sources.iter().filter(|(name, _)| name.starts_with("render/"));
    let whole: Vec<&str> = rendering.filter(|(_, code)| code.contains("all_pages(")).map(|(name, _)| &**name).collect();
    assert!(whole.iter().all(|name| WHOLE.contains(name)), "{whole:?} go through all pages");
}
