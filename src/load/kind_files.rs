//! Turns the TOML file of each kind, built in or the portal's own, into a `Kind`.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::config::Localized;
use super::decoded;
use super::kinds::{Calendar, Condition, Facet, Field, FieldIndex, FieldType, Kind, Kinds, State, Urgent};
use crate::diag::{Diagnostic, catalog};
use crate::files::{EntryKind, Files, embedded};
use crate::load::page::unreadable;
use crate::load::toml_text::{self, Fault};
use crate::path::SourcePath;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KindFile {
    schema_org: String,
    folder: String,
    sort: String,
    #[serde(default = "yes")]
    dated: bool,
    #[serde(default = "yes")]
    listed: bool,
    date_field: Option<String>,
    label: Localized,
    plural: Localized,
    #[serde(default)]
    fields: Vec<Field>,
    #[serde(default)]
    states: Vec<StateFile>,
    #[serde(default)]
    facets: Vec<String>,
    calendar: Option<CalendarFile>,
    urgent: Option<UrgentFile>,
    #[serde(default)]
    owns_numbers: bool,
    personal: Option<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CalendarFile {
    starts: String,
    ends: Option<String>,
    place: Option<String>,
    cancelled: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UrgentFile {
    /// `type:khan-cap`
    when: String,
    until: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StateFile {
    id: String,
    label: Localized,
    when: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CommonFile {
    fields: Vec<Field>,
}

fn yes() -> bool {
    true
}

impl Kinds {
    /// The built-in kinds, overridden by the TOML files in the portal's `kinds/` folder.
    pub fn load(files: &dyn Files, findings: &mut Vec<Diagnostic>) -> Kinds {
        let mut texts: BTreeMap<String, (String, Vec<u8>)> = BTreeMap::new();
        for (name, bytes) in embedded::kinds() {
            texts.insert(stem(name), (format!("kinds/{name}"), bytes.to_vec()));
        }
        let listed = files.list("kinds").unwrap_or_else(|error| {
            findings.push(unreadable(&SourcePath::new("kinds"), &error));
            Vec::new()
        });
        for entry in listed {
            let name = entry.path.file_name();
            // Without its schema a portal's items would be held against another one, so nothing is built then.
            let read = match entry.kind {
                EntryKind::Closed => Err(std::io::ErrorKind::PermissionDenied.into()),
                EntryKind::Special => continue,
                _ if !name.ends_with(".toml") => continue,
                _ => files.read(entry.path.as_str()),
            };
            match read {
                Ok(bytes) => drop(texts.insert(stem(name), (entry.path.to_string(), bytes))),
                Err(error) => findings.push(unreadable(&entry.path, &error)),
            }
        }
        let common = texts.remove("_common").and_then(|(file, bytes)| parse::<CommonFile>(&file, &bytes, findings));
        let common = common.map_or_else(Vec::new, |file| file.fields);
        let table = texts.remove("_table").and_then(|(file, bytes)| parse::<CommonFile>(&file, &bytes, findings));
        let table = table.map_or_else(Vec::new, |file| file.fields);
        let kinds = texts.iter().filter_map(|(name, (file, bytes))| {
            let parsed = parse::<KindFile>(file, bytes, findings)?;
            match build(name, parsed, &common, &table) {
                Ok(kind) => Some(kind),
                Err(detail) => {
                    findings
                        .push(Diagnostic::new(&catalog::KIND_INVALID, file).with("kind", name).with("detail", detail));
                    None
                }
            }
        });
        Kinds { kinds: kinds.collect() }
    }
}

fn stem(name: &str) -> String {
    name.trim_end_matches(".toml").to_owned()
}

fn parse<T: serde::de::DeserializeOwned>(file: &str, bytes: &[u8], findings: &mut Vec<Diagnostic>) -> Option<T> {
    let text = String::from_utf8_lossy(bytes);
    if !decoded::toml_is_clean(file, &text, findings) {
        return None;
    }
    match toml_text::read(&text) {
        Ok(parsed) => Some(parsed),
        Err(Fault { at, detail }) => {
            let finding = Diagnostic::new(&catalog::KIND_INVALID, file).with("kind", "article");
            findings.push(finding.with("detail", detail).at(at).excerpt_from(&text));
            None
        }
    }
}

/// `table`: the fields of kinds that have a table.
fn build(name: &str, file: KindFile, common: &[Field], table: &[Field]) -> Result<Kind, String> {
    let mut fields = common.to_vec();
    for field in file.fields {
        match fields.iter_mut().find(|known| known.name == field.name) {
            Some(known) => *known = field,
            None => fields.push(field),
        }
    }
    if fields.iter().any(|field| field.kind == FieldType::Data) {
        let unknown = |field: &&Field| !fields.iter().any(|known| known.name == field.name);
        let more: Vec<Field> = table.iter().filter(unknown).cloned().collect();
        fields.extend(more);
    }
    for field in &fields {
        if field.kind == FieldType::Choice && field.options.is_empty() {
            return Err(format!("{}: options", field.name));
        }
        if field.kind == FieldType::Group && field.fields.is_empty() {
            return Err(format!("{}: fields", field.name));
        }
        let is_common = common.iter().any(|known| known.name == field.name);
        if field.private && (is_common || field.role.is_some() || field.unique || field.inverse.is_some()) {
            return Err(format!("{}: private?", field.name));
        }
    }
    // Whatever decides about a page or its place among others can be told from them.
    let index_of = |wanted: &str| {
        let index = fields.iter().position(|field| field.name == wanted && !field.private);
        index.map(|index| index as FieldIndex).ok_or_else(|| format!("“{wanted}”?"))
    };
    let mut states = Vec::new();
    for state in file.states {
        let conditions = state.when.iter().map(|text| condition(text, &index_of));
        states.push(State { id: state.id, label: state.label, when: conditions.collect::<Result<_, _>>()? });
    }
    if let Some(date_field) = &file.date_field {
        index_of(date_field)?;
    }
    if !matches!(&*file.sort, "date" | "title" | "weight") {
        index_of(&file.sort)?;
    }
    let personal = file.personal.as_ref().map(|names| names.iter().map(|name| index_of(name)).collect());
    let facets = file.facets.iter().map(|name| facet(name, &index_of, &fields)).collect::<Result<_, _>>()?;
    let calendar = file.calendar.map(|names| calendar(&names, &index_of, &fields)).transpose()?;
    let urgent = file.urgent.map(|names| urgent(&names, &index_of, &fields)).transpose()?;
    Ok(Kind {
        name: name.to_owned(),
        schema_org: file.schema_org,
        folder: file.folder,
        sort: file.sort,
        dated: file.dated,
        listed: file.listed,
        date_field: file.date_field,
        label: file.label,
        plural: file.plural,
        states,
        facets,
        calendar,
        urgent,
        owns_numbers: file.owns_numbers,
        personal: personal.transpose()?,
        common: common.len(),
        fields,
    })
}

fn facet(
    name: &str,
    index_of: &impl Fn(&str) -> Result<FieldIndex, String>,
    fields: &[Field],
) -> Result<Facet, String> {
    match name {
        "year" => return Ok(Facet::Year),
        "state" => return Ok(Facet::State),
        _ => {}
    }
    let index = index_of(name)?;
    let kind = fields[usize::from(index)].kind;
    let narrows = matches!(kind, FieldType::Choice | FieldType::Agency | FieldType::Topic | FieldType::Field);
    if narrows { Ok(Facet::Field(index)) } else { Err(format!("{name}: choice, agency, topic, field?")) }
}

/// A field that holds a date.
fn moment(
    name: &str,
    index_of: &impl Fn(&str) -> Result<FieldIndex, String>,
    fields: &[Field],
) -> Result<FieldIndex, String> {
    let index = index_of(name)?;
    let kind = fields[usize::from(index)].kind;
    if matches!(kind, FieldType::Date | FieldType::Datetime) { Ok(index) } else { Err(format!("{name}: date?")) }
}

fn urgent(
    names: &UrgentFile,
    index_of: &impl Fn(&str) -> Result<FieldIndex, String>,
    fields: &[Field],
) -> Result<Urgent, String> {
    let wrong = || format!("urgent: “{}”? field:option", names.when);
    let (name, wanted) = names.when.split_once(':').ok_or_else(wrong)?;
    let field = index_of(name)?;
    let option = fields[usize::from(field)].options.iter().position(|option| option.id == wanted).ok_or_else(wrong)?;
    let until: Vec<FieldIndex> =
        names.until.iter().map(|name| moment(name, index_of, fields)).collect::<Result<_, _>>()?;
    if until.is_empty() { Err("urgent: until?".to_owned()) } else { Ok(Urgent { field, option: option as u16, until }) }
}

fn calendar(
    names: &CalendarFile,
    index_of: &impl Fn(&str) -> Result<FieldIndex, String>,
    fields: &[Field],
) -> Result<Calendar, String> {
    let moment = |name: &str| moment(name, index_of, fields);
    let optional = |name: &Option<String>| name.as_deref().map(index_of).transpose();
    Ok(Calendar {
        starts: moment(&names.starts)?,
        ends: names.ends.as_deref().map(moment).transpose()?,
        place: optional(&names.place)?,
        cancelled: optional(&names.cancelled)?,
    })
}

fn condition(text: &str, index_of: &impl Fn(&str) -> Result<FieldIndex, String>) -> Result<Condition, String> {
    match text.split_once(':') {
        Some(("before", field)) => Ok(Condition::Before(index_of(field)?)),
        Some(("after", field)) => Ok(Condition::After(index_of(field)?)),
        Some(("has", field)) => Ok(Condition::Has(index_of(field)?)),
        Some(("target", field)) => Ok(Condition::Target(index_of(field)?)),
        _ => Err(format!("“{text}”? before:, after:, has:, target:")),
    }
}
