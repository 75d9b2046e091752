//! Turns a YAML text into where its keys and values stand, for messages and for scalars as they were written.
//!
//! `serde_yaml` gives values without positions; this finds the place of a path (`attachments`, 2, `file`) again
//! by indentation, in block style. In flow style (`{a: 1}`) it answers with the nearest block key.

use serde_yaml::Value as Yaml;

use crate::diag::Span;

/// One step into a YAML value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Step<'a> {
    Key(&'a str),
    Item(usize),
}

/// A YAML text cut into lines; `first_line` is the number of its first line in the file.
pub struct YamlText<'a> {
    lines: Vec<&'a str>,
    first_line: usize,
}

/// A found key or item: its line, and the column (in bytes) at which its value begins.
#[derive(Clone, Copy)]
struct Found {
    line: usize,
    column: usize,
    value: usize,
}

impl<'a> YamlText<'a> {
    pub fn new(text: &'a str, first_line: usize) -> Self {
        Self { lines: text.lines().collect(), first_line }
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
        let value = self.lines[found.line][found.value.min(self.lines[found.line].len())..].trim_end();
        if value.is_empty() { self.key_span(path) } else { self.span(found.line, found.value, value.chars().count()) }
    }

    /// A plain scalar exactly as written (`0271.1022`, which YAML reads as a number), without its comment.
    pub fn raw(&self, path: &[Step]) -> Option<&'a str> {
        let found = self.find(path)?;
        let value = self.lines[found.line].get(found.value..)?;
        let value = value.split_once(" #").map_or(value, |(value, _)| value).trim();
        (!value.is_empty()).then_some(value)
    }

    /// A number, `true` or `false` exactly as written, also inside `{a: 1.50}`; `None` where that is not certain.
    pub fn written(&self, path: &[Step], value: &Yaml) -> Option<String> {
        /// Each value looks through what stands beside it, so that must be short.
        const LONGEST: usize = 4_000;
        let found = self.find(path)?;
        let first = self.lines[found.line].get(found.value..)?;
        if !first.trim().is_empty() && !first.starts_with(['{', '[']) {
            return self.raw(path).map(str::to_owned);
        }
        let more = &self.lines[found.line + 1..self.end_of(found, self.lines.len())];
        if first.len() + more.iter().map(|line| line.len() + 1).sum::<usize>() > LONGEST {
            return None;
        }
        let means = |word: &&str| match value {
            Yaml::Number(number) => word.parse::<f64>().is_ok_and(|read| Some(read) == number.as_f64()),
            Yaml::Bool(flag) => word.eq_ignore_ascii_case(if *flag { "true" } else { "false" }),
            _ => false,
        };
        let mut words: Vec<&str> = std::iter::once(&first)
            .chain(more)
            .flat_map(|line| {
                line.split_once(" #").map_or(*line, |(line, _)| line).split([',', ':', '{', '}', '[', ']', ' '])
            })
            .filter(means)
            .collect();
        words.sort_unstable();
        words.dedup();
        (words.len() == 1).then(|| words[0].to_owned())
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

    fn find(&self, path: &[Step]) -> Option<Found> {
        let (mut from, mut to, mut column) = (0, self.lines.len(), 0);
        let mut found = None;
        for step in path {
            let hit = match step {
                Step::Key(key) => self.find_key(key, from, to, column),
                Step::Item(index) => self.find_item(*index, from, to),
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

    /// `column`: where the key must begin; `usize::MAX` means at the first line's own indentation.
    fn find_key(&self, key: &str, from: usize, to: usize, column: usize) -> Option<Found> {
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
            if let Some((name, value)) = key_of(&text[begin..]).filter(|(name, _)| *name == key) {
                let quoted = usize::from(text[begin..].starts_with(['"', '\'']));
                return Some(Found {
                    line,
                    column: begin + quoted * usize::from(!name.is_empty()),
                    value: begin + value,
                });
            }
        }
        None
    }

    fn find_item(&self, index: usize, from: usize, to: usize) -> Option<Found> {
        let first = (from..to).find(|line| !is_blank(self.lines[*line]))?;
        let dash = indent(self.lines[first]);
        let items = (first..to).filter(|line| {
            let text = self.lines[*line];
            indent(text) == dash && (text[dash..].starts_with("- ") || text[dash..].trim_end() == "-")
        });
        let line = items.into_iter().nth(index)?;
        let after = self.lines[line][dash + 1..].len() - self.lines[line][dash + 1..].trim_start().len();
        let value = dash + 1 + after;
        Some(Found { line, column: value, value })
    }

    /// The first line after a found key or item that no longer belongs to it.
    fn end_of(&self, found: Found, limit: usize) -> usize {
        let own = indent(self.lines[found.line]);
        let later = (found.line + 1..limit).find(|line| {
            let text = self.lines[*line];
            // A list may stand at the indentation of its key.
            let is_item = text.get(own..).is_some_and(|rest| rest.starts_with('-'));
            let list_of_key = is_item && !self.lines[found.line][own..].starts_with('-');
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
        let at = line[..lead].find('\t').or_else(|| line.find(":\t").map(|at| at + 1))?;
        Some((index, line[..at].chars().count() + 1))
    })
}

/// The first anchor (`&name`) or alias (`*name`) where a value begins, as line (from 0) and column (from 1).
///
/// They are refused: a few nested aliases can stand for gigabytes, and editors only meet them by accident.
pub fn find_alias(yaml: &str) -> Option<(usize, usize)> {
    let is_mark =
        |text: &str| text.starts_with(['&', '*']) && text[1..].starts_with(|next: char| !next.is_whitespace());
    let mut block: Option<usize> = None;
    for (index, line) in yaml.lines().enumerate() {
        if is_blank(line) || block.is_some_and(|outer| indent(line) > outer) {
            continue;
        }
        let offset = value_offset(line);
        let value = &line[offset..];
        block = value.starts_with(['|', '>']).then(|| indent(line));
        let flow = value.starts_with(['[', '{']);
        let inside = value.match_indices(['[', '{', ',']).filter(|_| flow).map(|(at, _)| at + 1);
        for at in std::iter::once(0).chain(inside) {
            let text = value[at..].trim_start();
            if is_mark(text) {
                let byte = line.len() - text.len();
                return Some((index, line[..byte].chars().count() + 1));
            }
        }
    }
    None
}

/// Where the value of a line begins, behind dashes and a key.
fn value_offset(line: &str) -> usize {
    let mut offset = indent(line);
    while let Some(rest) = line[offset..].strip_prefix("- ") {
        offset = line.len() - rest.trim_start().len();
    }
    key_of(&line[offset..]).map_or(offset, |(_, value)| offset + value)
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
    fn a_scalar_is_given_back_as_written() {
        let yaml = YamlText::new(TEXT, 2);
        assert_eq!(yaml.raw(&[Key("phones"), Item(0)]), Some("0271.1022"));
        assert_eq!(yaml.raw(&[Key("phones"), Item(1)]), Some("1022"));
    }

    #[test]
    fn a_key_that_is_not_there_points_at_the_front_matter() {
        assert_eq!(at(&[Key("nothing")]), (2, 1, 1));
    }

    #[test]
    fn anchors_and_aliases_are_found_and_plain_text_is_not() {
        assert_eq!(find_alias("title: Bình\na: &x [1]\n"), Some((1, 4)));
        assert_eq!(find_alias("tags: [a, *x]\n"), Some((0, 11)));
        assert_eq!(find_alias("- *x\n"), Some((0, 3)));
        assert_eq!(find_alias("title: R&D và A & B * C\nbody: |\n  *nghiêng* &x\n"), None);
    }

    #[test]
    fn tabs_matter_only_outside_text() {
        assert_eq!(find_tab("title: a\tb\n\tx: 1\n"), Some((1, 1)));
        assert_eq!(find_tab("title:\ta\n"), Some((0, 7)));
        assert_eq!(find_tab("title: a\tb\n"), None);
    }

    #[test]
    fn only_outermost_keys_are_listed() {
        let keys: Vec<_> = YamlText::new(TEXT, 2).top_keys().into_iter().map(|(key, _)| key).collect();
        assert_eq!(keys, ["title", "phones", "attachments", "quoted", "tags"]);
    }
}
