//! What `cong check --fix` mends and what it leaves alone, in a folder of its own.

use crate::command::Workspace;
use crate::site_builder::Site;

const PAGE: &str = "content/tin-tuc/a.md";
const SECTION: &str = "---\ntitle: Tin tức\nkind: article\n---\n";

/// A portal with one article: what stands behind its title, and its body.
fn portal(title: &str, body: &str) -> Workspace {
    let article = format!("---\ntitle: {title}\nsummary: Tóm tắt\ndate: 2024-01-01\nauthor: Ban Biên tập\n---\n{body}");
    Workspace::with(&Site::new().file("content/tin-tuc/_index.md", SECTION).file(PAGE, &article))
}

#[test]
fn what_is_mechanical_is_mended_and_named() {
    let portal = portal("Sở  Y tế", "Đã họp ,rồi nghỉ .\r\n");
    let run = portal.cong(&["check", "--fix", PAGE]);
    assert!(run.err.contains("Đã sửa content/tin-tuc/a.md: S03, V10, V11 × 2, V12."), "{}", run.err);
    assert_eq!(run.code, 0, "{}", run.err);
    let mended = portal.read(PAGE);
    assert!(mended.contains("title: Sở Y tế\n") && mended.ends_with("---\nĐã họp, rồi nghỉ.\n"), "{mended}");
    let again = portal.cong(&["check", "--fix", PAGE]);
    assert!(!again.err.contains("Đã sửa"), "{}", again.err);
    assert_eq!(portal.read(PAGE), mended);
}

#[test]
fn only_the_files_asked_for_are_mended() {
    let portal = portal("Tin", "Đã  họp.\n");
    portal.cong(&["check", "--fix", "content/tin-tuc/_index.md"]);
    assert!(portal.read(PAGE).contains("Đã  họp."));
}

#[test]
fn a_diff_shows_it_and_writes_nothing() {
    let portal = portal("Tin", "Một\n\nĐã  họp.\n\nBa\n");
    let before = portal.read(PAGE);
    let run = portal.cong(&["check", "--diff", PAGE]);
    let wanted = "--- a/content/tin-tuc/a.md\n+++ b/content/tin-tuc/a.md\n@@ -6,6 +6,6 @@\n ---\n Một\n \n-Đã  họp.\n+Đã họp.\n \n Ba\n";
    assert!(run.out.starts_with(wanted), "{}", run.out);
    assert_eq!((run.code, portal.read(PAGE)), (0, before));
}

#[test]
fn what_would_change_its_meaning_is_left_and_said() {
    let portal = portal("\u{200b}“a", "Chữ.\n");
    let before = portal.read(PAGE).replace("“a", "\"a\" b");
    std::fs::write(portal.join(PAGE), &before).unwrap();
    let run = portal.cong(&["check", "--fix", PAGE]);
    assert!(run.err.contains("V06 không sửa giúp được"), "{}", run.err);
    assert_eq!(portal.read(PAGE), before);
}

#[test]
fn errors_that_remain_are_told_by_the_exit_code() {
    let portal = portal("Tin", "Đã  họp. Ông nói: “Xong rồi.\n");
    let run = portal.cong(&["check", "--fix", PAGE]);
    assert_eq!(run.code, 1, "{}", run.err);
    assert!(run.err.contains("V19") && portal.read(PAGE).contains("Đã họp."), "{}", run.err);
}

#[test]
fn a_page_that_cannot_be_read_is_mended_in_its_tabs() {
    let portal = portal("Tin", "Chữ.\n");
    let before = portal.read(PAGE);
    std::fs::write(portal.join(PAGE), before.replace("title: ", "title:\t")).unwrap();
    let run = portal.cong(&["check", "--fix", PAGE]);
    assert_eq!((run.code, portal.read(PAGE)), (0, before), "{}", run.err);
}

#[test]
fn texts_are_mended_though_a_template_of_the_theme_has_a_mistake() {
    let portal = portal("Tin", "Đã  họp.\n");
    let template = portal.join("themes/portal/templates/item.html");
    std::fs::create_dir_all(template.parent().unwrap()).unwrap();
    std::fs::write(template, "{% extends \"base.html\" %}{% block nothing-of-it %}").unwrap();
    assert!(portal.cong(&["check"]).err.contains("T01"));
    assert!(portal.cong(&["check", "--diff", PAGE]).out.contains("+Đã họp.\n"));
    portal.cong(&["check", "--fix", PAGE]);
    assert!(portal.read(PAGE).contains("Đã họp."));
}

#[test]
fn a_portal_that_cannot_be_read_is_not_called_faultless() {
    let portal = portal("Tin", "Đã  họp.\n");
    std::fs::write(portal.join("site.toml"), "theme = \n").unwrap();
    let run = portal.cong(&["check", "--diff", PAGE]);
    assert!(run.err.contains("chưa đọc được cổng"), "{}", run.err);
}

#[cfg(unix)]
#[test]
fn a_mended_file_keeps_its_permissions() {
    use std::os::unix::fs::PermissionsExt;
    let portal = portal("Tin", "Đã  họp.\n");
    std::fs::set_permissions(portal.join(PAGE), std::fs::Permissions::from_mode(0o600)).unwrap();
    portal.cong(&["check", "--fix", PAGE]);
    assert_eq!(std::fs::metadata(portal.join(PAGE)).unwrap().permissions().mode() & 0o777, 0o600);
}
