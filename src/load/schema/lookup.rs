//! What the schema of a table says of looking rows up in it: which columns a reader sees of his row, and what a key looks like.

use serde::{Deserialize, Serialize};

use super::parts::{Entry, Reader};
use super::words::both;
use super::{Schema, SchemaField};

const KEYS: [&str; 2] = ["show", "example"];

/// `lookup`
#[derive(Clone, Default, PartialEq, Debug, Serialize, Deserialize)]
pub struct LookupRules {
    /// Numbers of the fields that are shown; none for all but the key.
    pub show: Vec<usize>,
    /// What the parts of a key may look like, in their order: none of a row.
    pub examples: Vec<String>,
}

impl Schema {
    /// Numbers of the fields of a row that its reader sees.
    pub fn shown_in_lookup(&self) -> Vec<usize> {
        if !self.lookup.show.is_empty() {
            return self.lookup.show.clone();
        }
        (0..self.fields.len()).filter(|field| !self.primary_key.contains(field)).collect()
    }
}

impl<'a> Reader<'a> {
    pub(super) fn lookup(&mut self, entry: Entry<'a>, fields: &[SchemaField]) -> LookupRules {
        let mut rules = LookupRules::default();
        // The group may be empty: its being there says that single rows are published and nothing else.
        if entry.value.is_null() {
            return rules;
        }
        for entry in self.entries(entry, &KEYS) {
            match entry.key {
                "show" => rules.show = self.columns(entry, fields),
                _ if entry.value.is_sequence() => rules.examples = self.texts(entry),
                _ => rules.examples = self.text(entry).into_iter().collect(),
            }
        }
        if rules.examples.len() > 2 {
            let next = both("Viết một ví dụ cho mỗi cột của khóa.", "Write one example for each column of the key.");
            self.wrong_value(entry, next);
        }
        rules
    }
}
