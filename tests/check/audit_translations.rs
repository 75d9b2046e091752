//! Translations that know the text they were made of.

use cong::audit::report::State;

use crate::audit_desk::audit;
use crate::command::{Run, Workspace};
use crate::site_builder::Site;

const VI: &str = "content/tin-tuc/bai.md";
const EN: &str = "content/tin-tuc/bai.en.md";

fn workspace() -> Workspace {
    let site = Site::new().article(VI, "Bài viết", "2024-01-10", "", "Câu một.\n\nCâu hai.\n").article(
        EN,
        "An article",
        "2024-01-10",
        "",
        "Sentence one.\n\nSentence two.\n",
    );
    Workspace::with(&site)
}

fn run(workspace: &Workspace, more: &[&str]) -> Run {
    workspace.cong(&[&["audit", "--at", "2024-01-15"], more].concat())
}

/// What `--translations` says of the English article.
fn said(workspace: &Workspace) -> String {
    let out = run(workspace, &["--translations"]).out;
    let line = out.lines().find(|line| line.starts_with(EN)).unwrap_or_else(|| panic!("{out}"));
    line.split_once(": ").unwrap().1.to_owned()
}

fn change(workspace: &Workspace, old: &str, new: &str) {
    let text = workspace.read(VI);
    assert!(text.contains(old), "{text}");
    std::fs::write(workspace.join(VI), text.replace(old, new)).unwrap();
}

#[test]
fn a_translation_is_accepted_and_told_once_its_original_says_something_else() {
    let workspace = workspace();
    assert_eq!(said(&workspace), "chưa ghi bản gốc");
    let before = workspace.read(EN);
    assert_eq!(run(&workspace, &["--accept-translation", EN]).code, 0);
    let line = workspace.read(EN).lines().find(|line| line.starts_with("translates:")).unwrap().to_owned();
    assert_eq!(workspace.read(EN).replace(&format!("{line}\n"), ""), before, "nothing else of the file changes");
    assert_eq!(said(&workspace), "khớp bản gốc");

    change(&workspace, "Câu hai.", "Câu hai mới.");
    assert_eq!(said(&workspace), "bản gốc đã đổi");
    run(&workspace, &["--accept-translation", EN]);
    assert_eq!(said(&workspace), "khớp bản gốc");
    assert_eq!(workspace.read(EN).matches("translates:").count(), 1);
}

#[test]
fn what_has_nothing_to_translate_may_change() {
    let workspace = workspace();
    run(&workspace, &["--accept-translation", EN]);
    for (old, new) in [
        ("date: 2024-01-10", "date: 2024-01-11\nweight: 3\nagency: [so-y-te]"),
        ("Câu một.\n\nCâu hai.", "Câu\nmột.\n\n\nCâu   hai."),
    ] {
        change(&workspace, old, new);
        assert_eq!(said(&workspace), "khớp bản gốc", "{new}");
    }
    for (old, new) in [("title: Bài viết", "title: Bài khác"), ("Sapô của bài.", "Sapô khác.")] {
        change(&workspace, old, new);
        assert_eq!(said(&workspace), "bản gốc đã đổi", "{new}");
        change(&workspace, new, old);
    }
}

#[test]
fn what_is_no_translation_cannot_be_accepted() {
    let workspace = workspace();
    for path in [VI, "content/tin-tuc/khong-co.en.md"] {
        let refused = run(&workspace, &["--accept-translation", path]);
        assert!(refused.code == 2 && refused.err.contains(path), "{}", refused.err);
    }
}

#[test]
fn a_translation_of_an_earlier_text_makes_its_row_old() {
    let site = |hash: &str| {
        Site::new().article(VI, "Bài", "2024-01-10", "", "Lời.").article(
            EN,
            "Article",
            "2024-01-10",
            &format!("translates: \"{hash}\"\n"),
            "Text.",
        )
    };
    let told = audit(site("0000000000000000"), "2024-01-15", &["en-minimum"]);
    assert_eq!(told.row("en-cap-nhat").state, State::Stale);
    assert_eq!(told.late("translations"), [(EN, "bản gốc đã đổi sau khi dịch")]);
    let unknown =
        Site::new().article(VI, "Bài", "2024-01-10", "", "Lời.").article(EN, "Article", "2024-01-10", "", "Text.");
    assert_eq!(audit(unknown, "2024-01-15", &["en-minimum"]).row("en-cap-nhat").state, State::Met);
}

#[test]
fn the_mark_of_the_original_is_nothing_that_readers_see() {
    let site = Site::new().article(VI, "Bài", "2024-01-10", "", "Lời.").article(
        EN,
        "Article",
        "2024-01-10",
        "translates: \"00000000000000aa\"\n",
        "Text.",
    );
    let built = site.build();
    assert!(!built.text("en/news/bai/index.html").contains("00000000000000aa"));
}
