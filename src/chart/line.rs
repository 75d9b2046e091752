//! Turns series over time into lines on an axis, each with its name and its last figure at its end.
//!
//! A line is broken where a figure is missing: nothing is drawn where nothing is known.

use super::amounts::Amounts;
use super::drawing::{Anchor, Drawing, Shape, Tone};
use super::measure::{FOOT, LINE, bold, width, wrap};
use super::scale::{Axis, Scale, axis};
use super::{Chart, bars};
use crate::tables::languages::words;

const GAP: i64 = 60;
/// Above the axis, for figures at its highest points.
const HEAD: i64 = 220;

/// The lowest and the highest amount of the axis. It begins at zero unless that would press the lines flat at its top.
pub fn range(amounts: &Amounts) -> (i128, i128) {
    let low = amounts.all().min().unwrap_or(0);
    let high = amounts.all().max().unwrap_or(0);
    if low > 0 && low * 3 > high * 2 && high > low {
        let Axis { ticks, .. } = axis(low, high);
        return (ticks.first().copied().unwrap_or(0), high);
    }
    (low.min(0), high.max(0))
}

/// The place of the lines in the drawing.
struct Plot {
    left: i64,
    right: i64,
    top: i64,
    bottom: i64,
    /// By category.
    xs: Vec<i64>,
    scale: Scale,
}

impl Plot {
    fn y(&self, amount: i128) -> i64 {
        self.bottom - self.scale.at(amount)
    }
}

pub fn draw(chart: &Chart, amounts: &Amounts, across: i64) -> Drawing {
    let (low, high) = range(amounts);
    let axis = axis(low, high);
    let (first, last) = (axis.ticks.first().copied().unwrap_or(0), axis.ticks.last().copied().unwrap_or(1));
    let ticks: Vec<(i128, String)> =
        axis.ticks.iter().map(|tick| (*tick, tick_text(chart, amounts, *tick, axis.step))).collect();
    let left = ticks.iter().map(|(_, text)| width(text)).max().unwrap_or(0) + GAP;
    let is_wide = across > super::NARROW * 10;
    let ends = ends(chart, amounts, across * if is_wide { 30 } else { 36 } / 100);
    let behind = ends.iter().flat_map(|end| end.lines.iter().map(|line| bold(line))).max().unwrap_or(0);
    let names: Vec<i64> = chart.categories.iter().map(|category| width(&category.name)).collect();
    // The last name stands below the middle of its point.
    let half = names.last().map_or(0, |name| name / 2).min(400);
    let right = across - (behind + 2 * GAP).max(half);
    let tall: i64 = if is_wide { 2_400 } else { 2_000 };
    let lines: i64 = ends.iter().map(|end| end.lines.len() as i64 * LINE).sum();
    let (top, bottom) = (HEAD, HEAD + tall.max(lines));
    let plot =
        Plot { left, right, top, bottom, xs: xs(chart, left, right), scale: Scale::new(first, last, bottom - top) };
    let mut drawing = Drawing::new(across);
    for (tick, text) in ticks {
        let y = plot.y(tick);
        let tone = if tick == 0 { Tone::Zero } else { Tone::Grid };
        drawing.push(Shape::Rule([plot.left, y, plot.right, y], tone));
        drawing.text((plot.left - GAP, y + 50), Anchor::End, Tone::Soft, text);
    }
    drawing.height = names_below(&mut drawing, chart, &plot);
    for (of, values) in amounts.values.iter().enumerate() {
        series(&mut drawing, values, of, &plot);
    }
    if chart.series.len() == 1 {
        figures(&mut drawing, chart, &amounts.values[0], &plot);
    } else {
        names_behind(&mut drawing, ends, &plot);
    }
    drawing
}

/// Round amounts in words where their zeros would take the place of the lines.
fn tick_text(chart: &Chart, amounts: &Amounts, tick: i128, step: i128) -> String {
    let words = words(&chart.language).chart;
    for (size, word) in [(1_000_000_000, words.billion), (1_000_000, words.million)] {
        let whole = amounts.of_whole(size).filter(|whole| step * 10 >= *whole && tick != 0);
        if let Some(whole) = whole {
            let tenths = tick * 10 / whole;
            return format!("{} {word}", super::amounts::decimal(tenths, 1).shown(&chart.language));
        }
    }
    amounts.decimal(tick).shown(&chart.language)
}

