//! Turns the picture that fills a page into pixels: what its samples mean, and how their rows were written (ISO 32000-1, 8.9.5 and 7.4.4.4).

use super::super::super::raster::{Format, Lack};
use super::super::decode;
use super::super::pixels::Pixels;
use super::coded;
use super::layout::Layout;
use super::object::{Dict, Object};
use super::store::Store;

/// What the samples of a picture mean.
pub enum Colours {
    Gray,
    Rgb,
    /// Numbers of colours.
    Indexed(Vec<[u8; 3]>),
}

/// `number`: of its object.
pub fn read(store: &Store, number: u32) -> Result<Pixels, Lack> {
    let stream = store.stream(number).ok_or(Lack::Damaged)?;
    let layout = Layout::of(store, &stream.dict)?;
    let channels = match colours(store, &stream.dict) {
        Ok(Colours::Rgb) => 3,
        Ok(_) => 1,
        Err(_) => 4,
    };
    // Rows with a byte before each.
    let most = layout.height as usize * ((layout.width as usize * channels * layout.bits).div_ceil(8) + 1);
    let (bytes, filter) =
        store.unfiltered(&stream.dict, stream.data, most.max(stream.data.len())).ok_or(Lack::Coded)?;
    let pixels = match filter.as_ref().map(|(name, told)| (&**name, told)) {
        Some((b"DCTDecode" | b"DCT", _)) => jpeg(&bytes)?,
        Some((b"JPXDecode", _)) => coded::jpx(&bytes)?,
        Some((b"CCITTFaxDecode" | b"CCF", told)) => {
            coloured(store, &stream.dict, coded::fax(store, &bytes, told, &layout)?)
        }
        Some((b"JBIG2Decode", told)) => coloured(store, &stream.dict, coded::jbig2(store, &bytes, told)?),
        Some((b"FlateDecode" | b"Fl", told)) => {
            plain(store, &unpredicted(store, bytes.to_vec(), told)?, &stream.dict, &layout)?
        }
        Some(_) => return Err(Lack::Coded),
        None => plain(store, &bytes, &stream.dict, &layout)?,
    };
    Ok(if layout.is_inverted { inverted(pixels) } else { pixels })
}

fn jpeg(bytes: &[u8]) -> Result<Pixels, Lack> {
    // Some programs write a few bytes behind the end.
    let tail = &bytes[bytes.len().saturating_sub(256)..];
    match super::super::super::raster::look(bytes, bytes, (1, 1)).map(|raster| raster.lack) {
        None => return Err(Lack::Damaged),
        Some(Some(Lack::Print)) => return Err(Lack::Print),
        Some(_) if memchr::memmem::find(tail, b"\xff\xd9").is_none() => return Err(Lack::Cut),
        Some(_) => {}
    }
    decode::decode(bytes, Format::Jpeg).ok_or(Lack::Damaged)
}

/// Rows as they were before each was written as what differs from another.
fn unpredicted(store: &Store, bytes: Vec<u8>, told: &Dict) -> Result<Vec<u8>, Lack> {
    let number = |key: &[u8], usual: f64| store.number(told, key).unwrap_or(usual).clamp(0.0, 1e6) as usize;
    let (colours, bits) = (number(b"Colors", 1.0), number(b"BitsPerComponent", 8.0));
    let row = (number(b"Columns", 1.0) * colours.min(32) * bits.min(16)).div_ceil(8);
    let step = (colours * bits).div_ceil(8).max(1);
    if row == 0 {
        return Err(Lack::Damaged);
    }
    match number(b"Predictor", 1.0) {
        0 | 1 => Ok(bytes),
        2 if bits == 8 => {
            let mut bytes = bytes;
            for row in bytes.chunks_mut(row) {
                for at in step..row.len() {
                    row[at] = row[at].wrapping_add(row[at - step]);
                }
            }
            Ok(bytes)
        }
        2..10 => Err(Lack::Coded),
        _ => Ok(filtered(&bytes, row, step)),
    }
}

