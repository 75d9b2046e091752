//! Carries out a move or a merger so that nothing is lost wherever it is stopped: what is to be done is written down first, with the new bytes of
//! every file; then new files are written, then the old ones are taken away. Whoever comes next finishes it.
//!
//! A file that somebody has changed meanwhile is never touched: the rest is done when it is as it was, or as it should be.

use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::merging::{Brought, mark};
use super::moving::Change;
use crate::files::{Disk, Files, hash, on_disk};
use crate::load::discover::CONTENT;
use crate::path::SourcePath;
use crate::write::{move_file, put_file, put_stream, remove_file, save_file, take_away, tidy};

/// The folder in which a move is written down until it is done.
const FOLDER: &str = ".cong/move";

/// The list of what is to be done; it is written last.
const LIST: &str = ".cong/move/steps.json";

/// A move that has begun.
#[derive(Serialize, Deserialize, PartialEq, Eq, Debug)]
pub struct Steps {
    /// As it was asked for.
    pub from: String,
    pub to: String,
    /// The folder of the portal that is taken in; none of a move.
    #[serde(default)]
    pub other: Option<String>,
    steps: Vec<Step>,
}

/// What is to be done.
#[derive(Clone, Copy)]
pub struct Work<'a> {
    pub changes: &'a [Change],
    /// What is copied from another portal, and where that is.
    pub copies: &'a [Brought],
    pub other: Option<&'a Path>,
}

/// Hashes are hexadecimal.
#[derive(Serialize, Deserialize, PartialEq, Eq, Debug)]
enum Step {
    /// Puts the bytes of this number at a path.
    Write {
        path: String,
        number: usize,
        before: Option<String>,
        after: String,
    },
    /// Copies a file of another portal that has these bytes.
    Bring {
        from: String,
        to: String,
        after: String,
    },
    Rename {
        from: String,
        to: String,
    },
    Remove {
        path: String,
        before: String,
    },
}

/// Why a move is not finished.
#[derive(Debug)]
pub enum Stopped {
    /// Somebody has changed this file since it began.
    Changed(String),
    /// The same before anything was done; nothing of the move is left.
    GivenUp(String),
    Io(String, io::Error),
}

impl Steps {
    /// A move that was stopped.
    pub fn unfinished(files: &dyn Files) -> Option<Steps> {
        serde_json::from_slice(&files.read(LIST).ok()?).ok()
    }

    /// Writes down what a move comes to.
    pub fn begin(root: &Path, (from, to): (&str, &str), work: Work) -> Result<Steps, Stopped> {
        let (mut writes, mut renames, mut removes) = (Vec::new(), Vec::new(), Vec::new());
        for (number, Change { old, new, before, after }) in work.changes.iter().enumerate() {
            let (old, path) = (old.to_string(), new.to_string());
            let Some(after) = after else {
                renames.push(Step::Rename { from: old, to: path });
                continue;
            };
            let place = format!("{FOLDER}/{number}");
            save_file(root, &place, |file| file.write_all(after)).map_err(|error| Stopped::Io(place, error))?;
            let before = before.as_ref().map(|bytes| hex(bytes));
            if old != path {
                removes.extend(before.clone().map(|before| Step::Remove { path: old.clone(), before }));
            }
            let before = before.filter(|_| old == path);
            writes.push(Step::Write { path, number, before, after: hex(after) });
        }
        let bring = |Brought { from, to, hash }: &Brought| Step::Bring {
            from: from.to_string(),
            to: to.to_string(),
            after: hash.clone(),
        };
        let brings = work.copies.iter().map(bring);
        let steps = brings.chain(writes).chain(renames).chain(removes).collect();
        let other = work.other.map(|other| other.to_string_lossy().into_owned());
        let steps = Steps { from: from.to_owned(), to: to.to_owned(), other, steps };
        let text = serde_json::to_vec(&steps).unwrap_or_default();
        let saved = save_file(root, LIST, |file| file.write_all(&text));
        saved.map_err(|error| Stopped::Io(LIST.to_owned(), error))?;
        Ok(steps)
    }

