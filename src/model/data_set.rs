//! What a page says of its tables as open data: turns the group `dataset` of its front matter into licence, rhythm, period, keeper,
//! and into the day on which new figures are due.

use crate::load::document::{Document, Value};
use crate::load::kinds::{Choice, Field, Kind};
use crate::load::open_data::{RHYTHMS, Rhythm};
use crate::time::Moment;

/// As the page says it; what it leaves out is left to whoever shows it.
#[derive(Clone, Copy)]
pub struct DataSet<'a> {
    pub license: Option<&'a str>,
    pub frequency: Option<&'a Choice>,
    /// The first and the last day that the figures are about.
    pub from: Option<Moment>,
    pub to: Option<Moment>,
    /// Id of an agency.
    pub owner: Option<&'a str>,
}

impl<'a> DataSet<'a> {
    /// `None` for a page that is no data set; most kinds have none.
    pub fn of(document: &'a Document, kind: &'a Kind) -> Option<DataSet<'a>> {
        let index = kind.data_set?;
        let Value::Group(values) = document.value(index)? else { return None };
        let fields = &kind.field(index).fields;
        let get = |name: &str| -> Option<(&'a Field, &'a Value)> {
            let named = values.iter().map(|(at, value)| (&fields[usize::from(*at)], value));
            named.into_iter().find(|(field, _)| field.name == name)
        };
        let text = |name| get(name).and_then(|(_, value)| value.as_text());
        let moment = |name| get(name).and_then(|(_, value)| value.as_moment());
        let frequency = get("frequency").and_then(|(field, value)| match value {
            Value::Choice(index) => field.options.get(usize::from(*index)),
            _ => None,
        });
        Some(DataSet {
            license: text("license"),
            frequency,
            from: moment("from"),
            to: moment("to"),
            owner: text("owner"),
        })
    }

    pub fn rhythm(&self) -> Option<&'static Rhythm> {
        let frequency = self.frequency?;
        RHYTHMS.iter().find(|rhythm| rhythm.id == frequency.id)
    }
}

/// The first day on which a page's data are overdue, if they are not renewed before it. `changed`: when the page was.
pub(super) fn due(
    document: &Document,
    kind: &Kind,
    changed: impl FnOnce(&Document) -> Option<Moment>,
) -> Option<Moment> {
    let (months, days) = DataSet::of(document, kind)?.rhythm()?.every?;
    changed(document)?.later(months, days)
}
