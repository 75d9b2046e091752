//! Turns a JPEG into one that keeps what decoding needs, its colour profile and its turn (ITU T.81, annex B).
//!
//! Segments are kept by a list; EXIF, XMP, IPTC, comments, previews and whatever follows the picture are not on it.

use memchr::memchr;

use super::icc::{self, Profile};
use super::{Extra, Extras, Photograph, exif};

const JFIF: &[u8] = b"JFIF\0";
const ADOBE: &[u8] = b"Adobe";
const PROFILE: &[u8] = b"ICC_PROFILE\0";
/// With the number of a part, and of how many.
const PROFILE_HEADER: usize = 14;
/// Of what stands after these marks, this many bytes say how to decode; what follows is a preview, or more.
const JFIF_LENGTH: usize = 14;
const ADOBE_LENGTH: usize = 12;

/// `None` when there is no picture in it.
pub fn clean(bytes: &[u8]) -> Option<Photograph> {
    let out = Vec::with_capacity(bytes.len());
    let mut jpeg = Jpeg {
        bytes,
        at: 2,
        out,
        orientation: None,
        extras: Extras::new(),
        frame: false,
        scan: false,
        profile: Vec::new(),
    };
    jpeg.out.extend([0xff, 0xd8]);
    while jpeg.step() {}
    jpeg.clean_profile();
    (jpeg.frame && jpeg.scan).then(|| Photograph {
        bytes: jpeg.out,
        orientation: jpeg.orientation.unwrap_or(1),
        extras: jpeg.extras,
    })
}

struct Jpeg<'a> {
    bytes: &'a [u8],
    at: usize,
    out: Vec<u8>,
    /// Of the first EXIF, which is the one that browsers read.
    orientation: Option<u16>,
    extras: Extras,
    frame: bool,
    scan: bool,
    /// Parts of the colour profile, and where they are written.
    profile: Vec<(usize, &'a [u8])>,
}

impl<'a> Jpeg<'a> {
    /// Takes one marker with its segment; whether there may be more.
    fn step(&mut self) -> bool {
        let Some(found) = memchr(0xff, self.bytes.get(self.at..).unwrap_or_default()) else { return false };
        self.at += found + 1;
        let marker = loop {
            match self.bytes.get(self.at) {
                None => return false,
                Some(0xff) => self.at += 1,
                Some(marker) => break *marker,
            }
        };
        self.at += 1;
        match marker {
            // Nothing, a restart outside of a scan, a second beginning: no decoder needs them.
            0x00 | 0x01 | 0xd0..=0xd8 => return true,
            0xd9 => {
                self.out.extend([0xff, 0xd9]);
                if self.bytes[self.at..].iter().any(|byte| *byte != 0) {
                    self.extras.insert(Extra::Appended);
                }
                return false;
            }
            _ => {}
        }
        let Some(segment) = self.segment() else { return false };
        match marker {
            0xc8 | 0xf0..=0xfd => {}
            0xc0..=0xcf | 0xda..=0xdd => self.keep(marker, segment),
            0xe0 => self.jfif(segment),
            0xe1 => self.exif_or_xmp(segment),
            0xe2 if segment.starts_with(PROFILE) && segment.len() > PROFILE_HEADER => {
                self.profile.push((self.out.len(), segment));
                self.keep(marker, segment);
            }
            0xe2 => drop(self.extras.insert(Extra::Preview)),
            0xee if segment.starts_with(ADOBE) && segment.len() >= ADOBE_LENGTH => {
                self.keep(marker, &segment[..ADOBE_LENGTH]);
            }
            0xfe => drop(self.extras.insert(Extra::Comment)),
            _ => self.extras.extend(exif::told(segment)),
        }
        self.frame |= matches!(marker, 0xc0..=0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf);
        if marker == 0xda {
            self.scan = true;
            self.entropy();
        }
        true
    }

    /// What stands after the length; `None` when the file ends before it does.
    fn segment(&mut self) -> Option<&'a [u8]> {
        let length = self.bytes.get(self.at..self.at + 2)?;
        let end = self.at + usize::from(u16::from_be_bytes([length[0], length[1]]));
        let segment = self.bytes.get(self.at + 2..end)?;
        self.at = end;
        Some(segment)
    }

    fn keep(&mut self, marker: u8, segment: &[u8]) {
        // A segment was as long as its two bytes of length could say, and none has grown.
        let length = (segment.len() + 2) as u16;
        self.out.extend([0xff, marker]);
        self.out.extend(length.to_be_bytes());
        self.out.extend(segment);
    }

    /// Puts the profile, whose parts may stand in any order, back without words; or leaves it out.
    fn clean_profile(&mut self) {
        let mut parts = self.profile.clone();
        parts.sort_by_key(|(_, segment)| segment[PROFILE.len()]);
        let whole: Vec<u8> = parts.iter().flat_map(|(_, segment)| &segment[PROFILE_HEADER..]).copied().collect();
        match icc::clean(&whole) {
            Profile::Plain => {}
            Profile::Cleaned(cleaned) => {
                self.extras.insert(Extra::Device);
                let mut rest = &cleaned[..];
                for (at, segment) in parts {
                    let (part, after) = rest.split_at(segment.len() - PROFILE_HEADER);
                    // Marker and length are four bytes.
                    let from = at + 4 + PROFILE_HEADER;
                    self.out[from..from + part.len()].copy_from_slice(part);
                    rest = after;
                }
            }
            Profile::Standard | Profile::Broken => {
                for (at, segment) in self.profile.iter().rev() {
                    self.out.drain(*at..at + 4 + segment.len());
                }
            }
        }
    }

    fn jfif(&mut self, segment: &[u8]) {
        if segment.starts_with(JFIF) && segment.len() >= JFIF_LENGTH {
            let mut kept = segment[..JFIF_LENGTH].to_vec();
            if segment.len() > JFIF_LENGTH {
                self.extras.insert(Extra::Preview);
            }
            // Width and height of the preview.
            kept[12..].fill(0);
            self.keep(0xe0, &kept);
        } else {
            self.extras.insert(Extra::Preview);
        }
    }

    fn exif_or_xmp(&mut self, segment: &[u8]) {
        let Some(block) = segment.strip_prefix(exif::MARK) else {
            self.extras.extend(exif::told(segment));
            return;
        };
        let (orientation, extras) = exif::read(block);
        self.extras.extend(extras);
        if self.orientation.is_none() {
            self.orientation = Some(orientation);
            if orientation > 1 {
                self.keep(0xe1, &[exif::MARK, &exif::block(orientation)].concat());
            }
        }
    }

    /// Copies compressed pixels up to the next marker.
    fn entropy(&mut self) {
        let from = self.at;
        loop {
            let rest = self.bytes.get(self.at..).unwrap_or_default();
            let Some(found) = memchr(0xff, rest) else {
                self.at = self.bytes.len();
                break;
            };
            match rest.get(found + 1) {
                // A byte of data, or a restart.
                Some(0x00 | 0xd0..=0xd7) => self.at += found + 2,
                _ => {
                    self.at += found;
                    break;
                }
            }
        }
        self.out.extend(&self.bytes[from..self.at]);
    }
}