/// The filters of PNG (PNG specification, 9).
fn filtered(bytes: &[u8], row: usize, step: usize) -> Vec<u8> {
    let mut out: Vec<u8> = Vec::with_capacity(bytes.len());
    let mut above = vec![0; row];
    for line in bytes.chunks(row + 1) {
        let (kind, line) = line.split_first().map_or((0, line), |(kind, line)| (*kind, line));
        let mut own = vec![0; row];
        for (at, byte) in line.iter().enumerate() {
            let left = if at >= step { own[at - step] } else { 0 };
            let (up, corner) = (above[at], if at >= step { above[at - step] } else { 0 });
            let guess = match kind {
                1 => left,
                2 => up,
                3 => u8::midpoint(left, up),
                4 => paeth(left, up, corner),
                _ => 0,
            };
            own[at] = byte.wrapping_add(guess);
        }
        out.extend_from_slice(&own);
        above = own;
    }
    out
}

fn paeth(left: u8, up: u8, corner: u8) -> u8 {
    let (a, b, c) = (i32::from(left), i32::from(up), i32::from(corner));
    let guess = a + b - c;
    let (by_a, by_b, by_c) = ((guess - a).abs(), (guess - b).abs(), (guess - c).abs());
    if by_a <= by_b && by_a <= by_c {
        left
    } else if by_b <= by_c {
        up
    } else {
        corner
    }
}

/// Samples as they are.
fn plain(store: &Store, bytes: &[u8], dict: &Dict, layout: &Layout) -> Result<Pixels, Lack> {
    let Layout { width, height, bits, .. } = *layout;
    // Of a mask the zeros are painted, which is black on white, as of shades.
    let is_mask = store.of(dict, b"ImageMask") == Some(Object::Bool(true));
    let colours = if is_mask { Colours::Gray } else { colours(store, dict)? };
    let bits = if is_mask { 1 } else { bits };
    if !matches!(bits, 1 | 2 | 4 | 8 | 16) {
        return Err(Lack::Damaged);
    }
    let channels = if matches!(colours, Colours::Rgb) { 3 } else { 1 };
    let row = (width as usize * channels * bits).div_ceil(8);
    // The last rows may be lacking where a program counted wrongly, half of the picture may not.
    if bytes.len() < row * height as usize / 2 {
        return Err(Lack::Cut);
    }
    let mut rgba = Vec::with_capacity(4 * width as usize * height as usize);
    let blank = vec![0xff; row];
    for y in 0..height as usize {
        let line = bytes.get(y * row..(y + 1) * row).unwrap_or(&blank);
        let sample = |at: usize| -> u8 {
            match bits {
                8 => line[at],
                16 => line[2 * at],
                _ => line[at * bits / 8] >> (8 - bits - at * bits % 8) & ((1 << bits) - 1),
            }
        };
        // Shades of few bits reach from black to white all the same.
        let shade = |at: usize| if bits < 8 { sample(at) * (255 / ((1 << bits) - 1)) } else { sample(at) };
        for x in 0..width as usize {
            let [r, g, b] = match &colours {
                Colours::Gray => [shade(x); 3],
                Colours::Rgb => [shade(3 * x), shade(3 * x + 1), shade(3 * x + 2)],
                Colours::Indexed(table) => table.get(usize::from(sample(x))).copied().unwrap_or_default(),
            };
            rgba.extend_from_slice(&[r, g, b, 255]);
        }
    }
    Ok(Pixels { width, height, rgba, is_opaque: true, is_gray: matches!(colours, Colours::Gray), profile: None })
}

fn colours(store: &Store, dict: &Dict) -> Result<Colours, Lack> {
    let space = store.of(dict, b"ColorSpace").or_else(|| store.of(dict, b"CS")).ok_or(Lack::Damaged)?;
    space_of(store, &space, 0)
}

fn space_of(store: &Store, space: &Object, depth: usize) -> Result<Colours, Lack> {
    let (name, told) = match space {
        Object::Name(name) => (&**name, &[][..]),
        Object::List(all) => match all.split_first() {
            Some((Object::Name(name), told)) => (&**name, told),
            _ => return Err(Lack::Damaged),
        },
        _ => return Err(Lack::Damaged),
    };
    match name {
        b"DeviceGray" | b"G" | b"CalGray" => Ok(Colours::Gray),
        b"DeviceRGB" | b"RGB" | b"CalRGB" => Ok(Colours::Rgb),
        b"DeviceCMYK" | b"CMYK" => Err(Lack::Print),
        b"ICCBased" => {
            let Some(Object::Ref(number)) = told.first() else { return Err(Lack::Damaged) };
            let profile = store.stream(*number).ok_or(Lack::Damaged)?;
            match store.number(&profile.dict, b"N").unwrap_or_default() as u8 {
                1 => Ok(Colours::Gray),
                3 => Ok(Colours::Rgb),
                4 => Err(Lack::Print),
                _ => Err(Lack::Damaged),
            }
        }
        b"Indexed" | b"I" if depth == 0 => indexed(store, told),
        _ => Err(Lack::Coded),
    }
}

