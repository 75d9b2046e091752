//! Notes what a body points at, and what is wrong with it, each with its place in the file.

use std::ops::Range;

use super::Writer;
use crate::diag::Message;
use crate::load::document::{Ref, Target};
use crate::load::leftover::Found;
use crate::load::link_words::{self, Place};

impl Writer<'_, '_, '_> {
    pub(super) fn reference(&mut self, target: Target, range: &Range<usize>) -> u32 {
        let span = self.places.span(range);
        self.links.refs.push(Ref { target, span });
        (self.links.refs.len() - 1) as u32
    }

    pub(super) fn report(
        &mut self,
        message: &'static Message,
        range: &Range<usize>,
        arguments: &[(&'static str, &str)],
    ) {
        if self.places.is_enough(message) {
            return;
        }
        let mut found = Found::new(message, range.clone());
        for (name, value) in arguments {
            found = found.with(name, *value);
        }
        self.push(found);
    }

    /// A destination that leads nowhere, with what to type instead.
    pub(super) fn report_target(
        &mut self,
        message: &'static Message,
        range: &Range<usize>,
        destination: &str,
        place: Place,
    ) {
        let told = self.links.findings.len();
        self.report(message, range, &[("target", destination)]);
        if let Some(finding) = self.links.findings.get_mut(told) {
            link_words::explain(finding, destination, place);
        }
    }

    pub(super) fn found(&mut self, found: Found) {
        if !self.places.is_enough(found.message) {
            self.push(found);
        }
    }

    fn push(&mut self, found: Found) {
        let span = self.places.span(&found.range);
        self.links.findings.push(found.finding(self.links.file, span));
    }
}
