//! Reads what draws a page and says whether that is one picture which fills it, as a scanner writes it: which picture, and how it is turned.
//!
//! What stands below the picture is not seen, and of text that is searched and not seen nothing is missed. Little that was put on a scan,
//! such as a stamp or a number, is left out; of a page on which more is drawn a picture would show a part, so there is none.

use super::super::super::raster::Lack;
use super::object::{Dict, Object, Reader};
use super::page::Page;
use super::store::Store;

/// Of the page, at least, is filled by the picture.
const LEAST_COVER: f64 = 0.8;
/// How far the picture may go beyond the page, of its side: what is cut off there is not meant to be seen.
const MOST_BEYOND: f64 = 0.05;
/// What may be drawn on the picture and is left out: bytes of text, lines and areas, and of the page by further pictures.
const MOST_TEXT: usize = 200;
const MOST_PATHS: usize = 20;
const MOST_STAMPS: f64 = 0.05;
/// Words and values of a page with all its parts.
const BUDGET: usize = 2_000_000;
/// Parts in parts.
const DEEPEST: usize = 6;
const MOST_SAVED: usize = 64;
/// Parts and pictures of a page.
const MOST_PARTS: usize = 100;

type Matrix = [f64; 6];

/// A picture that fills a page.
#[derive(Debug)]
pub struct Cover {
    /// The number of its object.
    pub picture: u32,
    /// How it must be turned to be seen as on the page (Exif 2.32, 4.6.4, tag 274).
    pub orientation: u16,
}

struct Run<'s, 'a> {
    store: &'s Store<'a>,
    frame: [f64; 4],
    left: usize,
    parts: usize,
    cover: Option<(u32, Matrix)>,
    text: usize,
    paths: usize,
    stamps: f64,
}

#[derive(Clone, Copy)]
struct State {
    matrix: Matrix,
    /// Of the text (ISO 32000-1, 9.3.6).
    is_hidden: bool,
}

pub fn cover(store: &Store, page: &Page) -> Result<Cover, Lack> {
    let mut run =
        Run { store, frame: page.frame, left: BUDGET, parts: MOST_PARTS, cover: None, text: 0, paths: 0, stamps: 0.0 };
    let state = State { matrix: [1.0, 0.0, 0.0, 1.0, 0.0, 0.0], is_hidden: false };
    run.draw(&page.content, &page.resources, state, 0).ok_or(Lack::Drawing)?;
    let is_clear = run.text <= MOST_TEXT && run.paths <= MOST_PATHS && run.stamps <= MOST_STAMPS;
    let (picture, matrix) = run.cover.filter(|_| is_clear).ok_or(Lack::Drawing)?;
    let orientation = orientation(matrix, page.turn).ok_or(Lack::Drawing)?;
    Ok(Cover { picture, orientation })
}

impl Run<'_, '_> {
    /// `None` where there is more than a scan has.
    fn draw(&mut self, content: &[u8], resources: &Dict, mut state: State, depth: usize) -> Option<()> {
        let mut reader = Reader::new(content, 0, self.left);
        let (mut saved, mut values) = (Vec::new(), Vec::new());
        while let Some(object) = reader.next() {
            self.left = self.left.checked_sub(1)?;
            let Object::Word(word) = object else {
                values.push(object);
                continue;
            };
            let numbers = || -> Option<Vec<f64>> { values.iter().map(Object::number).collect() };
            match &*word {
                b"q" if saved.len() < MOST_SAVED => saved.push(state),
                b"Q" => state = saved.pop().unwrap_or(state),
                b"cm" => {
                    if let Some(matrix) = numbers().and_then(|all| all.first_chunk::<6>().copied()) {
                        state.matrix = times(matrix, state.matrix);
                    }
                }
                b"Tr" => state.is_hidden = matches!(values.first(), Some(Object::Number(3.0 | 7.0))),
                b"Tj" | b"TJ" | b"'" | b"\"" if !state.is_hidden => {
                    self.text = self.text.saturating_add(values.iter().map(length).sum());
                }
                b"f" | b"F" | b"f*" | b"B" | b"B*" | b"b" | b"b*" | b"S" | b"s" | b"sh" => self.paths += 1,
                b"BI" => {
                    // A picture in the page itself is small.
                    self.paths += 1;
                    reader.at = end_of_inline(content, reader.at);
                }
                b"Do" => {
                    if let Some(Object::Name(name)) = values.first() {
                        self.part(resources, name, state, depth)?;
                    }
                }
                _ => {}
            }
            values.clear();
        }
        // Either all was read or the budget is used up.
        (content[reader.at.min(content.len())..].iter().all(|byte| byte.is_ascii_whitespace() || *byte == 0))
            .then_some(())
    }

