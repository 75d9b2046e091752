//! Files that are named after their contents, and so are made before the plan: the search index.
//!
//! When an earlier build made them of the same things, their names are known and they are made only if one is missing
//! from the output.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, OnceLock};

use parking_lot::Mutex;
use serde::{Deserialize, Serialize};

use crate::files::{self, Hash};
use crate::load::document::Language;
use crate::path::{SourcePath, UrlPath};

/// What is known of the files without their contents.
#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Names {
    /// Hash and size in bytes.
    pub files: BTreeMap<UrlPath, (Hash, u64)>,
    /// By language: the file that names the others.
    pub entries: BTreeMap<Language, UrlPath>,
}

/// The files with their contents.
#[derive(Default)]
pub struct Made {
    pub names: Names,
    pub contents: BTreeMap<UrlPath, Arc<Vec<u8>>>,
    /// Sources that are no longer what was loaded, so that their words are missing.
    pub changed: Vec<SourcePath>,
}

/// The file that names the others, by language, and contents.
type Kept = (BTreeMap<Language, UrlPath>, Mutex<BTreeMap<UrlPath, Arc<Vec<u8>>>>);

pub struct Hashed {
    /// `None` for a preview, which makes them when it is asked for one.
    known: Option<Names>,
    make: Box<dyn Fn() -> Made + Send + Sync>,
    /// Contents that have been written are let go.
    made: OnceLock<Kept>,
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
        let Made { names, contents, .. } = made;
        let made = OnceLock::from((names.entries.clone(), Mutex::new(contents)));
        Hashed { known: Some(names), make: Box::new(Made::default), made }
    }

    /// What a rehearsal shows in the place of files that are not made for it.
    pub fn stand_in(languages: impl Iterator<Item = Language>) -> Hashed {
        let entries = languages.map(|language| (language, UrlPath::new("/-"))).collect();
        Hashed::made(Made { names: Names { entries, ..Names::default() }, ..Made::default() })
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
        let entries = self.known.as_ref().map_or_else(|| &self.all().0, |names| &names.entries);
        entries.get(&language)
    }

    /// `None` where there is no such file, or what it would be made of has changed since its name was made.
    pub fn bytes(&self, url: &UrlPath) -> Option<Arc<Vec<u8>>> {
        let bytes = self.all().1.lock().get(url).cloned()?;
        let promised = self.known.as_ref().and_then(|names| names.files.get(url));
        promised.is_none_or(|(hash, _)| *hash == files::hash(&bytes)).then_some(bytes)
    }

    /// A file has been written, so nobody needs its contents any more.
    pub fn let_go(&self, url: &UrlPath) {
        if let Some((_, contents)) = self.made.get() {
            contents.lock().remove(url);
        }
    }

    fn all(&self) -> &Kept {
        self.made.get_or_init(|| {
            let Made { names, contents, .. } = (self.make)();
            (names.entries, Mutex::new(contents))
        })
    }
}
