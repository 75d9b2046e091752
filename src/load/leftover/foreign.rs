//! Turns signs that other generators and editors give a meaning, and this one prints, into findings: a table of forms.
//!
//! A form counts only where its sign begins and ends and what stands between looks like it: prices, sets, shortened quotations
//! and times of day are left alone.

use super::comments::unclear;
use super::words::{both, short};
use super::{Found, Out, Run};
use crate::diag::catalog;

/// Bytes of the longest form that is looked for.
const LONGEST: usize = 300;

struct Form {
    open: &'static str,
    close: &'static str,
    /// What stands between, and the character before the form.
    fits: fn(&str, char) -> bool,
    place: Place,
    /// What to do; `None`: a note that its program hides and this one would publish.
    next: Option<(&'static str, &'static str)>,
}

#[derive(PartialEq, Clone, Copy)]
enum Place {
    Anywhere,
    /// Where a line begins.
    Line,
    /// Where a quote begins a line.
    Quote,
    /// Anywhere, with a backslash before it.
    Escaped,
}

const DELETE: (&str, &str) = ("Xóa đoạn này, viết lại bằng Markdown.", "Delete it and write the same in Markdown.");
const ATTRIBUTES: (&str, &str) = (
    "Xóa đoạn trong { }: địa chỉ của mục được tạo từ chữ của mục, hình thức do giao diện quyết định.",
    "Delete what is in { }: the id of a heading is made of its words, and the theme decides how things look.",
);
const CODE: (&str, &str) = (
    "Cổng không dựng công thức: viết bằng chữ thường, ký tự như m², ½, ≤, hoặc đặt ảnh có mô tả.",
    "Formulas are not typeset: write plain text with signs such as m², ½, ≤, or a picture with a description.",
);
const BOX: (&str, &str) = (
    "Khung ghi chú viết: > [!NOTE] một mình trên dòng, dòng sau bắt đầu bằng > rồi đến nội dung. Có NOTE, TIP, IMPORTANT, WARNING, CAUTION.",
    "Write a box as > [!NOTE] alone on its line, then lines that begin with > and a space. There are NOTE, TIP, IMPORTANT, WARNING, CAUTION.",
);
const BOLD: (&str, &str) = ("Muốn nhấn mạnh thì viết **chữ**.", "For emphasis write **text**.");
const LINK: (&str, &str) = ("Liên kết viết: [chữ](../thu-muc/trang.md)", "Write a link as [text](../folder/page.md)");

const fn form(
    open: &'static str,
    close: &'static str,
    fits: fn(&str, char) -> bool,
    next: (&'static str, &'static str),
) -> Form {
    Form { open, close, fits, place: Place::Anywhere, next: Some(next) }
}

const fn note(open: &'static str, close: &'static str, fits: fn(&str, char) -> bool) -> Form {
    Form { open, close, fits, place: Place::Anywhere, next: None }
}

