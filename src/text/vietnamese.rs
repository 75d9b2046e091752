//! Finds Vietnamese sentences in text of another language, by words written with Vietnamese marks.
//!
//! Names are not found: they are written with capitals (`Bình Phước`, `Ủy ban nhân dân` has only two small words with
//! marks), and names are themselves in any language. A word or two that another language has taken over (`áo dài`) are
//! not found either.

/// This many small words with marks make a sentence.
const WORDS: usize = 3;

/// The first run of Vietnamese words that is more than a name.
pub fn run(text: &str) -> Option<&str> {
    if text.is_ascii() {
        return None;
    }
    // Where the run began, its small words with marks so far, and whether a word without marks came last.
    let (mut from, mut found, mut bridged) = (None, 0, false);
    for (at, word) in words(text) {
        let small = word.chars().next().is_some_and(char::is_lowercase);
        if is_marked(word) {
            let from = *from.get_or_insert(at);
            found += usize::from(small);
            bridged = false;
            if found >= WORDS {
                return text.get(from..at + word.len());
            }
        } else if small && found > 0 && !bridged {
            // One word without marks may stand between: “của dân do dân”.
            bridged = true;
        } else {
            (from, found, bridged) = (None, 0, false);
        }
    }
    None
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
    fn a_sentence_is_found_and_a_name_is_not() {
        assert_eq!(run("See the page Quy chế hoạt động của Ban Biên tập."), Some("chế hoạt động"));
        assert_eq!(run("“của dân, do dân, vì dân”"), Some("của dân, do dân"));
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
