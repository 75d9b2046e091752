//! Reads of another portal of the workspace what it offers to others: turns its files into items with their addresses and the windows in which
//! it shows them itself.
//!
//! It is read as its own build reads it, but only as far as that goes: sections, and items that name `show_in`. What is a draft there, is
//! not approved, or stands in a section that is none of the public's, is offered to nobody.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::quiet::{self, Mark, Quiet};
use crate::cache::{BlobStore, Cache};
use crate::files::{Entry, EntryKind, Files};
use crate::load::config::Config;
use crate::load::discover::{self, CONTENT, Discovered};
use crate::load::document::{Document, Role};
use crate::load::fences;
use crate::load::kinds::{Kind, Kinds};
use crate::load::names;
use crate::load::show_in::{SHOW_IN, ShowIn};
use crate::load::source_text::LARGEST_PAGE;
use crate::load::window::Window;
use crate::model::assemble::addresses;
use crate::model::gate::Gate;
use crate::model::visibility::Visibility;
use crate::model::{Guests, incomplete};
use crate::path::{SourcePath, UrlPath};
use crate::pipeline::Silent;
use crate::pipeline::load_all::{self, LoadContext};

/// A portal that offers items.
pub struct Owner {
    pub config: Config,
    pub kinds: Kinds,
    pub items: Vec<Item>,
}

/// An item that is offered.
pub struct Item {
    pub document: Arc<Document>,
    /// In which portals any language of it should be shown.
    pub show_in: Vec<ShowIn>,
    /// With what it translates and the sections around it taken into account.
    pub window: Window,
    /// Below the address of its portal.
    pub url: UrlPath,
}

/// The settings of a portal have mistakes, so nobody knows what it would show.
pub struct Unread;

impl Owner {
    pub fn kind(&self, item: &Item) -> &Kind {
        self.kinds.get(item.document.kind)
    }

    /// `None` where the portal offers nothing to anybody. `store`: of the portal that asks.
    pub fn read(
        (name, files): (&str, &dyn Files),
        gate: Gate,
        store: Option<&Arc<dyn BlobStore>>,
    ) -> Result<Option<Owner>, Unread> {
        let entries = files.list(CONTENT).map_err(|_| Unread)?;
        let known = Quiet::open(store, name);
        let (offering, quiet) = offering(files, &entries, &known);
        known.keep(store, &quiet);
        if offering.is_empty() {
            return Ok(None);
        }
        // What is wrong with it is told where it is built.
        let mut untold = Vec::new();
        let config = super::super::config(files, &mut untold).ok().flatten().ok_or(Unread)?;
        let kinds = Kinds::load(files, &mut untold);
        let mut discovered = discover::discover(entries, &config, &mut untold);
        keep_groups(&mut discovered, &offering);
        let (theme, cache, guests) = (Arc::default(), Cache::default(), Guests::new());
        let context =
            LoadContext { config: &config, kinds: &kinds, theme: &theme, cache: &cache, guests: &guests, texts: None };
        let mut loaded = load_all::load(files, &discovered, &context, &Silent, &mut untold);
        let lost = incomplete::take_incomplete(&mut loaded.documents, &discovered, &kinds, &mut untold);
        loaded.unreadable.extend(lost);
        let gate = Gate { show_all: false, ..gate };
        let urls = addresses(&config, &kinds, &loaded.documents, gate);
        let visibility = Visibility::new(&loaded.documents, &loaded.unreadable, &kinds, gate);
        let mut show_in: BTreeMap<&str, Vec<ShowIn>> = BTreeMap::new();
        for document in loaded.documents.iter().filter(|document| !document.show_in.is_empty()) {
            show_in.entry(&document.group).or_default().extend(document.show_in.iter().cloned());
        }
        let items = loaded.documents.iter().zip(urls).filter_map(|(document, url)| {
            let show_in = show_in.get(&*document.group).filter(|_| document.role != Role::Section)?.clone();
            let window = visibility.document(document, &kinds).window?;
            let is_open = !window.draft && window.stage.is_none();
            is_open.then(|| Item { document: document.clone(), show_in, window, url })
        });
        let items = items.collect();
        Ok(Some(Owner { config, kinds, items }))
    }
}

/// Pages whose front matter speaks of other portals, and marks of those that do not.
fn offering(files: &dyn Files, entries: &[Entry], known: &Quiet) -> (BTreeSet<SourcePath>, BTreeSet<Mark>) {
    let is_page = |entry: &&Entry| entry.kind == EntryKind::File && names::page_stem(entry.path.file_name()).is_some();
    let pages: Vec<&Entry> = entries.iter().filter(is_page).collect();
    let look = |entry: &&Entry| {
        let mark = quiet::mark(files, &entry.path);
        if mark.is_some_and(|mark| known.holds(mark)) {
            return (None, mark);
        }
        let bytes = files.read_within(entry.path.as_str(), LARGEST_PAGE as usize);
        match bytes {
            Ok(Ok(bytes)) if speaks(&bytes) => (Some(entry.path.clone()), None),
            Ok(_) => (None, mark),
            Err(_) => (None, None),
        }
    };
    let (offering, quiet): (Vec<_>, Vec<_>) = pages.par_iter().map(look).unzip();
    (offering.into_iter().flatten().collect(), quiet.into_iter().flatten().collect())
}

fn speaks(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(&bytes[..bytes.len().min(fences::LARGEST)]);
    let end = text.get(3..).and_then(|text| text.find("\n---")).map_or(text.len(), |at| at + 3);
    text[..end].contains(SHOW_IN)
}

/// Leaves of the items those of which a language is among these.
fn keep_groups(discovered: &mut Discovered, offering: &BTreeSet<SourcePath>) {
    let items = discovered.items.iter().filter(|item| offering.contains(&item.path));
    let groups: BTreeSet<Arc<str>> = items.map(|item| item.group.clone()).collect();
    discovered.items.retain(|item| groups.contains(&item.group));
}
