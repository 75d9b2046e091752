//! The letters of a font: turns one of them and a size into how far each pixel is covered, once for all pictures.

use std::collections::HashMap;
use std::sync::Arc;

use ab_glyph::{Font, FontVec, GlyphId, PxScale, ScaleFont, point};
use parking_lot::RwLock;

/// How far a letter covers pixels, from 0 to 255.
pub struct Drawn {
    /// From where the letter stands to its first pixel: right, and down from the line that letters stand on.
    pub left: i32,
    pub top: i32,
    pub width: usize,
    pub cover: Vec<u8>,
}

/// A letter without ink, as a space, is `None`.
type Known = HashMap<(GlyphId, u32), Option<Arc<Drawn>>>;

pub struct Glyphs {
    font: FontVec,
    known: RwLock<Known>,
}

impl Glyphs {
    /// `None` where the bytes are no font.
    pub fn new(font: Vec<u8>) -> Option<Glyphs> {
        Some(Glyphs { font: FontVec::try_from_vec(font).ok()?, known: RwLock::default() })
    }

    pub fn id(&self, c: char) -> GlyphId {
        self.font.glyph_id(c)
    }

    pub fn has(&self, c: char) -> bool {
        c.is_whitespace() || self.id(c) != GlyphId(0)
    }

    /// How far the next letter stands from this one, in pixels at a size.
    pub fn advance(&self, id: GlyphId, size: u32) -> f32 {
        self.font.as_scaled(scale(size)).h_advance(id)
    }

    /// From the top of a line to where its letters stand, in pixels.
    pub fn ascent(&self, size: u32) -> f32 {
        self.font.as_scaled(scale(size)).ascent()
    }

    /// From the top of a letter with the highest mark to the bottom of the lowest letter.
    pub fn height(&self, size: u32) -> f32 {
        self.font.as_scaled(scale(size)).height()
    }

    pub fn drawn(&self, id: GlyphId, size: u32) -> Option<Arc<Drawn>> {
        if let Some(known) = self.known.read().get(&(id, size)) {
            return known.clone();
        }
        let drawn = self.draw(id, size).map(Arc::new);
        self.known.write().insert((id, size), drawn.clone());
        drawn
    }

    fn draw(&self, id: GlyphId, size: u32) -> Option<Drawn> {
        let glyph = id.with_scale_and_position(scale(size), point(0.0, 0.0));
        let outlined = self.font.outline_glyph(glyph)?;
        let bounds = outlined.px_bounds();
        let (width, height) = (bounds.width() as usize, bounds.height() as usize);
        let mut cover = vec![0; width * height];
        outlined.draw(|x, y, covered| {
            if let Some(pixel) = cover.get_mut(y as usize * width + x as usize) {
                *pixel = (covered.clamp(0.0, 1.0) * 255.0 + 0.5) as u8;
            }
        });
        Some(Drawn { left: bounds.min.x as i32, top: bounds.min.y as i32, width, cover })
    }
}

/// `size` is the height of an em; fonts are scaled by the height of a line.
fn scale(size: u32) -> PxScale {
    PxScale::from(size as f32)
}
