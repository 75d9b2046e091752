//! Turns an urgent item that never ends into its finding.

use super::cures::Words;
use super::document::Value;
use super::front_matter::Reader;
use super::kinds::{DateRole, Field, FieldIndex, FieldType, Kind};
use super::yaml_faults::write;
use crate::diag::{Finding, catalog};
use crate::path::SourcePath;
use crate::time::Moment;

/// What is wrong with the values of an item that would stand on every page for ever. A translation ends with its original.
pub(super) fn endless(reader: &mut Reader, values: &[(FieldIndex, Value)]) -> Option<Finding> {
    let kind = reader.kind;
    let is_first = reader.language == reader.config.default_language();
    let is_endless = kind.is_urgent(values) && kind.urgent_until(values).is_none();
    if !is_endless || unread(kind, reader.findings) {
        return None;
    }
    is_first.then(|| finding(reader.file, kind))
}

/// Whether an end is there that could not be read, which is told already. An hour at a day moves to the field that takes one.
fn unread(kind: &Kind, findings: &mut [Finding]) -> bool {
    let until: Vec<&Field> = kind.urgent.iter().flat_map(|urgent| &urgent.until).map(|at| kind.field(*at)).collect();
    let argument = |finding: &Finding, name: &str| {
        finding.arguments.iter().find(|argument| argument.name == name).map(|argument| argument.vi.clone())
    };
    let is_end = |finding: &&mut Finding| {
        let key = argument(finding, "key");
        finding.fatal && until.iter().any(|field| Some(&field.name) == key.as_ref())
    };
    let Some(told) = findings.iter_mut().find(is_end) else { return false };
    let is_timed = |field: &&&Field| field.kind == FieldType::Datetime && field.role != Some(DateRole::Withdraw);
    let timed = until.iter().find(is_timed);
    let moment = argument(told, "value").filter(|text| Moment::parse(text, &jiff::tz::TimeZone::UTC).is_ok());
    if let (true, Some(timed), Some(moment)) = (told.message == &catalog::DATE_FORM, timed, moment) {
        let next: Words = write(&format!("{}: {moment}", timed.name));
        let next = (
            format!("Giờ ghi ở khóa {}. {}", timed.name, next.0),
            format!("A time belongs in {}. {}", timed.name, next.1),
        );
        told.arguments.retain(|argument| argument.name != "next");
        *told = told.clone().with_words("next", next);
    }
    true
}

/// Names the fields that say when it is over.
pub fn finding(file: &SourcePath, kind: &Kind) -> Finding {
    let until = kind.urgent.iter().flat_map(|urgent| &urgent.until).map(|field| kind.field(*field));
    let (timed, days): (Vec<&Field>, Vec<&Field>) = until.partition(|field| field.kind == FieldType::Datetime);
    let name = |field: &&Field| field.name.clone();
    let key = days.first().or(timed.first()).map(name).unwrap_or_default();
    let timed: Vec<String> = timed.iter().map(name).collect();
    Finding::new(&catalog::URGENT_END, file.as_str()).with("key", key).with("timed", timed.join(", "))
}
