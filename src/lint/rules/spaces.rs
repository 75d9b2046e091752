//! Finds spaces where none belong, before a sign of punctuation or inside brackets, and signs that no space follows.

use crate::diag::catalog;
use crate::lint::around::{after, before, is_capitalised, is_lower, token, word_after, word_before};
use crate::lint::{Hits, OPAQUE, Piece, Text};
use crate::text::syllable::is_syllable;

pub fn look(text: &Text, hits: &mut Hits) {
    for piece in &text.pieces {
        let prose = text.prose(piece);
        for (at, byte) in prose.bytes().enumerate() {
            match byte {
                b'.' | b',' | b';' | b':' | b'?' | b'!' | b')' => {
                    if at > 0 && matches!(prose.as_bytes()[at - 1], b' ' | 0xa0) {
                        space_before(prose, at, piece, hits);
                    }
                    if matches!(byte, b',' | b';' | b':' | b'.') {
                        space_missing(prose, at, piece, hits);
                    }
                }
                b'(' => space_inside(prose, at, piece, hits),
                _ => {}
            }
        }
    }
}

fn space_before(prose: &str, at: usize, piece: &Piece, hits: &mut Hits) {
    let from = prose[..at].trim_end_matches([' ', '\u{a0}']).len();
    let Some(last) = before(prose, from).filter(|letter| from < at && !letter.is_whitespace()) else { return };
    let sign = prose.as_bytes()[at];
    let next = after(prose, at + 1);
    let is_meant = match sign {
        // `.NET`, `.vn`, dots to write on, `, 5`
        b'.' => {
            next.is_some_and(|next| next.is_alphanumeric() || matches!(next, '/' | '_'))
                || prose[at + 1..].trim_start().starts_with('.')
        }
        b',' | b';' => next.is_some_and(|next| next.is_ascii_digit() || matches!(next, ')' | '(' | '.' | ',')),
        b':' => {
            last.is_ascii_digit()
                || next.is_some_and(|next| matches!(next, ')' | '(' | 'D' | 'P' | '/' | '-' | ':' | '.' | 'v'))
        }
        b')' => last == '(' || matches!(last, ':' | ';' | '-' | '.' | '…' | '_'),
        _ => next.is_some_and(|next| matches!(next, '=' | ')')),
    };
    if !is_meant
        && !is_placeholder(prose, from, at)
        && !is_second_end(prose, from, sign)
        && !matches!(last, '.' | ',' | ';' | ':' | '\x1a')
    {
        let range = piece.range.start + from..piece.range.start + at;
        hits.tell(&catalog::SPACE_BEFORE, range).with("sign", char::from(sign).to_string()).fix("");
    }
}

/// `? - ?` of a match that is still to be played.
fn is_placeholder(prose: &str, from: usize, at: usize) -> bool {
    let dashes = [" - ", " – "];
    let sign = &prose[at..at + 1];
    matches!(sign, "?" | "!")
        && dashes.iter().any(|dash| {
            prose[..at].strip_suffix(dash).is_some_and(|before| before.ends_with(sign))
                || prose[at + 1..].strip_prefix(dash).is_some_and(|behind| behind.starts_with(sign))
        })
        && from < at
}

/// A full stop or a comma behind a sentence that has ended: it is too much, or a bullet, and the space is not what is wrong.
fn is_second_end(prose: &str, from: usize, sign: u8) -> bool {
    let sentence = prose[..from].trim_end_matches(['”', '"', '’', '\'', ')', '\0']);
    matches!(sign, b'.' | b',') && sentence.ends_with(['?', '!', '…', '.'])
}

fn space_inside(prose: &str, at: usize, piece: &Piece, hits: &mut Hits) {
    let rest = &prose[at + 1..];
    let length = rest.len() - rest.trim_start_matches([' ', '\u{a0}']).len();
    let is_followed =
        rest[length..].chars().next().is_some_and(|next| next.is_alphanumeric() || matches!(next, '“' | '"'));
    if length > 0 && is_followed {
        let from = piece.range.start + at + 1;
        // `xã( nay`: the space stands on the wrong side.
        let is_glued = before(prose, at).is_some_and(char::is_alphanumeric);
        let (range, mend) = if is_glued { (from - 1..from + length, " (") } else { (from..from + length, "") };
        hits.tell(&catalog::SPACE_BEHIND, range).with("sign", "(").fix(mend);
    }
}

