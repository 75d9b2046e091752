//! Finds Vietnamese sentences in text of another language, by words written with Vietnamese marks.
//!
//! Names are not found: they are written with capitals (`Bình Phước`, `Ủy ban nhân dân` has only two small words with
//! marks), and names are themselves in any language. In running text a word or two that another language has taken over
//! (`áo dài`) are not found either.

/// This many small words with marks in a row make a sentence.
const WORDS: usize = 3;

/// The first run of Vietnamese words that is more than a name.
pub fn run(text: &str) -> Option<&str> {
    if text.is_ascii() {
        return None;
    }
    // Where the run of words with marks began, and how many of them are small.
    let (mut from, mut found) = (None, 0);
    for (at, word) in words(text) {
        if !is_marked(word) {
            (from, found) = (None, 0);
            continue;
        }
        let from = *from.get_or_insert(at);
        found += usize::from(word.chars().next().is_some_and(char::is_lowercase));
        if found >= WORDS {
            return text.get(from..at + word.len());
        }
    }
    None
}

/// The part of a short text, such as a title, that is more than a name: a run, or the whole text where all its words
/// could be Vietnamese and one of them is a small one with marks (`Tin tức`).
pub fn label(text: &str) -> Option<&str> {
    if text.is_ascii() {
        return None;
    }
    let all: Vec<&str> = words(text).map(|(_, word)| word).collect();
    let whole = all.len() > 1 && all.iter().all(|word| is_marked(word) || is_syllable(word)) && has_small(text);
    if whole { Some(text.trim()) } else { run(text) }
}

/// Whether a small word has marks, as in no name.
pub fn has_small(text: &str) -> bool {
    !text.is_ascii() && words(text).any(|(_, word)| is_small(word))
}

fn is_small(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_lowercase) && is_marked(word)
}

/// Whether a word without marks could be a Vietnamese syllable.
fn is_syllable(word: &str) -> bool {
    const BEFORE: [&str; 26] = [
        "ngh", "ch", "gh", "gi", "kh", "ng", "nh", "ph", "qu", "th", "tr", "b", "c", "d", "g", "h", "k", "l", "m", "n",
        "p", "r", "s", "t", "v", "x",
    ];
    const AFTER: [&str; 9] = ["ch", "ng", "nh", "c", "m", "n", "p", "t", ""];
    let word = word.to_ascii_lowercase();
    let vowels = |text: &str| (1..=3).contains(&text.len()) && text.bytes().all(|letter| b"aeiouy".contains(&letter));
    let rest = BEFORE.iter().find_map(|before| word.strip_prefix(before)).unwrap_or(&word);
    AFTER.iter().any(|after| rest.strip_suffix(after).is_some_and(vowels)) || vowels(&word)
}

fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let start = text.as_ptr() as usize;
    text.split(|letter: char| !letter.is_alphabetic())
        .filter(|word| !word.is_empty())
        .map(move |word| (word.as_ptr() as usize - start, word))
}

/// Whether a word has a letter of the Vietnamese alphabet that the English one does not have.
fn is_marked(word: &str) -> bool {
    word.chars().any(|letter| {
        matches!(
            letter,
            'ă' | 'Ă' | 'đ' | 'Đ' | 'ơ' | 'Ơ' | 'ư' | 'Ư' | 'ĩ' | 'Ĩ' | 'ũ' | 'Ũ' | '\u{1ea0}'..='\u{1ef9}'
        ) || matches!(
            letter.to_lowercase().next(),
            Some('à'..='ã' | 'è'..='ê' | 'ì' | 'í' | 'ò'..='õ' | 'ù' | 'ú' | 'ý')
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_in_vietnamese_is_found_and_one_with_names_is_not() {
        for label_of in ["Tin tức", "Liên hệ", "Trang chủ", "Kế hoạch năm 2024", "Ban Biên tập", "Thông báo tuyển sinh"]
        {
            assert!(label(label_of).is_some(), "{label_of}");
        }
        for name in [
            "People's Committee of Bình Phước Province",
            "6 January Street, Tân Phú ward, Đồng Xoài city, Bình Phước province",
            "Nguyễn Văn Ánh",
            "Hồ Chí Minh",
            "Women in áo dài at the Sóc Bom Bo festival",
            "Decision 2461/QĐ-UBND",
            "News",
        ] {
            assert_eq!(label(name), None, "{name}");
        }
    }

    #[test]
    fn a_sentence_is_found_and_a_name_is_not() {
        assert_eq!(run("See the page Quy chế hoạt động của Ban Biên tập."), Some("chế hoạt động"));
        assert_eq!(run("“của dân, do dân, vì dân”"), Some("dân, vì dân"));
        for name in [
            "People's Committee of Đồng Phú district, Bình Phước province",
            "Mr Nguyễn Văn Ánh, Ủy ban nhân dân",
            "6 January Street, Tân Phú ward, Đồng Xoài city",
            "women in áo dài, with phở",
            "Decree 42/2022/NĐ-CP and 2461/QĐ-UBND",
            "plain English",
        ] {
            assert_eq!(run(name), None, "{name}");
        }
    }
}
