//! A local folder as a target: releases beside each other, one rename, and nothing lost when a publisher is killed.

use std::io::ErrorKind;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::sync::atomic::{AtomicBool, Ordering};

use cong::publish::compress::{Compressor, Encoding};
use cong::publish::folder::Folder;
use cong::publish::folder::disk::Disk;
use cong::publish::{Ledger, Remote, Trouble};

use crate::desk::{Built, Over, Place, go_back, names, publish, publish_from, readable, state};

fn folder(place: &Place) -> Folder {
    Folder::new(place.root(), Compressor::default())
}

fn first() -> Built {
    Built::new(&[("index.html", "one"), ("a/index.html", "A"), ("b/index.html", "B"), ("assets/x.1.css", "x1")])
}

fn second() -> Built {
    Built::new(&[("index.html", "two"), ("a/index.html", "A"), ("c/index.html", "C"), ("assets/x.2.css", "x2")])
}

/// The second release as readers get it: with the asset of pages that are still open, and the mark of what was withdrawn.
fn second_readable() -> Built {
    second().with("assets/x.1.css", "x1").with(".cong-gone/b/index.html", "")
}

#[test]
fn what_does_not_change_is_the_same_file_and_what_changes_is_another() {
    let place = Place::new();
    publish(&folder(&place), &first()).unwrap();
    publish(&folder(&place), &second()).unwrap();
    assert_eq!(std::fs::read_link(place.current()).unwrap().to_str(), Some("releases/000002"));
    assert_eq!(readable(&place.current()), second_readable().0);
    assert_eq!(readable(&place.root().join("releases/000001")), first().0, "the release before is whole");
    let inode = |release: &str, path: &str| {
        std::fs::metadata(place.root().join("releases").join(release).join(path)).unwrap().ino()
    };
    assert_eq!(inode("000001", "a/index.html"), inode("000002", "a/index.html"));
    assert_ne!(inode("000001", "index.html"), inode("000002", "index.html"));
    assert_eq!(names(&place.root()), [".cong", "current", "releases"]);
    assert_eq!(names(&place.root().join("releases")), ["000001", "000002"]);
}

#[test]
fn a_server_tells_versions_of_a_file_by_their_date_however_soon_they_follow() {
    let place = Place::new();
    let mut dates = Vec::new();
    for text in ["one", "two", "six"] {
        publish(&folder(&place), &Built::new(&[("index.html", text)])).unwrap();
        dates.push(std::fs::metadata(place.current().join("index.html")).unwrap().mtime());
    }
    assert!(dates[0] < dates[1] && dates[1] < dates[2], "{dates:?}");
}

#[test]
fn what_readers_get_can_be_read_by_a_server_and_the_ledger_by_nobody_else() {
    let place = Place::new();
    publish(&folder(&place), &first()).unwrap();
    let mode = |path: &str| std::fs::metadata(place.root().join(path)).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode("current/a"), mode("current/a/index.html")), (0o755, 0o644));
    assert_eq!((mode(".cong"), mode(".cong/state.1")), (0o700, 0o600));
    assert!(readable(&place.current()).keys().all(|path| !path.contains("state")));
}

#[test]
fn a_page_that_comes_back_is_not_marked_as_gone() {
    let place = Place::new();
    for built in [first(), second(), first()] {
        publish(&folder(&place), &built).unwrap();
    }
    let marks: Vec<String> = readable(&place.current()).into_keys().filter(|path| path.starts_with(".cong")).collect();
    assert_eq!(marks, [".cong-gone/c/index.html"]);
    assert!(!place.current().join("c").exists(), "an empty folder would be answered with 403");
}

#[test]
fn assets_of_earlier_pages_stay_for_two_releases() {
    let place = Place::new();
    for (text, there) in [("two", true), ("three", true), ("four", false)] {
        if text == "two" {
            publish(&folder(&place), &first()).unwrap();
        }
        publish(&folder(&place), &Built::new(&[("index.html", text)])).unwrap();
        assert_eq!(place.current().join("assets/x.1.css").exists(), there, "{text}");
    }
}

