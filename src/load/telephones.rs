//! Turns what stands in a field for a telephone into a number or the contact that has it, with a finding where it is neither.

use std::sync::Arc;

use super::document::{Target, Value};
use super::front_matter::Reader;
use super::links;
use crate::diag::{Diagnostic, Span, catalog};
use crate::text::telephone::{self, Fault};

/// What a field or a link begins with that takes the number of a contact.
pub const CONTACT: &str = "lien-he:";

impl Reader<'_> {
    pub(super) fn telephone(&mut self, key: &str, text: &str, span: Span) -> Option<Value> {
        if let Some(name) = text.strip_prefix(CONTACT) {
            return self.reference(Target::Contact(links::decode(name.trim()).into()), span);
        }
        let finding =
            |message| Diagnostic::new(message, self.file.as_str()).at(span).with("key", key).with("value", text);
        match telephone::read(text) {
            Ok(read) => {
                if let Some(now) = read.now {
                    self.findings.push(finding(&catalog::PHONE_OLD).with("now", now));
                }
                Some(Value::Text(Arc::from(text)))
            }
            Err(fault) => {
                self.findings.push(explained(finding(&catalog::PHONE), fault).fatal());
                None
            }
        }
    }
}

pub fn explained(finding: Diagnostic, fault: Fault) -> Diagnostic {
    let (what, next) = fault.words();
    finding.with_words("what", what).with_words("next", next)
}
