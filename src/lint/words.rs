//! Turns the prose of a text into its words with their places, once for all rules of the language.
//!
//! A word is a run of letters or a run of digits. Signs of Markdown within one are part of it, so that `**Đ**iều` is one word;
//! rules that look words up do not find such a one, which is rare.

use std::ops::Range;

use super::piece::{OPAQUE, Piece, SIGN};

/// How a word is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Class {
    /// `hội`
    Lower,
    /// `Hội`
    Capital,
    /// `UBND`, and a letter by itself that is a capital.
    Upper,
    /// `HÀi`, `YouTube`
    Mixed,
    Digits,
}

/// What stands between a word and the one before it in the same piece.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Gap {
    /// It is the first word of its piece, whatever stands before it.
    Start,
    /// Nothing: `5` and `km` of `5km`.
    None,
    /// White space alone.
    Space,
    /// The end of a sentence, with white space behind it.
    Stop,
    /// Any other sign.
    Mark,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Word {
    start: u32,
    end: u32,
    /// Which of the text's pieces it is in.
    pub piece: u32,
    pub class: Class,
    pub gap: Gap,
}

impl Word {
    /// In bytes of the source.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// The words of a text, in the order in which they stand.
#[derive(Default)]
pub struct Words {
    list: Vec<Word>,
    /// The mask in lower case, as long as the source.
    lower: String,
}

impl Words {
    pub fn read(mask: &str, pieces: &[Piece]) -> Words {
        let mut lower = mask.as_bytes().to_vec();
        lower.make_ascii_lowercase();
        let mut list = Vec::with_capacity(mask.len() / 6);
        for (piece, Piece { range, .. }) in (0..).zip(pieces) {
            let mut open: Option<Run> = None;
            let mut last_end = None;
            let mut close = |run: Run| {
                list.push(run.word(mask, piece, last_end));
                last_end = Some(run.end);
            };
            for (at, letter) in mask.get(range.clone()).unwrap_or_default().char_indices() {
                let at = range.start + at;
                let sort = if letter.is_ascii() {
                    ASCII[letter as usize]
                } else {
                    let sort = Sort::of(letter);
                    if sort == Sort::Upper {
                        set_lower(&mut lower, at, letter);
                    }
                    sort
                };
                match (&mut open, sort) {
                    // Signs of Markdown at the end of a word are none of it: the end moves with the next letter.
                    (_, Sort::Sign) => {}
                    (Some(run), sort) if run.goes_on(sort) => run.add(sort, at + letter.len_utf8()),
                    (_, sort) => {
                        if let Some(run) = open.take() {
                            close(run);
                        }
                        open = Run::new(sort, at, at + letter.len_utf8());
                    }
                }
            }
            if let Some(run) = open {
                close(run);
            }
        }
        Words { list, lower: String::from_utf8(lower).unwrap_or_default() }
    }

    pub fn len(&self) -> usize {
        self.list.len()
    }

    pub fn get(&self, index: usize) -> Option<Word> {
        self.list.get(index).copied()
    }

    pub fn all(&self) -> impl Iterator<Item = (usize, Word)> {
        self.list.iter().copied().enumerate()
    }

    /// A word in lower case; empty where there is none.
    pub fn lower(&self, index: usize) -> &str {
        self.list.get(index).map_or("", |word| &self.lower[word.range()])
    }

    /// Any part of the text in lower case.
    pub fn part(&self, range: Range<usize>) -> &str {
        self.lower.get(range).unwrap_or_default()
    }

    /// The word before, in lower case, where only white space stands between them; else empty.
    pub fn before(&self, index: usize) -> &str {
        match self.get(index) {
            Some(word) if word.gap == Gap::Space && index > 0 => self.lower(index - 1),
            _ => "",
        }
    }

    /// The word after, in lower case, where only white space stands between them; else empty.
    pub fn after(&self, index: usize) -> &str {
        match self.get(index + 1) {
            Some(word) if word.gap == Gap::Space => self.lower(index + 1),
            _ => "",
        }
    }

    /// What stands between a word and the one before it, or from the beginning of the piece.
    pub fn between(&self, index: usize) -> &str {
        match (self.get(index), index.checked_sub(1).and_then(|before| self.get(before))) {
            (Some(word), Some(before)) if before.piece == word.piece => {
                self.part(before.range().end..word.range().start)
            }
            _ => "",
        }
    }

    /// The byte right before a word, and the one right after it, whatever it is; a space at the ends of the text.
    pub fn beside(&self, index: usize) -> (u8, u8) {
        let Some(word) = self.get(index) else { return (b' ', b' ') };
        let (bytes, range) = (self.lower.as_bytes(), word.range());
        let before = bytes[..range.start].iter().rev().find(|byte| **byte != SIGN);
        let after = bytes[range.end..].iter().find(|byte| **byte != SIGN);
        (before.copied().unwrap_or(b' '), after.copied().unwrap_or(b' '))
    }

    /// Whether these words stand from here on, with white space between them.
    pub fn are(&self, index: usize, phrase: &[&str]) -> bool {
        phrase
            .iter()
            .enumerate()
            .all(|(at, word)| self.lower(index + at) == *word && (at == 0 || self.list[index + at].gap == Gap::Space))
    }

    /// From the first byte of a word to the last one of another.
    pub fn span(&self, first: usize, last: usize) -> Range<usize> {
        match (self.list.get(first), self.list.get(last)) {
            (Some(first), Some(last)) => first.range().start..last.range().end,
            _ => 0..0,
        }
    }
}

/// What a letter is for the cutting into words.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Sort {
    Lower,
    Upper,
    Digit,
    Sign,
    Other,
}