/// Between two words, never in numbers, times, addresses.
fn space_missing(prose: &str, at: usize, piece: &Piece, hits: &mut Hits) {
    let (left, right) = (word_before(prose, at), word_after(prose, at + 1));
    if left.is_empty() || right.is_empty() {
        return;
    }
    let own = token(prose, at);
    let is_address = own.contains(['@', '/', '=', '&', '_', '#', '<', '>', '{', '}', '\\', char::from(OPAQUE)]);
    let sign = prose.as_bytes()[at];
    let message = match sign {
        b'.' => {
            let is_end = is_lower(left) && is_syllable(left) && is_capitalised(right) && is_syllable(right);
            let is_vietnamese = !left.is_ascii() || !right.is_ascii();
            (is_end && is_vietnamese).then_some(&catalog::SPACE_MISSING_STOP)
        }
        b':' => (left.chars().count() > 1 && own.matches(':').count() == 1 && is_of_words(left, right))
            .then_some(&catalog::SPACE_MISSING),
        _ => is_of_words(left, right).then_some(&catalog::SPACE_MISSING),
    };
    if let Some(message) = message.filter(|_| !is_address) {
        let from = piece.range.start + at;
        let sign = char::from(sign);
        let hit = hits.tell(message, from..from + 1).with("text", format!("{left}{sign}{right}"));
        let word = format!("{left}{right}");
        // `ha,y` was to be `hay,`.
        if right.chars().count() == 1 && is_syllable(&word) && sign != '.' {
            let next = (
                format!("Có lẽ dấu gõ sớm một chữ: {word}{sign} – nếu không thì thêm một dấu cách."),
                format!("The sign was probably typed a letter too early: {word}{sign} – else add a space."),
            );
            hit.with_words("next", next);
            return;
        }
        let next = ("Thêm một dấu cách; cong check --fix sửa giúp.", "Add one; cong check --fix does it.");
        hit.with_words("next", next).fix(format!("{sign} "));
    }
}

/// At least one of them is surely a word: names of products and formulas have signs inside.
fn is_of_words(left: &str, right: &str) -> bool {
    is_syllable(left) && is_syllable(right) && left.chars().count() + right.chars().count() > 2
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::found;

    /// Code, what is written there, and the mend.
    #[track_caller]
    fn is(body: &str, wanted: &[(&str, &str, &str)]) {
        let found = found("vi", &format!("{body}\n"));
        let found: Vec<_> = found.iter().map(|(code, at, fix)| (*code, &**at, fix.as_deref().unwrap_or("?"))).collect();
        assert_eq!(found, wanted, "{body}");
    }

    #[test]
    fn no_space_stands_before_a_sign_nor_inside_brackets() {
        is("Sở Y tế , các huyện", &[("V11", " ", "")]);
        is("Hôm nay . Ngày mai ; rồi !", &[("V11", " ", ""), ("V11", " ", ""), ("V11", " ", "")]);
        is("Sở ( cơ quan\u{a0}) và", &[("V24", " ", ""), ("V11", "\u{a0}", "")]);
        is("Sở( cơ quan) và", &[("V24", "( ", " (")]);
    }

    #[test]
    fn a_sign_typed_a_letter_too_early_is_asked_about() {
        is("Thầy cho ha,y đây là lễ", &[("V12", ",", "?")]);
        is("cờ,y tế", &[("V12", ",", ", ")]);
    }

    #[test]
    fn signs_that_stand_for_themselves_and_second_ends_are_left_alone() {
        is("Lớp A ? - ? Lớp B", &[]);
        is("Lớp A ? – ? Lớp B", &[]);
        is("Ai biết? . Lễ xong", &[]);
        is("Cô nói: “Vui lắm!” . Lễ xong", &[]);
        is("Thật à ? - cô hỏi", &[("V11", " ", "")]);
        is("Cô nói “vui lắm” . Lễ xong", &[("V11", " ", "")]);
    }

    #[test]
    fn a_space_stands_between_a_sign_and_the_next_word() {
        is("xã,phường;thị trấn", &[("V12", ",", ", "), ("V12", ";", "; ")]);
        is("Ảnh:Nguyễn Văn A", &[("V12", ":", ": ")]);
        is("đã xong.Ngày mai", &[("V13", ".", ". ")]);
    }

    #[test]
    fn numbers_times_addresses_and_faces_have_signs_of_their_own() {
        for body in [
            "lúc 7:30, tỷ lệ 1 : 2, 1,5 triệu, .NET, tên miền .vn, www.a.vn",
            "thư a.b@c.vn; https://a.vn/x,y ; :) ;) ( ) (...) . . .",
            "TP.HCM, PGS.TS, Co.,Ltd, v.v., a.m., Node.js, VnExpress.Net",
            "họ tên: ........ , ngày ... tháng ... năm",
            "H10.01, b:c, x:y:z, UBND:HĐND",
        ] {
            is(body, &[]);
        }
    }
}
