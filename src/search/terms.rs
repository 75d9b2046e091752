//! Turns text into terms: what a word is, with its marks and without, and the numbers that stand for words in files.
//!
//! The client (`search/text.js` of the theme) does the same to a query; both must agree on every rule here.

use std::borrow::Cow;

use icu_normalizer::DecomposingNormalizerBorrowed;
use icu_properties::CodePointMapData;
use icu_properties::props::{GeneralCategory, GeneralCategoryGroup};

use crate::text::fold::nfc;

const NFD: DecomposingNormalizerBorrowed<'static> = DecomposingNormalizerBorrowed::new_nfd();

/// The five tone marks, each with the sign that stands for it at the end of a term.
const TONES: [(char, char); 5] =
    [('\u{300}', '`'), ('\u{301}', '\''), ('\u{309}', '?'), ('\u{303}', '~'), ('\u{323}', '.')];

/// A word in lower case with its tone at the end, so that `hòa` and `hoà` are one term: `hoa` and a grave sign.
pub fn marked(word: &str) -> String {
    let (mut kept, mut tone) = (String::with_capacity(word.len()), None);
    for letter in NFD.normalize_iter(word.chars()) {
        match TONES.iter().find(|(mark, _)| *mark == letter) {
            Some((_, sign)) => tone = Some(*sign),
            None => kept.push(letter),
        }
    }
    let mut term = nfc(&kept).into_owned();
    term.extend(tone);
    term
}

/// A marked term without its marks: `đât.` gives `dat`.
pub fn folded(term: &str) -> String {
    let end = term.strip_suffix(|last| TONES.iter().any(|(_, sign)| *sign == last)).unwrap_or(term);
    unmarked(end)
}

/// Lower-case letters without marks, `đ` as `d`.
fn unmarked(text: &str) -> String {
    let letters = NFD.normalize_iter(text.chars()).filter(|letter| !matches!(letter, '\u{300}'..='\u{36f}'));
    letters.map(|letter| if letter == 'đ' { 'd' } else { letter }).collect()
}

/// Lower case without marks; everything that is no letter stays.
pub fn fold(text: &str) -> String {
    unmarked(&text.to_lowercase())
}

/// Whether words of a language meet in their stem.
pub fn has_stems(language: &str) -> bool {
    language == "en"
}

/// The term of one word as a text spells it.
pub fn term(word: &str, english: bool) -> String {
    let lower: Cow<str> =
        if word.bytes().all(|byte| byte.is_ascii_lowercase()) { word.into() } else { word.to_lowercase().into() };
    if english {
        stem(&unmarked(&lower)).into_owned()
    } else if lower.is_ascii() {
        lower.into_owned()
    } else {
        marked(&lower)
    }
}

/// English: the plural goes, then `-ing` or `-ed`, then a last `e`; at least three letters stay.
pub fn stem(word: &str) -> Cow<'_, str> {
    let mut word = Cow::Borrowed(word);
    let count = word.chars().count();
    if count > 3 && word.ends_with("ies") {
        word = format!("{}y", &word[..word.len() - 3]).into();
    } else if count > 3 && word.ends_with('s') && !["ss", "us", "is"].iter().any(|end| word.ends_with(end)) {
        word = word[..word.len() - 1].to_owned().into();
    }
    let count = word.chars().count();
    let cut = if count > 5 && word.ends_with("ing") {
        3
    } else if count > 4 && word.ends_with("ed") {
        2
    } else {
        0
    };
    let start = &word[..word.len() - cut];
    if cut > 0 && start.contains(['a', 'e', 'i', 'o', 'u', 'y']) {
        let mut last = start.chars().rev();
        let doubled = last.next().filter(|letter| last.next() == Some(*letter) && !"aeiouylsz".contains(*letter));
        word = start[..start.len() - doubled.map_or(0, char::len_utf8)].to_owned().into();
    }
    if word.chars().count() > 3 && word.ends_with('e') {
        word = word[..word.len() - 1].to_owned().into();
    }
    word
}

/// Calls `found` with each word of a text, and where it begins: the longest runs of letters and digits.
pub fn each_word<'t>(text: &'t str, mut found: impl FnMut(&'t str, usize)) {
    let mut at = 0;
    while let Some((is_word, length)) = letter_at(text, at) {
        let start = at;
        at += length;
        if is_word {
            while let Some((true, length)) = letter_at(text, at) {
                at += length;
            }
            found(&text[start..at], start);
        }
    }
}

