//! Turns a Markdown text into the places of its prose, headings, links, pictures and tables, and into its mask.
//!
//! The parser is that of the body's HTML with the same options, so what is prose here is what readers read.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Parser, Tag, TagEnd};

use super::piece::{Heading, Image, Link, OPAQUE, Piece, Role, SIGN, Table};
use super::spelled::Spelled;
use crate::load::markdown;

/// What a source is made of.
#[derive(Default)]
pub struct Read {
    pub pieces: Vec<Piece>,
    pub headings: Vec<Heading>,
    pub links: Vec<Link>,
    pub images: Vec<Image>,
    pub tables: Vec<Table>,
}

pub struct Prose<'t, 'm> {
    /// The Markdown, and where it stands in the source.
    text: &'t str,
    spelled: &'t Spelled,
    source: &'t str,
    /// Of the whole source.
    mask: &'m mut [u8],
    /// The blocks that are open, with what prose directly in them is.
    blocks: Vec<Role>,
    in_head: bool,
    in_code: bool,
    /// Spans of another language, addresses that stand by themselves, and what is struck out, that are open.
    foreign: usize,
    /// Links and pictures that are open, by their place in what is read.
    open_links: Vec<usize>,
    open_images: Vec<usize>,
    /// The piece that is open.
    piece: Option<Piece>,
}

impl<'t, 'm> Prose<'t, 'm> {
    pub fn new(text: &'t str, spelled: &'t Spelled, source: &'t str, mask: &'m mut [u8]) -> Self {
        Prose {
            text,
            spelled,
            source,
            mask,
            blocks: Vec::new(),
            in_head: false,
            in_code: false,
            foreign: 0,
            open_links: Vec::new(),
            open_images: Vec::new(),
            piece: None,
        }
    }

    pub fn read(mut self, read: &mut Read) {
        for (event, range) in Parser::new_ext(self.text, markdown::options()).into_offset_iter() {
            match event {
                Event::Start(tag) => self.start(tag, range, read),
                Event::End(tag) => self.end(tag, read),
                Event::Text(_) | Event::Code(_) | Event::Html(_) if self.in_code => {}
                Event::Text(text) => {
                    let is_verbatim = self.text.get(range.clone()) == Some(&*text);
                    self.inline(range, is_verbatim, read);
                }
                Event::SoftBreak | Event::HardBreak => self.line_break(range),
                Event::InlineHtml(html) if is_line_break(&html) => self.line_break(range),
                Event::InlineHtml(html) if html.starts_with("<!--") => {}
                Event::InlineHtml(html) => {
                    self.inline(range, false, read);
                    if html.starts_with("<span") {
                        self.foreign += 1;
                    } else if html.starts_with("</span") {
                        self.foreign = self.foreign.saturating_sub(1);
                    }
                }
                Event::Html(_) | Event::Rule => self.close(read),
                _ => self.inline(range, false, read),
            }
        }
        self.close(read);
    }

    fn start(&mut self, tag: Tag, range: Range<usize>, read: &mut Read) {
        let place = self.spelled.range(&range);
        match tag {
            Tag::Emphasis | Tag::Strong | Tag::Superscript | Tag::Subscript => {}
            // What is struck out is said no more.
            Tag::Strikethrough => self.foreign += 1,
            Tag::Link { link_type, dest_url, .. } => {
                self.inline(range, false, read);
                let is_bare = matches!(link_type, LinkType::Autolink | LinkType::Email);
                self.foreign += usize::from(is_bare);
                if !is_bare {
                    self.mask[place.start] = SIGN;
                }
                self.open_links.push(read.links.len());
                let words = place.start..place.start;
                read.links.push(Link { range: place, words, target: dest_url.into_string() });
            }
            Tag::Image { dest_url, title, .. } => {
                // A piece of its own: what stands around it is read without it.
                self.close(read);
                self.open_images.push(read.images.len());
                let alt = place.start..place.start;
                let caption = self.caption(&title, range).unwrap_or_else(|| alt.clone());
                read.images.push(Image { range: place, alt, caption, target: dest_url.into_string() });
            }
            block => self.block(block, place, read),
        }
    }

