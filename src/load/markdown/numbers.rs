//! Tells the items of a numbered list whose number is not the next one, so that readers see the number that was written.
//!
//! CommonMark counts on from the first item, whatever the others say. A law whose clauses 5 and 8 are amended says 5 and 8.
//! A list whose items all have the number of the first is counted, as its author means it.

/// The numbered lists that are open, each inside the one before it; `None` for one with bullets.
#[derive(Default)]
pub struct Numbers(Vec<Option<Numbered>>);

struct Numbered {
    first: u64,
    /// What a browser shows next.
    next: u64,
    /// All items so far have the first number.
    is_counted: bool,
}

impl Numbers {
    pub fn start_list(&mut self, first: Option<u64>) {
        self.0.push(first.map(|first| Numbered { first, next: first, is_counted: true }));
    }

    pub fn end_list(&mut self) {
        self.0.pop();
    }

    /// The number of an item that begins with `text`, where a browser would show another.
    pub fn item(&mut self, text: &str) -> Option<u64> {
        let list = self.0.last_mut()?.as_mut()?;
        let text = text.trim_start_matches([' ', '\t', '>']);
        let digits = text.bytes().take(9).take_while(u8::is_ascii_digit).count();
        let written = text[..digits].parse().unwrap_or(list.next);
        let expected = list.next;
        list.is_counted &= written == list.first;
        list.next = if list.is_counted { expected } else { written } + 1;
        (!list.is_counted && written != expected).then_some(written)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The numbers that a browser shows.
    fn shown(items: &[u64]) -> Vec<u64> {
        let mut numbers = Numbers::default();
        numbers.start_list(items.first().copied());
        let mut next = items[0];
        let mut shown = Vec::new();
        for item in items {
            next = numbers.item(&format!("{item}. Khoản")).unwrap_or(next);
            shown.push(next);
            next += 1;
        }
        shown
    }

    #[test]
    fn the_number_that_is_written_is_shown() {
        for items in [&[1, 2, 3][..], &[5, 8], &[1, 3, 5], &[3, 2, 1], &[1, 2, 2, 3], &[7]] {
            assert_eq!(shown(items), items);
        }
        assert_eq!(shown(&[1, 1, 1]), [1, 2, 3], "whoever repeats one number wants the items counted");
        assert_eq!(shown(&[5, 5]), [5, 6]);
    }
}
