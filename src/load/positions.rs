//! Where the values of a document stand in its file, for findings that come after it was loaded.
//!
//! A portal keeps them of all its pages, so each takes six bytes: front matter is short enough for that.

use super::document::Document;
use super::kinds::{Field, FieldIndex, Kind};
use super::value::{Position, Value};
use crate::diag::Span;

/// A value that holds no others, with its field and its place.
pub struct Leaf<'d> {
    /// Of a group, if it stands in one.
    pub field: &'d Field,
    pub value: &'d Value,
    pub span: Span,
    pub is_in_group: bool,
}

impl Document {
    /// Every value that holds no others, in order.
    pub fn leaves<'d>(&'d self, kind: &'d Kind) -> Vec<Leaf<'d>> {
        let mut found = Vec::with_capacity(self.positions.len() + self.refs.len());
        let mut positions = self.positions.iter();
        for (index, value) in &self.values {
            self.walk((kind.field(*index), value, false), &mut positions, &mut found);
        }
        found
    }

    fn walk<'d>(
        &'d self,
        (field, value, is_in_group): (&'d Field, &'d Value, bool),
        positions: &mut std::slice::Iter<Position>,
        found: &mut Vec<Leaf<'d>>,
    ) {
        match value {
            Value::List(values) => {
                values.iter().for_each(|value| self.walk((field, value, is_in_group), positions, found));
            }
            Value::Group(values) => {
                for (inner, value) in values {
                    self.walk((&field.fields[usize::from(*inner)], value, true), positions, found);
                }
            }
            // What leads somewhere has its place where it says so.
            Value::Ref(target) => found.push(Leaf { field, value, span: self.target(*target).span, is_in_group }),
            _ => {
                let span = positions.next().copied().map_or(START, Span::from);
                found.push(Leaf { field, value, span, is_in_group });
            }
        }
    }

    /// Where the value of a field begins; the first line, if it is not set.
    pub fn place(&self, index: FieldIndex) -> Span {
        let mut before = 0;
        for (own, value) in &self.values {
            if *own == index {
                let target =
                    first(value).and_then(|value| if let Value::Ref(target) = value { Some(*target) } else { None });
                let known = || self.positions.get(before).copied().map(Span::from);
                return target.map(|target| self.target(target).span).or_else(known).unwrap_or(START);
            }
            before += count(value);
        }
        START
    }

    /// The same of the field with this name.
    pub fn place_of(&self, kind: &Kind, name: &str) -> Span {
        kind.index_of(name).map_or(START, |index| self.place(index))
    }
}

/// The fence above the front matter.
const START: Span = Span { line: 1, column: 1, length: 3 };

/// How many positions a value has.
fn count(value: &Value) -> usize {
    match value {
        Value::List(values) => values.iter().map(count).sum(),
        Value::Group(values) => values.iter().map(|(_, value)| count(value)).sum(),
        Value::Ref(_) => 0,
        _ => 1,
    }
}

fn first(value: &Value) -> Option<&Value> {
    match value {
        Value::List(values) => first(values.first()?),
        Value::Group(values) => first(&values.first()?.1),
        single => Some(single),
    }
}
