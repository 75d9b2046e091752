//! Turns a value of the front matter and the way it is spelled there into which bytes of the one are which of the other.
//!
//! A value may stand in quotation marks, go on over lines or stand below `|`. What is spelled otherwise than letter by letter
//! (`\n`, `\u00e0`) is given up: no rule looks at it.

use std::ops::Range;

/// Bytes of a text that stand in the source as they are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Run {
    /// Where it begins in the text.
    pub text: usize,
    /// Where it begins in the source.
    pub source: usize,
    pub length: usize,
}

/// A text by its runs, in order and without gaps. Of a fold, the line break of the source stands for the space of the text.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Spelled {
    runs: Vec<Run>,
}

impl Spelled {
    /// A text that stands in the source as it is.
    pub fn at(source: usize, length: usize) -> Self {
        Spelled { runs: vec![Run { text: 0, source, length }] }
    }

    /// Of a value of YAML; `written` is how it stands at `from`, with its marks.
    pub fn value(written: &str, value: &str, from: usize) -> Option<Self> {
        match written.as_bytes().first()? {
            b'|' => literal(written, value, from),
            b'"' => flowing(written, value, (from, 1), Style::Double),
            b'\'' => flowing(written, value, (from, 1), Style::Single),
            b'>' => {
                let body = written.find('\n')? + 1;
                let indent = written[body..].len() - written[body..].trim_start().len();
                flowing(written, value, (from, body + indent), Style::Plain)
            }
            _ => flowing(written, value, (from, 0), Style::Plain),
        }
    }

    /// Where a byte of the text stands; the end of the text is behind its last byte.
    pub fn place(&self, at: usize) -> usize {
        let run = self.runs.partition_point(|run| run.text <= at).checked_sub(1).and_then(|last| self.runs.get(last));
        run.map_or(0, |run| run.source + (at - run.text).min(run.length))
    }

    /// A range of the text in the source, from its first byte to its last.
    pub fn range(&self, range: &Range<usize>) -> Range<usize> {
        let from = self.place(range.start);
        match range.is_empty() {
            true => from..from,
            false => from..self.place(range.end - 1) + 1,
        }
    }

    /// The parts of a range of the text, each where it stands in the source.
    pub fn parts(&self, range: Range<usize>) -> impl Iterator<Item = Range<usize>> {
        let first = self.runs.partition_point(|run| run.text + run.length <= range.start);
        self.runs[first..].iter().take_while(move |run| run.text < range.end).map(move |run| {
            let (from, to) = (run.text.max(range.start), (run.text + run.length).min(range.end));
            run.source + from - run.text..run.source + to - run.text
        })
    }

    /// What a range of the source is in the text; none where it has something that is not of it.
    pub fn back(&self, range: &Range<usize>) -> Option<Range<usize>> {
        let place = |at: usize, is_end: bool| {
            let run = self.runs.iter().find(|run| {
                let end = run.source + run.length;
                run.source <= at && (at < end || is_end && at == end)
            })?;
            Some(run.text + at - run.source)
        };
        let from = place(range.start, range.is_empty())?;
        let to = if range.is_empty() { from } else { place(range.end - 1, false)? + 1 };
        (from <= to).then_some(from..to)
    }

    pub fn source(&self) -> Range<usize> {
        let first = self.runs.first().map_or(0, |run| run.source);
        first..self.runs.last().map_or(first, |run| run.source + run.length)
    }

