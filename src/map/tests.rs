//! What holds of maps as wholes: turns small GeoJSON files and schemas into maps and looks at what was drawn.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::svg::drawing;
use super::*;
use crate::files;
use crate::load::schema::read_map;

const LANGUAGES: [&str; 2] = ["vi", "en"];
const PLAIN: &str = "title: Bản đồ\nmap:\n  label: ten\n";

fn map_of(geojson: &str, schema: &str) -> Result<Map, Vec<Finding>> {
    let (file, beside) = (SourcePath::new("content/a/vung.geojson"), SourcePath::new("content/a/vung.schema.yaml"));
    let mut findings = Vec::new();
    let Some(rules) = read_map(&beside, schema.as_bytes(), &LANGUAGES.map(str::to_owned), &mut findings) else {
        return Err(findings);
    };
    let base = Base::parse("https://tinh.example").unwrap();
    let key = files::hash(geojson.as_bytes());
    make(geojson.as_bytes(), &Source { file: &file, schema: &beside, rules: &rules, base: &base, table: None, key })
}

fn drawn(geojson: &str, schema: &str) -> Map {
    map_of(geojson, schema).unwrap_or_else(|findings| panic!("{:#?}", said(&findings)))
}

fn said(findings: &[Finding]) -> Vec<String> {
    findings
        .iter()
        .map(|finding| format!("{} {} → {}", finding.message.code, finding.text("en"), finding.hint("en")))
        .collect()
}

fn collection(features: &[String]) -> String {
    format!("{{\"type\":\"FeatureCollection\",\"features\":[{}]}}", features.join(","))
}

fn feature(properties: &str, geometry: &str) -> String {
    format!("{{\"type\":\"Feature\",\"properties\":{{{properties}}},\"geometry\":{geometry}}}")
}

fn area(name: &str, rings: &str) -> String {
    feature(&format!("\"ten\":\"{name}\""), &format!("{{\"type\":\"Polygon\",\"coordinates\":{rings}}}"))
}

const WEST: &str = "[[[106,11],[106.5,11],[106.5,11.5],[106,11.5],[106,11]]]";
const EAST: &str = "[[[106.5,11],[107,11],[107,11.5],[106.5,11.5],[106.5,11]]]";

#[test]
fn two_neighbours_are_drawn_along_one_border() {
    let classes = "map:\n  label: { vi: ten, en: name }\n  link: trang\n  classes:\n    property: loai\n    values: [{ value: A, title: Rừng }, { value: B, title: Ruộng }]\n";
    let of = |name: &str, class: &str, more: &str, rings: &str| {
        let properties = format!("\"ten\":\"{name}\",\"name\":\"{name}!\",\"loai\":\"{class}\"{more}");
        feature(&properties, &format!("{{\"type\":\"Polygon\",\"coordinates\":{rings}}}"))
    };
    let text = collection(&[of("Tây", "A", ",\"trang\":\"/tay/\"", WEST), of("Đông <b>", "B", "", EAST)]);
    let map = drawn(&text, classes);
    let links = [Some("/tay/".to_owned()), None];
    // cos 11.25° = 0.98079: a degree of longitude is 980,785 units of the plane and 3,880 of the drawing, half a degree of latitude 500,000
    // and 1,978, 20 km 179,663 and 710.
    assert_eq!((map.height, map.scale), (2_098, (20_000, 710)));
    let svg = drawing(&map, "vi", &links, "m").replace("><", ">\n<");
    let wanted = r##"<defs>
<pattern id="m-map-k1" width="100" height="100" patternUnits="userSpaceOnUse">
<rect width="100" height="100" class="map-k1">
</rect>
<path class="map-hatch" d="M0 100L100 0M-25 25L25-25M75 125L125 75">
</path>
</pattern>
</defs>
<g class="map-areas">
<a href="/tay/" aria-label="Tây: Rừng">
<path class="map-area map-k0" d="M2000 2038l0-1978-1940 0 0 1978z">
<title>Tây: Rừng</title>
</path>
</a>
<path class="map-area" fill="url(#m-map-k1)" d="M2000 2038l1940 0 0-1978-1940 0z">
<title>Đông &lt;b&gt;: Ruộng</title>
</path>
</g>
<g class="map-names" aria-hidden="true">"##;
    let lines = wanted.lines().count();
    assert_eq!(svg.lines().take(lines).collect::<Vec<_>>().join("\n"), wanted);
    let scale = r##"<g class="map-scale" aria-hidden="true">
<path d="M60 2118v40H770v-40">
</path>
<text x="60" y="2308">20 km</text>
<path class="map-north" d="M3880 2138l50 130-50-35-50 35z">
</path>
<text class="map-n" x="3880" y="2358">B</text>
</g>"##;
    assert!(svg.ends_with(scale), "{svg}");
}

