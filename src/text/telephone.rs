//! Turns a Vietnamese telephone number as written into what a telephone dials (RFC 3966), or says what is wrong with it.
//!
//! The shape of numbers is that of the national numbering plan (Thông tư 22/2014/TT-BTTTT and the changes of area codes in
//! 2017 and of mobile prefixes in 2018). Nothing is said of whether anybody answers.

use super::fold::fold;

/// A number that can be dialled.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Telephone {
    /// What stands behind `tel:`. Short numbers and call centres behind an area code work only as dialled.
    pub dial: String,
    /// The number of today, where the one written has the area code or prefix of before.
    pub now: Option<String>,
}

/// What is wrong with a number.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TelephoneError {
    /// A letter that looks like a digit, among digits.
    Letter(char),
    /// A sign that no number has.
    Sign(char),
    /// Words beside the number that name no extension.
    Words,
    Two,
    /// With how many digits there are.
    Short(usize),
    Long(usize),
    NoArea,
    /// The first 0 is missing.
    NoZero,
    /// No number begins so.
    Beginning,
}

/// Area codes of two and three digits behind the 0.
const AREAS: &[&str] = &[
    "203", "204", "205", "206", "207", "208", "209", "210", "211", "212", "213", "214", "215", "216", "218", "219",
    "220", "221", "222", "225", "226", "227", "228", "229", "232", "233", "234", "235", "236", "237", "238", "239",
    "24", "251", "252", "254", "255", "256", "257", "258", "259", "260", "261", "262", "263", "269", "270", "271",
    "272", "273", "274", "275", "276", "277", "28", "290", "291", "292", "293", "294", "296", "297", "299",
];

/// Old beginnings that nothing has today, behind the 0, the digits that follow, and what stands there now. Those that a
/// mobile number begins with today (`033`, `070`, `08`) are not among them.
const OLD: &[(&str, usize, &str)] = &[
    // Area codes until 2017
    ("230", 7, "215"),
    ("231", 7, "213"),
    ("240", 7, "204"),
    ("241", 7, "222"),
    ("280", 7, "208"),
    ("281", 7, "209"),
    ("30", 7, "229"),
    ("31", 7, "225"),
    ("320", 7, "220"),
    ("321", 7, "221"),
    ("350", 7, "228"),
    ("351", 7, "226"),
    ("4", 8, "24"),
    ("500", 7, "262"),
    ("501", 7, "261"),
    ("510", 7, "235"),
    ("511", 7, "236"),
    ("53", 7, "233"),
    ("54", 7, "234"),
    ("57", 7, "257"),
    ("60", 7, "260"),
    ("61", 7, "251"),
    ("62", 7, "252"),
    ("63", 7, "263"),
    ("64", 7, "254"),
    ("650", 7, "274"),
    ("651", 7, "271"),
    ("66", 7, "276"),
    ("67", 7, "277"),
    ("68", 7, "259"),
    ("710", 7, "292"),
    ("711", 7, "293"),
    ("72", 7, "272"),
    ("73", 7, "273"),
    ("74", 7, "294"),
    ("75", 7, "275"),
    ("780", 7, "290"),
    ("781", 7, "291"),
    // Mobile prefixes until 2018
    ("120", 7, "70"),
    ("121", 7, "79"),
    ("122", 7, "77"),
    ("123", 7, "83"),
    ("124", 7, "84"),
    ("125", 7, "85"),
    ("126", 7, "76"),
    ("127", 7, "81"),
    ("128", 7, "78"),
    ("129", 7, "82"),
    ("162", 7, "32"),
    ("163", 7, "33"),
    ("164", 7, "34"),
    ("165", 7, "35"),
    ("166", 7, "36"),
    ("167", 7, "37"),
    ("168", 7, "38"),
    ("169", 7, "39"),
    ("186", 7, "56"),
    ("188", 7, "58"),
    ("199", 7, "59"),
];

