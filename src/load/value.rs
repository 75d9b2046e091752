//! The values of a document, typed by its kind, what it points at, and where each stands in the file.

use std::cell::Cell;
use std::sync::Arc;

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};

use crate::diag::Span;
use crate::path::SourcePath;
use crate::text::decimal::Decimal;
use crate::time::Moment;

/// Index of a field in its kind; fields common to all kinds come first and have the same index in each.
pub type FieldIndex = u16;

/// A value of front matter, typed by the kind's schema.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Value {
    Text(Arc<str>),
    /// Rendered Markdown with holes.
    Html(Arc<str>),
    Bool(bool),
    Integer(i64),
    Number(Decimal),
    Moment(Moment),
    /// Index in the field's options.
    Choice(u16),
    /// Index in the document's `refs`.
    Ref(u32),
    #[serde(deserialize_with = "shallow")]
    List(Vec<Value>),
    #[serde(deserialize_with = "shallow")]
    Group(Vec<(FieldIndex, Value)>),
}

/// Reads what may hold values inside values. A cache may come from anywhere, and each level takes a part of the stack.
fn shallow<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<T, D::Error> {
    const DEEPEST: usize = 16;
    thread_local! {
        static DEPTH: Cell<usize> = const { Cell::new(0) };
    }
    let depth = DEPTH.get();
    if depth == DEEPEST {
        return Err(D::Error::custom("values nested too deep"));
    }
    DEPTH.set(depth + 1);
    let value = T::deserialize(deserializer);
    DEPTH.set(depth);
    value
}

/// Something that the document points at, and where it says so.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Ref {
    pub target: Target,
    pub span: Span,
}

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum Target {
    /// Another page by its source file.
    Page { source: SourcePath, anchor: Option<Arc<str>> },
    /// A file of the portal that is not Markdown.
    File(SourcePath),
    /// A table of the portal of which single rows are published.
    Rows(SourcePath),
    /// A chart of a table of the portal, by its name, which is empty for that which has none.
    Chart { table: SourcePath, name: Arc<str> },
    /// A contact by its file name.
    Contact(Arc<str>),
    /// A legal document by its number.
    Document(Arc<str>),
    /// A heading of the page itself.
    Anchor(Arc<str>),
    /// A path on this site, as written.
    Address(Arc<str>),
    /// An address elsewhere, scheme allowed.
    External(Arc<str>),
}

/// Line, column and length.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Position(u16, u16, u16);

impl From<Span> for Position {
    fn from(span: Span) -> Self {
        let clamp = |number: u32| u16::try_from(number).unwrap_or(u16::MAX);
        Position(clamp(span.line), clamp(span.column), clamp(span.length))
    }
}

impl From<Position> for Span {
    fn from(Position(line, column, length): Position) -> Self {
        Span::new(line.into(), column.into(), length.into())
    }
}

impl Target {
    /// The file that is published for whoever follows it.
    pub fn file(&self) -> Option<&SourcePath> {
        match self {
            Target::File(file) | Target::Chart { table: file, .. } => Some(file),
            _ => None,
        }
    }
}

impl Value {
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    pub fn as_moment(&self) -> Option<Moment> {
        match self {
            Value::Moment(moment) => Some(*moment),
            _ => None,
        }
    }

    /// The refs inside, at any depth, in order.
    pub fn refs(&self) -> Vec<u32> {
        match self {
            Value::Ref(index) => vec![*index],
            Value::List(values) => values.iter().flat_map(Value::refs).collect(),
            Value::Group(values) => values.iter().flat_map(|(_, value)| value.refs()).collect(),
            _ => Vec::new(),
        }
    }
}
