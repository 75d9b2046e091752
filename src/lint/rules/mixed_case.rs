//! Finds a syllable with a capital inside it (`HÀi`), and two that nobody parted (`ôngTrump`). Names of brands are none of either: they are no
//! Vietnamese syllables with their marks.

use crate::diag::catalog;
use crate::lint::words::Class;
use crate::lint::{Hits, Text};
use crate::text::syllable::is_syllable;

pub fn look(text: &Text, hits: &mut Hits) {
    if !text.is_vietnamese() {
        return;
    }
    let words = text.words();
    for (index, word) in words.all().filter(|(_, word)| word.class == Class::Mixed) {
        let (lower, now) = (words.lower(index), text.written(&word.range()));
        if lower.is_ascii() || lower.contains('\0') || matches!(words.beside(index).0, b'/' | b'-') {
            continue;
        }
        // `28 độC` is no poison.
        if is_syllable(lower) && lower.chars().count() > 2 && now != "độC" {
            let is_first = now.starts_with(char::is_uppercase);
            let wanted = if is_first { capital(lower) } else { lower.to_owned() };
            hits.reword(&catalog::MIXED_CASE, word.range(), now, wanted);
        } else if let Some(parted) = parted(now) {
            let hit = hits.tell(&catalog::WORDS_JOINED, word.range()).with("now", now);
            hit.with("wanted", parted).with_words("mend", LOST);
        }
    }
}

/// What stood between a small letter and a capital may have been more than a space.
const LOST: (&str, &str) = (
    "Nếu ở giữa mất dấu chấm hay chỗ xuống dòng thì thêm lại.",
    "If a full stop or a new line was lost between them, put it back.",
);

fn capital(lower: &str) -> String {
    let mut letters = lower.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// `PhongTổng` → `Phong Tổng`
fn parted(word: &str) -> Option<String> {
    let mut last_is_small = false;
    let at = word.char_indices().find_map(|(at, letter)| {
        let is_edge = last_is_small && letter.is_uppercase();
        last_is_small = letter.is_lowercase();
        is_edge.then_some(at)
    })?;
    let (first, second) = word.split_at(at);
    let is_whole = |part: &str| part.chars().count() > 1 && part.chars().skip(1).all(char::is_lowercase);
    // A brand is written so too: of it at most one part has marks.
    let marked = |part: &str| !part.is_ascii() && is_syllable(part);
    let is_text = is_syllable(first) && is_syllable(second) && (marked(first) || marked(second));
    (is_whole(second) && is_whole(first) && is_text).then(|| format!("{first} {second}"))
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::found;

    #[test]
    fn a_capital_inside_a_syllable_is_a_slip() {
        assert_eq!(found("vi", "HÀi lòng"), [("V56", "HÀi".to_owned(), Some("Hài".to_owned()))]);
        assert_eq!(found("vi", "đồng đều, vIệt"), [("V56", "vIệt".to_owned(), Some("việt".to_owned()))]);
        assert_eq!(found("vi", "iPad, HĐND, TTr, YouTube, VnExpress, 30 độC"), []);
    }

    #[test]
    fn two_syllables_in_one_are_parted() {
        // A full stop may have stood between them, which a space would hide.
        assert_eq!(found("vi", "Hải PhòngTổng kết"), [("V63", "PhòngTổng".to_owned(), None)]);
    }
}
