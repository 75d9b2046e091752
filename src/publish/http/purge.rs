//! Tells a cache what to forget, as `[publish.NAME.purge]` describes it: request by request, or through a program. What failed is
//! given back as addresses.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use futures_util::{StreamExt, stream};
use parking_lot::Mutex;
use reqwest::Method;
use reqwest::header::{HeaderName, HeaderValue};

use super::command;
use super::cover::{Cover, cover, roots};
use super::fault::SetupFault;
use super::template::{Template, Variables, without_secrets};
use crate::http::{Ask, Client, Pace, host};
use crate::load::publish::Purge;
use crate::publish::{Purger, addresses};

/// Requests at once.
const AT_ONCE: usize = 4;
/// Requests that may fail one after another until the rest is not even tried: the cache is away.
const FAILURES: usize = 3;
/// Addresses in a request that takes many, where it is not said. The smallest limit of the large CDNs.
const BATCH: usize = 30;
/// From how many addresses on folders are purged, where it is not said.
const MOST: usize = 500;
/// How long a program may take.
const PROGRAM: Duration = Duration::from_secs(600);

/// What came of a purge.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct PurgeOutcome {
    /// Addresses that the cache may still answer with old bytes, sorted.
    pub left: Vec<String>,
    /// Requests that were sent, each try counted once.
    pub requests: u64,
    /// What was seen where something failed first, without credentials.
    pub detail: Option<String>,
}

/// A cache, and how it is spoken to.
pub struct CachePurger<'a> {
    client: &'a Client,
    /// Where readers find the portal, with the path that it lives at.
    url: &'a str,
    /// What came of the last purge, for a report.
    last: Mutex<PurgeOutcome>,
    way: Way,
    /// For folders, and for everything.
    prefix: Option<Template>,
    all: Option<Template>,
    most: usize,
    /// Until the second time, where there is one.
    again: Option<Duration>,
}

enum Way {
    Http(Box<Http>),
    Program { name: String, arguments: Vec<String> },
}

struct Http {
    method: Method,
    url: Template,
    headers: Vec<(String, Template)>,
    body: Option<Template>,
    batch: usize,
    accept: Vec<u16>,
    pace: Pace,
}

/// What one request, or one line for a program, is about.
struct Errand {
    which: Which,
    /// Addresses or folders that it names.
    named: Vec<String>,
    /// Addresses that are forgotten by it.
    covers: Vec<String>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Which {
    Addresses,
    Folders,
    All,
}

impl<'a> CachePurger<'a> {
    pub fn new(client: &'a Client, url: &'a str, purge: &Purge, variables: Variables) -> Result<Self, SetupFault> {
        let read = |text: &Option<String>| text.as_ref().map(|text| Template::read(text, variables)).transpose();
        let (prefix, all) = (read(&purge.prefix)?, read(&purge.all)?);
        let way = match &purge.command {
            Some(words) => {
                let (name, arguments) = words.split_first().ok_or(SetupFault::NoProgram)?;
                Way::Program { name: name.clone(), arguments: arguments.to_vec() }
            }
            None => Way::Http(Box::new(Http::new(purge, variables)?)),
        };
        let most = purge.most.unwrap_or(if prefix.is_some() || all.is_some() { MOST } else { usize::MAX });
        Ok(Self {
            client,
            url,
            last: Mutex::default(),
            way,
            prefix,
            all,
            most,
            again: purge.again.map(Duration::from_secs),
        })
    }

    /// What came of the last purge.
    pub fn last(&self) -> PurgeOutcome {
        self.last.lock().clone()
    }

    /// Takes whole addresses as readers ask for them.
    pub fn forget(&self, addresses: &[String]) -> PurgeOutcome {
        let addresses: Vec<String> = addresses.iter().collect::<BTreeSet<_>>().into_iter().cloned().collect();
        if addresses.is_empty() {
            return PurgeOutcome::default();
        }
        let errands = self.errands(&addresses);
        let mut outcome = match &self.way {
            Way::Http(http) => self.through_http(http, &errands),
            Way::Program { name, arguments } => self.through_program(name, arguments, &errands),
        };
        outcome.left.sort();
        outcome.left.dedup();
        outcome
    }

