//! Finds signs of punctuation that were typed twice, or two that exclude each other.

use crate::diag::catalog;
use crate::lint::around::{after, before};
use crate::lint::{Hits, OPAQUE, Text};

pub fn look(text: &Text, hits: &mut Hits) {
    for piece in &text.pieces {
        let prose = text.prose(piece);
        let bytes = prose.as_bytes();
        for at in memchr::memchr3_iter(b',', b'.', b';', bytes) {
            let begins = at == 0 || !matches!(bytes[at - 1], b',' | b'.' | b';');
            let run = bytes[at..].iter().take_while(|byte| matches!(byte, b',' | b'.' | b';')).count();
            if !begins || run != 2 {
                continue;
            }
            let meant = match &bytes[at..at + 2] {
                b",," => Some(","),
                b";;" => Some(";"),
                b",." | b";." => Some("."),
                b",;" => Some(";"),
                b".." if is_end_of_sentence(prose, at) => Some("."),
                _ => None,
            };
            let is_word = before(prose, at)
                .is_some_and(|letter| letter.is_alphanumeric() || matches!(letter, ')' | '”' | '"' | '%'));
            if let Some(meant) = meant.filter(|_| is_word) {
                let from = piece.range.start + at;
                let hit = hits.tell(&catalog::DOUBLED_SIGN, from..from + 2);
                hit.with("text", &prose[at..at + 2]).with("meant", meant).fix(meant);
            }
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
    use crate::lint::tests::found;

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
    fn dots_that_are_meant_stay() {
        for body in ["và nhiều nữa...", "v.v., Co., ../a", "họ tên........", "sao?.. thế..ư", "`a,,b` A.. b"]
        {
            assert_eq!(found("vi", &format!("{body}\n")), [], "{body}");
        }
    }
}
