//! Turns a tag of HTML in a text into what is written in Markdown instead.

use crate::diag::phrases::Words;

/// Names of tags, and what to write, in Vietnamese and English. `{}`: the address in the tag.
const TAGS: [(&[&str], &str, &str); 15] = [
    (&["b", "strong"], "Viết **chữ đậm**.", "Write **bold text**."),
    (&["i", "em"], "Viết *chữ nghiêng*.", "Write *text in italics*."),
    (&["s", "del", "strike"], "Viết ~~chữ bỏ đi~~.", "Write ~~text taken out~~."),
    (
        &["u", "ins"],
        "Bỏ thẻ: chữ gạch chân dễ nhầm với liên kết. Muốn nhấn mạnh thì viết **chữ đậm**.",
        "Delete the tag: underlined text looks like a link. For emphasis write **bold text**.",
    ),
    (&["sup", "sub"], "Gõ thẳng chữ số nhỏ: m², m³, CO₂.", "Type the small digit itself: m², m³, CO₂."),
    (&["a"], "Viết [chữ]({}).", "Write [text]({})."),
    (&["img"], "Viết ![ảnh cho thấy gì]({}).", "Write ![what it shows]({})."),
    (
        &["br"],
        "Xuống dòng: viết dấu \\ ở cuối dòng. Đoạn mới: để một dòng trống.",
        "For a new line end the line with \\. For a new paragraph leave a line empty.",
    ),
    (&["hr"], "Viết một dòng *** giữa hai dòng trống.", "Write a line *** between two empty lines."),
    (
        &["table", "thead", "tbody", "tr", "td", "th"],
        "Viết bảng bằng dấu |: | Cột 1 | Cột 2 |, dưới đó một dòng | --- | --- |.",
        "Write the table with |: | One | Two |, and below it a line | --- | --- |.",
    ),
    (
        &["ul", "ol", "li"],
        "Viết mỗi mục một dòng, bắt đầu bằng dấu gạch nối và dấu cách: - mục",
        "Write each item on a line that begins with a hyphen and a space: - item",
    ),
    (&["h1", "h2", "h3", "h4", "h5", "h6"], "Viết ## Tên mục trên một dòng riêng.", "Write ## Heading on a line."),
    (&["blockquote"], "Viết > ở đầu dòng trích dẫn.", "Write > before each line that is quoted."),
    (
        &["iframe", "video", "embed", "object"],
        "Video: viết ![mô tả]({}), là tệp .mp4 cạnh bài hoặc địa chỉ YouTube.",
        "For a video write ![description]({}): an .mp4 file beside the item or an address of YouTube.",
    ),
    (
        &["p", "div", "center", "font", "span", "section", "article"],
        "Xóa thẻ, giữ chữ; giữa hai đoạn để một dòng trống.",
        "Delete the tag and keep the text; leave a line empty between paragraphs.",
    ),
];

/// Of the tag with which a text begins.
pub fn instead(html: &str) -> Words {
    let (_, name) = name(html);
    let row = TAGS.iter().find(|(names, ..)| names.iter().any(|own| name.eq_ignore_ascii_case(own)));
    let address = address(html).unwrap_or("…");
    match row {
        Some((_, vi, en)) => (vi.replace("{}", address), en.replace("{}", address)),
        None => (
            "Mã được in ra như chữ. Dùng Markdown thay cho HTML.".to_owned(),
            "It is printed as text. Use Markdown instead.".to_owned(),
        ),
    }
}

/// Whether a tag ends what another has begun shortly before: of a pair the first is told.
pub fn is_second(html: &str, before: &str) -> bool {
    const NEAR: usize = 2000;
    let (closes, name) = name(html);
    if !closes || name.is_empty() {
        return false;
    }
    let mut from = before.len().saturating_sub(NEAR);
    while !before.is_char_boundary(from) {
        from += 1;
    }
    let near = &before[from..];
    near.match_indices('<').any(|(at, _)| {
        let rest = &near[at + 1..];
        let is_it = rest.get(..name.len()).is_some_and(|own| own.eq_ignore_ascii_case(name));
        is_it && rest[name.len()..].starts_with(['>', ' ', '\t', '\n', '/'])
    })
}

/// Whether a tag is a closing one, and its name.
fn name(html: &str) -> (bool, &str) {
    let rest = html.trim_start().strip_prefix('<').unwrap_or_default();
    let (closes, rest) = rest.strip_prefix('/').map_or((false, rest), |rest| (true, rest));
    let end = rest.find(|letter: char| !letter.is_ascii_alphanumeric()).unwrap_or(rest.len());
    (closes, &rest[..end])
}

/// What stands behind `href=` or `src=`.
fn address(html: &str) -> Option<&str> {
    let tag = html.split('>').next()?;
    let at = ["href=", "src="].iter().find_map(|key| tag.find(key).map(|at| at + key.len()))?;
    let value = tag[at..].trim_start_matches(['"', '\'']);
    let value = value.split(['"', '\'', ' ', '>']).next()?;
    (!value.is_empty() && value.len() < 200).then_some(value)
}
