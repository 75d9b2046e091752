//! A build may be killed at any moment: no file in the output is ever half written, nothing published is lost, and
//! the next build leaves what a clean one would.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::LazyLock;
use std::time::Duration;

use cong::write::release::{self, Refusal};
use jiff::Timestamp;
use walkdir::WalkDir;

use crate::site_builder::{Site, article, moment};

const KILLS: u64 = 200;

/// Of every build here.
static NOON: LazyLock<Timestamp> = LazyLock::new(|| moment("2024-01-15 12:00"));

fn cong(portal: &Path, output: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cong"));
    command.arg("-C").arg(portal).args(["build", "--quiet", "--at", "2024-01-15 12:00", "--output", output]);
    command.stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// Published files by path; what the build keeps for itself is left out.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in std::fs::read_dir(&next).unwrap().map(Result::unwrap) {
            let (path, name) = (entry.path(), entry.file_name().into_string().unwrap());
            if entry.file_type().unwrap().is_dir() {
                open.push(path);
            } else if !name.ends_with(".cong-tmp") && !name.starts_with(".cong-") {
                let relative = path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
                found.insert(relative, std::fs::read(path).unwrap());
            }
        }
    }
    found
}

/// What killed builds leave beside published files.
fn traces(folder: &Path) -> Vec<String> {
    let entries = WalkDir::new(folder).into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file());
    let names = entries.map(|entry| entry.path().display().to_string());
    names.filter(|name| [".cong-tmp", ".cong-intent", ".cong-lock"].iter().any(|mark| name.contains(mark))).collect()
}

/// Sixty articles, so that a build lasts long enough to be killed in the middle, and drafts with files.
fn edition(number: u64) -> Site {
    let drafts = (0..6).fold(Site::new(), |site, index| {
        let folder = format!("content/tin-tuc/nhap-{number}-{index}");
        let more = "draft: true\nattachments:\n  - file: mat.txt\n";
        site.file(&format!("{folder}/index.md"), &article(&format!("Nháp {index}"), "2024-01-05", more, "Chưa đăng."))
            .file(&format!("{folder}/mat.txt"), &format!("Mật {index}"))
    });
    (0..60).fold(drafts, |site, index| {
        let title = format!("Bài {index} bản {number}");
        // Some articles come and go from edition to edition.
        let path = format!(
            "content/tin-tuc/bai-{}.md",
            if index % 7 == 0 { index + 100 * (number % 2) as usize } else { index }
        );
        site.file(
            &path,
            &article(&title, "2024-01-05", "agency: so-y-te\n", &"Một câu dài để trang có chữ. ".repeat(40)),
        )
    })
}

fn write_edition(portal: &Path, number: u64) {
    let content = portal.join("content");
    if content.exists() {
        std::fs::remove_dir_all(&content).unwrap();
    }
    edition(number).save_to(portal);
}

/// The same build where no file can grow beyond a size, in blocks of 512 bytes, as on a full disk.
#[cfg(unix)]
fn cong_on_full_disk(portal: &Path, blocks: u32) -> std::process::Output {
    // Without the trap the system would end the program instead of refusing the write.
    let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$@\"");
    let program = env!("CARGO_BIN_EXE_cong");
    let mut command = Command::new("sh");
    command.args(["-c", &script, "sh", program, "-C"]).arg(portal);
    command.args(["build", "--quiet", "--at", "2024-01-15 12:00", "--output", "public"]).output().unwrap()
}

