//! The preview and the disk: whatever is done to the portal's folders is seen, and what is no part of the portal is not.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::process::Command;
use std::time::Duration;

use crate::command::Workspace;
use crate::previewed::Previewed;
use crate::site_builder::{SITE_TOML, Site, article};

const A: &str = "content/tin-tuc/a.md";
const URL: &str = "/tin-tuc/a/";

fn portal() -> Workspace {
    Workspace::with(&Site::new().file(A, &item("Chữ ban đầu.")))
}

fn item(text: &str) -> String {
    article("Bài một", "2024-01-10", "", &format!("{text}\n"))
}

/// An edit of a page arrives.
fn hears(preview: &Previewed, text: &str) {
    fs::write(preview.workspace.join(A), item(text)).unwrap();
    preview.shows(URL, text, true);
}

/// Until a burst is over, and the second look at it: what comes now has to be seen by itself.
fn settle() {
    std::thread::sleep(Duration::from_millis(800));
}

#[test]
fn a_content_folder_that_was_away_is_watched_again() {
    let preview = Previewed::of(portal(), &[]);
    let (content, away) = (preview.workspace.join("content"), preview.workspace.join("away"));
    hears(&preview, "Trước khi đi.");
    fs::rename(&content, &away).unwrap();
    preview.shows(URL, "Trước khi đi.", false);
    fs::rename(&away, &content).unwrap();
    preview.shows(URL, "Trước khi đi.", true);
    settle();
    hears(&preview, "Sau khi về.");
    // Removed and copied back, as a checkout does.
    let copied =
        Command::new("cp").args(["-r", "content", "away"]).current_dir(preview.workspace.path()).status().unwrap();
    assert!(copied.success());
    fs::remove_dir_all(&content).unwrap();
    fs::rename(&away, &content).unwrap();
    settle();
    hears(&preview, "Sau khi chép lại.");
    settle();
    hears(&preview, "Và lần nữa.");
}

#[test]
fn a_theme_and_kinds_that_are_made_later_or_again_are_seen() {
    let preview = Previewed::of(portal(), &[]);
    let style = preview.workspace.join("themes/portal/assets/portal.css");
    let sheet = |colour: &str| {
        fs::create_dir_all(style.parent().unwrap()).unwrap();
        fs::write(&style, format!("body {{ color: {colour} }}")).unwrap();
        // The sheet is named after its contents.
        let name = blake3::hash(format!("body {{ color: {colour} }}").as_bytes()).to_hex()[..10].to_owned();
        preview.shows(URL, &format!("portal.{name}.css"), true);
    };
    sheet("red");
    settle();
    sheet("green");
    fs::remove_dir_all(preview.workspace.join("themes")).unwrap();
    preview.shows(URL, "portal.css", false);
    sheet("blue");
    settle();
    sheet("black");
    let kinds = preview.workspace.join("kinds");
    for label in ["Tin", "Bài"] {
        fs::create_dir_all(&kinds).unwrap();
        settle();
        fs::write(kinds.join("article.toml"), format!("hong {label}")).unwrap();
        preview.says("kinds/article.toml");
        fs::remove_dir_all(&kinds).unwrap();
        preview.says("0 errors");
    }
    hears(&preview, "Chữ cuối cùng.");
}

#[test]
fn a_configuration_put_in_place_by_rename_is_read() {
    let preview = Previewed::of(portal(), &[]);
    for title in ["Cổng thứ hai", "Cổng thứ ba"] {
        let next = preview.workspace.join(".site.toml.tmp");
        let text = SITE_TOML.lines().map(|line| {
            if line.starts_with("title") {
                format!("title = {{ vi = \"{title}\", en = \"{title}\" }}")
            } else {
                line.to_owned()
            }
        });
        fs::write(&next, text.collect::<Vec<_>>().join("\n")).unwrap();
        fs::rename(&next, preview.workspace.join("site.toml")).unwrap();
        preview.shows("/", title, true);
    }
}

