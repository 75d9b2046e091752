//! Runs the examples of all rules: with the bad files the finding is told, with the good ones it is not, and nothing else is wrong
//! with these that would cost a page.

use std::collections::BTreeMap;

use cong::diag::rules::{self, Content, Example, Rule};
use cong::diag::{Finding, Severity};
use rayon::prelude::*;

use crate::example_portal::{findings_of, ready, with};
use crate::site_builder::place;

/// Good examples that have no file in common: they are built together, which tells as much and takes a third of the time.
#[derive(Default)]
struct Batch {
    files: BTreeMap<&'static String, &'static Content>,
    rules: Vec<&'static Rule>,
}

fn batches() -> Vec<Batch> {
    let mut batches: Vec<Batch> = Vec::new();
    for rule in rules::all() {
        let Example::Shown { good, .. } = &rule.example else { continue };
        let is_free = |batch: &Batch| good.keys().all(|path| !batch.files.contains_key(path));
        let at = batches.iter().position(is_free).unwrap_or(batches.len());
        if at == batches.len() {
            batches.push(Batch::default());
        }
        batches[at].files.extend(good);
        batches[at].rules.push(rule);
    }
    batches
}

/// Where a bad example is not told.
fn untold(rule: &Rule) -> Option<String> {
    let Example::Shown { bad, .. } = &rule.example else { return None };
    let told = findings_of(with(bad));
    let is_told = told.iter().any(|finding| finding.message.code == rule.message.code);
    (!is_told).then(|| format!("{}: the bad example is not told; it is told {}", rule.message.code, list(&told)))
}

/// Good examples that are told something.
fn told(batch: &Batch) -> Vec<String> {
    let is_silent = |findings: &[Finding], rule: &Rule| {
        let is_about =
            |finding: &Finding| finding.message.code == rule.message.code || finding.severity() == Severity::Error;
        !findings.iter().any(is_about)
    };
    let together = findings_of(with(batch.files.iter().map(|(path, content)| (*path, *content))));
    if batch.rules.iter().all(|rule| is_silent(&together, rule)) {
        return Vec::new();
    }
    // Which one it is, or none if they are only no portal together.
    let alone = batch.rules.iter().filter_map(|rule| {
        let Example::Shown { good, .. } = &rule.example else { return None };
        let told = findings_of(with(good));
        (!is_silent(&told, rule)).then(|| format!("{}: the good example is told {}", rule.message.code, list(&told)))
    });
    alone.collect()
}

fn list(findings: &[Finding]) -> String {
    let line =
        |finding: &Finding| format!("\n       {} {}: {}", finding.message.code, place(finding), finding.text("en"));
    if findings.is_empty() { "nothing".to_owned() } else { findings.iter().map(line).collect() }
}

#[test]
fn every_bad_example_is_told() {
    ready();
    let wrong: Vec<String> = rules::all().par_iter().filter_map(untold).collect();
    assert!(wrong.is_empty(), "{} of {}\n{}", wrong.len(), rules::all().len(), wrong.join("\n"));
}

#[test]
fn no_good_example_is_told_what_it_mends_or_has_an_error() {
    ready();
    let wrong: Vec<String> = batches().par_iter().flat_map_iter(told).collect();
    assert!(wrong.is_empty(), "{} of {}\n{}", wrong.len(), rules::all().len(), wrong.join("\n"));
}
