//! Turns the bytes of a picture into those that may be published: a drawing without what runs or loads, a photograph
//! without what it tells of people and places.
//!
//! Nothing is encoded again: parts are left out, what is seen stays as it is. What cannot be read as a picture is
//! refused, since nobody knows what it tells.

mod avif;
mod exif;
pub mod foreign;
mod gif;
mod icc;
mod jpeg;
mod pdf;
mod pdf_pages;
mod png;
pub mod raster;
pub mod share;
pub mod smaller;
pub mod svg;
mod video;
mod webp;

use std::collections::BTreeSet;

use crate::tables;

pub use pdf::AuthorFinder;
pub use pdf_pages::PageCounter;
pub use video::PlaceFinder;

/// A larger picture is not looked into, and so not published; in bytes. A photograph is held twice while it is cleaned, a drawing
/// some ten times, a PDF once.
pub fn largest(name: &str) -> usize {
    match &*tables::extension(name) {
        "svg" => 10 << 20,
        "pdf" => 256 << 20,
        _ => 100 << 20,
    }
}

/// What a photograph tells beside what it shows.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Extra {
    Place,
    Person,
    Device,
    Time,
    Preview,
    Comment,
    Program,
    Appended,
}

impl Extra {
    /// In Vietnamese and in English.
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Extra::Place => ("nơi chụp", "where it was taken"),
            Extra::Person => ("tên người", "names of people"),
            Extra::Device => ("máy chụp", "the camera"),
            Extra::Time => ("lúc chụp", "when it was taken"),
            Extra::Preview => ("một bản thu nhỏ ẩn bên trong", "a hidden small copy of it"),
            Extra::Comment => ("lời ghi chú", "comments"),
            Extra::Program => ("ghi chép của phần mềm", "notes of the program that made it"),
            Extra::Appended => ("dữ liệu nối sau ảnh", "data after its end"),
        }
    }
}

pub type Extras = BTreeSet<Extra>;

/// A picture as it may be published.
#[derive(Debug)]
pub struct Cleaned {
    /// `None` when the source itself may be published.
    pub bytes: Option<Vec<u8>>,
    /// As it is shown, in CSS pixels; only where it can be read.
    pub dimensions: Option<(u32, u32)>,
    /// What is left out and nobody sees.
    pub extras: Extras,
    /// What is left out of a drawing and may have been meant to be seen or to run.
    pub dropped: svg::Dropped,
    /// How a photograph is stored.
    pub raster: Option<raster::Raster>,
}

/// Why a picture cannot be published.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Refusal {
    /// No picture that browsers show.
    NotAPicture,
    /// An AVIF that tells more than it shows; taking that out would move everything else.
    Avif,
    Svg(svg::SvgError),
}

/// `name` decides between drawing and photograph, and the bytes which sort of photograph.
pub fn clean(name: &str, bytes: &[u8]) -> Result<Cleaned, Refusal> {
    if tables::extension(name) == "svg" {
        return svg::clean(bytes).map_err(Refusal::Svg);
    }
    let Photograph { bytes: cleaned, orientation, extras } = photograph(name, bytes)?;
    let stored = dimensions(&cleaned);
    let raster = stored.and_then(|size| raster::look(bytes, &cleaned, size));
    let dimensions = stored.map(|(width, height)| match orientation {
        5..=8 => (height, width),
        _ => (width, height),
    });
    let bytes = (cleaned != bytes).then_some(cleaned);
    Ok(Cleaned { bytes, dimensions, extras, dropped: svg::Dropped::default(), raster })
}

/// A photograph without what it tells.
fn photograph(name: &str, bytes: &[u8]) -> Result<Photograph, Refusal> {
    let photograph = match bytes {
        [0xff, 0xd8, 0xff, ..] => jpeg::clean(bytes),
        [0x89, b'P', b'N', b'G', ..] => png::clean(bytes),
        [b'G', b'I', b'F', b'8', ..] => gif::clean(bytes),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => webp::clean(bytes),
        [0, 0, 1, 0, ..] if tables::extension(name) == "ico" && is_plain_icon(bytes) => Some(Photograph::as_is(bytes)),
        [_, _, _, _, b'f', b't', b'y', b'p', ..] => match avif::look(bytes) {
            avif::Look::Plain => Some(avif::without_words(bytes)),
            avif::Look::Tells => return Err(Refusal::Avif),
            avif::Look::Other => None,
        },
        _ => None,
    };
    photograph.ok_or(Refusal::NotAPicture)
}

