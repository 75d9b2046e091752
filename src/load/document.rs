//! What one Markdown file says: its typed front matter, its body with links still open, and where things stand.
//!
//! A document depends on its own bytes and the options alone. Links to other pages are *holes* in the HTML,
//! numbers of entries in `refs`; they are filled when the page is rendered, so renaming one page parses no other.

use std::sync::{Arc, LazyLock};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::acceptances::Acceptance;
use super::config::Config;
use super::kinds::{Calendar, Field, FieldIndex, Kind, KindId, Kinds};
use super::show_in::ShowIn;
use super::source::Source;
pub use super::source::{Language, Role};
use super::stage::Approval;
use super::value::Position;
pub use super::value::{Ref, Target, Value};
use crate::diag::Span;
use crate::files::Hash;
use crate::path::SourcePath;
use crate::time::Moment;

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
    /// What its editors know and leave.
    pub accepts: Box<[Acceptance]>,
    /// In which other portals it should be shown.
    pub show_in: Box<[ShowIn]>,
    /// What its editors say of its approval.
    pub approval: Approval,
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

impl Source {
    /// The source of a document.
    pub fn of(document: &Document) -> Source {
        let Document { source, language, role, group, home, stem, .. } = document;
        Source {
            path: source.clone(),
            language: *language,
            role: *role,
            group: group.clone(),
            home: home.clone(),
            stem: stem.clone(),
        }
    }
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

    /// The first moment at which what takes place is over.
    pub fn over(&self, calendar: &Calendar) -> Option<Timestamp> {
        let moment = |field| self.value(field).and_then(Value::as_moment);
        calendar.ends.and_then(moment).or_else(|| moment(calendar.starts)).map(|last| last.ends())
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

    /// What its text shows as pictures, in their order.
    pub fn pictured(&self) -> impl Iterator<Item = &Target> {
        self.body.pictures.iter().map(|picture| &self.target(picture.target).target)
    }

    /// Whether both accept the same, wherever it stands.
    pub fn accepts_as(&self, other: &Document) -> bool {
        self.accepts.iter().map(|own| own.rule.code).eq(other.accepts.iter().map(|other| other.rule.code))
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
