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
    /// In two lines.
    pub is_broken: bool,
}

/// `None` where it fits at no width.
pub fn place(rings: &[Vec<Point>], name: &str) -> Option<Place> {
    let length = |text: &str| text.chars().count() as i64;
    let whole = best(rings, length(name), 1);
    let broken = halves(name).and_then(|(one, other)| best(rings, length(one).max(length(other)), 2));
    // One line is easier to read, so two have to be much larger.
    let is_broken = match (&whole, &broken) {
        (Some((one, _)), Some((two, _))) => two * 4 > one * 5,
        (whole, _) => whole.is_none(),
    };
    let (letter, at) = if is_broken { broken } else { whole }?;
    // The height of a letter in units, at each width.
    let level = WIDTHS.iter().position(|width| letter >= LETTER * i64::from(WIDTH) / width)?;
    Some(Place { at, level: level as u8, is_broken })
}

/// A name of several words in two lines that are about as long.
pub fn halves(name: &str) -> Option<(&str, &str)> {
    let spaces = name.match_indices(' ').map(|(at, _)| at);
    let at = spaces.min_by_key(|at| (at * 2).abs_diff(name.len()))?;
    Some((&name[..at], name[at..].trim_start()))
}

/// How large letters can be that stand inside the rings, `longest` of them in so many lines, and where their middle is.
fn best(rings: &[Vec<Point>], longest: i64, lines: i64) -> Option<(i64, Point)> {
    let ys = || rings.first().into_iter().flatten().map(|point| point.1);
    let (top, bottom) = (ys().min()?, ys().max()?);
    let mut best: Option<(i64, Point)> = None;
    for step in 1..=11 {
        let y = top + (bottom - top) * step / 12;
        let half = |letter: i64| letter * lines * 6 / 10;
        let (mut lower, mut upper) = (1, i64::from((y - top).min(bottom - y)) * 2);
        while upper - lower > 4 {
            let letter = (lower + upper) / 2;
            let widest = free(rings, y, half(letter)).map_or(0, |(from, to)| to - from);
            if widest >= letter * longest * 6 / 10 { lower = letter } else { upper = letter }
        }
        if let Some((from, to)) = free(rings, y, half(lower))
            && best.is_none_or(|(known, _)| lower > known)
        {
            best = Some((lower, (i32::try_from((from + to) / 2).ok()?, y)));
        }
    }
    best
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
    fn a_long_name_is_broken_where_that_makes_it_larger() {
        let found = place(&[rectangle(0, 0, 900, 900)], "Thành phố Đồng Xoài").unwrap();
        assert!(found.is_broken && halves("Thành phố Đồng Xoài") == Some(("Thành phố", "Đồng Xoài")), "{found:?}");
        assert!(!place(&[rectangle(0, 0, 3_000, 900)], "Huyện Bù Đăng").unwrap().is_broken);
    }

    #[test]
    fn a_name_stands_beside_a_hole_and_not_in_it() {
        let rings = [rectangle(0, 0, 3_000, 900), rectangle(500, 100, 700, 700)];
        let found = place(&rings, "Xã").unwrap();
        assert!(found.at.0 > 1_200, "{found:?}");
    }
}
