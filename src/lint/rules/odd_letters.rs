//! Finds letters that look like ones of a Vietnamese text and are others, and what nobody sees: marks that are left over, Ð for Đ, Cyrillic
//! and Greek letters inside a word, ligatures, full-width signs, invisible signs, bullets of old fonts.

use std::ops::Range;

use crate::diag::catalog;
use crate::lint::around::{after, before, word, word_before};
use crate::lint::{Hits, Piece, Role, Text};
use crate::text::fold::nfc;
use crate::text::syllable::{is_marked, is_spelled, is_syllable, is_toned};

pub fn look(text: &Text, hits: &mut Hits) {
    for piece in &text.pieces {
        let prose = text.prose(piece);
        let mut told = 0;
        for at in candidates(prose.as_bytes()).filter(|at| prose.is_char_boundary(*at)) {
            let Some(letter) = prose[at..].chars().next().filter(|_| at >= told) else { continue };
            told = Place { text, piece, prose, at, letter }.look(hits).unwrap_or(told);
        }
    }
}

/// Where a letter begins that is no Vietnamese one, and no common sign. Looks at bytes: most texts have none.
fn candidates(bytes: &[u8]) -> impl Iterator<Item = usize> + '_ {
    let next = move |at: usize| bytes.get(at + 1).copied().unwrap_or(0);
    let is_odd = move |at: usize, byte: u8| match byte {
        0xc2 => next(at) == 0xad,
        0xc3 => matches!(next(at), 0x90 | 0xb0),
        0xc6 => next(at) == 0x89,
        0xc9 => next(at) == 0x96,
        0xcc..=0xd3 => true,
        0xe2 => next(at) == 0x81 || next(at) == 0x80,
        0xee | 0xef => true,
        _ => false,
    };
    let begins = bytes.iter().enumerate().filter(|(_, byte)| **byte >= 0xc2);
    begins.filter(move |(at, byte)| is_odd(*at, **byte)).map(|(at, _)| at)
}

struct Place<'p> {
    text: &'p Text<'p>,
    piece: &'p Piece,
    prose: &'p str,
    at: usize,
    letter: char,
}

