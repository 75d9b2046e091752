//! Draws the picture that social networks show of a page that has none of its own: turns a design and the words of a page into a PNG.
//!
//! A design is a ground with few colours and boxes of text on it. The picture keeps a palette (the colours of the ground, and of each text
//! the steps between its own colour and that of the ground under it), so it is small and soon made: a portal draws one for most pages.

mod glyphs;
mod picture;
mod text;

pub use glyphs::Glyphs as Font;
pub use picture::{Ground, HEIGHT, WIDTH};

use picture::Canvas;

/// The colours of a ground; beside them stand the steps of texts.
pub const MOST_COLORS: usize = 160;
/// Boxes of text in a design.
pub const MOST_TEXTS: usize = 8;

/// What a box of text says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Show {
    Site,
    Section,
    Title,
    Host,
}

/// Those of `share.toml`.
pub const SHOWN: [(&str, Show); 4] =
    [("site", Show::Site), ("section", Show::Section), ("title", Show::Title), ("host", Show::Host)];

/// What a picture says of a page.
#[derive(Clone, Copy, Debug)]
pub struct Words<'a> {
    pub site: &'a str,
    /// Empty for what stands in none.
    pub section: &'a str,
    pub title: &'a str,
    /// Of the portal.
    pub host: &'a str,
}

impl Words<'_> {
    fn of(&self, show: Show) -> &str {
        match show {
            Show::Site => self.site,
            Show::Section => self.section,
            Show::Title => self.title,
            Show::Host => self.host,
        }
    }
}

/// A place for text. All in pixels of the picture.
#[derive(Clone, Debug)]
pub struct TextBox {
    pub show: Show,
    pub left: u32,
    pub top: u32,
    pub width: u32,
    pub height: u32,
    /// The largest first.
    pub sizes: Vec<u32>,
    pub color: [u8; 3],
    /// Whether text stands in the middle of its height, else at its top.
    pub middle: bool,
}

/// How the pictures of a theme look.
pub struct Design {
    ground: Ground,
    texts: Vec<(TextBox, Font)>,
}

impl Design {
    pub fn new(ground: Ground, texts: Vec<(TextBox, Font)>) -> Design {
        Design { ground, texts }
    }

    /// Whether its fonts have every letter of a title; else readers would see gaps.
    pub fn can_write(&self, title: &str) -> bool {
        let titles = self.texts.iter().filter(|(place, _)| place.show == Show::Title);
        titles.flat_map(|(_, glyphs)| title.chars().map(|c| glyphs.has(c))).all(|has| has)
    }

    /// A PNG of 1200 × 630 pixels; `None` where the encoder refuses, which it has no reason to.
    pub fn draw(&self, words: &Words) -> Option<Vec<u8>> {
        let mut canvas = Canvas::new(&self.ground);
        for (place, glyphs) in &self.texts {
            let steps = canvas.steps((place.left, place.top), place.color);
            let set = text::set(words.of(place.show), place, glyphs);
            for letter in &set {
                if let Some(glyph) = glyphs.drawn(letter.id, letter.size) {
                    canvas.put(&glyph, (letter.x, letter.y), steps);
                }
            }
        }
        canvas.encode()
    }
}
