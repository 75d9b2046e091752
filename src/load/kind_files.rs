//! Turns the TOML file of each kind, built in or the portal's own, into a `Kind`.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::columns::{self, ColumnFile};
use super::decoded;
use super::embedded;
use super::kind_fields::{ByName, Checked, wrong};
use super::kinds::{
    Calendar, Condition, Entries, Facet, Field, FieldIndex, FieldType, Kind, Kinds, Link, Order, State, TextRule,
    Urgent,
};
use crate::diag::{Finding, catalog};
use crate::files::{EntryKind, Files};
use crate::load::localized::Localized;
use crate::load::open_data::DATA_SET;
use crate::load::toml_text::{self, Placed};
use crate::load::unreadable::unreadable;
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
    #[serde(default)]
    columns: Vec<ColumnFile>,
    calendar: Option<CalendarFile>,
    urgent: Option<UrgentFile>,
    #[serde(default)]
    owns_numbers: bool,
    #[serde(default)]
    noindex: bool,
    #[serde(default)]
    month_folders: bool,
    linked_by: Option<Link>,
    personal: Option<Vec<String>>,
    text: Option<String>,
    /// Rows of dates, each of which comes at the earliest with those before it.
    #[serde(default)]
    order: Vec<Vec<String>>,
    /// The same, for dates of which the opposite is possible.
    #[serde(default)]
    usual_order: Vec<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CalendarFile {
    starts: String,
    ends: Option<String>,
    place: Option<String>,
    cancelled: Option<String>,
    entries: Option<String>,
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
    pub fn load(files: &dyn Files, findings: &mut Vec<Finding>) -> Kinds {
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
        let common = common.map_or_else(Vec::new, |(file, _)| file.fields);
        let table = texts.remove("_table").and_then(|(file, bytes)| parse::<CommonFile>(&file, &bytes, findings));
        let table = table.map_or_else(Vec::new, |(file, _)| file.fields);
        let kind = |name: &str, file: &str, bytes: &[u8], findings: &mut Vec<Finding>| {
            let (parsed, placed) = parse::<KindFile>(file, bytes, findings)?;
            build(name, parsed, &common, &table).map_err(|wrong| findings.push(wrong.finding(file, &placed))).ok()
        };
        let kinds = texts.iter().filter_map(|(name, (file, bytes))| {
            kind(name, file, bytes, findings).or_else(|| {
                // A register is not taken from readers because of one mistake in its schema.
                let (_, built_in) = embedded::kinds().into_iter().find(|(known, _)| stem(known) == *name)?;
                let kind = kind(name, file, built_in, &mut Vec::new())?;
                findings.push(Finding::new(&catalog::KIND_STANDS_IN, file).with("kind", name));
                Some(Kind { stands_in: true, ..kind })
            })
        });
        let kinds: Vec<Kind> = kinds.collect();
        for (name, (file, _)) in texts.iter().filter(|(name, _)| kinds.iter().all(|kind| kind.name != **name)) {
            findings.push(Finding::new(&catalog::KIND_LOST, file).with("kind", name));
        }
        Kinds { kinds }
    }
}

fn stem(name: &str) -> String {
    name.trim_end_matches(".toml").to_owned()
}

fn parse<T: DeserializeOwned>(file: &str, bytes: &[u8], findings: &mut Vec<Finding>) -> Option<(T, Placed)> {
    let text = String::from_utf8_lossy(bytes);
    if !decoded::toml_is_clean(file, &text, findings) {
        return None;
    }
    match toml_text::read(&text) {
        Ok(parsed) => Some(parsed),
        Err(error) => {
            findings.push(error.finding(&catalog::KIND_INVALID, file, &text));
            None
        }
    }
}