/// A base, the number of the last colour, and a table.
fn indexed(store: &Store, told: &[Object]) -> Result<Colours, Lack> {
    let [base, _, table] = told else { return Err(Lack::Damaged) };
    let base = space_of(store, &store.value(base).ok_or(Lack::Damaged)?, 1)?;
    let bytes = match table {
        Object::Ref(number) if store.stream(*number).is_some() => {
            let stream = store.stream(*number).ok_or(Lack::Damaged)?;
            let (bytes, None) = store.unfiltered(&stream.dict, stream.data, 1 << 16).ok_or(Lack::Coded)? else {
                return Err(Lack::Coded);
            };
            bytes.into_owned()
        }
        other => match store.value(other) {
            Some(Object::Text(text)) => unescaped(&text),
            _ => return Err(Lack::Damaged),
        },
    };
    Ok(Colours::Indexed(match base {
        Colours::Rgb => bytes.as_chunks::<3>().0.to_vec(),
        _ => bytes.iter().map(|shade| [*shade; 3]).collect(),
    }))
}

/// What a string stands for (ISO 32000-1, 7.3.4.2).
fn unescaped(text: &[u8]) -> Vec<u8> {
    let (mut out, mut bytes) = (Vec::with_capacity(text.len()), text.iter().copied().peekable());
    while let Some(byte) = bytes.next() {
        if byte != b'\\' {
            out.push(byte);
            continue;
        }
        match bytes.next() {
            Some(digit @ b'0'..=b'7') => {
                let mut value = u32::from(digit - b'0');
                for _ in 0..2 {
                    let Some(digit) = bytes.next_if(|next| matches!(next, b'0'..=b'7')) else { break };
                    value = value * 8 + u32::from(digit - b'0');
                }
                out.push((value & 0xff) as u8);
            }
            Some(b'n') => out.push(b'\n'),
            Some(b'r') => out.push(b'\r'),
            Some(b't') => out.push(b'\t'),
            Some(b'b') => out.push(8),
            Some(b'f') => out.push(12),
            Some(b'\n') | None => {}
            Some(other) => out.push(other),
        }
    }
    out
}

/// Black and white, where these are the names of two other colours.
fn coloured(store: &Store, dict: &Dict, mut pixels: Pixels) -> Pixels {
    if let Ok(Colours::Indexed(table)) = colours(store, dict) {
        let [black, white] = [0, 1].map(|at| table.get(at).copied().unwrap_or_default());
        for pixel in pixels.rgba.as_chunks_mut::<4>().0 {
            let [r, g, b] = if pixel[0] == 0 { black } else { white };
            *pixel = [r, g, b, 255];
        }
        pixels.is_gray = [black, white].iter().all(|[r, g, b]| r == g && g == b);
    }
    pixels
}

fn inverted(mut pixels: Pixels) -> Pixels {
    for pixel in pixels.rgba.chunks_exact_mut(4) {
        pixel[..3].iter_mut().for_each(|colour| *colour = 255 - *colour);
    }
    pixels
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_put_together_again_as_png_writes_them() {
        // Of one byte a pixel: as it is, after the left one, after the upper one, after their middle, by Paeth.
        let rows = [[0, 10, 20, 30], [1, 5, 5, 5], [2, 1, 1, 1], [3, 0, 0, 0], [4, 1, 1, 1]].concat();
        let expected = [[10, 20, 30], [5, 10, 15], [6, 11, 16], [3, 7, 11], [4, 8, 12]].concat();
        assert_eq!(filtered(&rows, 3, 1), expected);
    }

    #[test]
    fn a_string_stands_for_its_bytes() {
        assert_eq!(unescaped(b"a\\(b\\101\\7\\n\\\\"), b"a(bA\x07\n\\");
    }
}
