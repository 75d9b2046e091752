//! Finds `./.` at the end of a news story. It closes a document (NĐ 30/2020), where nobody may add a line; a story ends with a full stop.

use crate::diag::catalog;
use crate::lint::{Hits, Text};

pub fn look(text: &Text, hits: &mut Hits) {
    if text.kind.name != "article" {
        return;
    }
    for piece in &text.pieces {
        let prose = text.prose(piece);
        for at in memchr::memmem::find_iter(prose.as_bytes(), b"/.") {
            let behind = prose[at + 2..].trim_matches(['\0', ' ', '\n']);
            let written = prose[..at].trim_end_matches(['.', '…']);
            let (dots, from) = (&prose[written.len()..at], piece.range.start);
            // Where the sentence trails off its dots stay.
            let (begin, mend) = match dots {
                "" => continue,
                "." | ".." => (written.len(), "."),
                _ => (at, ""),
            };
            let is_sentence = !written.is_empty() && !written.ends_with([' ', '/', '\u{a0}', '\n']);
            if is_sentence && (behind.is_empty() || is_signature(behind)) {
                hits.tell(&catalog::END_OF_DOCUMENT, from + begin..from + at + 2).fix(mend);
            }
        }
    }
}

/// Who wrote it: a name, an agency.
fn is_signature(text: &str) -> bool {
    let begins_small = |word: &str| word.starts_with(|letter: char| letter.is_lowercase() || letter.is_ascii_digit());
    text.chars().count() <= 40 && !text.split_whitespace().any(begins_small) && !text.contains("/.")
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::found;

    #[test]
    fn a_story_ends_with_a_full_stop() {
        assert_eq!(found("vi", "Đã họp xong./.\n"), [("V23", "./.".to_owned(), Some(".".to_owned()))]);
        assert_eq!(found("vi", "Đã họp xong../.\n"), [("V23", "../.".to_owned(), Some(".".to_owned()))]);
        assert_eq!(found("vi", "Cần thì hỏi.../.\n"), [("V23", "/.".to_owned(), Some(String::new()))]);
        assert_eq!(found("vi", "Cần thì hỏi…/.\n"), [("V23", "/.".to_owned(), Some(String::new()))]);
        assert_eq!(found("vi", "Đã họp xong./. Lan Anh/Báo Tỉnh\n"), [("V23", "./.".to_owned(), Some(".".to_owned()))]);
        assert_eq!(found("vi", "Đã họp xong./. Nay họp lại.\n"), []);
        assert_eq!(found("vi", "thư mục ./.git và `./.`\n"), []);
    }
}
