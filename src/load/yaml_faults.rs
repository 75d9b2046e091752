//! Turns a front matter that YAML does not take into the mistake that was made in it: its line, its cause in an editor's
//! words, and the line as it must stand.
//!
//! A parser stops behind a mistake, often on a later line. So the mends of `yaml_mends` are tried on the lines up to
//! there, and the one with which the text can be read furthest names the mistake.

use serde_yaml::Value as Yaml;

use super::yaml_mends::{At, MENDS, Mend, Mended, in_quotes};
use super::yaml_values::{self, Refused};
use crate::diag::{Finding, Span, catalog};
use crate::path::SourcePath;

/// So often a text is read again at most: it may be long, and every line of it may look mistaken.
const TRIES: usize = 60;

/// A longer line is shown without its middle, in characters.
const LONGEST: usize = 160;

/// Where the parser gave up, from 0, and what it said.
pub struct Stop<'e> {
    pub line: usize,
    pub column: usize,
    pub detail: &'e str,
}

/// The mistake because of which a text cannot be read.
pub fn find(file: &SourcePath, text: &str, stop: &Stop) -> Finding {
    let own = if stop.detail.contains("duplicate") { None } else { known(file, text, stop) };
    own.unwrap_or_else(|| unexplained(file, text, stop))
}

/// The mistake, if it is one of those that are known.
pub fn known(file: &SourcePath, text: &str, stop: &Stop) -> Option<Finding> {
    let lines: Vec<&str> = text.lines().collect();
    let last = stop.line.min(lines.len().checked_sub(1)?);
    let stopped = if stop.detail.is_empty() { 0 } else { stop.line };
    let (mend, index, mended) = best(&lines, last, stopped).or_else(|| first_certain(&lines, last))?;
    let column = lines[index].get(..mended.1).map_or(0, |before| before.chars().count()) + 1;
    let message = if mend.colon { &catalog::YAML_COLON } else { &catalog::YAML_SYNTAX };
    let finding = Finding::new(message, file.as_str()).at(Span::new(index + 2, column, 1)).fatal();
    let finding = finding.with_words("what", (mend.what.0.to_owned(), mend.what.1.to_owned()));
    let next = mend.next.map(|(vi, en)| (vi.to_owned(), en.to_owned()));
    Some(finding.with_words("next", next.unwrap_or_else(|| write_over(lines[index], &mended.0))))
}

/// What to type: a line as it must stand.
pub fn write(line: &str) -> (String, String) {
    let line = without_middle(line.trim());
    (format!("Viết: {line}"), format!("Write: {line}"))
}

/// The same in place of a line; where only its indentation is wrong, that is told.
fn write_over(line: &str, mended: &str) -> (String, String) {
    if line.trim() != mended.trim() {
        return write(mended);
    }
    let shown = without_middle(mended.trim_end());
    match mended.len() - mended.trim_start_matches(' ').len() {
        0 => (format!("Xóa khoảng trắng đầu dòng: {shown}"), format!("Delete the spaces before it: {shown}")),
        count => (
            format!("Dòng này thụt vào {count} dấu cách: {shown}"),
            format!("Indent the line by {count} spaces: {shown}"),
        ),
    }
}

fn without_middle(line: &str) -> String {
    let count = line.chars().count();
    if count <= LONGEST {
        return line.to_owned();
    }
    let head: String = line.chars().take(LONGEST / 2).collect();
    let tail: String = line.chars().skip(count - LONGEST / 4).collect();
    format!("{head}…{tail}")
}

/// How far a text can be read: the line on which the parser gives up, from 0.
fn reach(text: &str) -> usize {
    match yaml_values::read(text) {
        Ok(Yaml::Mapping(_) | Yaml::Null) => usize::MAX,
        Ok(_) | Err(Refused::Alias) => 0,
        Err(Refused::Depth(error) | Refused::Syntax(error)) => error.location().map_or(0, |at| at.line() - 1),
    }
}

/// The first mend that helps, on the line where it helps most.
fn best(lines: &[&str], last: usize, stop: usize) -> Option<(&'static Mend, usize, Mended)> {
    let mut tries = TRIES;
    for mend in &MENDS {
        let mut found: Option<(usize, usize, Mended)> = None;
        for index in (0..=last).rev() {
            let Some(mended) = (mend.try_on)(At { lines, index }) else { continue };
            if tries == 0 {
                return found.map(|(_, index, mended)| (mend, index, mended));
            }
            tries -= 1;
            let text = [&lines[..index], &[mended.0.as_str()], &lines[index + 1..]].concat().join("\n");
            let read = reach(&text);
            if read > stop && found.as_ref().is_none_or(|(best, ..)| read > *best) {
                found = Some((read, index, mended));
            }
            if read == usize::MAX {
                break;
            }
        }
        if let Some((_, index, mended)) = found {
            return Some((mend, index, mended));
        }
    }
    None
}

