//! The `[publish.NAME]` tables of `site.toml`: where a built portal goes, and what is told that it has changed.
//!
//! Credentials never stand here: a repository is read by many.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::Deserialize;

/// Targets by name. In the fingerprint of a site, which is what `Debug` writes, is what its outputs show of them.
#[derive(Clone, Default, Deserialize)]
#[serde(transparent)]
pub struct Targets(pub BTreeMap<String, PublishTarget>);

impl fmt::Debug for Targets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Targets").field(&self.hubs()).field(&self.keys()).finish()
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

/// How a cache in front of the target is told what to forget. In texts, `{url}`, `{path}` and `{host}` stand for an address and its
/// parts, `{urls}`, `{paths}` and `{bare}` (without `https://`) for a JSON array of many, and `$NAME` for a variable of the environment.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Purge {
    /// `PURGE` where it is not said, for Varnish and nginx; `POST` for most CDNs.
    pub method: Option<String>,
    /// Where the request goes; the address itself where it is not said.
    pub url: Option<String>,
    pub headers: BTreeMap<String, String>,
    pub body: Option<String>,
    /// Addresses in one request.
    pub batch: Option<usize>,
    /// Requests in a second.
    pub rate: Option<u32>,
    /// Replies that mean that it is done, beside 200 to 299; some say 404 of what they do not hold.
    pub accept: Vec<u16>,
    /// With more addresses than this, folders are purged (`prefix`), or all of it (`all`).
    pub most: Option<usize>,
    /// For a folder: the address of the request where it begins with `http`, else its body. For a program: the line.
    pub prefix: Option<String>,
    /// The same for all that the cache holds.
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

impl IndexNow {
    /// As the protocol wants it: 8 to 128 letters, digits and hyphens. It is public: the portal shows it in a file.
    pub fn has_sound_key(&self) -> bool {
        (8..=128).contains(&self.key.len()) && self.key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    }
}

impl Targets {
    /// Hubs that the portal's feeds name, once each.
    pub fn hubs(&self) -> BTreeSet<&str> {
        self.0.values().flat_map(|target| &target.websub).map(String::as_str).collect()
    }

    /// Keys that the portal shows in files at its root.
    pub fn keys(&self) -> BTreeSet<&str> {
        let all = self.0.values().filter_map(|target| target.indexnow.as_ref());
        all.filter(|indexnow| indexnow.has_sound_key()).map(|indexnow| indexnow.key.as_str()).collect()
    }
}

fn ten() -> u64 {
    10
}

fn a_day() -> u64 {
    24
}
