//! Turns borders into those that a page can carry: simplified until their paths weigh no more than a map may, with what that costs in
//! metres.

use super::arcs::{Arc, Arcs, Way, points};
use super::frame::{self, Frame};
use super::plane::{self, Point};
use super::simplify::{Weighed, doubled_area, error};

/// How much coarser the last try is than the first: 1.5 to this power.
const STEPS: u32 = 48;
/// Half the height of what stands for an outline that is too small to be drawn.
const DOT: i32 = 7;

/// What a feature is drawn with.
#[derive(Default, Clone, PartialEq, Debug)]
pub struct Ways {
    /// Outer rings with their holes.
    pub areas: Vec<Vec<Way>>,
    pub lines: Vec<Way>,
}

pub struct Fitted {
    /// In units of the drawing.
    pub arcs: Vec<Arc>,
    /// How far a border may be from where the file has it.
    pub metres: u64,
    /// Whether more was left out than nobody would see.
    pub is_reduced: bool,
    pub bytes: usize,
}

/// `budget`: what all paths may weigh, in bytes.
pub fn fit(arcs: &Arcs, features: &[Ways], frame: &Frame, budget: usize) -> Fitted {
    let rings: Vec<Way> = features.iter().flat_map(|ways| ways.areas.iter().flatten().cloned()).collect();
    let weighed = Weighed::of(&arcs.all, &rings);
    let try_with = |area: u64| {
        let simpler = weighed.simpler(area);
        let drawn: Vec<Arc> = simpler.iter().map(|arc| on_grid(arc, frame)).collect();
        let bytes = features.iter().map(|ways| ways.path(&drawn).len() + ways.line_path(&drawn).len()).sum();
        (simpler, drawn, bytes)
    };
    // What is smaller than a unit of the drawing is not seen.
    let unit = u64::try_from(frame.unit()).unwrap_or(1);
    let area = |step: u32| {
        (0..step).fold(unit.saturating_mul(unit), |area, _| area.saturating_add(area / 2).saturating_add(1))
    };
    let mut found = try_with(area(0));
    let is_reduced = found.2 > budget;
    let (mut fails, mut fits) = (0, STEPS);
    while is_reduced && fits - fails > 1 {
        let middle = (fails + fits) / 2;
        let tried = try_with(area(middle));
        if tried.2 <= budget {
            fits = middle;
            found = tried;
        } else {
            fails = middle;
            if fits == STEPS {
                found = tried;
            }
        }
    }
    let (simpler, drawn, bytes) = found;
    // Half the diagonal of a unit is lost to the grid.
    let metres = plane::metres(error(&arcs.all, &simpler) + frame.unit() * 71 / 100 + 1);
    Fitted { arcs: drawn, metres, is_reduced, bytes }
}

fn on_grid(arc: &Arc, frame: &Frame) -> Arc {
    let mut drawn: Arc = arc.iter().map(|point| frame.point(*point)).collect();
    drawn.dedup();
    drawn
}

impl Ways {
    /// Of its areas.
    pub fn path(&self, arcs: &[Arc]) -> String {
        let mut out = String::new();
        for (at, ring) in self.areas.iter().flat_map(|area| area.iter().enumerate()) {
            let drawn = points(ring, arcs, true);
            match (drawn.first(), doubled_area(&drawn)) {
                // What is too small to be drawn is there all the same.
                (Some((x, y)), 0) if at == 0 => {
                    let dot = [(x - DOT, *y), (*x, y - DOT), (x + DOT, *y), (*x, y + DOT)];
                    frame::path(&dot, true, &mut out);
                }
                (_, 0) => {}
                _ => frame::path(&drawn, true, &mut out),
            }
        }
        out
    }

    pub fn line_path(&self, arcs: &[Arc]) -> String {
        let mut out = String::new();
        for line in &self.lines {
            frame::path(&points(line, arcs, false), false, &mut out);
        }
        out
    }

    /// The rings of its largest area, for its name to stand in.
    pub fn largest(&self, arcs: &[Arc]) -> Vec<Vec<Point>> {
        let drawn = self.areas.iter().map(|area| area.iter().map(|ring| points(ring, arcs, true)).collect::<Vec<_>>());
        let size = |rings: &Vec<Vec<Point>>| rings.first().map_or(0, |ring| doubled_area(ring).abs());
        let mut largest: Vec<Vec<Point>> = Vec::new();
        for rings in drawn {
            if size(&rings) > size(&largest) {
                largest = rings;
            }
        }
        largest
    }
}