/// Where categories stand: by their years or days, else each as far from the next.
fn xs(chart: &Chart, left: i64, right: i64) -> Vec<i64> {
    let (from, to) = (left + 100, right - 100);
    let positions: Option<Vec<i64>> = chart.categories.iter().map(|category| category.position).collect();
    let many = chart.categories.len() as i64;
    let positions = positions.filter(|all| all.windows(2).all(|pair| pair[0] < pair[1]));
    let positions = positions.unwrap_or_else(|| (0..many).collect());
    let (first, last) = (positions.first().copied().unwrap_or(0), positions.last().copied().unwrap_or(0));
    if first == last {
        return vec![(from + to) / 2; positions.len()];
    }
    // Categories may be numbers of any size.
    let wide = |number: i64| i128::from(number);
    let place = |at| (wide(at) - wide(first)) * wide(to - from) / (wide(last) - wide(first));
    positions.into_iter().map(|at| from + i64::try_from(place(at)).unwrap_or_default()).collect()
}

/// The names of the categories that have room, the first and the last in any case; gives back where they end.
fn names_below(drawing: &mut Drawing, chart: &Chart, plot: &Plot) -> i64 {
    let many = chart.categories.len();
    let most = ((plot.right - plot.left) / 3).max(500);
    let lines: Vec<Vec<String>> = chart.categories.iter().map(|category| wrap(&category.name, most, width)).collect();
    let half = |at: usize| lines[at].iter().map(|line| width(line)).max().unwrap_or(0) / 2;
    // Kept inside of the drawing.
    let middle =
        |at: usize| plot.xs[at].clamp(half(at).min(drawing_half(plot)), (drawing_right(plot) - half(at)).max(0));
    let mut shown: Vec<usize> = Vec::new();
    let order = [0].into_iter().chain(many.checked_sub(1)).chain(1..many);
    for at in order.filter(|at| *at < many) {
        let is_free = |other: &usize| (middle(*other) - middle(at)).abs() > half(*other) + half(at) + GAP;
        if !shown.contains(&at) && shown.iter().all(is_free) {
            shown.push(at);
        }
    }
    let mut end = plot.bottom;
    for at in shown {
        let x = plot.xs[at];
        drawing.push(Shape::Rule([x, plot.bottom, x, plot.bottom + 40], Tone::Zero));
        for (number, line) in lines[at].iter().enumerate() {
            let y = plot.bottom + GAP + number as i64 * LINE;
            drawing.text((middle(at), y + FOOT), Anchor::Middle, Tone::Soft, line);
            end = end.max(y + LINE);
        }
    }
    end
}

fn drawing_half(plot: &Plot) -> i64 {
    (plot.left + plot.right) / 2
}

fn drawing_right(plot: &Plot) -> i64 {
    plot.right + 400
}

/// A line through neighbours that are known, and a sign at each.
fn series(drawing: &mut Drawing, values: &[Option<i128>], of: usize, plot: &Plot) {
    let mut points: Vec<(i64, i64)> = Vec::new();
    let mut marks = Vec::new();
    let places = values.iter().zip(&plot.xs).map(|(value, x)| value.map(|value| (*x, plot.y(value))));
    for place in places.chain([None]) {
        match place {
            Some(point) => points.push(point),
            None => {
                marks.extend(points.iter().copied());
                if points.len() > 1 {
                    drawing.push(Shape::Path(std::mem::take(&mut points), of));
                }
                points.clear();
            }
        }
    }
    // Signs that touch each other say nothing.
    let has_room = plot.right - plot.left > marks.len() as i64 * 140;
    let last = marks.len().saturating_sub(1);
    for (number, mark) in marks.into_iter().enumerate() {
        if has_room || number == last {
            drawing.push(Shape::Mark(mark, of));
        }
    }
}

