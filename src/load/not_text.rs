//! Says what the bytes of a table are that are no clean UTF-8: Vietnamese of an old code page, with what it means, or no text at all.
//!
//! A page that calls all of these “not Unicode” sends its editor looking; what the bytes are is known, so what to do is too. Nothing
//! is ever published by what is read here.

use crate::diag::{Finding, Span, catalog};
use crate::text::fold::nfc;
use crate::text::garbled::{self, Table};
use crate::text::syllable::is_syllable;

/// Enough of a file to see what it is, in bytes.
const ENOUGH: usize = 1 << 16;
/// Words that are shown.
const SHOWN: usize = 8;

type Both = (&'static str, &'static str);

/// What no table of text begins with, what that is, and what to do.
const OTHERS: [(&[u8], Both, Both); 5] = [
    (
        b"PK\x03\x04",
        (
            "đây là bảng tính XLSX, ODS hoặc tệp nén mang đuôi .csv",
            "it is a workbook or an archive that is called .csv",
        ),
        (
            "Đổi đuôi thành .xlsx hoặc .ods như tệp gốc và sửa dòng table ở trang, hoặc mở bằng Excel rồi lưu thành “CSV UTF-8”.",
            "Give it the ending .xlsx or .ods of the original and mend table in the page, or open it in Excel and save it as “CSV UTF-8”.",
        ),
    ),
    (
        b"\xd0\xcf\x11\xe0",
        ("đây là bảng tính .xls đời cũ mang đuôi .csv", "it is an old .xls that is called .csv"),
        (
            "Mở bằng Excel rồi lưu lại dạng .xlsx hoặc “CSV UTF-8”.",
            "Open it in Excel and save it as .xlsx or “CSV UTF-8”.",
        ),
    ),
    (b"%PDF", ("đây là tệp PDF mang đuôi .csv", "it is a PDF that is called .csv"), FROM_ORIGINAL),
    (b"<html", WEB_PAGE, FROM_ORIGINAL),
    (b"<!doctype", WEB_PAGE, FROM_ORIGINAL),
];

const WEB_PAGE: Both = (
    "đây là một trang web mang đuôi .csv (nhiều phần mềm báo cáo xuất như vậy)",
    "it is a web page that is called .csv, as many programs for reports export it",
);
const FROM_ORIGINAL: Both = (
    "Lấy bảng gốc, mở bằng Excel hoặc LibreOffice rồi lưu thành “CSV UTF-8”.",
    "Take the original table, open it in Excel or LibreOffice and save it as “CSV UTF-8”.",
);

/// What is told of a file that is no text, whether or not its bytes happen to be UTF-8. `line`: the number of the first line of them.
pub fn no_table(file: &str, bytes: &[u8], line: usize) -> Option<Finding> {
    let told = |(what, next): (Both, Both)| {
        let words = |(vi, en): Both| (vi.to_owned(), en.to_owned());
        let nul = memchr::memchr(0, bytes).unwrap_or(0);
        let line = line + memchr::memchr_iter(b'\n', &bytes[..nul]).count();
        let finding = Finding::new(&catalog::TABLE_NO_TEXT, file).at(Span::new(line, 1, 1));
        finding.with_words("what", words(what)).with_words("next", words(next)).fatal()
    };
    let start = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let start = start.trim_ascii_start();
    let begins = |sign: &[u8]| start.get(..sign.len()).is_some_and(|own| own.eq_ignore_ascii_case(sign));
    let known = OTHERS.iter().find(|(sign, ..)| begins(sign)).map(|(_, what, next)| (*what, *next));
    known.or_else(|| of_nul(bytes)).map(told)
}

