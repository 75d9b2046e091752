//! Checks host and origin of a request to the preview: turns its head into nothing, or into the reason why it is
//! refused.
//!
//! The preview shows drafts and asks for no password. A page of another site must not get at them: not by a name of its
//! own that leads here (DNS rebinding), not by scripts, pictures, frames and event streams that name the preview.

use std::net::IpAddr;
use std::str::FromStr;

use axum::http::{HeaderMap, HeaderName, Method, StatusCode, Uri, header};

/// Addresses below this are the preview's own, and never opened by a link.
pub const OWN_FOLDER: &str = "/_cong/";

/// The host names that the preview answers to.
#[derive(Clone, Debug)]
pub struct OriginCheck {
    address: IpAddr,
    names: Vec<Name>,
}

/// From where the preview can be reached.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reach {
    ThisMachine,
    /// Whoever reaches this address of the machine.
    OneAddress,
    /// Whoever reaches any address of the machine.
    EveryAddress,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Refusal {
    /// By a name that is not the preview's.
    Name,
    /// From a page of another site.
    Stranger,
    /// With another method than GET and HEAD.
    Method,
}

/// What stands before the colon in `name:port`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Name {
    Address(IpAddr),
    /// In small letters, without a dot at the end.
    Word(String),
}

impl OriginCheck {
    /// `address`: where the preview listens. `names`: further names of the machine, for those who do not type an address.
    pub fn new(address: IpAddr, names: Vec<Name>) -> OriginCheck {
        OriginCheck { address: address.to_canonical(), names }
    }

    pub fn reach(&self) -> Reach {
        if self.address.is_loopback() {
            Reach::ThisMachine
        } else if self.address.is_unspecified() {
            Reach::EveryAddress
        } else {
            Reach::OneAddress
        }
    }

    pub fn refusal(&self, method: &Method, uri: &Uri, headers: &HeaderMap) -> Option<Refusal> {
        let Some(host) = self.host(uri, headers) else { return Some(Refusal::Name) };
        if !is_from_here(uri, headers, &host) {
            Some(Refusal::Stranger)
        } else if !matches!(*method, Method::GET | Method::HEAD) {
            Some(Refusal::Method)
        } else {
            None
        }
    }

    /// What the request calls the preview, where it is one of its names. A request may say it twice (RFC 9112, 3.2.2);
    /// then both must be right. Browsers say it always, so one that does not is refused.
    fn host(&self, uri: &Uri, headers: &HeaderMap) -> Option<String> {
        let host = only(headers, &header::HOST)?;
        let other_scheme = uri.scheme_str().is_some_and(|scheme| scheme != "http");
        let target = uri.authority().map_or(host, |authority| authority.as_str());
        let own = [host, target].into_iter().all(|text| named(text).is_some_and(|(name, _)| self.is_own(&name)));
        (own && !other_scheme).then(|| host.to_owned())
    }

    /// No name in the DNS can be made to look like an address, so any address is good where the preview listens on all
    /// of them: that of a machine behind a router or around a container is not known here.
    fn is_own(&self, name: &Name) -> bool {
        let usual = match (name, self.reach()) {
            (Name::Address(address), Reach::ThisMachine) => address.is_loopback(),
            (Name::Address(_), Reach::EveryAddress) => true,
            (Name::Address(address), Reach::OneAddress) => *address == self.address,
            (Name::Word(word), reach) => word == "localhost" && reach != Reach::OneAddress,
        };
        usual || self.names.contains(name)
    }
}

impl FromStr for Name {
    type Err = &'static str;

    /// A port beside it means nothing.
    fn from_str(text: &str) -> Result<Name, &'static str> {
        named(text).map(|(name, _)| name).ok_or("không phải tên máy · not the name of a machine")
    }
}

impl Refusal {
    pub fn status(self) -> StatusCode {
        match self {
            Refusal::Name | Refusal::Stranger => StatusCode::FORBIDDEN,
            Refusal::Method => StatusCode::METHOD_NOT_ALLOWED,
        }
    }

    /// For whoever meets it in a browser, in Vietnamese and English.
    pub fn text(self) -> (&'static str, &'static str) {
        match self {
            Refusal::Name => (
                "Bản xem trước không có tên này. Hãy mở địa chỉ mà lệnh cong serve đã in ra; để gọi máy bằng một tên khác, chạy lại với --allow-host TÊN.\n",
                "The preview does not have this name. Open the address that cong serve printed; to call the machine by another name, run it again with --allow-host NAME.\n",
            ),
            Refusal::Stranger => (
                "Bản xem trước có bản nháp nên không trả lời trang của nơi khác.\n",
                "The preview shows drafts, so it does not answer pages of other sites.\n",
            ),
            Refusal::Method => (
                "Bản xem trước chỉ hiện trang, không nhận biểu mẫu và dữ liệu gửi tới.\n",
                "The preview only shows pages; it takes no forms and no data.\n",
            ),
        }
    }
}

