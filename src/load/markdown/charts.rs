//! Charts of a text, and whether each stands where one can be drawn: turns pictures of tables into those that stand in a line of text.

use std::ops::Range;

use super::Writer;
use crate::diag::catalog;
use crate::load::document::Target;

/// Numbers of pictures that are charts, with the place of each.
#[derive(Default)]
pub struct Charts {
    in_lines: Vec<(u32, Range<usize>)>,
    alone: Vec<(u32, Range<usize>)>,
}

impl Charts {
    /// The picture is a paragraph of its own.
    pub fn stands_alone(&mut self, picture: u32) {
        if let Some(chart) = self.in_lines.pop_if(|(last, _)| *last == picture) {
            self.alone.push(chart);
        }
    }

    /// The text is a field of front matter, in which no chart is drawn.
    pub fn leave_text(&mut self) {
        self.in_lines.append(&mut self.alone);
    }
}

impl Writer<'_, '_, '_> {
    /// Notes the picture that is written next, if it is a chart.
    pub(super) fn note_chart(&mut self, target: u32, range: Range<usize>) {
        if matches!(self.links.refs.get(target as usize).map(|of| &of.target), Some(Target::Chart { .. })) {
            self.charts.in_lines.push((self.pictures.len() as u32, range));
        }
    }

    /// Tells of those that are shown as no chart.
    pub(super) fn report_charts(&mut self) {
        for (_, range) in std::mem::take(&mut self.charts.in_lines) {
            self.report(&catalog::CHART_PLACE, &range, &[]);
        }
    }
}
