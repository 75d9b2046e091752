//! A server behind SSH, without a network: `ssh` runs its command here, and `rsync` is copied files.

use std::os::unix::fs::{MetadataExt, PermissionsExt};

use cong::publish::compress::{Compressor, Encoding};
use cong::publish::ssh::{Address, Programs, Ssh};
use cong::publish::{Ledger, Remote, Trouble};

use crate::desk::{Built, Place, go_back, names, publish, readable};

/// What a shell of the account may say first is passed over.
const SSH: &str = "#!/bin/sh\necho 'Chào mừng'\nfor command; do :; done\nexec sh -c \"$command\"\n";

/// The last two arguments are from and to; of the rest only that there is nothing to ask.
const RSYNC: &str = "#!/bin/sh
for argument; do from=$to; to=$argument; done
case $* in *BatchMode=yes*) ;; *) exit 1 ;; esac
exec cp -rp --remove-destination \"$from.\" \"${to#*:}\"
";

fn program(place: &Place, name: &str, text: &str) -> std::ffi::OsString {
    let path = place.path().join(name);
    std::fs::write(&path, text).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    path.into()
}

fn server_with(place: &Place, ssh: &str, rsync: &str) -> Ssh {
    let programs = Programs {
        ssh: vec![program(place, "ssh", ssh).into_string().unwrap()],
        rsync: program(place, "rsync", rsync),
    };
    let address = Address::parse(&format!("ssh://web@host{}", place.root().display())).unwrap();
    Ssh::new(address, programs, Compressor::new(vec![Encoding::Gzip], None), place.path().join("home"))
}

fn server(place: &Place) -> Ssh {
    server_with(place, SSH, RSYNC)
}

fn first() -> Built {
    Built::new(&[("index.html", "one"), ("bài viết/it's.html", "A"), ("b/index.html", "B"), ("assets/x.1.css", "x1")])
}

#[test]
fn a_server_is_laid_out_as_a_folder_is() {
    let place = Place::new();
    publish(&server(&place), &first()).unwrap();
    let second = first().with("index.html", "two").without("b/index.html").with("assets/x.2.css", "x2");
    publish(&server(&place), &second).unwrap();
    assert_eq!(readable(&place.current()), second.with(".cong-gone/b/index.html", "").0);
    assert_eq!(readable(&place.root().join("releases/000001")), first().0);
    let inode = |release: &str| {
        std::fs::metadata(place.root().join("releases").join(release).join("bài viết/it's.html")).unwrap().ino()
    };
    assert_eq!(inode("000001"), inode("000002"));
    assert!(!place.current().join("b").exists(), "an empty folder would be answered with 403");
    assert_eq!(names(&place.root()), [".cong", "current", "releases"]);
    let mode = |path: &str| std::fs::metadata(place.root().join(path)).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(".cong"), mode(".cong/state.2"), mode("current/index.html")), (0o700, 0o600, 0o644));
    assert_eq!(names(&place.path().join("home/.cong")), [""; 0], "what was gathered is gone");
}

#[test]
fn a_publisher_here_and_one_behind_ssh_take_turns() {
    let place = Place::new();
    let here = cong::publish::folder::Folder::new(place.root(), Compressor::default());
    publish(&here, &first()).unwrap();
    publish(&server(&place), &first().with("index.html", "two")).unwrap();
    let three = first().with("index.html", "three");
    let state = publish(&here, &three).unwrap();
    assert_eq!((readable(&place.current()), state.release.number), (three.0, 3));
    let (near, far) = (here.survey().unwrap(), server(&place).survey().unwrap());
    assert_eq!(near, far);
    assert!(near.iter().all(|(path, found)| found.etag == state.files[path].etag));
    let online = &state.files["bài viết/it's.html"];
    assert_eq!(server(&place).fetch("bài viết/it's.html", online).unwrap(), Some(b"A".to_vec()));
}

#[test]
fn private_files_are_replaced_only_by_who_knows_them() {
    let place = Place::new();
    let server = server(&place);
    assert_eq!(server.get("lock").unwrap(), None);
    assert!(!place.root().exists(), "looking makes nothing");
    let bytes: Vec<u8> = (0..=255).cycle().take(70_000).collect();
    let tag = server.create("lock", &bytes).unwrap();
    assert_eq!(server.get("lock").unwrap(), Some((bytes, tag.clone())));
    let taken = Trouble::Taken { name: "lock".to_owned() };
    assert_eq!(server.create("lock", b"b"), Err(taken.clone()));
    let next = server.replace("lock", b"{}", &tag).unwrap();
    assert_eq!(server.replace("lock", b"c", &tag), Err(taken.clone()));
    server.remove("lock").unwrap();
    assert_eq!((server.get("lock").unwrap(), server.replace("lock", b"d", &next)), (None, Err(taken)));
    server.put("releases/1", b"r").unwrap();
    server.remove("releases/1").unwrap();
    assert_eq!(names(&place.root().join(".cong/releases")), [""; 0]);
}

