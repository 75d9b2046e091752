//! Reads from the dictionary of a picture how large it is and how its samples are written, before any of them is decoded.

use super::super::super::raster::{Lack, MOST_PIXELS};
use super::object::{Dict, Object};
use super::store::Store;

/// A picture as its dictionary describes it.
pub struct Layout {
    pub width: u32,
    pub height: u32,
    /// Of a sample.
    pub bits: usize,
    /// What is black is written as white.
    pub is_inverted: bool,
}

impl Layout {
    pub fn of(store: &Store, dict: &Dict) -> Result<Layout, Lack> {
        let number = |long: &[u8], short: &[u8]| store.number(dict, long).or_else(|| store.number(dict, short));
        let side =
            |long, short| number(long, short).filter(|side| (1.0..=65_535.0).contains(side)).map(|side| side as u32);
        let (width, height) = side(b"Width", b"W").zip(side(b"Height", b"H")).ok_or(Lack::Damaged)?;
        if u64::from(width) * u64::from(height) > MOST_PIXELS {
            return Err(Lack::Pixels);
        }
        let bits = number(b"BitsPerComponent", b"BPC").unwrap_or(1.0).clamp(0.0, 16.0) as usize;
        let is_inverted = match store.of(dict, b"Decode").or_else(|| store.of(dict, b"D")) {
            Some(Object::List(ends)) => {
                let ends: Vec<f64> = ends.iter().filter_map(Object::number).collect();
                ends.len() >= 2 && ends[0] > ends[1]
            }
            _ => false,
        };
        Ok(Layout { width, height, bits, is_inverted })
    }
}
