//! Turns the bytes of a GeoJSON file (RFC 7946) into features: their properties that somebody wants, and shapes as points in
//! millionths of a degree.
//!
//! It is read in one go, value by value, and keeps nothing else: memory is bounded by the number of points, whatever the file says.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::text::control::is_control;
use crate::text::fold::nfc;

/// A table and a legend of more are read by nobody.
pub const MOST_FEATURES: usize = 5_000;
pub const MOST_POINTS: usize = 3_000_000;
/// Names of properties that are kept, to say which one may have been meant.
const MOST_NAMES: usize = 200;
const LONGEST_TEXT: usize = 300;

/// East and north in millionths of a degree: a tenth of a metre, which is finer than any boundary is known.
pub type Raw = [i64; 2];

#[derive(Default, Debug)]
pub struct Given {
    pub features: Vec<GivenFeature>,
    /// What `crs` says, which RFC 7946 has no longer.
    pub crs: Option<String>,
    /// Properties that features have, in the order in which they are met.
    pub names: Vec<String>,
}

#[derive(Default, Debug)]
pub struct GivenFeature {
    /// By the number of the name that is wanted.
    pub properties: Vec<Option<Text>>,
    pub parts: Vec<Part>,
    /// The sort of shape that is written otherwise than its name says, or is none.
    pub odd: Option<String>,
}

/// A property, as text.
#[derive(Clone, PartialEq, Debug)]
pub struct Text {
    pub text: String,
    /// Written as a number, so that a zero before it is lost.
    pub is_number: bool,
}

#[derive(Clone, PartialEq, Debug)]
pub enum Part {
    /// The outline first, then holes.
    Area(Vec<Vec<Raw>>),
    Line(Vec<Raw>),
    Point(Raw),
}

/// Why a file cannot be read.
#[derive(Debug)]
pub enum Fault {
    /// Where, and the words of the reader of JSON.
    Json(u32, u32, String),
    Features,
    Points,
    /// What stands in the place of a collection of features.
    NoCollection(String),
}

struct State<'w> {
    wanted: &'w [&'w str],
    given: Given,
    points: usize,
    fault: Option<Fault>,
    /// `type` of the whole.
    sort: Option<String>,
    has_features: bool,
}

/// Reads a file. `wanted`: names of the properties to be kept.
pub fn read(bytes: &[u8], wanted: &[&str]) -> Result<Given, Fault> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let given = Given::default();
    let mut state = State { wanted, given, points: 0, fault: None, sort: None, has_features: false };
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let read = Whole(&mut state).deserialize(&mut json).and_then(|()| json.end());
    match (state.fault, read) {
        (Some(fault), _) => Err(fault),
        (None, Err(error)) => {
            let place = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
            Err(Fault::Json(place(error.line()), place(error.column()), error.to_string()))
        }
        (None, Ok(())) if state.sort.as_deref() == Some("FeatureCollection") && state.has_features => Ok(state.given),
        (None, Ok(())) => Err(Fault::NoCollection(state.sort.unwrap_or_default())),
    }
}

/// A visitor of one sort of value, for what is always of that sort.
macro_rules! visitor {
    ($name:ident, $expecting:literal, $value:ty { $($methods:tt)* }) => {
        impl<'de> DeserializeSeed<'de> for $name<'_, '_> {
            type Value = $value;
            fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<$value, D::Error> {
                from.deserialize_any(self)
            }
        }
        impl<'de> Visitor<'de> for $name<'_, '_> {
            type Value = $value;
            fn expecting(&self, to: &mut fmt::Formatter) -> fmt::Result {
                to.write_str($expecting)
            }
            $($methods)*
        }
    };
}

struct Whole<'s, 'w>(&'s mut State<'w>);

visitor!(Whole, "a collection of features", () {
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "type" => self.0.sort = map.next_value_seed(Scalar)?.map(|text| text.text),
                "features" => {
                    self.0.has_features = true;
                    map.next_value_seed(Features(self.0))?;
                }
                "crs" => {
                    let crs: serde_json::Value = map.next_value()?;
                    let name = crs.pointer("/properties/name").and_then(|name| name.as_str());
                    self.0.given.crs = (!crs.is_null()).then(|| cut(name.unwrap_or("?")));
                }
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(())
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(())
    }
});

