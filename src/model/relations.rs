//! Turns references between pages into relations seen from both sides: a decree that replaces another, and the
//! other that is replaced by it.

use std::collections::{BTreeMap, BTreeSet};

use super::resolve::Destination;
use super::{PageId, Site};
use crate::load::kinds::{FieldIndex, FieldType, KindId};

/// Pages related to one page in one way.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Relation {
    pub kind: KindId,
    pub field: FieldIndex,
    /// The field stands on the other page; the label is the field's `inverse`.
    pub inverse: bool,
    pub pages: Vec<PageId>,
}

/// All relations of the site: of fields that have an `inverse` label.
pub fn relations(site: &Site) -> BTreeMap<PageId, Vec<Relation>> {
    let mut found: BTreeMap<PageId, Vec<Relation>> = BTreeMap::new();
    let mut known = BTreeSet::new();
    let mut add = |page: PageId, kind: KindId, field: FieldIndex, inverse: bool, other: PageId| {
        if !known.insert((page, kind, field, inverse, other)) {
            return;
        }
        let list = found.entry(page).or_default();
        match list
            .iter_mut()
            .find(|relation| (relation.kind, relation.field, relation.inverse) == (kind, field, inverse))
        {
            Some(relation) => relation.pages.push(other),
            None => list.push(Relation { kind, field, inverse, pages: vec![other] }),
        }
    };
    for id in site.ids() {
        let document = &site.page(id).inner().document;
        let kind = site.kinds.get(document.kind);
        for (index, value) in &document.values {
            let field = kind.field(*index);
            if field.inverse.is_none() || !matches!(field.kind, FieldType::Page | FieldType::DocumentRef) {
                continue;
            }
            for target in value.refs() {
                if let Destination::Page { page, .. } = site.resolve(&document.target(target).target, document.language)
                    && page != id
                {
                    add(id, document.kind, *index, false, page);
                    // A translation of this page says the same; the other side lists it once, in its own language.
                    if site.page(page).document.language == document.language {
                        add(page, document.kind, *index, true, id);
                    }
                }
            }
        }
    }
    for relations in found.values_mut() {
        relations.sort_by_key(|relation| (relation.inverse, relation.kind, relation.field));
    }
    found
}
