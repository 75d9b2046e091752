//! Turns the bytes of a workbook, which is a ZIP file (APPNOTE.TXT 6.3), into its parts, each read in pieces and never further than it may.
//!
//! What a file says of its sizes is looked at before anything is read, and believed of nothing: a part that holds more than it
//! says is damaged. So a file of some kilobytes that stands for gigabytes costs no memory and little time.

use std::io::{self, Read};

use flate2::Crc;
use flate2::read::DeflateDecoder;

use super::Trouble;

/// The most that a part may hold, in bytes.
const LARGEST_PART: u64 = 1 << 29;
/// The most parts; every sheet, picture and chart is one.
const MOST_PARTS: usize = 10_000;
/// Signatures of the records of a ZIP file.
const END: [u8; 4] = *b"PK\x05\x06";
const ENTRY: [u8; 4] = *b"PK\x01\x02";
const LOCAL: [u8; 4] = *b"PK\x03\x04";

pub struct Container<'b> {
    bytes: &'b [u8],
    parts: Vec<Part>,
}

struct Part {
    name: String,
    is_locked: bool,
    method: u16,
    packed: usize,
    size: u64,
    crc: u32,
    at: usize,
}

/// Little-endian numbers of a record, as long as it has them.
struct Record<'b>(&'b [u8]);

impl Record<'_> {
    fn short(&self, at: usize) -> Result<u16, Trouble> {
        let bytes = self.0.get(at..at + 2).ok_or(Trouble::Damaged)?;
        Ok(u16::from_le_bytes([bytes[0], bytes[1]]))
    }

    fn long(&self, at: usize) -> Result<usize, Trouble> {
        let bytes = self.0.get(at..at + 4).ok_or(Trouble::Damaged)?;
        Ok(u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]) as usize)
    }
}

impl<'b> Container<'b> {
    pub fn open(bytes: &'b [u8]) -> Result<Container<'b>, Trouble> {
        // Programs of before, and workbooks with a password, are another kind of file (MS-CFB).
        if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
            return Err(Trouble::Locked);
        }
        if !bytes.starts_with(b"PK") {
            return Err(Trouble::OtherFile);
        }
        // The record at the end may have a comment of up to 65,535 bytes behind it.
        let from = bytes.len().saturating_sub(22 + 65_535);
        let end = memchr::memmem::rfind(&bytes[from..], &END).ok_or(Trouble::Damaged)? + from;
        let record = Record(&bytes[end..]);
        let (count, mut at) = (usize::from(record.short(10)?), record.long(16)?);
        if count > MOST_PARTS {
            return Err(Trouble::TooLarge);
        }
        let mut parts = Vec::with_capacity(count);
        for _ in 0..count {
            let entry = bytes.get(at..).filter(|rest| rest.starts_with(&ENTRY)).ok_or(Trouble::Damaged)?;
            let record = Record(entry);
            let lengths = [record.short(28)?, record.short(30)?, record.short(32)?].map(usize::from);
            let name = entry.get(46..46 + lengths[0]).ok_or(Trouble::Damaged)?;
            parts.push(Part {
                name: String::from_utf8_lossy(name).replace('\\', "/").to_lowercase(),
                is_locked: record.short(8)? & 1 == 1,
                method: record.short(10)?,
                crc: record.long(16)? as u32,
                packed: record.long(20)?,
                size: record.long(24)? as u64,
                at: record.long(42)?,
            });
            at += 46 + lengths.iter().sum::<usize>();
        }
        Ok(Container { bytes, parts })
    }

    pub fn has(&self, name: &str) -> bool {
        self.find(name).is_some()
    }

    fn find(&self, name: &str) -> Option<&Part> {
        let name = name.to_lowercase();
        self.parts.iter().find(|part| part.name == name)
    }

    /// Opens a part of a name, in any case.
    pub fn part(&self, name: &str) -> Result<Contents<'b>, Trouble> {
        let part = self.find(name).ok_or(Trouble::Damaged)?;
        if part.is_locked {
            return Err(Trouble::Locked);
        }
        if part.size > LARGEST_PART {
            return Err(Trouble::TooLarge);
        }
        let local = self.bytes.get(part.at..).filter(|rest| rest.starts_with(&LOCAL)).ok_or(Trouble::Damaged)?;
        let record = Record(local);
        let from = 30 + usize::from(record.short(26)?) + usize::from(record.short(28)?);
        let packed = local.get(from..).and_then(|rest| rest.get(..part.packed)).ok_or(Trouble::Damaged)?;
        let inner = match part.method {
            0 => Inner::Stored(packed),
            8 => Inner::Deflated(DeflateDecoder::new(packed)),
            _ => return Err(Trouble::Damaged),
        };
        Ok(Contents { inner, left: part.size, crc: Crc::new(), said: part.crc })
    }

    /// A part as text that is small in every workbook.
    pub fn small_part(&self, name: &str) -> Result<String, Trouble> {
        const LARGEST: u64 = 8 << 20;
        let contents = self.part(name)?;
        if contents.left > LARGEST {
            return Err(Trouble::TooLarge);
        }
        let mut bytes = Vec::new();
        contents.take(LARGEST).read_to_end(&mut bytes).map_err(|_| Trouble::Damaged)?;
        String::from_utf8(bytes).map_err(|_| Trouble::Damaged)
    }
}

/// What a part holds.
pub struct Contents<'b> {
    inner: Inner<'b>,
    /// How much it may still hold.
    left: u64,
    crc: Crc,
    said: u32,
}

enum Inner<'b> {
    Stored(&'b [u8]),
    Deflated(DeflateDecoder<&'b [u8]>),
}

impl Read for Contents<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = match &mut self.inner {
            Inner::Stored(bytes) => bytes.read(into)?,
            Inner::Deflated(decoder) => decoder.read(into)?,
        };
        self.left = self.left.checked_sub(read as u64).ok_or_else(|| io::Error::other("longer than it says"))?;
        self.crc.update(&into[..read]);
        // What ends too soon is cut off, and what has another sum is damaged.
        if read == 0 && !into.is_empty() && (self.left > 0 || self.crc.sum() != self.said) {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(read)
    }
}
