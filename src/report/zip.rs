//! Puts files into a ZIP archive (APPNOTE.TXT 6.3): deflated, without dates and permissions, so that the same files give the same bytes.

use std::io::{self, Write};

use flate2::write::DeflateEncoder;
use flate2::{Compression, Crc};

const LOCAL: [u8; 4] = *b"PK\x03\x04";
const ENTRY: [u8; 4] = *b"PK\x01\x02";
const END: [u8; 4] = *b"PK\x05\x06";
/// Version 2.0: deflate.
const VERSION: u16 = 20;
/// Names are UTF-8.
const FLAGS: u16 = 1 << 11;
const DEFLATED: u16 = 8;
/// Midnight of 1 January 1980, the first day that the format has.
const DAY: u16 = (1 << 5) | 1;

/// Names and contents in the order in which they stand in the archive. None may hold four gigabytes.
pub fn archive(files: &[(&str, Vec<u8>)]) -> io::Result<Vec<u8>> {
    let mut out = Vec::new();
    let mut entries = Vec::new();
    for (name, bytes) in files {
        let mut crc = Crc::new();
        crc.update(bytes);
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes)?;
        let packed = encoder.finish()?;
        let at = number(out.len())?;
        let mut about = Vec::new();
        for value in [VERSION, FLAGS, DEFLATED, 0, DAY] {
            about.extend(value.to_le_bytes());
        }
        for value in [crc.sum(), number(packed.len())?, number(bytes.len())?] {
            about.extend(value.to_le_bytes());
        }
        about.extend(short(name.len())?.to_le_bytes());
        about.extend(0_u16.to_le_bytes());
        out.extend(LOCAL);
        out.extend(&about);
        out.extend(name.as_bytes());
        out.extend(packed);
        entries.extend(ENTRY);
        entries.extend(VERSION.to_le_bytes());
        entries.extend(&about);
        // Comment, disk, and what systems say of a file.
        entries.extend([0; 10]);
        entries.extend(at.to_le_bytes());
        entries.extend(name.as_bytes());
    }
    let (count, at, size) = (short(files.len())?, number(out.len())?, number(entries.len())?);
    out.extend(&entries);
    out.extend(END);
    out.extend([0; 4]);
    out.extend(count.to_le_bytes());
    out.extend(count.to_le_bytes());
    out.extend(size.to_le_bytes());
    out.extend(at.to_le_bytes());
    out.extend([0; 2]);
    Ok(out)
}

fn number(value: usize) -> io::Result<u32> {
    u32::try_from(value).map_err(|_| io::ErrorKind::FileTooLarge.into())
}

fn short(value: usize) -> io::Result<u16> {
    u16::try_from(value).map_err(|_| io::ErrorKind::FileTooLarge.into())
}
