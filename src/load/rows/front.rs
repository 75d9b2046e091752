//! Turns a row, by the rules of its schema, into the text of a page: front matter, one line for each key, and body.

use std::fmt::Write;

use crate::load::kinds::{Field, FieldType, Kind};
use crate::load::schema::cells::{self, CellValue};
use crate::load::schema::pages::{Filled, InLanguage, Key, PageRules};
use crate::load::schema::pattern::Fill;
use crate::text::slug::slug;

use super::raw::Row;

/// What stands between the values of one cell.
const BETWEEN: char = ';';

/// The pages of one row.
pub struct Page<'a> {
    pub rules: &'a PageRules,
    pub kind: &'a Kind,
    /// The keys beside those of the rules.
    pub more: &'a [(&'a str, String)],
}

impl Page<'_> {
    /// In the first language, or another; `None` in one in which the row says nothing of it.
    pub fn text(&self, row: &Row, language: Option<&InLanguage>) -> Option<String> {
        let own: &[Key] = language.map_or(&[], |language| &language.front);
        if let Some(language) = language {
            let of_body = language.body.iter().flat_map(|body| body.columns());
            let mut named = own.iter().flat_map(|key| key.value.columns()).chain(of_body).peekable();
            let says_nothing = named.peek().is_some() && named.all(|field| row.cell(field).is_none());
            // Of a group nobody says more in one language than in another.
            if says_nothing && self.rules.split.is_none() {
                return None;
            }
        }
        let mut text = format!("---\nkind: {}\n", self.kind.name);
        for key in &self.rules.front {
            self.key(&mut text, own.iter().find(|own| own.name == key.name).unwrap_or(key), row);
        }
        for key in own.iter().filter(|own| !self.rules.front.iter().any(|key| key.name == own.name)) {
            self.key(&mut text, key, row);
        }
        for (key, value) in self.more {
            let _ = writeln!(text, "{key}: {}", quoted(value));
        }
        text.push_str("---\n");
        let body = language.map_or(self.rules.body.as_ref(), |language| language.body.as_ref());
        if let Some(body) = body.and_then(|body| body.text(row)) {
            text.push_str(&body);
            text.push('\n');
        }
        Some(text)
    }

    fn key(&self, text: &mut String, key: &Key, row: &Row) {
        let field = self.kind.fields.iter().find(|field| field.name == key.name);
        let length = text.len();
        let _ = write!(text, "{}: ", key.name);
        let is_long =
            |words: &str| words.contains('\n') && field.is_some_and(|field| field.kind == FieldType::Markdown);
        if let Filled::Text(pattern) = &key.value
            && let Some(words) = pattern.text(row).filter(|words| is_long(words))
        {
            text.push_str("|2-\n");
            for line in words.lines() {
                let _ = writeln!(text, "  {line}");
            }
            return;
        }
        match value(&key.value, field, row) {
            Some(value) => {
                text.push_str(&value);
                text.push('\n');
            }
            None => text.truncate(length),
        }
    }
}

/// A value on one line; `None` where the row says nothing.
fn value(filled: &Filled, field: Option<&Field>, row: &Row) -> Option<String> {
    match filled {
        Filled::Plain(plain) => Some(plain.clone()),
        Filled::Text(pattern) => {
            let words = pattern.text(row)?;
            let only = pattern.only_column();
            match field.filter(|field| field.many && only.is_some()) {
                Some(field) => {
                    let words = words.split(BETWEEN).map(str::trim).filter(|word| !word.is_empty());
                    let values: Vec<String> = words.map(|word| scalar(word, Some(field), None, row)).collect();
                    (!values.is_empty()).then(|| format!("[{}]", values.join(", ")))
                }
                None => Some(scalar(&words, field, only, row)),
            }
        }
        Filled::List(items) => {
            let values: Vec<String> = items.iter().filter_map(|item| value(item, field, row)).collect();
            (!values.is_empty()).then(|| format!("[{}]", values.join(", ")))
        }
        Filled::Group(entries) => {
            // What a group is about is in its columns: without any of them there is none.
            let columns = filled.columns();
            if !columns.is_empty() && columns.iter().all(|column| row.cell(*column).is_none()) {
                return None;
            }
            let of = |name: &str| field?.fields.iter().find(|field| field.name == name);
            let values =
                entries.iter().filter_map(|(name, own)| Some(format!("{name}: {}", value(own, of(name), row)?)));
            let values: Vec<String> = values.collect();
            (!values.is_empty()).then(|| format!("{{{}}}", values.join(", ")))
        }
    }
}

/// One value as the front matter of its field has it. `column`: the field of the schema that it is the cell of.
fn scalar(words: &str, field: Option<&Field>, column: Option<usize>, row: &Row) -> String {
    let own = column.map(|column| &row.schema.fields[column]);
    let plain = match field.map(|field| field.kind) {
        Some(FieldType::Bool) => cells::flag(words).map(|flag| flag.to_string()),
        Some(FieldType::Integer | FieldType::Number | FieldType::Year) => {
            match own.and_then(|own| cells::value(own, words)) {
                Some(CellValue::Number(number)) => Some(number.as_str().to_owned()),
                _ => is_number(words).then(|| words.to_owned()),
            }
        }
        Some(FieldType::Date | FieldType::Datetime) => cells::day(words).map(|day| day.to_string()),
        _ => None,
    };
    // What is part of an address is written as addresses are.
    let is_address = field.is_some_and(|field| field.name == "slug");
    plain.unwrap_or_else(|| if is_address { quoted(&slug(words)) } else { quoted(words) })
}

fn is_number(words: &str) -> bool {
    let digits = words.strip_prefix('-').unwrap_or(words);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
}

/// In quotation marks in which nothing but themselves means anything.
fn quoted(words: &str) -> String {
    let mut text = String::with_capacity(words.len() + 2);
    text.push('\'');
    for letter in words.chars() {
        match letter {
            '\'' => text.push_str("''"),
            '\n' => text.push(' '),
            letter => text.push(letter),
        }
    }
    text.push('\'');
    text
}
