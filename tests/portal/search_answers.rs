//! What editors say of queries: pages that stand first for them, queries that are offered, texts that are suggested.

use serde_json::Value;

use crate::site_builder::{Built, Site, place};

fn file<'b>(built: &'b Built, start: &str) -> &'b [u8] {
    let start = format!("assets/search/{start}");
    built.outputs.iter().find(|(path, _)| path.starts_with(&start)).unwrap().1
}

fn entry(built: &Built) -> Value {
    serde_json::from_slice(file(built, "vi.")).unwrap()
}

fn site(more: &str) -> Site {
    let page = |more: &str| format!("---\ntitle: Trang\n{more}---\nChữ.\n");
    Site::new()
        .file("content/gioi-thieu/_index.md", "---\ntitle: Giới thiệu\nkind: page\n---\n")
        .file("content/gioi-thieu/mot.md", &page("keywords: [BHXH, Bảo hiểm xã hội]\n"))
        .file("content/gioi-thieu/hai.md", &page(""))
        .config("[owner]\n", &format!("{more}[owner]\n"))
}

#[test]
fn a_page_stands_first_for_its_keywords_and_for_what_site_toml_says() {
    let entry = entry(&site("[search.best]\n\"Thẻ y tế\" = \"gioi-thieu/hai.md\"\n").build());
    let best = entry["best"].as_object().unwrap();
    assert_eq!(best.keys().collect::<Vec<_>>(), ["bao hiem xa hoi", "bhxh", "the y te"], "marks do not count");
    assert_eq!(best["bhxh"], best["bao hiem xa hoi"]);
    assert_ne!(best["bhxh"], best["the y te"]);
}

#[test]
fn popular_queries_are_offered_in_their_language_and_suggested_before_sections() {
    let built = site("[search.popular]\nvi = [\"căn cước\"]\nen = [\"passport\"]\n").build();
    assert_eq!(entry(&built)["popular"], serde_json::json!(["căn cước"]));
    let texts = String::from_utf8(file(&built, "vi/s0.").to_vec()).unwrap();
    assert_eq!(texts.lines().collect::<Vec<_>>(), ["căn cước", "Giới thiệu", "Tin tức", "Trang"]);
}

#[test]
fn a_best_page_that_is_not_there_is_a_finding_on_its_line() {
    let built = site("[search.best]\nbhxh = \"gioi-thieu/ba.md\"\n").build();
    assert!(place(built.finding("K30")).starts_with("site.toml:8:"), "{}", place(built.finding("K30")));
    assert!(entry(&built)["best"].get("bhxh").is_some(), "the keyword of the other page stands");
}