/// The first form that fits is told.
const FORMS: &[Form] = &[
    note("{{/*", "}}", any),
    note("{{-/*", "}}", any),
    note("{{!", "}}", any),
    note("{>>", "<<}", any),
    note("{#", "#}", words),
    note("{%", "%}", |inner, _| inner.trim_start_matches('-').trim_start().starts_with("comment")),
    note("%%", "%%", |inner, before| words(inner, before) && !before.is_alphanumeric()),
    note("<%--", "%>", any),
    form("{{", "}}", words, DELETE),
    form("{%", "%}", words, DELETE),
    form("<%", "%>", any, DELETE),
    form("{++", "++}", any, DELETE),
    form("{--", "--}", any, DELETE),
    form("{~~", "~~}", any, DELETE),
    form("{==", "==}", any, DELETE),
    form("{#", "}", name, ATTRIBUTES),
    form("{.", "}", name, ATTRIBUTES),
    form(
        "{:",
        "}",
        |inner, _| name(inner.trim_start().trim_start_matches(['.', '#']), ' ') || inner.contains('='),
        ATTRIBUTES,
    ),
    form("{", "}", attributes, ATTRIBUTES),
    form("[[", "]]", words, LINK),
    form(
        "[",
        "]",
        |inner, _| inner.eq_ignore_ascii_case("toc"),
        (
            "Xóa dòng này: mục lục tự hiện từ các mục ##.",
            "Delete it: the table of contents is made of the ## headings by itself.",
        ),
    ),
    Form {
        open: "[!",
        close: "]",
        fits: |inner, _| name(inner, ' ') || words(inner, ' '),
        place: Place::Quote,
        next: Some(BOX),
    },
    form("[/", "]", |inner, _| is_tag(inner), DELETE),
    form("[", "]", shortcode, DELETE),
    Form { open: ":::", close: "", fits: any, place: Place::Line, next: Some(BOX) },
    Form { open: "!!! ", close: "", fits: admonition, place: Place::Line, next: Some(BOX) },
    Form { open: "??? ", close: "", fits: admonition, place: Place::Line, next: Some(BOX) },
    Form { open: "???+ ", close: "", fits: admonition, place: Place::Line, next: Some(BOX) },
    form("==", "==", tight, BOLD),
    form("++", "++", tight, BOLD),
    form(
        "^",
        "^",
        raised,
        ("Viết ký tự trên dòng, như m², hoặc viết thành chữ.", "Write the raised sign itself, such as m², or words."),
    ),
    form(
        "~",
        "~",
        raised,
        (
            "Viết ký tự dưới dòng, như CO₂, hoặc viết thành chữ.",
            "Write the lowered sign itself, such as CO₂, or words.",
        ),
    ),
    form(
        ":",
        ":",
        emoji,
        ("Dán chính ký tự biểu tượng, hoặc viết bằng chữ.", "Paste the sign itself, or write words."),
    ),
    form("$$", "$$", any, CODE),
    form("$", "$", formula, CODE),
    Form { open: "(", close: ")", fits: |inner, _| is_formula(inner), place: Place::Escaped, next: Some(CODE) },
    Form { open: "[", close: "]", fits: |inner, _| is_formula(inner), place: Place::Escaped, next: Some(CODE) },
    form(
        "<http",
        ">",
        |inner, _| inner.contains(' '),
        (
            "Địa chỉ trong < > không được có dấu cách: viết %20 thay cho mỗi dấu cách.",
            "An address between < and > has no spaces: write %20 for each.",
        ),
    ),
];

pub fn find(run: &Run, out: &mut Out) {
    const FIRST: &[char] = &['{', '%', '<', '[', ':', '!', '?', '=', '+', '^', '~', '$', super::run::ESCAPED];
    let mut done = 0;
    for (at, sign) in run.mask.match_indices(FIRST) {
        if at < done {
            continue;
        }
        let fitting = FORMS.iter().find_map(|form| Some((form, fit(run, form, at, sign)?)));
        let Some((form, end)) = fitting else { continue };
        let written = run.written(at..end);
        let found = match form.next {
            None => unclear(written, run.place(at..end)),
            Some(next) => Found::new(&catalog::FOREIGN, run.place(at..end))
                .with("text", short(written))
                .with_words("next", both(next)),
        };
        out.tell(found);
        done = end;
    }
}

