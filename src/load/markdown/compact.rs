//! Writes what a page's events show as HTML before there are many of them: an event takes eighty bytes, and a page of a megabyte
//! may have a million.
//!
//! The HTML is that which all events together would give: a piece is written as it stands among the others, after a line break
//! or not, in a table or not.

use pulldown_cmark::{Event, Tag, TagEnd, html};

use super::Writer;

/// Events that are written together.
const MANY: usize = 4096;
/// What stands before a row in the head of a table, and before one in its body, as `html` writes it.
const HEAD: &str = "<table><thead><tr>";
const BODY: &str = "<table><thead><tr></tr></thead><tbody>\n";

/// How far events are written.
#[derive(Default)]
pub struct Compact {
    /// Those before it are.
    at: usize,
    table: InTable,
}

#[derive(Clone, Copy, Default)]
enum InTable {
    #[default]
    No,
    Head,
    Body,
}

/// Whether a piece of HTML is one of many events.
pub fn is_long(html: &str) -> bool {
    html.len() >= MANY
}

impl<'a> Writer<'a, '_, '_> {
    /// Writes the last events in the place of which nothing else is put later.
    pub(super) fn compact_events(&mut self) {
        // A footnote has events of its own. What is written twice stays the same.
        if self.compact.at > self.events.len() {
            self.compact.at = 0;
        }
        // The last event is looked at by what follows.
        let to = self.events.len().saturating_sub(1);
        if to < self.compact.at + MANY || self.captions.is_held() {
            return;
        }
        // With so much in it a paragraph is no figure.
        if self.paragraph.is_some_and(|start| to > start + 1) {
            self.paragraph = None;
        }
        let heading = self.heading.as_ref().map_or(0, |(at, ..)| at + 1);
        let link = self.open_links.last().map_or(0, |open| open.events);
        let from = self.compact.at.max(heading).max(link).max(self.paragraph.unwrap_or(0));
        if to >= from + MANY / 2 {
            self.compact_range(from, to);
        }
    }

    /// Writes what is left of events of which some are written: what stands around it would not be known otherwise.
    pub(super) fn compact_rest(&mut self) {
        let (from, to) = (self.compact.at, self.events.len());
        if from > 0 && from < to {
            self.compact_range(from, to);
        }
    }

    fn compact_range(&mut self, from: usize, to: usize) {
        let table = self.compact.table;
        for event in &self.events[self.compact.at..to] {
            match event {
                Event::Start(Tag::Table(_)) => self.compact.table = InTable::Head,
                Event::End(TagEnd::TableHead) => self.compact.table = InTable::Body,
                Event::End(TagEnd::Table) => self.compact.table = InTable::No,
                _ => {}
            }
        }
        let before = self.events[..from].iter().rev().find_map(ends_line).unwrap_or(true);
        let piece = self.events.splice(from..to, [Event::Html("".into())]);
        let html = written(piece, before, if from == self.compact.at { table } else { InTable::No });
        self.events[from] = Event::Html(html.into());
        self.compact.at = from + 1;
    }
}

fn written<'a>(piece: impl Iterator<Item = Event<'a>>, after_line: bool, table: InTable) -> String {
    let start = |tag| Event::Start(tag);
    let (around, skipped) = match table {
        InTable::No if after_line => (Vec::new(), 0),
        InTable::No => (vec![Event::InlineHtml("x".into())], 1),
        InTable::Head => (vec![start(Tag::Table(Vec::new())), start(Tag::TableHead)], HEAD.len()),
        InTable::Body => {
            (vec![start(Tag::Table(Vec::new())), start(Tag::TableHead), Event::End(TagEnd::TableHead)], BODY.len())
        }
    };
    let mut html = String::new();
    html::push_html(&mut html, around.into_iter().chain(piece));
    html.drain(..skipped);
    html
}

