//! An output folder as the target of a build: taken when the first output is about to be written, and not before.

use std::path::PathBuf;

use super::{Folder, Lock, Outcome, Put, Release, Sink, Target, WriteError, folder};
use crate::files::{Hash, Stamp};
use crate::path::OutPath;

/// `take` gets the lock of the folder, as soon as there is something to write.
pub struct Output<F> {
    take: F,
    /// The stamp of it that the last build left.
    seen: Option<Stamp>,
    folder: Option<Folder>,
    root: PathBuf,
}

impl<F> Output<F> {
    pub fn new(take: F, seen: Option<Stamp>) -> Output<F> {
        Output { take, seen, folder: None, root: PathBuf::new() }
    }
}

impl<F: Sync> Sink for Output<F> {
    fn keep(&self, path: &OutPath, hash: &Hash) -> bool {
        self.folder.as_ref().is_some_and(|folder| folder.keep(path, hash))
    }

    fn put(&self, path: &OutPath, put: &Put) -> Result<Outcome, WriteError> {
        self.folder.as_ref().map_or(Ok(Outcome::Kept), |folder| folder.put(path, put))
    }
}

impl<E: From<WriteError>, F: FnMut() -> Result<Lock, E> + Sync> Target for Output<F> {
    type Error = E;

    fn begin(&mut self, planned: &mut dyn Iterator<Item = &OutPath>) -> Result<(), E> {
        match &mut self.folder {
            Some(folder) => folder.begin_again(planned)?,
            None => {
                let lock = (self.take)()?;
                lock.folder().clone_into(&mut self.root);
                self.folder = Some(Folder::open(lock, planned, self.seen)?);
            }
        }
        Ok(())
    }

    /// Also when it is finished.
    #[expect(clippy::disallowed_methods, reason = "`write` touches the disk")]
    fn get(&self, path: &OutPath) -> Option<Vec<u8>> {
        std::fs::read(self.root.join(path.as_str())).ok()
    }

    fn stamp(&self) -> Option<Stamp> {
        folder::manifest_stamp(&self.root)
    }

    fn finish(&mut self, release: Release) -> Result<usize, E> {
        Ok(self.folder.take().map_or(Ok(0), |folder| folder.finish(release))?)
    }
}
