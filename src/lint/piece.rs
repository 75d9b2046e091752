//! What a text is made of for the rules: runs of prose, links and pictures, each with its place in the source.

use std::ops::Range;

/// In place of each byte of a sign of Markdown, which words go through: `**Điều** 1`.
pub const SIGN: u8 = b'\0';
/// In place of each byte of what is no prose: code, addresses, HTML, text in another language.
pub const OPAQUE: u8 = b'\x1a';

/// A run of prose: a paragraph, a heading, a cell, a value of the front matter.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Piece {
    pub role: Role,
    /// In bytes of the source.
    pub range: Range<usize>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Role {
    Title,
    /// Another field of the front matter.
    Field,
    Heading(u8),
    Paragraph,
    Item,
    Quote,
    Note,
    HeaderCell,
    Cell,
}

/// A link of a body.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Link {
    /// From the bracket that opens it to the one that closes it.
    pub range: Range<usize>,
    /// What readers press; empty for an address that stands by itself.
    pub words: Range<usize>,
    pub target: String,
}

/// A picture or a film of a body.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Image {
    pub range: Range<usize>,
    pub alt: Range<usize>,
    pub target: String,
}
