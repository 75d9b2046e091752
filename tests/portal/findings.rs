//! Thousands of findings: of each kind the first three are shown and the others counted by folder, none hides another, and what
//! came of the build stands at the end.

use std::sync::LazyLock;

use serde_json::Value;

use crate::command::{Run, Workspace};
use crate::serve;
use crate::site_builder::{Site, article};

/// Items of which each lacks an author, in five months.
const ITEMS: usize = 60;

/// Among them is one with three mistakes of its own, in the middle.
const OWN: &str = "content/tin-tuc/2023/03/tin-030.md";

fn item(index: usize) -> String {
    article("Tin", "2024-01-05", "", "").replace("author: Ban Biên tập\n", "")
        + if index.is_multiple_of(2) { "<b>\n" } else { "" }
}

fn name(index: usize) -> String {
    format!("content/tin-tuc/2023/{:02}/tin-{index:03}.md", index / 12 + 1)
}

fn portal() -> Site {
    let items = (0..ITEMS).fold(Site::new(), |site, index| site.file(&name(index), &item(index)));
    let own = article("Tin", "2024-01-05", "sumry: thừa\nagency: so-khong-co\nupdated: 2024-02-30\n", "Nội dung.\n");
    items.file(OWN, &own.replace("author: Ban Biên tập\n", ""))
}

/// The same folder for all tests that only read it.
static WORKSPACE: LazyLock<Workspace> = LazyLock::new(|| Workspace::with(&portal()));

fn run(arguments: &[&str]) -> Run {
    WORKSPACE.cong(&[arguments, &["--lang", "vi"]].concat())
}

fn build(more: &[&str]) -> Run {
    run(&[&["build", "--at", "2024-01-15"], more].concat())
}

/// The first line of each finding, without its text: `lỗi[F11]`.
fn heads(text: &str) -> Vec<&str> {
    let is_head = |line: &&str| ["lỗi[", "cảnh báo[", "lưu ý["].iter().any(|level| line.starts_with(level));
    text.lines().filter(is_head).map(|line| line.split_inclusive(']').next().unwrap()).collect()
}

#[test]
fn of_each_kind_the_first_three_are_shown_errors_first_and_none_hides_another() {
    let said = build(&[]).err;
    let (shown, counted) = said.split_once("Mỗi loại sau chỉ in 3 chỗ đầu; thêm --all để in đủ:\n").unwrap();
    let errors = ["lỗi[F11]", "lỗi[F11]", "lỗi[F11]", "lỗi[F09]", "lỗi[F16]", "lỗi[F12]"];
    assert_eq!(heads(shown), [&errors[..], &["cảnh báo[M01]"; 3]].concat());
    for first in [name(0), name(1), name(2), OWN.to_owned()] {
        assert!(shown.contains(&format!("--> {first}:")), "{first}\n{shown}");
    }
    assert_eq!(heads(counted), ["lỗi[F11]", "cảnh báo[M01]"]);
}

