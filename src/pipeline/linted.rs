//! Turns pages that were read into what the rules of `lint` say of them. Pages are read again from their files, since rules need the
//! text as it was written, but for those in which the last check has looked.

use std::sync::Arc;

use rayon::prelude::*;

use super::told::Told;
use super::{KeptLint, Progress, Silent};
use crate::diag::{Finding, Message};
use crate::files::{self, Files};
use crate::lint::{self, Costs, Found, IsOn, Settings, Text};
use crate::load::document::Document;
use crate::load::is_unmerged;
use crate::load::kinds::Kind;
use crate::load::source_text;
use crate::model::Site;
use crate::path::SourcePath;

/// Whom rules are asked for.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    pub files: &'a dyn Files,
    pub is_on: IsOn<'a>,
    /// What the portal has chosen.
    pub settings: &'a Settings,
    pub kept: &'a KeptLint,
    pub costs: Option<&'a Costs>,
    pub progress: &'a dyn Progress,
}

/// A page that was read.
#[derive(Clone, Copy)]
pub struct Source<'a> {
    pub document: &'a Arc<Document>,
    pub kind: &'a Kind,
    pub language: &'a str,
}

/// What is found in each of these pages.
pub fn lint_texts(sources: &[Source], asked: Asked) -> Vec<Arc<[Found]>> {
    let one = |source: &Source| {
        let found = asked.kept.get(source.document).unwrap_or_else(|| of_page(*source, asked).into());
        asked.progress.tick();
        found
    };
    sources.par_iter().map(one).collect()
}

/// What rules find in a page of a site, as it is told.
pub fn lint_page(site: &Site, document: &Arc<Document>, files: &dyn Files) -> Vec<Finding> {
    let mut told = Told::default();
    told.set(&site.config);
    told.accept(std::slice::from_ref(document));
    let is_on = |message: &'static Message| told.is_asked(message, lint::is_on_by_default(message));
    let source = Source { document, kind: site.kinds.get(document.kind), language: site.language(document.language) };
    let settings = Settings::of(&site.config);
    let (settings, kept) = (&settings, &KeptLint::default());
    let asked = Asked { files, is_on: &is_on, settings, kept, costs: None, progress: &Silent };
    let mut found = of_page(source, asked).into_iter().map(|found| found.finding).collect();
    told.apply(&mut found);
    found
}

/// What is found in one page; nothing where its file is no longer what was loaded.
pub fn of_page(source: Source, asked: Asked) -> Vec<Found> {
    let files = asked.files;
    let Source { document, kind, language } = source;
    let file = &document.source;
    let Ok(bytes) = files.read(file.as_str()) else { return Vec::new() };
    if files::hash(&bytes) != document.hash {
        return Vec::new();
    }
    of_bytes(file, (kind, language), &bytes, asked).unwrap_or_default()
}

/// What is found in a page that cannot be used: whoever mends it need not come back for the rest.
pub fn of_unusable((file, kind, language): (&SourcePath, &Kind, &str), asked: Asked) -> Vec<Finding> {
    let Ok(bytes) = asked.files.read(file.as_str()) else { return Vec::new() };
    // Two versions in one text, or letters of an old font, would be told at every word.
    let is_one = std::str::from_utf8(&bytes).is_ok_and(|text| !is_unmerged(file.as_str(), text, &mut Vec::new()));
    let found = is_one.then(|| of_bytes(file, (kind, language), &bytes, asked)).flatten();
    found.unwrap_or_default().into_iter().map(|found| found.finding).collect()
}

fn of_bytes(file: &SourcePath, (kind, language): (&Kind, &str), bytes: &[u8], asked: Asked) -> Option<Vec<Found>> {
    let clean = source_text::clean(file.as_str(), bytes, &mut Vec::new())?;
    let text = Text::read(file, kind, language, &clean)?.of_portal(asked.settings);
    Some(text.found(lint::timed_text(&text, asked.is_on, asked.costs)))
}
