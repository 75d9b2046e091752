//! Finds words that are taken for others that sound or look alike: `chia sẽ`, `bổ xung`. What stands around decides where both exist.

use std::sync::LazyLock;

use super::confused_pairs::{LISTS, PAIRS, Pair};
use crate::diag::catalog;
use crate::lint::phrases::{Between, Phrases};
use crate::lint::words::{Class, Words};
use crate::lint::{Hits, Text};

static KNOWN: LazyLock<Phrases<&Pair>> =
    LazyLock::new(|| Phrases::new(Between::Space, PAIRS.iter().map(|pair| (pair.0, pair))));

pub fn look(text: &Text, hits: &mut Hits) {
    if !text.is_vietnamese() {
        return;
    }
    let words = text.words();
    for (index, word) in words.all() {
        let Some((last, pair)) = KNOWN.at(words, index) else { continue };
        let Pair(_, right, not_after, not_before) = pair;
        let is_plain = matches!(word.class, Class::Lower | Class::Capital)
            && (index + 1..=last).all(|at| words.get(at).is_some_and(|word| word.class == Class::Lower));
        let is_other =
            |around: &str, word: &str| !word.is_empty() && list(around).split(' ').any(|other| other == word);
        if !is_plain
            || is_other(not_after, words.before(index))
            || is_other(not_before, words.after(last))
            || is_named(words, index)
        {
            continue;
        }
        let range = words.span(index, last);
        let wanted = if word.class == Class::Capital { capital(right) } else { (*right).to_owned() };
        hits.reword(&catalog::CONFUSED, range.clone(), text.written(&range), wanted);
    }
}

/// A list by its name, else the words themselves.
fn list(around: &str) -> &str {
    LISTS.iter().find(|(name, _)| *name == around).map_or(around, |(_, words)| words)
}

/// A capital behind a capital: part of a name.
fn is_named(words: &Words, index: usize) -> bool {
    let is_capital = |at: usize| words.get(at).is_some_and(|word| word.class == Class::Capital);
    is_capital(index) && index > 0 && is_capital(index - 1) && !words.before(index).is_empty()
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::tests::found;

    fn fixes(body: &str) -> Vec<String> {
        found("vi", body).into_iter().filter(|hit| hit.0 == "V60").filter_map(|hit| hit.2).collect()
    }

    #[test]
    fn words_taken_for_others_are_found() {
        assert_eq!(
            fixes("Chia sẽ khó khăn, bổ xung nhân lực, sáng lạng, xuất xắc"),
            ["Chia sẻ", "bổ sung", "xán lạn", "xuất sắc"]
        );
    }

    #[test]
    fn what_stands_around_decides() {
        let sound = [
            "khả năng xuất khẩu, thành công xuất sắc, thương hiệu xuất hiện",
            "lịch sử lý luận, phản ứng sử dụng",
            "đặt biệt danh, đặt sản phẩm",
            "nói chung thực hiện tốt",
            "chuyện tranh chấp đất",
            "cũng cố gắng",
            "không chịu nổi đau đớn",
            "xử lí, chia sẻ, bổ sung, khuyến mại",
        ];
        for body in sound {
            assert_eq!(fixes(body), [] as [&str; 0], "{body}");
        }
    }

    #[test]
    fn a_pair_stands_once_and_says_something_else() {
        for (at, Pair(wrong, right, ..)) in PAIRS.iter().enumerate() {
            assert_ne!(wrong, right);
            assert!(PAIRS[..at].iter().all(|other| other.0 != *wrong), "{wrong}");
            assert!(PAIRS.iter().all(|other| other.0 != *right), "{right} is itself confused");
        }
    }
}
