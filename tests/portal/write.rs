//! Holds the promises about the output folder: it never eats a stranger's file, changes only what changed, and heals after a kill.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use cong::files::{Stamp, hash};
use cong::path::{OutPath, SourcePath};
use cong::write::lock::{Holder, Lock, Use};
use cong::write::manifest::{self, Owned, Quarantined};
use cong::write::{Folder, Manifest, Outcome, Put, Release, Sink, WriteError};
use tempfile::tempdir;
use walkdir::WalkDir;

use crate::site_builder::{Site, build_to, output};

type Files<'a> = &'a [(&'a str, &'a str)];

fn paths(files: Files) -> Vec<OutPath> {
    files.iter().map(|(path, _)| OutPath::new(*path)).collect()
}

/// The folder, taken for a build that may write these.
fn open<'a>(root: &Path, planned: impl Iterator<Item = &'a OutPath>) -> Result<Folder, WriteError> {
    Folder::open(Lock::take(root, Use::Change, &Holder::default()).unwrap(), planned, None)
}

/// The same for a build that was told how the last one left the folder.
fn open_known(root: &Path, planned: Files) -> Folder {
    let lock = Lock::take(root, Use::Change, &Holder::default()).unwrap();
    let seen = Stamp::of_replaced(&root.join(manifest::NAME).symlink_metadata().unwrap());
    Folder::open(lock, paths(planned).iter(), seen).unwrap()
}

/// A whole build of these files: how many were written and deleted.
fn commit(root: &Path, files: Files) -> Result<(usize, usize), WriteError> {
    let planned = paths(files);
    let folder = open(root, planned.iter())?;
    let outcomes = put(&folder, files);
    let deleted = folder.finish(Release::default())?;
    Ok((outcomes.iter().filter(|outcome| **outcome == Outcome::Written).count(), deleted))
}

fn put(folder: &Folder, files: Files) -> Vec<Outcome> {
    files.iter().map(|(path, text)| folder.put(&OutPath::new(*path), &bytes(text)).unwrap()).collect()
}

fn bytes(text: &str) -> Put<'_> {
    Put::Bytes { bytes: text.as_bytes(), hash: hash(text.as_bytes()) }
}

/// A build that is killed after it has written `files` of what it planned.
fn killed(root: &Path, planned: Files, files: Files) {
    let planned = paths(planned);
    let folder = open(root, planned.iter()).unwrap();
    put(&folder, files);
    drop(folder);
    assert!(root.join(manifest::intent_of(0)).exists(), "the intent outlives the build");
}

/// Every file below a folder, with its bytes.
pub fn folder_of(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = WalkDir::new(root).into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file());
    let file = |entry: walkdir::DirEntry| {
        let path = entry.path().strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
        (path, std::fs::read(entry.path()).unwrap())
    };
    files.map(file).collect()
}

/// All files below a folder, with their text.
fn tree(root: &Path) -> BTreeMap<String, String> {
    let texts = folder_of(root).into_iter();
    texts.map(|(path, bytes)| (path, String::from_utf8_lossy(&bytes).into_owned())).collect()
}

/// The folder as a build from nothing would leave it.
fn clean(files: Files) -> BTreeMap<String, String> {
    let root = tempdir().unwrap();
    commit(root.path(), files).unwrap();
    tree(root.path())
}

fn folders(root: &Path) -> usize {
    WalkDir::new(root).min_depth(1).into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_dir()).count()
}

const PAGES: Files = &[("index.html", "trang chủ"), ("tin/a/index.html", "a"), ("tin/b/index.html", "b")];

#[test]
fn a_folder_with_a_strangers_files_is_refused_and_left_as_it_was() {
    let root = tempdir().unwrap();
    std::fs::write(root.path().join("luan-van.docx"), "của người khác").unwrap();
    assert!(matches!(commit(root.path(), PAGES), Err(WriteError::NotOurs(_))));
    assert_eq!(tree(root.path()), BTreeMap::from([("luan-van.docx".to_owned(), "của người khác".to_owned())]));
}

