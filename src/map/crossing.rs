//! Finds lines that cross each other: turns line segments into the pairs of them that do.
//!
//! A grid keeps it linear for the outlines that people draw. What is made to be slow is given up once it has cost what a map may cost:
//! then a crossing is not found, and nothing worse.

use super::plane::Point;

/// From, to, and whose it is.
pub type Segment = (Point, Point, u32);

const LARGEST_SIDE: i64 = 512;

/// Pairs of segments that cross at a point that is no end of either. `most`: how many are looked for.
pub fn crossings(segments: &[Segment], most: usize) -> Vec<(Segment, Segment)> {
    let Some(mut grid) = Grid::of(segments) else { return Vec::new() };
    let mut found = Vec::new();
    let mut patience = 10_000_000 + 400 * segments.len();
    for (number, segment) in segments.iter().enumerate() {
        let mut known = Vec::new();
        grid.cells(segment, &mut |cell| {
            for other in &*cell {
                let other = &segments[*other as usize];
                if cross(segment, other) && !known.contains(&other.0) {
                    known.push(other.0);
                    found.push((*segment, *other));
                }
            }
            patience = patience.saturating_sub(1 + cell.len());
            cell.push(number as u32);
        });
        if found.len() >= most || patience == 0 {
            break;
        }
    }
    found
}

/// Which side of a line a point lies on.
fn side(from: Point, to: Point, point: Point) -> i64 {
    let way = |a: i32, b: i32| i64::from(b) - i64::from(a);
    let cross = i128::from(way(from.0, to.0)) * i128::from(way(from.1, point.1))
        - i128::from(way(from.1, to.1)) * i128::from(way(from.0, point.0));
    cross.signum() as i64
}

fn cross((a, b, _): &Segment, (c, d, _): &Segment) -> bool {
    let apart = |a: i32, b: i32, c: i32, d: i32| a.max(b) < c.min(d) || c.max(d) < a.min(b);
    if apart(a.0, b.0, c.0, d.0) || apart(a.1, b.1, c.1, d.1) {
        return false;
    }
    side(*a, *b, *c) * side(*a, *b, *d) < 0 && side(*c, *d, *a) * side(*c, *d, *b) < 0
}

/// Where two segments meet that cross each other.
pub fn meeting((a, b, _): &Segment, (c, d, _): &Segment) -> Point {
    let way = |from: i32, to: i32| i128::from(to) - i128::from(from);
    let across = |(ux, uy): (i128, i128), (vx, vy): (i128, i128)| ux * vy - uy * vx;
    let (one, other) = ((way(a.0, b.0), way(a.1, b.1)), (way(c.0, d.0), way(c.1, d.1)));
    let whole = across(one, other);
    let part = across((way(a.0, c.0), way(a.1, c.1)), other);
    let at = |from: i32, length: i128| match whole {
        0 => from,
        _ => i32::try_from(i128::from(from) + length * part / whole).unwrap_or(from),
    };
    (at(a.0, one.0), at(a.1, one.1))
}

struct Grid {
    cells: Vec<Vec<u32>>,
    side: i64,
    from: (i64, i64),
    /// Width and height of a cell.
    step: (i64, i64),
}

impl Grid {
    fn of(segments: &[Segment]) -> Option<Grid> {
        let points = || segments.iter().flat_map(|(from, to, _)| [*from, *to]);
        let (west, east) = (points().map(|point| point.0).min()?, points().map(|point| point.0).max()?);
        let (north, south) = (points().map(|point| point.1).min()?, points().map(|point| point.1).max()?);
        let side = (segments.len() as i64).isqrt().clamp(1, LARGEST_SIDE);
        let step = |from: i32, to: i32| (i64::from(to) - i64::from(from)) / side + 1;
        let cells = vec![Vec::new(); (side * side) as usize];
        Some(Grid {
            cells,
            side,
            from: (i64::from(west), i64::from(north)),
            step: (step(west, east), step(north, south)),
        })
    }

    /// Every cell that a segment may pass through.
    fn cells(&mut self, (a, b, _): &Segment, each: &mut impl FnMut(&mut Vec<u32>)) {
        let (a, b) = if a.0 <= b.0 { (a, b) } else { (b, a) };
        let at = |x: i32, y: i32| (i64::from(x) - self.from.0, i64::from(y) - self.from.1);
        let ((ax, ay), (bx, by)) = (at(a.0, a.1), at(b.0, b.1));
        let height = |x: i64| match bx - ax {
            0 => by,
            width => ay + i64::try_from(i128::from(by - ay) * i128::from(x - ax) / i128::from(width)).unwrap_or(0),
        };
        for column in ax / self.step.0..=bx / self.step.0 {
            let (left, right) = ((column * self.step.0).max(ax), ((column + 1) * self.step.0).min(bx));
            let (one, other) = (if left == ax { ay } else { height(left) }, height(right));
            // One more on either side for what was rounded.
            let (top, bottom) = ((one.min(other) - 1).max(0), (one.max(other) + 1).min(self.side * self.step.1 - 1));
            for row in top / self.step.1..=bottom / self.step.1 {
                if let Some(cell) = self.cells.get_mut((row * self.side + column) as usize) {
                    each(cell);
                }
            }
        }
    }
}

/// The sides of closed rings.
pub fn sides(rings: &[Vec<Point>]) -> Vec<Segment> {
    let sides = rings.iter().enumerate().flat_map(|(number, ring)| {
        let next = ring.iter().skip(1).chain(ring.first());
        ring.iter().zip(next).map(move |(from, to)| (*from, *to, number as u32))
    });
    sides.collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn crossed(ring: &[Point]) -> bool {
        !crossings(&sides(&[ring.to_vec()]), 1).is_empty()
    }

    #[test]
    fn a_ring_that_crosses_itself_is_told_from_one_that_touches_itself() {
        assert!(crossed(&[(0, 0), (10, 10), (10, 0), (0, 10)]), "a bow tie");
        assert!(!crossed(&[(0, 0), (10, 0), (10, 10), (0, 10)]), "a square");
        assert!(!crossed(&[(0, 0), (10, 0), (5, 5), (10, 10), (0, 10), (5, 5)]), "it touches itself in one point");
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]
        #[test]
        fn the_grid_finds_what_looking_at_every_pair_finds(
            points in prop::collection::vec((0..1000i32, 0..1000i32), 4..60),
        ) {
            let segments = sides(&[points]);
            let slow = segments.iter().enumerate().any(|(number, one)| segments[..number].iter().any(|other| cross(one, other)));
            prop_assert_eq!(!crossings(&segments, 1).is_empty(), slow);
        }
    }
}
