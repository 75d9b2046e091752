//! Turns the body of a reply, compressed as it was sent, into the digest of a file's bytes. A large file is not held in memory.

use std::io::{self, Write};

use crate::publish::Digest;

/// What a reply's body was.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Body {
    pub digest: Digest,
    /// In bytes, without compression.
    pub size: u64,
}

/// Takes a body in pieces.
pub enum Decoder {
    Plain(Box<Digester>),
    Gzip(Box<flate2::write::MultiGzDecoder<Digester>>),
    Brotli(Box<brotli::DecompressorWriter<Digester>>),
}

/// Of bytes that come in pieces; refuses more than there can be.
pub struct Digester {
    hasher: blake3::Hasher,
    size: u64,
    most: u64,
}

impl Decoder {
    /// `encoding`: as `Content-Encoding` says; `None` where it is one that nobody asked for. `most`: bytes, of more of which the reply is
    /// wrong in any case.
    pub fn new(encoding: &str, most: u64) -> Option<Decoder> {
        let digester = Digester { hasher: blake3::Hasher::new(), size: 0, most };
        match encoding.trim().to_ascii_lowercase().as_str() {
            "" | "identity" => Some(Decoder::Plain(Box::new(digester))),
            "gzip" | "x-gzip" => Some(Decoder::Gzip(Box::new(flate2::write::MultiGzDecoder::new(digester)))),
            "br" => Some(Decoder::Brotli(Box::new(brotli::DecompressorWriter::new(digester, 1 << 14)))),
            _ => None,
        }
    }

    pub fn take(&mut self, bytes: &[u8]) -> io::Result<()> {
        match self {
            Decoder::Plain(digester) => digester.write_all(bytes),
            Decoder::Gzip(decoder) => decoder.write_all(bytes),
            Decoder::Brotli(decoder) => decoder.write_all(bytes),
        }
    }

    pub fn finish(self) -> io::Result<Body> {
        let digester = match self {
            Decoder::Plain(digester) => *digester,
            Decoder::Gzip(decoder) => decoder.finish()?,
            Decoder::Brotli(mut decoder) => {
                decoder.close()?;
                decoder.into_inner().map_err(|_| io::Error::from(io::ErrorKind::UnexpectedEof))?
            }
        };
        Ok(Body { digest: Digest::from(&digester.hasher.finalize()), size: digester.size })
    }
}

impl Write for Digester {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.size += bytes.len() as u64;
        if self.size > self.most {
            return Err(io::Error::from(io::ErrorKind::FileTooLarge));
        }
        self.hasher.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &[u8] =
        b"Th\xc3\xb4ng b\xc3\xa1o v\xe1\xbb\x81 l\xc5\xa9. Th\xc3\xb4ng b\xc3\xa1o v\xe1\xbb\x81 l\xc5\xa9.";

    fn decoded(encoding: &str, bytes: &[u8], most: u64) -> io::Result<Body> {
        let mut decoder = Decoder::new(encoding, most).unwrap();
        for piece in bytes.chunks(7) {
            decoder.take(piece)?;
        }
        decoder.finish()
    }

    fn compressed(encoding: &str) -> Vec<u8> {
        let mut out = Vec::new();
        match encoding {
            "gzip" => flate2::write::GzEncoder::new(&mut out, flate2::Compression::best()).write_all(TEXT).unwrap(),
            "br" => brotli::CompressorWriter::new(&mut out, 4096, 5, 20).write_all(TEXT).unwrap(),
            _ => out.extend_from_slice(TEXT),
        }
        out
    }

    #[test]
    fn bytes_are_the_same_however_they_were_sent() {
        let hash = blake3::hash(TEXT);
        for encoding in ["", "gzip", "br", "identity", "GZIP"] {
            let bytes = compressed(&encoding.to_lowercase());
            let body = decoded(encoding, &bytes, 1000).unwrap();
            assert_eq!((&body.digest.0[..], body.size), (&hash.as_bytes()[..16], TEXT.len() as u64), "{encoding}");
        }
        assert!(Decoder::new("zstd", 1000).is_none());
    }

    #[test]
    fn what_is_cut_off_or_too_long_is_no_body() {
        for encoding in ["gzip", "br"] {
            let bytes = compressed(encoding);
            assert!(decoded(encoding, &bytes[..bytes.len() / 2], 1000).is_err(), "{encoding}");
            assert!(decoded(encoding, &bytes, 20).is_err(), "{encoding}");
        }
        assert!(decoded("", TEXT, 20).is_err());
    }
}
