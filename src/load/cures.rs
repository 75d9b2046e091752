//! Turns a value that its field cannot take into what has to be typed instead.
//!
//! One text of help for all that can be wrong with a field tells an editor nothing, so a cure is found for the value;
//! the field's own help is only for what no row here knows.

use serde_yaml::Value as Yaml;

use super::kinds::{Field, FieldType};
use super::link_words::{copied_here, is_on_this_machine};
use super::yaml_faults::write;
use super::yaml_mends::in_quotes;
use crate::diag::did_you_mean;
use crate::text::emails::is_email;
use crate::text::fold::fold;

pub type Words = (String, String);

/// What stands in a file where a field's value was expected.
pub struct Given<'a> {
    pub field: &'a Field,
    pub yaml: &'a Yaml,
    /// The value as it stands in its line; empty where it stands below.
    pub raw: &'a str,
    /// The line itself.
    pub line: &'a str,
}

/// What to type instead of a value of another type.
pub fn of_value(given: &Given) -> Words {
    let Given { field, yaml, raw, line } = *given;
    let name = &field.name;
    let raw = raw.split("  #").next().unwrap_or_default().trim();
    let cure = match (field.kind, yaml) {
        (FieldType::Bool, _) => flag(raw).map(|flag| write(&format!("{name}: {flag}"))),
        (FieldType::Integer | FieldType::Number | FieldType::Year, Yaml::String(text)) => {
            number(field, text, raw.starts_with(['"', '\'']))
        }
        (FieldType::Integer | FieldType::Year, Yaml::Number(_)) => number(field, raw, false),
        (FieldType::Group, _) => group(field, yaml),
        // `author: [BBT, Sở Nội vụ]`
        (FieldType::Text, Yaml::Sequence(items)) if !field.many && items.len() > 1 => joined(name, items),
        (FieldType::Text | FieldType::Markdown | FieldType::DocumentNumber, yaml)
            if !yaml.is_null() && raw.starts_with(['[', '{', '!']) =>
        {
            Some(write(&format!("{name}: {}", in_quotes(raw))))
        }
        // `- Điều 1: phạm vi`
        (_, Yaml::Mapping(_)) if line.trim_start().starts_with("- ") => {
            let indent = line.len() - line.trim_start().len();
            Some(write(&format!("- {}", in_quotes(line[indent + 1..].trim()))))
        }
        (_, Yaml::Null) => {
            Some(both("Điền giá trị, hoặc xóa mục trống này.", "Write a value, or delete this empty item."))
        }
        (_, Yaml::Sequence(items)) if !field.many => Some(match &items[..] {
            [Yaml::String(only)] => write(&format!("{name}: {only}")),
            _ => both("Khóa này chỉ nhận một giá trị, không nhận danh sách.", "This key takes one value and no list."),
        }),
        (_, Yaml::Mapping(_) | Yaml::Sequence(_)) => Some(both(
            "Mỗi giá trị viết trên một dòng, không có khóa con.",
            "Write each value on a line, without keys below it.",
        )),
        _ => None,
    };
    cure.unwrap_or_else(|| help(field))
}

