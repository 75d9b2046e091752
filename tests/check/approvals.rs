//! Holds approvals against git: who sets one, and who changes a page after it, must be one of those who may approve it.

use crate::desk::Desk;
use crate::site_builder::{SITE_TOML, Site, article};

const WORKFLOW: &str = "\n[workflow]\nsince = \"2024-01-01\"\n[[workflow.approvers]]\nname = \"Trần Thị Lan\"\nemail = \"lan@tinh.example\"\n";

const PAGE: &str = "content/tin-tuc/a.md";

fn text(state: &str, body: &str) -> String {
    let approval = if state == "duyet" { "  approved_by: Trần Thị Lan\n  approved_on: 2024-01-10\n" } else { "" };
    article("Bài", "2024-01-10", &format!("workflow:\n  state: {state}\n{approval}"), body)
}

/// A portal whose approver is who commits, with a page that is edited.
fn desk() -> Desk {
    let desk = Desk::of(&Site::new().file("site.toml", &format!("{SITE_TOML}{WORKFLOW}")));
    desk.write(".gitignore", "/.cong\n/public\n");
    desk.write(PAGE, &text("bien-tap", "Một.\n"));
    desk.git(&["init", "-q", "-b", "main"]);
    desk.git(&["config", "user.email", "lan@tinh.example"]);
    desk.commit();
    desk
}

fn commit_as(desk: &Desk, name: &str) {
    desk.git(&["add", "-A"]);
    desk.git(&["commit", "-q", "-m", "x", "--author", &format!("{name} <{name}@tinh.example>")]);
}

fn told(desk: &Desk, since: &str) -> Vec<String> {
    let told = desk.told(&["--since", since]);
    told.into_iter().filter(|line| line.starts_with("F6") || line.starts_with("F7")).collect()
}

#[test]
fn row_44_an_approval_counts_if_who_may_approve_has_committed_it() {
    let desk = desk();
    desk.write(PAGE, &text("duyet", "Một.\n"));
    commit_as(&desk, "lan");
    assert!(told(&desk, "HEAD~1").is_empty());
}

#[test]
fn row_44_an_approval_that_somebody_else_has_committed_is_an_error() {
    let desk = desk();
    desk.write(PAGE, &text("duyet", "Một.\n"));
    commit_as(&desk, "binh");
    assert_eq!(told(&desk, "HEAD~1"), ["F60 content/tin-tuc/a.md:6"]);
    let run = desk.cong(&["check", "--since", "HEAD~1"]);
    let out = run.out + &run.err;
    assert!(out.contains("binh <binh@tinh.example>") && out.contains("Trần Thị Lan"), "{out}");
}

#[test]
fn a_change_after_the_approval_needs_another() {
    let desk = desk();
    desk.write(PAGE, &text("duyet", "Một.\n"));
    commit_as(&desk, "lan");
    desk.write(PAGE, &text("duyet", "Hai.\n"));
    commit_as(&desk, "binh");
    assert_eq!(told(&desk, "HEAD~1"), ["F61 content/tin-tuc/a.md:6"]);
    assert_eq!(told(&desk, "HEAD~2"), ["F61 content/tin-tuc/a.md:6"], "the approval is older");
    desk.write(PAGE, &text("duyet", "Hai, đã đọc lại.\n"));
    commit_as(&desk, "lan");
    assert!(told(&desk, "HEAD~3").is_empty(), "who approves has committed it since");
}

#[test]
fn what_is_not_committed_yet_is_of_who_would_commit_it() {
    let desk = desk();
    desk.write(PAGE, &text("duyet", "Một.\n"));
    assert!(told(&desk, "HEAD").is_empty());
    desk.git(&["config", "user.email", "binh@tinh.example"]);
    assert_eq!(told(&desk, "HEAD"), ["F60 content/tin-tuc/a.md:6"]);
    desk.git(&["add", "-A"]);
    let staged = desk.told(&["--staged"]);
    assert!(staged.contains(&"F60 content/tin-tuc/a.md:6".to_owned()), "{staged:?}");
}

#[test]
fn a_new_page_with_a_day_of_before_is_told() {
    let desk = desk();
    desk.write("content/tin-tuc/b.md", &article("Bài b", "2023-12-31", "", "Một.\n"));
    commit_as(&desk, "binh");
    assert_eq!(told(&desk, "HEAD~1"), ["F62 content/tin-tuc/b.md:4"]);
    desk.git(&["mv", "content/tin-tuc/b.md", "content/tin-tuc/c.md"]);
    commit_as(&desk, "binh");
    assert!(told(&desk, "HEAD~1").is_empty(), "it was there under another name");
}

