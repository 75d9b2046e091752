//! Finds `nhân dân` and `nhà nước` in small letters where they are subjects of their own, as NĐ 30/2020 capitalises them in documents.

use crate::diag::catalog;
use crate::lint::words::Class;
use crate::lint::{Hits, Text};

const NOUNS: &[([&str; 2], &str)] = &[(["nhân", "dân"], "Nhân dân"), (["nhà", "nước"], "Nhà nước")];
/// Behind these the noun is part of another term: `cơ quan nhà nước`, `quản lý nhà nước`.
const TERMS: &[&str] = &[
    "quan", "lý", "lí", "ban", "đồng", "sách", "công", "hàng", "án", "sát", "quân", "đội", "an", "ưu", "sĩ", "tệ",
    "báo", "nghệ", "doanh", "nghiệp", "vốn", "bộ", "chức", "tế", "mật", "đấu", "thể", "máy", "viện", "hữu",
];

pub fn look(text: &Text, hits: &mut Hits) {
    if !text.is_vietnamese() {
        return;
    }
    let words = text.words();
    for (index, word) in words.all().filter(|(_, word)| word.class == Class::Lower) {
        let Some((_, wanted)) = NOUNS.iter().find(|(noun, _)| words.are(index, noun)) else { continue };
        if word.class == Class::Lower && !TERMS.contains(&words.before(index)) {
            let range = words.span(index, index + 1);
            hits.tell(&catalog::STATE_NOUN, range.clone()).with("now", text.written(&range)).with("wanted", *wanted);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::found;

    #[test]
    fn the_polity_has_a_capital_and_terms_with_it_have_none() {
        assert_eq!(found("vi", "phục vụ nhân dân tốt hơn"), [("V53", "nhân dân".to_owned(), None)]);
        assert_eq!(found("vi", "cơ quan nhà nước, quản lý nhà nước, Nhà nước và Nhân dân, Ủy ban nhân dân"), []);
    }
}
