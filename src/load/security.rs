//! Turns the `[security]` table of `site.toml` into the exceptions from the portal's own policy: which other hosts a page
//! may load from, by directive of the Content Security Policy, and whether the ministry's EMC counts visits.
//!
//! A source is an origin and nothing wider: no path, no `*`, no keyword. What the policy is without them: `policy`.

use serde::{Deserialize, Serialize};
use toml::Spanned;

use crate::diag::{Finding, catalog};
use crate::load::toml_text::Placed;
use crate::text::origin::is_origin;

/// Origins, by the directive that they are added to.
#[derive(Default, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Security {
    script_src: Vec<Spanned<String>>,
    style_src: Vec<Spanned<String>>,
    font_src: Vec<Spanned<String>>,
    img_src: Vec<Spanned<String>>,
    media_src: Vec<Spanned<String>>,
    connect_src: Vec<Spanned<String>>,
    frame_src: Vec<Spanned<String>>,
    form_action: Vec<Spanned<String>>,
    emc: Option<Emc>,
    report: Option<Report>,
}

/// Whom to tell of a hole, as `/.well-known/security.txt` says it (RFC 9116).
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Report {
    contact: Vec<String>,
    expires: String,
    #[serde(default)]
    policy: String,
}

impl Report {
    /// `base`: the address of the portal.
    pub fn text(&self, base: &str, languages: &[String]) -> String {
        // A line break would begin a line of its own.
        let line = |(name, value): (&str, &str)| {
            format!("{name}: {}\n", value.split_whitespace().collect::<Vec<_>>().join(" "))
        };
        let canonical = format!("{base}/{}", Report::PATH);
        let languages = languages.join(", ");
        let contacts = self.contact.iter().map(|contact| ("Contact", contact.as_str()));
        let rest = [
            ("Expires", self.expires.as_str()),
            ("Preferred-Languages", languages.as_str()),
            ("Canonical", canonical.as_str()),
        ];
        let policy = Some(("Policy", self.policy.as_str())).filter(|(_, address)| !address.is_empty());
        contacts.chain(rest).chain(policy).map(line).collect()
    }

    pub const PATH: &str = ".well-known/security.txt";
}

/// The ministry's system that measures how portals are used (TT 22/2023/TT-BTTTT, phụ lục III).
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Emc {
    /// As the ministry gave it to the portal.
    site_id: Spanned<u32>,
}

impl Emc {
    pub const ORIGIN: &str = "https://f-emc.ngsp.gov.vn";
    pub const SCRIPT: &str = "https://f-emc.ngsp.gov.vn/embed/gov-tracking.min.js";
    pub const TRACKER: &str = "https://f-emc.ngsp.gov.vn/tracking";

    pub fn site_id(&self) -> u32 {
        *self.site_id.get_ref()
    }
}

/// A form of the file that tells a host which headers to send.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum HeaderFormat {
    /// `_headers`, which Netlify and Cloudflare Pages read.
    Netlify,
    /// `_headers.nginx.conf`, to be included in a `server` block.
    Nginx,
}

impl HeaderFormat {
    pub const ALL: [HeaderFormat; 2] = [HeaderFormat::Netlify, HeaderFormat::Nginx];

    pub fn file_name(self) -> &'static str {
        match self {
            HeaderFormat::Netlify => "_headers",
            HeaderFormat::Nginx => "_headers.nginx.conf",
        }
    }
}

impl Security {
    fn table(&self) -> [(&'static str, &'static str, &Vec<Spanned<String>>); 8] {
        [
            ("script_src", "script-src", &self.script_src),
            ("style_src", "style-src", &self.style_src),
            ("font_src", "font-src", &self.font_src),
            ("img_src", "img-src", &self.img_src),
            ("media_src", "media-src", &self.media_src),
            ("connect_src", "connect-src", &self.connect_src),
            ("frame_src", "frame-src", &self.frame_src),
            ("form_action", "form-action", &self.form_action),
        ]
    }

    /// Other origins that a directive of the policy allows.
    pub fn origins(&self, directive: &str) -> impl Iterator<Item = &str> {
        let found = self.table().into_iter().find(|(_, name, _)| *name == directive);
        found.into_iter().flat_map(|(_, _, origins)| origins.iter().map(|origin| origin.get_ref().as_str()))
    }

    pub fn emc(&self) -> Option<&Emc> {
        self.emc.as_ref()
    }

    pub fn report(&self) -> Option<&Report> {
        self.report.as_ref()
    }

    /// `placed`: of the file in which the table stands.
    pub fn check(&self, file: &str, placed: &Placed, findings: &mut Vec<Finding>) {
        for (key, _, origins) in self.table() {
            for origin in origins.iter().filter(|origin| !is_origin(origin.get_ref())) {
                let finding = placed.finding(&catalog::SECURITY_SOURCE, file, &origin.span());
                findings.push(finding.with("key", key).with("value", origin.get_ref()));
            }
        }
        if let Some(emc) = self.emc.as_ref().filter(|emc| emc.site_id() == 0) {
            findings.push(placed.finding(&catalog::EMC_SITE, file, &emc.site_id.span()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_is_an_origin_and_nothing_wider() {
        for good in ["https://a.vn", "https://www.youtube-nocookie.com", "https://may-chu.gov.vn:8443"] {
            assert!(is_origin(good), "{good}");
        }
        let wide = ["*", "https:", "https://*", "https://*.gov.vn", "https://vn", "data:", "'unsafe-inline'", "'self'"];
        let wrong =
            ["http://a.vn", "//a.vn", "https://a.vn/", "https://a.vn/x", "https://a.vn; img-src *", "https://A.vn"];
        let odd =
            ["https://a.vn:0", "https://a.vn:x", "https://a..vn", "https://a.vn\n", "https://u@a.vn", "https://", ""];
        for bad in wide.iter().chain(&wrong).chain(&odd) {
            assert!(!is_origin(bad), "{bad:?}");
        }
    }
}
