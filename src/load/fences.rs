//! Turns the text of a Markdown file into its two parts at the `---` fences, and the first part into a YAML mapping.

use rustc_hash::FxHashMap;
use serde_yaml::Value as Yaml;

use super::yaml::{self, YamlText};
use super::yaml_scan::{self, Trouble};
use super::yaml_values::{self, DEEPEST, Refused};
use crate::diag::{Diagnostic, Span, catalog};
use crate::path::SourcePath;
use crate::text::number::file_size;

/// The largest front matter that is read, in bytes.
pub const LARGEST: usize = 64_000;

/// The two parts of a Markdown file.
#[derive(Debug, PartialEq, Eq)]
pub struct Parts<'a> {
    pub yaml: &'a str,
    pub body: &'a str,
    /// The line of the file on which the body begins, counted from 1.
    pub body_line: usize,
}

/// Cuts a file at its fences. `kind` is only for the hint.
pub fn split<'a>(file: &SourcePath, text: &'a str, kind: &str, findings: &mut Vec<Diagnostic>) -> Option<Parts<'a>> {
    let finding = |message, span| Diagnostic::new(message, file.as_str()).with("kind", kind).at(span).fatal();
    let first = text.split_inclusive('\n').next().unwrap_or("");
    if first.trim_end() != "---" {
        findings.push(finding(&catalog::NO_FRONT_MATTER, Span::new(1, 1, first.trim_end().chars().count())));
        return None;
    }
    let mut at = first.len();
    for (index, line) in text[first.len()..].split_inclusive('\n').enumerate() {
        if line.trim_end() == "---" {
            let parts = Parts { yaml: &text[first.len()..at], body: &text[at + line.len()..], body_line: index + 3 };
            return Some(parts);
        }
        at += line.len();
        if at > LARGEST {
            break;
        }
    }
    let closed = text[at..].lines().any(|line| line.trim_end() == "---");
    let message = if closed { &catalog::FRONT_MATTER_LONG } else { &catalog::UNCLOSED_FENCE };
    let size = |language| file_size(LARGEST as u64, language);
    findings.push(finding(message, Span::new(1, 1, 3)).with_words("limit", (size("vi"), size("en"))));
    None
}

/// The outermost mapping of the front matter, checked for what YAML itself gets wrong.
pub fn mapping(file: &SourcePath, text: &str, findings: &mut Vec<Diagnostic>) -> Option<serde_yaml::Mapping> {
    let place = YamlText::new(text, 2);
    let mut reject = |message, span: Span, arguments: &[(&'static str, String)]| {
        let mut finding = Diagnostic::new(message, file.as_str()).at(span).fatal();
        for (name, value) in arguments {
            finding = finding.with(name, value.as_str());
        }
        findings.push(finding);
    };
    if let Some((line, column)) = yaml::find_tab(text) {
        reject(&catalog::YAML_TAB, Span::new(line + 2, column, 1), &[]);
        return None;
    }
    let depth = [("limit", DEEPEST.to_string())];
    if let Some((trouble, line, column)) = yaml_scan::find(text) {
        let span = Span::new(line + 2, column, 1);
        match trouble {
            Trouble::Alias => reject(&catalog::YAML_ALIAS, span, &[]),
            Trouble::Depth => reject(&catalog::YAML_DEPTH, span, &depth),
        }
        return None;
    }
    let mut seen = FxHashMap::default();
    for (key, line) in place.top_keys() {
        if let Some(first) = seen.insert(key, line) {
            let arguments = [("key", key.to_owned()), ("line", first.to_string())];
            reject(&catalog::DUPLICATE_KEY, Span::new(line, 1, key.chars().count()), &arguments);
            return None;
        }
    }
    let place_of = |error: &serde_yaml::Error| {
        error.location().map_or(Span::new(2, 1, 1), |at| Span::new(at.line() + 1, at.column(), 1))
    };
    match yaml_values::read(text) {
        Ok(Yaml::Mapping(mapping)) => Some(mapping),
        Ok(Yaml::Null) => Some(serde_yaml::Mapping::new()),
        Ok(_) => {
            reject(&catalog::NOT_A_MAPPING, Span::new(2, 1, 1), &[]);
            None
        }
        Err(Refused::Alias) => {
            reject(&catalog::YAML_ALIAS, Span::new(2, 1, 1), &[]);
            None
        }
        Err(Refused::Depth(error)) => {
            reject(&catalog::YAML_DEPTH, place_of(&error), &depth);
            None
        }
        Err(Refused::Syntax(error)) => {
            let span = place_of(&error);
            let detail = error.to_string();
            let detail = detail.split(" at line ").next().unwrap_or_default();
            let detail: String = detail.chars().take(200).collect();
            if detail.contains("mapping values are not allowed") {
                reject(&catalog::YAML_COLON, span, &[]);
            } else {
                findings.push(syntax(file, text, span, detail));
            }
            None
        }
    }
}

/// Tells what YAML did not take, and how to write a value that begins with one of its signs: the value is shown as it
/// must stand.
fn syntax(file: &SourcePath, text: &str, span: Span, detail: String) -> Diagnostic {
    // The reader stops behind the mistake, often on the next line.
    let near = |line: usize| (span.line.saturating_sub(1)..=span.line).contains(&(line as u32));
    let unquoted =
        text.lines().zip(2..).filter(|(_, line)| near(*line)).find_map(|(text, line)| Some((line, sign_first(text)?)));
    let finding = Diagnostic::new(&catalog::YAML_SYNTAX, file.as_str()).fatal();
    match unquoted {
        Some((line, (key, value))) => {
            let sign: String = value.chars().take(1).collect();
            let what = |vi: &str| format!("{vi} “{sign}”");
            let written = value.replace('\\', "\\\\").replace('"', "\\\"");
            let mend = |vi: &str| format!("{vi}: {key}: \"{written}\"");
            let finding = finding.at(Span::new(line, 1, key.chars().count()));
            let detail = (what("giá trị bắt đầu bằng dấu"), what("a value begins with"));
            finding.with_words("detail", detail).with_words("next", (mend("Viết"), mend("Write")))
        }
        None => finding.at(span).with("detail", detail).with_words(
            "next",
            (
                "Mỗi dòng có dạng khóa: giá trị. Giá trị có dấu đặc biệt thì đặt trong dấu ngoặc kép.".to_owned(),
                "Each line is key: value. Put a value with special characters in quotation marks.".to_owned(),
            ),
        ),
    }
}

/// The key and the value of a line whose value begins with a sign that YAML keeps for itself.
fn sign_first(line: &str) -> Option<(&str, &str)> {
    const LONGEST: usize = 200;
    let (key, value) = line.trim_start_matches([' ', '-']).split_once(": ")?;
    let value = value.split(" #").next().unwrap_or_default().trim();
    (value.starts_with([',', '@', '`', '%', ']', '}']) && line.len() <= LONGEST).then_some((key.trim(), value))
}
