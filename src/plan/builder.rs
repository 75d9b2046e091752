//! Adds outputs to the plan one by one, and settles what happens where two want one address.
//!
//! Of two pages neither gets it: a build knows no history, so it cannot say which of them readers know there. What the
//! portal makes itself goes before a page, every page goes before an alias, and two pages that claim one earlier
//! address get no redirect from it.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use super::aliases::{alias_url, aliases_of};
use super::exists::Addresses;
use super::old_queries::{self, Claimed, OldQueries};
use super::{Contested, DataJob, Job, PageJob, Plan, Planned};
use crate::diag::{Finding, Message, Span, catalog};
use crate::load::names::{page_stem, unusable};
use crate::load::old_address::OldAddress;
use crate::load::root_files;
use crate::model::{ListKey, Site};
use crate::path::{OutPath, SourcePath, UrlPath};
use crate::text::fold::nfc;

/// The longest output path, in bytes; object stores take 1,024.
const LONGEST: usize = 1000;
/// The longest part of a path, in bytes, as disks take it.
const LONGEST_PART: usize = 255;

pub struct Builder<'a> {
    pub(super) plan: Plan,
    site: &'a Site,
    /// Outputs by path without case and in one Unicode form, as many servers and disks see them.
    folded: FxHashMap<String, OutPath>,
    /// Folders that outputs stand in, with one of those outputs.
    folders: FxHashMap<String, OutPath>,
    /// Addresses of pages that could not be built, in the same form. Whoever publishes keeps what is online there.
    reserved: FxHashMap<String, &'a SourcePath>,
    /// Redirects that two pages want.
    shared: BTreeSet<OutPath>,
    findings: &'a mut Vec<Finding>,
}

/// By what right something has an address.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Claim {
    /// The portal makes it itself.
    Portal,
    /// An editor's page.
    Page,
    /// A file of content.
    File,
    /// A file that is copied to the root of the portal.
    Root,
    /// An earlier address.
    Alias,
}

/// Something that wants an address, and what stands in its way there.
struct Clash {
    message: &'static Message,
    /// What the editor would look at: a file, else the address.
    other: String,
    other_url: String,
    other_source: Option<SourcePath>,
    other_claim: Claim,
    other_output: Option<OutPath>,
}

impl<'a> Builder<'a> {
    pub fn new(site: &'a Site, findings: &'a mut Vec<Finding>) -> Self {
        let reserved = site.quarantined().iter().map(|(source, url)| (folded(&url.output()), source)).collect();
        Self {
            plan: Plan { addresses: Addresses::new(site), ..Plan::default() },
            site,
            folded: FxHashMap::default(),
            folders: FxHashMap::default(),
            reserved,
            shared: BTreeSet::new(),
            findings,
        }
    }

    /// Whether the address was free.
    pub fn add(&mut self, url: UrlPath, job: impl Into<Job>, source: Option<SourcePath>) -> bool {
        let (job, output) = (job.into(), url.output());
        let key = folded(&output);
        let new = Planned { url, job, source };
        if !output.is_confined() || output.as_str().len() > LONGEST {
            self.refuse_name(&new);
            return false;
        }
        if let Some(clash) = self.clash(&output, &key, &new) {
            self.refuse(&new, clash);
            return false;
        }
        self.folded.insert(key, output.clone());
        self.note_folders(&output);
        self.plan.addresses.note(self.site, &new.job, &new.url);
        self.plan.outputs.insert(output, new);
        true
    }

    /// Earlier addresses at which no page can stand, which are no outputs. Servers ask for them before they look for a file,
    /// so none may be what the portal has.
    pub fn add_old_queries(&mut self, mut all: Vec<Claimed>) {
        all.retain(|(old, _, (source, span))| {
            let taken = self.taken(old, source).map(|finding| finding.at(*span));
            let is_free = taken.is_none();
            self.findings.extend(taken);
            is_free
        });
        self.plan.old_queries = OldQueries::of(all, self.findings);
    }

    /// What is said of an earlier address whose path is that of a page or file, however large its letters. Home pages take
    /// no parameters, and systems of before had all their pages there (`/?p=5`).
    fn taken(&self, old: &OldAddress, source: &SourcePath) -> Option<Finding> {
        let base = &self.site.config.base;
        let ways = [old.path.clone(), format!("{}/", old.path.trim_end_matches('/'))].map(|path| base.url(&path));
        let clash = ways.iter().find_map(|url| {
            let key = folded(&url.output());
            let planned = self.folded.get(&key).and_then(|output| self.plan.outputs.get_key_value(output));
            let other = planned.map(|(output, planned)| self.describe(&catalog::SAME_URL, output, planned));
            let is_home = planned.is_some_and(|(_, planned)| !old.parameters.is_empty() && self.is_home(planned));
            let other = other.or_else(|| self.withheld(&key, url));
            other.filter(|other| other.other_claim != Claim::Alias && !is_home)
        })?;
        let message = match () {
            () if !old.parameters.is_empty() => &catalog::ALIAS_ON_PAGE,
            () if ways.iter().any(|url| url.as_str() == clash.other_url) => &catalog::ALIAS_TAKEN,
            () => &catalog::URL_CASE,
        };
        Some(finding(message, Some(source), &old_queries::shown(old), &clash))
    }

