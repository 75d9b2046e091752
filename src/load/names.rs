//! Turns the name of a file into what an editor meant by it: a page and its language, a page whose name went wrong, what
//! programs leave behind. The names of other files say nothing here.

use super::source::Language;
use crate::diag::{Finding, catalog};
use crate::tables::iso_639;

/// Endings of pages, in any case.
const PAGES: &[&str] = &["md", "markdown", "mdown", "mkd"];

/// What stands behind the ending of a page that some program saved under another name.
const BEHIND: &[&str] = &[".txt", ".text", "~", ".bak", ".tmp", ".old", ".orig"];

/// How languages are written that have another code: what it is for, and its code.
const MISTAKEN: &[(&str, &str)] = &[
    ("cn", "zh"),
    ("eng", "en"),
    ("english", "en"),
    ("fra", "fr"),
    ("jp", "ja"),
    ("jpn", "ja"),
    ("khm", "km"),
    ("kor", "ko"),
    ("kr", "ko"),
    ("tieng-anh", "en"),
    ("tieng-viet", "vi"),
    ("tienganh", "en"),
    ("tiengviet", "vi"),
    ("uk", "en"),
    ("us", "en"),
    ("vie", "vi"),
    ("vietnamese", "vi"),
    ("vn", "vi"),
    ("zho", "zh"),
];

/// The code that was meant by one that is none.
pub fn meant_code(code: &str) -> Option<&'static str> {
    let meant = MISTAKEN.iter().find(|(written, _)| *written == code).map(|(_, meant)| *meant);
    // `uk` is Ukrainian: only in the name of a file is it hardly meant.
    meant.filter(|_| !iso_639::is_known(code))
}

/// The name of a page without its ending; `None` for other files.
pub fn page_stem(name: &str) -> Option<&str> {
    let (stem, ending) = name.rsplit_once('.')?;
    PAGES.iter().any(|page| ending.eq_ignore_ascii_case(page)).then_some(stem)
}

/// The name that a page should have had whose own is not read as one: `a.md.txt`, `a.md~`, `a.md `, `a.mdx` give `a.md`.
pub fn meant(name: &str) -> Option<String> {
    let trimmed = name.trim_end_matches(['.', ' ', '\u{a0}']);
    let lower = trimmed.to_ascii_lowercase();
    let without =
        BEHIND.iter().find(|end| lower.ends_with(*end)).map_or(trimmed, |end| &trimmed[..trimmed.len() - end.len()]);
    let stem = page_stem(without).filter(|_| without.len() < name.len());
    let stem = stem.or_else(|| lower.ends_with(".mdx").then(|| &trimmed[..trimmed.len() - 4]))?;
    (!stem.is_empty()).then(|| format!("{stem}.md"))
}

/// What programs and systems leave beside the files of a person; nobody means to publish it.
pub fn is_left_behind(name: &str) -> bool {
    const NAMES: &[&str] = &["thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r"];
    const ENDS: &[&str] = &["~", ".bak", ".old", ".orig", ".tmp", ".swp", ".swx", ".crdownload", ".part"];
    let name = name.to_ascii_lowercase();
    name.starts_with("~$") || NAMES.contains(&name.as_str()) || ENDS.iter().any(|end| name.ends_with(end))
}

/// A name of which no address can be made.
pub fn unusable(file: &str, name: &str) -> Finding {
    let is_index = page_stem(name).is_some_and(|stem| stem.eq_ignore_ascii_case("_index"));
    let next = match is_index {
        true => ("Đổi tên thành _index.md, chữ thường.", "Rename it _index.md, in small letters."),
        false => ("Đổi tên, chỉ dùng chữ, số và dấu gạch nối.", "Rename it with letters, digits and hyphens."),
    };
    without_address(file, name, next)
}

/// A file that front matter cannot name, since spaces around a value do not count.
pub fn spaced(file: &str) -> Finding {
    let next = (
        "Bỏ dấu cách ở đầu hoặc cuối tên tệp, tên thư mục. Tệp này chưa được đăng.",
        "Take the spaces off the beginning and end of the names of file and folders. The file is not published.",
    );
    without_address(file, &format!("“{}”", file.rsplit('/').next().unwrap_or(file)), next)
}

/// Whether a file or one of its folders has a name with spaces around it.
pub fn is_spaced(path: &str) -> bool {
    path.split('/').any(|name| name.trim() != name)
}

