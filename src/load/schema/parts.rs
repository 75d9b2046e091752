//! Turns the text of a schema into keys and values with their places, and whatever a value cannot be into a finding there.
//!
//! Places come from the reader of front matter, which begins below a line of `---`; a schema needs none.

use std::borrow::Cow;

use serde_yaml::Value as Yaml;

use super::words::{Words, both};
use super::{LARGEST, Named};
use crate::diag::{Finding, Message, Span, catalog, did_you_mean, is_enough};
use crate::load::decoded;
use crate::load::fences;
use crate::load::localized::Localized;
use crate::load::page::too_large;
use crate::load::placed::Place;
use crate::load::slips::conflict;
use crate::load::source_text;
use crate::load::yaml::Front;
use crate::path::SourcePath;

/// A key, or an item of a list, with its value.
#[derive(Clone, Copy)]
pub struct Entry<'a> {
    /// Empty for an item.
    pub key: &'a str,
    pub value: &'a Yaml,
    pub place: &'a Place,
}

pub struct Reader<'a> {
    pub file: &'a SourcePath,
    front: &'a Front<'a>,
    /// The whole, as a value.
    whole: &'a Yaml,
    /// How many lines the front reader counts too many.
    shift: u32,
    languages: &'a [String],
    pub findings: Vec<Finding>,
}

pub fn text<'b>(file: &SourcePath, bytes: &'b [u8], findings: &mut Vec<Finding>) -> Option<Cow<'b, str>> {
    if bytes.len() > LARGEST {
        findings.push(too_large(file, bytes.len() as u64, LARGEST as u64));
        return None;
    }
    let mut found = Vec::new();
    let text = source_text::clean(file.as_str(), bytes, &mut found);
    // Line ends and Unicode form are the business of the program that saved the file.
    let matters = [&catalog::NOT_UTF8, &catalog::CONTROL_CHARACTER];
    findings.extend(found.into_iter().filter(|finding| matters.contains(&finding.message)));
    let text = text?;
    (!conflict::is_unmerged(file.as_str(), &text, findings)).then_some(text)
}

/// The lines behind that which begins a document of YAML, and how many lines too many are then counted.
fn body(text: &str) -> (&str, u32) {
    text.strip_prefix("---\n").map_or((text, 1), |rest| (rest, 0))
}

pub fn front<'t>(file: &SourcePath, text: &'t str, findings: &mut Vec<Finding>) -> Option<Front<'t>> {
    let ((body, shift), mut found) = (body(text), Vec::new());
    let front = fences::front(file, body, &mut found).map(|mut front| {
        decoded::front_matter(&mut front, file, &mut found);
        front
    });
    findings.extend(found.into_iter().map(|finding| of_schema(finding, shift)));
    front
}

/// What is said of front matter, said of a schema.
fn of_schema(finding: Finding, shift: u32) -> Finding {
    let span = finding.span.map(|span| Span { line: span.line.saturating_sub(shift).max(1), ..span });
    let mut finding = Finding { span, ..finding };
    if let Some(line) = finding.arguments.iter_mut().find(|argument| argument.name == "line") {
        line.vi = line.vi.parse().map_or(String::new(), |line: u32| line.saturating_sub(shift).to_string());
    }
    if finding.message == &catalog::CONTROL_CHARACTER {
        return finding;
    }
    let own = finding.arguments.iter().find(|argument| argument.name == "what");
    let what = own.map_or_else(
        || {
            let vi = finding.text("vi").replace("phần khai báo", "lược đồ");
            (vi, finding.text("en").replace("the front matter", "the schema"))
        },
        |own| (own.vi.clone(), own.en.clone().unwrap_or_default()),
    );
    let next = (finding.hint("vi"), finding.hint("en"));
    let told = Finding::new(&catalog::SCHEMA_INVALID, &finding.file).with_words("what", what).with_words("next", next);
    Finding { span: finding.span, fatal: true, ..told }
}

impl<'a> Reader<'a> {
    /// `whole`: the front's mapping.
    pub fn new(
        file: &'a SourcePath,
        text: &str,
        front: &'a Front<'a>,
        whole: &'a Yaml,
        languages: &'a [String],
    ) -> Self {
        Reader { file, front, whole, shift: body(text).1, languages, findings: Vec::new() }
    }