/// What to type instead of a text of the wrong form.
pub fn of_text(field: &Field, text: &str) -> Words {
    let name = &field.name;
    let only = |value: &str| Some(write(&format!("{name}: {value}")));
    let is_web = text.contains("://") || text.starts_with("www.");
    let cure = match field.kind {
        FieldType::Url if text.contains(char::is_whitespace) => Some(both(
            "Địa chỉ không có dấu cách; mỗi khóa một địa chỉ.",
            "An address has no spaces; one address for a key.",
        )),
        FieldType::Url if !text.contains(':') && text.contains('.') => {
            only(&format!("https://{}", text.trim_start_matches('/')))
        }
        FieldType::Email if text.starts_with("mailto:") => only(text.trim_start_matches("mailto:")),
        FieldType::Email if text.matches('@').count() > 1 => {
            Some(both("Chỉ ghi một địa chỉ.", "Write one address only."))
        }
        FieldType::Email if is_email(&text.replace(',', ".")) => only(&text.replace(',', ".")),
        FieldType::Page if text.starts_with('/') => {
            let path = text.trim_matches('/').trim_end_matches(".md");
            let sample = format!("../{}.md", if path.is_empty() { "thu-muc/bai" } else { path });
            Some(both(
                &format!("Ghi tệp .md, tính từ thư mục của trang này, không ghi địa chỉ trên cổng: {sample}"),
                &format!("Write the .md file, relative to this page's folder, not its address: {sample}"),
            ))
        }
        FieldType::Page if is_web => Some(both(
            "Ghi tệp .md của trang, tính từ thư mục của trang này, không ghi địa chỉ web.",
            "Write the page's .md file, relative to this page's folder, not its address.",
        )),
        FieldType::Page if !text.ends_with(".md") => only(&format!("{}.md", text.trim_end_matches('/'))),
        FieldType::File | FieldType::Image | FieldType::Data | FieldType::Lookup if is_web => Some(both(
            "Tải tệp về, đặt cạnh trang này rồi ghi tên tệp.",
            "Download the file, put it beside this page and write its name.",
        )),
        FieldType::File | FieldType::Image | FieldType::Data | FieldType::Lookup | FieldType::Media
            if is_on_this_machine(text) =>
        {
            Some(copied_here(text, ("ghi", "write")))
        }
        FieldType::File | FieldType::Image | FieldType::Data | FieldType::Lookup | FieldType::Media
            if text.contains('\\') =>
        {
            only(&text.replace('\\', "/"))
        }
        _ => None,
    };
    cure.unwrap_or_else(|| help(field))
}

/// What could have been meant by a text that is none of the known ones. `known`: each id, with its Vietnamese and
/// English name.
pub fn of_term<'a>(text: &str, known: impl Iterator<Item = [&'a str; 3]>) -> Words {
    let known: Vec<[&str; 3]> = known.collect();
    let named = |text: &str| {
        let text = fold(text.trim());
        known.iter().find(|names| names.iter().any(|name| fold(name) == text)).map(|names| names[0])
    };
    if let Some(item) = text.strip_prefix(['-', '–', '•']) {
        let (vi, en) = write(&format!("- {}", item.trim().split(" -").next().unwrap_or_default()));
        return (
            format!("Thiếu dấu cách sau dấu gạch đầu dòng. {vi}"),
            format!("A space is missing after the hyphen. {en}"),
        );
    }
    if let Some(id) = named(text.trim_matches(['“', '”', '"', '\''])) {
        return write(id);
    }
    let parts: Option<Vec<&str>> = text.split([',', ';']).map(named).collect();
    match parts {
        Some(parts) if parts.len() > 1 => write(&format!("[{}]", parts.join(", "))),
        _ => did_you_mean(text, &known.iter().map(|names| names[0]).collect::<Vec<_>>()),
    }
}

/// What a switch says in other words.
fn flag(text: &str) -> Option<bool> {
    const YES: [&str; 7] = ["true", "yes", "y", "on", "1", "co", "dung"];
    const NO: [&str; 7] = ["false", "no", "n", "off", "0", "khong", "sai"];
    let text = fold(text.trim_matches(['"', '\'', '“', '”', ' ']));
    YES.contains(&&*text).then_some(true).or_else(|| NO.contains(&&*text).then_some(false))
}

