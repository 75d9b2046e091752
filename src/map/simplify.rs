//! Turns borders into simpler ones: leaves out the points that matter least, by the area of the triangle that each makes with its
//! neighbours (Visvalingam and Whyatt, 1993), and never so many that an outline falls in or crosses another.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::arcs::{Arc, Way, points};
use super::crossing::{Segment, crossings};
use super::plane::Point;

/// How often outlines that fell in or crossed are given points back, an eighth of the tolerance at a time: more than enough for any
/// tolerance to become nothing.
const ROUNDS: usize = 24;

/// Borders with the weight of each of their points.
pub struct Weighed<'a> {
    arcs: &'a [Arc],
    /// Twice the area at which a point goes.
    weights: Vec<Vec<u64>>,
    /// Outer rings and holes, with twice the area of each.
    rings: &'a [Way],
    whole: Vec<i128>,
}

impl<'a> Weighed<'a> {
    pub fn of(arcs: &'a [Arc], rings: &'a [Way]) -> Weighed<'a> {
        let whole = rings.iter().map(|ring| doubled_area(&points(ring, arcs, true))).collect();
        Weighed { arcs, weights: arcs.iter().map(|arc| weigh(arc)).collect(), rings, whole }
    }

    /// Borders without the points whose triangles are smaller than `area` (twice), but for those that an outline needs.
    pub fn simpler(&self, area: u64) -> Vec<Arc> {
        let mut areas = vec![area; self.arcs.len()];
        let mut simpler: Vec<Arc> = (0..areas.len()).map(|arc| self.arc(arc, area)).collect();
        for _ in 0..ROUNDS {
            let mut wrong = self.fallen(&simpler);
            wrong.extend(crossed(&simpler));
            wrong.sort_unstable();
            wrong.dedup();
            // An outline that was wrong from the beginning is not mended here.
            wrong.retain(|arc| areas[*arc as usize] > 0);
            if wrong.is_empty() {
                break;
            }
            for arc in wrong {
                let arc = arc as usize;
                areas[arc] /= 8;
                simpler[arc] = self.arc(arc, areas[arc]);
            }
        }
        simpler
    }

    fn arc(&self, arc: usize, area: u64) -> Arc {
        let kept = self.arcs[arc].iter().zip(&self.weights[arc]).filter(|(_, weight)| **weight >= area);
        kept.map(|(point, _)| *point).collect()
    }

    /// Borders of rings that have fewer than three points left, have turned round, or have lost half of what they enclosed.
    fn fallen(&self, simpler: &[Arc]) -> Vec<u32> {
        let is_fallen = |(ring, before): &(&Way, &i128)| {
            let (before, now) = (**before, doubled_area(&points(ring, simpler, true)));
            before != 0 && (before.signum() != now.signum() || now.abs() * 2 < before.abs())
        };
        let fallen = self.rings.iter().zip(&self.whole).filter(is_fallen);
        fallen.flat_map(|(ring, _)| ring.iter().map(|along| along.arc)).collect()
    }
}

/// Borders of which some part crosses another.
fn crossed(arcs: &[Arc]) -> Vec<u32> {
    let segments: Vec<Segment> = arcs
        .iter()
        .enumerate()
        .flat_map(|(number, arc)| arc.windows(2).map(move |two| (two[0], two[1], number as u32)))
        .collect();
    crossings(&segments, usize::MAX).into_iter().flat_map(|(one, other)| [one.2, other.2]).collect()
}

/// Twice the area that a ring encloses: above zero where it goes round with the clock.
pub fn doubled_area(ring: &[Point]) -> i128 {
    let next = ring.iter().skip(1).chain(ring.first());
    let cross = |((x, y), (to_x, to_y)): (&Point, &Point)| {
        i128::from(*x) * i128::from(*to_y) - i128::from(*to_x) * i128::from(*y)
    };
    ring.iter().zip(next).map(cross).sum()
}

