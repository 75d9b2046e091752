//! Pixels in memory: turns them into fewer, into a part of them, and into how a camera was held.

use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};

/// Four bytes each: red, green, blue, and how much covers what is behind.
pub struct Pixels {
    pub width: u32,
    pub height: u32,
    pub rgba: Vec<u8>,
    pub is_opaque: bool,
    /// The three colours of each are the same.
    pub is_gray: bool,
    /// By which the colours are drawn; `None` for sRGB.
    pub profile: Option<Vec<u8>>,
}

/// A part in the middle of a picture, in pixels.
#[derive(Clone, Copy)]
pub struct Crop {
    pub width: f64,
    pub height: f64,
}

const PIXEL: usize = 4;

/// Width and height of what is turned as EXIF says.
pub fn turned_size(orientation: u16, (width, height): (u32, u32)) -> (u32, u32) {
    if matches!(orientation, 5..=8) { (height, width) } else { (width, height) }
}

impl Pixels {
    /// The whole, or a part, in another size. The filter is one that needs no function of the system's own, so each machine has the
    /// same weights; the sums are whole numbers.
    pub fn resized(&self, (width, height): (u32, u32), crop: Option<Crop>) -> Option<Pixels> {
        let source = ImageRef::new(self.width, self.height, &self.rgba, PixelType::U8x4).ok()?;
        let mut sized = Image::new(width, height, PixelType::U8x4);
        let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::CatmullRom));
        let options = options.use_alpha(!self.is_opaque);
        let options = match crop {
            Some(Crop { width, height }) => {
                let (width, height) = (width.min(f64::from(self.width)), height.min(f64::from(self.height)));
                let (left, top) = ((f64::from(self.width) - width) / 2.0, (f64::from(self.height) - height) / 2.0);
                options.crop(left, top, width, height)
            }
            None => options,
        };
        Resizer::new().resize(&source, &mut sized, &options).ok()?;
        Some(Pixels { width, height, rgba: sized.into_vec(), ..self.without_pixels() })
    }

    fn without_pixels(&self) -> Pixels {
        let Pixels { width, height, is_opaque, is_gray, ref profile, rgba: _ } = *self;
        Pixels { width, height, rgba: Vec::new(), is_opaque, is_gray, profile: profile.clone() }
    }

    /// As it is shown (Exif 2.32, 4.6.4, tag 274).
    pub fn turned(self, orientation: u16) -> Pixels {
        if !matches!(orientation, 2..=8) {
            return self;
        }
        let (width, height) = turned_size(orientation, (self.width, self.height));
        let (last_x, last_y) = (self.width as usize - 1, self.height as usize - 1);
        let mut rgba = Vec::with_capacity(self.rgba.len());
        for y in 0..height as usize {
            for x in 0..width as usize {
                let (from_x, from_y) = match orientation {
                    2 => (last_x - x, y),
                    3 => (last_x - x, last_y - y),
                    4 => (x, last_y - y),
                    5 => (y, x),
                    6 => (y, last_y - x),
                    7 => (last_x - y, last_y - x),
                    _ => (last_x - y, x),
                };
                let at = PIXEL * (from_y * self.width as usize + from_x);
                rgba.extend_from_slice(&self.rgba[at..at + PIXEL]);
            }
        }
        Pixels { width, height, rgba, ..self.without_pixels() }
    }

    /// Where nothing can be seen through.
    pub fn on_white(mut self) -> Pixels {
        if !self.is_opaque {
            for pixel in self.rgba.chunks_exact_mut(PIXEL) {
                let cover = u32::from(pixel[3]);
                for colour in &mut pixel[..3] {
                    // At most 255, since the weights add up to that.
                    *colour = ((u32::from(*colour) * cover + 255 * (255 - cover) + 127) / 255) as u8;
                }
                pixel[3] = 255;
            }
            self.is_opaque = true;
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The value is the one that is counted without any instructions of a processor's own.
    #[test]
    fn each_processor_counts_the_same() {
        let rgba: Vec<u8> = (0..301_u32 * 203 * 4).map(|at| (at.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        let mut hasher = blake3::Hasher::new();
        for is_opaque in [true, false] {
            let source =
                Pixels { width: 301, height: 203, rgba: rgba.clone(), is_opaque, is_gray: false, profile: None };
            for size in [(320, 216), (150, 101), (64, 43), (33, 7)] {
                hasher.update(&source.resized(size, None).unwrap().rgba);
            }
        }
        assert_eq!(&hasher.finalize().to_hex()[..16], "0541685909a79f57");
    }

    /// One byte for each pixel, in three colours.
    fn picture(width: u32, shades: &[u8]) -> Pixels {
        let rgba: Vec<u8> = shades.iter().flat_map(|shade| [*shade, *shade, *shade, 255]).collect();
        let height = shades.len() as u32 / width;
        Pixels { width, height, rgba, is_opaque: true, is_gray: true, profile: None }
    }

    fn shades(of: &Pixels) -> Vec<u8> {
        of.rgba.chunks_exact(PIXEL).map(|pixel| pixel[0]).collect()
    }

    #[test]
    fn a_picture_is_turned_as_its_camera_was_held() {
        // 1 2 3
        // 4 5 6
        let cases: [(u16, u32, [u8; 6]); 8] = [
            (1, 3, [1, 2, 3, 4, 5, 6]),
            (2, 3, [3, 2, 1, 6, 5, 4]),
            (3, 3, [6, 5, 4, 3, 2, 1]),
            (4, 3, [4, 5, 6, 1, 2, 3]),
            (5, 2, [1, 4, 2, 5, 3, 6]),
            (6, 2, [4, 1, 5, 2, 6, 3]),
            (7, 2, [6, 3, 5, 2, 4, 1]),
            (8, 2, [3, 6, 2, 5, 1, 4]),
        ];
        for (orientation, width, expected) in cases {
            let turned = picture(3, &[1, 2, 3, 4, 5, 6]).turned(orientation);
            assert_eq!((turned.width, shades(&turned)), (width, expected.to_vec()), "{orientation}");
        }
    }

    #[test]
    fn what_can_be_seen_through_stands_on_white_where_there_is_nothing_behind() {
        let rgba = vec![0, 0, 0, 0, 0, 0, 0, 255, 200, 0, 0, 51];
        let seen = Pixels { width: 3, height: 1, rgba, is_opaque: false, is_gray: false, profile: None };
        // 51 of 255 is a fifth.
        assert_eq!(seen.on_white().rgba, [255, 255, 255, 255, 0, 0, 0, 255, 244, 204, 204, 255]);
    }

    #[test]
    fn a_part_in_the_middle_is_taken() {
        let whole = picture(4, &[0, 90, 90, 0, 0, 90, 90, 0]);
        let part = whole.resized((2, 2), Some(Crop { width: 2.0, height: 2.0 })).unwrap();
        assert_eq!(shades(&part), [90; 4]);
    }
}
