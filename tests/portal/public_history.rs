//! The public history of changes: off unless it is asked for, days and parts alone, from the commits of git since a page was published; nothing
//! from a clone that lacks its history.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use crate::command::Workspace;
use crate::law::{self, Portal};
use crate::site_builder::{SITE_TOML, Site, article};

/// Git at a moment, as somebody whose name must never be seen.
fn git(folder: &Path, at: &str, arguments: &[&str]) {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder).args(arguments);
    for (key, value) in [("NAME", "Nguyễn Kín"), ("EMAIL", "kin@tinh.example"), ("DATE", at)] {
        command.env(format!("GIT_AUTHOR_{key}"), value).env(format!("GIT_COMMITTER_{key}"), value);
    }
    let output = command.output().unwrap();
    assert!(output.status.success(), "{arguments:?} {}", String::from_utf8_lossy(&output.stderr));
}

fn commit(workspace: &Workspace, at: &str) {
    git(workspace.path(), at, &["add", "-A", "content", "site.toml"]);
    git(workspace.path(), at, &["commit", "-q", "-m", "Tin kín zzmessage"]);
}

fn put(workspace: &Workspace, path: &str, text: &str) {
    std::fs::create_dir_all(workspace.join(path).parent().unwrap()).unwrap();
    std::fs::write(workspace.join(path), text).unwrap();
}

fn config() -> String {
    format!("{SITE_TOML}\n[history]\npublic = true\n")
}

const BAI: &str = "content/tin-tuc/bai.md";

/// A repository whose first commit, of 5 January, has one article of that day.
fn repository() -> Workspace {
    let workspace = Workspace::with(&Site::new().file("site.toml", &config()));
    put(&workspace, BAI, &article("Bài", "2024-01-05", "", ""));
    git(workspace.path(), "2024-01-05T08:00:00+07:00", &["init", "-q", "-b", "main"]);
    commit(&workspace, "2024-01-05T08:00:00+07:00");
    workspace
}