/// A number out of what was written for one.
fn number(field: &Field, text: &str, quoted: bool) -> Option<Words> {
    let text = text.trim().trim_matches(['“', '”', '"', '\'']).trim();
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let (sign, bare) = text.strip_prefix('-').map_or(("", text), |rest| ("-", rest));
    let (whole, rest) = bare.split_once(['.', ',']).unwrap_or((bare, ""));
    let plain = digits(whole) && (rest.is_empty() || digits(rest)) && !bare.ends_with(['.', ',']);
    let groups: Vec<&str> = bare.split(['.', ',', ' ', '\u{a0}', '_']).collect();
    let grouped = groups.len() > 1
        && groups.iter().all(|group| digits(group))
        && groups[1..].iter().all(|group| group.len() == 3)
        && groups[0].len() <= 3;
    let is_number = field.kind == FieldType::Number;
    if plain && quoted && (rest.is_empty() || is_number && bare.contains('.')) {
        return Some(both(
            &format!("Viết {text}, bỏ dấu ngoặc kép."),
            &format!("Write {text} without quotation marks."),
        ));
    }
    let value = if plain && rest.is_empty() {
        Some(bare.to_owned())
    } else if grouped && (!is_number || groups.len() > 2 || bare.contains(' ')) {
        Some(groups.concat())
    } else if plain && is_number {
        Some(bare.replace(',', "."))
    } else if plain && rest.bytes().all(|byte| byte == b'0') {
        Some(whole.to_owned())
    } else if plain {
        return Some(both("Viết số nguyên, không có phần lẻ.", "Write a whole number."));
    } else {
        let start = text.find(|letter: char| letter.is_ascii_digit())?;
        let found: String = text[start..].chars().take_while(char::is_ascii_digit).collect();
        let alone = !text[start + found.len()..].contains(|letter: char| letter.is_ascii_digit());
        Some(found).filter(|_| alone)
    };
    let value = value?;
    if field.kind == FieldType::Year && value.len() != 4 {
        return None;
    }
    Some(both(&format!("Chỉ viết số: {sign}{value}"), &format!("Write the number only: {sign}{value}")))
}

/// How a group is written, with the value where one was given.
fn group(field: &Field, yaml: &Yaml) -> Option<Words> {
    let first = field.fields.iter().find(|inner| inner.required).or(field.fields.first())?;
    if let Yaml::String(text) = yaml
        && let Some(cure) = group_of_text(field, first, text)
    {
        return Some(cure);
    }
    let value = match yaml {
        Yaml::String(text) => text.trim(),
        Yaml::Sequence(_) if !field.many => {
            return Some(both(
                "Bỏ dấu gạch đầu dòng: đây không phải danh sách.",
                "Take the hyphens out: this is no list.",
            ));
        }
        _ => "…",
    };
    let value = value.trim_start_matches(['-', '–', '•']).trim();
    let dash = if field.many { "- " } else { "" };
    if let Some(value) = value.strip_prefix(&format!("{}:", first.name)) {
        let (vi, en) = write(&format!("{dash}{}: {}", first.name, value.trim()));
        return Some((
            format!("Thiếu dấu cách sau dấu hai chấm. {vi}"),
            format!("A space is missing after the colon. {en}"),
        ));
    }
    let (name, inner) = (&field.name, &first.name);
    Some((
        format!("Viết hai dòng: {name}: rồi xuống dòng, thụt vào hai dấu cách: {dash}{inner}: {value}"),
        format!("Write two lines: {name}: and on the next, indented by two spaces: {dash}{inner}: {value}"),
    ))
}

/// Several files in one line, an address where a name is wanted, a file that is not here.
fn group_of_text(field: &Field, first: &Field, text: &str) -> Option<Words> {
    let (name, inner) = (&field.name, &first.name);
    // `file:a.pdf` is a key without its space.
    if is_on_this_machine(text) && (!text.starts_with("file:") || text.starts_with("file://")) {
        return Some(copied_here(text, (&format!("ghi - {inner}:"), &format!("write - {inner}:"))));
    }
    let items: Vec<&str> = text.split([',', ';']).map(str::trim).filter(|item| !item.is_empty()).collect();
    if field.many && items.len() > 1 && first.kind == FieldType::File {
        let lines: Vec<String> = items.iter().map(|item| format!("- {inner}: {item}")).collect();
        let lines = lines.join(" | ");
        return Some((
            format!("Dưới dòng {name}: viết mỗi tệp một dòng, thụt vào hai dấu cách: {lines}"),
            format!("Below the line {name}: write a line for each file, indented by two spaces: {lines}"),
        ));
    }
    let url = field.fields.iter().find(|inner| inner.kind == FieldType::Url)?;
    (text.starts_with("https://") || text.starts_with("http://")).then(|| {
        let rest = if first.name == url.name { String::new() } else { format!("{inner}: … | ") };
        (
            format!("Dưới dòng {name}: viết, thụt vào hai dấu cách: {rest}{}: {text}", url.name),
            format!("Below the line {name}: write, indented by two spaces: {rest}{}: {text}", url.name),
        )
    })
}

