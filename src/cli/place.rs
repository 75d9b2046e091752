//! A target of `site.toml` that a command was asked for by name: turns the name into a place that can be published to, or says why
//! there is none.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::json;

use super::findings::{Extent, Telling};
use super::portal::Portal;
use super::publish_words::{self, Spoken};
use super::{COULD_NOT_RUN, Common, FINDINGS, complain, findings, say, words};
use crate::diag::{did_you_mean, nearest};
use crate::files::Overlay;
use crate::load::config::Config;
use crate::load::publish::{PublishTarget, Scheme, parts};
use crate::pipeline::{self, SITE};
use crate::publish::compress::Compressor;
use crate::publish::folder::{self, Folder};
use crate::publish::inventory::Carrier;
use crate::publish::ssh::{Address, Programs, Ssh};
use crate::publish::{Remote, Trouble, store};
use crate::write::place;

pub struct Place {
    /// In `site.toml`.
    pub name: String,
    pub target: PublishTarget,
    /// Where readers find it, without a slash at the end.
    pub url: String,
    pub config: Config,
    pub language: String,
    folder: PathBuf,
}

impl Place {
    /// `prefix`: a preview that stands below the target, apart from all others. `portal` is then one that lives there.
    pub fn find(common: &Common, portal: &mut Portal, name: &str, prefix: Option<&str>) -> Result<Place, u8> {
        let config = configuration(common, portal)?;
        let Some(target) = config.publish.0.get(name) else {
            complain(&no_such(name, &config, &portal.language));
            return Err(COULD_NOT_RUN);
        };
        let mut target = target.clone();
        let url = target.url.clone().unwrap_or_else(|| config.base_url.clone());
        let mut url = url.trim_end_matches('/').to_owned();
        let mut config = config;
        if let Some(prefix) = prefix {
            if !is_prefix(prefix) {
                let text = words(
                    &portal.language,
                    "--prefix gồm chữ thường không dấu, số và dấu gạch nối, ví dụ --prefix pr-12",
                    "--prefix has lower-case letters, digits and hyphens, such as --prefix pr-12",
                );
                complain(text);
                return Err(COULD_NOT_RUN);
            }
            target.target = format!("{}/{prefix}", target.target.trim_end_matches('/'));
            url = format!("{url}/{prefix}");
            (target.indexnow, target.websub) = (None, Vec::new());
            let site = portal.files.read(SITE).unwrap_or_default();
            let site = with_base(&String::from_utf8_lossy(&site), &url).into_bytes();
            portal.files = Arc::new(Overlay::new(portal.files.clone(), BTreeMap::from([(SITE.to_owned(), site)])));
            config = configuration(common, portal)?;
        }
        let folder = common.folder.clone();
        let found = Place { name: name.to_owned(), target, url, config, language: portal.language.clone(), folder };
        if let Some(path) = found.path().filter(|path| place::is_inside(&found.folder, path)) {
            let text = words(
                &found.language,
                "nơi xuất bản {path} nằm trong chính thư mục của cổng. Chọn một thư mục ở ngoài, rồi sửa target trong site.toml.",
                "the target {path} is inside the portal's own folder. Choose a folder outside of it and mend target in site.toml.",
            );
            complain(&text.replace("{path}", &path.display().to_string()));
            return Err(COULD_NOT_RUN);
        }
        Ok(found)
    }