/// What the page of the article says of its changes, a line for each.
fn told(workspace: &Workspace, page: &str) -> Vec<String> {
    let run = workspace.cong(&["build", "--at", "2024-06-01 12:00"]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    lines(&workspace.read(&format!("public/{page}/index.html")))
}

fn lines(html: &str) -> Vec<String> {
    let Some((_, rest)) = html.split_once("<details class=\"history\">") else { return Vec::new() };
    let list = rest.split_once("</details>").unwrap().0;
    let entry = |part: &str| {
        let (day, rest) = part.split_once("\">").unwrap();
        format!("{day}:{}", rest.split_once("</time>: ").unwrap().1.split('<').next().unwrap())
    };
    list.split("<time datetime=\"").skip(1).map(entry).collect()
}

#[test]
fn a_page_says_on_which_days_which_parts_of_it_were_changed() {
    let workspace = repository();
    assert_eq!(told(&workspace, "tin-tuc/bai"), [""; 0], "it was only published");
    put(&workspace, BAI, &article("Bài mới", "2024-01-05", "", ""));
    commit(&workspace, "2024-01-07T23:30:00+07:00");
    // The same day in Vietnam, and one entry.
    put(&workspace, BAI, &article("Bài mới", "2024-01-05", "agency: so-y-te\n", ""));
    commit(&workspace, "2024-01-07T16:59:00+00:00");
    put(&workspace, BAI, &article("Bài mới", "2024-01-05", "agency: so-y-te\n", "Chữ zzold.\n"));
    commit(&workspace, "2024-02-01T08:00:00+07:00");
    put(&workspace, BAI, &article("Bài mới", "2024-01-05", "agency: so-y-te\n", "Chữ mới.\n"));
    commit(&workspace, "2024-03-01T08:00:00+07:00");
    let expected = ["2024-03-01:nội dung", "2024-02-01:nội dung", "2024-01-07:tiêu đề, thông tin kèm theo"];
    assert_eq!(told(&workspace, "tin-tuc/bai"), expected);
    let whole = workspace.read("public/tin-tuc/bai/index.html");
    for word in ["zzold", "zzmessage", "Nguyễn Kín", "kin@tinh"] {
        assert!(!whole.contains(word), "{word}");
    }
    // The same commit is the same bytes, whoever asks git.
    let kept = workspace.read("public/tin-tuc/bai/index.html");
    std::fs::remove_dir_all(workspace.join(".cong")).unwrap();
    assert_eq!(told(&workspace, "tin-tuc/bai"), expected);
    assert_eq!(workspace.read("public/tin-tuc/bai/index.html"), kept);
    assert_eq!(workspace.cong(&["verify", "--at", "2024-06-01 12:00"]).code, 0);
    // As of an earlier moment what came later has not happened.
    workspace.cong(&["build", "--at", "2024-02-10 12:00", "-o", "som"]);
    assert_eq!(lines(&workspace.read("som/tin-tuc/bai/index.html")), expected[1..]);
}

#[test]
fn without_the_setting_nothing_is_told_and_git_is_not_asked() {
    let workspace = repository();
    put(&workspace, BAI, &article("Bài mới", "2024-01-05", "", ""));
    commit(&workspace, "2024-01-07T08:00:00+07:00");
    assert_eq!(told(&workspace, "tin-tuc/bai").len(), 1);
    put(&workspace, "site.toml", SITE_TOML);
    assert_eq!(told(&workspace, "tin-tuc/bai"), [""; 0]);
    assert!(!workspace.read("public/tin-tuc/bai/index.html").contains("Lịch sử sửa đổi"));
    // Of some kinds alone.
    put(&workspace, "site.toml", &config().replace("public = true", "public = true\nkinds = [\"notice\"]"));
    assert_eq!(told(&workspace, "tin-tuc/bai"), [""; 0]);
    put(&workspace, "site.toml", &config().replace("public = true", "public = true\nkinds = [\"notise\"]"));
    let run = workspace.cong(&["build", "--at", "2024-06-01 12:00"]);
    assert!(run.err.contains("[C02]") && run.err.contains("notice"), "{}", run.err);
}

#[test]
fn what_was_done_to_a_draft_and_while_a_page_was_withheld_is_told_nobody() {
    let workspace = repository();
    let path = "content/tin-tuc/hai.md";
    for (day, title, more) in [("06", "Nháp", "draft: true\n"), ("07", "Nháp hai", "draft: true\n"), ("08", "Hai", "")]
    {
        put(&workspace, path, &article(title, "2024-01-06", more, ""));
        commit(&workspace, &format!("2024-01-{day}T08:00:00+07:00"));
    }
    assert_eq!(told(&workspace, "tin-tuc/hai"), [""; 0], "it was published on the 8th");
    // Taken back, mended, published again: readers see the mended text where they saw the other.
    for (day, title, more) in [("10", "Hai", "draft: true\n"), ("11", "Ba", "draft: true\n"), ("12", "Ba", "")] {
        put(&workspace, path, &article(title, "2024-01-06", more, ""));
        commit(&workspace, &format!("2024-01-{day}T08:00:00+07:00"));
    }
    assert_eq!(told(&workspace, "tin-tuc/hai"), ["2024-01-12:tiêu đề"]);
    // What is committed before the day on which a page appears was seen by nobody.
    let path = "content/tin-tuc/hen.md";
    for (day, title) in [("06", "Hẹn"), ("07", "Hẹn hai"), ("20", "Hẹn ba")] {
        put(&workspace, path, &article(title, "2024-01-15", "", ""));
        commit(&workspace, &format!("2024-01-{day}T08:00:00+07:00"));
    }
    assert_eq!(told(&workspace, "tin-tuc/hen"), ["2024-01-20:tiêu đề"]);
}

#[test]
fn a_renamed_page_keeps_its_history_and_files_that_it_shows_are_part_of_it() {
    let workspace = repository();
    let long = "Một đoạn dài để git nhận ra tệp khi đổi tên.\n\nĐoạn hai.\n\nĐoạn ba.\n";
    let files = "attachments:\n  - file: bang.csv\n    title: Bảng\n";
    put(&workspace, "content/tin-tuc/cu/index.md", &article("Cũ", "2024-01-05", files, long));
    put(&workspace, "content/tin-tuc/cu/bang.csv", "Huyện,Số\nA,1\n");
    commit(&workspace, "2024-01-06T08:00:00+07:00");
    put(&workspace, "content/tin-tuc/cu/index.md", &article("Cũ rồi", "2024-01-05", files, long));
    commit(&workspace, "2024-01-07T08:00:00+07:00");
    git(workspace.path(), "2024-01-08T08:00:00+07:00", &["mv", "content/tin-tuc/cu", "content/tin-tuc/moi"]);
    commit(&workspace, "2024-01-08T08:00:00+07:00");
    assert_eq!(told(&workspace, "tin-tuc/moi"), ["2024-01-07:tiêu đề"], "its name alone is no change");
    put(&workspace, "content/tin-tuc/moi/bang.csv", "Huyện,Số\nA,2\n");
    commit(&workspace, "2024-01-09T08:00:00+07:00");
    assert_eq!(told(&workspace, "tin-tuc/moi"), ["2024-01-09:tệp, ảnh kèm theo", "2024-01-07:tiêu đề"]);
}

#[test]
fn a_branch_that_was_merged_is_one_change_on_the_day_on_which_it_came_in() {
    let workspace = repository();
    let folder = workspace.path();
    git(folder, "2024-01-06T08:00:00+07:00", &["checkout", "-q", "-b", "sua"]);
    for (day, title) in [("06", "Sửa"), ("07", "Sửa hai")] {
        put(&workspace, BAI, &article(title, "2024-01-05", "", ""));
        commit(&workspace, &format!("2024-01-{day}T08:00:00+07:00"));
    }
    git(folder, "2024-01-09T08:00:00+07:00", &["checkout", "-q", "main"]);
    git(folder, "2024-01-09T08:00:00+07:00", &["merge", "-q", "--no-ff", "--no-edit", "sua"]);
    assert_eq!(told(&workspace, "tin-tuc/bai"), ["2024-01-09:tiêu đề"]);
}

#[test]
fn a_shallow_clone_and_a_folder_without_git_tell_nothing_and_say_why() {
    let workspace = repository();
    put(&workspace, BAI, &article("Bài mới", "2024-01-05", "", ""));
    commit(&workspace, "2024-01-07T08:00:00+07:00");
    let clone = Workspace::empty();
    let from = format!("file://{}", workspace.path().display());
    git(clone.path(), "2024-01-08T08:00:00+07:00", &["clone", "-q", "--depth", "1", &from, "."]);
    let run = clone.cong(&["build", "--at", "2024-06-01 12:00"]);
    assert!(run.err.contains("[C76]") && run.err.contains("fetch-depth: 0"), "{}", run.err);
    assert_eq!(lines(&clone.read("public/tin-tuc/bai/index.html")), [""; 0]);
    std::fs::remove_dir_all(clone.join(".git")).unwrap();
    let run = clone.cong(&["build", "--at", "2024-06-01 12:00"]);
    assert!(!run.err.contains("[C76]"), "{}", run.err);
    assert_eq!(lines(&clone.read("public/tin-tuc/bai/index.html")), [""; 0]);
    let codes = Site::new().file("site.toml", &config()).build();
    assert!(codes.findings.iter().any(|finding| finding.message.code == "C75"));
}

#[test]
fn another_history_renders_the_pages_that_tell_of_it_and_no_other() {
    let mut portal = Portal::new();
    portal.replace("site.toml", "\n[[agencies]]", "\n[history]\npublic = true\n\n[[agencies]]");
    let history = |changes: &str| {
        let file = law::ARTICLES[0];
        format!(
            "{{\"of\":\"\",\"extent\":\"Whole\",\"files\":{{\"{file}\":{{\"born\":1704412800,\"changes\":[{changes}]}}}}}}"
        )
    };
    let mut last = law::build(&portal, law::nothing(), BTreeMap::new());
    // 8 and 9 January 2024.
    for (changes, shown) in [("[1704672000,4]", 1), ("[1704672000,4],[1704758400,1]", 2), ("", 0)] {
        portal.files.put(".cong/history", history(changes));
        last = law::after(&portal, last, changes);
        assert_eq!(last.rendered, ["/tin-tuc/2024/01/a/"], "{changes}");
        let page = String::from_utf8_lossy(&last.outputs["tin-tuc/2024/01/a/index.html"]).into_owned();
        assert_eq!(lines(&page).len(), shown);
    }
}