#[test]
fn a_broken_manifest_makes_no_folder_ours() {
    let root = tempdir().unwrap();
    std::fs::write(root.path().join(manifest::NAME), "{").unwrap();
    assert!(matches!(commit(root.path(), PAGES), Err(WriteError::NotOurs(_))));
}

#[test]
fn a_new_and_an_empty_folder_are_taken() {
    let root = tempdir().unwrap();
    assert_eq!(commit(root.path(), PAGES).unwrap(), (3, 0));
    assert_eq!(commit(&root.path().join("sau/hon"), PAGES).unwrap(), (3, 0));
    assert_eq!(tree(&root.path().join("sau/hon"))["tin/a/index.html"], "a");
}

#[test]
fn only_what_is_no_longer_planned_goes_and_foreign_files_stay() {
    let root = tempdir().unwrap();
    commit(root.path(), PAGES).unwrap();
    std::fs::write(root.path().join("tin/b/cua-toi.txt"), "giữ").unwrap();
    assert_eq!(commit(root.path(), &PAGES[..1]).unwrap(), (0, 2));
    let left: Vec<String> = tree(root.path()).into_keys().collect();
    assert_eq!(left, [manifest::NAME, "index.html", "tin/b/cua-toi.txt"]);
    assert_eq!(folders(root.path()), 2, "empty folders go too");
}

#[test]
fn a_manifest_cannot_lead_out_of_the_folder() {
    let outer = tempdir().unwrap();
    let root = outer.path().join("public");
    std::fs::write(outer.path().join("quan-trong.txt"), "giữ").unwrap();
    commit(&root, PAGES).unwrap();
    let mut forged = Manifest::parse(&std::fs::read(root.join(manifest::NAME)).unwrap()).unwrap();
    forged.files.insert("../quan-trong.txt".to_owned(), Owned::default());
    std::fs::write(root.join(manifest::NAME), forged.to_bytes()).unwrap();
    commit(&root, &PAGES[..1]).unwrap();
    assert!(outer.path().join("quan-trong.txt").exists());
}

#[test]
fn a_path_out_of_the_folder_is_not_written() {
    let root = tempdir().unwrap();
    let folder = open(&root.path().join("public"), std::iter::empty()).unwrap();
    for path in ["../x", "a/../../x", "/x", ""] {
        assert!(folder.put(&OutPath::new(path), &bytes("x")).is_err(), "{path}");
    }
    assert!(!root.path().join("x").exists());
}

#[test]
fn only_files_whose_bytes_changed_are_written() {
    let root = tempdir().unwrap();
    commit(root.path(), PAGES).unwrap();
    assert_eq!(commit(root.path(), PAGES).unwrap(), (0, 0));
    assert_eq!(
        commit(root.path(), &[("index.html", "trang chủ"), ("tin/a/index.html", "A"), ("tin/b/index.html", "b")])
            .unwrap(),
        (1, 0)
    );
    std::fs::write(root.path().join("tin/b/index.html"), "sửa tay").unwrap();
    assert_eq!(commit(root.path(), PAGES).unwrap(), (2, 0), "a file changed by hand is put right");
    assert_eq!(tree(root.path()), clean(PAGES));
}

#[test]
fn a_build_that_changes_nothing_leaves_no_trace_of_itself() {
    let root = tempdir().unwrap();
    commit(root.path(), PAGES).unwrap();
    let folder = open(root.path(), paths(PAGES).iter()).unwrap();
    put(&folder, PAGES);
    assert!(!root.path().join(manifest::intent_of(0)).exists(), "nothing changed, so nothing needs repair");
    folder.finish(Release::default()).unwrap();
    assert_eq!(tree(root.path()), clean(PAGES));
}

