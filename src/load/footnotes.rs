//! Turns the footnotes of a body into the numbers in its text and the list at its end.

use std::collections::BTreeMap;

use pulldown_cmark::{Event, html};

/// Footnotes are numbered by first reference and printed at the end.
#[derive(Default)]
pub struct Footnotes<'a> {
    numbers: BTreeMap<String, usize>,
    uses: BTreeMap<usize, usize>,
    pub bodies: BTreeMap<usize, Vec<Event<'a>>>,
    /// While a footnote is read: its number, and the events of the text around it. One may stand in another.
    pub outer: Vec<(usize, Vec<Event<'a>>)>,
}

impl Footnotes<'_> {
    pub fn number(&mut self, label: &str) -> usize {
        let next = self.numbers.len() + 1;
        *self.numbers.entry(label.to_owned()).or_insert(next)
    }

    /// The number in the text.
    pub fn reference(&mut self, label: &str) -> String {
        let number = self.number(label);
        let uses = self.uses.entry(number).or_insert(0);
        *uses += 1;
        let suffix = if *uses == 1 { String::new() } else { format!("-{uses}") };
        format!("<sup class=\"footnote-ref\"><a href=\"#fn-{number}\" id=\"fnref-{number}{suffix}\">{number}</a></sup>")
    }

    /// Those that the text refers to; nothing when there are none.
    pub fn html(self, language: &str) -> String {
        let back = if language == "vi" { "Trở lại chú thích" } else { "Back to note" };
        let mut notes = String::new();
        for (number, events) in self.bodies.into_iter().filter(|(number, _)| self.uses.contains_key(number)) {
            let mut note = String::new();
            html::push_html(&mut note, events.into_iter());
            let link = format!(" <a href=\"#fnref-{number}\" aria-label=\"{back} {number}\">↩</a>");
            let note = note.trim_end();
            let note =
                note.strip_suffix("</p>").map_or_else(|| format!("{note}{link}"), |open| format!("{open}{link}</p>"));
            notes.push_str(&format!("<li id=\"fn-{number}\" value=\"{number}\">{note}</li>"));
        }
        if notes.is_empty() {
            return notes;
        }
        format!("<section class=\"footnotes\"><ol>{notes}</ol></section>\n")
    }
}