/// What is a mistake by its looks, where a second one hides whether it helps to mend it.
fn first_certain(lines: &[&str], last: usize) -> Option<(&'static Mend, usize, Mended)> {
    (0..=last).find_map(|index| {
        let try_on = |mend: &'static Mend| Some((mend, index, (mend.try_on)(At { lines, index })?));
        MENDS.iter().filter(|mend| mend.certain).find_map(try_on)
    })
}

/// What the parser says, in words of editors. The parser's own are in English and about its insides.
const DETAILS: [(&str, &str, &str); 11] = [
    ("duplicate", "một khóa xuất hiện hai lần", "a key stands twice"),
    ("document", "một dòng chỉ có ... kết thúc phần khai báo", "a line of ... ends the front matter"),
    ("mapping values", "có dấu hai chấm ở chỗ không được phép", "there is a colon where none can stand"),
    ("block sequence", "có dấu gạch đầu dòng ở chỗ không được phép", "there is a hyphen where none can stand"),
    (
        "expected '-'",
        "dòng này không thẳng với các dấu gạch đầu dòng phía trên",
        "this line is not in line with the hyphens above",
    ),
    ("',' or", "danh sách trong ngoặc vuông hoặc ngoặc nhọn chưa đóng", "a list in brackets is not closed"),
    ("end of stream", "có dấu ngoặc mở mà không đóng", "something is opened and never closed"),
    ("scalar", "có dấu ngoặc kép mở mà không đóng", "a quotation mark is opened and never closed"),
    ("escape", "có dấu \\ trong ngoặc kép", "there is a \\ inside quotation marks"),
    ("tag", "giá trị bắt đầu bằng dấu !", "a value begins with !"),
    (
        "cannot start any token",
        "giá trị bắt đầu bằng dấu mà YAML giữ riêng",
        "a value begins with a sign that YAML keeps",
    ),
];

fn unexplained(file: &SourcePath, text: &str, stop: &Stop) -> Finding {
    let last = stop.line.min(text.lines().count().saturating_sub(1));
    let known = DETAILS.iter().find(|(part, ..)| stop.detail.contains(part));
    let line = text.lines().nth(last).unwrap_or_default();
    let (what, next) = match known {
        Some((_, vi, en)) => ((*vi, *en), GENERAL),
        None if !line.contains(':') => (("dòng này không có dạng khóa: giá trị", "this line is not key: value"), BODY),
        None => (("không đọc được từ chỗ này", "it cannot be read from here on"), GENERAL),
    };
    let both = |(vi, en): (&str, &str)| (vi.to_owned(), en.to_owned());
    let span = Span::new(last + 2, if last == stop.line { stop.column + 1 } else { 1 }, 1);
    let finding = Finding::new(&catalog::YAML_SYNTAX, file.as_str()).at(span).fatal();
    finding.with_words("what", both(what)).with_words("next", both(next))
}

const GENERAL: (&str, &str) = (
    "Mỗi dòng có dạng khóa: giá trị. Giá trị có dấu đặc biệt thì đặt trong dấu ngoặc kép. Nếu dòng này đúng thì xem dòng ngay trên.",
    "Each line is key: value. Put a value with special characters in quotation marks. If this line is right, look at the one above.",
);
const BODY: (&str, &str) = (
    "Nếu đã là nội dung bài thì thêm một dòng --- phía trên; nếu là phần tiếp của dòng trên thì thụt vào hai dấu cách.",
    "If the text of the page begins here, add a --- line above it; if it goes on from the line above, indent it by two spaces.",
);

/// What to type in place of a value that begins with `&` or `*`.
pub fn without_sign(line: &str) -> (String, String) {
    let quoted = || {
        let (key, value) = line.split_once(": ")?;
        let value = value.trim();
        value.starts_with(['&', '*']).then(|| write(&format!("{key}: {}", in_quotes(value))))
    };
    quoted().unwrap_or_else(|| {
        (
            "Viết thẳng giá trị; nếu là chữ thường thì đặt trong dấu ngoặc kép.".to_owned(),
            "Write the value out; if it is text, put it in quotation marks.".to_owned(),
        )
    })
}
