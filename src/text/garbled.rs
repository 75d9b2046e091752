//! Finds Vietnamese that was read by the wrong table of characters, and turns it back where it can be read.
//!
//! A line is judged, never a word alone: most of its words must become Vietnamese syllables by the old table and must be
//! none as they stand. French, German or a name in pinyin has such a word now and then, and never a line of them.

use super::fold::nfc;
use super::syllable::{LONGEST, is_syllable};

/// By which table a text would have had to be read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Table {
    /// UTF-8, which was read as Windows-1252 or 1258.
    Utf8,
    /// TCVN 5712 (fonts `.Vn…`, ABC).
    Tcvn3,
    /// VNI for Windows (fonts `VNI-…`).
    Vni,
    /// Nobody can say any more: the letters have become `?` or U+FFFD.
    Lost,
}

/// A part of a line that is garbled.
#[derive(PartialEq, Eq, Debug)]
pub struct Garbled<'a> {
    pub table: Table,
    /// As it stands in the line.
    pub text: &'a str,
    /// What it was; empty where it is lost.
    pub meant: String,
}

/// Whether a text has any sign that ordinary Vietnamese, English or French text has not. Looks at bytes, so that a text
/// without one costs next to nothing.
pub fn is_suspicious(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.iter().enumerate().any(|(at, byte)| match byte {
        // U+0080 to U+00BF, but for the space that does not break.
        0xc2 => bytes.get(at + 1).is_some_and(|next| *next != 0xa0),
        0xc3 => bytes.get(at + 1).is_some_and(|next| is_foreign(char::from(next | 0x40))),
        // Œ, œ, Š, š, Ÿ, Ž, ž; ũ has the same beginning.
        0xc5 => matches!(bytes.get(at + 1), Some(0x92 | 0x93 | 0xa0 | 0xa1 | 0xb8 | 0xbd | 0xbe)),
        0xcb => true,
        // ƒ; ơ and ư have the same beginning.
        0xc6 => bytes.get(at + 1) == Some(&0x92),
        0xe2 => {
            bytes.get(at + 1).is_some_and(|next| *next != 0x80 || bytes.get(at + 2).is_some_and(|last| *last > 0xa6))
        }
        0xef => bytes[at..].starts_with("\u{fffd}".as_bytes()),
        b'?' => bytes.get(at + 1).is_some_and(u8::is_ascii_lowercase),
        _ => false,
    })
}

/// Letters from U+00C0 on that Vietnamese does not have.
fn is_foreign(letter: char) -> bool {
    matches!(letter, 'Ä'..='Ç' | 'Ë' | 'Î' | 'Ï' | 'Ñ' | 'Ö'..='Ø' | 'Û' | 'Ü' | 'Þ' | 'ß' | 'ä'..='ç' | 'ë' | 'î' | 'ï' | 'ñ' | 'ö'..='ø' | 'û' | 'ü' | 'þ' | 'ÿ')
}

/// What is garbled in a line.
pub fn find(line: &str) -> Option<Garbled<'_>> {
    if !is_suspicious(line) {
        return None;
    }
    if let Some(at) = line.find('\u{fffd}') {
        return Some(Garbled { table: Table::Lost, text: around(line, at), meant: String::new() });
    }
    utf8(line).or_else(|| old(line, Table::Tcvn3)).or_else(|| old(line, Table::Vni)).or_else(|| questions(line))
}

/// The word around a place.
fn around(line: &str, at: usize) -> &str {
    let from = line[..at].rfind(char::is_whitespace).map_or(0, |space| space + 1);
    let to = line[at..].find(char::is_whitespace).map_or(line.len(), |space| at + space);
    line.get(from..to).unwrap_or(line).trim()
}

/// Bytes of UTF-8 that each became a letter. One is enough, if it holds a sign that stands beside no such letter: `“XÃ”`
/// is a word in quotation marks.
fn utf8(line: &str) -> Option<Garbled<'_>> {
    let mut found: Option<(usize, usize)> = None;
    let mut meant = String::new();
    let mut at = 0;
    let mut kept = 0;
    while let Some(letter) = line[at..].chars().next() {
        match sequence(&line[at..]) {
            Some((decoded, length, strong)) => {
                if found.is_none() && strong {
                    found = Some((at, at));
                }
                meant.push_str(&line[kept..at]);
                meant.push(decoded);
                at += length;
                kept = at;
            }
            None => at += letter.len_utf8(),
        }
    }
    found?;
    meant.push_str(&line[kept..]);
    // What was spoiled twice is mended twice.
    let meant = utf8(&meant).map_or(meant.clone(), |again| again.meant);
    Some(Garbled { table: Table::Utf8, text: line.trim(), meant: nfc(meant.trim()).into_owned() })
}

