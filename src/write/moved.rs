//! Changes where an editor's files stand, one at a time, so that each is whole at its old place or at its new one.

#![expect(clippy::disallowed_methods, reason = "`write` touches the disk")]

use std::fs;
use std::io::{self, ErrorKind, Read};
use std::path::Path;

use super::staged::{self, Lasting};

/// Writes a file whole or not at all, and waits until it is on the disk.
pub fn put_file(root: &Path, path: &str, bytes: &[u8]) -> io::Result<()> {
    staged::replace(root, path, Lasting::Yes, |to| to.write_all(bytes))
}

/// The same of what comes from elsewhere, where it has this hash; else nothing is written.
pub fn put_stream(root: &Path, path: &str, from: &mut dyn Read, hash: &str) -> io::Result<()> {
    const PIECE: usize = 1 << 16;
    staged::replace(root, path, Lasting::Yes, |to| {
        let (mut hasher, mut piece) = (blake3::Hasher::new(), vec![0; PIECE]);
        loop {
            match from.read(&mut piece) {
                Ok(0) => break,
                Ok(length) => {
                    hasher.update(&piece[..length]);
                    to.write_all(&piece[..length])?;
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        if hasher.finalize().to_hex().as_str() == hash { Ok(()) } else { Err(ErrorKind::InvalidData.into()) }
    })
}

/// Gives a file another path, with its bytes. Nothing is overwritten.
pub fn move_file(root: &Path, from: &str, to: &str) -> io::Result<()> {
    let (from, to) = (root.join(from), root.join(to));
    if to.symlink_metadata().is_ok() {
        return Err(ErrorKind::AlreadyExists.into());
    }
    to.parent().map_or(Ok(()), fs::create_dir_all)?;
    fs::rename(from, to)
}

/// Takes a file away.
pub fn take_away(root: &Path, path: &str) -> io::Result<()> {
    fs::remove_file(root.join(path))
}

/// Takes away the folders around a path, from within, that have nothing in them.
pub fn tidy(root: &Path, path: &str, top: &str) {
    let mut folder = path;
    while let Some((around, _)) = folder.rsplit_once('/') {
        // What has something in it cannot be removed, and should not.
        if around == top || fs::remove_dir(root.join(around)).is_err() {
            return;
        }
        folder = around;
    }
}