/// The rings of a path that `frame::path` wrote.
fn rings_of(path: &str) -> Vec<Vec<(i32, i32)>> {
    let one = |path: &str| {
        let mut numbers: Vec<i32> = Vec::new();
        let mut at = String::new();
        for letter in path.chars().chain(" ".chars()) {
            if (letter == '-' || !letter.is_ascii_digit()) && !at.is_empty() {
                numbers.push(at.parse().unwrap());
                at.clear();
            }
            if letter == '-' || letter.is_ascii_digit() {
                at.push(letter);
            }
        }
        let mut place = (0, 0);
        let mut ring = Vec::new();
        for step in numbers.chunks_exact(2) {
            place = (place.0 + step[0], place.1 + step[1]);
            ring.push(place);
        }
        ring
    };
    path.split('M').filter(|ring| !ring.is_empty()).map(one).collect()
}

/// A grid of cells with crooked sides, some of them put together; `points` on each side.
fn grid(
    across: usize,
    down: usize,
    points: usize,
    owners: &[u8],
    bends: &[i16],
) -> Vec<(String, BTreeSet<(i64, i64)>)> {
    let bend = |x: i64, y: i64, axis: i64| i64::from(bends[((x * 31 + y * 17 + axis * 7) as usize) % bends.len()]);
    let steps = points as i64 + 1;
    // Corners are 10,000 apart, and points between them off by less than half of what it is to the next corner, so that no two sides
    // cross.
    let place = |x: i64, y: i64| {
        let (is_corner_x, is_corner_y) = (x % steps == 0, y % steps == 0);
        let near = |at: i64| (at % steps).min(steps - at % steps) * 10_000 / steps;
        let off = |axis: i64, at: i64| bend(x, y, axis) % 400 * near(at) / 1_000;
        let (dx, dy) = match (is_corner_x, is_corner_y) {
            (true, true) => (0, 0),
            (true, false) => (off(0, y), 0),
            _ => (0, off(1, x)),
        };
        (106_000_000 + x * 10_000 / steps + dx, 11_000_000 + y * 10_000 / steps + dy)
    };
    let mut all = Vec::new();
    let mut edge: BTreeSet<(i64, i64)> = BTreeSet::new();
    let (wide, high) = (across as i64 * steps, down as i64 * steps);
    for x in 0..=wide {
        edge.extend([place(x, 0), place(x, high)]);
    }
    for y in 0..=high {
        edge.extend([place(0, y), place(wide, y)]);
    }
    for column in 0..across as i64 {
        for row in 0..down as i64 {
            let (x, y) = (column * steps, row * steps);
            let mut ring: Vec<(i64, i64)> = Vec::new();
            ring.extend((0..steps).map(|at| place(x + at, y)));
            ring.extend((0..steps).map(|at| place(x + steps, y + at)));
            ring.extend((0..steps).map(|at| place(x + steps - at, y + steps)));
            ring.extend((0..steps).map(|at| place(x, y + steps - at)));
            // However it begins and whichever way round it goes.
            let turn = usize::from(owners[(column as usize * down + row as usize) % owners.len()]);
            ring.rotate_left(turn % (steps as usize * 4));
            if turn % 2 == 0 {
                ring.reverse();
            }
            ring.push(ring[0]);
            let texts: Vec<String> = ring
                .iter()
                .map(|(x, y)| {
                    format!("[{}.{:06},{}.{:06}]", x / 1_000_000, x % 1_000_000, y / 1_000_000, y % 1_000_000)
                })
                .collect();
            all.push((area(&format!("{column}-{row}"), &format!("[[{}]]", texts.join(","))), edge.clone()));
        }
    }
    all
}

