//! Turns a map into SVG: what stands in a page, and a picture of its own with title, legend and source.
//!
//! In a page the style sheet of the theme paints it, light or dark; the picture brings its style along. Nothing is told by colour
//! alone: all classes but the first of its sort have a pattern too.

use std::fmt::Write;

use super::frame::{STRIP, WIDTH};
use super::labels::{WIDTHS, halves};
use super::{Class, ClassName, Feature, Map, Paint, Shown};
use crate::tables::languages::words;
use crate::text::decimal::{Decimal, Mark};
use crate::text::html::escape;
use crate::text::number::count;

/// Lines of classes that have no order, on a tile of 100.
const KINDS: [&str; 12] = [
    "",
    "M0 100L100 0M-25 25L25-25M75 125L125 75",
    "M0 50H100",
    "M0 0L100 100M-25 75L25 125M75-25L125 25",
    "M35 50H65M50 35V65",
    "M50 0V100",
    "M0 0L100 100M100 0L0 100",
    "M20 25H80M-30 75H30M70 75H130",
    "M50 28a22 22 0 1 0 .1 0z",
    "M0 70L25 30 50 70 75 30 100 70",
    "M0 50H100M50 0V100",
    "M50 25L78 75H22z",
];
/// How wide the tiles of steps are: the more, the denser their lines. The first has none.
const STEPS: [u32; 7] = [0, 210, 150, 110, 82, 62, 46];

/// Light colours of the picture, as the style sheet of the theme has them.
pub const COLOURS: &str =
    "#f5e6a8 #8fc98a #a9d0f0 #e8a598 #cfb4e3 #f2c17d #9edcd2 #d9c7b0 #e7a9cb #b9c46a #8ea8d6 #c4c4c4";
pub const STEP_COLOURS: &str = "#eaf3fb #cfe3f4 #adcfea #85b7dd #5c9bcb #3a7db3 #1f5f94";

/// Which class of the style sheet paints it.
fn painted(paint: Option<Paint>) -> String {
    match paint {
        Some(Paint::Kind(kind)) => format!("map-k{kind}"),
        Some(Paint::Step(step)) => format!("map-s{step}"),
        Some(Paint::Nothing) => "map-x".to_owned(),
        None => "map-plain".to_owned(),
    }
}

/// The side and the lines of the tile of a class that has a pattern.
fn tile(paint: Paint) -> Option<(u32, String)> {
    match paint {
        Paint::Kind(kind) => {
            let lines = KINDS.get(usize::from(kind)).filter(|lines| !lines.is_empty())?;
            Some((100, (*lines).to_owned()))
        }
        Paint::Step(step) => {
            let side = STEPS.get(usize::from(step)).copied().filter(|side| *side > 0)?;
            let (quarter, rest) = (side / 4, side + side / 4);
            let lines = format!(
                "M0 {side}L{side} 0M-{quarter} {quarter}L{quarter}-{quarter}M{} {rest}L{rest} {}",
                side - quarter,
                side - quarter
            );
            Some((side, lines))
        }
        Paint::Nothing => Some((160, "M70 80H90M80 70V90".to_owned())),
    }
}

/// The patterns of the classes; ids begin with `id`.
pub fn patterns(map: &Map, id: &str) -> String {
    let mut out = String::from("<defs>");
    for class in &map.classes {
        let Some((side, lines)) = tile(class.paint) else { continue };
        let paint = painted(Some(class.paint));
        let _ = write!(
            out,
            "<pattern id=\"{id}-{paint}\" width=\"{side}\" height=\"{side}\" patternUnits=\"userSpaceOnUse\"><rect width=\"{side}\" height=\"{side}\" class=\"{paint}\"></rect><path class=\"map-hatch\" d=\"{lines}\"></path></pattern>"
        );
    }
    out + "</defs>"
}

/// The attributes that paint something of a class.
pub fn paint(class: Option<&Class>, id: &str, shape: &str) -> String {
    let paint = class.map(|class| class.paint);
    match paint.filter(|paint| tile(*paint).is_some()) {
        Some(_) => format!("class=\"{shape}\" fill=\"url(#{id}-{})\"", painted(paint)),
        None => format!("class=\"{shape} {}\"", painted(paint)),
    }
}

/// A class as a legend calls it.
pub fn class_name(class: &Class, language: &str) -> String {
    let said = &words(language).map;
    let shown = |figure: &Decimal| figure.shown(language);
    match &class.name {
        ClassName::Titled(title) => title.get(language).to_owned(),
        ClassName::Span(least, most) if least == most => shown(least),
        ClassName::Span(least, most) => format!("{} – {}", shown(least), shown(most)),
        ClassName::Below(end) => format!("{} {}", said.below, shown(end)),
        ClassName::Between(from, end) => format!("{} {} – {} {}", said.from, shown(from), said.below, shown(end)),
        ClassName::From(from) => format!("{} {}", said.from, shown(from)),
        ClassName::Other => said.other.to_owned(),
        ClassName::Unknown => said.unknown.to_owned(),
    }
}

