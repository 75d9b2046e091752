//! What a kind says of the calendars that its items go into: which fields say when and where something takes place.

use super::value::FieldIndex;

/// Which fields say when and where an item takes place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Calendar {
    pub starts: FieldIndex,
    pub ends: Option<FieldIndex>,
    pub place: Option<FieldIndex>,
    /// Has a value when the item will not take place.
    pub cancelled: Option<FieldIndex>,
    /// What takes place in it, one after the other; without them it is the item that takes place.
    pub entries: Option<Entries>,
}

/// A list of groups, and which of their fields say what takes place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Entries {
    pub field: FieldIndex,
    /// Numbers in the group.
    pub day: FieldIndex,
    pub what: FieldIndex,
    pub time: Option<FieldIndex>,
    pub place: Option<FieldIndex>,
    /// Citizens are received.
    pub reception: Option<FieldIndex>,
}
