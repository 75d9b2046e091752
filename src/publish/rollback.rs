//! Goes back: turns an earlier release and what was withdrawn since into what is to be online. Nothing is built and nothing sent.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read};

use percent_encoding::percent_decode_str;

use super::inventory::{Inventory, Turn};
use super::lock;
use super::plan::{self, Kept};
use super::release::{Job, Release, Report};
use super::releases;
use super::remote::{Remote, Source};
use super::state::{Online, ReleaseRecord, State};
use super::target::Target;
use super::trouble::Trouble;

#[derive(Clone, Copy)]
pub struct Back<'a> {
    /// The one before the present, where none is named.
    pub number: Option<u64>,
    /// What was withdrawn since comes back too.
    pub include_withdrawn: bool,
    /// Where readers find the portal, without a slash at the end.
    pub url: &'a str,
}

pub fn rollback(job: &Job, back: &Back) -> Result<Report, Trouble> {
    let target = Target::read(job.remote)?;
    back.release(&target.state)?;
    let lock = lock::take(job.remote, job.publisher, job.clock, job.terms.patience)?;
    let released = target.again(job.remote).and_then(|target| back.go(job, &lock, &target));
    lock.release();
    released
}

/// A rollback asks for no file of an output folder.
struct Nothing;

impl Source for Nothing {
    fn open(&self, _: &str) -> io::Result<Box<dyn Read + '_>> {
        Err(io::ErrorKind::NotFound.into())
    }
}

impl Back<'_> {
    /// The release that is gone back to.
    fn release(&self, state: &State) -> Result<ReleaseRecord, Trouble> {
        let number = self.number.or_else(|| state.earlier.last().map(|release| release.number)).unwrap_or(0);
        let kept = || releases::list(state).map(|release| release.number).collect();
        let found = releases::list(state).find(|release| release.number == number);
        found.cloned().ok_or_else(|| Trouble::NoRelease { wanted: number, kept: kept() })
    }

    fn go(&self, job: &Job, lock: &lock::Lock, target: &Target) -> Result<Report, Trouble> {
        let state = &target.state;
        let to = self.release(state)?;
        let earlier = releases::files_of(job.remote, state, to.number)?;
        let mut choice = Choice {
            back: self,
            remote: job.remote,
            state,
            to: to.number,
            wanted: earlier,
            withheld: vec![],
            as_today: vec![],
        };
        choice.make()?;
        let Choice { wanted, withheld, as_today, .. } = choice;
        let items = wanted.iter().map(|(path, online)| (path.clone(), online.item())).collect();
        let inventory = Inventory { items, quarantined: Vec::new() };
        let mut plan = plan::plan(&inventory, state, &target.online, &job.upkeep(state));
        for change in plan.changes.iter_mut().filter(|change| change.after.is_some()) {
            change.from = wanted.get(&change.path).map_or(Kept::Built, |online| Kept::AtTarget(online.clone()));
        }
        job.remote.has_kept(&plan)?;
        // Going back withdraws nothing: what it takes off can be gone forward to.
        plan.gone = state.gone.clone();
        plan.gone.retain(|path, _| !wanted.contains_key(path));
        let left = state.left.clone().unwrap_or_else(|| state.release.clone());
        let left = Some(left).filter(|left| left.number != to.number && Some(left.number) != to.back_to);
        let record = ReleaseRecord { back_to: Some(to.number), ..to };
        let release = Release { plan, record, source: &Nothing, left, next_change: None };
        Ok(Report { withheld, as_today, ..job.release(lock, target, release)? })
    }
}

/// What of an earlier release comes back.
struct Choice<'a> {
    back: &'a Back<'a>,
    remote: &'a dyn Remote,
    state: &'a State,
    to: u64,
    wanted: BTreeMap<String, Online>,
    withheld: Vec<String>,
    as_today: Vec<String>,
}

impl Choice<'_> {
    fn make(&mut self) -> Result<(), Trouble> {
        let state = self.state;
        let is_withdrawn = |path: &str| {
            !state.files.contains_key(path) && state.gone.get(path).is_some_and(|release| *release > self.to)
        };
        let withheld: BTreeSet<String> =
            self.wanted.keys().filter(|path| !self.back.include_withdrawn && is_withdrawn(path)).cloned().collect();
        if withheld.is_empty() {
            return Ok(());
        }
        self.wanted.retain(|path, _| !withheld.contains(path));
        let as_today = self.lists_that_name(&withheld)?;
        for path in &as_today {
            self.take_todays(path);
        }
        self.take_what_they_name(as_today.clone())?;
        (self.withheld, self.as_today) = (withheld.into_iter().collect(), as_today);
        Ok(())
    }

    /// Lists of the earlier release that name what was withdrawn, and the search page: its index has everything.
    fn lists_that_name(&self, withheld: &BTreeSet<String>) -> Result<Vec<String>, Trouble> {
        let mut found = Vec::new();
        for (path, online) in self.wanted.iter().filter(|(_, online)| online.turn == Turn::List) {
            if self.state.files.get(path).is_some_and(|today| today.key() == online.key()) {
                continue;
            }
            let bytes = self.remote.fetch(path, online)?.unwrap_or_default();
            let names = |named: String| named.starts_with(SEARCH) || withheld.contains(&named);
            if self.named(&bytes).any(names) {
                found.push(path.clone());
            }
        }
        Ok(found)
    }

    fn take_todays(&mut self, path: &str) {
        match self.state.files.get(path) {
            Some(today) => drop(self.wanted.insert(path.to_owned(), today.clone())),
            None => drop(self.wanted.remove(path)),
        }
    }

    /// Today's lists name what the earlier release did not have yet; that stays too, with all that it needs.
    fn take_what_they_name(&mut self, mut pages: Vec<String>) -> Result<(), Trouble> {
        while let Some(path) = pages.pop() {
            let Some(today) = self.state.files.get(&path) else { continue };
            let bytes = self.remote.fetch(&path, today)?.unwrap_or_default();
            let named: BTreeSet<String> = self.named(&bytes).collect();
            for name in named {
                if name.starts_with(SEARCH) {
                    let index =
                        self.state.files.range(SEARCH.to_owned()..).take_while(|(path, _)| path.starts_with(SEARCH));
                    self.wanted.extend(index.map(|(path, online)| (path.clone(), online.clone())));
                } else if let Some(online) = self.state.files.get(&name).filter(|_| !self.wanted.contains_key(&name)) {
                    self.wanted.insert(name.clone(), online.clone());
                    pages.push(name);
                }
            }
        }
        Ok(())
    }

    /// The paths of the portal that a text names, as they stand in an output folder.
    fn named<'a>(&'a self, bytes: &'a [u8]) -> impl Iterator<Item = String> + 'a {
        let (url, base) = (self.back.url, path_of(self.back.url));
        let words = bytes.split(|byte| byte.is_ascii_whitespace() || b"\"'=<>(),".contains(byte));
        words.filter_map(move |word| {
            let word = std::str::from_utf8(word).ok()?;
            let local = word.strip_prefix(url).or_else(|| word.strip_prefix(base))?;
            let local = local.split(['?', '#']).next()?.strip_prefix('/')?;
            let local = percent_decode_str(local).decode_utf8_lossy().into_owned();
            Some(if local.is_empty() || local.ends_with('/') { format!("{local}index.html") } else { local })
        })
    }
}

const SEARCH: &str = "assets/search/";

/// `https://tinh.gov.vn/so-y-te` → `/so-y-te`
fn path_of(url: &str) -> &str {
    let host = url.split_once("://").map_or(url, |(_, host)| host);
    host.find('/').map_or("", |at| &host[at..])
}
