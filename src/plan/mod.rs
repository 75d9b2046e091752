//! Turns the site into a plan: every output path with the job that makes it, before anything is rendered.
//!
//! Pages, list pages, feeds, JSON, sitemaps, redirects, attachments and assets are all jobs, so collisions and
//! stale files are settled here once for all of them. Nothing outside the plan is ever written.

mod collect;
mod hashed;
mod sitemap;

use std::collections::{BTreeMap, HashMap};

use crate::diag::{Diagnostic, Span, catalog};
use crate::load::config::FeedFormat;
use crate::load::document::Language;
use crate::load::kinds::Taxonomy;
use crate::load::security::HeaderFormat;
use crate::load::theme::Theme;
use crate::model::{ListId, PageId, Site};
use crate::path::{OutPath, SourcePath, UrlPath};
use crate::text::fold::nfc;

pub use hashed::{Hashed, Made, Names};
pub use sitemap::{Entry, SITEMAP_BYTES, SITEMAP_URLS};

/// What makes one output file.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Job {
    /// An item.
    Item(PageId),
    /// A page of a list; page 0 is the one at the list's address.
    List {
        list: ListId,
        page: usize,
    },
    /// All terms of a taxonomy.
    Taxonomy {
        taxonomy: Taxonomy,
        language: Language,
    },
    ArchiveIndex(Language),
    Tree(Language),
    NotFound(Language),
    /// Where an endpoint sends the reader once a form has arrived.
    Thanks(Language),
    /// RSS or Atom.
    Feed {
        list: ListId,
        format: FeedFormat,
    },
    /// A page of a list as JSON Feed.
    ListJson {
        list: ListId,
        page: usize,
    },
    /// An item as JSON.
    Twin(PageId),
    /// An item as an iCalendar file.
    Calendar(PageId),
    /// What a section's items have before them, as a calendar to subscribe to.
    SectionCalendar(PageId),
    /// A part of the sitemap: these entries of the plan.
    Sitemap {
        from: usize,
        to: usize,
    },
    SitemapIndex {
        parts: usize,
    },
    Robots,
    Redirect(UrlPath),
    RedirectRules,
    /// Which headers a host should send.
    Headers(HeaderFormat),
    /// A copy of a file of the portal.
    File(SourcePath),
    /// An asset of the theme, by name.
    Asset(String),
    /// The search page.
    Search(Language),
    /// A file of the search index, made before the plan.
    Hashed,
}

#[derive(Clone, Debug)]
pub struct Planned {
    pub url: UrlPath,
    pub job: Job,
    /// The file an editor would look at.
    pub source: Option<SourcePath>,
}

#[derive(Clone, Default, Debug)]
pub struct Plan {
    pub outputs: BTreeMap<OutPath, Planned>,
    /// Old address and new address, sorted.
    pub redirects: Vec<(UrlPath, UrlPath)>,
    /// What the sitemap lists, sorted by address.
    pub sitemap: Vec<Entry>,
}

pub fn plan(site: &Site, theme: &Theme, hashed: &Hashed, findings: &mut Vec<Diagnostic>) -> Plan {
    let mut builder = Builder { plan: Plan::default(), folded: HashMap::new(), folders: HashMap::new(), findings };
    collect::pages(site, &mut builder);
    collect::lists(site, &mut builder);
    collect::overviews(site, &mut builder);
    sitemap::collect(site, &mut builder);
    collect::assets(theme, &mut builder);
    collect::headers(site, &mut builder);
    collect::hashed(hashed, &mut builder);
    // What editors add comes last: it never takes the place of what the portal makes itself.
    collect::files(site, &mut builder);
    collect::aliases(site, &mut builder);
    builder.plan
}

/// The longest output path, in bytes; object stores take 1,024. Each of its parts may have 255, as on disks.
const LONGEST: usize = 1000;

/// Adds outputs one by one and refuses those that collide.
pub(crate) struct Builder<'a> {
    plan: Plan,
    /// Outputs by path without case and in one Unicode form, as many servers and disks see them.
    folded: HashMap<String, OutPath>,
    /// Folders that outputs stand in, with one of those outputs.
    folders: HashMap<String, OutPath>,
    findings: &'a mut Vec<Diagnostic>,
}

