//! Finds words that no Vietnamese syllable is spelled like: `nghành`, `nguời`, `đươc`, `baì`, `mộtcuộc`.
//!
//! Only small words with Vietnamese marks and Vietnamese letters are looked at. A name has a capital (Đắk Lắk, Krông), a loan has a beginning
//! or an end that no syllable has (crôm, Pắk), or is made of syllables that are level or rising (ôtô, vắcxin): all these are left alone.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use super::confused;
use crate::diag::catalog;
use crate::lint::words::{Class, Gap, Words};
use crate::lint::{Hits, Text};
use crate::text::syllable::{is_spelled, retoned};

/// Loans that are spelled like slips.
const LOANS: &str = "cuốp líp típ týp tuýp kiốt iốt điốt khă ghiđô rốckét côngtenơ côngtơ côngxon đờmi xà-bông bugi mêgabai kilôgam kilômét";
const BEGINNINGS: [&str; 28] = [
    "", "b", "c", "ch", "d", "đ", "g", "gh", "gi", "h", "k", "kh", "l", "m", "n", "ng", "ngh", "nh", "p", "ph", "qu",
    "r", "s", "t", "th", "tr", "v", "x",
];
const ENDS: [&str; 9] = ["", "c", "ch", "m", "n", "ng", "nh", "p", "t"];

static KNOWN: LazyLock<FxHashSet<&str>> = LazyLock::new(|| LOANS.split_whitespace().collect());

pub fn look(text: &Text, hits: &mut Hits) {
    if !text.is_vietnamese() {
        return;
    }
    let words = text.words();
    for (index, word) in words.all() {
        let lower = words.lower(index);
        if word.class != Class::Lower || lower.is_ascii() || is_spelled(lower) || !is_looked_at(words, index, lower) {
            continue;
        }
        let now = text.written(&word.range());
        let parts = parted(lower);
        if text.may_be_cut(word) {
            hits.tell(&catalog::SYLLABLE, word.range()).with("now", now).with_words("near", CUT);
        } else if let Some((meant, is_sure)) = meant(lower) {
            let hit = hits.tell(&catalog::SYLLABLE, word.range()).with("now", now).with_words("near", near(&meant));
            hit.fix = is_sure.then_some(meant);
        } else if !parts.is_empty() {
            let is_one = parts.len() == 1;
            let either = (parts.join(" hoặc "), parts.join(" or "));
            let hit = hits.tell(&catalog::WORDS_JOINED, word.range()).with("now", now).with_words("wanted", either);
            hit.fix = parts.into_iter().next().filter(|_| is_one);
        } else if is_like_one(lower) {
            hits.tell(&catalog::SYLLABLE, word.range()).with("now", now).with("near", "");
        }
    }
}

const CUT: (&str, &str) = ("Có thể phần này bị cắt giữa chữ.", "This field may have been cut off inside a word.");

fn near(meant: &str) -> (String, String) {
    (format!("Có phải ý bạn là “{meant}”?"), format!("Did you mean “{meant}”?"))
}

fn is_looked_at(words: &Words, index: usize, lower: &str) -> bool {
    let (before, after) = words.beside(index);
    let is_joined = |byte: u8| matches!(byte, b'-' | b'\'' | b'/' | b'_' | b'&' | b'0'..=b'9' | b'\x1a' | 0x99);
    let is_contracted = words.get(index).is_some_and(|word| words.part(word.range().end..word.range().end + 3) == "’");
    let is_whole = !is_joined(before) && !is_joined(after) && !is_contracted;
    let is_vietnamese = |letter: char| match letter {
        'f' | 'j' | 'w' | 'z' => false,
        'a'..='z'
        | 'đ'
        | 'ă'
        | 'ơ'
        | 'ư'
        | 'ĩ'
        | 'ũ'
        | 'à'..='ã'
        | 'è'..='ê'
        | 'ì'
        | 'í'
        | 'ò'..='õ'
        | 'ù'
        | 'ú'
        | 'ý' => true,
        letter => ('\u{1ea0}'..='\u{1ef9}').contains(&letter),
    };
    is_whole
        && lower.chars().count() > 1
        && lower.chars().all(is_vietnamese)
        && !KNOWN.contains(lower)
        && !is_of_name(words, index)
        && !confused::is_known(words, index)
}

