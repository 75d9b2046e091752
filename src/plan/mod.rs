//! Turns the site into a plan: every output path with the job that makes it, before anything is rendered.
//!
//! Pages, list pages, feeds, JSON, sitemaps, redirects, attachments and assets are all jobs, so collisions and
//! stale files are settled here once for all of them. Nothing outside the plan is ever written.

mod aliases;
mod builder;
mod collect;
mod exists;
mod job;
mod moved;
mod old_queries;
mod open_data;
mod prebuilt;
mod published;
mod rows;
mod share;
mod sitemap;

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::Finding;
use crate::load::ledger::Ledger;
use crate::load::theme::Theme;
use crate::model::fingerprint::{Fingerprint, FingerprintBuilder};
use crate::model::{PageId, Site};
use crate::path::{OutPath, SourcePath, UrlPath};

use builder::Builder;
use exists::Addresses;

pub use aliases::alias_url;
pub use collect::{FIGURES_CSV, FIGURES_JSON};
pub use job::{DataJob, Job, PageJob, RowsPart};
pub use moved::OLD_QUERY_TABLE;
pub use old_queries::{OldQueries, OldQuery};
pub use prebuilt::{Made, Maker, MakerFiles, Names, Prebuilt};
pub use published::published;
pub use sitemap::{Entry, SITEMAP_BYTES, SITEMAP_URLS};

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
    /// What is in the catalogue of open data, in the order of the pages.
    pub data_sets: Vec<PageId>,
    pub contested: Contested,
    /// Where what it holds is found.
    addresses: Addresses,
}

/// Sources that want an address which is not theirs alone, and what is said of them. While there are any, the plan is
/// not to be used: none of them may be published there.
#[derive(Clone, Default, Debug)]
pub struct Contested {
    pub sources: BTreeSet<SourcePath>,
    pub findings: Vec<Finding>,
}

/// `ledger`: what was published before, and where some of it has moved to.
pub fn plan(site: &Site, theme: &Theme, ledger: &Ledger, findings: &mut Vec<Finding>) -> Plan {
    let mut builder = Builder::new(site, findings);
    collect::pages(site, &mut builder);
    collect::lists(site, &mut builder);
    collect::overviews(site, &mut builder);
    rows::collect(site, &mut builder);
    open_data::collect(site, &mut builder);
    sitemap::collect(site, &mut builder);
    collect::assets(site, theme, &mut builder);
    collect::headers(site, &mut builder);
    share::collect(site, theme, &mut builder);
    // What editors add comes last: it never takes the place of what the portal makes itself.
    collect::files(site, &mut builder);
    collect::table_files(site, &mut builder);
    collect::charts(site, &mut builder);
    collect::map_drawings(site, &mut builder);
    moved::collect(site, ledger, &mut builder);
    builder.finish()
}

impl Plan {
    /// Adds files that were made before, whose folders are the portal's own.
    pub fn add_prebuilt(&mut self, prebuilt: &Prebuilt) {
        for (url, _) in prebuilt.files() {
            self.outputs.insert(url.output(), Planned { url: url.clone(), job: Job::Prebuilt, source: None });
        }
    }

    /// Of all that rendering can see of it. Files made before are named in the pages that use them.
    pub fn fingerprint(&self) -> Fingerprint {
        // Addresses follow from the outputs.
        let Plan { outputs, redirects, old_queries, sitemap, data_sets, contested: _, addresses: _ } = self;
        let mut fingerprint = FingerprintBuilder::default();
        for Planned { url, job, source: _ } in outputs.values().filter(|planned| planned.job != Job::Prebuilt) {
            fingerprint.add(&(url, job));
        }
        fingerprint.add(&(redirects, sitemap, data_sets));
        fingerprint.add(&format!("{old_queries:?}"));
        fingerprint.finish()
    }

    /// Whether an old address leads to a page.
    pub fn leads(&self, from: &UrlPath, to: &UrlPath) -> bool {
        self.redirects.binary_search_by(|(known, page)| (known, page).cmp(&(from, to))).is_ok()
    }

    /// Whether something is published at a path of this portal, with or without the slash at the end.
    pub fn serves(&self, address: &str) -> bool {
        let address = address.split('#').next().unwrap_or(address);
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        let is_old = || self.old_queries.find(&crate::text::address::decode(path), query).is_some();
        self.at(path).is_some() || (!self.old_queries.is_empty() && is_old())
    }

    /// What is published at a path of this portal, with or without the slash at the end, whatever is behind `?` or `#`.
    pub fn at(&self, address: &str) -> Option<&Planned> {
        let path = address.split(['?', '#']).next().unwrap_or(address);
        // What nearly all are: a page, written as the portal writes it.
        if let Some(folder) = path.strip_prefix('/').filter(|_| path.ends_with('/') && !path.contains('%')) {
            return self.outputs.get(&OutPath::new(format!("{folder}index.html")));
        }
        let path = crate::text::address::decode(path);
        let folder = if path.ends_with('/') { path.to_string() } else { format!("{path}/") };
        [UrlPath::new(&*path), UrlPath::new(folder)].iter().find_map(|url| self.outputs.get(&url.output()))
    }

    /// What is published at a path of the output, else the first of what is below it. `path`: without the slash at its end.
    pub fn at_or_below(&self, path: &str) -> Option<&Planned> {
        let below = format!("{path}/");
        let first = self.outputs.range(OutPath::new(&*below)..).next();
        let first = first.filter(|(output, _)| output.as_str().starts_with(&below));
        self.outputs.get(&OutPath::new(path)).or(first.map(|(_, planned)| planned))
    }
}
