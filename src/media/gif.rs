//! Turns a GIF into one that has frames and their timing, and no comments or data of programs (GIF89a, chapters 18–26).

use super::{Extra, Extras, Photograph};

/// Blocks of programs by which moving pictures repeat, and the colour profile.
const KEPT: &[&[u8]] = &[b"NETSCAPE2.0", b"ANIMEXTS1.0", b"ICCRGBG1012"];
const TRAILER: u8 = 0x3b;

/// `None` when there is no picture in it.
pub fn clean(bytes: &[u8]) -> Option<Photograph> {
    let flags = *bytes.get(10)?;
    let mut at = 13 + table(flags);
    let mut out = bytes.get(..at)?.to_vec();
    let (mut extras, mut frames) = (Extras::new(), false);
    loop {
        let whole = match bytes.get(at) {
            Some(0x2c) => {
                frames = true;
                let flags = bytes.get(at + 9).copied().unwrap_or(0);
                // The descriptor, its colours and the size of codes stand before the data.
                blocks(bytes, at + 10 + table(flags) + 1)
            }
            Some(0x21) => blocks(bytes, at + 2),
            _ => break,
        };
        let end = whole.unwrap_or(bytes.len());
        let block = &bytes[at..end];
        match (block[0], block.get(1)) {
            (0x2c, _) | (_, Some(0xf9)) => out.extend(block),
            (_, Some(0xff)) if KEPT.iter().any(|name| block.get(3..14) == Some(*name)) => out.extend(block),
            (_, Some(0xfe)) => drop(extras.insert(Extra::Comment)),
            _ => drop(extras.insert(Extra::Program)),
        }
        at = end;
        if whole.is_none() && block[0] == 0x2c {
            // Cut off in a frame: a trailer would be taken for pixels.
            return Some(Photograph { bytes: out, orientation: 1, extras });
        }
    }
    if bytes.get(at) == Some(&TRAILER) {
        at += 1;
    }
    if bytes[at..].iter().any(|byte| *byte != 0) {
        extras.insert(Extra::Appended);
    }
    out.push(TRAILER);
    frames.then_some(Photograph { bytes: out, orientation: 1, extras })
}

/// Bytes of a table of colours.
fn table(flags: u8) -> usize {
    if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) }
}

/// The end of a run of blocks, each with its length before it; `None` when the file ends before it does.
fn blocks(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        let length = usize::from(*bytes.get(at)?);
        at += 1 + length;
        if length == 0 {
            return Some(at);
        }
    }
}
