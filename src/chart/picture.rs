//! Turns a chart into a picture that can be kept, sent and printed: with its title, its unit, where it comes from, and colours of its
//! own on white.

use super::drawing::{Anchor, Drawing, Dress, Tone, tenths};
use super::measure::{FOOT, LINE, bold, width, wrap};
use super::{Chart, WIDE};
use crate::text::html::escape;

const MARGIN: i64 = 200;

/// What stands around the drawing.
pub struct Caption {
    pub title: String,
    /// Below the title: unit, period.
    pub below: Vec<String>,
    /// Below the drawing: source, portal.
    pub foot: Vec<String>,
    /// For those who do not see it.
    pub description: String,
    /// Where the picture is, as an address.
    pub address: String,
}

/// An SVG that stands by itself.
pub fn picture(chart: &Chart, caption: &Caption) -> String {
    let across = WIDE * 10;
    let mut whole = Drawing::new(across + 2 * MARGIN);
    let mut y = MARGIN;
    for line in wrap(&caption.title, across, bold) {
        whole.text((MARGIN, y + FOOT), Anchor::Start, Tone::Strong, line);
        y += LINE + 20;
    }
    let mut lines = |texts: &[String], y: &mut i64| {
        for line in texts.iter().flat_map(|text| wrap(text, across, width)) {
            whole.text((MARGIN, *y + FOOT), Anchor::Start, Tone::Soft, line);
            *y += LINE;
        }
    };
    lines(&caption.below, &mut y);
    y += 120;
    let drawing = chart.draw(WIDE);
    let place = y;
    y += drawing.height + 160;
    lines(&caption.foot, &mut y);
    whole.take(drawing, MARGIN, place);
    let (wide, tall) = (tenths(whole.width), tenths(y + MARGIN / 2));
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" xml:base=\"{}\" viewBox=\"0 0 {wide} {tall}\" width=\"{wide}\" height=\"{tall}\" font-family=\"system-ui, 'Segoe UI', Roboto, 'Noto Sans', Arial, sans-serif\" font-size=\"14\" role=\"img\" xml:lang=\"{}\">\n<title>{}</title>\n<desc>{}</desc>\n<rect width=\"{wide}\" height=\"{tall}\" fill=\"#fff\"/>\n{}</svg>\n",
        escape(&caption.address),
        escape(&chart.language),
        escape(&caption.title),
        escape(&caption.description),
        whole.elements(Dress::Fixed)
    )
}
