//! What the schema of a table says of pages that are made from it: one from each row (`pages`), or one from all rows that have the same
//! in some columns (`split`).

use serde_yaml::Value as Yaml;

use super::parts::{Entry, Reader};
use super::pattern::Pattern;
use super::words::both;
use super::{Named, Schema, SchemaField};
use crate::diag::Span;

/// More rows than these are not on one page of a split table, unless the schema says otherwise.
const MOST_ROWS: usize = 500;

/// `pages` or `split`
#[derive(Clone, PartialEq, Debug)]
pub struct PageRules {
    pub kind: Named,
    /// What the address of a page is made of.
    pub name: Pattern,
    pub front: Vec<Key>,
    pub body: Option<Pattern>,
    /// By code: what is said otherwise in another language.
    pub languages: Vec<InLanguage>,
    /// Of a split table: numbers of the fields whose cells its pages have in common, the widest first, and how many rows a page
    /// has at most before the next field divides it.
    pub split: Option<Split>,
    pub span: Span,
}

#[derive(Clone, PartialEq, Debug)]
pub struct Split {
    pub by: Vec<usize>,
    pub most: usize,
}

#[derive(Clone, PartialEq, Debug)]
pub struct InLanguage {
    pub code: String,
    pub front: Vec<Key>,
    pub body: Option<Pattern>,
}

/// A key of the front matter of each page.
#[derive(Clone, PartialEq, Debug)]
pub struct Key {
    pub name: String,
    pub value: Filled,
    pub span: Span,
}

/// A value of the front matter whose texts a row fills.
#[derive(Clone, PartialEq, Debug)]
pub enum Filled {
    Text(Pattern),
    /// A number or a flag, as it is written.
    Plain(String),
    List(Vec<Filled>),
    Group(Vec<(String, Filled)>),
}

impl Filled {
    /// The numbers of the fields that it names.
    pub fn columns(&self) -> Vec<usize> {
        match self {
            Filled::Text(pattern) => pattern.columns().collect(),
            Filled::Plain(_) => Vec::new(),
            Filled::List(items) => items.iter().flat_map(Filled::columns).collect(),
            Filled::Group(entries) => entries.iter().flat_map(|(_, value)| value.columns()).collect(),
        }
    }
}

impl Schema {
    /// What its pages are made by, whichever key says it.
    pub fn page_rules(&self) -> Option<&PageRules> {
        self.pages.as_deref()
    }
}

impl<'a> Reader<'a> {
    /// `is_split`: the key is `split`.
    pub(super) fn pages(&mut self, entry: Entry<'a>, fields: &[SchemaField], is_split: bool) -> Option<Box<PageRules>> {
        let mut known = vec!["kind", "name", "fields", "body"];
        if is_split {
            known.extend(["by", "most"]);
        }
        let codes: Vec<String> = self.languages().iter().skip(1).cloned().collect();
        known.extend(codes.iter().map(String::as_str));
        let entries = self.entries(entry, &known);
        let find = |name: &str| entries.iter().find(|entry| entry.key == name).copied();
        let missing = |reader: &mut Self, key: &str, example: &str| {
            let what = both(format!("thiếu khóa “{key}”"), format!("the key “{key}” is missing"));
            let next = both(format!("Thêm một dòng, ví dụ {example}"), format!("Add a line, such as {example}"));
            reader.wrong(entry, what, next);
        };
        let kind = find("kind").and_then(|kind| self.named(kind));
        let split = if is_split { self.split(find("by"), find("most"), fields) } else { None };
        let name = match find("name") {
            Some(name) => self.pattern_of(name, fields, is_split),
            // A page of a split table is called as its place unless it is said.
            None if is_split => Pattern::read("{place}", |_| None, true).ok(),
            None => None,
        };
        let front = find("fields").map(|front| self.front(front, fields, is_split));
        let body = find("body").and_then(|body| self.pattern_of(body, fields, is_split));
        let mut languages = Vec::new();
        for code in &codes {
            let Some(own) = find(code) else { continue };
            let (mut front, mut body) = (Vec::new(), None);
            if let Yaml::Mapping(_) = own.value {
                for key in self.any_entries(own) {
                    match key.key {
                        "body" => body = self.pattern_of(key, fields, is_split),
                        _ => front.extend(self.key(key, fields, is_split)),
                    }
                }
            } else {
                self.entries(own, &["title"]);
            }
            languages.push(InLanguage { code: code.clone(), front, body });
        }
        for (key, is_there, example) in [
            ("kind", find("kind").is_some(), "kind: contact"),
            ("name", find("name").is_some() || is_split, "name: \"{…}\""),
            ("fields", front.is_some(), "fields: { title: \"{…}\" }"),
            ("by", find("by").is_some() || !is_split, "by: …"),
        ] {
            if !is_there {
                missing(self, key, example);
            }
        }
        let (kind, name, front) = (kind?, name?, front?);
        let span = self.span_of(entry);
        Some(Box::new(PageRules { kind, name, front, body, languages, split, span }))
    }

    fn split(&mut self, by: Option<Entry<'a>>, most: Option<Entry<'a>>, fields: &[SchemaField]) -> Option<Split> {
        let by = self.columns(by?, fields);
        let most = match most {
            None => MOST_ROWS,
            Some(entry) => match entry.value.as_u64().filter(|most| (1..=20_000).contains(most)) {
                Some(most) => most as usize,
                None => {
                    let next = both(
                        "Viết số dòng nhiều nhất của một trang, từ 1 đến 20000.",
                        "Write how many rows a page has at most, from 1 to 20000.",
                    );
                    self.wrong_value(entry, next);
                    MOST_ROWS
                }
            },
        };
        (!by.is_empty()).then_some(Split { by, most })
    }

    fn front(&mut self, entry: Entry<'a>, fields: &[SchemaField], is_split: bool) -> Vec<Key> {
        let entries = self.any_entries(entry);
        entries.into_iter().filter_map(|key| self.key(key, fields, is_split)).collect()
    }

    fn key(&mut self, entry: Entry<'a>, fields: &[SchemaField], is_split: bool) -> Option<Key> {
        let value = self.filled(entry, fields, is_split)?;
        Some(Key { name: entry.key.to_owned(), value, span: self.span_of(entry) })
    }

    fn filled(&mut self, entry: Entry<'a>, fields: &[SchemaField], is_split: bool) -> Option<Filled> {
        match entry.value {
            Yaml::Sequence(_) => {
                let items = self.items(entry);
                let values = items.into_iter().filter_map(|item| self.filled(item, fields, is_split));
                Some(Filled::List(values.collect()))
            }
            Yaml::Mapping(_) => {
                let entries = self.any_entries(entry);
                let values = entries.into_iter().filter_map(|own| {
                    let value = self.filled(own, fields, is_split)?;
                    Some((own.key.to_owned(), value))
                });
                Some(Filled::Group(values.collect()))
            }
            Yaml::Number(_) | Yaml::Bool(_) => self.text(entry).map(Filled::Plain),
            _ => self.pattern_of(entry, fields, is_split).map(Filled::Text),
        }
    }

    fn pattern_of(&mut self, entry: Entry<'a>, fields: &[SchemaField], is_split: bool) -> Option<Pattern> {
        let text = self.text(entry)?;
        let field = |name: &str| fields.iter().position(|field| field.name == name);
        match Pattern::read(&text, field, is_split) {
            Ok(pattern) => Some(pattern),
            Err(name) => {
                self.no_column(entry, &name, fields);
                None
            }
        }
    }
}