    fn push(&mut self, text: usize, source: usize, length: usize) {
        match self.runs.last_mut() {
            Some(last) if last.text + last.length == text && last.source + last.length == source => {
                last.length += length
            }
            _ => self.runs.push(Run { text, source, length }),
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    Plain,
    Single,
    Double,
}

/// Below `|`: the lines of the source without their indentation.
fn literal(written: &str, value: &str, from: usize) -> Option<Spelled> {
    let mut spelled = Spelled::default();
    let (mut text, mut at) = (0, written.find('\n')? + 1);
    let first = written[at..].lines().find(|line| !line.trim().is_empty())?;
    let indent = first.len() - first.trim_start_matches(' ').len();
    while text < value.len() {
        let line = written.get(at..)?.split('\n').next()?;
        let own = line.get(indent..).unwrap_or_default();
        let wanted = value[text..].split('\n').next()?;
        if own != wanted && own.trim_end() != wanted.trim_end() {
            return None;
        }
        let length = own.len().min(wanted.len());
        spelled.push(text, from + at + indent.min(line.len()), length);
        text += wanted.len();
        at += line.len();
        if text < value.len() {
            // The last line may end with the text, and so may its break.
            if at < written.len() {
                spelled.push(text, from + at, 1);
            }
            text += 1;
            at += 1;
        }
    }
    Some(spelled)
}

/// In quotation marks, or in none, on one line or folded over several.
fn flowing(written: &str, value: &str, (from, mut at): (usize, usize), style: Style) -> Option<Spelled> {
    let bytes = written.as_bytes();
    let mut spelled = Spelled::default();
    let mut text = 0;
    while let Some(wanted) = value.as_bytes().get(text).copied() {
        let blank = bytes.get(at..)?.iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\n')).count();
        let space = &bytes[at..at + blank];
        if let Some(first) = memchr::memchr(b'\n', space) {
            let breaks = memchr::memchr_iter(b'\n', space).count();
            let folded = if breaks == 1 { &b" "[..] } else { &[b'\n'; 64][..(breaks - 1).min(64)] };
            if value.as_bytes()[text..].starts_with(folded) {
                spelled.push(text, from + at + first, 1);
                // Of several line breaks each but the last stands for itself.
                let others = space.iter().enumerate().skip(first + 1).filter(|(_, byte)| **byte == b'\n');
                for (number, (other, _)) in others.take(folded.len() - 1).enumerate() {
                    spelled.push(text + 1 + number, from + at + other, 1);
                }
                text += folded.len();
                at += blank;
                continue;
            }
            // The last line break of a folded text.
            return (value[text..].trim_end_matches('\n').is_empty() && wanted == b'\n').then_some(spelled);
        }
        let byte = *bytes.get(at)?;
        if style == Style::Double && byte == b'\\' {
            at += 1;
            if !matches!(bytes.get(at), Some(b'"' | b'\\' | b'/')) {
                return None;
            }
        }
        if *bytes.get(at)? != wanted {
            return None;
        }
        spelled.push(text, from + at, 1);
        at += if style == Style::Single && byte == b'\'' { 2 } else { 1 };
        text += 1;
    }
    Some(spelled)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The text as it is put together from the source.
    fn read(written: &str, value: &str) -> Option<String> {
        let spelled = Spelled::value(written, value, 0)?;
        let parts = spelled.parts(0..value.len()).map(|range| written.get(range).unwrap_or("?"));
        Some(parts.collect::<String>())
    }

    #[test]
    fn every_style_is_followed() {
        for (written, value, parts) in [
            ("Tin mới", "Tin mới", "Tin mới"),
            ("\"Nói \\\"có\\\" rồi\"", "Nói \"có\" rồi", "Nói \"có\" rồi"),
            ("'Tin ''A'' mới'", "Tin 'A' mới", "Tin 'A' mới"),
            ("dòng một\n  dòng hai", "dòng một dòng hai", "dòng một\ndòng hai"),
            ("\"dòng một\n\n  đoạn hai\"", "dòng một\nđoạn hai", "dòng một\nđoạn hai"),
            ("|\n  # Một\n\n    hai\n  ba", "# Một\n\n  hai\nba\n", "# Một\n\n  hai\nba"),
            ("|-\n  một\n  hai", "một\nhai", "một\nhai"),
            (">-\n  một\n  hai\n\n  ba", "một hai\nba", "một\nhai\nba"),
        ] {
            assert_eq!(read(written, value).as_deref(), Some(parts), "{written}");
        }
        assert_eq!(read("\"a\\tb\"", "a\tb"), None, "letters that are spelled by a name");
    }

    #[test]
    fn places_go_there_and_back() {
        let spelled = Spelled::value("\"a \\\"b\\\" c\"", "a \"b\" c", 10).unwrap();
        assert_eq!(spelled.range(&(2..5)), 14..18, "the quotation marks without the first backslash");
        assert_eq!(spelled.back(&(14..15)), Some(2..3));
        assert_eq!(spelled.back(&(13..14)), None, "the backslash is not of the text");
        assert_eq!(spelled.source(), 11..20);
    }

    proptest! {
        #[test]
        fn what_yaml_reads_is_followed_or_given_up(text in "((a|é| |b)|\n  |\"|'|\\\\|: |, |''|\n\n  |#){0,20}", style in 0..5) {
            let written = match style {
                0 => text.clone(),
                1 => format!("\"{text}\""),
                2 => format!("'{text}'"),
                3 => format!("|\n  {text}"),
                _ => format!(">\n  {text}"),
            };
            let Ok(serde_yaml::Value::String(value)) = serde_yaml::from_str(&written) else { return Ok(()) };
            let Some(spelled) = Spelled::value(&written, &value, 0) else { return Ok(()) };
            for at in 0..value.len() {
                let part = spelled.parts(at..at + 1).next();
                let (own, wanted) = (part.map(|part| written.as_bytes()[part.start]), value.as_bytes()[at]);
                prop_assert!(own.is_none_or(|own| own == wanted || own == b'\n' && wanted == b' '), "{at} of {value:?}");
            }
        }
    }
}
