//! Turns an address as it is written into what it says: without percent signs, and the player behind a page of a video.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

use super::control::first_control;
use super::fold::nfc;

/// Percent-decoded and in NFC; left as it is where the escapes are not UTF-8 or spell a control character.
pub fn decode(text: &str) -> Cow<'_, str> {
    match percent_decode_str(text).decode_utf8() {
        Ok(Cow::Borrowed(same)) => nfc(same),
        Ok(Cow::Owned(decoded)) if first_control(&decoded).is_none() => Cow::Owned(nfc(&decoded).into_owned()),
        _ => Cow::Borrowed(text),
    }
}

/// The address of the player for a video page, or `None` when it is not a video host we know.
pub fn video_embed(address: &str) -> Option<String> {
    let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"))?;
    let rest = rest.strip_prefix("www.").unwrap_or(rest);
    let id = if let Some(short) = rest.strip_prefix("youtu.be/") {
        short.split(['?', '&', '#']).next()
    } else {
        let query = rest.strip_prefix("youtube.com/watch?")?;
        query.split('&').find_map(|pair| pair.strip_prefix("v="))
    }?;
    let safe = !id.is_empty() && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    safe.then(|| format!("https://www.youtube-nocookie.com/embed/{id}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_decoded_is_composed_and_never_spells_a_control_character() {
        for (written, decoded) in [
            ("o\u{302}\u{301}", "ố"),
            ("%6F%CC%82%CC%81", "ố"),
            ("o\u{302}\u{301} 100%", "ố 100%"),
            ("a%20%00", "a%20%00"),
            ("a%20%1B", "a%20%1B"),
            ("%E1%BB", "%E1%BB"),
        ] {
            assert_eq!(decode(written), decoded, "{written}");
        }
    }

    #[test]
    fn only_known_video_hosts_are_embedded() {
        assert_eq!(
            video_embed("https://youtu.be/abc_-123?t=5").unwrap(),
            "https://www.youtube-nocookie.com/embed/abc_-123"
        );
        assert_eq!(
            video_embed("https://www.youtube.com/watch?a=1&v=XyZ").unwrap(),
            "https://www.youtube-nocookie.com/embed/XyZ"
        );
        assert!(video_embed("https://www.youtube.com/watch?v=\"><script>").is_none());
        assert!(video_embed("https://example.com/video").is_none());
    }
}