/// `table`: the fields of kinds that have a table.
fn build(name: &str, file: KindFile, common: &[Field], table: &[Field]) -> Checked<Kind> {
    let mut fields = common.to_vec();
    for (index, field) in file.fields.into_iter().enumerate() {
        check_field(&field, common, index)?;
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
    let by_name = ByName(&fields);
    let mut states = Vec::new();
    for (index, state) in file.states.into_iter().enumerate() {
        let way = format!("states.{index}.when");
        let conditions = numbered(&way, &state.when);
        let conditions = conditions.map(|(way, text)| by_name.condition(text, &way));
        states.push(State { id: state.id, label: state.label, when: conditions.collect::<Result<_, _>>()? });
    }
    if let Some(date_field) = &file.date_field {
        by_name.find(date_field, "date_field")?;
    }
    if !matches!(&*file.sort, "date" | "title" | "weight") {
        by_name.find(&file.sort, "sort")?;
    }
    let personal = file.personal.as_ref();
    let personal =
        personal.map(|names| numbered("personal", names).map(|(way, name)| by_name.find(name, &way)).collect());
    let facets =
        numbered("facets", &file.facets).map(|(way, name)| by_name.facet(name, &way)).collect::<Result<_, _>>()?;
    let columns = columns::columns(&by_name, file.columns)?;
    let calendar = file.calendar.map(|names| by_name.calendar(&names)).transpose()?;
    let urgent = file.urgent.map(|names| by_name.urgent(&names)).transpose()?;
    let text = file.text.as_deref().map(|text| by_name.text_rule(text)).transpose()?;
    let mut order = by_name.orders(&file.order, "order")?;
    order.extend(by_name.orders(&file.usual_order, "usual_order")?);
    let data_set = fields.iter().position(|field| field.name == DATA_SET && field.kind == FieldType::Group);
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
        columns,
        calendar,
        urgent,
        owns_numbers: file.owns_numbers,
        noindex: file.noindex,
        month_folders: file.month_folders,
        linked_by: file.linked_by,
        personal: personal.transpose()?,
        text,
        order,
        data_set: data_set.map(|index| index as FieldIndex),
        stands_in: false,
        common: common.len(),
        fields,
    })
}

/// Texts, each with the way to it: `facets.0`.
fn numbered<'t>(way: &str, texts: &'t [String]) -> impl Iterator<Item = (String, &'t str)> {
    texts.iter().enumerate().map(move |(index, text)| (format!("{way}.{index}"), text.as_str()))
}

/// `index`: among the fields of the file.
fn check_field(field: &Field, common: &[Field], index: usize) -> Checked<()> {
    let way = format!("fields.{index}");
    let needs = |key: &str, vi: &str, en: &str| {
        let what = (format!("khóa “{}” thiếu {key}", field.name), format!("the field “{}” lacks {key}", field.name));
        wrong(way.clone(), what, (vi, en))
    };
    if field.kind == FieldType::Choice && field.options.is_empty() {
        let next = "options = [ { id = \"…\", vi = \"…\", en = \"…\" } ]";
        return needs("options", &format!("Thêm {next}"), &format!("Add {next}"));
    }
    if field.kind == FieldType::Group && field.fields.is_empty() {
        return needs(
            "fields",
            "Liệt kê các khóa của nhóm: fields = [ … ]",
            "List the fields of the group: fields = [ … ]",
        );
    }
    let is_common = common.iter().any(|known| known.name == field.name);
    if field.private && (is_common || field.role.is_some() || field.unique || field.inverse.is_some()) {
        let what = (
            format!("khóa “{}” không thể là private", field.name),
            format!("the field “{}” cannot be private", field.name),
        );
        return wrong(
            format!("{way}.private"),
            what,
            (
                "Xóa private. Khóa có ở mọi loại, khóa ngày, unique và inverse luôn hiện ra ngoài.",
                "Delete private. Fields of every kind, dates with a role, unique and inverse always show.",
            ),
        );
    }
    Ok(())
}