    fn block(&mut self, block: Tag, place: Range<usize>, read: &mut Read) {
        self.close(read);
        self.in_code |= matches!(block, Tag::CodeBlock(_));
        self.in_head |= matches!(block, Tag::TableHead);
        let around = self.blocks.last().copied().unwrap_or(Role::Paragraph);
        self.blocks.push(match block {
            Tag::Heading { level, .. } => Role::Heading(level as u8),
            Tag::BlockQuote(_) => Role::Quote,
            Tag::Item => Role::Item,
            Tag::FootnoteDefinition(_) => Role::Note,
            Tag::TableCell if self.in_head => Role::HeaderCell,
            Tag::TableCell => Role::Cell,
            _ => around,
        });
        match (block, read.tables.last_mut()) {
            (Tag::Heading { level, .. }, _) => read.headings.push(Heading { level: level as u8, range: place }),
            (Tag::Table(_), _) => {
                let head = place.start..place.start;
                read.tables.push(Table { range: place, head, is_headed: false });
            }
            (Tag::TableHead, Some(table)) => table.head = place,
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, read: &mut Read) {
        match tag {
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Superscript | TagEnd::Subscript => {}
            TagEnd::Strikethrough => self.foreign = self.foreign.saturating_sub(1),
            TagEnd::Link => {
                let link = self.open_links.pop().and_then(|link| read.links.get(link));
                let is_bare = link.is_some_and(|link| !self.source[link.range.start..].starts_with('['));
                self.foreign -= usize::from(is_bare).min(self.foreign);
            }
            TagEnd::Image => {
                let image = self.open_images.pop().and_then(|image| read.images.get(image));
                let Some(image) = image.filter(|_| self.open_images.is_empty()) else { return };
                let alt = Piece { role: Role::Alt, range: image.alt.clone() };
                let caption = Piece { role: Role::Caption, range: image.caption.clone() };
                for piece in [alt, caption] {
                    self.keep(piece, read);
                }
            }
            block => {
                self.close(read);
                self.in_code &= !matches!(block, TagEnd::CodeBlock);
                self.in_head &= !matches!(block, TagEnd::TableHead);
                self.blocks.pop();
            }
        }
    }

    /// Where the title of a picture stands, if it is spelled letter by letter; it is read as prose.
    fn caption(&mut self, title: &str, image: Range<usize>) -> Option<Range<usize>> {
        let at = self.text.get(image.clone())?.rfind(title).filter(|_| !title.is_empty())? + image.start;
        let mark = self.text.as_bytes().get(at.checked_sub(1)?)?;
        let range = self.spelled.range(&(at..at + title.len()));
        let is_there = matches!(mark, b'"' | b'\'' | b'(') && self.source.get(range.clone()) == Some(title);
        is_there.then(|| {
            self.mask[range.clone()].copy_from_slice(title.as_bytes());
            range
        })
    }

    /// `is_verbatim`: it is prose, and stands there letter by letter.
    fn inline(&mut self, range: Range<usize>, is_verbatim: bool, read: &mut Read) {
        let place = self.spelled.range(&range);
        if is_verbatim && self.foreign == 0 {
            for part in self.spelled.parts(range) {
                self.mask[part.clone()].copy_from_slice(&self.source.as_bytes()[part]);
            }
        } else {
            self.mask[place.clone()].fill(OPAQUE);
        }
        if let Some(image) = self.open_images.first().and_then(|image| read.images.get_mut(*image)) {
            image.alt = joined(&image.alt, &place, image.range.start);
            return;
        }
        for link in &self.open_links {
            let link = &mut read.links[*link];
            link.words = joined(&link.words, &place, link.range.start);
        }
        if let Some(table) = read.tables.last_mut().filter(|_| self.in_head) {
            table.is_headed = true;
        }
        let role = self.blocks.last().copied().unwrap_or(Role::Paragraph);
        let piece = self.piece.get_or_insert(Piece { role, range: place.clone() });
        piece.range.end = piece.range.end.max(place.end);
    }

    fn line_break(&mut self, range: Range<usize>) {
        let place = self.spelled.range(&range);
        if let Some(last) = place.end.checked_sub(1).filter(|last| *last >= place.start) {
            self.mask[last] = b'\n';
        }
        if let Some(piece) = &mut self.piece {
            piece.range.end = piece.range.end.max(place.end);
        }
    }

    /// Ends the piece that is open.
    fn close(&mut self, read: &mut Read) {
        if let Some(piece) = self.piece.take() {
            self.keep(piece, read);
        }
    }

    fn keep(&mut self, piece: Piece, read: &mut Read) {
        let mask = &mut self.mask[piece.range.clone()];
        blank_addresses(mask);
        if mask.iter().any(|byte| !matches!(*byte, SIGN | OPAQUE) && !byte.is_ascii_whitespace()) {
            read.pieces.push(piece);
        }
    }
}

/// A range grown by another; one that is still empty at `begin` is that other.
fn joined(range: &Range<usize>, place: &Range<usize>, begin: usize) -> Range<usize> {
    if range.is_empty() && range.start == begin {
        return place.clone();
    }
    range.start.min(place.start)..range.end.max(place.end)
}

fn is_line_break(html: &str) -> bool {
    html.get(..3).is_some_and(|tag| tag.eq_ignore_ascii_case("<br"))
}

/// Addresses of pages and of people that stand in prose by themselves.
fn blank_addresses(mask: &mut [u8]) {
    let signs: Vec<usize> = memchr::memchr2_iter(b'@', b'/', mask)
        .filter(|at| mask[*at] == b'@' || (*at > 0 && mask[*at - 1] == b'/' && *at > 1 && mask[*at - 2] == b':'))
        .chain(memchr::memmem::find_iter(mask, b"www."))
        .collect();
    for sign in signs {
        let is_end =
            |byte: &u8| byte.is_ascii_whitespace() || matches!(*byte, SIGN | OPAQUE | b'(' | b'<' | b'"' | b'|');
        let begin = mask[..sign].iter().rposition(is_end).map_or(0, |at| at + 1);
        let end = mask[sign..].iter().position(is_end).map_or(mask.len(), |at| sign + at);
        let is_of_sentence = |byte: &u8| matches!(*byte, b'.' | b',' | b';' | b':' | b'!' | b'?' | b')');
        let trailing = mask[begin..end].iter().rev().take_while(|byte| is_of_sentence(byte)).count();
        if end - begin > trailing + 1 {
            mask[begin..end - trailing].fill(OPAQUE);
        }
    }
}
