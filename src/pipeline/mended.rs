//! Turns pages of a portal into what `lint` mends in them. Nothing is written here.
//!
//! A page is read with its kind, its language and what the portal has chosen, which do not depend on the theme: where a template has a
//! mistake, texts are mended all the same.

use std::collections::BTreeMap;
use std::io;

use rayon::prelude::*;

use super::Input;
use super::linted::Source;
use super::portal::Portal;
use super::told::Told;
use crate::files::Files;
use crate::lint::{self, Settings, mend::Page};
use crate::load::discover::CONTENT;
use crate::path::SourcePath;

/// A page that can be mended.
pub struct Mended {
    pub file: SourcePath,
    /// As it was read, and as it may be written.
    pub before: Vec<u8>,
    pub mended: lint::mend::Mended,
}

/// What can be mended.
pub struct Mending {
    /// The pages that are not as they could be.
    pub pages: Vec<Mended>,
    /// Whether the portal could be read. Else nothing is known of any page, and it is mended in how its file is stored alone.
    pub is_known: bool,
}

/// What can be mended in these files, or in all pages. A page that cannot be read is mended in what needs no kind. What is not told of a
/// page, or accepted in it, stays.
pub fn mend(input: &Input, only: Option<&[SourcePath]>) -> io::Result<Mending> {
    let portal = Portal::load(input)?;
    let files = &**input.files;
    let asked = match only {
        Some(only) => only.to_vec(),
        None => files.list(CONTENT)?.into_iter().map(|entry| entry.path).collect(),
    };
    let known: BTreeMap<_, _> =
        portal.texts_read().into_iter().map(|source| (source.document.source.clone(), source)).collect();
    let settings = portal.config().map(Settings::of).unwrap_or_default();
    let pages = asked.par_iter().filter(|file| file.as_str().ends_with(".md"));
    let pages = pages.filter_map(|file| of_file(known.get(file), files, file, (&portal.told, &settings))).collect();
    Ok(Mending { pages, is_known: portal.config().is_some() })
}

fn of_file(
    known: Option<&Source>,
    files: &dyn Files,
    file: &SourcePath,
    (told, settings): (&Told, &Settings),
) -> Option<Mended> {
    let before = files.read(file.as_str()).ok()?;
    let text = std::str::from_utf8(&before).ok()?;
    let (kind, language) = known.map_or((None, ""), |source| (Some(source.kind), source.language));
    let mended =
        lint::mend::mend(Page { file, kind, language, settings }, text, &|message| told.tells(message, file.as_str()))?;
    Some(Mended { file: file.clone(), before, mended })
}
