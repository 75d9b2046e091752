//! Turns a value into the form in which files of the cache hold it, part by part.

use std::io::{self, Write};

use postcard::ser_flavors::Flavor;
use serde::Serialize;

/// Bytes that are passed on at a time.
const PART: usize = 1 << 16;

pub fn encode(value: &impl Serialize, to: &mut dyn Write) -> io::Result<()> {
    let mut failed = None;
    let parts = Parts { to, part: Vec::with_capacity(PART), failed: &mut failed };
    let done = postcard::serialize_with_flavor(value, parts);
    failed.map_or_else(|| done.map_err(io::Error::other), Err)
}

/// Gathers what is encoded byte by byte.
struct Parts<'a> {
    to: &'a mut dyn Write,
    part: Vec<u8>,
    /// Why the writing ended early.
    failed: &'a mut Option<io::Error>,
}

impl Parts<'_> {
    #[cold]
    fn pass_on(&mut self) -> postcard::Result<()> {
        let written = self.to.write_all(&self.part);
        self.part.clear();
        written.map_err(|error| {
            *self.failed = Some(error);
            postcard::Error::SerializeBufferFull
        })
    }
}

impl Flavor for Parts<'_> {
    type Output = ();

    #[inline]
    fn try_push(&mut self, byte: u8) -> postcard::Result<()> {
        self.try_extend(&[byte])
    }

    #[inline]
    fn try_extend(&mut self, bytes: &[u8]) -> postcard::Result<()> {
        if self.part.len() + bytes.len() > PART {
            self.pass_on()?;
        }
        self.part.extend_from_slice(bytes);
        Ok(())
    }

    fn finalize(mut self) -> postcard::Result<()> {
        self.pass_on()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A disk that is full after so many bytes.
    struct Full(usize);

    impl Write for Full {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0 = self.0.checked_sub(bytes.len()).ok_or_else(|| io::Error::from(io::ErrorKind::StorageFull))?;
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn parts_are_what_was_encoded() {
        let value: Vec<String> = (0..40_000).map(|number| format!("văn bản {number}")).collect();
        let mut bytes = Vec::new();
        encode(&value, &mut bytes).unwrap();
        assert!(bytes.len() > 4 * PART);
        assert_eq!(postcard::from_bytes::<Vec<String>>(&bytes).unwrap(), value);
    }

    #[test]
    fn a_full_disk_is_told_as_such() {
        let error = encode(&vec![7u64; 2 * PART], &mut Full(PART + 1)).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::StorageFull);
    }
}