#[cfg(unix)]
#[test]
fn on_a_full_disk_the_old_pages_stay_whole_and_the_error_names_a_file() {
    let home = tempfile::tempdir().unwrap();
    let portal = home.path();
    write_edition(portal, 0);
    assert!(cong(portal, "public").status().unwrap().success());
    let public = portal.join("public");
    let mut failed = 0;
    for (edition, blocks) in [1, 4, 8, 12, 16, 24, 32, 48, 64].into_iter().enumerate() {
        let published = files(&public);
        write_edition(portal, edition as u64 + 1);
        let output = cong_on_full_disk(portal, blocks);
        assert!(cong(portal, "clean").arg("--fresh").status().unwrap().success());
        let (left, clean) = (files(&public), files(&portal.join("clean")));
        for (path, bytes) in &left {
            let whole = published.get(path) == Some(bytes) || clean.get(path) == Some(bytes);
            assert!(whole, "{blocks} blocks: {path} is neither the old file nor the new one");
        }
        if output.status.code() == Some(2) {
            failed += 1;
            let message = String::from_utf8(output.stderr).unwrap();
            assert!(message.contains("không ghi được") && message.contains("public"), "{message}");
            assert!(
                published.keys().filter(|path| clean.contains_key(*path)).all(|path| left.contains_key(path)),
                "{blocks} blocks: a page is gone"
            );
        }
        assert!(cong(portal, "public").status().unwrap().success());
        assert!(files(&public) == clean, "{blocks} blocks: the next build differs from a clean one");
    }
    assert!(failed >= 3, "only {failed} builds met the full disk");
}

#[test]
fn what_a_killed_build_left_in_the_cache_goes_with_the_next() {
    let home = tempfile::tempdir().unwrap();
    let portal = home.path();
    write_edition(portal, 0);
    assert!(cong(portal, "public").status().unwrap().success());
    let cache = portal.join(".cong");
    // Of files that the next build does not write: their names say what is in them.
    for unfinished in ["pages/0a1b.cong-tmp", "search/words-0a1b.cong-tmp", "cache.cong-tmp"] {
        std::fs::write(cache.join(unfinished), "nửa chừng").unwrap();
    }
    assert!(cong(portal, "public").status().unwrap().success());
    assert_eq!(traces(&cache), [""; 0]);
}

#[test]
fn a_build_killed_at_any_moment_leaves_whole_files_and_is_repaired_by_the_next() {
    let home = tempfile::tempdir().unwrap();
    let portal = home.path();
    write_edition(portal, 0);
    assert!(cong(portal, "public").status().unwrap().success());
    let public = portal.join("public");
    let mut published = files(&public);
    let mut killed = 0;
    for kill in 1..=KILLS {
        write_edition(portal, kill);
        // Some of those killed show drafts.
        let flags: &[&str] = if kill % 4 == 0 { &["--drafts"] } else { &[] };
        let mut child = cong(portal, "public").args(flags).spawn().unwrap();
        // Spread over the whole of a build, in steps that do not repeat.
        std::thread::sleep(Duration::from_micros((kill * 7919) % 60_000));
        killed += u64::from(child.kill().is_ok() && !child.wait().unwrap().success());
        let left = files(&public);
        let is_whole = published == left || release::refusals(&public, *NOON).contains(&Refusal::Unfinished);
        let clean = |flags: &[&str]| {
            let complete = cong(portal, "clean").arg("--fresh").args(flags).status().unwrap().success();
            assert!(complete, "the clean build of edition {kill} failed");
            files(&portal.join("clean"))
        };
        let wanted = clean(flags);
        assert!(is_whole || left == wanted, "kill {kill}: half an output could be published");
        for (path, bytes) in &left {
            let whole = published.get(path) == Some(bytes) || wanted.get(path) == Some(bytes);
            assert!(whole, "kill {kill}: {path} is neither the old file nor the new one");
        }
        for path in published.keys().filter(|path| wanted.contains_key(*path)) {
            assert!(
                left.contains_key(path),
                "kill {kill}: {path} was published and is in the new edition, but is gone"
            );
        }
        assert!(cong(portal, "public").status().unwrap().success());
        published = files(&public);
        assert_eq!([traces(&public), traces(&portal.join(".cong"))], [[""; 0]; 2], "kill {kill}");
        let clean = if flags.is_empty() { wanted } else { clean(&[]) };
        assert!(published == clean, "kill {kill}: the next build differs from a clean one");
        let manifest = std::fs::read(public.join(".cong-manifest.json")).unwrap();
        assert_eq!(manifest, std::fs::read(portal.join("clean/.cong-manifest.json")).unwrap(), "kill {kill}");
    }
    assert!(killed > KILLS / 10, "only {killed} of {KILLS} builds were killed before they ended");
}
