//! Finds in a text what tells who a citizen is: numbers of telephones and identity cards, addresses for e-mail.
//!
//! Numbers of services (`1022`, `1900 1234`) and addresses of authorities (`…gov.vn`) are nobody's own.

use super::fold::fold;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Personal {
    Phone,
    Email,
    /// Twelve digits, as on an identity card (Luật Căn cước 2023 Đ12); the first is always 0. Nine behind the name of the
    /// card that came before (chứng minh nhân dân).
    Identity,
}

/// Each with the text as it is written, in order.
pub fn find(text: &str) -> Vec<(Personal, &str)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(letter) = text[at..].chars().next() {
        let mut earlier = text[..at].chars().rev();
        let before = earlier.next();
        // The rest of a longer number: `3710.1.0012345.00000`.
        let is_part =
            matches!(before, Some('.' | ',' | '-' | '/')) && earlier.next().is_some_and(|it| it.is_ascii_digit());
        let hit = match letter {
            '@' | '＠' => email(text, at).map(|found| (Personal::Email, found)),
            _ if is_part || before.is_some_and(|before| before.is_alphanumeric()) => None,
            '+' | '(' => number(text, at),
            _ if digit(letter).is_some() => number(text, at).or_else(|| old_card(text, at)),
            _ => None,
        };
        at = match hit {
            Some((what, range)) => {
                found.push((what, &text[range.clone()]));
                range.end.max(at + letter.len_utf8())
            }
            None => at + letter.len_utf8(),
        };
    }
    found
}

type Range = std::ops::Range<usize>;

/// Also a full-width one.
fn digit(letter: char) -> Option<char> {
    let full = ('０'..='９').contains(&letter).then(|| u32::from(letter) - u32::from('０'));
    letter.to_digit(10).or(full).and_then(|value| char::from_digit(value, 10))
}

/// A number that begins here; single signs may stand between its digits.
fn number(text: &str, start: usize) -> Option<(Personal, Range)> {
    let rest = &text[start..];
    let (mut digits, mut gap) = (String::new(), 0);
    let mut hits: Vec<(usize, usize)> = Vec::new();
    for (at, letter) in rest.char_indices() {
        match digit(letter) {
            Some(digit) => {
                digits.push(digit);
                gap = 0;
                hits.push((digits.len(), at + letter.len_utf8()));
            }
            None if matches!(letter, ' ' | '\u{a0}' | '.' | '-' | '–' | '(' | ')') && gap < 2 => gap += 1,
            None if letter == '+' && at == 0 => {}
            None => break,
        }
        if digits.len() > 13 {
            break;
        }
    }
    let ends_at = |count: usize| {
        let end = hits.iter().find(|(digits, _)| *digits == count)?.1;
        let next = rest[end..].chars().next();
        next.is_none_or(|next| digit(next).is_none() && !next.is_alphabetic()).then_some(start..start + end)
    };
    let local = digits.starts_with('0');
    let abroad = digits.starts_with("84") && rest.starts_with(['+', '(', '8']);
    let after = if local { 1 } else { 2 };
    let is_mobile = (local || abroad) && matches!(digits.as_bytes().get(after), Some(b'3' | b'5' | b'7'..=b'9'));
    let is_landline = (local || abroad) && digits.as_bytes().get(after) == Some(&b'2');
    let identity = ends_at(12).filter(|_| local);
    identity
        .map(|range| (Personal::Identity, range))
        .or_else(|| ends_at(after + 9).filter(|_| is_mobile).map(|range| (Personal::Phone, range)))
        .or_else(|| ends_at(after + 10).filter(|_| is_landline).map(|range| (Personal::Phone, range)))
}

/// Nine digits behind a word that says what they are.
fn old_card(text: &str, start: usize) -> Option<(Personal, Range)> {
    const NAMES: [&str; 4] = ["cmnd", "cmtnd", "cmt", "chung minh"];
    /// Letters between the name and the number.
    const NEAR: usize = 24;
    let digits: Vec<usize> = text[start..]
        .char_indices()
        .take_while(|(_, letter)| digit(*letter).is_some() || matches!(letter, ' ' | '.'))
        .filter(|(_, letter)| digit(*letter).is_some())
        .map(|(at, letter)| start + at + letter.len_utf8())
        .collect();
    let before: String = text[..start].chars().rev().take(NEAR).collect::<Vec<_>>().into_iter().rev().collect();
    let before = fold(&before);
    let is_named = digits.len() == 9 && NAMES.iter().any(|name| before.contains(name));
    is_named.then(|| (Personal::Identity, start..digits[8]))
}

fn email(text: &str, at: usize) -> Option<Range> {
    let in_name = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '_' | '%' | '+' | '-');
    let in_host = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-');
    let before = text[..at].trim_end_matches(' ');
    let start = before.trim_end_matches(in_name).len();
    let sign = text[at..].chars().next().map_or(1, char::len_utf8);
    let after = text[at + sign..].trim_start_matches(' ');
    let from = text.len() - after.len();
    let length = after.len() - after.trim_start_matches(in_host).len();
    let host = after[..length].trim_end_matches(['.', '-']);
    let known =
        host.rsplit_once('.').is_some_and(|(_, last)| last.len() >= 2 && last.bytes().all(|b| b.is_ascii_alphabetic()));
    let authority = host.to_ascii_lowercase().ends_with("gov.vn");
    (start < before.len() && known && !authority).then(|| start..from + host.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(Personal, &str)> {
        find(text)
    }

    #[test]
    fn telephones_are_found_however_they_are_written() {
        for number in [
            "0912345678",
            "0912 345 678",
            "091.234.5678",
            "+84 912 345 678",
            "(+84) 912-345-678",
            "84912345678",
            "0271 3879 129",
            "(0271) 3879129",
            "０９１２３４５６７８",
        ] {
            let text = format!("Tôi ở số 12, gọi {number}, xin cảm ơn.");
            let all = found(&text);
            assert!(matches!(all[..], [(Personal::Phone, _)]), "{number}: {all:?}");
        }
    }

    #[test]
    fn numbers_of_identity_cards_are_found() {
        for number in ["070088012345", "070 088 012 345", "0700.8801.2345"] {
            assert_eq!(found(&format!("CCCD {number}.")), [(Personal::Identity, number)]);
        }
        for (text, number) in [("CMND số 285 123 456, cấp", "285 123 456"), ("giấy chứng minh: 285123456", "285123456")]
        {
            assert_eq!(found(text), [(Personal::Identity, number)]);
        }
        assert_eq!(found("285 123 456 đồng; 285123456"), [], "nine digits alone may be anything");
    }

    #[test]
    fn addresses_are_found_and_those_of_authorities_are_not() {
        assert_eq!(found("thư: nguyen.van-a+1@gmail.com."), [(Personal::Email, "nguyen.van-a+1@gmail.com")]);
        assert_eq!(found("a @ thu.example"), [(Personal::Email, "a @ thu.example")]);
        assert_eq!(found("Gửi so-tttt@binhphuoc.gov.vn, @nhom, a@b"), []);
    }

    #[test]
    fn other_numbers_are_nobodys_own() {
        for text in [
            "gọi 1022, 0271.1022 hoặc 1900 1234",
            "Nghị định số 42/2022/NĐ-CP ngày 24/6/2022",
            "350.000 đồng, 1.234.567.890 đồng, 16.533",
            "mã hồ sơ H10.01-240115-0912345678901",
            "ngày 01-02-2024, từ 07:30 đến 11:30",
            "091******8, 0912 xxx xxx, ********2345",
            "0,123456789012",
            "số tài khoản 3710.1.0012345.00000",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }
}
