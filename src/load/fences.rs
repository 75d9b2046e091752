//! Turns the text of a Markdown file into its two parts at the `---` fences, and the first part into a YAML mapping.

use serde_yaml::Value as Yaml;

use super::fence_words;
use super::lines::Lines;
use super::yaml::{self, Front};
use super::yaml_faults::{self, Stop};
use super::yaml_scan::{self, Token, Trouble};
use super::yaml_twice::Twice;
use super::yaml_values::{self, DEEPEST, Refused};
use crate::diag::{Finding, Span, catalog};
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
pub fn split<'a>(file: &SourcePath, text: &'a str, kind: &str, findings: &mut Vec<Finding>) -> Option<Parts<'a>> {
    let finding = |message, span| Finding::new(message, file.as_str()).with("kind", kind).at(span).fatal();
    let first = text.split_inclusive('\n').next().unwrap_or("");
    if first.trim_end() != "---" {
        let finding = finding(&catalog::NO_FRONT_MATTER, Span::new(1, 1, first.trim_end().chars().count()));
        findings.push(finding.with_words("next", fence_words::unopened(text, kind)));
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
    let finding = finding(message, Span::new(1, 1, 3)).with_words("limit", (size("vi"), size("en")));
    findings.push(finding.with_words("next", fence_words::unclosed(text)));
    None
}

/// The front matter as it was read, checked for what YAML itself gets wrong.
pub fn front<'a>(file: &SourcePath, text: &'a str, findings: &mut Vec<Finding>) -> Option<Front<'a>> {
    let mut reject = |message, span: Span, arguments: &[(&'static str, String)]| {
        let mut finding = Finding::new(message, file.as_str()).at(span).fatal();
        for (name, value) in arguments {
            finding = finding.with(name, value.as_str());
        }
        findings.push(finding);
    };
    if let Some((line, column)) = yaml::find_tab(text) {
        let finding = Finding::new(&catalog::YAML_TAB, file.as_str()).at(Span::new(line + 2, column, 1)).fatal();
        findings.push(finding.with_words("next", fence_words::tab(text, line)));
        return None;
    }
    let depth = [("limit", DEEPEST.to_string())];
    let scanned = yaml_scan::scan(text);
    if let Some((trouble, line, column)) = scanned.trouble {
        let span = Span::new(line + 2, column, 1);
        match trouble {
            Trouble::Alias => findings.push(alias(file, span, text.lines().nth(line).unwrap_or_default())),
            Trouble::Depth => reject(&catalog::YAML_DEPTH, span, &depth),
        }
        return None;
    }
    let place_of = |error: &serde_yaml::Error| {
        error.location().map_or((0, 0), |at| (at.line().saturating_sub(1), at.column().saturating_sub(1)))
    };
    match yaml_values::read(text) {
        Ok(Yaml::Mapping(mapping)) => Some(Front::new(text, scanned, mapping)),
        Ok(Yaml::Null) => Some(Front::new(text, scanned, serde_yaml::Mapping::new())),
        Ok(_) => {
            // A single line such as `title:A` is a text, and lines that begin with hyphens are a list.
            let stop = Stop { line: text.lines().count().saturating_sub(1), column: 0, detail: "" };
            let found = yaml_faults::known(file, text, &stop);
            findings.push(found.unwrap_or_else(|| {
                Finding::new(&catalog::NOT_A_MAPPING, file.as_str()).at(Span::new(2, 1, 1)).fatal()
            }));
            None
        }
        Err(Refused::Alias) => {
            findings.push(alias(file, Span::new(2, 1, 1), ""));
            None
        }
        Err(Refused::Depth(error)) => {
            let (line, column) = place_of(&error);
            reject(&catalog::YAML_DEPTH, Span::new(line + 2, column + 1, 1), &depth);
            None
        }
        Err(Refused::Syntax(error)) => {
            let (line, column) = place_of(&error);
            if let Some(twice) = Twice::find(text, &scanned.tokens, error.to_string().contains("duplicate")) {
                let span = |token: Token| Lines::new(text).span(token.from, token.to, 2);
                let arguments = [("key", twice.key.to_owned()), ("line", span(twice.first).line.to_string())];
                reject(&catalog::DUPLICATE_KEY, span(twice.again), &arguments);
                return None;
            }
            findings.push(yaml_faults::find(file, text, &Stop { line, column, detail: &error.to_string() }));
            None
        }
    }
}

fn alias(file: &SourcePath, span: Span, line: &str) -> Finding {
    let finding = Finding::new(&catalog::YAML_ALIAS, file.as_str()).at(span).fatal();
    finding.with_words("next", yaml_faults::without_sign(line))
}
