//! Turns the columns of a kind into what the template of a register sees as `page.columns`.

use tera::Value;

use super::value::MapBuilder;
use crate::load::kinds::{Column, FieldType, Kind, Shown};

/// For each column its `label`, whether it is the `head` of its row, whether its lines stay whole (`nowrap`), and as `cell` what
/// it shows; `minor` what stands below that, else none. Of a cell: `name`, a key of `item.fields`, and `form`, how it is written.
pub fn value(kind: &Kind, language: &str) -> Value {
    let row = |column: &Column| {
        let own = column.label.as_ref().or_else(|| field_label(kind, column.shows));
        MapBuilder::new()
            .set("label", own.map_or("", |label| label.get(language)))
            .set("head", column.head)
            .set("nowrap", !column.head && is_short(kind, column.shows))
            .set("cell", cell(kind, column.shows, column.badge))
            .maybe("minor", column.minor.map(|shown| cell(kind, shown, false)))
            .build()
    };
    Value::from(kind.columns.iter().map(row).collect::<Vec<_>>())
}

fn name(kind: &Kind, shown: Shown) -> &str {
    match shown {
        Shown::Title => "title",
        Shown::Date => "date",
        Shown::State => "state",
        Shown::Field(index) => &kind.field(index).name,
    }
}

fn field_label(kind: &Kind, shown: Shown) -> Option<&crate::load::localized::Localized> {
    kind.index_of(name(kind, shown)).map(|index| &kind.field(index).label)
}

/// A day or a code: broken over two lines, nobody could read it.
fn is_short(kind: &Kind, shown: Shown) -> bool {
    match shown {
        Shown::Title | Shown::State => false,
        Shown::Date => true,
        Shown::Field(index) => kind.field(index).unique || form(kind.field(index).kind) == "day",
    }
}

fn form(kind: FieldType) -> &'static str {
    match kind {
        FieldType::Date | FieldType::Datetime => "day",
        FieldType::Choice => "choice",
        FieldType::Agency => "agencies",
        _ => "text",
    }
}

fn cell(kind: &Kind, shown: Shown, badge: bool) -> Value {
    let form = match shown {
        Shown::Title => "title",
        Shown::Date => "published",
        Shown::State => "state",
        Shown::Field(_) if badge => "badge",
        Shown::Field(index) => form(kind.field(index).kind),
    };
    MapBuilder::new().set("name", name(kind, shown)).set("form", form).build()
}
