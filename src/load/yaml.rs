//! Turns a YAML text into where its keys and values stand, for messages, and into scalars as they were written.
//!
//! `serde_yaml` gives values without positions; this finds the place of a path (`attachments`, 2, `file`) again
//! by indentation, in block style. In flow style (`{a: 1}`) it answers with the nearest block key. What was found is
//! kept, so that a list of thousands is gone through once and not once for each of its items.

use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::yaml_values::{self, Written};
use crate::diag::Span;

/// One step into a YAML value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Step<'a> {
    Key(&'a str),
    Item(usize),
}

/// A YAML text cut into lines; `first_line` is the number of its first line in the file.
pub struct YamlText<'a> {
    text: &'a str,
    lines: Vec<&'a str>,
    first_line: usize,
    found: RefCell<Found<'a>>,
    written: OnceCell<Option<Written>>,
}

/// Lines of a part of the text, from and to.
type Part = (usize, usize);

/// What was looked for before.
#[derive(Default)]
struct Found<'a> {
    /// By part and the column at which its keys begin.
    keys: FxHashMap<(Part, usize), Rc<FxHashMap<&'a str, Place>>>,
    /// The lines on which the items of a list begin.
    items: FxHashMap<Part, Rc<Vec<usize>>>,
    /// By line and limit: the first line that no longer belongs to what stands there.
    ends: FxHashMap<Part, usize>,
    /// Of values, by line and byte.
    spans: FxHashMap<(usize, usize), Span>,
}

/// A found key or item: its line, and the column (in bytes) at which its value begins.
#[derive(Clone, Copy)]
struct Place {
    line: usize,
    column: usize,
    value: usize,
}

impl<'a> YamlText<'a> {
    pub fn new(text: &'a str, first_line: usize) -> Self {
        Self { text, lines: text.lines().collect(), first_line, found: RefCell::default(), written: OnceCell::new() }
    }

    /// The place of a key itself.
    pub fn key_span(&self, path: &[Step]) -> Span {
        let Some(found) = self.find(path) else { return Span::new(self.first_line, 1, 1) };
        let line = self.lines[found.line];
        let length = match path.last() {
            Some(Step::Key(key)) => key.chars().count(),
            _ => line[found.column..].trim_end().chars().count(),
        };
        self.span(found.line, found.column, length)
    }

    /// The place of the value: the rest of the line after the key, or the key when the value stands below.
    pub fn value_span(&self, path: &[Step]) -> Span {
        let Some(found) = self.find(path) else { return Span::new(self.first_line, 1, 1) };
        let known = self.found.borrow().spans.get(&(found.line, found.value)).copied();
        known.unwrap_or_else(|| {
            let value = self.lines[found.line][found.value.min(self.lines[found.line].len())..].trim_end();
            if value.is_empty() {
                return self.key_span(path);
            }
            let span = self.span(found.line, found.value, value.chars().count());
            self.found.borrow_mut().spans.insert((found.line, found.value), span);
            span
        })
    }

    /// A number or flag exactly as written: YAML reads `0271.1022` as 271.1022.
    pub fn written(&self, path: &[Step]) -> Option<&str> {
        let all = self.written.get_or_init(|| Written::read(self.text, &yaml_values::read(self.text).ok()?));
        let found = path.iter().try_fold(all.as_ref()?, |around, step| match (around, step) {
            (Written::List(items), Step::Item(index)) => items.get(*index),
            (Written::Group(group), Step::Key(key)) => {
                group.iter().find(|(name, _)| name == key).map(|(_, value)| value)
            }
            // One value stands for a list of one.
            _ => None,
        })?;
        match found {
            Written::Scalar(text) => Some(text.trim()),
            _ => None,
        }
    }

    /// The line at a place, and its part from there on.
    pub fn line_at(&self, span: Span) -> (&'a str, &'a str) {
        let line = (span.line as usize).checked_sub(self.first_line).and_then(|at| self.lines.get(at));
        let line = line.copied().unwrap_or_default();
        let from = line.char_indices().nth(span.column as usize - 1).map_or(line.len(), |(at, _)| at);
        (line, &line[from..])
    }

    /// Lines on which each key of the outermost mapping stands, in order.
    pub fn top_keys(&self) -> Vec<(&'a str, usize)> {
        let keys =
            self.lines.iter().enumerate().filter_map(|(index, line)| Some((key_of(line)?.0, index + self.first_line)));
        keys.collect()
    }

