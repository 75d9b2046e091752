//! Holds that builds which meet in one folder wait for each other, that nothing of a draft outlives them, and that whoever
//! waits is told for whom.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use cong::files::hash;
use cong::path::OutPath;
use cong::write::lock::{self, Holder, Lock, NotTaken, Use};
use cong::write::{Folder, Put, Release, Sink, WriteError, manifest};
use proptest::prelude::*;
use walkdir::WalkDir;

use crate::command::{Run, Workspace};
use crate::site_builder::{Site, cases};
use crate::write::folder_of;

/// In every word of the drafts, and nowhere else.
const SECRET: &str = "xyzzy";

/// Public articles, and drafts and scheduled ones with attachments; search is on.
fn portal() -> Site {
    let item = |kind: &str, n: usize, more: &str, site: Site| {
        let attachment = format!("{more}attachments:\n  - file: {kind}.txt\n");
        site.article(
            &format!("content/tin-tuc/{kind}-{n}/index.md"),
            &format!("Bài {kind} {n}"),
            "2024-01-05",
            &attachment,
            &format!("Chữ {kind}."),
        )
        .file(&format!("content/tin-tuc/{kind}-{n}/{kind}.txt"), &format!("tệp {kind} {n}"))
    };
    let site = Site::new().config("per_page = 20", "per_page = 20\nsearch = true");
    (0..8).fold(site, |site, n| {
        let site = item("thuong", n, "", site);
        let site = item("xyzzynhap", n, "draft: true\n", site);
        item("xyzzyhen", n, "publish_at: 2099-01-01 08:00\n", site)
    })
}

/// Everything in a folder whose name or bytes hold the secret, and what builds leave when they are killed.
fn traces(folder: &Path) -> Vec<String> {
    let files = WalkDir::new(folder).into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file());
    let is_trace = |path: &Path| {
        let name = path.to_string_lossy();
        let bytes = std::fs::read(path).unwrap();
        let tells = bytes.windows(SECRET.len()).any(|part| part.eq_ignore_ascii_case(SECRET.as_bytes()));
        tells || [SECRET, ".cong-tmp", ".cong-intent", lock::NAME].iter().any(|mark| name.contains(mark))
    };
    files.map(|entry| entry.into_path()).filter(|path| is_trace(path)).map(|path| path.display().to_string()).collect()
}

fn start(workspace: &Workspace, arguments: &[&str]) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cong"));
    command.args(arguments).current_dir(workspace.path()).stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().unwrap()
}

#[test]
fn builds_that_meet_all_succeed_and_nothing_of_a_draft_outlives_the_next() {
    let workspace = Workspace::with(&portal());
    for round in 0..4 {
        if round % 2 == 0 {
            let _ = std::fs::remove_dir_all(workspace.join("public"));
        }
        let builds = [&["build", "-q"][..], &["build", "-q", "--drafts"], &["build", "-q", "-o", "public/../public/"]];
        for mut build in builds.map(|arguments| start(&workspace, arguments)) {
            assert!(build.wait().unwrap().success(), "round {round}");
        }
        assert_eq!(workspace.cong(&["build", "-q"]).code, 0);
        assert_eq!(traces(&workspace.join("public")), [""; 0], "round {round}");
        let verified = workspace.cong(&["verify"]);
        assert_eq!(verified.code, 0, "round {round}: {}", verified.err);
    }
}

#[test]
fn builds_that_are_killed_while_others_wait_leave_nothing_of_a_draft() {
    let workspace = Workspace::with(&portal());
    for round in 0..8_u64 {
        let mut drafts = start(&workspace, &["build", "-q", "--drafts"]);
        std::thread::sleep(Duration::from_micros(10_000 + (round * 7919) % 60_000));
        let mut plain = start(&workspace, &["build", "-q"]);
        std::thread::sleep(Duration::from_micros((round * 5003) % 40_000));
        drafts.kill().unwrap();
        drafts.wait().unwrap();
        assert!(plain.wait().unwrap().success(), "round {round}: a lock outlived its process");
        assert_eq!(traces(&workspace.join("public")), [""; 0], "round {round}");
        assert!(!traces(&workspace.join(".cong")).iter().any(|path| path.contains(".cong-tmp")), "round {round}");
    }
}

