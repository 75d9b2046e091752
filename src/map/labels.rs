//! Turns an area and its name into where the name stands, and how wide the map must be shown for it to fit in there.

use super::frame::WIDTH;
use super::plane::Point;

/// How wide the map must be for a name to be shown, in CSS pixels, as classes `map-at-1`, `map-at-2`, …: a telephone, a tablet, a column
/// of text, and that column at twice and four times its size.
pub const WIDTHS: [i64; 5] = [300, 480, 760, 1_520, 3_040];

/// Of the letters, in CSS pixels: the most that a style sheet makes of 13 between two of the widths above.
const LETTER: i64 = 16;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Place {
    pub at: Point,
    /// Into `WIDTHS`.
    pub level: u8,
}

/// `None` where it fits at no width.
pub fn place(rings: &[Vec<Point>], name: &str) -> Option<Place> {
    let ys = || rings.first().into_iter().flatten().map(|point| point.1);
    let (top, bottom) = (ys().min()?, ys().max()?);
    let letters = name.chars().count() as i64;
    let mut best: Option<(i64, Point)> = None;
    for step in 1..=11 {
        let y = top + (bottom - top) * step / 12;
        // As much is free above and below as beside it, in the shape of a line of letters.
        let (above, below) = (i64::from(y - top).min(WIDTH.into()), i64::from(bottom - y));
        let half = above.min(below) * 2 / 3;
        let mut lower = 1;
        let mut upper = half.max(2);
        // The widest box with the sides of the name that fits around this height.
        while upper - lower > 8 {
            let middle = (lower + upper) / 2;
            let wanted = middle * 2 * letters * 6 / 10;
            let widest = free(rings, y, middle).map_or(0, |(from, to)| to - from);
            if widest >= wanted { lower = middle } else { upper = middle }
        }
        if let Some((from, to)) = free(rings, y, lower)
            && best.is_none_or(|(known, _)| lower > known)
        {
            best = Some((lower, (i32::try_from((from + to) / 2).ok()?, y)));
        }
    }
    let (half, at) = best?;
    // The height of a letter in units, at each width.
    let level = WIDTHS.iter().position(|width| half * 2 >= LETTER * i64::from(WIDTH) / width)?;
    Some(Place { at, level: level as u8 })
}

/// The widest stretch inside of the rings at all of three heights.
fn free(rings: &[Vec<Point>], y: i32, half: i64) -> Option<(i64, i64)> {
    let half = i32::try_from(half).ok()?;
    let mut free = inside(rings, y);
    for other in [y - half, y + half] {
        let also = inside(rings, other);
        let both = free.iter().flat_map(|one| also.iter().map(move |other| (one.0.max(other.0), one.1.min(other.1))));
        free = both.filter(|(from, to)| from < to).collect();
    }
    free.into_iter().max_by_key(|(from, to)| (to - from, -from))
}

/// The stretches of a horizontal line that lie inside.
fn inside(rings: &[Vec<Point>], y: i32) -> Vec<(i64, i64)> {
    let mut at = Vec::new();
    for ring in rings {
        for (from, to) in ring.iter().zip(ring.iter().skip(1).chain(ring.first())) {
            if (from.1 <= y) != (to.1 <= y) {
                let part = i64::from(y - from.1) * i64::from(to.0 - from.0) / i64::from(to.1 - from.1);
                at.push(i64::from(from.0) + part);
            }
        }
    }
    at.sort_unstable();
    at.chunks_exact(2).map(|two| (two[0], two[1])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rectangle(x: i32, y: i32, width: i32, height: i32) -> Vec<Point> {
        vec![(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
    }

    #[test]
    fn a_name_stands_in_its_area_and_is_shown_once_it_fits() {
        let large = place(&[rectangle(0, 0, 2_000, 1_000)], "Đồng Nai").unwrap();
        assert_eq!((large.level, large.at.0), (0, 1_000));
        let small = place(&[rectangle(0, 0, 500, 400)], "Đồng Nai").unwrap();
        assert!(small.level > large.level, "{small:?}");
        assert_eq!(place(&[rectangle(0, 0, 20, 20)], "Đồng Nai"), None);
    }

    #[test]
    fn a_name_stands_beside_a_hole_and_not_in_it() {
        let rings = [rectangle(0, 0, 3_000, 900), rectangle(500, 100, 700, 700)];
        let found = place(&rings, "Xã").unwrap();
        assert!(found.at.0 > 1_200, "{found:?}");
    }
}
