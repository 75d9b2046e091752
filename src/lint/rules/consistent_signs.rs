//! Finds signs that a page writes in two ways: three dots and `…`, straight and curly quotation marks. Neither is wrong; what stands
//! less often is told once, and mended everywhere.

use crate::diag::catalog;
use crate::lint::around::{after, before};
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
        let bytes = prose.as_bytes();
        for at in memchr::memmem::find_iter(bytes, b"...") {
            let is_alone = (at == 0 || bytes[at - 1] != b'.') && bytes.get(at + 3) != Some(&b'.');
            if is_alone {
                three.push(piece.range.start + at);
            }
        }
        one.extend(memchr::memmem::find_iter(bytes, "…".as_bytes()).map(|at| piece.range.start + at));
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
    let (mut straight, mut curly) = (Vec::new(), Vec::new());
    for piece in &text.pieces {
        let prose = text.prose(piece);
        for at in memchr::memchr_iter(b'"', prose.as_bytes()) {
            let last = before(prose, at);
            // Inches, and seconds of an arc.
            if last.is_some_and(|last| last.is_ascii_digit() || last == '\'') {
                continue;
            }
            let is_open = last.is_none_or(|last| last.is_whitespace() || matches!(last, '(' | '[' | '-' | '–' | '/'));
            let next = after(prose, at + 1);
            let is_close = next.is_none_or(|next| !next.is_alphanumeric());
            let curly = match (is_open, is_close) {
                (true, false) => Some("“"),
                (false, true) => Some("”"),
                _ => None,
            };
            straight.push((piece.range.start + at, 1, curly));
        }
        for at in memchr::memmem::find_iter(prose.as_bytes(), b"\xe2\x80") {
            if matches!(prose.as_bytes().get(at + 2), Some(0x9c | 0x9d)) {
                curly.push((piece.range.start + at, 3, Some("\"")));
            }
        }
    }
    if straight.is_empty() || curly.is_empty() {
        return;
    }
    let fewer = if straight.len() > curly.len() { curly } else { straight };
    for (at, length, other) in fewer {
        let hit = hits.tell(&catalog::QUOTES_MIXED, at..at + length);
        if let Some(other) = other {
            hit.fix(other);
        }
    }
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
    }

    #[test]
    fn one_way_throughout_is_right_whichever_it_is() {
        for body in ["Một... hai...\n", "Một…\n", "Nói \"một\" và \"hai\"\n", "Nói “một”, dài 32\" và ........\n"]
        {
            assert_eq!(fixes(body), [], "{body}");
        }
    }
}
