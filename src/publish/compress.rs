//! Turns a file into its compressed siblings (`X.gz`, `X.br`), which a server sends as they are. Each content is compressed once: what
//! came out is kept in the portal's `.cong/compressed/`, by the hash of what went in.

#![expect(clippy::disallowed_methods, reason = "`publish` reads what it has kept")]

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::content::Digest;
use crate::tables;
use crate::write;

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Encoding {
    Gzip,
    Brotli,
}

impl Encoding {
    pub const ALL: &[Encoding] = &[Encoding::Gzip, Encoding::Brotli];

    /// As `compress` in `site.toml` names it.
    pub fn named(name: &str) -> Option<Encoding> {
        match name {
            "gzip" => Some(Encoding::Gzip),
            "br" => Some(Encoding::Brotli),
            _ => None,
        }
    }

    fn ending(self) -> &'static str {
        match self {
            Encoding::Gzip => "gz",
            Encoding::Brotli => "br",
        }
    }

    pub fn sibling(self, path: &str) -> String {
        format!("{path}.{}", self.ending())
    }

    /// Of what file this could be the sibling.
    pub fn original(self, path: &str) -> Option<&str> {
        path.strip_suffix(self.ending())?.strip_suffix('.')
    }

    /// The same bytes on every machine: without a name or a date.
    fn encode(self, bytes: &[u8]) -> io::Result<Vec<u8>> {
        match self {
            Encoding::Gzip => {
                let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
                encoder.write_all(bytes)?;
                encoder.finish()
            }
            Encoding::Brotli => {
                let parameters =
                    brotli::enc::BrotliEncoderParams { quality: QUALITY, size_hint: bytes.len(), ..Default::default() };
                let mut out = Vec::new();
                brotli::BrotliCompress(&mut &*bytes, &mut out, &parameters)?;
                Ok(out)
            }
        }
    }
}

/// Of 11. The last one takes 26 times as long for a tenth less, and a notice about a storm is on every page.
const QUALITY: i32 = 5;
/// In bytes. What is smaller is sent in one packet anyway.
const SMALLEST: usize = 512;
/// In bytes. What is larger is a film or data for programs, and is never held in memory.
pub const LARGEST: u64 = 16 << 20;
/// Below the portal's folder. Its number counts up when the same content is compressed otherwise.
const FOLDER: &str = ".cong/compressed/1";

/// What makes siblings, and where it keeps them.
#[derive(Clone, Default, Debug)]
pub struct Compressor {
    encodings: Vec<Encoding>,
    /// The portal's folder; none for nothing kept.
    portal: Option<PathBuf>,
}

impl Compressor {
    pub fn new(encodings: Vec<Encoding>, portal: Option<PathBuf>) -> Compressor {
        Compressor { encodings, portal }
    }

    /// The siblings of a file, where they are worth having. May be called from many threads.
    pub fn siblings(&self, path: &str, digest: &Digest, bytes: &[u8]) -> io::Result<Vec<(Encoding, Vec<u8>)>> {
        if bytes.len() < SMALLEST || !is_compressible(path) {
            return Ok(Vec::new());
        }
        let each = |encoding: &Encoding| match self.sibling(*encoding, digest, bytes) {
            Ok(sibling) if sibling.is_empty() => None,
            made => Some(made.map(|sibling| (*encoding, sibling))),
        };
        self.encodings.iter().filter_map(each).collect()
    }

    /// Empty if it would be no smaller by a tenth.
    fn sibling(&self, encoding: Encoding, digest: &Digest, bytes: &[u8]) -> io::Result<Vec<u8>> {
        let kept = format!("{FOLDER}/{}", name(encoding, digest));
        if let Some(known) = self.portal.as_ref().and_then(|portal| read_kept(&portal.join(&kept))) {
            return Ok(known);
        }
        let mut made = encoding.encode(bytes)?;
        if made.len() > bytes.len() / 10 * 9 {
            made.clear();
        }
        if let Some(portal) = &self.portal {
            // Not kept is made again.
            let _ = write::save_file(portal, &kept, |file| {
                file.write_all(&Digest::of(&made).0)?;
                file.write_all(&made)
            });
        }
        Ok(made)
    }

