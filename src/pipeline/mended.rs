//! Turns pages of a portal into what `lint` mends in them. Nothing is written here.

use rayon::prelude::*;

use super::told::Told;
use crate::files::Files;
use crate::lint::{self, Settings, mend::Page};
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
/// What is not told of a page, or accepted in it, stays.
pub fn mend_texts(site: Option<&Site>, files: &dyn Files, asked: &[SourcePath]) -> Vec<Mended> {
    let mut told = Told::default();
    let documents: Vec<_> = site.iter().flat_map(|site| site.all_pages()).map(|page| page.document().clone()).collect();
    told.accept(&documents);
    let settings = site.map(|site| Settings::of(&site.config)).unwrap_or_default();
    if let Some(site) = site {
        told.set(&site.config);
    }
    let pages = asked.par_iter().filter(|file| file.as_str().ends_with(".md"));
    pages.filter_map(|file| of_file(site, files, file, (&told, &settings))).collect()
}

fn of_file(
    site: Option<&Site>,
    files: &dyn Files,
    file: &SourcePath,
    (told, settings): (&Told, &Settings),
) -> Option<Mended> {
    let before = files.read(file.as_str()).ok()?;
    let text = std::str::from_utf8(&before).ok()?;
    let known = site.and_then(|site| Some(site.page(site.by_source(file)?)));
    let (kind, language) = known.map_or((None, ""), |page| (Some(page.kind()), page.language()));
    let mended =
        lint::mend::mend(Page { file, kind, language, settings }, text, &|message| told.tells(message, file.as_str()))?;
    Some(Mended { file: file.clone(), before, mended })
}
