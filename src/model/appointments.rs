//! Turns the entries of an item, such as a week of a leader, into appointments for calendars: each has its day, its hours where they
//! are said, and a name that stays while others are added.

use jiff::civil::{Date, Time};

use crate::load::document::{Document, Value};
use crate::load::kinds::{Entries, FieldIndex, Kind};
use crate::text::slug::slug;
use crate::time::clock;

#[derive(Clone, Debug)]
pub struct Appointment<'a> {
    /// `2024-01-15-08-gio-00`: of no other of its page.
    pub name: String,
    pub day: Date,
    /// As the editor wrote it.
    pub time: Option<&'a str>,
    pub hours: Option<(Time, Option<Time>)>,
    pub what: &'a str,
    pub place: Option<&'a str>,
    /// Citizens are received: it has a file of its own, to be kept in the calendar of whoever comes.
    pub is_open: bool,
}

/// Of an item whose kind has entries; those without a day or without words are left out. As many as there are entries, in their order.
pub fn of<'a>(document: &'a Document, kind: &Kind) -> Vec<Option<Appointment<'a>>> {
    let Some(entries) = kind.calendar.and_then(|calendar| calendar.entries) else { return Vec::new() };
    let Some(Value::List(values)) = document.value(entries.field) else { return Vec::new() };
    let mut names: Vec<String> = Vec::new();
    let mut read = |value: &'a Value| {
        let mut appointment = appointment(value, entries)?;
        let same = names.iter().filter(|name| **name == appointment.name).count();
        names.push(appointment.name.clone());
        if same > 0 {
            appointment.name.push_str(&format!("-{}", same + 1));
        }
        Some(appointment)
    };
    values.iter().map(&mut read).collect()
}

fn appointment(value: &Value, entries: Entries) -> Option<Appointment<'_>> {
    let Value::Group(values) = value else { return None };
    let get = |field: FieldIndex| values.iter().find(|(index, _)| *index == field).map(|(_, value)| value);
    let text = |field: Option<FieldIndex>| field.and_then(get).and_then(Value::as_text);
    let day = get(entries.day)?.as_moment()?.date();
    let time = text(entries.time);
    let name = format!("{day} {}", time.unwrap_or_default());
    Some(Appointment {
        name: slug(&name),
        day,
        time,
        hours: time.and_then(clock::hours),
        what: text(Some(entries.what))?,
        place: text(entries.place),
        is_open: matches!(entries.reception.and_then(get), Some(Value::Bool(true))),
    })
}