#[test]
fn a_file_is_kept_by_its_hash_only_while_it_can_be_trusted() {
    let root = tempdir().unwrap();
    commit(root.path(), PAGES).unwrap();
    let keeps = |text: &str| {
        let folder = open(root.path(), paths(PAGES).iter()).unwrap();
        folder.keep(&OutPath::new("tin/a/index.html"), &hash(text.as_bytes()))
    };
    assert!(keeps("a") && !keeps("khác"));
    std::fs::write(root.path().join("tin/a/index.html"), "sửa tay").unwrap();
    assert!(!keeps("a"), "its size is another");
    std::fs::write(root.path().join("tin/a/index.html"), "b").unwrap();
    killed(root.path(), PAGES, &[("index.html", "khác")]);
    assert!(!keeps("a"), "after a kill the bytes themselves are looked at");
    std::fs::remove_file(root.path().join("tin/a/index.html")).unwrap();
    assert!(!keeps("a"));
}

#[test]
fn a_killed_build_is_repaired_by_the_next() {
    let planned: Files =
        &[("index.html", "trang chủ"), ("cu/x.html", "x"), ("cu/y.html", "y"), ("tin/a/index.html", "cũ")];
    let root = tempdir().unwrap();
    killed(root.path(), planned, &planned[..3]);
    std::fs::write(root.path().join("tin.txt"), "của người khác").unwrap();
    std::fs::create_dir_all(root.path().join("tin/a")).unwrap();
    std::fs::write(root.path().join("tin/a/index.html.cong-tmp"), "nửa chừ").unwrap();
    assert!(!root.path().join(manifest::NAME).exists());
    commit(root.path(), PAGES).unwrap();
    let mut wanted = clean(PAGES);
    wanted.insert("tin.txt".to_owned(), "của người khác".to_owned());
    assert_eq!(tree(root.path()), wanted);
    assert!(!root.path().join("cu").exists());
}

#[test]
fn a_build_killed_after_others_keeps_what_they_own() {
    let root = tempdir().unwrap();
    commit(root.path(), PAGES).unwrap();
    let other: Files = &[("moi/index.html", "mới"), ("moi/z.html", "z")];
    killed(root.path(), other, &other[..1]);
    commit(root.path(), &PAGES[..2]).unwrap();
    assert_eq!(tree(root.path()), clean(&PAGES[..2]));
}

#[test]
fn a_build_killed_while_it_wrote_its_intent_blocks_nothing() {
    let root = tempdir().unwrap();
    std::fs::write(root.path().join(format!("{}.cong-tmp", manifest::intent_of(7))), "{\"ver").unwrap();
    commit(root.path(), PAGES).unwrap();
    assert_eq!(tree(root.path()), clean(PAGES));
}

#[cfg(unix)]
#[test]
fn nothing_is_written_or_deleted_through_a_link_to_another_folder() {
    let outer = tempdir().unwrap();
    let (root, other) = (outer.path().join("public"), outer.path().join("noi-khac"));
    for at in ["tin", "tin/a"] {
        let _ = (std::fs::remove_dir_all(&root), std::fs::remove_dir_all(&other));
        commit(&root, PAGES).unwrap();
        std::fs::rename(root.join(at), &other).unwrap();
        std::os::unix::fs::symlink(&other, root.join(at)).unwrap();
        let before = tree(&other);
        let changed: Files = &[("index.html", "mới"), ("tin/a/index.html", "A"), ("tin/b/index.html", "B")];
        let refused = commit(&root, changed).unwrap_err();
        assert!(matches!(&refused, WriteError::Link(link) if *link == root.join(at)), "{refused:?}");
        assert_eq!(std::fs::read_to_string(root.join("index.html")).unwrap(), "trang chủ", "nothing was begun");
        commit(&root, &PAGES[..1]).unwrap();
        assert_eq!(tree(&other), before, "what was published there is not deleted: {at}");
        assert!(root.join(at).is_symlink());
    }
}

