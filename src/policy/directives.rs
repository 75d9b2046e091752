//! Turns the configuration and the theme into the Content Security Policy of pages (CSP Level 3, W3C): everything is
//! forbidden that the portal does not need, and other hosts are allowed only as `[security]` of `site.toml` says.

use std::fmt;

use crate::load::config::Config;
use crate::load::security::Emc;
use crate::load::theme::Theme;
use crate::tables;

/// What a page needs of the portal itself. What is not named here falls to `default-src 'none'`.
const OWN: &[&str] =
    &["script-src", "style-src", "img-src", "font-src", "media-src", "manifest-src", "connect-src", "form-action"];

/// How a script makes code or markup of a text. With one of these in a theme, trusted types would break it.
const SINKS: &[&str] = &[
    "innerHTML",
    "outerHTML",
    "insertAdjacentHTML",
    "setHTMLUnsafe",
    "createContextualFragment",
    "parseFromString",
    "parseHTMLUnsafe",
    "document.write",
    "srcdoc",
    "eval(",
    "Function(",
    "importScripts",
    "new Worker",
    "new SharedWorker",
    "serviceWorker",
    "createElement(\"script\")",
    "createElement('script')",
];

/// Each directive with its sources, in order.
#[derive(Clone, Debug)]
pub struct Directives {
    sources: Vec<(&'static str, Vec<String>)>,
    /// The portal's own origin, which `'self'` stands for.
    own: String,
}

impl Directives {
    pub fn of_pages(config: &Config, theme: &Theme) -> Directives {
        let none = || vec!["'none'".to_owned()];
        let mut all = Directives { sources: vec![("default-src", none())], own: config.base_url.clone() };
        for directive in OWN {
            all.add(directive, "'self'");
        }
        if has_data_pictures(theme) {
            all.add("img-src", "data:");
        }
        for directive in OWN.iter().chain(&["frame-src"]) {
            for origin in config.security.origins(directive) {
                all.add(directive, origin);
            }
        }
        for origin in config.form_origins() {
            all.add("form-action", &origin);
        }
        if config.security.emc().is_some() {
            all.add("script-src", Emc::SCRIPT);
            all.add("connect-src", Emc::ORIGIN);
            all.add("img-src", Emc::ORIGIN);
        }
        all.add("base-uri", "'none'");
        all.add("frame-ancestors", "'none'");
        // Nobody here knows what the scripts of other hosts do.
        let only_own_scripts =
            config.security.emc().is_none() && config.security.origins("script-src").next().is_none();
        if only_own_scripts && !makes_code(theme) {
            all.add("require-trusted-types-for", "'script'");
        }
        if config.base_url.starts_with("https://") {
            all.sources.push(("upgrade-insecure-requests", Vec::new()));
        }
        all
    }

    fn add(&mut self, directive: &'static str, source: &str) {
        match self.sources.iter_mut().find(|(name, _)| *name == directive) {
            Some((_, sources)) if sources.iter().any(|known| known == source) => {}
            Some((_, sources)) => sources.push(source.to_owned()),
            None => self.sources.push((directive, vec![source.to_owned()])),
        }
    }

    /// Whether a page may load an address for this purpose. `address` as it stands in the page.
    pub fn allow(&self, directive: &str, address: &str) -> bool {
        let sources = self.sources.iter().find(|(name, _)| *name == directive).map_or(&[][..], |(_, sources)| sources);
        let has = |source: &str| sources.iter().any(|known| known == source);
        // Browsers leave out white space and control characters and read `\` as `/` (URL Standard, §4.4).
        let mut address = address.trim_matches(|c: char| c <= ' ').to_owned();
        address.retain(|c| !matches!(c, '\t' | '\n' | '\r'));
        let address = address.replace('\\', "/");
        if address.starts_with("//") {
            return false;
        }
        let scheme = address.split_once(':').map(|(scheme, _)| scheme).filter(|scheme| is_scheme(scheme));
        match scheme.map(str::to_ascii_lowercase).as_deref() {
            None => has("'self'"),
            Some("data") => has("data:"),
            Some(_) => {
                has("'self'") && is_at(&address, &self.own) || sources.iter().any(|source| is_at(&address, source))
            }
        }
    }
}

impl fmt::Display for Directives {
    /// The value of the header.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let row = |(name, sources): &(&str, Vec<String>)| {
            std::iter::once(*name).chain(sources.iter().map(String::as_str)).collect::<Vec<_>>().join(" ")
        };
        f.write_str(&self.sources.iter().map(row).collect::<Vec<_>>().join("; "))
    }
}

/// Whether an address is a source, or stands at an origin that is one. Capitals in the name of a host mean nothing.
fn is_at(address: &str, source: &str) -> bool {
    address.split_at_checked(source.len()).is_some_and(|(start, rest)| {
        start.eq_ignore_ascii_case(source) && (rest.is_empty() || rest.starts_with(['/', '?', '#']))
    })
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'.' | b'-'))
}

fn texts<'a>(theme: &'a Theme, extension: &'static str) -> impl Iterator<Item = &'a [u8]> {
    let of_type = move |(name, _): &(&String, _)| tables::extension(name) == extension;
    theme.assets.iter().filter(of_type).map(|(_, asset)| asset.bytes.as_slice())
}

fn contains(text: &[u8], word: &str) -> bool {
    memchr::memmem::find(text, word.as_bytes()).is_some()
}

/// Whether a style sheet draws a picture that it holds itself.
fn has_data_pictures(theme: &Theme) -> bool {
    texts(theme, "css").any(|text| ["url(data:", "url(\"data:", "url('data:"].iter().any(|word| contains(text, word)))
}

fn makes_code(theme: &Theme) -> bool {
    texts(theme, "js").any(|text| SINKS.iter().any(|sink| contains(text, sink)))
}
