//! Finds words whose tone stands elsewhere than in the others of the text, or than the portal has chosen: `hòa` and `hoà`. Either is right; only
//! open syllables in oa, oe and uy differ, and names are left as their owners write them.

use std::ops::Range;

use crate::diag::catalog;
use crate::lint::words::{Class, Word, Words};
use crate::lint::{Hits, Text, Tone};

/// The two ways of each rime, `òa` beside `oà`.
const OLD: [&str; 15] = ["òa", "óa", "ỏa", "õa", "ọa", "òe", "óe", "ỏe", "õe", "ọe", "ùy", "úy", "ủy", "ũy", "ụy"];
const NEW: [&str; 15] = ["oà", "oá", "oả", "oã", "oạ", "oè", "oé", "oẻ", "oẽ", "oẹ", "uỳ", "uý", "uỷ", "uỹ", "uỵ"];

pub fn look(text: &Text, hits: &mut Hits) {
    if !text.is_vietnamese() {
        return;
    }
    let words = text.words();
    let whole = words.all().filter(|(_, word)| !text.may_be_cut(*word));
    let found: Vec<(Word, bool, usize)> = whole.filter_map(|(index, word)| variant(words, index, word)).collect();
    let old = found.iter().filter(|(_, is_old, _)| *is_old).count();
    let wants_old = match text.settings.tone {
        Tone::Old => true,
        Tone::New => false,
        // Of as many the older way, which more portals have.
        Tone::Any => old * 2 >= found.len(),
    };
    for (word, is_old, rime) in found {
        if is_old == wants_old {
            continue;
        }
        let now = text.written(&word.range());
        let Some(wanted) = moved(now, rime, is_old) else { continue };
        let message = if text.settings.tone == Tone::Any { &catalog::TONE_MIXED } else { &catalog::TONE_STYLE };
        hits.reword(message, word.range(), now, wanted);
    }
}

/// Whether the tone stands in the old place, and in which rime.
fn variant(words: &Words, index: usize, word: Word) -> Option<(Word, bool, usize)> {
    let lower = words.lower(index);
    if lower.is_ascii() || !matches!(word.class, Class::Lower) && !is_committee(words, index, word) {
        return None;
    }
    let rime = tail(lower)?;
    // Most words are none of them.
    if rime.len() > 4
        || !lower[rime.clone()]
            .ends_with(['a', 'e', 'y', 'à', 'á', 'ả', 'ã', 'ạ', 'è', 'é', 'ẻ', 'ẽ', 'ẹ', 'ỳ', 'ý', 'ỷ', 'ỹ', 'ỵ'])
    {
        return None;
    }
    let before = &lower[..rime.start];
    let text = &lower[rime];
    if before.ends_with('q') || before.contains('\0') {
        return None;
    }
    let place = |forms: &[&str]| forms.iter().position(|form| *form == text);
    place(&OLD).map(|rime| (word, true, rime)).or_else(|| place(&NEW).map(|rime| (word, false, rime)))
}

/// `Uỷ ban` is no name of a person.
fn is_committee(words: &Words, index: usize, word: Word) -> bool {
    word.class == Class::Capital && matches!(words.lower(index), "ủy" | "uỷ") && words.after(index) == "ban"
}

/// The last two letters.
fn tail(word: &str) -> Option<Range<usize>> {
    let mut letters = word.char_indices().rev();
    letters.next()?;
    letters.next().map(|(at, _)| at..word.len())
}

/// The word with its tone in the other place, in the case of its letters.
fn moved(word: &str, rime: usize, is_old: bool) -> Option<String> {
    let at = tail(word)?.start;
    let other = if is_old { NEW[rime] } else { OLD[rime] };
    let is_first_capital = word[at..].starts_with(char::is_uppercase);
    let first = other.chars().next()?;
    let rest = &other[first.len_utf8()..];
    let first: String = if is_first_capital { first.to_uppercase().collect() } else { first.to_string() };
    Some(format!("{}{first}{rest}", &word[..at]))
}

#[cfg(test)]
mod tests {
    use crate::lint::Settings;
    use crate::lint::tests::{found, found_in};

    fn fixes(body: &str) -> Vec<String> {
        found("vi", body).into_iter().filter(|hit| hit.0 == "V57").filter_map(|hit| hit.2).collect()
    }

    #[test]
    fn one_text_has_its_tones_in_one_place() {
        assert_eq!(fixes("hòa bình, khỏe mạnh, thuỷ lợi"), ["thủy"]);
        assert_eq!(fixes("Uỷ ban, hoá chất, tòa nhà"), ["toà"]);
        assert_eq!(fixes("thoả mãn, hiểm họa"), ["thỏa"]);
        for body in ["hòa, khỏe, thủy", "hoà, khoẻ, thuỷ", "hòa, hoàn, quý, hoài, thuế", "hòa cùng ông Hoà"]
        {
            assert_eq!(fixes(body), [] as [&str; 0], "{body}");
        }
    }

    #[test]
    fn the_last_word_of_a_summary_may_be_half_of_one() {
        let told = |summary: &str| {
            crate::lint::tests::with(
                "vi",
                &format!("---\ntitle: Tin\nsummary: {summary}\n---\nhòa bình, khỏe mạnh\n"),
                |text| crate::lint::text(text, &|message| message.code == "V57").len(),
            )
        };
        assert_eq!(told("Nhà trường sửa xong hệ thống điện, tổng số tiền là của hoà"), 0);
        assert_eq!(told("Nhà trường mời một đoàn nhạc hoà."), 1);
    }

    #[test]
    fn a_portal_that_has_chosen_is_told_of_the_other_way() {
        let settings = Settings::default().with_tone(crate::lint::Tone::New);
        assert_eq!(found_in(&settings, "hòa bình"), [("V65", "hòa".to_owned(), Some("hoà".to_owned()))]);
        assert_eq!(found_in(&settings, "hoà bình"), []);
    }
}
