//! Turns the YAML of a front matter and what was read of it into the place of each key and value.
//!
//! The parser gives values without places, and the walk of `yaml_scan` gives places without structure. Both go through the
//! text in the same order, so one walk along the value gives each of its scalars the next token. Where the two do not
//! agree, only the outermost keys have places: a wrong place is worse than that of what is around it.

use std::ops::Range;

use serde_yaml::{Mapping, Value as Yaml};

use super::lines::Lines;
use super::placed::Place;
use super::yaml_scan::{Comment, Kind, Scanned, Token};
use crate::diag::Span;

/// The front matter begins on the second line of its file.
const FIRST_LINE: usize = 2;

/// A front matter as it was read, with its places.
pub struct Front<'a> {
    text: &'a str,
    lines: Lines<'a>,
    pub mapping: Mapping,
    /// In the order of `mapping`.
    pub root: Place,
    pub comments: Vec<Comment>,
}

impl<'a> Front<'a> {
    /// `mapping`: what was read of the text.
    pub fn new(text: &'a str, scanned: Scanned, mapping: Mapping) -> Self {
        let mut walk = Walk { text, tokens: &scanned.tokens, at: 0 };
        let root = walk.group(&mapping).filter(|_| walk.at == scanned.tokens.len());
        let root = root.unwrap_or_else(|| outermost(text, &scanned.tokens, &mapping));
        Front { text, lines: Lines::new(text), mapping, root, comments: scanned.comments }
    }

    pub fn text(&self) -> &'a str {
        self.text
    }

    /// The place of an outermost key and its value.
    pub fn named(&self, name: &str) -> &Place {
        self.root.named(name).unwrap_or(&self.root)
    }

    /// The line and column of a key; those of the value, where it has none.
    pub fn key(&self, place: &Place) -> Span {
        self.span(place.of_key())
    }

    pub fn value(&self, place: &Place) -> Span {
        self.span(place.of_value())
    }

    pub fn span(&self, range: &Range<usize>) -> Span {
        self.lines.span(range.start, range.end, FIRST_LINE)
    }

    /// A value as it stands in the text.
    pub fn written(&self, place: &Place) -> &'a str {
        self.text.get(place.value.clone()).unwrap_or_default()
    }

    /// Where a part of a value stands, if it stands there letter by letter.
    pub fn part(&self, place: &Place, part: &str) -> Option<Range<usize>> {
        let from = place.value.start + self.written(place).find(part)?;
        Some(from..from + part.len())
    }

    /// Of a text that stands in the file letter by letter: its first line, and how many characters further right each of its
    /// lines stands there. `None` where lines are folded or letters escaped.
    pub fn verbatim(&self, place: &Place, text: &str) -> Option<(usize, Vec<usize>)> {
        let (written, start) = (self.written(place), self.value(place));
        if !written.starts_with('|') {
            let at = written.find(text).filter(|_| !written.contains('\n'))?;
            return Some((start.line as usize, vec![start.column as usize - 1 + written[..at].chars().count()]));
        }
        let mut lines = written.lines().enumerate().skip(1).skip_while(|(_, line)| line.trim().is_empty()).peekable();
        let first_line = start.line as usize + lines.peek()?.0;
        let shift = |line: &str| {
            let before = lines.next()?.1.trim_end().strip_suffix(line.trim_end())?;
            Some(before.chars().count())
        };
        Some((first_line, text.lines().map(shift).collect::<Option<_>>()?))
    }

    /// A number or flag exactly as written: YAML reads `0271.1022` as 271.1022. `None`, where that cannot be told.
    pub fn scalar(&self, place: &Place, value: &Yaml) -> Option<&'a str> {
        let written = self.written(place).trim_matches(['"', '\'']);
        let read: Option<Yaml> = serde_yaml::from_str(written).ok();
        read.is_some_and(|read| read == *value).then_some(written)
    }

    /// The line on which a value begins, and its part from there on.
    pub fn line_at(&self, place: &Place) -> (&'a str, &'a str) {
        let from = place.of_value().start;
        let start = self.text[..from].rfind('\n').map_or(0, |at| at + 1);
        let end = self.text[from..].find('\n').map_or(self.text.len(), |at| from + at);
        (&self.text[start..end], &self.text[from..end])
    }

    /// The outermost key whose value a line of the file belongs to.
    pub fn key_at(&self, line: usize) -> Option<&str> {
        let before = |place: &&Place| self.key(place).line as usize <= line;
        self.root.inside.iter().take_while(before).last().map(|place| &*place.name)
    }
}

