//! Turns pixels into the bytes of a JPEG or a WebP.

use jpeg_encoder::{ColorType, Encoder, SamplingFactor};
use webp::WebPConfig;

use super::pixels::Pixels;

#[derive(Clone, Copy)]
pub enum Coding {
    Jpeg {
        quality: u8,
    },
    Webp {
        /// `None`: each pixel as it is.
        quality: Option<u8>,
    },
}

pub fn encode(pixels: &Pixels, coding: Coding) -> Option<Vec<u8>> {
    match coding {
        Coding::Jpeg { quality } => jpeg(pixels, quality),
        Coding::Webp { quality } => webp(pixels, quality),
    }
}

fn jpeg(pixels: &Pixels, quality: u8) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, quality);
    encoder.set_sampling_factor(SamplingFactor::F_2_2);
    encoder.set_progressive(true);
    encoder.set_optimized_huffman_tables(true);
    if let Some(profile) = &pixels.profile {
        encoder.add_icc_profile(profile).ok()?;
    }
    let (width, height) = (u16::try_from(pixels.width).ok()?, u16::try_from(pixels.height).ok()?);
    // A profile for shades of grey is none for three colours.
    match pixels.is_gray {
        true => {
            let shades: Vec<u8> = pixels.rgba.chunks_exact(4).map(|pixel| pixel[0]).collect();
            encoder.encode(&shades, width, height, ColorType::Luma).ok()?;
        }
        false => encoder.encode(&pixels.rgba, width, height, ColorType::Rgba).ok()?,
    }
    Some(bytes)
}

fn webp(pixels: &Pixels, quality: Option<u8>) -> Option<Vec<u8>> {
    let mut config = WebPConfig::new().ok()?;
    config.lossless = i32::from(quality.is_none());
    // Of what is lossless it says how hard is tried.
    config.quality = quality.map_or(50.0, f32::from);
    config.method = 4;
    let opaque: Vec<u8>;
    let encoder = match pixels.is_opaque {
        true => {
            opaque = pixels.rgba.as_chunks::<4>().0.iter().flat_map(|[r, g, b, _]| [*r, *g, *b]).collect();
            webp::Encoder::from_rgb(&opaque, pixels.width, pixels.height)
        }
        false => webp::Encoder::from_rgba(&pixels.rgba, pixels.width, pixels.height),
    };
    let bytes = encoder.encode_advanced(&config).ok()?.to_vec();
    match &pixels.profile {
        Some(profile) => with_profile(&bytes, profile, pixels),
        None => Some(bytes),
    }
}

/// The same picture with a colour profile (RFC 9649, 2.7).
fn with_profile(bytes: &[u8], profile: &[u8], pixels: &Pixels) -> Option<Vec<u8>> {
    const HAS_PROFILE: u8 = 0x20;
    const HAS_ALPHA: u8 = 0x10;
    /// Of `RIFF`, its length and `WEBP`; of `VP8X`, its length and its data.
    const HEADER: usize = 12;
    const EXTENDED: usize = 18;
    let body = bytes.get(HEADER..)?;
    let rest = if body.starts_with(b"VP8X") { body.get(EXTENDED..)? } else { body };
    let flags = HAS_PROFILE | if pixels.is_opaque { 0 } else { HAS_ALPHA };
    let mut out = b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0".to_vec();
    out.extend([flags, 0, 0, 0]);
    for side in [pixels.width, pixels.height] {
        out.extend(&(side - 1).to_le_bytes()[..3]);
    }
    out.extend(b"ICCP");
    out.extend(u32::try_from(profile.len()).ok()?.to_le_bytes());
    out.extend(profile);
    out.extend(vec![0; profile.len() % 2]);
    out.extend(rest);
    let size = u32::try_from(out.len() - 8).ok()?;
    out[4..8].copy_from_slice(&size.to_le_bytes());
    Some(out)
}