    pub fn root(&self) -> Entry<'a> {
        Entry { key: "", value: self.whole, place: &self.front.root }
    }

    /// Codes of the portal's languages.
    pub fn languages(&self) -> &'a [String] {
        self.languages
    }

    /// Where a value stands.
    pub fn span_of(&self, entry: Entry) -> Span {
        self.span(self.front.value(entry.place))
    }

    /// The entries of a group whose keys others know.
    pub fn any_entries(&mut self, entry: Entry<'a>) -> Vec<Entry<'a>> {
        let Yaml::Mapping(mapping) = entry.value else { return self.entries(entry, &["title"]) };
        let own = |(number, (key, value)): (usize, (&'a Yaml, &'a Yaml))| {
            Some(Entry { key: key.as_str()?, value, place: entry.place.inside(number) })
        };
        mapping.iter().enumerate().filter_map(own).collect()
    }

    fn span(&self, span: Span) -> Span {
        Span { line: span.line.saturating_sub(self.shift).max(1), ..span }
    }

    pub fn push(&mut self, finding: Finding) {
        if !is_enough(&self.findings, finding.message) {
            self.findings.push(finding.fatal());
        }
    }

    /// Something is wrong at a key or value.
    pub fn wrong(&mut self, entry: Entry, what: Words, next: Words) {
        self.wrong_as(entry, &catalog::SCHEMA_INVALID, what, next);
    }

    /// The same under another message.
    pub fn wrong_as(&mut self, entry: Entry, message: &'static Message, what: Words, next: Words) {
        let span = self.span(self.front.value(entry.place));
        self.push(Finding::new(message, self.file.as_str()).at(span).with_words("what", what).with_words("next", next));
    }

    /// Where the key of an entry stands.
    pub fn key_span(&self, entry: Entry) -> Span {
        self.span(self.front.key(entry.place))
    }

    /// A key has a value that it cannot have.
    pub fn wrong_value(&mut self, entry: Entry, next: Words) {
        let written = self.front.written(entry.place);
        let written = written.lines().next().unwrap_or_default();
        let shown: String = written.chars().take(60).collect();
        let what = match (shown.is_empty(), entry.key) {
            (true, key) => both(format!("khóa “{key}” chưa có giá trị"), format!("the key “{key}” has no value")),
            (_, "") => both(format!("không dùng được: {shown}"), format!("it cannot be used: {shown}")),
            (_, key) => both(
                format!("khóa “{key}” không nhận giá trị này: {shown}"),
                format!("the key “{key}” cannot be this: {shown}"),
            ),
        };
        self.wrong(entry, what, next);
    }

    pub fn not_among(&mut self, entry: Entry, typed: &str, known: &[&str]) {
        self.wrong_value(entry, did_you_mean(typed, known));
    }

    /// The entries of a group of keys that are known; of each other it is told what can stand there.
    pub fn entries(&mut self, entry: Entry<'a>, known: &[&str]) -> Vec<Entry<'a>> {
        let Yaml::Mapping(mapping) = entry.value else {
            let example = format!("{}: …", known[0]);
            let next = both(
                format!("Viết các dòng khóa: giá trị, ví dụ {example}"),
                format!("Write lines of key: value, such as {example}"),
            );
            self.wrong_value(entry, next);
            return Vec::new();
        };
        let mut entries = Vec::with_capacity(mapping.len());
        for (number, (key, value)) in mapping.iter().enumerate() {
            let place = entry.place.inside(number);
            match key.as_str().filter(|key| known.contains(key)) {
                Some(key) => entries.push(Entry { key, value, place }),
                None => {
                    let written = || self.front.text().get(place.key.clone()).unwrap_or_default();
                    let key = key.as_str().unwrap_or_else(written);
                    let span = self.span(self.front.key(place));
                    let finding = Finding::new(&catalog::SCHEMA_KEY, self.file.as_str()).at(span).with("key", key);
                    self.push(finding.with_words("near", did_you_mean(key, known)));
                }
            }
        }
        entries
    }

    /// The entries of a group whose keys are names.
    pub fn each(&mut self, entry: Entry<'a>) -> Vec<Entry<'a>> {
        let Yaml::Mapping(mapping) = entry.value else {
            let next = both(
                "Viết mỗi mục dưới một tên, ví dụ theo-huyen: và các khóa của nó thụt vào.",
                "Write each entry below a name, such as by-district:, with its keys indented.",
            );
            self.wrong_value(entry, next);
            return Vec::new();
        };
        let entry = |(number, (key, value)): (usize, (&'a Yaml, &'a Yaml))| {
            let place = entry.place.inside(number);
            Entry { key: key.as_str().unwrap_or_default(), value, place }
        };
        mapping.iter().enumerate().map(entry).collect()
    }

    /// The items of a list that has some.
    pub fn items(&mut self, entry: Entry<'a>) -> Vec<Entry<'a>> {
        match entry.value {
            Yaml::Sequence(items) if !items.is_empty() => {
                let item = |(number, value)| Entry { key: "", value, place: entry.place.inside(number) };
                items.iter().enumerate().map(item).collect()
            }
            _ => {
                let next = both(
                    format!("Đây là một danh sách: dưới {}: mỗi mục một dòng bắt đầu bằng “  - ”.", entry.key),
                    format!("It is a list: below {}: a line for each item that begins with “  - ”.", entry.key),
                );
                self.wrong_value(entry, next);
                Vec::new()
            }
        }
    }

    /// A text; a number or flag as it is written.
    pub fn text(&mut self, entry: Entry) -> Option<String> {
        let text = match entry.value {
            Yaml::String(text) => Some(text.trim().to_owned()),
            Yaml::Number(_) | Yaml::Bool(_) => self.front.scalar(entry.place, entry.value).map(str::to_owned),
            _ => None,
        };
        if text.is_none() {
            let next = both("Viết một giá trị trên cùng dòng.", "Write one value on the same line.");
            self.wrong_value(entry, next);
        }
        text
    }

    /// A text that says something, and where it stands.
    pub fn named(&mut self, entry: Entry) -> Option<Named> {
        let name = self.text(entry)?;
        if name.is_empty() {
            let next = both("Điền giá trị, hoặc xóa dòng này.", "Fill it in, or delete the line.");
            self.wrong_value(entry, next);
            return None;
        }
        Some(Named { name, span: self.span(self.front.value(entry.place)) })
    }

    pub fn texts(&mut self, entry: Entry<'a>) -> Vec<String> {
        let items = self.items(entry);
        items.into_iter().filter_map(|item| self.text(item)).collect()
    }

    /// One text, or one for each language of the portal.
    pub fn localized(&mut self, entry: Entry<'a>) -> Localized {
        if !matches!(entry.value, Yaml::Mapping(_)) {
            return self.text(entry).map_or_else(Localized::default, |text| Localized::from(&*text));
        }
        let languages: Vec<&str> = self.languages.iter().map(String::as_str).collect();
        let entries = self.entries(entry, &languages);
        let texts = entries.into_iter().filter_map(|entry| Some((entry.key.to_owned(), self.text(entry)?)));
        Localized::of(texts.collect())
    }
}