/// From the first operation to the last, readers get one release or the other as a whole, and the next publisher brings it to its end.
#[test]
fn a_publisher_that_is_killed_after_any_operation_leaves_a_whole_release() {
    let (mut operations, mut whole) = (0, false);
    while !whole {
        let place = Place::new();
        publish(&folder(&place), &first()).unwrap();
        let killed = folder(&place).on(Disk::ending_after(operations, ErrorKind::Interrupted));
        whole = publish(&killed, &second()).is_ok();
        let online = readable(&place.current());
        assert!(online == first().0 || online == second_readable().0, "after {operations} operations: {online:?}");
        publish(&folder(&place), &second()).unwrap();
        assert_eq!(readable(&place.current()), second_readable().0, "after {operations} operations");
        publish(&folder(&place), &second().with("index.html", "three")).unwrap();
        let releases = names(&place.root().join("releases"));
        assert!(releases.iter().all(|name| !name.contains('.')), "after {operations} operations: {releases:?}");
        assert!(names(&place.root()).iter().all(|name| !name.starts_with("current.")));
        operations += 1;
    }
    assert!(operations > 20, "{operations} operations were too few to be a publication");
}

#[test]
fn of_two_publishers_with_one_version_of_a_private_file_one_wins() {
    let place = Place::new();
    publish(&folder(&place), &first()).unwrap();
    let (_, tag) = folder(&place).get("state").unwrap().unwrap();
    let racer = |number: u8| {
        let (place, tag) = (&place, &tag);
        move || folder(place).replace("state", &[number; 40], tag).is_ok()
    };
    let won = std::thread::scope(|scope| {
        let racers: Vec<_> = (1..9).map(|number| scope.spawn(racer(number))).collect();
        racers.into_iter().map(|racer| racer.join().unwrap()).filter(|won| *won).count()
    });
    assert_eq!(won, 1);
    let taken = folder(&place).create("state", b"x");
    assert_eq!(taken, Err(Trouble::Taken { name: "state".to_owned() }));
    let versions = names(&place.root().join(".cong")).into_iter().filter(|name| name.starts_with("state"));
    assert_eq!(versions.collect::<Vec<_>>(), ["state.2"]);
}

#[test]
fn a_private_file_that_was_removed_and_made_again_is_not_the_one_of_before() {
    let place = Place::new();
    let ledger = folder(&place);
    let old = ledger.create("lock", b"a").unwrap();
    ledger.remove("lock").unwrap();
    assert_eq!(ledger.get("lock").unwrap(), None);
    ledger.create("lock", b"b").unwrap();
    assert_eq!(ledger.replace("lock", b"c", &old), Err(Trouble::Taken { name: "lock".to_owned() }));
    assert_eq!(ledger.get("lock").unwrap().unwrap().0, b"b");
}

/// Each page names its release, and all are read behind one look at the link, as a server reads them.
#[test]
fn a_reader_who_polls_never_meets_two_releases_at_once() {
    let place = Place::new();
    let built = |number: usize| {
        let pages = (0..40).map(|page| (format!("p{page}/index.html"), format!("release {number}").into_bytes()));
        Built(pages.collect())
    };
    publish(&folder(&place), &built(0)).unwrap();
    let over = AtomicBool::new(false);
    let looks = std::thread::scope(|scope| {
        let poller = scope.spawn(|| {
            let (mut looks, mut latest) = (0, 0);
            while !over.load(Ordering::Relaxed) {
                let folder = place.current().canonicalize().unwrap();
                let read = |page: usize| std::fs::read_to_string(folder.join(format!("p{page}/index.html"))).unwrap();
                let first = read(0);
                assert!((1..40).all(|page| read(page) == first), "mixed");
                let number: usize = first.strip_prefix("release ").unwrap().parse().unwrap();
                assert!(number >= latest, "an older release after a newer one");
                (looks, latest) = (looks + 1, number);
            }
            looks
        });
        let end = Over(&over);
        for number in 1..=10 {
            publish(&folder(&place), &built(number)).unwrap();
        }
        drop(end);
        poller.join().unwrap()
    });
    assert!(looks > 10, "{looks}");
}