    pub fn spoken(&self) -> Spoken<'_> {
        Spoken { name: &self.name, target: &self.target, language: &self.language }
    }

    /// Of a target that is a folder of this machine.
    fn path(&self) -> Option<PathBuf> {
        let (scheme, path) = parts(&self.target.target)?;
        (scheme == Scheme::Folder).then(|| absolute(&self.folder, path))
    }

    pub fn carrier(&self) -> Carrier {
        let is_store = parts(&self.target.target).is_some_and(|(scheme, _)| scheme.is_store());
        if is_store { Carrier::Store } else { Carrier::Host }
    }

    pub fn compressor(&self) -> Compressor {
        Compressor::new(folder::encodings(&self.target.compress), Some(self.folder.clone()))
    }

    pub fn remote(&self) -> Result<Box<dyn Remote>, Trouble> {
        let PublishTarget { target, endpoint, region, .. } = &self.target;
        match parts(target) {
            Some((Scheme::Folder, path)) => Ok(Box::new(Folder::new(absolute(&self.folder, path), self.compressor()))),
            Some((Scheme::Ssh, _)) => {
                let address = Address::parse(target).ok_or_else(|| Trouble::NoTarget { detail: target.clone() })?;
                let programs = std::env::var("CONG_SSH")
                    .map_or_else(|_| Programs::default(), |command| Programs::through(&command));
                Ok(Box::new(Ssh::new(address, programs, self.compressor(), self.folder.clone())))
            }
            _ => {
                let (endpoint, region) = (endpoint.as_deref(), region.as_deref());
                let variables = &|name: &str| std::env::var(name).ok();
                Ok(Box::new(store::open(&store::Place { target, endpoint, region, variables })?))
            }
        }
    }

    /// Says what went wrong. Nothing came of it.
    pub fn fail(&self, trouble: &Trouble, common: &Common) -> u8 {
        let message = publish_words::sentence(trouble, self.spoken());
        complain(&message);
        if common.json {
            let error = json!({ "code": publish_words::code(trouble), "message": message });
            say(&json!({ "target": self.name, "outcome": "failed", "error": error }).to_string());
        }
        COULD_NOT_RUN
    }
}

/// What tells one place from another, however its settings spell it. `folder`: of the portal.
pub fn key(target: &PublishTarget, folder: &Path) -> String {
    match parts(&target.target) {
        Some((Scheme::Folder, path)) => format!("file:{}", place::real(&absolute(folder, path)).display()),
        _ => {
            let endpoint = target.endpoint.as_deref().unwrap_or_default().trim_end_matches('/');
            format!("{} {endpoint}", target.target.trim_end_matches('/'))
        }
    }
}

fn absolute(folder: &Path, path: &str) -> PathBuf {
    let path = folder.join(path);
    std::path::absolute(&path).unwrap_or(path)
}

fn configuration(common: &Common, portal: &Portal) -> Result<Config, u8> {
    let mut found = Vec::new();
    let config = pipeline::config(&*portal.files, &mut found).ok().flatten();
    config.ok_or_else(|| {
        let extent = Extent { all: false };
        findings::show(&found, Telling { files: &*portal.files, language: &portal.language, common, extent });
        FINDINGS
    })
}

fn no_such(name: &str, config: &Config, language: &str) -> String {
    let names: Vec<&str> = config.publish.0.keys().map(String::as_str).collect();
    if names.is_empty() {
        return words(
            language,
            "site.toml chưa có nơi xuất bản nào. Thêm hai dòng: [publish.{name}] và target = \"file:/srv/cong\" (hoặc s3://…, ssh://…). Xem docs/publishing.md.",
            "site.toml has no target yet. Add two lines: [publish.{name}] and target = \"file:/srv/portal\" (or s3://…, ssh://…). See docs/publishing.md.",
        )
        .replace("{name}", name);
    }
    let (vi, en) = match nearest(name, names.iter().copied()) {
        Some(near) => (format!("Có phải ý bạn là {near}?"), format!("Did you mean {near}?")),
        None => did_you_mean(name, &names),
    };
    let lead = words(language, "site.toml không có nơi xuất bản", "site.toml has no target");
    format!("{lead} “{name}”. {}", words(language, &vi, &en))
}

fn is_prefix(prefix: &str) -> bool {
    let sound = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    !prefix.is_empty() && prefix.len() <= 60 && !prefix.starts_with('-') && prefix.bytes().all(sound)
}

/// `site.toml` of a portal that lives elsewhere.
fn with_base(site: &str, url: &str) -> String {
    let mut is_done = false;
    let line = |line: &str| {
        let is_it = !is_done
            && line.trim_start().strip_prefix("base_url").is_some_and(|rest| rest.trim_start().starts_with('='));
        is_done |= is_it;
        if is_it { format!("base_url = \"{url}\"\n") } else { line.to_owned() }
    };
    site.split_inclusive('\n').map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_preview_lives_at_an_address_of_its_own() {
        let site = "title = \"Cổng\"\nbase_url  = \"https://a.vn\" # gốc\n[extra]\nbase_url = \"x\"\n";
        assert_eq!(
            with_base(site, "https://xem.a.vn/pr-1"),
            "title = \"Cổng\"\nbase_url = \"https://xem.a.vn/pr-1\"\n[extra]\nbase_url = \"x\"\n"
        );
        assert!(is_prefix("pr-12") && !is_prefix("") && !is_prefix("../a") && !is_prefix("-x") && !is_prefix(".cong"));
    }
}
