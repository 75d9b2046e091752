//! Turns what stands in a field for a telephone into a number or the contact that has it, with a finding where it is neither.

use std::sync::Arc;

use super::document::{Target, Value};
use super::front_matter::Reader;
use super::names;
use super::yaml_faults::write;
use crate::diag::{Finding, Span, catalog};
use crate::text::address::decode;
use crate::text::fold::fold;
use crate::text::telephone::{self, TelephoneError};

/// What a field or a link begins with that takes the number of a contact.
pub const CONTACT: &str = "lien-he:";

impl Reader<'_> {
    pub(super) fn telephone(&mut self, key: &str, text: &str, span: Span) -> Option<Value> {
        let finding = |message| Finding::new(message, self.file.as_str()).at(span).with("key", key).with("value", text);
        if let Some(meant) = misspelt(text) {
            let what =
                ("đầu mối phải ghi đúng lien-he:TÊN-TỆP".into(), "a contact is named as lien-he:FILE-NAME".into());
            let finding =
                finding(&catalog::PHONE).with_words("what", what).with_words("next", write(&format!("{key}: {meant}")));
            self.findings.push(finding.fatal());
            return None;
        }
        if let Some(name) = text.strip_prefix(CONTACT) {
            return self.reference(Target::Contact(decode(name.trim()).into()), span);
        }
        match telephone::read(text) {
            Ok(read) => {
                if let Some(now) = read.now {
                    self.findings.push(finding(&catalog::PHONE_OLD).with("now", now));
                }
                Some(Value::Text(Arc::from(text)))
            }
            Err(error) => {
                self.findings.push(explained(finding(&catalog::PHONE), error).fatal());
                None
            }
        }
    }
}

/// How the contact is named that was meant: `Lien-he:ten.md`, `liên hệ: ten` give `lien-he:ten`. None for what is written so
/// or is something else.
fn misspelt(text: &str) -> Option<String> {
    let (scheme, name) = text.split_once([':', '：'])?;
    let scheme: String = fold(scheme).chars().filter(char::is_ascii_alphanumeric).collect();
    let meant = meant_contact(name.trim());
    let is_right = text.starts_with(CONTACT) && meant == name.trim();
    (scheme == "lienhe" && !meant.is_empty() && !is_right).then(|| format!("{CONTACT}{meant}"))
}

/// The name of a contact where its file was written.
pub fn meant_contact(text: &str) -> &str {
    let name = text.rsplit('/').next().unwrap_or(text);
    names::page_stem(name).unwrap_or(name)
}

pub fn explained(finding: Finding, error: TelephoneError) -> Finding {
    let (what, next) = error.words();
    finding.with_words("what", what).with_words("next", next)
}
