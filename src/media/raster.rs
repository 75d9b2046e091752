//! Looks at how a photograph is stored, without decoding it: turns its bytes into its format and what keeps smaller versions from
//! being made of it.

use serde::{Deserialize, Serialize};

use super::png;
use crate::tables;

/// How the pixels are stored, whatever the file is called.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum Format {
    Jpeg,
    Png,
    Webp,
}

/// A JPEG, PNG or WebP.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Raster {
    pub format: Format,
    /// It has more than one picture in it.
    pub is_moving: bool,
    pub lack: Option<Lack>,
}

/// Why no smaller version can be made of a picture, as far as its bytes tell without decoding them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum Lack {
    /// The file ends before the picture does.
    Cut,
    /// Its colours are those of a printing press.
    Print,
    /// More pixels than are held in memory.
    Pixels,
    /// Its pixels cannot be read.
    Damaged,
    /// Of a page of a PDF: more is drawn on it than one picture that fills it.
    Drawing,
    /// The same: its picture is coded in a way that is not read here.
    Coded,
    /// The same: the file is behind a password.
    Locked,
    /// The same: there is no such page.
    NoPage,
    /// The same: the file is longer than is held in memory.
    Heavy,
}

/// A picture of more pixels is not decoded: at four bytes each they would fill the memory of a small machine.
pub const MOST_PIXELS: u64 = 100_000_000;

/// How files of a format are called, the usual ending first, and its name for people.
const NAMES: &[(&[u8], &[&str], &str)] = &[
    (b"\xff\xd8\xff", &["jpg", "jpeg"], "JPEG"),
    (b"\x89PNG", &["png"], "PNG"),
    (b"GIF8", &["gif"], "GIF"),
    (b"RIFF", &["webp"], "WebP"),
];

/// `cleaned`: what is published of the source, of which the size is known.
pub fn look(source: &[u8], cleaned: &[u8], (width, height): (u32, u32)) -> Option<Raster> {
    let (format, is_moving, lack) = match cleaned {
        [0xff, 0xd8, 0xff, ..] => (Format::Jpeg, false, jpeg(cleaned)),
        [0x89, b'P', b'N', b'G', ..] => (Format::Png, png::moves(cleaned), png_is_cut(cleaned).then_some(Lack::Cut)),
        [b'R', b'I', b'F', b'F', ..] => (Format::Webp, webp_moves(cleaned), webp_is_cut(source).then_some(Lack::Cut)),
        _ => return None,
    };
    let pixels = u64::from(width) * u64::from(height);
    let lack = lack.or((pixels > MOST_PIXELS).then_some(Lack::Pixels));
    Some(Raster { format, is_moving, lack })
}

/// What a picture is and what its name says it is, where these differ; and the name that it should have.
pub fn misnamed(name: &str, bytes: &[u8]) -> Option<(&'static str, &'static str, String)> {
    let extension = tables::extension(name);
    let (_, endings, inside) = NAMES.iter().find(|(beginning, ..)| bytes.starts_with(beginning))?;
    let (_, _, named) = NAMES.iter().find(|(_, endings, _)| endings.contains(&extension.as_str()))?;
    let file = name.rsplit('/').next().unwrap_or(name);
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    (!endings.contains(&extension.as_str())).then(|| (*inside, *named, format!("{stem}.{}", endings[0])))
}

/// Four colours are those of print; a cleaned file ends with its last marker unless the source ended before it.
fn jpeg(bytes: &[u8]) -> Option<Lack> {
    let mut at = 2;
    while let Some([0xff, marker, high, low]) = bytes.get(at..at + 4) {
        if matches!(marker, 0xc0..=0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf) {
            // After the length: one byte of depth, four of size, then the number of colours.
            if bytes.get(at + 9).is_some_and(|colours| *colours == 4) {
                return Some(Lack::Print);
            }
            break;
        }
        at += 2 + usize::from(u16::from_be_bytes([*high, *low]));
    }
    (!bytes.ends_with(b"\xff\xd9")).then_some(Lack::Cut)
}

fn png_is_cut(bytes: &[u8]) -> bool {
    // Name and checksum of the last chunk.
    bytes.len().checked_sub(8).and_then(|at| bytes.get(at..at + 4)) != Some(b"IEND")
}

fn webp_moves(bytes: &[u8]) -> bool {
    const ANIMATION: u8 = 0x02;
    bytes.get(12..16) == Some(b"VP8X") && bytes.get(20).is_some_and(|flags| flags & ANIMATION != 0)
}

fn webp_is_cut(bytes: &[u8]) -> bool {
    let size = bytes.get(4..8).and_then(|size| size.first_chunk::<4>());
    size.is_none_or(|size| u32::from_le_bytes(*size) as usize + 8 > bytes.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_under_the_name_of_another_format_is_told_with_the_name_it_should_have() {
        let told = |name: &str, bytes: &[u8]| {
            misnamed(name, bytes).map(|(inside, named, right)| [inside, named, &right].join(" "))
        };
        assert_eq!(told("content/a/anh.v2.jpg", b"\x89PNG\r\n"), Some("PNG JPEG anh.v2.png".to_owned()));
        assert_eq!(told("content/anh.webp", b"\xff\xd8\xff\xe0"), Some("JPEG WebP anh.jpg".to_owned()));
        assert_eq!(told("content/anh.JPEG", b"\xff\xd8\xff\xe0"), None);
        assert_eq!(told("content/anh.avif", b"\0\0\0\x20ftypavif"), None);
    }

    #[test]
    fn a_jpeg_of_four_colours_is_one_for_print() {
        let frame =
            |colours: u8| [b"\xff\xd8\xff\xc0\0\x11\x08\0\x02\0\x02".as_slice(), &[colours], b"rest\xff\xd9"].concat();
        let lack = |bytes: &[u8]| look(bytes, bytes, (2, 2)).and_then(|raster| raster.lack);
        assert_eq!([lack(&frame(3)), lack(&frame(4))], [None, Some(Lack::Print)]);
        assert_eq!(lack(&frame(3)[..14]), Some(Lack::Cut));
    }
}
