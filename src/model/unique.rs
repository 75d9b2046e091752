//! Finds pages that have a value in common which only one of a language may have.

use std::collections::HashMap;

use super::indexes::number_key;
use super::pages::{PageId, Pages};
use super::settings::Settings;
use crate::diag::{Finding, catalog};
use crate::load::document::{Document, Language};
use crate::load::kinds::{Field, FieldIndex, KindId};

/// Kind, field, language and value.
type Key = (KindId, u16, Language, String);

/// Fields marked unique hold one value for one page of each language.
pub(super) fn findings(settings: &Settings, pages: &Pages) -> Vec<Finding> {
    let mut seen: HashMap<Key, PageId> = HashMap::new();
    let mut found = Vec::new();
    for (id, page) in pages.all().filter(|(_, page)| page.guest.is_none()) {
        let document = &page.document;
        let fields = settings.kinds.get(document.kind).fields.iter().enumerate();
        for (index, field) in fields.filter(|(_, field)| field.unique) {
            let Some(text) = document.value(index as u16).and_then(|value| value.as_text()) else { continue };
            let key = (document.kind, index as u16, document.language, number_key(text));
            if let Some(other) = seen.insert(key, id) {
                found.push(finding(document, (index as u16, field), text, &pages[other].document));
            }
        }
    }
    found
}

fn finding(document: &Document, (index, field): (FieldIndex, &Field), text: &str, other: &Document) -> Finding {
    let (file, other) = (document.source.as_str(), other.source.as_str());
    let finding = Finding::new(&catalog::DUPLICATE_VALUE, file).at(document.place(index));
    finding.with("key", &field.name).with("value", text).with("other", other).related(other)
}
