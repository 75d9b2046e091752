//! Turns the events of the Markdown parser into the events that the author meant, with findings about what looks like
//! Markdown and is none.
//!
//! What the parser understood is not looked at again: a *run* of inline events (a paragraph, a heading, a cell) is examined
//! only if a text in it has one of the signs that Markdown or another generator would have taken away.

mod addresses;
mod blocks;
mod comments;
mod emphasis;
mod foreign;
mod lines;
mod links;
mod run;
mod sheets;
mod signs;
mod unmeant;
mod words;

use std::collections::{BTreeMap, VecDeque};
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd};

use crate::diag::{MOST_OF_EACH, Message};
use blocks::Blocks;
use run::{Around, Edit, Run};

/// An event with its place in the text.
pub type Placed<'a> = (Event<'a>, Range<usize>);

/// What stands wrong in the text, for whoever knows the file.
pub struct Found {
    pub message: &'static Message,
    pub range: Range<usize>,
    /// Values of the message: Vietnamese, English.
    pub words: Vec<(&'static str, (String, String))>,
    /// The page cannot be built: something of it would be missing, or public that should not be.
    pub fatal: bool,
}

pub use comments::begins_comment;
pub use words::{both, short};

pub enum Part<'a> {
    Event(Event<'a>, Range<usize>),
    Found(Found),
}

/// What a rule has to say of a run.
#[derive(Default)]
struct Out<'a> {
    found: Vec<Found>,
    edits: Vec<Edit<'a>>,
    /// Of each message, by its code.
    told: BTreeMap<&'static str, usize>,
}

impl Out<'_> {
    /// No more than anybody would be told.
    fn tell(&mut self, found: Found) {
        let told = self.told.entry(found.message.code).or_insert(0);
        *told += 1;
        if *told <= MOST_OF_EACH {
            self.found.push(found);
        }
    }
}

type Rule = for<'a> fn(&Run<'_, 'a>, &mut Out<'a>);

/// Each rule with the signs without which it has nothing to say.
const RULES: &[(u32, Rule)] = &[
    (signs::COMMENT, comments::open),
    (signs::STAR | signs::TILDE, emphasis::pair),
    (signs::ADDRESS, addresses::link),
    (signs::BRACKET, links::find),
    (signs::FOREIGN | signs::BRACKET | signs::TILDE | signs::COMMENT, foreign::find),
    (signs::LINE, lines::headings),
    (signs::LINE | signs::BRACKET, lines::lists),
    (signs::PIPE, lines::tables),
    (signs::SHEET | signs::PIPE | signs::LINE, sheets::find),
    (signs::TICK, lines::ticks),
];

pub struct Leftover<'a, I: Iterator<Item = Placed<'a>>> {
    text: &'a str,
    options: Options,
    events: I,
    /// Events before the next one of `events`.
    waiting: VecDeque<Placed<'a>>,
    ready: VecDeque<Part<'a>>,
    run: Vec<Placed<'a>>,
    around: Around,
    blocks: Blocks<'a>,
}

