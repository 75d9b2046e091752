//! Turns what a portal is called into its web app manifest: a name and a sign for those who keep it on the screen of a telephone.
//!
//! It opens in the browser as any page does: without an address bar nobody could tell the portal from a forgery.

use serde_json::json;

use super::portal::Portal;
use crate::plan::{DataJob, Job};

/// Of the pictures of the theme, those that stand for the portal: name, media type, sizes.
const SIGNS: [(&str, &str, &str); 3] = [
    ("emblem.svg", "image/svg+xml", "any"),
    ("icon-192.png", "image/png", "192x192"),
    ("icon-512.png", "image/png", "512x512"),
];

pub fn of_portal(portal: Portal) -> Vec<u8> {
    let site = portal.site;
    let code = site.config.default_language();
    let name = site.config.title.get(code);
    let home = portal.plan.home(site, 0);
    let icons: Vec<_> = SIGNS
        .iter()
        .filter_map(|(asset, kind, sizes)| {
            let url = portal.plan.overview(Job::Asset((*asset).to_owned()))?;
            Some(json!({ "src": url.as_str(), "type": kind, "sizes": sizes }))
        })
        .collect();
    // Its own address, which is there whether or not there is a home page.
    let own = portal.plan.overview(DataJob::Manifest).map(|url| portal.absolute(url));
    let mut manifest = json!({
        "id": own,
        "name": name,
        "lang": code,
        "display": "browser",
        "icons": icons,
    });
    // Without a home page it begins where the reader is.
    if let Some(home) = home {
        manifest["start_url"] = home.as_str().into();
        manifest["scope"] = home.as_str().into();
    }
    let mut bytes = serde_json::to_vec(&manifest).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}
