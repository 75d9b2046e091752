//! Shapes of a chart, and how they are written: turns them into SVG that a theme colours, or into one with colours of its own.
//!
//! Series differ by pattern as well as by colour. Patterns are strokes with gaps, so a drawing needs no ids, and several of them can
//! stand on one page.

use std::fmt::Write;

use crate::text::html::escape;

/// Places and lengths are tenths of a pixel.
#[derive(Clone, Debug)]
pub struct Drawing {
    pub width: i64,
    pub height: i64,
    shapes: Vec<Shape>,
}

#[derive(Clone, Debug)]
pub enum Shape {
    Text {
        x: i64,
        y: i64,
        anchor: Anchor,
        tone: Tone,
        text: String,
    },
    /// Left, top, width, height.
    Rect([i64; 4], Tone),
    /// A rectangle with the pattern of a series.
    Fill([i64; 4], usize),
    /// From, to.
    Rule([i64; 4], Tone),
    /// A line of a series through points.
    Path(Vec<(i64, i64)>, usize),
    /// The sign of a series at a point.
    Mark((i64, i64), usize),
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Anchor {
    Start,
    Middle,
    End,
}

/// What something is painted in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tone {
    Ink,
    Strong,
    Soft,
    /// A bar beside one that is marked.
    Muted,
    /// The whole behind a part.
    Track,
    /// The line from which bars begin.
    Zero,
    Grid,
    Paper,
}

/// By whom a drawing is coloured.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Dress {
    /// The style sheet of the page, by classes.
    Theme,
    /// Nobody: it stands by itself, on white.
    Fixed,
}

impl Tone {
    fn class(self) -> &'static str {
        match self {
            Tone::Ink => "",
            Tone::Strong => "strong",
            Tone::Soft => "soft",
            Tone::Muted => "muted",
            Tone::Track => "track",
            Tone::Zero => "zero",
            Tone::Grid => "grid",
            Tone::Paper => "paper",
        }
    }

    fn colour(self) -> &'static str {
        match self {
            Tone::Ink | Tone::Strong => "#17212b",
            Tone::Soft => "#4e5964",
            Tone::Muted => "#8a939c",
            Tone::Track => "#e6e3dd",
            Tone::Zero => "#6b747d",
            Tone::Grid => "#dcd8d0",
            Tone::Paper => "#fff",
        }
    }
}

/// Of the series, in their order: colours that are told apart by eyes that see few of them, and on white.
const COLOURS: [&str; 6] = ["#a6121b", "#12508f", "#14603a", "#7a4700", "#54318f", "#4e5964"];
/// Of their lines: dashes and gaps.
const DASHES: [&str; 6] = ["", "8 4", "2 4", "12 4 2 4", "14 3", "5 2 2 2"];

impl Drawing {
    pub fn new(width: i64) -> Drawing {
        Drawing { width, height: 0, shapes: Vec::new() }
    }

    pub fn push(&mut self, shape: Shape) {
        self.shapes.push(shape);
    }

    pub fn text(&mut self, (x, y): (i64, i64), anchor: Anchor, tone: Tone, text: impl Into<String>) {
        self.push(Shape::Text { x, y, anchor, tone, text: text.into() });
    }

    pub fn shapes(&self) -> &[Shape] {
        &self.shapes
    }

    /// Takes in another one, so far to the right and so far down.
    pub fn take(&mut self, other: Drawing, right: i64, down: i64) {
        let moved = other.shapes.into_iter().map(|shape| match shape {
            Shape::Text { x, y, anchor, tone, text } => Shape::Text { x: x + right, y: y + down, anchor, tone, text },
            Shape::Rect([x, y, w, h], tone) => Shape::Rect([x + right, y + down, w, h], tone),
            Shape::Fill([x, y, w, h], series) => Shape::Fill([x + right, y + down, w, h], series),
            Shape::Rule([a, b, c, d], tone) => Shape::Rule([a + right, b + down, c + right, d + down], tone),
            Shape::Path(points, series) => {
                Shape::Path(points.into_iter().map(|(x, y)| (x + right, y + down)).collect(), series)
            }
            Shape::Mark((x, y), series) => Shape::Mark((x + right, y + down), series),
        });
        self.shapes.extend(moved);
    }

    /// The shapes as elements of SVG, a line each.
    pub fn elements(&self, dress: Dress) -> String {
        let mut out = Pen { dress, out: String::new() };
        for shape in &self.shapes {
            out.shape(shape);
        }
        out.out
    }

    /// As a part of a page, which says beside it what it shows.
    pub fn svg(&self) -> String {
        let (width, height) = (tenths(self.width), tenths(self.height));
        let elements = self.elements(Dress::Theme);
        format!(
            "<svg viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" font-size=\"14\" aria-hidden=\"true\" focusable=\"false\">\n{elements}</svg>"
        )
    }
}

/// `123` is `12.3`.
pub fn tenths(number: i64) -> String {
    let sign = if number < 0 { "-" } else { "" };
    let number = number.abs();
    match number % 10 {
        0 => format!("{sign}{}", number / 10),
        tenth => format!("{sign}{}.{tenth}", number / 10),
    }
}

struct Pen {
    dress: Dress,
    out: String,
}

impl Pen {
    /// Class or colours of a shape that is filled.
    fn filled(&self, tone: Tone) -> String {
        match (self.dress, tone.class()) {
            (Dress::Theme, "") => String::new(),
            (Dress::Theme, class) => format!(" class=\"{class}\""),
            (Dress::Fixed, _) => {
                let weight = if tone == Tone::Strong { " font-weight=\"700\"" } else { "" };
                format!(" fill=\"{}\"{weight}", tone.colour())
            }
        }
    }

