//! Turns a WebP into one that has frames and their colours, and no EXIF or XMP (RFC 9649).
//!
//! Some browsers turn a WebP as its EXIF says and some do not; without it all of them show the same.

use super::icc::{self, Profile};
use super::{Extra, Extras, Photograph, exif};

const KEPT: &[&[u8; 4]] = &[b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF"];
/// In the first byte of `VP8X`.
const HAS_EXIF: u8 = 0x08;
const HAS_XMP: u8 = 0x04;
const HAS_PROFILE: u8 = 0x20;
/// Of a frame, before its own chunks.
const FRAME_HEADER: usize = 16;

/// `None` when there is no picture in it.
pub fn clean(bytes: &[u8]) -> Option<Photograph> {
    let size = bytes.get(4..8)?;
    let end = 8usize.checked_add(u32::from_le_bytes([size[0], size[1], size[2], size[3]]) as usize)?;
    let (body, after) = bytes.split_at(end.min(bytes.len()));
    let mut webp =
        Webp { out: Vec::with_capacity(bytes.len()), extras: Extras::new(), frames: false, without_profile: false };
    webp.out.extend(b"RIFF\0\0\0\0WEBP");
    webp.chunks(body.get(12..)?, false);
    if after.iter().any(|byte| *byte != 0) {
        webp.extras.insert(Extra::Appended);
    }
    let Webp { mut out, extras, frames, without_profile } = webp;
    let size = (out.len() - 8) as u32;
    out[4..8].copy_from_slice(&size.to_le_bytes());
    if out.get(12..16) == Some(&b"VP8X"[..]) && out.len() > 20 {
        out[20] &= !HAS_XMP & !HAS_EXIF;
        if without_profile {
            out[20] &= !HAS_PROFILE;
        }
    }
    frames.then_some(Photograph { bytes: out, orientation: 1, extras })
}

struct Webp {
    out: Vec<u8>,
    extras: Extras,
    frames: bool,
    /// A profile was left out.
    without_profile: bool,
}

impl Webp {
    fn chunks(&mut self, mut rest: &[u8], in_frame: bool) {
        while let Some((name, data, after)) = chunk(rest) {
            rest = after;
            match name {
                b"ANMF" if in_frame => {}
                b"ANMF" => {
                    let Some((header, inside)) = data.split_at_checked(FRAME_HEADER) else { continue };
                    let from = self.out.len();
                    self.write(name, header);
                    self.chunks(inside, true);
                    let length = (self.out.len() - from - 8) as u32;
                    self.out[from + 4..from + 8].copy_from_slice(&length.to_le_bytes());
                }
                b"ICCP" => match icc::clean(data) {
                    Profile::Plain => self.write(name, data),
                    Profile::Cleaned(cleaned) => {
                        self.extras.insert(Extra::Device);
                        self.write(name, &cleaned);
                    }
                    Profile::Standard | Profile::Broken => self.without_profile = true,
                },
                name if KEPT.contains(&name) => {
                    self.frames |= matches!(name, b"VP8 " | b"VP8L");
                    self.write(name, data);
                }
                b"EXIF" => self.extras.extend(exif::read(data.strip_prefix(exif::MARK).unwrap_or(data)).1),
                b"XMP " => self.extras.extend(exif::told(data)),
                _ => drop(self.extras.insert(Extra::Program)),
            }
        }
    }

    fn write(&mut self, name: &[u8; 4], data: &[u8]) {
        self.out.extend(name);
        self.out.extend((data.len() as u32).to_le_bytes());
        self.out.extend(data);
        if data.len() % 2 == 1 {
            self.out.push(0);
        }
    }
}

/// Name, data and what follows; the data of a file that is cut off are what there is of them.
fn chunk(rest: &[u8]) -> Option<(&[u8; 4], &[u8], &[u8])> {
    let (name, from_size) = rest.split_first_chunk::<4>()?;
    let (size, from_data) = from_size.split_first_chunk::<4>()?;
    let size = u32::from_le_bytes(*size) as usize;
    let (data, after) = from_data.split_at(size.min(from_data.len()));
    Some((name, data, after.get(size % 2..).unwrap_or_default()))
}
