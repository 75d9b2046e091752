//! Turns what the reader of TOML says in English, and the line it says it of, into what is wrong and what to type, in the words
//! of somebody who fills in `site.toml`.

use super::toml_phrases::PHRASES;
use crate::diag::did_you_mean;
use crate::diag::phrases::{self, Translated, Words};

/// Keys that stand above the first table of `site.toml`; written below one they count as the table's own.
const AT_TOP: [&str; 6] = ["base_url", "title", "description", "theme", "languages", "timezone"];

/// `said` of the byte `at` of `text`.
pub fn words(said: &str, text: &str, at: usize) -> Translated {
    let line = Line::at(text, at);
    let said = if line.value.is_empty() && said.starts_with("string values") { "missing value" } else { said };
    let Some((phrase, stars)) = phrases::find(PHRASES, said) else {
        return Translated { what: Words::default(), next: Words::default() };
    };
    let mut named = vec![("key", same(line.key)), ("value", same(&line.value)), ("word", same(line.word))];
    named.push(("where", line.place(at)));
    match stars[..] {
        [_, names] if said.starts_with("unknown ") => named.push(("near", near(stars[0], names, said))),
        [found, wanted] => {
            let wanted = Wanted::of(wanted);
            named.push(("wanted", wanted.words()));
            named.push(("write", wanted.write(found, line.key, &line.value)));
        }
        _ => {}
    }
    phrase.fill(&stars, &named)
}

fn same(text: &str) -> Words {
    (text.to_owned(), text.to_owned())
}

fn near(typed: &str, names: &str, said: &str) -> Words {
    let names = phrases::names(names);
    if said.starts_with("unknown field") && AT_TOP.contains(&typed) && !names.contains(&typed) {
        return (
            "Khóa này đứng ở đầu tệp: chuyển dòng lên trên dòng [ ] đầu tiên.".to_owned(),
            "This key stands at the top: move the line above the first line with [ ].".to_owned(),
        );
    }
    did_you_mean(typed, &names)
}

/// The line a fault is in.
struct Line<'a> {
    key: &'a str,
    /// Without quotation marks of any sort and without a comment.
    value: String,
    /// What stands at the fault itself.
    word: &'a str,
    text: &'a str,
}

impl<'a> Line<'a> {
    fn at(text: &'a str, at: usize) -> Self {
        let at = (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
        let line = text[start..].lines().next().unwrap_or_default();
        // In a list of tables on one line, the key is the one before the fault.
        let (before, after) = line.split_at((at - start).min(line.len()));
        let cut = before.rfind(['{', ',']).map_or(0, |cut| cut + 1);
        let own = &line[cut..];
        let (key, value) = own.split_once('=').unwrap_or((own, ""));
        let marks = ['"', '\'', '“', '”', '„', '‘', '’', '«', '»'];
        let value = value.split('#').next().unwrap_or_default().trim();
        // Between brackets a value without marks ends before the next key.
        let value = if cut > 0 && !value.starts_with(marks) {
            value.split([',', '}']).next().unwrap_or_default()
        } else {
            value
        };
        let value = value.trim().trim_matches(marks);
        let word = after.trim_start_matches('[').split(['=', ']', '.', ' ', '{']).next().unwrap_or_default();
        Line { key: key.trim().trim_matches(['[', ']']), value: value.to_owned(), word, text: line }
    }

    /// Where a line belongs that is missing in the table here.
    fn place(&self, at: usize) -> Words {
        let (vi, en) = if self.text.trim_start().starts_with('[') {
            ("ngay dưới dòng này", "below this line")
        } else if at == 0 {
            ("ở đầu tệp, trên dòng [ ] đầu tiên", "at the top, above the first line with [ ]")
        } else {
            ("vào trong cặp ngoặc này", "inside these brackets")
        };
        (vi.to_owned(), en.to_owned())
    }
}

/// What a key takes, by the words of `serde`.
#[derive(Clone, Copy, PartialEq)]
enum Wanted {
    Text,
    Number,
    Flag,
    List,
    Table,
}

impl Wanted {
    fn of(said: &str) -> Self {
        match said {
            "a boolean" => Wanted::Flag,
            "a sequence" => Wanted::List,
            _ if said.starts_with("struct") || said.contains("map") || said.contains("table") => Wanted::Table,
            _ if said.starts_with(['u', 'i', 'f']) || said.contains("integer") => Wanted::Number,
            _ => Wanted::Text,
        }
    }