    fn is_home(&self, planned: &Planned) -> bool {
        matches!(&planned.job, Job::Page(PageJob::List { list, page: 0 })
            if matches!(self.site.list(*list).key, ListKey::Section(page) if self.site.page(page).is_home()))
    }

    /// The address of a page that could not be built.
    fn withheld(&self, key: &str, url: &UrlPath) -> Option<Clash> {
        self.reserved.get(key).map(|source| Clash {
            message: &catalog::SAME_URL,
            other: source.to_string(),
            other_url: url.to_string(),
            other_source: None,
            other_claim: Claim::Page,
            other_output: None,
        })
    }

    pub fn has(&self, output: &OutPath) -> bool {
        self.plan.outputs.contains_key(output)
    }

    /// The plan, without redirects that would lead to one of two pages.
    pub fn finish(mut self) -> Plan {
        for output in &self.shared {
            self.plan.outputs.remove(output);
        }
        let shared = &self.shared;
        self.plan.redirects.retain(|(from, _)| !shared.contains(&from.output()));
        self.plan
    }

    fn claim(&self, planned: &Planned) -> Claim {
        match &planned.job {
            Job::Page(PageJob::Item(_)) => Claim::Page,
            Job::Page(PageJob::List { list, page: 0 }) => match self.site.list(*list).key {
                // The home page's address is that of the language.
                ListKey::Section(page) if !self.site.page(page).is_home() => Claim::Page,
                _ => Claim::Portal,
            },
            Job::File(source) if root_files::at_root(source).is_some() => Claim::Root,
            Job::File(_) => Claim::File,
            Job::Data(DataJob::Redirect(_)) => Claim::Alias,
            Job::Page(_) | Job::Data(_) | Job::Asset(_) | Job::Prebuilt => Claim::Portal,
        }
    }

    fn clash(&self, output: &OutPath, key: &str, new: &Planned) -> Option<Clash> {
        let with =
            |message, path: &OutPath| self.plan.outputs.get(path).map(|other| self.describe(message, path, other));
        // Two that are the same are the same when folded.
        let folded = self.folded.get(key);
        let same = folded.and_then(|_| with(&catalog::SAME_URL, output));
        let found = same
            .or_else(|| self.around(output).and_then(|path| with(&catalog::FILE_AND_FOLDER, path)))
            .or_else(|| folded.and_then(|path| with(&catalog::URL_CASE, path)));
        found.or_else(|| self.withheld(key, &new.url).filter(|_| self.claim(new) != Claim::Portal))
    }

    fn describe(&self, message: &'static Message, output: &OutPath, other: &Planned) -> Clash {
        Clash {
            message,
            other: other.source.as_ref().map_or_else(|| other.url.to_string(), ToString::to_string),
            other_url: other.url.to_string(),
            other_source: other.source.clone(),
            other_claim: self.claim(other),
            other_output: Some(output.clone()),
        }
    }

    /// An output that is a folder of this one, or stands in a folder of this one's name.
    fn around(&self, output: &OutPath) -> Option<&OutPath> {
        let inside = self.folders.get(output.as_str());
        let path = output.as_str();
        // Of a folder that is known those around it are known too, and none is an output.
        let new =
            || path.rmatch_indices('/').map(|(at, _)| &path[..at]).take_while(|at| !self.folders.contains_key(*at));
        let above =
            || new().find_map(|folder| self.plan.outputs.get_key_value(&OutPath::new(folder)).map(|(path, _)| path));
        inside.or_else(above)
    }

    fn note_folders(&mut self, output: &OutPath) {
        let mut path = output.as_str();
        while let Some((folder, _)) = path.rsplit_once('/') {
            if self.folders.contains_key(folder) {
                break;
            }
            self.folders.insert(folder.to_owned(), output.clone());
            path = folder;
        }
    }

