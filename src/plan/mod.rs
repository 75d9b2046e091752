//! Turns the site into a plan: every output path with the job that makes it, before anything is rendered.
//!
//! Pages, list pages, feeds, JSON, sitemaps, redirects, attachments and assets are all jobs, so collisions and
//! stale files are settled here once for all of them. Nothing outside the plan is ever written.

mod aliases;
mod builder;
mod collect;
mod hashed;
mod old_queries;
mod sitemap;

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::Diagnostic;
use crate::load::config::FeedFormat;
use crate::load::document::Language;
use crate::load::kinds::Taxonomy;
use crate::load::security::HeaderFormat;
use crate::load::theme::Theme;
use crate::model::{ListId, PageId, Site};
use crate::path::{OutPath, SourcePath, UrlPath};

use builder::Builder;

pub use aliases::alias_url;
pub use collect::OLD_QUERY_TABLE;
pub use hashed::{Hashed, Made, Names};
pub use old_queries::{OldQueries, OldQuery};
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
    /// Earlier addresses at which no page can stand, for nginx.
    OldQueryMap,
    /// The same, for the page for what is not found.
    OldQueryTable,
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
    /// Earlier addresses at which no page can stand.
    pub old_queries: OldQueries,
    /// What the sitemap lists, sorted by address.
    pub sitemap: Vec<Entry>,
    pub contested: Contested,
}

/// Sources that want an address which is not theirs alone, and what is said of them. While there are any, the plan is
/// not to be used: none of them may be published there.
#[derive(Clone, Default, Debug)]
pub struct Contested {
    pub sources: BTreeSet<SourcePath>,
    pub findings: Vec<Diagnostic>,
}

pub fn plan(site: &Site, theme: &Theme, findings: &mut Vec<Diagnostic>) -> Plan {
    let mut builder = Builder::new(site, findings);
    collect::pages(site, &mut builder);
    collect::lists(site, &mut builder);
    collect::overviews(site, &mut builder);
    sitemap::collect(site, &mut builder);
    collect::assets(site, theme, &mut builder);
    collect::headers(site, &mut builder);
    // What editors add comes last: it never takes the place of what the portal makes itself.
    collect::files(site, &mut builder);
    collect::aliases(site, &mut builder);
    builder.finish()
}

impl Plan {
    /// Adds the files of the search index, whose folder is the portal's own.
    pub fn add_hashed(&mut self, hashed: &Hashed) {
        for url in hashed.names().iter().flat_map(|names| names.files.keys()) {
            self.outputs.insert(url.output(), Planned { url: url.clone(), job: Job::Hashed, source: None });
        }
    }

    /// Whether an old address leads to a page.
    pub fn leads(&self, from: &UrlPath, to: &UrlPath) -> bool {
        self.redirects.binary_search_by(|(known, page)| (known, page).cmp(&(from, to))).is_ok()
    }

    /// Whether something is published at a path of this portal, with or without the slash at the end.
    pub fn serves(&self, address: &str) -> bool {
        let address = address.split('#').next().unwrap_or(address);
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        let path = crate::load::links::decode(path);
        let folder = if path.ends_with('/') { path.to_string() } else { format!("{path}/") };
        [UrlPath::new(&*path), UrlPath::new(folder)].iter().any(|url| self.outputs.contains_key(&url.output()))
            || self.old_queries.find(&path, query).is_some()
    }
}
