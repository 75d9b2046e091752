//! A document and what the gate says of it, beside all the doors around it.

use std::sync::Arc;

use jiff::Timestamp;

use super::gate::{Gate, Verdict};
use super::visibility::Visibility;
use crate::load::document::Document;
use crate::load::kinds::Kinds;

/// A document, and what the gate says of it.
pub(super) struct Judged<'d> {
    pub document: &'d Arc<Document>,
    pub verdict: Verdict,
    /// When the gate says otherwise.
    pub next: Option<Timestamp>,
}

impl<'d> Judged<'d> {
    pub fn new(document: &'d Arc<Document>, visibility: &Visibility, kinds: &Kinds, gate: Gate) -> Judged<'d> {
        let held = visibility.document(document, kinds);
        Judged { document, verdict: held.verdict, next: held.window.and_then(|window| gate.next_change(&window)) }
    }

    pub fn is_public(&self) -> bool {
        self.verdict == Verdict::Public
    }
}
