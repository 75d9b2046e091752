//! A finding about the portal's content, as data: which message, where, about what.
//!
//! Nothing here prints: `cli` turns findings into text or JSON. All findings of a run are sorted and shown together.

pub mod catalog;
mod nearest;
pub mod phrases;
pub mod rules;

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::text::control::visible;
use crate::text::fold::nfc;

pub use catalog::Message;
pub use nearest::{Names, nearest};

/// A file that makes one mistake a thousand times is told so this often.
pub const MOST_OF_EACH: usize = 20;

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Severity {
    Info,
    Warning,
    Error,
}

impl Severity {
    /// What it is called in the language. In English these are the words of SARIF too.
    pub fn word(self, language: &str) -> &'static str {
        let (vi, en) = match self {
            Severity::Error => ("lỗi", "error"),
            Severity::Warning => ("cảnh báo", "warning"),
            Severity::Info => ("lưu ý", "note"),
        };
        if language == "vi" { vi } else { en }
    }
}

/// A place in a file: line and column counted from 1, in characters; `length` in characters, at least 1.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
pub struct Span {
    pub line: u32,
    pub column: u32,
    pub length: u32,
}

impl Span {
    pub fn new(line: usize, column: usize, length: usize) -> Self {
        let clamp = |value: usize| u32::try_from(value).unwrap_or(u32::MAX).max(1);
        Self { line: clamp(line), column: clamp(column), length: clamp(length) }
    }
}

/// A value for a `{name}` in a message; some values are words, so they differ by language.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct Argument {
    pub name: Cow<'static, str>,
    pub vi: String,
    /// Only when it differs from `vi`.
    pub en: Option<String>,
}

/// One finding. Cheap to move; the text of the message is made only when it is shown.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Finding {
    #[serde(serialize_with = "catalog::write_code", deserialize_with = "catalog::read_code")]
    pub message: &'static Message,
    /// Path of the file, relative to the portal.
    pub file: Arc<str>,
    pub span: Option<Span>,
    /// The source line at `span`, or what stands around the place in a line that is absurdly long.
    pub excerpt: Option<Arc<str>>,
    /// How many characters further left the place stands in the excerpt than in its line.
    pub excerpt_shift: u32,
    /// Values for the `{names}` in the message.
    pub arguments: Vec<Argument>,
    /// Other files that the finding is about.
    pub related: Vec<Arc<str>>,
    /// The page cannot be built because of it.
    pub fatal: bool,
    /// Where the portal tells it at another level than usual. It is asked anew in each run.
    #[serde(skip)]
    pub level: Option<Severity>,
    /// Of a page that was made from a row of a table: what the file is asked for. It is found anew in each run.
    #[serde(skip)]
    pub cell: Option<Box<Cell>>,
}

/// Where in a table something is wrong, and on which page that is seen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Cell {
    /// The source that stands on no disk.
    pub page: Arc<str>,
    /// Row and column in words, Vietnamese and English, where the message does not say them itself.
    pub place: Option<(String, String)>,
}

impl Argument {
    fn in_language(&self, language: &str) -> &str {
        self.en.as_deref().filter(|_| language != "vi").unwrap_or(&self.vi)
    }
}

impl Finding {
    pub fn new(message: &'static Message, file: impl AsRef<str>) -> Self {
        Self {
            message,
            file: Arc::from(&*visible(file.as_ref())),
            span: None,
            excerpt: None,
            excerpt_shift: 0,
            arguments: Vec::new(),
            related: Vec::new(),
            fatal: false,
            level: None,
            cell: None,
        }
    }

    pub fn at(mut self, span: Span) -> Self {
        self.span = Some(span);
        self
    }

    /// Takes the excerpt from the whole text of the file.
    pub fn excerpt_from(mut self, text: &str) -> Self {
        if let Some(span) = self.span {
            self.take_excerpt(text.lines().nth((span.line as usize).saturating_sub(1)));
        }
        self
    }

