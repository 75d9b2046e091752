//! Turns a Markdown body into HTML with holes, its headings and what it points at.
//!
//! CommonMark with tables, footnotes, task lists, strikethrough, GFM alerts and components, and what was meant beside it (see `leftover`).
//! Raw HTML is escaped and reported, but for spans of another language (see `spans`).
//! Links and pictures become holes (see `holes`), because where they lead is known only when the page is rendered.

mod captions;
mod charts;
mod compact;
mod components;
mod numbers;
mod reports;

use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd, html};

use captions::Captions;
use charts::Charts;
use compact::Compact;
use components::Components;
use numbers::Numbers;

use super::base::Base;
use super::decoded;
use super::document::{Body, Heading, Picture, Ref};
use super::footnotes::Footnotes;
use super::frames;
use super::holes::Hole;
use super::ids::Ids;
use super::leftover::{Found, Leftover, Part};
use super::link_words::Place;
use super::links;
use super::places::{Origin, Places};
use super::spans::{self, Spans};
use super::steps;
use super::tags;
use crate::diag::{Finding, catalog};
use crate::path::SourcePath;
use crate::text::vietnamese;

/// Where a body's links and findings go.
pub struct Links<'a> {
    pub base: &'a Base,
    pub file: &'a SourcePath,
    pub refs: &'a mut Vec<Ref>,
    pub findings: &'a mut Vec<Finding>,
    /// Those of the page so far.
    pub ids: &'a mut Ids,
}

/// How deep elements may stand inside each other. What reads a page afterwards may take a step of its stack for each.
const DEEPEST: usize = 100;

pub fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_GFM
}

/// The body of a page. `first_line`: the line of the file on which `text` begins, counted from 1.
pub fn body(text: &str, language: &str, first_line: usize, links: &mut Links) -> Body {
    let mut writer = Writer::new(text, language, Origin::Lines(first_line), links);
    writer.run();
    writer.finish()
}

/// A Markdown value of front matter, as HTML with holes. `origin`: where it stands.
pub fn fragment(text: &str, language: &str, origin: Origin, links: &mut Links) -> String {
    let mut writer = Writer::new(text, language, origin, links);
    writer.run();
    writer.charts.leave_text();
    let body = writer.finish();
    // Pictures of a fragment have no table to stand in; front matter has fields for files.
    body.html.map_or_else(String::new, |html| html.to_string())
}

/// A picture or link that has begun and not ended.
struct Open {
    target: Option<u32>,
    caption: Option<Arc<str>>,
    events: usize,
    range: Range<usize>,
    wanted: String,
}

struct Writer<'a, 'l, 'r> {
    text: &'a str,
    language: &'a str,
    places: Places<'a>,
    links: &'l mut Links<'r>,
    events: Vec<Event<'a>>,
    compact: Compact,
    headings: Vec<Heading>,
    pictures: Vec<Picture>,
    paragraph: Option<usize>,
    heading: Option<(usize, u8, String)>,
    open_links: Vec<Open>,
    open_picture: Option<(Open, String)>,
    captions: Captions,
    charts: Charts,
    /// Pictures that stand in the description of the one that is open.
    inner_pictures: usize,
    footnotes: Footnotes<'a>,
    /// Of tables, so far.
    cells: usize,
    numbers: Numbers,
    components: Components,
    spans: Spans,
}

impl<'a, 'l, 'r> Writer<'a, 'l, 'r> {
    fn new(text: &'a str, language: &'a str, origin: Origin, links: &'l mut Links<'r>) -> Self {
        let footnotes = Footnotes::new(links.ids.text());
        Writer {
            text,
            language,
            places: Places::new(text, origin),
            links,
            events: Vec::new(),
            compact: Compact::default(),
            headings: Vec::new(),
            pictures: Vec::new(),
            paragraph: None,
            heading: None,
            open_links: Vec::new(),
            open_picture: None,
            captions: Captions::default(),
            charts: Charts::default(),
            inner_pictures: 0,
            footnotes,
            cells: 0,
            numbers: Numbers::default(),
            components: Components::default(),
            spans: Spans::default(),
        }
    }

