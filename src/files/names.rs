//! Turns names as a disk keeps them into names in Unicode form C, and back into what the disk is asked for.
//!
//! macOS, its archives and some network drives keep `ảnh.jpg` with the marks as letters of their own. Both forms look
//! alike and mean the same (UAX #15), so everything that is read has only one.

#![expect(clippy::disallowed_methods, reason = "this is the access to the disk")]

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use parking_lot::RwLock;
use rayon::prelude::*;

use super::{Entry, EntryKind};
use crate::path::SourcePath;
use crate::text::fold::{is_nfc, nfc};

/// Names that the disk keeps in another form, by the one they have here.
#[derive(Default)]
pub struct Names(RwLock<HashMap<String, String>>);

impl Names {
    /// Sorted, in form C; of two that are then one, only that there are two.
    pub fn compose(&self, entries: Vec<Entry>) -> Vec<Entry> {
        let mut other = HashMap::new();
        let composed = entries.into_iter().map(|entry| {
            if is_nfc(entry.path.as_str()) {
                return entry;
            }
            let path = nfc(entry.path.as_str()).into_owned();
            let composed = Entry { path: SourcePath::new(path.as_str()), kind: entry.kind };
            other.insert(path, entry.path.to_string());
            composed
        });
        let mut composed: Vec<Entry> = composed.collect();
        composed.par_sort_unstable();
        composed.dedup_by(|next, first| {
            let same = next.path == first.path;
            // Names that are no Unicode are shown with one sign for all that is not.
            if same && first.kind != EntryKind::BadName {
                first.kind = EntryKind::Twice;
            }
            same
        });
        if !other.is_empty() {
            self.0.write().extend(other);
        }
        composed
    }

    /// What the disk calls it, where that is something else.
    pub fn kept(&self, path: &str) -> Option<String> {
        if path.is_ascii() {
            return None;
        }
        self.0.read().get(path).cloned()
    }
}

/// A path as the disk below `root` spells it, as far as it is there: each part that is not there as asked may be there in another form.
pub fn on_disk(root: &Path, path: &str) -> String {
    if path.is_ascii() {
        return path.to_owned();
    }
    let mut found = String::with_capacity(path.len());
    for part in path.split('/') {
        let folder = root.join(&found);
        let is_there = part.is_ascii() || folder.join(part).symlink_metadata().is_ok();
        let kept = if is_there { None } else { other_form(&folder, part) };
        if !found.is_empty() {
            found.push('/');
        }
        found.push_str(kept.as_deref().unwrap_or(part));
    }
    found
}

fn other_form(folder: &Path, part: &str) -> Option<String> {
    let names = fs::read_dir(folder).ok()?.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let mut same: Vec<String> = names.filter(|name| nfc(name) == nfc(part)).collect();
    same.sort();
    same.into_iter().next()
}
