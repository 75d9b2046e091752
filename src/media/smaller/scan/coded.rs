//! Turns pictures that scanners code in their own ways into pixels: fax (CCITT), JBIG2, and JPEG 2000.

use hayro_ccitt::{DecodeSettings, DecoderContext, EncodingMode};
use hayro_jpeg2000::ColorSpace;

use super::super::super::raster::{Lack, MOST_PIXELS};
use super::super::pixels::Pixels;
use super::layout::Layout;
use super::object::{Dict, Object};
use super::store::Store;

/// A JPEG 2000 needs twelve bytes a pixel and more while it is decoded.
const MOST_JPX: u64 = 40_000_000;

const WHITE: [u8; 4] = [255; 4];
const BLACK: [u8; 4] = [0, 0, 0, 255];

/// Black on white, filled from the first row on.
struct Sheet {
    rgba: Vec<u8>,
    at: usize,
    width: usize,
}

impl Sheet {
    fn new(width: u32, height: u32) -> Sheet {
        Sheet { rgba: vec![255; 4 * width as usize * height as usize], at: 0, width: width as usize }
    }

    /// The next pixels of a row.
    fn put(&mut self, is_black: bool, count: usize) {
        let end = (4 * (self.at + count)).min(self.rgba.len());
        if is_black {
            let from = (4 * self.at).min(end);
            self.rgba[from..end].as_chunks_mut::<4>().0.fill(BLACK);
        }
        self.at += count;
    }

    fn pixels(self, swapped: bool) -> Pixels {
        let (width, mut rgba) = (self.width, self.rgba);
        if swapped {
            rgba.as_chunks_mut::<4>()
                .0
                .iter_mut()
                .for_each(|pixel| *pixel = if *pixel == BLACK { WHITE } else { BLACK });
        }
        let height = rgba.len() / 4 / width.max(1);
        Pixels { width: width as u32, height: height as u32, rgba, is_opaque: true, is_gray: true, profile: None }
    }
}

impl hayro_ccitt::Decoder for Sheet {
    fn push_row(&mut self, changes: &[u32]) {
        let row = self.at;
        for span in changes.chunks(2) {
            let (from, to) = (span[0] as usize, span.get(1).map_or(self.width, |end| *end as usize));
            self.at = row + from.min(self.width);
            self.put(true, to.min(self.width).saturating_sub(from));
        }
        self.at = row + self.width;
    }
}

impl hayro_jbig2::Decoder for Sheet {
    fn push_pixel(&mut self, black: bool) {
        self.put(black, 1);
    }

    fn push_pixel_chunk(&mut self, black: bool, chunk_count: u32) {
        self.put(black, 8 * chunk_count as usize);
    }

    fn next_line(&mut self) {
        self.at = self.at.next_multiple_of(self.width);
    }
}

/// ISO 32000-1, 7.4.6.
pub fn fax(store: &Store, bytes: &[u8], told: &Dict, layout: &Layout) -> Result<Pixels, Lack> {
    let number = |key: &[u8], usual: f64| store.number(told, key).unwrap_or(usual);
    let is = |key: &[u8], usual: bool| match store.of(told, key) {
        Some(Object::Bool(is)) => is,
        _ => usual,
    };
    let columns = number(b"Columns", 1728.0).clamp(0.0, 65_535.0) as u32;
    if columns != layout.width {
        return Err(Lack::Damaged);
    }
    let k = number(b"K", 0.0);
    let encoding = match k {
        _ if k < 0.0 => EncodingMode::Group4,
        _ if k > 0.0 => EncodingMode::Group3_2D,
        _ => EncodingMode::Group3_1D,
    };
    let settings = DecodeSettings {
        columns,
        rows: layout.height,
        end_of_block: is(b"EndOfBlock", true),
        end_of_line: is(b"EndOfLine", false),
        rows_are_byte_aligned: is(b"EncodedByteAlign", false),
        encoding,
        strict: false,
    };
    let mut sheet = Sheet::new(columns, layout.height);
    let decoded = hayro_ccitt::decode(bytes, &mut sheet, &mut DecoderContext::new(settings));
    // A line that came over the telephone damaged costs what follows it.
    if decoded.is_err() && sheet.at < sheet.rgba.len() / 8 {
        return Err(Lack::Damaged);
    }
    Ok(sheet.pixels(is(b"BlackIs1", false)))
}

/// ISO 32000-1, 7.4.7.
pub fn jbig2(store: &Store, bytes: &[u8], told: &Dict) -> Result<Pixels, Lack> {
    const MOST_GLOBALS: usize = 16 << 20;
    let settings = hayro_jbig2::DecodeSettings { strict: false };
    let globals = match told.get(&b"JBIG2Globals"[..]) {
        Some(Object::Ref(number)) => {
            let stream = store.stream(*number).ok_or(Lack::Damaged)?;
            let (bytes, _) = store.unfiltered(&stream.dict, stream.data, MOST_GLOBALS).ok_or(Lack::Coded)?;
            Some(hayro_jbig2::Globals::new(&bytes, &settings).map_err(|_| Lack::Damaged)?)
        }
        _ => None,
    };
    let page = hayro_jbig2::Page::new_embedded(bytes, globals.as_ref(), &settings).map_err(|_| Lack::Damaged)?;
    let (width, height) = fits(page.width(), page.height(), MOST_PIXELS)?;
    let mut sheet = Sheet::new(width, height);
    page.decode(&mut sheet).map_err(|_| Lack::Damaged)?;
    Ok(sheet.pixels(false))
}

/// ISO 32000-1, 7.4.9. Its colours are those that it says itself.
pub fn jpx(bytes: &[u8]) -> Result<Pixels, Lack> {
    let settings = hayro_jpeg2000::DecodeSettings::default();
    let image = hayro_jpeg2000::Image::new(bytes, &settings).map_err(|_| Lack::Damaged)?;
    let (width, height) = fits(image.width(), image.height(), MOST_JPX)?;
    let colours = match image.color_space() {
        ColorSpace::CMYK => return Err(Lack::Print),
        space => space.num_channels(),
    };
    let channels = usize::from(colours) + usize::from(image.has_alpha());
    let mut context = hayro_jpeg2000::DecoderContext::default();
    let samples = image.decode(&mut context).map_err(|_| Lack::Damaged)?.data_u8();
    let pixel = |sample: &[u8]| -> Option<[u8; 4]> {
        match colours {
            1 => Some([sample[0], sample[0], sample[0], 255]),
            3 => Some([sample[0], sample[1], sample[2], 255]),
            _ => None,
        }
    };
    let rgba: Option<Vec<[u8; 4]>> = samples.chunks_exact(channels).map(pixel).collect();
    let rgba = rgba.ok_or(Lack::Print)?.into_flattened();
    if rgba.len() as u64 != 4 * u64::from(width) * u64::from(height) {
        return Err(Lack::Damaged);
    }
    Ok(Pixels { width, height, rgba, is_opaque: true, is_gray: colours == 1, profile: None })
}

fn fits(width: u32, height: u32, most: u64) -> Result<(u32, u32), Lack> {
    match u64::from(width) * u64::from(height) {
        0 => Err(Lack::Damaged),
        pixels if pixels > most => Err(Lack::Pixels),
        _ => Ok((width, height)),
    }
}