    /// Takes away what was kept of contents that no file has any more.
    pub fn forget_others(&self, digests: &BTreeSet<Digest>) {
        let Some(folder) = self.portal.as_ref().map(|portal| portal.join(FOLDER)) else { return };
        if self.encodings.is_empty() {
            return;
        }
        let names: BTreeSet<String> =
            digests.iter().flat_map(|digest| Encoding::ALL.iter().map(|encoding| name(*encoding, digest))).collect();
        let entries = |folder: PathBuf| fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
        for part in entries(folder) {
            for entry in entries(part.path()) {
                let name = format!("{}/{}", part.file_name().to_string_lossy(), entry.file_name().to_string_lossy());
                if !names.contains(&name) {
                    let _ = fs::remove_file(entry.path());
                }
            }
        }
    }
}

/// In front of what is kept stands its digest: a file that was cut short would be a page that nobody can read.
fn read_kept(path: &Path) -> Option<Vec<u8>> {
    let mut bytes = fs::read(path).ok()?;
    let made = (bytes.len() >= 16).then(|| bytes.split_off(16))?;
    (Digest::of(&made).0 == *bytes).then_some(made)
}

/// `3f/a0….br`: a folder for each first byte, since folders with many files are slow.
fn name(encoding: Encoding, digest: &Digest) -> String {
    let hex = digest.to_string();
    format!("{}/{}.{}", &hex[..2], &hex[2..], encoding.ending())
}

/// Pictures, films, archives and fonts for the web are compressed as they are.
fn is_compressible(path: &str) -> bool {
    const OTHERS: &[&str] = &["text/javascript", "application/javascript", "application/wasm", "image/svg+xml"];
    let kind = tables::media_type(path);
    tables::is_text(kind) || OTHERS.contains(&kind)
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    fn page() -> Vec<u8> {
        (0..500).flat_map(|n| format!("<p>Đoạn {n} của trang.</p>\n").into_bytes()).collect()
    }

    fn made(compressor: &Compressor, path: &str, bytes: &[u8]) -> Vec<(Encoding, Vec<u8>)> {
        compressor.siblings(path, &Digest([7; 16]), bytes).unwrap()
    }

    #[test]
    fn a_sibling_holds_the_bytes_of_its_file_and_is_the_same_each_time() {
        let compressor = Compressor::new(Encoding::ALL.to_vec(), None);
        let siblings = made(&compressor, "a/index.html", &page());
        assert_eq!(siblings, made(&compressor, "a/index.html", &page()));
        let (mut gzip, mut brotli) = (Vec::new(), Vec::new());
        flate2::read::GzDecoder::new(&*siblings[0].1).read_to_end(&mut gzip).unwrap();
        brotli::Decompressor::new(&*siblings[1].1, 4096).read_to_end(&mut brotli).unwrap();
        assert_eq!((gzip, brotli), (page(), page()));
    }

    #[test]
    fn what_is_compressed_grows_or_is_small_has_no_sibling() {
        let compressor = Compressor::new(Encoding::ALL.to_vec(), None);
        let mut noise = vec![0; 9000];
        blake3::Hasher::new().finalize_xof().fill(&mut noise);
        assert!(made(&compressor, "anh.webp", &page()).is_empty(), "by its type");
        assert!(made(&compressor, "a.csv", &noise).is_empty(), "it would grow");
        assert!(made(&compressor, "a.html", b"<p>x</p>").is_empty(), "small");
    }

    #[test]
    fn what_was_made_once_is_taken_from_the_portal_and_forgotten_with_its_content() {
        let portal = tempfile::tempdir().unwrap();
        let compressor = Compressor::new(vec![Encoding::Gzip], Some(portal.path().to_owned()));
        let first = made(&compressor, "a.html", &page());
        let kept = portal.path().join(FOLDER).join(name(Encoding::Gzip, &Digest([7; 16])));
        assert_eq!(read_kept(&kept), Some(first[0].1.clone()));
        fs::write(&kept, [&Digest::of(b"kept").0[..], b"kept"].concat()).unwrap();
        assert_eq!(made(&compressor, "b.html", &page()), [(Encoding::Gzip, b"kept".to_vec())], "not made again");
        fs::write(&kept, [&Digest::of(b"kept").0[..], b"ke"].concat()).unwrap();
        assert_eq!(made(&compressor, "b.html", &page()), first, "what was cut short is made again");
        compressor.forget_others(&BTreeSet::from([Digest([7; 16])]));
        assert!(kept.exists());
        compressor.forget_others(&BTreeSet::new());
        assert!(!kept.exists());
    }
}
