//! Finds in a text what tells who a citizen is: numbers of telephones and identity cards, addresses for e-mail.
//!
//! Numbers of services (`1022`, `1900 1234`) and addresses of authorities (`…gov.vn`) are nobody's own.

use super::emails;
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
        let is_part = matches!(before, Some('.' | ',' | '-' | '/' | '_' | '·'))
            && earlier.next().is_some_and(|it| it.is_ascii_digit());
        let starts = !is_part && !before.is_some_and(char::is_alphanumeric);
        let numbers = || match letter {
            _ if !starts => None,
            '+' | '(' => number(text, at),
            _ if digit(letter).is_some() => number(text, at).or_else(|| old_card(text, at)),
            _ => None,
        };
        let hit = emails::find(text, at, letter).map(|found| (Personal::Email, found)).or_else(numbers);
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

/// What stands between the digits of one number.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Between {
    /// Nobody sees it, or it is Markdown's.
    Nothing,
    /// As numbers are usually grouped; two of them may stand together.
    Usual,
    /// As dates, fractions and lists are written too, so the groups must be those of a telephone number.
    Odd,
}

fn between(letter: char) -> Option<Between> {
    match letter {
        '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '*' => Some(Between::Nothing),
        ' ' | '\t' | '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{3000}' | '.' | '(' | ')' => {
            Some(Between::Usual)
        }
        '-' | '\u{2010}'..='\u{2014}' | '\u{2212}' => Some(Between::Usual),
        '_' | '/' | ',' | '·' | '•' | '∙' | '|' | '~' | '\\' => Some(Between::Odd),
        _ => None,
    }
}

/// Digits of one text with what is between them.
#[derive(Default)]
struct Digits {
    text: String,
    /// Where each ends.
    ends: Vec<usize>,
    /// How many digits were there when a new group began.
    groups: Vec<usize>,
    /// How many were there before the first odd sign.
    odd: Option<usize>,
}

impl Digits {
    fn read(rest: &str) -> Self {
        const MOST: usize = 13;
        let mut digits = Digits::default();
        let (mut gap, mut nothing) = (0, 0);
        for (at, letter) in rest.char_indices() {
            if let Some(digit) = digit(letter) {
                if gap > 0 {
                    digits.groups.push(digits.text.len());
                }
                digits.text.push(digit);
                digits.ends.push(at + letter.len_utf8());
                (gap, nothing) = (0, 0);
            } else {
                match between(letter) {
                    Some(Between::Nothing) if nothing < 2 => nothing += 1,
                    Some(Between::Usual) if gap < 2 => gap += 1,
                    Some(Between::Odd) if gap == 0 && !digits.text.is_empty() => {
                        digits.odd.get_or_insert(digits.text.len());
                        gap = 2;
                    }
                    None if letter == '+' && at == 0 => {}
                    _ => break,
                }
            }
            if digits.text.len() > MOST {
                break;
            }
        }
        digits
    }

    /// Where the number ends if it has so many digits.
    fn end(&self, rest: &str, count: usize) -> Option<usize> {
        let end = *self.ends.get(count.checked_sub(1)?)?;
        let next = rest[end..].chars().next();
        let ends = next.is_none_or(|next| digit(next).is_none() && !next.is_alphabetic());
        let is_odd = self.odd.is_some_and(|odd| odd < count);
        let fits = !is_odd || (self.is_grouped(count) && !matches!(next, Some('/' | '-' | '_')));
        (ends && fits).then_some(end)
    }

    /// `0912/345/678`, but no `01/02/2024` and no `0,912`.
    fn is_grouped(&self, count: usize) -> bool {
        let starts: Vec<usize> =
            std::iter::once(0).chain(self.groups.iter().copied().filter(|at| *at < count)).collect();
        let ends = starts[1..].iter().copied().chain([count]);
        let groups: Vec<&str> = starts.iter().zip(ends).map(|(from, to)| &self.text[*from..to]).collect();
        let is_year = |group: &str| group.len() == 4 && (group.starts_with("19") || group.starts_with("20"));
        (3..=5).contains(&groups[0].len())
            && groups[1..].iter().all(|group| matches!(group.len(), 2..=4 | 6) && !is_year(group))
    }
}

