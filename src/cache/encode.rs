//! Turns a value into the form in which files of the cache hold it, part by part.

use std::io::{self, Write};

use postcard::ser_flavors::Flavor;
use serde::Serialize;

/// Bytes that are passed on at a time.
const PART: usize = 1 << 16;

pub fn encode(value: &impl Serialize, to: &mut dyn Write) -> io::Result<()> {
    let mut encoder = Encoder::new(to);
    encoder.put(value)?;
    encoder.finish()
}

/// Gathers what is encoded byte by byte.
pub struct Encoder<'a> {
    to: &'a mut dyn Write,
    part: Vec<u8>,
    /// Why the writing ended early.
    failed: Option<io::Error>,
}

impl<'a> Encoder<'a> {
    pub fn new(to: &'a mut dyn Write) -> Self {
        Encoder { to, part: Vec::with_capacity(PART), failed: None }
    }

    /// One value after the other; together they are a structure of these fields.
    pub fn put(&mut self, value: &impl Serialize) -> io::Result<()> {
        let done = postcard::serialize_with_flavor(value, Parts(self));
        self.failed.take().map_or_else(|| done.map_err(io::Error::other), Err)
    }

    /// A list whose values are made one by one.
    pub fn put_all<T: Serialize>(&mut self, mut values: impl ExactSizeIterator<Item = T>) -> io::Result<()> {
        self.put(&values.len())?;
        values.try_for_each(|value| self.put(&value))
    }

    pub fn finish(mut self) -> io::Result<()> {
        self.pass_on()
    }

    #[cold]
    fn pass_on(&mut self) -> io::Result<()> {
        let written = self.to.write_all(&self.part);
        self.part.clear();
        written
    }
}

struct Parts<'e, 'a>(&'e mut Encoder<'a>);

impl Flavor for Parts<'_, '_> {
    type Output = ();

    #[inline]
    fn try_push(&mut self, byte: u8) -> postcard::Result<()> {
        self.try_extend(&[byte])
    }

    #[inline]
    fn try_extend(&mut self, bytes: &[u8]) -> postcard::Result<()> {
        let encoder = &mut *self.0;
        if encoder.part.len() + bytes.len() > PART
            && let Err(error) = encoder.pass_on()
        {
            encoder.failed = Some(error);
            return Err(postcard::Error::SerializeBufferFull);
        }
        encoder.part.extend_from_slice(bytes);
        Ok(())
    }

    fn finalize(self) -> postcard::Result<()> {
        Ok(())
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
    fn values_one_by_one_are_what_they_are_together() {
        let (mut bytes, names) = (Vec::new(), ["a", "b"]);
        let mut encoder = Encoder::new(&mut bytes);
        encoder.put(&7).unwrap();
        encoder.put_all(names.iter()).unwrap();
        encoder.finish().unwrap();
        assert_eq!(bytes, postcard::to_stdvec(&(7, names.to_vec())).unwrap());
    }

    #[test]
    fn a_full_disk_is_told_as_such() {
        let error = encode(&vec![7u64; 2 * PART], &mut Full(PART + 1)).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::StorageFull);
    }
}
