//! Finds double quotation marks of a paragraph that have no partner, and curly ones that stand where the other belongs.

use crate::diag::catalog;
use crate::lint::quotation::{Kind, Mark, Quotation, Side};
use crate::lint::{Hits, OPAQUE, Piece, Text};

pub fn look(text: &Text, hits: &mut Hits) {
    for piece in &text.pieces {
        let prose = text.prose(piece);
        // A partner may stand in what is no prose.
        if prose.bytes().any(|byte| byte == OPAQUE) {
            continue;
        }
        let quotation = Quotation::read(prose);
        if quotation.lone.is_empty() {
            continue;
        }
        if quotation.marks.iter().all(|mark| mark.kind == Kind::Curly) {
            curly(prose, piece, hits);
        } else if !quotation.marks.len().is_multiple_of(2) {
            alone(prose, piece, &quotation, hits);
        }
    }
}

/// Curly marks show what they are, and their places show what they should be.
fn curly(prose: &str, piece: &Piece, hits: &mut Hits) {
    let quotation = Quotation::by_place(prose);
    if !quotation.lone.is_empty() {
        return alone(prose, piece, &quotation, hits);
    }
    for mark in quotation.marks.iter().filter(|mark| mark.is_misshapen()) {
        let (vi, en, meant) = match mark.side {
            Side::Opens => ("mở", "opens", "“"),
            _ => ("đóng", "closes", "”"),
        };
        let from = piece.range.start + mark.at;
        let hit = hits.tell(&catalog::QUOTE_ALONE, from..from + mark.length);
        let next = (
            format!("Chỗ này là dấu {vi}: đổi thành {meant} – cong check --fix sửa giúp."),
            format!("At this place the mark {en}: make it {meant} – cong check --fix does it."),
        );
        hit.with("sign", &prose[mark.at..mark.at + mark.length]).with_words("next", next).fix(meant);
    }
}

/// The first that has no partner.
fn alone(prose: &str, piece: &Piece, quotation: &Quotation, hits: &mut Hits) {
    let Some(lone) = quotation.lone.first() else { return };
    // Where a mark before it closes what a single one has opened, that is the one.
    let closes_single = |mark: &usize| {
        let begin = mark.checked_sub(1).map_or(0, |last| end(quotation.marks[last]));
        single(&prose[begin..quotation.marks[*mark].at], Side::Opens)
    };
    let closing = quotation.pairs.iter().map(|(_, close)| close).filter(|close| *close < lone);
    let lone = closing.filter(|close| closes_single(close)).max().unwrap_or(lone);
    let mark = quotation.marks[*lone];
    let from = piece.range.start + mark.at;
    let hit = hits.tell(&catalog::QUOTE_ALONE, from..from + mark.length);
    hit.with("sign", &prose[mark.at..mark.at + mark.length]).with_words("next", next(prose, *lone, quotation));
}

/// What to do.
fn next(prose: &str, lone: usize, quotation: &Quotation) -> (&'static str, &'static str) {
    let mark = quotation.marks[lone];
    let before = lone.checked_sub(1).map_or(0, |last| end(quotation.marks[last]));
    let behind = quotation.marks.get(lone + 1);
    let rest = &prose[end(mark)..behind.map_or(prose.len(), |next| next.at)];
    let is_single = if mark.shape == Side::Closes || mark.side == Side::Closes {
        single(&prose[before..mark.at], Side::Opens)
    } else {
        single(rest, Side::Closes)
    };
    let opens_another = quotation.pairs.iter().any(|(open, _)| *open == lone + 1);
    if is_single {
        (
            "Dấu kia của cặp đang là nháy đơn: viết hai dấu cùng một kiểu.",
            "Its partner is a single mark: write both in one way.",
        )
    } else if opens_another && !rest.contains(['.', '!', '?']) {
        (
            "Hai lớp lời dẫn mà chỉ có một dấu đóng: thêm dấu đóng còn lại, hoặc viết lớp trong bằng ‘ ’.",
            "Two quotations, one inside the other, and one mark that closes: add the other, or write the inner one with ‘ ’.",
        )
    } else {
        (
            "Thêm dấu còn thiếu, hoặc xóa dấu thừa: người đọc không biết lời dẫn bắt đầu, kết thúc ở đâu.",
            "Add the missing one or delete this: readers cannot tell where the quotation begins and ends.",
        )
    }
}

fn end(mark: Mark) -> usize {
    mark.at + mark.length
}