/// Between capitals in a name of another language: `Y Moan Ênuôl dră`.
fn is_of_name(words: &Words, index: usize) -> bool {
    let is_capital =
        |at: usize| words.get(at).is_some_and(|word| word.class == Class::Capital && word.gap == Gap::Space);
    index > 0 && is_capital(index - 1) && is_capital(index + 1)
}

/// Two syllables that nobody parted, in each way in which they can be: `gồmông` may be `gồ mông` and `gồm ông`. Where both are level or
/// rising it may be a loan.
fn parted(lower: &str) -> Vec<String> {
    let falls = |letter: char| "ạẹịọụỵậặệộợựảẻỉỏủỷẩẳểổởửãẽĩõũỹẫẵễỗỡữàèìòùỳầằềồờừ".contains(letter);
    if !lower.chars().any(falls) {
        return Vec::new();
    }
    let cuts = lower.char_indices().map(|(at, _)| at).skip(1);
    let is_cut = |at: &usize| {
        let (first, second) = lower.split_at(*at);
        second.chars().count() > 1 && first.chars().count() > 1 && is_spelled(first) && is_spelled(second)
    };
    let found: Vec<usize> = cuts.filter(is_cut).collect();
    let begins = |at: usize| {
        lower[at..].starts_with(|letter: char| letter == 'đ' || letter.is_ascii() && !"aeiouy".contains(letter))
    };
    if !found.iter().any(|at| begins(*at)) {
        return Vec::new();
    }
    found.into_iter().map(|at| format!("{} {}", &lower[..at], &lower[at..])).collect()
}

/// What was meant, and whether it can be nothing else.
fn meant(lower: &str) -> Option<(String, bool)> {
    const SWAPS: [(&str, &str); 8] = [
        ("ngh", "ng"),
        ("ng", "ngh"),
        ("gh", "g"),
        ("g", "gh"),
        ("uơ", "ươ"),
        ("ưo", "ươ"),
        ("uờ", "ườ"),
        ("uở", "ưở"),
    ];
    const TONED: [(&str, &str); 8] = [
        ("uớ", "ướ"),
        ("uợ", "ượ"),
        ("uỡ", "ưỡ"),
        ("ưò", "ườ"),
        ("ưó", "ướ"),
        ("ưọ", "ượ"),
        ("ưở", "uở"),
        ("ưỏ", "ưở"),
    ];
    let at_start = SWAPS.iter().take(4).filter_map(|(slip, right)| {
        let swapped = format!("{right}{}", lower.strip_prefix(slip)?);
        // `ngiụ` has its tone in a wrong place besides.
        Some(retoned(&swapped).unwrap_or(swapped))
    });
    let inside = SWAPS
        .iter()
        .skip(4)
        .chain(&TONED)
        .filter(|(slip, _)| lower.contains(slip))
        .map(|(slip, right)| lower.replacen(slip, right, 1));
    let tone = retoned(lower);
    let found = tone.into_iter().chain(at_start).chain(inside).find(|meant| is_spelled(meant))?;
    // A `gh` is now and then another letter than `g` and an h too many: `ghân` for `thân`.
    let is_sure = !lower.starts_with("gh");
    Some((found, is_sure))
}