#[test]
fn a_log_in_the_root_or_in_a_folder_of_the_portal_is_no_change() {
    for log in ["serve.log", "themes/serve.log", "content/serve.log", "content/tin-tuc/.serve.log"] {
        let workspace = portal();
        fs::create_dir_all(workspace.join("themes")).unwrap();
        let preview = Previewed::of(workspace, &[]);
        fs::write(preview.workspace.join(A), item("Chữ mới.")).unwrap();
        // Whatever it says goes into the log, as the shell does it.
        let mut log = OpenOptions::new().create(true).append(true).open(preview.workspace.join(log)).unwrap();
        let mut lines = 0;
        while let Ok(line) = preview.said.recv_timeout(Duration::from_millis(1500)) {
            writeln!(log, "{line}").unwrap();
            lines += 1;
            assert!(lines < 20, "it goes on for ever");
        }
        assert!(lines > 0);
        hears(&preview, "Chữ sau cùng.");
    }
}

#[test]
fn what_is_no_part_of_the_portal_is_no_change() {
    let preview = Previewed::of(portal(), &[]);
    hears(&preview, "Chữ mới.");
    while preview.said.recv_timeout(Duration::from_millis(700)).is_ok() {}
    for other in [
        "README.md",
        "nohup.out",
        "node_modules/a/content/a.md",
        ".git/index",
        "content/.git/index",
        "public/index.html",
    ] {
        let path = preview.workspace.join(other);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "x").unwrap();
    }
    let built = preview.workspace.cong(&["build", "--output", "xem-truoc"]);
    assert_eq!(built.code, 0, "{}", built.err);
    let lines: Vec<String> =
        std::iter::from_fn(|| preview.said.recv_timeout(Duration::from_millis(1500)).ok()).collect();
    assert!(lines.is_empty(), "{lines:?}");
    hears(&preview, "Chữ sau cùng.");
}

#[cfg(unix)]
#[test]
fn a_portal_reached_by_links_is_watched() {
    use std::os::unix::fs::symlink;
    let workspace = portal();
    fs::rename(workspace.join("content"), workspace.join("kho")).unwrap();
    symlink("kho", workspace.join("content")).unwrap();
    symlink(".", workspace.join("cong")).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_cong"));
    command.args(["-C", "cong", "--lang", "en", "serve", "--port", "0"]).current_dir(workspace.path());
    let preview = Previewed::run(workspace, &mut command);
    hears(&preview, "Qua liên kết.");
    fs::create_dir(preview.workspace.join("khac")).unwrap();
    for part in ["_index.md", "_index.en.md"] {
        fs::copy(preview.workspace.join("kho").join(part), preview.workspace.join("khac").join(part)).unwrap();
    }
    // Another folder under the same name, at once.
    symlink("khac", preview.workspace.join("moi")).unwrap();
    fs::rename(preview.workspace.join("moi"), preview.workspace.join("content")).unwrap();
    preview.shows(URL, "Qua liên kết.", false);
    settle();
    fs::create_dir(preview.workspace.join("khac/tin-tuc")).unwrap();
    fs::copy(preview.workspace.join("kho/tin-tuc/_index.md"), preview.workspace.join("khac/tin-tuc/_index.md"))
        .unwrap();
    hears(&preview, "Trong thư mục khác.");
}

#[test]
fn items_appear_and_go_at_their_moments_without_an_edit() {
    let now = jiff::Timestamp::now();
    let at = |seconds: i64| (now + jiff::SignedDuration::from_secs(seconds)).strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    let (from, to) = (at(4), at(10));
    let workspace = Workspace::with(&Site::new().article(
        "content/tin-tuc/a.md",
        "Bài hẹn giờ",
        "2024-01-10",
        &format!("publish_at: {from}\nexpires: {to}\n"),
        "Chữ.",
    ));
    let preview = Previewed::of(workspace, &["--public"]);
    preview.shows("/tin-tuc/", "Bài hẹn giờ", true);
    assert!(jiff::Timestamp::now() >= from.parse().unwrap(), "not before its moment");
    preview.shows("/tin-tuc/", "Bài hẹn giờ", false);
    assert!(jiff::Timestamp::now() >= to.parse().unwrap());
}
