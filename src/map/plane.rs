//! Turns degrees into a plane: equirectangular at the middle latitude, in units of a millionth of a degree of latitude (11 cm).
//!
//! On a map of a province it is true to some parts in a thousand. Everything after the cosine is whole numbers, and the cosine is made
//! of sums and products alone, so every machine draws the same.

use super::geojson::Raw;

/// East and south of the map's north-western corner.
pub type Point = (i32, i32);

/// Of a millionth of a degree of latitude, in thousandths of a millimetre (WGS 84, equatorial radius).
const UNIT_MICROMETRES: i64 = 111_319;

/// Parts into which the cosine is cut.
const PARTS: i64 = 1 << 20;

pub struct Plane {
    west: i64,
    north: i64,
    cosine: i64,
    /// Width and height.
    pub extent: Point,
}

impl Plane {
    /// Around all points; `None` where there are none.
    pub fn around(points: impl Iterator<Item = Raw>) -> Option<Plane> {
        let mut edges: Option<[i64; 4]> = None;
        for [east, north] in points {
            let [w, e, s, n] = edges.unwrap_or([east, east, north, north]);
            edges = Some([w.min(east), e.max(east), s.min(north), n.max(north)]);
        }
        let [west, east, south, north] = edges?;
        let cosine = cosine((south + north) / 2);
        let plane = Plane { west, north, cosine, extent: (0, 0) };
        Some(Plane { extent: plane.point([east, south]), ..plane })
    }

    pub fn point(&self, [east, north]: Raw) -> Point {
        let x = ((east - self.west) * self.cosine + PARTS / 2) / PARTS;
        (i32::try_from(x).unwrap_or(i32::MAX), i32::try_from(self.north - north).unwrap_or(i32::MAX))
    }

    /// `106.1235, 11.5000`: about where a point lies, for people who look for it.
    pub fn degrees(&self, (x, y): Point) -> String {
        let shown = |millionths: i64| {
            let parts = (millionths + 50).div_euclid(100);
            format!("{}{}.{:04}", if parts < 0 { "-" } else { "" }, parts.abs() / 10_000, parts.abs() % 10_000)
        };
        let east = self.west + (i64::from(x) * PARTS + self.cosine / 2) / self.cosine;
        format!("{}, {}", shown(east), shown(self.north - i64::from(y)))
    }
}

/// In whole metres, rounded up.
pub fn metres(units: i64) -> u64 {
    u64::try_from((units.saturating_mul(UNIT_MICROMETRES) + 999_999) / 1_000_000).unwrap_or(0)
}

/// How many units are so many metres.
pub fn units(metres: u64) -> i64 {
    i64::try_from(metres).map_or(i64::MAX, |metres| metres.saturating_mul(1_000_000) / UNIT_MICROMETRES)
}

/// Of a latitude in millionths of a degree, in `PARTS`.
fn cosine(latitude: i64) -> i64 {
    let angle = latitude as f64 * std::f64::consts::PI / 180e6;
    let square = angle * angle;
    // Taylor's series, which has seven digits right at every latitude.
    let (mut term, mut sum) = (1.0, 1.0);
    for step in 1..8 {
        let of = f64::from(2 * step * (2 * step - 1));
        term = -term * square / of;
        sum += term;
    }
    ((sum * PARTS as f64).round() as i64).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_degree_of_latitude_is_111_km_and_one_of_longitude_its_cosine() {
        let plane = Plane::around([[106_000_000, 11_000_000], [107_000_000, 12_000_000]].into_iter()).unwrap();
        // cos 11.5° = 0.97992
        assert_eq!(plane.extent, (979_925, 1_000_000));
        assert_eq!((metres(1_000_000), metres(1), units(111_319)), (111_319, 1, 1_000_000));
        for (degrees, wanted) in [(0, 1_048_576), (60_000_000, 524_288), (90_000_000, 1)] {
            assert!((cosine(degrees) - wanted).abs() <= 1, "{degrees}: {}", cosine(degrees));
        }
    }
}
