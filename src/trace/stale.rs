//! Decides whether a page must be rendered again: turns its last trace and what is true now into reasons.
//!
//! The decision is a pure function. No time stamps, no declared dependencies: a job is up to date when its own
//! document, its templates, the site's constants, what its context shows and every recorded answer still have the
//! same fingerprints. Anything that it cannot know it treats as changed.

use std::sync::Arc;

use super::{Fingerprint, Query};
use crate::files::Hash;

/// What a page was made from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Trace {
    pub inputs: Inputs,
    /// What its template asked, in order, with what the answers showed.
    pub queries: Vec<(Arc<Query>, Fingerprint)>,
}

/// What a page is made from, before its template asks for more.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Inputs {
    /// The bytes of its own document.
    pub document: Option<Hash>,
    /// Its template, and those it extends, includes or takes components from.
    pub templates: Fingerprint,
    /// Labels and the site's constants in its language.
    pub constants: Fingerprint,
    /// Everything its context shows of other pages.
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

/// Empty when the page is up to date. `answer`: what a query shows now.
pub fn reasons(last: Option<&Trace>, now: &Inputs, answer: impl Fn(&Query) -> Option<Fingerprint>) -> Vec<Reason> {
    let Some(last) = last else { return vec![Reason::New] };
    let differs = [
        (last.inputs.document != now.document, Reason::Document),
        (last.inputs.templates != now.templates, Reason::Templates),
        (last.inputs.constants != now.constants, Reason::Constants),
        (last.inputs.shown != now.shown, Reason::Shown),
    ];
    let inputs = differs.into_iter().filter(|(differs, _)| *differs).map(|(_, reason)| reason);
    let answers = last.queries.iter().filter(|(query, shown)| answer(query) != Some(*shown));
    inputs.chain(answers.map(|(query, _)| Reason::Answer(query.clone()))).collect()
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
        assert_eq!(reasons(None, &inputs(0), |_| None), [Reason::New]);
    }

    #[test]
    fn only_what_differs_is_a_reason() {
        let menu = Arc::new(Query::Menu("main".to_owned(), 0));
        let last = Trace { inputs: inputs(0), queries: vec![(menu.clone(), Fingerprint([7; 16]))] };
        let same = |_: &Query| Some(Fingerprint([7; 16]));
        assert_eq!(reasons(Some(&last), &inputs(0), same), []);
        assert_eq!(reasons(Some(&last), &Inputs { shown: Fingerprint([1; 16]), ..inputs(0) }, same), [Reason::Shown]);
        assert_eq!(reasons(Some(&last), &inputs(0), |_| None), [Reason::Answer(menu)]);
    }
}
