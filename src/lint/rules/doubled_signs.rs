//! Finds signs of punctuation that were typed twice, or two that exclude each other.

use std::ops::Range;

use crate::diag::catalog;
use crate::lint::around::{after, before};
use crate::lint::quotation::{Kind, Quotation};
use crate::lint::{Hits, OPAQUE, Piece, Role, Text};

pub fn look(text: &Text, hits: &mut Hits) {
    for piece in &text.pieces {
        let prose = text.prose(piece);
        let bytes = prose.as_bytes();
        for at in memchr::memchr3_iter(b',', b'.', b';', bytes) {
            let begins = at == 0 || !matches!(bytes[at - 1], b',' | b'.' | b';') && !prose[..at].ends_with('…');
            let run = bytes[at..].iter().take_while(|byte| matches!(byte, b',' | b'.' | b';')).count();
            let is_word = || {
                let last = before(prose, at);
                last.is_some_and(|letter| letter.is_alphanumeric() || matches!(letter, ')' | '”' | '"' | '%'))
            };
            if begins && run == 2 && !prose[at + 2..].starts_with('…') && is_word() {
                two(prose, at, piece, hits);
            }
        }
        dots(prose, piece, hits);
    }
    let mut all = Hits::default();
    marks(text, &mut all);
    hits.extend(all.into_sorted().into_iter().take(1));
}

fn two(prose: &str, at: usize, piece: &Piece, hits: &mut Hits) {
    let meant = match &prose[at..at + 2] {
        ",," => ",",
        ";;" => ";",
        ",." | ";." => ".",
        ",;" => ";",
        ".." if is_end_of_sentence(prose, at) => return full_stop(prose, at, piece, hits),
        _ => return,
    };
    tell(prose, at..at + 2, piece, hits, meant);
}

fn tell(prose: &str, range: Range<usize>, piece: &Piece, hits: &mut Hits, meant: &str) {
    let next = (
        format!("Giữ lại một: {meant} – cong check --fix sửa giúp."),
        format!("Keep one: {meant} – cong check --fix does it."),
    );
    told(prose, range, piece, hits, next).fix(meant);
}

fn told<'h>(
    prose: &str,
    range: Range<usize>,
    piece: &Piece,
    hits: &'h mut Hits,
    next: (impl Into<String>, impl Into<String>),
) -> &'h mut crate::lint::Hit {
    let from = piece.range.start;
    let hit = hits.tell(&catalog::DOUBLED_SIGN, from + range.start..from + range.end);
    hit.with("text", &prose[range]).with_words("next", next)
}

/// Two dots at the end of a sentence: an abbreviation has its own, a list may go on, and a title has none.
fn full_stop(prose: &str, at: usize, piece: &Piece, hits: &mut Hits) {
    let range = at..at + 2;
    if piece.role == Role::Title && prose[at + 2..].trim().is_empty() {
        let next = (
            "Tên bài không có dấu chấm cuối: bỏ cả hai – cong check --fix sửa giúp.",
            "A title ends without one: delete both – cong check --fix does it.",
        );
        told(prose, range, piece, hits, next).fix("");
    } else if is_abbreviation(&prose[..at]) {
        let next = (
            "Chữ viết tắt đã có dấu chấm, không thêm dấu chấm câu nữa – cong check --fix sửa giúp.",
            "The abbreviation has a full stop of its own, which ends the sentence too – cong check --fix does it.",
        );
        told(prose, range, piece, hits, next).fix(".");
    } else if is_open_list(&prose[..at]) {
        let next = (
            "Hết câu thì giữ một dấu chấm; còn kể tiếp thì viết ba chấm: ...",
            "Keep one where the sentence ends; where the list goes on write three: ...",
        );
        told(prose, range, piece, hits, next);
    } else {
        tell(prose, range, piece, hits, ".");
    }
}

/// `V`, `P.A`, `v.v`
fn is_abbreviation(before: &str) -> bool {
    let word = before.rsplit(|letter: char| letter.is_whitespace() || letter == '(').next().unwrap_or_default();
    let mut parts = word.split('.').rev();
    parts.next().is_some_and(|last| {
        last.chars().count() == 1 && (last == "v" || last != "Y" && last.chars().all(char::is_uppercase))
    })
}

/// Things are named one after another, and nothing says which is the last.
fn is_open_list(before: &str) -> bool {
    let begins = before.rfind(['.', '?', '!', ';', '\n']).map_or(0, |at| at + 1);
    let sentence = &before[begins..];
    let Some((named, last)) = sentence.rsplit_once(',') else { return false };
    let joins = |word: &str| matches!(word, "và" | "hoặc" | "hay" | "cùng");
    let announces = |word: &str| matches!(word.trim_end_matches(':'), "như" | "gồm");
    let is_short = last.split_whitespace().count() <= 6;
    let commas = named.matches(',').count();
    let is_list = commas > 1 || commas > 0 && named.split_whitespace().any(announces);
    is_list && is_short && !last.split_whitespace().any(joins)
}