    fn refuse(&mut self, new: &Planned, clash: Clash) {
        let url = new.url.as_str();
        let source = new.source.clone();
        match (self.claim(new), clash.other_claim) {
            (Claim::Alias, Claim::Alias) if clash.other_source != source => {
                self.shared.extend(clash.other_output.clone());
                let found = finding(&catalog::ALIAS_SHARED, source.as_ref(), url, &clash);
                self.findings.push(self.at_alias(found, new));
            }
            (Claim::Alias, _) => {
                let taken = clash.message == &catalog::SAME_URL;
                let message = if taken { &catalog::ALIAS_TAKEN } else { clash.message };
                let found = finding(message, source.as_ref(), url, &clash);
                self.findings.push(self.at_alias(found, new));
            }
            (Claim::Page, Claim::Page) => {
                let found = self.at_slug(finding(clash.message, source.as_ref(), url, &clash), source.as_ref());
                self.contest(source.into_iter().chain(clash.other_source), found);
            }
            (Claim::Page, Claim::Portal) => {
                let found =
                    self.at_slug(finding(&catalog::PORTAL_ADDRESS, source.as_ref(), url, &clash), source.as_ref());
                self.contest(source, found);
            }
            (Claim::Portal, Claim::Page) => {
                let own = self.describe(clash.message, &new.url.output(), new);
                let other = clash.other_source.as_ref();
                let found = self.at_slug(finding(&catalog::PORTAL_ADDRESS, other, &clash.other_url, &own), other);
                self.contest(clash.other_source, found);
            }
            (Claim::Root, _) => {
                let words = match clash.other == url {
                    true => ("cổng tự tạo tệp này".to_owned(), "the portal makes this file itself".to_owned()),
                    false => (
                        format!("địa chỉ {url} là của {}", clash.other),
                        format!("the address {url} belongs to {}", clash.other),
                    ),
                };
                let next = ("Xóa hoặc đổi tên tệp này.".to_owned(), "Delete the file or rename it.".to_owned());
                let found = Finding::new(&catalog::ROOT_FILE, source.as_ref().map_or(url, SourcePath::as_str));
                self.findings.push(found.with_words("what", words).with_words("next", next).related(&clash.other));
            }
            (Claim::File, _) => {
                let found = finding(&catalog::FILE_ADDRESS, source.as_ref(), url, &clash);
                let file = |source: &Option<SourcePath>| source.clone().filter(|_| clash.other_claim == Claim::File);
                self.contest(source.into_iter().chain(file(&clash.other_source)), found);
            }
            _ => self.findings.push(finding(clash.message, source.as_ref(), url, &clash)),
        }
    }

    /// A name of which no address can be made, such as a folder of dots alone, or one that grows beyond what disks take.
    fn refuse_name(&mut self, new: &Planned) {
        let source = new.source.as_ref();
        let name = source.map_or(new.url.as_str(), SourcePath::as_str);
        let url = new.url.as_str();
        // A name may grow when it is folded: `Ⱥ` takes two bytes, `ⱥ` three.
        let is_long = url.len() > LONGEST || url.split('/').any(|part| part.len() > LONGEST_PART);
        let finding = if is_long {
            Finding::new(&catalog::ADDRESS_LONG, name).with("url", shown(url)).with("limit", LONGEST.to_string())
        } else {
            unusable(name, name)
        };
        match self.claim(new) {
            Claim::Page | Claim::File => self.contest(source.cloned(), finding),
            Claim::Portal | Claim::Root | Claim::Alias => self.findings.push(finding),
        }
    }

    /// A finding about an earlier address stands at it, among the others of its page.
    fn at_alias(&self, finding: Finding, refused: &Planned) -> Finding {
        let page = refused.source.as_ref().and_then(|source| self.site.by_source(source));
        let aliases = page.map_or_else(Vec::new, |page| aliases_of(self.site, page));
        let is_own = |alias: &str| alias_url(self.site, alias).is_some_and(|url| url == refused.url);
        let own = aliases.into_iter().find(|(alias, _)| is_own(alias));
        match own {
            Some((_, span)) => finding.at(span),
            None => finding,
        }
    }

    /// One about the address of a page stands at the slug that makes it, if there is one.
    fn at_slug(&self, finding: Finding, source: Option<&SourcePath>) -> Finding {
        let Some(page) = source.and_then(|source| self.site.by_source(source)) else { return finding };
        let page = self.site.page(page);
        match page.get("slug") {
            Some(_) => finding.at(page.document.place_of(page.kind(), "slug")),
            None => finding,
        }
    }

    fn contest(&mut self, sources: impl IntoIterator<Item = SourcePath>, finding: Finding) {
        let Contested { sources: all, findings } = &mut self.plan.contested;
        all.extend(sources);
        findings.push(finding);
    }
}

/// An address in a message.
fn shown(address: &str) -> String {
    const MOST: usize = 200;
    address.char_indices().nth(MOST).map_or_else(|| address.to_owned(), |(end, _)| format!("{}…", &address[..end]))
}

/// One form for all paths that some server or disk takes for the same.
fn folded(output: &OutPath) -> String {
    if output.as_str().bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) {
        return output.to_string();
    }
    nfc(output.as_str()).to_lowercase()
}

fn finding(message: &'static Message, source: Option<&SourcePath>, url: &str, clash: &Clash) -> Finding {
    let file = source.map_or("site.toml", SourcePath::as_str);
    let finding = Finding::new(message, file).with("url", url).with("other", clash.other.as_str());
    // Only a text has a line to show.
    let finding = if page_stem(file).is_some() { finding.at(Span::new(1, 1, 3)) } else { finding };
    // The portal's own pages have no file of their own to name.
    let of = if clash.other == url { String::new() } else { format!(" ({})", clash.other) };
    finding.with("of", of).with("other_url", clash.other_url.as_str()).related(clash.other.as_str())
}