/// A number that begins here.
fn number(text: &str, start: usize) -> Option<(Personal, Range)> {
    let rest = &text[start..];
    let digits = Digits::read(rest);
    let local = digits.text.starts_with('0');
    let abroad = digits.text.starts_with("84") && rest.starts_with(['+', '(', '8', '８']);
    let after = if local { 1 } else { 2 };
    let is_mobile = (local || abroad) && matches!(digits.text.as_bytes().get(after), Some(b'3' | b'5' | b'7'..=b'9'));
    let is_landline = (local || abroad) && digits.text.as_bytes().get(after) == Some(&b'2');
    let ends_at = |count: usize| digits.end(rest, count).map(|end| start..start + end);
    // A list of small numbers has commas; the number of a card has not.
    let identity = ends_at(12).filter(|_| local && digits.odd.is_none_or(|odd| odd >= 12));
    identity
        .map(|range| (Personal::Identity, range))
        .or_else(|| ends_at(after + 9).filter(|_| is_mobile).map(|range| (Personal::Phone, range)))
        .or_else(|| ends_at(after + 10).filter(|_| is_landline).map(|range| (Personal::Phone, range)))
}

/// Nine digits behind a word that says what they are.
fn old_card(text: &str, start: usize) -> Option<(Personal, Range)> {
    /// Letters between the name and the number.
    const NEAR: usize = 24;
    /// Digits and what is between them.
    const LONGEST: usize = 40;
    let digits: Vec<usize> = text[start..]
        .char_indices()
        .take(LONGEST)
        .take_while(|(_, letter)| digit(*letter).is_some() || matches!(letter, ' ' | '\u{a0}' | '.'))
        .filter(|(_, letter)| digit(*letter).is_some())
        .map(|(at, letter)| start + at + letter.len_utf8())
        .collect();
    let end = *digits.get(8).filter(|_| digits.len() == 9)?;
    let unit: String = text[end..].trim_start().chars().take_while(|letter| letter.is_alphabetic()).take(6).collect();
    let is_money = matches!(&*fold(&unit), "d" | "dong" | "vnd" | "trieu" | "ty" | "usd");
    (!is_money && is_named(text, start, NEAR)).then_some((Personal::Identity, start..end))
}

/// Whether the name of a card stands shortly before a number.
fn is_named(text: &str, start: usize, near: usize) -> bool {
    let from = text[..start].char_indices().rev().nth(near).map_or(0, |(at, _)| at);
    names_card(&text[from..start])
}

/// Whether a text names an identity card.
pub fn names_card(text: &str) -> bool {
    const NAMES: [&str; 11] = [
        "cccd",
        "can cuoc",
        "cmnd",
        "cmtnd",
        "cmt",
        "chung minh nhan",
        "giay chung minh",
        "chung minh thu so",
        "so dinh danh",
        "dinh danh ca nhan",
        "identity card",
    ];
    let text = fold(text);
    let is_word = |name: &str| {
        // `CMT8` is a street.
        text.match_indices(name)
            .any(|(at, _)| !text[at + name.len()..].starts_with(|next: char| next.is_ascii_alphanumeric()))
    };
    NAMES.into_iter().any(is_word)
}

/// How sure it is that digits are those of a card.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Card {
    /// They stand behind its name.
    Named,
    /// They are made as those of a card are.
    Likely,
}

/// Numbers of cards in the words of an authority, where other long numbers stand too. `is_named`: what is around names
/// cards, such as the first row of a table.
pub fn cards(text: &str, around_names: bool) -> Vec<(Card, &str)> {
    /// Of accounts, bills, files.
    const OTHERS: [&str; 9] =
        ["tai khoan", "stk", "hoa don", "ma so", "ma ho so", "van don", "ma vach", "seri", "imei"];
    const NEAR: usize = 40;
    let card = |value: &str| {
        let start = value.as_ptr() as usize - text.as_ptr() as usize;
        if is_named(text, start, NEAR) {
            return Some(Card::Named);
        }
        let from = text[..start].char_indices().rev().nth(NEAR).map_or(0, |(at, _)| at);
        let before = fold(&text[from..start]);
        let likely = is_grouped_like_a_card(value)
            && is_made_like_a_card(value)
            && !OTHERS.iter().any(|other| before.contains(other));
        likely.then_some(if around_names { Card::Named } else { Card::Likely })
    };
    let identities = find(text).into_iter().filter(|(what, _)| *what == Personal::Identity);
    identities.filter_map(|(_, value)| Some((card(value)?, value))).collect()
}