impl Place<'_> {
    /// Gives back up to where all is said.
    fn look(&self, hits: &mut Hits) -> Option<usize> {
        match self.letter {
            '\u{300}'..='\u{36f}' => self.left_over(hits),
            'Ð' | 'ð' | 'Ɖ' | 'ɖ' => self.eth(hits),
            'Ͱ'..='ӿ' => self.lookalike(hits),
            'ﬀ'..='ﬆ' => {
                let plain = ["ff", "fi", "fl", "ffi", "ffl", "st", "st"][(self.letter as usize - 0xfb00).min(6)];
                self.tell(hits, &catalog::LIGATURE, plain)
            }
            '！'..='～' if !self.is_among_wide() => {
                let plain = char::from_u32(self.letter as u32 - 0xfee0)?;
                self.tell(hits, &catalog::FULL_WIDTH, &plain.to_string())
            }
            letter if is_invisible(letter) && !self.is_of_other_script() => self.invisible(hits),
            '\u{e000}'..='\u{f8ff}' => self.old_bullet(hits),
            _ => None,
        }
    }

    fn range(&self) -> Range<usize> {
        let from = self.piece.range.start + self.at;
        from..from + self.letter.len_utf8()
    }

    fn tell(&self, hits: &mut Hits, message: &'static crate::diag::Message, plain: &str) -> Option<usize> {
        let hit = hits.tell(message, self.range()).with("sign", self.letter.to_string());
        hit.with("code", format!("{:04X}", self.letter as u32)).with("plain", plain).fix(plain);
        Some(self.at + self.letter.len_utf8())
    }

    /// All that stand in a row are one; what they hide at the end of a value is a space too many.
    fn invisible(&self, hits: &mut Hits) -> Option<usize> {
        let rest = &self.prose[self.at..];
        let end = self.at + rest.len() - rest.trim_start_matches(is_invisible).len();
        let is_end = matches!(self.piece.role, Role::Title | Role::Field) && self.prose[end..].trim().is_empty();
        let begin = if is_end { self.prose[..self.at].trim_end_matches(' ').len() } else { self.at };
        let hit = hits.tell(&catalog::INVISIBLE, self.piece.range.start + begin..self.piece.range.start + end);
        hit.with("code", format!("{:04X}", self.letter as u32)).fix("");
        Some(end)
    }

    /// A mark that is composed with no letter. Languages of other scripts have letters that need one.
    fn left_over(&self, hits: &mut Hits) -> Option<usize> {
        let own = word(self.prose, self.at);
        let begin = self.prose[..self.at].chars().next_back();
        let is_foreign = begin.is_some_and(|letter| letter.is_alphabetic() && !is_latin(letter));
        if is_foreign || !self.text.is_vietnamese() {
            return None;
        }
        let mark_end = self.at + self.letter.len_utf8();
        let written = &self.prose[own.clone()];
        let (range, next, fix) = if let Some((from, meant)) = self.slipped() {
            let next = (
                format!("Dấu rơi ra sau dấu cách: viết {meant} – cong check --fix sửa giúp."),
                format!("The mark fell behind the space: write {meant} – cong check --fix does it."),
            );
            let is_before_word = self.prose[mark_end..].starts_with(char::is_alphanumeric);
            (from..mark_end, next, Some(if is_before_word { format!("{meant} ") } else { meant }))
        } else if own.start == self.at {
            let next = ("Xóa dấu này.".to_owned(), "Delete the mark.".to_owned());
            (self.at..mark_end, next, None)
        } else if let Some(meant) = without_second_mark(written, self.at - own.start, self.letter) {
            let next = (
                format!("Dấu gõ hai lần: viết {meant} – cong check --fix sửa giúp."),
                format!("The mark was typed twice: write {meant} – cong check --fix does it."),
            );
            (own.clone(), next, Some(meant))
        } else if written.chars().skip(1).any(char::is_uppercase) && written.chars().any(char::is_lowercase) {
            let next = "Có lẽ hai chữ dính nhau: xóa rồi gõ lại, chừa một dấu cách.";
            let en = "Two words probably run together: delete them and type them again, with a space.";
            (own.clone(), (next.to_owned(), en.to_owned()), None)
        } else {
            let next = ("Xóa chữ này rồi gõ lại.".to_owned(), "Delete the word and type it again.".to_owned());
            (own.clone(), next, None)
        };
        let from = self.piece.range.start;
        let hit = hits.tell(&catalog::MARK_LEFT, from + range.start..from + range.end);
        hit.with("text", &self.prose[range]).with_words("next", next);
        if let Some(fix) = fix {
            hit.fix(fix);
        }
        Some(own.end.max(mark_end))
    }

    /// `nghi ̣ nhà`: where the word begins that lost its tone over a space, and what it is with it.
    fn slipped(&self) -> Option<(usize, String)> {
        let before = self.prose[..self.at].strip_suffix(' ')?;
        let bare = word_before(before, before.len());
        // Where two letters may bear it nobody knows which was meant.
        let mut meant = bare.char_indices().filter_map(|(at, letter)| {
            let (first, last) = bare.split_at(at + letter.len_utf8());
            let toned = nfc(&format!("{first}{}{last}", self.letter)).into_owned();
            (is_spelled(&toned.to_lowercase()) && !is_toned(bare)).then_some(toned)
        });
        let only = meant.next().filter(|_| meant.next().is_none())?;
        Some((before.len() - bare.len(), only))
    }

    /// Icelandic has the letter; a Vietnamese syllable and the mark of a document have not.
    fn eth(&self, hits: &mut Hits) -> Option<usize> {
        let own = word(self.prose, self.at);
        let written = &self.prose[own.clone()];
        let own_letter = |letter| match letter {
            'Ð' | 'Ɖ' => 'Đ',
            'ð' | 'ɖ' => 'đ',
            letter => letter,
        };
        let meant: String = written.chars().map(own_letter).collect();
        let is_mark = meant.chars().all(|letter| letter.is_ascii_uppercase() || matches!(letter, 'Đ' | 'Ư'));
        if !is_mark && !is_syllable(&meant) {
            return None;
        }
        let range = self.piece.range.start + own.start..self.piece.range.start + own.end;
        hits.tell(&catalog::WRONG_D, range).with("text", written).with("meant", &meant).fix(meant.as_str());
        Some(own.end)
    }

    /// A word of two scripts, whose letters of the other all look like Latin ones.
    fn lookalike(&self, hits: &mut Hits) -> Option<usize> {
        let own = word(self.prose, self.at);
        let written = &self.prose[own.clone()];
        let is_mixed = written.chars().any(is_latin) || self.is_in_latin_name(own.clone());
        let meant: Option<String> =
            written.chars().map(|letter| if is_latin(letter) { Some(letter) } else { latin_for(letter) }).collect();
        let Some(meant) = meant.filter(|_| is_mixed) else { return Some(own.end) };
        let range = self.piece.range.start + own.start..self.piece.range.start + own.end;
        let strange: String = written.chars().filter(|letter| !is_latin(*letter)).collect();
        let hit = hits.tell(&catalog::LOOKALIKE, range).with("text", written).with("letters", strange);
        hit.fix(meant);
        Some(own.end)
    }

    /// Whether letters beside a digit are part of what is otherwise Latin: those of the end of `Tu-160M2`.
    fn is_in_latin_name(&self, own: Range<usize>) -> bool {
        let is_in = |letter: char| letter.is_alphanumeric() || letter == '-';
        let from = self.prose[..own.start].trim_end_matches(is_in).len();
        let (before, behind) = (&self.prose[from..own.start], &self.prose[own.end..]);
        let behind = &behind[..behind.find(|letter| !is_in(letter)).unwrap_or(behind.len())];
        let is_beside_digit = before.ends_with(|letter: char| letter.is_ascii_digit())
            || behind.starts_with(|letter: char| letter.is_ascii_digit());
        is_beside_digit && before.chars().chain(behind.chars()).any(|letter| letter.is_alphabetic() && is_latin(letter))
    }

    fn old_bullet(&self, hits: &mut Hits) -> Option<usize> {
        let meant = BULLETS.iter().find(|(old, _)| *old == self.letter).map(|(_, new)| *new);
        let code = format!("{:04X}", self.letter as u32);
        let hit = hits.tell(&catalog::PRIVATE_SIGN, self.range()).with("code", code);
        if let Some(meant) = meant {
            hit.fix(meant);
        }
        Some(self.at + self.letter.len_utf8())
    }

    /// Chinese and its neighbours are written with wide signs.
    fn is_among_wide(&self) -> bool {
        self.prose.contains(|letter| matches!(letter, '\u{3000}'..='\u{9fff}' | '가'..='힣'))
    }

    /// Khmer, Arabic and pictures of faces need signs that nobody sees.
    fn is_of_other_script(&self) -> bool {
        let is_other = |letter: Option<char>| {
            letter.is_some_and(|letter| {
                letter > '\u{58f}' && !is_latin(letter) && !matches!(letter, '\u{2000}'..='\u{206f}')
            })
        };
        is_other(before(self.prose, self.at)) || is_other(after(self.prose, self.at + self.letter.len_utf8()))
    }
}

