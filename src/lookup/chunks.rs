//! Turns a file of any length into pieces of clean text that end where a line ends, with the number of the first line of each.
//!
//! Only a piece is held at a time. What could not be read of one, because a cell goes on over its end, is given back and comes with
//! the next.

use std::io::{self, Read};

use crate::diag::{Finding, Span, catalog, is_enough};
use crate::files::Hash;
use crate::load::not_text;
use crate::load::slips::conflict;
use crate::load::source_text::clean;

/// How much is read at a time, in bytes.
const PIECE: usize = 1 << 20;
/// The longest line, or cell with lines in it.
const LONGEST: usize = 4 << 20;

pub struct Chunks<'f> {
    file: &'f str,
    reader: Box<dyn Read + 'f>,
    /// Read and not given out.
    held: Vec<u8>,
    /// Of what is held.
    line: usize,
    ended: bool,
    hasher: blake3::Hasher,
    conflict: conflict::Finder,
}

/// Some lines of a file.
pub struct Chunk {
    pub text: String,
    /// The number of its first line, from 1.
    pub line: usize,
    /// Nothing follows.
    pub last: bool,
}

impl<'f> Chunks<'f> {
    pub fn new(file: &'f str, reader: Box<dyn Read + 'f>) -> Chunks<'f> {
        let (held, hasher, conflict) = Default::default();
        Chunks { file, reader, held, line: 1, ended: false, hasher, conflict }
    }

    /// The next lines; `None` at the end. Why the file cannot be read is among the findings.
    pub fn next(&mut self, findings: &mut Vec<Finding>) -> Option<Chunk> {
        let bytes = self.lines(findings)?;
        let wrong = |before: &[u8]| {
            let line = self.line + memchr::memchr_iter(b'\n', before).count();
            not_text::finding(self.file, &bytes, (Span::new(line, 1, 1), self.line))
        };
        if let Err(error) = simdutf8::compat::from_utf8(&bytes) {
            findings.push(wrong(&bytes[..error.valid_up_to()]));
            return None;
        }
        if let Some(at) = memchr::memchr(0, &bytes) {
            findings.push(wrong(&bytes[..at]));
            return None;
        }
        let mut mended = Vec::new();
        let text = clean(self.file, &bytes, &mut mended)?.into_owned();
        // Line ends and Unicode form are the business of the program that saved the file.
        for mut finding in mended.into_iter().filter(|finding| finding.message == &catalog::CONTROL_CHARACTER) {
            if !is_enough(findings, finding.message) {
                finding.span = finding.span.map(|span| Span { line: span.line + self.line as u32 - 1, ..span });
                findings.push(finding);
            }
        }
        Some(Chunk { text, line: self.line, last: self.ended && self.held.is_empty() })
    }

    /// What of the last piece was not read, and its first line. Whether it may come again: no line is longer than memory allows.
    pub fn give_back(&mut self, rest: &str, line: usize) -> bool {
        self.line = line;
        let mut held = rest.as_bytes().to_vec();
        held.append(&mut self.held);
        self.held = held;
        rest.len() <= LONGEST
    }

    /// Of all that was read, once all was.
    pub fn hash(&self) -> Hash {
        self.hasher.finalize()
    }

    /// Two versions of a merge stand in it.
    pub fn conflict(self) -> Option<Finding> {
        self.conflict.finding(self.file)
    }

    fn lines(&mut self, findings: &mut Vec<Finding>) -> Option<Vec<u8>> {
        while !self.ended {
            let before = self.held.len();
            if let Err(error) = self.read_more() {
                findings.push(Finding::new(&catalog::UNREADABLE, self.file).with("detail", error.to_string()).fatal());
                return None;
            }
            if let Some(end) = memchr::memrchr(b'\n', &self.held[before..]).filter(|_| !self.ended) {
                let rest = self.held.split_off(before + end + 1);
                return Some(std::mem::replace(&mut self.held, rest));
            }
            if before > LONGEST {
                let next = ("dòng quá dài", "the line is too long");
                let what = (format!("dòng {}, {}", self.line, next.0), format!("line {}, {}", self.line, next.1));
                let finding = Finding::new(&catalog::DATA_INVALID, self.file).at(Span::new(self.line, 1, 1));
                findings.push(finding.with_words("detail", what).fatal());
                return None;
            }
        }
        (!self.held.is_empty()).then(|| std::mem::take(&mut self.held))
    }

    fn read_more(&mut self) -> io::Result<()> {
        let before = self.held.len();
        let count = (&mut self.reader).take(PIECE as u64).read_to_end(&mut self.held)?;
        let read = &self.held[before..];
        self.ended = count < PIECE;
        self.hasher.update(read);
        self.conflict.take(read);
        Ok(())
    }
}
