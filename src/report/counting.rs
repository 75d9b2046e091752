//! Turns items of the portal, and what the file of figures says in their place, into figures with all that they count.

use super::figure::{Figure, How, Trace, Unit};
use super::year_file::{Given, YearData};
use crate::diag::phrases::Words;
use crate::load::document::Value;
use crate::model::PageView;
use crate::time::Moment;

pub fn both(vi: impl Into<String>, en: impl Into<String>) -> Words {
    (vi.into(), en.into())
}

pub fn trace(page: &PageView, came: Option<Moment>) -> Trace {
    let title = page.document().title.to_string();
    let what = came.map_or(title.clone(), |came| format!("{} {title}", came.date()));
    Trace { file: page.document().source.to_string(), line: None, what }
}

/// How many items there are.
pub fn counted<'p>(id: impl Into<String>, label: Words, items: impl Iterator<Item = (PageView<'p>, Moment)>) -> Figure {
    let traces: Vec<Trace> = items.map(|(page, came)| trace(&page, Some(came))).collect();
    let value = i64::try_from(traces.len()).unwrap_or(i64::MAX);
    Figure { traces, ..Figure::new(id, label, Unit::Count, value) }
}

/// What is given counts, with what the portal itself has beside it; else what was counted, unless that is nothing.
pub fn settled(
    own: Option<Figure>,
    given: Option<&Given>,
    blank: Figure,
    data: &YearData,
    way: &str,
) -> Option<Figure> {
    let Some(given) = given else { return own.filter(|own| own.value > 0) };
    let is_part = matches!(blank.unit, Unit::Share | Unit::Growth);
    let value = if is_part { given.value.saturating_mul(10) } else { given.value };
    Some(Figure {
        value,
        over: given.over,
        how: How::Given,
        source: given.source.clone(),
        date: given.date.clone(),
        counted: own.map(|own| own.value).filter(|counted| *counted > 0),
        traces: vec![Trace { file: data.file.clone(), line: data.line(way), what: given.source.clone() }],
        ..blank
    })
}

/// The id of what a page chooses at a field.
pub fn chosen<'a>(page: &PageView<'a>, field: &str) -> Option<&'a str> {
    let kind = page.kind();
    match page.get(field)? {
        Value::Choice(at) => {
            let field = kind.index_of(field).map(|index| kind.field(index))?;
            field.options.get(usize::from(*at)).map(|option| option.id.as_str())
        }
        _ => None,
    }
}