#[test]
fn going_back_takes_the_files_of_a_kept_release_and_sends_nothing() {
    let place = Place::new();
    publish(&folder(&place), &first()).unwrap();
    let second_state = publish(&folder(&place), &second().with("b/index.html", "B")).unwrap();
    let back = go_back(&folder(&place), 1).unwrap();
    let online = readable(&place.current());
    assert_eq!(first().0.iter().find(|(path, bytes)| online.get(*path) != Some(bytes)), None);
    let inode = |release: &str| std::fs::metadata(place.root().join(release).join("index.html")).unwrap().ino();
    assert_eq!((inode("releases/000001"), back.release.number), (inode("current"), 3));
    let fetch = || folder(&place).fetch("index.html", &second_state.files["index.html"]).unwrap();
    assert_eq!(fetch(), Some(b"two".to_vec()));
    folder(&place).forget(2, &[]).unwrap();
    assert_eq!(fetch(), None, "it is kept no longer");
    assert_eq!(names(&place.root().join("releases")), ["000003"], "what is online is never forgotten");
}

#[test]
fn links_and_folders_in_the_way_are_told_and_left_alone() {
    let place = Place::new();
    publish(&folder(&place), &first()).unwrap();
    let elsewhere = place.path().join("elsewhere");
    std::fs::create_dir(&elsewhere).unwrap();
    let root = place.root();
    let inside = root.join("releases/000001/a/out");
    symlink(&elsewhere, &inside).unwrap();
    assert!(
        matches!(publish(&folder(&place), &second()), Err(Trouble::Link { path }) if path.ends_with("000001/a/out"))
    );
    std::fs::remove_file(&inside).unwrap();

    symlink(&elsewhere, root.join("releases/000009")).unwrap();
    assert!(matches!(publish(&folder(&place), &second()), Err(Trouble::Link { path }) if path.ends_with("000009")));
    std::fs::remove_file(root.join("releases/000009")).unwrap();

    std::fs::rename(root.join("releases"), root.join("away")).unwrap();
    symlink(&elsewhere, root.join("releases")).unwrap();
    assert!(matches!(publish(&folder(&place), &second()), Err(Trouble::Link { path }) if path.ends_with("releases")));
    std::fs::remove_file(root.join("releases")).unwrap();
    std::fs::rename(root.join("away"), root.join("releases")).unwrap();

    std::fs::remove_file(place.current()).unwrap();
    std::fs::create_dir(place.current()).unwrap();
    assert!(matches!(publish(&folder(&place), &second()), Err(Trouble::Foreign { count: 1, .. })));
    assert_eq!(names(&elsewhere), [""; 0], "nothing was written through a link");
}

#[test]
fn files_of_others_are_found_and_a_missing_parent_is_told() {
    let place = Place::new();
    std::fs::create_dir(place.root()).unwrap();
    std::fs::write(place.root().join("index.php"), "").unwrap();
    assert_eq!(folder(&place).strangers().unwrap(), ["index.php"]);
    let lost = Folder::new(place.path().join("no/such/place"), Compressor::default());
    assert_eq!(lost.strangers().unwrap(), [""; 0]);
    assert!(matches!(publish(&lost, &first()), Err(Trouble::NoTarget { .. })));
    assert!(!place.path().join("no").exists());
}

#[test]
fn what_was_changed_added_or_taken_away_by_hand_is_seen() {
    let place = Place::new();
    let compressor = Compressor::new(Encoding::ALL.to_vec(), None);
    let built = first().with("dai/index.html", &"<p>Một đoạn dài.</p>".repeat(100)).with("a.csv", &"1;2\n".repeat(999));
    let folder = Folder::new(place.root(), compressor);
    // A file of the portal may be named like a compressed copy.
    let state = publish(&folder, &built.clone().with("a.csv.gz", "own").without("b/index.html")).unwrap();
    let seen = |path: &str| folder.survey().unwrap().get(path).map(|survey| survey.etag.clone());
    let survey = folder.survey().unwrap();
    assert_eq!(survey.keys().collect::<Vec<_>>(), state.files.keys().collect::<Vec<_>>(), "and nothing else");
    assert!(survey.iter().all(|(path, found)| found.etag == state.files[path].etag && !found.etag.is_empty()));
    assert_eq!(std::fs::read(place.current().join("a.csv.gz")).unwrap(), b"own");
    std::fs::write(place.current().join("index.html"), "ONE").unwrap();
    assert_ne!(seen("index.html"), Some(state.files["index.html"].etag.clone()), "the same size and other bytes");
    std::fs::write(place.current().join("x.php"), "").unwrap();
    assert!(seen("x.php").is_some());
}