fn without_address(file: &str, name: &str, next: (&str, &str)) -> Finding {
    let finding = Finding::new(&catalog::FILE_NAME, file).with("name", name);
    finding.with_words("next", (next.0.to_owned(), next.1.to_owned()))
}

/// What a name says of its language.
pub enum Spoken<'a> {
    /// The stem without its language.
    In(&'a str, Language),
    /// Two letters that are no language of the portal.
    Unknown(&'a str),
    /// A language written in another way: the stem without it, what was written, and the code, if the portal has it.
    Meant(&'a str, &'a str, Option<Language>),
}

/// `slug.en` and `slug.EN` are English; `slug.eng` and `slug.en-US` were meant to be; `bai.v2` and `nghi-dinh-42.2022`
/// are names.
pub fn language<'a>(stem: &'a str, languages: &[String]) -> Spoken<'a> {
    let Some((rest, suffix)) = stem.rsplit_once('.').filter(|(rest, _)| !rest.is_empty()) else {
        return Spoken::In(stem, 0);
    };
    let position = |code: &str| languages.iter().position(|language| language.eq_ignore_ascii_case(code));
    if let Some(index) = position(suffix) {
        return Spoken::In(rest, index as Language);
    }
    if let Some(code) = mistaken(suffix, languages) {
        return Spoken::Meant(rest, suffix, position(code).map(|index| index as Language));
    }
    if suffix.len() == 2 && suffix.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return Spoken::Unknown(suffix);
    }
    Spoken::In(stem, 0)
}

/// The code that was meant, where a suffix can mean nothing else.
fn mistaken<'a>(suffix: &str, languages: &'a [String]) -> Option<&'a str> {
    let suffix = suffix.trim();
    let code_of = |written: &str| languages.iter().find(|code| code.eq_ignore_ascii_case(written)).map(String::as_str);
    let mistaken = MISTAKEN.iter().find(|(written, _)| written.eq_ignore_ascii_case(suffix)).map(|(_, code)| *code);
    let with_region = || {
        let (language, region) = suffix.split_once(['-', '_'])?;
        let is_region = matches!(region.len(), 2..=4) && region.bytes().all(|byte| byte.is_ascii_alphabetic());
        code_of(language).filter(|_| is_region)
    };
    mistaken.or_else(|| code_of(suffix)).or_else(with_region)
}

/// A language at the end of a stem without the dot: `chu_en`, `chu-EN`, `chu (en)` give `chu` and English. Whether that is
/// what it means depends on what stands beside it: `chim-en` is a bird.
pub fn undotted<'a>(stem: &'a str, languages: &[String]) -> Option<(&'a str, &'a str, Language)> {
    let open = stem.strip_suffix(')').unwrap_or(stem);
    let (rest, suffix) = open.rsplit_once(['_', '-', ' ', '('])?;
    let code = mistaken(suffix, languages)?;
    let language = languages.iter().position(|language| language == code)?;
    let rest = rest.trim_end_matches(['_', '-', ' ', '(']);
    (!rest.is_empty()).then_some((rest, suffix, language as Language))
}

/// The stem of which a copy was made by a file manager: `Bài - Copy (2)`, `Copy of Bài`, `Bài (1)` give `Bài`.
pub fn original(stem: &str) -> Option<&str> {
    const BEFORE: &[&str] = &["Copy of ", "Bản sao của ", "Bản sao "];
    const BEHIND: &[&str] = &[" - Copy", " - Bản sao", " - Sao chép", " copy", " (copy)", " - copy", "-copy", "_copy"];
    if let Some(rest) = BEFORE.iter().find_map(|before| stem.strip_prefix(before)) {
        return Some(rest);
    }
    let numbered = stem.strip_suffix(')').and_then(|open| open.rsplit_once('('));
    let numbered =
        numbered.filter(|(_, number)| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()));
    let rest = numbered.map_or(stem, |(rest, _)| rest.trim_end());
    let rest = BEHIND.iter().find_map(|behind| rest.strip_suffix(behind)).unwrap_or(rest);
    (rest.len() < stem.len() && !rest.is_empty()).then_some(rest)
}

