//! Turns the plane into the drawing: whole units of a picture that is 4,000 wide, and points into the path of an SVG.

use std::fmt::Write;

use super::plane::{self, Point};

/// Of the drawing. The style sheet of the theme knows it: sizes of letters are in these units.
pub const WIDTH: i32 = 4_000;
const MARGIN: i32 = 60;
const INNER: i64 = (WIDTH - 2 * MARGIN) as i64;
/// A map that is taller than this is drawn smaller.
const TALLEST: i64 = 5_600;
const LOWEST: i32 = 1_200;
/// Below the map, for the scale and the sign of the north.
pub const STRIP: i32 = 330;

/// What a point stands in the middle of, where it has nothing around it: a kilometre.
const ALONE: i64 = 8_983;

pub struct Frame {
    /// Without the strip.
    pub height: i32,
    /// So many units of the plane are `INNER` of the drawing.
    across: i64,
    shift: (i64, i64),
}

impl Frame {
    pub fn around((width, height): Point) -> Frame {
        let (width, height) = (i64::from(width), i64::from(height));
        let across = match width.max(height * INNER / TALLEST) {
            0 => ALONE,
            across => across,
        };
        let scaled = |length: i64| length * INNER / across;
        let drawn = i32::try_from(scaled(height)).unwrap_or(i32::MAX / 2) + 2 * MARGIN;
        let shift = |space: i64, length: i64| (space - scaled(length)) / 2 + i64::from(MARGIN);
        let tall = drawn.max(LOWEST);
        Frame { height: tall, across, shift: (shift(INNER, width), shift(i64::from(tall - 2 * MARGIN), height)) }
    }

    pub fn point(&self, (x, y): Point) -> Point {
        let scaled = |length: i32, shift: i64| {
            let units = (i64::from(length) * INNER * 2 + self.across) / (self.across * 2) + shift;
            i32::try_from(units).unwrap_or(0)
        };
        (scaled(x, self.shift.0), scaled(y, self.shift.1))
    }

    /// Units of the plane in one of the drawing, rounded up.
    pub fn unit(&self) -> i64 {
        (self.across + INNER - 1) / INNER
    }

    /// The longest round length that is at most a third of the width: in metres, and in units of the drawing.
    pub fn scale(&self) -> (u64, i32) {
        let most = plane::metres(self.across / 3);
        let lengths = (0..8).flat_map(|power| [1, 2, 5].map(|digit| digit * 10_u64.pow(power)));
        let metres = lengths.take_while(|metres| *metres <= most).last().unwrap_or(1);
        (metres, i32::try_from(plane::units(metres).saturating_mul(INNER) / self.across).unwrap_or(WIDTH))
    }
}

/// `M10 20l3-4 5 6z`
pub fn path(points: &[Point], is_closed: bool, out: &mut String) {
    let Some(first) = points.first() else { return };
    let mut put = |letter: &str, (x, y): Point| {
        out.push_str(letter);
        let _ = if y < 0 { write!(out, "{x}{y}") } else { write!(out, "{x} {y}") };
    };
    put("M", *first);
    let mut last = *first;
    for (at, point) in points[1..].iter().enumerate() {
        let step = (point.0 - last.0, point.1 - last.1);
        put(
            if at == 0 {
                "l"
            } else if step.0 < 0 {
                ""
            } else {
                " "
            },
            step,
        );
        last = *point;
    }
    if is_closed {
        out.push('z');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_map_fills_the_width_and_a_tall_one_the_height() {
        let wide = Frame::around((1_000_000, 500_000));
        assert_eq!((wide.point((0, 0)), wide.point((1_000_000, 500_000))), ((60, 60), (3_940, 2_000)));
        let tall = Frame::around((100_000, 1_000_000));
        assert!(tall.height <= 5_720 && tall.point((50_000, 0)).0 == 2_000, "{}", tall.height);
        let alone = Frame::around((0, 0));
        assert_eq!(alone.point((0, 0)), (2_000, 600));
    }

    #[test]
    fn the_scale_is_a_round_length() {
        // A degree across: 111 km, of which a third is 37.
        let (metres, units) = Frame::around((1_000_000, 1_000_000)).scale();
        assert_eq!((metres, units), (20_000, 697));
    }

    #[test]
    fn a_path_is_written_as_short_as_it_can_be() {
        let mut out = String::new();
        path(&[(10, 20), (13, 16), (18, 22), (10, 30)], true, &mut out);
        assert_eq!(out, "M10 20l3-4 5 6-8 8z");
    }
}
