//! Turns the `columns` of a kind into how a register of it stands as a table: what each column shows and what it is called.
//!
//! Which words a cell has is for `render`; a kind without columns is shown otherwise.

use serde::Deserialize;

use super::kind_fields::{ByName, Checked, wrong};
use super::kinds::{Column, FieldType, Shown};
use super::localized::Localized;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ColumnFile {
    show: String,
    label: Option<Localized>,
    #[serde(default)]
    head: bool,
    #[serde(default)]
    badge: bool,
    minor: Option<String>,
}

/// Types whose values are short enough for a cell.
const SHORT: [FieldType; 9] = [
    FieldType::Text,
    FieldType::Integer,
    FieldType::Number,
    FieldType::Date,
    FieldType::Datetime,
    FieldType::Year,
    FieldType::Choice,
    FieldType::Agency,
    FieldType::DocumentNumber,
];

/// Exactly one column names the row.
pub(super) fn columns(by_name: &ByName, files: Vec<ColumnFile>) -> Checked<Vec<Column>> {
    let heads = files.iter().filter(|file| file.head).count();
    if heads != 1 && !files.is_empty() {
        let what = (format!("columns có {heads} cột head"), format!("columns has {heads} columns with head"));
        let next = (
            "Ghi head = true ở đúng một cột: cột dẫn tới trang.",
            "Write head = true at one column: it leads to the page.",
        );
        return wrong("columns".to_owned(), what, next);
    }
    files.into_iter().enumerate().map(|(index, file)| column(by_name, index, file)).collect()
}

fn column(by_name: &ByName, index: usize, file: ColumnFile) -> Checked<Column> {
    let way = |key: &str| format!("columns.{index}.{key}");
    let shows = shown(by_name, &file.show, &way("show"))?;
    if file.badge && !matches!(shows, Shown::Field(field) if by_name.field(field).kind == FieldType::Choice) {
        let what = ("badge chỉ dùng cho type choice".to_owned(), "badge is for type choice alone".to_owned());
        return wrong(way("badge"), what, ("Xóa badge.", "Delete badge."));
    }
    let minor = file.minor.map(|name| shown(by_name, &name, &way("minor"))).transpose()?;
    Ok(Column { shows, label: file.label, head: file.head, badge: file.badge, minor })
}

fn shown(by_name: &ByName, name: &str, way: &str) -> Checked<Shown> {
    let next = (
        "Một ô nhận khóa ngắn: text, số, ngày, choice, agency; hoặc \"title\", \"date\", \"state\".",
        "A cell takes a short field: text, numbers, dates, choice, agency; or \"title\", \"date\", \"state\".",
    );
    match name {
        "title" => Ok(Shown::Title),
        "date" => Ok(Shown::Date),
        "state" => Ok(Shown::State),
        _ => {
            let index = by_name.of_type(name, way, &SHORT, next)?;
            let field = by_name.field(index);
            if field.many && field.kind != FieldType::Agency {
                let what = (format!("khóa “{name}” có nhiều giá trị"), format!("the field “{name}” has many values"));
                return wrong(way.to_owned(), what, next);
            }
            Ok(Shown::Field(index))
        }
    }
}