    fn words(self) -> Words {
        let (vi, en) = match self {
            Wanted::Text => ("chữ trong ngoặc kép", "text in quotation marks"),
            Wanted::Number => ("một số nguyên không âm", "a whole number, 0 or more"),
            Wanted::Flag => ("true hoặc false", "true or false"),
            Wanted::List => ("một danh sách", "a list"),
            Wanted::Table => ("một bảng các khóa", "a table of keys"),
        };
        (vi.to_owned(), en.to_owned())
    }

    /// What to type instead. `found`: in the words of `serde`, such as `string "20"`.
    fn write(self, found: &str, key: &str, value: &str) -> Words {
        let is_number = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
        let line = match self {
            Wanted::Text if found.starts_with(['s', 'm']) => format!("{key} = \"…\""),
            Wanted::Text => format!("{key} = \"{value}\""),
            Wanted::Number if is_number => format!("{key} = {value}"),
            Wanted::Number => format!("{key} = 1"),
            Wanted::Flag => {
                return (
                    "Viết true hoặc false, không có ngoặc kép.".to_owned(),
                    "Write true or false, without quotation marks.".to_owned(),
                );
            }
            Wanted::List if found.starts_with("map") => format!("[[{key}]]"),
            Wanted::List if found.starts_with("string") => format!("{key} = [\"{value}\"]"),
            Wanted::List => format!("{key} = […]"),
            Wanted::Table => format!("[{key}]"),
        };
        (format!("Viết {line}"), format!("Write {line}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::site_file;

    /// What is said of `site.toml` with this text, in Vietnamese: line, what is wrong, what to type.
    fn said(text: &str) -> (u32, String, String) {
        let mut findings = Vec::new();
        assert!(site_file::read("site.toml", text, &mut findings).is_none(), "{text}");
        let finding = &findings[0];
        assert_eq!(finding.message.code, "C01", "{text}");
        let what = finding.text("vi").replace("không đọc được tệp cấu hình: ", "");
        (finding.span.map_or(0, |span| span.line), what, finding.hint("vi"))
    }

    #[test]
    fn mistakes_of_toml_are_told_in_the_editors_words() {
        let table: &[(&str, u32, &str, &str)] = &[
            ("theme = portal", 1, "giá trị của “theme” phải đặt trong ngoặc kép thẳng", "Viết theme = \"portal\"."),
            (
                "theme = “portal” # a",
                1,
                "giá trị của “theme” phải đặt trong ngoặc kép thẳng",
                "Viết theme = \"portal\".",
            ),
            (
                "theme = \"portal",
                1,
                "thiếu dấu \" ở cuối giá trị",
                "Thêm dấu \" vào cuối giá trị, trên cùng một dòng. Bên trong thì dùng “…”.",
            ),
            ("theme = 'portal\"", 1, "thiếu dấu ' ở cuối giá trị", "Đóng và mở giá trị bằng cùng một dấu \"."),
            (
                "theme: \"portal\"",
                1,
                "sau tên khóa phải là dấu =",
                "Viết khóa = giá trị. Tên khóa chỉ gồm chữ không dấu, số, dấu - và _; giá trị viết trên một dòng.",
            ),
            (
                "theme =",
                1,
                "sau dấu = chưa có giá trị",
                "Viết giá trị trong ngoặc kép: theme = \"…\". Chưa có thì xóa dòng này.",
            ),
            ("titel = \"x\"", 1, "không có khóa “titel” ở đây", "Có phải ý bạn là “title”?"),
            (
                "[owner]\ntheme = \"x\"",
                2,
                "không có khóa “theme” ở đây",
                "Khóa này đứng ở đầu tệp: chuyển dòng lên trên dòng [ ] đầu tiên.",
            ),
            (
                "title = \"x\"\n",
                1,
                "thiếu khóa “base_url”",
                "Thêm một dòng base_url = … ở đầu tệp, trên dòng [ ] đầu tiên.",
            ),
            (
                "title = \"x\"\n[[agencies]]\nid = \"a\"",
                2,
                "thiếu khóa “name”",
                "Thêm một dòng name = … ngay dưới dòng này.",
            ),
            ("[outputs]\nper_page = \"20\"", 2, "khóa “per_page” cần một số nguyên không âm", "Viết per_page = 20"),
            ("[outputs]\nper_page = -1", 2, "khóa “per_page” cần một số nguyên không âm", "Viết per_page = 1"),
            (
                "[outputs]\nminify = \"yes\"",
                2,
                "khóa “minify” cần true hoặc false",
                "Viết true hoặc false, không có ngoặc kép.",
            ),
            ("[outputs]\nfeeds = [\"rs\"]", 2, "giá trị “rs” không dùng được", "Có phải ý bạn là “rss”?"),
            ("[home]\nblock = \"news\"", 1, "khóa “home” cần một danh sách", "Viết [[home]]"),
            (
                "title = { vi = Cổng, en = \"P\" }",
                1,
                "giá trị của “vi” phải đặt trong ngoặc kép thẳng",
                "Viết vi = \"Cổng\".",
            ),
            ("languages = \"vi\"", 1, "khóa “languages” cần một danh sách", "Viết languages = [\"vi\"]"),
            ("theme = 1", 1, "khóa “theme” cần chữ trong ngoặc kép", "Viết theme = \"1\""),
            (
                "title = 1",
                1,
                "khóa “title” cần chữ, hoặc chữ cho từng ngôn ngữ",
                "Viết title = \"…\" hoặc title = { vi = \"…\", en = \"…\" }.",
            ),
            ("owner = \"x\"", 1, "khóa “owner” cần một bảng các khóa", "Viết [owner]"),
            (
                "a = 1\na = 2",
                2,
                "“a” đã có ở trên",
                "Giữ một, xóa một. Nhiều mục cùng loại (cơ quan, chuyên đề…) thì mỗi mục mở bằng hai ngoặc vuông: [[a]].",
            ),
            (
                "[[agencies]]\nid = \"a\"\n[agencies]",
                3,
                "“agencies” đã có ở trên",
                "Giữ một, xóa một. Nhiều mục cùng loại (cơ quan, chuyên đề…) thì mỗi mục mở bằng hai ngoặc vuông: [[agencies]].",
            ),
            (
                "languages = [\"vi\" \"en\"]",
                1,
                "thiếu dấu phẩy trước mục này",
                "Thêm dấu phẩy vào cuối mục đứng trước.",
            ),
            ("languages = [\"vi\"", 1, "danh sách chưa đóng", "Thêm ] sau mục cuối của danh sách."),
            (
                "title = { vi = \"a\" en = \"b\" }",
                1,
                "thiếu dấu phẩy giữa hai khóa",
                "Ngăn các khóa trong { } bằng dấu phẩy.",
            ),
            ("title = { vi = \"a\"", 1, "ngoặc { chưa đóng", "Thêm } sau khóa cuối."),
            ("[owner", 1, "thiếu ] ở cuối tên bảng", "Viết [tên] trên một dòng riêng."),
            ("[[agencies]", 1, "thiếu ]] ở cuối tên bảng", "Viết [[tên]] trên một dòng riêng."),
            (
                "theme = \"a\" b",
                1,
                "sau giá trị còn chữ thừa",
                "Mỗi dòng một khóa; chú thích bắt đầu bằng #. Trong ngoặc kép có ngoặc kép thì dùng “…”.",
            ),
            (
                "phone = 0271",
                1,
                "số không được bắt đầu bằng 0",
                "Số điện thoại và mã số đặt trong ngoặc kép: phone = \"0271\".",
            ),
            ("theme = \"a\\d\"", 1, "sau dấu \\ trong ngoặc kép có chữ không dùng được", "Viết \\\\ cho một dấu \\."),
        ];
        let wrong: Vec<_> = table
            .iter()
            .map(|(text, line, what, next)| (said(text), (*line, (*what).to_owned(), (*next).to_owned())))
            .filter(|(said, wanted)| said != wanted)
            .collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn what_no_phrase_knows_is_kept_as_a_detail() {
        let said = words("something new", "a = 1\n", 0);
        assert_eq!(said.what.0, "sai cú pháp TOML (chi tiết kỹ thuật: something new)");
    }
}