/// What a map says of a feature: its figure, or its class.
pub fn says(map: &Map, feature: &Feature, language: &str) -> String {
    match (&feature.value, map.class(feature)) {
        (Some(value), _) => format!("{} {}", value.shown(language), map.unit.get(language)).trim_end().to_owned(),
        (None, Some(class)) => class_name(class, language),
        (None, None) => String::new(),
    }
}

/// `1,5 km`
pub fn length(metres: u64, language: &str) -> String {
    match metres {
        0..1_000 => format!("{} m", count(metres, language)),
        _ => {
            let tenth = metres % 1_000 / 100;
            let mark = Mark::of_language(language).as_str();
            let rest = if tenth > 0 { format!("{mark}{tenth}") } else { String::new() };
            format!("{}{rest} km", count(metres / 1_000, language))
        }
    }
}

/// Areas, lines, points, names and scale. `links`: by number of the feature.
pub fn drawing(map: &Map, language: &str, links: &[Option<String>], id: &str) -> String {
    let mut out = patterns(map, id);
    for (sort, has) in [("areas", 0), ("lines", 1), ("points", 2)] {
        let mut group = String::new();
        for (number, feature) in map.features.iter().enumerate() {
            let shape = match has {
                0 if !feature.path.is_empty() => {
                    format!("<path {} d=\"{}\">", paint(map.class(feature), id, "map-area"), feature.path)
                }
                1 if !feature.line.is_empty() => format!("<path class=\"map-line\" d=\"{}\">", feature.line),
                2 if !feature.points.is_empty() => {
                    let dots: String = feature.points.iter().map(|(x, y)| format!("M{x} {y}h.1")).collect();
                    format!("<path class=\"map-point\" d=\"{dots}\">")
                }
                _ => continue,
            };
            let (name, says) = (feature.name.get(language), says(map, feature, language));
            let name = escape(&if says.is_empty() { name.to_owned() } else { format!("{name}: {says}") });
            let shape = format!("{shape}<title>{name}</title></path>");
            group += &match links.get(number).and_then(Option::as_deref) {
                Some(link) => format!("<a href=\"{}\" aria-label=\"{name}\">{shape}</a>", escape(link)),
                None => shape,
            };
        }
        if !group.is_empty() {
            let _ = write!(out, "<g class=\"map-{sort}\">{group}</g>");
        }
    }
    out + &names(map, language) + &scale(map, language)
}

fn names(map: &Map, language: &str) -> String {
    let mut out = String::new();
    for feature in &map.features {
        let Some(((x, y), level, is_broken)) = feature.label else { continue };
        let name = feature.name.get(language);
        let lines = match halves(name).filter(|_| is_broken) {
            Some((one, other)) => {
                let line =
                    |text: &str, down: &str| format!("<tspan x=\"{x}\" dy=\"{down}em\">{}</tspan>", escape(text));
                line(one, "-.6") + &line(other, "1.2")
            }
            None => escape(name),
        };
        let _ = write!(out, "<text class=\"map-at-{}\" x=\"{x}\" y=\"{y}\">{lines}</text>", level + 1);
    }
    if out.is_empty() { out } else { format!("<g class=\"map-names\" aria-hidden=\"true\">{out}</g>") }
}

fn scale(map: &Map, language: &str) -> String {
    let (metres, units) = map.scale;
    let (left, line) = (60, map.height + 60);
    let (right, text) = (left + units, line + 150);
    let (north, east) = (line - 20, WIDTH - 120);
    format!(
        "<g class=\"map-scale\" aria-hidden=\"true\"><path d=\"M{left} {}v40H{right}v-40\"></path><text x=\"{left}\" y=\"{text}\">{}</text><path class=\"map-north\" d=\"M{east} {north}l50 130-50-35-50 35z\"></path><text class=\"map-n\" x=\"{east}\" y=\"{}\">{}</text></g>",
        line - 40,
        length(metres, language),
        north + 220,
        words(language).map.north
    )
}

/// The `svg` element of a page. `label`: what it is called.
pub fn in_page(shown: &Shown, id: &str, label: &str) -> String {
    let Shown { map, language, links, .. } = shown;
    // What holds links is a group of them; what holds none is one picture.
    let role = if links.iter().any(Option::is_some) { "group" } else { "img" };
    format!(
        "<svg class=\"map-svg\" viewBox=\"0 0 {WIDTH} {}\" role=\"{role}\" aria-label=\"{}\">{}</svg>",
        map.height + STRIP,
        escape(label),
        drawing(map, language, links, id)
    )
}

