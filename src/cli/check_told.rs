//! What a check found as the forms for programs share it: each with its line and with what it is known by in another run.

use std::cmp::Reverse;
use std::sync::Arc;

use crate::diag::{Finding, Severity};
use crate::files::Files;
use crate::pipeline::{self, Marks};

/// What is told, with the lines that it is about, and where the portal is.
pub struct Report<'a> {
    pub findings: Vec<Finding>,
    /// What each is known by, whatever its line.
    pub marks: Vec<String>,
    pub language: &'a str,
    /// Of the portal within its repository, `portal/`; empty where it is the repository.
    pub prefix: String,
}

impl<'a> Report<'a> {
    pub fn new(findings: &[Finding], files: &dyn Files, language: &'a str, prefix: String) -> Report<'a> {
        let mut findings = findings.to_vec();
        pipeline::add_excerpts(&mut findings, files);
        let mut marks = Marks::default();
        let marks = findings.iter().map(|finding| marks.of(finding)).collect();
        Report { findings, marks, language, prefix }
    }

    /// A file as its repository names it.
    pub fn path(&self, file: &Arc<str>) -> String {
        format!("{}{file}", self.prefix)
    }

    /// `file:line:column: level[code] text`
    pub fn line(&self, finding: &Finding) -> String {
        let place = finding.span.map_or_else(String::new, |span| format!("{}:{}:", span.line, span.column));
        let text = one_line(&finding.text(self.language));
        let (level, code) = (finding.severity().word("en"), finding.message.code);
        format!("{}:{place} {level}[{code}] {text}", self.path(&finding.file))
    }
}

pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What is wrong and what to do, as one text.
pub fn text_and_hint(finding: &Finding, language: &str) -> String {
    format!("{}\n{}", finding.text(language), finding.hint(language))
}

/// The order of levels, the worst first.
pub fn worst_first(finding: &Finding) -> Reverse<Severity> {
    Reverse(finding.severity())
}
