//! Turns a rule's result into a finding: messages with words in two languages, and texts short enough to show.

use std::ops::Range;

use super::Found;
use crate::diag::{Finding, Message, Span};
use crate::path::SourcePath;

/// Characters of a text that a message shows.
const LONGEST: usize = 60;

impl Found {
    pub fn new(message: &'static Message, range: Range<usize>) -> Found {
        Found { message, range, words: Vec::new(), fatal: false }
    }

    /// A value that is the same in both languages.
    pub fn with(self, name: &'static str, value: impl Into<String>) -> Found {
        let value = value.into();
        self.with_words(name, (value.clone(), value))
    }

    pub fn with_words(mut self, name: &'static str, words: (String, String)) -> Found {
        self.words.push((name, words));
        self
    }

    pub fn fatal(self) -> Found {
        Found { fatal: true, ..self }
    }

    pub fn finding(self, file: &SourcePath, span: Span) -> Finding {
        let mut finding = Finding::new(self.message, file.as_str()).at(span);
        for (name, (vi, en)) in self.words {
            finding = if vi == en { finding.with(name, vi) } else { finding.with_words(name, (vi, en)) };
        }
        if self.fatal { finding.fatal() } else { finding }
    }
}

pub fn both((vi, en): (&str, &str)) -> (String, String) {
    (vi.to_owned(), en.to_owned())
}

/// A text on one line, cut where it is long.
pub fn short(text: &str) -> String {
    let text = text.trim();
    let mut shown: String =
        text.chars().take(LONGEST).map(|letter| if letter == '\n' { ' ' } else { letter }).collect();
    if text.chars().nth(LONGEST).is_some() {
        shown.push('…');
    }
    shown
}
