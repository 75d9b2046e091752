//! Items of other portals of the workspace that this one shows: turns what they offer and what the settings of this one take into files that
//! stand on no disk, one for each item.
//!
//! They are laid over the files of the portal before anything is discovered, as what is made from rows of tables is, so all later stages
//! list, sort, withhold and trace them as they do any other page. What is told apart is told by `known`: such an item has no page here,
//! and its address is that of its own portal. What is wrong with an item is told there.

mod owner;
mod quiet;
mod sections;
mod settings;
mod told;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::cache::BlobStore;
use crate::diag::{Finding, catalog};
use crate::files::{Borrowed, Entry, EntryKind, Files, Lender, Overlay};
use crate::load::config::{Config, SITE};
use crate::load::discover::CONTENT;
use crate::load::document::{Document, Target, Value};
use crate::load::guest_text::{self, Given};
use crate::load::guests::{Guest, GuestRule};
use crate::load::kinds::{FieldType, Kind, Kinds, Link};
use crate::load::window::Window;
use crate::model::gate::Gate;
use crate::path::SourcePath;
use crate::workspace::{self, Neighbour, Neighbours};

use owner::{Item, Owner};

/// What items are taken with.
#[derive(Clone, Copy)]
pub struct Setting<'a> {
    pub files: &'a Arc<dyn Files>,
    pub config: &'a Config,
    pub kinds: &'a Kinds,
    /// What lies below the content, sorted.
    pub entries: &'a [Entry],
    pub gate: Gate,
    /// Where it is kept which pages of others name no portal.
    pub store: Option<&'a Arc<dyn BlobStore>>,
}

/// What a portal shows of others.
#[derive(Default)]
pub struct Guests {
    texts: BTreeMap<String, Vec<u8>>,
    pictures: BTreeMap<String, Lender>,
    pub known: Arc<crate::model::Guests>,
    /// By the file that stands for an item: its portal, and its own file by its path in the workspace.
    origins: BTreeMap<String, (String, String)>,
    neighbours: Option<Neighbours>,
}

/// The folder in a section, or in the content, where such files stand.
const FOLDER: &str = "_cong";

/// The longest name of a folder, in bytes.
const LONGEST: usize = 120;

impl Guests {
    pub fn find(setting: Setting, findings: &mut Vec<Finding>) -> Guests {
        let Setting { files, config, .. } = setting;
        let neighbours = workspace::neighbours(files, &config.workspace);
        let names = neighbours.as_ref().map(Neighbours::names);
        let is_section = |folder: &str| setting.has_section(folder);
        findings.extend(settings::check(config, names.as_deref(), &is_section));
        let Some(neighbours) = neighbours else { return Guests::default() };
        let mut taking = Taking { setting, found: Guests::default(), known: BTreeMap::new(), kinds: BTreeMap::new() };
        let is_asked = |other: &&Neighbour| other.is_main() || config.guests.iter().any(|rule| rule.names(&other.name));
        for other in neighbours.others.iter().filter(is_asked) {
            match Owner::read((&other.name, &*other.files), setting.gate, setting.store) {
                Ok(Some(owner)) => taking.take(&owner, other, &neighbours.own, findings),
                Ok(None) => {}
                Err(owner::Unread) => {
                    let finding = Finding::new(&catalog::GUESTS_UNREAD, SITE).with("portal", &other.name);
                    findings.push(finding.with("settings", other.path(SITE)));
                }
            }
        }
        let Taking { found, known, .. } = taking;
        Guests { known: Arc::new(known), neighbours: Some(neighbours), ..found }
    }

    /// The files of the portal with those that stand for items.
    pub fn over(&mut self, files: &Arc<dyn Files>) -> Arc<dyn Files> {
        if self.texts.is_empty() {
            return files.clone();
        }
        let with_texts = Overlay::new(files.clone(), std::mem::take(&mut self.texts));
        Arc::new(Borrowed::new(Arc::new(with_texts), std::mem::take(&mut self.pictures)))
    }

    /// What is wrong with a file that stands for an item is told of the item in its own portal.
    pub fn drop_findings(&self, findings: &mut Vec<Finding>) {
        if !self.origins.is_empty() {
            findings.retain(|finding| !self.origins.contains_key(&*finding.file));
        }
    }

    /// Says of items that cannot be read here why that is, in place of what is wrong with the files that stand for them.
    pub fn settle(&self, documents: &[Arc<Document>], findings: &mut Vec<Finding>) {
        if self.origins.is_empty() {
            return;
        }
        let read: BTreeSet<&str> = documents.iter().map(|document| document.source.as_str()).collect();
        let mut unfit = Vec::new();
        for (path, (portal, file)) in self.origins.iter().filter(|(path, _)| !read.contains(path.as_str())) {
            let why = findings.iter().find(|finding| finding.fatal && *finding.file == **path);
            let what = why.map(|why| (why.text("vi"), why.text("en"))).unwrap_or_default();
            let finding = Finding::new(&catalog::GUEST_UNFIT, SITE).with("portal", portal).with("file", file);
            unfit.push(finding.with_words("what", what));
        }
        self.drop_findings(findings);
        findings.append(&mut unfit);
    }