fn holder() -> Holder {
    let text = |text: &str| text.to_owned();
    Holder {
        command: text("cong build --drafts"),
        pid: 4711,
        host: text("may-chu"),
        since: text("2024-01-15 08:00:05 +07:00"),
    }
}

/// A command that will not wait, while somebody else has a folder.
fn refused(workspace: &Workspace, folder: &Path, what: Use, arguments: &[&str]) -> Run {
    let _lock = Lock::take(folder, what, &holder()).unwrap();
    workspace.cong(arguments)
}

#[test]
fn who_is_in_the_way_is_named_in_both_languages() {
    let workspace = Workspace::with(&portal());
    assert_eq!(workspace.cong(&["build", "-q"]).code, 0);
    let before = workspace.read("public/.cong-manifest.json");
    for folder in ["public", ".cong"] {
        for arguments in [&["build", "--drafts", "-q", "--wait", "0"][..], &["build", "--json", "--wait", "0"]] {
            let run = refused(&workspace, &workspace.join(folder), Use::Change, arguments);
            assert_eq!((run.code, run.out.as_str()), (2, ""), "{folder}: {}", run.err);
            let said = ["“cong build --drafts”", "4711", "may-chu", "2024-01-15 08:00:05 +07:00", folder, "--wait"];
            assert!(said.iter().all(|part| run.err.contains(part)), "{}", run.err);
            assert!(run.err.contains("đang được dùng bởi"), "{}", run.err);
        }
        let run = refused(&workspace, &workspace.join(folder), Use::Change, &["build", "--wait", "0", "--lang", "en"]);
        assert!(run.err.contains("is in use by “cong build --drafts” (process 4711, machine may-chu"), "{}", run.err);
    }
    assert_eq!(workspace.read("public/.cong-manifest.json"), before, "nothing was written");
}

#[test]
fn whoever_waits_says_so_and_goes_on_when_the_folder_is_free() {
    let workspace = Workspace::with(&portal());
    let lock = Lock::take(&workspace.join(".cong"), Use::Change, &holder()).unwrap();
    let free = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(700));
        drop(lock);
    });
    let run = workspace.cong(&["build", "--lang", "en"]);
    free.join().unwrap();
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.err.starts_with("Waiting: “cong build --drafts” (process 4711"), "{}", run.err);
    assert!(workspace.exists("public/index.html"));
}

#[test]
fn readers_share_a_folder_and_keep_builds_out() {
    let workspace = Workspace::with(&portal());
    assert_eq!(workspace.cong(&["build", "-q"]).code, 0);
    let public = workspace.join("public");
    assert_eq!(refused(&workspace, &public, Use::Read, &["verify", "--wait", "0"]).code, 0);
    assert_eq!(refused(&workspace, &public, Use::Read, &["build", "--wait", "0"]).code, 2);
    assert_eq!(refused(&workspace, &public, Use::Change, &["verify", "--wait", "0"]).code, 2);
    assert_eq!(
        refused(&workspace, &workspace.join(".cong"), Use::Change, &["verify", "--wait", "0"]).code,
        0,
        "no cache is used"
    );
    assert!(!workspace.exists("public/.cong-lock"), "whoever is last takes it away");
}

#[cfg(unix)]
#[test]
fn a_folder_has_one_lock_under_all_its_paths() {
    let (workspace, other) = (Workspace::with(&portal()), Workspace::with(&portal()));
    assert_eq!(workspace.cong(&["build", "-q"]).code, 0);
    std::os::unix::fs::symlink(workspace.join("public"), other.join("lien-ket")).unwrap();
    let public = workspace.join("public");
    let absolute = public.to_str().unwrap();
    for path in ["lien-ket", absolute, &format!("{absolute}/../public/.")] {
        let run = refused(&other, &public, Use::Change, &["build", "--wait", "0", "-o", path]);
        assert_eq!(run.code, 2, "{path}: {}", run.err);
    }
    let run = refused(&workspace, &workspace.join(".cong"), Use::Change, &["build", "--wait", "0", "-o", "noi-khac"]);
    assert_eq!((run.code, workspace.exists("noi-khac")), (2, false), "one cache serves all outputs of a portal");
}

