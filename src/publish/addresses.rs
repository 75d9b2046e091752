//! Turns paths of an output folder into the addresses at which readers, and caches before them, know those files.

use std::collections::BTreeSet;

use percent_encoding::utf8_percent_encode;

use crate::path::{UNRESERVED, UrlPath, decode};

const INDEX: &str = "index.html";

/// The address that pages of the portal link to: `x/index.html` is read at `URL/x/`. `url`: where readers find the portal, with the
/// path that it lives at.
pub fn address(url: &str, path: &str) -> String {
    format!("{}{}", url.trim_end_matches('/'), local(path))
}

fn local(path: &str) -> UrlPath {
    let folder = path.strip_suffix(INDEX).filter(|folder| folder.is_empty() || folder.ends_with('/'));
    UrlPath::new(format!("/{}", folder.unwrap_or(path)))
}

/// Every address under which a cache may hold a file. It is found under every spelling, and caches keep each apart: as the portal links
/// to it, with all encoded that may be, and with small letters in the escapes. `/x` is sent on to `/x/`, or is not found, by whether
/// there is a page.
pub fn spellings(url: &str, path: &str) -> BTreeSet<String> {
    let (url, usual) = (url.trim_end_matches('/'), local(path));
    let usual = usual.as_str();
    let mut all = BTreeSet::from([usual.to_owned()]);
    if usual.contains('%') {
        all.insert(small_escapes(usual));
    }
    if usual.bytes().any(|byte| b"!$&'()*+,;=:@".contains(&byte)) {
        let parts = usual.split('/').map(|part| utf8_percent_encode(&decode(part), UNRESERVED).to_string());
        all.insert(parts.collect::<Vec<_>>().join("/"));
    }
    let plain: Vec<String> = all.iter().filter_map(|local| local.strip_suffix('/')).map(str::to_owned).collect();
    all.extend(plain.into_iter().filter(|local| !local.is_empty()));
    all.into_iter().map(|local| format!("{url}{local}")).collect()
}

/// The same for many files, sorted.
pub fn of_all<'a>(url: &str, paths: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    paths.into_iter().flat_map(|path| spellings(url, path)).collect::<BTreeSet<_>>().into_iter().collect()
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

    const URL: &str = "https://tinh.vn/so-y-te";

    #[test]
    fn a_page_is_read_at_its_folder_and_a_file_at_its_name() {
        for (path, wanted) in [
            ("index.html", "/"),
            ("a/b/index.html", "/a/b/"),
            ("a/b/index.json", "/a/b/index.json"),
            ("cu.html", "/cu.html"),
            ("a/my-index.html", "/a/my-index.html"),
            ("a/số 1.pdf", "/a/s%E1%BB%91%201.pdf"),
        ] {
            assert_eq!(address(URL, path), format!("{URL}{wanted}"));
            assert_eq!(address(&format!("{URL}/"), path), format!("{URL}{wanted}"));
        }
    }

    #[test]
    fn a_cache_may_hold_a_page_with_its_slash_and_without() {
        let paths = ["a/index.html", "index.html", "a/index.json", "a/index.html"];
        let wanted = ["/", "/a", "/a/", "/a/index.json"].map(|path| format!("{URL}{path}"));
        assert_eq!(of_all(URL, paths), wanted);
    }

    #[test]
    fn a_cache_may_hold_a_file_in_every_spelling_of_its_address() {
        let all = of_all(URL, ["số (1).pdf"]);
        let wanted = ["%E1%BB%91%20%281%29.pdf", "%E1%BB%91%20(1).pdf", "%e1%bb%91%20(1).pdf"];
        assert_eq!(all, wanted.map(|spelling| format!("{URL}/s{spelling}")));
    }
}