/// Whether a page of the preview itself asks, or a person: who types the address, or follows a link to a page. What a
/// link opens cannot be read by the page that the link is on (`Cross-Origin-Opener-Policy`), nor framed.
fn is_from_here(uri: &Uri, headers: &HeaderMap, host: &str) -> bool {
    let said = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let same_origin = headers.get_all(header::ORIGIN).iter().all(|origin| {
        origin.to_str().is_ok_and(|origin| {
            let (scheme, rest) = origin.split_once("://").unwrap_or_default();
            let standard = if scheme == "https" { 443 } else { 80 };
            let at = |text| named(text).map(|(name, port)| (name, port.unwrap_or(standard)));
            matches!(scheme, "http" | "https") && at(rest).is_some() && at(rest) == at(host)
        })
    });
    let follows_link = said("sec-fetch-mode") == Some("navigate")
        && said("sec-fetch-dest") == Some("document")
        && !uri.path().starts_with(OWN_FOLDER);
    let site = headers.get_all("sec-fetch-site").iter().all(|site| {
        matches!(site.as_bytes(), b"same-origin" | b"none")
            || matches!(site.as_bytes(), b"same-site" | b"cross-site") && follows_link
    });
    same_origin && site
}

/// The value of a header that stands there once.
fn only<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    let mut values = headers.get_all(name).iter();
    values.next().filter(|_| values.next().is_none()).and_then(|value| value.to_str().ok())
}

