//! Turns an address of another host into its origin: `https://Gui.a.vn:444/f?x` → `https://gui.a.vn:444` (RFC 6454).

const SCHEME: &str = "https://";

/// In lower case. `None` for an address of the portal itself, and for one at which nothing of the public internet is reached
/// safely: without `https`, with a name of one word, with port 0, with a user's name.
pub fn origin_of(address: &str) -> Option<String> {
    let prefix = address.get(..SCHEME.len()).filter(|prefix| prefix.eq_ignore_ascii_case(SCHEME))?;
    let host = address.get(prefix.len()..)?.split(['/', '?', '#']).next()?;
    let (name, port) = host.split_once(':').map_or((host, None), |(name, port)| (name, Some(port)));
    let is_sound = name.contains('.') && name.split('.').all(is_label) && port.is_none_or(is_port);
    is_sound.then(|| format!("{SCHEME}{}", host.to_ascii_lowercase()))
}

/// Whether a text is an origin and nothing more: no path, no capitals, no slash at the end.
pub fn is_origin(text: &str) -> bool {
    origin_of(text).is_some_and(|origin| origin == text)
}

fn is_label(label: &str) -> bool {
    let ends_well = !label.is_empty() && !label.starts_with('-') && !label.ends_with('-');
    ends_well && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

fn is_port(port: &str) -> bool {
    port.bytes().all(|byte| byte.is_ascii_digit()) && port.parse::<u16>().is_ok_and(|port| port > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_origin_of_an_address_is_what_stands_before_its_path() {
        for (address, origin) in [
            ("https://gui.a.vn", "https://gui.a.vn"),
            ("https://gui.a.vn/f?x#y", "https://gui.a.vn"),
            ("https://gui.a.vn:444?x", "https://gui.a.vn:444"),
            ("https://gui.a.vn#x/y", "https://gui.a.vn"),
            ("HTTPS://Gui.A.vn/F", "https://gui.a.vn"),
            ("https://192.0.2.1:8443/gui", "https://192.0.2.1:8443"),
        ] {
            assert_eq!(origin_of(address).as_deref(), Some(origin), "{address}");
        }
    }

    #[test]
    fn an_address_of_the_portal_or_of_no_public_host_has_none() {
        let plain =
            ["", "/gui", "gui", "http://a.vn/", "//a.vn/", "mailto:a@b.vn", "https:a.vn", "https://", "https:///gui"];
        let names = [
            "https://bieu-mau/gui",
            "https://a..vn/",
            "https://-a.vn/",
            "https://a-.vn/",
            "https://a.vn./",
            "https://tỉnh.vn/",
        ];
        let ports =
            ["https://a.vn:/", "https://a.vn:0/", "https://a.vn:+1/", "https://a.vn:65536/", "https://a.vn:cong/"];
        let odd = [
            "https://ai@a.vn/",
            "https://a.vn; script-src *",
            "https://a.vn\n/",
            "https://a.vn\\b/",
            "https://*.a.vn/",
        ];
        for address in plain.iter().chain(&names).chain(&ports).chain(&odd) {
            assert_eq!(origin_of(address), None, "{address:?}");
        }
    }
}
