//! Finds values that a `#` cuts: turns the comments close behind them into findings with the value as it must stand.
//!
//! `title: Nghị quyết #42` is a title and a comment to YAML. A comment with two spaces before it, as `cong new` writes it,
//! is meant as one, and so is any behind a value that is no running text.

use super::kinds::{Field, FieldType, Kind};
use super::yaml::Front;
use super::yaml_faults::write;
use super::yaml_mends::{WHOLE, in_quotes, value_of};
use super::yaml_scan::{Before, Comment};
use crate::diag::{Finding, Span, catalog};
use crate::path::SourcePath;

pub fn findings(file: &SourcePath, front: &Front, kind: &Kind) -> Vec<Finding> {
    // Most front matter has no comment close behind anything.
    if front.mapping.is_empty() || front.comments.is_empty() {
        return Vec::new();
    }
    let lines: Vec<&str> = front.text().lines().collect();
    let cut = |comment: &Comment| {
        let field = field_of(kind, &lines, comment.owner)?;
        let line = lines.get(comment.line)?;
        let at = line.char_indices().nth(comment.column - 1)?.0;
        let lost = &line[at..];
        let runs_on = !lost[1..].starts_with([' ', '#']) && lost.len() > 1;
        let is_text = matches!(field.kind, FieldType::Text | FieldType::Markdown | FieldType::DocumentNumber);
        if !is_text || !(runs_on || comment.value == Before::Plain) {
            return None;
        }
        let next = if comment.owner == comment.line { mended(line, at) } else { whole() };
        let span = Span::new(comment.line + 2, comment.column, lost.trim_end().chars().count());
        let finding = Finding::new(&catalog::VALUE_CUT, file.as_str()).at(span).with("key", &field.name);
        Some(finding.with("lost", shortened(lost)).with_words("next", next))
    };
    front.comments.iter().filter_map(cut).collect()
}

/// The field whose value stands on a line: of the kind, or of a group of it.
fn field_of<'k>(kind: &'k Kind, lines: &[&str], owner: usize) -> Option<&'k Field> {
    let named = |fields: &'k [Field], name: &str| fields.iter().find(|field| field.name == name);
    let line = lines.get(owner)?;
    let text = line.trim_start_matches([' ', '-']);
    let key = text.split_once(':').map_or("", |(key, _)| key.trim_end());
    if text.len() == line.len() {
        return named(&kind.fields, key);
    }
    let above = lines[..owner].iter().rev().find(|line| !line.starts_with([' ', '-', '#']) && line.contains(':'))?;
    let around = named(&kind.fields, above.split_once(':')?.0.trim_end())?;
    if around.kind == FieldType::Group { named(&around.fields, key) } else { Some(around) }
}

/// The line with its value, the lost part of it included, in quotation marks.
fn mended(line: &str, hash: usize) -> (String, String) {
    let value = value_of(line);
    let from = line.rfind(value).unwrap_or(0);
    let kept = line.get(from..hash).unwrap_or_default().trim();
    let inner = |quote: char| kept.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
    let kept = inner('"').or_else(|| inner('\'')).unwrap_or(kept);
    let text = format!("{kept} {}", line[hash..].trim_end());
    write(&format!("{}{}", &line[..from], in_quotes(text.trim())))
}

fn whole() -> (String, String) {
    (WHOLE.0.trim_end_matches('.').to_owned(), WHOLE.1.trim_end_matches('.').to_owned())
}

fn shortened(text: &str) -> String {
    const LONGEST: usize = 60;
    let text = text.trim_end();
    if text.chars().count() <= LONGEST { text.to_owned() } else { text.chars().take(LONGEST).chain(['…']).collect() }
}
