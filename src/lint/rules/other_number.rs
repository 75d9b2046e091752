//! Finds links whose words are the number of one document and which lead to another one.

use crate::diag::catalog;
use crate::lint::{Hits, Text};

pub fn look(text: &Text, hits: &mut Hits) {
    for link in &text.links {
        let Some(target) = link.target.strip_prefix("van-ban:").map(|target| crate::text::address::decode(target))
        else {
            continue;
        };
        let words = text.written(&link.words);
        let mut numbers = words
            .split(|letter: char| letter.is_whitespace() || matches!(letter, '*' | '_' | '(' | ')' | ','))
            .filter(|word| is_number(word));
        let Some(first) = numbers.clone().next() else { continue };
        if !numbers.any(|number| same(number, &target)) {
            hits.tell(&catalog::LINK_OTHER_NUMBER, link.range.clone()).with("words", first).with("target", &*target);
        }
    }
}

/// `2461/QĐ-UBND`, `42/2022/NĐ-CP`.
fn is_number(word: &str) -> bool {
    let mut parts = word.split('/');
    let begins = parts.next().is_some_and(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()));
    begins && parts.next_back().is_some_and(|part| part.contains('-') && part.starts_with(char::is_uppercase))
}

fn same(a: &str, b: &str) -> bool {
    let plain = |text: &str| text.trim_start_matches('0').trim_end_matches('.').to_lowercase();
    plain(a) == plain(b)
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::found;

    #[test]
    fn a_number_that_leads_to_another_document_is_told() {
        let link = "[Quyết định 15/2024/QĐ-UBND](van-ban:16/2024/Q%C4%90-UBND)";
        assert_eq!(found("vi", link), [("L06", link.to_owned(), None)]);
    }

    #[test]
    fn the_same_number_and_words_without_one_are_fine() {
        for link in [
            "[Quyết định số 5/2024/QĐ-UBND](van-ban:05/2024/QĐ-UBND)",
            "[**15/2024/QĐ-UBND**](van-ban:15/2024/qđ-ubnd)",
            "[quyết định này](van-ban:15/2024/QĐ-UBND)",
            "[ngày 15/6](van-ban:15/2024/QĐ-UBND)",
        ] {
            let told = found("vi", link).into_iter().filter(|hit| hit.0.starts_with('L'));
            assert_eq!(told.collect::<Vec<_>>(), [], "{link}");
        }
    }
}
