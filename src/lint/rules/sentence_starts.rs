//! Finds sentences that begin with a small letter.

use crate::diag::catalog;
use crate::lint::words::{Class, Gap};
use crate::lint::{Hits, Text};

/// What a point shortens rather than ends.
const SHORT: &[&str] = &[
    "v", "tr", "tp", "ths", "ts", "gs", "pgs", "bs", "st", "mr", "mrs", "ms", "dr", "no", "vs", "tt", "tx", "kg", "km",
];

pub fn look(text: &Text, hits: &mut Hits) {
    if !text.is_vietnamese() {
        return;
    }
    let words = text.words();
    for (index, word) in words.all().filter(|(_, word)| word.gap == Gap::Stop && word.class == Class::Lower) {
        let Some(before) = index.checked_sub(1).and_then(|before| words.get(before)) else { continue };
        let is_end = matches!(words.between(index), ". ");
        let is_word = matches!(before.class, Class::Lower) && words.lower(index - 1).chars().count() > 1;
        // Of a brand the first letter is small: `iPhone` is mixed, `eBay` too.
        let goes_on = matches!(words.beside(index).1, b'.' | b'/' | b'@' | b'-' | b'\x1a' | b'0'..=b'9');
        if is_end
            && is_word
            && !SHORT.contains(&words.lower(index - 1))
            && !goes_on
            && words.lower(index).chars().count() > 1
        {
            hits.tell(&catalog::SENTENCE_START, word.range()).with("now", text.written(&word.range()));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::found;

    #[test]
    fn a_sentence_begins_with_a_capital() {
        assert_eq!(found("vi", "Họp xong. đoàn đi thăm."), [("V62", "đoàn".to_owned(), None)]);
        for body in ["Họp xong. Đoàn đi.", "văn hóa, v.v. và thể thao", "TP. hồ", "chờ... rồi đi", "khoản 5. có"]
        {
            assert_eq!(found("vi", body), [], "{body}");
        }
    }
}