/// A walk along the value that was read, over the tokens of its text.
struct Walk<'t> {
    text: &'t str,
    tokens: &'t [Token],
    at: usize,
}

impl Walk<'_> {
    fn peek(&self, ahead: usize) -> Option<Kind> {
        self.tokens.get(self.at + ahead).map(|token| token.kind)
    }

    fn skip(&mut self, kind: Kind) -> bool {
        let is_there = self.peek(0) == Some(kind);
        self.at += usize::from(is_there);
        is_there
    }

    fn take(&mut self, kind: Kind) -> Option<Token> {
        let token = *self.tokens.get(self.at)?;
        self.skip(kind).then_some(token)
    }

    fn is_scalar(&self) -> bool {
        matches!(self.peek(0), Some(Kind::Plain | Kind::Quoted | Kind::Block))
    }

    /// The next token as this scalar. One without quotation marks on one line reads as it stands.
    fn scalar(&mut self, value: &Yaml) -> Option<Token> {
        let token = *self.tokens.get(self.at).filter(|_| self.is_scalar())?;
        let written = &self.text[token.from..token.to];
        let is_verbatim = token.kind == Kind::Plain && !written.contains('\n');
        if value.as_str().is_some_and(|text| is_verbatim && text != written) {
            return None;
        }
        self.at += 1;
        Some(token)
    }

    fn value(&mut self, value: &Yaml) -> Option<Place> {
        let tag = self.take(Kind::Tag);
        match value {
            Yaml::Tagged(tagged) => {
                let (tag, place) = (tag?, self.value(&tagged.value)?);
                let end = if place.value.is_empty() { tag.to } else { place.value.end };
                Some(Place { value: tag.from..end, ..place })
            }
            Yaml::Sequence(items) => self.list(items),
            Yaml::Mapping(entries) => self.group(entries),
            // Nothing, unless it is written out; a key or the end comes next.
            Yaml::Null if !self.is_scalar() || self.peek(1) == Some(Kind::Colon) => Some(Place::default()),
            Yaml::Null => self.scalar(value).filter(|token| is_null(&self.text[token.from..token.to])).map(of_token),
            Yaml::String(text) if text.is_empty() && !self.is_scalar() => Some(Place::default()),
            _ => self.scalar(value).map(of_token),
        }
    }

    fn list(&mut self, items: &[Yaml]) -> Option<Place> {
        let from = self.tokens.get(self.at)?.from;
        let is_flow = self.skip(Kind::Open);
        let mut inside = Vec::with_capacity(items.len());
        for item in items {
            let dash = if is_flow { None } else { Some(self.take(Kind::Dash)?) };
            let place = self.value(item)?;
            let empty = dash.filter(|_| place.value.is_empty()).map(of_token);
            inside.push(empty.unwrap_or(place));
            if is_flow {
                self.skip(Kind::Comma);
            }
        }
        if is_flow && !self.skip(Kind::Close) {
            return None;
        }
        Some(Place { value: from..self.end(), inside, ..Place::default() })
    }

    fn group(&mut self, mapping: &Mapping) -> Option<Place> {
        let from = self.tokens.get(self.at)?.from;
        let is_flow = self.skip(Kind::Open);
        let inside = self.entries(mapping)?;
        if is_flow && !self.skip(Kind::Close) {
            return None;
        }
        Some(Place { value: from..self.end(), inside, ..Place::default() })
    }

    fn entries(&mut self, mapping: &Mapping) -> Option<Vec<Place>> {
        let mut inside = Vec::with_capacity(mapping.len());
        for (key, value) in mapping {
            self.skip(Kind::Question);
            self.take(Kind::Tag);
            let begin = self.at;
            let own = if self.is_scalar() { of_token(self.scalar(key)?) } else { self.value(key)? };
            let mark = usize::from(self.tokens.get(begin).is_some_and(|token| token.kind == Kind::Quoted));
            let key_place = own.value.start + mark..own.value.end.saturating_sub(mark).max(own.value.start + mark);
            let mut place = match self.skip(Kind::Colon) {
                true => self.value(value)?,
                false if value.is_null() => Place::default(),
                false => return None,
            };
            let gap = self.text.get(own.value.end..place.value.start).unwrap_or_default();
            if !place.inside.is_empty() && gap.contains('\n') {
                place.value = key_place.clone();
            }
            place.name = key.as_str().unwrap_or_default().into();
            place.key = key_place;
            inside.push(place);
            self.skip(Kind::Comma);
        }
        Some(inside)
    }

    /// Where the last token ends.
    fn end(&self) -> usize {
        self.at.checked_sub(1).map_or(0, |last| self.tokens[last].to)
    }
}

