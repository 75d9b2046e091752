//! Files that are named after their contents, and so are made before the plan: the search index.
//!
//! When an earlier build made them of the same things, their names are known and they are made only if one is missing
//! from the output.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, OnceLock};

use serde::{Deserialize, Serialize};

use crate::files::{self, Hash};
use crate::load::document::Language;
use crate::path::UrlPath;

/// What is known of the files without their contents.
#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Names {
    /// Hash and size in bytes.
    pub files: BTreeMap<UrlPath, (Hash, u64)>,
    /// By language: the file that names the others.
    pub entries: BTreeMap<Language, UrlPath>,
}

/// The files with their contents.
pub type Made = (BTreeMap<UrlPath, Arc<Vec<u8>>>, BTreeMap<Language, UrlPath>);

pub struct Hashed {
    /// `None` for a preview, which makes them when it is asked for one.
    known: Option<Names>,
    make: Box<dyn Fn() -> Made + Send + Sync>,
    made: OnceLock<Made>,
}

impl Default for Hashed {
    fn default() -> Self {
        Hashed::known(Names::default(), Made::default)
    }
}

impl fmt::Debug for Hashed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Hashed").field("known", &self.known).finish_non_exhaustive()
    }
}

impl Hashed {
    /// Names from an earlier build that had the same to make them of.
    pub fn known(names: Names, make: impl Fn() -> Made + Send + Sync + 'static) -> Hashed {
        Hashed { known: Some(names), make: Box::new(make), made: OnceLock::new() }
    }

    pub fn made(made: Made) -> Hashed {
        let names = Names {
            files: made.0.iter().map(|(url, bytes)| (url.clone(), (files::hash(bytes), bytes.len() as u64))).collect(),
            entries: made.1.clone(),
        };
        Hashed { known: Some(names), make: Box::new(Made::default), made: OnceLock::from(made) }
    }

    /// Nothing is known or made before it is asked for.
    pub fn lazy(make: impl Fn() -> Made + Send + Sync + 'static) -> Hashed {
        Hashed { known: None, make: Box::new(make), made: OnceLock::new() }
    }

    /// The files to be planned.
    pub fn names(&self) -> Option<&Names> {
        self.known.as_ref()
    }

    /// The file that names the others of a language.
    pub fn entry(&self, language: Language) -> Option<&UrlPath> {
        let entries = self.known.as_ref().map_or_else(|| &self.all().1, |names| &names.entries);
        entries.get(&language)
    }

    pub fn bytes(&self, url: &UrlPath) -> Option<Arc<Vec<u8>>> {
        self.all().0.get(url).cloned()
    }

    fn all(&self) -> &Made {
        self.made.get_or_init(|| (self.make)())
    }
}
