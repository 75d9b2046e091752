//! Turns the series of each category into one bar, part behind part, with the name and the figure of every part below it.
//!
//! Where there are more parts than anybody reads, what the patterns mean stands once above all bars, and the figures in the table.

use super::amounts::Amounts;
use super::drawing::{Anchor, Drawing, Shape, Tone};
use super::measure::{FOOT, LINE, bold, width, wrap};
use super::scale::Scale;
use super::{Chart, Kind, bars, shares};
use crate::tables::languages::words;

const THICK: i64 = 240;
const GAP: i64 = 60;
/// A sign of a part's pattern, beside its name: how wide and how tall.
const SIGN: i64 = 200;
const TALL: i64 = 120;
/// Parts that are named each.
const MOST_NAMED: usize = 40;

pub fn draw(chart: &Chart, amounts: &Amounts, across: i64) -> Drawing {
    let is_share = chart.kind == Kind::Share;
    let sums: Vec<(i128, i128)> = (0..chart.categories.len()).map(|at| sums(&amounts.of_category(at))).collect();
    let all = sums.iter().flat_map(|(below, above)| [*below, *above]);
    let scale = Scale::of_bars(all, across);
    let is_named = chart.categories.len() * chart.series.len() <= MOST_NAMED;
    let mut drawing = Drawing::new(across);
    let mut y = 0;
    if !is_named {
        let names = chart.series.iter().enumerate().map(|(of, series)| (of, series.name.clone())).collect();
        y = signs(&mut drawing, names, across, y) + 2 * GAP;
    }
    for (at, category) in chart.categories.iter().enumerate() {
        y += if at > 0 { 3 * GAP } else { 0 };
        let parts = amounts.of_category(at);
        let whole = if is_share { shares::whole(chart, amounts, sums[at].1) } else { 1 };
        y = heading(&mut drawing, (&category.name, &total(chart, amounts, &parts)), across, y);
        let own = Scale::new(0, whole, across);
        bar(&mut drawing, &parts, if is_share { &own } else { &scale }, y);
        y += THICK + GAP / 2;
        if is_named {
            let name = |(of, amount): (usize, &Option<i128>)| {
                let figure = match is_share {
                    true => shares::figure(chart, (of, at), *amount, whole),
                    false => bars::figure(chart, of, at),
                };
                (of, format!("{} {figure}", chart.series[of].name))
            };
            y = signs(&mut drawing, parts.iter().enumerate().map(name).collect(), across, y);
        }
    }
    drawing.height = y;
    drawing
}

/// What is below zero together, and what is above it.
fn sums(parts: &[Option<i128>]) -> (i128, i128) {
    let known = || parts.iter().flatten();
    (known().filter(|part| **part < 0).sum(), known().filter(|part| **part > 0).sum())
}

/// All parts together, where all are known; shares come to their whole in any case.
fn total(chart: &Chart, amounts: &Amounts, parts: &[Option<i128>]) -> String {
    let all: Option<i128> = parts.iter().copied().sum();
    match all {
        Some(all) if chart.kind == Kind::Stacked => {
            format!("{} {}", words(&chart.language).chart.total, amounts.decimal(all).shown(&chart.language))
        }
        _ => String::new(),
    }
}

/// The category, and what it comes to at the other end of the line or below.
fn heading(drawing: &mut Drawing, (name, total): (&str, &str), across: i64, top: i64) -> i64 {
    let mut y = top;
    let room = across - width(total) - 3 * GAP;
    let beside = bold(name) <= room;
    if beside && !total.is_empty() {
        drawing.text((across, y + FOOT), Anchor::End, Tone::Ink, total);
    }
    for line in wrap(name, across, bold) {
        drawing.text((0, y + FOOT), Anchor::Start, Tone::Strong, line);
        y += LINE;
    }
    if !beside && !total.is_empty() {
        drawing.text((0, y + FOOT), Anchor::Start, Tone::Ink, total);
        y += LINE;
    }
    y + GAP / 2
}

fn bar(drawing: &mut Drawing, parts: &[Option<i128>], scale: &Scale, y: i64) {
    // How far the parts reach, below zero and above it.
    let (mut below, mut above) = (0, 0);
    for (of, part) in parts.iter().enumerate() {
        let Some(part) = part.filter(|part| *part != 0) else { continue };
        let (from, to) = if part < 0 { (below + part, below) } else { (above, above + part) };
        if part < 0 {
            below = from
        } else {
            above = to
        }
        let (left, right) = (scale.at(from), scale.at(to));
        // A gap between parts tells them apart where colours do not.
        let length = (right - left - 10).max(10);
        drawing.push(Shape::Fill([left, y, length, THICK], of));
    }
    let zero = scale.at(0);
    drawing.push(Shape::Rule([zero, y - 20, zero, y + THICK + 20], Tone::Zero));
}

/// Names behind signs of their patterns, as many on a line as fit; gives back where they end.
fn signs(drawing: &mut Drawing, names: Vec<(usize, String)>, across: i64, top: i64) -> i64 {
    let (mut x, mut y) = (0, top);
    for (series, name) in names {
        let room = across - SIGN - GAP;
        let lines = wrap(&name, room, width);
        let whole = SIGN + GAP + width(&name);
        if x > 0 && x + whole > across {
            (x, y) = (0, y + LINE);
        }
        drawing.push(Shape::Fill([x, y + (LINE - TALL) / 2, SIGN, TALL], series));
        let many = lines.len() as i64;
        for (number, line) in lines.into_iter().enumerate() {
            drawing.text((x + SIGN + GAP, y + number as i64 * LINE + FOOT), Anchor::Start, Tone::Ink, line);
        }
        if many > 1 {
            (x, y) = (0, y + many * LINE);
        } else {
            x += whole + 3 * GAP;
        }
    }
    if x > 0 { y + LINE } else { y }
}
