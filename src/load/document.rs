//! What one Markdown file says: its typed front matter, its body with links still open, and where things stand.
//!
//! A document depends on its own bytes and the options alone. Links to other pages are *holes* in the HTML,
//! numbers of entries in `refs`; they are filled when the page is rendered, so renaming one page parses no other.

use std::cell::Cell;
use std::sync::{Arc, LazyLock};

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};

use super::config::Config;
use super::discover::Source;
use super::kinds::{Field, FieldIndex, Kind, KindId, Kinds};
use super::positions::Position;
use crate::diag::Span;
use crate::files::Hash;
use crate::path::SourcePath;
use crate::text::decimal::Decimal;
use crate::time::Moment;

/// Index of a language in `Config::languages`.
pub type Language = u8;

#[derive(Debug, Serialize, Deserialize)]
pub struct Document {
    pub source: SourcePath,
    /// The source without its language: the same for all translations of one page.
    pub group: Arc<str>,
    /// The folder whose section it belongs to (its own folder for a section).
    pub home: Arc<str>,
    /// What its URL segment is made of, unless it has a slug.
    pub stem: Arc<str>,
    pub hash: Hash,
    /// Of everything that other pages can show of it: all but the running text.
    pub facts: Hash,
    pub language: Language,
    /// The schema of `values`.
    pub kind: KindId,
    pub role: Role,
    pub title: Arc<str>,
    /// Sorted by field; a field that is not set has no entry.
    pub values: Vec<(FieldIndex, Value)>,
    /// Where those stand that hold no others and lead nowhere, in the same order; see `positions`.
    pub positions: Box<[Position]>,
    /// Everything the document points at: in the body, then in front matter.
    pub refs: Vec<Ref>,
    pub body: Body,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Role {
    /// `_index.md`
    Section,
    /// `slug.md`
    Item,
    /// `slug/index.md`, with its files beside it
    Bundle,
}

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

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Body {
    /// HTML with holes; `None` when it was dropped to keep memory flat and is read again for rendering.
    #[serde(skip)]
    pub html: Option<Arc<str>>,
    /// There is something to read.
    pub has_text: bool,
    pub headings: Vec<Heading>,
    pub pictures: Vec<Picture>,
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Heading {
    /// 2 to 6.
    pub level: u8,
    pub id: Arc<str>,
    pub text: Arc<str>,
}

/// A picture or video of the body; its hole is filled when its size and address are known.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Picture {
    /// Index in `refs`.
    pub target: u32,
    /// Plain text.
    pub alt: Arc<str>,
    pub caption: Option<Arc<str>>,
}

impl Document {
    pub fn value(&self, index: FieldIndex) -> Option<&Value> {
        self.values.binary_search_by_key(&index, |(field, _)| *field).ok().map(|at| &self.values[at].1)
    }

    /// The value of the field with this name in the document's schema.
    pub fn get(&self, kind: &Kind, name: &str) -> Option<&Value> {
        self.value(kind.index_of(name)?)
    }

    pub fn text(&self, kind: &Kind, name: &str) -> Option<&str> {
        self.get(kind, name)?.as_text()
    }

    pub fn moment(&self, kind: &Kind, name: &str) -> Option<Moment> {
        self.get(kind, name)?.as_moment()
    }

    /// The date of state with this role.
    pub fn role(&self, kind: &Kind, role: super::kinds::DateRole) -> Option<Moment> {
        self.value(kind.by_role(role)?)?.as_moment()
    }

    pub fn flag(&self, kind: &Kind, name: &str) -> bool {
        matches!(self.get(kind, name), Some(Value::Bool(true)))
    }

    pub fn integer(&self, kind: &Kind, name: &str) -> Option<i64> {
        match self.get(kind, name)? {
            Value::Integer(number) => Some(*number),
            _ => None,
        }
    }

    /// The texts of a list field, or the one text of a single field.
    pub fn texts(&self, kind: &Kind, name: &str) -> Vec<&str> {
        match self.get(kind, name) {
            Some(Value::List(values)) => values.iter().filter_map(Value::as_text).collect(),
            Some(value) => value.as_text().into_iter().collect(),
            None => Vec::new(),
        }
    }

    /// What an entry of `refs` points at; a file that does not exist, where there is no such entry.
    pub fn target(&self, index: u32) -> &Ref {
        static NOWHERE: LazyLock<Ref> =
            LazyLock::new(|| Ref { target: Target::File(SourcePath::new("")), span: Span::new(1, 1, 1) });
        self.refs.get(index as usize).unwrap_or(&NOWHERE)
    }

    /// Whether this can be what reading the source gave: a cache may come from anywhere, and all that is made of a
    /// document goes by the numbers in it.
    pub fn fits(&self, source: &Source, hash: &Hash, config: &Config, kinds: &Kinds) -> bool {
        let Some(kind) = kinds.all().get(usize::from(self.kind.0)) else { return false };
        let sorted = self.values.windows(2).all(|pair| pair[0].0 < pair[1].0);
        let title = self.text(kind, "title");
        self.source == source.path
            && self.hash == *hash
            && (self.language, self.role) == (source.language, source.role)
            && (&self.group, &self.home, &self.stem) == (&source.group, &source.home, &source.stem)
            && usize::from(self.language) < config.languages.len()
            && sorted
            && title == Some(&*self.title)
            && self.values.iter().all(|value| self.value_fits(&kind.fields, value))
            && self.body.pictures.iter().all(|picture| (picture.target as usize) < self.refs.len())
            && self.refs.iter().all(|reference| match &reference.target {
                Target::Address(path) => path.starts_with('/'),
                _ => true,
            })
    }

    fn value_fits(&self, fields: &[Field], (index, value): &(FieldIndex, Value)) -> bool {
        let Some(field) = fields.get(usize::from(*index)) else { return false };
        let one = |value: &Value| match value {
            Value::Choice(option) => usize::from(*option) < field.options.len(),
            Value::Ref(index) => (*index as usize) < self.refs.len(),
            Value::Group(values) => values.iter().all(|value| self.value_fits(&field.fields, value)),
            Value::List(_) => false,
            _ => true,
        };
        match value {
            Value::List(values) => field.many && values.iter().all(one),
            single => !field.many && one(single),
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