    /// Takes the excerpt from its line of the file, unless there is one.
    pub fn take_excerpt(&mut self, line: Option<&str>) {
        if let (Some(span), Some(line), None) = (self.span, line, &self.excerpt) {
            // Places are counted in composed letters, as editors' programs show them.
            let (text, shift) = around(&visible(&nfc(line)), span.column as usize);
            (self.excerpt, self.excerpt_shift) = (Some(Arc::from(text)), shift as u32);
        }
    }

    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.arguments.push(Argument { name: Cow::Borrowed(name), vi: value.into(), en: None });
        self
    }

    /// Whether both say the same of the same place.
    pub fn is_same(&self, other: &Finding) -> bool {
        let place = |finding: &Finding| finding.cell.as_ref().and_then(|cell| cell.place.clone());
        (self.message.code, &self.file, self.span, &self.arguments)
            == (other.message.code, &other.file, other.span, &other.arguments)
            && place(self) == place(other)
    }

    /// An argument that is words: Vietnamese and English.
    pub fn with_words(mut self, name: &'static str, (vi, en): (String, String)) -> Self {
        self.arguments.push(Argument { name: Cow::Borrowed(name), vi, en: Some(en) });
        self
    }

    pub fn related(mut self, file: impl AsRef<str>) -> Self {
        self.related.push(Arc::from(&*visible(file.as_ref())));
        self
    }

    pub fn fatal(mut self) -> Self {
        self.fatal = true;
        self
    }

    pub fn severity(&self) -> Severity {
        self.level.unwrap_or(self.message.severity)
    }

    /// What is wrong, in the language.
    pub fn text(&self, language: &str) -> String {
        let text = self.fill(if language == "vi" { self.message.vi } else { self.message.en }, language);
        let place = self.cell.as_ref().and_then(|cell| cell.place.as_ref());
        place.map_or(text.clone(), |(vi, en)| format!("{}: {text}", visible(if language == "vi" { vi } else { en })))
    }

    /// What to do next, in the language.
    pub fn hint(&self, language: &str) -> String {
        let mut hint = self.fill(if language == "vi" { self.message.hint_vi } else { self.message.hint_en }, language);
        // No cell of a table is mended by the program.
        if self.cell.is_some() {
            hint = without_mending(&hint);
        }
        // A value that says nothing leaves its space.
        hint.truncate(hint.trim_end().len());
        hint
    }

    fn fill(&self, template: &str, language: &str) -> String {
        let mut text = String::with_capacity(template.len() + 40);
        let mut rest = template;
        while let Some((before, after)) = rest.split_once('{') {
            let Some((name, tail)) = after.split_once('}') else { break };
            text.push_str(before);
            let argument = self.arguments.iter().find(|argument| argument.name == name);
            text.push_str(&visible(argument.map_or("?", |argument| argument.in_language(language))));
            rest = tail;
        }
        text.push_str(rest);
        text
    }
}

/// The longest line that is shown whole, in characters.
const LONGEST_LINE: usize = 240;

/// A line of an editor's file is shown whole unless it is absurdly long: then what stands around a column, and by how much
/// that has moved to the left.
fn around(line: &str, column: usize) -> (String, usize) {
    /// So much is shown before the place.
    const BEFORE: usize = 60;
    if line.char_indices().nth(LONGEST_LINE).is_none() {
        return (line.to_owned(), 0);
    }
    let from = if column < LONGEST_LINE - BEFORE { 0 } else { column - BEFORE };
    let mut rest = line.chars().skip(from);
    let mut text = String::from(if from > 0 { "…" } else { "" });
    text.extend(rest.by_ref().take(LONGEST_LINE));
    text.push_str(if rest.next().is_some() { "…" } else { "" });
    (text, from.saturating_sub(1))
}

/// A text in a list, without its end if it is absurdly long.
fn shorten(text: &str) -> String {
    around(text, 1).0
}

/// Mistakes in what decides over many pages: what is said of these pages may follow from them.
const CAUSES: [&Message; 6] = [
    &catalog::CONFIG_SYNTAX,
    &catalog::KIND_INVALID,
    &catalog::CONFIG_CONTROL,
    &catalog::LABELS_STAND_IN,
    &catalog::KIND_STANDS_IN,
    &catalog::KIND_LOST,
];

/// The order in which findings are shown: causes first, then by file, place, code and arguments.
pub fn sort(findings: &mut [Finding]) {
    let follows = |finding: &Finding| !CAUSES.contains(&finding.message);
    // Of causes, what is wrong comes before what is done about it, which has no place.
    let place = |finding: &Finding| (!follows(finding) && finding.span.is_none(), finding.span);
    findings.sort_by(|a, b| {
        let order = (follows(a), &a.file, place(a)).cmp(&(follows(b), &b.file, place(b)));
        order.then_with(|| (a.message.code, &a.arguments).cmp(&(b.message.code, &b.arguments)))
    });
}

