//! A check of the whole portal: what it looks at, that it tells what a build tells, what it keeps for the next one.

use std::collections::BTreeMap;
use std::io::{self, Read, Write};
use std::sync::{Arc, Mutex};

use cong::cache::{BlobStore, Cache};
use cong::files::{Entry, Files, Memory};
use cong::pipeline::{self, Checked, Input, Options, Question, Silent};

use crate::desk::{Desk, lines};
use crate::site_builder::{Site, moment};

const DOUBLED: &str = "Sở  Y tế.\n";

fn site() -> Site {
    Site::new()
        .article("content/tin-tuc/a.md", "A", "2024-01-10", "", DOUBLED)
        .article("content/tin-tuc/b.md", "B", "2024-01-10", "", "[a](khong-co.md)\n")
        .article("content/tin-tuc/nhap.md", "Nháp", "2024-01-10", "draft: true\n", "Bản  nháp, [b](mat.md).\n")
        .article("content/tin-tuc/cu.md", "Cũ", "2024-01-10", "expires: 2024-01-11\nslug: a\n", "Đã  gỡ.\n")
}

#[test]
fn without_a_file_all_pages_are_looked_at_also_those_that_readers_do_not_see() {
    let desk = Desk::of(&site());
    let report = desk.report(&[]);
    assert_eq!(
        lines(&report),
        [
            "V10 content/tin-tuc/a.md:7",
            "M03 content/tin-tuc/b.md:7",
            "V10 content/tin-tuc/cu.md:9",
            "V10 content/tin-tuc/nhap.md:8",
            "M03 content/tin-tuc/nhap.md:8",
        ],
        "the address of a page that was taken down is free"
    );
    assert_eq!((report["errors"].as_u64(), report["public"].as_bool()), (Some(2), Some(false)));
    assert!(!desk.workspace.exists("public") && !desk.workspace.exists(".cong/cache"), "nothing is built");
    let run = desk.cong(&["check"]);
    assert_eq!(run.code, 1);
    assert_eq!(run.out.trim(), "2 lỗi, 3 cảnh báo. Đã soát cả 2 trang chưa hoặc không còn công khai.");
}

#[test]
fn a_page_that_cannot_be_used_is_looked_at_for_all_that_its_editor_has_to_mend() {
    let broken =
        "---\ntitle: Bài  c\nsummary: Tóm tắt.\ndate: 2024-01-10\nauthor: A\nkhoa_la: 1\n---\nHai  dấu cách.\n";
    let unmerged = broken.replace("Hai  dấu", "<<<<<<< HEAD\nHai  dấu\n=======\nMột  dấu\n>>>>>>> khac\n");
    let site = site().file("content/tin-tuc/c.md", broken).file("content/tin-tuc/d.md", &unmerged);
    let told = Desk::of(&site).told(&["content/tin-tuc/c.md", "content/tin-tuc/d.md"]);
    let own: Vec<&String> = told.iter().filter(|line| line.contains("c.md")).collect();
    assert_eq!(own.len(), 3, "{told:?}");
    assert!(
        ["V10 content/tin-tuc/c.md:2", "V10 content/tin-tuc/c.md:8"]
            .iter()
            .all(|line| own.contains(&&(*line).to_owned()))
    );
    assert!(!told.iter().any(|line| line.starts_with("V10") && line.contains("d.md")), "two versions in one: {told:?}");
}

#[test]
fn a_home_page_that_is_a_draft_hides_nothing_from_a_check() {
    let desk = Desk::of(&site().file("content/_index.md", "---\ntitle: Trang  chủ\ndraft: true\n---\n"));
    let told = desk.told(&[]);
    for line in ["V10 content/_index.md:2", "V10 content/tin-tuc/a.md:7", "M03 content/tin-tuc/b.md:7"] {
        assert!(told.iter().any(|known| known == line), "{line}: {told:?}");
    }
}

