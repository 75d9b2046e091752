//! Tells Vietnamese syllables from other words by how they are spelled: a beginning, a rime, and a tone that the rime bears.

use std::sync::LazyLock;

use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};
use rustc_hash::FxHashSet;

const NFC: ComposingNormalizerBorrowed<'static> = ComposingNormalizerBorrowed::new_nfc();
const NFD: DecomposingNormalizerBorrowed<'static> = DecomposingNormalizerBorrowed::new_nfd();

/// The longest syllable, `nghiêng`, in letters.
pub const LONGEST: usize = 7;

/// Longer ones before those that they begin with.
const BEGINNINGS: [&str; 28] = [
    "ngh", "ch", "gh", "gi", "kh", "ng", "nh", "ph", "qu", "th", "tr", "b", "c", "d", "đ", "g", "h", "k", "l", "m",
    "n", "p", "r", "s", "t", "v", "x", "",
];

/// Rimes without their tone.
const RIMES: &str = " a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây e ec em en eng eo \
    ep et ê êch êm ên ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu o oa oac oach oai oam oan oang \
    oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm \
    ơn ơp ơt u ua uân uâng uât uây uc uê uêch uênh ui um un ung uôc uôi uôm uôn uông uôt uơ up ut uy uya uych uyên uyêt \
    uynh uyt uyu uyn uyp ư ưa ưc ưi ưm ưn ưng ưt ươc ươi ươm ươn ương ươp ươt ươu ưu y ych yêm yên yêng yêt yêu ynh yt ";

static KNOWN: LazyLock<FxHashSet<&str>> = LazyLock::new(|| RIMES.split_whitespace().collect());

/// Whether a word is spelled like a Vietnamese syllable, whatever its case.
pub fn is_syllable(word: &str) -> bool {
    let (mut plain, mut tone) = (String::with_capacity(word.len()), None);
    for letter in NFD.normalize_iter(word.chars()) {
        match letter {
            '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}' if tone.is_none() => tone = Some(letter),
            letter => plain.extend(letter.to_lowercase()),
        }
    }
    let plain = NFC.normalize(&plain);
    BEGINNINGS.iter().any(|begin| plain.strip_prefix(begin).is_some_and(|rime| fits(begin, rime) && bears(rime, tone)))
}

/// `c` and `k`, `ng` and `ngh` divide the vowels between them.
fn fits(begin: &str, rime: &str) -> bool {
    let in_front = rime.starts_with(['e', 'ê', 'i', 'y']);
    let possible = match *begin.as_bytes() {
        [b'c'] | [b'n', b'g'] => !in_front,
        [b'g'] => !in_front || rime.starts_with('i'),
        [b'k'] | [b'g', b'h'] | [b'n', b'g', b'h'] => in_front,
        _ => true,
    };
    // `gì`, `giêng`: the `i` belongs to both.
    possible && KNOWN.contains(rime)
}

/// Before a stop only two tones are spoken, and both are written.
fn bears(rime: &str, tone: Option<char>) -> bool {
    !rime.ends_with(['c', 'p', 't']) && !rime.ends_with("ch") || matches!(tone, Some('\u{301}' | '\u{323}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syllables_are_known_in_both_tone_styles_and_in_capitals() {
        let text =
            "Cộng hoà hòa XÃ HỘI chủ nghĩa Việt Nam quốc gì giếng nghiêng quyết khuỷu ỷ yếu uỷ ủy quý đường xoong Giữa";
        for word in text.split(' ') {
            assert!(is_syllable(word), "{word}");
        }
    }

    #[test]
    fn other_words_are_none() {
        for word in
            "Céng héi ViÖt nghÜa für née café keo̧ sao?Bởi toatr cê ngé kông hoac mat xắng̀ the̋ wa 12 ph".split(' ')
        {
            assert!(!is_syllable(word), "{word}");
        }
    }
}
