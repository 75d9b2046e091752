//! Turns the windows of single documents into the visibility of each: a translation is visible only while the page that
//! it translates is, and everything below a section only while the section is.
//!
//! A section or page whose file cannot be used counts with what can be read of it; where that is in doubt it is closed.

use std::collections::BTreeSet;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::Site;
use super::broken::Broken;
use super::gate::{Gate, Verdict};
use crate::diag::{Finding, catalog};
use crate::load::discover::{CONTENT, Source};
use crate::load::document::{Document, Language, Role, Value};
use crate::load::kinds::{DateRole, Kinds};
use crate::load::said::Said;
use crate::load::window::Window;
use crate::text::fold::nfc;
use crate::text::slug::slug;

/// What one document or broken file says; `None`: nobody knows, so it is closed.
type Says = Option<Window>;

/// A folder of a section, or the name that translations share, with a language.
type Key<'a> = (&'a str, Language);

pub struct Visibility<'a> {
    gate: Gate,
    /// Sections that are not open at every moment.
    sections: FxHashMap<Key<'a>, Says>,
    /// The same of pages whose files stand in folders of their own: what is below them goes with them.
    bundles: FxHashMap<Key<'a>, Says>,
    /// The same of pages in the default language that have translations, by the name that both would have in an address:
    /// `a.md`, `A.md` and `a/index.md` are one page, whose translation may be spelt in another way.
    sources: FxHashMap<String, Says>,
    /// Folders of all sections, with the first language in which there is one.
    homes: FxHashMap<&'a str, Language>,
}

/// Whether a document is public, and by which window that will change.
pub struct Held {
    pub verdict: Verdict,
    pub window: Says,
}

/// What decides about one source.
struct Place<'a> {
    home: &'a str,
    /// The folder of its file.
    folder: &'a str,
    stem: &'a str,
    language: Language,
    role: Role,
}

impl Site {
    /// What becomes of each page of a site that shows everything in a build for publishing.
    pub fn verdicts(&self) -> Vec<Verdict> {
        self.judged(|held| held.verdict)
    }

    /// From when and until when each page of a site that shows everything is public, with what it translates and the sections around it
    /// taken into account; `None` where nobody knows.
    pub fn windows(&self) -> Vec<Option<Window>> {
        self.judged(|held| held.window)
    }

    fn judged<T>(&self, of: impl Fn(Held) -> T) -> Vec<T> {
        let gate = Gate { at: self.at, show_all: false };
        let documents: Vec<Arc<Document>> = self.pages.all().map(|(_, page)| page.document.clone()).collect();
        let visibility = Visibility::new(&documents, &[], &self.kinds, gate);
        documents.iter().map(|document| of(visibility.document(document, &self.kinds))).collect()
    }
}

