//! When public pages were changed: the `[history]` table of `site.toml`, and what git has told of commits, as a file that is laid over those
//! of the portal before a build.
//!
//! It holds moments and which parts were changed, and nothing else: no text of before, no name, no message of a commit.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::toml_text::Placed;
use crate::diag::{Finding, Message, catalog, did_you_mean};
use crate::files::Files;

/// Where a build finds it.
pub const FILE: &str = ".cong/history";

/// What is told readers of the changes of a page.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct HistorySettings {
    pub public: bool,
    /// Kinds whose items tell it; none for all.
    pub kinds: Vec<String>,
}

impl HistorySettings {
    pub fn tells(&self, kind: &str) -> bool {
        self.public && (self.kinds.is_empty() || self.kinds.iter().any(|own| own == kind))
    }

    /// Kinds that are named and do not exist.
    pub fn unknown(&self, file: &str, placed: &Placed, kinds: &[&str]) -> Vec<Finding> {
        let wrong = self.kinds.iter().enumerate().filter(|(_, kind)| !kinds.contains(&kind.as_str()));
        let finding = |(index, kind): (usize, &String)| {
            let way = format!("history.kinds.{index}");
            let finding = placed.finding(&catalog::CONFIG_VALUE, file, placed.value(&way)).with("key", "history.kinds");
            finding.with("value", kind).with_words("expected", did_you_mean(kind, kinds))
        };
        wrong.map(finding).collect()
    }
}

/// Which parts of a page a change touched; several may be.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Debug, Serialize, Deserialize)]
pub struct Parts(pub u8);

impl Parts {
    pub const TITLE: Parts = Parts(1);
    pub const SUMMARY: Parts = Parts(2);
    pub const TEXT: Parts = Parts(4);
    pub const FILES: Parts = Parts(8);
    pub const DETAILS: Parts = Parts(16);
    /// As templates have them, in the order in which they are told.
    pub const ALL: [(&str, Parts); 5] = [
        ("title", Parts::TITLE),
        ("summary", Parts::SUMMARY),
        ("text", Parts::TEXT),
        ("files", Parts::FILES),
        ("details", Parts::DETAILS),
    ];

    pub fn with(self, other: Parts) -> Parts {
        Parts(self.0 | other.0)
    }

    pub fn has(self, part: Parts) -> bool {
        self.0 & part.0 != 0
    }

    pub fn is_none(self) -> bool {
        self == Parts::default()
    }
}

/// What git knows of the portal.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
pub enum Extent {
    /// There is no git, or no repository with a commit in it.
    #[default]
    Nothing,
    /// The clone does not have all commits, so what it would tell is wrong.
    Shallow,
    Whole,
}

/// What became of one file; moments are seconds since 1970.
#[derive(Clone, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
pub struct FileHistory {
    /// The first commit in which readers could see it.
    pub born: i64,
    /// Later ones that changed what they see, the oldest first.
    pub changes: Vec<(i64, Parts)>,
}

#[derive(Clone, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
pub struct History {
    /// What it was made of: whoever makes it keeps it as long as that is the same.
    pub of: String,
    pub extent: Extent,
    /// By path in the portal, as files are called now.
    pub files: BTreeMap<String, FileHistory>,
}

impl History {
    /// `None` where nothing can be read.
    pub fn parse(bytes: &[u8]) -> Option<History> {
        serde_json::from_slice(bytes).ok()
    }

    pub fn to_bytes(&self) -> Vec<u8> {
        serde_json::to_vec(self).unwrap_or_default()
    }

    /// What is laid over the files, and a finding where that tells nothing. Where readers are told nothing, it is not read.
    /// `place`: a finding at the key that asks for it.
    pub fn read(
        files: &dyn Files,
        settings: &HistorySettings,
        place: impl Fn(&'static Message) -> Finding,
        findings: &mut Vec<Finding>,
    ) -> History {
        if !settings.public {
            return History::default();
        }
        let history = files.read(FILE).ok().and_then(|bytes| History::parse(&bytes)).unwrap_or_default();
        let message = match history.extent {
            Extent::Whole => return history,
            Extent::Shallow => &catalog::HISTORY_SHALLOW,
            Extent::Nothing => &catalog::HISTORY_NO_GIT,
        };
        findings.push(place(message));
        History::default()
    }
}