/// Both ends of a side.
type Side = ((i32, i32), (i32, i32));

fn sides(map: &Map) -> BTreeMap<Side, usize> {
    let mut sides = BTreeMap::new();
    for ring in map.features.iter().flat_map(|feature| rings_of(&feature.path)) {
        for (from, to) in ring.iter().zip(ring.iter().skip(1).chain(ring.first())) {
            *sides.entry((*from.min(to), *from.max(to))).or_default() += 1;
        }
    }
    sides
}

fn plane_area(ring: &[(i32, i32)]) -> i128 {
    super::simplify::doubled_area(ring)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(24) })]
    #[test]
    fn borders_stay_shared_and_no_feature_falls_in_however_much_is_left_out(
        across in 1..5_usize, down in 1..5_usize, points in 1..30_usize,
        owners in prop::collection::vec(any::<u8>(), 1..20),
        bends in prop::collection::vec(any::<i16>(), 5..40),
        size in 5..60_usize,
    ) {
        let cells = grid(across, down, points, &owners, &bends);
        let texts: Vec<String> = cells.iter().map(|(text, _)| text.clone()).collect();
        let map = drawn(&collection(&texts), &format!("{PLAIN}  size: {size}\n"));
        prop_assert_eq!(map.features.len(), across * down);
        // What is drawn once is the outer edge; every border between two is drawn by both, to the point.
        let outer: BTreeSet<(i32, i32)> = {
            let edge = &cells[0].1;
            let plane = super::plane::Plane::around(edge.iter().map(|(x, y)| [*x, *y])).unwrap();
            let frame = super::frame::Frame::around(plane.extent);
            edge.iter().map(|(x, y)| frame.point(plane.point([*x, *y]))).collect()
        };
        for (side, times) in sides(&map) {
            prop_assert!(times <= 2, "{side:?}");
            prop_assert!(times == 2 || (outer.contains(&side.0) && outer.contains(&side.1)), "a gap at {side:?}");
        }
        for feature in &map.features {
            let rings = rings_of(&feature.path);
            prop_assert!(rings.len() == 1 && rings[0].len() >= 3, "{}: {}", feature.name.get("vi"), feature.path);
            // A cell is a square whose sides are bent by a fifth at most.
            let whole = 2 * (3_880 / across.max(down) as i128).pow(2);
            prop_assert!(plane_area(&rings[0]).abs() * 4 > whole / 4, "{} of {whole}", plane_area(&rings[0]));
        }
    }

    #[test]
    fn any_bytes_are_a_map_or_findings(bytes in prop::collection::vec(prop_oneof![
        Just("{".to_owned()), Just("}".to_owned()), Just("[".to_owned()), Just("]".to_owned()), Just(",".to_owned()), Just(":".to_owned()),
        Just("\"type\"".to_owned()), Just("\"FeatureCollection\"".to_owned()), Just("\"features\"".to_owned()), Just("106.5".to_owned()),
        Just("\"geometry\"".to_owned()), Just("\"coordinates\"".to_owned()), Just("null".to_owned()), Just("1e999".to_owned()),
    ], 0..60)) {
        if let Err(findings) = map_of(&bytes.concat(), PLAIN) {
            prop_assert!(findings.iter().any(|finding| finding.fatal));
        }
    }

    #[test]
    fn any_shape_is_drawn(rings in prop::collection::vec(prop::collection::vec((0..40_i64, 0..40_i64), 0..9), 0..4)) {
        let ring = |ring: &Vec<(i64, i64)>| {
            let points: Vec<String> = ring.iter().map(|(x, y)| format!("[106.{x:02},11.{y:02}]")).collect();
            format!("[{}]", points.join(","))
        };
        let rings: Vec<String> = rings.iter().map(ring).collect();
        let text = collection(&[area("A", WEST), area("B", &format!("[{}]", rings.join(",")))]);
        let map = drawn(&text, PLAIN);
        prop_assert_eq!(map.features.len(), 2);
        prop_assert_eq!(drawing(&map, "vi", &[], "m"), drawing(&drawn(&text, PLAIN), "vi", &[], "m"), "the same each time");
    }
}

