//! What is said of a map: turns a fault of a file into a finding that names the feature and says what to do.

use super::geojson::{Fault, MOST_FEATURES, MOST_POINTS, Raw};
use super::json_words::words;
use super::{LARGEST, Source};
use crate::diag::phrases::Words;
use crate::diag::{Finding, Message, Span, catalog, did_you_mean};
use crate::load::schema::{self, Named};
use crate::path::SourcePath;
use crate::text::number::{count, file_size};

pub fn both(vi: impl Into<String>, en: impl Into<String>) -> Words {
    (vi.into(), en.into())
}

/// `đối tượng 3 “Xã Tân Lập”`
pub fn feature(number: usize, name: &str) -> Words {
    let named = if name.is_empty() { String::new() } else { format!(" “{}”", schema::words::short(name)) };
    both(format!("đối tượng {}{named}", number + 1), format!("feature {}{named}", number + 1))
}

pub fn and_more(words: Words, more: usize) -> Words {
    match more {
        0 => words,
        _ => both(format!("{} và {more} đối tượng khác", words.0), format!("{} and {more} more", words.1)),
    }
}

/// A finding that is words about a feature.
pub fn of_feature(message: &'static Message, file: &SourcePath, feature: Words, what: Words, next: Words) -> Finding {
    let finding = Finding::new(message, file.as_str()).with_words("feature", feature);
    finding.with_words("what", what).with_words("next", next)
}

pub fn no_schema(file: &SourcePath) -> Finding {
    let schema = schema::beside(file).map_or_else(String::new, |path| path.file_name().to_owned());
    Finding::new(&catalog::MAP_SCHEMA, file.as_str()).with("schema", schema).fatal()
}

pub fn too_large(file: &SourcePath, size: u64) -> Finding {
    let said = |language: &str| (file_size(size, language), file_size(LARGEST as u64, language));
    let ((vi, most_vi), (en, most_en)) = (said("vi"), said("en"));
    let what = both(format!("tệp dài {vi}, giới hạn là {most_vi}"), format!("it has {en}, the limit is {most_en}"));
    unreadable(file, what, simpler())
}

fn simpler() -> Words {
    both(
        "Giản lược bớt ở máy trước: trong QGIS chọn Vector → Geometry Tools → Simplify (dung sai 0.0001), hoặc dùng mapshaper.org.",
        "Simplify it before: in QGIS choose Vector → Geometry Tools → Simplify (tolerance 0.0001), or use mapshaper.org.",
    )
}

pub fn unreadable(file: &SourcePath, what: Words, next: Words) -> Finding {
    Finding::new(&catalog::MAP_UNREADABLE, file.as_str()).with_words("what", what).with_words("next", next).fatal()
}

pub fn of_fault(file: &SourcePath, fault: &Fault) -> Finding {
    match fault {
        Fault::Json(line, column, said) => {
            let (what, next) = words(said);
            unreadable(file, what, next).at(Span { line: (*line).max(1), column: (*column).max(1), length: 1 })
        }
        Fault::Features => {
            let most = |language: &str| count(MOST_FEATURES as u64, language);
            let what =
                both(format!("có hơn {} đối tượng", most("vi")), format!("it has more than {} features", most("en")));
            let next = both(
                "Gộp các thửa cùng loại thành một đối tượng (QGIS: Vector → Geoprocessing Tools → Dissolve).",
                "Put those of one class together (QGIS: Vector → Geoprocessing Tools → Dissolve).",
            );
            unreadable(file, what, next)
        }
        Fault::Points => {
            let most = |language: &str| count(MOST_POINTS as u64, language);
            let what = both(format!("có hơn {} điểm", most("vi")), format!("it has more than {} points", most("en")));
            unreadable(file, what, simpler())
        }
        Fault::NoCollection(sort) => {
            let found =
                if sort.is_empty() { String::new() } else { format!(" (type: {})", schema::words::short(sort)) };
            let what = both(
                format!("đây không phải một FeatureCollection{found}"),
                format!("it is no FeatureCollection{found}"),
            );
            let next = match sort.as_str() {
                "Topology" => both(
                    "Đây là TopoJSON: mở bằng mapshaper.org rồi xuất ra GeoJSON.",
                    "It is TopoJSON: open it with mapshaper.org and export it as GeoJSON.",
                ),
                _ => both(
                    "Cả tệp là {\"type\": \"FeatureCollection\", \"features\": […]}: xuất lại từ QGIS (Export → Save Features As… → GeoJSON).",
                    "The file is {\"type\": \"FeatureCollection\", \"features\": […]}: export it from QGIS again (Export → Save Features As… → GeoJSON).",
                ),
            };
            unreadable(file, what, next)
        }
    }
}