/// A release that another attempt had begun is cleared away, and what is online stays until the rename.
#[test]
fn what_a_killed_publisher_left_goes_with_the_next_one() {
    let place = Place::new();
    publish(&server(&place), &first()).unwrap();
    let dying = server_with(
        &place,
        SSH,
        &RSYNC.replace("exec cp", "cp --remove-destination $from/index.html ${to#*:}; exit 20; cp"),
    );
    let second = first().with("index.html", "two");
    assert!(publish(&dying, &second).is_err());
    assert_eq!(readable(&place.current()), first().0);
    assert_eq!(names(&place.root().join("releases")).len(), 2);
    publish(&server(&place), &second).unwrap();
    assert_eq!(readable(&place.current()), second.0);
    assert_eq!(names(&place.root().join("releases")), ["000001", "000002"]);
}

#[test]
fn going_back_is_done_over_there() {
    let place = Place::new();
    let long = |word: &str| word.repeat(999);
    publish(&server(&place), &first().with("index.html", &long("one"))).unwrap();
    publish(&server(&place), &first().with("index.html", "two")).unwrap();
    let nothing_sent = server_with(&place, SSH, "#!/bin/sh\nexit 1\n");
    go_back(&nothing_sent, 1).unwrap();
    assert_eq!(readable(&place.current())["index.html"], long("one").into_bytes());
    assert!(place.current().join("index.html.gz").exists(), "with its compressed copy");
    server(&place).forget(2, &[]).unwrap();
    assert_eq!(names(&place.root().join("releases")), ["000003"]);
}

#[test]
fn links_in_the_way_and_files_of_others_are_told() {
    let place = Place::new();
    publish(&server(&place), &first()).unwrap();
    let inside = place.root().join("releases/000001/b/out");
    std::os::unix::fs::symlink(place.path(), &inside).unwrap();
    let second = first().with("index.html", "two");
    assert!(matches!(publish(&server(&place), &second), Err(Trouble::Link { path }) if path.ends_with("b/out")));
    let other = Place::new();
    std::fs::create_dir(other.root()).unwrap();
    std::fs::write(other.root().join(".htaccess"), "").unwrap();
    assert_eq!(server(&other).strangers().unwrap(), [".htaccess"]);
}

#[test]
fn what_goes_wrong_over_there_is_told() {
    let place = Place::new();
    let said = |ssh: &str| publish(&server_with(&place, ssh, RSYNC), &first()).unwrap_err();
    let refused = said("#!/bin/sh\necho 'web@host: Permission denied (publickey).' >&2\nexit 255\n");
    assert!(matches!(refused, Trouble::Denied { what: "connect", .. }), "{refused:?}");
    assert!(matches!(said("#!/bin/sh\nexit 255\n"), Trouble::Network { .. }));
    let missing = Programs { ssh: vec!["/no/such/ssh".to_owned()], rsync: "rsync".into() };
    let address = Address::parse("ssh://host/srv/portal").unwrap();
    let without = Ssh::new(address, missing, Compressor::default(), place.path().to_owned());
    assert_eq!(without.get("state"), Err(Trouble::NoProgram { name: "ssh" }));
    let address = Address::parse(&format!("ssh://host{}/no/such/portal", place.path().display())).unwrap();
    let programs = Programs { ssh: vec![place.path().join("ssh").to_str().unwrap().to_owned()], rsync: "rsync".into() };
    program(&place, "ssh", SSH);
    let lost = Ssh::new(address, programs, Compressor::default(), place.path().to_owned());
    assert!(matches!(publish(&lost, &first()), Err(Trouble::NoTarget { .. })));
}

#[test]
fn a_publication_is_one_conversation_and_one_transmission() {
    let place = Place::new();
    publish(&server(&place), &first()).unwrap();
    let counting = |name: &str, text: &str| {
        let calls = place.path().join(format!("{name}.calls"));
        (text.replacen('\n', &format!("\necho >>'{}'\n", calls.display()), 1), calls)
    };
    let ((ssh, talks), (rsync, sendings)) = (counting("ssh", SSH), counting("rsync", RSYNC));
    publish(&server_with(&place, &ssh, &rsync), &first().with("index.html", "two")).unwrap();
    let lines = |path| std::fs::read_to_string(path).unwrap().len();
    assert_eq!((lines(talks), lines(sendings)), (1, 1));
}