#[test]
fn a_map_over_its_budget_is_simplified_to_it_and_says_how_far_it_is_off() {
    let bends: Vec<i16> = (0..997).map(|at: i32| (at * 7_919 % 32_768) as i16).collect();
    let cells = grid(6, 6, 120, &[3, 8, 1], &bends);
    let text = collection(&cells.into_iter().map(|(text, _)| text).collect::<Vec<_>>());
    let (fine, coarse) = (drawn(&text, &format!("{PLAIN}  size: 500\n")), drawn(&text, &format!("{PLAIN}  size: 8\n")));
    let bytes = |map: &Map| map.features.iter().map(|feature| feature.path.len()).sum::<usize>();
    assert!(fine.findings.is_empty() && bytes(&fine) > 8_000, "{}", bytes(&fine));
    assert!(bytes(&coarse) <= 8_000, "{}", bytes(&coarse));
    assert!(coarse.error > fine.error && fine.error < 20, "{} {}", coarse.error, fine.error);
    let [finding] = &coarse.findings[..] else { panic!("{:?}", said(&coarse.findings)) };
    assert_eq!(finding.message.code, "D72");
    assert!(finding.text("en").contains(&format!("at most {} m off", coarse.error)), "{}", finding.text("en"));
}

#[test]
fn an_island_that_is_too_small_to_be_drawn_is_there_all_the_same() {
    let small = "[[[106.25,11.25],[106.250001,11.25],[106.25,11.250001],[106.25,11.25]]]";
    let map = drawn(&collection(&[area("Lớn", WEST), area("Đảo", small)]), PLAIN);
    assert_eq!(rings_of(&map.features[1].path)[0].len(), 4, "{}", map.features[1].path);
}

#[test]
fn roads_and_places_are_drawn_as_lines_and_points() {
    let line = "{\"type\":\"LineString\",\"coordinates\":[[106,11],[106.2,11.3],[106.5,11.1]]}";
    let point = "{\"type\":\"MultiPoint\",\"coordinates\":[[106.1,11.1,25],[106.2,11.2]]}";
    let both = format!("{{\"type\":\"GeometryCollection\",\"geometries\":[{line},{point}]}}");
    let map = drawn(
        &collection(&[
            feature("\"ten\":\"Đường\"", line),
            feature("\"ten\":\"Trạm\"", point),
            feature("\"ten\":\"Cả hai\"", &both),
        ]),
        PLAIN,
    );
    assert!(map.features[0].line.starts_with('M') && !map.features[0].line.ends_with('z'), "{}", map.features[0].line);
    assert_eq!((map.features[1].points.len(), map.features[2].points.len(), map.findings.len()), (2, 2, 0));
    let svg = drawing(&map, "en", &[], "m");
    assert!(svg.contains("class=\"map-lines\"") && svg.contains("class=\"map-points\""), "{svg}");
}

