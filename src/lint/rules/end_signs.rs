//! Finds `./.` at the end of what is no document: it closes letters and reports of authorities.

use crate::diag::catalog;
use crate::lint::{Hits, Text};

pub fn look(text: &Text, hits: &mut Hits) {
    if !text.is_vietnamese() || text.kind.name != "article" {
        return;
    }
    for piece in &text.pieces {
        let prose = text.prose(piece).trim_end_matches(['\0', ' ', '\n']);
        if let Some(before) = prose.strip_suffix("./.") {
            let start = piece.range.start + before.len();
            hits.tell(&catalog::END_SIGN, start..start + 3).fix(".");
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::found;

    #[test]
    fn the_sign_that_closes_a_document_closes_no_news() {
        assert_eq!(found("vi", "Hội nghị đã thành công./.\n"), [("V64", "./.".to_owned(), Some(".".to_owned()))]);
        assert_eq!(found("vi", "Hội nghị đã thành công.\n"), []);
    }
}
