//! `cong move`: files go, links follow, every address of before answers in one step, and nothing is lost wherever it is stopped.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::Relaxed;

use cong::cache::Cache;
use cong::files::{Disk, Entry, Files};
use cong::load::ledger::LEDGER;
use cong::pipeline::{self, Input, Options, Silent};
use cong::relocate::moving::{Moved, moved};
use cong::relocate::steps::{Steps, Work};
use walkdir::WalkDir;

use crate::command::Workspace;
use crate::site_builder::{Site, moment};
use crate::write::folder_of;

const CONTACT: &str = "---\ntitle: Tổng đài\nnumber: \"0271.1022\"\npurpose: Hỏi đáp\nhours: \"Giờ hành chính: sáng, chiều\"\nverified_on: 2024-01-02\n---\n";

/// A section with an item, a translation, a bundle and files; and pages, menus and settings that name them.
fn portal() -> Site {
    let article = |title: &str, more: &str, body: &str| {
        format!(
            "---\ntitle: {title}\nsummary: Sapô của bài.\ndate: 2024-01-10\nauthor: Ban Biên tập\n{more}---\n{body}"
        )
    };
    Site::new()
        .file("content/tin-tuc/a.md", &article("Bài a", "", "## X\n\nXem [bảng](bang.pdf), [b](b/index.md#muc) và [giới thiệu](../gioi-thieu/x.md).\n"))
        .file("content/tin-tuc/a.en.md", "---\ntitle: Item a\nsummary: A summary.\ndate: 2024-01-10\nauthor: Editorial Board\n---\nSee [the table](bang.pdf).\n")
        .bytes("content/tin-tuc/bang.pdf", b"%PDF-1.4\n%%EOF\n")
        .file("content/tin-tuc/b/index.md", &article("Bài b", "aliases:\n  - /cu/b/\n", "## Mục\n\n[Phụ lục](phu-luc.pdf) của [a][a].\n\n[a]: ../a.md \"Bài a\"\n"))
        .bytes("content/tin-tuc/b/phu-luc.pdf", b"%PDF-1.4\n%%EOF\n% 2")
        .file("content/gioi-thieu/_index.md", "---\ntitle: Giới thiệu\nkind: page\n---\n")
        .file("content/gioi-thieu/x.md", "---\ntitle: Trang x\n---\n`../tin-tuc/a.md` [a](../tin-tuc/a.md#x) [a](</tin-tuc/a/?p=1>) https://tinh.example/tin-tuc/b/ [../tin-tuc/a.md](../tin-tuc/a.md 'nhan')\n")
        .file("content/truyen-thong/_index.md", "---\ntitle: Truyền thông\nkind: article\n---\n")
        .file("content/truyen-thong/_index.en.md", "---\ntitle: Media\nkind: article\n---\n")
        .file("content/lien-he/_index.md", "---\ntitle: Liên hệ\nkind: contact\n---\n")
        .file("content/lien-he/tong-dai.md", CONTACT)
        .file("content/gioi-thieu/y.md", "---\ntitle: Trang y\n---\nGọi [tổng đài](lien-he:tong-dai).\n")
        .config("[owner]", "[menus]\nmain = [ { page = \"tin-tuc/_index.md\" }, { url = \"/tin-tuc/a/\", title = { vi = \"A\", en = \"A\" } } ] # trình đơn\n\n[owner]")
}

/// Every file of a portal with its bytes, without what the program keeps for itself.
pub fn files_of(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut all = folder_of(root);
    all.retain(|name, _| !name.starts_with("public/") && !name.starts_with(".cong/"));
    all
}

fn files(folder: &Workspace) -> BTreeMap<String, Vec<u8>> {
    files_of(folder.path())
}

/// Addresses of the files below a folder, but for those that begin as one of these.
pub fn addresses(root: &Path, but_for: &[&str]) -> Vec<String> {
    let address = |name: String| format!("/{}", name.strip_suffix("index.html").unwrap_or(&name));
    let all = folder_of(root).into_keys().map(address);
    all.filter(|path| !but_for.iter().any(|own| path.starts_with(own))).collect()
}