/// Leaves each message once in so many for a file. `findings` are in the order in which they are shown.
pub fn limit(findings: &mut Vec<Finding>) {
    let mut told: HashMap<(Arc<str>, &str), usize> = HashMap::new();
    findings.retain(|finding| {
        let count = told.entry((finding.file.clone(), finding.message.code)).or_default();
        *count += 1;
        *count <= MOST_OF_EACH
    });
}

/// Whether a message has been told often enough. `findings`: those of one file, in which no message is told more often.
pub fn is_enough(findings: &[Finding], message: &'static Message) -> bool {
    findings.iter().filter(|finding| std::ptr::eq(finding.message, message)).count() >= MOST_OF_EACH
}

/// A value as it stands in a list: in quotation marks where it could be taken for a sign of the list itself.
pub fn quoted(value: &str) -> String {
    let plain = value.starts_with(char::is_alphanumeric) && !value.contains([',', '"']);
    if plain { value.to_owned() } else { format!("\"{value}\"") }
}

/// Words that offer the nearest candidate, or list them all.
pub fn did_you_mean(typed: &str, candidates: &[&str]) -> (String, String) {
    const MOST: usize = 40;
    match nearest(typed, candidates.iter().copied()) {
        Some(near) => (format!("Có phải ý bạn là “{near}”?"), format!("Did you mean “{near}”?")),
        None if candidates.is_empty() => ("Chưa khai báo giá trị nào.".to_owned(), "None is declared yet.".to_owned()),
        None => {
            let shown: Vec<String> =
                candidates.iter().take(MOST).map(|candidate| quoted(&shorten(candidate))).collect();
            let mut list = shown.join(", ");
            if candidates.len() > MOST {
                list.push_str(", …");
            }
            (format!("Các giá trị dùng được: {list}"), format!("What can stand here: {list}"))
        }
    }
}

/// A hint without the words that `--fix` does it.
fn without_mending(hint: &str) -> String {
    let Some((before, after)) = hint.split_once("cong check --fix") else { return hint.to_owned() };
    let rest = after.split_once('.').map_or("", |(_, rest)| rest);
    let before = before.trim_end().trim_end_matches(['–', ';', '.']).trim_end();
    format!("{before}.{rest}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_a_row_of_a_table_is_not_said_to_be_mended() {
        for (hint, without) in [
            ("Giữ một: a – cong check --fix sửa giúp.", "Giữ một: a."),
            ("Write it. cong check --fix does it.", "Write it."),
            ("Keep one; cong check --fix does it. Next.", "Keep one. Next."),
            ("Write it.", "Write it."),
        ] {
            assert_eq!(without_mending(hint), without);
        }
    }

    #[test]
    fn a_message_is_told_twenty_times_for_a_file() {
        let of = |file: &str, line| Finding::new(&catalog::UNKNOWN_KEY, file).at(Span::new(line, 1, 1));
        let mut findings: Vec<_> = (1..=30).map(|line| of("a.md", line)).chain([of("b.md", 1)]).collect();
        findings.insert(25, Finding::new(&catalog::RAW_HTML, "a.md"));
        limit(&mut findings);
        let told = |file: &str| findings.iter().filter(|finding| &*finding.file == file).count();
        assert_eq!((told("a.md"), told("b.md")), (21, 1));
        assert_eq!(findings[19].span.unwrap().line, 20, "the first are told");
    }

    #[test]
    fn an_absurdly_long_line_is_shown_around_the_place() {
        let line = format!("{}X{}", "ạ".repeat(508), "ạ".repeat(1000));
        let (text, shift) = around(&line, 509);
        assert_eq!(text.chars().nth(509 - shift - 1), Some('X'));
        assert!(text.starts_with('…') && text.ends_with('…') && text.chars().count() == LONGEST_LINE + 2);
        assert_eq!(around("ngắn", 3), ("ngắn".to_owned(), 0));
        assert_eq!(around(&line, 9).1, 0);
    }

    #[test]
    fn findings_are_sorted_by_file_and_place() {
        let mut findings = vec![
            Finding::new(&catalog::UNKNOWN_KEY, "b.md").at(Span::new(1, 1, 1)),
            Finding::new(&catalog::UNKNOWN_KEY, "a.md").at(Span::new(9, 1, 1)),
            Finding::new(&catalog::UNKNOWN_KEY, "a.md").at(Span::new(2, 1, 1)),
        ];
        sort(&mut findings);
        let order: Vec<_> = findings.iter().map(|f| (f.file.to_string(), f.span.unwrap().line)).collect();
        assert_eq!(order, [("a.md".into(), 2), ("a.md".into(), 9), ("b.md".into(), 1)]);
    }
}