impl<'a> Visibility<'a> {
    pub fn new(documents: &'a [Arc<Document>], broken: &'a [Broken], kinds: &Kinds, gate: Gate) -> Visibility<'a> {
        let mut visibility = Visibility {
            gate,
            sections: FxHashMap::default(),
            bundles: FxHashMap::default(),
            sources: FxHashMap::default(),
            homes: FxHashMap::default(),
        };
        let all = documents.iter().map(|it| Place::of(it)).chain(broken.iter().map(|it| Place::at(&it.source)));
        let translated: BTreeSet<String> = all.filter(|place| place.language != 0).map(|place| place.name()).collect();
        for document in documents {
            let place = Place::of(document);
            let says = || Some(Window::of(document, kinds.get(document.kind)));
            visibility.note(&place, !translated.is_empty() && translated.contains(&place.name()), says);
        }
        for Broken { source, said } in broken {
            visibility.note(&Place::at(source), true, || match said {
                Said::Window(window) | Said::Shown(window) => Some(*window),
                Said::Nothing | Said::Unclear => None,
            });
        }
        visibility
    }

    fn note(&mut self, place: &Place<'a>, translated: bool, says: impl FnOnce() -> Says) {
        let is_source = place.language == 0 && translated;
        if place.role == Role::Item && !is_source {
            return;
        }
        if place.role == Role::Section {
            let first = self.homes.entry(place.home).or_insert(place.language);
            *first = place.language.min(*first);
        }
        let says = says();
        if says.is_some_and(|window| window.is_always()) {
            return;
        }
        match place.role {
            Role::Section => drop(self.sections.insert((place.home, place.language), says)),
            Role::Bundle => drop(self.bundles.insert((place.folder, place.language), says)),
            Role::Item => {}
        }
        if is_source {
            let both = |other: Says| other.zip(says).map(|(other, own)| other.meet(own));
            let name = place.name();
            let says = self.sources.get(&name).copied().map_or(says, both);
            self.sources.insert(name, says);
        }
    }

    pub fn document(&self, document: &Document, kinds: &Kinds) -> Held {
        self.held(&Place::of(document), Some(Window::of(document, kinds.get(document.kind))))
    }

    /// The same for a page whose file is broken, by what can be read of it; `None` where that is in doubt.
    pub fn broken(&self, broken: &Broken) -> Option<Held> {
        let Said::Window(window) = broken.said else { return None };
        Some(self.held(&Place::at(&broken.source), Some(window)))
    }

    /// Whether a page whose file is broken would surely be public if it were mended.
    pub fn would_show(&self, broken: &Broken) -> bool {
        self.broken(broken).map_or(self.gate.show_all, |held| held.verdict == Verdict::Public)
    }

    /// Whether this is the folder of a section.
    pub fn is_section(&self, folder: &str) -> bool {
        self.homes.contains_key(folder)
    }

    /// Whether the section of a folder, or one around it, is closed in the first language that it has.
    pub fn closes_folder(&self, folder: &str) -> bool {
        let place = Place { home: folder, folder, stem: "", language: 0, role: Role::Item };
        let closed = |folder| {
            let first = self.homes.get(folder).copied().unwrap_or(0);
            self.sections.get(&(folder, first)).is_some_and(|says| self.is_closed(says))
        };
        !self.gate.show_all && self.folders(&place).any(closed)
    }

    fn is_closed(&self, says: &Says) -> bool {
        says.is_none_or(|window| self.gate.look(&window) != Verdict::Public)
    }

    /// Whether the home page of a language is closed, and with it the whole language.
    pub fn closes_a_home(&self) -> bool {
        !self.gate.show_all
            && self.sections.iter().any(|((folder, _), says)| *folder == CONTENT && self.is_closed(says))
    }

    /// The innermost section that is closed around a document.
    pub fn closed_section(&self, document: &'a Document) -> Option<Key<'a>> {
        self.folders(&Place::of(document)).find_map(|folder| {
            let closed =
                |language: &Language| self.sections.get(&(folder, *language)).is_some_and(|says| self.is_closed(says));
            [document.language, 0].into_iter().find(closed).map(|language| (folder, language))
        })
    }

    fn held(&self, place: &Place, own: Says) -> Held {
        let translates = place.language != 0 && !self.sources.is_empty();
        let source = if translates { self.sources.get(&place.name()).copied() } else { None };
        let source = source.unwrap_or(Some(Window::default()));
        let above = self.above(place);
        let verdict = match own.map(|window| self.gate.look(&window)) {
            _ if self.gate.show_all => Verdict::Public,
            Some(Verdict::Public) if self.is_closed(&source) => Verdict::SourceWithheld,
            Some(Verdict::Public) if self.is_closed(&above) => Verdict::SectionWithheld,
            Some(verdict) => verdict,
            None => Verdict::Draft,
        };
        let window = own.zip(source).zip(above).map(|((own, source), above)| own.meet(source).meet(above));
        Held { verdict, window }
    }

    /// The sections and bundles around a place, in its language and in the default one, all together.
    fn above(&self, place: &Place) -> Says {
        let mut all = Window::default();
        for folder in self.folders(place) {
            for language in [place.language, 0] {
                let (section, bundle) = (self.sections.get(&(folder, language)), self.bundles.get(&(folder, language)));
                for says in section.into_iter().chain(bundle) {
                    all = all.meet((*says)?);
                }
            }
        }
        Some(all)
    }

    /// From the folder of a place up to `content`; a section is not in itself.
    fn folders<'p>(&self, place: &Place<'p>) -> impl Iterator<Item = &'p str> {
        let first = Some(place.home).filter(|_| !self.sections.is_empty() || !self.bundles.is_empty());
        let all = std::iter::successors(first, |folder| folder.rsplit_once('/').map(|(parent, _)| parent));
        all.skip(usize::from(place.role == Role::Section))
    }
}

