//! What the preview shows of the open page: what a check finds in it, and nothing of any other.

use std::sync::Arc;

use cong::cache::Cache;
use cong::files::{Disk, Memory};
use cong::path::SourcePath;
use cong::serve::Preview;
use serde_json::Value;

use crate::desk::Desk;
use crate::site_builder::{Site, article, moment};

const BODY: &str = "Sở  Y tế, [c](khong-co.md).\n";

fn site() -> Site {
    Site::new().article("content/tin-tuc/a.md", "A", "2024-01-10", "", BODY).article(
        "content/tin-tuc/nhap.md",
        "Nháp",
        "2024-01-10",
        "draft: true\n",
        BODY,
    )
}

fn preview(site: Site, sees_all: bool) -> Preview {
    let files: Memory = site.files();
    let preview = Preview::new(Arc::new(files), "vi".to_owned(), sees_all, || moment("2024-01-15 12:00"));
    preview.start(&Cache::default()).unwrap();
    preview
}

/// `V10 7:3` of each.
fn told(preview: &Preview, address: &str) -> Vec<String> {
    let found: Value = serde_json::from_str(&preview.findings_json(address)).unwrap();
    let row = |row: &Value| format!("{} {}:{}", row["code"].as_str().unwrap(), row["line"], row["column"]);
    found.as_array().unwrap().iter().map(row).collect()
}

#[test]
fn what_a_build_says_of_the_page_and_what_rules_find_in_it_is_told_with_its_place() {
    let preview = preview(site(), true);
    assert_eq!(told(&preview, "/tin-tuc/a/"), ["V10 7:3", "M03 7:11"]);
    assert_eq!(told(&preview, "/tin-tuc/nhap/"), ["V10 8:3", "M03 8:11"]);
    for other in ["/tin-tuc/", "/", "/khong-co/", "", "/../../etc/passwd"] {
        assert!(told(&preview, other).is_empty(), "{other}");
    }
    let row: Value = serde_json::from_str(&preview.findings_json("/tin-tuc/a/")).unwrap();
    assert_eq!((&row[0]["level"], &row[0]["excerpt"]), (&"cảnh báo".into(), &BODY.trim().into()));
}

#[test]
fn an_edit_is_told_of_at_once_whatever_it_changes() {
    const FILE: &str = "content/tin-tuc/a.md";
    let desk = Desk::of(&site());
    let disk = Disk::new(desk.workspace.path());
    let preview = Preview::new(Arc::new(disk), "vi".to_owned(), true, || moment("2024-01-15 12:00"));
    preview.start(&Cache::default()).unwrap();
    let edit = |more: &str, body: &str| {
        desk.write(FILE, &article("A", "2024-01-10", more, body));
        preview.reload(Some([SourcePath::new(FILE)].into()), &[]);
        told(&preview, "/tin-tuc/a/")
    };
    assert_eq!(edit("", "Sở  Y tế.\n\nBan  Dân tộc.\n"), ["V10 7:3", "V10 9:4"]);
    assert_eq!(edit("", "Sở  Y tế.\n"), ["V10 7:3"], "of running text alone");
    assert!(edit("", "Sở Y tế.\n").is_empty());
    let accepting = "accept: [{ rule: M03, reason: Sắp có }]\n";
    assert!(edit(accepting, "[c](khong-co.md)\n").is_empty());
    assert_eq!(edit("", "[c](khong-co.md)\n"), ["M03 7:1"], "what was accepted is told again");
}

#[test]
fn who_sees_what_readers_see_is_told_nothing() {
    let preview = preview(site(), false);
    assert!(told(&preview, "/tin-tuc/a/").is_empty() && told(&preview, "/tin-tuc/nhap/").is_empty());
}

#[test]
fn levels_and_acceptances_hold_there_too() {
    let accepting =
        site().article("content/tin-tuc/a.md", "A", "2024-01-10", "accept: [{ rule: M03, reason: Sắp có }]\n", BODY);
    assert_eq!(told(&preview(accepting.clone(), true), "/tin-tuc/a/"), ["V10 8:3"]);
    let off = accepting.config("[outputs]", "[check.rules]\nV10 = \"off\"\n[outputs]");
    assert!(told(&preview(off, true), "/tin-tuc/a/").is_empty());
}

#[test]
fn the_page_that_is_published_has_nothing_of_it() {
    let built = site().build();
    assert!(built.outputs.keys().all(|path| !path.contains("cong-findings") && !path.contains("_cong")));
    assert!(!built.text("tin-tuc/a/index.html").contains("cong-findings"));
}
