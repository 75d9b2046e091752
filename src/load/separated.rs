//! Turns the text of a table into records and cells (RFC 4180, with any separator); copies nothing.
//!
//! A quotation mark that never closes would swallow the rest of a file, so it is a fault here and not mended.

use std::borrow::Cow;

use crate::diag::{Finding, Span, catalog};

/// Where a record cannot be read; lines are counted from 1.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Broken {
    /// The quotation mark that opens a cell here has no partner.
    Open { line: usize },
    /// Something stands between the closing quotation mark of a cell and the next separator.
    After { line: usize },
}

impl Broken {
    pub fn line(self) -> usize {
        let (Broken::Open { line } | Broken::After { line }) = self;
        line
    }

    /// What is told of it, where it stands.
    pub fn finding(self, file: &str) -> Finding {
        let line = self.line();
        let (vi, en) = match self {
            Broken::Open { .. } => {
                ("ô mở bằng dấu \" mà không có dấu \" đóng", "a cell opens with \" and has no closing \"")
            }
            Broken::After { .. } => {
                ("sau dấu \" đóng còn chữ trước dấu ngăn cột", "text stands behind the closing \" of a cell")
            }
        };
        let what = (format!("dòng {line}, {vi}"), format!("line {line}, {en}"));
        Finding::new(&catalog::DATA_INVALID, file).at(Span::new(line, 1, 1)).with_words("detail", what).fatal()
    }
}

/// A cell as it stands in the text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Cell<'t> {
    raw: &'t str,
    quoted: bool,
}

impl<'t> Cell<'t> {
    /// Without quotation marks, and without space around it.
    pub fn text(self) -> Cow<'t, str> {
        if self.quoted && memchr::memchr(b'"', self.raw.as_bytes()).is_some() {
            return Cow::Owned(self.raw.replace("\"\"", "\"").trim().to_owned());
        }
        Cow::Borrowed(self.raw.trim())
    }
}

/// The records of a text, one after another; empty lines are none.
pub struct Records<'t> {
    text: &'t str,
    at: usize,
    separator: u8,
    /// The line at which `at` stands.
    line: usize,
}

/// A record: the line on which it begins, and how many cells it has.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Record {
    pub line: usize,
    pub cells: usize,
}

impl<'t> Records<'t> {
    /// `text` has LF line ends; `line` is the number of its first line.
    pub fn new(text: &'t str, separator: u8, line: usize) -> Self {
        Self { text, at: 0, separator, line }
    }

    /// Reads the next record; the first `most` cells are put into `cells`, the others only counted.
    pub fn next(&mut self, cells: &mut Vec<Cell<'t>>, most: usize) -> Option<Result<Record, Broken>> {
        cells.clear();
        self.skip_empty_lines();
        if self.at >= self.text.len() {
            return None;
        }
        let mut record = Record { line: self.line, cells: 0 };
        loop {
            let (cell, ended) = match self.cell() {
                Ok(found) => found,
                Err(broken) => return Some(Err(broken)),
            };
            record.cells += 1;
            if cells.len() < most {
                cells.push(cell);
            }
            if ended {
                return Some(Ok(record));
            }
        }
    }

    /// How far it has come in the text, in bytes, and on which line.
    pub fn rest(&self) -> (usize, usize) {
        (self.at.min(self.text.len()), self.line)
    }

    fn skip_empty_lines(&mut self) {
        let bytes = self.text.as_bytes();
        let mut at = self.at;
        while let Some(byte) = bytes.get(at) {
            match byte {
                b'\n' => {
                    self.line += 1;
                    self.at = at + 1;
                }
                b' ' => {}
                _ => return,
            }
            at += 1;
        }
        self.at = at;
    }

    /// The next cell, and whether it is the last of its record.
    fn cell(&mut self) -> Result<(Cell<'t>, bool), Broken> {
        let bytes = self.text.as_bytes();
        if bytes.get(self.at) == Some(&b'"') {
            return self.quoted_cell();
        }
        let start = self.at;
        let end = memchr::memchr2(self.separator, b'\n', &bytes[start..]).map_or(bytes.len(), |found| start + found);
        Ok((Cell { raw: &self.text[start..end], quoted: false }, self.step(end)))
    }