impl Builder<'_> {
    /// Whether the address was free.
    fn add(&mut self, url: UrlPath, job: Job, source: Option<SourcePath>) -> bool {
        let output = url.output();
        // A name may grow when it is folded: `Ⱥ` takes two bytes, `ⱥ` three.
        if !output.is_confined() || output.as_str().len() > LONGEST {
            self.refuse(&catalog::ADDRESS_LONG, &url, &job, source, &[("limit", LONGEST.to_string())]);
            return false;
        }
        if let Some(other) = self.plan.outputs.get(&output) {
            let shown = other.source.as_ref().map_or_else(|| other.url.to_string(), ToString::to_string);
            self.refuse(&catalog::SAME_URL, &url, &job, source, &[("other", shown)]);
            return false;
        }
        if let Some(other) = self.clash(&output).and_then(|path| self.plan.outputs.get(path)) {
            let shown = other.source.as_ref().map_or_else(|| other.url.to_string(), ToString::to_string);
            self.refuse(&catalog::FILE_AND_FOLDER, &url, &job, source, &[("other", shown)]);
            return false;
        }
        let key = nfc(output.as_str()).to_lowercase();
        if let Some(other) = self.folded.get(&key).and_then(|path| self.plan.outputs.get(path)) {
            let shown = other.source.as_ref().map_or_else(String::new, ToString::to_string);
            let other_url = other.url.to_string();
            self.refuse(&catalog::URL_CASE, &url, &job, source, &[("other", shown), ("other_url", other_url)]);
            return false;
        }
        self.folded.insert(key, output.clone());
        self.note_folders(&output);
        self.plan.outputs.insert(output, Planned { url, job, source });
        true
    }

    /// An output that is a folder of this one, or stands in a folder of this one's name.
    fn clash(&self, output: &OutPath) -> Option<&OutPath> {
        let inside = self.folders.get(output.as_str());
        let path = output.as_str();
        let above = || {
            path.match_indices('/')
                .find_map(|(at, _)| self.plan.outputs.get_key_value(&OutPath::new(&path[..at])).map(|(path, _)| path))
        };
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

    fn refuse(
        &mut self,
        message: &'static crate::diag::Message,
        url: &UrlPath,
        job: &Job,
        source: Option<SourcePath>,
        arguments: &[(&'static str, String)],
    ) {
        let message = if matches!(job, Job::Redirect(_)) && message == &catalog::SAME_URL {
            &catalog::ALIAS_TAKEN
        } else {
            message
        };
        let file = source.as_ref().map_or("site.toml", SourcePath::as_str);
        let mut finding = Diagnostic::new(message, file).at(Span::new(1, 1, 3)).with("url", shown(url.as_str()));
        if matches!(job, Job::Redirect(_)) {
            finding = finding.about_key("aliases");
        }
        for (name, value) in arguments {
            finding = finding.with(name, value.as_str());
            if *name == "other" {
                finding = finding.related(value);
            }
        }
        self.findings.push(finding);
    }

    fn has(&self, output: &OutPath) -> bool {
        self.plan.outputs.contains_key(output)
    }
}

impl Plan {
    /// Whether something is published at a path of this site, with or without the slash at the end.
    pub fn serves(&self, address: &str) -> bool {
        let path = address.split(['?', '#']).next().unwrap_or(address);
        let path = crate::load::links::decode(path);
        let folder = if path.ends_with('/') { path.to_string() } else { format!("{path}/") };
        [UrlPath::new(&*path), UrlPath::new(folder)].iter().any(|url| self.outputs.contains_key(&url.output()))
    }
}

/// An address in a message: its beginning, where it is absurdly long.
fn shown(address: &str) -> String {
    const MOST: usize = 200;
    address.char_indices().nth(MOST).map_or_else(|| address.to_owned(), |(end, _)| format!("{}…", &address[..end]))
}