#[cfg(unix)]
#[test]
fn a_link_in_the_place_of_a_file_is_replaced_and_what_it_leads_to_stays() {
    let outer = tempdir().unwrap();
    let (root, other) = (outer.path().join("public"), outer.path().join("cua-toi.html"));
    commit(&root, PAGES).unwrap();
    // The same bytes: a build that followed the link would take it for its own page.
    std::fs::write(&other, "a").unwrap();
    let page = root.join("tin/a/index.html");
    std::fs::remove_file(&page).unwrap();
    std::os::unix::fs::symlink(&other, &page).unwrap();
    let folder = open(&root, paths(PAGES).iter()).unwrap();
    assert!(!folder.keep(&OutPath::new("tin/a/index.html"), &hash(b"a")));
    drop(folder);
    assert_eq!(commit(&root, PAGES).unwrap(), (1, 0));
    assert!(!page.is_symlink());
    std::fs::remove_file(&page).unwrap();
    std::os::unix::fs::symlink(&other, &page).unwrap();
    assert_eq!(commit(&root, &PAGES[..1]).unwrap(), (0, 2), "a link that stands for a stale page goes");
    assert_eq!(std::fs::read_to_string(&other).unwrap(), "a");
}

#[test]
fn what_a_build_left_unfinished_goes_even_where_nothing_speaks_of_it() {
    let root = tempdir().unwrap();
    commit(root.path(), PAGES).unwrap();
    std::fs::create_dir_all(root.path().join("cu/sau")).unwrap();
    for path in ["tin/a/index.html.cong-tmp", "cu/sau/x.pdf.cong-tmp", "y.cong-tmp"] {
        std::fs::write(root.path().join(path), "nửa chừ").unwrap();
    }
    commit(root.path(), PAGES).unwrap();
    assert_eq!(tree(root.path()), clean(PAGES));
    assert!(!root.path().join("cu").exists());
}

#[cfg(unix)]
#[test]
fn who_knows_the_folder_writes_and_deletes_nothing_through_a_link_either() {
    let outer = tempdir().unwrap();
    let (root, other) = (outer.path().join("public"), outer.path().join("noi-khac"));
    commit(&root, PAGES).unwrap();
    std::fs::rename(root.join("tin"), &other).unwrap();
    std::os::unix::fs::symlink(&other, root.join("tin")).unwrap();
    let before = tree(&other);
    let folder = open_known(&root, PAGES);
    let refused = folder.put(&OutPath::new("tin/a/index.html"), &bytes("mới")).unwrap_err();
    assert!(matches!(&refused, WriteError::Link(link) if *link == root.join("tin")), "{refused:?}");
    assert!(!root.join(manifest::intent_of(0)).exists(), "nothing was begun");
    drop(folder);
    let folder = open_known(&root, &PAGES[..1]);
    put(&folder, &PAGES[..1]);
    folder.finish(Release::default()).unwrap();
    assert_eq!(tree(&other), before);
}

