//! Turns what a document says of its publication into a window: from when and until when readers may see it.

use super::document::Document;
use super::kinds::{DateRole, Kind};
use super::stage::Stage;
use crate::time::Moment;

/// From the beginning of `opens` until the beginning of `closes`; a draft is open at no moment, nor is what is not approved.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, serde::Serialize, serde::Deserialize)]
pub struct Window {
    pub draft: bool,
    /// What it lacks to be approved.
    pub stage: Option<Stage>,
    pub opens: Option<Moment>,
    pub closes: Option<Moment>,
}

impl Window {
    pub fn of(document: &Document, kind: &Kind) -> Window {
        // As scheduled, else on the date of publication, so that a date in the future never shows early.
        let publish = document.role(kind, DateRole::Publish).or_else(|| document.moment(kind, "date"));
        // What has no page of its own shows where others show it: before that day nothing of it is public.
        let shown = document.role(kind, DateRole::Opens).filter(|_| !kind.listed);
        // And after its last day nothing of it is, its picture neither.
        let over = document.role(kind, DateRole::Closes).filter(|_| !kind.listed);
        let over = over.map(|day| Moment { starts: day.ends(), whole_day: false, ..day });
        Window {
            draft: document.flag(kind, "draft"),
            stage: document.approval.stage,
            opens: publish.max(shown).max(document.approval.from),
            closes: [document.role(kind, DateRole::Withdraw), over].into_iter().flatten().min(),
        }
    }

    /// Open only while both are.
    pub fn meet(self, other: Window) -> Window {
        Window {
            draft: self.draft || other.draft,
            stage: self.stage.max(other.stage),
            opens: self.opens.max(other.opens),
            closes: match (self.closes, other.closes) {
                (Some(one), Some(two)) => Some(one.min(two)),
                (one, two) => one.or(two),
            },
        }
    }

    /// The moments of this window that `own`, a part of it, does not say itself; both where `all` are asked for.
    pub fn beyond(self, own: Window, all: bool) -> (Option<Moment>, Option<Moment>) {
        let more = |whole: Option<Moment>, own: Option<Moment>| {
            let is_same = whole.map(|moment| moment.starts) == own.map(|moment| moment.starts);
            whole.filter(|_| !is_same || all)
        };
        (more(self.opens, own.opens), more(self.closes, own.closes))
    }

    /// Open at every moment.
    pub fn is_always(&self) -> bool {
        *self == Window::default()
    }
}
