//! Finds abbreviations that no text explains: not in brackets behind what they stand for, not in the glossary, not known to everybody.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use crate::diag::catalog;
use crate::lint::words::{Class, Words};
use crate::lint::{Hits, Text};
use crate::text::syllable::is_syllable;

/// What readers of a portal know.
const KNOWN: &str = "ubnd hđnd ubmttq mttq bhxh bhyt bhtn cccd cmnd thpt thcs gpmb pccc cntt cđs tthc gtvt tnmt khcn gdđt gd đt qsdđ đtm cchc \
    ttđt atgt tngt vsattp qppl dvc ntm ocop tp tphcm hcm tx vn vnd vnđ usd eur gdp fdi oda wto who asean eu un unesco unicef covid adn \
    sars hiv aids qr pdf gps sim atm led tv csgt csđt cand vksnd tand qđnd đbqh tw bch bbt đh cđ ths ts pgs gs bs ks cn ngo it ai \
    vat gtgt tndn tncn papi pci sipas dti ict sms html rss vip ceo xhcn chxhcn clb vff fifa afc u23 u19 u22 u20 nxb ptth pt th cscđ \
    bđs tnhh mtv cp ctcp hđqt hđxx htx khkt kt xh htkt sktt vpcp nnptnt vhttdl ldtbxh lđtbxh sgdđt bgdđt tttt";

static COMMON: LazyLock<FxHashSet<&str>> = LazyLock::new(|| KNOWN.split_whitespace().collect());

pub fn look(text: &Text, hits: &mut Hits) {
    if !text.is_vietnamese() {
        return;
    }
    let words = text.words();
    let defined: FxHashSet<&str> = words
        .all()
        .filter(|(index, _)| words.beside(*index) == (b'(', b')'))
        .map(|(index, _)| words.lower(index))
        .collect();
    let mut told: FxHashSet<&str> = FxHashSet::default();
    for (index, word) in words.all().filter(|(_, word)| word.class == Class::Upper) {
        let lower = words.lower(index);
        let letters = lower.chars().count();
        let is_known = COMMON.contains(lower) || defined.contains(lower) || text.settings.is_in_glossary(lower);
        if (3..=8).contains(&letters)
            && !is_known
            && stands_alone(words, index)
            && !is_syllable(lower)
            && told.insert(lower)
        {
            hits.tell(&catalog::ABBREVIATION, word.range()).with("now", text.written(&word.range()));
        }
    }
}

/// Among words that are not in capitals, and no part of a number or a compound.
fn stands_alone(words: &Words, index: usize) -> bool {
    let is_joined = |byte: u8| matches!(byte, b'-' | b'/' | b'&' | b'.' | b'_' | b'0'..=b'9' | b'\x1a');
    let (before, after) = words.beside(index);
    let is_capital = |at: usize| words.get(at).is_some_and(|word| word.class == Class::Upper);
    let is_before = index.checked_sub(1).is_some_and(is_capital) && !words.before(index).is_empty();
    !(is_joined(before)
        || is_joined(after) && after != b'.'
        || is_before
        || is_capital(index + 1) && !words.after(index).is_empty())
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::found;

    #[test]
    fn an_abbreviation_is_explained_once() {
        let told = |body: &str| {
            found("vi", body).into_iter().filter(|hit| hit.0 == "V55").map(|hit| hit.1).collect::<Vec<_>>()
        };
        assert_eq!(told("Ban QLDA họp với QLDA khác"), ["QLDA"]);
        for body in ["Ban Quản lý dự án (QLDA); QLDA họp", "UBND tỉnh", "BÁO CÁO KẾT QUẢ", "2461/QĐ-QLDA", "HỌP QLDA"]
        {
            assert_eq!(told(body), [] as [&str; 0], "{body}");
        }
    }
}