#[test]
fn compressed_copies_go_with_their_file() {
    let place = Place::new();
    let folder = Folder::new(place.root(), Compressor::new(Encoding::ALL.to_vec(), None));
    let long = |word: &str| word.repeat(999);
    let pages = |one: &str| Built::new(&[("index.html", one), ("a/index.html", &long("a")), ("s/index.html", "short")]);
    publish(&folder, &pages(&long("one"))).unwrap();
    assert_eq!(names(&place.current()), ["a", "index.html", "index.html.br", "index.html.gz", "s"]);
    assert_eq!(names(&place.current().join("s")), ["index.html"]);
    publish(&folder, &pages(&long("two"))).unwrap();
    let mut text = String::new();
    let packed = std::fs::File::open(place.current().join("index.html.gz")).unwrap();
    std::io::Read::read_to_string(&mut flate2::read::GzDecoder::new(packed), &mut text).unwrap();
    assert_eq!(text, long("two"));
    publish(&folder, &pages("short")).unwrap();
    assert_eq!(names(&place.current()), ["a", "index.html", "s"], "an old copy would be sent in its place");
    publish(&folder, &pages("short").without("a/index.html")).unwrap();
    assert!(!place.current().join("a").exists());
}

/// A small disk where one can be mounted; elsewhere one that says so of itself.
#[test]
fn on_a_full_disk_the_old_release_stays_and_nothing_is_in_the_way() {
    let place = Place::new();
    std::fs::create_dir(place.root()).unwrap();
    let mount = |arguments: &[&str]| {
        std::process::Command::new("mount")
            .args(arguments)
            .arg(place.root())
            .output()
            .is_ok_and(|done| done.status.success())
    };
    let mounted = mount(&["-t", "tmpfs", "-o", "size=400k", "tmpfs"]);
    publish(&folder(&place), &first()).unwrap();
    let large = second().with("large.bin", &"x".repeat(1 << 20));
    let full = if mounted {
        publish(&folder(&place), &large)
    } else {
        publish(&folder(&place).on(Disk::ending_after(12, ErrorKind::StorageFull)), &large)
    };
    let (online, left) = (readable(&place.current()), names(&place.root().join("releases")));
    if mounted {
        assert!(std::process::Command::new("umount").arg(place.root()).status().unwrap().success());
        assert_eq!(left, ["000001"], "half a release would keep the disk full");
    }
    assert!(matches!(full, Err(Trouble::Full { .. })), "{full:?}");
    assert_eq!(online, first().0);
}

#[test]
fn bytes_that_the_build_did_not_write_are_not_published() {
    let place = Place::new();
    publish(&folder(&place), &first()).unwrap();
    let refused = publish_from(&folder(&place), &second(), &second().with("c/index.html", "edited"));
    assert!(matches!(refused, Err(Trouble::Output { path, .. }) if path == "c/index.html"));
    assert_eq!(readable(&place.current()), first().0);
    assert_eq!(state(&folder(&place)).unwrap().release.number, 1);
}

#[test]
fn no_path_of_a_plan_leads_out_of_a_release() {
    let place = Place::new();
    for path in ["../x", "a/../../x", "/etc/x", "a//b", "-x", "a\nb"] {
        let built = first().with(path, "x");
        assert!(matches!(publish(&folder(&place), &built), Err(Trouble::Output { .. })), "{path}");
    }
    assert_eq!(names(place.path()), ["portal"]);
    assert!(!place.current().exists());
}