/// Addresses that a build wrote, but for those that the generator makes for itself.
fn built(folder: &Workspace) -> Vec<String> {
    let run = folder.cong(&["build", "--at", "2024-01-15 12:00"]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    let mut all = addresses(&folder.join("public"), &["/assets/", "/search/", "/_", "/.", "/sitemap"]);
    all.sort();
    all
}

/// Where each address leads by the rules of a file.
pub fn rules(text: &str) -> BTreeMap<String, String> {
    let rule = |line: &str| {
        let mut parts = line.split(' ');
        Some((parts.next()?.to_owned(), parts.next()?.to_owned()))
    };
    text.lines().filter_map(rule).collect()
}

/// Where each address of before leads in what is built now: to itself, or by one rule to what is there.
fn assert_all_answer(folder: &Workspace, before: &[String]) {
    let now = built(folder);
    let rules = rules(&std::fs::read_to_string(folder.join("public/_redirects")).unwrap_or_default());
    let leads_on = |path: &str| folder.exists(&format!("public{path}index.html")) && rules.contains_key(path);
    for address in before {
        let to = rules.get(address).unwrap_or(address);
        assert!(
            now.iter().any(|there| there == to) && (to == address || !leads_on(to)),
            "{address} leads to {to}: {rules:?}"
        );
    }
}

fn codes(folder: &Workspace) -> Vec<String> {
    let run = folder.cong(&["check", "--json"]);
    let found: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    let mut codes: Vec<String> = found["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| finding["code"].as_str().unwrap().to_owned())
        .collect();
    codes.sort();
    codes
}

/// No finding is told more often than before.
fn assert_nothing_new(now: &[String], before: &[String]) {
    let count = |all: &[String], code: &String| all.iter().filter(|other| *other == code).count();
    assert!(now.iter().all(|code| count(now, code) <= count(before, code)), "{now:?} after {before:?}");
}

#[test]
fn a_section_moves_with_all_that_is_in_it_and_every_address_of_before_answers() {
    let folder = Workspace::with(&portal());
    let (before, found) = (built(&folder), codes(&folder));
    let run = folder.cong(&["move", "tin-tuc", "truyen-thong/tin"]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    assert!(!folder.exists("content/tin-tuc") && folder.exists("content/truyen-thong/tin/b/phu-luc.pdf"));
    assert_all_answer(&folder, &before);
    assert_nothing_new(&codes(&folder), &found);
    let page = folder.read("content/gioi-thieu/x.md");
    assert_eq!(
        page,
        "---\ntitle: Trang x\n---\n`../tin-tuc/a.md` [a](../truyen-thong/tin/a.md#x) [a](</truyen-thong/tin/a/?p=1>) https://tinh.example/truyen-thong/tin/b/ [../tin-tuc/a.md](../truyen-thong/tin/a.md 'nhan')\n"
    );
    let a = folder.read("content/truyen-thong/tin/a.md");
    assert!(a.contains("[bảng](bang.pdf), [b](b/index.md#muc) và [giới thiệu](../../gioi-thieu/x.md)"), "{a}");
    assert!(a.contains("aliases: [/tin-tuc/a/]\n---\n"), "{a}");
    assert!(
        folder.read("content/truyen-thong/tin/a.en.md").contains("aliases: [/en/news/a/]"),
        "{}",
        folder.read("content/truyen-thong/tin/a.en.md")
    );
    assert!(folder.read("content/truyen-thong/tin/b/index.md").contains("aliases:\n  - /cu/b/\n  - /tin-tuc/b/\n---"));
    let site = folder.read("site.toml");
    assert!(
        site.contains("{ page = \"truyen-thong/tin/_index.md\" }, { url = \"/truyen-thong/tin/a/\", title"),
        "{site}"
    );
    assert!(folder.read(LEDGER).contains("/tin-tuc/b/phu-luc.pdf -> /truyen-thong/tin/b/phu-luc.pdf"));
}

#[test]
fn an_item_moves_with_its_translations_and_what_is_its_own() {
    let folder = Workspace::with(&portal());
    let (before, found) = (built(&folder), codes(&folder));
    let old = files(&folder);
    let run = folder.cong(&["move", "content/tin-tuc/a.md", "truyen-thong/moi.md"]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    for path in ["content/truyen-thong/moi.md", "content/truyen-thong/moi.en.md", "content/truyen-thong/bang.pdf"] {
        assert!(folder.exists(path), "{path}");
    }
    assert!(folder.read("content/tin-tuc/b/index.md").contains("[a]: ../../truyen-thong/moi.md \"Bài a\""));
    assert_all_answer(&folder, &before);
    assert_nothing_new(&codes(&folder), &found);
    let same = |name: &str| files(&folder)[name] == old[name];
    assert!(
        same("content/tin-tuc/_index.md") && same("content/tin-tuc/b/phu-luc.pdf") && same("content/gioi-thieu/y.md")
    );
}

#[test]
fn a_contact_that_gets_another_name_is_named_so_by_links() {
    let folder = Workspace::with(&portal());
    assert_eq!(folder.cong(&["move", "lien-he/tong-dai.md", "lien-he/duong-day.md"]).code, 0);
    assert!(folder.read("content/gioi-thieu/y.md").contains("(lien-he:duong-day)"));
}

#[test]
fn addresses_that_moved_twice_lead_on_in_one_step() {
    let folder = Workspace::with(&portal());
    let before = built(&folder);
    folder.cong(&["ledger", "record"]);
    for (old, new) in [("tin-tuc", "mot"), ("mot/b", "truyen-thong/b"), ("truyen-thong/b/index.md", "truyen-thong/c")] {
        let run = folder.cong(&["move", old, new]);
        assert_eq!(run.code, 0, "{old} {new}: {}{}", run.out, run.err);
        assert_all_answer(&folder, &before);
    }
    assert!(
        folder.read(LEDGER).contains("/tin-tuc/b/phu-luc.pdf -> /truyen-thong/c/phu-luc.pdf"),
        "{}",
        folder.read(LEDGER)
    );
    assert_eq!(folder.cong(&["ledger"]).code, 0);
    assert_eq!(folder.cong(&["build", "--strict"]).code, 0);
}

#[test]
fn a_page_whose_time_is_over_moves_with_its_line_and_pages_of_rows_with_their_table() {
    let schema = "fields:\n  - name: Xã\n  - name: Số\npages:\n  kind: contact\n  name: \"ubnd-xa-{Xã}\"\n  fields:\n    title: \"UBND xã {Xã}\"\n    number: \"{Số}\"\n    purpose: Hộ tịch\n    hours: \"Giờ hành chính: sáng, chiều\"\n    verified_on: 2024-01-02\n";
    let folder = Workspace::with(
        &portal()
            .article("content/tin-tuc/het.md", "Bài hết hạn", "2024-01-02", "expires: 2024-01-10\n", "")
            .file(LEDGER, "/tin-tuc/het/\n/tin-tuc/a/\n")
            .file("content/lien-he/xa/_index.md", "---\ntitle: Xã\nkind: contact\n---\n")
            .file("content/lien-he/xa/xa.csv", "Xã,Số\nAn Khương,0271.3668.001\n")
            .file("content/lien-he/xa/xa.schema.yaml", schema),
    );
    let run = folder.cong(&["move", "tin-tuc", "moi"]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    let ledger = folder.read(LEDGER);
    assert!(ledger.contains("/tin-tuc/het/ -> /moi/het/\n") && ledger.contains("/tin-tuc/a/\n"), "{ledger}");
    let before = built(&folder);
    let run = folder.cong(&["move", "lien-he/xa", "lien-he/phuong"]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    assert_all_answer(&folder, &before);
}

#[test]
fn a_list_that_becomes_shorter_leads_on_from_the_page_that_it_had_more() {
    let site = (0..60).fold(portal(), |site, number| {
        let year = if number < 25 { 2023 } else { 2024 };
        site.article(&format!("content/tin-tuc/{year}/{number}.md"), &format!("Bài {number}"), "2024-01-02", "", "")
    });
    let folder = Workspace::with(&site);
    let before = built(&folder);
    let run = folder.cong(&["move", "tin-tuc/2023", "truyen-thong/2023"]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    let after = built(&folder);
    assert!(
        before.iter().filter(|address| !after.contains(address)).any(|address| address.contains("trang")),
        "{before:?}"
    );
    assert_all_answer(&folder, &before);
}

#[test]
fn diff_shows_what_would_change_and_changes_nothing() {
    let folder = Workspace::with(&portal());
    let before = files(&folder);
    let run = folder.cong(&["move", "tin-tuc/b", "truyen-thong/b", "--diff"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(
        run.out.contains("rename content/tin-tuc/b/phu-luc.pdf => content/truyen-thong/b/phu-luc.pdf"),
        "{}",
        run.out
    );
    assert!(
        run.out.contains("-Xem [bảng](bang.pdf), [b](b/index.md#muc)")
            && run.out.contains("+Xem [bảng](bang.pdf), [b](../truyen-thong/b/index.md#muc)"),
        "{}",
        run.out
    );
    assert_eq!(files(&folder), before);
}

#[test]
fn what_is_taken_missing_or_inside_itself_does_not_move() {
    let folder = Workspace::with(&portal());
    let before = files(&folder);
    for (old, new, said) in [
        ("tin-tuc/a.md", "gioi-thieu/x.md", "content/gioi-thieu/x.md is there already"),
        ("tin-tuc/a.md", "gioi-thieu/X.md", "is there already"),
        ("tin-tuc/aa.md", "gioi-thieu/z.md", "Did you mean content/tin-tuc/a.md?"),
        ("tin-tuc/a.en.md", "gioi-thieu/z.en.md", "move content/tin-tuc/a.md"),
        ("truyen-thong/_index.en.md", "moi/_index.en.md", "move content/truyen-thong/_index.md"),
        ("tin-tuc/a.md", "tin-tuc/b.txt", "such as content/tin-tuc/b.md"),
        ("tin-tuc", "tin-tuc/con", "into itself"),
        ("tin-tuc/a.md", "../x.md", "no item or section"),
        ("_addresses.txt", "x", "no item or section"),
        ("tin-tuc/a.md", "tin-tuc/a.md", "is there already"),
    ] {
        let run = folder.cong(&["move", old, new, "--lang", "en"]);
        assert!(run.code == 2 && run.err.contains(said), "{old} {new}: {}", run.err);
    }
    assert_eq!(files(&folder), before);
}

/// Files of a folder that cannot be read any more after so many were, as if the machine had stopped.
pub struct Stopping {
    pub disk: Disk,
    pub left: AtomicUsize,
}

impl Stopping {
    fn count(&self) -> io::Result<()> {
        let is_over = self.left.fetch_update(Relaxed, Relaxed, |left| left.checked_sub(1)).is_err();
        if is_over { Err(io::ErrorKind::Interrupted.into()) } else { Ok(()) }
    }
}

impl Files for Stopping {
    fn list(&self, folder: &str) -> io::Result<Vec<Entry>> {
        self.disk.list(folder)
    }

    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        self.count()?;
        self.disk.read(path)
    }

    fn read_within(&self, path: &str, most: usize) -> io::Result<Result<Vec<u8>, u64>> {
        self.disk.read_within(path, most)
    }

    fn open(&self, path: &str) -> io::Result<Box<dyn io::Read + '_>> {
        self.count()?;
        self.disk.open(path)
    }
}

/// A move of the section that has begun.
fn begin(folder: &Workspace) -> Steps {
    let moved = plan(folder);
    let work = Work { changes: &moved.changes, copies: &[], other: None };
    Steps::begin(folder.path(), ("tin-tuc", "moi"), work).unwrap()
}

/// What moving the section comes to.
fn plan(folder: &Workspace) -> Moved {
    let files: Arc<dyn Files> = Arc::new(Disk::new(folder.path()));
    let options = Options { at: moment("2024-01-15 12:00"), show_all: false, foreign: false, preview: true };
    let cache = Cache::default();
    let look =
        |files: &Arc<dyn Files>| pipeline::addresses(&Input { files, options, cache: &cache, progress: &Silent });
    moved(&files, ("tin-tuc", "moi"), &look).unwrap_or_else(|_| panic!("the section can move"))
}

#[test]
fn a_move_that_was_stopped_anywhere_is_finished_by_the_next_run() {
    let whole = Workspace::with(&portal());
    assert_eq!(whole.cong(&["move", "tin-tuc", "moi"]).code, 0);
    let wanted = files(&whole);
    let mut stopped = 0;
    for left in (0..).step_by(3) {
        let folder = Workspace::with(&portal());
        let steps = begin(&folder);
        let stopping = Stopping { disk: Disk::new(folder.path()), left: AtomicUsize::new(left) };
        if steps.finish(folder.path(), &stopping).is_ok() {
            assert_eq!(files(&folder), wanted);
            break;
        }
        stopped += 1;
        let is_there = |bytes: &Vec<u8>| String::from_utf8_lossy(bytes).contains("Xem [bảng]");
        assert!(files(&folder).values().any(is_there), "nothing is lost after {left}");
        if stopped == 2 {
            let before = files(&folder);
            assert_eq!(folder.cong(&["move", "tin-tuc", "moi", "--diff"]).code, 2, "who only looks finishes nothing");
            assert_eq!(files(&folder), before);
        }
        let again = folder.cong(&["move", "tin-tuc", "moi"]);
        assert_eq!(again.code, 0, "after {left}: {}", again.err);
        assert_eq!(files(&folder), wanted, "after {left}");
        assert!(!folder.exists(".cong/move"), "after {left}");
    }
    assert!(stopped > 5, "{stopped}");
}

#[test]
fn a_file_that_somebody_changes_meanwhile_is_not_touched() {
    let folder = Workspace::with(&portal());
    begin(&folder);
    let page = folder.join("content/gioi-thieu/x.md");
    std::fs::write(&page, "khác").unwrap();
    let run = folder.cong(&["move", "tin-tuc", "moi"]);
    assert!(run.code == 2 && run.err.contains("content/gioi-thieu/x.md"), "{}", run.err);
    assert_eq!(std::fs::read_to_string(&page).unwrap(), "khác");
    assert!(folder.exists("content/tin-tuc/a.md") && !folder.exists("content/moi"));
    assert!(!folder.exists(".cong/move"), "nothing was done, so there is nothing to finish");
    std::fs::write(&page, "---\ntitle: Trang x\n---\n[a](../tin-tuc/a.md)\n").unwrap();
    let run = folder.cong(&["move", "tin-tuc", "moi"]);
    assert!(run.code == 0 && folder.read("content/gioi-thieu/x.md").contains("(../moi/a.md)"), "{}", run.err);
}

/// Names as macOS keeps them: `à`, `ấ` and the like with their marks as letters of their own.
#[test]
fn a_file_whose_name_has_its_marks_apart_moves_like_any_other() {
    const FOLDER: &str = "content/tin-tuc/Tha\u{301}ng";
    const NAME: &str = "Ba\u{300}i co\u{301} da\u{302}\u{301}u";
    let folder = Workspace::with(&portal());
    let page =
        |body: &str| format!("---\ntitle: Bài\nsummary: Sapô.\ndate: 2024-01-10\nauthor: Ban Biên tập\n---\n{body}\n");
    std::fs::create_dir_all(folder.join(FOLDER)).unwrap();
    std::fs::write(folder.join(&format!("{FOLDER}/{NAME}.md")), page("[Tệp](bảng.pdf)")).unwrap();
    std::fs::write(folder.join(&format!("{FOLDER}/ba\u{309}ng.pdf")), b"%PDF-1.4\n%%EOF\n").unwrap();
    let other = folder.join(&format!("content/tin-tuc/{NAME} kha\u{301}c.md"));
    std::fs::write(&other, page("[a](Tháng/Bài%20có%20dấu.md)")).unwrap();
    let run = folder.cong(&["move", "tin-tuc/Tháng/Bài có dấu.md", "truyen-thong/moi.md"]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    assert!(folder.exists("content/truyen-thong/moi.md") && folder.exists("content/truyen-thong/bảng.pdf"));
    assert!(!folder.exists(FOLDER), "nothing is left where it was");
    assert!(std::fs::read_to_string(&other).unwrap().contains("(../truyen-thong/moi.md)"));
    let twice = WalkDir::new(folder.join("content")).into_iter().map(Result::unwrap);
    assert_eq!(twice.filter(|entry| entry.file_name().to_string_lossy().starts_with('B')).count(), 1);
}

#[test]
fn addresses_with_the_name_of_their_page_are_mended_as_well() {
    let site = portal().file(
        "content/gioi-thieu/z.md",
        "---\ntitle: Trang z\n---\n[a](/tin-tuc/a/index.html#x) [a](https://tinh.example/tin-tuc/a/index.html)\n",
    );
    let folder = Workspace::with(&site);
    let run = folder.cong(&["move", "tin-tuc/a.md", "truyen-thong/"]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    let page = folder.read("content/gioi-thieu/z.md");
    assert!(page.contains("[a](/truyen-thong/a/index.html#x)"), "{page}");
    assert!(page.contains("(https://tinh.example/truyen-thong/a/index.html)"), "{page}");
}

#[test]
fn pictures_for_networks_beside_a_page_are_no_address_that_is_lost() {
    let folder = Workspace::with(&portal().config("title =", "pictures = { share = true }\ntitle ="));
    let run = folder.cong(&["move", "tin-tuc/a.md", "truyen-thong/"]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    assert!(folder.exists("content/truyen-thong/a.md") && !folder.exists("content/tin-tuc/a.md"));
}
