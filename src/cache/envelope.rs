//! Turns bytes into a sealed file and back: a version, the key of what made it, a checksum, the contents.
//!
//! A file of another version, another key or with a wrong checksum does not open.

use crate::files::{self, Hash};

const MAGIC: &[u8; 16] = b"cong cache v0002";

/// Magic, key, checksum.
const HEADER: usize = MAGIC.len() + 32 + 32;

/// The contents, when the file is ours and whole.
pub fn open<'b>(bytes: &'b [u8], key: &Hash) -> Option<&'b [u8]> {
    let (magic, rest) = bytes.split_at_checked(MAGIC.len())?;
    let (own_key, rest) = rest.split_at_checked(32)?;
    let (checksum, contents) = rest.split_at_checked(32)?;
    let whole = magic == MAGIC && own_key == key.as_bytes() && checksum == files::hash_large(contents).as_bytes();
    whole.then_some(contents)
}

/// A file whose contents `write` appends to the bytes it is given; `size`: about how many there will be.
pub fn seal(key: &Hash, size: usize, write: impl FnOnce(Vec<u8>) -> Vec<u8>) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(HEADER + size);
    bytes.extend_from_slice(MAGIC);
    bytes.extend_from_slice(key.as_bytes());
    bytes.resize(HEADER, 0);
    let mut bytes = write(bytes);
    let checksum = files::hash_large(bytes.get(HEADER..).unwrap_or_default());
    if let Some(place) = bytes.get_mut(MAGIC.len() + 32..HEADER) {
        place.copy_from_slice(checksum.as_bytes());
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_whole_file_of_the_same_key_opens() {
        let key = files::hash(b"key");
        let sealed = seal(&key, 8, |mut bytes| {
            bytes.extend_from_slice(b"contents");
            bytes
        });
        assert_eq!(open(&sealed, &key), Some(&b"contents"[..]));
        assert_eq!(open(&sealed, &files::hash(b"another")), None);
        assert_eq!(open(&sealed[..sealed.len() - 1], &key), None, "cut short");
        for at in [0, 20, 60, sealed.len() - 1] {
            let mut damaged = sealed.clone();
            damaged[at] ^= 1;
            assert_eq!(open(&damaged, &key), None, "a flipped bit at {at}");
        }
        assert_eq!(open(b"", &key), None);
    }
}
