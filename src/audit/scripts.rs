//! What pages load: scripts of hosts that nobody knows, and anything over `http`.
//!
//! A build refuses pages that load from elsewhere, but for what `[security]` allows; here that is held against the list of hosts that the
//! portal knows, and the theme's templates are read as they are written, since a page that is refused is not on the portal.

use std::collections::BTreeSet;

use super::asked::first;
use super::context::Context;
use super::report::{Shortfall, State, both};
use crate::load::document::Target;
use crate::load::security::Emc;
use crate::text::origin::origin_of;

/// A part of a template that loads something, with the address as it is written.
struct Load<'t> {
    template: String,
    is_script: bool,
    address: &'t str,
}

/// Elements that load what their address names.
const LOADING: [&str; 10] = ["script", "img", "iframe", "link", "video", "audio", "source", "embed", "object", "track"];

/// Addresses of other hosts that are spelt out in tags of the theme that load.
fn loads<'t>(context: &Context<'t>) -> Vec<Load<'t>> {
    let mut found = Vec::new();
    for (name, text) in &context.theme.templates {
        for tag in text.split('<').skip(1) {
            let element = tag.split(|letter: char| !letter.is_ascii_alphanumeric()).next().unwrap_or_default();
            let is = |name: &str| element.eq_ignore_ascii_case(name);
            // A link that says where else the page stands loads nothing.
            let says = is("link") && ["stylesheet", "icon", "preload", "manifest"].iter().all(|rel| !tag.contains(rel));
            if says || !LOADING.iter().any(|name| is(name)) {
                continue;
            }
            let tag = tag.split('>').next().unwrap_or(tag);
            let addresses = tag.split(['"', '\'', ' ', '=']).filter(|part| part.contains("//"));
            found.extend(addresses.map(|address| Load {
                template: format!("{}/templates/{name}", context.theme.folder),
                is_script: is("script"),
                address,
            }));
        }
    }
    found
}

pub fn unknown(context: &Context, hosts: &[String]) -> Option<Shortfall> {
    let config = &context.site.config;
    let known: BTreeSet<&str> =
        hosts.iter().chain(&context.settings.script_hosts).map(String::as_str).chain([Emc::ORIGIN]).collect();
    let allowed = config.security.origins("script-src").filter(|origin| !known.contains(origin));
    let mut told: Vec<String> = allowed.map(|origin| format!("site.toml ({origin})")).collect();
    for load in loads(context).iter().filter(|load| load.is_script) {
        if origin_of(load.address).is_none_or(|origin| !known.contains(origin.as_str())) {
            told.push(format!("{} ({})", load.template, load.address));
        }
    }
    shortfall(
        &told,
        ("script từ máy chủ chưa biết", "scripts of hosts that are not known"),
        (
            "Bỏ script đó; máy chủ đã được duyệt thì ghi vào script_hosts ở [audit] của site.toml.",
            "Take the script out; if its host was approved, write it into script_hosts in [audit] of site.toml.",
        ),
    )
}

pub fn over_http(context: &Context) -> Option<Shortfall> {
    let is_plain = |address: &str| address.get(..7).is_some_and(|scheme| scheme.eq_ignore_ascii_case("http://"));
    let mut told: Vec<String> =
        loads(context).iter().filter(|load| is_plain(load.address)).map(|load| load.template.clone()).collect();
    for page in context.site.all_pages() {
        let document = page.document();
        let over_http = document.pictured().filter(|target| matches!(target, Target::External(to) if is_plain(to)));
        told.extend(over_http.map(|_| document.source.to_string()));
    }
    shortfall(
        &told,
        ("tải nội dung qua http://", "something is loaded over http://"),
        ("Tải tệp về đặt trên cổng, hoặc dùng https://.", "Put the file on the portal, or use https://."),
    )
}

fn shortfall(told: &[String], what: (&str, &str), next: (&str, &str)) -> Option<Shortfall> {
    let names: Vec<&str> = told.iter().map(String::as_str).collect();
    (!told.is_empty()).then(|| Shortfall {
        state: State::Missing,
        what: both(format!("{}: {}", what.0, first(&names, "vi")), format!("{}: {}", what.1, first(&names, "en"))),
        next: both(next.0, next.1),
    })
}
