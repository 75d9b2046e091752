//! Turns outlines that share borders into borders, each once: where two neighbours have the same points, both are drawn along one arc, so
//! what is done to it is done to both, and nothing gapes or overlaps.

use rustc_hash::{FxHashMap, FxHashSet};

use super::plane::Point;

/// The points of a border, its ends included; one that returns to its beginning has that twice.
pub type Arc = Vec<Point>;

/// Which way an arc is gone along.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Along {
    pub arc: u32,
    pub backwards: bool,
}

/// A ring or a line as arcs one after the other.
pub type Way = Vec<Along>;

#[derive(Default)]
pub struct Arcs {
    pub all: Vec<Arc>,
    known: FxHashMap<(Point, Point, Point, usize), Vec<u32>>,
    /// Points at which three borders meet, or at which a line ends.
    junctions: FxHashSet<Point>,
}

impl Arcs {
    /// `rings`: without their first point at the end. `lines`: with both ends.
    pub fn of(rings: &[Vec<Point>], lines: &[Vec<Point>]) -> Arcs {
        let mut arcs = Arcs::default();
        let mut beside: FxHashMap<Point, (Point, Point)> = FxHashMap::default();
        let mut meet = |point: Point, one: Point, other: Point, junctions: &mut FxHashSet<Point>| {
            let pair = (one.min(other), one.max(other));
            if *beside.entry(point).or_insert(pair) != pair {
                junctions.insert(point);
            }
        };
        for ring in rings {
            for (at, point) in ring.iter().enumerate() {
                let before = ring[(at + ring.len() - 1) % ring.len()];
                meet(*point, before, ring[(at + 1) % ring.len()], &mut arcs.junctions);
            }
        }
        for line in lines {
            arcs.junctions.extend(line.first().into_iter().chain(line.last()));
            for three in line.windows(3) {
                meet(three[1], three[0], three[2], &mut arcs.junctions);
            }
        }
        arcs
    }

    pub fn ring(&mut self, ring: &[Point]) -> Way {
        let first = ring.iter().position(|point| self.junctions.contains(point));
        let Some(start) = first.or_else(|| (0..ring.len()).min_by_key(|at| ring[*at])) else { return Vec::new() };
        let mut closed: Vec<Point> = ring[start..].iter().chain(&ring[..start]).copied().collect();
        closed.push(ring[start]);
        self.line(&closed)
    }

    pub fn line(&mut self, line: &[Point]) -> Way {
        let mut way = Vec::new();
        let mut from = 0;
        for at in 1..line.len() {
            if at + 1 == line.len() || self.junctions.contains(&line[at]) {
                way.push(self.arc(&line[from..=at]));
                from = at;
            }
        }
        way
    }

    fn arc(&mut self, points: &[Point]) -> Along {
        let backwards = points.iter().rev().lt(points.iter());
        let points: Arc = if backwards { points.iter().rev().copied().collect() } else { points.to_vec() };
        let ends = (points[0], points[1], points[points.len() - 1], points.len());
        let alike = self.known.entry(ends).or_default();
        let known = alike.iter().copied().find(|arc| self.all[*arc as usize] == points);
        let arc = known.unwrap_or_else(|| {
            let arc = self.all.len() as u32;
            alike.push(arc);
            self.all.push(points);
            arc
        });
        Along { arc, backwards }
    }
}

/// The points of a way along these arcs; those of a ring without the first one at the end.
pub fn points(way: &Way, arcs: &[Arc], is_ring: bool) -> Vec<Point> {
    let mut points: Vec<Point> = Vec::new();
    for Along { arc, backwards } in way {
        let arc = &arcs[*arc as usize];
        let mut add = |point: Point| {
            if points.last() != Some(&point) {
                points.push(point);
            }
        };
        if *backwards {
            arc.iter().rev().for_each(|point| add(*point));
        } else {
            arc.iter().for_each(|point| add(*point));
        }
    }
    if is_ring && points.len() > 1 && points.first() == points.last() {
        points.pop();
    }
    points
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_border_of_two_neighbours_is_one_arc_and_both_go_along_it() {
        let (west, east) = (vec![(0, 0), (5, 0), (6, 5), (5, 9), (0, 9)], vec![(5, 0), (9, 0), (9, 9), (5, 9), (6, 5)]);
        let mut arcs = Arcs::of(&[west.clone(), east.clone()], &[]);
        let (one, other) = (arcs.ring(&west), arcs.ring(&east));
        assert_eq!(arcs.all.len(), 3, "two outer ones and the one between: {:?}", arcs.all);
        let shared: Vec<u32> =
            one.iter().map(|along| along.arc).filter(|arc| other.iter().any(|its| its.arc == *arc)).collect();
        assert_eq!(arcs.all[shared[0] as usize].len(), 3);
        for (way, ring) in [(one, west), (other, east)] {
            let drawn = points(&way, &arcs.all, true);
            assert!(drawn.len() == ring.len() && ring.iter().all(|point| drawn.contains(point)), "{drawn:?}");
        }
    }

    #[test]
    fn a_hole_and_what_fills_it_are_one_arc_wherever_they_begin() {
        let (hole, filling) = (vec![(2, 2), (4, 2), (4, 4), (2, 4)], vec![(4, 4), (4, 2), (2, 2), (2, 4)]);
        let mut arcs = Arcs::of(&[hole.clone(), filling.clone()], &[]);
        let (one, other) = (arcs.ring(&hole), arcs.ring(&filling));
        assert_eq!((arcs.all.len(), one[0].arc, one[0].backwards != other[0].backwards), (1, other[0].arc, true));
    }
}
