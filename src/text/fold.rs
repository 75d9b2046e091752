//! Turns text into comparable forms: NFC of what is read, and letters without marks (`Hòa Đồng` → `hoa dong`).

use std::borrow::Cow;

use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};

const NFC: ComposingNormalizerBorrowed<'static> = ComposingNormalizerBorrowed::new_nfc();
const NFD: DecomposingNormalizerBorrowed<'static> = DecomposingNormalizerBorrowed::new_nfd();

/// The text in Unicode form C, the form in which every text of the portal is kept.
pub fn nfc(text: &str) -> Cow<'_, str> {
    NFC.normalize(text)
}

pub fn is_nfc(text: &str) -> bool {
    text.is_ascii() || NFC.is_normalized(text)
}

/// Lower case, without tone and vowel marks, `đ` as `d`.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    if text.is_ascii() {
        folded.push_str(text);
        folded.make_ascii_lowercase();
        return folded;
    }
    for letter in NFD.normalize_iter(text.chars()) {
        match letter {
            '\u{300}'..='\u{36f}' => {}
            'đ' | 'Đ' => folded.push('d'),
            letter => folded.extend(letter.to_lowercase()),
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_and_case_are_folded_and_both_tone_styles_meet() {
        assert_eq!(fold("Thủ tục ĐẤT đai"), "thu tuc dat dai");
        assert_eq!(fold("hòa bình"), fold("hoà bình"));
        assert_eq!(fold("ươ ăâêô ỹ"), "uo aaeo y");
    }

    #[test]
    fn decomposed_text_becomes_the_composed_form() {
        let decomposed = "Vie\u{323}\u{302}t";
        assert!(!is_nfc(decomposed));
        assert_eq!(nfc(decomposed), "Việt");
    }
}