/// A file that is wrong, the code of what is told, and words of it.
#[test]
fn each_mistake_of_a_file_is_told_with_the_feature_and_what_to_do() {
    let one = |rings: &str| collection(&[area("Tốt", WEST), area("Xã A", rings)]);
    let deep = format!("{}{}", "[".repeat(300), "]".repeat(300));
    let of = |properties: &str| {
        collection(&[feature(properties, &format!("{{\"type\":\"Polygon\",\"coordinates\":{WEST}}}"))])
    };
    let cases: Vec<(&str, String, &str)> = vec![
        ("D61", "{".to_owned(), "breaks off"),
        ("D61", "xin chào".to_owned(), "not JSON"),
        ("D61", "[]".to_owned(), "no FeatureCollection"),
        ("D61", "{\"type\":\"Topology\",\"objects\":{}}".to_owned(), "mapshaper"),
        ("D61", "{\"type\":\"FeatureCollection\",\"features\":{}}".to_owned(), "put together"),
        ("D61", collection(&[]), "no features"),
        ("D61", one(&deep), "nested too deeply"),
        ("D61", one("[[[106,11],[1e999,11],[106.5,11.5],[106,11]]]"), "too large to be a coordinate"),
        ("D61", collection(&[feature("\"ten\":\"Xã A\"", "{\"type\":\"Polygon\",\"coordinates\":[106,11]}")]), "no feature has a shape"),
        ("D61", collection(&[area("T", WEST), feature("\"ten\":\"Xã A\"", "{\"type\":\"Polygon\",\"coordinates\":[106,11]}")]), "feature 2 “Xã A”: its coordinates are not those of a Polygon"),
        ("D62", one("[[[11,106],[11.5,106],[11.5,106.5],[11,106]]]"), "feature 2 “Xã A”: [11.000000, 106.000000] has the latitude before"),
        ("D62", one("[[[564000,1270000],[565000,1270000],[565000,1271000],[564000,1270000]]]"), "feature 2 “Xã A”: [564000.000000, 1270000.000000] are metres"),
        ("D62", one("[[[2,48],[3,48],[3,49],[2,48]]]"), "outside of Viet Nam"),
        ("D63", collection(&[area("T", WEST)]).replace("{\"type\":\"FeatureCollection\"", "{\"crs\":{\"type\":\"name\",\"properties\":{\"name\":\"urn:ogc:def:crs:EPSG::3405\"}},\"type\":\"FeatureCollection\""), "EPSG::3405"),
        ("D64", one("[[[106.1,11.1],[106.2,11.2],[106.2,11.1],[106.1,11.2],[106.1,11.1]]]"), "feature 2 “Xã A”: its outlines cross each other near [106.1500, 11.1500]"),
        ("D64", one("[[[106.1,11.1],[106.2,11.1],[106.2,11.2]]]"), "not closed"),
        ("D64", one("[[[106.1,11.1],[106.2,11.1],[106.2,11.2],[106.1,11.1]],[[106.4,11.4],[106.45,11.4],[106.45,11.45],[106.4,11.4]]]"), "a hole lies outside"),
        ("D64", one("[[[106.1,11.1],[106.2,11.1],[106.1,11.1]]]"), "fewer than three points"),
        ("D65", collection(&[area("T", WEST), feature("\"ten\":\"Xã A\"", "null")]), "feature 2 “Xã A”: it has no shape"),
        ("D65", one("[]"), "feature 2 “Xã A”: it has no shape"),
        ("D67", of("\"name\":\"A\""), "“ten”"),
    ];
    for (code, text, says) in cases {
        let findings = map_of(&text, PLAIN).map_or_else(|findings| findings, |map| map.findings);
        let said = said(&findings);
        assert!(said.iter().any(|said| said.starts_with(code) && said.contains(says)), "{code} {says}: {said:#?}");
    }
}