/// A beginning and an end of syllables, with vowels alone between them.
fn is_like_one(lower: &str) -> bool {
    let is_vowel = |letter: char| !letter.is_ascii() && letter != 'đ' || "aeiouy".contains(letter);
    let from = lower.find(is_vowel).unwrap_or(lower.len());
    let to = lower.rfind(is_vowel).map_or(lower.len(), |at| at + lower[at..].chars().next().map_or(0, char::len_utf8));
    let Some(vowels) = lower.get(from..to) else { return false };
    let is_level = !vowels.chars().any(|letter| "áéíóúýấắếốớứ".contains(letter));
    let one = vowels.chars().all(is_vowel) && vowels.chars().count() <= 3;
    let begin = &lower[..from];
    let is_begin = BEGINNINGS.contains(&begin) || begin == "q";
    // A loan of level syllables: `nơron`, `mômen`.
    one && is_begin && ENDS.contains(&&lower[to..]) && (!is_level || !is_loan(lower))
}

fn is_loan(lower: &str) -> bool {
    lower.char_indices().skip(1).any(|(at, _)| is_spelled(&lower[..at]) && is_spelled(&lower[at..]))
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::{found, with};

    #[test]
    fn what_no_syllable_is_spelled_like_is_found() {
        let one = |text: &str, fix: Option<&str>| vec![("V59", text.to_owned(), fix.map(str::to_owned))];
        for (slip, meant) in [
            ("nghành", Some("ngành")),
            ("nguời", Some("người")),
            ("baì", Some("bài")),
            ("ngiệp", Some("nghiệp")),
            ("đươc", None),
            ("nhât", None),
        ] {
            assert_eq!(found("vi", &format!("từ {slip} này")), one(slip, meant), "{slip}");
        }
        assert_eq!(found("vi", "từ ghớm này"), one("ghớm", None));
        assert_eq!(found("vi", "từ ngiụ này"), one("ngiụ", Some("nghịu")));
        assert_eq!(found("vi", "mở mộtcuộc họp"), [("V63", "mộtcuộc".to_owned(), Some("một cuộc".to_owned()))]);
    }

    #[test]
    fn syllables_that_part_in_two_ways_are_both_named() {
        let hints = |body: &str| {
            with("vi", &format!("---\ntitle: Tin\n---\n{body}\n"), |text| {
                let found = text.found(crate::lint::text(text, &|message| message.code == "V63"));
                found.into_iter().map(|found| (found.finding.hint("vi"), found.fix.is_some())).collect::<Vec<_>>()
            })
        };
        assert_eq!(hints("đoàn gồmông Ba"), [("Viết rời: gồ mông hoặc gồm ông.".to_owned(), false)]);
        assert_eq!(hints("mở mộtcuộc họp"), [("Viết rời: một cuộc. cong check --fix sửa giúp.".to_owned(), true)]);
    }

    #[test]
    fn the_last_word_of_a_summary_may_be_cut_off() {
        with("vi", "---\ntitle: Tin\nsummary: Các em xếp hàng rồng rắ\n---\n", |text| {
            let found = text.found(crate::lint::text(text, &|message| message.code == "V59"));
            assert_eq!(found[0].finding.hint("vi"), "Xem lại chữ gõ nhầm. Có thể phần này bị cắt giữa chữ.");
        });
    }

    #[test]
    fn what_is_told_as_a_confusion_is_not_told_again() {
        let codes: Vec<_> = found("vi", "máy khuyếch đại").into_iter().map(|hit| hit.0).collect();
        assert_eq!(codes, ["V60"]);
    }

    #[test]
    fn names_loans_and_other_languages_stay() {
        for body in [
            "Đắk Lắk, Krông Năng, Bù Gia Mập, Pleiku, Đăk Ơ, S'tiêng, M'Nông",
            "xe buýt, ôtô, vắcxin, ximăng, xà phòng, crôm, café, gara, rơmoóc, mô-tơ",
            "ông André gặp bà Müller, λ, über, naïve",
            "hoà, hòa, khuỷu tay, quý, gì, giếng, nghiêng, xoong",
        ] {
            assert_eq!(
                found("vi", body).into_iter().filter(|hit| matches!(hit.0, "V59" | "V63")).collect::<Vec<_>>(),
                [],
                "{body}"
            );
        }
        assert_eq!(found("en", "từ nghành này"), []);
    }
}
