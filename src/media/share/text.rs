//! Sets text in a box: turns words into letters at their places, in the largest size at which all of it fits.

use ab_glyph::GlyphId;

use super::TextBox;
use super::glyphs::Glyphs;

/// Where a letter stands: its left end, on the line that letters stand on.
#[derive(Debug)]
pub struct Letter {
    pub id: GlyphId,
    pub size: u32,
    pub x: i32,
    pub y: i32,
}

/// Lines of text, of which the last may be cut.
struct Lines {
    size: u32,
    lines: Vec<String>,
    is_whole: bool,
}

pub fn set(text: &str, place: &TextBox, glyphs: &Glyphs) -> Vec<Letter> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let tried = place.sizes.iter().map(|size| broken(&words, *size, place, glyphs));
    let mut last = None;
    for lines in tried {
        let is_whole = lines.is_whole;
        last = Some(lines);
        if is_whole {
            break;
        }
    }
    let Some(Lines { size, lines, .. }) = last else { return Vec::new() };
    let leading = glyphs.height(size);
    let free = (place.height as f32 - leading * lines.len() as f32).max(0.0);
    let top = place.top as f32 + if place.middle { free / 2.0 } else { 0.0 };
    let mut letters = Vec::new();
    for (row, line) in lines.iter().enumerate() {
        let y = (top + leading * row as f32 + glyphs.ascent(size)).round() as i32;
        let mut x = place.left as f32;
        for c in line.chars() {
            let id = glyphs.id(c);
            letters.push(Letter { id, size, x: x.round() as i32, y });
            x += glyphs.advance(id, size);
        }
    }
    letters
}

/// The words in lines of the box at a size. What does not fit is left out, and three dots say so.
fn broken(words: &[&str], size: u32, place: &TextBox, glyphs: &Glyphs) -> Lines {
    let most = ((place.height as f32 / glyphs.height(size)) as usize).max(1);
    let fits = |line: &str| width(line, size, glyphs) <= place.width as f32;
    let (mut lines, mut is_whole) = (Vec::<String>::new(), true);
    for word in words {
        let is_full = lines.len() == most;
        match lines.last_mut() {
            Some(line) if fits(&format!("{line} {word}")) => line.extend([" ", word]),
            // The first that finds no line is cut off below, with all behind it.
            Some(line) if is_full => {
                line.extend([" ", word]);
                break;
            }
            _ => lines.push((*word).to_owned()),
        }
    }
    // A word may be wider than the box as well.
    for line in lines.iter_mut().filter(|line| !fits(line)) {
        is_whole = false;
        *line = cut(line, size, (place.width as f32, glyphs));
    }
    Lines { size, lines, is_whole }
}

/// As much of a line as fits, with three dots.
fn cut(line: &str, size: u32, (most, glyphs): (f32, &Glyphs)) -> String {
    let mut width = glyphs.advance(glyphs.id('…'), size);
    let is_over = |(_, c): &(usize, char)| {
        width += glyphs.advance(glyphs.id(*c), size);
        width > most
    };
    let end = line.char_indices().find(is_over).map_or(line.len(), |(at, _)| at);
    format!("{}…", line[..end].trim_end())
}

fn width(line: &str, size: u32, glyphs: &Glyphs) -> f32 {
    line.chars().map(|c| glyphs.advance(glyphs.id(c), size)).sum()
}