/// Whether a single mark opens here that nothing closes, or closes what nothing has opened.
fn single(prose: &str, side: Side) -> bool {
    let mut open = 0;
    let (mut opened, mut closed) = (false, false);
    for (at, letter) in prose.char_indices().filter(|(_, letter)| matches!(letter, '\'' | '‘' | '’')) {
        let is_apart = |letter: Option<char>| letter.is_none_or(|letter| !letter.is_alphanumeric());
        let last = prose[..at].chars().next_back();
        let next = prose[at + letter.len_utf8()..].chars().next();
        match (is_apart(last), is_apart(next)) {
            (true, false) => open += 1,
            (false, true) if open > 0 => open -= 1,
            (false, true) => closed = true,
            _ => {}
        }
        opened = open > 0;
    }
    if side == Side::Opens { opened } else { closed }
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::{found, hints};

    /// What stands at the place and behind it, and what may stand there instead.
    #[track_caller]
    fn is(body: &str, wanted: &[(&str, Option<&str>)]) {
        let found = found("vi", body).into_iter().filter(|hit| hit.0 == "V19").collect::<Vec<_>>();
        let found: Vec<_> = found.iter().map(|(_, at, fix)| (&**at, fix.as_deref())).collect();
        assert_eq!(found, wanted, "{body}");
    }

    /// Where in the body the mark is that is told.
    fn place(body: &str) -> Option<usize> {
        let source = format!("---\ntitle: Tin\n---\n{body}\n");
        crate::lint::tests::with("vi", &source, |text| {
            let hits = crate::lint::text(text, &|message| message.code == "V19");
            hits.first().map(|hit| hit.range.start - text.body)
        })
    }

    #[test]
    fn a_mark_without_partner_is_told() {
        is("Ông nói: “Đã xong rồi.\n", &[("“", None)]);
        is("Ông nói: đã xong” rồi.\n", &[("”", None)]);
        is("Ông nói: \"Đã xong rồi.\n", &[("\"", None)]);
        is("Ông nói: \"Đã xong năm 2016\", rồi \"nữa.\n", &[("\"", None)]);
    }

    #[test]
    fn of_straight_marks_the_one_is_told_that_is_alone() {
        assert_eq!(place("\"Lễ đã xong. Cô nói \"vui lắm\" rồi về \"nhà\"."), Some(0));
        assert_eq!(place("Lễ đã xong\" và cô nói \"vui lắm\"."), Some("Lễ đã xong".len()));
        assert_eq!(place("Cô nói \"vui lắm\" rồi \"về. Lễ \"xong\"."), Some("Cô nói \"vui lắm\" rồi ".len()));
    }

    #[test]
    fn where_a_double_mark_closes_a_single_one_that_is_told() {
        let body = "Cô nói: “Ai cũng ‘vui lắm” khi về nhà”.";
        assert_eq!(place(body), body.find("” khi"));
    }

    #[test]
    fn pairs_of_two_kinds_years_and_inches_are_right() {
        for body in [
            "Từ \"năm 2016\" đến nay\n",
            "Ông nói: “Vẫn cứ “làm như cũ” thôi”.\n",
            "Kế hoạch “xây trường năm 2024\", rồi xây cầu.\n",
            "Cô gọi đó là \"phòng số ''10’’\" và \"nhà\".\n",
            "Màn hình 32\" và “màn hình 40\" mới”.\n",
            "\"Lễ ở \"sân 10\" đã xong\", cô nói.\n",
            "xem [trang \"a](a.md) rồi\n",
        ] {
            is(body, &[]);
        }
    }

    #[test]
    fn a_curly_mark_where_the_other_belongs_is_mended() {
        is("Lớp học “vui“ nhất\n", &[("“", Some("”"))]);
        is("Lớp học ”vui” nhất\n", &[("”", Some("“"))]);
        is("Cô nói:” Vui lắm”.\n", &[("”", Some("“"))]);
        is("Cô nói : ” Vui lắm”.\n", &[("”", Some("“"))]);
        is("Cô nói: “Vui lắm “.\n", &[("“", Some("”"))]);
    }

    #[test]
    fn what_to_do_is_said_of_what_is_there() {
        for (body, said) in [
            ("Cô nói ‘vui lắm\" rồi về\n", "nháy đơn"),
            ("Cô nói \"vui lắm’ rồi về\n", "nháy đơn"),
            ("Cô dạy “lòng nhân ái và “tình thương”.\n", "Hai lớp"),
            ("Cô nói “vui lắm. Lớp “Một” đã về.\n", "Thêm dấu còn thiếu"),
        ] {
            let hints = hints(body);
            assert!(hints.len() == 1 && hints[0].contains(said), "{body}: {hints:?}");
        }
    }
}
