//! Turns findings into text with the line they are about, or into JSON. Of many of one kind the first are shown, and how many
//! there are where; `--all` shows each.

use std::io::IsTerminal;

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use serde_json::{Value, json};

use super::{Common, complain, words};
use crate::diag::{Finding, Severity};
use crate::files::Files;
use crate::pipeline::add_excerpts;
use crate::pipeline::digest::{Cut, Digest, FIRST};

/// How much is shown of what there is much of.
#[derive(clap::Args, Clone, Copy)]
pub struct Extent {
    /// In mọi chỗ sai, không chỉ ba chỗ đầu của mỗi loại · Show every finding, not only the first three of each kind
    #[arg(long)]
    pub all: bool,
}

/// To whom findings are told, and how.
#[derive(Clone, Copy)]
pub struct Telling<'a> {
    /// Of the portal, for the lines that findings are about.
    pub files: &'a dyn Files,
    pub language: &'a str,
    pub common: &'a Common,
    pub extent: Extent,
}

/// Prints findings; with `--quiet` only errors, with `--json` none (they are part of the summary). Lines are read of those alone
/// that are shown.
pub fn show(findings: &[Finding], telling: Telling) {
    let Telling { files, language, common, extent } = telling;
    if common.json {
        return;
    }
    let is_terminal = std::io::stderr().is_terminal();
    let is_plain = !is_terminal || std::env::var_os("NO_COLOR").is_some();
    let renderer = if is_plain { Renderer::plain() } else { Renderer::styled() };
    let wanted = findings.iter().filter(|finding| !common.quiet || finding.severity() == Severity::Error);
    let digest = if extent.all { Digest::of_all(wanted) } else { Digest::of(wanted) };
    for of_file in digest.shown.chunk_by(|a, b| a.file == b.file) {
        let mut of_file: Vec<Finding> = of_file.iter().map(|finding| (*finding).clone()).collect();
        add_excerpts(&mut of_file, files);
        of_file.iter().for_each(|finding| complain(&text(finding, language, &renderer)));
    }
    if !digest.cut.is_empty() {
        complain(&counts(&digest.cut, language));
    }
    // Somebody sits there who may ask on; in a log or another program's hands it would be one line more of the same.
    if let Some(first) = digest.shown.first().filter(|_| is_terminal && !common.quiet) {
        complain(&explained(first, language));
    }
}

/// Where to read why a finding is told.
fn explained(finding: &Finding, language: &str) -> String {
    let line = words(
        language,
        "Vì sao báo, sửa thế nào cho đúng: cong rule {code} (hoặc mã khác ở trên).",
        "Why this is told, and how it is done right: cong rule {code} (or another code above).",
    );
    line.replace("{code}", finding.message.code) + "\n"
}

/// Of each kind that is not shown whole how many findings there are, and in which folders.
fn counts(cut: &[Cut], language: &str) -> String {
    let head = words(
        language,
        "Mỗi loại sau chỉ in {first} chỗ đầu; thêm --all để in đủ:",
        "Of each of these kinds the first {first} are shown; --all shows them all:",
    );
    let mut lines = vec![head.replace("{first}", &FIRST.to_string())];
    for kind in cut {
        let level = kind.title.severity().word(language);
        lines.push(format!("{level}[{}]: {}", kind.title.message.code, kind.text(language)));
        lines.push(format!("  {}", kind.folders.text(language)));
    }
    lines.join("\n") + "\n"
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
    }
}

/// One finding: `error[F09]: …`, `file:line:column`, the line with a mark under it, and the next step.
pub fn text(finding: &Finding, language: &str, renderer: &Renderer) -> String {
    let (level, name) = (level(finding.severity()), finding.severity().word(language));
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

/// The word for programs.
pub fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    }
}

pub fn to_json(finding: &Finding, language: &str) -> Value {
    json!({
        "code": finding.message.code,
        "severity": severity(finding.severity()),
        "file": &*finding.file,
        "line": finding.span.map(|span| span.line),
        "column": finding.span.map(|span| span.column),
        "message": finding.text(language),
        "hint": finding.hint(language),
        "related": finding.related.iter().map(|file| &**file).collect::<Vec<_>>(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::catalog;

    #[test]
    fn who_sits_at_a_terminal_is_told_where_to_read_why() {
        let finding = Finding::new(&catalog::UNKNOWN_KEY, "a.md");
        assert!(explained(&finding, "vi").contains("cong rule F09 (hoặc mã khác ở trên)"));
        assert!(explained(&finding, "en").contains("cong rule F09 (or another code above)"));
    }
}
