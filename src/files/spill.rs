//! Bytes that are needed once more and are too many to be held: turns pieces into places of a file that nobody else sees, and places into pieces.
//!
//! What is little stays in memory. The file has no name from the moment it is open, where the system allows that, so nothing is left of it
//! whatever happens to the program. Where no such file can be made or it cannot take more, the rest is held.

#![expect(clippy::disallowed_methods, reason = "this is an access to the disk")]

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use parking_lot::Mutex;

/// How much is held before a file is made, in bytes.
const HELD: usize = 4 << 20;

/// Where a piece is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Extent {
    start: u64,
    length: usize,
}

/// Pieces in the order in which they came: the first are held, those after them are in the file, the last held again where that failed.
pub struct Spill {
    first: Vec<u8>,
    file: Option<Mutex<File>>,
    /// Of what is in the file.
    filed: u64,
    last: Vec<u8>,
    has_failed: bool,
    /// Of a file that could not lose its name at once.
    path: Option<PathBuf>,
}

impl Spill {
    pub fn new() -> Spill {
        Spill { first: Vec::new(), file: None, filed: 0, last: Vec::new(), has_failed: false, path: None }
    }

    pub fn add(&mut self, piece: &[u8]) -> Extent {
        let start = self.first.len() as u64 + self.filed + self.last.len() as u64;
        let extent = Extent { start, length: piece.len() };
        let is_first = self.filed == 0 && self.last.is_empty() && self.first.len() + piece.len() <= HELD;
        if is_first {
            self.first.extend(piece);
        } else if self.has_failed || self.file(piece).is_err() {
            self.has_failed = true;
            self.last.extend(piece);
        }
        extent
    }

    /// `None` where the file can no longer be read.
    pub fn read(&self, extent: Extent) -> Option<Vec<u8>> {
        let held = |bytes: &[u8], start: u64| {
            let start = usize::try_from(start).ok()?;
            Some(bytes.get(start..start.checked_add(extent.length)?)?.to_vec())
        };
        let first = self.first.len() as u64;
        match extent.start {
            start if start < first => held(&self.first, start),
            start if start < first + self.filed => {
                let mut file = self.file.as_ref()?.lock();
                let mut bytes = vec![0; extent.length];
                file.seek(SeekFrom::Start(start - first)).ok()?;
                file.read_exact(&mut bytes).ok()?;
                Some(bytes)
            }
            start => held(&self.last, start - first - self.filed),
        }
    }

    fn file(&mut self, piece: &[u8]) -> io::Result<()> {
        if self.file.is_none() {
            let (file, path) = unnamed()?;
            (self.file, self.path) = (Some(Mutex::new(file)), path);
        }
        let Some(file) = &mut self.file else { return Ok(()) };
        let file = file.get_mut();
        // Of a piece that was written in part nothing counts.
        file.seek(SeekFrom::Start(self.filed))?;
        file.write_all(piece)?;
        self.filed += piece.len() as u64;
        Ok(())
    }
}

impl Default for Spill {
    fn default() -> Spill {
        Spill::new()
    }
}

impl Drop for Spill {
    fn drop(&mut self) {
        self.file = None;
        if let Some(path) = self.path.take() {
            drop(std::fs::remove_file(path));
        }
    }
}

/// A new file for the owner of the process alone, and its path where it still has one.
fn unnamed() -> io::Result<(File, Option<PathBuf>)> {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let path = std::env::temp_dir().join(format!("cong-{}-{number}", std::process::id()));
    let mut options = OpenOptions::new();
    options.read(true).write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(&path)?;
    let path = std::fs::remove_file(&path).is_err().then_some(path);
    Ok((file, path))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(number: usize) -> Vec<u8> {
        vec![number as u8; 1000 + number]
    }

    #[test]
    fn pieces_are_what_they_were_wherever_they_lie() {
        let mut spill = Spill::new();
        let mut extents: Vec<Extent> = (0..6000).map(|number| spill.add(&piece(number))).collect();
        assert!(spill.filed > 0 && spill.first.len() <= HELD && spill.last.is_empty());
        spill.has_failed = true;
        extents.extend((6000..6100).map(|number| spill.add(&piece(number))));
        assert!(!spill.last.is_empty());
        for number in (0..6100).step_by(7) {
            assert_eq!(spill.read(extents[number]).unwrap(), piece(number), "{number}");
        }
    }
}