/// Nobody writes the number of a card in pairs, as those of a lottery are.
fn is_grouped_like_a_card(value: &str) -> bool {
    let groups = value.split(|letter: char| digit(letter).is_none()).map(|group| group.chars().count());
    value.starts_with(|letter| digit(letter).is_some()) && groups.filter(|count| *count > 0).all(|count| count > 2)
}

/// Province, century and sex, year of birth (NĐ 137/2015 Đ13, TT 59/2021/TT-BCA Đ4).
fn is_made_like_a_card(value: &str) -> bool {
    const PROVINCES: &str = " 001 002 004 006 008 010 011 012 014 015 017 019 020 022 024 025 026 027 030 031 033 034 035 036 \
        037 038 040 042 044 045 046 048 049 051 052 054 056 058 060 062 064 066 067 068 070 072 074 075 077 079 080 082 083 \
        084 086 087 089 091 092 093 094 095 096 ";
    let digits: String = value.chars().filter_map(digit).collect();
    let known = digits.get(..3).is_some_and(|province| PROVINCES.split(' ').any(|it| it == province));
    let born = digits.get(4..6).and_then(|year| year.parse::<u8>().ok());
    known
        && match digits.as_bytes().get(3) {
            Some(b'0' | b'1') => true,
            Some(b'2' | b'3') => born.is_some_and(|year| year <= 30),
            _ => false,
        }
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
            "0912·345·678",
            "0912_345_678",
            "0912/345/678",
            "0912,345,678",
            "0912|345|678",
            "091\u{200b}2345\u{200d}678",
            "0912\u{a0}345\u{202f}678",
            "0912—345—678",
            "**0912**345678",
            "０９１２.345.678",
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
        for (text, address) in [
            ("thư an[at]gmail.com nhé", "an[at]gmail.com"),
            ("thư an (a) gmail.com", "an (a) gmail.com"),
            ("thư an(at)thu.example", "an(at)thu.example"),
            ("thư an at gmail.com", "an at gmail.com"),
            ("thư an a còng gmail chấm com", "an a còng gmail chấm com"),
            ("thư an @ gmail[dot]com", "an @ gmail[dot]com"),
            ("thư AN(A)Gmail.com", "AN(A)Gmail.com"),
        ] {
            assert_eq!(found(text), [(Personal::Email, address)]);
        }
        for text in
            ["điểm (a) khoản 1.2, mục [a] x.vn", "look at gmail.com", "gặp tại a còng", "khoản (at)", "so(at)x.gov.vn"]
        {
            let text = text.replace("look at", "Look, at");
            assert_eq!(found(&text), [], "{text}");
        }
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
            "ngày 01/02/2024/15, 03/05/2024, từ 0987/12/2024 đến 01/02/2024-03/04/2024",
            "các mã 0351, 0352, 0353, 0354; 0351,0352,0353,0354",
            "số 0912/345/678/QĐ-UBND, 034/2024/012, 098/2023/0456",
            "0,912,345,678 đồng; 0912_345_678_9; 10/10",
            "chứng minh thu nhập 285.123.456 đồng, CMND cấp, phí 285.123.456 đ",
            "số 285 CMT8, 271 387 912",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }

    #[test]
    fn cards_in_an_authoritys_words_are_told_from_other_long_numbers() {
        assert_eq!(cards("Ông A, CCCD số 070088012345", false), [(Card::Named, "070088012345")]);
        assert_eq!(cards("| A | 070 088 012 345 |", false), [(Card::Likely, "070 088 012 345")]);
        assert_eq!(cards("| A | 070 088 012 345 |", true), [(Card::Named, "070 088 012 345")]);
        for text in [
            "số tài khoản 070088012345 tại ngân hàng",
            "mã 099988012345, 005088012345, 070488012345, 070299012345",
            "CMT8, 0271 387 9129, hóa đơn 001088012345",
            "350.000.000.000 đồng, 166586883",
            "kết quả 08-20-25-27-30-33, 01 11 26 29 34 40, (08-20-25-27-30-33), gọi 0120 739 5657 2",
        ] {
            assert_eq!(cards(text, false), [], "{text}");
        }
    }
}
