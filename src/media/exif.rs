//! Turns EXIF, XMP and IPTC into what they tell, by kind, and EXIF into the one thing that is kept of it: how the
//! picture is turned (Exif 2.32, CIPA DC-008).
//!
//! Only four directories are looked into, each once, so nothing that points in a circle keeps anybody waiting.

use memchr::memmem;

use super::{Extra, Extras};

/// What stands before EXIF in a JPEG.
pub const MARK: &[u8] = b"Exif\0\0";

const ORIENTATION: u16 = 0x0112;
const DETAILS: u16 = 0x8769;
const GPS: u16 = 0x8825;

/// What a field of EXIF tells.
const FIELDS: &[(u16, Extra)] = &[
    (0x010e, Extra::Comment),
    (0x010f, Extra::Device),
    (0x0110, Extra::Device),
    (0x0131, Extra::Program),
    (0x0132, Extra::Time),
    (0x013b, Extra::Person),
    (0x013c, Extra::Device),
    (0x02bc, Extra::Program),
    (0x8298, Extra::Person),
    (0x83bb, Extra::Program),
    (GPS, Extra::Place),
    (0x9003, Extra::Time),
    (0x9004, Extra::Time),
    (0x927c, Extra::Device),
    (0x9286, Extra::Comment),
    (0x9c9b, Extra::Comment),
    (0x9c9c, Extra::Comment),
    (0x9c9d, Extra::Person),
    (0x9c9e, Extra::Comment),
    (0x9c9f, Extra::Comment),
    (0xa420, Extra::Device),
    (0xa430, Extra::Person),
    (0xa431, Extra::Device),
    (0xa433, Extra::Device),
    (0xa434, Extra::Device),
    (0xa435, Extra::Device),
];

/// What a name in XMP, or a mark in IPTC, tells.
const NAMES: &[(&[u8], Extra)] = &[
    (b"GPSL", Extra::Place),
    (b"GPSCoordinates", Extra::Place),
    (b"photoshop:City", Extra::Place),
    (b"Iptc4xmpCore:Location", Extra::Place),
    (b"dc:creator", Extra::Person),
    (b"dc:rights", Extra::Person),
    (b"tiff:Artist", Extra::Person),
    (b"aux:OwnerName", Extra::Person),
    (b"photoshop:Credit", Extra::Person),
    (b"tiff:Make", Extra::Device),
    (b"tiff:Model", Extra::Device),
    (b"SerialNumber", Extra::Device),
    (b"xmp:CreateDate", Extra::Time),
    (b"photoshop:DateCreated", Extra::Time),
    (b"DateTimeOriginal", Extra::Time),
    (b"xmpGImg:image", Extra::Preview),
    (b"8BIM\x04\x0c", Extra::Preview),
    (b"8BIM\x04\x09", Extra::Preview),
    (b"dc:description", Extra::Comment),
    (b"\x1c\x02\x50", Extra::Person),
    (b"\x1c\x02\x74", Extra::Person),
    (b"\x1c\x02\x5a", Extra::Place),
    (b"\x1c\x02\x5c", Extra::Place),
    (b"\x1c\x02\x37", Extra::Time),
    (b"\x1c\x02\x78", Extra::Comment),
];

/// What XMP or IPTC tells.
pub fn told(block: &[u8]) -> Extras {
    let found: Extras =
        NAMES.iter().filter(|(name, _)| memmem::find(block, name).is_some()).map(|(_, extra)| *extra).collect();
    if found.is_empty() { Extras::from([Extra::Program]) } else { found }
}

/// How the picture is turned (1 to 8) and what else its EXIF tells. Whatever cannot be read tells nothing.
pub fn read(block: &[u8]) -> (u16, Extras) {
    let tiff = Tiff { bytes: block, little: block.starts_with(b"II") };
    let mut extras = Extras::new();
    if !matches!(block, [b'I', b'I', 42, 0, ..] | [b'M', b'M', 0, 42, ..]) {
        return (1, Extras::from([Extra::Program]));
    }
    let mut orientation = 1;
    let mut details = None;
    let first = tiff.long(4).unwrap_or(0);
    for (field, value) in tiff.directory(first) {
        match field {
            ORIENTATION => orientation = tiff.short(value).filter(|turn| (1..=8).contains(turn)).unwrap_or(1),
            DETAILS => details = tiff.long(value),
            _ => {}
        }
        extras.extend(meaning(field));
    }
    for (field, _) in details.into_iter().flat_map(|at| tiff.directory(at)) {
        extras.extend(meaning(field));
    }
    let second = tiff.after(first).filter(|next| *next != 0);
    if second.is_some_and(|at| tiff.directory(at).next().is_some()) {
        extras.insert(Extra::Preview);
    }
    (orientation, extras)
}

fn meaning(field: u16) -> Option<Extra> {
    FIELDS.iter().find(|(known, _)| *known == field).map(|(_, extra)| *extra)
}

/// EXIF that says how the picture is turned, and nothing else.
pub fn block(orientation: u16) -> Vec<u8> {
    let mut block = b"MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01".to_vec();
    block.extend(orientation.to_be_bytes());
    block.extend([0; 6]);
    block
}

struct Tiff<'a> {
    bytes: &'a [u8],
    little: bool,
}

impl Tiff<'_> {
    fn short(&self, at: usize) -> Option<u16> {
        let two = self.bytes.get(at..at.checked_add(2)?)?;
        let two = [two[0], two[1]];
        Some(if self.little { u16::from_le_bytes(two) } else { u16::from_be_bytes(two) })
    }

    /// As a place in the block.
    fn long(&self, at: usize) -> Option<usize> {
        let four = self.bytes.get(at..at.checked_add(4)?)?;
        let four = [four[0], four[1], four[2], four[3]];
        Some(if self.little { u32::from_le_bytes(four) } else { u32::from_be_bytes(four) } as usize)
    }

    /// Fields of a directory, each with the place of its value.
    fn directory(&self, at: usize) -> impl Iterator<Item = (u16, usize)> {
        let count = usize::from(self.short(at).unwrap_or(0));
        (0..count).map_while(move |index| {
            let entry = at.checked_add(2 + 12 * index)?;
            Some((self.short(entry)?, entry + 8))
        })
    }

    /// Where the directory after this one is.
    fn after(&self, at: usize) -> Option<usize> {
        let count = usize::from(self.short(at)?);
        self.long(at.checked_add(2 + 12 * count)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_of_exif_tells_nothing_but_the_turn() {
        for orientation in 1..=8 {
            assert_eq!(read(&block(orientation)), (orientation, Extras::new()));
        }
    }

    #[test]
    fn directories_that_point_in_a_circle_or_outside_are_read_once() {
        let mut circle = block(6);
        circle[22..26].copy_from_slice(&8u32.to_be_bytes());
        assert_eq!(read(&circle), (6, Extras::from([Extra::Preview])));
        let mut outside = block(6);
        outside[4..8].copy_from_slice(&u32::MAX.to_be_bytes());
        assert_eq!(read(&outside), (1, Extras::new()));
        let mut many = block(6);
        many[8..10].copy_from_slice(&u16::MAX.to_be_bytes());
        assert_eq!(read(&many).0, 6);
    }
}
