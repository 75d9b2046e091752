//! Runs the examples of all rules: with the bad files the finding is told, with the good ones it is not, and nothing else is wrong
//! with these that would cost a page.

use cong::diag::rules::{self, Example, Rule};
use cong::diag::{Finding, Severity};
use rayon::prelude::*;

use crate::example_portal::{findings_of, with};
use crate::site_builder::place;

/// What an example says of its rule, where it is not what it should be.
fn wrong(rule: &Rule) -> Option<String> {
    let Example::Shown { bad, good } = &rule.example else { return None };
    let code = rule.message.code;
    let (told, mended) = (findings_of(with(bad)), findings_of(with(good)));
    let mut wrong = Vec::new();
    if !told.iter().any(|finding| finding.message.code == code) {
        wrong.push(format!("the bad example is not told; it is told {}", list(&told)));
    }
    if mended.iter().any(|finding| finding.message.code == code || finding.severity() == Severity::Error) {
        wrong.push(format!("the good example is told {}", list(&mended)));
    }
    (!wrong.is_empty()).then(|| format!("{code}: {}", wrong.join("\n     ")))
}

fn list(findings: &[Finding]) -> String {
    let line =
        |finding: &Finding| format!("\n       {} {}: {}", finding.message.code, place(finding), finding.text("en"));
    if findings.is_empty() { "nothing".to_owned() } else { findings.iter().map(line).collect() }
}

#[test]
fn every_bad_example_is_told_and_no_good_one_is() {
    let wrong: Vec<String> = rules::all().par_iter().filter_map(wrong).collect();
    assert!(wrong.is_empty(), "{} of {}\n{}", wrong.len(), rules::all().len(), wrong.join("\n"));
}