/// What the readers of the formats below give.
struct Photograph {
    bytes: Vec<u8>,
    /// As EXIF counts it, 1 to 8: how browsers turn the picture before they show it.
    orientation: u16,
    extras: Extras,
}

impl Photograph {
    fn as_is(bytes: &[u8]) -> Photograph {
        Photograph { bytes: bytes.to_vec(), orientation: 1, extras: Extras::new() }
    }
}

/// Of the stored pixels.
fn dimensions(bytes: &[u8]) -> Option<(u32, u32)> {
    let size = imagesize::blob_size(bytes).ok()?;
    Some((u32::try_from(size.width).ok()?, u32::try_from(size.height).ok()?))
        .filter(|(width, height)| *width > 0 && *height > 0)
}

/// Whether the pictures in an icon tell nothing beside what they show.
fn is_plain_icon(bytes: &[u8]) -> bool {
    let Some(count) = bytes.get(4..6).map(|count| usize::from(u16::from_le_bytes([count[0], count[1]]))) else {
        return false;
    };
    let number = |at: usize| {
        let four = bytes.get(at..at + 4)?;
        Some(u32::from_le_bytes([four[0], four[1], four[2], four[3]]) as usize)
    };
    count > 0
        && (0..count).all(|index| {
            let entry = 6 + 16 * index;
            let picture = number(entry + 8)
                .zip(number(entry + 12))
                .and_then(|(length, from)| bytes.get(from..from.checked_add(length)?));
            picture.is_some_and(|picture| {
                !picture.starts_with(b"\x89PNG") || png::clean(picture).is_some_and(|clean| clean.bytes == picture)
            })
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// How files begin that are read further.
    const BEGINNINGS: &[&[u8]] = &[
        b"\xff\xd8\xff\xe1\0\x22Exif\0\0MM\0\x2a\0\0\0\x08",
        b"\xff\xd8\xff\xc0\0\x0b\x08\0\x10\0\x10\x01\x01\x11\0\xff\xda\0\x08\x01\x01\0\0\x3f\0",
        b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0",
        b"GIF89a\x01\0\x01\0\0\0\0",
        b"RIFF\xff\0\0\0WEBPVP8X\x0a\0\0\0\x0c\0\0\0",
        b"\0\0\0\x10ftypavif\0\0\0\0",
        b"\0\0\x01\0\x01\0",
        b"",
    ];

    fn photograph() -> impl Strategy<Value = Vec<u8>> {
        let marks = prop_oneof![
            prop::collection::vec(any::<u8>(), 0..40),
            prop::sample::select(vec![
                &b"\xff\xd9"[..],
                b"\xff\xda\0\x08",
                b"\xff\xe1\0\x10Exif\0\0",
                b"\0\0\0\0IDAT",
                b"\0\0\0\0IEND",
                b"\x2c",
                b"\x21\xff\x0b",
                b"ANMF",
                b"VP8 ",
                b"EXIF",
                b"\0\0\0\x08meta"
            ])
            .prop_map(<[u8]>::to_vec),
        ];
        (prop::sample::select(BEGINNINGS), prop::collection::vec(marks, 0..12))
            .prop_map(|(beginning, marks)| [beginning.to_vec(), marks.concat()].concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, cases: 4000, ..ProptestConfig::default() })]

        #[test]
        fn any_bytes_are_cleaned_or_refused(bytes in photograph()) {
            for name in ["a.jpg", "a.ico"] {
                if let Ok(cleaned) = clean(name, &bytes) {
                    let published = cleaned.bytes.unwrap_or(bytes.clone());
                    let again = clean(name, &published).unwrap();
                    prop_assert!(again.bytes.is_none() && again.extras.is_empty(), "{:?}", again);
                    prop_assert_eq!(again.dimensions, cleaned.dimensions);
                }
            }
        }
    }
}
