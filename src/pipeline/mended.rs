//! Turns pages of a portal into what `lint` mends in them. Nothing is written here.

use rayon::prelude::*;

use crate::files::Files;
use crate::lint::{self, IsOn, mend::Page};
use crate::model::Site;
use crate::path::SourcePath;

/// A page that can be mended.
pub struct Mended {
    pub file: SourcePath,
    /// As it was read, and as it may be written.
    pub before: Vec<u8>,
    pub mended: lint::mend::Mended,
}

/// Of these files those that are not as they could be. `site`: with drafts; a page that it has not is mended in what needs no kind.
pub fn mend_texts(site: Option<&Site>, files: &dyn Files, asked: &[SourcePath], is_on: IsOn) -> Vec<Mended> {
    let pages = asked.par_iter().filter(|file| file.as_str().ends_with(".md"));
    pages.filter_map(|file| of_file(site, files, file, is_on)).collect()
}

fn of_file(site: Option<&Site>, files: &dyn Files, file: &SourcePath, is_on: IsOn) -> Option<Mended> {
    let before = files.read(file.as_str()).ok()?;
    let text = std::str::from_utf8(&before).ok()?;
    let known = site.and_then(|site| Some(site.page(site.by_source(file)?)));
    let (kind, language) = known.map_or((None, ""), |page| (Some(page.kind()), page.language()));
    let mended = lint::mend::mend(Page { file, kind, language }, text, is_on)?;
    Some(Mended { file: file.clone(), before, mended })
}