    fn run(&mut self) {
        // Nothing but an entity can spell a control character.
        let has_entities = self.text.contains("&#");
        let parser = Parser::new_ext(self.text, options());
        let definitions = parser.reference_definitions().iter();
        let definitions = definitions.map(|(label, definition)| (label.to_owned(), definition.span.clone())).collect();
        for part in Leftover::new(self.text, options(), definitions, parser.into_offset_iter()) {
            let (event, range) = match part {
                Part::Event(event, range) => (event, range),
                Part::Found(found) => {
                    self.found(found);
                    continue;
                }
            };
            let event = if has_entities { self.without_controls(event, &range) } else { event };
            self.compact_events();
            if self.open_picture.is_some() {
                self.inside_picture(event, range);
                continue;
            }
            let Some(event) = self.summarised(event) else { continue };
            match event {
                Event::Start(tag) => {
                    self.spans.start_element();
                    self.cells += usize::from(tag == Tag::TableCell);
                    if self.is_too_much(&range) {
                        return;
                    }
                    self.start(tag, range);
                }
                Event::End(tag) => {
                    self.end_spans(&range);
                    self.end(tag);
                }
                Event::Text(text) => {
                    self.look_for_vietnamese(&text, &range);
                    self.plain_text(text);
                }
                Event::Code(text) => {
                    self.note_heading_text(&text);
                    self.events.push(Event::Code(text));
                }
                Event::Html(text) => self.raw_html(text, range, true),
                Event::InlineHtml(text) => {
                    self.raw_html(text, range.clone(), false);
                    if self.is_too_much(&range) {
                        return;
                    }
                }
                Event::FootnoteReference(label) => {
                    let reference = self.footnotes.reference(&label);
                    self.push_html(reference);
                }
                Event::TaskListMarker(done) => self.push_html(if done {
                    "<span class=\"task task-done\">☑</span> "
                } else {
                    "<span class=\"task\">☐</span> "
                }),
                Event::SoftBreak if steps::is_break(self.text, &range) => self.events.push(Event::HardBreak),
                other => self.events.push(other),
            }
        }
    }

