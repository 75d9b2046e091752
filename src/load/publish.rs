//! The `[publish.NAME]` tables of `site.toml`: where a built portal goes, and what is told that it has changed.
//!
//! Credentials never stand here: a repository is read by many.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;

/// Targets by name. No page shows them, so they are not in the fingerprint of a site.
#[derive(Clone, Default, Deserialize)]
#[serde(transparent)]
pub struct Targets(pub BTreeMap<String, PublishTarget>);

impl fmt::Debug for Targets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Targets")
    }
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PublishTarget {
    /// `s3://bucket/prefix`, `gs://…`, `az://…`, `file:/srv/portal`, `ssh://user@host/path`.
    pub target: String,
    /// Of a store that speaks S3 and is not Amazon's: `https://s3.tinh.gov.vn`.
    pub endpoint: Option<String>,
    pub region: Option<String>,
    /// Where readers find it; `base_url` where it is not said.
    pub url: Option<String>,
    /// How many releases can be gone back to.
    #[serde(default = "ten")]
    pub keep: u64,
    /// Hours for which what no page asks for any more stays, for pages that are open somewhere.
    #[serde(default = "a_day")]
    pub grace: u64,
    /// `gzip`, `br`: siblings for hosts that send them as they are.
    #[serde(default)]
    pub compress: Vec<String>,
    pub purge: Option<Purge>,
    /// Hosts of search engines that are told what has changed, such as `api.indexnow.org`, and the key that the portal shows.
    pub indexnow: Option<IndexNow>,
    /// WebSub hubs that are told which feeds have changed.
    #[serde(default)]
    pub websub: Vec<String>,
    /// An address that is sent a summary in JSON.
    pub webhook: Option<String>,
}

/// How a cache in front of the target is told what to forget.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Purge {
    /// `PURGE` for Varnish and nginx, `POST` for most CDNs.
    pub method: Option<String>,
    /// With `{url}`, `{path}` or, for many at once, `{urls}`; `$NAME` is read from the environment.
    pub url: Option<String>,
    pub headers: BTreeMap<String, String>,
    pub body: Option<String>,
    /// Addresses in one request.
    pub batch: Option<usize>,
    /// Requests in a second.
    pub rate: Option<u32>,
    /// With more addresses than this, folders are purged (`prefix`), or all of it (`all`).
    pub most: Option<usize>,
    pub prefix: Option<String>,
    pub all: Option<String>,
    /// A program that is given the addresses, one a line, instead of a request.
    pub command: Option<Vec<String>>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IndexNow {
    pub host: String,
    pub key: String,
}

fn ten() -> u64 {
    10
}

fn a_day() -> u64 {
    24
}
