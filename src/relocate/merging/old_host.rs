//! Turns where addresses of a portal that was taken in lead from now on into rules for the host that it had: each address leads there in
//! one step, whatever else the new host does.

use std::collections::BTreeMap;

use super::homes::Homes;
use crate::load::base::Base;
use crate::load::ledger::Fate;
use crate::path::{UrlPath, encode_address};
use crate::pipeline::Addresses;
use crate::plan::OldQuery;
use crate::render::old_nginx;

const OPENING: &str = "\
# Địa chỉ của {old} và chỗ mới của chúng ở {new}; do cong merge ghi, đừng sửa tay.
# Ở máy chủ của {old}, thêm vào khối http { … }, trước mọi map khác:
#     include /duong/dan/nginx.conf;
# và thay mọi thứ trong khối server { … } của tên miền ấy (trừ listen, server_name, chứng thư) bằng hai dòng:
#     if ($cong_old) { return 301 $cong_old; }
#     return 301 {new}$request_uri;
#
# Addresses of {old} and where they are at {new} now, written by cong merge. On the server of the old host include this in
# http { … }, before every other map, and put the two lines above into its server block in place of everything but listen,
# server_name and certificates.
";

/// What the old host has to know.
pub struct Rules {
    pub nginx: Vec<u8>,
    /// As Netlify and Cloudflare Pages read them.
    pub redirects: Vec<u8>,
    pub count: usize,
}

pub fn rules(theirs: &Addresses, own: &Base, homes: &Homes) -> Rules {
    let whole = |local: &str| format!("{}{}", own.origin(), encode_address(&own.public(local)));
    let mut pages: BTreeMap<UrlPath, String> = BTreeMap::new();
    let base = theirs.base();
    let url = |local: &str| base.url(&crate::path::decode(local));
    for (local, home) in &homes.all {
        pages.insert(url(local), whole(home));
    }
    for (from, to) in &theirs.plan.redirects {
        if let Some(home) = homes.of(to.local()) {
            pages.insert(from.clone(), whole(home));
        }
    }
    // What the ledger has beside: pages whose time is over lead where their section is.
    let moved = theirs.ledger.entries().iter().filter(|entry| matches!(entry.fate, Fate::Moved(_)));
    for entry in moved.filter(|entry| !entry.address.contains('?')) {
        let to = theirs.ledger.now(&entry.address).and_then(|to| homes.of(to));
        if let Some(home) = to {
            pages.entry(url(&entry.address)).or_insert_with(|| whole(home));
        }
    }
    let queries = theirs.plan.old_queries.by_path().flat_map(|(_, all)| all);
    let queries: Vec<(&OldQuery, String)> =
        queries.filter_map(|old| Some((old, whole(homes.of(old.to.local())?)))).collect();
    let listed: Vec<(&UrlPath, String)> = pages.iter().map(|(from, to)| (from, to.clone())).collect();
    let opening = OPENING.replace("{old}", base.authority()).replace("{new}", own.origin());
    let mut redirects = String::new();
    for (old, to) in &queries {
        let parameters = old.from.parameters.iter().map(|(name, value)| match value {
            Some(value) => format!("{}={}", encode_address(name), encode_address(value)),
            None => format!("{}=:{}", encode_address(name), encode_address(name)),
        });
        let path = encode_address(&base.public(&old.from.path));
        redirects.push_str(&format!("{path} {} {to} 301!\n", parameters.collect::<Vec<_>>().join(" ")));
    }
    for (from, to) in &listed {
        redirects.push_str(&format!("{from} {to} 301!\n"));
    }
    redirects.push_str(&format!("/* {}/:splat 301!\n", own.origin()));
    Rules {
        nginx: old_nginx::map_to(base, &opening, &listed, &queries),
        redirects: redirects.into_bytes(),
        count: listed.len() + queries.len(),
    }
}
