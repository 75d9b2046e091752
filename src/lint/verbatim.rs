//! Tells what an editor has not written and may not change: a document that a page prints in full, and what is quoted.

use super::piece::Role;
use super::quotation::Quotation;
use super::text::Text;

/// Between the words that announce a document and those that begin it, in bytes.
const NEAR: usize = 200;

/// Whether the page prints a document word by word.
pub fn prints_a_document(text: &Text) -> bool {
    let body = text.words().part(text.body..text.source.len());
    let is_announced =
        body.match_indices("toàn văn").any(|(at, _)| body[at..].find("như sau").is_some_and(|at| at < NEAR));
    is_announced
        || body.contains("nơi nhận:")
        || [" tm. ", "\ntm. ", "\0tm. "].iter().any(|for_whom| body.contains(for_whom))
}

/// Whether a place of the source is inside a quotation.
pub fn is_quoted(text: &Text, at: usize) -> bool {
    let piece = text.pieces.iter().find(|piece| piece.range.contains(&at));
    piece.is_some_and(|piece| {
        piece.role == Role::Quote || Quotation::read(text.prose(piece)).holds(at - piece.range.start)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::tests::with;

    fn prints(body: &str) -> bool {
        with("vi", &format!("---\ntitle: A\n---\n{body}\n"), prints_a_document)
    }

    #[test]
    fn a_document_in_full_is_known_by_its_words() {
        assert!(prints("Báo đăng toàn văn thư của trường như sau: Kính gửi"));
        assert!(prints("Xong.\n\nNơi nhận:\n\n- Như trên"));
        assert!(prints("Xong.\n\nTM. BAN TỔ CHỨC"));
        assert!(!prints("Nhà trường giải thích như sau, có toàn văn kèm theo"));
    }

    #[test]
    fn what_is_quoted_is_known_by_its_marks() {
        let quoted = |body: &str| {
            let source = format!("---\ntitle: A\n---\n{body}\n");
            with("vi", &source, |text| is_quoted(text, source.find('5').unwrap()))
        };
        assert!(quoted("Cô nói: “có 5 lớp” rồi"));
        assert!(quoted("> có 5 lớp"));
        assert!(!quoted("Cô nói: “vui lắm” và có 5 lớp “mới”"));
    }
}