const ASCII: [Sort; 128] = {
    let mut sorts = [Sort::Other; 128];
    let mut at = 0;
    while at < 128 {
        let byte = at as u8;
        if byte.is_ascii_digit() {
            sorts[at] = Sort::Digit;
        } else if byte.is_ascii_lowercase() {
            sorts[at] = Sort::Lower;
        } else if byte.is_ascii_uppercase() {
            sorts[at] = Sort::Upper;
        } else if byte == SIGN {
            sorts[at] = Sort::Sign;
        }
        at += 1;
    }
    sorts
};

impl Sort {
    fn of(letter: char) -> Sort {
        match letter {
            // Of Vietnamese most are here: looked up in a moment.
            '\u{1ea0}'..='\u{1ef9}' if (letter as u32).is_multiple_of(2) => Sort::Upper,
            '\u{1ea0}'..='\u{1ef9}' | 'à'..='ö' | 'đ' | 'ơ' | 'ư' | 'ă' | 'ĩ' | 'ũ' => Sort::Lower,
            '\u{2000}'..='\u{206f}' => Sort::Other,
            _ if letter.is_uppercase() => Sort::Upper,
            _ if letter.is_alphabetic() || matches!(letter, '\u{300}'..='\u{36f}') => Sort::Lower,
            _ => Sort::Other,
        }
    }
}

/// Puts the lower case of a letter in its place, where it is as long.
fn set_lower(bytes: &mut [u8], at: usize, letter: char) {
    let mut lower = letter.to_lowercase();
    if let (Some(small), None) = (lower.next(), lower.next())
        && small.len_utf8() == letter.len_utf8()
    {
        small.encode_utf8(&mut bytes[at..at + small.len_utf8()]);
    }
}

/// A word that is being read.
struct Run {
    start: usize,
    end: usize,
    is_number: bool,
    /// The first letter is a capital; so many of the others are, so many are not.
    capital: bool,
    upper: u32,
    lower: u32,
}

impl Run {
    fn new(sort: Sort, start: usize, end: usize) -> Option<Run> {
        let run = Run { start, end, is_number: sort == Sort::Digit, capital: sort == Sort::Upper, upper: 0, lower: 0 };
        matches!(sort, Sort::Digit | Sort::Lower | Sort::Upper).then_some(run)
    }

    fn goes_on(&self, sort: Sort) -> bool {
        match sort {
            Sort::Digit => self.is_number,
            Sort::Lower | Sort::Upper => !self.is_number,
            Sort::Sign | Sort::Other => false,
        }
    }

    fn add(&mut self, sort: Sort, end: usize) {
        self.end = end;
        match sort {
            Sort::Upper => self.upper += 1,
            _ => self.lower += 1,
        }
    }

    fn class(&self) -> Class {
        match (self.capital, self.upper, self.lower) {
            _ if self.is_number => Class::Digits,
            (true, _, 0) => Class::Upper,
            (true, 0, _) => Class::Capital,
            (false, 0, _) => Class::Lower,
            _ => Class::Mixed,
        }
    }

    fn word(&self, mask: &str, piece: u32, last_end: Option<usize>) -> Word {
        let gap = last_end.map_or(Gap::Start, |end| gap(&mask[end..self.start]));
        Word { start: self.start as u32, end: self.end as u32, piece, class: self.class(), gap }
    }
}

fn gap(between: &str) -> Gap {
    if between == " " {
        return Gap::Space;
    }
    let (mut space, mut stop, mut mark) = (false, false, false);
    for letter in between.chars() {
        match letter {
            _ if letter == char::from(SIGN) => {}
            _ if letter.is_whitespace() => space = true,
            '.' | '!' | '?' | '…' => stop = true,
            _ if letter == char::from(OPAQUE) => return Gap::Mark,
            _ => mark = true,
        }
    }
    match (space, stop, mark) {
        (true, true, _) => Gap::Stop,
        (true, false, false) => Gap::Space,
        (false, false, false) => Gap::None,
        _ => Gap::Mark,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::tests::with;

    fn words(body: &str) -> Vec<(String, Class, Gap)> {
        let source = format!("---\ntitle: Tin\n---\n{body}\n");
        with("vi", &source, |text| {
            let words = text.words();
            words.all().skip(1).map(|(index, word)| (words.lower(index).to_owned(), word.class, word.gap)).collect()
        })
    }

    fn word(lower: &str, class: Class, gap: Gap) -> (String, Class, Gap) {
        (lower.to_owned(), class, gap)
    }

    #[test]
    fn words_know_how_they_are_written_and_what_stands_before_them() {
        use Class::*;
        let wanted = [
            word("ủy", Capital, Gap::Start),
            word("ban", Lower, Gap::Space),
            word("ubnd", Upper, Gap::Mark),
            word("hài", Mixed, Gap::Mark),
            word("5", Digits, Gap::Stop),
            word("km", Lower, Gap::None),
        ];
        assert_eq!(words("Ủy **ban** (UBND), HÀi. 5km"), wanted);
    }

    #[test]
    fn code_parts_words_and_emphasis_does_not() {
        let cut: Vec<String> = words("một `mã` hai").into_iter().map(|(lower, ..)| lower).collect();
        assert_eq!(cut, ["một", "hai"]);
        assert_eq!(words("a `b` c")[1].2, Gap::Mark);
        assert_eq!(words("nhân **dân**tộc").len(), 2);
    }

    #[test]
    fn phrases_stand_within_one_piece_alone() {
        let source = "---\ntitle: Tin\n---\nSở Y\n\ntế Sở Y tế\n";
        with("vi", source, |text| {
            let found: Vec<usize> =
                (0..text.words().len()).filter(|at| text.words().are(*at, &["sở", "y", "tế"])).collect();
            assert_eq!(found, [4]);
        });
    }
}
