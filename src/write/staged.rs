//! Writes a file beside its place and renames it into it: whoever reads there meets the old file or the new one, never
//! half of one.

#![expect(clippy::disallowed_methods, reason = "`write` touches the disk")]

use std::fs::{self, File};
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
    let placed = written.and_then(|()| fs::rename(&staged, &target));
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
    let entries = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    for entry in entries.filter(|entry| entry.file_name().to_string_lossy().ends_with(UNFINISHED)) {
        let _ = fs::remove_file(entry.path());
    }
}