impl ByName<'_> {
    fn facet(&self, name: &str, way: &str) -> Checked<Facet> {
        const NARROW: [FieldType; 4] = [FieldType::Choice, FieldType::Agency, FieldType::Topic, FieldType::Field];
        match name {
            "year" => Ok(Facet::Year),
            "state" => Ok(Facet::State),
            _ => {
                let next = (
                    "facets nhận khóa có type choice, agency, topic, field, hoặc \"year\", \"state\".",
                    "facets takes fields of type choice, agency, topic or field, and \"year\", \"state\".",
                );
                self.of_type(name, way, &NARROW, next).map(Facet::Field)
            }
        }
    }

    /// A field that holds a date.
    fn moment(&self, name: &str, way: &str) -> Checked<FieldIndex> {
        let next = ("Dùng một khóa có type date hoặc datetime.", "Use a field of type date or datetime.");
        self.of_type(name, way, &[FieldType::Date, FieldType::Datetime], next)
    }

    fn urgent(&self, names: &UrgentFile) -> Checked<Urgent> {
        let (name, wanted) = names.when.split_once(':').unwrap_or((&names.when, ""));
        let field = self.find(name, "urgent.when")?;
        let Some(option) = self.0[usize::from(field)].options.iter().position(|option| option.id == wanted) else {
            let what = (format!("không có lựa chọn “{}”", names.when), format!("there is no option “{}”", names.when));
            return wrong("urgent.when".to_owned(), what, ("Viết KHÓA:LỰA-CHỌN.", "Write FIELD:OPTION."));
        };
        let until = numbered("urgent.until", &names.until).map(|(way, name)| self.moment(name, &way));
        let until = until.collect::<Checked<Vec<_>>>()?;
        if until.is_empty() {
            let what = ("urgent thiếu until".to_owned(), "urgent lacks until".to_owned());
            let next = ("Ghi các khóa cho biết khi nào hết khẩn cấp.", "Name the fields that say when it ends.");
            return wrong("urgent.until".to_owned(), what, next);
        }
        Ok(Urgent { field, option: option as u16, until })
    }

    /// Every two of each row, since one between them may not be set.
    fn orders(&self, rows: &[Vec<String>], way: &str) -> Checked<Vec<Order>> {
        let mut orders = Vec::new();
        for (index, row) in rows.iter().enumerate() {
            let row_way = format!("{way}.{index}");
            let dates = numbered(&row_way, row).map(|(way, name)| self.moment(name, &way));
            let dates = dates.collect::<Checked<Vec<_>>>()?;
            for (at, last) in dates.iter().enumerate() {
                let usual = way == "usual_order";
                orders.extend(dates[..at].iter().map(|first| Order { first: *first, last: *last, usual }));
            }
        }
        Ok(orders)
    }

    fn text_rule(&self, text: &str) -> Checked<TextRule> {
        match text.split_once(':') {
            None if text == "expected" => Ok(TextRule::Expected),
            Some(("with", field)) => Ok(TextRule::With(self.find(field, "text")?)),
            _ => wrong(
                "text".to_owned(),
                (format!("không có cách “{text}”"), format!("there is no rule “{text}”")),
                ("Viết expected hoặc with:KHÓA.", "Write expected or with:FIELD."),
            ),
        }
    }

    fn calendar(&self, names: &CalendarFile) -> Checked<Calendar> {
        let moment = |name: &str, key: &str| self.moment(name, &format!("calendar.{key}"));
        let optional = |name: &Option<String>, key: &str| {
            name.as_deref().map(|name| self.find(name, &format!("calendar.{key}"))).transpose()
        };
        Ok(Calendar {
            starts: moment(&names.starts, "starts")?,
            ends: names.ends.as_deref().map(|name| moment(name, "ends")).transpose()?,
            place: optional(&names.place, "place")?,
            cancelled: optional(&names.cancelled, "cancelled")?,
            entries: names.entries.as_deref().map(|name| self.entries(name)).transpose()?,
        })
    }

    /// The names of the fields in the group are the same in every kind.
    fn entries(&self, name: &str) -> Checked<Entries> {
        let way = "calendar.entries";
        let field = self.find(name, way)?;
        let inner = &self.field(field).fields;
        let of = |name: &str, kind: FieldType| {
            let at = inner.iter().position(|field| field.name == name && field.kind == kind && !field.private);
            at.map(|at| at as FieldIndex)
        };
        let (Some(day), Some(what)) = (of("day", FieldType::Date), of("what", FieldType::Text)) else {
            let what = (
                format!("nhóm “{name}” thiếu day (date) hoặc what (text)"),
                format!("the group “{name}” lacks day (date) or what (text)"),
            );
            return wrong(way.to_owned(), what, ("Khai hai khóa này trong nhóm.", "Give the group these two fields."));
        };
        Ok(Entries {
            field,
            day,
            what,
            time: of("time", FieldType::Text),
            place: of("place", FieldType::Text),
            reception: of("reception", FieldType::Bool),
        })
    }

    fn condition(&self, text: &str, way: &str) -> Checked<Condition> {
        let (sort, field) = text.split_once(':').unwrap_or((text, ""));
        let condition = match sort {
            "before" => Some(Condition::Before as fn(FieldIndex) -> Condition),
            "after" => Some(Condition::After as _),
            "has" => Some(Condition::Has as _),
            "target" => Some(Condition::Target as _),
            _ => None,
        };
        match condition {
            Some(condition) => self.find(field, way).map(condition),
            None => wrong(
                way.to_owned(),
                (format!("không có điều kiện “{text}”"), format!("there is no condition “{text}”")),
                (
                    "Viết before:KHÓA, after:KHÓA, has:KHÓA hoặc target:KHÓA.",
                    "Write before:FIELD, after:FIELD, has:FIELD or target:FIELD.",
                ),
            ),
        }
    }
}
