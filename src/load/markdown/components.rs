//! Turns a list below a marked heading into a component: `## Hỏi nhanh {mở từng mục}` makes each of its items one that opens.
//!
//! The mark stands in words at the end of the heading, so that the text reads well where nobody knows it, and is taken out of what
//! readers see. It holds for the next list; every item stays an item, so nothing is lost without styles.

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

use super::Writer;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Shape {
    Steps,
    Accordion,
    Figures,
    Contacts,
    Downloads,
}

/// What stands in braces at the end of a heading, in lower case.
const MARKS: [(&str, Shape); 10] = [
    ("từng bước", Shape::Steps),
    ("steps", Shape::Steps),
    ("mở từng mục", Shape::Accordion),
    ("accordion", Shape::Accordion),
    ("con số", Shape::Figures),
    ("key figures", Shape::Figures),
    ("liên hệ", Shape::Contacts),
    ("contacts", Shape::Contacts),
    ("tải về", Shape::Downloads),
    ("downloads", Shape::Downloads),
];

impl Shape {
    fn class(self) -> &'static str {
        match self {
            Shape::Steps => "step-list",
            Shape::Accordion => "accordion",
            Shape::Figures => "key-figures",
            Shape::Contacts => "contact-cards",
            Shape::Downloads => "download-cards",
        }
    }
}

/// The first line of an item that opens: what is pressed.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
enum Summary {
    #[default]
    No,
    Awaited,
    /// A paragraph of its own, or a line of so many open inline elements.
    Paragraph,
    Line(usize),
}

#[derive(Default)]
pub struct Components {
    wanted: Option<Shape>,
    lists: Vec<Option<Shape>>,
    summary: Summary,
}

/// The text of a heading without its mark, and the mark.
fn marked(text: &str) -> Option<(&str, Shape)> {
    let (before, mark) = text.trim_end().strip_suffix('}')?.rsplit_once('{')?;
    let mark = crate::text::fold::nfc(mark.trim()).to_lowercase();
    let shape = MARKS.iter().find(|(name, _)| *name == mark)?.1;
    Some((before.trim_end(), shape)).filter(|(before, _)| !before.is_empty())
}

impl<'a> Writer<'a, '_, '_> {
    /// Takes the mark off a heading that ends. `text`: all of its text.
    pub(super) fn take_mark(&mut self, mut text: String) -> String {
        self.components.wanted = None;
        let Some((before, shape)) = marked(&text) else { return text };
        let taken = text.trim_end().len() - before.len();
        let Some(Event::Text(last)) = self.events.last_mut() else { return text };
        let Some(keep) = last.trim_end().len().checked_sub(taken) else { return text };
        *last = CowStr::from(last[..keep].to_owned());
        text.truncate(before.len());
        self.components.wanted = Some(shape);
        text
    }

    pub(super) fn start_list(&mut self, first: Option<u64>) {
        self.numbers.start_list(first);
        let shape = self.components.wanted.take();
        self.components.lists.push(shape);
        match (shape, first) {
            (None, _) => self.events.push(Event::Start(Tag::List(first))),
            (Some(shape), None) => self.push_html(format!("<ul class=\"{}\">", shape.class())),
            (Some(shape), Some(1)) => self.push_html(format!("<ol class=\"{}\">", shape.class())),
            (Some(shape), Some(first)) => self.push_html(format!("<ol class=\"{}\" start=\"{first}\">", shape.class())),
        }
    }

    pub(super) fn end_list(&mut self, is_numbered: bool) {
        self.numbers.end_list();
        match self.components.lists.pop().flatten() {
            None => self.events.push(Event::End(TagEnd::List(is_numbered))),
            Some(_) => self.push_html(if is_numbered { "</ol>" } else { "</ul>" }),
        }
    }

    /// `source`: the item and what follows it.
    pub(super) fn start_item(&mut self, source: &str) {
        let number = self.numbers.item(source);
        if self.components.lists.last() == Some(&Some(Shape::Accordion)) {
            self.push_html("<li><details>");
            self.components.summary = Summary::Awaited;
            return;
        }
        match number {
            Some(number) => self.push_html(format!("<li value=\"{number}\">")),
            None => self.events.push(Event::Start(Tag::Item)),
        }
    }

    pub(super) fn end_item(&mut self) {
        match self.components.lists.last() {
            Some(Some(Shape::Accordion)) => self.push_html("</details></li>"),
            _ => self.events.push(Event::End(TagEnd::Item)),
        }
    }

    /// The event as it goes on, none where it only begins or ends what is pressed.
    pub(super) fn summarised(&mut self, event: Event<'a>) -> Option<Event<'a>> {
        use Summary::{Awaited, Line, No, Paragraph};
        let is_inline = match &event {
            Event::Start(tag) => is_inline(&tag.to_end()),
            Event::End(tag) => is_inline(tag),
            _ => true,
        };
        let (summary, html, goes_on) = match (self.components.summary, &event) {
            (No, _) => return Some(event),
            (Awaited, Event::Start(Tag::Paragraph)) => (Paragraph, "<summary>", false),
            (Awaited, Event::Start(_)) if is_inline => (Line(1), "<summary>", true),
            (Awaited, Event::Text(_) | Event::Code(_) | Event::InlineHtml(_)) => (Line(0), "<summary>", true),
            // Nothing to be pressed: the item stays shut to nobody, as a browser gives it a word of its own.
            (Awaited, _) => (No, "", true),
            (Paragraph, Event::End(TagEnd::Paragraph)) => (No, "</summary>", false),
            (Line(0), Event::SoftBreak | Event::HardBreak) => (No, "</summary>", false),
            (Line(open), Event::Start(_)) if is_inline => (Line(open + 1), "", true),
            (Line(open), Event::End(_)) if is_inline => (Line(open.saturating_sub(1)), "", true),
            (Line(_), Event::Start(_) | Event::End(_)) => (No, "</summary>", true),
            (same, _) => (same, "", true),
        };
        self.components.summary = summary;
        if !html.is_empty() {
            self.push_html(html);
        }
        goes_on.then_some(event)
    }
}

fn is_inline(tag: &TagEnd) -> bool {
    matches!(tag, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_known_words_in_braces_at_the_end_of_a_heading() {
        assert_eq!(marked("Nộp hồ sơ {từng bước}"), Some(("Nộp hồ sơ", Shape::Steps)));
        assert_eq!(marked("Asked often { Accordion } "), Some(("Asked often", Shape::Accordion)));
        for other in ["Tập hợp {1, 2}", "{từng bước}", "từng bước", "Nộp {từng bước} hồ sơ"] {
            assert_eq!(marked(other), None, "{other}");
        }
    }
}