    fn errands(&self, addresses: &[String]) -> Vec<Errand> {
        let of = |which, named: Vec<String>| Errand { which, covers: named.clone(), named };
        if addresses.len() <= self.most || (self.prefix.is_none() && self.all.is_none()) {
            return self
                .batches(Which::Addresses, addresses)
                .into_iter()
                .map(|named| of(Which::Addresses, named))
                .collect();
        }
        let covered = self.prefix.as_ref().and_then(|_| cover(addresses, self.most));
        let Some(Cover { addresses: single, folders }) = covered else {
            let roots: Vec<String> = roots(addresses).into_iter().collect();
            let which = if self.all.is_some() { Which::All } else { Which::Folders };
            let below = |root: &String| addresses.iter().filter(|address| address.starts_with(root)).cloned().collect();
            let each = roots.iter().map(|root| Errand { which, named: vec![root.clone()], covers: below(root) });
            return each.collect();
        };
        let below = |folders: &[String]| {
            let is_below = |address: &&String| folders.iter().any(|folder| address.starts_with(folder));
            addresses.iter().filter(is_below).cloned().collect()
        };
        let folders = self.batches(Which::Folders, &folders).into_iter();
        let folders =
            folders.map(|named| Errand { which: Which::Folders, covers: below(&named), named }).collect::<Vec<_>>();
        let single = self.batches(Which::Addresses, &single).into_iter().map(|named| of(Which::Addresses, named));
        single.chain(folders).collect()
    }

    /// As many as go into one request; all of a request have one host.
    fn batches(&self, which: Which, named: &[String]) -> Vec<Vec<String>> {
        let size = match &self.way {
            Way::Http(http) => http.batch(self.template(which)),
            // A program gets them all at once.
            Way::Program { .. } => usize::MAX,
        };
        let by_host = named.chunk_by(|one, other| host(one) == host(other));
        by_host.flat_map(|same| same.chunks(size)).map(<[String]>::to_vec).collect()
    }

    fn template(&self, which: Which) -> Option<&Template> {
        match which {
            Which::Addresses => None,
            Which::Folders => self.prefix.as_ref(),
            Which::All => self.all.as_ref(),
        }
    }

    fn through_program(&self, name: &str, arguments: &[String], errands: &[Errand]) -> PurgeOutcome {
        let lines = errands.iter().flat_map(|errand| {
            let line = |named: &String| match self.template(errand.which) {
                Some(template) => template.fill(std::slice::from_ref(named)),
                None => named.clone(),
            };
            errand.named.iter().map(line).collect::<Vec<_>>()
        });
        let detail = command::give(name, arguments, &lines.collect::<Vec<_>>(), PROGRAM).err();
        let left =
            if detail.is_some() { errands.iter().flat_map(|errand| errand.covers.clone()).collect() } else { vec![] };
        PurgeOutcome { left, requests: 1, detail }
    }

    fn through_http(&self, http: &Http, errands: &[Errand]) -> PurgeOutcome {
        let (requests, failures) = (AtomicU64::new(0), AtomicUsize::new(0));
        let outcome = Mutex::new(PurgeOutcome::default());
        let one = async |errand: &Errand| {
            let detail = if failures.load(Ordering::Relaxed) >= FAILURES {
                None
            } else {
                let template = self.template(errand.which);
                let ask = http.ask(template, &errand.named);
                http.pace.turn().await;
                let count = || {
                    requests.fetch_add(1, Ordering::Relaxed);
                };
                let seen = match self.client.send(&ask, count).await {
                    Ok(reply) if reply.is_good() || http.accept.contains(&reply.status) => {
                        failures.store(0, Ordering::Relaxed);
                        return;
                    }
                    Ok(reply) => format!("{} {}: {}", http.method, host(&ask.url), reply.in_words()),
                    Err(failure) => failure.0,
                };
                failures.fetch_add(1, Ordering::Relaxed);
                Some(without_secrets(&seen, http.secrets(template)))
            };
            let mut outcome = outcome.lock();
            outcome.left.extend(errand.covers.iter().cloned());
            outcome.detail = outcome.detail.take().or(detail);
        };
        self.client.run(stream::iter(errands).for_each_concurrent(AT_ONCE, one));
        PurgeOutcome { requests: requests.into_inner(), ..outcome.into_inner() }
    }
}

impl Purger for CachePurger<'_> {
    fn purge(&self, paths: &[String]) -> Vec<String> {
        let addresses = addresses::of_all(self.url, paths.iter().map(String::as_str));
        let mut outcome = self.forget(&addresses);
        // What is left is tried again by the next publisher anyway.
        if let Some(pause) = self.again.filter(|_| outcome.left.is_empty() && !addresses.is_empty()) {
            thread::sleep(pause);
            let second = self.forget(&addresses);
            outcome = PurgeOutcome { requests: outcome.requests + second.requests, ..second };
        }
        let is_left = |address: &String| outcome.left.binary_search(address).is_ok();
        let is_old = |path: &&String| addresses::spellings(self.url, path).iter().any(is_left);
        let left = if outcome.left.is_empty() { Vec::new() } else { paths.iter().filter(is_old).cloned().collect() };
        *self.last.lock() = outcome;
        left
    }
}