/// One text of a list of texts.
fn joined(name: &str, items: &[Yaml]) -> Option<Words> {
    let texts: Option<Vec<&str>> = items.iter().map(Yaml::as_str).collect();
    let text = texts?.join(", ");
    let is_plain = text.starts_with(char::is_alphanumeric) && !text.contains(": ") && !text.contains(" #");
    Some(write(&format!("{name}: {}", if is_plain { text } else { in_quotes(&text) })))
}

/// Whether a text is several addresses: `/a.php?id=1, /b c.aspx`.
pub fn is_list(text: &str) -> bool {
    let mut parts = text.split([',', ';']).map(str::trim).filter(|part| !part.is_empty());
    let is_address = |part: &str| part.starts_with('/') || part.contains("://");
    parts.next().is_some_and(is_address) && parts.clone().next().is_some() && parts.all(is_address)
}

/// What to type instead of an old address that cannot be one.
pub fn of_alias(text: &str) -> Words {
    if is_list(text) {
        let parts = text.split([',', ';']).map(str::trim).filter(|part| !part.is_empty());
        let parts: Vec<&str> = parts.collect();
        let list: Vec<String> = parts.iter().map(|part| in_quotes(part)).collect();
        let (vi, en) = write(&format!("aliases: [{}]", list.join(", ")));
        return (
            format!("Mỗi địa chỉ là một mục của danh sách. {vi}"),
            format!("Each address is an item of a list. {en}"),
        );
    }
    both(
        "Viết phần sau tên miền, bắt đầu bằng dấu /, ví dụ /tin-tuc/cu/ hoặc /index.php?id=5.",
        "Write the part after the host name, beginning with /, such as /news/old/ or /index.php?id=5.",
    )
}

/// What a field wants, in words.
pub fn expected(kind: FieldType) -> (&'static str, &'static str) {
    match kind {
        FieldType::Bool => ("true hoặc false", "true or false"),
        FieldType::Integer => ("một số nguyên", "a whole number"),
        FieldType::Number => ("một số", "a number"),
        FieldType::Year => ("một năm có bốn chữ số", "a year of four digits"),
        FieldType::Date => ("một ngày", "a day"),
        FieldType::Datetime => ("một ngày, có thể kèm giờ", "a day, with or without a time"),
        FieldType::Url => ("một địa chỉ https://", "an https:// address"),
        FieldType::Email => ("một địa chỉ thư điện tử", "an email address"),
        FieldType::Phone => ("một số điện thoại", "a telephone number"),
        FieldType::Page => ("đường dẫn tới một tệp .md", "the path of a .md file"),
        FieldType::File => ("tên một tệp trong thư mục của trang", "the name of a file in the page's folder"),
        FieldType::Image => ("tên một tệp ảnh", "the name of a picture file"),
        FieldType::Data => ("tên một tệp .csv, .xlsx hoặc .ods", "the name of a .csv, .xlsx or .ods file"),
        FieldType::Lookup => ("tên một tệp .csv", "the name of a .csv file"),
        FieldType::Media => {
            ("tệp video .mp4, .webm hoặc địa chỉ https://", "an .mp4 or .webm file, or an https:// address")
        }
        FieldType::Group => ("một nhóm khóa", "a group of keys"),
        _ => ("chữ", "text"),
    }
}

fn help(field: &Field) -> Words {
    (field.help.get("vi").to_owned(), field.help.get("en").to_owned())
}

fn both(vi: &str, en: &str) -> Words {
    (vi.to_owned(), en.to_owned())
}
