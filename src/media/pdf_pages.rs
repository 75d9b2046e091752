//! Counts the pages of a PDF, piece by piece, so that a long scan is never held whole.
//!
//! Counted are page objects that stand openly, held against the number that the tree of pages gives (ISO 32000-1, 7.7.3). Where the
//! two differ, as after an edit, or where objects are compressed, nobody is told a number: a wrong one is worse than none.

use memchr::memmem;

const TYPE: &[u8] = b"/Type";
const COUNT: &[u8] = b"/Count";
/// Bytes behind a mark that are looked at: spaces, and a name or a number.
const WINDOW: usize = 64;

/// Takes a file in pieces.
#[derive(Default)]
pub struct PageCounter {
    held: Vec<u8>,
    pages: u32,
    /// The largest number of a tree: that of its root.
    total: u32,
}

impl PageCounter {
    pub fn take(&mut self, piece: &[u8]) {
        self.held.extend_from_slice(piece);
        // A mark near the end is looked at when what follows is there.
        let whole = self.held.len().saturating_sub(WINDOW);
        self.look(whole);
        self.held.drain(..whole);
    }

    /// How many pages there are, if that is sure.
    pub fn finish(mut self) -> Option<u32> {
        self.look(self.held.len());
        (self.pages > 0 && self.pages == self.total).then_some(self.pages)
    }

    /// Looks behind the marks that begin before `end`.
    fn look(&mut self, end: usize) {
        let held = &self.held[..];
        let behind = |mark: &'static [u8]| {
            let found = memmem::find_iter(held, mark).take_while(move |at| *at < end);
            found.map(move |at| &held[at + mark.len()..held.len().min(at + mark.len() + WINDOW)])
        };
        let pages = behind(TYPE).filter(|rest| is_page(rest)).count();
        let total = behind(COUNT).filter_map(number).max().unwrap_or(0);
        self.pages = self.pages.saturating_add(u32::try_from(pages).unwrap_or(u32::MAX));
        self.total = self.total.max(total);
    }
}

/// `/Page`, and not `/Pages` or `/PageLabel`.
fn is_page(rest: &[u8]) -> bool {
    let name = rest.trim_ascii_start().strip_prefix(b"/Page");
    name.is_some_and(|rest| !rest.first().is_some_and(u8::is_ascii_alphanumeric))
}

/// A whole number; those of outlines may be negative.
fn number(rest: &[u8]) -> Option<u32> {
    let rest = rest.trim_ascii_start();
    let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    std::str::from_utf8(&rest[..digits]).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As it is counted whole, and in pieces of every size.
    fn pages(bytes: &[u8]) -> Option<u32> {
        let count = |size: usize| {
            let mut counter = PageCounter::default();
            bytes.chunks(size).for_each(|piece| counter.take(piece));
            counter.finish()
        };
        let whole = count(bytes.len().max(1));
        for size in [1, 7, 64, 1000] {
            assert_eq!(count(size), whole, "in pieces of {size}");
        }
        whole
    }

    #[test]
    fn pages_are_counted_where_the_tree_says_the_same() {
        let far = [b' '; 3000];
        for (text, number) in [
            (&b"<< /Type /Pages /Kids [3 0 R] /Count 1 >> << /Type /Page /Parent 2 0 R >>"[..], Some(1)),
            (b"<</Type/Pages/Count 2/Kids[3 0 R 4 0 R]>><</Type/Page>><</Type\n/Page/Parent 2 0 R>>", Some(2)),
            // A tree in two floors, and an outline that is closed.
            (
                b"/Type /Pages /Count 2 /Type /Pages /Count 1 /Type/Page>> /Type/Pages /Count 1 /Type/Page>> /Count -7",
                Some(2),
            ),
            // Pages that an edit has left behind, objects that are compressed, no tree.
            (b"/Type /Pages /Count 1 /Type /Page /Type /Page ", None),
            (b"/Type /Pages /Count 12", None),
            (b"/Type /Page ", None),
            (b"/Type /PageLabel /Count 1", None),
            (b"/Count 99999999999 /Type /Page", None),
            (b"", None),
        ] {
            assert_eq!(pages(text), number, "{}", String::from_utf8_lossy(text));
        }
        assert_eq!(pages(&[&far, &b"/Type /Pages /Count 1"[..], &far, b"/Type /Page", &far].concat()), Some(1));
    }
}
