//! Finds words that are taken for others that sound or look alike: `chia sẽ`, `bổ xung`. What stands around decides where both exist.

use std::sync::LazyLock;

use super::confused_pairs::{LISTS, PAIRS, Pair};
use crate::diag::catalog;
use crate::lint::phrases::{Between, Phrases};
use crate::lint::words::{Class, Gap, Words};
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
            || is_given(words, index, last, pair.0)
        {
            continue;
        }
        let range = words.span(index, last);
        let wanted = if word.class == Class::Capital { capital(right) } else { (*right).to_owned() };
        hits.reword(&catalog::CONFUSED, range.clone(), text.written(&range), wanted);
    }
}

/// What is won may be given to somebody, so that both words are right: `dành chiến thắng này cho mẹ`, `chức vô địch họ đã giành cho đội`.
fn is_given(words: &Words, first: usize, last: usize, wrong: &str) -> bool {
    const WON: &[&str] = &["địch", "thắng", "chương", "hiệu", "cúp"];
    let is_joined = |index: &usize| words.get(*index).is_some_and(|word| word.gap == Gap::Space);
    let mut behind = (last + 1..=last + 4).take_while(is_joined);
    let mut before = (first.saturating_sub(8)..first).rev().take_while(|index| is_joined(&(index + 1)));
    wrong.starts_with("dành ") && behind.any(|index| words.lower(index) == "cho")
        || wrong == "giành cho" && before.any(|index| WON.contains(&words.lower(index)))
}

/// Whether a word is part of one of them.
pub fn is_known(words: &Words, index: usize) -> bool {
    (index.saturating_sub(2)..=index).any(|from| KNOWN.at(words, from).is_some_and(|(last, _)| last >= index))
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
        assert_eq!(fixes("đội đã dành chiến thắng, phần quà giành cho học sinh"), ["giành chiến thắng", "dành cho"]);
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
            "muốn dành chiến thắng này cho thầy cô",
            "chức vô địch mà họ đã giành cho đội nhà",
            "các hình thức khen thưởng kỷ thuật",
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
