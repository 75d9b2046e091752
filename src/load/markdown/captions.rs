//! Turns a paragraph that names the table below it into the table's caption: `Bảng: Thu ngân sách năm 2023` and `Table: Revenue in 2023`.
//!
//! It stands directly before the table, on one line, as titles of tables do in Vietnamese documents, so that the text reads well where
//! nobody knows of captions. A number stays: `Bảng 2. …`. A line elsewhere is an ordinary paragraph.

use std::ops::Range;

use pulldown_cmark::{Alignment, CowStr, Event, Tag, TagEnd};

use super::Writer;
use crate::load::frames;

/// Bytes of a line that may be one. Whatever is longer is a text.
const LONGEST: usize = 400;

/// Which paragraph may be a caption: where its events begin, and where they end once it is over.
#[derive(Default)]
pub struct Captions {
    begins: Option<usize>,
    ended: Option<Range<usize>>,
}

impl Captions {
    /// Whether its events have to stay what they are until the next element has begun.
    pub fn is_held(&self) -> bool {
        self.begins.is_some() || self.ended.is_some()
    }

    /// A paragraph begins where so many events are before it. `source`: the whole of it.
    pub fn begin(&mut self, at: usize, source: &str) {
        let line = source.trim_end();
        let may_be = line.len() <= LONGEST && !line.contains('\n') && prefix(line).is_some();
        *self = Captions { begins: may_be.then_some(at), ended: None };
    }

    pub fn end(&mut self, at: usize) {
        self.ended = self.begins.take().map(|begins| begins..at);
    }

    /// Something stands between it and a table.
    pub fn forget(&mut self) {
        self.ended = None;
    }
}

/// What is left out of the caption. Only what calls itself a table and nothing more loses its first word.
fn prefix(line: &str) -> Option<&str> {
    let rest = ["Bảng", "Table"].iter().find_map(|word| line.strip_prefix(word))?;
    let number: usize = rest.chars().take_while(|letter| is_numbering(*letter)).map(char::len_utf8).sum();
    let number = rest[..number].trim_end();
    let after = &rest[number.len()..];
    let is_numbered = number.contains(|letter: char| letter.is_ascii_digit());
    let text = match is_numbered {
        true => after.strip_prefix(':').or_else(|| number.ends_with('.').then_some(after))?,
        false if number.is_empty() => after.strip_prefix(':')?,
        false => return None,
    };
    let has_text = text.starts_with(' ') && !text.trim().is_empty();
    has_text.then(|| if is_numbered { "" } else { &line[..line.len() - text.trim_start().len()] })
}

fn is_numbering(letter: char) -> bool {
    letter == ' ' || letter == '.' || letter.is_ascii_digit()
}

impl<'a> Writer<'a, '_, '_> {
    /// Takes the caption of the table that begins out of the events: what it shows, and its words. Takes nothing where there is none.
    fn take_caption(&mut self) -> Option<(Vec<Event<'a>>, String)> {
        let ended = self.captions.ended.take().filter(|ended| ended.end == self.events.len())?;
        let mut events = self.events.split_off(ended.start).into_iter();
        let (first, last) = (events.next(), events.next_back());
        let mut inside: Vec<Event<'a>> = events.collect();
        let named = match inside.first_mut() {
            Some(Event::Text(text)) => prefix_of(text).map(|cut| *text = CowStr::from(text[cut..].to_owned())),
            _ => None,
        };
        if named.is_none() {
            // The words were changed on the way: it stays a paragraph.
            self.events.extend(first.into_iter().chain(inside).chain(last));
            return None;
        }
        let words = inside.iter().filter_map(|event| match event {
            Event::Text(text) | Event::Code(text) => Some(&**text),
            _ => None,
        });
        let words = words.collect();
        Some((inside, words))
    }

    pub(super) fn start_table(&mut self, columns: &[Alignment]) {
        let caption = self.take_caption();
        let heading = self.headings.last().map(|heading| &*heading.text);
        let name = caption.as_ref().map(|(_, words)| words.as_str()).or(heading);
        self.push_html(frames::table(columns, name, self.language));
        self.events.push(Event::Start(Tag::Table(vec![Alignment::None; columns.len()])));
        if let Some((events, _)) = caption {
            self.push_html("<caption>");
            self.events.extend(events);
            self.push_html("</caption>");
        }
    }

    pub(super) fn start_paragraph(&mut self, range: &Range<usize>) {
        self.captions.begin(self.events.len(), &self.text[range.clone()]);
        self.paragraph = Some(self.events.len());
        self.events.push(Event::Start(Tag::Paragraph));
    }

    pub(super) fn end_caption(&mut self) {
        let is_paragraph = matches!(self.events.last(), Some(Event::End(TagEnd::Paragraph)));
        self.captions.end(self.events.len());
        if !is_paragraph {
            self.captions.forget();
        }
    }
}

/// How many bytes of the first text of a caption are left out. The rest of the line may have other elements, so its text may end here.
fn prefix_of(text: &str) -> Option<usize> {
    let whole = format!("{text}x");
    prefix(&whole).map(str::len).filter(|cut| *cut <= text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_caption_calls_itself_a_table_and_says_of_what() {
        for (line, cut) in [
            ("Bảng: Thu ngân sách", "Bảng: "),
            ("Table: Revenue", "Table: "),
            ("Bảng 2. Chi ngân sách", ""),
            ("Bảng 1.2: Chi thường xuyên", ""),
            ("Table 3: Spending", ""),
        ] {
            assert_eq!(prefix(line), Some(cut), "{line}");
        }
        for line in [
            "Bảng",
            "Bảng:",
            "Bảng: ",
            "Bảng:Thu",
            "Bảng trên là dự toán chi: tăng",
            "Bảng 2 cho thấy",
            "Bảng. Thu",
            "Tables: x",
        ] {
            assert_eq!(prefix(line), None, "{line}");
        }
    }
}
