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

/// Every syllable as it may be spelled, in lower case, with its tone where it belongs: `òa` and `oà` both.
static SPELLED: LazyLock<FxHashSet<String>> = LazyLock::new(|| {
    let mut spelled = FxHashSet::default();
    for begin in BEGINNINGS {
        // `gìa` is no `già`.
        for rime in KNOWN.iter().filter(|rime| fits(begin, rime) && !(begin == "g" && **rime == "ia")) {
            for tone in [None, Some('\u{300}'), Some('\u{301}'), Some('\u{303}'), Some('\u{309}'), Some('\u{323}')] {
                if bears(rime, tone) {
                    spelled.extend(places(rime).map(|at| toned(begin, rime, at, tone)));
                }
            }
        }
    }
    spelled
});

/// Whether a word in lower case is a syllable with its tone on the letter that bears it.
pub fn is_spelled(lower: &str) -> bool {
    SPELLED.contains(lower)
}

/// Whether a letter of a word bears a tone.
pub fn is_toned(word: &str) -> bool {
    NFD.normalize_iter(word.chars())
        .any(|letter| matches!(letter, '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}'))
}

/// Whether a letter is made with this mark.
pub fn is_marked(letter: char, mark: char) -> bool {
    NFD.normalize_iter(std::iter::once(letter)).any(|part| part == mark)
}

/// The syllable whose tone stands on a letter that can not bear it, with its tone where it belongs: `baì` → `bài`.
pub fn retoned(lower: &str) -> Option<String> {
    if is_spelled(lower) {
        return None;
    }
    let (mut plain, mut tone) = (String::with_capacity(lower.len()), None);
    for letter in NFD.normalize_iter(lower.chars()) {
        match letter {
            '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}' if tone.is_none() => tone = Some(letter),
            letter => plain.push(letter),
        }
    }
    let plain = NFC.normalize(&plain).into_owned();
    let begin = BEGINNINGS.iter().find(|begin| plain.strip_prefix(**begin).is_some_and(|rime| fits(begin, rime)))?;
    let rime = &plain[begin.len()..];
    let spelled = toned(begin, rime, places(rime).next()?, Some(tone?));
    is_spelled(&spelled).then_some(spelled)
}

/// Which letters of a rime may bear its tone, the older way first.
fn places(rime: &str) -> impl Iterator<Item = usize> {
    let letters: Vec<char> = rime.chars().collect();
    let vowels = letters.iter().take_while(|letter| "aăâeêioôơuưy".contains(**letter)).count();
    let marked = letters.iter().rposition(|letter| "ăâêôơư".contains(*letter));
    let (first, second) = match (marked, vowels) {
        (Some(at), _) => (at, None),
        (None, 2) if letters.len() == 2 && matches!(rime, "oa" | "oe" | "uy") => (0, Some(1)),
        (None, 2) if letters.len() == 2 => (0, None),
        (None, 3) => (1, None),
        _ => (vowels.saturating_sub(1), None),
    };
    [Some(first), second].into_iter().flatten()
}

fn toned(begin: &str, rime: &str, at: usize, tone: Option<char>) -> String {
    let mut text = begin.to_owned();
    for (index, letter) in rime.chars().enumerate() {
        text.push(letter);
        text.extend(tone.filter(|_| index == at));
    }
    NFC.normalize(&text).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tone_stands_on_the_letter_that_bears_it() {
        let text = "cộng hoà hòa xã việt nam quốc gì giếng nghiêng quyết khuỷu ỷ yếu uỷ ủy quý đường xoong giữa của ngoài thuở huế già khuya";
        for word in text.split(' ') {
            assert!(is_spelled(word), "{word}");
        }
        for (slip, meant) in
            [("baì", "bài"), ("ngươì", "người"), ("gìa", "già"), ("qúy", "quý"), ("tìên", "tiền"), ("hoaì", "hoài")]
        {
            assert_eq!(retoned(slip).as_deref(), Some(meant));
        }
        for word in ["bài", "hòa", "hoà", "stop", "ba", "đươc"] {
            assert_eq!(retoned(word), None, "{word}");
        }
    }

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
