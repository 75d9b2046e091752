//! What a whole site is of: the configuration, the kinds, and the moment that it is built for. They are known before its
//! first page, so every stage of assembling has them.

use std::ops::Range;
use std::sync::Arc;

use jiff::Timestamp;

use crate::load::config::Config;
use crate::load::document::Language;
use crate::load::kinds::Kinds;
use crate::load::public_figures::Beside;
use crate::load::visits::MostRead;

pub struct Settings {
    pub config: Arc<Config>,
    pub kinds: Arc<Kinds>,
    /// The moment the site is built for. What it makes of a page is kept with the page: nobody after this stage reads it.
    pub(super) at: Timestamp,
    /// `None` where it is for readers.
    pub mark: Option<Mark>,
    /// Empty where no block of the home page asks.
    pub most_read: Arc<MostRead>,
    /// What the page of figures rests on beside pages; empty where there is none.
    pub beside: Arc<Beside>,
}

/// What is not for readers in a build: every page says so.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Mark {
    /// Drafts, scheduled and expired items are shown.
    pub drafts: bool,
    /// The moment, where it is not the present.
    pub moment: Option<Timestamp>,
}

impl Settings {
    /// The code of a language.
    pub fn language(&self, language: Language) -> &str {
        &self.config.languages[usize::from(language)]
    }

    pub fn languages(&self) -> Range<Language> {
        0..self.config.languages.len() as Language
    }
}
