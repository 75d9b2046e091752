//! The hook that checks what a commit is made of.

use std::process::{Command, Output};

use crate::desk::Desk;
use crate::site_builder::{Site, article};

fn text(body: &str) -> String {
    article("Bài", "2024-01-10", "", body)
}

/// `git commit ARGUMENTS` where no `cong` is on the path.
fn commit(desk: &Desk, arguments: &[&str]) -> Output {
    let mut command = Command::new("git");
    command.args(["-c", "user.name=Lan", "-c", "user.email=lan@tinh.example", "commit", "-q", "-m", "x"]);
    command.args(arguments).current_dir(desk.workspace.path()).env("PATH", "/usr/bin:/bin").output().unwrap()
}

#[test]
fn a_commit_with_an_error_is_not_made_and_one_with_a_mended_text_is() {
    let desk = Desk::of(&Site::new());
    std::fs::create_dir_all(desk.workspace.join("cổng 'một'")).unwrap();
    Site::new().save_to(&desk.workspace.join("cổng 'một'"));
    desk.git(&["init", "-q"]);
    desk.commit();
    let run = desk.cong(&["-C", "cổng 'một'", "check", "--install-hook"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let file = "cổng 'một'/content/tin-tuc/a.md";
    desk.write(file, &text("[c](khong-co.md)\n"));
    desk.git(&["add", "-A"]);
    let refused = commit(&desk, &[]);
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(!refused.status.success() && said.contains("lỗi[M03]"), "{said}");
    // With `-a` git makes an index of its own for the commit.
    desk.write(file, &text("[c](cung-khong.md)\n"));
    let refused = commit(&desk, &["-a"]);
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(!refused.status.success() && said.contains("cung-khong.md"), "{said}");
    desk.write(file, &text("Đã sửa.\n"));
    assert!(commit(&desk, &["-a"]).status.success());
}

#[test]
fn a_hook_that_is_there_stays_as_it_is() {
    let desk = Desk::of(&Site::new());
    assert_eq!(desk.cong(&["check", "--install-hook"]).code, 2, "there is no repository");
    desk.git(&["init", "-q"]);
    desk.write(".git/hooks/pre-commit", "#!/bin/sh\nexit 0\n");
    let run = desk.cong(&["check", "--install-hook"]);
    assert!(run.code == 2 && run.err.contains("cong -C '.' check --staged || exit 1"), "{}", run.err);
    assert_eq!(desk.workspace.read(".git/hooks/pre-commit"), "#!/bin/sh\nexit 0\n");
}
