//! Turns pages of a portal into what the rules of `lint` say of them. Pages are read again from their files, since rules need the
//! text as it was written.

use rayon::prelude::*;

use crate::files::Files;
use crate::lint::{self, Found, IsOn, Settings, Text};
use crate::load::source_text;
use crate::model::{PageView, Site};
use crate::path::SourcePath;

/// What is found in these pages, or in all.
pub fn lint_texts(site: &Site, files: &dyn Files, only: Option<&[SourcePath]>, is_on: IsOn) -> Vec<Found> {
    let is_asked = |page: &PageView| only.is_none_or(|only| only.binary_search(&page.document().source).is_ok());
    let pages: Vec<PageView> = site.all_pages().filter(is_asked).collect();
    let settings = Settings::of(&site.config);
    pages.into_par_iter().flat_map_iter(|page| of_page(page, files, &settings, is_on)).collect()
}

fn of_page(page: PageView, files: &dyn Files, settings: &Settings, is_on: IsOn) -> Vec<Found> {
    let file = &page.document().source;
    let Ok(bytes) = files.read(file.as_str()) else { return Vec::new() };
    let Some(source) = source_text::clean(file.as_str(), &bytes, &mut Vec::new()) else { return Vec::new() };
    let Some(text) = Text::read(file, page.kind(), page.language(), &source) else { return Vec::new() };
    let text = text.of_portal(settings);
    text.found(lint::text(&text, is_on))
}
