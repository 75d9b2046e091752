//! Turns the days on which a page was changed into what its template sees.

use tera::Value;

use super::value::MapBuilder;
use crate::load::history::Parts;
use crate::model::{Change, PageView};

/// Each with its `date` and `parts`, the names of what was changed; `None` where nothing is told.
pub fn value(page: PageView) -> Option<Value> {
    let entry = |change: &Change| {
        let parts = Parts::ALL.iter().filter(|(_, part)| change.parts.has(*part)).map(|(name, _)| Value::from(*name));
        MapBuilder::new().set("date", change.day.to_string()).set("parts", parts.collect::<Vec<_>>()).build()
    };
    let all: Vec<Value> = page.changes().iter().map(entry).collect();
    (!all.is_empty()).then(|| Value::from(all))
}
