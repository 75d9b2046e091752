//! Turns `base_url` into where the portal lives: its origin, and the path below which all of it stands, if it shares a host.
//!
//! This is the one place that knows of that path: addresses are made by `url`, and what an editor wrote comes in by `own`
//! and goes out by `href`. Files of the output folder do not have the path in their names.

use std::borrow::Cow;

use crate::path::{UrlPath, encode_address};

#[derive(Clone, Default, Debug)]
pub struct Base {
    /// `https://tinh.gov.vn`, with the port if there is one.
    origin: String,
    /// `/so-y-te`; empty where the portal has its host for itself.
    path: String,
    /// Host and port by which links name the portal: small letters, no `www.`, no usual port.
    authority: String,
}

/// What is wrong with an address, and what to write, in Vietnamese and English.
pub type Wrong = (&'static str, &'static str);

const FORM: Wrong = (
    "Viết https:// và tên miền, ví dụ https://tinh.gov.vn; cổng thành phần có thêm đường dẫn: https://tinh.gov.vn/so-y-te",
    "Write https:// and the name of the host, such as https://tinh.gov.vn; a portal that shares a host adds its path: https://tinh.gov.vn/so-y-te",
);
const PLAIN: Wrong = (
    "Cổng phải chạy qua HTTPS: thay http:// bằng https://. Chỉ http://localhost được dùng, để chạy thử.",
    "A portal is served over HTTPS: write https:// instead of http://. Only http://localhost may stand here, for trials.",
);
const USER: Wrong =
    ("Bỏ phần tên đăng nhập và dấu @ trước tên miền.", "Take out the user name and the @ before the name of the host.");
const QUERY: Wrong = ("Bỏ từ dấu ? hoặc # trở đi.", "Take out everything from the ? or # on.");
const PATH: Wrong = (
    "Đường dẫn sau tên miền chỉ gồm chữ thường không dấu, số, dấu gạch nối, gạch dưới, dấu chấm, ví dụ https://tinh.gov.vn/so-y-te",
    "The path behind the host takes lower-case letters without marks, digits, hyphens, underscores and dots, such as https://tinh.gov.vn/so-y-te",
);

impl Base {
    /// `text`: without slashes at the end.
    pub fn parse(text: &str) -> Result<Base, Wrong> {
        let (scheme, rest) = text.split_once("://").ok_or(FORM)?;
        if rest.contains(['?', '#']) {
            return Err(QUERY);
        }
        let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        if authority.contains('@') {
            return Err(USER);
        }
        if !is_authority(authority) {
            return Err(FORM);
        }
        let is_local = ["localhost", "127.0.0.1", "[::1]"].contains(&split_port(authority).0);
        match scheme {
            "https" => {}
            "http" if is_local => {}
            "http" => return Err(PLAIN),
            _ => return Err(FORM),
        }
        if !path.split('/').skip(1).all(is_segment) || path.len() > LONGEST_PATH {
            return Err(PATH);
        }
        let origin = format!("{scheme}://{authority}");
        Ok(Base { origin, path: path.to_owned(), authority: folded(authority) })
    }

    /// `https://tinh.gov.vn`, without the path.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Host and port as they are written.
    pub fn host(&self) -> &str {
        self.origin.split_once("://").map_or("", |(_, host)| host)
    }

    /// Host and port, as far as they tell portals apart.
    pub fn authority(&self) -> &str {
        &self.authority
    }

    /// `/so-y-te`, or nothing.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The address of something whose path on the portal is known: `/` and `/robots.txt`.
    pub fn url(&self, path: &str) -> UrlPath {
        UrlPath::below(&self.path, path)
    }

    pub fn absolute(&self, url: &UrlPath) -> String {
        if url.is_elsewhere() {
            return url.to_string();
        }
        format!("{}{url}", self.origin)
    }

