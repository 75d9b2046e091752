//! Finds headings by which nobody finds the way: a level left out, a paragraph as heading, bold text in place of one.

use crate::diag::catalog;
use crate::lint::{Hits, Piece, Role, Text};

/// A heading is read in a list of headings, aloud: longer than this it is a paragraph.
const LONGEST: usize = 160;

pub fn look(text: &Text, hits: &mut Hits) {
    // The title of the page is the first level, and one in the text counts as the second.
    let mut last = 1;
    for heading in text.headings.iter().filter(|heading| heading.range.start >= text.body) {
        let level = heading.level.max(2);
        if level > last + 1 {
            let marks = text.written(&heading.range).bytes().take_while(|byte| *byte == b'#').count();
            let range = heading.range.start..heading.range.start + marks.max(1);
            let hit = hits.tell(&catalog::HEADING_JUMP, range);
            hit.with("level", level.to_string()).with("marks", "#".repeat(usize::from(last) + 1));
        }
        last = level;
    }
    for (number, piece) in text.pieces.iter().enumerate() {
        match piece.role {
            Role::Heading(_) => long(text, piece, hits),
            Role::Paragraph => bold(text, piece, text.pieces.get(number + 1), hits),
            _ => {}
        }
    }
}

fn long(text: &Text, piece: &Piece, hits: &mut Hits) {
    let prose = text.prose(piece);
    let length = prose.chars().filter(|letter| *letter != '\0').count();
    if length > LONGEST {
        hits.tell(&catalog::HEADING_LONG, piece.range.clone()).with("length", length.to_string());
    }
}

/// A short line that is bold as a whole, with a paragraph or list behind it.
fn bold(text: &Text, piece: &Piece, next: Option<&Piece>, hits: &mut Hits) {
    const SHORTEST: usize = 4;
    const LONGEST_LINE: usize = 100;
    let (before, after) = (&text.source[..piece.range.start], &text.source[piece.range.end..]);
    let is_whole = ["**", "__"].iter().any(|mark| {
        before.strip_suffix(mark).is_some_and(|before| before.ends_with("\n\n") || before.ends_with("---\n"))
            && after.strip_prefix(mark).is_some_and(|after| after.starts_with("\n\n"))
    });
    let prose = text.prose(piece);
    let length = prose.chars().count();
    let is_followed = next.is_some_and(|next| matches!(next.role, Role::Paragraph | Role::Item));
    let is_line = !prose.contains(['\n', '\0']) && !prose.ends_with(['.', '!', '?', ';', ',', '…', '”', '"']);
    if is_whole && is_line && is_followed && (SHORTEST..=LONGEST_LINE).contains(&length) {
        hits.tell(&catalog::BOLD_HEADING, piece.range.clone()).with("text", prose);
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::found;

    fn codes(body: &str) -> Vec<(&'static str, String)> {
        found("vi", body).into_iter().map(|(code, at, _)| (code, at)).collect()
    }

    #[test]
    fn a_level_that_is_left_out_is_told() {
        assert_eq!(codes("## A\n\nchữ\n\n#### B\n\nchữ\n"), [("A04", "####".to_owned())]);
        assert_eq!(codes("### A\n"), [("A04", "###".to_owned())]);
        assert_eq!(codes("## A\n\n### B\n\n## C\n\n### D\n\n#### E\n"), []);
    }

    #[test]
    fn a_paragraph_is_no_heading_and_bold_text_is_none_either() {
        assert_eq!(codes(&format!("## {}\n", "Một hai ".repeat(25)))[0].0, "A05");
        assert_eq!(codes("**Mục tiêu chung**\n\nPhát triển kinh tế.\n"), [("A06", "Mục tiêu chung".to_owned())]);
        for body in
            ["**Chú ý:** mang theo giấy tờ.\n\nHết.\n", "Hết.\n\n**Nguyễn Văn A**\n", "**Sở đã họp.**\n\nHết.\n"]
        {
            assert_eq!(codes(body), [], "{body}");
        }
    }
}