/// Takes up no room and parts no words.
fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}')
}

/// `thị` and the same mark once more: the word with it once.
fn without_second_mark(written: &str, at: usize, mark: char) -> Option<String> {
    let last = written[..at].chars().next_back()?;
    let is_borne = is_marked(last, mark);
    let once = format!("{}{}", &written[..at], &written[at + mark.len_utf8()..]);
    (is_borne && is_spelled(&once.to_lowercase())).then_some(once)
}

fn is_latin(letter: char) -> bool {
    matches!(letter, '\0'..='\u{24f}' | '\u{300}'..='\u{36f}' | '\u{1e00}'..='\u{1eff}')
}

/// Letters of other scripts that look like a Latin one.
fn latin_for(letter: char) -> Option<char> {
    const OTHER: &str = "АВЕЅІЈКМНОРСТУХаеѕіјорсухԁһΑΒΕΖΗΙΚΜΝΟΡΤΥΧο";
    const LATIN: &str = "ABESIJKMHOPCTYXaesijopcyxdhABEZHIKMNOPTYXo";
    LATIN.chars().nth(OTHER.chars().position(|other| other == letter)?)
}

/// Bullets and arrows of the fonts Symbol and Wingdings, as Word hands them on.
const BULLETS: &[(char, &str)] = &[
    ('\u{f0b7}', "•"),
    ('\u{f0a7}', "▪"),
    ('\u{f0a8}', "▫"),
    ('\u{f0d8}', "➢"),
    ('\u{f0e0}', "→"),
    ('\u{f0fc}', "✓"),
    ('\u{f076}', "❖"),
    ('\u{f02d}', "–"),
    ('\u{f0b0}', "°"),
    ('\u{f0b1}', "±"),
    ('\u{f0b3}', "≥"),
    ('\u{f0a3}', "≤"),
    ('\u{f0d7}', "⋅"),
];