    fn span(&self, line: usize, byte: usize, length: usize) -> Span {
        let column = self.lines[line][..byte].chars().count() + 1;
        Span::new(line + self.first_line, column, length)
    }

    fn find(&self, path: &[Step]) -> Option<Place> {
        let (mut from, mut to, mut column) = (0, self.lines.len(), 0);
        let mut found = None;
        for step in path {
            let hit = match step {
                Step::Key(key) => self.keys(from, to, column).get(key).copied(),
                Step::Item(index) => self.items(from, to).get(*index).map(|line| self.item(*line)),
            };
            // A list or mapping in flow style has no lines of its own: stay at what was found.
            let Some(hit) = hit else { return found };
            found = Some(hit);
            to = self.end_of(hit, to);
            (from, column) = match step {
                Step::Key(_) => (hit.line + 1, usize::MAX),
                Step::Item(_) => (hit.line, hit.value),
            };
        }
        found
    }

    /// The keys of a part. `column`: where they must begin; `usize::MAX` means at the first line's own indentation.
    fn keys(&self, from: usize, to: usize, column: usize) -> Rc<FxHashMap<&'a str, Place>> {
        let known = self.found.borrow().keys.get(&((from, to), column)).cloned();
        known.unwrap_or_else(|| {
            let keys = Rc::new(self.find_keys(from, to, column));
            self.found.borrow_mut().keys.insert(((from, to), column), keys.clone());
            keys
        })
    }

    fn find_keys(&self, from: usize, to: usize, column: usize) -> FxHashMap<&'a str, Place> {
        let mut keys = FxHashMap::default();
        let mut wanted = column;
        for line in from..to {
            let text = self.lines[line];
            if is_blank(text) {
                continue;
            }
            // The first line of a list item holds its first key behind the dash.
            let begin = if line == from && column != usize::MAX && column > 0 { column } else { indent(text) };
            if wanted == usize::MAX {
                wanted = begin;
            }
            if begin != wanted {
                continue;
            }
            if let Some((name, value)) = text.get(begin..).and_then(key_of) {
                let quoted = usize::from(text[begin..].starts_with(['"', '\'']));
                let column = begin + quoted * usize::from(!name.is_empty());
                keys.entry(name).or_insert(Place { line, column, value: begin + value });
            }
        }
        keys
    }

    fn items(&self, from: usize, to: usize) -> Rc<Vec<usize>> {
        let known = self.found.borrow().items.get(&(from, to)).cloned();
        known.unwrap_or_else(|| {
            let items = Rc::new(self.find_items(from, to));
            self.found.borrow_mut().items.insert((from, to), items.clone());
            items
        })
    }

    fn find_items(&self, from: usize, to: usize) -> Vec<usize> {
        let Some(first) = (from..to).find(|line| !is_blank(self.lines[*line])) else { return Vec::new() };
        let dash = indent(self.lines[first]);
        let is_item = |line: &usize| {
            let text = self.lines[*line];
            indent(text) == dash && (text[dash..].starts_with("- ") || text[dash..].trim_end() == "-")
        };
        (first..to).filter(is_item).collect()
    }

    fn item(&self, line: usize) -> Place {
        let dash = indent(self.lines[line]);
        let after = self.lines[line][dash + 1..].len() - self.lines[line][dash + 1..].trim_start().len();
        let value = dash + 1 + after;
        Place { line, column: value, value }
    }

    /// The first line after a found key or item that no longer belongs to it.
    fn end_of(&self, found: Place, limit: usize) -> usize {
        let known = self.found.borrow().ends.get(&(found.line, limit)).copied();
        known.unwrap_or_else(|| {
            let end = self.find_end(found.line, limit);
            self.found.borrow_mut().ends.insert((found.line, limit), end);
            end
        })
    }

    fn find_end(&self, begin: usize, limit: usize) -> usize {
        let own = indent(self.lines[begin]);
        let later = (begin + 1..limit).find(|line| {
            let text = self.lines[*line];
            // A list may stand at the indentation of its key.
            let is_item = text.get(own..).is_some_and(|rest| rest.starts_with('-'));
            let list_of_key = is_item && !self.lines[begin][own..].starts_with('-');
            let outside = indent(text) < own || (indent(text) == own && !list_of_key);
            !is_blank(text) && outside
        });
        later.unwrap_or(limit)
    }
}

