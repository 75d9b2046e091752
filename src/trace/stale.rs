//! Decides whether an output must be made again: turns its last trace and what is true now into reasons.
//!
//! The decision is a pure function. No time stamps, no declared dependencies: an output is up to date when its own
//! document, its templates, the site's constants, what its context shows and every recorded answer still have the
//! same fingerprints. Anything that it cannot know it treats as changed.

use std::sync::Arc;

use super::{Fingerprint, Query};
use crate::files::Hash;
use crate::load::document::Language;
use crate::model::reads::Reads;

/// What an output was made from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Trace {
    pub inputs: Inputs,
    /// The template of a page; documents of data have none.
    pub template: Option<Arc<str>>,
    /// Whose labels and constants it shows.
    pub language: Language,
    /// What its template asked, in order.
    pub queries: Vec<Arc<Answered>>,
    /// The pages that it looked at beside those that the answers rest on.
    pub reads: Reads,
}

/// A question of a template, and what its answer rests on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Answered {
    pub query: Arc<Query>,
    /// What the answer showed.
    pub shown: Fingerprint,
    pub reads: Reads,
}

/// What an output is made from, before its template asks for more.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Inputs {
    /// The bytes of what it alone shows: its own document, for a search page the entry of its index.
    pub document: Option<Hash>,
    /// Its template, and those it extends, includes or takes components from.
    pub templates: Fingerprint,
    /// Labels and the site's constants in its language.
    pub constants: Fingerprint,
    /// Everything its context shows of other pages. What looks at nothing beside pages has none.
    pub shown: Fingerprint,
}

/// Why a page is rendered.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Reason {
    /// There is no trace of an earlier render.
    New,
    /// The file in the output folder is missing or is not the one that was written.
    Output,
    Document,
    Templates,
    Constants,
    Shown,
    Answer(Arc<Query>),
}

impl Trace {
    /// Of what looks at nothing else.
    pub fn of(inputs: Inputs) -> Trace {
        Trace { inputs, template: None, language: 0, queries: Vec::new(), reads: Reads::default() }
    }
}

/// The trace of an output that is up to date, as it is now; else why it is not. `now`: without answers. `answer`: what a
/// query is answered now.
pub fn verify(
    last: Option<&Trace>,
    mut now: Trace,
    answer: impl Fn(&Query) -> Option<Arc<Answered>>,
) -> Result<Trace, Vec<Reason>> {
    let Some(last) = last else { return Err(vec![Reason::New]) };
    let differs = [
        (last.inputs.document != now.inputs.document, Reason::Document),
        (last.inputs.templates != now.inputs.templates, Reason::Templates),
        (last.inputs.constants != now.inputs.constants, Reason::Constants),
        (last.inputs.shown != now.inputs.shown, Reason::Shown),
    ];
    let mut reasons: Vec<Reason> =
        differs.into_iter().filter(|(differs, _)| *differs).map(|(_, reason)| reason).collect();
    for asked in &last.queries {
        match answer(&asked.query).filter(|now| now.shown == asked.shown) {
            Some(answered) => now.queries.push(answered),
            None => reasons.push(Reason::Answer(asked.query.clone())),
        }
    }
    if reasons.is_empty() { Ok(now) } else { Err(reasons) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inputs(seed: u8) -> Inputs {
        let print = Fingerprint([seed; 16]);
        Inputs { document: None, templates: print, constants: print, shown: print }
    }

    #[test]
    fn a_page_without_a_trace_is_new() {
        assert_eq!(verify(None, Trace::of(inputs(0)), |_| None), Err(vec![Reason::New]));
    }

    #[test]
    fn only_what_differs_is_a_reason() {
        let menu = Arc::new(Query::Menu("main".to_owned(), 0));
        let answered = Arc::new(Answered { query: menu.clone(), shown: Fingerprint([7; 16]), reads: Reads::default() });
        let last = Trace { queries: vec![answered.clone()], ..Trace::of(inputs(0)) };
        let same = |_: &Query| Some(answered.clone());
        assert_eq!(verify(Some(&last), Trace::of(inputs(0)), same), Ok(last.clone()));
        let shown = Inputs { shown: Fingerprint([1; 16]), ..inputs(0) };
        assert_eq!(verify(Some(&last), Trace::of(shown), same), Err(vec![Reason::Shown]));
        assert_eq!(verify(Some(&last), Trace::of(inputs(0)), |_| None), Err(vec![Reason::Answer(menu)]));
    }
}
