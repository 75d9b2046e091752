//! Changes a file of an editor in place: whole or not at all, and only while it is what was read.

#![expect(clippy::disallowed_methods, reason = "`write` touches the disk")]

use std::fs;
use std::io;
use std::path::Path;

use super::staged::{self, Lasting};

/// Puts `after` in place of `before`, with the permissions of before. `false`, and nothing is done, where the file is not `before`.
pub fn change_file(root: &Path, path: &str, before: &[u8], after: &[u8]) -> io::Result<bool> {
    let target = root.join(path);
    let is_file = target.symlink_metadata()?.is_file();
    if !is_file || fs::read(&target)? != before {
        return Ok(false);
    }
    let permissions = fs::metadata(&target)?.permissions();
    let mut is_same = true;
    let written = staged::replace(root, path, Lasting::Yes, |to| {
        to.write_all(after)?;
        fs::set_permissions(root.join(staged::unfinished(path)), permissions)?;
        // Who saved it meanwhile keeps what they wrote.
        is_same = fs::read(&target)? == before;
        if is_same { Ok(()) } else { Err(io::ErrorKind::Interrupted.into()) }
    });
    if is_same { written.map(|()| true) } else { Ok(false) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_changed_only_while_it_is_what_was_read() {
        let folder = tempfile::tempdir().unwrap();
        let read = || fs::read(folder.path().join("a.md")).unwrap();
        fs::write(folder.path().join("a.md"), "cũ").unwrap();
        assert!(!change_file(folder.path(), "a.md", "khác".as_bytes(), b"x").unwrap());
        assert_eq!(read(), "cũ".as_bytes());
        assert!(change_file(folder.path(), "a.md", "cũ".as_bytes(), "mới".as_bytes()).unwrap());
        assert_eq!(read(), "mới".as_bytes());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside it");
    }

    #[cfg(unix)]
    #[test]
    fn permissions_stay() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.md");
        fs::write(&path, "a").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        assert!(change_file(folder.path(), "a.md", b"a", b"b").unwrap());
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
    }
}