#[test]
fn what_a_dead_process_left_of_its_lock_stops_nobody() {
    let workspace = Workspace::with(&portal());
    assert_eq!(workspace.cong(&["build", "-q"]).code, 0);
    for folder in ["public", ".cong"] {
        std::fs::write(workspace.join(folder).join(lock::NAME), serde_json::to_vec(&holder()).unwrap()).unwrap();
    }
    let run = workspace.cong(&["build", "-q", "--wait", "0"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    assert!(!workspace.exists("public/.cong-lock") && !workspace.exists(".cong/.cong-lock"));
}

#[test]
fn a_lock_says_nothing_that_a_terminal_obeys() {
    let home = tempfile::tempdir().unwrap();
    let hostile = Holder { command: format!("\u{1b}[2J\u{202e}\n{}", "x".repeat(5000)), ..Holder::default() };
    let _held = Lock::take(home.path(), Use::Change, &hostile).unwrap();
    let Err(NotTaken::Busy(who)) = Lock::take(home.path(), Use::Change, &holder()) else { panic!("taken twice") };
    // Longer than any holder that cong writes: not read at all.
    assert_eq!(who, None);
    drop(_held);
    let hostile = Holder { command: "\u{1b}[2J\u{202e}\ncong".to_owned(), ..Holder::default() };
    let _held = Lock::take(home.path(), Use::Change, &hostile).unwrap();
    let Err(NotTaken::Busy(Some(who))) = Lock::take(home.path(), Use::Read, &holder()) else { panic!("taken twice") };
    assert_eq!(who.command, "[2Jcong");
}

#[cfg(unix)]
#[test]
fn a_link_in_the_place_of_a_lock_leads_nowhere() {
    let workspace = Workspace::with(&portal().file("quan-trong.txt", "giữ"));
    std::fs::create_dir(workspace.join(".cong")).unwrap();
    for name in [lock::NAME, "cache.cong-tmp", "documents.cong-tmp"] {
        std::os::unix::fs::symlink(workspace.join("quan-trong.txt"), workspace.join(".cong").join(name)).unwrap();
    }
    assert_eq!(workspace.cong(&["build", "-q"]).code, 0);
    assert_eq!(workspace.read("quan-trong.txt"), "giữ");
}

#[test]
fn a_command_that_fails_leaves_no_folder_behind() {
    let workspace = Workspace::empty();
    assert_eq!(workspace.cong(&["build"]).code, 2);
    assert_eq!(workspace.cong(&["verify"]).code, 2);
    assert_eq!(std::fs::read_dir(workspace.path()).unwrap().count(), 0);
    let workspace = Workspace::with(&Site::new().config("theme = \"portal\"", "theme = "));
    assert_eq!(workspace.cong(&["build", "-q"]).code, 1);
    assert!(!workspace.exists("public") && !workspace.exists(".cong"));
}

/// Steps of three processes in one folder, each with files of its own; two of them publish drafts.
#[derive(Clone, Copy, Debug)]
enum Step {
    Open(usize),
    Put(usize, usize),
    Finish(usize),
    /// Without a word, in the middle of a file.
    Kill(usize),
    /// Somebody deletes the file of the lock by hand.
    Steal,
}

type Files = &'static [(&'static str, &'static str)];

const PLANS: [Files; 3] = [
    &[("index.html", "công khai"), ("a/index.html", "a"), ("b/index.html", "b")],
    &[("index.html", "nháp 1"), ("a/index.html", "nháp"), ("nhap/index.html", "nháp"), ("c", "nháp")],
    &[("index.html", "nháp 2"), ("b/index.html", "nháp"), ("nhap/tep/x.txt", "nháp"), ("c/d/index.html", "nháp")],
];

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        3 => (0..3_usize).prop_map(Step::Open),
        6 => (0..3_usize, 0..4_usize).prop_map(|(who, file)| Step::Put(who, file)),
        2 => (0..3_usize).prop_map(Step::Finish),
        2 => (0..3_usize).prop_map(Step::Kill),
        1 => Just(Step::Steal),
    ];
    prop::collection::vec(step, 1..40)
}

