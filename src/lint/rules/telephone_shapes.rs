//! Finds telephone numbers that one text groups in several ways: `0271.1022`, `02713.879.193`.

use std::ops::Range;

use crate::diag::catalog;
use crate::lint::figures::Sort;
use crate::lint::{Hits, Text};

pub fn look(text: &Text, hits: &mut Hits) {
    let numbers: Vec<(Range<usize>, Vec<usize>)> = text
        .figures()
        .iter()
        .filter(|figure| figure.sort == Sort::Telephone)
        .map(|figure| (figure.range.clone(), text.written(&figure.range).split(['.', '-']).map(str::len).collect()))
        .collect();
    for (range, groups) in &numbers {
        let area = text.written(range).get(..3);
        let alike = || numbers.iter().filter(|(other, _)| text.written(other).get(..3) == area);
        let count = |shape: &[usize]| alike().filter(|(_, groups)| groups == shape).count();
        // The usual way of the text; of two as usual the first.
        let usual = alike().rev().max_by_key(|(_, groups)| count(groups));
        let Some((other, shape)) = usual.filter(|(_, shape)| shape != groups) else { continue };
        if count(shape) >= count(groups) {
            let hit = hits.tell(&catalog::TELEPHONE_SHAPES, range.clone());
            let digits = |range| text.written(range).bytes().filter(u8::is_ascii_digit).collect::<Vec<_>>();
            let what = if digits(range) == digits(other) {
                ("một số điện thoại viết hai kiểu", "one telephone number is written in two ways")
            } else {
                ("số điện thoại chia nhóm không giống số khác", "a telephone number is grouped otherwise than another")
            };
            hit.with_words("what", what).with("now", text.written(range)).with("other", text.written(other));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::{found, with};

    #[test]
    fn numbers_of_one_area_are_grouped_in_one_way() {
        let body = "gọi 0271.1022, 02713.800.100, 02713.800.200 hoặc 0844.600.300\n";
        assert_eq!(found("vi", body), [("V47", "0271.1022".to_owned(), None)]);
        let source = "---\ntitle: Tin\n---\ngọi 0844.600.300 hoặc 084.460.0300\n";
        let told =
            with("vi", source, |text| text.found(crate::lint::text(text, &|_| true)).remove(0).finding.text("vi"));
        assert!(told.starts_with("một số điện thoại viết hai kiểu"), "{told}");
        assert_eq!(found("vi", "gọi 02713.800.100, 02713.800.200 hoặc 0844.600.300\n"), []);
    }
}
