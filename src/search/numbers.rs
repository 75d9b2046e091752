//! Turns the document numbers and dates in a text into terms of their own: `42/2022/NĐ-CP` is found as a whole, without
//! its year and by its type alone; `24/6/2022` as `2022-06-24`.

use std::collections::BTreeSet;

use super::terms::{fold, is_word};

/// All of a text, each once. The client reads a query with the same rules (`numberTerms` in `search/text.js`).
pub fn number_terms(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let (bytes, mut read, mut joined_to) = (text.as_bytes(), 0, 0);
    for at in digits(bytes) {
        let before = at.checked_sub(1).map(|before| bytes[before]);
        if before.is_some_and(|before| before.is_ascii_digit()) {
            continue;
        }
        let rest = Reader(&text[at..]);
        if before != Some(b'/') && at >= read {
            read = document_number(rest, &mut found).map_or(at, |left| text.len() - left);
        }
        found.extend(short_date(rest));
        if at >= joined_to
            && let Some((number, left)) = joined(rest, before == Some(b'+'))
        {
            found.insert(number);
            joined_to = text.len() - left;
        }
        if follows_day(&bytes[..at]) {
            found.extend(written_date(rest));
        }
    }
    found
}

/// Behind `ngày ` in any case.
fn follows_day(before: &[u8]) -> bool {
    matches!(before, [.., b'n' | b'N', b'g' | b'G', 0xc3, 0xa0 | 0x80, b'y' | b'Y', b' '])
}

/// Where the digits stand. Most stretches of a text have none, which is told of a whole stretch at once.
fn digits(bytes: &[u8]) -> impl Iterator<Item = usize> {
    const STRETCH: usize = 64;
    let has_digits = |stretch: &[u8]| stretch.iter().fold(false, |found, byte| found | byte.is_ascii_digit());
    let stretches = bytes.chunks(STRETCH).enumerate().filter(move |(_, stretch)| has_digits(stretch));
    stretches.flat_map(|(number, stretch)| {
        let is_digit = move |(at, byte): (usize, &u8)| byte.is_ascii_digit().then_some(number * STRETCH + at);
        stretch.iter().enumerate().filter_map(is_digit)
    })
}

/// What is left of a text.
#[derive(Clone, Copy)]
struct Reader<'t>(&'t str);

impl<'t> Reader<'t> {
    fn take(&mut self, fits: impl Fn(char) -> bool) -> &'t str {
        let end = self.0.find(|letter| !fits(letter)).unwrap_or(self.0.len());
        let (taken, rest) = self.0.split_at(end);
        self.0 = rest;
        taken
    }

    fn digits(&mut self, least: usize, most: usize) -> Option<&'t str> {
        let digits = self.take(|letter| letter.is_ascii_digit());
        (least..=most).contains(&digits.len()).then_some(digits)
    }

    fn one(&mut self, fits: impl Fn(char) -> bool) -> Option<char> {
        let first = self.0.chars().next().filter(|letter| fits(*letter))?;
        self.0 = &self.0[first.len_utf8()..];
        Some(first)
    }

    /// A word, given in lower case, in any case.
    fn word(&mut self, word: &str) -> Option<()> {
        let mut wanted = word.chars();
        wanted.all(|wanted| self.one(|letter| letter.to_lowercase().eq([wanted])).is_some()).then_some(())
    }

    fn slash(&mut self) -> Option<()> {
        self.take(char::is_whitespace);
        self.one(|letter| letter == '/')?;
        self.take(char::is_whitespace);
        Some(())
    }
}

/// `42/2022/NĐ-CP`, `2461/QĐ-UBND`: number, year if any, sign. Gives how many bytes of the text are left behind it.
fn document_number(mut rest: Reader, found: &mut BTreeSet<String>) -> Option<usize> {
    let digits = rest.digits(1, 5)?;
    let letter = rest.one(|letter| letter.is_ascii_alphabetic());
    rest.slash()?;
    let mut with_year = rest;
    let year = with_year.digits(4, 4).filter(|_| with_year.slash().is_some());
    if year.is_some() {
        rest = with_year;
    }
    let sign = sign(&mut rest)?;
    let kind = sign.split('-').next().unwrap_or_default();
    let trimmed = digits.trim_start_matches('0');
    let digits = if trimmed.is_empty() { "0" } else { trimmed };
    let number = match letter {
        Some(letter) => format!("{digits}{}", letter.to_ascii_lowercase()),
        None => digits.to_owned(),
    };
    found.extend([format!("{number}/{sign}"), format!("{number}/{kind}")]);
    if let Some(year) = year {
        found.extend([
            format!("{number}/{year}/{sign}"),
            format!("{number}/{year}/{kind}"),
            format!("{number}/{year}"),
        ]);
    }
    Some(rest.0.len())
}

