//! Turns the shapes of a feature, as the file has them, into rings, lines and points of the plane: closed, without what is no shape, each
//! oddity told.

use super::crossing::{crossings, meeting, sides};
use super::geojson::{GivenFeature, Part};
use super::plane::{Plane, Point};
use super::told::{self, both, of_feature};
use crate::diag::phrases::Words;
use crate::diag::{Finding, catalog};
use crate::path::SourcePath;

/// In units of the plane. Rings are without their first point at the end.
#[derive(Default, Debug)]
pub struct Shapes {
    /// The outline first, then holes.
    pub areas: Vec<Vec<Vec<Point>>>,
    pub lines: Vec<Vec<Point>>,
    pub points: Vec<Point>,
}

pub struct Mending<'a> {
    pub file: &'a SourcePath,
    pub plane: &'a Plane,
    pub findings: &'a mut Vec<Finding>,
}

impl Mending<'_> {
    /// `named`: what the feature is called in messages.
    pub fn shapes(&mut self, given: GivenFeature, named: &Words) -> Shapes {
        let mut shapes = Shapes::default();
        for part in given.parts {
            match part {
                Part::Point(point) => shapes.points.push(self.plane.point(point)),
                Part::Line(line) => {
                    let mut line: Vec<Point> = line.into_iter().map(|point| self.plane.point(point)).collect();
                    line.dedup();
                    match line[..] {
                        [] => {}
                        [only] => shapes.points.push(only),
                        _ => shapes.lines.push(line),
                    }
                }
                Part::Area(rings) => shapes.areas.extend(self.area(rings, named)),
            }
        }
        shapes
    }

    fn tell(&mut self, named: &Words, what: Words, next: Words) {
        let finding = of_feature(&catalog::MAP_SHAPE, self.file, named.clone(), what, next);
        // One feature may have a thousand islands with one fault.
        if !self.findings.iter().any(|known| known.is_same(&finding)) {
            self.findings.push(finding);
        }
    }

    fn area(&mut self, given: Vec<Vec<super::geojson::Raw>>, named: &Words) -> Option<Vec<Vec<Point>>> {
        let again = || {
            both(
                "Trong QGIS chạy Vector → Geometry Tools → Fix Geometries rồi xuất lại tệp. Bản đồ vẫn được vẽ như tệp đang có.",
                "In QGIS run Vector → Geometry Tools → Fix Geometries and export the file again. The map is drawn as the file has it.",
            )
        };
        let mut rings = Vec::with_capacity(given.len());
        for (at, ring) in given.into_iter().enumerate() {
            if ring.first() != ring.last() {
                let what = both("một đường viền không khép kín", "an outline is not closed");
                self.tell(named, what, again());
            }
            let mut ring: Vec<Point> = ring.into_iter().map(|point| self.plane.point(point)).collect();
            ring.dedup();
            while ring.len() > 1 && ring.first() == ring.last() {
                ring.pop();
            }
            if ring.len() < 3 {
                let what = both("một đường viền có chưa tới ba điểm", "an outline has fewer than three points");
                self.tell(named, what, again());
                match at {
                    // Without an outline there is no area, whatever its holes are.
                    0 => return None,
                    _ => continue,
                }
            }
            rings.push(ring);
        }
        if let Some((one, other)) = crossings(&sides(&rings), 1).first() {
            let at = self.plane.degrees(meeting(one, other));
            let what = both(
                format!("đường viền tự cắt nhau gần [{at}]"),
                format!("its outlines cross each other near [{at}]"),
            );
            self.tell(named, what, again());
        }
        let (outline, holes) = rings.split_first()?;
        if holes.iter().any(|hole| !hole.iter().all(|point| is_in(outline, *point))) {
            let what = both("một lỗ nằm ngoài đường viền của nó", "a hole lies outside of its outline");
            self.tell(named, what, again());
        }
        Some(rings)
    }

    /// A feature that nothing is drawn of.
    pub fn empty(&mut self, named: Words) {
        self.findings.push(of_feature(
            &catalog::MAP_EMPTY,
            self.file,
            named,
            both("không có hình", "it has no shape"),
            both(
                "Vẽ hình cho nó ở tệp gốc, hoặc xóa đối tượng. Đến khi sửa, nó chỉ có trong bảng dưới bản đồ.",
                "Draw it in the original, or delete the feature. Until then it stands in the table below the map alone.",
            ),
        ));
    }

    pub fn odd(&mut self, named: Words, sort: &str) {
        let sort = crate::load::schema::words::short(sort);
        let what = both(
            format!("coordinates không phải của một {sort}"),
            format!("its coordinates are not those of a {sort}"),
        );
        let next = both(
            "Dùng Polygon, MultiPolygon, LineString, MultiLineString, Point hoặc MultiPoint; xuất lại tệp từ QGIS (GeoJSON).",
            "Use Polygon, MultiPolygon, LineString, MultiLineString, Point or MultiPoint; export the file from QGIS again (GeoJSON).",
        );
        let finding = told::unreadable(
            self.file,
            both(format!("{}: {}", named.0, what.0), format!("{}: {}", named.1, what.1)),
            next,
        );
        self.findings.push(finding);
    }
}

/// Whether a point lies in a ring or on it.
fn is_in(ring: &[Point], (x, y): Point) -> bool {
    let mut inside = false;
    for (from, to) in ring.iter().zip(ring.iter().skip(1).chain(ring.first())) {
        let way = |a: i32, b: i32| i64::from(b) - i64::from(a);
        let side = i128::from(way(from.0, to.0)) * i128::from(way(from.1, y))
            - i128::from(way(from.1, to.1)) * i128::from(way(from.0, x));
        let is_beside =
            from.0.min(to.0) <= x && x <= from.0.max(to.0) && from.1.min(to.1) <= y && y <= from.1.max(to.1);
        if side == 0 && is_beside {
            return true;
        }
        if (from.1 <= y) != (to.1 <= y) && (side > 0) == (to.1 > from.1) {
            inside = !inside;
        }
    }
    inside
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_is_in_a_ring_on_it_or_outside_of_it() {
        for ring in [vec![(0, 0), (9, 0), (9, 9), (0, 9)], vec![(0, 9), (9, 9), (9, 0), (0, 0)]] {
            assert!([(5, 5), (0, 3), (9, 9)].iter().all(|point| is_in(&ring, *point)));
            assert!([(10, 5), (-1, 3), (5, 10)].iter().all(|point| !is_in(&ring, *point)));
        }
    }
}
