//! Finds `./.` at the end of a news story. It closes a document (NĐ 30/2020), where nobody may add a line; a story ends with a full stop.

use crate::diag::catalog;
use crate::lint::{Hits, Text};

pub fn look(text: &Text, hits: &mut Hits) {
    if text.kind.name != "article" {
        return;
    }
    for piece in &text.pieces {
        let prose = text.prose(piece);
        for at in memchr::memmem::find_iter(prose.as_bytes(), b"./.") {
            if prose[at + 3..].trim_matches(['\0', ' ', '\n']).is_empty() {
                let from = piece.range.start + at;
                hits.tell(&catalog::END_OF_DOCUMENT, from..from + 3).fix(".");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::found;

    #[test]
    fn a_story_ends_with_a_full_stop() {
        assert_eq!(found("vi", "Đã họp xong./.\n"), [("V23", "./.".to_owned(), Some(".".to_owned()))]);
        assert_eq!(found("vi", "thư mục ./.git và `./.`\n"), []);
    }
}
