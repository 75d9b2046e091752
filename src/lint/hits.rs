//! Turns what rules find in a text, by its place in bytes, into findings with line and column, and into mends.

use std::borrow::Cow;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::diag::{Argument, Finding, Message};
use crate::load::lines::Lines;
use crate::path::SourcePath;

/// What one rule says of one place.
pub struct Hit {
    pub message: &'static Message,
    /// In bytes of the source.
    pub range: Range<usize>,
    pub arguments: Vec<Argument>,
    /// What may stand there instead without asking anybody.
    pub fix: Option<String>,
}

/// A change that needs no thought: `replacement` in place of some bytes of the source.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Fix {
    pub range: Range<usize>,
    pub replacement: String,
}

/// A finding, and how it is mended where that is mechanical.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Found {
    pub finding: Finding,
    pub fix: Option<Fix>,
}

/// What was found so far.
#[derive(Default)]
pub struct Hits {
    found: Vec<Hit>,
}

impl Hits {
    /// `range`: bytes of the source.
    pub fn tell(&mut self, message: &'static Message, range: Range<usize>) -> &mut Hit {
        let at = self.found.len();
        self.found.push(Hit { message, range, arguments: Vec::new(), fix: None });
        &mut self.found[at]
    }

    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    pub fn append(&mut self, mut other: Hits) {
        self.found.append(&mut other.found);
    }

    pub fn extend(&mut self, hits: impl Iterator<Item = Hit>) {
        self.found.extend(hits);
    }

    /// What stands there `now` should be what is `wanted`, which may be put there without asking anybody.
    pub fn reword(&mut self, message: &'static Message, range: Range<usize>, now: &str, wanted: impl Into<String>) {
        let wanted = wanted.into();
        self.tell(message, range).with("now", now).with("wanted", &*wanted).fix(wanted);
    }

    /// The first of what was found, and how often it is there beside that.
    pub fn tell_once(&mut self, found: Hits) {
        let found = found.into_sorted();
        let others = found.len().saturating_sub(1);
        self.found.extend(found.into_iter().take(1).map(|mut hit| {
            let more = match others {
                0 => (String::new(), String::new()),
                1 => (" (và 1 chỗ nữa)".to_owned(), " (and at 1 more place)".to_owned()),
                _ => (format!(" (và {others} chỗ nữa)"), format!(" (and at {others} more places)")),
            };
            hit.with_words("more", more);
            hit
        }));
    }

    pub(super) fn into_sorted(mut self) -> Vec<Hit> {
        self.found.sort_by_key(|hit| (hit.range.start, hit.range.end, hit.message.code));
        self.found
    }
}

impl Hit {
    pub fn with(&mut self, name: &'static str, value: impl Into<String>) -> &mut Hit {
        self.arguments.push(Argument { name: Cow::Borrowed(name), vi: value.into(), en: None });
        self
    }

    /// An argument that is words: Vietnamese and English.
    pub fn with_words(&mut self, name: &'static str, (vi, en): (impl Into<String>, impl Into<String>)) -> &mut Hit {
        self.arguments.push(Argument { name: Cow::Borrowed(name), vi: vi.into(), en: Some(en.into()) });
        self
    }

    pub fn has(&self, name: &str) -> bool {
        self.arguments.iter().any(|argument| argument.name == name)
    }

    pub fn fix(&mut self, replacement: impl Into<String>) -> &mut Hit {
        self.fix = Some(replacement.into());
        self
    }
}

/// Hits with their lines and columns.
pub fn found(file: &SourcePath, source: &str, hits: Vec<Hit>) -> Vec<Found> {
    if hits.is_empty() {
        return Vec::new();
    }
    let lines = Lines::new(source);
    let found = |hit: Hit| {
        let mut finding = Finding::new(hit.message, file.as_str());
        finding.span = Some(lines.span(hit.range.start, hit.range.end, 1));
        finding.arguments = hit.arguments;
        Found { finding, fix: hit.fix.map(|replacement| Fix { range: hit.range, replacement }) }
    };
    hits.into_iter().map(found).collect()
}

/// A text with some of its ranges replaced; they are in order and apart.
pub fn applied(text: &str, edits: &[(Range<usize>, String)]) -> String {
    let (mut out, mut at) = (String::with_capacity(text.len() + 64), 0);
    for (range, replacement) in edits {
        out.push_str(text.get(at..range.start).unwrap_or_default());
        out.push_str(replacement);
        at = range.end.max(at);
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}
