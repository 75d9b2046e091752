//! Turns what a check found into the Code Quality report that GitLab shows in a merge request.

use serde_json::{Value, json};

use super::check_told::{Report, one_line};
use crate::diag::{Finding, Severity};

pub fn report(report: &Report) -> Value {
    let issue = |(finding, mark): (&Finding, &String)| {
        let severity = match finding.severity() {
            Severity::Error => "major",
            Severity::Warning => "minor",
            Severity::Info => "info",
        };
        json!({
            "description": one_line(&finding.text(report.language)),
            "check_name": finding.message.code,
            "fingerprint": mark,
            "severity": severity,
            "location": {
                "path": report.path(&finding.file),
                "lines": { "begin": finding.span.map_or(1, |span| span.line) },
            },
        })
    };
    report.findings.iter().zip(&report.marks).map(issue).collect()
}