    fn without_controls(&mut self, event: Event<'a>, range: &Range<usize>) -> Event<'a> {
        let (event, found) = decoded::event(event);
        if let Some(letter) = found {
            self.report(&catalog::CONTROL_CHARACTER, range, &[("code", &format!("{:04X}", u32::from(letter)))]);
        }
        event
    }

    /// Whether elements are too deep, or short rows were filled up to more cells than the text has letters. Nothing is
    /// made of such a page, so the rest need not be read.
    fn is_too_much(&mut self, range: &Range<usize>) -> bool {
        let message = match () {
            () if self.spans.depth() > DEEPEST => &catalog::TOO_DEEP,
            () if self.cells > self.text.len() => &catalog::TABLE_CELLS,
            () => return false,
        };
        let finding = Finding::new(message, self.links.file.as_str()).at(self.places.span(range));
        self.links.findings.push(finding.with("limit", DEEPEST.to_string()).fatal());
        true
    }

    fn start(&mut self, tag: Tag<'a>, range: Range<usize>) {
        if !matches!(tag, Tag::Table(_)) {
            self.captions.forget();
        }
        match tag {
            Tag::Paragraph => self.start_paragraph(&range),
            Tag::Heading { level, .. } => {
                if level == HeadingLevel::H1 {
                    self.report(&catalog::BODY_H1, &range, &[]);
                }
                self.heading = Some((self.events.len(), (level as u8).max(2), String::new()));
                self.events.push(Event::Html(CowStr::Borrowed("")));
            }
            Tag::BlockQuote(Some(kind)) => {
                self.push_html(frames::alert(kind, self.language));
            }
            Tag::Table(columns) => self.start_table(&columns),
            Tag::Link { link_type, dest_url, .. } => self.start_link(link_type, &dest_url, range),
            Tag::Image { dest_url, title, .. } => self.start_picture(&dest_url, &title, range),
            Tag::HtmlBlock => self.events.push(Event::Start(Tag::Paragraph)),
            Tag::FootnoteDefinition(label) => self.footnotes.start(&label, range, &mut self.events),
            Tag::List(first) => self.start_list(first),
            Tag::Item => self.start_item(&self.text[range.start..]),
            other => self.events.push(Event::Start(other)),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        self.captions.forget();
        match tag {
            TagEnd::Paragraph => {
                self.end_paragraph();
                self.end_caption();
            }
            TagEnd::Heading(_) => self.end_heading(),
            TagEnd::BlockQuote(Some(_)) => self.push_html("</aside>"),
            TagEnd::Table => {
                self.events.push(Event::End(TagEnd::Table));
                self.push_html("</div>");
            }
            TagEnd::Link => self.end_link(),
            TagEnd::HtmlBlock => self.events.push(Event::End(TagEnd::Paragraph)),
            TagEnd::FootnoteDefinition => {
                self.compact_rest();
                self.footnotes.end(&mut self.events);
            }
            TagEnd::List(is_numbered) => self.end_list(is_numbered),
            TagEnd::Item => self.end_item(),
            other => self.events.push(Event::End(other)),
        }
    }

    fn plain_text(&mut self, text: CowStr<'a>) {
        self.note_heading_text(&text);
        self.events.push(Event::Text(text));
    }

    fn note_heading_text(&mut self, text: &str) {
        if let Some((_, _, heading)) = &mut self.heading {
            heading.push_str(text);
        }
    }

    fn end_heading(&mut self) {
        let Some((at, level, text)) = self.heading.take() else { return };
        let text = self.take_mark(text);
        let id = self.links.ids.heading(&text);
        self.events[at] = Event::Html(format!("<h{level} id=\"{id}\">").into());
        self.push_html(format!("</h{level}>"));
        self.headings.push(Heading { level, id: id.into(), text: text.into() });
    }

    /// A paragraph that holds one picture and nothing else becomes a figure.
    fn end_paragraph(&mut self) {
        let Some(start) = self.paragraph.take() else {
            self.events.push(Event::End(TagEnd::Paragraph));
            return;
        };
        if let [Event::Start(Tag::Paragraph), Event::InlineHtml(hole)] = &self.events[start..]
            && let Some(Hole::InlinePicture(index)) = Hole::read(hole)
        {
            self.events.truncate(start);
            self.charts.stands_alone(index);
            self.push_html(Hole::Figure(index).write());
            return;
        }
        self.events.push(Event::End(TagEnd::Paragraph));
    }

    fn start_link(&mut self, link_type: LinkType, destination: &str, range: Range<usize>) {
        let destination =
            if link_type == LinkType::Email { format!("mailto:{destination}") } else { destination.to_owned() };
        let target = match links::target(self.links.base, self.links.file, &destination) {
            Ok(target) => Some(self.reference(target, &range)),
            Err(message) => {
                self.report_target(message, &range, &destination, Place::Link);
                None
            }
        };
        if let Some(target) = target {
            self.events.push(Event::InlineHtml(Hole::LinkStart(target).write().into()));
        }
        let events = self.events.len();
        self.open_links.push(Open { target, caption: None, events, range, wanted: destination });
    }

    fn end_link(&mut self) {
        let Some(open) = self.open_links.pop() else { return };
        let empty = !self.events[open.events..].iter().any(|event| match event {
            Event::Text(text) | Event::Code(text) => !text.trim().is_empty(),
            Event::InlineHtml(hole) => matches!(Hole::read(hole), Some(Hole::InlinePicture(_))),
            Event::Html(html) => compact::is_long(html),
            _ => false,
        });
        if empty {
            self.report(&catalog::LINK_EMPTY, &open.range, &[("target", &open.wanted)]);
        }
        if let Some(target) = open.target {
            self.events.push(Event::InlineHtml(Hole::LinkEnd(target).write().into()));
        }
    }

    fn start_picture(&mut self, destination: &str, title: &str, range: Range<usize>) {
        let target = match links::picture_target(self.links.base, self.links.file, destination) {
            Ok(target) => Some(self.reference(target, &range)),
            Err(message) => {
                self.report_target(message, &range, destination, Place::Picture);
                None
            }
        };
        let caption = Some(title.trim()).filter(|title| !title.is_empty()).map(Arc::from);
        let open = Open { target, caption, events: 0, range, wanted: destination.to_owned() };
        self.open_picture = Some((open, String::new()));
    }

    fn inside_picture(&mut self, event: Event<'a>, _range: Range<usize>) {
        match event {
            Event::Text(text) | Event::Code(text) => {
                if let Some((_, alt)) = &mut self.open_picture {
                    alt.push_str(&text);
                }
            }
            Event::SoftBreak | Event::HardBreak => {
                if let Some((_, alt)) = &mut self.open_picture {
                    alt.push(' ');
                }
            }
            Event::Start(Tag::Image { .. }) => self.inner_pictures += 1,
            Event::End(TagEnd::Image) if self.inner_pictures > 0 => self.inner_pictures -= 1,
            Event::End(TagEnd::Image) => {
                self.spans.end_element();
                self.end_picture();
            }
            _ => {}
        }
    }

    fn end_picture(&mut self) {
        let Some((open, alt)) = self.open_picture.take() else { return };
        if alt.trim().is_empty() && open.target.is_some() {
            self.report(&catalog::ALT_MISSING, &open.range, &[("target", &open.wanted)]);
        }
        self.look_for_vietnamese(&alt, &open.range);
        self.look_for_vietnamese(open.caption.as_deref().unwrap_or_default(), &open.range);
        let Some(target) = open.target else { return };
        self.note_chart(target, open.range);
        self.events.push(Event::InlineHtml(Hole::InlinePicture(self.pictures.len() as u32).write().into()));
        self.pictures.push(Picture { target, alt: alt.trim().into(), caption: open.caption });
    }

    /// Ends the spans that were left open in an element.
    fn end_spans(&mut self, range: &Range<usize>) {
        for _ in 0..self.spans.end_element() {
            self.report(&catalog::SPAN_OPEN, range, &[]);
            self.events.push(Event::InlineHtml(CowStr::Borrowed(spans::END)));
        }
    }

    /// A screen reader would read it by the rules of the page's language (WCAG 2.2 SC 3.1.2).
    fn look_for_vietnamese(&mut self, text: &str, range: &Range<usize>) {
        if self.language != "vi"
            && !self.spans.is_open()
            && let Some(found) = vietnamese::run(text)
        {
            self.report(&catalog::VIETNAMESE_UNMARKED, range, &[("text", found)]);
        }
    }

    fn raw_html(&mut self, text: CowStr<'a>, range: Range<usize>, block: bool) {
        if let Some(tag) = self.spans.tag(&text).filter(|_| !block) {
            self.events.push(Event::InlineHtml(tag.into()));
            return;
        }
        let shown: String = text.trim().chars().take(40).collect();
        let first_of_block = !block || matches!(self.events.last(), Some(Event::Start(Tag::Paragraph)));
        if first_of_block && !tags::is_second(&text, &self.text[..range.start]) {
            let mut found = Found::new(&catalog::RAW_HTML, range).with("html", shown);
            found.words.push(("next", tags::instead(&text)));
            self.found(found);
        }
        self.plain_text(text);
    }

    fn finish(mut self) -> Body {
        self.compact_rest();
        self.report_charts();
        for found in self.footnotes.lone(self.text) {
            self.found(found);
        }
        let mut out = String::with_capacity(self.text.len() + self.text.len() / 4);
        html::push_html(&mut out, self.events.into_iter());
        out.push_str(&self.footnotes.html(self.language));
        Body {
            has_text: !out.trim().is_empty(),
            html: Some(out.into()),
            headings: self.headings,
            pictures: self.pictures,
        }
    }

    fn push_html(&mut self, html: impl Into<CowStr<'a>>) {
        self.events.push(Event::Html(html.into()));
    }
}