    fn of_series(&self, sort: &str, series: usize) -> String {
        let series = series % COLOURS.len();
        match (self.dress, sort) {
            (Dress::Theme, "fill") => format!(" class=\"fill-{}\"", series + 1),
            (Dress::Theme, _) => format!(" class=\"line-{}\" fill=\"none\"", series + 1),
            (Dress::Fixed, "fill") => format!(" fill=\"{}\"", COLOURS[series]),
            (Dress::Fixed, _) => format!(" stroke=\"{}\" fill=\"none\"", COLOURS[series]),
        }
    }

    fn line(&mut self, line: std::fmt::Arguments) {
        // Writing to a text cannot fail.
        let _ = self.out.write_fmt(line);
        self.out.push('\n');
    }

    fn shape(&mut self, shape: &Shape) {
        match shape {
            Shape::Text { x, y, anchor, tone, text } => {
                let anchor = match anchor {
                    Anchor::Start => "",
                    Anchor::Middle => " text-anchor=\"middle\"",
                    Anchor::End => " text-anchor=\"end\"",
                };
                let (dressed, text) = (self.filled(*tone), escape(text));
                self.line(format_args!(
                    "<text x=\"{}\" y=\"{}\"{anchor}{dressed}>{text}</text>",
                    tenths(*x),
                    tenths(*y)
                ));
            }
            Shape::Rect(place, tone) => {
                let dressed = self.filled(*tone);
                self.line(format_args!("<rect {}{dressed}/>", corners(place)));
            }
            Shape::Fill(place, series) => self.fill(*place, series % COLOURS.len()),
            Shape::Rule([a, b, c, d], tone) => {
                let dressed = match self.dress {
                    Dress::Theme => format!(" class=\"{}\"", tone.class()),
                    Dress::Fixed => format!(" stroke=\"{}\"", tone.colour()),
                };
                self.line(format_args!(
                    "<path d=\"M{} {}L{} {}\"{dressed}/>",
                    tenths(*a),
                    tenths(*b),
                    tenths(*c),
                    tenths(*d)
                ));
            }
            Shape::Path(points, series) => {
                let points: Vec<String> =
                    points.iter().map(|(x, y)| format!("{} {}", tenths(*x), tenths(*y))).collect();
                let dash = DASHES[series % DASHES.len()];
                let dash = if dash.is_empty() { String::new() } else { format!(" stroke-dasharray=\"{dash}\"") };
                let dressed = self.of_series("line", *series);
                self.line(format_args!("<path d=\"M{}\" stroke-width=\"2.5\"{dash}{dressed}/>", points.join("L")));
            }
            Shape::Mark(at, series) => self.mark(*at, *series),
        }
    }

    /// A bar of a series: whole, or its outline with stripes inside.
    fn fill(&mut self, [x, y, w, h]: [i64; 4], series: usize) {
        let solid = self.of_series("fill", series);
        if series == 0 || w < 30 {
            return self.line(format_args!("<rect {}{solid}/>", corners(&[x, y, w, h])));
        }
        let stroke = self.of_series("line", series);
        let paper = self.filled(Tone::Paper);
        self.line(format_args!("<rect {}{paper}/>", corners(&[x, y, w, h])));
        let middle = y + h / 2;
        // Stripes along a line as thick as the bar, or lines along it.
        let (thick, dash, rows): (i64, &str, &[i64]) = match series {
            1 => (h, "4 3", &[0]),
            2 => (h / 6, "", &[-2, 0, 2]),
            3 => (h, "9 3", &[0]),
            4 => (h / 6, "4 4", &[-2, 0, 2]),
            _ => (h, "1.5 4", &[0]),
        };
        for row in rows {
            let at = middle + row * h / 6;
            let dash = if dash.is_empty() { String::new() } else { format!(" stroke-dasharray=\"{dash}\"") };
            self.line(format_args!(
                "<path d=\"M{} {}H{}\" stroke-width=\"{}\"{dash}{stroke}/>",
                tenths(x),
                tenths(at),
                tenths(x + w),
                tenths(thick)
            ));
        }
        // The outline stands within the bar, so that it is as long as its figure.
        self.line(format_args!(
            "<rect {} stroke-width=\"1.5\"{}/>",
            corners(&[x + 8, y + 8, w - 15, h - 15]),
            self.of_series("line", series)
        ));
    }

    fn mark(&mut self, (x, y): (i64, i64), series: usize) {
        let d = |steps: &[(i64, i64)]| {
            let points: Vec<String> =
                steps.iter().map(|(a, b)| format!("{} {}", tenths(x + a), tenths(y + b))).collect();
            format!("M{}Z", points.join("L"))
        };
        let path = match series % 6 {
            0 => {
                let dressed = self.of_series("fill", series);
                return self.line(format_args!("<circle cx=\"{}\" cy=\"{}\" r=\"4\"{dressed}/>", tenths(x), tenths(y)));
            }
            1 => d(&[(-40, -40), (40, -40), (40, 40), (-40, 40)]),
            2 => d(&[(0, -50), (48, 38), (-48, 38)]),
            3 => d(&[(0, -54), (54, 0), (0, 54), (-54, 0)]),
            4 => d(&[(0, 50), (48, -38), (-48, -38)]),
            _ => d(&[
                (-20, -50),
                (20, -50),
                (20, -20),
                (50, -20),
                (50, 20),
                (20, 20),
                (20, 50),
                (-20, 50),
                (-20, 20),
                (-50, 20),
                (-50, -20),
                (-20, -20),
            ]),
        };
        let dressed = self.of_series("fill", series);
        self.line(format_args!("<path d=\"{path}\"{dressed}/>"));
    }
}

fn corners([x, y, w, h]: &[i64; 4]) -> String {
    format!("x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"", tenths(*x), tenths(*y), tenths(*w), tenths(*h))
}
