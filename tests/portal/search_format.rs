//! The page about the format of the search index, `docs/search-format.md`, and what a build writes; rules and bytes are held by
//! `tests/search/vectors.json`.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::site_builder::Site;

const PAGE: &str = include_str!("../../docs/search-format.md");

/// The first cells of the table below a heading.
fn first_cells(heading: &str) -> BTreeSet<&'static str> {
    let section = PAGE.split("\n## ").find(|section| section.starts_with(heading)).unwrap();
    let rows = section.lines().filter_map(|line| line.strip_prefix("| ")?.split(" |").next());
    rows.filter(|cell| !cell.starts_with("---")).skip(1).collect()
}

fn index(outputs: &BTreeMap<String, Vec<u8>>) -> BTreeMap<&String, &Vec<u8>> {
    outputs.iter().filter(|(path, _)| path.starts_with("assets/search/")).collect()
}

#[test]
fn the_entry_has_the_keys_that_the_page_names() {
    let built = Site::new().build();
    let entry = index(&built.outputs).into_iter().find(|(path, _)| path.starts_with("assets/search/vi.")).unwrap().1;
    let entry: Value = serde_json::from_slice(entry).unwrap();
    let keys: BTreeSet<String> = entry.as_object().unwrap().keys().map(|key| format!("`{key}`")).collect();
    assert_eq!(keys.iter().map(String::as_str).collect::<BTreeSet<_>>(), first_cells("Entry"));
    assert_eq!(entry["v"], cong::search::VERSION);
}

#[test]
fn every_file_of_an_index_is_of_a_sort_that_the_page_names() {
    let built = Site::new().build();
    for path in index(&built.outputs).keys() {
        let name = path.strip_prefix("assets/search/").unwrap();
        let parts: Vec<&str> = name.split(['/', '.']).collect();
        let sort = match parts[..] {
            [_, hash, "json"] if hash.len() == 8 => "entry",
            [_, file, hash, "bin" | "txt"] if hash.len() == 4 => match &file[..1] {
                "p" => "postings",
                "d" => "second-tier postings",
                "q" => "pair lists",
                "s" => "suggestions",
                "k" => "stored fields",
                _ => "columns",
            },
            _ => panic!("{path}"),
        };
        assert!(first_cells("Files").contains(sort), "{path}");
    }
}

#[test]
fn the_text_beside_an_attachment_is_indexed_alike_however_its_marks_are_written() {
    let built = |sidecar: &str| {
        let page = "---\ntitle: Trang\n---\n[Tệp](a.pdf)\n";
        let site = Site::new().page("mot", "").file("content/gioi-thieu/hai/index.md", page);
        let site = site.bytes("content/gioi-thieu/hai/a.pdf", b"%PDF-1.4\n%%EOF\n");
        site.file("content/gioi-thieu/hai/a.pdf.txt", sidecar).build().outputs
    };
    let composed = built("Quyết định về đất đai");
    let decomposed = built("Quye\u{302}\u{301}t \u{111}i\u{323}nh ve\u{302}\u{300} \u{111}a\u{302}\u{301}t \u{111}ai");
    assert_eq!(index(&composed), index(&decomposed));
    assert_ne!(index(&composed), index(&built("Khác hẳn")), "the text is in the index");
}