/// What stands between a number and its extension, folded.
const EXTENSIONS: &[&str] =
    &["may le", "so le", "le", "may nhanh", "nhanh", "may", "bam", "extension", "ext", "x", "#"];

/// Reads a number as somebody wrote it.
pub fn read(written: &str) -> Result<Telephone, TelephoneError> {
    let written = written.trim();
    let starts_words = |(_, letter): &(usize, char)| letter.is_alphabetic() || *letter == '#';
    let (number, tail) = match written.char_indices().find(starts_words) {
        Some((at, _)) => written.split_at(at),
        None => (written, ""),
    };
    let number = number.trim_end_matches([' ', '\u{a0}', '(', ',', ';', '.', '-', '–', '/', ':']);
    let extension = if tail.is_empty() { None } else { Some(extension(tail).ok_or_else(|| about(number, tail))?) };
    let mut read = alone(number)?;
    if let Some(extension) = extension {
        read.dial.push_str(";ext=");
        read.dial.push_str(&extension);
    }
    Ok(read)
}

/// What a telephone dials; the digits alone where the number is none.
pub fn dial(written: &str) -> String {
    let digits = || written.chars().filter(char::is_ascii_digit).collect();
    read(written).map_or_else(|_| digits(), |read| read.dial)
}

/// `máy lẻ 12`, `(ext. 12)`, `#12` → `12`.
fn extension(tail: &str) -> Option<String> {
    let tail = fold(tail);
    let rest = EXTENSIONS.iter().find_map(|words| tail.strip_prefix(words))?;
    let rest = rest.trim_start_matches([' ', '\u{a0}', '.', ':', '=', '-']).trim_end_matches([' ', ')', '.']);
    let is_number = (1..=6).contains(&rest.len()) && rest.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| rest.to_owned())
}

/// What the letters behind, or in, a number are.
fn about(number: &str, tail: &str) -> TelephoneError {
    let first = tail.chars().next().unwrap_or(' ');
    let next = tail[first.len_utf8()..].chars().next();
    let is_joined = next.is_none_or(|next| next.is_ascii_digit() || matches!(next, '.' | ' ' | '-'));
    if matches!(first, 'l' | 'I' | 'i' | 'O' | 'o' | 'S' | 's' | 'B' | 'Z' | 'z') && is_joined {
        return TelephoneError::Letter(first);
    }
    let joins = ["hoac", "va", "or", "and"].iter().any(|word| fold(tail).starts_with(word));
    let has_digits = tail.chars().filter(char::is_ascii_digit).count() > 2;
    if joins && has_digits && !number.is_empty() { TelephoneError::Two } else { TelephoneError::Words }
}

/// A number without an extension.
fn alone(number: &str) -> Result<Telephone, TelephoneError> {
    let start = number.trim_start_matches('(');
    let is_abroad = start.starts_with('+') || start.starts_with("00");
    let apart = |sign: char| matches!(sign, '/' | ';' | ',' | '&' | '|');
    let has_digits = |part: &str| part.chars().filter(char::is_ascii_digit).count() > 1;
    if number.split(apart).filter(|part| has_digits(part)).count() > 1 && number.ends_with(|last: char| !apart(last)) {
        let last = number.rsplit(apart).next().unwrap_or_default();
        return Err(if has_digits(last) { TelephoneError::Two } else { TelephoneError::Sign('/') });
    }
    let between = |sign: char| matches!(sign, ' ' | '\u{a0}' | '.' | '-' | '–' | '(' | ')');
    let mut digits = String::with_capacity(number.len());
    // The 0 of `+84 (0) 271 …` is dialled within the country only.
    for (at, sign) in number.replace("(0)", if is_abroad { "" } else { "0" }).char_indices() {
        match sign {
            digit if digit.is_ascii_digit() => digits.push(digit),
            '+' if at <= 1 && digits.is_empty() => {}
            sign if between(sign) => {}
            sign => return Err(TelephoneError::Sign(sign)),
        }
    }
    let result = if is_abroad { abroad(digits.strip_prefix("00").unwrap_or(&digits)) } else { national(&digits) };
    match result {
        Err(TelephoneError::Long(_)) if are_two(number) => Err(TelephoneError::Two),
        result => result,
    }
}

