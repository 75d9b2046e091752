//! Shows findings the line that they are about, reading no more of a file than they need.

use std::collections::BTreeMap;

use crate::diag::Finding;
use crate::files::Files;

/// A longer file is shown without its lines, in bytes. Pages are shorter; see `LARGEST_PAGE`.
const LARGEST: usize = 4_000_000;

/// The line of each place. Findings of one file stand together.
pub fn add_excerpts(findings: &mut [Finding], files: &dyn Files) {
    for group in findings.chunk_by_mut(|a, b| a.file == b.file) {
        // Many are about a file as such: a film that nothing uses, a page too long to be read.
        if !group.iter().any(|finding| finding.span.is_some() && finding.excerpt.is_none()) {
            continue;
        }
        let Ok(Ok(bytes)) = files.read_within(&group[0].file, LARGEST) else { continue };
        let text = String::from_utf8_lossy(&bytes);
        let text = text.trim_start_matches('\u{feff}');
        take_lines(group, text);
    }
}

fn take_lines(group: &mut [Finding], text: &str) {
    let mut wanted: BTreeMap<usize, Vec<&mut Finding>> = BTreeMap::new();
    for finding in group {
        if let Some(span) = finding.span {
            wanted.entry((span.line as usize).saturating_sub(1)).or_default().push(finding);
        }
    }
    let mut lines = lines(text).enumerate();
    for (number, findings) in wanted {
        let line = lines.by_ref().find(|(index, _)| *index == number).map(|(_, line)| line);
        for finding in findings {
            finding.take_excerpt(line);
        }
    }
}

/// Lines as they are counted in places: a lone carriage return ends one too.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive(['\n', '\r'])
        .scan(false, |after_return, line| {
            // The line feed that belongs to the carriage return before it.
            let rest = *after_return && line == "\n";
            *after_return = line.ends_with('\r');
            Some((!rest).then(|| line.trim_end_matches(['\n', '\r'])))
        })
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::{Span, catalog};
    use crate::files::{Entry, Memory};
    use std::io::{self, Read};

    #[test]
    fn lines_are_counted_as_in_places() {
        assert_eq!(lines("a\r\nb\rc\n\nd").collect::<Vec<_>>(), ["a", "b", "c", "", "d"]);
    }

    /// A file that must not be read.
    struct Film;

    impl Files for Film {
        fn list(&self, _: &str) -> io::Result<Vec<Entry>> {
            Ok(Vec::new())
        }

        fn read(&self, path: &str) -> io::Result<Vec<u8>> {
            panic!("{path} was read whole")
        }

        fn read_within(&self, path: &str, most: usize) -> io::Result<Result<Vec<u8>, u64>> {
            assert_eq!((path, most), ("long.csv", LARGEST));
            Ok(Err(1 << 30))
        }

        fn open(&self, path: &str) -> io::Result<Box<dyn Read + '_>> {
            panic!("{path} was opened")
        }
    }

    #[test]
    fn a_finding_without_a_place_reads_nothing_and_one_with_a_place_no_more_than_it_needs() {
        let mut findings = [
            Finding::new(&catalog::UNUSED_FILE, "film.mp4"),
            Finding::new(&catalog::DATA_INVALID, "long.csv").at(Span::new(3, 1, 1)),
        ];
        add_excerpts(&mut findings, &Film);
        assert!(findings.iter().all(|finding| finding.excerpt.is_none()));
    }

    #[test]
    fn a_place_far_to_the_right_is_shown_with_what_stands_around_it() {
        let mut files = Memory::new();
        files.put("a.md", format!("{}X{}", "a".repeat(599_999), "b".repeat(400_000)));
        let at = |column| Finding::new(&catalog::RAW_HTML, "a.md").at(Span::new(1, column, 1));
        let mut findings = [at(1), at(600_000)];
        add_excerpts(&mut findings, &files);
        let lengths: Vec<_> = findings.iter().map(|finding| finding.excerpt.as_ref().map(|line| line.len())).collect();
        assert_eq!(lengths, [Some(243), Some(246)]);
        assert!(findings[1].excerpt.as_ref().is_some_and(|line| line.contains("aXb")));
    }

    #[test]
    fn letters_in_parts_are_put_together_so_that_places_fit() {
        let mut files = Memory::new();
        files.put("a.md", "Vie\u{323}\u{302}t X\n");
        let mut findings = [Finding::new(&catalog::RAW_HTML, "a.md").at(Span::new(1, 6, 1))];
        add_excerpts(&mut findings, &files);
        assert_eq!(findings[0].excerpt.as_deref(), Some("Việt X"));
    }

    #[test]
    fn each_finding_gets_its_line() {
        let mut files = Memory::new();
        files.put("a.md", "\u{feff}---\rtitle: A\r\nslug : b\n");
        let about = |line| Finding::new(&catalog::RAW_HTML, "a.md").at(Span::new(line, 1, 1));
        let mut findings = [about(2), about(3), about(9), Finding::new(&catalog::RAW_HTML, "b.md")];
        add_excerpts(&mut findings, &files);
        let shown: Vec<_> = findings.iter().map(|finding| finding.excerpt.as_deref()).collect();
        assert_eq!(shown, [Some("title: A"), Some("slug : b"), None, None]);
    }
}