/// A NUL stands in no text but in UTF-16, of which it is every other byte of Latin letters.
fn of_nul(bytes: &[u8]) -> Option<(Both, Both)> {
    if matches!(bytes, [0xff, 0xfe, ..] | [0xfe, 0xff, ..]) {
        return None;
    }
    memchr::memchr(0, bytes)?;
    let sample = &bytes[..bytes.len().min(ENOUGH)];
    let at = |parity: usize| sample.iter().skip(parity).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (at(0), at(1));
    Some(match even.max(odd) > sample.len() / 4 && even.min(odd) < sample.len() / 50 + 1 {
        true => (
            (
                "chữ viết bằng UTF-16 mà đầu tệp không có dấu cho biết điều đó",
                "its text is UTF-16, without the mark that says so",
            ),
            (
                "Mở bằng Excel hoặc Notepad, chọn Lưu thành → UTF-8.",
                "Open it in Excel or Notepad and choose Save as → UTF-8.",
            ),
        ),
        false => (
            (
                "có ký tự rỗng (NUL) giữa chữ: tệp bị hỏng khi chép, hoặc không phải là văn bản",
                "NUL characters stand between its letters: it was damaged when it was copied, or is no text",
            ),
            (
                "Chép lại tệp từ máy gốc; nếu vẫn vậy thì mở bảng bằng Excel rồi lưu lại thành “CSV UTF-8”.",
                "Copy it again from where it was made; if that does not help, open the table in Excel and save it as “CSV UTF-8”.",
            ),
        ),
    })
}

