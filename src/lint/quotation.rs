//! Turns prose into its double quotation marks: which of them open, which close, and which belong together. A straight mark shows its
//! side by what stands beside it; two single marks are read as one.

use super::around;
use super::piece::SIGN;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// `“`, `”`
    Curly,
    /// `"`
    Straight,
    /// `''`, `’’`, `‘‘`
    Singles,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Side {
    Opens,
    Closes,
    Either,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Mark {
    /// In bytes of the prose.
    pub at: usize,
    pub length: usize,
    pub kind: Kind,
    /// What a curly one is shaped like.
    pub shape: Side,
    /// What it is by what stands beside it.
    pub side: Side,
}

/// The marks of some prose, in order.
pub struct Quotation {
    pub marks: Vec<Mark>,
    /// Those that belong together, by their number.
    pub pairs: Vec<(usize, usize)>,
    /// Those that have no partner, in order.
    pub lone: Vec<usize>,
}

impl Quotation {
    pub fn read(prose: &str) -> Quotation {
        pair(prose, marks(prose), false)
    }

    /// The same where a curly mark whose place contradicts its shape is the other one.
    pub fn by_place(prose: &str) -> Quotation {
        pair(prose, marks(prose), true)
    }

    /// Whether a place of the prose is inside a quotation.
    pub fn holds(&self, at: usize) -> bool {
        self.pairs.iter().any(|(open, close)| self.marks[*open].at < at && at < self.marks[*close].at)
    }

    /// Whether a mark stands between those of a pair.
    pub fn is_within(&self, mark: usize, (open, close): (usize, usize)) -> bool {
        open < mark && mark < close
    }
}

impl Mark {
    /// A curly mark where the other one belongs.
    pub fn is_misshapen(self) -> bool {
        self.kind == Kind::Curly && self.side != Side::Either && self.side != self.shape
    }
}

fn marks(prose: &str) -> Vec<Mark> {
    let bytes = prose.as_bytes();
    let mut marks: Vec<Mark> = Vec::new();
    for at in memchr::memchr3_iter(b'"', b'\'', 0xe2, bytes) {
        let is_past = marks.last().is_some_and(|last| at < last.at + last.length);
        let (kind, shape, length) = match &bytes[at..] {
            _ if is_past => continue,
            [b'"', ..] => (Kind::Straight, Side::Either, 1),
            [b'\'', b'\'', ..] => (Kind::Singles, Side::Either, 2),
            [0xe2, 0x80, 0x9c, ..] => (Kind::Curly, Side::Opens, 3),
            [0xe2, 0x80, 0x9d, ..] => (Kind::Curly, Side::Closes, 3),
            [0xe2, 0x80, 0x98, 0xe2, 0x80, 0x98, ..] | [0xe2, 0x80, 0x99, 0xe2, 0x80, 0x99, ..] => {
                (Kind::Singles, Side::Either, 6)
            }
            _ => continue,
        };
        marks.push(Mark { at, length, kind, shape, side: side(prose, at, length) });
    }
    marks
}

fn side(prose: &str, at: usize, length: usize) -> Side {
    let is_skipped =
        |letter: &char| matches!(*letter, '"' | '“' | '”' | '\'' | '‘' | '’') || *letter == char::from(SIGN);
    let last = prose[..at].chars().rev().find(|letter| !is_skipped(letter));
    let next = prose[at + length..].chars().find(|letter| !is_skipped(letter));
    let is_apart = |letter: Option<char>| letter.is_none_or(char::is_whitespace);
    if prose[..at].trim_end_matches(' ').ends_with(':') && next.is_some() {
        return Side::Opens;
    }
    // `xong ”.`
    let rest = prose[at + length..].trim_start_matches(char::from(SIGN));
    if rest.starts_with([',', ';', '!', '?', ')']) || rest.starts_with('.') && !rest.starts_with("..") {
        return Side::Closes;
    }
    let may_open = is_apart(last) || last.is_some_and(|last| matches!(last, '(' | '[' | '-' | '–' | '—' | '/'));
    let ends = |next| matches!(next, '.' | ',' | ';' | ':' | '!' | '?' | '…' | ')' | ']' | '-' | '–' | '—' | '/');
    let may_close = is_apart(next) || next.is_some_and(ends);
    match (may_open && !is_apart(next), may_close && !is_apart(last) && last != Some('(')) {
        (true, false) => Side::Opens,
        (false, true) => Side::Closes,
        _ => Side::Either,
    }
}

fn pair(prose: &str, all: Vec<Mark>, by_place: bool) -> Quotation {
    let (mut marks, mut pairs, mut lone) = (Vec::<Mark>::with_capacity(all.len()), Vec::new(), Vec::new());
    let mut open: Vec<usize> = Vec::new();
    for (number, mark) in all.iter().enumerate() {
        let top = open.last().map(|top| marks[*top].kind);
        if mark.kind != Kind::Curly && is_of_measure(prose, *mark, top, &all[number + 1..]) {
            continue;
        }
        let index = marks.len();
        marks.push(*mark);
        let side = if mark.kind == Kind::Curly && !(by_place && mark.is_misshapen()) { mark.shape } else { mark.side };
        let closes = match side {
            Side::Opens => false,
            Side::Closes => true,
            Side::Either => !open.is_empty(),
        };
        if !closes {
            open.push(index);
            continue;
        }
        match open.pop() {
            Some(open) => pairs.push((open, index)),
            None => lone.push(index),
        }
    }
    lone.append(&mut open);
    lone.sort_unstable();
    Quotation { marks, pairs, lone }
}

/// Inches and seconds stand behind a number, unless they close what is open.
fn is_of_measure(prose: &str, mark: Mark, open: Option<Kind>, rest: &[Mark]) -> bool {
    let Some(last) = around::before(prose, mark.at) else { return false };
    if !last.is_ascii_digit() && last != '\'' {
        return false;
    }
    match open {
        None => true,
        Some(Kind::Curly) => {
            let next = rest.iter().find(|mark| mark.kind == Kind::Curly);
            mark.kind == Kind::Singles || next.is_some_and(|next| next.shape == Side::Closes)
        }
        Some(kind) => kind != mark.kind,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The marks that belong together, by what stands behind the first and before the last; then those that are alone.
    fn read(prose: &str) -> (Vec<&str>, Vec<usize>) {
        let quotation = Quotation::read(prose);
        let place = |mark: usize| quotation.marks[mark];
        let mut pairs = quotation.pairs.clone();
        pairs.sort_unstable();
        let inside = pairs.iter().map(|(open, close)| &prose[place(*open).at + place(*open).length..place(*close).at]);
        (inside.collect(), quotation.lone.iter().map(|mark| place(*mark).at).collect())
    }

    #[test]
    fn marks_belong_together_by_what_stands_beside_them() {
        assert_eq!(read("nói \"một \"hai\" ba\" rồi"), (vec!["một \"hai\" ba", "hai"], vec![]));
        assert_eq!(read("nói \" một \" rồi"), (vec![" một "], vec![]));
        assert_eq!(read("nói “một \"hai\" ba\" rồi"), (vec!["một \"hai\" ba", "hai"], vec![]));
        assert_eq!(read("nói “một. Ông nói \"hai” rồi"), (vec!["hai"], vec!["nói ".len()]));
        assert_eq!(read("\"Một. Ông nói \"hai\" và \"ba\""), (vec!["hai", "ba"], vec![0]));
        assert_eq!(read("Một\" và \"hai\""), (vec!["hai"], vec![5]));
    }

    #[test]
    fn two_single_marks_are_one_and_inches_are_none() {
        assert_eq!(read("gọi ''một” và \"hai’’"), (vec!["một", "hai"], vec![]));
        assert_eq!(read("dài 32\" và 5'' rồi"), (vec![], vec![]));
        assert_eq!(read("“năm 2017\" và “dài 32\" rồi”"), (vec!["năm 2017", "dài 32\" rồi"], vec![]));
        assert_eq!(read("\"Ở \"phòng 10\" là\""), (vec!["Ở \"phòng 10\" là", "phòng 10"], vec![]));
    }
}
