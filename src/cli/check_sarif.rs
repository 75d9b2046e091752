//! Turns what a check found into SARIF 2.1.0 (OASIS Standard, 27 March 2020), as GitHub's code scanning and editors read it.

use std::collections::HashMap;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

use super::check_told::{Report, text_and_hint};
use crate::diag::rules::{self, sarif};
use crate::diag::{Finding, Span};

/// What a path in a URI is not written as it is (RFC 3986, unreserved characters and slashes stay).
const ENCODED: AsciiSet = NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

pub fn report(report: &Report) -> Value {
    let numbers: HashMap<&str, usize> =
        rules::all().iter().enumerate().map(|(number, rule)| (rule.message.code, number)).collect();
    let results = report.findings.iter().zip(&report.marks);
    let results: Vec<Value> = results
        .map(|(finding, mark)| result(report, finding, mark, numbers.get(finding.message.code).copied().unwrap_or(0)))
        .collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "cong",
                "version": env!("CARGO_PKG_VERSION"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "language": report.language,
                "rules": rules::all().iter().map(|rule| sarif::descriptor(rule, report.language)).collect::<Vec<_>>(),
            } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

fn result(report: &Report, finding: &Finding, mark: &str, rule: usize) -> Value {
    let related: Vec<Value> = finding
        .related
        .iter()
        .map(|file| json!({ "physicalLocation": place(&report.path(file), None, None) }))
        .collect();
    let mut result = json!({
        "ruleId": finding.message.code,
        "ruleIndex": rule,
        "level": finding.severity().word("en"),
        "message": { "text": text_and_hint(finding, report.language) },
        "locations": [{ "physicalLocation": place(&report.path(&finding.file), finding.span, finding.excerpt.as_deref()) }],
        "partialFingerprints": { "cong/v1": mark, "primaryLocationLineHash": mark },
    });
    if !related.is_empty() {
        result["relatedLocations"] = Value::Array(related);
    }
    result
}

fn place(file: &str, span: Option<Span>, line: Option<&str>) -> Value {
    let uri = utf8_percent_encode(file, &ENCODED).to_string();
    let mut place = json!({ "artifactLocation": { "uri": uri, "uriBaseId": "%SRCROOT%" } });
    if let Some(Span { line: number, column, length }) = span {
        place["region"] =
            json!({ "startLine": number, "startColumn": column, "endColumn": column.saturating_add(length) });
        if let Some(line) = line {
            place["region"]["snippet"] = json!({ "text": line });
        }
    }
    place
}
