//! What a text is made of for the rules: runs of prose, headings, links, pictures and tables, each with its place in the source.

use std::ops::Range;

/// In place of each byte of a sign of Markdown, which words go through: `**Điều** 1`.
pub const SIGN: u8 = b'\0';
/// In place of each byte of what is no prose: code, addresses, HTML, text in another language.
pub const OPAQUE: u8 = b'\x1a';

/// A run of prose: a paragraph, a heading, a cell, a value of the front matter, the description of a picture.
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
    /// What a picture shows, for those who do not see it.
    Alt,
    /// What stands below a picture.
    Caption,
}

/// A heading of a body, whatever stands in it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Heading {
    pub level: u8,
    pub range: Range<usize>,
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
    /// Empty where there is none, or where it is not spelled letter by letter.
    pub caption: Range<usize>,
    pub target: String,
}

/// A table of a body.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Table {
    pub range: Range<usize>,
    /// The first row, as it is written.
    pub head: Range<usize>,
    /// Whether anything stands in the first row.
    pub is_headed: bool,
}
