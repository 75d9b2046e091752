//! Turns what was found into what is told: at the level that `site.toml` sets, without what a page accepts.
//!
//! What stops a page is told as it is, whatever is set or accepted.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::diag::{self, Finding, Message, Severity, catalog};
use crate::lint;
use crate::load::acceptances::Acceptance;
use crate::load::config::Config;
use crate::load::document::Document;

#[derive(Default)]
pub struct Told {
    config: Option<Arc<Config>>,
    /// By file.
    accepted: BTreeMap<String, Arc<Document>>,
}

/// Acceptances that were needed, by file and number.
pub type Needed = BTreeSet<(String, usize)>;

impl Told {
    pub fn set(&mut self, config: &Arc<Config>) {
        self.config = Some(config.clone());
    }

    pub fn accept(&mut self, documents: &[Arc<Document>]) {
        let accepting = documents.iter().filter(|document| !document.accepts.is_empty());
        self.accepted = accepting.map(|document| (document.source.to_string(), document.clone())).collect();
    }

    /// Whether a rule is asked anywhere that is usually asked, or is not.
    pub fn is_asked(&self, message: &'static Message, usually: bool) -> bool {
        self.config.as_ref().map_or(usually, |config| config.check.is_asked(message, usually))
    }

    /// Findings in the order in which they are shown. Lines are added to those that are: see `add_excerpts`.
    pub fn sorted(&self, findings: impl Iterator<Item = Finding>) -> Vec<Finding> {
        let mut findings: Vec<Finding> = findings.collect();
        self.apply(&mut findings);
        diag::sort(&mut findings);
        findings
    }

    /// Whether a message is told of a file.
    pub fn tells(&self, message: &'static Message, file: &str) -> bool {
        let level = || self.config.as_ref().and_then(|config| config.check.level(message, file));
        catalog::stops(message)
            || self.acceptance(message, file).is_none()
                && level().map_or_else(|| lint::is_on_by_default(message), |level| level.is_some())
    }

    /// Leaves what is told, at its level.
    pub fn apply(&self, findings: &mut Vec<Finding>) -> Needed {
        let mut needed = Needed::new();
        let is_usual = self.config.as_ref().is_none_or(|config| config.check.is_empty());
        if !is_usual || !self.accepted.is_empty() {
            findings.retain_mut(|finding| self.is_told(finding, &mut needed));
        }
        needed
    }

    /// Whether any of these stops a release.
    pub fn has_errors(&self, findings: &[Finding]) -> bool {
        let is_error = |finding: &Finding| {
            let mut finding = finding.clone();
            self.is_told(&mut finding, &mut Needed::new()) && finding.severity() == Severity::Error
        };
        findings.iter().any(is_error)
    }

    fn is_told(&self, finding: &mut Finding, needed: &mut Needed) -> bool {
        if finding.fatal || catalog::stops(finding.message) {
            return true;
        }
        if let Some((file, number)) = self.acceptance(finding.message, &finding.file) {
            needed.insert((file.to_owned(), number));
            return false;
        }
        match self.config.as_ref().and_then(|config| config.check.level(finding.message, &finding.file)) {
            Some(None) => false,
            Some(level) => {
                finding.level = level;
                true
            }
            // It is asked for another folder alone.
            None => lint::is_on_by_default(finding.message),
        }
    }

    fn acceptance(&self, message: &'static Message, file: &str) -> Option<(&str, usize)> {
        let (file, document) = self.accepted.get_key_value(file)?;
        let number = document.accepts.iter().position(|accepted| std::ptr::eq(accepted.rule, message))?;
        Some((file, number))
    }

    /// What is said of acceptances that nothing needs. `is_asked`: whether all that there is to say of a file was found.
    pub fn unneeded(&self, needed: &Needed, is_asked: &dyn Fn(&str) -> bool) -> Vec<Finding> {
        let files = self.accepted.iter().filter(|(file, _)| is_asked(file));
        let all = files.flat_map(|(file, document)| document.accepts.iter().enumerate().map(move |it| (file, it)));
        // Other hosts are not asked in every check.
        let unneeded = all.filter(|(file, (number, accepted))| {
            !catalog::OF_OTHER_HOSTS.contains(&accepted.rule) && !needed.contains(&((*file).clone(), *number))
        });
        let finding = |(file, (_, Acceptance { rule, span })): (&String, (usize, &Acceptance))| {
            Finding::new(&catalog::ACCEPT_UNUSED, file).at(*span).with("rule", rule.code)
        };
        unneeded.map(finding).collect()
    }
}