#[test]
fn what_the_schema_says_of_properties_is_held_against_them() {
    let schema = "map:\n  label: ten\n  code: ma\n  area: dt\n  link: trang\n  classes:\n    property: loai\n    values: [{ value: LUC, title: Lúa }]\n";
    let of = |properties: &str| feature(properties, &format!("{{\"type\":\"Polygon\",\"coordinates\":{WEST}}}"));
    let first = "\"ten\":\"A\",\"ma\":\"01\",\"dt\":1.5,\"loai\":\"LUC\",\"trang\":\"xa-a.md\"";
    for (second, code, says) in [
        (
            "\"ten\":\"B\",\"ma\":\"01\",\"loai\":\"LUC\"",
            "D66",
            "feature 2 “B”: its code “01” is that of feature 1 “A”",
        ),
        ("\"ten\":\"B\",\"loai\":\"LUC\"", "D66", "it has no code in “ma”"),
        ("\"ten\":\"B\",\"ma\":\"02\",\"loai\":\"LUK\"", "D70", "“LUK”, which is no class of the schema"),
        ("\"ten\":\"B\",\"ma\":\"02\"", "D70", "it has no “loai”"),
        ("\"ten\":\"B\",\"ma\":\"02\",\"loai\":\"LUC\",\"dt\":\"1,5\"", "D73", "the area “1,5” is no number"),
        (
            "\"ten\":\"B\",\"ma\":\"02\",\"loai\":\"LUC\",\"trang\":\"javascript:alert(1)\"",
            "D71",
            "is no page of the portal",
        ),
    ] {
        let findings =
            map_of(&collection(&[of(first), of(second)]), schema).map_or_else(|findings| findings, |map| map.findings);
        let said = said(&findings);
        assert!(said.len() == 1 && said[0].starts_with(code) && said[0].contains(says), "{second}: {said:#?}");
    }
    let map = drawn(&collection(&[of(first)]), schema);
    assert_eq!(map.features[0].link, Some(Target::Page { source: SourcePath::new("content/a/xa-a.md"), anchor: None }));
    assert_eq!(map.features[0].area.as_ref().map(Decimal::as_str), Some("1.5"));
}

#[test]
fn each_mistake_of_a_schema_is_told_with_what_to_write() {
    let text = collection(&[area("A", WEST)]);
    for (schema, says) in [
        ("title: A\n", "“map” is missing"),
        ("map:\n  code: ma\n", "“label”"),
        ("map:\n  lable: ten\n", "“label”"),
        ("map:\n  label: ten\n  size: 9000\n", "5 to 500"),
        ("map:\n  label: ten\n  anywhere: maybe\n", "anywhere: true"),
        ("map:\n  label: ten\n  join: a\n", "“table” is missing"),
        ("map:\n  label: ten\n  table: a.csv\n", "“code”, “join” or “value” is missing"),
        ("map:\n  label: ten\n  classes: { property: a }\n", "“values”"),
        ("map:\n  label: ten\n  classes: { property: a, values: [{ value: A, colour: gren }] }\n", "“green”"),
        (
            "map:\n  label: ten\n  code: a\n  table: a.csv\n  join: a\n  value: b\n  breaks: [5, 1]\n",
            "the smallest first",
        ),
        ("map:\n  label: ten\n  code: a\n  table: a.csv\n  join: a\n  value: b\n  steps: 40\n", "2 to 7"),
    ] {
        let findings = map_of(&text, schema).unwrap_err();
        assert!(said(&findings).iter().any(|said| said.contains(says)), "{schema}: {:#?}", said(&findings));
    }
}

#[test]
fn a_map_of_another_country_says_so() {
    let far = collection(&[area("Paris", "[[[2,48],[3,48],[3,49],[2,48]]]")]);
    assert!(map_of(&far, PLAIN).is_err());
    assert!(map_of(&far, &format!("{PLAIN}  anywhere: true\n")).is_ok());
}

#[test]
fn the_picture_and_the_theme_have_the_same_colours() {
    let sheet = crate::load::embedded::theme().into_iter().find(|(name, _)| *name == "assets/map.css").unwrap();
    let sheet = String::from_utf8_lossy(sheet.1);
    for (letter, colours) in [('k', super::svg::COLOURS), ('s', super::svg::STEP_COLOURS)] {
        for (number, colour) in colours.split(' ').enumerate() {
            assert!(sheet.contains(&format!("--{letter}{number}: {colour};")), "{letter}{number}");
        }
    }
}