    /// What is wrong with where the items of this portal should be shown.
    pub fn tell(&self, documents: &[Arc<Document>], setting: Setting, findings: &mut Vec<Finding>) {
        findings.extend(told::findings(documents, self.neighbours.as_ref(), setting));
    }
}

impl Setting<'_> {
    fn has(&self, path: &str) -> bool {
        self.entries.binary_search_by(|entry| entry.path.as_str().cmp(path)).is_ok()
    }

    fn has_section(&self, folder: &str) -> bool {
        let others = self.config.languages.iter().skip(1).map(|code| format!("{CONTENT}/{folder}/_index.{code}.md"));
        self.has(&format!("{CONTENT}/{folder}/_index.md")) || others.into_iter().any(|path| self.has(&path))
    }
}

/// Items on their way into a portal.
struct Taking<'a> {
    setting: Setting<'a>,
    found: Guests,
    known: crate::model::Guests,
    /// By folder below the content: the kind of the section there.
    kinds: BTreeMap<String, Option<String>>,
}

/// Where an item comes to stand, and how.
struct Seat<'a> {
    /// Below the content.
    section: &'a str,
    rule: Option<&'a GuestRule>,
}

impl<'a> Taking<'a> {
    fn take(&mut self, owner: &Owner, other: &Neighbour, own: &str, findings: &mut Vec<Finding>) {
        // Urgent items by group: whether a language of them could be shown, and one that could not.
        let mut urgent: BTreeMap<&str, (bool, &Item)> = BTreeMap::new();
        for item in owner.items.iter().filter(|item| item.show_in.iter().any(|show| show.names(own))) {
            let kind = owner.kind(item);
            let Some(seat) = self.seat(item, kind, other) else { continue };
            let shown = self.place(owner, item, other, &seat, findings);
            if kind.is_urgent(&item.document.values) && other.is_main() {
                urgent.entry(&item.document.group).or_insert((false, item)).0 |= shown;
            }
        }
        for (_, item) in urgent.into_values().filter(|(shown, _)| !shown) {
            findings.push(self.untranslated(item, other));
        }
    }