    /// The path on this portal that an address names by its host or by the portal's own path, with query and anchor:
    /// `https://tinh.gov.vn/tin-tuc/?a` gives `/tin-tuc/?a`. Case, `http://`, `//`, `www.` and the usual port make no
    /// difference, and a host alone will do, as it is copied from some browsers. `None` for what is elsewhere.
    pub fn own<'a>(&self, address: &'a str) -> Option<Cow<'a, str>> {
        if address.starts_with('/') && !address.starts_with("//") {
            return if self.path.is_empty() { None } else { self.below(address) };
        }
        let rest = match address.split_once("//") {
            Some((scheme, rest)) if ["", "http:", "https:"].iter().any(|known| scheme.eq_ignore_ascii_case(known)) => {
                rest
            }
            _ => address,
        };
        let (authority, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
        // A file may be named like a host; what has a scheme or a path behind it is surely none.
        let is_host = rest.len() < address.len() || path.starts_with('/');
        (is_host && !self.authority.is_empty() && folded(authority) == self.authority)
            .then(|| self.below(path))
            .flatten()
    }

    /// The path on this portal that a request is about; `None` for what lies outside of it.
    pub fn asked<'a>(&self, path: &'a str) -> Option<&'a str> {
        path.strip_prefix(self.path.as_str()).filter(|local| local.starts_with('/'))
    }

    /// What stands below the path of this portal.
    fn below<'a>(&self, path: &'a str) -> Option<Cow<'a, str>> {
        let local = path.strip_prefix(self.path.as_str())?;
        match local.bytes().next() {
            Some(b'/') => Some(Cow::Borrowed(local)),
            None | Some(b'?' | b'#') => Some(Cow::Owned(format!("/{local}"))),
            Some(_) => None,
        }
    }

    /// A path on this portal as it stands in pages.
    pub fn public<'a>(&self, local: &'a str) -> Cow<'a, str> {
        if self.path.is_empty() { Cow::Borrowed(local) } else { Cow::Owned(format!("{}{local}", self.path)) }
    }

    /// The path on this portal of an address that is written in a field or in `site.toml`.
    pub fn local<'a>(&self, address: &'a str) -> Option<Cow<'a, str>> {
        let on_portal =
            || Some(Cow::Borrowed(address)).filter(|_| address.starts_with('/') && !address.starts_with("//"));
        self.own(address).or_else(on_portal)
    }

    /// Such an address as it stands in pages.
    pub fn href(&self, address: &str) -> String {
        match self.local(address) {
            Some(local) => encode_address(&self.public(&local)),
            None => encode_address(address),
        }
    }
}

const LONGEST_PATH: usize = 200;

fn is_authority(authority: &str) -> bool {
    let (host, port) = split_port(authority);
    let port_is_good = port.is_none_or(|port| port.parse::<u16>().is_ok_and(|port| port > 0));
    let label = |label: &str| {
        !label.is_empty() && label.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '-' | '_'))
    };
    port_is_good && (host == "[::1]" || host.split('.').all(label))
}

/// `tinh.gov.vn:8443` → `tinh.gov.vn` and `8443`.
fn split_port(authority: &str) -> (&str, Option<&str>) {
    match authority.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => (host, Some(port)),
        _ => (authority, None),
    }
}

fn is_segment(segment: &str) -> bool {
    let plain =
        |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_' | b'.' | b'~');
    !segment.is_empty() && !segment.starts_with('.') && segment.bytes().all(plain)
}

