//! No tests but those of itself: finds a row in what was published, as `docs/lookups.md` says that a browser does. It uses nothing of
//! the program but what a key is compared by, and is held against the vectors that the script of the theme is held against.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cong::lookup::{entry, normal};
use ring::{aead, hmac};
use serde_json::Value;

use crate::site_builder::{Built, attributes};

/// What the form of a page says.
pub struct Form {
    salt: Vec<u8>,
    folder: String,
    names: String,
}

impl Form {
    pub fn of(built: &Built, page: &str) -> Form {
        let html = built.html(page);
        let says = |name: &str| attributes(&html, "form.lookup-form", name).remove(0);
        let salt = URL_SAFE_NO_PAD.decode(says("data-salt")).unwrap();
        Form { salt, folder: says("data-folder"), names: says("data-names") }
    }

    pub fn count(&self) -> usize {
        self.names.len() / 8
    }

    /// The path of the file that a key leads to.
    pub fn file(&self, key: &[&str]) -> String {
        let secret = secret(&self.salt, &entry(key.iter().copied()));
        let number = file_of(&secret, self.count());
        format!("{}{number:03x}-{}.bin", self.folder.trim_start_matches('/'), &self.names[number * 8..number * 8 + 8])
    }

    /// The cells of the row that a key opens.
    pub fn find(&self, outputs: &BTreeMap<String, Vec<u8>>, key: &[&str]) -> Option<Vec<String>> {
        row(&outputs[&self.file(key)], &secret(&self.salt, &entry(key.iter().copied())))
    }
}

fn secret(salt: &[u8], entry: &str) -> Vec<u8> {
    hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, salt), entry.as_bytes()).as_ref().to_vec()
}

fn file_of(secret: &[u8], count: usize) -> usize {
    let first = u64::from(u32::from_be_bytes(secret[..4].try_into().unwrap()));
    ((first * count as u64) >> 32) as usize
}

fn row(bytes: &[u8], secret: &[u8]) -> Option<Vec<String>> {
    assert_eq!(&bytes[..4], b"CTL\x01");
    let number = |at: usize| usize::from(u16::from_le_bytes([bytes[at], bytes[at + 1]]));
    let count = number(4);
    let sizes = 6 + 8 * count;
    let mut at = sizes + 2 * count;
    for row in 0..count {
        let size = number(sizes + 2 * row);
        if bytes[6 + 8 * row..][..8] == secret[..8] {
            let mut sealed = bytes[at + 12..at + size].to_vec();
            let nonce = aead::Nonce::try_assume_unique_for_key(&bytes[at..at + 12]).unwrap();
            let key = aead::LessSafeKey::new(aead::UnboundKey::new(&aead::AES_128_GCM, &secret[8..24]).unwrap());
            if let Ok(plain) = key.open_in_place(nonce, aead::Aad::empty(), &mut sealed) {
                return Some(std::str::from_utf8(plain).unwrap().split('\u{1f}').map(str::to_owned).collect());
            }
        }
        at += size;
    }
    None
}

fn vectors() -> Value {
    serde_json::from_str(include_str!("../lookup/vectors.json")).unwrap()
}

fn texts(value: &Value) -> Vec<&str> {
    value.as_array().unwrap().iter().map(|text| text.as_str().unwrap()).collect()
}

#[test]
fn keys_are_compared_as_the_vectors_say() {
    let vectors = vectors();
    for pair in vectors["normal"].as_array().unwrap() {
        let [text, expected] = texts(pair)[..] else { panic!() };
        assert_eq!(normal(text), expected, "{text:?}");
    }
    for pair in vectors["entries"].as_array().unwrap() {
        assert_eq!(entry(texts(&pair[0])), pair[1].as_str().unwrap());
    }
}

#[test]
fn secrets_and_files_are_those_of_the_vectors() {
    let vectors = vectors();
    let salt = URL_SAFE_NO_PAD.decode(vectors["salt"].as_str().unwrap()).unwrap();
    for pair in vectors["secrets"].as_array().unwrap() {
        let [entry, expected] = texts(pair)[..] else { panic!() };
        let hex: String = secret(&salt, entry).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(hex, expected);
    }
    for row in vectors["files"].as_array().unwrap() {
        let (entry, count, number) = (row[0].as_str().unwrap(), row[1].as_u64().unwrap(), row[2].as_u64().unwrap());
        assert_eq!(file_of(&secret(&salt, entry), count as usize) as u64, number);
    }
}

#[test]
fn a_file_opens_to_the_rows_of_the_vectors() {
    let vectors = vectors();
    let salt = URL_SAFE_NO_PAD.decode(vectors["salt"].as_str().unwrap()).unwrap();
    let hex = vectors["file"].as_str().unwrap();
    let bytes: Vec<u8> =
        (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect();
    for pair in vectors["rows"].as_array().unwrap() {
        let expected = pair[1].as_array().map(|_| texts(&pair[1]));
        let found = row(&bytes, &secret(&salt, pair[0].as_str().unwrap()));
        assert_eq!(found.as_ref().map(|cells| cells.iter().map(String::as_str).collect()), expected);
    }
}