/// Figures above the points of the only line: its last, its highest, its lowest, its first, and others that have room.
fn figures(drawing: &mut Drawing, chart: &Chart, values: &[Option<i128>], plot: &Plot) {
    let known: Vec<(usize, i128)> = values.iter().enumerate().filter_map(|(at, value)| Some((at, (*value)?))).collect();
    let most = known.iter().copied().max_by_key(|(at, value)| (*value, std::cmp::Reverse(*at)));
    let least = known.iter().copied().min_by_key(|(at, value)| (*value, *at));
    let order =
        [known.last().copied(), most, least, known.first().copied()].into_iter().flatten().chain(known.iter().copied());
    let mut taken: Vec<[i64; 4]> = Vec::new();
    for (at, value) in order {
        let text = bars::figure(chart, 0, at);
        let half = width(&text) / 2;
        let x = plot.xs[at].clamp(plot.left + half, (drawing.width - half).max(plot.left + half));
        let foot = plot.y(value) - 90;
        let own = [x - half - GAP, foot - FOOT, x + half + GAP, foot + 40];
        let is_free =
            |other: &[i64; 4]| own[2] <= other[0] || own[0] >= other[2] || own[3] <= other[1] || own[1] >= other[3];
        let covers = |(other, value): &(usize, i128)| {
            let (x, y) = (plot.xs[*other], plot.y(*value));
            *other != at && (own[0]..own[2]).contains(&x) && (own[1]..own[3]).contains(&y)
        };
        if taken.iter().all(is_free) && !known.iter().any(covers) {
            drawing.text((x, foot), Anchor::Middle, Tone::Ink, text);
            taken.push(own);
        }
    }
}

/// The words at the end of a line.
struct End {
    series: usize,
    is_marked: bool,
    lines: Vec<String>,
    /// Where the line ends.
    at: (usize, i128),
}

fn ends(chart: &Chart, amounts: &Amounts, most: i64) -> Vec<End> {
    if chart.series.len() < 2 {
        return Vec::new();
    }
    let end = |(of, values): (usize, &Vec<Option<i128>>)| {
        let (at, value) = values.iter().enumerate().rev().find_map(|(at, value)| Some((at, (*value)?)))?;
        let series = &chart.series[of];
        let text = format!("{} {}", series.name, bars::figure(chart, of, at));
        Some(End { series: of, is_marked: series.is_marked, lines: wrap(&text, most, bold), at: (at, value) })
    };
    amounts.values.iter().enumerate().filter_map(end).collect()
}

/// Names beside the ends of lines, pushed apart where they would stand on each other.
fn names_behind(drawing: &mut Drawing, mut ends: Vec<End>, plot: &Plot) {
    ends.sort_by_key(|end| (plot.y(end.at.1), end.series));
    let tall = |end: &End| end.lines.len() as i64 * LINE;
    let mut tops: Vec<i64> = Vec::new();
    let mut free = plot.top - HEAD;
    for end in &ends {
        let top = (plot.y(end.at.1) - tall(end) / 2).max(free);
        tops.push(top);
        free = top + tall(end) + GAP / 3;
    }
    // What was pushed below the axis pushes the others up again.
    let mut free = plot.bottom + LINE / 2;
    for (end, top) in ends.iter().zip(&mut tops).rev() {
        *top = (*top).min(free - tall(end));
        free = *top - GAP / 3;
    }
    for (end, top) in ends.into_iter().zip(tops) {
        let (x, y) = (plot.xs[end.at.0], plot.y(end.at.1));
        let middle = top + tall(&end) / 2;
        if (middle - y).abs() > 60 || x + 200 < plot.right {
            drawing.push(Shape::Rule([x + 60, y, plot.right + GAP, middle], Tone::Grid));
        }
        let tone = if end.is_marked { Tone::Strong } else { Tone::Ink };
        for (number, line) in end.lines.into_iter().enumerate() {
            drawing.text((plot.right + 2 * GAP, top + number as i64 * LINE + FOOT), Anchor::Start, tone, line);
        }
    }
}
