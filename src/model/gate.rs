//! The one gate between documents and everything that collects them: turns a document and a moment into a verdict.

use jiff::Timestamp;

use crate::load::document::Document;
use crate::load::kinds::{DateRole, Kind};
use crate::time::Moment;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verdict {
    Public,
    Draft,
    /// Appears at this moment.
    NotYet(Timestamp),
    /// Was taken down at this moment.
    Expired(Timestamp),
    /// Its section is withheld.
    SectionWithheld,
}

/// What lets an item through.
#[derive(Clone, Copy, Debug)]
pub struct Gate {
    pub at: Timestamp,
    /// Everything passes: for previews, never for publishing.
    pub show_all: bool,
}

impl Gate {
    pub fn check(&self, document: &Document, kind: &Kind) -> Verdict {
        if self.show_all {
            return Verdict::Public;
        }
        if document.flag(kind, "draft") {
            return Verdict::Draft;
        }
        if let Some(moment) = appears(document, kind).filter(|moment| moment.starts > self.at) {
            return Verdict::NotYet(moment.starts);
        }
        if let Some(moment) = document.role(kind, DateRole::Withdraw).filter(|moment| moment.starts <= self.at) {
            return Verdict::Expired(moment.starts);
        }
        Verdict::Public
    }

    /// The next moment after `at` at which the verdict changes by itself.
    pub fn next_change(&self, document: &Document, kind: &Kind) -> Option<Timestamp> {
        if document.flag(kind, "draft") {
            return None;
        }
        let moments = [appears(document, kind), document.role(kind, DateRole::Withdraw)];
        moments.into_iter().flatten().map(|moment| moment.starts).filter(|moment| *moment > self.at).min()
    }
}

/// When an item appears: as scheduled, else on its date of publication, so that a date in the future never shows early.
fn appears(document: &Document, kind: &Kind) -> Option<Moment> {
    document.role(kind, DateRole::Publish).or_else(|| document.moment(kind, "date"))
}