/// `LocalHost.:8080` → `localhost`, 8080. `None` for what no browser sends.
fn named(text: &str) -> Option<(Name, Option<u16>)> {
    let (name, port) = match text.strip_prefix('[') {
        Some(rest) => {
            let (inside, port) = rest.split_once(']')?;
            (Name::Address(IpAddr::V6(inside.parse().ok()?).to_canonical()), port.strip_prefix(':').unwrap_or(port))
        }
        None => {
            let (name, port) = text.split_once(':').unwrap_or((text, ""));
            let name = name.strip_suffix('.').unwrap_or(name).to_ascii_lowercase();
            let is_name = !name.is_empty()
                && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_'));
            let word = is_name.then_some(name)?;
            (word.parse().map_or(Name::Word(word), |address: IpAddr| Name::Address(address.to_canonical())), port)
        }
    };
    let is_port = port.bytes().all(|byte| byte.is_ascii_digit());
    let port = if port.is_empty() { None } else { Some(port.parse().ok().filter(|_| is_port)?) };
    Some((name, port))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(origin_check: &OriginCheck, target: &str, headers: &[(&str, &str)]) -> Option<Refusal> {
        let mut all = HeaderMap::new();
        for (name, value) in headers {
            all.append(HeaderName::from_bytes(name.as_bytes()).unwrap(), value.parse().unwrap());
        }
        origin_check.refusal(&Method::GET, &target.parse().unwrap(), &all)
    }

    fn origin_check(address: &str, names: &[&str]) -> OriginCheck {
        OriginCheck::new(address.parse().unwrap(), names.iter().map(|name| name.parse().unwrap()).collect())
    }

    fn answers(origin_check: &OriginCheck, host: &str) -> bool {
        asked(origin_check, "/", &[("host", host)]).is_none()
    }

    #[test]
    fn on_this_machine_alone_it_answers_to_the_names_of_this_machine() {
        let origin_check = origin_check("127.0.0.1", &[]);
        let own = ["localhost", "LOCALHOST:8080", "localhost.", "Localhost.:8080", "localhost:", "127.0.0.1:8080"];
        for host in own.into_iter().chain(["127.0.0.2", "[::1]", "[::1]:8080", "[0:0:0:0:0:0:0:1]"]) {
            assert!(answers(&origin_check, host), "{host:?}");
        }
        let odd = ["", ".", "evil.example", "evil.example:8080", "localhost.evil.example", "127.0.0.1.evil.example"];
        let odd = odd.into_iter().chain(["a@localhost", "localhost@evil.example", "localhost/", "localhost:80:80"]);
        let odd =
            odd.chain(["localhost:99999", "localhost:+80", "localhost:8080x", "::1", "[::1", "[::1]x", "[localhost]"]);
        for host in odd.chain(["192.168.1.5", "0.0.0.0:8080", "localhost..", "localhost, evil.example", "127.1"]) {
            assert!(!answers(&origin_check, host), "{host:?}");
        }
    }

    #[test]
    fn an_address_of_its_own_is_answered_and_a_name_only_if_it_was_given() {
        assert!(
            answers(&origin_check("127.0.0.2", &[]), "127.0.0.2:8080")
                && answers(&origin_check("::1", &[]), "[::1]:8080")
        );
        let network = origin_check("192.168.1.5", &["Cong.Tinh.local.:8080", "10.0.0.1"]);
        for (host, own) in
            [("192.168.1.5", true), ("cong.tinh.LOCAL:8080", true), ("10.0.0.1", true), ("192.168.1.6", false)]
        {
            assert_eq!(answers(&network, host), own, "{host}");
        }
        for host in ["tinh.local", "localhost", "[::1]", "127.0.0.1"] {
            assert!(!answers(&network, host), "{host}");
        }
        assert!("a b".parse::<Name>().is_err() && "".parse::<Name>().is_err() && "http://a".parse::<Name>().is_err());
        for everywhere in [origin_check("0.0.0.0", &[]), origin_check("::", &[])] {
            for host in ["192.168.1.5:8080", "10.0.0.1", "[fe80::1]:8080", "127.0.0.1", "localhost:8080"] {
                assert!(answers(&everywhere, host), "{host}");
            }
            assert!(!answers(&everywhere, "evil.example") && !answers(&everywhere, "cong.tinh.local"));
        }
    }

    #[test]
    fn a_name_is_said_once_and_wherever_it_is_said_it_is_the_right_one() {
        let origin_check = origin_check("127.0.0.1", &[]);
        assert_eq!(asked(&origin_check, "/", &[]), Some(Refusal::Name), "HTTP/1.0 without a name");
        let twice = [("host", "localhost"), ("host", "localhost")];
        assert_eq!(asked(&origin_check, "/", &twice), Some(Refusal::Name));
        let whole = |target, host| asked(&origin_check, target, &[("host", host)]);
        assert_eq!(whole("http://localhost:8080/a/", "localhost:8080"), None);
        for (target, host) in [
            ("http://evil.example/a/", "localhost:8080"),
            ("http://localhost:8080/a/", "evil.example"),
            ("http://a@localhost/", "localhost"),
            ("https://localhost/", "localhost"),
        ] {
            assert_eq!(whole(target, host), Some(Refusal::Name), "{target} {host}");
        }
    }

    #[test]
    fn a_page_of_another_site_is_not_answered() {
        let origin_check = origin_check("127.0.0.1", &[]);
        let ask =
            |path, more: &[(&str, &str)]| asked(&origin_check, path, &[&[("host", "localhost:8080")], more].concat());
        for own in ["http://localhost:8080", "https://LOCALHOST:8080"] {
            assert_eq!(ask("/", &[("origin", own)]), None, "{own}");
        }
        let others = ["null", "", "http://evil.example", "http://localhost", "http://localhost:8081", "localhost:8080"];
        for other in
            others.into_iter().chain(["http://127.0.0.1:8080", "file://", "http://localhost:8080.evil.example"])
        {
            assert_eq!(ask("/", &[("origin", other)]), Some(Refusal::Stranger), "{other}");
        }
        let mixed = [("origin", "http://localhost:8080"), ("origin", "http://evil.example")];
        assert_eq!(ask("/", &mixed), Some(Refusal::Stranger));
        for (site, answered) in [("none", true), ("same-origin", true), ("same-site", false), ("cross-site", false)] {
            assert_eq!(ask("/feed.json", &[("sec-fetch-site", site)]).is_none(), answered, "{site}");
        }
        assert_eq!(ask("/", &[("sec-fetch-site", "new-word")]), Some(Refusal::Stranger));
    }

    #[test]
    fn a_link_from_elsewhere_opens_a_page_and_nothing_else() {
        let origin_check = origin_check("127.0.0.1", &[]);
        let ask = |path, mode, dest| {
            let site = [("host", "localhost"), ("sec-fetch-site", "cross-site")];
            asked(&origin_check, path, &[&site[..], &[("sec-fetch-mode", mode), ("sec-fetch-dest", dest)]].concat())
        };
        assert_eq!(ask("/tin-tuc/", "navigate", "document"), None);
        for (path, mode, dest) in [
            ("/tin-tuc/", "navigate", "iframe"),
            ("/tin-tuc/", "navigate", "object"),
            ("/tin-tuc/", "no-cors", "document"),
            ("/tin-tuc/", "cors", "empty"),
            ("/assets/a.js", "no-cors", "script"),
            ("/_cong/events", "navigate", "document"),
            ("/_cong/withheld", "navigate", "document"),
        ] {
            assert_eq!(ask(path, mode, dest), Some(Refusal::Stranger), "{path} {mode} {dest}");
        }
    }
}
