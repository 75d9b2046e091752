//! Finds white space that shows nothing: at the end of a line, tabs between words, several spaces that do not break.

use crate::diag::catalog;
use crate::lint::{Hits, Piece, Role, Text};

pub fn look(text: &Text, hits: &mut Hits) {
    for piece in &text.pieces {
        let prose = text.prose(piece);
        tabs(prose, piece, hits);
        unbroken(prose, piece, hits);
        if !matches!(piece.role, Role::Title | Role::Field | Role::Alt | Role::Caption | Role::Cell | Role::HeaderCell)
        {
            line_ends(text, piece, hits);
        }
    }
}

fn tabs(prose: &str, piece: &Piece, hits: &mut Hits) {
    let mut end = 0;
    for at in memchr::memchr_iter(b'\t', prose.as_bytes()) {
        if at < end {
            continue;
        }
        let from = prose[..at].trim_end_matches([' ', '\t']).len();
        end = at + prose[at..].len() - prose[at..].trim_start_matches([' ', '\t']).len();
        if from > 0 && end < prose.len() && !prose[end..].starts_with('\n') {
            hits.tell(&catalog::TAB, piece.range.start + from..piece.range.start + end).fix(" ");
        }
    }
}

/// Two or more of which one does not break.
fn unbroken(prose: &str, piece: &Piece, hits: &mut Hits) {
    const BLANKS: [char; 2] = [' ', '\u{a0}'];
    let mut end = 0;
    for at in memchr::memmem::find_iter(prose.as_bytes(), "\u{a0}".as_bytes()) {
        if at < end {
            continue;
        }
        let from = prose[..at].trim_end_matches(BLANKS).len();
        end = prose.len() - prose[at..].trim_start_matches(BLANKS).len();
        if prose[from..end].chars().count() > 1 && from > 0 && end < prose.len() {
            hits.tell(&catalog::UNBROKEN_SPACES, piece.range.start + from..piece.range.start + end).fix(" ");
        }
    }
}

/// One blank, which nobody sees; two are Markdown's own, but not at the end of a paragraph.
fn line_ends(text: &Text, piece: &Piece, hits: &mut Hits) {
    let blanks = |from: usize| {
        let rest = &text.source[from..];
        let length = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        (rest[length..].is_empty() || rest[length..].starts_with('\n')).then_some(from..from + length)
    };
    let prose = text.prose(piece);
    for at in memchr::memchr_iter(b'\n', prose.as_bytes()) {
        let end = piece.range.start + text.written(&piece.range)[..at].trim_end_matches([' ', '\t']).len();
        if let Some(range) = blanks(end).filter(|range| range.len() == 1) {
            hits.tell(&catalog::TRAILING_BLANK, range).fix("");
        }
    }
    let end = piece.range.start + text.written(&piece.range).trim_end_matches([' ', '\t', '\n']).len();
    if let Some(range) = blanks(end).filter(|range| !range.is_empty()) {
        hits.tell(&catalog::TRAILING_BLANK, range).fix("");
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::found;

    fn codes(body: &str) -> Vec<(&'static str, String)> {
        found("vi", body).into_iter().map(|(code, at, _)| (code, at)).collect()
    }

    #[test]
    fn blanks_that_show_nothing_are_found() {
        assert_eq!(codes("Sở\tY tế\n"), [("V17", "\t".to_owned())]);
        assert_eq!(codes("Sở\u{a0} Y tế\n"), [("V09", "\u{a0} ".to_owned())]);
        assert_eq!(codes("Một \nhai \n\nba  \n"), [" ", " ", "  "].map(|at| ("V16", at.to_owned())));
    }

    #[test]
    fn blanks_that_mean_something_stay() {
        for body in ["Một  \nhai\n", "5\u{a0}km\n", "```\na \tb\n```\n", "| A |\tB |\n|---|---|\n| 1 | 2 | \n"] {
            assert_eq!(codes(body), [], "{body}");
        }
    }
}
