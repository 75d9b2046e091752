//! Turns a Markdown body into the places of its prose, links and pictures, and into its mask.
//!
//! The parser is that of the body's HTML with the same options, so what is prose here is what readers read.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Parser, Tag, TagEnd};

use super::piece::{Image, Link, OPAQUE, Piece, Role, SIGN};
use crate::load::markdown;

/// What a body is made of.
#[derive(Default)]
pub struct Read {
    pub pieces: Vec<Piece>,
    pub links: Vec<Link>,
    pub images: Vec<Image>,
}

pub struct Prose<'t, 'm> {
    text: &'t str,
    /// Where the text begins in the source.
    from: usize,
    /// Of the whole source.
    mask: &'m mut [u8],
    read: Read,
    /// The blocks that are open, with what prose directly in them is.
    blocks: Vec<Role>,
    in_head: bool,
    in_code: bool,
    /// Spans of another language, addresses that stand by themselves, and what is struck out, that are open.
    foreign: usize,
    /// Links and pictures that are open, by their place in `read`.
    open_links: Vec<usize>,
    open_images: Vec<usize>,
    /// The piece that is open.
    piece: Option<Piece>,
}

impl<'t, 'm> Prose<'t, 'm> {
    pub fn new(text: &'t str, from: usize, mask: &'m mut [u8]) -> Self {
        Prose {
            text,
            from,
            mask,
            read: Read::default(),
            blocks: Vec::new(),
            in_head: false,
            in_code: false,
            foreign: 0,
            open_links: Vec::new(),
            open_images: Vec::new(),
            piece: None,
        }
    }

    pub fn read(&mut self) {
        for (event, range) in Parser::new_ext(self.text, markdown::options()).into_offset_iter() {
            let place = range.start + self.from..range.end + self.from;
            match event {
                Event::Start(tag) => self.start(tag, place),
                Event::End(tag) => self.end(tag),
                Event::Text(_) | Event::Code(_) | Event::Html(_) if self.in_code => {}
                Event::Text(text) => {
                    let is_verbatim = self.text.get(range) == Some(&*text);
                    self.inline(place, is_verbatim.then_some(&*text));
                }
                Event::SoftBreak | Event::HardBreak => self.line_break(place),
                Event::InlineHtml(html) if is_line_break(&html) => self.line_break(place),
                Event::InlineHtml(html) if html.starts_with("<!--") => {}
                Event::InlineHtml(html) => {
                    self.inline(place, None);
                    if html.starts_with("<span") {
                        self.foreign += 1;
                    } else if html.starts_with("</span") {
                        self.foreign = self.foreign.saturating_sub(1);
                    }
                }
                Event::Html(_) | Event::Rule => self.close(),
                _ => self.inline(place, None),
            }
        }
        self.close();
    }

    pub fn finish(self) -> Read {
        self.read
    }

    fn start(&mut self, tag: Tag, place: Range<usize>) {
        match tag {
            Tag::Emphasis | Tag::Strong | Tag::Superscript | Tag::Subscript => {}
            // What is struck out is said no more.
            Tag::Strikethrough => self.foreign += 1,
            Tag::Link { link_type, dest_url, .. } => {
                self.inline(place.clone(), None);
                let is_bare = matches!(link_type, LinkType::Autolink | LinkType::Email);
                self.foreign += usize::from(is_bare);
                if !is_bare {
                    self.mask[place.start] = SIGN;
                }
                self.open_links.push(self.read.links.len());
                let words = place.start..place.start;
                self.read.links.push(Link { range: place, words, target: dest_url.into_string() });
            }
            Tag::Image { dest_url, .. } => {
                self.inline(place.clone(), None);
                self.open_images.push(self.read.images.len());
                let alt = place.start..place.start;
                self.read.images.push(Image { range: place, alt, target: dest_url.into_string() });
            }
            block => {
                self.close();
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
            }
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Superscript | TagEnd::Subscript => {}
            TagEnd::Strikethrough => self.foreign = self.foreign.saturating_sub(1),
            TagEnd::Link => {
                let link = self.open_links.pop().and_then(|link| self.read.links.get(link));
                let is_bare = link.is_some_and(|link| !self.text[link.range.start - self.from..].starts_with('['));
                self.foreign -= usize::from(is_bare).min(self.foreign);
            }
            TagEnd::Image => drop(self.open_images.pop()),
            block => {
                self.close();
                self.in_code &= !matches!(block, TagEnd::CodeBlock);
                self.in_head &= !matches!(block, TagEnd::TableHead);
                self.blocks.pop();
            }
        }
    }

    /// `prose`: what stands there, where it is prose.
    fn inline(&mut self, place: Range<usize>, prose: Option<&str>) {
        if let Some(image) = self.open_images.first().and_then(|image| self.read.images.get_mut(*image)) {
            image.alt = joined(&image.alt, &place, image.range.start);
            return;
        }
        for link in &self.open_links {
            let link = &mut self.read.links[*link];
            link.words = joined(&link.words, &place, link.range.start);
        }
        match prose {
            Some(text) if self.foreign == 0 => self.mask[place.clone()].copy_from_slice(text.as_bytes()),
            _ => self.mask[place.clone()].fill(OPAQUE),
        }
        let role = self.blocks.last().copied().unwrap_or(Role::Paragraph);
        let piece = self.piece.get_or_insert(Piece { role, range: place.clone() });
        piece.range.end = piece.range.end.max(place.end);
    }

    fn line_break(&mut self, place: Range<usize>) {
        if let Some(last) = place.end.checked_sub(1).filter(|last| *last >= place.start) {
            self.mask[last] = b'\n';
        }
        if let Some(piece) = &mut self.piece {
            piece.range.end = piece.range.end.max(place.end);
        }
    }

    /// Ends the piece that is open.
    fn close(&mut self) {
        let Some(piece) = self.piece.take() else { return };
        let mask = &mut self.mask[piece.range.clone()];
        blank_addresses(mask);
        if mask.iter().any(|byte| !matches!(*byte, SIGN | OPAQUE) && !byte.is_ascii_whitespace()) {
            self.read.pieces.push(piece);
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