/// Where the form ends, if it stands here.
fn fit(run: &Run, form: &Form, at: usize, sign: &str) -> Option<usize> {
    let is_escaped = sign.starts_with(super::run::ESCAPED);
    let open = if is_escaped { run.written(at..at + 1) } else { form.open };
    let begins = if is_escaped { open == form.open } else { run.mask[at..].starts_with(form.open) };
    if !begins || is_escaped != (form.place == Place::Escaped) {
        return None;
    }
    let before = run.mask.as_bytes()[..at].iter().rev().take_while(|byte| **byte != b'\n');
    let is_here = match form.place {
        Place::Anywhere | Place::Escaped => true,
        Place::Line => before.into_iter().all(|byte| matches!(byte, b' ' | 0)),
        Place::Quote => run.around.quotes > 0 && before.into_iter().all(|byte| matches!(byte, b' ' | 0)),
    };
    if !is_here {
        return None;
    }
    let begin = at + form.open.len();
    let rest = part(run.source.get(run.start + begin..run.start + run.mask.len())?);
    // A Hugo comment and a formula may reach over several lines.
    let rest =
        if form.next.is_none() || form.open == "$$" { rest } else { rest.split('\n').next().unwrap_or_default() };
    let inner = match (form.close, is_escaped) {
        ("", _) => rest,
        (close, true) => &rest[..rest.find(&format!("\\{close}"))?],
        (close, false) => &rest[..rest.find(close)?],
    };
    let closing = form.close.len() + usize::from(is_escaped);
    (form.fits)(inner, run.before(at)).then_some(begin + inner.len() + closing)
}

/// As much as a form may be long.
fn part(text: &str) -> &str {
    let end = (0..=text.len().min(LONGEST)).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    &text[..end]
}

fn any(inner: &str, _: char) -> bool {
    !inner.trim().is_empty()
}

fn words(inner: &str, _: char) -> bool {
    inner.contains(char::is_alphabetic)
}

fn name(inner: &str, _: char) -> bool {
    inner.starts_with(|first: char| first.is_ascii_alphabetic())
        && inner.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '-' | '_' | '.' | '#' | ' ' | ':'))
}

/// `{width=50%}` behind a picture, a link or code.
fn attributes(inner: &str, before: char) -> bool {
    let Some((key, value)) = inner.split_once('=') else { return false };
    matches!(before, ')' | ']' | '`') && is_tag(key) && !value.is_empty()
}

fn is_tag(inner: &str) -> bool {
    inner.len() > 1 && inner.bytes().all(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'-' | b'_'))
        || matches!(inner, "b" | "i" | "u" | "s")
}

/// `[gallery ids="1,2"]`
fn shortcode(inner: &str, _: char) -> bool {
    let Some((tag, rest)) = inner.split_once([' ', '=']) else { return false };
    is_tag(tag)
        && inner[tag.len()..].contains('=')
        && (rest.contains('"') || inner.as_bytes().get(tag.len()) == Some(&b'='))
}

fn admonition(inner: &str, _: char) -> bool {
    let word = inner.split([' ', '"']).next().unwrap_or_default();
    word.len() > 2
        && word.bytes().all(|byte| byte.is_ascii_lowercase())
        && (inner.len() == word.len() || inner.contains('"'))
}

/// `==chữ==`, and not `a == b == c`, `C++ và C++`.
fn tight(inner: &str, before: char) -> bool {
    let ends = inner.starts_with(char::is_alphanumeric) && inner.ends_with(|last: char| !last.is_whitespace());
    ends && !before.is_alphanumeric()
}

/// `m^2^`, `CO~2~`
fn raised(inner: &str, before: char) -> bool {
    const LONGEST: usize = 10;
    let is_short = !inner.is_empty() && inner.len() <= LONGEST && inner.chars().all(char::is_alphanumeric);
    is_short && (before.is_alphanumeric() || before == ')')
}

/// `:warning:`
fn emoji(inner: &str, before: char) -> bool {
    let is_name = inner.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
    is_name
        && inner.len() > 2
        && inner.starts_with(|first: char| first.is_ascii_lowercase())
        && !before.is_alphanumeric()
}

fn formula(inner: &str, before: char) -> bool {
    !before.is_alphanumeric() && !inner.starts_with(' ') && !inner.ends_with(' ') && is_formula(inner)
}

fn is_formula(inner: &str) -> bool {
    let command = inner.split('\\').skip(1).any(|rest| rest.starts_with(|first: char| first.is_ascii_alphabetic()));
    let raised = inner.contains(['^', '_']) && inner.contains(char::is_alphanumeric);
    let equation =
        inner.contains('=') && inner.is_ascii() && inner.contains(|letter: char| letter.is_ascii_lowercase());
    command || raised || equation
}
