//! Turns findings into text with the line they are about, or into JSON.

use std::collections::BTreeMap;
use std::io::IsTerminal;

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use serde_json::{Value, json};

use super::{Common, complain, words};
use crate::diag::{Diagnostic, Severity};

/// Notes of one kind that are shown one by one: nothing has to be done about them, and a portal of photographs has thousands.
const NOTES: usize = 5;

/// Prints all findings in order; with `--quiet` only errors, with `--json` none (they are part of the summary).
pub fn show(findings: &[Diagnostic], language: &str, common: &Common) {
    if common.json {
        return;
    }
    let renderer = if std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none() {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let shown = findings.iter().filter(|finding| !common.quiet || finding.severity() == Severity::Error);
    let mut notes: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in shown {
        if finding.severity() == Severity::Info {
            let count = notes.entry(finding.message.code).or_default();
            *count += 1;
            if *count > NOTES {
                continue;
            }
        }
        complain(&text(finding, language, &renderer));
    }
    for (code, count) in notes.into_iter().filter(|(_, count)| *count > NOTES) {
        let more = words(
            language,
            "lưu ý[{code}]: và {more} lần nữa; xem đủ bằng --json\n",
            "note[{code}]: and {more} more; --json has them all\n",
        );
        complain(&more.replace("{code}", code).replace("{more}", &(count - NOTES).to_string()));
    }
}

/// One finding: `error[F09]: …`, `file:line:column`, the line with a mark under it, and the next step.
pub fn text(finding: &Diagnostic, language: &str, renderer: &Renderer) -> String {
    let (level, name) = match finding.severity() {
        Severity::Error => (Level::ERROR, words(language, "lỗi", "error")),
        Severity::Warning => (Level::WARNING, words(language, "cảnh báo", "warning")),
        Severity::Info => (Level::INFO, words(language, "lưu ý", "note")),
    };
    let title = finding.text(language);
    let hint = finding.hint(language);
    let group = level.with_name(name).primary_title(title.as_str()).id(finding.message.code);
    let help = Level::HELP.with_name(words(language, "cách sửa", "help")).message(hint.as_str());
    let report = match (finding.span, &finding.excerpt) {
        (Some(span), Some(line)) => {
            // Columns are counted in what is shown, where space at its beginning is left out again.
            let line = match finding.excerpt_shift as usize {
                0 => line.to_string(),
                shift => " ".repeat(shift + 1) + line.trim_start_matches('…'),
            };
            let range = byte_range(&line, span.column as usize, span.length as usize);
            let snippet = Snippet::source(line)
                .line_start(span.line as usize)
                .path(&*finding.file)
                .annotation(AnnotationKind::Primary.span(range));
            renderer.render(&[group.element(snippet).element(help)])
        }
        (span, _) => {
            let place = span.map_or_else(
                || finding.file.to_string(),
                |span| format!("{}:{}:{}", finding.file, span.line, span.column),
            );
            let origin = annotate_snippets::Origin::path(place);
            renderer.render(&[group.element(origin).element(help)])
        }
    };
    let mut report = report.to_string();
    report.push('\n');
    report
}

/// Characters of a line as bytes, kept inside the line.
fn byte_range(line: &str, column: usize, length: usize) -> std::ops::Range<usize> {
    let byte = |character: usize| line.char_indices().nth(character).map_or(line.len(), |(at, _)| at);
    let start = byte(column.saturating_sub(1));
    start..byte(column.saturating_sub(1) + length).max(start)
}

pub fn to_json(finding: &Diagnostic, language: &str) -> Value {
    let severity = match finding.severity() {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    };
    json!({
        "code": finding.message.code,
        "severity": severity,
        "file": &*finding.file,
        "line": finding.span.map(|span| span.line),
        "column": finding.span.map(|span| span.column),
        "message": finding.text(language),
        "hint": finding.hint(language),
        "related": finding.related.iter().map(|file| &**file).collect::<Vec<_>>(),
    })
}
