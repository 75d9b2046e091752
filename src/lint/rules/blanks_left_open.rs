//! Finds numbers and dates that somebody meant to fill in: `Số: /BC-UBND`, `ngày tháng 01 năm 2024`.

use crate::diag::catalog;
use crate::lint::words::{Class, Gap, Words};
use crate::lint::{Hits, Text};

pub fn look(text: &Text, hits: &mut Hits) {
    if !text.is_vietnamese() {
        return;
    }
    let words = text.words();
    for (index, _) in words.all() {
        match words.lower(index) {
            "số" if is_open_number(words, index) => {
                let range = words.span(index, index + 1);
                hits.tell(&catalog::NUMBER_OPEN, range.clone()).with("now", text.written(&range));
            }
            "ngày" => {
                if let Some(last) = open_date(words, index) {
                    let range = words.span(index, last);
                    hits.tell(&catalog::DATE_OPEN, range.clone()).with("now", text.written(&range));
                }
            }
            _ => {}
        }
    }
}

/// `Số: /BC`, `số …/QĐ`
fn is_open_number(words: &Words, index: usize) -> bool {
    let is_code = words.get(index + 1).is_some_and(|word| matches!(word.class, Class::Upper | Class::Mixed));
    is_code
        && words.between(index + 1).strip_suffix('/').is_some_and(|gap| !gap.is_empty() && gap.chars().all(is_blank))
}

fn is_blank(letter: char) -> bool {
    letter.is_whitespace() || matches!(letter, ':' | '.' | '…' | '_' | '\0')
}

/// The last word of `ngày … tháng … năm 2024` whose day or month nobody wrote.
fn open_date(words: &Words, index: usize) -> Option<usize> {
    let is_day =
        |at: usize| words.get(at).is_some_and(|word| word.class == Class::Digits) && words.after(at) == "tháng";
    let day_given = is_day(index + 1) && words.after(index) == words.lower(index + 1);
    let month = if day_given { index + 2 } else { index + 1 };
    if words.lower(month) != "tháng" || !day_given && !is_left_open(words, month) {
        return None;
    }
    let month_given = words.get(month + 1).is_some_and(|word| word.class == Class::Digits && word.gap == Gap::Space);
    let year = if month_given { month + 2 } else { month + 1 };
    let is_year = words.lower(year) == "năm"
        && (month_given && words.before(year) == words.lower(month + 1) || !month_given && is_left_open(words, year));
    if !is_year || day_given && month_given {
        return None;
    }
    // `những ngày tháng 5 năm 2020`: of a letter, what stands before is a place and a comma, or nothing.
    let is_of_letter = words.get(index).is_some_and(|word| word.gap != Gap::Space);
    let has_dots = |at: usize| words.between(at).contains(['.', '…', '_']);
    let has_year = words.get(year + 1).is_some_and(|word| word.class == Class::Digits && word.gap == Gap::Space);
    // Without its year it is a form, which readers fill in.
    let is_open = has_year && (has_dots(month) && !day_given || has_dots(year) || is_of_letter);
    is_open.then_some(year + 1)
}

fn is_left_open(words: &Words, index: usize) -> bool {
    words.between(index).chars().all(is_blank)
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::found;

    #[test]
    fn numbers_and_dates_that_nobody_filled_in_are_found() {
        let one = |code, text: &str| vec![(code, text.to_owned(), None)];
        assert_eq!(found("vi", "Số: /BC-STTTT\n"), one("V35", "Số: /BC"));
        assert_eq!(found("vi", "Quyết định số ……/QĐ-UBND\n"), one("V35", "số ……/QĐ"));
        assert_eq!(found("vi", "Bình Phước, ngày tháng 01 năm 2024\n"), one("V36", "ngày tháng 01 năm 2024"));
        assert_eq!(found("vi", "Bình Phước, ngày 05 tháng … năm 2024\n"), one("V36", "ngày 05 tháng … năm 2024"));
    }

    #[test]
    fn what_is_complete_or_says_no_date_stays() {
        for body in [
            "Bình Phước, ngày 15 tháng 01 năm 2024",
            "những ngày tháng 5 năm 2020",
            "Hôm nay là ngày … tháng … năm …",
            "Ngày, tháng, năm sinh; ngày tháng năm sinh",
            "số 12/QĐ-UBND, số/ký hiệu, Số: 05/BC-UBND",
        ] {
            assert_eq!(found("vi", body), [], "{body}");
        }
    }
}
