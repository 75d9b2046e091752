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
    /// Seconds after which it is told once more: a cache that was fetching the old bytes meanwhile keeps them.
    pub again: Option<u64>,
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

/// `site.toml` without its `[publish.…]` and `[check.…]` tables, as far as they can be told from the rest for certain.
pub fn taken_out(site: Vec<u8>) -> Vec<u8> {
    const HEADERS: [&str; 5] = ["[publish.", "[publish]", "[check.", "[check]", "[[check."];
    let Ok(text) = std::str::from_utf8(&site) else { return site };
    let (mut rest, mut inside) = (String::with_capacity(text.len()), false);
    for line in text.split_inclusive('\n') {
        if line.starts_with('[') {
            inside = HEADERS.iter().any(|header| line.starts_with(header));
        }
        if !inside {
            rest.push_str(line);
        }
    }
    // A text of several lines may look like a table, or hold one.
    let read = |text: &str| toml::from_str::<toml::Table>(text).ok();
    let is_right = rest.len() < text.len()
        && read(text).is_some_and(|mut all| {
            all.remove("publish");
            all.remove("check");
            Some(all) == read(&rest)
        });
    if is_right { rest.into_bytes() } else { site }
}

/// What kind of place a target is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Scheme {
    S3,
    Google,
    Azure,
    Folder,
    Ssh,
}

impl Scheme {
    /// With what a target begins.
    pub const NAMES: [(&str, Scheme); 5] = [
        ("s3", Scheme::S3),
        ("gs", Scheme::Google),
        ("az", Scheme::Azure),
        ("file", Scheme::Folder),
        ("ssh", Scheme::Ssh),
    ];

    pub fn is_store(self) -> bool {
        matches!(self, Scheme::S3 | Scheme::Google | Scheme::Azure)
    }

    /// Variables of the environment that credentials are read from; none where the system has its own way.
    pub fn variables(self) -> &'static [&'static str] {
        match self {
            Scheme::S3 => &["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"],
            Scheme::Google => &["GOOGLE_SERVICE_ACCOUNT"],
            Scheme::Azure => &["AZURE_STORAGE_ACCOUNT_NAME", "AZURE_STORAGE_ACCOUNT_KEY"],
            Scheme::Folder | Scheme::Ssh => &[],
        }
    }
}

/// A target as its scheme and what follows: `s3` and `bucket/prefix`. `None` where the scheme is none.
pub fn parts(target: &str) -> Option<(Scheme, &str)> {
    let (name, rest) = target.split_once(':')?;
    let (_, scheme) = Scheme::NAMES.into_iter().find(|(known, _)| *known == name)?;
    match scheme {
        Scheme::Folder => Some((scheme, rest.strip_prefix("//").unwrap_or(rest))),
        _ => Some((scheme, rest.strip_prefix("//")?)),
    }
}

fn ten() -> u64 {
    10
}

fn a_day() -> u64 {
    24
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_taken_out_of_the_settings_and_nothing_else_is() {
        let of = |text: &str| String::from_utf8(taken_out(text.as_bytes().to_vec())).unwrap();
        let site = "a = 1\n[b]\nc = 2\n";
        assert_eq!(of(site), site);
        let target = "[publish.x]\ntarget = \"file:/a\"\n[publish.x.purge]\nurl = \"{url}\"\n";
        assert_eq!(of(&format!("{site}{target}[d]\n")), format!("{site}[d]\n"));
        for other in [
            "a = QQQ\n[publish.x]\nQQQ\n",
            "a = QQQ\n[publish.x]\nb = 1\n[c]QQQ\n[publish.y]\n",
            "[publish.x\n",
            "[publisher.x]\n",
        ] {
            let other = other.replace("QQQ", "'''");
            assert_eq!(of(&other), other);
        }
    }
}
