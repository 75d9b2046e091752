//! Files that are named after their contents, and so are made before the plan: the search index, rows that are looked up.
//!
//! Each part of the portal that makes such files is a maker with a name. When an earlier build made them of the same
//! things, their names are known, and they are made only if one is missing from the output.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, OnceLock};

use parking_lot::Mutex;
use serde::{Deserialize, Serialize};

use crate::files::{self, Hash};
use crate::load::document::Language;
use crate::path::{SourcePath, UrlPath};

/// Which part of the portal makes the files.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum Maker {
    Search,
    /// Of the rows of this table.
    Lookup(SourcePath),
    /// Smaller versions of photographs.
    Pictures,
}

/// What is known of the files of a maker without their contents.
#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Names {
    /// Hash and size in bytes.
    pub files: BTreeMap<UrlPath, (Hash, u64)>,
    /// By language: the file that names the others.
    pub entries: BTreeMap<Language, UrlPath>,
}

/// The files of a maker with their contents.
#[derive(Default)]
pub struct Made {
    pub names: Names,
    pub contents: BTreeMap<UrlPath, Arc<Vec<u8>>>,
    /// Sources that are no longer what was loaded, so that what they say is missing.
    pub changed: Vec<SourcePath>,
}

/// The prebuilt files of all makers.
#[derive(Default, Debug)]
pub struct Prebuilt(BTreeMap<Maker, MakerFiles>);

/// The files of one maker.
pub struct MakerFiles {
    /// `None` for a preview, which makes them when it is asked for one.
    known: Option<Names>,
    /// Contents that are at hand. They are released once they have been written.
    ready: Mutex<BTreeMap<UrlPath, Arc<Vec<u8>>>>,
    make: Make,
    /// The file that names the others, by language, once all were made.
    made: OnceLock<BTreeMap<Language, UrlPath>>,
}

/// The bytes of the file at an address.
type MakeOne = dyn Fn(&UrlPath) -> Option<Arc<Vec<u8>>> + Send + Sync;

/// What is done where a file is asked for that is not at hand.
enum Make {
    All(Box<dyn Fn() -> Made + Send + Sync>),
    Each(Box<MakeOne>),
}

impl Prebuilt {
    pub fn of(files: impl IntoIterator<Item = (Maker, MakerFiles)>) -> Prebuilt {
        Prebuilt(files.into_iter().collect())
    }

    /// The files to be planned, with hash and size.
    pub fn files(&self) -> impl Iterator<Item = (&UrlPath, (Hash, u64))> {
        let known = self.0.values().filter_map(|files| files.known.as_ref());
        known.flat_map(|names| &names.files).map(|(url, facts)| (url, *facts))
    }

    /// What each maker's files are called, where that is known.
    pub fn names(&self) -> impl Iterator<Item = (&Maker, &Names)> {
        self.0.iter().filter_map(|(maker, files)| Some((maker, files.known.as_ref()?)))
    }

    /// Hash and size of a planned file.
    pub fn facts(&self, url: &UrlPath) -> Option<(Hash, u64)> {
        self.names().find_map(|(_, names)| names.files.get(url).copied())
    }

    /// The file of a maker that names its others, in a language.
    pub fn entry(&self, maker: &Maker, language: Language) -> Option<&UrlPath> {
        self.0.get(maker)?.entry(language)
    }

    /// `None` where there is no such file, or what it would be made of has changed since its name was made.
    pub fn bytes(&self, url: &UrlPath) -> Option<Arc<Vec<u8>>> {
        let planned = self.0.values().find(|files| files.plans(url));
        planned.map_or_else(|| self.0.values().find_map(|files| files.bytes(url)), |files| files.bytes(url))
    }

    /// A file has been written, so nobody needs its contents any more.
    pub fn release(&self, url: &UrlPath) {
        self.0.values().for_each(|files| {
            files.ready.lock().remove(url);
        });
    }
}

impl fmt::Debug for MakerFiles {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MakerFiles").field("known", &self.known).finish_non_exhaustive()
    }
}

impl MakerFiles {
    /// Names from an earlier build that had the same to make them of.
    pub fn known(names: Names, make: impl Fn() -> Made + Send + Sync + 'static) -> MakerFiles {
        let make = Make::All(Box::new(make));
        MakerFiles { known: Some(names), ready: Mutex::default(), make, made: OnceLock::new() }
    }

    /// Files that are made, or read, one by one.
    pub fn each(names: Names, make: impl Fn(&UrlPath) -> Option<Arc<Vec<u8>>> + Send + Sync + 'static) -> MakerFiles {
        MakerFiles { make: Make::Each(Box::new(make)), ..MakerFiles::known(names, Made::default) }
    }

    /// Files of which some were made; `make` makes all.
    pub fn made(made: Made, make: impl Fn() -> Made + Send + Sync + 'static) -> MakerFiles {
        let Made { names, contents, .. } = made;
        MakerFiles { ready: Mutex::new(contents), ..MakerFiles::known(names, make) }
    }

    /// What a rehearsal shows in the place of files that are not made for it.
    pub fn stand_in(languages: impl Iterator<Item = Language>) -> MakerFiles {
        let entries = languages.map(|language| (language, UrlPath::new("/-"))).collect();
        MakerFiles::known(Names { entries, ..Names::default() }, Made::default)
    }

    /// Nothing is known or made before it is asked for.
    pub fn lazy(make: impl Fn() -> Made + Send + Sync + 'static) -> MakerFiles {
        MakerFiles { known: None, ..MakerFiles::known(Names::default(), make) }
    }

    fn plans(&self, url: &UrlPath) -> bool {
        self.known.as_ref().is_some_and(|names| names.files.contains_key(url))
    }

    fn entry(&self, language: Language) -> Option<&UrlPath> {
        let entries = self.known.as_ref().map_or_else(|| self.all(), |names| &names.entries);
        entries.get(&language)
    }

    fn bytes(&self, url: &UrlPath) -> Option<Arc<Vec<u8>>> {
        let at_hand = || self.ready.lock().get(url).cloned();
        let bytes = at_hand().or_else(|| match &self.make {
            Make::Each(make) => make(url),
            Make::All(_) => {
                self.all();
                at_hand()
            }
        })?;
        let promised = self.known.as_ref().and_then(|names| names.files.get(url));
        promised.is_none_or(|(hash, _)| *hash == files::hash(&bytes)).then_some(bytes)
    }

    fn all(&self) -> &BTreeMap<Language, UrlPath> {
        self.made.get_or_init(|| {
            let Made { names, contents, .. } = match &self.make {
                Make::All(make) => make(),
                Make::Each(_) => Made::default(),
            };
            self.ready.lock().extend(contents);
            names.entries
        })
    }
}
