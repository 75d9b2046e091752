//! Turns the changes of a plan into pages as editors speak of them: of which kind each is, and what came, changed and went.

use std::cell::RefCell;
use std::collections::BTreeMap;

use crate::load::kinds::Kinds;
use crate::publish::plan::Kind as What;
use crate::publish::reading::{self, Reading};
use crate::publish::{Change, Plan, Remote, Source, Turn};

/// Pages that have gone and are fetched to see what they were.
const FETCHED: usize = 20;

/// So many changed pages are opened; a new theme changes all of them, and then nobody asks for their kinds.
const MOST: usize = 500;

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Sort {
    Page,
    /// An old address that leads on.
    Redirect,
    /// Lists, feeds, sitemaps.
    List,
    /// A page's twin for machines.
    Data,
    /// Files that readers see or take along.
    File,
    /// What pages load.
    Asset,
}

pub struct Pages<'a> {
    pub source: &'a dyn Source,
    pub remote: &'a dyn Remote,
    pub kinds: &'a Kinds,
    pub language: &'a str,
    pub fetched: RefCell<BTreeMap<String, Option<Reading>>>,
}

/// How many of each kind, by what became of them.
#[derive(Default)]
pub struct Counted {
    /// By what, then by kind; pages whose kind nobody knows stand under no name.
    pub pages: BTreeMap<What, BTreeMap<String, usize>>,
    pub sorts: BTreeMap<Sort, usize>,
    /// Old addresses that came or went.
    pub redirects: usize,
}

impl Counted {
    pub fn of(&self, what: What) -> usize {
        self.pages.get(&what).map_or(0, |kinds| kinds.values().sum())
    }
}

impl Pages<'_> {
    pub fn count(&self, plan: &Plan) -> Counted {
        let mut counted = Counted::default();
        let pages = plan.changes.iter().filter(|change| is_page(change)).count();
        for change in &plan.changes {
            let sort = self.sort(change, pages <= MOST);
            *counted.sorts.entry(sort).or_default() += 1;
            counted.redirects += usize::from(sort == Sort::Redirect);
            if sort == Sort::Page {
                let kind = if pages <= MOST { self.kind(change) } else { String::new() };
                *counted.pages.entry(change.kind()).or_default().entry(kind).or_default() += 1;
            }
        }
        counted
    }

    /// `closely`: pages may be opened.
    pub fn sort(&self, change: &Change, closely: bool) -> Sort {
        match turn(change) {
            _ if is_page(change) => match self.page(change).filter(|_| closely) {
                Some(page) if page.leads_to.is_some() => Sort::Redirect,
                Some(page) if page.is_list => Sort::List,
                _ => Sort::Page,
            },
            Turn::Page => Sort::Data,
            Turn::List => Sort::List,
            Turn::Asset if change.path.starts_with("assets/") => Sort::Asset,
            Turn::Asset => Sort::File,
        }
    }

    /// What a page is called: `Văn bản`.
    fn kind(&self, change: &Change) -> String {
        self.page(change).map(|page| self.label(&page.kind)).unwrap_or_default()
    }

    /// As it is to be; one that has gone, as it was online.
    fn page(&self, change: &Change) -> Option<Reading> {
        if change.after.is_some() {
            return self.read(&change.path);
        }
        let mut fetched = self.fetched.borrow_mut();
        if fetched.len() < FETCHED || fetched.contains_key(&change.path) {
            let online = change.before.as_ref()?;
            let fetch = || self.remote.fetch(&change.path, online).ok().flatten();
            let read = || fetch().map(|bytes| reading::read(&bytes));
            return fetched.entry(change.path.clone()).or_insert_with(read).clone();
        }
        None
    }

    pub fn label(&self, kind: &str) -> String {
        self.kinds.schema(kind).map(|kind| kind.label.get(self.language).to_owned()).unwrap_or_default()
    }

    /// As it is to be.
    pub fn read(&self, path: &str) -> Option<Reading> {
        let mut bytes = Vec::new();
        self.source.open(path).ok()?.read_to_end(&mut bytes).ok()?;
        Some(reading::read(&bytes))
    }
}

pub fn is_page(change: &Change) -> bool {
    turn(change) == Turn::Page && (change.path.ends_with(".html") || change.path.ends_with(".htm"))
}

fn turn(change: &Change) -> Turn {
    change
        .after
        .as_ref()
        .map(|item| item.turn)
        .or_else(|| change.before.as_ref().map(|file| file.turn))
        .unwrap_or_default()
}
