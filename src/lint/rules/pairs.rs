//! Finds brackets of a paragraph that have no partner.

use crate::diag::catalog;
use crate::lint::{Hits, OPAQUE, Piece, Role, Text};

/// Where so few letters follow a bracket, a summary was cut there by a program.
const CUT: usize = 12;

pub fn look(text: &Text, hits: &mut Hits) {
    for piece in &text.pieces {
        let prose = text.prose(piece);
        // A partner may stand in what is no prose.
        if prose.bytes().any(|byte| byte == OPAQUE) {
            continue;
        }
        brackets(prose, piece, hits);
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
                if let Some(at) = open.iter().rposition(|(_, last)| *last == partner) {
                    // What was opened behind its partner and is still open is alone, and nothing else.
                    alone.extend(open.drain(at..).skip(1));
                } else if !is_number(prose, at) && !is_face(prose, at) {
                    alone.push((at, char::from(byte)));
                }
            }
            _ => {}
        }
    }
    for (at, sign) in alone.into_iter().chain(open) {
        let from = piece.range.start + at;
        let hit = hits.tell(&catalog::BRACKET_ALONE, from..from + 1);
        hit.with("sign", sign.to_string()).with_words("next", next(prose, at, piece));
    }
}

/// What to do.
fn next(prose: &str, at: usize, piece: &Piece) -> (&'static str, &'static str) {
    let (is_open, rest) = (matches!(prose.as_bytes()[at], b'(' | b'['), &prose[at + 1..]);
    let is_short = rest.chars().count() <= CUT && !rest.contains(['.', '?', '!', '…', ')', ']']);
    if is_open && is_short && matches!(piece.role, Role::Title | Role::Field) {
        (
            "Có lẽ đoạn này bị cắt giữa chừng: viết lại cho trọn câu.",
            "The text was probably cut here: write it to the end of its sentence.",
        )
    } else {
        ("Thêm dấu còn thiếu, hoặc xóa dấu thừa.", "Add the missing one or delete this.")
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
    fn a_bracket_without_partner_is_told() {
        is("Sở Y tế (cơ quan chủ trì báo cáo.\n", &[("V20", "(")]);
        is("Sở Y tế cơ quan chủ trì) báo cáo.\n", &[("V20", ")")]);
    }

    #[test]
    fn pairs_numbers_and_faces_are_right() {
        is(
            "“Một” (hai [ba]) “bốn”\n\na) Ý một; 1) ý hai; iii) ý ba; 2.1) bốn :) ;) 32\" O-(2)\n\nxem [trang](a.md) (nữa\n",
            &[],
        );
    }

    #[test]
    fn one_bracket_that_is_missing_is_told_once() {
        is("Sở [tên cũ là Ty (Ty Học chính] họp\n", &[("V20", "(")]);
        is("Sở (tên cũ là [Ty) họp\n", &[("V20", "[")]);
    }

    #[test]
    fn a_summary_that_was_cut_is_to_be_written_again() {
        let told = |source: &str| {
            crate::lint::tests::with("vi", source, |text| {
                let found = text.found(crate::lint::text(text, &|message| message.code == "V20"));
                found.into_iter().map(|found| found.finding.hint("vi")).collect::<Vec<_>>()
            })
        };
        assert!(told("---\ntitle: Tin\nsummary: Lễ ở xã Tân Lập (huyện\n---\n")[0].contains("bị cắt"));
        assert!(
            told("---\ntitle: Tin\nsummary: Lễ (khai giảng năm học mới ở xã đã xong\n---\n")[0].contains("Thêm dấu")
        );
    }
}