struct Features<'s, 'w>(&'s mut State<'w>);

visitor!(Features, "a list of features", () {
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while let Some(feature) = seq.next_element_seed(Feature(self.0))? {
            if self.0.given.features.len() == MOST_FEATURES {
                self.0.fault = Some(Fault::Features);
                return Err(A::Error::custom("features"));
            }
            self.0.given.features.push(feature);
        }
        Ok(())
    }
});

struct Feature<'s, 'w>(&'s mut State<'w>);

visitor!(Feature, "a feature", GivenFeature {
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<GivenFeature, A::Error> {
        let mut feature = GivenFeature { properties: vec![None; self.0.wanted.len()], ..GivenFeature::default() };
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "properties" => map.next_value_seed(Properties(self.0, &mut feature))?,
                "geometry" => map.next_value_seed(Geometry(self.0, &mut feature))?,
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(feature)
    }
});

struct Properties<'s, 'w>(&'s mut State<'w>, &'s mut GivenFeature);

visitor!(Properties, "properties", () {
    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            let key = nfc(&key).into_owned();
            match self.0.wanted.iter().position(|wanted| *wanted == key) {
                Some(at) => self.1.properties[at] = map.next_value_seed(Scalar)?,
                None => drop(map.next_value::<IgnoredAny>()?),
            }
            let names = &mut self.0.given.names;
            if names.len() < MOST_NAMES && !names.contains(&key) {
                names.push(key);
            }
        }
        Ok(())
    }
});

/// Any value; a text, number or flag as text.
struct Scalar;

impl<'de> DeserializeSeed<'de> for Scalar {
    type Value = Option<Text>;
    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Option<Text>, D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Scalar {
    type Value = Option<Text>;
    fn expecting(&self, to: &mut fmt::Formatter) -> fmt::Result {
        to.write_str("a value")
    }
    fn visit_unit<E: Error>(self) -> Result<Option<Text>, E> {
        Ok(None)
    }
    fn visit_bool<E: Error>(self, flag: bool) -> Result<Option<Text>, E> {
        Ok(Some(Text { text: flag.to_string(), is_number: false }))
    }
    fn visit_i64<E: Error>(self, number: i64) -> Result<Option<Text>, E> {
        Ok(Some(Text { text: number.to_string(), is_number: true }))
    }
    fn visit_u64<E: Error>(self, number: u64) -> Result<Option<Text>, E> {
        Ok(Some(Text { text: number.to_string(), is_number: true }))
    }
    fn visit_f64<E: Error>(self, number: f64) -> Result<Option<Text>, E> {
        Ok(Some(Text { text: number.to_string(), is_number: true }))
    }
    fn visit_str<E: Error>(self, text: &str) -> Result<Option<Text>, E> {
        let text = cut(text);
        Ok((!text.is_empty()).then_some(Text { text, is_number: false }))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Option<Text>, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(None)
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Option<Text>, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(None)
    }
}

/// In composed letters, on one line, of a length that a page can show.
fn cut(text: &str) -> String {
    let text: String = nfc(text).chars().map(|letter| if is_control(letter) { ' ' } else { letter }).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(LONGEST_TEXT).collect()
}

struct Geometry<'s, 'w>(&'s mut State<'w>, &'s mut GivenFeature);

visitor!(Geometry, "a geometry", () {
    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let (mut sort, mut flat, mut level) = (None, Flat::default(), Level::Empty);
        let mut is_collection = false;
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "type" => sort = map.next_value_seed(Scalar)?.map(|text| text.text),
                "coordinates" => {
                    flat = Flat::default();
                    level = map.next_value_seed(Coordinates(self.0, &mut flat))?;
                }
                "geometries" => {
                    is_collection = true;
                    map.next_value_seed(Geometries(self.0, self.1))?;
                }
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        let sort = sort.unwrap_or_default();
        if is_collection && sort == "GeometryCollection" {
            return Ok(());
        }
        match flat.parts(&sort, level) {
            Some(parts) => self.1.parts.extend(parts),
            None => self.1.odd = Some(sort),
        }
        Ok(())
    }
});

struct Geometries<'s, 'w>(&'s mut State<'w>, &'s mut GivenFeature);

visitor!(Geometries, "a list of geometries", () {
    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while seq.next_element_seed(Geometry(self.0, self.1))?.is_some() {}
        Ok(())
    }
});

/// Coordinates of any depth, one after the other, with the ends of lists of points, and of lists of those.
#[derive(Default)]
struct Flat {
    points: Vec<Raw>,
    lists: Vec<usize>,
    groups: Vec<usize>,
}

/// What a value among coordinates is.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Level {
    Number(f64),
    Position,
    /// A list of points; of lists of points; and so on.
    List(u8),
    Empty,
    Odd,
}

