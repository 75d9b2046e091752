//! What git knows: findings in what has changed, and a look at what the next commit is made of.

use std::time::Instant;

use crate::desk::Desk;
use crate::site_builder::{Site, article};

const DOUBLED: &str = "Sở  Y tế.\n";

fn text(body: &str) -> String {
    article("Bài", "2024-01-10", "", body)
}

/// A portal in a folder of a repository, with a page that had a finding before.
fn desk() -> Desk {
    let desk = Desk::of(&Site::new().article("content/tin-tuc/cu.md", "Cũ", "2024-01-10", "", DOUBLED));
    desk.write(".gitignore", "/.cong\n/public\n");
    desk.git(&["init", "-q", "-b", "main"]);
    desk.commit();
    desk
}

#[test]
fn since_a_commit_only_what_has_changed_is_told_also_what_git_does_not_know_yet() {
    let desk = desk();
    assert!(desk.told(&["--since", "HEAD"]).is_empty());
    desk.write("content/tin-tuc/bão số 3.md", &text(DOUBLED));
    let first = desk.commit();
    // Decomposed letters, as a Mac writes them.
    desk.write("content/tin-tuc/ba\u{303}o.md", &text(DOUBLED));
    assert_eq!(desk.told(&["--since", "HEAD"]), ["V10 content/tin-tuc/bão.md:7"]);
    assert_eq!(
        desk.told(&["--since", &format!("{first}~1")]),
        ["V10 content/tin-tuc/bão số 3.md:7", "V10 content/tin-tuc/bão.md:7"]
    );
    assert_eq!(desk.cong(&["check", "--since", "HEAD"]).out.trim(), "0 lỗi, 1 cảnh báo.");
}

#[test]
fn a_link_to_a_file_that_was_renamed_is_told_of_the_page_that_has_it() {
    let desk = desk();
    desk.write("content/tin-tuc/a.md", &text("[cũ](cu.md)\n"));
    desk.commit();
    desk.git(&["mv", "content/tin-tuc/cu.md", "content/tin-tuc/moi.md"]);
    let told = ["M03 content/tin-tuc/a.md:7", "V10 content/tin-tuc/moi.md:7"];
    assert_eq!(desk.told(&["--since", "HEAD"]), told);
    assert_eq!(desk.told(&["--staged"]), told);
}

#[test]
fn what_came_to_the_other_branch_meanwhile_is_not_ours() {
    let desk = desk();
    desk.git(&["checkout", "-q", "-b", "nhanh"]);
    desk.write("content/tin-tuc/a.md", &text(DOUBLED));
    desk.commit();
    desk.git(&["checkout", "-q", "main"]);
    desk.write("content/tin-tuc/cu.md", &text("Đã sửa."));
    desk.commit();
    desk.git(&["checkout", "-q", "nhanh"]);
    assert_eq!(desk.told(&["--since", "main"]), ["V10 content/tin-tuc/a.md:7"]);
}

#[test]
fn what_is_staged_is_looked_at_and_not_what_lies_there() {
    let desk = desk();
    desk.write("content/tin-tuc/a.md", &text(DOUBLED));
    desk.write("content/tin-tuc/b.md", &text("[d](d.md)\n"));
    desk.git(&["add", "content/tin-tuc/a.md", "content/tin-tuc/b.md"]);
    desk.write("content/tin-tuc/a.md", &text("Đã sửa.\n"));
    desk.write("content/tin-tuc/c.md", &text(DOUBLED));
    desk.write("content/tin-tuc/d.md", &text("Chưa đưa vào git.\n"));
    assert_eq!(desk.told(&["--staged"]), ["V10 content/tin-tuc/a.md:7", "M03 content/tin-tuc/b.md:7"]);
    desk.git(&["add", "content/tin-tuc/a.md", "content/tin-tuc/d.md"]);
    assert!(desk.told(&["--staged"]).is_empty());
    std::fs::remove_file(desk.workspace.join("content/tin-tuc/d.md")).unwrap();
    assert!(desk.told(&["--staged"]).is_empty(), "it is in the index");
    desk.git(&["rm", "-q", "--cached", "content/tin-tuc/d.md"]);
    assert_eq!(desk.told(&["--staged"]), ["M03 content/tin-tuc/b.md:7"]);
}

#[test]
fn a_portal_may_be_a_folder_of_its_repository_and_have_no_commit_yet() {
    let desk = Desk::of(&Site::new());
    let site = Site::new().article("content/tin-tuc/a.md", "A", "2024-01-10", "", DOUBLED);
    site.save_to(&desk.workspace.join("cổng tỉnh"));
    desk.git(&["init", "-q"]);
    desk.git(&["add", "-A"]);
    let told = |arguments: &[&str]| {
        let run = desk.cong(&[&["-C", "cổng tỉnh", "check", "--format", "short"], arguments].concat());
        assert_eq!(run.code, 0, "{}", run.err);
        run.out
    };
    let line = "cổng tỉnh/content/tin-tuc/a.md:7:3: warning[V10] hai dấu cách trở lên liền nhau\n";
    assert_eq!(told(&["--staged"]), line);
    desk.commit();
    assert_eq!(told(&["--staged"]), "");
    assert_eq!(told(&["--since", "HEAD"]), "");
}

#[test]
fn where_git_knows_nothing_that_is_said() {
    let desk = Desk::of(&Site::new());
    for flags in [&["--since", "HEAD"][..], &["--staged"]] {
        let run = desk.cong(&[&["check"], flags].concat());
        assert!(run.code == 2 && run.err.contains("không nằm trong kho git nào"), "{}", run.err);
    }
    desk.git(&["init", "-q"]);
    desk.commit();
    for name in ["khong-co", "--output=x", "HEAD:content"] {
        let run = desk.cong(&["check", &format!("--since={name}"), "--lang", "en"]);
        assert!(run.code == 2 && run.err.starts_with(&format!("git has no commit {name}.")), "{}", run.err);
        assert!(!desk.workspace.exists("x"));
    }
    let report = desk.report(&["--since", "khong-co"]);
    assert!(report["error"].as_str().unwrap().contains("khong-co"));
}

#[test]
fn what_is_staged_of_the_sample_portal_is_told_at_once() {
    let desk = Desk::of(&Site::new());
    let copied = std::process::Command::new("cp").arg("-r").arg("tests/sample/.").arg(desk.workspace.path()).status();
    assert!(copied.unwrap().success());
    desk.git(&["init", "-q"]);
    desk.commit();
    desk.cong(&["build"]);
    let file = "content/_index.md";
    let text = desk.workspace.read(file);
    desk.write(file, &format!("{text}\nSở  Y tế.\n"));
    desk.git(&["add", file]);
    let started = Instant::now();
    let told = desk.told(&["--staged"]);
    assert!(told.iter().any(|line| line.starts_with("V10 content/_index.md")), "{told:?}");
    // A second for the program as it is handed out; this one is not optimised.
    assert!(started.elapsed().as_secs() < 30, "{:?}", started.elapsed());
}
