//! The `[check]` tables of `site.toml`: at which level rules are told, in the whole portal or in a folder of it.
//!
//! None of it decides what is built.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;

use super::toml_text::Placed;
use crate::diag::rules;
use crate::diag::{Finding, Message, Severity, catalog, did_you_mean};

#[derive(Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CheckSettings {
    /// Rule → `off`, `note`, `warning` or `error`.
    rules: BTreeMap<String, String>,
    section: Vec<SectionRules>,
    /// Where the tone stands in `hòa`, `khỏe`, `thủy`: `old`, `new`, or `any`, but one in a file.
    tone: Option<String>,
    /// Hosts that the portal knows, `*.gov.vn` for all below one; none where it does not care.
    pub hosts: Vec<String>,
    #[serde(skip)]
    read: Vec<FolderRules>,
}

/// Of a folder below `content/`.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct SectionRules {
    folder: String,
    #[serde(default)]
    rules: BTreeMap<String, String>,
}

/// What was understood of it: the deepest folder first, the whole portal last.
#[derive(Clone)]
struct FolderRules {
    /// `content/tin-tuc/`; empty for the whole portal.
    below: String,
    /// `None`: not told.
    levels: BTreeMap<&'static str, Option<Severity>>,
}

/// In the fingerprint of a site, which is what this writes, is nothing of it: no page shows it.
impl fmt::Debug for CheckSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CheckSettings")
    }
}

const TONES: [&str; 3] = ["old", "new", "any"];

const LEVELS: [(&str, Option<Severity>); 4] = [
    ("off", None),
    ("note", Some(Severity::Info)),
    ("warning", Some(Severity::Warning)),
    ("error", Some(Severity::Error)),
];

impl CheckSettings {
    /// Reads the names of rules and levels. What is wrong with them stops nothing: it is left out.
    pub fn check(&mut self, file: &str, placed: &Placed, findings: &mut Vec<Finding>) {
        let whole = (String::new(), &self.rules, "check.rules".to_owned());
        let sections = self.section.iter().enumerate().map(|(index, section)| {
            (format!("{}/", section.path()), &section.rules, format!("check.section.{index}.rules"))
        });
        let read = |(below, rules, way): (String, &BTreeMap<String, String>, String)| {
            let told = |message, rule: &str| placed.finding(message, file, placed.value(&format!("{way}.{rule}")));
            let levels = rules.iter().filter_map(|(rule, level)| match understood(rule, level) {
                Ok(level) => Some(level),
                Err(wrong) => {
                    findings.push(wrong(&|message| told(message, rule)));
                    None
                }
            });
            FolderRules { below, levels: levels.collect() }
        };
        self.read = [whole].into_iter().chain(sections).map(read).filter(|read| !read.levels.is_empty()).collect();
        self.read.sort_by_key(|read| std::cmp::Reverse(read.below.len()));
        if let Some(tone) = self.tone.as_deref().filter(|tone| !TONES.contains(tone)) {
            let finding = placed.finding(&catalog::CONFIG_VALUE, file, placed.value("check.tone"));
            let finding = finding.with("key", "check.tone").with("value", tone);
            findings.push(finding.with_words("expected", did_you_mean(tone, &TONES)));
        }
    }

    /// One of `TONES`; the last where nothing is said.
    pub fn tone(&self) -> &str {
        self.tone.as_deref().unwrap_or(TONES[2])
    }

    pub fn names_folders(&self) -> bool {
        !self.section.is_empty()
    }

    /// Folders that are named and that hold no page. `all`: of the portal, below `content/`.
    pub fn unknown_folders(&self, file: &str, placed: &Placed, all: &[&str]) -> Vec<Finding> {
        let is_there = |folder: &str| all.iter().any(|known| known.strip_prefix(folder).is_some_and(is_end));
        let unknown = self.section.iter().enumerate().filter(|(_, section)| !is_there(&section.path()));
        let names: Vec<&str> = all.iter().filter_map(|folder| folder.strip_prefix("content/")).collect();
        let finding = |(index, section): (usize, &SectionRules)| {
            let way = format!("check.section.{index}.folder");
            let finding = placed.finding(&catalog::CHECK_FOLDER, file, placed.value(&way));
            finding.with("folder", &section.folder).with_words("near", did_you_mean(&section.folder, &names))
        };
        unknown.map(finding).collect()
    }

    /// Whether nothing is told otherwise than usual.
    pub fn is_empty(&self) -> bool {
        self.read.is_empty()
    }

    /// At which level a message is told of a file; `Some(None)`: not at all; `None`: as usual. The deepest folder decides.
    pub fn level(&self, message: &Message, file: &str) -> Option<Option<Severity>> {
        let mut folders = self.read.iter().filter(|folder| file.starts_with(&folder.below));
        folders.find_map(|folder| folder.levels.get(message.code).copied())
    }

    /// Whether a rule that is usually asked, or is not, is asked anywhere.
    pub fn is_asked(&self, message: &Message, usually: bool) -> bool {
        let mut levels = self.read.iter().filter_map(|folder| folder.levels.get(message.code));
        let whole = self.read.iter().find(|folder| folder.below.is_empty());
        let whole = whole.and_then(|folder| folder.levels.get(message.code));
        whole.map_or(usually, Option::is_some) || levels.any(Option::is_some)
    }
}

impl SectionRules {
    /// `tin-tuc/`, `content/tin-tuc` → `content/tin-tuc`
    fn path(&self) -> String {
        let folder = self.folder.trim_matches('/');
        format!("content/{}", folder.strip_prefix("content/").unwrap_or(folder)).trim_end_matches('/').to_owned()
    }
}

fn is_end(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with('/')
}

/// Makes a finding of what `told` makes of a message.
type Wrong<'a> = Box<dyn Fn(&dyn Fn(&'static Message) -> Finding) -> Finding + 'a>;

/// A rule and its level.
fn understood<'a>(rule: &'a str, level: &'a str) -> Result<(&'static str, Option<Severity>), Wrong<'a>> {
    let Some(message) = rules::message(rule) else {
        return Err(Box::new(move |told| {
            told(&catalog::RULE_UNKNOWN).with("rule", rule).with_words("near", near_rule(rule))
        }));
    };
    let Some((_, level)) = LEVELS.iter().find(|(name, _)| *name == level) else {
        let names = LEVELS.map(|(name, _)| name);
        return Err(Box::new(move |told| {
            let finding = told(&catalog::LEVEL_UNKNOWN).with("rule", rule).with("level", level);
            finding.with_words("near", did_you_mean(level, &names))
        }));
    };
    if catalog::stops(message) && *level != Some(Severity::Error) {
        return Err(Box::new(move |told| told(&catalog::RULE_STOPS).with("rule", rule)));
    }
    Ok((message.code, *level))
}

/// Words about the rule that was meant.
pub fn near_rule(rule: &str) -> (String, String) {
    let codes: Vec<&str> = catalog::ALL.iter().map(|message| message.code).collect();
    match crate::diag::nearest(rule, codes.iter().copied()) {
        Some(_) => did_you_mean(rule, &codes),
        None => (
            "Mã của quy tắc là mã in trong ngoặc vuông sau “lỗi”, “cảnh báo”, ví dụ V10.".to_owned(),
            "A rule is called by the code in square brackets behind “error” or “warning”, such as V10.".to_owned(),
        ),
    }
}
