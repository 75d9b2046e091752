//! Finds letters that look like ones of a Vietnamese text and are others, and what nobody sees: marks that are left over, Ð for Đ, Cyrillic
//! and Greek letters inside a word, ligatures, full-width signs, invisible signs, bullets of old fonts.

use std::ops::Range;

use crate::diag::catalog;
use crate::lint::around::{after, before, word};
use crate::lint::{Hits, Piece, Text};
use crate::text::syllable::is_syllable;

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
            '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' if !self.is_of_other_script() => {
                self.tell(hits, &catalog::INVISIBLE, "")
            }
            '\u{200e}' | '\u{200f}' if !self.is_of_other_script() => self.tell(hits, &catalog::INVISIBLE, ""),
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

    /// A mark that is composed with no letter. Languages of other scripts have letters that need one.
    fn left_over(&self, hits: &mut Hits) -> Option<usize> {
        let own = word(self.prose, self.at);
        let begin = self.prose[..self.at].chars().next_back();
        let is_foreign = begin.is_some_and(|letter| letter.is_alphabetic() && !is_latin(letter));
        if is_foreign || !self.text.is_vietnamese() {
            return None;
        }
        let range = self.piece.range.start + own.start..self.piece.range.start + own.end;
        hits.tell(&catalog::MARK_LEFT, range).with("text", &self.prose[own.clone()]);
        Some(own.end)
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
        let latin = written.chars().filter(|letter| is_latin(*letter)).count();
        let meant: Option<String> =
            written.chars().map(|letter| if is_latin(letter) { Some(letter) } else { latin_for(letter) }).collect();
        let (meant, end) = (meant.filter(|_| latin > 0), own.end);
        let Some(meant) = meant else { return Some(end) };
        let range = self.piece.range.start + own.start..self.piece.range.start + own.end;
        let strange: String = written.chars().filter(|letter| !is_latin(*letter)).collect();
        let hit = hits.tell(&catalog::LOOKALIKE, range).with("text", written).with("letters", strange);
        hit.fix(meant);
        Some(end)
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
    use crate::lint::tests::found;

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
        assert_eq!(found("vi", "quyế\u{301}t định\n"), [("V01", "quyế\u{301}t".to_owned(), None)]);
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
