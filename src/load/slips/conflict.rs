//! Finds what a merge leaves in a file when nobody decided between two versions: `<<<<<<< HEAD`, `>>>>>>> branch`.
//!
//! A row of seven `=` alone is a heading to Markdown, and a row of seven bars is a table without words: neither is
//! looked for, since no conflict is without the other marks.

use crate::diag::{Finding, Span, catalog};

/// What is kept of a line: more than any mark with the name of its branch needs.
const MOST: usize = 80;

/// Looks for a mark in bytes that come in pieces.
#[derive(Default)]
pub struct Finder {
    line: Vec<u8>,
    number: usize,
    found: Option<(usize, String)>,
}

impl Finder {
    pub fn take(&mut self, piece: &[u8]) {
        let mut rest = piece;
        while let Some(end) = memchr::memchr(b'\n', rest).filter(|_| self.found.is_none()) {
            self.keep(&rest[..end]);
            self.end_line();
            rest = &rest[end + 1..];
        }
        self.keep(rest);
    }

    fn keep(&mut self, part: &[u8]) {
        // Nothing is copied of a line that begins like any other.
        let is_possible = self.line.first().or(part.first()).is_some_and(|first| matches!(first, b'<' | b'>'));
        if is_possible && self.found.is_none() {
            let room = MOST.saturating_sub(self.line.len());
            self.line.extend_from_slice(&part[..part.len().min(room)]);
        } else if self.line.is_empty() && !part.is_empty() {
            self.line.push(b' ');
        }
    }

    fn end_line(&mut self) {
        self.number += 1;
        if is_mark(self.line.strip_suffix(b"\r").unwrap_or(&self.line)) {
            self.found = Some((self.number, String::from_utf8_lossy(&self.line).trim_end().to_owned()));
        }
        self.line.clear();
    }

    /// The finding at the first mark.
    pub fn finding(mut self, file: &str) -> Option<Finding> {
        if self.found.is_none() {
            self.end_line();
        }
        let (line, mark) = self.found?;
        let finding = Finding::new(&catalog::UNMERGED, file).at(Span::new(line, 1, mark.chars().count()));
        Some(finding.with("mark", mark).fatal())
    }
}

fn is_mark(line: &[u8]) -> bool {
    let rest = |sign| line.strip_prefix(&[sign; 7]).map(|rest| rest.split_first());
    match (rest(b'<'), rest(b'>')) {
        (Some(None), _) => true,
        (Some(Some((next, _))), _) => *next == b' ',
        // Seven quotations inside each other are possible; they do not quote the name of a branch.
        (_, Some(Some((b' ', name)))) => is_name(name),
        _ => false,
    }
}

/// `main`, `origin/tin-moi`, `3f2a1bc (Sửa tin)`, `Stashed changes`.
fn is_name(name: &[u8]) -> bool {
    let first = name.split(|byte| *byte == b' ').next().unwrap_or_default();
    let is_hash = first.len() >= 7 && first.iter().all(|byte| byte.is_ascii_hexdigit() || *byte == b'.');
    !first.is_empty() && (first.len() == name.trim_ascii_end().len() || is_hash || name == b"Stashed changes")
}

/// Whether two versions stand in a text; then it says so.
pub fn is_unmerged(file: &str, text: &str, findings: &mut Vec<Finding>) -> bool {
    let mut finder = Finder::default();
    finder.take(text.as_bytes());
    let before = findings.len();
    findings.extend(finder.finding(file).map(|finding| finding.excerpt_from(text)));
    findings.len() > before
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str) -> Option<u32> {
        let mut findings = Vec::new();
        is_unmerged("a.md", text, &mut findings);
        findings.first().and_then(|finding| finding.span).map(|span| span.line)
    }

    #[test]
    fn each_mark_is_found_with_its_line() {
        for mark in
            ["<<<<<<< HEAD", "<<<<<<<", "<<<<<<< Updated upstream", ">>>>>>> tin-moi", ">>>>>>> 3f2a1bc (Sửa tin)"]
        {
            assert_eq!(line(&format!("a\nb\n{mark}\nc")), Some(3), "{mark}");
            assert_eq!(line(&format!("a\r\n{mark}\r\n")), Some(2), "{mark}");
            assert_eq!(line(mark), Some(1), "{mark}");
        }
    }

    #[test]
    fn what_looks_alike_is_none() {
        for text in [
            "Tiêu đề\n=======\n",
            "|||||||\n",
            ">>>>>>> lời của một lá thư\n",
            "<<<<<<<<<< x",
            "a <<<<<<< HEAD",
            ">>>>>>>\n",
        ] {
            assert_eq!(line(text), None, "{text}");
        }
    }

    #[test]
    fn a_mark_is_found_however_the_bytes_come() {
        for size in 1..20 {
            let mut finder = Finder::default();
            "một\n<<<<<<< HEAD\nhai\n".as_bytes().chunks(size).for_each(|piece| finder.take(piece));
            let finding = finder.finding("a.txt").unwrap();
            assert_eq!((finding.span, finding.text("en").contains("<<<<<<< HEAD")), (Some(Span::new(2, 1, 12)), true));
        }
    }
}