/// Whether each half of the text is a number.
fn are_two(number: &str) -> bool {
    let half = |part: &str| {
        let digits: String = part.chars().filter(char::is_ascii_digit).collect();
        national(&digits).is_ok()
    };
    number
        .char_indices()
        .filter(|(_, sign)| matches!(sign, ' ' | '-' | '–'))
        .any(|(at, _)| half(&number[..at]) && half(&number[at..]))
}

fn abroad(digits: &str) -> Result<Telephone, TelephoneError> {
    match digits.strip_prefix("84") {
        Some(rest) => national(&format!("0{}", rest.strip_prefix('0').unwrap_or(rest))),
        None if digits.len() < 7 => Err(TelephoneError::Short(digits.len())),
        // ITU-T E.164
        None if digits.len() > 15 => Err(TelephoneError::Long(digits.len())),
        None => Ok(Telephone { dial: format!("+{digits}"), now: None }),
    }
}

fn national(digits: &str) -> Result<Telephone, TelephoneError> {
    let as_dialled = || Ok(Telephone { dial: digits.to_owned(), now: None });
    let count = digits.len();
    let within = |least: usize, most: usize| match count {
        _ if count < least => Err(TelephoneError::Short(count)),
        _ if count > most => Err(TelephoneError::Long(count)),
        _ => as_dialled(),
    };
    let Some(rest) = digits.strip_prefix('0') else {
        return match digits.as_bytes() {
            [b'1', b'8' | b'9', b'0', b'0', _, ..] if count > 5 => within(8, 10),
            [b'1', ..] => within(3, 5),
            [b'8', b'4', ..] if matches!(count, 11 | 12) => national(&format!("0{}", &digits[2..])),
            _ if matches!(count, 7 | 8) => Err(TelephoneError::NoArea),
            _ if matches!(count, 9 | 10) && national(&format!("0{digits}")).is_ok() => Err(TelephoneError::NoZero),
            _ => within(7, 11).and(Err(TelephoneError::Beginning)),
        };
    };
    let abroad = |rest: &str| format!("+84{rest}");
    // The networks of the police and the army (069), and of the offices of the Party and the State (080).
    if rest.starts_with("69") {
        return within(10, 10).map(|_| Telephone { dial: abroad(rest), now: None });
    }
    if rest.starts_with("80") && count == 8 {
        return as_dialled();
    }
    let area = AREAS.iter().find(|area| rest.starts_with(**area));
    let old =
        OLD.iter().find(|(old, more, _)| area.is_none() && rest.len() == old.len() + more && rest.starts_with(old));
    if let Some((old, _, new)) = old {
        let now = format!("{new}{}", &rest[old.len()..]);
        return Ok(Telephone { dial: abroad(&now), now: Some(format!("0{now}")) });
    }
    if let Some(area) = area {
        let subscriber = &rest[area.len()..];
        let is_centre = subscriber.starts_with('1') && (3..=5).contains(&subscriber.len());
        return if is_centre {
            as_dialled()
        } else {
            within(11, 11).map(|_| Telephone { dial: abroad(rest), now: None })
        };
    }
    if rest.starts_with(['3', '5', '7', '8', '9']) {
        return within(10, 10).map(|_| Telephone { dial: abroad(rest), now: None });
    }
    within(10, 11).and(Err(TelephoneError::Beginning))
}

