//! A picture with a palette: turns a ground and letters upon it into a PNG.

use png::{BitDepth, ColorType, Decoder, DeflateCompression, Encoder, Filter, Transformations};

use super::glyphs::Drawn;
use super::{MOST_COLORS, MOST_TEXTS};

/// What social networks show above a link, in pixels.
pub const WIDTH: u32 = crate::media::smaller::SOCIAL.0;
pub const HEIGHT: u32 = crate::media::smaller::SOCIAL.1;

/// Steps from the colour of the ground to that of a text. More are not seen and make the picture larger.
const STEPS: usize = 4;

/// As many colours as four bits tell apart. A picture of no more is two thirds as large and made in two thirds of the time.
const FEW_COLORS: usize = 16;

const _: () = assert!(MOST_COLORS + MOST_TEXTS * STEPS <= 256);

/// What texts stand on.
pub struct Ground {
    palette: Vec<[u8; 3]>,
    /// By index into the palette, row by row.
    pixels: Vec<u8>,
}

impl Ground {
    /// `None` for what is no PNG of the right size, or one with too many colours.
    pub fn read(bytes: &[u8]) -> Option<Ground> {
        let mut decoder = Decoder::new(std::io::Cursor::new(bytes));
        decoder.set_transformations(Transformations::normalize_to_color8());
        let mut reader = decoder.read_info().ok()?;
        if (reader.info().width, reader.info().height) != (WIDTH, HEIGHT) {
            return None;
        }
        let mut pixels = vec![0; reader.output_buffer_size()?];
        let frame = reader.next_frame(&mut pixels).ok()?;
        let samples = frame.color_type.samples();
        let mut ground = Ground { palette: Vec::new(), pixels: Vec::with_capacity((WIDTH * HEIGHT) as usize) };
        let mut last = (Vec::new(), 0);
        for pixel in pixels[..frame.buffer_size()].chunks_exact(samples) {
            if last.0 != pixel {
                let grey = [pixel[0]; 3];
                let color = if samples < 3 { grey } else { [pixel[0], pixel[1], pixel[2]] };
                last = (pixel.to_vec(), ground.index(color)?);
            }
            ground.pixels.push(last.1);
        }
        Some(ground)
    }

    fn index(&mut self, color: [u8; 3]) -> Option<u8> {
        let known = self.palette.iter().position(|known| *known == color);
        let index = known.unwrap_or_else(|| {
            self.palette.push(color);
            self.palette.len() - 1
        });
        (index < MOST_COLORS).then_some(index as u8)
    }
}

/// Where the colours between the ground and a text stand in the palette, that of the text last.
pub type Steps = [u8; STEPS];

/// A ground on which is being written.
pub struct Canvas {
    palette: Vec<[u8; 3]>,
    pixels: Vec<u8>,
}

impl Canvas {
    pub fn new(ground: &Ground) -> Canvas {
        Canvas { palette: ground.palette.clone(), pixels: ground.pixels.clone() }
    }

    /// The steps from the ground at a place to a colour. Texts of two colours that change places share what is between them.
    pub fn steps(&mut self, (x, y): (u32, u32), color: [u8; 3]) -> Steps {
        let at = y.min(HEIGHT - 1) * WIDTH + x.min(WIDTH - 1);
        let ground = self.palette[usize::from(self.pixels[at as usize])];
        let between = |step: usize, part: usize| {
            let (from, to) = (usize::from(ground[part]), usize::from(color[part]));
            ((from * (STEPS - step) + to * step + STEPS / 2) / STEPS) as u8
        };
        std::array::from_fn(|step| self.index([0, 1, 2].map(|part| between(step + 1, part))))
    }

    fn index(&mut self, color: [u8; 3]) -> u8 {
        let known = self.palette.iter().position(|known| *known == color);
        known.unwrap_or_else(|| {
            self.palette.push(color);
            self.palette.len() - 1
        }) as u8
    }

    /// Puts a letter where it stands. What lies outside of the picture is left out.
    pub fn put(&mut self, letter: &Drawn, (x, y): (i32, i32), steps: Steps) {
        for (row, line) in letter.cover.chunks_exact(letter.width.max(1)).enumerate() {
            let y = y + letter.top + row as i32;
            let Some(y) = u32::try_from(y).ok().filter(|y| *y < HEIGHT) else { continue };
            for (column, cover) in line.iter().enumerate() {
                let step = (usize::from(*cover) * STEPS + 127) / 255;
                let x = u32::try_from(x + letter.left + column as i32).ok().filter(|x| *x < WIDTH);
                if let (Some(x), 1..) = (x, step) {
                    let pixel = &mut self.pixels[(y * WIDTH + x) as usize];
                    // Where letters touch, the darker step counts.
                    let has = steps.iter().position(|known| known == pixel).unwrap_or(0);
                    *pixel = steps[has.max(step - 1)];
                }
            }
        }
    }

    pub fn encode(&self) -> Option<Vec<u8>> {
        let mut out = Vec::with_capacity(32 << 10);
        let mut encoder = Encoder::new(&mut out, WIDTH, HEIGHT);
        encoder.set_color(ColorType::Indexed);
        encoder.set_palette(self.palette.concat());
        // Most lines are what stands above them. So this is a quarter of the time of the usual compression at its quickest, for a fifth
        // more bytes, which programs of networks load once.
        encoder.set_filter(Filter::Up);
        encoder.set_deflate_compression(DeflateCompression::FdeflateUltraFast);
        let has_few = self.palette.len() <= FEW_COLORS;
        encoder.set_depth(if has_few { BitDepth::Four } else { BitDepth::Eight });
        let mut writer = encoder.write_header().ok()?;
        match has_few {
            true => writer.write_image_data(&self.packed()).ok()?,
            false => writer.write_image_data(&self.pixels).ok()?,
        }
        writer.finish().ok()?;
        Some(out)
    }

    /// Two pixels a byte, the left one first; lines have an even number of them.
    fn packed(&self) -> Vec<u8> {
        self.pixels.as_chunks().0.iter().map(|[left, right]| left << 4 | right).collect()
    }
}

const _: () = assert!(WIDTH.is_multiple_of(2));