#[test]
fn a_page_that_is_not_approved_needs_nobody() {
    let desk = desk();
    desk.write(PAGE, &text("bien-tap", "Hai.\n"));
    commit_as(&desk, "binh");
    assert!(told(&desk, "HEAD~1").is_empty());
}

/// The page as it is approved, then changed by somebody else in a way that is to be told.
fn approved() -> Desk {
    let desk = desk();
    desk.write(PAGE, &text("duyet", "Một.\n"));
    commit_as(&desk, "lan");
    desk
}

#[test]
fn nobody_makes_himself_an_approver_or_somebody_else_on_the_way() {
    let desk = approved();
    let more = "[[workflow.approvers]]\nname = \"Bình\"\nemail = \"binh@tinh.example\"\n";
    desk.write("site.toml", &format!("{SITE_TOML}{WORKFLOW}{more}"));
    desk.write(".mailmap", "Lan <lan@tinh.example> binh <binh@tinh.example>\n");
    desk.write(PAGE, &text("duyet", "Hai.\n"));
    commit_as(&desk, "binh");
    let line = SITE_TOML.lines().count() + 2;
    assert_eq!(told(&desk, "HEAD~1"), ["F61 content/tin-tuc/a.md:6".to_owned(), format!("F70 site.toml:{line}")]);
}

#[test]
fn rules_of_approval_are_changed_by_who_approves_everything() {
    let line = SITE_TOML.lines().count() + 2;
    let later = WORKFLOW.replace("since = \"2024-01-01\"", "since = \"2030-01-01\"");
    for (rules, place) in [(later.as_str(), line), ("", 1)] {
        let desk = desk();
        desk.write("site.toml", &format!("{SITE_TOML}{rules}"));
        commit_as(&desk, "binh");
        assert_eq!(told(&desk, "HEAD~1"), [format!("F70 site.toml:{place}")], "{rules}");
        commit_as_again(&desk, "lan");
        assert!(told(&desk, "HEAD~1").is_empty());
    }
    let desk = desk();
    desk.write("site.toml", &format!("{}{WORKFLOW}", SITE_TOML.replace("Cổng thử", "Cổng khác")));
    commit_as(&desk, "binh");
    assert!(told(&desk, "HEAD~1").is_empty(), "the rest of the settings is not asked");
}

/// The same change, by somebody else.
fn commit_as_again(desk: &Desk, name: &str) {
    desk.git(&["commit", "-q", "--amend", "--no-edit", "--author", &format!("{name} <{name}@tinh.example>")]);
}

#[test]
fn a_file_that_an_approved_page_shows_is_covered_by_its_approval() {
    let desk = desk();
    desk.write("content/tin-tuc/bang.csv", "Huyện,Số\nA,1\n");
    let files = "attachments:\n  - file: bang.csv\n    title: Bảng\n";
    desk.write(PAGE, &text("duyet", "Một.\n").replace("workflow:", &format!("{files}workflow:")));
    commit_as(&desk, "lan");
    desk.write("content/tin-tuc/bang.csv", "Huyện,Số\nA,2\n");
    commit_as(&desk, "binh");
    assert_eq!(told(&desk, "HEAD~1"), ["F61 content/tin-tuc/a.md:9"]);
    desk.write("content/tin-tuc/khac.csv", "Huyện,Số\nA,2\n");
    commit_as(&desk, "binh");
    assert!(told(&desk, "HEAD~1").is_empty(), "the page does not show it");
}

#[test]
fn an_approval_in_a_branch_does_not_reach_what_stood_beside_it() {
    let desk = approved();
    desk.git(&["checkout", "-q", "-b", "x"]);
    desk.write(PAGE, &text("duyet", "Ba.\n"));
    commit_as(&desk, "lan");
    desk.git(&["checkout", "-q", "main"]);
    desk.write(PAGE, &text("duyet", "Hai.\n"));
    commit_as(&desk, "binh");
    desk.git(&["merge", "-q", "-s", "ours", "-m", "x", "x"]);
    assert_eq!(told(&desk, "HEAD~2"), ["F61 content/tin-tuc/a.md:6"]);
}

#[test]
fn a_page_that_is_made_one_of_before_is_told_however_its_day_is_written() {
    for day in ["date: 2023-12-31", "\"date\": \"2023-12-31\""] {
        let desk = approved();
        desk.write(PAGE, &article("Bài", "2024-01-10", "", "Hai.\n").replace("date: 2024-01-10", day));
        commit_as(&desk, "binh");
        assert_eq!(told(&desk, "HEAD~1"), ["F62 content/tin-tuc/a.md:4"], "{day}");
    }
}