#[test]
fn an_intent_or_another_manifest_makes_a_build_look_for_what_was_left_unfinished() {
    let root = tempdir().unwrap();
    let unfinished = root.path().join("tin/a/index.html.cong-tmp");
    let build = |folder: Folder| {
        put(&folder, PAGES);
        folder.finish(Release::default()).unwrap();
        !unfinished.exists()
    };
    commit(root.path(), PAGES).unwrap();
    std::fs::write(&unfinished, "nửa chừ").unwrap();
    std::fs::write(root.path().join(manifest::intent_of(7)), r#"{"version":2,"files":{}}"#).unwrap();
    assert!(build(open_known(root.path(), PAGES)));
    std::fs::write(&unfinished, "nửa chừ").unwrap();
    let lock = Lock::take(root.path(), Use::Change, &Holder::default()).unwrap();
    let seen = Stamp::of_replaced(&root.path().join(manifest::NAME).symlink_metadata().unwrap());
    let copy = std::fs::read(root.path().join(manifest::NAME)).unwrap();
    std::fs::write(root.path().join("copy"), copy).unwrap();
    std::fs::rename(root.path().join("copy"), root.path().join(manifest::NAME)).unwrap();
    assert!(build(Folder::open(lock, paths(PAGES).iter(), seen).unwrap()), "the same bytes in another file");
}

#[test]
fn a_file_that_is_not_published_after_all_leaves_no_intent() {
    let root = tempdir().unwrap();
    commit(root.path(), PAGES).unwrap();
    let planned = [PAGES, &[("z.pdf", "z")]].concat();
    let folder = open(root.path(), paths(&planned).iter()).unwrap();
    let (files, source) = (cong::files::Memory::default(), SourcePath::new("content/z.pdf"));
    let gone = Put::Copy { files: &files, source: &source, hash: hash(b"z"), size: 1 };
    assert!(matches!(folder.put(&OutPath::new("z.pdf"), &gone), Err(WriteError::Changed(_))));
    PAGES.iter().for_each(|(path, text)| assert!(folder.keep(&OutPath::new(*path), &hash(text.as_bytes()))));
    folder.finish(Release::default()).unwrap();
    assert!(!root.path().join(manifest::intent_of(0)).exists());
    assert_eq!(tree(root.path()), clean(PAGES));
}

#[test]
fn a_path_may_turn_from_file_to_folder_and_back() {
    let (file, folder): (Files, Files) = (&[("tin", "tệp"), ("x", "x")], &[("tin/a/index.html", "a"), ("x", "x")]);
    let root = tempdir().unwrap();
    for files in [file, folder, file, folder] {
        commit(root.path(), files).unwrap();
        assert_eq!(tree(root.path()), clean(files));
    }
    killed(root.path(), file, &file[..1]);
    commit(root.path(), folder).unwrap();
    assert_eq!(tree(root.path()), clean(folder));
}

#[test]
fn the_manifest_names_what_is_published_and_what_could_not_be_built() {
    let root = tempdir().unwrap();
    let planned = paths(PAGES);
    let folder = open(root.path(), planned.iter()).unwrap();
    put(&folder, PAGES);
    let page = |name: &str| Quarantined { source: format!("content/{name}.md"), url: format!("/{name}/") };
    folder.finish(Release { quarantined: vec![page("b"), page("a")], ..Release::default() }).unwrap();
    let manifest = Manifest::parse(&std::fs::read(root.path().join(manifest::NAME)).unwrap()).unwrap();
    assert_eq!(manifest.quarantined, [page("a"), page("b")]);
    assert_eq!(manifest.files.keys().collect::<Vec<_>>(), ["index.html", "tin/a/index.html", "tin/b/index.html"]);
    assert!(manifest.files.values().all(|owned| owned.hash.len() == 32 && owned.size > 0));
}

fn portal() -> Site {
    (1..30).fold(Site::new(), |site, n| {
        site.article(
            &format!("content/tin-tuc/bai-{n}/index.md"),
            &format!("Bài {n}"),
            "2023-12-01",
            "attachments:\n  - file: tep.txt\n",
            "Nội dung.",
        )
        .file(&format!("content/tin-tuc/bai-{n}/tep.txt"), &format!("tệp {n}"))
    })
}

fn publish(site: Site, root: &Path) -> (usize, usize) {
    let files: Arc<dyn cong::files::Files> = Arc::new(site.files());
    let built = build_to(&files, "2024-01-15 12:00", false, &mut output(root));
    (built.written, built.kept)
}

#[test]
fn a_second_build_of_a_portal_writes_nothing_and_a_third_elsewhere_makes_the_same_bytes() {
    let (here, there) = (tempdir().unwrap(), tempdir().unwrap());
    let outputs = portal().build().outputs.len();
    assert_eq!(publish(portal(), here.path()), (outputs, 0));
    let touched = |root: &Path| std::fs::metadata(root.join("index.html")).unwrap().modified().unwrap();
    let before = touched(here.path());
    assert_eq!(publish(portal(), here.path()), (0, outputs));
    assert_eq!(touched(here.path()), before, "the file was not replaced");
    publish(portal(), there.path());
    assert_eq!(tree(here.path()), tree(there.path()));
}