/// Coordinates that are no degrees of this country.
pub fn elsewhere(file: &SourcePath, feature: Words, what: &str, at: Raw) -> Finding {
    let degrees = |millionths: i64| {
        format!(
            "{}{}.{:06}",
            if millionths < 0 { "-" } else { "" },
            millionths.abs() / 1_000_000,
            millionths.abs() % 1_000_000
        )
    };
    let place = format!("{}, {}", degrees(at[0]), degrees(at[1]));
    let (what, next) = match what {
        "metres" => (
            both(
                format!("tọa độ [{place}] là mét (VN-2000 hoặc UTM), không phải độ kinh và độ vĩ"),
                format!("[{place}] are metres (VN-2000 or UTM), not degrees"),
            ),
            both(
                "Trong QGIS: chuột phải vào lớp → Export → Save Features As…, chọn GeoJSON và CRS là EPSG:4326 (WGS 84), rồi thay tệp này. Nếu lớp chưa biết hệ tọa độ thì đặt trước: Layer CRS → VN-2000 đúng kinh tuyến trục của tỉnh.",
                "In QGIS: right-click the layer → Export → Save Features As…, choose GeoJSON and the CRS EPSG:4326 (WGS 84), and put that in the place of this file. Where the layer knows no CRS, set it first: VN-2000 with the central meridian of the province.",
            ),
        ),
        "swapped" => (
            both(
                format!("tọa độ [{place}] viết vĩ độ trước kinh độ"),
                format!("[{place}] has the latitude before the longitude"),
            ),
            both(
                "GeoJSON viết kinh độ (ở Việt Nam: 102 đến 118) trước vĩ độ (6 đến 24): đổi chỗ hai số (mapshaper.org: -affine; QGIS: Swap X and Y Coordinates).",
                "GeoJSON has the longitude (in Viet Nam 102 to 118) before the latitude (6 to 24): swap the two (QGIS: Swap X and Y Coordinates).",
            ),
        ),
        _ => (
            both(format!("tọa độ [{place}] nằm ngoài Việt Nam"), format!("[{place}] lies outside of Viet Nam")),
            both(
                "Sửa điểm đó ở tệp gốc rồi xuất lại. Bản đồ của nơi khác thì thêm anywhere: true dưới map: trong lược đồ.",
                "Mend that point in the original and export it again. For a map of another country add anywhere: true below map: in the schema.",
            ),
        ),
    };
    of_feature(&catalog::MAP_PLACE, file, feature, what, next).fatal()
}

/// A property that the schema names and no feature has.
pub fn no_property(source: &Source, key: &str, named: &Named, names: &[String]) -> Finding {
    let known: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut finding = Finding::new(&catalog::MAP_PROPERTY, source.schema.as_str()).with("key", key);
    finding = finding.with("property", &*named.name).with("file", source.file.file_name());
    if named.span.line > 0 {
        finding = finding.at(named.span);
    }
    finding.with_words("near", did_you_mean(&named.name, &known)).fatal()
}

/// The table whose figures a map should show cannot be used.
pub fn no_table(schema: &SourcePath, named: &Named, what: Words, next: Words) -> Finding {
    let finding = Finding::new(&catalog::MAP_TABLE, schema.as_str()).at(named.span).with("table", &*named.name);
    finding.with_words("what", what).with_words("next", next).fatal()
}
