//! What a publisher does to files, one operation at a time, and what goes wrong with them as `Trouble`.
//!
//! A test ends a publisher after any number of operations, as a kill would: from then on nothing is done any more.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::SystemTime;

use crate::publish::trouble::Trouble;

#[derive(Debug)]
pub struct Disk {
    /// Operations until nothing is done any more.
    left: AtomicU64,
    /// What is said then.
    end: ErrorKind,
    /// This disk refuses hard links, so files are copied.
    copies: AtomicBool,
}

impl Default for Disk {
    fn default() -> Disk {
        Disk::ending_after(u64::MAX, ErrorKind::Interrupted)
    }
}

impl Disk {
    /// For tests.
    pub fn ending_after(operations: u64, end: ErrorKind) -> Disk {
        Disk { left: AtomicU64::new(operations), end, copies: AtomicBool::new(false) }
    }

    fn step(&self) -> io::Result<()> {
        let next = self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1));
        next.map(drop).map_err(|_| self.end.into())
    }

    /// Whether it had to be made. Only the last part of the path.
    pub fn make_folder(&self, path: &Path, mode: u32) -> io::Result<bool> {
        self.step()?;
        match fs::create_dir(path) {
            Ok(()) => set_mode(path, mode).map(|()| true),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Makes a file that is not there yet, readable for a server.
    pub fn create(&self, path: &Path, write: impl FnOnce(&mut File) -> io::Result<()>) -> io::Result<()> {
        self.step()?;
        let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
        set_mode(path, 0o644)?;
        write(&mut file)
    }

    /// A private file, on the disk when this returns.
    pub fn create_private(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.step()?;
        let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
        set_mode(path, 0o600)?;
        file.write_all(bytes)?;
        file.sync_all()
    }

    /// The same file under a second name; where that is refused (another owner, no such thing on this disk, too many of them), a copy with
    /// the same date.
    pub fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step()?;
        if !self.copies.load(Ordering::Relaxed) {
            match fs::hard_link(from, to) {
                Err(error) if is_refusal(&error) => self.copies.store(true, Ordering::Relaxed),
                done => return done,
            }
        }
        fs::copy(from, to)?;
        let date = fs::metadata(from)?.modified()?;
        OpenOptions::new().write(true).open(to)?.set_modified(date)
    }

    /// `AlreadyExists` where there is one; never overwrites, and never shows half of it.
    pub fn claim(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step()?;
        match fs::hard_link(from, to) {
            Err(error) if is_refusal(&error) => claim_by_rename(from, to),
            done => done,
        }
    }

    pub fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step()?;
        fs::rename(from, to)
    }

    #[cfg(unix)]
    pub fn symlink(&self, target: &str, path: &Path) -> io::Result<()> {
        self.step()?;
        std::os::unix::fs::symlink(target, path)
    }

    #[cfg(not(unix))]
    pub fn symlink(&self, _: &str, _: &Path) -> io::Result<()> {
        Err(ErrorKind::Unsupported.into())
    }

    pub fn remove(&self, path: &Path) -> io::Result<()> {
        self.step()?;
        match fs::remove_file(path) {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
            done => done,
        }
    }

    pub fn remove_tree(&self, path: &Path) -> io::Result<()> {
        self.step()?;
        match fs::remove_dir_all(path) {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
            done => done,
        }
    }

    pub fn set_date(&self, path: &Path, date: SystemTime) -> io::Result<()> {
        self.step()?;
        File::open(path)?.set_modified(date)
    }

    /// Waits until what was written is on the disk, all at once: asking for each of thousands of files takes minutes.
    pub fn settle(&self, folder: &Path) -> io::Result<()> {
        self.step()?;
        let folder = File::open(folder)?;
        #[cfg(target_os = "linux")]
        rustix::fs::syncfs(&folder)?;
        #[cfg(not(target_os = "linux"))]
        folder.sync_all()?;
        Ok(())
    }

    /// A rename lasts once its folder is on the disk. Not every system lets a folder be opened.
    pub fn settle_names(&self, folder: &Path) {
        let _ = File::open(folder).and_then(|folder| folder.sync_all());
    }
}

fn is_refusal(error: &io::Error) -> bool {
    use ErrorKind::{CrossesDevices, PermissionDenied, TooManyLinks, Unsupported};
    matches!(error.kind(), CrossesDevices | PermissionDenied | TooManyLinks | Unsupported)
}

#[cfg(any(target_os = "linux", target_os = "macos"))]
fn claim_by_rename(from: &Path, to: &Path) -> io::Result<()> {
    let (cwd, flags) = (rustix::fs::CWD, rustix::fs::RenameFlags::NOREPLACE);
    Ok(rustix::fs::renameat_with(cwd, from, cwd, to, flags)?)
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn claim_by_rename(from: &Path, to: &Path) -> io::Result<()> {
    let bytes = fs::read(from)?;
    OpenOptions::new().write(true).create_new(true).open(to)?.write_all(&bytes)
}

/// Whatever the mask of the process: a server of another user must be able to read what is public.
#[cfg(unix)]
fn set_mode(path: &Path, mode: u32) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(mode))
}

#[cfg(not(unix))]
fn set_mode(_: &Path, _: u32) -> io::Result<()> {
    Ok(())
}

/// `what`: read, write, list or delete.
pub fn trouble(what: &'static str, path: &Path, error: &io::Error) -> Trouble {
    let detail = format!("{}: {error}", path.display());
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Trouble::Full { detail },
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => Trouble::Denied { what, detail },
        ErrorKind::NotFound | ErrorKind::NotADirectory => Trouble::NoTarget { detail },
        ErrorKind::FileTooLarge => Trouble::TooLarge { path: path.display().to_string(), size: 0 },
        _ => Trouble::Other { detail },
    }
}