/// A character whose bytes begin the text, how long they are there, and whether they can be nothing else.
fn sequence(text: &str) -> Option<(char, usize, bool)> {
    let mut letters = text.chars();
    let first = letters.next()?;
    let lead = byte(first)?;
    let more = match lead {
        0xc2..=0xdf => 1,
        0xe0..=0xef => 2,
        0xf0..=0xf4 => 3,
        _ => return None,
    };
    let (mut bytes, mut length, mut strong) = (vec![lead], first.len_utf8(), false);
    for letter in letters.take(more) {
        bytes.push(byte(letter)?);
        length += letter.len_utf8();
        strong |=
            !matches!(letter, '\u{a0}' | '«' | '»' | '¹' | '²' | '³' | '…' | '•' | '‘'..='„' | '–' | '—' | '‹' | '›');
    }
    let decoded = std::str::from_utf8(&bytes).ok()?.chars().next()?;
    let known = matches!(decoded, '\u{a0}'..='\u{24f}' | 'Ạ'..='ỹ' | '\u{2010}'..='\u{20bf}' | '\u{feff}');
    known.then_some((decoded, length, strong))
}

/// The byte of a letter by Windows-1252, or by 1258 where that has another letter that begins a character.
fn byte(letter: char) -> Option<u8> {
    const UPPER: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘',
        '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    match letter {
        'Ă' => Some(0xc3),
        '\u{a0}'..='\u{ff}' => Some(letter as u8),
        _ => UPPER.iter().position(|known| *known == letter).map(|at| 0x80 + at as u8),
    }
}

/// A line by one of the old tables, if a part of it is: a key, an English value or another cell may stand beside it.
fn old(line: &str, table: Table) -> Option<Garbled<'_>> {
    let decode = if table == Table::Tcvn3 { tcvn3 } else { vni };
    let mut parts = line.split(['"', '|', ':', ';', ',', '=', '\t']).chain([line]);
    if !parts.any(|part| is_old(part, decode)) {
        return None;
    }
    let mut meant = String::new();
    for part in line.trim().split_inclusive(|letter: char| !in_word(letter)) {
        let word = part.trim_end_matches(|letter: char| !in_word(letter));
        let decoded = decode(word).filter(|decoded| !word.is_ascii() && is_syllable(decoded));
        meant.push_str(decoded.as_deref().unwrap_or(word));
        meant.push_str(&part[word.len()..]);
    }
    Some(Garbled { table, text: line.trim(), meant: nfc(&meant).into_owned() })
}

fn is_old(text: &str, decode: fn(&str) -> Option<String>) -> bool {
    let all = || text.split(|letter: char| !in_word(letter)).filter(|word| word.chars().any(char::is_alphabetic));
    // Soon known of most lines: they have words that no old table could spell.
    let (mut possible, mut impossible) = (0, 0);
    for word in all().filter(|word| !word.is_ascii()) {
        *(if decode(word).is_some() { &mut possible } else { &mut impossible }) += 1;
    }
    if possible < 2 || impossible * 4 > possible {
        return false;
    }
    let (mut words, mut good, mut hits, mut against) = (0, 0, 0, 0);
    for word in all() {
        words += 1;
        let decoded = decode(word).is_some_and(|decoded| is_syllable(&decoded));
        good += usize::from(decoded);
        if !word.is_ascii() {
            let as_written = is_syllable(word.trim_matches(|letter: char| !letter.is_alphabetic()));
            hits += usize::from(decoded && !as_written);
            against += usize::from(!decoded);
        }
    }
    match hits {
        0 | 1 => false,
        2 => good == words,
        _ => against * 4 <= hits && good * 4 >= words * 3,
    }
}

/// Letters, and the signs that are letters by an old table.
fn in_word(letter: char) -> bool {
    letter.is_alphabetic() || matches!(letter, '\u{a1}'..='\u{bf}' | '×' | '÷')
}

