//! Turns places in a text, in bytes, into line and column, however long the lines are.

use crate::diag::Span;

/// Characters are counted once for each piece of this many bytes.
const PIECE: usize = 256;

/// A text with its line starts and the number of characters before each of its pieces.
pub struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
    before: Vec<usize>,
}

impl<'a> Lines<'a> {
    pub fn new(text: &'a str) -> Self {
        let starts = std::iter::once(0).chain(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1)).collect();
        let mut count = 0;
        let before = text.as_bytes().chunks(PIECE).map(|piece| {
            let so_far = count;
            count += characters(piece);
            so_far
        });
        Self { text, starts, before: before.collect() }
    }

    /// The place of a range of bytes; its length ends with its first line. Lines are counted from `first_line`.
    pub fn span(&self, from: usize, to: usize, first_line: usize) -> Span {
        let line = self.starts.partition_point(|start| *start <= from) - 1;
        let end = self.starts.get(line + 1).map_or(to, |next| to.min(next - 1)).max(from);
        let at = self.characters_before(from);
        let column = at - self.characters_before(self.starts[line]) + 1;
        Span::new(first_line + line, column, self.characters_before(end) - at)
    }

    fn characters_before(&self, offset: usize) -> usize {
        let offset = offset.min(self.text.len());
        let piece = offset / PIECE;
        let known = self.before.get(piece).copied();
        // The end of a text that fills its last piece.
        let (known, from) = known.map_or_else(
            || (self.before.last().copied().unwrap_or(0), self.before.len().saturating_sub(1) * PIECE),
            |known| (known, piece * PIECE),
        );
        known + characters(&self.text.as_bytes()[from..offset])
    }
}

/// Every byte but those that go on with a character.
fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| (**byte as i8) >= -0x40).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_range_over_lines_is_as_long_as_its_first() {
        assert_eq!(Lines::new("một\nhai ba\nbốn").span(10, 17, 5), Span::new(6, 5, 2));
        assert_eq!(Lines::new("").span(0, 0, 1), Span::new(1, 1, 1));
    }

    proptest! {
        #[test]
        fn places_are_what_counting_from_the_lines_start_gives(text in "(\\PC|\n|ệ){0,700}", a: prop::sample::Index, b: prop::sample::Index) {
            let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            let (a, b) = (*a.get(&places), *b.get(&places));
            let (from, to) = (a.min(b), a.max(b));
            let start = text[..from].rfind('\n').map_or(0, |at| at + 1);
            let line = text[..from].matches('\n').count() + 1;
            let length = text[from..to].split('\n').next().unwrap_or("").chars().count();
            prop_assert_eq!(Lines::new(&text).span(from, to, 1), Span::new(line, text[start..from].chars().count() + 1, length));
        }
    }
}