    /// A picture, or a part that draws further ones.
    fn part(&mut self, resources: &Dict, name: &[u8], state: State, depth: usize) -> Option<()> {
        self.parts = self.parts.checked_sub(1)?;
        let all = self.store.of(resources, b"XObject").and_then(|all| self.store.dict(&all)).unwrap_or_default();
        let Some(Object::Ref(number)) = all.get(name).cloned() else { return Some(()) };
        let Some(part) = self.store.stream(number) else { return Some(()) };
        match self.store.of(&part.dict, b"Subtype").as_ref().and_then(Object::name) {
            Some(b"Image") => self.picture(number, &part.dict, state.matrix),
            Some(b"Form") if depth < DEEPEST => {
                let (bytes, None) = self.store.unfiltered(&part.dict, part.data, 16 << 20)? else { return None };
                let matrix = match self.store.of(&part.dict, b"Matrix") {
                    Some(Object::List(all)) => all.iter().map(Object::number).collect::<Option<Vec<f64>>>(),
                    _ => None,
                };
                let matrix = matrix.and_then(|all| all.first_chunk::<6>().copied());
                let matrix = matrix.map_or(state.matrix, |matrix| times(matrix, state.matrix));
                let own = self.store.of(&part.dict, b"Resources").and_then(|own| self.store.dict(&own));
                self.draw(&bytes, own.as_ref().unwrap_or(resources), State { matrix, ..state }, depth + 1)
            }
            _ => Some(()),
        }
    }

    fn picture(&mut self, number: u32, dict: &Dict, matrix: Matrix) -> Option<()> {
        let [left, bottom, right, top] = self.frame;
        let [from_x, from_y, to_x, to_y] = around(matrix);
        let (wide, tall) = (right - left, top - bottom);
        let seen_x = (to_x.min(right) - from_x.max(left)).max(0.0);
        let seen_y = (to_y.min(top) - from_y.max(bottom)).max(0.0);
        let part = seen_x * seen_y / (wide * tall);
        if part < LEAST_COVER {
            self.stamps += part;
            return Some(());
        }
        let beyond = |from: f64, to: f64, side: f64| (from - to) / side > MOST_BEYOND;
        if beyond(left, from_x, wide)
            || beyond(bottom, from_y, tall)
            || beyond(to_x, right, wide)
            || beyond(to_y, top, tall)
        {
            return None;
        }
        let is_seen_through = [&b"SMask"[..], b"Mask"].iter().any(|key| self.store.of(dict, key).is_some())
            || self.store.of(dict, b"ImageMask") == Some(Object::Bool(true)) && self.cover.is_some();
        if is_seen_through {
            // Several pictures lie on each other.
            return None;
        }
        self.cover = Some((number, matrix));
        (self.text, self.paths, self.stamps) = (0, 0, 0.0);
        Some(())
    }
}

/// Bytes of text.
fn length(value: &Object) -> usize {
    match value {
        Object::Text(text) => text.len(),
        Object::List(all) => all.iter().map(length).sum(),
        _ => 0,
    }
}

/// Behind `EI`, which ends a picture in the page itself.
fn end_of_inline(content: &[u8], from: usize) -> usize {
    let is_end = |at: &usize| {
        let around = [content.get(at.wrapping_sub(1)), content.get(at + 2)];
        around.iter().all(|byte| byte.is_none_or(|byte| byte.is_ascii_whitespace()))
    };
    let from = from.min(content.len());
    let found = memchr::memmem::find_iter(&content[from..], b"EI").map(|at| from + at).find(is_end);
    found.map_or(content.len(), |at| at + 2)
}

/// First `a`, then `b` (ISO 32000-1, 8.3.4).
fn times(a: Matrix, b: Matrix) -> Matrix {
    [
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    ]
}

/// The frame around the unit square, which is a picture, where a matrix puts it.
fn around([a, b, c, d, e, f]: Matrix) -> [f64; 4] {
    let (x, y) = ([e, e + a, e + c, e + a + c], [f, f + b, f + d, f + b + d]);
    let least = |all: [f64; 4]| all.into_iter().fold(f64::INFINITY, f64::min);
    let most = |all: [f64; 4]| all.into_iter().fold(f64::NEG_INFINITY, f64::max);
    [least(x), least(y), most(x), most(y)]
}

/// `None` for a picture that stands askew.
fn orientation([a, b, c, d, ..]: Matrix, turn: u8) -> Option<u16> {
    let sign = |value: f64, other: f64| if value.abs() < 0.03 * other.abs() { 0 } else { value.signum() as i32 };
    // Where its right side and its lower side are on a screen, whose second number grows downwards.
    let mut right = (sign(a, b), -sign(b, a));
    let mut down = (-sign(c, d), sign(d, c));
    for _ in 0..turn {
        right = (-right.1, right.0);
        down = (-down.1, down.0);
    }
    Some(match (right, down) {
        ((1, 0), (0, 1)) => 1,
        ((-1, 0), (0, 1)) => 2,
        ((-1, 0), (0, -1)) => 3,
        ((1, 0), (0, -1)) => 4,
        ((0, 1), (1, 0)) => 5,
        ((0, 1), (-1, 0)) => 6,
        ((0, -1), (-1, 0)) => 7,
        ((0, -1), (1, 0)) => 8,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_turned_as_its_page_shows_it() {
        let upright = [600.0, 0.0, 0.0, 800.0, 0.0, 0.0];
        assert_eq!([0, 1, 2, 3].map(|turn| orientation(upright, turn)), [Some(1), Some(6), Some(3), Some(8)]);
        // Its first row at the bottom; its right side at the top, as a scanner that took the sheet sideways writes it.
        assert_eq!(orientation([600.0, 0.0, 0.0, -800.0, 0.0, 800.0], 0), Some(4));
        assert_eq!(orientation([0.0, 800.0, -600.0, 0.0, 600.0, 0.0], 0), Some(8));
        assert_eq!(orientation([500.0, 300.0, -300.0, 500.0, 0.0, 0.0], 0), None);
        assert_eq!(orientation([0.0; 6], 0), None);
    }
}