fn of_token(token: Token) -> Place {
    Place { value: token.from..token.to, ..Place::default() }
}

fn is_null(text: &str) -> bool {
    matches!(text, "~" | "null" | "Null" | "NULL")
}

/// The outermost keys alone, each by its name at the beginning of a line.
fn outermost(text: &str, tokens: &[Token], mapping: &Mapping) -> Place {
    let of_key = |key: &Yaml| {
        let name = key.as_str().unwrap_or_default();
        let is_key = |trio: &&[Token]| {
            let starts_line = trio[0].from == 0 || text.as_bytes()[trio[0].from - 1] == b'\n';
            starts_line && trio[1].kind == Kind::Colon && &text[trio[0].from..trio[0].to] == name
        };
        let mut place = Place { name: name.into(), ..Place::default() };
        if let Some(found) = tokens.windows(2).find(is_key) {
            place.key = found[0].from..found[0].to;
        }
        place
    };
    Place { inside: mapping.keys().map(of_key).collect(), ..Place::default() }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::yaml_scan::scan;
    use proptest::prelude::*;

    fn front(text: &str) -> Front<'_> {
        Front::new(text, scan(text), serde_yaml::from_str(text).unwrap())
    }

    /// What stands where each key and value is said to stand, by the way to it.
    #[track_caller]
    fn holds(text: &str, rows: &[(&str, &str, &str)]) {
        let front = front(text);
        for (way, key, value) in rows {
            let place = front.root.find(way);
            assert_eq!((&text[place.key.clone()], front.written(place)), (*key, *value), "{way} in {text}");
        }
    }

    #[test]
    fn keys_items_and_nested_keys_are_found_where_they_stand() {
        let text = "title: \"Một: hai\"\nphones:\n- 0271.1022\n- 1022 # ngắn\nattachments:\n  - file: a.pdf\n    title: A\n  - title: B\n    file: b.pdf\n\"quoted\": x\ntags: [a, b]\nempty:\n";
        holds(
            text,
            &[
                ("title", "title", "\"Một: hai\""),
                ("phones", "phones", "phones"),
                ("phones.1", "", "1022"),
                ("attachments.0.file", "file", "a.pdf"),
                ("attachments.1", "", "title: B\n    file: b.pdf"),
                ("attachments.1.file", "file", "b.pdf"),
                ("attachments.1.title", "title", "B"),
                ("quoted", "quoted", "x"),
                ("tags", "tags", "[a, b]"),
                ("tags.1", "", "b"),
                ("empty", "empty", ""),
            ],
        );
        let front = front(text);
        let span = |way| front.value(front.root.find(way));
        assert_eq!((span("title"), span("phones.1")), (Span::new(2, 8, 10), Span::new(5, 3, 4)));
        assert_eq!((span("attachments.1.file"), span("empty")), (Span::new(10, 11, 5), Span::new(13, 1, 5)));
        assert_eq!([4, 7, 13].map(|line| front.key_at(line)), [Some("phones"), Some("attachments"), Some("empty")]);
    }

    #[test]
    fn every_style_has_places() {
        for (text, rows) in [
            ("a: {b: [c, {d: e}], \"f\": 1}\n", &[("a.b.1.d", "d", "e"), ("a.f", "f", "1"), ("a.b.0", "", "c")][..]),
            ("a:\n  dòng một\n  dòng hai\nb: c\n", &[("a", "a", "dòng một\n  dòng hai"), ("b", "b", "c")]),
            (
                "a: |\n  x: y\n\n  z\nb: >-\n  c\nd: e\n",
                &[("a", "a", "|\n  x: y\n\n  z"), ("b", "b", ">-\n  c"), ("d", "d", "e")],
            ),
            (
                "a: ~\nb:\nc: null\nd:\n- ~\n-\n- x\n",
                &[("a", "a", "~"), ("b", "b", ""), ("d.0", "", "~"), ("d.1", "", "-"), ("d.2", "", "x")],
            ),
            ("? a\n: b\n? c\n: - d\n", &[("a", "a", "b"), ("c.0", "", "d")]),
            ("a: !t b\nc: !!int 5\nd: !t\n", &[("a", "a", "!t b"), ("c", "c", "5"), ("d", "d", "!t")]),
            (
                "a: 'it''s'\nb: \"x\n  y\" # z\nc: [\n  d, # e\n  f\n]\n",
                &[("a", "a", "'it''s'"), ("b", "b", "\"x\n  y\""), ("c.1", "", "f")],
            ),
            ("a: [{b: 1}, {b: 2, c: }]\n", &[("a.1.b", "b", "2"), ("a.1.c", "c", "")]),
            ("a:\n  b.c: 1\n  b:\n    c: 2\n", &[("a.b.c", "b.c", "1")]),
            ("{a: 1,\n b: c}\n", &[("b", "b", "c")]),
            ("a: [b: 1, c]\n", &[("a.0.b", "b", "1"), ("a.1", "", "c")]),
        ] {
            holds(text, rows);
        }
    }

    #[test]
    fn a_text_that_the_walk_does_not_follow_still_has_its_outermost_keys() {
        let text = "a: {? b : c}\nd: e\n";
        holds(text, &[("a", "a", ""), ("a.b", "a", ""), ("d", "d", "")]);
    }

    #[test]
    fn a_scalar_is_given_back_as_written_in_every_style() {
        let text =
            "a: [0271.1022, 1022]\nb:\n  0271.1022\nc:\n- d: 0271.10 # \"#\n  e: {f: 01.50}\ng: +84.10\nh: yes\n";
        let front = front(text);
        let as_written = |way: &str, value: Yaml| front.scalar(front.root.find(way), &value);
        assert_eq!(as_written("a.0", 271.1022.into()), Some("0271.1022"));
        assert_eq!(as_written("b", 271.1022.into()), Some("0271.1022"));
        assert_eq!(as_written("c.0.d", 271.1.into()), Some("0271.10"));
        assert_eq!(as_written("c.0.e.f", 1.5.into()), Some("01.50"));
        assert_eq!(as_written("g", 84.1.into()), Some("+84.10"));
        assert_eq!(as_written("a", 84.1.into()), None);
    }

    #[test]
    fn tabs_matter_only_outside_text() {
        assert_eq!(find_tab("title: a\tb\n\tx: 1\n"), Some((1, 1)));
        assert_eq!(find_tab("title:\ta\n"), Some((0, 7)));
        assert_eq!(find_tab("title: a\tb\n"), None);
        assert_eq!(find_tab("title: \"Chú ý:\tnghỉ\"\n"), None);
    }

    /// Each scalar and empty value of a value, with its place.
    fn scalars<'v>(value: &'v Yaml, place: &'v Place, found: &mut Vec<(&'v Yaml, &'v Place)>) {
        match value {
            Yaml::Sequence(items) => items.iter().zip(&place.inside).for_each(|(item, at)| scalars(item, at, found)),
            Yaml::Mapping(all) => all.values().zip(&place.inside).for_each(|(value, at)| scalars(value, at, found)),
            _ => found.push((value, place)),
        }
    }

    proptest! {
        #[test]
        fn what_stands_at_a_place_reads_as_its_value(
            text in "((a|b|c|\"d\"|é)( )?(: |:\n|:)|- |  |    |\n|\n  |x|1|~|'y z'|\"\\\\t\"|\\[|\\]|, |\\{|\\}|\\|\n|>-\n| #n|!t ){0,14}"
        ) {
            let Ok(mapping) = serde_yaml::from_str::<Mapping>(&text) else { return Ok(()) };
            let front = Front::new(&text, scan(&text), mapping);
            for ((key, value), place) in front.mapping.iter().zip(&front.root.inside) {
                if key.is_string() {
                    prop_assert_eq!(key.as_str().unwrap_or_default(), &*place.name);
                }
                let mut found = Vec::new();
                scalars(value, place, &mut found);
                for (value, place) in found {
                    let written = front.written(place);
                    if written.is_empty() || written.starts_with(['|', '>', '-']) {
                        continue;
                    }
                    let read: Yaml = serde_yaml::from_str(written).unwrap();
                    prop_assert_eq!(&read, value, "{:?} in {:?}", written, text);
                }
            }
        }
    }
}