fn weigh(arc: &[Point]) -> Vec<u64> {
    let last = arc.len() - 1;
    let mut weights = vec![u64::MAX; arc.len()];
    let (mut before, mut after): (Vec<usize>, Vec<usize>) =
        (0..arc.len()).map(|at| (at.saturating_sub(1), at + 1)).unzip();
    let area = |before: usize, at: usize, after: usize| triangle(arc[before], arc[at], arc[after]);
    let mut now: Vec<u64> =
        (0..arc.len()).map(|at| if at == 0 || at == last { 0 } else { area(at - 1, at, at + 1) }).collect();
    let mut heap: BinaryHeap<Reverse<(u64, usize)>> = (1..last).map(|at| Reverse((now[at], at))).collect();
    let mut largest = 0;
    while let Some(Reverse((weight, at))) = heap.pop() {
        if weights[at] != u64::MAX || now[at] != weight {
            continue;
        }
        // A point goes no sooner than those that went before it.
        largest = weight.max(largest);
        weights[at] = largest;
        let (left, right) = (before[at], after[at]);
        (after[left], before[right]) = (right, left);
        for at in [left, right].into_iter().filter(|at| *at != 0 && *at != last) {
            now[at] = area(before[at], at, after[at]);
            heap.push(Reverse((now[at], at)));
        }
    }
    weights
}

/// Twice the area of a triangle.
fn triangle(a: Point, b: Point, c: Point) -> u64 {
    let way = |from: i32, to: i32| i128::from(to) - i128::from(from);
    let area = way(a.0, b.0) * way(a.1, c.1) - way(a.1, b.1) * way(a.0, c.0);
    // What is kept in any case has the largest weight there is.
    u64::try_from(area.unsigned_abs()).unwrap_or(u64::MAX).min(u64::MAX - 1)
}

/// How far the points that were left out lie from what is drawn, at most, in units of the plane.
pub fn error(arcs: &[Arc], simpler: &[Arc]) -> i64 {
    let of = |(arc, simpler): (&Arc, &Arc)| {
        let mut ends = simpler.windows(2);
        let (mut now, mut most) = (ends.next(), 0.0_f64);
        for point in &arc[1..] {
            let Some(side) = now else { break };
            most = most.max(square_distance(*point, side[0], side[1]));
            if *point == side[1] {
                now = ends.next();
            }
        }
        most
    };
    let most = arcs.iter().zip(simpler).map(of).fold(0.0, f64::max);
    most.sqrt().ceil() as i64
}

fn square_distance(point: Point, from: Point, to: Point) -> f64 {
    let way = |a: Point, b: Point| (f64::from(b.0) - f64::from(a.0), f64::from(b.1) - f64::from(a.1));
    let ((px, py), (dx, dy)) = (way(from, point), way(from, to));
    let length = dx * dx + dy * dy;
    let along = px * dx + py * dy;
    if length == 0.0 || along <= 0.0 {
        return px * px + py * py;
    }
    if along >= length {
        let (x, y) = (px - dx, py - dy);
        return x * x + y * y;
    }
    let cross = px * dy - py * dx;
    cross * cross / length
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_points_that_matter_least_go_first() {
        let arc = vec![(0, 0), (10, 1), (20, 0), (30, 40), (40, 0)];
        let simpler = Weighed::of(std::slice::from_ref(&arc), &[]).simpler(50);
        assert_eq!(simpler[0], [(0, 0), (20, 0), (30, 40), (40, 0)]);
        assert_eq!(error(&[arc], &simpler), 1);
    }

    #[test]
    fn an_outline_keeps_what_it_needs_to_be_one() {
        let square = vec![(0, 0), (10, 0), (10, 10), (0, 10), (0, 0)];
        let (arcs, ring) = ([square], [vec![super::super::arcs::Along { arc: 0, backwards: false }]]);
        let simpler = Weighed::of(&arcs, &ring).simpler(1_000_000);
        assert!(points(&ring[0], &simpler, true).len() >= 3, "{simpler:?}");
    }

    #[test]
    fn a_spit_of_land_is_not_cut_by_a_straightened_border() {
        // The first arc goes around the tip of the second one; straightened, it would go through it.
        let around = vec![(0, 0), (50, 30), (100, 0)];
        let spit = vec![(20, -50), (50, 20), (80, -50)];
        let simpler = Weighed::of(&[around.clone(), spit], &[]).simpler(4_000);
        assert_eq!(simpler[0], around);
    }
}
