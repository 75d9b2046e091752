//! What the schema of a table says of looking rows up in it: which columns a reader sees of his row, what a key looks like, and whether
//! rows may be listed for those who cannot type a key.

use serde::{Deserialize, Serialize};

use super::cells::compile;
use super::mask::PHONE;
use super::parts::{Entry, Reader};
use super::words::{both, short};
use super::{Schema, SchemaField};
use crate::diag::catalog;

const KEYS: [&str; 4] = ["show", "example", "list", "index"];

/// `lookup`
#[derive(Clone, Default, PartialEq, Debug, Serialize, Deserialize)]
pub struct LookupRules {
    /// Numbers of the fields that are shown; none for all but the key.
    pub show: Vec<usize>,
    /// What the parts of a key may look like, in their order: none of a row.
    pub examples: Vec<String>,
    /// Rows may stand on pages that anybody can read, a range of keys on each.
    pub list: bool,
    /// Search engines may show these pages.
    pub index: bool,
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
    pub(super) fn lookup(&mut self, entry: Entry<'a>, fields: &[SchemaField], key: &[usize]) -> LookupRules {
        let mut rules = LookupRules::default();
        // The group may be empty: its being there says that single rows are published and nothing else.
        if entry.value.is_null() {
            return rules;
        }
        let entries = self.entries(entry, &KEYS);
        for entry in &entries {
            match entry.key {
                "show" => rules.show = self.columns(*entry, fields),
                "list" => rules.list = self.flag(*entry),
                "index" => rules.index = self.flag(*entry),
                _ if entry.value.is_sequence() => rules.examples = self.texts(*entry),
                _ => rules.examples = self.text(*entry).into_iter().collect(),
            }
        }
        if rules.examples.len() > 2 {
            let next = both("Viết một ví dụ cho mỗi cột của khóa.", "Write one example for each column of the key.");
            self.wrong_value(entry, next);
        }
        let find = |name: &str| entries.iter().find(|entry| entry.key == name);
        if let Some(example) = find("example") {
            self.hold_examples(*example, &rules.examples, fields, key);
        }
        match (find("list"), find("index")) {
            (Some(list), _) if rules.list => self.hold_list(*list, fields, key),
            (_, Some(index)) if rules.index => {
                let next = both(
                    "Máy tìm kiếm chỉ thấy được trang liệt kê: thêm list: true, hoặc xóa index.",
                    "Search engines can show pages of lists alone: add list: true, or delete index.",
                );
                self.wrong_value(*index, next);
            }
            _ => {}
        }
        rules
    }

    /// People type what they see in an example, so one that no key can be sends them the wrong way.
    fn hold_examples(&mut self, entry: Entry<'a>, examples: &[String], fields: &[SchemaField], key: &[usize]) {
        for (example, field) in examples.iter().zip(key.iter().map(|field| &fields[*field])) {
            let Some(pattern) = &field.constraints.pattern else { continue };
            if compile(pattern).is_some_and(|compiled| !compiled.is_match(example.trim())) {
                let (name, example) = (short(&field.name), short(example));
                let what = both(
                    format!(
                        "ví dụ “{example}” không đúng mẫu của cột “{name}” ({pattern}), ai gõ như thế cũng bị báo sai"
                    ),
                    format!(
                        "the example “{example}” is not of the pattern of the column “{name}” ({pattern}), so whoever types such a key is told that it is wrong"
                    ),
                );
                let next = both(
                    "Ghi ở example một khóa đúng mẫu mà không phải của ai, hoặc sửa pattern.",
                    "Write under example a key of this pattern that is nobody's, or mend the pattern.",
                );
                self.wrong(entry, what, next);
            }
        }
    }

    /// Rows that only their owners may see, because two things must be known of each or some of it is masked, are listed nowhere.
    fn hold_list(&mut self, entry: Entry<'a>, fields: &[SchemaField], key: &[usize]) {
        let masked = fields.iter().find(|field| field.mask.is_some());
        let personal = fields.iter().find_map(|field| Some((field, field.tells_who().filter(|what| *what != PHONE)?)));
        let what = match (key.len(), masked, personal) {
            (2.., ..) => both(
                "khóa có hai cột, tức là mỗi dòng chỉ dành cho người biết cả hai",
                "the key has two columns, so each row is for those alone who know both",
            ),
            (_, Some(field), _) => both(
                format!("cột “{}” được che bớt (mask)", field.name),
                format!("the column “{}” is masked", field.name),
            ),
            (_, None, Some((field, (vi, en)))) => {
                both(format!("cột “{}” là {vi}", field.name), format!("the column “{}” is {en}", field.name))
            }
            _ => return,
        };
        let next = both(
            "Xóa list: true; ai cũng chỉ xem được dòng mà mình nhập đúng khóa.",
            "Delete list: true; everybody then sees the row alone whose key is typed.",
        );
        self.wrong_as(entry, &catalog::LOOKUP_LIST, what, next);
    }
}
