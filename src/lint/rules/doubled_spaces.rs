//! Finds two spaces or more between words. Behind a line break they are Markdown's own, and in a table they line up columns.

use crate::diag::catalog;
use crate::lint::{Hits, Text};

pub fn look(text: &Text, hits: &mut Hits) {
    for piece in &text.pieces {
        let prose = text.prose(piece);
        let mut from = 0;
        while let Some(at) = prose[from..].find("  ").map(|at| from + at) {
            let end = at + prose[at..].bytes().take_while(|byte| *byte == b' ').count();
            let is_between = !prose[..at].trim_end_matches('\0').is_empty()
                && !prose[..at].ends_with('\n')
                && !prose[end..].starts_with('\n')
                && !prose[end..].is_empty();
            if is_between {
                hits.tell(&catalog::DOUBLED_SPACES, piece.range.start + at..piece.range.start + end).fix(" ");
            }
            from = end;
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::found;

    #[test]
    fn two_spaces_between_words_are_one() {
        assert_eq!(found("vi", "Sở  Y tế\n"), [("V10", "  ".to_owned(), Some(" ".to_owned()))]);
    }

    #[test]
    fn what_markdown_means_by_spaces_stays() {
        for body in ["Một dòng  \nhai dòng\n", "`a  b`\n", "| A  | B |\n|----|---|\n| 1  | 2 |\n", "-  Ý một\n"]
        {
            assert_eq!(found("vi", body), [], "{body}");
        }
    }
}
