//! Writes a file beside its place and renames it into it: whoever reads there meets the old file or the new one, never
//! half of one.

#![expect(clippy::disallowed_methods, reason = "`write` touches the disk")]

use std::fs::{self, DirEntry, File};
use std::io::{self, ErrorKind, Write};
use std::path::Path;

/// The end of a file's name while it is being written, beside its place. Whatever ends so was left by a killed build.
///
/// One folder for all such files would be simpler, but then every thread waits for that folder's lock: measured on
/// ext4, half of a cold build's time.
pub const UNFINISHED: &str = ".cong-tmp";

/// Whether a file must be on the disk, and not only on its way there, before the next step.
///
/// The power may fail at any moment. A page or a file of the cache that was cut short then is found by its size, its bytes or
/// its checksum and made again, so waiting for the disk would buy nothing and cost a multiple of the writing. What says
/// which files are ours must survive: without it nobody knows what to put right.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Lasting {
    Yes,
    No,
    /// Nor does anything stand in its place yet.
    New,
}

/// Writes `root/path`, making its folders where they are missing. What fails leaves nothing behind.
pub fn replace(
    root: &Path,
    path: &str,
    lasting: Lasting,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    let (target, staged) = (root.join(path), root.join(unfinished(path)));
    let mut file = create(&staged)?;
    let written = write(&mut file).and_then(|()| if lasting == Lasting::Yes { file.sync_all() } else { Ok(()) });
    drop(file);
    let placed = written.and_then(|()| match lasting {
        Lasting::No if change_places(&staged, &target) => Ok(()),
        _ => fs::rename(&staged, &target),
    });
    if placed.is_err() {
        // Half a file is worth nothing, and on a full disk it is in the way.
        let _ = fs::remove_file(&staged);
    } else if lasting == Lasting::Yes {
        sync_folder(&target);
    }
    placed
}

/// Always a file of its own: what stands in its place may be a link to somebody else's.
fn create(staged: &Path) -> io::Result<File> {
    let mut made = File::create_new(staged);
    if let Err(error) = &made {
        match error.kind() {
            ErrorKind::NotFound => staged.parent().map_or(Ok(()), fs::create_dir_all)?,
            ErrorKind::AlreadyExists => fs::remove_file(staged)?,
            _ => return made,
        }
        made = File::create_new(staged);
    }
    made
}

/// Whether the file took the place of the one that stood there, which is gone.
///
/// A rename over a file makes ext4 send the new one to the disk at once, and of twenty thousand pages that is an eighth of the work.
/// Where two files change places it does not; whoever reads there meets one or the other all the same. Not every file system
/// can do it.
fn change_places(staged: &Path, target: &Path) -> bool {
    if !exchange(staged, target) {
        return false;
    }
    let is_gone = fs::remove_file(staged).is_ok();
    if !is_gone {
        // A folder, which is not ours to take away.
        exchange(staged, target);
    }
    is_gone
}

#[cfg(target_os = "linux")]
fn exchange(one: &Path, other: &Path) -> bool {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE).is_ok()
}

#[cfg(not(target_os = "linux"))]
fn exchange(_: &Path, _: &Path) -> bool {
    false
}

/// A rename lasts once its folder is on the disk. Not every system lets a folder be opened; there it is done without.
fn sync_folder(target: &Path) {
    if let Some(folder) = target.parent() {
        let _ = File::open(folder).and_then(|folder| folder.sync_all());
    }
}

/// Where a file is while it is being written: `a/index.html` → `a/index.html.cong-tmp`.
pub fn unfinished(path: &str) -> String {
    /// With its ending a longer name could be longer than file systems allow.
    const LONGEST: usize = 240;
    match path.rsplit_once('/') {
        Some((folder, name)) if name.len() > LONGEST => {
            format!("{folder}/{}{UNFINISHED}", &blake3::hash(name.as_bytes()).to_hex()[..16])
        }
        _ => format!("{path}{UNFINISHED}"),
    }
}

/// Takes away what killed runs left directly in a folder while they wrote. Nobody else may be writing there.
pub fn clear_unfinished(folder: &Path) {
    for entry in entries(folder).filter(is_unfinished) {
        let _ = fs::remove_file(entry.path());
    }
}

/// The same, in the folders below it as well: for one with few files, such as the cache.
pub fn clear_all_unfinished(folder: &Path) {
    clear_unfinished(folder);
    for entry in entries(folder).filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir())) {
        clear_all_unfinished(&entry.path());
    }
}

fn entries(folder: &Path) -> impl Iterator<Item = DirEntry> {
    fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok)
}

fn is_unfinished(entry: &DirEntry) -> bool {
    entry.file_name().to_string_lossy().ends_with(UNFINISHED)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(root: &Path, path: &str, text: &str) -> io::Result<()> {
        replace(root, path, Lasting::No, |file| file.write_all(text.as_bytes()))
    }

    #[test]
    fn a_file_takes_the_place_of_another_and_nothing_is_left_beside_it() {
        let root = tempfile::tempdir().unwrap();
        for text in ["one", "two"] {
            write(root.path(), "a/b.html", text).unwrap();
            assert_eq!(fs::read_to_string(root.path().join("a/b.html")).unwrap(), text);
            assert_eq!(fs::read_dir(root.path().join("a")).unwrap().count(), 1);
        }
    }

    #[test]
    fn a_folder_in_the_place_of_a_file_stays_with_all_that_is_in_it() {
        let root = tempfile::tempdir().unwrap();
        write(root.path(), "a/b.html", "one").unwrap();
        assert!(write(root.path(), "a", "two").is_err());
        assert_eq!(fs::read_to_string(root.path().join("a/b.html")).unwrap(), "one");
        assert_eq!(fs::read_dir(root.path()).unwrap().count(), 1, "what could not be placed is gone");
    }

    #[test]
    fn what_killed_runs_left_goes_at_any_depth_and_nothing_else() {
        let root = tempfile::tempdir().unwrap();
        for path in ["a.cong-tmp", "pages/b.cong-tmp", "pictures/c/d.cong-tmp", "pages/e", "pages/f.cong-tmp.txt"] {
            write(root.path(), path, "").unwrap();
        }
        clear_all_unfinished(root.path());
        let left = |folder: &str| fs::read_dir(root.path().join(folder)).unwrap().count();
        assert_eq!([left(""), left("pages"), left("pictures/c")], [2, 2, 0]);
    }
}