impl<'a, I: Iterator<Item = Placed<'a>>> Leftover<'a, I> {
    /// `definitions`: of links, by their label, with their place in the text.
    pub fn new(text: &'a str, options: Options, definitions: Vec<(String, Range<usize>)>, events: I) -> Self {
        Leftover {
            text,
            options,
            events,
            waiting: VecDeque::new(),
            ready: VecDeque::new(),
            run: Vec::new(),
            around: Around::default(),
            blocks: Blocks::new(text, definitions),
        }
    }

    fn following(&mut self) -> Option<Placed<'a>> {
        self.waiting.pop_front().or_else(|| self.events.next())
    }

    /// Reads on until something is ready; `false` at the end.
    fn read(&mut self) -> bool {
        let Some((event, range)) = self.following() else {
            return self.blocks.at_end(&mut self.ready);
        };
        if matches!(event, Event::Start(Tag::HtmlBlock)) {
            self.html_block(range);
        } else if self.around.in_code || !is_inline(&event) {
            self.around.pass(&event, &range);
            self.blocks.pass(&event, &range, &mut self.ready);
            self.ready.push_back(Part::Event(event, range));
        } else {
            self.inline(event, range);
        }
        true
    }

    /// Takes in what follows up to the next block, and examines it.
    fn inline(&mut self, event: Event<'a>, range: Range<usize>) {
        let mut signs = 0;
        let mut one = Some((event, range));
        while let Some((event, range)) = one {
            if !is_inline(&event) {
                self.waiting.push_front((event, range));
                break;
            }
            signs |= self.take(event, range);
            one = self.following();
        }
        let events = std::mem::take(&mut self.run);
        let is_worth = RULES.iter().any(|(needed, _)| needed & signs != 0);
        if !is_worth {
            self.ready.extend(events.into_iter().map(|(event, range)| Part::Event(event, range)));
        } else {
            let run = Run::new(self.text, &events, self.around);
            let mut out = Out::default();
            for (_, rule) in RULES.iter().filter(|(needed, _)| needed & signs != 0) {
                rule(&run, &mut out);
            }
            let Out { found, edits, .. } = out;
            self.ready.extend(found.into_iter().map(Part::Found));
            run::apply(events, edits, self.text, &mut self.ready);
        }
        self.around.begins_item = false;
    }

    /// Adds an event to the run and says which signs it has.
    fn take(&mut self, event: Event<'a>, range: Range<usize>) -> u32 {
        self.blocks.note(&event);
        match event {
            Event::Text(text) => {
                let begins_line = self.run.last().is_none_or(|(event, _)| {
                    matches!(event, Event::SoftBreak | Event::HardBreak | Event::TaskListMarker(_))
                });
                let mut signs = signs::of(self.text, &text, &range, begins_line);
                if self.around.comment.is_some() && text.contains("-->") {
                    signs |= signs::COMMENT;
                }
                self.run.push((Event::Text(text), range));
                signs
            }
            Event::InlineHtml(html) if html.starts_with("<!--") => {
                self.around.comment = Some(range.end);
                self.ready.push_back(Part::Found(comments::left_out(&html, range)));
                0
            }
            Event::InlineHtml(html) if is_line_break(&html) => {
                self.run.push((Event::HardBreak, range));
                0
            }
            Event::Start(Tag::Strikethrough | Tag::Emphasis | Tag::Strong)
            | Event::End(TagEnd::Strikethrough | TagEnd::Emphasis | TagEnd::Strong)
                if let Some(mark) = unmeant::not_meant(self.text, &event, &range) =>
            {
                let is_start = matches!(event, Event::Start(_));
                let at = if is_start { range.start } else { range.end - mark.len() };
                self.run.push((Event::Text(CowStr::Borrowed(mark)), at..at + mark.len()));
                signs::of(self.text, mark, &(at..at + mark.len()), false)
            }
            other => {
                self.run.push((other, range));
                0
            }
        }
    }

    /// A block of HTML without the comments in it.
    fn html_block(&mut self, range: Range<usize>) {
        let mut inside = Vec::new();
        while let Some((event, range)) = self.following() {
            if matches!(event, Event::End(TagEnd::HtmlBlock)) {
                break;
            }
            inside.push((event, range));
        }
        self.blocks.pass(&Event::Start(Tag::HtmlBlock), &range, &mut self.ready);
        let has_comment = |(event, _): &Placed| matches!(event, Event::Html(html) if html.contains("<!--"));
        if inside.iter().any(has_comment) {
            self.around.comment = Some(range.end);
            let is_comment = self.text[range.start..].starts_with("<!--");
            inside = comments::strip(inside, &mut self.ready);
            if is_comment {
                return self.behind_comment(&inside);
            }
        }
        self.ready.push_back(Part::Event(Event::Start(Tag::HtmlBlock), range.clone()));
        self.ready.extend(inside.into_iter().map(|(event, range)| Part::Event(event, range)));
        self.ready.push_back(Part::Event(Event::End(TagEnd::HtmlBlock), range));
    }

    /// What stands on a line with a comment is text like any other, though CommonMark takes it for HTML.
    fn behind_comment(&mut self, lines: &[Placed<'a>]) {
        for (_, range) in lines {
            let text = &self.text[range.clone()];
            let events = Parser::new_ext(text.trim_start(), self.options).into_offset_iter();
            let before = range.start + text.len() - text.trim_start().len();
            let placed = events.map(|(event, at)| (event, at.start + before..at.end + before));
            self.waiting.extend(placed);
        }
    }
}

impl<'a, I: Iterator<Item = Placed<'a>>> Iterator for Leftover<'a, I> {
    type Item = Part<'a>;

    fn next(&mut self) -> Option<Part<'a>> {
        while self.ready.is_empty() {
            if !self.read() {
                return None;
            }
        }
        self.ready.pop_front()
    }
}

/// The one way to begin a new line in a cell.
fn is_line_break(html: &str) -> bool {
    ["<br>", "<br/>", "<br />"].iter().any(|tag| html.eq_ignore_ascii_case(tag))
}

fn is_inline(event: &Event) -> bool {
    match event {
        Event::Start(tag) => {
            matches!(tag, Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. })
        }
        Event::End(tag) => {
            matches!(tag, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image)
        }
        Event::Html(_) | Event::Rule | Event::DisplayMath(_) => false,
        _ => true,
    }
}
