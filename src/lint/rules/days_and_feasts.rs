//! Finds days, months and feasts whose capitals are not those of NĐ 30/2020: `sáng thứ hai`, `Tết Nguyên Đán`, `Quốc Khánh`.

use std::sync::LazyLock;

use super::agency_names::recased;
use crate::diag::catalog;
use crate::lint::phrases::{Between, Phrases};
use crate::lint::words::{Class, Gap, Words};
use crate::lint::{Hits, Text};

const FEASTS: &[&str] = &[
    "tết Nguyên đán",
    "tết Nguyên tiêu",
    "tết Trung thu",
    "tết Đoan ngọ",
    "ngày Quốc khánh",
    "lễ Quốc khánh",
    "ngày Quốc tế Lao động",
];
/// Not the night: `đêm thứ hai liên tiếp` counts.
const PARTS_OF_DAY: &[&str] = &["sáng", "trưa", "chiều", "tối"];
const DAYS: &[&str] = &["hai", "ba", "tư", "năm", "sáu", "bảy"];

static KNOWN: LazyLock<Phrases<&'static str>> =
    LazyLock::new(|| Phrases::new(Between::Space, FEASTS.iter().map(|feast| (*feast, *feast))));

pub fn look(text: &Text, hits: &mut Hits) {
    if !text.is_vietnamese() {
        return;
    }
    let words = text.words();
    // Beside the first day there is a second one: `sáng thứ hai` of a course.
    let mut counts = None;
    for (index, _) in words.all() {
        if words.lower(index) == "thứ"
            && PARTS_OF_DAY.contains(&words.before(index))
            && DAYS.contains(&words.after(index))
        {
            if *counts.get_or_insert_with(|| words.all().any(|(at, _)| words.are(at, &["thứ", "nhất"]))) {
                continue;
            }
            let Some(day) = words.get(index + 1).filter(|day| day.class == Class::Lower) else { continue };
            let now = text.written(&day.range());
            let wanted: String = now.chars().take(1).flat_map(char::to_uppercase).chain(now.chars().skip(1)).collect();
            let range = words.span(index, index + 1);
            if is_list(words, index + 2) {
                continue;
            }
            // Behind a part of the day no sentence begins.
            let whole = format!("thứ {wanted}");
            hits.reword(&catalog::DAY_CASE, range.clone(), text.written(&range), whole);
        }
        if let Some((last, feast)) = KNOWN.at(words, index) {
            // The first word begins a sentence now and then, and `Tết` by itself is a name.
            let is_name = words.get(index + 1).is_some_and(|word| word.gap == Gap::Space);
            let name = &feast[feast.find(' ').map_or(0, |space| space + 1)..];
            if is_name && let Some(wanted) = recased(text, words, index + 1, last, name) {
                let range = words.span(index + 1, last);
                hits.reword(&catalog::DAY_CASE, range.clone(), text.written(&range), wanted);
            }
        }
    }
}

/// `thứ hai, tư và sáu`: with the first alone it would be half done.
fn is_list(words: &Words, next: usize) -> bool {
    let is_day = |index: usize| DAYS.contains(&words.lower(index));
    words.between(next) == ", " && is_day(next)
        || words.between(next) == " " && matches!(words.lower(next), "và" | "hoặc" | "đến") && is_day(next + 1)
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::found;

    #[test]
    fn days_and_feasts_have_their_capitals() {
        let fixes = |body: &str| found("vi", body).into_iter().filter_map(|hit| hit.2).collect::<Vec<_>>();
        assert_eq!(fixes("Sáng thứ hai, tết Nguyên Đán, ngày quốc khánh"), ["thứ Hai", "Nguyên đán", "Quốc khánh"]);
        assert_eq!(fixes("vào tối Thứ sáu, Tết Nguyên Tiêu"), ["thứ Sáu", "Nguyên tiêu"]);
        for body in [
            "ngày thứ hai, lần thứ ba",
            "chiều thứ nhất, sáng thứ hai",
            "tối thứ Bảy",
            "mỗi tối thứ hai, tư và sáu",
            "sáng thứ ba và năm",
            "Tết Nguyên đán",
            "TẾT NGUYÊN ĐÁN",
        ] {
            assert_eq!(fixes(body), [] as [&str; 0], "{body}");
        }
    }
}