fn open(root: &Path, who: usize) -> Option<Folder> {
    let own = Holder { pid: who as u32 + 1, ..Holder::default() };
    let lock = match Lock::take(root, Use::Change, &own) {
        Ok(lock) => lock,
        Err(NotTaken::Busy(_)) => return None,
        Err(NotTaken::Impossible(error)) => panic!("{error}"),
    };
    let planned: Vec<OutPath> = PLANS[who].iter().map(|(path, _)| OutPath::new(*path)).collect();
    Some(Folder::open(lock, planned.iter(), None).unwrap())
}

fn put(folder: &Folder, (path, text): (&str, &str)) -> Result<(), WriteError> {
    folder.put(&OutPath::new(path), &Put::Bytes { bytes: text.as_bytes(), hash: hash(text.as_bytes()) }).map(drop)
}

fn whole_build(root: &Path) {
    let folder = open(root, 0).unwrap();
    PLANS[0].iter().for_each(|file| put(&folder, *file).unwrap());
    folder.finish(Release::default()).unwrap();
}

proptest! {
    #![proptest_config(cases(300))]
    #[test]
    fn after_any_steps_of_any_builds_the_next_one_leaves_what_a_clean_one_would(steps in steps()) {
        let home = tempfile::tempdir().unwrap();
        let root = home.path().join("public");
        let mut builds: [Option<Folder>; 3] = [None, None, None];
        for step in steps {
            match step {
                Step::Open(who) if builds[who].is_none() => builds[who] = open(&root, who),
                Step::Put(who, file) => {
                    if let (Some(folder), Some(file)) = (&builds[who], PLANS[who].get(file)) {
                        // Where another one has made a folder or a file in its way, a build stops, as it does on a bad disk.
                        let _ = put(folder, *file);
                    }
                }
                // Those that cannot finish because they were robbed or disturbed are like killed ones.
                Step::Finish(who) => { let _ = builds[who].take().map(|folder| folder.finish(Release::default())); }
                Step::Kill(who) => {
                    // No file is begun before the intent stands.
                    let begun = root.join(manifest::intent_of(who as u32 + 1)).exists();
                    if let (Some(_), Some((path, _))) = (builds[who].take(), PLANS[who].last())
                        && begun && root.join(path).parent().is_some_and(Path::is_dir)
                    {
                        let _ = std::fs::write(root.join(format!("{path}.cong-tmp")), "nháp");
                    }
                }
                Step::Steal => { let _ = std::fs::remove_file(root.join(lock::NAME)); }
                Step::Open(_) => {}
            }
        }
        builds.into_iter().for_each(drop);
        whole_build(&root);
        let clean = home.path().join("clean");
        whole_build(&clean);
        prop_assert_eq!(folder_of(&root), folder_of(&clean));
    }
}

#[test]
fn a_build_whose_lock_was_taken_away_says_so_and_the_next_one_repairs() {
    let home = tempfile::tempdir().unwrap();
    let root = home.path().join("public");
    let robbed = open(&root, 1).unwrap();
    put(&robbed, PLANS[1][2]).unwrap();
    std::fs::remove_file(root.join(lock::NAME)).unwrap();
    whole_build(&root);
    put(&robbed, PLANS[1][3]).unwrap();
    assert!(matches!(robbed.finish(Release::default()), Err(WriteError::LockLost(_))));
    assert!(root.join("c").exists());
    whole_build(&root);
    assert!(!root.join("c").exists() && !root.join("nhap").exists());
}