impl Http {
    fn new(purge: &Purge, variables: Variables) -> Result<Http, SetupFault> {
        let written = purge.method.as_deref().unwrap_or("PURGE");
        let method =
            Method::from_bytes(written.as_bytes()).map_err(|_| SetupFault::Method { written: written.to_owned() })?;
        let url = purge.url.as_deref().unwrap_or("{url}");
        if !(url.starts_with("{url}") || is_address(url)) {
            return Err(SetupFault::Url);
        }
        let url = Template::read(url, variables)?;
        let body = purge.body.as_ref().map(|body| Template::read(body, variables)).transpose()?;
        let header = |(name, value): (&String, &String)| {
            let template = Template::read(value, variables)?;
            // The name of what is wrong, and never its value.
            let is_sound =
                HeaderName::from_bytes(name.as_bytes()).is_ok() && HeaderValue::from_str(&template.fill(&[])).is_ok();
            if is_sound { Ok((name.clone(), template)) } else { Err(SetupFault::Header { name: name.clone() }) }
        };
        let mut headers = purge.headers.iter().map(header).collect::<Result<Vec<_>, _>>()?;
        let has_type = headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("content-type"));
        if !has_type && body.as_ref().is_some_and(|body| body.fill(&[]).starts_with(['{', '['])) {
            headers.push(("Content-Type".to_owned(), Template::read("application/json", variables)?));
        }
        let pace = Pace::new(purge.rate);
        let batch = purge.batch.unwrap_or(BATCH).max(1);
        let http = Http { method, url, headers, body, batch, accept: purge.accept.clone(), pace };
        // Who always purges everything need not say what.
        let always_all = purge.most == Some(0) && purge.all.is_some();
        let names = http.parts(None).any(Template::names_addresses);
        if names || always_all { Ok(http) } else { Err(SetupFault::NoAddress) }
    }

    /// All texts of a request. `other` stands in the place of the address where it is one, else of the body.
    fn parts<'t>(&'t self, other: Option<&'t Template>) -> impl Iterator<Item = &'t Template> {
        let in_url = other.filter(|other| is_address(&other.fill(&[])));
        let url = in_url.unwrap_or(&self.url);
        let body = if in_url.is_some() { None } else { other.or(self.body.as_ref()) };
        [url].into_iter().chain(body).chain(self.headers.iter().map(|(_, template)| template))
    }

    /// How many addresses go into one request.
    fn batch(&self, other: Option<&Template>) -> usize {
        let takes_many = self.parts(other).any(Template::is_for_many) && !self.parts(other).any(Template::is_for_one);
        if takes_many { self.batch } else { 1 }
    }

    fn ask(&self, other: Option<&Template>, named: &[String]) -> Ask {
        let in_url = other.filter(|other| is_address(&other.fill(&[])));
        let body = if in_url.is_some() { None } else { other.or(self.body.as_ref()) };
        Ask {
            method: self.method.clone(),
            url: in_url.unwrap_or(&self.url).fill_address(named),
            headers: self.headers.iter().map(|(name, value)| (name.clone(), value.fill(named))).collect(),
            body: body.map(|body| body.fill(named)),
        }
    }

    fn secrets<'t>(&'t self, other: Option<&'t Template>) -> impl Iterator<Item = &'t (String, String)> {
        self.parts(other).flat_map(Template::secrets)
    }
}

fn is_address(text: &str) -> bool {
    text.starts_with("http://") || text.starts_with("https://") || text.starts_with("{url}")
}
