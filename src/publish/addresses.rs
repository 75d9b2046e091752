//! Turns paths of an output folder into the addresses at which readers, and caches before them, know those files.

use std::collections::BTreeSet;

use percent_encoding::utf8_percent_encode;

use super::PRIVATE;
use super::plan::{Change, Plan};
use crate::path::{UNRESERVED, UrlPath};

const INDEX: &str = "index.html";

/// The address that pages of the portal link to: `x/index.html` is read at `URL/x/`. `url`: where readers find the portal, with the
/// path that it lives at.
pub fn address(url: &str, path: &str) -> String {
    let folder = path.strip_suffix(INDEX).filter(|folder| folder.is_empty() || folder.ends_with('/'));
    let local = format!("/{}", folder.unwrap_or(path));
    format!("{}{}", url.trim_end_matches('/'), UrlPath::new(local))
}

/// Every address whose reply a plan changes, sorted.
pub fn changed_by(plan: &Plan, url: &str) -> Vec<String> {
    let mut found = BTreeSet::new();
    for change in plan.changes.iter().filter(|change| !change.path.starts_with(PRIVATE)) {
        spellings(url, change, &mut found);
    }
    found.into_iter().collect()
}

/// A file is found under every spelling of its address, and caches keep each apart: as the portal links to it, with all encoded that
/// may be, and with small letters in the escapes.
fn spellings(url: &str, change: &Change, found: &mut BTreeSet<String>) {
    let usual = address(url, &change.path);
    let local = &usual[url.trim_end_matches('/').len()..];
    if local.contains('%') {
        found.insert(format!("{}{}", &usual[..usual.len() - local.len()], small_escapes(local)));
    }
    if local.bytes().any(|byte| b"!$&'()*+,;=:@".contains(&byte)) {
        let parts = local.split('/').map(crate::path::decode);
        let strict: Vec<String> = parts.map(|part| utf8_percent_encode(&part, UNRESERVED).to_string()).collect();
        found.insert(format!("{}{}", &usual[..usual.len() - local.len()], strict.join("/")));
    }
    // `/x` is sent on to `/x/` while there is something, whatever it is.
    if let Some(plain) = usual.strip_suffix('/')
        && local.len() > 1
        && (change.before.is_none() || change.after.is_none())
    {
        found.insert(plain.to_owned());
    }
    found.insert(usual);
}

/// `%C3%A9` → `%c3%a9`
fn small_escapes(text: &str) -> String {
    let mut parts = text.split('%');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (escape, rest) = part.split_at(part.len().min(2));
        out.extend(["%", &escape.to_ascii_lowercase(), rest]);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::publish::{Item, Kept, Online, Turn};

    fn change(path: &str, was: bool, is: bool) -> Change {
        let (digest, headers) = Default::default();
        let before = Online { digest, size: 1, headers, etag: String::new(), release: 1 };
        let after = Item { digest, size: 1, headers: Default::default(), turn: Turn::Page, hashed: false };
        Change { path: path.to_owned(), before: was.then_some(before), after: is.then_some(after), from: Kept::Built }
    }

    fn changed(changes: &[(&str, bool, bool)]) -> Vec<String> {
        let changes = changes.iter().map(|(path, was, is)| change(path, *was, *is)).collect();
        changed_by(&Plan { changes, against: 1 }, "https://tinh.vn/so-y-te/")
    }

    #[test]
    fn a_page_is_read_at_its_folder_and_a_file_at_its_name() {
        for (path, wanted) in [
            ("index.html", "https://tinh.vn/so-y-te/"),
            ("a/b/index.html", "https://tinh.vn/so-y-te/a/b/"),
            ("a/b/index.json", "https://tinh.vn/so-y-te/a/b/index.json"),
            ("cu.html", "https://tinh.vn/so-y-te/cu.html"),
            ("a/my-index.html", "https://tinh.vn/so-y-te/a/my-index.html"),
            ("a/số 1.pdf", "https://tinh.vn/so-y-te/a/s%E1%BB%91%201.pdf"),
        ] {
            assert_eq!(address("https://tinh.vn/so-y-te/", path), wanted);
            assert_eq!(address("https://tinh.vn/so-y-te", path), wanted);
        }
    }

    #[test]
    fn what_changed_is_one_address_and_what_came_or_went_is_also_the_one_without_its_slash() {
        assert_eq!(changed(&[("a/index.html", true, true)]), ["https://tinh.vn/so-y-te/a/"]);
        let both = ["https://tinh.vn/so-y-te/a", "https://tinh.vn/so-y-te/a/"];
        assert_eq!(changed(&[("a/index.html", true, false)]), both);
        assert_eq!(changed(&[("a/index.html", false, true)]), both);
        assert_eq!(changed(&[("index.html", false, true)]), ["https://tinh.vn/so-y-te/"]);
    }

    #[test]
    fn an_address_is_forgotten_in_every_spelling_that_leads_there() {
        let all = changed(&[("số (1).pdf", true, true)]);
        let base = "https://tinh.vn/so-y-te/s";
        for spelling in ["%E1%BB%91%20(1).pdf", "%e1%bb%91%20(1).pdf", "%E1%BB%91%20%281%29.pdf"] {
            assert!(all.contains(&format!("{base}{spelling}")), "{all:?}");
        }
        assert_eq!(all.len(), 3);
    }

    #[test]
    fn what_no_reader_gets_is_in_no_cache() {
        assert_eq!(changed(&[(".cong/state", true, true)]), Vec::<String>::new());
    }
}