impl TelephoneError {
    /// What is wrong, and what to do, in Vietnamese and English.
    pub fn words(self) -> ((String, String), (String, String)) {
        let own = |vi: &str, en: &str| (vi.to_owned(), en.to_owned());
        let what = match self {
            TelephoneError::Letter(letter) => {
                (format!("có chữ “{letter}” giữa các chữ số"), format!("the letter “{letter}” stands among the digits"))
            }
            TelephoneError::Sign(sign) => (format!("có dấu “{sign}”"), format!("it has the sign “{sign}”")),
            TelephoneError::Words => own("có chữ ngoài số máy", "there are words beside the number"),
            TelephoneError::Two => own("có hai số trong một chỗ", "there are two numbers in one place"),
            TelephoneError::Short(count) => {
                (format!("thiếu chữ số (mới có {count})"), format!("it is too short ({count} digits)"))
            }
            TelephoneError::Long(count) => {
                (format!("thừa chữ số (có {count})"), format!("it is too long ({count} digits)"))
            }
            TelephoneError::NoArea => own("thiếu mã vùng", "the area code is missing"),
            TelephoneError::NoZero => own("thiếu số 0 ở đầu", "the first 0 is missing"),
            TelephoneError::Beginning => own("không có mã vùng hay đầu số nào như vậy", "no number begins so"),
        };
        let next = match self {
            TelephoneError::Letter(_) => own("Gõ lại bằng chữ số.", "Type the digit instead."),
            TelephoneError::Sign(_) | TelephoneError::Words => own(
                "Chỉ ghi số máy, các nhóm cách nhau bằng dấu chấm hoặc dấu cách; máy lẻ ghi sau chữ “máy lẻ”. Lời khác viết vào bài.",
                "Write the number alone, with full stops or spaces between groups; an extension behind “ext”. Other words belong in the text.",
            ),
            TelephoneError::Two => own(
                "Giữ một số; số kia ghi thành một dòng riêng của danh sách (nếu khóa này nhận nhiều số), hoặc vào other_numbers của một đầu mối liên hệ.",
                "Keep one; give the other a line of its own in a list (if the key takes several), or put it into other_numbers of a contact.",
            ),
            TelephoneError::Short(_) | TelephoneError::Long(_) => own(
                "So với số thật: máy bàn có 11 chữ số kể cả mã vùng, di động 10, tổng đài 1800 và 1900 có 8 đến 10, số ngắn 3 đến 5.",
                "Compare with the real one: landlines have 11 digits with the area code, mobiles 10, 1800 and 1900 have 8 to 10, short numbers 3 to 5.",
            ),
            TelephoneError::NoArea => own("Viết thêm mã vùng ở đầu số.", "Put the area code in front."),
            TelephoneError::NoZero => own("Viết thêm số 0 ở đầu.", "Put a 0 in front."),
            TelephoneError::Beginning => {
                own("So lại mấy chữ số đầu với số thật.", "Compare the first digits with the real number.")
            }
        };
        (what, next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dialled(written: &str) -> Result<String, TelephoneError> {
        read(written).map(|read| read.dial)
    }

    #[test]
    fn every_usual_spelling_of_a_number_is_dialled() {
        for (written, dial) in [
            ("02713.879.193", "+842713879193"),
            ("0271 3879 193", "+842713879193"),
            ("(0271) 3879193", "+842713879193"),
            ("0271-3879-193", "+842713879193"),
            ("0271.3.879.193", "+842713879193"),
            ("+84 271 3879 193", "+842713879193"),
            ("(+84) 271.3879.193", "+842713879193"),
            ("+84 (0) 271 3879 193", "+842713879193"),
            ("0084 271 3879 193", "+842713879193"),
            ("84 271 3879 193", "+842713879193"),
            ("024 3804 3100", "+842438043100"),
            ("028.3829.5258", "+842838295258"),
            ("0844.689.393", "+84844689393"),
            ("0912 345 678", "+84912345678"),
            ("+1 202 555 0143", "+12025550143"),
            ("(00974) 4412.8480", "+97444128480"),
            ("069.2322.579", "+84692322579"),
            ("080 45100", "08045100"),
            ("1022", "1022"),
            ("113", "113"),
            ("18001", "18001"),
            ("0271.1022", "02711022"),
            ("1900 1234", "19001234"),
            ("1900.54.54.54", "1900545454"),
            ("1800 6922", "18006922"),
            ("02713.879.193 máy lẻ 12", "+842713879193;ext=12"),
            ("02713.879.193 (ext. 12)", "+842713879193;ext=12"),
            ("02713.879.193, số lẻ: 105", "+842713879193;ext=105"),
            ("02713.879.193 - nhánh 3", "+842713879193;ext=3"),
            ("02713.879.193 x12", "+842713879193;ext=12"),
            ("+842713879193;ext=12", "+842713879193;ext=12"),
        ] {
            assert_eq!(dialled(written), Ok(dial.to_owned()), "{written}");
        }
    }

    #[test]
    fn what_nobody_can_dial_is_refused_with_its_cause() {
        for (written, error) in [
            ("02713.879.l93", TelephoneError::Letter('l')),
            ("0271.3879.19O", TelephoneError::Letter('O')),
            ("O271.3879.193", TelephoneError::Letter('O')),
            ("0271.3879.193 - 0271.3879.194", TelephoneError::Two),
            ("0271.3879.193 0271.3879.194", TelephoneError::Two),
            ("0271.3879.193/0271.3879.194", TelephoneError::Two),
            ("0271.3879.193/194", TelephoneError::Two),
            ("0271.3879.193; 0912345678", TelephoneError::Two),
            ("0271.3879.193, 1022", TelephoneError::Two),
            ("0271.3879.193 hoặc 0912 345 678", TelephoneError::Two),
            ("0271.3879.193 và 1022", TelephoneError::Two),
            ("0912345678 - 0912345679", TelephoneError::Two),
            ("0271.3879.19", TelephoneError::Short(10)),
            ("0271.3879.1933", TelephoneError::Long(12)),
            ("091234567", TelephoneError::Short(9)),
            ("09123456789", TelephoneError::Long(11)),
            ("3879.193", TelephoneError::NoArea),
            ("38.295.258", TelephoneError::NoArea),
            ("912345678", TelephoneError::NoZero),
            ("2713879193", TelephoneError::NoZero),
            ("1900 12", TelephoneError::Short(6)),
            ("12", TelephoneError::Short(2)),
            ("", TelephoneError::Short(0)),
            ("1022 (24/7)", TelephoneError::Sign('/')),
            ("1022 (Zalo)", TelephoneError::Words),
            ("ĐT: 1022", TelephoneError::Words),
            ("02713.879.193 gặp chị Lan", TelephoneError::Words),
            ("0271*3879*193", TelephoneError::Sign('*')),
            ("０２７１.3879.193", TelephoneError::Sign('０')),
            ("0200.3879.193", TelephoneError::Beginning),
        ] {
            assert_eq!(dialled(written), Err(error), "{written}");
        }
    }

    #[test]
    fn a_number_of_before_is_told_the_one_of_today() {
        for (written, now) in [
            ("0651 3879 193", "02713879193"),
            ("0650.3.822.000", "02743822000"),
            ("04 3804 3100", "02438043100"),
            ("0511 3822 000", "02363822000"),
            ("064.3852.000", "02543852000"),
            ("0165 234 5678", "0352345678"),
            ("+84 651 3879 193", "02713879193"),
        ] {
            assert_eq!(read(written).unwrap().now.as_deref(), Some(now), "{written}");
        }
        for written in ["08 3829 5258", "033 3829 525", "0703 829 525", "02713.879.193", "0912345678", "1022"] {
            assert_eq!(read(written).unwrap().now, None, "a mobile number begins so today: {written}");
        }
    }

    #[test]
    fn no_beginning_is_both_of_today_and_of_before() {
        for (old, _, new) in OLD {
            assert!(!AREAS.iter().any(|area| area.starts_with(old) && area != old && old.len() > 2), "{old}");
            assert!(AREAS.contains(new) || new.starts_with(['3', '5', '7', '8']), "{new}");
        }
    }
}
