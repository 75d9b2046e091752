//! Finds signs that a page writes in two ways: three dots and `…`, straight and curly quotation marks. Neither is wrong; what stands
//! less often is told once, and mended everywhere. Of quotation marks the curly ones stay, which show where a quotation ends.

use crate::diag::catalog;
use crate::lint::quotation::{Kind, Mark, Quotation, Side};
use crate::lint::{Hits, Text};

/// The first of them.
pub fn look(text: &Text, hits: &mut Hits) {
    for all in [dots, quotes] {
        let mut found = Hits::default();
        all(text, &mut found);
        hits.extend(found.into_sorted().into_iter().take(1));
    }
}

pub fn dots(text: &Text, hits: &mut Hits) {
    let (mut three, mut one) = (Vec::new(), Vec::new());
    for piece in &text.pieces {
        let prose = text.prose(piece);
        // Beside another dot something else is wrong.
        let is_alone = |at: &usize| {
            let is_dot = |letter: char| matches!(letter, '.' | '…');
            let own = if prose[*at..].starts_with('…') { "…" } else { "..." };
            let behind = prose[at + own.len()..].trim_start_matches([' ', '\u{a0}']);
            !prose[..*at].ends_with(is_dot) && !behind.starts_with(is_dot)
        };
        let places = |dots: &str| {
            let all: Vec<usize> = memchr::memmem::find_iter(prose.as_bytes(), dots).filter(is_alone).collect();
            all.into_iter().map(|at| piece.range.start + at)
        };
        three.extend(places("..."));
        one.extend(places("…"));
    }
    if three.is_empty() || one.is_empty() {
        return;
    }
    let (fewer, more) = if one.len() > three.len() { ((three, "..."), "…") } else { ((one, "…"), "...") };
    for at in fewer.0 {
        let hit = hits.tell(&catalog::DOTS_MIXED, at..at + fewer.1.len());
        hit.with("sign", fewer.1).with("usual", more).fix(more);
    }
}

pub fn quotes(text: &Text, hits: &mut Hits) {
    let (mut straight, mut has_curly) = (Vec::new(), false);
    for piece in &text.pieces {
        let quotation = Quotation::read(text.prose(piece));
        has_curly |= (0..quotation.marks.len()).any(|mark| {
            quotation.marks[mark].kind == Kind::Curly && !is_of_other_level(&quotation, mark, Kind::Straight)
        });
        let places = curled(&quotation).map(|(mark, curly)| (piece.range.start + mark.at, curly));
        straight.extend(places);
    }
    for (at, curly) in straight.into_iter().filter(|_| has_curly) {
        hits.tell(&catalog::QUOTES_MIXED, at..at + 1).fix(curly);
    }
}

/// Whether a mark stands inside quotations of this kind alone: a quotation within a quotation may have marks of its own.
fn is_of_other_level(quotation: &Quotation, mark: usize, kind: Kind) -> bool {
    let around: Vec<_> = quotation.pairs.iter().filter(|pair| quotation.is_within(mark, **pair)).collect();
    let is_of_kind = |pair: &&(usize, usize)| [pair.0, pair.1].iter().any(|mark| quotation.marks[*mark].kind == kind);
    !around.is_empty() && around.iter().all(is_of_kind)
}

/// The straight marks that may be curly, each with what it is then.
fn curled(quotation: &Quotation) -> impl Iterator<Item = (Mark, &'static str)> {
    let marks = &quotation.marks;
    let mixed = |pair: &(usize, usize)| marks[pair.0].kind != marks[pair.1].kind;
    let has_inner = |pair: &(usize, usize)| (pair.0 + 1..pair.1).any(|mark| marks[mark].kind == Kind::Curly);
    let is_inner = |mark: usize| {
        let mut around = quotation.pairs.iter().filter(|pair| quotation.is_within(mark, **pair));
        around.any(|pair| [pair.0, pair.1].iter().any(|mark| marks[*mark].kind == Kind::Curly))
    };
    let of_pairs = quotation.pairs.iter().filter(|pair| mixed(pair) || !has_inner(pair));
    let of_pairs = of_pairs.flat_map(|pair| [(pair.0, Side::Opens), (pair.1, Side::Closes)]);
    let lone = quotation.lone.iter().map(|mark| (*mark, marks[*mark].side));
    let told = of_pairs.chain(lone).filter(|(mark, _)| marks[*mark].kind == Kind::Straight && !is_inner(*mark));
    let curly = told.filter_map(|(mark, side)| match side {
        Side::Opens => Some((marks[mark], "“")),
        Side::Closes => Some((marks[mark], "”")),
        Side::Either => None,
    });
    curly.collect::<Vec<_>>().into_iter()
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::found;

    fn fixes(body: &str) -> Vec<(&'static str, String, String)> {
        found("vi", body).into_iter().map(|(code, at, fix)| (code, at, fix.unwrap_or_default())).collect()
    }

    #[test]
    fn what_stands_less_often_is_told() {
        let own = |code, at: &str, fix: &str| (code, at.to_owned(), fix.to_owned());
        assert_eq!(fixes("Một... hai... ba…\n"), [own("V15", "…", "...")]);
        assert_eq!(fixes("Một… hai… ba...\n"), [own("V15", "...", "…")]);
        assert_eq!(fixes("Nói “một”, “hai” và \"ba\".\n"), [own("V18", "\"", "“")], "once, however many there are");
        assert_eq!(fixes("Nói \"một\", \"hai\" và “ba”.\n"), [own("V18", "\"", "“")], "curly ones show their side");
        assert_eq!(fixes("Nói \" một \", “hai”.\n"), [own("V18", "\"", "“")]);
        assert_eq!(fixes("Nói “một\" và \"hai”.\n"), [own("V18", "\"", "”")], "a pair has one kind");
    }

    #[test]
    fn a_quotation_within_another_may_have_marks_of_its_own() {
        for body in ["Nói “một \"hai\" ba” rồi “bốn”.\n", "Nói \"một “hai” ba\" rồi \"bốn\".\n"]
        {
            assert_eq!(fixes(body), [], "{body}");
        }
    }

    #[test]
    fn dots_beside_other_dots_are_left_to_another_rule() {
        for body in ["Một... hai…. Ba\n", "Một... hai…...\n"] {
            assert!(fixes(body).iter().all(|(code, ..)| *code != "V15"), "{body}");
        }
    }

    #[test]
    fn one_way_throughout_is_right_whichever_it_is() {
        for body in ["Một... hai...\n", "Một…\n", "Nói \"một\" và \"hai\"\n", "Nói “một”, dài 32\" và ........\n"]
        {
            assert_eq!(fixes(body), [], "{body}");
        }
    }
}
