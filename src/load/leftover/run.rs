//! Turns a run of inline events into its *mask*: the text of the source with only what the parser left as text in it, at
//! the same places. So a rule reads plain text, and every place it names is one of the source.

use std::collections::VecDeque;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

use super::{Part, Placed};

/// In place of a sign that the parser took, and of code.
pub const TAKEN: char = '\0';
/// What belongs to the sign beside it, in an address as well: the rest of `&amp;`, a backslash.
pub const FILLER: char = '\u{1}';
/// In place of a sign with a backslash before it: the author means the sign itself.
pub const ESCAPED: char = '\u{2}';

/// Where a run stands.
#[derive(Clone, Copy, Default)]
pub struct Around {
    pub in_code: bool,
    pub in_cell: bool,
    pub in_heading: bool,
    pub begins_item: bool,
    /// How many quotes are around it.
    pub quotes: usize,
    /// Where the last comment before the run, or in it, ended.
    pub comment: Option<usize>,
    /// Where the last table ended.
    pub table_end: Option<usize>,
}

impl Around {
    pub fn pass(&mut self, event: &Event, range: &Range<usize>) {
        match event {
            Event::Start(Tag::CodeBlock(_)) => self.in_code = true,
            Event::End(TagEnd::CodeBlock) => self.in_code = false,
            Event::Start(Tag::TableCell) => self.in_cell = true,
            Event::End(TagEnd::TableCell) => self.in_cell = false,
            Event::Start(Tag::Heading { .. }) => self.in_heading = true,
            Event::End(TagEnd::Heading(_)) => self.in_heading = false,
            Event::Start(Tag::BlockQuote(_)) => self.quotes += 1,
            Event::End(TagEnd::BlockQuote(_)) => self.quotes = self.quotes.saturating_sub(1),
            Event::End(TagEnd::Table) => self.table_end = Some(range.end),
            _ => {}
        }
        self.begins_item = matches!(event, Event::Start(Tag::Item))
            || (self.begins_item && matches!(event, Event::Start(Tag::Paragraph)));
    }
}

pub struct Run<'e, 'a> {
    pub source: &'a str,
    /// Where the mask begins in the source.
    pub start: usize,
    pub mask: String,
    pub around: Around,
    events: &'e [Placed<'a>],
}

impl<'e, 'a> Run<'e, 'a> {
    pub fn new(source: &'a str, events: &'e [Placed<'a>], around: Around) -> Self {
        let start = events.first().map_or(0, |(_, range)| range.start);
        let end = events.iter().map(|(_, range)| range.end).max().unwrap_or(start);
        let mut mask = vec![TAKEN as u8; end - start];
        for (event, range) in events {
            let at = range.start - start..range.end - start;
            match event {
                Event::Text(text) if source.get(range.clone()) == Some(&**text) => {
                    let behind_slash = range.start > 0 && source.as_bytes()[range.start - 1] == b'\\';
                    let slash = at.start.checked_sub(1);
                    mask[at.clone()].copy_from_slice(text.as_bytes());
                    // A slash that the parser did not take is text, and so is what follows it.
                    let is_sign = text.as_bytes().first().is_some_and(u8::is_ascii_punctuation);
                    if behind_slash && is_sign && slash.is_none_or(|slash| mask[slash] == TAKEN as u8) {
                        mask[at.start] = ESCAPED as u8;
                        if let Some(slash) = slash {
                            mask[slash] = FILLER as u8;
                        }
                    }
                }
                Event::Text(text) if &**text == "&" => {
                    mask[at.clone()].fill(FILLER as u8);
                    mask[at.start] = b'&';
                }
                Event::SoftBreak | Event::HardBreak if !at.is_empty() => mask[at.end - 1] = b'\n',
                _ => {}
            }
        }
        Run { source, start, mask: String::from_utf8(mask).unwrap_or_default(), around, events }
    }

    /// A place of the mask in the source.
    pub fn place(&self, range: Range<usize>) -> Range<usize> {
        range.start + self.start..range.end + self.start
    }

    /// What the author wrote at a place of the mask.
    pub fn written(&self, range: Range<usize>) -> &'a str {
        self.source.get(self.place(range)).unwrap_or_default()
    }