#[test]
fn what_is_not_shown_is_counted_by_folder_and_the_result_stands_last() {
    let run = build(&[]);
    let (_, counted) = run.err.split_once("để in đủ:\n").unwrap();
    insta::assert_snapshot!(counted, @r"
    lỗi[F11]: thiếu khóa bắt buộc “author” (Tác giả): 60 chỗ
      content/tin-tuc/2023/01 12, content/tin-tuc/2023/02 12, content/tin-tuc/2023/03 12, content/tin-tuc/2023/04 12, content/tin-tuc/2023/05 12
    cảnh báo[M01]: có mã HTML trong bài: <b>: 29 chỗ
      content/tin-tuc/2023/01 6, content/tin-tuc/2023/02 6, content/tin-tuc/2023/04 6, content/tin-tuc/2023/05 6, content/tin-tuc/2023/03 5

    63 lỗi, 29 cảnh báo. Sửa lỗi rồi dựng lại trước khi xuất bản.
    Không được xuất bản thư mục này: được dựng cho thời điểm đã qua hơn 24 giờ (2024-01-14T17:00:00Z), có thể có bài đã gỡ. Dựng lại không có --at.
    ");
    // The report goes to standard output in between.
    let out: Vec<&str> = run.out.lines().collect();
    assert!(run.err.lines().count() < 100 && out.len() < 20, "{} {}", run.err.lines().count(), out.len());
    let not_built: Vec<&&str> = out.iter().filter(|line| line.starts_with("Chưa dựng được")).collect();
    assert_eq!(not_built.len(), 6);
    assert!(not_built[4].ends_with("/tin-004/ (content/tin-tuc/2023/01/tin-004.md)"), "{}", not_built[4]);
    assert!(
        not_built[5].starts_with("Chưa dựng được: và 55 trang nữa, --all in đủ: content/tin-tuc/2023/02 12, "),
        "{}",
        not_built[5]
    );
}

#[test]
fn all_of_them_are_shown_in_the_order_of_files_when_asked_for() {
    let run = build(&["--all"]);
    let report: Value = serde_json::from_str(&build(&["--json"]).out).unwrap();
    let told = report["findings"].as_array().unwrap();
    let level = |finding: &Value| if finding["severity"] == "error" { "lỗi" } else { "cảnh báo" };
    let known: Vec<String> =
        told.iter().map(|finding| format!("{}[{}]", level(finding), finding["code"].as_str().unwrap())).collect();
    assert_eq!(known.len(), ITEMS + ITEMS / 2 - 1 + 3);
    assert_eq!(heads(&run.err), known);
    assert_eq!(run.out.lines().filter(|line| line.starts_with("Chưa dựng được")).count(), ITEMS);
    assert!(run.err.contains("<b>") && !run.err.contains("--all"), "each with its line, and nothing is cut");
}

#[test]
fn quiet_shows_errors_alone_cut_like_all() {
    let said = build(&["--quiet"]).err;
    assert_eq!(heads(&said).iter().filter(|head| **head == "lỗi[F11]").count(), 3 + 1, "three, and their number");
    assert!(!said.contains("cảnh báo"), "{said}");
}

#[test]
fn a_check_of_few_files_shows_each_finding() {
    let month: Vec<String> = (0..12).map(name).collect();
    let few: Vec<&str> = std::iter::once("check").chain(month.iter().map(String::as_str)).collect();
    let shown = |run: &Run| heads(&run.err).iter().filter(|head| **head == "lỗi[F11]").count();
    assert_eq!(shown(&run(&few)), 12);
    let many = run(&["check", "content"]);
    assert_eq!(shown(&many), 3 + 1);
    assert!(many.out.trim_end().ends_with("63 lỗi, 29 cảnh báo."), "{}", many.out);
    assert_eq!(shown(&run(&["check", "content", "--all"])), ITEMS);
}

#[test]
fn withheld_pages_are_named_the_first_of_each_sort() {
    let item = |index: usize| match index % 2 {
        0 => article("Tin", "2024-01-05", "draft: true\n", ""),
        _ => article("Tin", "2023-01-05", "expires: 2023-12-31\n", ""),
    };
    let site = (0..ITEMS).fold(Site::new(), |site, index| site.file(&name(index), &item(index)));
    let workspace = Workspace::with(&site);
    let withheld = |more: &[&str]| {
        let out = workspace.cong(&[&["build", "--at", "2024-01-15", "--lang", "en"], more].concat()).out;
        out.lines().filter(|line| line.starts_with("Withheld")).map(str::to_owned).collect::<Vec<_>>()
    };
    let told = withheld(&[]);
    insta::assert_snapshot!(told[9..].join("\n"), @r"
    Withheld: content/tin-tuc/2023/01/tin-009.md (taken down at 00:00, 31 December 2023)
    Withheld: and 25 more pages (draft), --all shows them: content/tin-tuc/2023/02 6, content/tin-tuc/2023/03 6, content/tin-tuc/2023/04 6, content/tin-tuc/2023/05 6, content/tin-tuc/2023/01 1
    Withheld: and 25 more pages (taken down at …), --all shows them: content/tin-tuc/2023/02 6, content/tin-tuc/2023/03 6, content/tin-tuc/2023/04 6, content/tin-tuc/2023/05 6, content/tin-tuc/2023/01 1
    ");
    assert_eq!(withheld(&["--all"]).len(), ITEMS);
}

#[test]
fn the_preview_shows_the_first_on_its_pages_and_reads_lines_of_these_alone() {
    let workspace = serve::recording_files();
    (0..ITEMS).for_each(|index| workspace.put(&name(index), item(index)));
    let preview = serve::preview(&workspace, true);
    let rows: Value = serde_json::from_str(&preview.now().findings).unwrap();
    let rows = rows.as_array().unwrap();
    assert_eq!(rows.len(), 3 + 1, "{rows:#?}");
    assert!(rows[..3].iter().all(|row| row["code"] == "F11" && !row["excerpt"].is_null()), "{rows:#?}");
    assert_eq!((&rows[3]["more"], &rows[3]["code"]), (&(ITEMS - 3).into(), &"F11".into()));
    let reads = workspace.reads();
    let read = |index: usize| reads.iter().filter(|path| **path == name(index)).count();
    assert_eq!((0..6).map(read).collect::<Vec<_>>(), [2, 2, 2, 1, 1, 1]);
}
