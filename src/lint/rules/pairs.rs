//! Finds quotation marks and brackets of a paragraph that have no partner.

use crate::diag::catalog;
use crate::lint::around::before;
use crate::lint::{Hits, OPAQUE, Piece, Text};

pub fn look(text: &Text, hits: &mut Hits) {
    for piece in &text.pieces {
        let prose = text.prose(piece);
        // A partner may stand in what is no prose.
        if prose.bytes().any(|byte| byte == OPAQUE) {
            continue;
        }
        quotes(prose, piece, hits);
        brackets(prose, piece, hits);
    }
}

fn quotes(prose: &str, piece: &Piece, hits: &mut Hits) {
    // A quotation may hold another.
    let (mut open, mut lone, mut straight) = (Vec::new(), None, 0);
    for (at, letter) in prose.char_indices() {
        match letter {
            '“' => open.push(at),
            '”' if open.is_empty() => lone = lone.or(Some(at)),
            '”' => drop(open.pop()),
            // Inches, unless it closes what is open.
            '"' if straight % 2 == 1 || !before(prose, at).is_some_and(|last| last.is_ascii_digit()) => straight += 1,
            _ => {}
        }
    }
    // Mixed ones have a rule of their own.
    if let Some(at) = lone.or(open.first().copied()).filter(|_| straight == 0) {
        let from = piece.range.start + at;
        let sign = if prose[at..].starts_with('“') { "“" } else { "”" };
        hits.tell(&catalog::QUOTE_ALONE, from..from + 3).with("sign", sign);
    }
    if straight % 2 == 1 && lone.is_none() && open.is_empty() {
        let at = prose.rfind('"').unwrap_or(0);
        let from = piece.range.start + at;
        hits.tell(&catalog::QUOTE_ALONE, from..from + 1).with("sign", "\"");
    }
}

fn brackets(prose: &str, piece: &Piece, hits: &mut Hits) {
    let mut open: Vec<(usize, char)> = Vec::new();
    let mut alone = Vec::new();
    for (at, byte) in prose.bytes().enumerate() {
        match byte {
            b'(' | b'[' if !is_face(prose, at) => open.push((at, char::from(byte))),
            b')' | b']' => {
                let partner = if byte == b')' { '(' } else { '[' };
                if open.last().is_some_and(|(_, last)| *last == partner) {
                    open.pop();
                } else if !is_number(prose, at) && !is_face(prose, at) {
                    alone.push((at, char::from(byte)));
                }
            }
            _ => {}
        }
    }
    for (at, sign) in alone.into_iter().chain(open) {
        let from = piece.range.start + at;
        hits.tell(&catalog::BRACKET_ALONE, from..from + 1).with("sign", sign.to_string());
    }
}

/// `1)`, `a)`, `iii)` before an item.
fn is_number(prose: &str, at: usize) -> bool {
    let before = &prose[..at];
    let from = before
        .rfind(|letter: char| !letter.is_alphanumeric() && letter != '.')
        .map_or(0, |found| found + before[found..].chars().next().map_or(1, char::len_utf8));
    let own = &before[from..];
    !own.is_empty()
        && own.chars().count() <= 4
        && (own.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
            || own.chars().count() == 1
            || own.bytes().all(|byte| matches!(byte, b'i' | b'v' | b'x' | b'I' | b'V' | b'X'))
            || own.len() == 2 && own.ends_with(|letter: char| letter.is_ascii_digit()))
}

/// `:)`, `:(`
fn is_face(prose: &str, at: usize) -> bool {
    [":", ";", "=", ":-", ";-"].iter().any(|eyes| prose[..at].ends_with(eyes))
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::found;

    #[track_caller]
    fn is(body: &str, wanted: &[(&str, &str)]) {
        let found = found("vi", body);
        let found: Vec<_> = found.iter().map(|(code, at, _)| (*code, &**at)).collect();
        assert_eq!(found, wanted, "{body}");
    }

    #[test]
    fn a_mark_without_partner_is_told() {
        is("Ông nói: “Đã xong rồi.\n", &[("V19", "“")]);
        is("Ông nói: đã xong” rồi.\n", &[("V19", "”")]);
        is("Ông nói: \"Đã xong rồi.\n", &[("V19", "\"")]);
        is("Ông nói: \"Đã xong năm 2016\", rồi \"nữa.\n", &[("V19", "\"")]);
        is("Sở Y tế (cơ quan chủ trì báo cáo.\n", &[("V20", "(")]);
        is("Sở Y tế cơ quan chủ trì) báo cáo.\n", &[("V20", ")")]);
    }

    #[test]
    fn pairs_numbers_faces_and_inches_are_right() {
        is(
            "“Một” (hai [ba]) “bốn”\n\na) Ý một; 1) ý hai; iii) ý ba; 2.1) bốn :) ;) 32\" O-(2)\n\nxem [trang](a.md) (nữa\n",
            &[],
        );
        is("Từ \"năm 2016\" đến nay\n\n", &[]);
        is("Ông nói: “Vẫn cứ “hàng đổi hàng” như cũ”.\n", &[]);
    }
}
