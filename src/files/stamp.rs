//! Turns what a disk says of a file into a stamp that becomes another whenever the file is written, so that a file need not be
//! read only to find that it is what it was.
//!
//! As in the index of git: device, inode, size, and the moments of the last change of contents and of the file itself, of
//! which nobody can set the last. A file that was changed just before it was looked at has no stamp, since a disk counts
//! time in steps and a second change in the same step would leave no mark. What a program writes into its memory of a file
//! (`mmap`) may come to the disk without a mark, as it does for git; editors and `git checkout` do not write so.

use std::fs::Metadata;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// Where and when a file was last written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Stamp {
    device: u64,
    inode: u64,
    /// In bytes.
    size: u64,
    /// Nanoseconds since 1970: of the contents, and of the file.
    modified: i64,
    changed: i64,
}

/// The coarsest step in which a disk counts time, and half as much again.
const STEP: SignedDuration = SignedDuration::from_secs(3);

impl Stamp {
    /// `now`: when the looking began; what was changed less than a step before has none.
    #[cfg(unix)]
    pub fn of(meta: &Metadata, now: Timestamp) -> Option<Stamp> {
        use std::os::unix::fs::MetadataExt;
        let moment = |seconds: i64, nanoseconds: i64| seconds.checked_mul(1_000_000_000)?.checked_add(nanoseconds);
        let (device, inode, size) = (meta.dev(), meta.ino(), meta.len());
        let modified = moment(meta.mtime(), meta.mtime_nsec())?;
        let changed = moment(meta.ctime(), meta.ctime_nsec())?;
        let settled = now.checked_sub(STEP).ok()?.as_nanosecond();
        let stamp = Stamp { device, inode, size, modified, changed };
        (meta.is_file() && i128::from(changed) < settled).then_some(stamp)
    }

    /// Of a file that nobody writes to: another always comes in its place by a rename, and so has another number.
    pub fn of_replaced(meta: &Metadata) -> Option<Stamp> {
        Stamp::of(meta, Timestamp::MAX)
    }

    /// Other systems have no moment that a program cannot set.
    #[cfg(not(unix))]
    pub fn of(_: &Metadata, _: Timestamp) -> Option<Stamp> {
        None
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "files are what is tested")]
mod tests {
    use super::*;
    use std::fs;
    use std::time::SystemTime;

    fn later(seconds: i64) -> Timestamp {
        Timestamp::try_from(SystemTime::now()).unwrap() + SignedDuration::from_secs(seconds)
    }

    #[test]
    fn a_file_has_another_stamp_after_it_was_written_even_with_its_old_size_and_date() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.md");
        fs::write(&path, "one").unwrap();
        let meta = fs::metadata(&path).unwrap();
        let before = Stamp::of(&meta, later(60)).unwrap();
        assert_eq!(Stamp::of(&fs::metadata(&path).unwrap(), later(90)), Some(before));
        std::thread::sleep(std::time::Duration::from_millis(20));
        fs::write(&path, "two").unwrap();
        fs::File::options().write(true).open(&path).unwrap().set_modified(meta.modified().unwrap()).unwrap();
        let after = fs::metadata(&path).unwrap();
        assert_eq!((after.len(), after.modified().unwrap()), (meta.len(), meta.modified().unwrap()));
        assert_ne!(Stamp::of(&after, later(60)), Some(before));
    }

    #[test]
    fn what_was_just_written_has_no_stamp() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.md");
        fs::write(&path, "one").unwrap();
        assert_eq!(Stamp::of(&fs::metadata(&path).unwrap(), later(1)), None);
    }
}
