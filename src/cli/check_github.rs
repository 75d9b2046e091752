//! Turns what a check found into commands that GitHub Actions shows in a pull request, and into the summary of the job.
//!
//! GitHub shows ten annotations of a step and drops the rest: of each kind the first is shown, errors before warnings, and
//! everything else stands in a table.

use std::collections::{BTreeMap, BTreeSet};

use super::check_told::{Report, one_line, text_and_hint, worst_first};
use super::{complain, reason, say, words};
use crate::diag::{Finding, Severity};
use crate::write::append_to_file;

/// As many as GitHub shows of a step.
const MOST: usize = 10;
/// A summary may have a million bytes.
const MOST_ROWS: usize = 2000;

pub fn print(report: &Report) {
    let shown = annotated(report);
    let kinds = kinds(report);
    for index in &shown {
        let finding = &report.findings[*index];
        let same = kinds.get(finding.message.code).map_or(1, Vec::len);
        say(&command(report, finding, same));
    }
    let rest: Vec<&Finding> = (0..report.findings.len())
        .filter(|index| !shown.contains(index))
        .map(|index| &report.findings[index])
        .collect();
    if let Some(path) = std::env::var_os("GITHUB_STEP_SUMMARY").filter(|_| !rest.is_empty()) {
        let saved = append_to_file(path.as_ref(), summary(report, rest).as_bytes());
        if let Err(error) = saved {
            complain(&format!("GITHUB_STEP_SUMMARY: {}", reason(&error, report.language)));
        }
    }
}

/// Places of findings, by rule.
fn kinds<'r>(report: &'r Report) -> BTreeMap<&'r str, Vec<usize>> {
    let mut kinds: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, finding) in report.findings.iter().enumerate() {
        kinds.entry(finding.message.code).or_default().push(index);
    }
    kinds
}

/// The first of each rule, errors before the rest and frequent rules before rare ones; then the second of each, and so on.
fn annotated(report: &Report) -> BTreeSet<usize> {
    let mut kinds: Vec<Vec<usize>> = kinds(report).into_values().collect();
    let worst = |kind: &Vec<usize>| kind.first().map(|index| worst_first(&report.findings[*index]));
    kinds.sort_by_key(|kind| (worst(kind), std::cmp::Reverse(kind.len())));
    let most = kinds.iter().map(Vec::len).max().unwrap_or(0);
    let in_turn = (0..most).flat_map(|turn| kinds.iter().filter_map(move |kind| kind.get(turn).copied()));
    in_turn.take(MOST).collect()
}

/// `::error file=…,line=…::text`
fn command(report: &Report, finding: &Finding, same: usize) -> String {
    let command = match finding.severity() {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "notice",
    };
    let mut properties = vec![format!("file={}", property(&report.path(&finding.file)))];
    if let Some(span) = finding.span {
        properties.push(format!(
            "line={},col={},endColumn={}",
            span.line,
            span.column,
            span.column.saturating_add(span.length)
        ));
    }
    properties.push(format!("title={}", property(finding.message.code)));
    let mut text = text_and_hint(finding, report.language);
    if same > 1 {
        let more = words(report.language, "\n(Có {count} chỗ như vậy.)", "\n(There are {count} of this kind.)");
        text.push_str(&more.replace("{count}", &same.to_string()));
    }
    format!("::{command} {}::{}", properties.join(","), data(&text))
}

/// As the runner reads it back (actions/toolkit, `command.ts`).
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

/// A table of what has no annotation.
fn summary(report: &Report, mut rest: Vec<&Finding>) -> String {
    rest.sort_by_key(|finding| worst_first(finding));
    let language = report.language;
    let head = words(
        language,
        "### cong check: {count} chỗ nữa\n\n| Mức | Quy tắc | Chỗ | Nội dung |\n| --- | --- | --- | --- |\n",
        "### cong check: {count} more\n\n| Level | Rule | Place | What is wrong |\n| --- | --- | --- | --- |\n",
    );
    let mut text = head.replace("{count}", &rest.len().to_string());
    for finding in rest.iter().take(MOST_ROWS) {
        let line = finding.span.map_or_else(String::new, |span| format!(":{}", span.line));
        let place = cell(&format!("{}{line}", report.path(&finding.file)));
        let (level, code) = (finding.severity().word("en"), finding.message.code);
        text.push_str(&format!("| {level} | {code} | {place} | {} |\n", cell(&finding.text(language))));
    }
    if let Some(more) = rest.len().checked_sub(MOST_ROWS).filter(|more| *more > 0) {
        text.push_str(
            &words(language, "\n… và {count} chỗ khác.\n", "\n… and {count} more.\n")
                .replace("{count}", &more.to_string()),
        );
    }
    text
}

/// A text that is nothing but text in a cell of a table.
fn cell(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for letter in one_line(text).chars() {
        match letter {
            '<' => shown.push_str("&lt;"),
            '>' => shown.push_str("&gt;"),
            '&' => shown.push_str("&amp;"),
            '@' => shown.push_str("&#64;"),
            '|' | '\\' | '`' | '*' | '_' | '[' | ']' | '!' | '#' | '~' => shown.extend(['\\', letter]),
            letter => shown.push(letter),
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_editor_wrote_is_no_command_and_no_markup() {
        assert_eq!(data("50%\n::error::x"), "50%25%0A::error::x");
        assert_eq!(property("a,b:c"), "a%2Cb%3Ac");
        assert_eq!(cell("a|b <img> @lan\n[x](y)"), "a\\|b &lt;img&gt; &#64;lan \\[x\\](y)");
    }
}
