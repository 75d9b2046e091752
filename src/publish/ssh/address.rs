//! Turns `ssh://user@host:port/path` into whom to call, and refuses what `ssh` or `rsync` would take for an option.

use percent_encoding::percent_decode_str;
use url::{Host, Url};

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Address {
    pub user: Option<String>,
    /// A name, which may be one of `~/.ssh/config`, or an address without brackets.
    pub host: String,
    pub port: Option<u16>,
    /// Absolute, on the other machine.
    pub path: String,
}

impl Address {
    pub fn parse(target: &str) -> Option<Address> {
        let url = Url::parse(target).ok().filter(|url| url.scheme() == "ssh")?;
        let decoded = |text: &str| percent_decode_str(text).decode_utf8().ok().map(|text| text.into_owned());
        let host = match url.host()? {
            Host::Domain(name) => decoded(name)?,
            Host::Ipv4(address) => address.to_string(),
            Host::Ipv6(address) => address.to_string(),
        };
        let user = Some(decoded(url.username())?).filter(|user| !user.is_empty());
        let path = decoded(url.path())?.trim_end_matches('/').to_owned();
        let is_word = |text: &str| {
            !text.starts_with('-')
                && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | ':' | '%'))
        };
        let is_path = path.starts_with('/') && !path.chars().any(char::is_control) && !path.contains("/../");
        let fine = is_word(&host) && user.as_deref().is_none_or(is_word) && is_path && url.password().is_none();
        let plain = url.query().is_none() && url.fragment().is_none();
        (fine && plain && !host.is_empty()).then_some(Address { user, host, port: url.port(), path })
    }

    /// As `rsync` takes it.
    pub fn within(&self, path: &str) -> String {
        let user = self.user.as_ref().map_or_else(String::new, |user| format!("{user}@"));
        let host = if self.host.contains(':') { format!("[{}]", self.host) } else { self.host.clone() };
        format!("{user}{host}:{}/{path}", self.path)
    }
}

/// A text as one word for a shell.
pub fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// A path as one word for `xargs`, whose quotes are not those of a shell.
pub fn word(path: &str) -> String {
    let each = |c: char| match c {
        c if c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '-' | '_') || !c.is_ascii() => c.to_string(),
        c => format!("\\{c}"),
    };
    path.chars().map(each).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_taken_apart() {
        let address = Address::parse("ssh://web@may-chu.tinh.gov.vn:2222/srv/c%E1%BB%95ng%20m%E1%BB%9Bi/").unwrap();
        assert_eq!(address.within("current"), "web@may-chu.tinh.gov.vn:/srv/cổng mới/current");
        assert_eq!((address.port, address.path.as_str()), (Some(2222), "/srv/cổng mới"));
        let short = Address::parse("ssh://portal/srv/www").unwrap();
        assert_eq!((short.user.as_deref(), short.port, short.host.as_str()), (None, None, "portal"));
        assert_eq!(Address::parse("ssh://[::1]/srv").unwrap().within(""), "[::1]:/srv/");
    }

    #[test]
    fn what_would_be_an_option_or_the_whole_machine_is_refused() {
        for target in [
            "ssh://-oProxyCommand=x/srv",
            "ssh://-l@host/srv",
            "ssh://host",
            "ssh://host/",
            "ssh://host/a%0Ab",
            "ssh://host/srv/%2e%2e/%2e%2e/",
            "ssh://user:secret@host/srv",
            "ssh://host/srv?x",
            "ssh://ho%20st/srv",
            "https://host/srv",
        ] {
            assert_eq!(Address::parse(target), None, "{target}");
        }
    }

    #[test]
    fn no_text_ends_its_quotes() {
        assert_eq!(quoted("a'; rm -rf $HOME #"), r"'a'\''; rm -rf $HOME #'");
        assert_eq!(word("bài viết/it's \"x\".html"), r#"bài\ viết/it\'s\ \"x\".html"#);
    }
}
