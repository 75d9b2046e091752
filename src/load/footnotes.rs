//! Turns the footnotes of a body into the numbers in its text and the list at its end.
//!
//! Nothing that was written vanishes: a note without a mark, and a second note of one name, stand at the end of the list.

use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{Event, html};

use super::leftover::{Found, both, short};
use crate::diag::catalog;

/// What is wrong with a note, and what to do: Vietnamese, English.
type Words = ((&'static str, &'static str), (&'static str, &'static str));
const NO_MARK: Words = (
    ("không chỗ nào trong bài dẫn tới chú thích này", "nothing in the text leads to this note"),
    (
        "Viết dấu của chú thích, như [^1], sau chữ cần chú thích. Nay chú thích đứng ở cuối danh sách.",
        "Write its mark, such as [^1], behind the words it is about. For now the note stands at the end of the list.",
    ),
);
const TWICE: Words = (
    ("tên chú thích này đã dùng cho chú thích khác", "another note has this name already"),
    (
        "Mỗi chú thích một tên: đổi tên ở đây và ở dấu trong bài. Nay chú thích đứng ở cuối danh sách.",
        "Give each note a name of its own, here and at its mark. For now the note stands at the end of the list.",
    ),
);

/// A note as it was written.
struct Note<'a> {
    name: String,
    range: Range<usize>,
    events: Vec<Event<'a>>,
}

/// Footnotes are numbered by first reference and printed at the end.
pub struct Footnotes<'a> {
    /// What tells the notes of this text from those of others on the page.
    prefix: String,
    numbers: BTreeMap<String, usize>,
    uses: BTreeMap<usize, usize>,
    notes: Vec<Note<'a>>,
    /// While a footnote is read: the events of the text around it. One may stand in another.
    outer: Vec<(String, Range<usize>, Vec<Event<'a>>)>,
}

impl<'a> Footnotes<'a> {
    /// `text`: how many texts with notes the page has before this one.
    pub fn new(text: usize) -> Self {
        let prefix = if text == 0 { String::new() } else { format!("{}", text + 1) };
        let (numbers, uses) = (BTreeMap::new(), BTreeMap::new());
        Footnotes { prefix, numbers, uses, notes: Vec::new(), outer: Vec::new() }
    }

    /// The number in the text.
    pub fn reference(&mut self, label: &str) -> String {
        let next = self.numbers.len() + 1;
        let number = *self.numbers.entry(label.to_lowercase()).or_insert(next);
        let uses = self.uses.entry(number).or_insert(0);
        *uses += 1;
        let suffix = if *uses == 1 { String::new() } else { format!("-{uses}") };
        let prefix = &self.prefix;
        format!(
            "<sup class=\"footnote-ref\"><a href=\"#fn{prefix}-{number}\" id=\"fnref{prefix}-{number}{suffix}\">{number}</a></sup>"
        )
    }

    /// A note begins: `events` is empty until it ends.
    pub fn start(&mut self, label: &str, range: Range<usize>, events: &mut Vec<Event<'a>>) {
        self.outer.push((label.to_lowercase(), range, std::mem::take(events)));
    }

    pub fn end(&mut self, events: &mut Vec<Event<'a>>) {
        if let Some((name, range, outer)) = self.outer.pop() {
            let events = std::mem::replace(events, outer);
            self.notes.push(Note { name, range, events });
        }
    }

    /// Those that no mark leads to.
    pub fn lone(&self, text: &str) -> Vec<Found> {
        let order = self.order();
        let lone = order.iter().filter(|(number, _)| *number > self.numbers.len());
        lone.map(|(_, index)| {
            let Note { name, range, .. } = &self.notes[*index];
            let (what, next) = if self.numbers.contains_key(name) { TWICE } else { NO_MARK };
            let found = Found::new(&catalog::FOOTNOTE, range.clone()).with_words("what", both(what));
            found.with("text", short(text.get(range.clone()).unwrap_or_default())).with_words("next", both(next))
        })
        .collect()
    }

    /// Each note by its number: the first of a name in the order of the marks, the others behind them as they were written.
    fn order(&self) -> Vec<(usize, usize)> {
        let mut last = self.numbers.len();
        let mut seen = vec![false; last + 1];
        let mut order = Vec::new();
        for (index, note) in self.notes.iter().enumerate() {
            let number = match self.numbers.get(&note.name) {
                Some(number) if !std::mem::replace(&mut seen[*number], true) => *number,
                _ => {
                    last += 1;
                    last
                }
            };
            order.push((number, index));
        }
        order.sort_unstable();
        order
    }

    /// The list; nothing when there are no notes.
    pub fn html(mut self, language: &str) -> String {
        let back = crate::tables::languages::words(language).back;
        let prefix = self.prefix.clone();
        let mut notes = String::new();
        for (number, index) in self.order() {
            let mut note = String::new();
            html::push_html(&mut note, std::mem::take(&mut self.notes[index].events).into_iter());
            let note = note.trim_end();
            let link = match self.uses.contains_key(&number) {
                true => format!(" <a href=\"#fnref{prefix}-{number}\" aria-label=\"{back} {number}\">↩</a>"),
                false => String::new(),
            };
            let note =
                note.strip_suffix("</p>").map_or_else(|| format!("{note}{link}"), |open| format!("{open}{link}</p>"));
            notes.push_str(&format!("<li id=\"fn{prefix}-{number}\" value=\"{number}\">{note}</li>"));
        }
        if notes.is_empty() {
            return notes;
        }
        format!("<section class=\"footnotes\"><ol>{notes}</ol></section>\n")
    }
}