/// How wide the picture is in CSS pixels, and a line of its text in letters.
const ALONE: i64 = 1_200;
const LINE: usize = 84;
const ROW: i32 = 110;

/// The map as a file, which may be printed or put into a report. `address`: its own, by which it is known to be ours.
pub fn alone(map: &Map, language: &str, address: &str) -> String {
    let (mut text, mut y) = (String::new(), 30);
    let mut put = |out: &mut String, line: &str, class: &str, x: i32, step: i32| {
        y += step;
        let _ = write!(out, "<text class=\"{class}\" x=\"{x}\" y=\"{y}\">{}</text>", escape(line));
        y
    };
    for line in lines(map.rules.title.get(language), LINE * 2 / 3) {
        put(&mut text, &line, "map-head", 60, 150);
    }
    let top = put(&mut text, "", "map-text", 60, 40);
    let mut below = String::new();
    put(&mut below, "", "map-text", 60, map.height + STRIP - 20);
    let unit = map.unit.get(language);
    if !map.classes.is_empty() && (!unit.is_empty() || !map.value.get(language).is_empty()) {
        let head = [map.value.get(language), unit].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>();
        put(&mut below, &head.join(", "), "map-text", 60, ROW);
    }
    for class in &map.classes {
        let at = put(&mut below, &class_name(class, language), "map-text", 290, ROW);
        let _ = write!(
            below,
            "<rect transform=\"translate(60 {})\" width=\"180\" height=\"90\" {}></rect>",
            at - 68,
            paint(Some(class), "m", "map-area")
        );
    }
    for line in notes(map, language).iter().flat_map(|note| lines(note, LINE)) {
        put(&mut below, &line, "map-text", 60, ROW);
    }
    let height = put(&mut below, "", "map-text", 60, 60);
    let style = style();
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" data-at=\"{}\" width=\"{ALONE}\" height=\"{}\" viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" lang=\"{}\"><title>{}</title><desc>{}</desc><style>{style}</style><rect class=\"map-paper\" width=\"{WIDTH}\" height=\"{height}\"></rect>{text}<g transform=\"translate(0 {top})\">{}</g>{below}</svg>\n",
        escape(address),
        i64::from(height) * ALONE / i64::from(WIDTH),
        escape(language),
        escape(map.rules.title.get(language)),
        escape(map.rules.description.get(language)),
        drawing(map, language, &[], "m"),
    )
}

/// Source, moment and how exact it is.
pub fn notes(map: &Map, language: &str) -> Vec<String> {
    let said = &words(language).map;
    let after = |word: &str, text: &str| (!text.is_empty()).then(|| format!("{word} {text}"));
    let exact = said.exact.replace("{}", &length(rounded(map.error), language));
    let note = map.rules.note.get(language);
    [
        after(said.source, map.rules.source.get(language)),
        after(said.as_of, &map.rules.year),
        (!note.is_empty()).then(|| note.to_owned()),
        Some(exact),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Up to what one would say: nobody means 1,237 metres.
fn rounded(metres: u64) -> u64 {
    let step = match metres {
        0..100 => 1,
        100..1_000 => 10,
        _ => 100,
    };
    metres.div_ceil(step) * step
}

fn lines(text: &str, longest: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + word.chars().count() < longest => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

fn style() -> String {
    let mut style = String::from(
        "text{font-family:sans-serif;fill:#1b1b1b}.map-paper{fill:#fff}.map-head{font-size:96px;font-weight:700}.map-text{font-size:60px}.map-area{stroke:#444;stroke-width:5;stroke-linejoin:round}.map-hatch{fill:none;stroke:#333;stroke-opacity:.35;stroke-width:7}.map-s5+.map-hatch,.map-s6+.map-hatch{stroke:#fff}.map-line{fill:none;stroke:#444;stroke-width:16}.map-point{fill:none;stroke:#1b1b1b;stroke-width:44;stroke-linecap:round}.map-names text{font-size:48px;text-anchor:middle;dominant-baseline:middle;paint-order:stroke;stroke:#fff;stroke-width:12;stroke-linejoin:round}.map-scale path{fill:none;stroke:#1b1b1b;stroke-width:8}.map-scale .map-north{fill:#1b1b1b}.map-scale text{font-size:56px}.map-n{text-anchor:middle}.map-plain{fill:#dfe7d8}.map-x{fill:#eee}",
    );
    for (letter, colours) in [('k', COLOURS), ('s', STEP_COLOURS)] {
        for (number, colour) in colours.split(' ').enumerate() {
            let _ = write!(style, ".map-{letter}{number}{{fill:{colour}}}");
        }
    }
    for (level, width) in WIDTHS.iter().enumerate() {
        if *width > ALONE {
            let _ = write!(style, ".map-at-{}{{display:none}}", level + 1);
        }
    }
    style
}
