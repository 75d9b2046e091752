//! Turns a picture of the portal into its smaller versions, with no more pictures in memory at a time than it is to hold.

use std::io;

use parking_lot::{Condvar, Mutex};

use super::inspect::{self, FileFacts};
use crate::files::{self, Files};
use crate::media::{self, smaller};
use crate::path::SourcePath;

pub use crate::media::raster::{Lack, Raster};
pub use crate::media::smaller::{Place, Recipe, Role, Version, offers_original};

/// Pixels of all pictures that are worked on at a time: two of a large camera, or one of any size.
const PIXELS: u64 = 32_000_000;

static IN_WORK: Mutex<u64> = Mutex::new(0);
static DONE: Condvar = Condvar::new();

/// A part of the memory, for one picture.
struct Share(u64);

impl Share {
    /// Waits until there is room.
    fn take(pixels: u64) -> Share {
        let share = pixels.min(PIXELS);
        let mut in_work = IN_WORK.lock();
        DONE.wait_while(&mut in_work, |in_work| *in_work + share > PIXELS);
        *in_work += share;
        Share(share)
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        *IN_WORK.lock() -= self.0;
        DONE.notify_all();
    }
}

/// The versions for each role; `None` when the source is no longer what was inspected.
pub fn make(
    files: &dyn Files,
    path: &SourcePath,
    (facts, raster): (&FileFacts, Raster),
    recipe: &Recipe,
    roles: &[Role],
) -> io::Result<Option<Result<Vec<Vec<Version>>, Lack>>> {
    let (width, height) = facts.dimensions.unwrap_or((1, 1));
    let _share = Share::take(u64::from(width) * u64::from(height));
    let Some(bytes) = inspect::source(files, path)? else { return Ok(None) };
    let is_same = |bytes: &[u8]| files::hash(bytes) == facts.hash;
    Ok(smaller::make(&bytes, raster, recipe, roles, &is_same))
}

/// The versions of a page of a PDF, as of a picture.
pub fn draw(
    files: &dyn Files,
    path: &SourcePath,
    facts: &FileFacts,
    page: u32,
    recipe: &Recipe,
) -> io::Result<Option<Result<Vec<Version>, Lack>>> {
    // How large the picture on it is nobody knows yet, so it is made alone.
    let _share = Share::take(PIXELS);
    match files.read_within(path.as_str(), media::largest(path.as_str()))? {
        Err(_) => Ok(Some(Err(Lack::Heavy))),
        Ok(bytes) if files::hash(&bytes) != facts.hash => Ok(None),
        Ok(bytes) => Ok(Some(smaller::make_page(&bytes, page, recipe))),
    }
}
