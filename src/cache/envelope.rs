//! Turns contents into a sealed file and back: a version, the key of what made it, the contents, a checksum.
//!
//! A file of another version, another key or with a wrong checksum does not open. The checksum stands last, so that
//! contents go to the disk as they are made and need no memory.

use std::io::{self, Write};

use crate::files::{self, Hash};

const MAGIC: &[u8; 16] = b"cong cache v0007";

const HASH: usize = 32;

/// Bytes written and hashed at a time.
const PART: usize = 1 << 20;

/// The contents, when the file is ours and whole.
pub fn open<'b>(bytes: &'b [u8], key: &Hash) -> Option<&'b [u8]> {
    let (magic, rest) = bytes.split_at_checked(MAGIC.len())?;
    let (own_key, rest) = rest.split_at_checked(HASH)?;
    let (contents, checksum) = rest.split_at_checked(rest.len().checked_sub(HASH)?)?;
    let whole = magic == MAGIC && own_key == key.as_bytes() && checksum == files::hash_large(contents).as_bytes();
    whole.then_some(contents)
}

/// Like `open`, without a second copy of the contents in memory.
pub fn unseal(mut bytes: Vec<u8>, key: &Hash) -> Option<Vec<u8>> {
    let length = open(&bytes, key)?.len();
    let start = MAGIC.len() + HASH;
    bytes.truncate(start + length);
    bytes.drain(..start);
    Some(bytes)
}

/// Writes a file whose contents `write` gives to what it is given.
pub fn seal(to: &mut dyn Write, key: &Hash, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    to.write_all(MAGIC)?;
    to.write_all(key.as_bytes())?;
    let mut hashing = Hashing { to, hasher: blake3::Hasher::new(), part: Vec::with_capacity(PART) };
    write(&mut hashing)?;
    hashing.flush()?;
    let Hashing { to, hasher, .. } = hashing;
    to.write_all(hasher.finalize().as_bytes())
}

/// Hashes what it passes on.
struct Hashing<'a> {
    to: &'a mut dyn Write,
    hasher: blake3::Hasher,
    part: Vec<u8>,
}

impl Write for Hashing<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.part.len() + bytes.len() > PART {
            self.flush()?;
        }
        self.part.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.hasher.update_rayon(&self.part);
        self.to.write_all(&self.part)?;
        self.part.clear();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_whole_file_of_the_same_key_opens() {
        let key = files::hash(b"key");
        let mut sealed = Vec::new();
        seal(&mut sealed, &key, |to| to.write_all(b"contents")).unwrap();
        assert_eq!(open(&sealed, &key), Some(&b"contents"[..]));
        assert_eq!(unseal(sealed.clone(), &key).unwrap(), b"contents");
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
