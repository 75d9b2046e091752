//! Says whether an AVIF tells more than it shows. It is not rewritten: every part of it is named by its place.

use memchr::memmem;

use super::icc::{self, Profile};
use super::{Extra, Photograph};

pub enum Look {
    Plain,
    /// It has EXIF, XMP or boxes of programs.
    Tells,
    /// HEIC, a film, or nothing that is known.
    Other,
}

const BRANDS: &[&[u8; 4]] = &[b"avif", b"avis"];
/// Boxes that stand beside each other in a file and draw it.
const KEPT: &[&[u8; 4]] = &[b"ftyp", b"meta", b"mdat", b"moov", b"free", b"skip"];
/// Names of what tells more, in the boxes that list the parts.
const TELLING: &[&[u8]] = &[b"Exif", b"mime", b"uri ", b"udta", b"uuid", b"xml "];

pub fn look(bytes: &[u8]) -> Look {
    let brands = boxes(bytes).next().map_or(&[][..], |(_, data, _)| data);
    // A moving picture, whose size is not known here and which many browsers do not show.
    if brands.starts_with(b"avis") || !brands.chunks_exact(4).any(|brand| BRANDS.iter().any(|known| brand == *known)) {
        return Look::Other;
    }
    let mut left = bytes.len();
    for (name, data, after) in boxes(bytes) {
        let listing = matches!(name, b"meta" | b"moov");
        let free = matches!(name, b"free" | b"skip") && data.iter().any(|byte| *byte != 0);
        if free || !KEPT.contains(&name) || listing && TELLING.iter().any(|mark| memmem::find(data, mark).is_some()) {
            return Look::Tells;
        }
        left = after;
    }
    if left == 0 { Look::Plain } else { Look::Tells }
}

/// The picture with colour profiles that name nobody; they keep their lengths, so that nothing moves.
pub fn without_words(bytes: &[u8]) -> Photograph {
    const PROFILE: &[u8] = b"colrprof";
    let mut picture = Photograph::as_is(bytes);
    let places: Vec<usize> = memmem::find_iter(bytes, PROFILE).collect();
    for at in places {
        let size = at.checked_sub(4).and_then(|from| bytes.get(from..at)?.first_chunk::<4>());
        let end = size.and_then(|size| (at - 4).checked_add(u32::from_be_bytes(*size) as usize));
        let Some(profile) = end.and_then(|end| bytes.get(at + PROFILE.len()..end)) else { continue };
        if let Profile::Cleaned(cleaned) = icc::in_place(profile) {
            picture.bytes[at + PROFILE.len()..][..cleaned.len()].copy_from_slice(&cleaned);
            picture.extras.insert(Extra::Device);
        }
    }
    picture
}

/// Boxes one after the other, up to the first that does not fit, each with how many bytes follow it
/// (ISO/IEC 14496-12, 4.2).
fn boxes(mut rest: &[u8]) -> impl Iterator<Item = (&[u8; 4], &[u8], usize)> {
    std::iter::from_fn(move || {
        let (size, from_name) = rest.split_first_chunk::<4>()?;
        let (name, from_data) = from_name.split_first_chunk::<4>()?;
        let (header, size) = match u32::from_be_bytes(*size) {
            0 => (8, rest.len()),
            1 => (16, usize::try_from(u64::from_be_bytes(*from_data.first_chunk::<8>()?)).ok()?),
            size => (8, size as usize),
        };
        let data = rest.get(header..size)?;
        rest = &rest[size..];
        Some((name, data, rest.len()))
    })
}