    /// Does what is not done yet.
    pub fn finish(&self, root: &Path, files: &dyn Files) -> Result<(), Stopped> {
        // Names in another Unicode form are known once they were listed.
        files.list(CONTENT).map_err(|error| Stopped::Io(CONTENT.to_owned(), error))?;
        let other = self.other.as_ref().map(Disk::new);
        if let Some(other) = &other {
            other.list(CONTENT).map_err(|error| Stopped::Io(other.root().display().to_string(), error))?;
        }
        self.look(root, files)?;
        for step in &self.steps {
            if step.is_open(files)? {
                step.take(root, files, other.as_ref()).map_err(|error| match (step, error.kind()) {
                    (Step::Bring { from, .. }, io::ErrorKind::InvalidData | io::ErrorKind::NotFound) => {
                        Stopped::Changed(format!("{}/{from}", self.other.as_deref().unwrap_or_default()))
                    }
                    _ => Stopped::Io(step.path().to_owned(), error),
                })?;
            }
        }
        for step in &self.steps {
            if let Step::Rename { from: path, .. } | Step::Remove { path, .. } = step {
                tidy(root, &on_disk(root, path), CONTENT);
            }
        }
        self.forget(root);
        Ok(())
    }

    /// Whether every step can be taken. Where one cannot and none was taken yet, there is nothing to finish, and the move is given up.
    fn look(&self, root: &Path, files: &dyn Files) -> Result<(), Stopped> {
        let states: Vec<_> = self.steps.iter().map(|step| step.is_open(files)).collect();
        let is_untouched = states.iter().zip(&self.steps).all(|(state, step)| match (state, step) {
            (Ok(is_open), _) => *is_open,
            // It may have been written, and edited since.
            (Err(Stopped::Changed(_)), step) => !matches!(step, Step::Write { before: None, .. } | Step::Bring { .. }),
            (Err(_), _) => false,
        });
        match states.into_iter().find_map(Result::err) {
            Some(Stopped::Changed(path)) if is_untouched => {
                self.forget(root);
                Err(Stopped::GivenUp(path))
            }
            Some(stopped) => Err(stopped),
            None => Ok(()),
        }
    }

    fn forget(&self, root: &Path) {
        // Without the list the rest means nothing.
        remove_file(root, LIST);
        for step in &self.steps {
            if let Step::Write { number, .. } = step {
                remove_file(root, &format!("{FOLDER}/{number}"));
            }
        }
        tidy(root, LIST, ".cong");
    }
}

impl Step {
    fn path(&self) -> &str {
        match self {
            Step::Write { path, .. } | Step::Remove { path, .. } => path,
            Step::Rename { to, .. } | Step::Bring { to, .. } => to,
        }
    }

    /// Whether it is still to be done; an error where a file is neither as it was nor as it should be.
    fn is_open(&self, files: &dyn Files) -> Result<bool, Stopped> {
        let now = |path: &str| match files.read(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Stopped::Io(path.to_owned(), error)),
            Ok(bytes) => Ok(Some(hex(&bytes))),
        };
        let is_there = |path: &str| match files.open(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(Stopped::Io(path.to_owned(), error)),
            Ok(_) => Ok(true),
        };
        match self {
            Step::Write { path, before, after, .. } => match now(path)? {
                Some(now) if now == *after => Ok(false),
                now if now == *before => Ok(true),
                _ => Err(Stopped::Changed(path.clone())),
            },
            Step::Bring { to, after, .. } => match is_there(to)? {
                false => Ok(true),
                true => match mark(files, &SourcePath::new(to.as_str())) {
                    Ok(now) if now == *after => Ok(false),
                    Ok(_) => Err(Stopped::Changed(to.clone())),
                    Err(error) => Err(Stopped::Io(to.clone(), error)),
                },
            },
            Step::Rename { from, to } => match (is_there(from)?, is_there(to)?) {
                (true, false) => Ok(true),
                (false, true) => Ok(false),
                (true, true) => Err(Stopped::Changed(to.clone())),
                (false, false) => Err(Stopped::Changed(from.clone())),
            },
            Step::Remove { path, before } => match now(path)? {
                None => Ok(false),
                Some(now) if now == *before => Ok(true),
                Some(_) => Err(Stopped::Changed(path.clone())),
            },
        }
    }

    fn take(&self, root: &Path, files: &dyn Files, other: Option<&Disk>) -> io::Result<()> {
        match self {
            Step::Bring { from, to, after } => {
                let other = other.ok_or(io::ErrorKind::NotFound)?;
                put_stream(root, &on_disk(root, to), &mut *other.open(from)?, after)
            }
            Step::Write { path, number, after, .. } => {
                let bytes = files.read(&format!("{FOLDER}/{number}"))?;
                if hex(&bytes) != *after {
                    return Err(io::ErrorKind::InvalidData.into());
                }
                put_file(root, &on_disk(root, path), &bytes)
            }
            Step::Rename { from, to } => move_file(root, &on_disk(root, from), &on_disk(root, to)),
            Step::Remove { path, .. } => take_away(root, &on_disk(root, path)),
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    hash(bytes).to_hex().to_string()
}
