//! Turns what only a slip of the hand explains, in a text that is well formed all the same, into findings.
//!
//! Each rule has a file. None of them says anything of what somebody may have meant: a finding too few is better than one
//! that teaches editors to read over findings.

pub mod conflict;
mod contradictions;
mod doubled;
pub mod garbled;
pub mod identity;
mod unfinished;

use super::document::{Body, Document};
use super::fences::Parts;
use super::kinds::Kind;
use super::yaml::Front;
use crate::diag::Finding;

/// One page, read.
pub struct Page<'a> {
    pub document: &'a Document,
    pub kind: &'a Kind,
    /// The whole file.
    pub text: &'a str,
    pub parts: &'a Parts<'a>,
    pub front: &'a Front<'a>,
}

impl Page<'_> {
    fn file(&self) -> &str {
        self.document.source.as_str()
    }

    fn body(&self) -> &Body {
        &self.document.body
    }
}

/// What a page can have; the order is that of reading, findings are sorted later.
const RULES: [fn(&Page, &mut Vec<Finding>); 5] =
    [garbled::of_page, doubled::of_page, identity::of_page, unfinished::of_page, contradictions::of_page];

/// Who has to mend what stops a page is not told as well what the page would still lack.
pub fn of_page(page: &Page, findings: &mut Vec<Finding>) {
    let is_stopped = findings.iter().any(|finding| finding.fatal);
    let known = findings.len();
    for rule in RULES {
        rule(page, findings);
    }
    if is_stopped {
        let found = findings.split_off(known);
        findings.extend(found.into_iter().filter(|finding| finding.fatal));
    }
}