    fn quoted_cell(&mut self) -> Result<(Cell<'t>, bool), Broken> {
        let bytes = self.text.as_bytes();
        let (opened, start) = (self.line, self.at + 1);
        let mut at = start;
        let end = loop {
            let Some(found) = memchr::memchr(b'"', &bytes[at..]) else { return Err(Broken::Open { line: opened }) };
            at += found + 1;
            if bytes.get(at) != Some(&b'"') {
                break at - 1;
            }
            at += 1;
        };
        self.line += memchr::memchr_iter(b'\n', &bytes[start..end]).count();
        while bytes.get(at) == Some(&b' ') {
            at += 1;
        }
        match bytes.get(at) {
            Some(byte) if *byte != self.separator && *byte != b'\n' => Err(Broken::After { line: self.line }),
            _ => Ok((Cell { raw: &self.text[start..end], quoted: true }, self.step(at))),
        }
    }

    /// Goes on behind a separator or the end of a line; says whether it was the latter.
    fn step(&mut self, end: usize) -> bool {
        let ended = self.text.as_bytes().get(end) != Some(&self.separator);
        self.line += usize::from(self.text.as_bytes().get(end) == Some(&b'\n'));
        self.at = (end + 1).min(self.text.len() + 1);
        ended
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str, separator: u8) -> Vec<Result<Vec<String>, Broken>> {
        let (mut records, mut cells, mut found) = (Records::new(text, separator, 1), Vec::new(), Vec::new());
        while let Some(next) = records.next(&mut cells, usize::MAX) {
            let stop = next.is_err();
            found.push(next.map(|_| cells.iter().map(|cell| cell.text().into_owned()).collect()));
            if stop {
                break;
            }
        }
        found
    }

    fn rows(text: &str) -> Vec<Vec<String>> {
        read(text, b',').into_iter().map(Result::unwrap).collect()
    }

    #[test]
    fn quotes_separators_and_line_breaks_stand_inside_quotation_marks() {
        assert_eq!(
            rows("a,b\n\"x, \"\"y\"\"\",\"1\n2\"\n\n,z\n"),
            [vec!["a", "b"], vec!["x, \"y\"", "1\n2"], vec!["", "z"]]
        );
        assert_eq!(rows("a,b,"), [["a", "b", ""]], "a separator at the end has a cell behind it");
    }

    #[test]
    fn a_quotation_mark_that_never_closes_is_found_where_it_opens() {
        assert_eq!(read("a,b\n1,\"2\n3,4\n", b',').last(), Some(&Err(Broken::Open { line: 2 })));
        assert_eq!(read("a,b\n\"x\"y,2\n", b',').last(), Some(&Err(Broken::After { line: 2 })));
    }

    #[test]
    fn cells_beyond_those_wanted_are_counted() {
        let (mut records, mut cells) = (Records::new("a;b;c\n", b';', 1), Vec::new());
        assert_eq!(records.next(&mut cells, 2), Some(Ok(Record { line: 1, cells: 3 })));
        assert_eq!(cells.len(), 2);
    }

    proptest! {
        #[test]
        fn any_cells_written_with_quotation_marks_are_read_again(
            table in prop::collection::vec(prop::collection::vec("[a-z\",;\n]{1,6}", 2..4), 1..5),
        ) {
            let quote = |cell: &String| format!("\"{}\"", cell.replace('"', "\"\""));
            let line = |row: &Vec<String>| row.iter().map(quote).collect::<Vec<_>>().join(";");
            let text = table.iter().map(line).collect::<Vec<_>>().join("\n");
            let wanted: Vec<Vec<String>> =
                table.iter().map(|row| row.iter().map(|cell| cell.trim().to_owned()).collect()).collect();
            let found: Vec<Vec<String>> = read(&text, b';').into_iter().map(Result::unwrap).collect();
            prop_assert_eq!(found, wanted);
        }

        #[test]
        fn any_text_is_read_to_its_end(text in "[a,;\"\n ]{0,40}") {
            for separator in *b",;\t|" {
                read(&text, separator);
            }
        }
    }
}