#[cfg(test)]
mod tests {
    use crate::lint::tests::{found, with};

    #[track_caller]
    fn mends(code: &str, body: &str, meant: &str) {
        let found = found("vi", &format!("{body}\n"));
        let [(own, _, Some(fix))] = &found[..] else { panic!("{found:?}") };
        assert_eq!((*own, fix.as_str()), (code, meant), "{body}");
    }

    #[test]
    fn letters_that_only_look_right_are_found() {
        mends("V02", "số 72/2013/N\u{d0}-CP", "NĐ");
        mends("V02", "\u{d0}ồng Xoài", "Đồng");
        mends("V03", "tỉnh Вình Phước", "Bình");
        mends("V03", "số 12/QĐ-U\u{412}ND", "UBND");
        mends("V04", "of\u{fb01}ce", "fi");
        mends("V05", "năm ２", "2");
        mends("V06", "Bình\u{ad}Phước", "");
        mends("V06", "Bình\u{200b} Phước", "");
        mends("V08", "\u{f0b7} Ý một", "•");
    }

    #[test]
    fn marks_that_belong_to_no_letter_are_found() {
        assert_eq!(found("vi", "quyế\u{309}t định\n"), [("V01", "quyế\u{309}t".to_owned(), None)]);
        assert_eq!(found("vi", "họp,\u{300} rồi về\n"), [("V01", "\u{300}".to_owned(), None)]);
        mends("V01", "quyế\u{301}t định", "quyết");
        assert_eq!(
            found("vi", "Nôị\u{323} quy\n"),
            [("V01", "Nôị\u{323}".to_owned(), None)],
            "its tone is elsewhere too"
        );
    }

    #[test]
    fn a_mark_behind_a_space_goes_back_to_its_word() {
        for (body, at, meant) in [
            ("đề nghi \u{323}trường họp", "nghi \u{323}", "nghị "),
            ("công nghiêp \u{323} nhẹ", "nghiêp \u{323}", "nghiệp"),
            ("ở Bô \u{323}Y tế", "Bô \u{323}", "Bộ "),
        ] {
            let told: Vec<_> = found("vi", &format!("{body}\n")).into_iter().filter(|hit| hit.0 == "V01").collect();
            assert_eq!(told, [("V01", at.to_owned(), Some(meant.to_owned()))], "{body}");
        }
        // Which of both letters was meant, and a word that has its tone.
        for body in ["ca hoa \u{300}nhạc", "cũng đã \u{323}họp"] {
            assert_eq!(
                found("vi", &format!("{body}\n")),
                [("V01", body.chars().filter(|letter| matches!(letter, '\u{300}'..='\u{36f}')).collect(), None)],
                "{body}"
            );
        }
    }

    #[test]
    fn a_letter_of_another_alphabet_beside_a_digit_of_a_latin_name_is_told_too() {
        let told: Vec<_> =
            found("vi", "máy bay \u{422}u-160\u{41c}2 đã về\n").into_iter().map(|hit| hit.2.unwrap()).collect();
        assert_eq!(told, ["Tu", "M"]);
        assert_eq!(found("vi", "xe \u{422}-90\u{41c} đã về\n"), []);
    }

    #[test]
    fn invisible_signs_in_a_row_are_one_and_go_with_the_space_before_them_at_the_end_of_a_title() {
        assert_eq!(found("vi", "Bình\u{ad}\u{ad}Phước\n"), [("V06", "\u{ad}\u{ad}".to_owned(), Some(String::new()))]);
        let title = |text: &crate::lint::Text| {
            let hit = crate::lint::text(text, &|_| true).remove(0);
            (text.written(&hit.range).to_owned(), hit.fix)
        };
        assert_eq!(with("vi", "---\ntitle: Tin \u{200b}\n---\n", title), (" \u{200b}".to_owned(), Some(String::new())));
    }

    #[test]
    fn other_languages_keep_their_letters() {
        for body in [
            "Sigurður Ðór, Москва, Χαῖρε, 5 μm, 10 Ω, СССР",
            "ភាសា\u{200b}ខ្មែរ 👨\u{200d}👩\u{200d}👧",
            "北京，上海（２）",
            "`\u{ad}` [a](\u{430}b.md)",
        ] {
            let told = found("vi", &format!("{body}\n")).into_iter().filter(|hit| hit.0.starts_with("V0"));
            assert_eq!(told.collect::<Vec<_>>(), [], "{body}");
        }
    }
}