/// `NĐ-CP`, `QĐ – UBND`: words joined by hyphens, folded.
fn sign(rest: &mut Reader) -> Option<String> {
    let is_letter = |letter: char| is_word(letter) && !letter.is_numeric();
    let word = |rest: &mut Reader| {
        let first = rest.one(is_letter)?;
        let more = rest.take(|letter| is_letter(letter) || letter.is_ascii_digit());
        Some(format!("{first}{more}"))
    };
    let mut sign = fold(&word(rest)?);
    loop {
        let mut next = *rest;
        next.one(char::is_whitespace);
        let Some(join) = next.one(|letter| matches!(letter, '-' | '–' | '&')) else { break };
        next.one(char::is_whitespace);
        let Some(more) = word(&mut next) else { break };
        sign.push(if join == '–' { '-' } else { join });
        sign.push_str(&fold(&more));
        *rest = next;
    }
    Some(sign)
}

/// Telephone numbers and figures as one word, however they are parted: `0271 3879 193`, `+84 271…`, `16.533`. Gives how many
/// bytes of the text are left behind it.
fn joined(mut rest: Reader, has_plus: bool) -> Option<(String, usize)> {
    let mut groups = vec![rest.take(|letter| letter.is_ascii_digit())];
    let mut separator = None;
    loop {
        let mut next = rest;
        let Some(own) = next.one(|letter| matches!(letter, ' ' | '.' | '-')) else { break };
        let group = next.take(|letter| letter.is_ascii_digit());
        if group.is_empty() || separator.is_some_and(|before| before != own) {
            break;
        }
        separator = Some(own);
        groups.push(group);
        rest = next;
    }
    let digits = groups.concat();
    let abroad = digits.strip_prefix("84").filter(|own| has_plus && (8..=10).contains(&own.len()));
    let number = match abroad {
        Some(own) => format!("0{own}"),
        None if groups.len() == 1 => return None,
        None if digits.starts_with('0') && (8..=11).contains(&digits.len()) => digits,
        None => {
            let are_thousands = groups[0].len() <= 3 && groups[1..].iter().all(|group| group.len() == 3);
            (separator == Some('.') && are_thousands && !digits.starts_with('0')).then_some(digits)?
        }
    };
    Some((number, rest.0.len()))
}

/// `24/6/2022`, `24.06.2022`.
fn short_date(mut rest: Reader) -> Option<String> {
    let separates = |letter| matches!(letter, '/' | '.' | '-');
    let day = rest.digits(1, 2)?;
    rest.one(separates)?;
    let month = rest.digits(1, 2)?;
    rest.one(separates)?;
    Some(iso(day, month, rest.digits(4, 4)?))
}

/// `24 tháng 6 năm 2022`, behind `ngày`.
fn written_date(mut rest: Reader) -> Option<String> {
    let day = rest.digits(1, 2)?;
    rest.word(" tháng ")?;
    let month = rest.digits(1, 2)?;
    rest.word(" năm ")?;
    let year: &str = rest.take(|letter| letter.is_ascii_digit());
    Some(iso(day, month, year.get(..4)?))
}

fn iso(day: &str, month: &str, year: &str) -> String {
    format!("{year}-{month:0>2}-{day:0>2}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(text: &str) -> Vec<String> {
        number_terms(text).into_iter().collect()
    }

    #[test]
    fn a_document_number_is_found_whole_without_its_year_and_by_its_type() {
        let all = ["42/2022", "42/2022/nd", "42/2022/nd-cp", "42/nd", "42/nd-cp"];
        assert_eq!(terms("Nghị định số 42/2022/NĐ-CP."), all);
        assert_eq!(terms("nghi dinh 42 / 2022 / nd - cp"), all);
        assert_eq!(terms("số 042/2022/NĐ–CP"), all);
        assert_eq!(terms("Quyết định 2461/QĐ-UBND"), ["2461/qd", "2461/qd-ubnd"]);
        assert_eq!(terms("12a/BC-STTTT"), ["12a/bc", "12a/bc-stttt"]);
    }

    #[test]
    fn a_date_is_found_in_every_usual_spelling() {
        for text in ["24/6/2022", "ngày 24.06.2022", "Ngày 24 tháng 6 năm 2022", "24-6-2022"] {
            assert_eq!(terms(text), ["2022-06-24"], "{text}");
        }
    }

    #[test]
    fn telephones_and_figures_are_one_word_however_they_are_parted() {
        for text in ["0844.689.393", "0844 689 393", "0844-689-393", "+84844689393", "+84 844 689 393"] {
            assert_eq!(terms(text), ["0844689393"], "{text}");
        }
        assert_eq!(terms("gọi 0271 1022 hoặc 0844.689.393"), ["02711022", "0844689393"]);
        assert_eq!(terms("năm 2023 có 16.533 bài, 1.234.567 đồng"), ["1234567", "16533"]);
        assert_eq!(terms("0844689393"), Vec::<String>::new(), "it is a word already");
    }

    #[test]
    fn other_numbers_are_no_document_numbers() {
        for text in ["3/4", "1.2345.67 đồng", "24/7", "tỷ lệ 50%", "đường 1/2/3", "no digits"] {
            assert_eq!(terms(text), Vec::<String>::new(), "{text}");
        }
    }
}