/// Whether Windows can make no file or folder of this name.
/// <https://learn.microsoft.com/windows/win32/fileio/naming-a-file>
pub fn is_refused_by_windows(name: &str) -> bool {
    const DEVICES: &[&str] = &["con", "prn", "aux", "nul"];
    let stem = name.split('.').next().unwrap_or_default().trim_end();
    let is_port = |kind: &str| stem.get(..3).is_some_and(|start| start.eq_ignore_ascii_case(kind));
    let is_device = DEVICES.iter().any(|device| stem.eq_ignore_ascii_case(device))
        || (matches!(stem.as_bytes(), [_, _, _, b'1'..=b'9']) && (is_port("com") || is_port("lpt")));
    is_device || name.ends_with([' ', '.']) || name.contains(['<', '>', ':', '"', '|', '?', '*', '\\'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn languages() -> Vec<String> {
        vec!["vi".to_owned(), "en".to_owned()]
    }

    #[test]
    fn a_page_is_known_by_its_ending_in_any_case() {
        for name in ["a.md", "a.MD", "a.Md", "a.markdown", "a.Mdown", "a.b.mkd"] {
            assert!(page_stem(name).is_some(), "{name}");
        }
        for name in ["a.mdx", "a.md.txt", "a", "md", "a.md~", "a.pdf"] {
            assert_eq!(page_stem(name), None, "{name}");
        }
    }

    #[test]
    fn a_page_under_a_wrong_name_is_told_its_right_one() {
        for name in ["a.md.txt", "a.MD.TXT", "a.md~", "a.md.bak", "a.md ", "a.md.", "a.mdx", "a.markdown.txt"] {
            assert_eq!(meant(name).as_deref(), Some("a.md"), "{name}");
        }
        for name in ["a.md", "a.txt", "a.pdf", "readme", ".md.txt", "a.pdf.txt", "a.docx~", "a.pdf "] {
            assert_eq!(meant(name), None, "{name}");
        }
    }

    #[test]
    fn the_language_is_what_stands_behind_the_last_dot() {
        let languages = languages();
        for (stem, rest, language) in
            [("a.en", "a", 1), ("a.EN", "a", 1), ("a.En", "a", 1), ("a.vi", "a", 0), ("a", "a", 0)]
        {
            assert!(
                matches!(super::language(stem, &languages), Spoken::In(own, code) if (own, code) == (rest, language)),
                "{stem}"
            );
        }
        for stem in
            ["a.v2", "nghi-dinh-42.2022", "a.QD", "42.2022.ND-CP", "a.b.c1", "tt.v-2", "ban-tin.so-5", "a.TB", "a.la"]
        {
            let is_name = matches!(super::language(stem, &languages), Spoken::In(own, 0) if own == stem);
            assert!(is_name || stem == "a.la", "{stem}");
        }
        for (stem, code) in [
            ("a.eng", Some(1)),
            ("a.en-US", Some(1)),
            ("a.en_GB", Some(1)),
            ("a.vn", Some(0)),
            ("a.VN", Some(0)),
            ("a.vi-VN", Some(0)),
            ("a.english", Some(1)),
            ("a.jp", None),
        ] {
            assert!(matches!(super::language(stem, &languages), Spoken::Meant("a", _, own) if own == code), "{stem}");
        }
        assert!(matches!(super::language("a.fr", &languages), Spoken::Unknown("fr")));
    }

    #[test]
    fn a_language_without_its_dot_is_seen() {
        let languages = languages();
        for stem in ["chu_en", "chu-en", "chu-EN", "chu (en)", "chu en", "chu_eng", "chu-english"] {
            assert!(matches!(undotted(stem, &languages), Some(("chu", _, 1))), "{stem}");
        }
        for stem in ["chuen", "en", "_en", "chu-em", "ban-tin"] {
            assert!(undotted(stem, &languages).is_none(), "{stem}");
        }
    }

    #[test]
    fn copies_name_their_original() {
        for stem in [
            "Bài (1)",
            "Bài(2)",
            "Copy of Bài",
            "Bài - Copy",
            "Bài - Copy (3)",
            "Bài copy",
            "Bản sao của Bài",
            "Bài-copy",
        ] {
            assert_eq!(original(stem), Some("Bài"), "{stem}");
        }
        for stem in ["Bài", "Bài (a)", "(1)", "photocopy", "Bài 2"] {
            assert_eq!(original(stem), None, "{stem}");
        }
    }

    #[test]
    fn names_that_windows_cannot_have_are_known() {
        for name in ["con", "CON.md", "aux.pdf", "com1.md", "a.", "a ", "a?.md", "a:b.md", "nul .txt"] {
            assert!(is_refused_by_windows(name), "{name}");
        }
        for name in ["con-nguoi.md", "com.md", "com0.md", "a #1%&'.md", "console", "aux-1.md", "a.b"] {
            assert!(!is_refused_by_windows(name), "{name}");
        }
    }
}
