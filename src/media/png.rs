//! Turns a PNG into one that has the chunks by which it is drawn, and no others (PNG, third edition).

use super::{Extra, Extras, Photograph, exif};

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// Chunks by which a picture is drawn: pixels, colours, how large a pixel is, moving pictures.
const KEPT: &[&[u8; 4]] = &[
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"sBIT", b"sRGB", b"cICP", b"mDCV", b"cLLI",
    b"bKGD", b"hIST", b"pHYs", b"sPLT", b"acTL", b"fcTL", b"fdAT",
];

/// The name under which a colour profile is published.
const PROFILE: &[u8] = b"ICC\0";

/// What the keyword of a text tells, where it is not simply a comment.
const KEYWORDS: &[(&[u8], Extra)] = &[
    (b"Author", Extra::Person),
    (b"Copyright", Extra::Person),
    (b"Artist", Extra::Person),
    (b"Software", Extra::Program),
    (b"Source", Extra::Device),
    (b"Creation Time", Extra::Time),
    (b"date:", Extra::Time),
    (b"Location", Extra::Place),
    (b"XML:com.adobe.xmp", Extra::Program),
    (b"Raw profile type", Extra::Program),
];

/// `None` when there is no picture in it.
pub fn clean(bytes: &[u8]) -> Option<Photograph> {
    let mut rest = bytes.strip_prefix(SIGNATURE)?;
    let mut out = Vec::with_capacity(bytes.len());
    out.extend(SIGNATURE);
    let (mut extras, mut orientation, mut pixels) = (Extras::new(), None, false);
    while let Some((name, data, whole, after)) = chunk(rest) {
        rest = after;
        match name {
            b"iCCP" if !data.starts_with(PROFILE) => profile(data, &mut out),
            name if KEPT.contains(&name) || name == b"iCCP" => out.extend(whole),
            b"eXIf" => {
                let (turn, told) = exif::read(data);
                extras.extend(told);
                if orientation.is_none() {
                    orientation = Some(turn);
                    if turn > 1 {
                        write(&mut out, b"eXIf", &exif::block(turn));
                    }
                }
            }
            b"tEXt" | b"zTXt" | b"iTXt" => extras.extend(told(data)),
            b"tIME" => drop(extras.insert(Extra::Time)),
            _ => drop(extras.insert(Extra::Program)),
        }
        pixels |= name == b"IDAT";
        if name == b"IEND" {
            break;
        }
    }
    if rest.iter().any(|byte| *byte != 0) {
        extras.insert(Extra::Appended);
    }
    pixels.then_some(Photograph { bytes: out, orientation: orientation.unwrap_or(1), extras })
}

/// Whether it is a film of several pictures (APNG), which says so before its pixels.
pub fn moves(bytes: &[u8]) -> bool {
    let mut rest = bytes.get(SIGNATURE.len()..).unwrap_or_default();
    while let Some((name, .., after)) = chunk(rest) {
        if matches!(name, b"acTL" | b"IDAT") {
            return name == b"acTL";
        }
        rest = after;
    }
    false
}

/// A colour profile under a name that tells nothing. It is compressed, and stays as it is; sRGB is what is drawn without it.
fn profile(data: &[u8], out: &mut Vec<u8>) {
    let Some(end) = memchr::memchr(0, data) else { return };
    if !data.starts_with(b"sRGB") {
        write(out, b"iCCP", &[PROFILE, &data[end + 1..]].concat());
    }
}

/// Name, data, all bytes, and what follows.
type Chunk<'a> = (&'a [u8; 4], &'a [u8], &'a [u8], &'a [u8]);

fn chunk(rest: &[u8]) -> Option<Chunk<'_>> {
    let (length, from_name) = rest.split_first_chunk::<4>()?;
    let length = u32::from_be_bytes(*length) as usize;
    let (name, from_data) = from_name.split_first_chunk::<4>()?;
    let data = from_data.get(..length)?;
    let (whole, after) = rest.split_at_checked(length.checked_add(12)?)?;
    Some((name, data, whole, after))
}

fn told(text: &[u8]) -> Extras {
    if text.starts_with(b"XML:com.adobe.xmp") {
        return exif::told(text);
    }
    let known = KEYWORDS.iter().find(|(keyword, _)| text.starts_with(keyword));
    Extras::from([known.map_or(Extra::Comment, |(_, extra)| *extra)])
}

fn write(out: &mut Vec<u8>, name: &[u8; 4], data: &[u8]) {
    out.extend((data.len() as u32).to_be_bytes());
    let from = out.len();
    out.extend(name);
    out.extend(data);
    let sum = checksum(&out[from..]);
    out.extend(sum.to_be_bytes());
}

/// CRC-32 (PNG, annex D), bit by bit: a few bytes of a few pictures.
fn checksum(bytes: &[u8]) -> u32 {
    let step = |sum: u32, _| if sum & 1 == 1 { 0xedb8_8320 ^ (sum >> 1) } else { sum >> 1 };
    !bytes.iter().fold(u32::MAX, |sum, byte| (0..8).fold(sum ^ u32::from(*byte), step))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checksums_are_those_of_the_standard() {
        // The IEND chunk that ends every PNG.
        assert_eq!(checksum(b"IEND"), 0xae42_6082);
    }
}