/// Whether the letter at this byte is part of a word, and how many bytes it has. What Vietnamese is written with is told
/// by its bytes alone, which makes reading a text three times as fast.
#[inline(always)]
fn letter_at(text: &str, at: usize) -> Option<(bool, usize)> {
    let bytes = text.as_bytes();
    Some(match *bytes.get(at)? {
        first @ 0..=0x7f => (first.is_ascii_alphanumeric(), 1),
        // U+00C0 to U+00FF: all but × and ÷.
        0xc3 => (!matches!(bytes.get(at + 1), Some(0x97 | 0xb7)), 2),
        // U+0100 to U+023F.
        0xc4..=0xc8 => (true, 2),
        // U+2000 to U+203F: spaces, dashes, quotation marks.
        0xe2 if bytes.get(at + 1) == Some(&0x80) => (false, 3),
        // U+1E00 to U+1EFF.
        0xe1 if matches!(bytes.get(at + 1), Some(0xb8..=0xbb)) => (true, 3),
        _ => {
            let letter = text[at..].chars().next()?;
            (is_word(letter), letter.len_utf8())
        }
    })
}

/// A letter or a number in Unicode's sense.
pub fn is_word(letter: char) -> bool {
    match letter {
        '\0'..='\x7f' => letter.is_ascii_alphanumeric(),
        'À'..='Ö' | 'Ø'..='ö' | 'ø'..='\u{24f}' | 'Ḁ'..='ỿ' => true,
        _ => {
            let category = CodePointMapData::<GeneralCategory>::new().get(letter);
            GeneralCategoryGroup::Letter.contains(category) || GeneralCategoryGroup::Number.contains(category)
        }
    }
}

/// 32 bits of FNV-1a over UTF-8, mixed so that low bits are good too.
pub fn hash(text: &str) -> u32 {
    let mixed = text.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    let mixed = (mixed ^ (mixed >> 16)).wrapping_mul(0x85eb_ca6b);
    mixed ^ (mixed >> 13)
}

/// Four bits that tell which term follows, by its hash: 1 to 15; nothing follows: 0.
pub fn signature(next: u32) -> u8 {
    (1 + next % 15) as u8
}

/// The slug that the client makes of a title, so that an address made of its title need not be sent.
pub fn title_slug(title: &str) -> String {
    let mut slug = String::new();
    for letter in fold(title).chars() {
        if letter.is_ascii_alphanumeric() {
            slug.push(letter);
        } else if !slug.ends_with('-') && !slug.is_empty() {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_tone_styles_are_one_term_and_marks_come_off() {
        assert_eq!(term("Hòa", false), term("hoà", false));
        assert_ne!(term("hòa", false), term("hóa", false));
        assert_eq!(folded(&term("Đất", false)), "dat");
        assert_eq!(folded(&term("UBND", false)), "ubnd");
        assert_eq!((marked("thuý"), marked("thúy")), ("thuy'".to_owned(), "thuy'".to_owned()));
    }

    #[test]
    fn english_words_meet_in_their_stem() {
        for (word, stem) in [
            ("policies", "policy"),
            ("documents", "document"),
            ("planning", "plan"),
            ("planned", "plan"),
            ("services", "servic"),
            ("service", "servic"),
            ("address", "address"),
            ("status", "status"),
            ("red", "red"),
        ] {
            assert_eq!(term(word, true), stem, "{word}");
        }
    }

    #[test]
    fn words_are_runs_of_letters_and_digits_of_any_script() {
        let mut words = Vec::new();
        each_word("Số 42/2022/NĐ-CP, “góp ý” ភាសា 2024!", |word, _| words.push(word));
        assert_eq!(&words[..7], ["Số", "42", "2022", "NĐ", "CP", "góp", "ý"]);
        assert_eq!(words.last(), Some(&"2024"));
    }

    #[test]
    fn what_the_bytes_of_a_letter_tell_is_what_unicode_says() {
        let categories = CodePointMapData::<GeneralCategory>::new();
        for letter in '\u{1}'..='\u{2fff}' {
            let mut count = 0;
            each_word(letter.encode_utf8(&mut [0; 4]), |_, _| count += 1);
            let category = categories.get(letter);
            let is_word =
                GeneralCategoryGroup::Letter.contains(category) || GeneralCategoryGroup::Number.contains(category);
            assert_eq!(count == 1, is_word, "{letter:?}");
        }
    }
}
