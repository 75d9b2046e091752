//! The forms in which a check tells what it found to programs: one line each, SARIF, GitHub's commands, GitLab's report.

use serde_json::Value;

use super::check_told::Report;
use super::{check_github, check_gitlab, check_sarif, say};

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

/// Prints a report; those that are made for people as well are printed elsewhere.
pub fn print(report: &Report, format: Format) {
    match format {
        Format::Human | Format::Json => {}
        Format::Short => report.findings.iter().for_each(|finding| say(&report.line(finding))),
        Format::Sarif => say_json(&check_sarif::report(report)),
        Format::Github => check_github::print(report),
        Format::Gitlab => say_json(&check_gitlab::report(report)),
    }
}

fn say_json(report: &Value) {
    say(&serde_json::to_string_pretty(report).unwrap_or_default());
}
