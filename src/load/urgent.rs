//! Turns an urgent item that never ends into its finding.

use super::document::Value;
use super::front_matter::Reader;
use super::kinds::{Field, FieldIndex, FieldType, Kind};
use crate::diag::{Diagnostic, catalog};
use crate::path::SourcePath;

/// What is wrong with the values of an item that would stand on every page for ever. A translation ends with its original.
pub(super) fn endless(reader: &Reader, values: &[(FieldIndex, Value)]) -> Option<Diagnostic> {
    let kind = reader.kind;
    let is_first = reader.language == reader.config.default_language();
    let is_endless = kind.is_urgent(values) && kind.urgent_until(values).is_none();
    (is_first && is_endless).then(|| finding(reader.file, kind))
}

/// Names the fields that say when it is over.
pub fn finding(file: &SourcePath, kind: &Kind) -> Diagnostic {
    let until = kind.urgent.iter().flat_map(|urgent| &urgent.until).map(|field| kind.field(*field));
    let (timed, days): (Vec<&Field>, Vec<&Field>) = until.partition(|field| field.kind == FieldType::Datetime);
    let name = |field: &&Field| field.name.clone();
    let key = days.first().or(timed.first()).map(name).unwrap_or_default();
    let timed: Vec<String> = timed.iter().map(name).collect();
    Diagnostic::new(&catalog::URGENT_END, file.as_str()).with("key", key).with("timed", timed.join(", "))
}