/// From U+00A1 on; a blank is no letter by the table.
const TCVN3: &str = "ĂÂÊÔƠƯĐăâêôơưđ      àảãáạ ằẳẵắ       ặầẩẫấậè ẻẽéẹềểễếệìỉ   ĩíịò ỏõóọồổỗốộờởỡớợù ủũúụừửữứựỳỷỹýỵ";

fn tcvn3(word: &str) -> Option<String> {
    let letter = |letter: char| match letter {
        '\0'..='\u{7f}' => Some(letter),
        '\u{a1}'..='\u{fe}' => TCVN3.chars().nth(letter as usize - 0xa1).filter(|found| *found != ' '),
        _ => None,
    };
    word.chars().map(letter).collect()
}

/// A vowel is followed by a sign for its marks.
fn vni(word: &str) -> Option<String> {
    const TONES: [char; 5] = ['\u{300}', '\u{301}', '\u{309}', '\u{303}', '\u{323}'];
    let mut out = String::with_capacity(word.len());
    let mut letters = word.chars().peekable();
    while let Some(letter) = letters.next() {
        let small = letter.to_lowercase().next()?;
        let base = match small {
            'ñ' => 'đ',
            'ô' => 'ơ',
            'ö' => 'ư',
            'æ' => 'ỉ',
            'ó' => 'ĩ',
            'ò' => 'ị',
            'î' => 'ỵ',
            'ì' | 'í' | 'a'..='z' => small,
            _ => return None,
        };
        out.extend(if letter.is_lowercase() { vec![base] } else { base.to_uppercase().collect() });
        let Some(next) = letters.peek().and_then(|next| next.to_lowercase().next()) else { continue };
        let index = |signs: &str| signs.chars().position(|sign| sign == next);
        let hats = match small {
            'a' => index("âàáåãä").map(|at| ('\u{302}', at)).or_else(|| index("êèéúüë").map(|at| ('\u{306}', at))),
            'e' | 'o' => index("âàáåãä").map(|at| ('\u{302}', at)),
            _ => None,
        };
        let tone =
            if matches!(small, 'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'ô' | 'ö') { index("øùûõï") } else { None };
        match (hats, tone) {
            (Some((hat, at)), _) => {
                out.push(hat);
                out.extend(at.checked_sub(1).map(|tone| TONES[tone]));
            }
            (None, Some(tone)) => out.push(TONES[tone]),
            (None, None) => continue,
        }
        letters.next();
    }
    Some(out)
}

/// Letters that became question marks: `Ch?nh ph?`. A word counts if a letter in the place of each mark makes it a syllable
/// and it is none without; two are needed, and a question ends with a mark at most.
fn questions(line: &str) -> Option<Garbled<'_>> {
    const AROUND: &[char] = &['.', ',', ';', ':', '!', '"', '(', ')', '“', '”', '*', '_'];
    let is_hit = |word: &&str| {
        let marks = word.matches('?').count();
        let letters = word.chars().filter(|letter| letter.is_alphabetic()).count();
        (1..=2).contains(&marks)
            && letters > 1
            && letters + marks == word.chars().count()
            && letters + marks <= LONGEST
            && !word.split('?').all(|part| part.is_empty() || is_syllable(part))
            && can_be_filled(word)
    };
    let hits: Vec<&str> = line.split_whitespace().map(|word| word.trim_matches(AROUND)).filter(is_hit).collect();
    let is_inside = |word: &&str| !word.split_once('?').is_some_and(|(_, after)| after.is_empty());
    let found = hits.len() > 1 && hits.iter().any(is_inside);
    found.then(|| Garbled { table: Table::Lost, text: line.trim(), meant: String::new() })
}