    /// The character of the source before a place of the mask; a space where a line or the run begins.
    pub fn before(&self, at: usize) -> char {
        let before = self.source.get(self.start..self.start + at).unwrap_or_default();
        before.chars().next_back().unwrap_or(' ')
    }

    pub fn after(&self, at: usize) -> char {
        self.source.get(self.start + at..).and_then(|rest| rest.chars().next()).unwrap_or(' ')
    }

    /// The lines of the mask, each with its place.
    pub fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.mask.split_inclusive('\n').scan(0, |at, line| {
            let begin = *at;
            *at += line.len();
            // The signs of quotes and lists around the run, and the spaces that the parser skips.
            let own = line.trim_start_matches(TAKEN);
            Some((begin + line.len() - own.len(), own.trim_end_matches('\n')))
        })
    }

    /// For each text of the run its place in the mask and the element directly around it, as a number; elements that are links
    /// or pictures, and all in them, are told apart.
    pub fn elements(&self) -> Vec<Element> {
        let (mut open, mut links, mut number) = (vec![0], 0_usize, 0);
        let mut texts = Vec::new();
        for (event, range) in self.events {
            match event {
                Event::Start(tag) => {
                    number += 1;
                    open.push(number);
                    links += usize::from(matches!(tag, Tag::Link { .. } | Tag::Image { .. }));
                }
                Event::End(tag) => {
                    open.pop();
                    links -= usize::from(matches!(tag, TagEnd::Link | TagEnd::Image)).min(links);
                }
                Event::Text(_) => {
                    let at = range.start - self.start..range.end - self.start;
                    let around = open.last().copied().unwrap_or(0);
                    texts.push(Element { at, around, is_linked: links > 0 });
                }
                _ => {}
            }
        }
        texts
    }
}

pub struct Element {
    pub at: Range<usize>,
    pub around: usize,
    pub is_linked: bool,
}

/// The element around a place of the mask.
pub fn element(elements: &[Element], at: usize) -> Option<&Element> {
    let index = elements.partition_point(|element| element.at.end <= at);
    elements.get(index).filter(|element| element.at.contains(&at))
}

/// An event in place of a piece of text.
pub struct Edit<'a> {
    /// In the source; empty where nothing is taken out.
    pub range: Range<usize>,
    pub event: Event<'a>,
}

/// The events with the edits made in their texts.
pub fn apply<'a>(events: Vec<Placed<'a>>, mut edits: Vec<Edit<'a>>, source: &'a str, ready: &mut VecDeque<Part<'a>>) {
    edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
    let mut edits = edits.into_iter().peekable();
    // Where the last text ended, and the last piece that was taken out.
    let (mut reached, mut taken) = (0, 0);
    for (event, range) in events {
        match event {
            Event::Text(text) if source.get(range.clone()) == Some(&*text) => {
                let mut at = range.start.max(taken);
                while let Some(edit) = edits.next_if(|edit| edit.range.start < range.end) {
                    push_text(source, at..edit.range.start, ready);
                    at = edit.range.end.max(at);
                    ready.push_back(Part::Event(edit.event, edit.range));
                }
                push_text(source, at..range.end, ready);
                (reached, taken) = (range.end, at);
            }
            other => {
                // An element that ends with the last text ends before anything else begins.
                while let Some(edit) = edits.next_if(|edit| edit.range.start <= reached) {
                    ready.push_back(Part::Event(edit.event, edit.range));
                }
                ready.push_back(Part::Event(other, range));
            }
        }
    }
    ready.extend(edits.map(|edit| Part::Event(edit.event, edit.range)));
}

fn push_text<'a>(source: &'a str, range: Range<usize>, ready: &mut VecDeque<Part<'a>>) {
    if let Some(text) = source.get(range.clone()).filter(|text| !text.is_empty()) {
        ready.push_back(Part::Event(Event::Text(CowStr::Borrowed(text)), range));
    }
}