/// The first tab in an indentation or between key and value, as line (from 0) and column (from 1). Inside text a tab is harmless.
pub fn find_tab(yaml: &str) -> Option<(usize, usize)> {
    yaml.lines().enumerate().find_map(|(index, line)| {
        let lead = line.len() - line.trim_start().len();
        let behind_key = || line[lead..].starts_with(|first| first != '"').then(|| line.find(':'))?;
        let at = line[..lead]
            .find('\t')
            .or_else(|| behind_key().map(|colon| colon + 1).filter(|after| line[*after..].starts_with('\t')))?;
        Some((index, line[..at].chars().count() + 1))
    })
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

fn is_blank(line: &str) -> bool {
    let text = line.trim_start();
    text.is_empty() || text.starts_with('#')
}

/// The key at the start of a line and the byte at which its value begins.
fn key_of(line: &str) -> Option<(&str, usize)> {
    let quote = line.chars().next().filter(|letter| matches!(letter, '"' | '\''));
    let (key, after) = match quote {
        Some(quote) => {
            let end = line[1..].find(quote)? + 1;
            (&line[1..end], end + 1)
        }
        None => {
            let end = line.find(':')?;
            (line[..end].trim_end(), end)
        }
    };
    let plain = !key.is_empty() && !key.starts_with([' ', '-', '#', '[', '{', '\t']);
    let rest = line.get(after..)?.trim_start().strip_prefix(':')?;
    if !plain || !(rest.is_empty() || rest.starts_with([' ', '\t'])) {
        return None;
    }
    Some((key, line.len() - rest.trim_start().len()))
}

#[cfg(test)]
mod tests {
    use super::Step::{Item, Key};
    use super::*;

    const TEXT: &str = "title: \"Một: hai\"\nphones:\n- 0271.1022\n- 1022 # ngắn\nattachments:\n  - file: a.pdf\n    title: A\n  - title: B\n    file: b.pdf\n\"quoted\": x\ntags: [a, b]\n";

    fn at(path: &[Step]) -> (u32, u32, u32) {
        let span = YamlText::new(TEXT, 2).value_span(path);
        (span.line, span.column, span.length)
    }

    #[test]
    fn keys_items_and_nested_keys_are_found_where_they_stand() {
        assert_eq!(at(&[Key("title")]), (2, 8, 10));
        assert_eq!(at(&[Key("phones"), Item(1)]), (5, 3, 11));
        assert_eq!(at(&[Key("attachments"), Item(0), Key("file")]), (7, 11, 5));
        assert_eq!(at(&[Key("attachments"), Item(1), Key("file")]), (10, 11, 5));
        assert_eq!(at(&[Key("attachments"), Item(1), Key("title")]), (9, 12, 1));
        assert_eq!(at(&[Key("quoted")]), (11, 11, 1));
    }

    #[test]
    fn flow_style_answers_with_the_key_above() {
        assert_eq!(at(&[Key("tags"), Item(1)]), (12, 7, 6));
    }

    #[test]
    fn a_scalar_is_given_back_as_written_in_every_style() {
        let text = "a: [0271.1022, 1022]\nb:\n  0271.1022\nc:\n- d: 0271.10 # \"#\n  e: {f: 01.50}\ng: +84.10\n";
        let yaml = YamlText::new(text, 2);
        assert_eq!(yaml.written(&[Key("a"), Item(0)]), Some("0271.1022"));
        assert_eq!(yaml.written(&[Key("b")]), Some("0271.1022"));
        assert_eq!(yaml.written(&[Key("c"), Item(0), Key("d")]), Some("0271.10"));
        assert_eq!(yaml.written(&[Key("c"), Item(0), Key("e"), Key("f")]), Some("01.50"));
        assert_eq!(yaml.written(&[Key("g")]), Some("+84.10"));
    }

    #[test]
    fn a_key_that_is_not_there_points_at_the_front_matter() {
        assert_eq!(at(&[Key("nothing")]), (2, 1, 1));
    }

    #[test]
    fn tabs_matter_only_outside_text() {
        assert_eq!(find_tab("title: a\tb\n\tx: 1\n"), Some((1, 1)));
        assert_eq!(find_tab("title:\ta\n"), Some((0, 7)));
        assert_eq!(find_tab("title: a\tb\n"), None);
        assert_eq!(find_tab("title: \"Chú ý:\tnghỉ\"\n"), None);
    }

    #[test]
    fn only_outermost_keys_are_listed() {
        let keys: Vec<_> = YamlText::new(TEXT, 2).top_keys().into_iter().map(|(key, _)| key).collect();
        assert_eq!(keys, ["title", "phones", "attachments", "quoted", "tags"]);
    }
}
