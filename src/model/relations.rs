//! Turns references between pages into relations seen from both sides: a decree that replaces another, and the
//! other that is replaced by it.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::pages::PageId;
use super::resolve::{Destination, Resolver};
use crate::load::kinds::{FieldIndex, FieldType, KindId};

/// Pages related to one page in one way.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Relation {
    pub kind: KindId,
    pub field: FieldIndex,
    /// The field stands on the other page; the label is the field's `inverse`.
    pub inverse: bool,
    pub pages: Vec<PageId>,
}

/// Of every page that has any, in the order of kinds and fields; its own come before those of others.
#[derive(Serialize)]
pub(super) struct Relations(BTreeMap<PageId, Vec<Relation>>);

/// One page that names another with a field.
type Named = (PageId, KindId, FieldIndex, bool, PageId);

impl Relations {
    /// Those of fields that have an `inverse` label.
    pub fn new(resolver: Resolver) -> Relations {
        let mut found: BTreeMap<PageId, Vec<Relation>> = BTreeMap::new();
        let mut known = BTreeSet::new();
        for named in resolver.pages.ids().flat_map(|id| named_by(resolver, id)).filter(|named| known.insert(*named)) {
            let (page, kind, field, inverse, other) = named;
            let list = found.entry(page).or_default();
            let same =
                |relation: &&mut Relation| (relation.kind, relation.field, relation.inverse) == (kind, field, inverse);
            match list.iter_mut().find(same) {
                Some(relation) => relation.pages.push(other),
                None => list.push(Relation { kind, field, inverse, pages: vec![other] }),
            }
        }
        for relations in found.values_mut() {
            relations.sort_by_key(|relation| (relation.inverse, relation.kind, relation.field));
        }
        Relations(found)
    }

    pub fn of(&self, id: PageId) -> &[Relation] {
        self.0.get(&id).map_or(&[], Vec::as_slice)
    }
}

/// What a page names, seen from both sides.
fn named_by(resolver: Resolver, id: PageId) -> Vec<Named> {
    let document = &resolver.pages[id].document;
    let kind = resolver.settings.kinds.get(document.kind);
    let is_relation = |index: FieldIndex| {
        let field = kind.field(index);
        field.inverse.is_some() && matches!(field.kind, FieldType::Page | FieldType::DocumentRef)
    };
    let mut named = Vec::new();
    for (index, value) in document.values.iter().filter(|(index, _)| is_relation(*index)) {
        for target in value.refs() {
            let target = &document.target(target).target;
            let Destination::Page { page, .. } = resolver.resolve(target, document.language) else { continue };
            if page == id {
                continue;
            }
            named.push((id, document.kind, *index, false, page));
            // A translation of this page says the same; the other side lists it once, in its own language.
            if resolver.pages[page].document.language == document.language {
                named.push((page, document.kind, *index, true, id));
            }
        }
    }
    named
}