/// Whether what is written for an event ends a line; `None` where nothing is.
fn ends_line(event: &Event) -> Option<bool> {
    match event {
        Event::Html(text) | Event::InlineHtml(text) => (!text.is_empty()).then(|| text.ends_with('\n')),
        Event::Text(text) => Some(text.ends_with('\n')),
        Event::SoftBreak | Event::HardBreak | Event::Rule => Some(true),
        Event::Start(Tag::List(_) | Tag::BlockQuote(_)) => Some(true),
        Event::End(tag) => Some(matches!(
            tag,
            TagEnd::Paragraph
                | TagEnd::Heading(_)
                | TagEnd::BlockQuote(_)
                | TagEnd::CodeBlock
                | TagEnd::List(_)
                | TagEnd::Item
                | TagEnd::Table
                | TagEnd::TableHead
                | TagEnd::TableRow
        )),
        _ => Some(false),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::{Base, Ids, Links, body};
    use crate::path::SourcePath;

    fn html(text: &str) -> String {
        let (file, mut refs, mut findings) = (SourcePath::new("content/a.md"), Vec::new(), Vec::new());
        let (base, mut ids) = (Base::default(), Ids::new(&Arc::default()));
        let links = &mut Links { base: &base, file: &file, refs: &mut refs, findings: &mut findings, ids: &mut ids };
        let body = body(text, "vi", 1, links);
        let html = body.html.unwrap().to_string();
        // The name of a heading has all its words.
        match html.split_once(" id=\"").and_then(|(before, rest)| Some((before, rest.split_once('"')?.1))) {
            Some((before, after)) if before.ends_with("<h2") => format!("{before}{after}"),
            _ => html,
        }
    }

    /// The HTML of a part that stands often in a long page is that of a page which has it once or twice.
    fn is_the_same(begin: &str, part: &str, end: &str) {
        const OFTEN: usize = 3001;
        let of = |count: usize| html(&format!("{begin}{}{end}", part.repeat(count)));
        let (once, twice, long) = (of(1), of(2), of(OFTEN));
        // What the second adds stands there as often.
        let at = once.bytes().zip(twice.bytes()).take_while(|(a, b)| a == b).count();
        let added = &twice[at..at + twice.len() - once.len()];
        let wanted = format!("{}{}{}", &once[..at], added.repeat(OFTEN - 1), &once[at..]);
        let same = long.bytes().zip(wanted.bytes()).take_while(|(a, b)| a == b).count();
        let near = |text: &str| text.chars().skip(same.saturating_sub(40)).take(120).collect::<String>();
        assert!(long == wanted, "{begin}{part}{end} at {same}:\n{}\n{}", near(&long), near(&wanted));
    }

    #[test]
    fn a_page_of_many_events_is_written_as_one_of_few() {
        is_the_same("|a|b|\n|-|-|\n", "|1|*2*|\n", "\nCuối.\n");
        is_the_same("Đầu\n", "*a* `b` **c**\nd ", "");
        is_the_same("", "Một *đoạn*.\n\n", "> Trích\n");
        is_the_same("- a\n", "- b\n", "\nCuối.\n");
        is_the_same("> x\n", "> > y\n>\n> z\n>\n", "");
        is_the_same("Đầu.\n\n", "<!-- -->\n\n|a|\n|-|\n|b|\n\n", "Cuối.");
        is_the_same("a[^1]\n\n[^1]: Ghi *chú*\n", "    *b* c\n", "\nCuối.\n");
        is_the_same("[", "*a* ", "](https://b.example/)\n");
        is_the_same("## ", "*a* ", "\n\nCuối.\n");
        is_the_same("```\n", "a < b\n", "```\n\n---\n");
        is_the_same("1. a\n", "\n   b\n\n   ---\n", "2. c\n");
        is_the_same("Đầu.\n\n", "Bảng: *b*\n\n|a|\n|-|\n|c|\n\n", "Cuối.");
    }
}
