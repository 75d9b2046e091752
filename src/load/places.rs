//! Turns places of a Markdown text into lines and columns of its file, and counts how often each message was told of it.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::ops::Range;

use super::lines::Lines;
use crate::diag::{MOST_OF_EACH, Message, Span};

pub enum Origin {
    /// The text begins on this line of the file, counted from 1.
    Lines(usize),
    /// All of it stands here.
    Fixed(Span),
    /// The text begins on this line, and each of its lines stands so many characters further right in the file.
    Shifted(usize, Vec<usize>),
}

pub struct Places<'a> {
    text: &'a str,
    origin: Origin,
    lines: OnceCell<Lines<'a>>,
    told: BTreeMap<&'static str, usize>,
}

impl<'a> Places<'a> {
    pub fn new(text: &'a str, origin: Origin) -> Self {
        Places { text, origin, lines: OnceCell::new(), told: BTreeMap::new() }
    }

    pub fn span(&self, range: &Range<usize>) -> Span {
        let (first_line, shifts) = match &self.origin {
            Origin::Fixed(span) => return *span,
            Origin::Lines(first_line) => (*first_line, &[][..]),
            Origin::Shifted(first_line, shifts) => (*first_line, shifts.as_slice()),
        };
        let span = self.lines.get_or_init(|| Lines::new(self.text)).span(range.start, range.end, first_line);
        let shift = shifts.get(span.line as usize - first_line).copied().unwrap_or(0);
        Span { column: span.column + shift as u32, ..span }
    }

    /// Whether a message has been told often enough; counts it.
    pub fn is_enough(&mut self, message: &'static Message) -> bool {
        let told = self.told.entry(message.code).or_insert(0);
        *told += 1;
        *told > MOST_OF_EACH
    }
}
