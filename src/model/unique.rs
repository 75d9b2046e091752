//! Finds pages that have a value in common which only one of a language may have.

use std::collections::HashMap;

use super::indexes::number_key;
use super::pages::{PageId, Pages};
use super::settings::Settings;
use crate::diag::{Finding, catalog};
use crate::load::document::{Document, Language};
use crate::load::kinds::{Field, FieldIndex, KindId};

/// Kind, field, language, value, and what tells pages of one value apart.
type Key = (KindId, u16, Language, String, Vec<String>);

/// Fields marked unique hold one value for one page of each language.
pub(super) fn findings(settings: &Settings, pages: &Pages) -> Vec<Finding> {
    let mut seen: HashMap<Key, PageId> = HashMap::new();
    let mut found = Vec::new();
    for (id, page) in pages.all().filter(|(_, page)| page.guest.is_none()) {
        let document = &page.document;
        let kind = settings.kinds.get(document.kind);
        let fields = kind.fields.iter().enumerate();
        for (index, field) in fields.filter(|(_, field)| field.unique) {
            let Some(text) = document.value(index as u16).and_then(|value| value.as_text()) else { continue };
            let apart = field.unique_by.iter().map(|name| document.texts(kind, name).join("\n"));
            let apart: Vec<String> = apart.map(|text| number_key(&text)).collect();
            let key = (document.kind, index as u16, document.language, number_key(text), apart);
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
