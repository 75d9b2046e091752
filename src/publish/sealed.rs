//! Turns a value into the bytes of a private file and back: a line that says what it is, a version, and the value compressed.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::trouble::Trouble;

/// `name` stands in the first line; a reader of another version does not guess.
pub fn seal<T: Serialize>(name: &str, version: u8, value: &T) -> Result<Vec<u8>, Trouble> {
    let bytes = postcard::to_stdvec(value).map_err(|error| Trouble::Other { detail: error.to_string() })?;
    let mut sealed = opening(name, version);
    sealed.extend(lz4_flex::compress_prepend_size(&bytes));
    Ok(sealed)
}

pub fn open<T: DeserializeOwned>(name: &str, version: u8, sealed: &[u8]) -> Result<T, Trouble> {
    let unreadable = || Trouble::Ledger { name: name.to_owned() };
    let packed = sealed.strip_prefix(opening(name, version).as_slice()).ok_or_else(unreadable)?;
    let bytes = lz4_flex::decompress_size_prepended(packed).map_err(|_| unreadable())?;
    postcard::from_bytes(&bytes).map_err(|_| unreadable())
}

fn opening(name: &str, version: u8) -> Vec<u8> {
    format!("cong {name} {version}\n").into_bytes()
}