impl<'a> Place<'a> {
    fn of(document: &'a Document) -> Place<'a> {
        let Document { home, stem, language, role, source, .. } = document;
        Place { home, folder: source.folder(), stem, language: *language, role: *role }
    }

    fn at(source: &'a Source) -> Place<'a> {
        let Source { home, stem, language, role, path, .. } = source;
        Place { home, folder: path.folder(), stem, language: *language, role: *role }
    }

    /// The same for all languages of a page, however their files are spelt.
    fn name(&self) -> String {
        match self.role {
            Role::Section => format!("{}/_index", nfc(self.home)),
            Role::Item | Role::Bundle => format!("{}/{}", nfc(self.home), slug(self.stem)),
        }
    }
}

/// A home page that is withheld would leave its language empty.
pub fn home_pages(documents: &[Arc<Document>], kinds: &Kinds, gate: Gate) -> Vec<Finding> {
    let homes = documents.iter().filter(|document| document.role == Role::Section && &*document.home == CONTENT);
    let finding = |document: &Arc<Document>| {
        let kind = kinds.get(document.kind);
        let window = Window::of(document, kind);
        let name = |role, usual| kind.by_role(role).map_or(usual, |index| kind.field(index).name.as_str());
        let key = if window.draft {
            "draft"
        } else if window.stage.is_some() {
            "workflow"
        } else if window.closes.is_some() {
            name(DateRole::Withdraw, "expires")
        } else if window.opens.is_some_and(|opens| opens.starts > gate.at) {
            let publish = name(DateRole::Publish, "publish_at");
            if document.get(kind, publish).is_some() { publish } else { "date" }
        } else {
            return None;
        };
        let finding = Finding::new(&catalog::HOME_WITHHELD, document.source.as_str());
        Some(finding.at(document.place_of(kind, key)).with("key", key))
    };
    homes.filter_map(finding).collect()
}

/// A translation that says it is public when the page that it translates is not.
pub struct Contradiction<'a> {
    pub translation: &'a Document,
    pub source: &'a Document,
    /// In the translation.
    pub key: &'a str,
    /// In the source.
    pub source_key: &'a str,
    /// When the source is not public: before it opens, after it closes; `None`: it is a draft.
    pub while_not: Option<DateRole>,
}

/// What lies wholly in the past of the build does no harm any more.
pub fn contradictions<'a>(documents: &'a [Arc<Document>], kinds: &'a Kinds, gate: Gate) -> Vec<Contradiction<'a>> {
    let translations: Vec<&Arc<Document>> = documents.iter().filter(|document| document.language != 0).collect();
    let groups: BTreeSet<&str> = translations.iter().map(|document| &*document.group).collect();
    let sources = documents.iter().filter(|document| document.language == 0 && groups.contains(&*document.group));
    let sources: FxHashMap<&str, &Document> = sources.map(|document| (&*document.group, &**document)).collect();
    let mut found = Vec::new();
    for translation in translations {
        let Some(source) = sources.get(&*translation.group).copied() else { continue };
        let (kind, source_kind) = (kinds.get(translation.kind), kinds.get(source.kind));
        let window = Window::of(source, source_kind);
        let mut add = |key, source_key, while_not| {
            found.push(Contradiction { translation, source, key, source_key, while_not });
        };
        if window.draft && translation.get(kind, "draft") == Some(&Value::Bool(false)) {
            add("draft", "draft", None);
        }
        let own = |role| kind.by_role(role).map(|index| (&*kind.field(index).name, translation.role(kind, role)));
        let named = |role| {
            let index = source_kind.by_role(role).filter(|index| source.value(*index).is_some())?;
            Some(&*source_kind.field(index).name)
        };
        if let (Some((key, Some(own))), Some(opens)) = (own(DateRole::Publish), window.opens)
            && own.starts < opens.starts
            && opens.starts > gate.at
        {
            add(key, named(DateRole::Publish).unwrap_or("date"), Some(DateRole::Publish));
        }
        if let (Some((key, Some(own))), Some(closes)) = (own(DateRole::Withdraw), window.closes)
            && own.starts > closes.starts
            && own.starts > gate.at
        {
            add(key, named(DateRole::Withdraw).unwrap_or("expires"), Some(DateRole::Withdraw));
        }
    }
    found
}
