//! The forms in which a check tells what it found to programs: one line each, SARIF, GitHub's commands, GitLab's report.

use std::sync::Arc;

use serde_json::Value;

use super::{check_github, check_gitlab, check_sarif, say};
use crate::diag::{Finding, Severity};
use crate::files::Files;
use crate::pipeline::{self, Marks};

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, clap::ValueEnum)]
pub enum Format {
    /// For people.
    #[default]
    Human,
    /// `file:line:column: level[code] text`
    Short,
    Json,
    /// SARIF 2.1.0.
    Sarif,
    /// Workflow commands of GitHub Actions, and a summary of the job.
    Github,
    /// Code Quality of GitLab.
    Gitlab,
}

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

    /// Prints it; those that are made for people as well are printed elsewhere.
    pub fn print(&self, format: Format) {
        match format {
            Format::Human | Format::Json => {}
            Format::Short => self.findings.iter().for_each(|finding| say(&self.line(finding))),
            Format::Sarif => print(&check_sarif::report(self)),
            Format::Github => check_github::print(self),
            Format::Gitlab => print(&check_gitlab::report(self)),
        }
    }

    fn line(&self, finding: &Finding) -> String {
        let place = finding.span.map_or_else(String::new, |span| format!("{}:{}:", span.line, span.column));
        let text = one_line(&finding.text(self.language));
        let (level, code) = (level(finding.severity()), finding.message.code);
        format!("{}:{place} {level}[{code}] {text}", self.path(&finding.file))
    }
}

fn print(report: &Value) {
    say(&serde_json::to_string_pretty(report).unwrap_or_default());
}

/// The word for a level in forms that programs read.
pub fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What is wrong and what to do, as one text.
pub fn text_and_hint(finding: &Finding, language: &str) -> String {
    format!("{}\n{}", finding.text(language), finding.hint(language))
}
