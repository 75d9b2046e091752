//! A Markdown file by its name alone: whose language it is in, what it is to its section, and which others are its translations.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::path::SourcePath;

pub const CONTENT: &str = "content";

/// Index of a language in `Config::languages`.
pub type Language = u8;

/// A Markdown file.
#[derive(Clone, Debug)]
pub struct Source {
    pub path: SourcePath,
    pub language: Language,
    pub role: Role,
    /// The path without language suffix, shared by translations.
    pub group: Arc<str>,
    /// The folder whose section it belongs to; for a section its own folder, for a bundle the folder around it.
    pub home: Arc<str>,
    /// What its URL segment is made of: the file's stem, or the folder's name for sections and bundles.
    pub stem: Arc<str>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Role {
    /// `_index.md`
    Section,
    /// `slug.md`
    Item,
    /// `slug/index.md`, with its files beside it
    Bundle,
}