#[test]
fn what_a_build_tells_a_check_tells_too_whatever_was_kept() {
    let broken = "{% if page.title == \"B\" %}{{ page.khong_co.gi }}{% endif %}";
    let site = site()
        .file("themes/portal/templates/item-article.html", broken)
        .file("content/tin-tuc/thua.pdf", "x")
        .file("content/tin-tuc/hong.md", "---\ntitel: X\n---\n");
    let desk = Desk::of(&site);
    let cold = desk.report(&[]);
    let built: serde_json::Value = serde_json::from_str(&desk.cong(&["build", "--json"]).out).unwrap();
    let (check, build) = (lines(&cold), lines(&built));
    assert!(build.iter().any(|line| line.starts_with("T02")), "{build:?}");
    let missing: Vec<_> = build.iter().filter(|line| !check.contains(line)).collect();
    assert!(missing.is_empty(), "{missing:?} {check:?}");
    assert_eq!(desk.report(&[]), cold, "after a build");
    assert_eq!(desk.report(&[]), cold, "after a check");
    desk.write("content/tin-tuc/c.md", "---\ntitle: C\nsummary: S\nauthor: A\ndate: 2024-01-10\n---\nMột  hai.\n");
    let warm = desk.report(&[]);
    assert!(lines(&warm).contains(&"V10 content/tin-tuc/c.md:7".to_owned()), "{warm}");
    std::fs::remove_dir_all(desk.workspace.join(".cong")).unwrap();
    assert_eq!(desk.report(&[]), warm, "from nothing");
}

/// A portal whose files are counted as they are read, and what checks keep of it.
#[derive(Default)]
struct Counted {
    files: Memory,
    read: Mutex<BTreeMap<String, usize>>,
    blobs: Mutex<BTreeMap<String, Vec<u8>>>,
}

impl Counted {
    fn note(&self, path: &str) {
        *self.read.lock().unwrap().entry(path.to_owned()).or_default() += 1;
    }
}

impl Files for Counted {
    fn list(&self, folder: &str) -> io::Result<Vec<Entry>> {
        self.files.list(folder)
    }

    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        self.note(path);
        self.files.read(path)
    }

    fn read_within(&self, path: &str, most: usize) -> io::Result<Result<Vec<u8>, u64>> {
        self.note(path);
        self.files.read_within(path, most)
    }

    fn open(&self, path: &str) -> io::Result<Box<dyn Read + '_>> {
        self.files.open(path)
    }
}

impl BlobStore for Counted {
    fn read(&self, file: &str) -> Option<Vec<u8>> {
        self.blobs.lock().unwrap().get(file).cloned()
    }

    fn write(&self, file: &str, contents: &dyn Fn(&mut dyn Write) -> io::Result<()>) {
        let mut bytes = Vec::new();
        contents(&mut bytes).unwrap();
        self.blobs.lock().unwrap().insert(file.to_owned(), bytes);
    }
}

/// A check of the whole, and how often each file was read for it.
fn checked(counted: &Arc<Counted>) -> (Checked, BTreeMap<String, usize>) {
    counted.read.lock().unwrap().clear();
    let files: Arc<dyn Files> = counted.clone();
    let cache = Cache::open(counted.clone());
    let options = Options { at: moment("2024-01-15 12:00"), show_all: false, preview: true, foreign: false };
    let input = Input { files: &files, options, cache: &cache, progress: &Silent };
    let checked = pipeline::check(&input, Question::default()).unwrap();
    if let Some(kept) = checked.kept.as_ref().filter(|kept| kept.is_new()) {
        kept.persist(&**counted);
    }
    (checked, counted.read.lock().unwrap().clone())
}

#[test]
fn a_text_that_has_not_changed_is_not_read_for_its_rules_again() {
    const FILE: &str = "content/tin-tuc/a.md";
    let counted = Arc::new(Counted { files: site().files(), ..Counted::default() });
    let (cold, first) = checked(&counted);
    let (warm, second) = checked(&counted);
    assert_eq!((first[FILE], second[FILE]), (2, 1), "once to know its hash");
    assert!(!warm.kept.unwrap().is_new());
    assert!(cold.findings.len() == warm.findings.len());
    assert!(cold.findings.iter().zip(&warm.findings).all(|(cold, warm)| cold.is_same(warm)));
}

#[test]
fn what_was_kept_is_of_the_rules_that_were_asked_and_may_be_broken() {
    let desk = Desk::of(&site());
    let all = desk.report(&[]);
    let settings = desk.workspace.read("site.toml");
    desk.write("site.toml", &settings.replace("[outputs]", "[check.rules]\nV10 = \"off\"\n[outputs]"));
    assert!(!lines(&desk.report(&[])).iter().any(|line| line.starts_with("V10")));
    desk.write("site.toml", &settings);
    assert_eq!(desk.report(&[]), all);
    assert!(desk.workspace.exists(".cong/lint"));
    desk.write(".cong/lint", "không phải của cong");
    assert_eq!(desk.report(&[]), all);
}
