//! Finds sentences that begin with a small letter.

use crate::diag::catalog;
use crate::lint::words::{Class, Gap, Words};
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
            && !is_foreign(words, index)
        {
            let next = if is_credit(words, index) { CREDIT } else { SENTENCE };
            hits.tell(&catalog::SENTENCE_START, word.range())
                .with("now", text.written(&word.range()))
                .with_words("next", next);
        }
    }
}

const SENTENCE: (&str, &str) = (
    "Viết hoa chữ đầu câu, thay dấu chấm ở trước, hoặc bù phần chữ bị mất.",
    "Begin it with a capital, change the point before it, or put back the words that were lost.",
);
const CREDIT: (&str, &str) = ("Viết hoa: Theo.", "Write Theo.");

/// The words of a sentence from one of its words on.
fn sentence(words: &Words, first: usize) -> impl Iterator<Item = usize> {
    let is_next =
        move |index: &usize| !matches!(words.get(*index).map(|word| word.gap), None | Some(Gap::Start | Gap::Stop));
    std::iter::once(first).chain((first + 1..).take_while(is_next))
}

/// A few words without one mark of Vietnamese: a message of somebody else that is quoted.
fn is_foreign(words: &Words, first: usize) -> bool {
    sentence(words, first).count() > 3 && sentence(words, first).all(|index| words.lower(index).is_ascii())
}

/// `theo Báo Bình Minh` as the last words.
fn is_credit(words: &Words, first: usize) -> bool {
    let last = sentence(words, first).last().unwrap_or(first);
    let is_end = words.get(last + 1).is_none_or(|next| next.gap == Gap::Start);
    let is_name =
        words.get(first + 1).is_some_and(|next| matches!(next.class, Class::Capital | Class::Upper | Class::Mixed));
    words.lower(first) == "theo" && is_name && is_end && last - first < 7
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::{found, with};

    #[test]
    fn a_sentence_begins_with_a_capital() {
        assert_eq!(found("vi", "Họp xong. đoàn đi thăm."), [("V62", "đoàn".to_owned(), None)]);
        for body in [
            "Bà viết: “Họp xong. we are on our way home”",
            "Họp xong. Đoàn đi.",
            "văn hóa, v.v. và thể thao",
            "TP. hồ",
            "chờ... rồi đi",
            "khoản 5. có",
        ] {
            assert_eq!(found("vi", body), [], "{body}");
        }
    }

    #[test]
    fn of_a_source_at_the_end_there_is_one_thing_to_do() {
        let hint = |body: &str| {
            with("vi", &format!("---\ntitle: Tin\n---\n{body}\n"), |text| {
                text.found(crate::lint::text(text, &|message| message.code == "V62"))[0].finding.hint("vi")
            })
        };
        assert_eq!(hint("Đoàn đã về. theo Báo Bình Minh"), "Viết hoa: Theo.");
        assert!(hint("Đoàn đã về. theo Báo Bình Minh thì đoàn còn đi tiếp.").starts_with("Viết hoa chữ đầu câu,"));
    }
}