impl Flat {
    /// Shapes, if the coordinates are as deep as those of this sort are.
    fn parts(self, sort: &str, level: Level) -> Option<Vec<Part>> {
        let deep = match sort {
            "Point" => Level::Position,
            "MultiPoint" | "LineString" => Level::List(1),
            "Polygon" | "MultiLineString" => Level::List(2),
            "MultiPolygon" => Level::List(3),
            _ => return None,
        };
        if level == Level::Empty {
            return Some(Vec::new());
        }
        if level != deep {
            return None;
        }
        let Flat { points, lists, groups } = self;
        let mut from = 0;
        let lines = lists.into_iter().map(|end| points[std::mem::replace(&mut from, end)..end].to_vec());
        Some(match sort {
            "Point" | "MultiPoint" => points.iter().copied().map(Part::Point).collect(),
            "Polygon" => vec![Part::Area(lines.collect())],
            "MultiPolygon" => {
                let (mut lines, mut from) = (lines, 0);
                let area =
                    |end: usize| Part::Area(lines.by_ref().take(end - std::mem::replace(&mut from, end)).collect());
                groups
                    .into_iter()
                    .map(area)
                    .filter(|part| !matches!(part, Part::Area(rings) if rings.is_empty()))
                    .collect()
            }
            _ => lines.map(Part::Line).collect(),
        })
    }
}

struct Coordinates<'s, 'w>(&'s mut State<'w>, &'s mut Flat);

visitor!(Coordinates, "coordinates", Level {
    fn visit_unit<E: Error>(self) -> Result<Level, E> {
        Ok(Level::Empty)
    }
    fn visit_f64<E: Error>(self, number: f64) -> Result<Level, E> {
        Ok(Level::Number(number))
    }
    fn visit_i64<E: Error>(self, number: i64) -> Result<Level, E> {
        Ok(Level::Number(number as f64))
    }
    fn visit_u64<E: Error>(self, number: u64) -> Result<Level, E> {
        Ok(Level::Number(number as f64))
    }
    fn visit_str<E: Error>(self, _: &str) -> Result<Level, E> {
        Ok(Level::Odd)
    }
    fn visit_bool<E: Error>(self, _: bool) -> Result<Level, E> {
        Ok(Level::Odd)
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Level, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Level::Odd)
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Level, A::Error> {
        let Coordinates(state, flat) = self;
        let (mut numbers, mut position, mut level) = (0, [0.0; 2], Level::Empty);
        while let Some(inner) = seq.next_element_seed(Coordinates(state, flat))? {
            match inner {
                Level::Number(number) => {
                    if let Some(place) = position.get_mut(numbers) {
                        *place = number;
                    }
                    numbers += 1;
                }
                Level::Empty => {}
                _ if level == Level::Empty || level == inner => level = inner,
                _ => level = Level::Odd,
            }
        }
        Ok(match level {
            // A height behind east and north is passed over.
            Level::Empty if numbers >= 2 => {
                state.points += 1;
                if state.points > MOST_POINTS {
                    state.fault = Some(Fault::Points);
                    return Err(A::Error::custom("points"));
                }
                flat.points.push(position.map(millionths));
                Level::Position
            }
            Level::Empty if numbers == 0 => Level::Empty,
            Level::Position if numbers == 0 => {
                flat.lists.push(flat.points.len());
                Level::List(1)
            }
            Level::List(1) if numbers == 0 => {
                flat.groups.push(flat.lists.len());
                Level::List(2)
            }
            Level::List(2) if numbers == 0 => Level::List(3),
            _ => Level::Odd,
        })
    }
});

fn millionths(degrees: f64) -> i64 {
    // What is no degree is told of as it was written, so it need only stay what it is.
    (degrees * 1e6).round().clamp(-1e15, 1e15) as i64
}
