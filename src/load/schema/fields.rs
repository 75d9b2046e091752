//! Turns the columns that a schema lists into what their cells may hold.

use super::cells::{self, Limit};
use super::parts::{Entry, Reader};
use super::read::Writing;
use super::words::both;
use super::{CellType, Constraints, Mask, Named, SchemaField};
use crate::load::localized::Localized;
use crate::text::decimal::Decimal;

const OF_FIELD: [&str; 8] = ["name", "title", "type", "unit", "decimalChar", "groupChar", "constraints", "mask"];
const OF_CONSTRAINTS: [&str; 6] = ["required", "unique", "minimum", "maximum", "pattern", "enum"];

impl<'a> Reader<'a> {
    pub(super) fn fields(&mut self, entry: Entry<'a>, outer: Writing, fields: &mut Vec<SchemaField>) {
        for item in self.items(entry) {
            let entries = self.entries(item, &OF_FIELD);
            let find = |name: &str| entries.iter().find(|entry| entry.key == name).copied();
            let Some(Named { name, span }) = find("name").and_then(|name| self.named(name)) else {
                if find("name").is_none() {
                    let next = both(
                        "Thêm name: đúng như tên cột trong tệp bảng.",
                        "Add name: exactly as the column is called in the file of the table.",
                    );
                    self.wrong(item, both("một cột thiếu khóa “name”", "a column lacks the key “name”"), next);
                }
                continue;
            };
            if let Some(first) = fields.iter().find(|field| field.name == name) {
                let (line, own) = (first.span.line, find("name").unwrap_or(item));
                let what = both(format!("cột “{name}” kê hai lần"), format!("the column “{name}” stands here twice"));
                let next = both(
                    format!("Xóa một trong hai (mục kia ở dòng {line})."),
                    format!("Delete one of them (the other is on line {line})."),
                );
                self.wrong(own, what, next);
                continue;
            }
            let cells = find("type").map_or(CellType::String, |kind| self.cell_type(kind));
            let Writing { mark, groups } = self.writing(&entries, outer);
            let mut localized = |name| find(name).map_or_else(Localized::default, |entry| self.localized(entry));
            let (title, unit) = (localized("title"), localized("unit"));
            let constraints = find("constraints").map(|entry| self.constraints(entry, cells)).unwrap_or_default();
            let mask = find("mask").and_then(|mask| self.mask(mask));
            fields.push(SchemaField { name, title, cells, unit, constraints, mark, groups, mask, span });
        }
    }

    fn cell_type(&mut self, entry: Entry) -> CellType {
        let typed = self.text(entry).unwrap_or_default();
        let known = CellType::ALL.iter().find(|(name, _)| *name == typed);
        known.map_or_else(
            || {
                let names: Vec<&str> = CellType::ALL.iter().map(|(name, _)| *name).collect();
                self.not_among(entry, &typed, &names);
                CellType::String
            },
            |(_, kind)| *kind,
        )
    }

    fn mask(&mut self, entry: Entry) -> Option<Mask> {
        let typed = self.text(entry)?;
        let known = Mask::ALL.iter().find(|(name, _)| *name == typed);
        if known.is_none() {
            let names: Vec<&str> = Mask::ALL.iter().map(|(name, _)| *name).collect();
            self.not_among(entry, &typed, &names);
        }
        known.map(|(_, mask)| *mask)
    }

    fn constraints(&mut self, entry: Entry<'a>, cells: CellType) -> Constraints {
        let mut found = Constraints::default();
        for entry in self.entries(entry, &OF_CONSTRAINTS) {
            match entry.key {
                "required" => found.required = self.flag(entry),
                "unique" => found.unique = self.flag(entry),
                "minimum" => found.minimum = self.limit(entry, cells),
                "maximum" => found.maximum = self.limit(entry, cells),
                "pattern" => found.pattern = self.pattern(entry),
                _ => found.choices = self.texts(entry),
            }
        }
        found
    }

    pub(super) fn flag(&mut self, entry: Entry) -> bool {
        entry.value.as_bool().unwrap_or_else(|| {
            let next = both(
                format!("Viết {}: true, hoặc xóa dòng này.", entry.key),
                format!("Write {}: true, or delete the line.", entry.key),
            );
            self.wrong_value(entry, next);
            false
        })
    }

    fn limit(&mut self, entry: Entry, cells: CellType) -> Option<Limit> {
        let text = self.text(entry)?;
        let limit = match cells {
            CellType::Integer | CellType::Number | CellType::Year => Decimal::parse(&text).map(Limit::Number),
            CellType::Date => cells::day(&text).map(|day| Limit::Day(day.to_string())),
            CellType::String | CellType::Boolean => None,
        };
        if limit.is_none() {
            let next = match cells {
                CellType::String | CellType::Boolean => both(
                    "minimum và maximum chỉ dùng cho type: integer, number, year hoặc date.",
                    "minimum and maximum are for type: integer, number, year or date.",
                ),
                CellType::Date => both("Viết ngày dạng 2024-12-31.", "Write a date such as 2024-12-31."),
                _ => both(
                    "Viết một số với dấu chấm thập phân, ví dụ 9.75.",
                    "Write a number with a decimal point, such as 9.75.",
                ),
            };
            self.wrong_value(entry, next);
        }
        limit
    }

    fn pattern(&mut self, entry: Entry) -> Option<String> {
        let pattern = self.text(entry)?;
        if cells::compile(&pattern).is_none() {
            let next = both(
                "Viết một biểu thức chính quy trong dấu nháy đơn, ví dụ '[0-9]{8}' là tám chữ số.",
                "Write a regular expression in single quotation marks, such as '[0-9]{8}' for eight digits.",
            );
            self.wrong_value(entry, next);
            return None;
        }
        Some(pattern)
    }
}
