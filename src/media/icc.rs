//! Takes out of a colour profile what names people, devices and programs, and leaves what colours are drawn by (ICC.1:2022).
//!
//! Its length stays, so that it can be put back where it stood. Words become empty, what is not known by its name is no longer
//! listed, and both are overwritten with zeros.

/// By these colours are drawn.
const KEPT: &[&[u8; 4]] = &[
    b"A2B0", b"A2B1", b"A2B2", b"B2A0", b"B2A1", b"B2A2", b"D2B0", b"D2B1", b"D2B2", b"D2B3", b"B2D0", b"B2D1",
    b"B2D2", b"B2D3", b"bTRC", b"bXYZ", b"bkpt", b"chad", b"cicp", b"gTRC", b"gXYZ", b"gamt", b"kTRC", b"lumi",
    b"rTRC", b"rXYZ", b"wtpt",
];
/// A profile must have these; they may be empty.
const WORDS: &[&[u8; 4]] = &[b"desc", b"cprt"];
/// Of the header: when and by what it was made, for which device, and the checksum over all of it.
const HEADER: [std::ops::Range<usize>; 5] = [4..8, 24..36, 40..44, 48..56, 80..100];
const HEADER_LENGTH: usize = 128;
/// No profile lists more.
const MOST: usize = 200;

#[derive(PartialEq, Eq, Debug)]
pub enum Profile {
    /// What every picture without a profile is drawn by.
    Standard,
    /// Nothing had to go.
    Plain,
    Cleaned(Vec<u8>),
    /// No profile that anybody can read.
    Broken,
}

/// One entry of the list: name, place and length.
#[derive(Clone, Copy)]
struct Tag<'a> {
    name: &'a [u8; 4],
    at: usize,
    length: usize,
}

/// Of a profile that can be left out where it is `Standard` or `Broken`.
pub fn clean(profile: &[u8]) -> Profile {
    let Some(tags) = tags(profile) else { return Profile::Broken };
    if is_standard(profile, &tags) { Profile::Standard } else { without_words(profile, &tags) }
}

/// Of a profile that must stay where it is.
pub fn in_place(profile: &[u8]) -> Profile {
    tags(profile).map_or(Profile::Broken, |tags| without_words(profile, &tags))
}

fn without_words(profile: &[u8], tags: &[Tag]) -> Profile {
    let is_kept = |tag: &&Tag| KEPT.contains(&tag.name);
    let mut out = vec![0; profile.len()];
    out[..HEADER_LENGTH].copy_from_slice(&profile[..HEADER_LENGTH]);
    for range in HEADER {
        out[range].fill(0);
    }
    for Tag { at, length, .. } in tags.iter().filter(is_kept) {
        out[*at..at + length].copy_from_slice(&profile[*at..at + length]);
    }
    let is_shared = |words: &Tag| {
        let overlap = |kept: &Tag| words.at < kept.at + kept.length && kept.at < words.at + words.length;
        tags.iter().filter(is_kept).any(overlap)
    };
    let words = tags.iter().filter(|tag| WORDS.contains(&tag.name) && tag.length >= 16 && !is_shared(tag));
    let mut listed: Vec<&Tag> = tags.iter().filter(is_kept).collect();
    for tag in words {
        let kind = &profile[tag.at..tag.at + 4];
        let empty = &mut out[tag.at..tag.at + 16];
        empty[..4].copy_from_slice(kind);
        match kind {
            // One byte, which ends the text; a list without entries, each of which would have twelve.
            b"desc" => empty[8..12].copy_from_slice(&1_u32.to_be_bytes()),
            b"mluc" => empty[12..16].copy_from_slice(&12_u32.to_be_bytes()),
            b"text" => {}
            _ => continue,
        }
        listed.push(tag);
    }
    out[HEADER_LENGTH..HEADER_LENGTH + 4].copy_from_slice(&(listed.len() as u32).to_be_bytes());
    for (index, tag) in listed.iter().enumerate() {
        let at = HEADER_LENGTH + 4 + 12 * index;
        out[at..at + 4].copy_from_slice(tag.name);
        out[at + 4..at + 8].copy_from_slice(&(tag.at as u32).to_be_bytes());
        out[at + 8..at + 12].copy_from_slice(&(tag.length as u32).to_be_bytes());
    }
    if out == profile { Profile::Plain } else { Profile::Cleaned(out) }
}

fn number(bytes: &[u8], at: usize) -> Option<usize> {
    let four = bytes.get(at..at + 4)?;
    Some(u32::from_be_bytes([four[0], four[1], four[2], four[3]]) as usize)
}

/// `None` where the profile contradicts itself.
fn tags(profile: &[u8]) -> Option<Vec<Tag<'_>>> {
    if profile.get(36..40)? != b"acsp" {
        return None;
    }
    let count = number(profile, HEADER_LENGTH).filter(|count| *count <= MOST)?;
    let listed = HEADER_LENGTH + 4 + 12 * count;
    (0..count)
        .map(|index| {
            let entry = HEADER_LENGTH + 4 + 12 * index;
            let name = profile.get(entry..)?.first_chunk::<4>()?;
            let (at, length) = (number(profile, entry + 4)?, number(profile, entry + 8)?);
            let fits = at >= listed && at.checked_add(length)? <= profile.len();
            fits.then_some(Tag { name, at, length })
        })
        .collect()
}

/// Whether it is sRGB under whatever maker's name: it says so, and its primary colours are those (IEC 61966-2-1, at D50).
fn is_standard(profile: &[u8], tags: &[Tag]) -> bool {
    const PRIMARIES: [(&[u8; 4], [f64; 3]); 3] =
        [(b"rXYZ", [0.4361, 0.2225, 0.0139]), (b"gXYZ", [0.3851, 0.7169, 0.0971]), (b"bXYZ", [0.1431, 0.0606, 0.7141])];
    let data = |name: &[u8; 4]| {
        let tag = tags.iter().find(|tag| tag.name == name)?;
        Some(&profile[tag.at..tag.at + tag.length])
    };
    let says = data(b"desc").is_some_and(|words| {
        let letters: Vec<u8> = words.iter().copied().filter(|byte| *byte != 0).collect();
        memchr::memmem::find(&letters, b"sRGB").is_some()
    });
    says && PRIMARIES.iter().all(|(name, wanted)| {
        data(name).is_some_and(|colour| {
            wanted.iter().enumerate().all(|(index, wanted)| {
                number(colour, 8 + 4 * index).is_some_and(|found| (found as f64 / 65536.0 - wanted).abs() < 0.002)
            })
        })
    })
}
