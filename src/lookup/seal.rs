//! Turns the key of a row into the mark under which it stands, and its cells into bytes that only its key opens.
//!
//! Both come of one HMAC-SHA-256 of the entry under the salt of the table (RFC 2104): the first eight bytes are the mark, the next
//! sixteen a key of AES-128-GCM (NIST SP 800-38D). Every browser has these (Web Crypto), and nothing else. The nonce follows from the
//! row itself under a key that only its entry gives, so the same row is the same bytes in every build, and another row under the same
//! key has another nonce.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::aead::{AES_128_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use ring::hmac;
use serde::{Deserialize, Serialize};

/// In bytes.
pub const MARK: usize = 8;
const NONCE: usize = 12;
/// What sealing adds to the bytes of a row: the nonce, and the tag by which a wrong key is told.
const ADDED: usize = NONCE + 16;

/// Makes the marks of two tables differ, where they have the same keys. It is no secret: a page says it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Salt([u8; 32]);

impl Salt {
    /// It follows from the place of the table and from nothing in it, so an edit of one row leaves the marks of all others.
    pub fn of(portal: &str, table: &str) -> Salt {
        Salt(blake3::derive_key("cong 2024 salt of a table that is looked up", format!("{portal}\n{table}").as_bytes()))
    }

    /// As a page says it.
    pub fn text(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0)
    }

    /// Of the folder of its table.
    pub fn name(&self) -> String {
        self.0[..6].iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// What an entry is turned into.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Secret([u8; 32]);

impl Secret {
    /// Rows are sorted by it, and found by it.
    pub fn mark(&self) -> [u8; MARK] {
        let mut mark = [0; MARK];
        mark.copy_from_slice(&self.0[..MARK]);
        mark
    }

    /// The nonce, then the sealed cells with their tag. `None`: the system has no such cipher.
    pub fn seal(&self, cells: &[u8]) -> Option<Vec<u8>> {
        let mut nonce = [0; NONCE];
        nonce.copy_from_slice(&blake3::keyed_hash(&self.0, cells).as_bytes()[..NONCE]);
        let key = LessSafeKey::new(UnboundKey::new(&AES_128_GCM, &self.0[MARK..MARK + 16]).ok()?);
        let mut sealed = Vec::with_capacity(cells.len() + ADDED);
        sealed.extend(nonce);
        sealed.extend(cells);
        let tag = key
            .seal_in_place_separate_tag(Nonce::assume_unique_for_key(nonce), Aad::empty(), &mut sealed[NONCE..])
            .ok()?;
        sealed.extend(tag.as_ref());
        Some(sealed)
    }
}

/// Turns entries into secrets.
pub struct Sealer(hmac::Key);

impl Sealer {
    pub fn new(salt: &Salt) -> Sealer {
        Sealer(hmac::Key::new(hmac::HMAC_SHA256, &salt.0))
    }

    pub fn secret(&self, entry: &str) -> Secret {
        let mut secret = [0; 32];
        secret.copy_from_slice(hmac::sign(&self.0, entry.as_bytes()).as_ref());
        Secret(secret)
    }
}
