//! Finds text whose lines were broken where the lines of a PDF end: a sentence goes on in the next paragraph, a word behind a hyphen on
//! the next line.

use crate::diag::catalog;
use crate::lint::around::{after, before, word_after};
use crate::lint::{Hits, Piece, Role, Text};

pub fn look(text: &Text, hits: &mut Hits) {
    for pair in text.pieces.windows(2) {
        if let [first, next] = pair
            && matches!(first.role, Role::Paragraph | Role::Item)
            && next.role == Role::Paragraph
        {
            broken(text, first, next, hits);
        }
    }
    text.pieces.iter().for_each(|piece| hyphens(text, piece, hits));
}

fn broken(text: &Text, first: &Piece, next: &Piece, hits: &mut Hits) {
    let (prose, following) = (text.prose(first), text.prose(next));
    let is_apart = text.written(&(first.range.end..next.range.start));
    let is_next =
        !is_apart.is_empty() && is_apart.trim_matches(['*', '_', ' ', '\n']).is_empty() && is_apart.contains("\n\n");
    let breaks_off = before(prose, prose.len()).is_some_and(char::is_lowercase);
    let begin = following.find(|letter| letter != '\0').unwrap_or(0);
    let word = word_after(following, begin);
    let goes_on = word.chars().next().is_some_and(char::is_lowercase)
        && !following[begin + word.len()..].starts_with([')', '.', '/', ':']);
    // A short line may be one of a poem or an address.
    const SHORTEST: usize = 25;
    // A comma ends lines of verses and letters too, and what goes on may be a name.
    const SHORTEST_LIST: usize = 80;
    let length = prose.chars().count();
    let lists_on = length >= SHORTEST_LIST && before(prose, prose.len()) == Some(',') && !word.is_empty();
    if is_next && (breaks_off && goes_on && length >= SHORTEST || lists_on) {
        let from = next.range.start + begin;
        let last = prose.trim_end_matches('\0').rsplit(' ').next().unwrap_or_default();
        hits.tell(&catalog::PARAGRAPH_BROKEN, from..from + word.len()).with("last", last).with("next", word);
    }
}

fn hyphens(text: &Text, piece: &Piece, hits: &mut Hits) {
    let prose = text.prose(piece);
    for at in memchr::memmem::find_iter(prose.as_bytes(), b"-\n") {
        let is_word = before(prose, at).is_some_and(char::is_lowercase);
        let goes_on = after(prose, at + 2).is_some_and(char::is_lowercase);
        if is_word && goes_on {
            let from = piece.range.start + at;
            hits.tell(&catalog::WORD_BROKEN, from..from + 1);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::found;

    #[test]
    fn a_sentence_that_goes_on_in_the_next_paragraph_is_told() {
        let body = "Chủ tịch Hội đồng Sáng kiến của tỉnh đã họp Hội đồng Sáng\n\nkiến cấp tỉnh vào ngày hôm qua.\n";
        assert_eq!(found("vi", body), [("V21", "kiến".to_owned(), None)]);
        let listed = "- Cổng đã chuyển câu hỏi tới Hội đồng Sáng\n\nkiến cấp tỉnh để trả lời.\n";
        assert_eq!(found("vi", listed), [("V21", "kiến".to_owned(), None)]);
        let named = "Cổng đăng tin về hoạt động của các cơ quan trong tỉnh, trong đó có Tỉnh ủy và các ban,\n\nHĐND và UBND tỉnh.\n";
        assert_eq!(found("vi", named), [("V21", "HĐND".to_owned(), None)]);
        assert_eq!(found("vi", "Ủy ban nhân-\ndân tỉnh\n"), [("V22", "-".to_owned(), None)]);
    }

    #[test]
    fn paragraphs_lists_and_verses_are_no_broken_lines() {
        for body in [
            "Ủy ban nhân dân tỉnh đã họp vào hôm qua.\n\nkèm theo danh sách\n",
            "Ủy ban nhân dân tỉnh gồm các phòng sau đây\n\na) Phòng một\n",
            "Ủy ban nhân dân tỉnh gồm các phòng sau đây\n\n- phòng một\n- phòng hai\n",
            "Trong đầm gì đẹp\n\nlá xanh bông trắng\n",
            "Kính gửi các đồng chí trong Ban Biên tập,\n\nBan Biên tập đã nhận thư.\n",
            "- Ủy ban nhân dân tỉnh gồm các phòng sau đây\n- phòng một\n\n  phòng hai\n",
            "Phát triển kinh tế -\nxã hội của tỉnh\n",
        ] {
            assert_eq!(found("vi", body), [], "{body}");
        }
    }
}