/// One form for all spellings of a host.
fn folded(authority: &str) -> String {
    let (host, port) = split_port(authority);
    let host = host.trim_end_matches('.').to_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    match port.filter(|port| !matches!(*port, "80" | "443" | "")) {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_portal_lives_on_a_host_over_https_or_below_a_path_of_plain_letters() {
        for (good, path) in [
            ("https://tinh.gov.vn", ""),
            ("https://tinh.gov.vn:8443/so-y-te", "/so-y-te"),
            ("https://x.example/nhanh/a.1_b~", "/nhanh/a.1_b~"),
            ("http://localhost:1111", ""),
            ("http://127.0.0.1/a", "/a"),
            ("http://[::1]:8080/a", "/a"),
            ("https://cổng.vn", ""),
        ] {
            assert_eq!(Base::parse(good).map(|base| base.path().to_owned()), Ok(path.to_owned()), "{good}");
        }
        for (bad, why) in [
            ("tinh.gov.vn", FORM),
            ("ftp://tinh.gov.vn", FORM),
            ("https://", FORM),
            ("https:///a", FORM),
            ("https://tinh gov.vn", FORM),
            ("https://tinh.gov.vn:port", FORM),
            ("https://tinh..vn", FORM),
            ("http://tinh.gov.vn", PLAIN),
            ("http://localhost.tinh.gov.vn", PLAIN),
            ("https://user:pass@tinh.gov.vn", USER),
            ("https://tinh.gov.vn/a?b=1", QUERY),
            ("https://tinh.gov.vn/#a", QUERY),
            ("https://tinh.gov.vn/So-Y-Te", PATH),
            ("https://tinh.gov.vn/so y te", PATH),
            ("https://tinh.gov.vn/sở-y-tế", PATH),
            ("https://tinh.gov.vn/a//b", PATH),
            ("https://tinh.gov.vn/a/../b", PATH),
            ("https://tinh.gov.vn/.a", PATH),
            ("https://tinh.gov.vn/a%20b", PATH),
        ] {
            assert_eq!(Base::parse(bad).map(|_| ()), Err(why), "{bad}");
        }
    }

    #[test]
    fn an_address_on_the_own_host_is_known_however_the_host_is_written() {
        let base = Base::parse("https://Tinh.gov.vn").unwrap();
        for own in [
            "https://tinh.gov.vn/a/?b#c",
            "http://tinh.gov.vn/a/?b#c",
            "HTTPS://WWW.TINH.GOV.VN/a/?b#c",
            "//tinh.gov.vn/a/?b#c",
            "https://tinh.gov.vn:443/a/?b#c",
            "https://tinh.gov.vn./a/?b#c",
            "tinh.gov.vn/a/?b#c",
        ] {
            assert_eq!(base.own(own).as_deref(), Some("/a/?b#c"), "{own}");
        }
        assert_eq!(base.own("https://tinh.gov.vn").as_deref(), Some("/"));
        assert_eq!(base.own("https://tinh.gov.vn?a").as_deref(), Some("/?a"));
        for other in [
            "https://soyte.tinh.gov.vn/a/",
            "https://tinh.gov.vn.evil.example/a/",
            "https://tinh.gov.vn:8443/a/",
            "https://tinh.gov.vn@evil.example/",
            "https://evil.example/https://tinh.gov.vn/",
            "mailto:a@tinh.gov.vn",
            "ftp://tinh.gov.vn/a",
            "tinh.gov.vn",
            "/a/",
            "a.md",
        ] {
            assert_eq!(base.own(other), None, "{other}");
        }
    }

    #[test]
    fn what_stands_beside_a_portal_below_a_path_is_elsewhere() {
        let base = Base::parse("https://tinh.gov.vn/so-y-te").unwrap();
        assert_eq!(base.own("https://tinh.gov.vn/so-y-te/a/").as_deref(), Some("/a/"));
        assert_eq!(base.own("https://tinh.gov.vn/so-y-te#a").as_deref(), Some("/#a"));
        assert_eq!(base.own("/so-y-te/a/").as_deref(), Some("/a/"));
        assert_eq!(base.own("https://tinh.gov.vn/a/"), None);
        assert_eq!(base.own("https://tinh.gov.vn/so-y-te-2/a/"), None);
        assert_eq!(base.href("/a/"), "/so-y-te/a/");
        assert_eq!(base.href("https://tinh.gov.vn/a/"), "https://tinh.gov.vn/a/");
        assert_eq!(base.href("//khac.vn/a/"), "//khac.vn/a/");
    }
}