/// Vietnamese of an old code page: which, and what the first line of it means. `None` where nobody can tell. `line`: the number of
/// the first line of these bytes.
pub fn old_letters(file: &str, bytes: &[u8], line: usize) -> Option<Finding> {
    let sample = &bytes[..bytes.len().min(ENOUGH)];
    let lines = sample.split(|byte| *byte == b'\n').zip(line..).filter(|(line, _)| !line.is_ascii());
    let (table, number, meant) = lines.take(100).find_map(|(line, number)| {
        let (table, meant) = read(line)?;
        Some((table, number, meant))
    })?;
    let words = |(vi, en): Both| (vi.to_owned(), en.to_owned());
    let shown: Vec<&str> = meant.split_whitespace().take(SHOWN).collect();
    let finding = Finding::new(&catalog::TABLE_OLD_LETTERS, file).at(Span::new(number, 1, 1)).fatal();
    let finding = finding.with("line", number.to_string()).with("meant", shown.join(" "));
    let (name, next) = match table {
        Page::Cp1258 => (
            ("Windows-1258 (CP1258)", "Windows-1258 (CP1258)"),
            (
                "Mở tệp trong Excel bằng Dữ liệu → Từ văn bản, chọn bảng mã 1258, xem chữ đã đúng rồi lưu thành “CSV UTF-8”.",
                "Open it in Excel by Data → From text, choose the code page 1258, see that the letters are right, and save it as “CSV UTF-8”.",
            ),
        ),
        Page::Tcvn3 => (
            ("TCVN3 (phông .Vn…)", "TCVN3 (fonts .Vn…)"),
            (
                "Mở bằng Excel, chép cả bảng, dùng UniKey Toolkit (Ctrl+Shift+F6) chuyển từ TCVN3 (ABC) sang Unicode, dán lại rồi lưu thành “CSV UTF-8”.",
                "Open it in Excel, copy the table, convert it with UniKey (Ctrl+Shift+F6) from TCVN3 (ABC) to Unicode, paste it back and save it as “CSV UTF-8”.",
            ),
        ),
        Page::Vni => (
            ("VNI Windows (phông VNI-…)", "VNI Windows (fonts VNI-…)"),
            (
                "Mở bằng Excel, chép cả bảng, dùng UniKey Toolkit (Ctrl+Shift+F6) chuyển từ VNI Windows sang Unicode, dán lại rồi lưu thành “CSV UTF-8”.",
                "Open it in Excel, copy the table, convert it with UniKey (Ctrl+Shift+F6) from VNI Windows to Unicode, paste it back and save it as “CSV UTF-8”.",
            ),
        ),
    };
    Some(finding.with_words("table", words(name)).with_words("next", words(next)))
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Page {
    Cp1258,
    Tcvn3,
    Vni,
}

/// A line that means something in one of the tables.
fn read(line: &[u8]) -> Option<(Page, String)> {
    let by_1258: String = line.iter().map(|byte| in_1258(*byte)).collect();
    let by_1258 = nfc(&by_1258).into_owned();
    // All its words with letters beyond ASCII are Vietnamese syllables; a letter alone says nothing.
    let words = by_1258
        .split(|letter: char| !letter.is_alphabetic())
        .filter(|word| !word.is_ascii() && word.chars().count() > 1);
    let (mut right, mut wrong) = (0, 0);
    for word in words {
        *if is_syllable(&word.to_lowercase()) { &mut right } else { &mut wrong } += 1;
    }
    if right > 0 && wrong == 0 {
        return Some((Page::Cp1258, by_1258.trim().to_owned()));
    }
    // Commas, semicolons and tabs stand between the words of a row.
    let by_1252: String = line.iter().map(|byte| in_1252(*byte)).collect();
    let spaced = by_1252.replace([',', ';', '\t', '|', '"'], " ");
    let found = garbled::find(&spaced)?;
    match found.table {
        Table::Tcvn3 => Some((Page::Tcvn3, found.meant)),
        Table::Vni => Some((Page::Vni, found.meant)),
        Table::Utf8 | Table::Lost => None,
    }
}

/// Windows-1252; what it leaves open are the controls of Latin-1.
fn in_1252(byte: u8) -> char {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘',
        '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9f => HIGH[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}

/// Windows-1258: 1252 with the letters and the tones of Vietnamese.
fn in_1258(byte: u8) -> char {
    match byte {
        0xc3 => 'Ă',
        0xcc => '\u{300}',
        0xd0 => 'Đ',
        0xd2 => '\u{309}',
        0xd5 => 'Ơ',
        0xdd => 'Ư',
        0xde => '\u{303}',
        0xe3 => 'ă',
        0xec => '\u{301}',
        0xf0 => 'đ',
        0xf2 => '\u{323}',
        0xf5 => 'ơ',
        0xfd => 'ư',
        0xfe => '₫',
        _ => in_1252(byte),
    }
}

/// What is told of bytes that are no UTF-8, the best that is known.
pub fn finding(file: &str, bytes: &[u8], (at, line): (Span, usize)) -> Finding {
    let known = no_table(file, bytes, line).or_else(|| old_letters(file, bytes, line));
    let unknown = || Finding::new(&catalog::DATA_ENCODING, file).at(at).with("line", at.line.to_string()).fatal();
    known.unwrap_or_else(unknown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vietnamese_of_an_old_table_is_read_and_other_languages_are_not() {
        // Đồng Phú, Hớn Quản; the bytes are those of the tables of Microsoft, TCVN 5712 and VNI.
        assert_eq!(read(b"\xd0\xf4\xccng Ph\xfa,1"), Some((Page::Cp1258, "Đồng Phú,1".to_owned())));
        let (page, meant) = read(b"\xa7\xe5ng Ph\xf3, H\xedn Qu\xb6n").unwrap();
        assert!(page == Page::Tcvn3 && meant.contains("Hớn Quản"), "{page:?} {meant}");
        let (page, meant) = read(b"\xd1o\xe0ng Phu\xf9, H\xf4\xf9n Qua\xfbn").unwrap();
        assert!(page == Page::Vni && meant.contains("Hớn Quản"), "{page:?} {meant}");
        for french in [&b"\xc9vreux, c\xf4t\xe9 nord"[..], b"M\xfcnchen, K\xf6ln", b"caf\xe9 cr\xe8me br\xfbl\xe9e"] {
            assert_eq!(read(french), None, "{}", String::from_utf8_lossy(french));
        }
    }
}
