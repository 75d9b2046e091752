//! The one gate between documents and everything that collects them: turns a window and a moment into a verdict.

use jiff::Timestamp;

use crate::load::stage::Stage;
use crate::load::window::Window;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verdict {
    Public,
    Draft,
    /// Nobody has approved it.
    Unapproved(Stage),
    /// Appears at this moment.
    NotYet(Timestamp),
    /// Was taken down at this moment.
    Expired(Timestamp),
    /// The page that it translates is withheld.
    SourceWithheld,
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
    pub fn look(&self, window: &Window) -> Verdict {
        if self.show_all {
            return Verdict::Public;
        }
        if window.draft {
            return Verdict::Draft;
        }
        if let Some(stage) = window.stage {
            return Verdict::Unapproved(stage);
        }
        if let Some(moment) = window.opens.filter(|moment| moment.starts > self.at) {
            return Verdict::NotYet(moment.starts);
        }
        if let Some(moment) = window.closes.filter(|moment| moment.starts <= self.at) {
            return Verdict::Expired(moment.starts);
        }
        Verdict::Public
    }

    /// The next moment after `at` at which the verdict changes by itself.
    pub fn next_change(&self, window: &Window) -> Option<Timestamp> {
        let opens = window.opens.map(|moment| moment.starts).filter(|moment| *moment > self.at);
        let closes = window.closes.map(|moment| moment.starts).filter(|moment| *moment > self.at);
        match (opens, closes) {
            _ if window.draft || window.stage.is_some() => None,
            // It closes before it opens, or is closed for good.
            (Some(opens), Some(closes)) if closes <= opens => None,
            (Some(_), None) if window.closes.is_some() => None,
            (opens, closes) => opens.or(closes),
        }
    }
}