    /// `None` where this portal does not take it. What the main portal warns of stands above every page of all, and its
    /// contacts may be named in all.
    fn seat(&mut self, item: &Item, kind: &Kind, other: &Neighbour) -> Option<Seat<'a>> {
        let folder = below_content(&item.document.home);
        let config = self.setting.config;
        let mut rules = config.guests.iter().filter(|rule| rule.takes(&other.name, folder));
        if let Some(rule) = rules.find(|rule| self.kind_in(rule.folder()).is_some_and(|own| own == kind.name)) {
            return Some(Seat { section: rule.folder(), rule: Some(rule) });
        }
        is_for_all(item, kind, other.is_main()).then_some(Seat { section: "", rule: None })
    }

    fn kind_in(&mut self, folder: &str) -> Option<String> {
        let Setting { files, config, kinds, .. } = self.setting;
        let of = || sections::kind_of(&**files, folder, &config.languages, kinds);
        self.kinds.entry(folder.to_owned()).or_insert_with(of).clone()
    }

    /// Lays a file for the item over those of the portal; `false` where it cannot be shown.
    fn place(
        &mut self,
        owner: &Owner,
        item: &Item,
        other: &Neighbour,
        seat: &Seat,
        findings: &mut Vec<Finding>,
    ) -> bool {
        let Item { document, window, .. } = item;
        let Setting { config, kinds, .. } = self.setting;
        let code = owner.config.language(document.language);
        let Some(language) = config.languages.iter().position(|known| known == code) else { return false };
        let theirs = owner.kind(item);
        let file = other.path(document.source.as_str());
        let Some(kind) = kinds.find(&theirs.name).map(|kind| kinds.get(kind)) else {
            let what =
                (format!("cổng này không có loại {}", theirs.name), format!("there is no kind {} here", theirs.name));
            let finding = Finding::new(&catalog::GUEST_UNFIT, SITE).with("portal", &other.name).with("file", &file);
            findings.push(finding.with_words("what", what));
            return false;
        };
        let is_contact = kind.linked_by == Some(Link::Contact);
        if is_contact && self.has_contact(&document.stem) {
            return true;
        }
        let folder = folder_of(document, &other.name, seat, is_contact);
        let name = if language == 0 { "index.md".to_owned() } else { format!("index.{code}.md") };
        let path = format!("{folder}/{name}");
        let Ok(bytes) = other.files.read(document.source.as_str()) else { return false };
        // A time of day is another moment elsewhere.
        let is_other_zone = owner.config.timezone != config.timezone;
        let (opens, closes) = window.beyond(Window::of(document, theirs), is_other_zone);
        let pictures = self.pictures(document, theirs, &folder, (code, other));
        let featured = seat.rule.is_some_and(|rule| rule.featured);
        let more = end_of_original(owner, item, &*other.files).unwrap_or_default();
        let given = Given { kind, opens, closes, pictures: &pictures, featured, more };
        let Some(text) = guest_text::text(&document.source, &bytes, &given).filter(|_| !self.setting.has(&path)) else {
            return false;
        };
        let base = &owner.config.base;
        let guest = Guest {
            portal: other.name.clone(),
            title: owner.config.title.get(code).to_owned(),
            home: format!("{}{}/", base.origin(), base.path()),
            file: file.clone(),
            url: item.url.elsewhere(base.origin()),
            listed: seat.rule.is_some(),
            urgent: other.is_main() || seat.rule.is_some_and(|rule| rule.urgent),
        };
        self.known.insert(SourcePath::new(path.as_str()), Arc::new(guest));
        self.found.origins.insert(path.clone(), (other.name.clone(), file));
        self.found.texts.insert(path, text.into_bytes());
        true
    }

    /// Keys of pictures with the names under which they lie beside the file.
    fn pictures(
        &mut self,
        document: &Document,
        kind: &Kind,
        folder: &str,
        (code, other): (&str, &Neighbour),
    ) -> Vec<(String, String)> {
        let mut named = Vec::new();
        let images = document.values.iter().filter(|(index, _)| kind.field(*index).kind == FieldType::Image);
        for (index, value) in images {
            let Value::Ref(target) = value else { continue };
            let Target::File(source) = &document.target(*target).target else { continue };
            let path = |name: &str| format!("{folder}/{name}");
            let name = source.file_name().to_owned();
            let is_other = self.found.pictures.get(&path(&name)).is_some_and(|(_, known)| *known != *source.as_str());
            let name = if is_other { format!("{code}-{name}") } else { name };
            self.found.pictures.insert(path(&name), (other.files.clone(), source.to_string()));
            named.push((kind.field(*index).name.clone(), name));
        }
        named
    }

    /// Whether the portal has a contact of this name itself, which goes before.
    fn has_contact(&mut self, stem: &str) -> bool {
        let Setting { entries, kinds, .. } = self.setting;
        let is_called = |path: &SourcePath| {
            let (name, folder) = (path.file_name(), path.folder());
            let own = name.split('.').next().unwrap_or_default();
            name.ends_with(".md") && (own == stem || own == "index" && folder.rsplit('/').next() == Some(stem))
        };
        let called = entries.iter().filter(|entry| entry.kind == EntryKind::File && is_called(&entry.path));
        for entry in called {
            let above = entry.path.ancestors().map(below_content);
            let kind = above.into_iter().find_map(|folder| self.kind_in(folder));
            let is_contact =
                kind.and_then(|kind| kinds.schema(&kind)).is_some_and(|kind| kind.linked_by == Some(Link::Contact));
            if is_contact {
                return true;
            }
        }
        false
    }

    fn untranslated(&self, item: &Item, other: &Neighbour) -> Finding {
        let languages = &self.setting.config.languages;
        let file = other.path(item.document.source.as_str());
        let stem = file.rsplit_once('/').map_or(&*file, |(_, name)| name);
        let stem = stem.split('.').next().unwrap_or_default();
        let example = format!("{stem}.{}.md", languages.first().map_or("en", String::as_str));
        let finding = Finding::new(&catalog::URGENT_UNTRANSLATED, SITE).with("portal", &other.name).with("file", file);
        finding.with("languages", languages.join(", ")).with("example", example)
    }
}

/// Whether every portal that an item names shows it without having said so: a warning of the main one, and its contacts.
fn is_for_all(item: &Item, kind: &Kind, is_main: bool) -> bool {
    is_main && (kind.is_urgent(&item.document.values) || kind.linked_by == Some(Link::Contact))
}

/// A translation of a warning ends with its original, which may not be there where it is shown: the lines that say when.
fn end_of_original(owner: &Owner, item: &Item, files: &dyn Files) -> Option<String> {
    let kind = owner.kind(item);
    let ends = |item: &&Item| kind.urgent_until(&item.document.values).is_some();
    if !kind.is_urgent(&item.document.values) || ends(&item) {
        return None;
    }
    let languages = owner.items.iter().filter(|other| other.document.group == item.document.group);
    let original = &languages.filter(|other| other.document.kind == item.document.kind).find(ends)?.document;
    let field = kind.urgent.as_ref()?.until.iter().find(|field| original.value(**field).is_some())?;
    let bytes = files.read(original.source.as_str()).ok()?;
    guest_text::lines_of(&original.source, &bytes, &kind.field(*field).name)
}

/// A folder of its own for each item, so that its picture has a place. A contact is known by the name of its file.
fn folder_of(document: &Document, portal: &str, seat: &Seat, is_contact: bool) -> String {
    let home = below_content(&document.home).replace('/', "--");
    let name = if is_contact { document.stem.to_string() } else { format!("{home}--{}", document.stem) };
    let name = match name.len() {
        ..=LONGEST => name,
        _ => blake3::hash(name.as_bytes()).to_hex()[..32].to_owned(),
    };
    let parts = [CONTENT, seat.section, FOLDER, portal, &name];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("/")
}

/// `content/tin-tuc` → `tin-tuc`
fn below_content(folder: &str) -> &str {
    folder.strip_prefix(CONTENT).map_or(folder, |rest| rest.trim_start_matches('/'))
}
