//! Turns a document's dates into its state at a moment: open or closed, in force or not, answered or not.

use jiff::Timestamp;

use super::data_set;
use super::pages::{Page, PageId, Pages, changed};
use super::relations::Relations;
use super::settings::Settings;
use crate::load::document::Document;
use crate::load::kinds::{Condition, FieldIndex, Kind};

/// The state of each page, as an index in those of its kind.
pub(super) struct States(Vec<Option<u16>>);

impl States {
    pub fn new(settings: &Settings, pages: &Pages, relations: &Relations) -> States {
        let is_effective = |id: &PageId| {
            let page = &pages[*id];
            page.is_effective(settings.kinds.get(page.document.kind), settings.at)
        };
        let of_page = |(id, page): (PageId, &Page)| {
            let document = &page.document;
            state(document, settings.kinds.get(document.kind), settings.at, |field| {
                let inverse = relations
                    .of(id)
                    .iter()
                    .filter(|relation| relation.inverse && relation.kind == document.kind && relation.field == field);
                inverse.flat_map(|relation| &relation.pages).any(is_effective)
            })
        };
        States(pages.all().map(of_page).collect())
    }

    pub fn of(&self, id: PageId) -> Option<u16> {
        self.0[id.0 as usize]
    }
}

/// The first state whose conditions all hold. `targeted`: whether a document in force points here with the field.
fn state(document: &Document, kind: &Kind, at: Timestamp, targeted: impl Fn(FieldIndex) -> bool) -> Option<u16> {
    let holds = |condition: &Condition| match condition {
        Condition::Before(field) => moment(document, *field).is_some_and(|moment| at < moment.starts),
        Condition::After(field) => moment(document, *field).is_some_and(|moment| at >= moment.ends()),
        Condition::Has(field) => document.value(*field).is_some(),
        Condition::Target(field) => targeted(*field),
    };
    kind.states.iter().position(|state| state.when.iter().all(holds)).map(|index| index as u16)
}

/// The next moment after `at` at which a date passes that decides about the item's state or the dates it shows.
pub fn next_change(document: &Document, kind: &Kind, at: Timestamp) -> Option<Timestamp> {
    let conditions = kind.states.iter().flat_map(|state| &state.when);
    let moments = conditions.filter_map(|condition| match condition {
        Condition::Before(field) => moment(document, *field).map(|moment| moment.starts),
        Condition::After(field) => moment(document, *field).map(|moment| moment.ends()),
        Condition::Has(_) | Condition::Target(_) => None,
    });
    // A calendar lets go of what is over.
    let over = kind.calendar.and_then(|calendar| document.over(&calendar));
    let shown = [Some("date"), Some("updated"), kind.date_field.as_deref()];
    let shown =
        shown.into_iter().flatten().filter_map(|field| document.moment(kind, field)).map(|moment| moment.starts);
    let calm = kind.is_urgent(&document.values).then(|| kind.urgent_until(&document.values)).flatten();
    let due = data_set::due(document, kind, |of| changed(of, kind, at)).map(|due| due.starts);
    moments.chain(over).chain(calm).chain(shown).chain(due).filter(|moment| *moment > at).min()
}

fn moment(document: &Document, field: FieldIndex) -> Option<crate::time::Moment> {
    document.value(field).and_then(|value| value.as_moment())
}
