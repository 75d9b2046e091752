//! Holds the coordinates of a file against where this country lies: turns features that lie elsewhere into what went wrong with them.

use super::geojson::{GivenFeature, Part, Raw};
use super::told::{and_more, elsewhere};
use crate::diag::Finding;
use crate::diag::phrases::Words;
use crate::path::SourcePath;

const MILLION: i64 = 1_000_000;

/// West, east, south and north of the country with its sea and islands, and a little more.
const COUNTRY: [i64; 4] = [101 * MILLION, 119 * MILLION, 5 * MILLION, 24 * MILLION];

pub fn points(feature: &GivenFeature) -> impl Iterator<Item = Raw> + '_ {
    feature.parts.iter().flat_map(|part| {
        let (areas, line, point): (&[Vec<Raw>], &[Raw], Option<Raw>) = match part {
            Part::Area(rings) => (rings, &[], None),
            Part::Line(line) => (&[], line, None),
            Part::Point(point) => (&[], &[], Some(*point)),
        };
        areas.iter().flatten().chain(line).copied().chain(point)
    })
}

fn is_in_country([east, north]: Raw) -> bool {
    let [west, most_east, south, most_north] = COUNTRY;
    (west..=most_east).contains(&east) && (south..=most_north).contains(&north)
}

fn are_degrees([east, north]: Raw) -> bool {
    east.abs() <= 180 * MILLION && north.abs() <= 90 * MILLION
}

/// One finding for each thing that went wrong, with the first feature of which it did. `named`: what a feature is called.
pub fn check(
    file: &SourcePath,
    features: &[GivenFeature],
    anywhere: bool,
    named: &dyn Fn(usize) -> Words,
) -> Vec<Finding> {
    let mut found: Vec<(&str, usize, Raw, usize)> = Vec::new();
    for (number, feature) in features.iter().enumerate() {
        let wrong = points(feature).find_map(|point| {
            let [east, north] = point;
            let what = match () {
                () if !are_degrees(point) && !are_degrees([north, east]) => "metres",
                () if anywhere && are_degrees(point) => return None,
                () if is_in_country(point) => return None,
                () if is_in_country([north, east]) || !are_degrees(point) => "swapped",
                () => "elsewhere",
            };
            Some((what, point))
        });
        let Some((what, point)) = wrong else { continue };
        match found.iter_mut().find(|(known, ..)| *known == what) {
            Some((.., more)) => *more += 1,
            None => found.push((what, number, point, 0)),
        }
    }
    let tell = |(what, number, point, more): (&str, usize, Raw, usize)| {
        elsewhere(file, and_more(named(number), more), what, point)
    };
    found.into_iter().map(tell).collect()
}
