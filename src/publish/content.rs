//! What a reader is given: turns bytes into their digest, and headers into a key for both.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::files;

/// The first 128 bits of the BLAKE3 of a file's bytes, as in the manifest of an output folder.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct Digest(pub [u8; 16]);

impl Digest {
    pub fn of(bytes: &[u8]) -> Digest {
        Digest::from(&files::hash(bytes))
    }

    /// As it stands in a manifest.
    pub fn parse(hex: &str) -> Option<Digest> {
        let mut digest = [0; 16];
        let pairs = hex.as_bytes().chunks_exact(2);
        if hex.len() != 32 || !hex.is_ascii() {
            return None;
        }
        for (byte, pair) in digest.iter_mut().zip(pairs) {
            *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
        }
        Some(Digest(digest))
    }
}

impl From<&files::Hash> for Digest {
    fn from(hash: &files::Hash) -> Digest {
        let mut digest = [0; 16];
        digest.copy_from_slice(&hash.as_bytes()[..16]);
        Digest(digest)
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// Headers of a reply by name, sorted.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct Headers(pub Arc<[(String, String)]>);

impl Headers {
    pub fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }
}

/// The name of a content with its headers: what a file is marked with at a target, and where its old version is kept.
pub fn key(digest: &Digest, headers: &Headers) -> String {
    let mut text = String::new();
    for (name, value) in headers.0.iter() {
        text.extend([name, ": ", value, "\n"]);
    }
    format!("{digest}-{}", &files::hash(text.as_bytes()).to_hex()[..8])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(value: &str) -> Headers {
        Headers([("Content-Type".to_owned(), value.to_owned())].into())
    }

    #[test]
    fn a_key_changes_with_the_bytes_and_with_the_headers() {
        let (digest, html) = (Digest::of(b"a"), headers("text/html"));
        assert_ne!(key(&digest, &html), key(&digest, &headers("text/plain")));
        assert_ne!(key(&digest, &html), key(&Digest::of(b"b"), &html));
        assert_eq!(key(&digest, &html), key(&digest, &headers("text/html")));
    }

    #[test]
    fn a_digest_is_read_as_it_is_written_in_a_manifest() {
        let digest = Digest::of(b"a");
        assert_eq!(Digest::parse(&digest.to_string()), Some(digest));
        assert_eq!((Digest::parse("zz"), Digest::parse(&"é".repeat(16))), (None, None));
    }
}