/// `…` and dots beside it, which say the same twice.
fn dots(prose: &str, piece: &Piece, hits: &mut Hits) {
    for at in memchr::memmem::find_iter(prose.as_bytes(), "…") {
        let begin = prose[..at].trim_end_matches('.').len();
        let end = prose.len() - prose[at + '…'.len_utf8()..].trim_start_matches('.').len();
        let dots = at - begin + end - at - '…'.len_utf8();
        let is_in_line = prose[..begin].ends_with('…') || prose[end..].starts_with('…');
        let is_word =
            before(prose, begin).is_some_and(|letter| letter.is_alphanumeric() || matches!(letter, ')' | '”' | '"'));
        if (1..=3).contains(&dots) && !is_in_line && is_word && !prose[end..].starts_with('/') {
            tell(prose, begin..end, piece, hits, "…");
        }
    }
}

/// All pairs of single quotation marks in place of a double one; a text that has one has many.
pub fn marks(text: &Text, hits: &mut Hits) {
    for piece in &text.pieces {
        let prose = text.prose(piece);
        let has = |singles: &str| memchr::memmem::find(prose.as_bytes(), singles.as_bytes()).is_some();
        if has("''") || has("‘‘") || has("’’") {
            doubled_marks(prose, piece, hits);
        }
    }
}

fn doubled_marks(prose: &str, piece: &Piece, hits: &mut Hits) {
    let quotation = Quotation::read(prose);
    for (open, close) in &quotation.pairs {
        let (first, last) = (quotation.marks[*open], quotation.marks[*close]);
        // What opens with one mark may close with it beside another that closes.
        let inside = &prose[first.at + first.length..last.at];
        let is_clear = !inside.contains('‘') && !inside.contains(" '");
        for mark in [first, last].into_iter().filter(|mark| mark.kind == Kind::Singles && is_clear) {
            let next = (
                "Hai dấu nháy đơn thay cho một dấu ngoặc kép: viết \" – cong check --fix sửa giúp.",
                "Two single marks stand for a double one: write \" – cong check --fix does it.",
            );
            told(prose, mark.at..mark.at + mark.length, piece, hits, next).fix("\"");
        }
    }
}

/// Two dots behind a word, and nothing or a new sentence behind them. Elsewhere three may have been meant.
fn is_end_of_sentence(prose: &str, at: usize) -> bool {
    let rest = &prose[at + 2..];
    let next = rest.trim_start_matches([' ', '\u{a0}', '\n', '\0']).chars().next();
    let is_apart = rest.is_empty() || after(prose, at + 2).is_none_or(char::is_whitespace);
    is_apart
        && next.is_none_or(|next| next.is_uppercase() || matches!(next, '“' | '"'))
        && next != Some(char::from(OPAQUE))
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::{found, hints, with};

    #[test]
    fn a_sign_that_stands_twice_is_one() {
        for (body, at, meant) in [
            ("xã,, phường", ",,", ","),
            ("Đã xong.. Hôm nay", "..", "."),
            ("Đã xong..", "..", "."),
            ("Đã xong,. Hôm nay", ",.", "."),
            ("một;; hai", ";;", ";"),
        ] {
            assert_eq!(found("vi", &format!("{body}\n")), [("V14", at.to_owned(), Some(meant.to_owned()))], "{body}");
        }
    }

    #[test]
    fn a_full_stop_of_an_abbreviation_ends_the_sentence_and_a_title_has_none() {
        for (body, said) in
            [("Cô dạy lớp của chị H.. Lễ xong\n", "viết tắt"), ("Có bút, vở, v.v.. Lễ xong\n", "viết tắt")]
        {
            assert_eq!(found("vi", body), [("V14", "..".to_owned(), Some(".".to_owned()))], "{body}");
            assert!(hints(body)[0].contains(said), "{body}");
        }
        let title = |text: &crate::lint::Text| crate::lint::text(text, &|_| true).remove(0).fix;
        assert_eq!(with("vi", "---\ntitle: Lễ đã xong..\n---\n", title).as_deref(), Some(""));
    }

    #[test]
    fn a_list_that_may_go_on_is_asked_about() {
        for body in ["Có bút, vở, thước, phấn.. Lễ xong\n", "Các môn như: văn, toán, sử.. Lễ xong\n"]
        {
            assert_eq!(found("vi", body), [("V14", "..".to_owned(), None)], "{body}");
        }
        assert_eq!(found("vi", "Có bút, vở, thước và phấn.. Lễ xong\n")[0].2.as_deref(), Some("."));
    }

    #[test]
    fn dots_beside_an_ellipsis_say_it_twice() {
        for (body, at) in [("Lễ xong…. Rồi về\n", "…."), ("Lễ xong…...\n", "…..."), ("Lễ xong..…\n", "..…")]
        {
            assert_eq!(found("vi", body), [("V14", at.to_owned(), Some("…".to_owned()))], "{body}");
        }
        assert_eq!(found("vi", "Họ tên: ……………… tuổi: …...........\n"), []);
    }

    #[test]
    fn two_single_marks_are_a_double_one() {
        let own = |at: &str| ("V14", at.to_owned(), Some("\"".to_owned()));
        assert_eq!(found("vi", "Cô gọi là ''vui lắm’’ rồi về\n"), [own("''")], "once, however many there are");
        assert_eq!(found("vi", "Cô nói \"là ‘vui lắm’\" và dài 5''\n"), []);
    }

    #[test]
    fn dots_that_are_meant_stay() {
        for body in ["và nhiều nữa...", "v.v., Co., ../a", "họ tên........", "sao?.. thế..ư", "`a,,b` A.. b"]
        {
            assert_eq!(found("vi", &format!("{body}\n")), [], "{body}");
        }
    }
}
