//! Says which addresses may stand in a drawing: a part of itself, a picture inside it, and for links what links of a
//! page may have.

use std::borrow::Cow;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::media;
use crate::tables::LINK_SCHEMES;

use super::tables::EMBEDDED;

/// How an address is published.
#[derive(Debug)]
pub enum Address {
    AsWritten,
    /// A picture inside the drawing, without what it told beside what it shows.
    Cleaned(String),
}

/// The address as it may be published, if it may.
pub fn keep(element: &str, address: &str) -> Option<Address> {
    let is_part = address.len() > 1 && address.starts_with('#') && !address.contains(char::is_whitespace);
    match element {
        _ if is_part => Some(Address::AsWritten),
        "a" => is_link(address).then_some(Address::AsWritten),
        "image" | "feImage" => picture(address),
        _ => None,
    }
}

fn is_link(address: &str) -> bool {
    if address.contains(|letter: char| letter.is_whitespace() || letter.is_control() || letter == '\\')
        || address.starts_with("//")
    {
        return false;
    }
    match address.split_once(':') {
        Some((before, _)) if !before.contains(['/', '?', '#']) => {
            LINK_SCHEMES.iter().any(|scheme| before.eq_ignore_ascii_case(scheme))
        }
        _ => true,
    }
}

/// `data:image/png;base64,…`
fn picture(address: &str) -> Option<Address> {
    let rest = address.strip_prefix("data:image/")?;
    let (kind, data) = rest.split_once(";base64,")?;
    if !EMBEDDED.contains(&kind) {
        return None;
    }
    let bare: Cow<str> = if data.contains(|letter: char| letter.is_ascii_whitespace()) {
        Cow::Owned(data.split_ascii_whitespace().collect())
    } else {
        Cow::Borrowed(data)
    };
    let bytes = STANDARD.decode(bare.as_bytes()).ok()?;
    // The name says no more than that it is no drawing.
    match media::clean("a.png", &bytes).ok()?.bytes {
        None => Some(Address::AsWritten),
        Some(cleaned) => Some(Address::Cleaned(format!("data:image/{kind};base64,{}", STANDARD.encode(cleaned)))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_where_links_of_a_page_may_lead() {
        for address in ["https://a.example/", "../b/", "/c/?d:e", "#x", "mailto:a@b.example", "TEL:1022"] {
            assert!(keep("a", address).is_some(), "{address}");
        }
        for address in [
            "javascript:f()",
            "JaVaScRiPt:f()",
            "java\tscript:f()",
            " javascript:f()",
            "\u{1}javascript:f()",
            "data:text/html,x",
            "//a.example",
            "\\\\a.example",
            "vbscript:x",
            "blob:x",
            "file:///etc/passwd",
        ] {
            assert!(keep("a", address).is_none(), "{address:?}");
        }
    }

    #[test]
    fn everything_else_leads_to_a_part_of_the_drawing() {
        assert!(keep("use", "#a").is_some() && keep("textPath", "#b").is_some());
        for address in ["", "#", "a.svg#b", "https://a.example/b.svg#c", "data:image/svg+xml,<svg/>#a", "# a"] {
            assert!(keep("use", address).is_none(), "{address}");
        }
        for address in [
            "a.png",
            "https://a.example/b.png",
            "data:image/svg+xml;base64,PHN2Zy8+",
            "data:text/html;base64,PGI+",
            "data:image/png;base64,PGI+",
            "data:image/png,abc",
            "data:image/png;base64,!!!!",
        ] {
            assert!(keep("image", address).is_none(), "{address}");
        }
    }
}
