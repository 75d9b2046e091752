//! Lays out bars that lie: turns figures into rows of a name, a bar and its figure.
//!
//! Names of categories are long, so bars lie and their names stand beside them, or above them where that leaves bars too short. All
//! bars begin at zero; those below it go the other way.

use super::amounts::Amounts;
use super::drawing::{Anchor, Drawing, Shape, Tone};
use super::measure::{FOOT, LINE, bold, width, wrap};
use super::scale::Scale;
use super::{Chart, Kind};
use crate::tables::languages::words;

/// In tenths of a pixel.
const THICK: i64 = 200;
const THIN: i64 = 150;
const GAP: i64 = 60;
/// Of a bar that is not nothing.
const LEAST: i64 = 10;

/// One bar with its words.
pub struct Row {
    /// Stands above it: the category of the bars that follow.
    pub heading: Option<String>,
    pub label: String,
    pub amount: Option<i128>,
    /// The figure as it is written.
    pub figure: String,
    pub paint: Paint,
    /// Its words stand out.
    pub is_marked: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Paint {
    Series(usize),
    Muted,
}

pub fn draw(chart: &Chart, amounts: &Amounts, width: i64) -> Drawing {
    let has_marked = chart.categories.iter().any(|category| category.is_marked);
    let mut rows = Vec::new();
    for (at, category) in chart.categories.iter().enumerate() {
        for (of, (series, amounts)) in chart.series.iter().zip(&amounts.values).enumerate() {
            let is_grouped = chart.kind == Kind::Grouped;
            let is_dim = has_marked && !category.is_marked && !is_grouped;
            rows.push(Row {
                heading: (is_grouped && of == 0).then(|| category.name.clone()),
                label: if is_grouped { series.name.clone() } else { category.name.clone() },
                amount: amounts[at],
                figure: figure(chart, of, at),
                paint: if is_dim { Paint::Muted } else { Paint::Series(of) },
                is_marked: category.is_marked,
            });
        }
    }
    let thick = if chart.kind == Kind::Grouped { THIN } else { THICK };
    lay(&rows, &Frame { width, thick, whole: None })
}

/// A figure as readers of the chart's language write it, or that there is none.
pub fn figure(chart: &Chart, series: usize, category: usize) -> String {
    let value = chart.series[series].values.get(category).and_then(Option::as_ref);
    value.map_or_else(|| words(&chart.language).chart.no_figure.to_owned(), |value| value.shown(&chart.language))
}

pub struct Frame {
    pub width: i64,
    /// Of a bar.
    pub thick: i64,
    /// The amount that all bars are parts of, which is shown behind them.
    pub whole: Option<i128>,
}

/// Where the parts of a row stand.
struct Columns {
    /// How wide names beside bars are; 0 where they stand above.
    names: i64,
    /// Where bars may begin, and how long they may be.
    from: i64,
    span: i64,
    /// Figures stand on the line of names, since there is no room behind bars.
    figures_above: bool,
}

pub fn lay(rows: &[Row], frame: &Frame) -> Drawing {
    let columns = columns(rows, frame);
    let scale = match frame.whole {
        Some(whole) => Scale::new(0, whole, columns.span),
        None => Scale::of_bars(rows.iter().filter_map(|row| row.amount), columns.span),
    };
    let zero = columns.from + scale.at(0);
    let mut drawing = Drawing::new(frame.width);
    let mut y = 0;
    for (at, row) in rows.iter().enumerate() {
        if let Some(heading) = &row.heading {
            y += if at > 0 { 2 * GAP } else { 0 };
            for line in wrap(heading, frame.width, bold) {
                drawing.text((0, y + FOOT), Anchor::Start, Tone::Strong, line);
                y += LINE;
            }
            y += GAP / 2;
        } else if at > 0 {
            y += if columns.names > 0 { GAP } else { 2 * GAP };
        }
        y = place(&mut drawing, row, frame, (&columns, &scale, zero), y);
    }
    drawing.height = y;
    let line = Shape::Rule([zero, 0, zero, y], Tone::Zero);
    // Headings stand across it.
    if rows.iter().all(|row| row.heading.is_none()) && columns.names > 0 {
        drawing.push(line);
    }
    drawing
}

/// Draws one row and gives back where it ends.
fn place(
    drawing: &mut Drawing,
    row: &Row,
    frame: &Frame,
    (columns, scale, zero): (&Columns, &Scale, i64),
    top: i64,
) -> i64 {
    let (tone, measure): (Tone, fn(&str) -> i64) =
        if row.is_marked { (Tone::Strong, bold) } else { (Tone::Ink, width) };
    let mut y = top;
    let mut end = top;
    if columns.names > 0 {
        let lines = wrap(&row.label, columns.names, measure);
        let block = (lines.len() as i64 * LINE).max(frame.thick);
        let first = top + (block - lines.len() as i64 * LINE) / 2;
        for (number, line) in lines.into_iter().enumerate() {
            drawing.text((0, first + number as i64 * LINE + FOOT), Anchor::Start, tone, line);
        }
        y = top + (block - frame.thick) / 2;
        end = top + block;
    } else {
        let label = if columns.figures_above { format!("{}: {}", row.label, row.figure) } else { row.label.clone() };
        for line in wrap(&label, frame.width, measure) {
            drawing.text((0, y + FOOT), Anchor::Start, tone, line);
            y += LINE;
        }
        y += GAP / 3;
        end = end.max(y + frame.thick);
    }
    if frame.whole.is_some() {
        drawing.push(Shape::Rect([columns.from, y, columns.span, frame.thick], Tone::Track));
    }
    let foot = y + frame.thick / 2 + 50;
    let Some(amount) = row.amount else {
        if !columns.figures_above {
            drawing.text((columns.from + GAP, foot), Anchor::Start, Tone::Soft, &row.figure);
        }
        return end;
    };
    let tip = columns.from + scale.at(amount);
    // What is not nothing can be seen.
    let length = if amount == 0 { 0 } else { (tip - zero).abs().max(LEAST) };
    let bar = [if amount < 0 { zero - length } else { zero }, y, length, frame.thick];
    if length > 0 {
        drawing.push(match row.paint {
            Paint::Series(series) => Shape::Fill(bar, series),
            Paint::Muted => Shape::Rect(bar, Tone::Muted),
        });
    }
    if !columns.figures_above {
        let (x, anchor) = match amount < 0 {
            true => (zero - length - GAP, Anchor::End),
            false if frame.whole.is_some() => (columns.from + columns.span + GAP, Anchor::Start),
            false => (zero + length + GAP, Anchor::Start),
        };
        drawing.text((x, foot), anchor, tone, &row.figure);
    }
    end
}

fn columns(rows: &[Row], frame: &Frame) -> Columns {
    let measure = |row: &Row, text: &str| if row.is_marked { bold(text) } else { width(text) };
    let widest = rows.iter().map(|row| measure(row, &row.label)).max().unwrap_or(0);
    let is_wide = frame.width > super::NARROW * 10;
    let most = frame.width * if is_wide { 42 } else { 36 } / 100;
    // On a telephone a name that does not fit beside its bar stands above it.
    let names = if widest <= most || is_wide { widest.min(most) } else { 0 };
    let gap = if names > 0 { 2 * GAP } else { 0 };
    let figures = |of: &dyn Fn(Option<i128>) -> bool| {
        let of = rows.iter().filter(|row| of(row.amount));
        of.map(|row| measure(row, &row.figure) + GAP).max().unwrap_or(0)
    };
    let below = figures(&|amount| amount.is_some_and(|amount| amount < 0));
    // The least that can be seen of an amount below zero may be longer than the amount.
    let before = if below > 0 { below + LEAST } else { 0 };
    // That there is no figure stands where its bar would be.
    let lacking = figures(&|amount| amount.is_none()) - frame.width / 4;
    let behind = figures(&|amount| amount.is_some_and(|amount| amount >= 0)).max(lacking);
    let span = frame.width - names - gap - before - behind;
    if span >= frame.width / 4 {
        return Columns { names, from: names + gap + before, span, figures_above: false };
    }
    let from = if below > 0 { LEAST } else { 0 };
    Columns { names: 0, from, span: frame.width - from, figures_above: true }
}
