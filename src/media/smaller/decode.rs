//! Turns the bytes of a JPEG, PNG or WebP into pixels of four bytes, and its colour profile into one that names nobody.

use std::io::Cursor;

use image_webp::WebPDecoder;
use png::{ColorType, Limits, Transformations};
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use super::super::icc::{self, Profile};
use super::super::raster::{Format, MOST_PIXELS};
use super::pixels::Pixels;

/// A larger profile would weigh more than a small picture.
const MOST_PROFILE: usize = 8 << 10;
/// On either side, in pixels: as far as the formats go.
const MOST_SIDE: usize = 1 << 16;

/// `None` where they cannot be read, or drawn without more than this knows.
pub fn decode(bytes: &[u8], format: Format) -> Option<Pixels> {
    let pixels = match format {
        Format::Jpeg => jpeg(bytes),
        Format::Png => png(bytes),
        Format::Webp => webp(bytes),
    }?;
    let Pixels { width, height, ref rgba, ref profile, .. } = pixels;
    let is_whole = rgba.len() as u64 == 4 * u64::from(width) * u64::from(height) && !rgba.is_empty();
    let is_small = profile.as_ref().is_none_or(|profile| profile.len() <= MOST_PROFILE);
    (is_whole && is_small).then_some(pixels)
}

fn jpeg(bytes: &[u8]) -> Option<Pixels> {
    let options = DecoderOptions::default().set_max_width(MOST_SIDE).set_max_height(MOST_SIDE);
    let options = options.jpeg_set_out_colorspace(ColorSpace::RGBA);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    decoder.decode_headers().ok()?;
    let info = decoder.info()?;
    let is_gray = info.components == 1;
    let (width, height) = (u32::from(info.width), u32::from(info.height));
    if !is_decodable(width, height) || !matches!(info.components, 1 | 3) {
        return None;
    }
    let profile = decoder.icc_profile();
    let rgba = decoder.decode().ok()?;
    Some(Pixels { width, height, rgba, is_opaque: true, is_gray, profile: clean(profile) })
}

fn png(bytes: &[u8]) -> Option<Pixels> {
    let limits = Limits { bytes: usize::try_from(8 * MOST_PIXELS).ok()? };
    let mut decoder = png::Decoder::new_with_limits(Cursor::new(bytes), limits);
    decoder.set_transformations(Transformations::normalize_to_color8());
    let mut reader = decoder.read_info().ok()?;
    let (width, height) = reader.info().size();
    let profile = reader.info().icc_profile.as_ref().map(|profile| profile.to_vec());
    if !is_decodable(width, height) {
        return None;
    }
    let mut stored = vec![0; reader.output_buffer_size()?];
    let frame = reader.next_frame(&mut stored).ok()?;
    stored.truncate(frame.buffer_size());
    // Whatever stands after the pixels must be there as well: a file that breaks off is not whole.
    reader.finish().ok()?;
    let (rgba, is_gray) = match frame.color_type {
        ColorType::Rgba => (stored, false),
        ColorType::Rgb => (stored.as_chunks::<3>().0.iter().flat_map(|[r, g, b]| [*r, *g, *b, 255]).collect(), false),
        ColorType::Grayscale => (stored.iter().flat_map(|shade| [*shade, *shade, *shade, 255]).collect(), true),
        ColorType::GrayscaleAlpha => (
            stored.as_chunks::<2>().0.iter().flat_map(|[shade, cover]| [*shade, *shade, *shade, *cover]).collect(),
            true,
        ),
        ColorType::Indexed => return None,
    };
    let is_opaque = is_opaque(&rgba);
    Some(Pixels { width, height, rgba, is_opaque, is_gray, profile: clean(profile) })
}

fn webp(bytes: &[u8]) -> Option<Pixels> {
    let mut decoder = WebPDecoder::new(Cursor::new(bytes)).ok()?;
    decoder.set_memory_limit(usize::try_from(8 * MOST_PIXELS).ok()?);
    let (width, height) = decoder.dimensions();
    if !is_decodable(width, height) {
        return None;
    }
    let mut stored = vec![0; decoder.output_buffer_size()?];
    decoder.read_image(&mut stored).ok()?;
    let profile = decoder.icc_profile().ok()?;
    let rgba = match decoder.has_alpha() {
        true => stored,
        false => stored.as_chunks::<3>().0.iter().flat_map(|[r, g, b]| [*r, *g, *b, 255]).collect(),
    };
    let is_opaque = is_opaque(&rgba);
    Some(Pixels { width, height, rgba, is_opaque, is_gray: false, profile: clean(profile) })
}

fn is_decodable(width: u32, height: u32) -> bool {
    width > 0 && height > 0 && u64::from(width) * u64::from(height) <= MOST_PIXELS
}

fn is_opaque(rgba: &[u8]) -> bool {
    rgba.chunks_exact(4).all(|pixel| pixel[3] == 255)
}

/// That of a JPEG or WebP was cleaned with the picture; that of a PNG is compressed there.
fn clean(profile: Option<Vec<u8>>) -> Option<Vec<u8>> {
    let profile = profile?;
    match icc::clean(&profile) {
        Profile::Plain => Some(profile),
        Profile::Cleaned(cleaned) => Some(cleaned),
        Profile::Standard | Profile::Broken => None,
    }
}