fn can_be_filled(word: &str) -> bool {
    const LETTERS: [&str; 13] = ["á", "é", "í", "ó", "ú", "ý", "ế", "ố", "ớ", "ứ", "ấ", "ắ", "đ"];
    const PLAIN: [&str; 12] = ["a", "e", "i", "o", "u", "y", "ê", "ô", "ơ", "ư", "â", "ă"];
    let Some((before, after)) = word.split_once('?') else { return is_syllable(word) };
    let fill = |letter: &&str| can_be_filled(&format!("{before}{letter}{after}"));
    LETTERS.iter().any(fill) || after.contains('?') && PLAIN.iter().any(fill)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meant(line: &str) -> (Option<Table>, String) {
        find(line).map_or((None, String::new()), |found| (Some(found.table), found.meant))
    }

    #[test]
    fn utf8_that_was_read_as_windows_is_read_again() {
        for (line, right) in [
            ("Thá»§ tÆ°á»›ng ChÃ\u{ad}nh phá»§", "Thủ tướng Chính phủ"),
            ("CÃ´ng bá»‘ quy hoáº¡ch", "Công bố quy hoạch"),
            ("NhĂ¢n dĂ¢n", "Nhân dân"),
            ("Café 25Â°C", "Café 25°C"),
            ("â€œXinâ€\u{9d} â€“ 5 triá»‡u", "“Xin” – 5 triệu"),
            ("NhÃƒÂ¢n dÃƒÂ¢n", "Nhân dân"),
        ] {
            assert_eq!(meant(line), (Some(Table::Utf8), right.to_owned()), "{line}");
        }
    }

    #[test]
    fn the_old_tables_are_read() {
        for (table, line, right) in [
            (Table::Tcvn3, "Céng hoµ x· héi chñ nghÜa ViÖt Nam", "Cộng hoà xã hội chủ nghĩa Việt Nam"),
            (Table::Tcvn3, "Th«ng b¸o", "Thông báo"),
            (
                Table::Tcvn3,
                "Uû ban nh©n d©n tØnh: §éc lËp, tù do, h¹nh phóc.",
                "Uỷ ban nhân dân tỉnh: Độc lập, tự do, hạnh phúc.",
            ),
            (
                Table::Tcvn3,
                "Thñ t\u{ad}íng ChÝnh phñ ban hµnh quyÕt ®Þnh vÒ ®Êt ®ai",
                "Thủ tướng Chính phủ ban hành quyết định về đất đai",
            ),
            (Table::Vni, "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
            (
                Table::Vni,
                "Thuû töôùng Chính phuû: ñaát ñai, nhaø ôû, naêm 2024",
                "Thủ tướng Chính phủ: đất đai, nhà ở, năm 2024",
            ),
            (Table::Vni, "UÛY BAN NHAÂN DAÂN TÆNH BÌNH PHÖÔÙC", "ỦY BAN NHÂN DÂN TỈNH BÌNH PHƯỚC"),
        ] {
            assert_eq!(meant(line), (Some(table), right.to_owned()), "{line}");
        }
    }

    #[test]
    fn letters_that_are_lost_are_found() {
        for line in ["Ch?nh ph?", "Th? t??ng ban h?nh quy?t ??nh", "Th\u{fffd}ng báo", "V?n b?n số 12"] {
            assert_eq!(meant(line).0, Some(Table::Lost), "{line}");
        }
    }

    #[test]
    fn other_languages_and_ordinary_text_are_not_garbled() {
        for line in [
            "Ủy ban nhân dân tỉnh Bình Phước – “Cổng” … 25°C, 30 m², ½, «Xã», ‰ và §",
            "ỦY BAN NHÂN DÂN “XÃ” THỊ XÃ… ‘BÀ’ «MÁ» và “GÃ” • XÃ • ĐỊA CHỈ: XÃ – HUYỆN",
            "hoà bình, toà án, khoá học, hoàn toàn, hoá đơn, xoá bỏ, thuý, quý, oà, khoẻ",
            "Où est la forêt ? L’élève a été reçu à l’école, ça dépend : « né », « thé », « dé ».",
            "Die Tür für Übermut, größer, schön, Bär, Öl, Äpfel; Straße in Köln, ‚Ä‘ und ‚Ö‘",
            "El niño pequeño mañana; São Paulo, coração, não, ações; Malmö, Århus, Øresund, smørrebrød",
            "Lü Bù, Nǚ, Běijīng, 北京, ភាសាខ្មែរ, Χαῖρε, Москва, Zürich; Çankaya İstanbul; Škoda, Žižek, Łódź",
            "Vì sao?tại sao? là gì?bởi vì ai? OK? Ai? Ở đâu? Có phải không?",
            "https://x.example/index.php?nv=news&op=a?b và tra cứu?id=5, ?lang=vi",
            "© 2024, Microsoft®, ™, A¹, dân¹, m³, 3×4, col·lega, l·l, ª, º, ¿qué?, ¡hola!",
            "Microsoft® Office®, ©Sở, Viettel™ – 5µm, 10 µg, ±3, ¼ ly, £5, ¥7, ¢",
            "Câu 1? B? C? D? THCS?",
        ] {
            assert_eq!(find(line), None, "{line}");
        }
    }
}
