//! Turns what a schema says of sums into rows that are checked, and the rows of a table into what a row that should be a sum is instead.
//!
//! Sums are exact: every digit of a figure counts, and nothing is rounded.

use std::collections::BTreeMap;

use super::cells::CellValue;
use super::parts::{Entry, Reader};
use super::words::{Words, both, short};
use super::{Schema, SchemaField, Sum};
use crate::diag::Span;
use crate::text::decimal::Decimal;

const OF_SUM: [&str; 4] = ["row", "of", "by", "columns"];

impl<'a> Reader<'a> {
    pub(super) fn sums(&mut self, entry: Entry<'a>, fields: &[SchemaField]) -> Vec<Sum> {
        let mut sums = Vec::new();
        for item in self.items(entry) {
            let entries = self.entries(item, &OF_SUM);
            let find = |name: &str| entries.iter().find(|entry| entry.key == name).copied();
            let Some(row) = find("row").and_then(|row| self.named(row)) else {
                if find("row").is_none() {
                    let next = both(
                        "Thêm row: chữ ở cột đầu của dòng tổng, ví dụ row: Tổng cộng.",
                        "Add row: what stands in the first column of the sum, such as row: Total.",
                    );
                    self.wrong(item, both("một dòng tổng thiếu khóa “row”", "a sum lacks the key “row”"), next);
                }
                continue;
            };
            let of = find("of").map_or_else(Vec::new, |of| self.names(of));
            let columns = match find("columns") {
                Some(named) => self.columns(named, fields),
                None => (1..fields.len()).filter(|field| fields[*field].cells.is_amount()).collect(),
            };
            if let Some(text) = columns.iter().find(|column| !fields[**column].cells.is_amount()) {
                let name = &fields[*text].name;
                let what = both(format!("cột “{name}” không phải số"), format!("the column “{name}” holds no numbers"));
                let next =
                    both("Chỉ kê cột có type: integer hoặc number.", "Name columns of type: integer or number alone.");
                self.wrong(find("columns").unwrap_or(item), what, next);
            }
            if columns.is_empty() && find("columns").is_none() {
                let what = both("không cột nào có số để cộng", "no column has numbers to be summed");
                let next = both(
                    "Ghi type: number hoặc type: integer cho cột số của bảng.",
                    "Write type: number or type: integer below the columns with numbers.",
                );
                self.wrong(item, what, next);
            }
            let by = find("by").and_then(|by| self.columns(by, fields).first().copied());
            sums.push(Sum { row, of, by, columns });
        }
        sums
    }
}

pub struct Sums {
    /// For each of the schema, by what its rows have in common.
    sums: Vec<BTreeMap<String, Running>>,
    /// What stands in the first column of those rows.
    labels: Vec<String>,
    /// Rows that are sums, counted from 0.
    pub at: Vec<u32>,
}

struct Running {
    /// By column of the sum: what its parts come to.
    parts: Vec<Total>,
    /// The row that says the sum, with its figures.
    own: Option<(usize, Vec<Option<Decimal>>)>,
    /// Which of the rows that it names were met.
    met: Vec<bool>,
}

/// In units of a `places`-th decimal digit; `None` once it is larger than can be counted.
#[derive(Clone)]
struct Total {
    units: Option<i128>,
    places: usize,
}

/// What is wrong with a sum.
pub struct Wrong {
    /// None where the table has no such row.
    pub row: Option<usize>,
    /// In the schema.
    pub span: Span,
    pub what: Words,
    pub next: Words,
}

impl Sums {
    pub fn of(schema: &Schema) -> Sums {
        let running = |sum: &Sum| match sum.by {
            None => BTreeMap::from([(String::new(), Running::of(sum))]),
            Some(_) => BTreeMap::new(),
        };
        let labels = schema.sums.iter().map(|sum| sum.row.name.clone()).collect();
        Sums { sums: schema.sums.iter().map(running).collect(), labels, at: Vec::new() }
    }

    pub fn is_sum(&self, label: &str) -> bool {
        self.labels.iter().any(|known| known == label)
    }

    /// `values`: by number of field, those that could be read.
    pub fn row(&mut self, schema: &Schema, label: &str, values: &[(usize, CellValue)], row: usize) {
        if self.sums.is_empty() {
            return;
        }
        let figure = |field: &usize| {
            values.iter().find(|(of, _)| of == field).and_then(|(_, value)| match value {
                CellValue::Number(number) => Some(number.clone()),
                _ => None,
            })
        };
        let is_sum = self.is_sum(label);
        for (sum, all) in schema.sums.iter().zip(&mut self.sums) {
            let group = sum.by.and_then(|by| values.iter().find(|(of, _)| *of == by));
            let group = group.map_or_else(String::new, |(_, value)| value.text());
            let running = all.entry(group).or_insert_with(|| Running::of(sum));
            if sum.row.name == label && running.own.is_none() {
                running.own = Some((row, sum.columns.iter().map(figure).collect()));
                continue;
            }
            let named = sum.of.iter().position(|part| part.name == label);
            if let Some(named) = named {
                running.met[named] = true;
            }
            if named.is_some() || (sum.of.is_empty() && !is_sum) {
                for (column, total) in sum.columns.iter().zip(&mut running.parts) {
                    if let Some(number) = figure(column) {
                        total.add(&number);
                    }
                }
            }
        }
    }

    pub fn wrong(&self, schema: &Schema) -> Vec<Wrong> {
        let mut wrong = Vec::new();
        for (sum, all) in schema.sums.iter().zip(&self.sums) {
            let is_met = |number: usize| all.values().any(|running| running.met[number]);
            let missing = sum.of.iter().enumerate().filter(|(number, _)| !is_met(*number)).map(|(_, part)| part);
            let is_there = all.values().any(|running| running.own.is_some());
            for part in missing.chain((!is_there).then_some(&sum.row)) {
                let what = both(
                    format!("bảng không có dòng “{}”", short(&part.name)),
                    format!("the table has no row “{}”", short(&part.name)),
                );
                let next = both(
                    "Viết đúng như chữ ở cột đầu của dòng ấy.",
                    "Write it exactly as the first column of that row has it.",
                );
                wrong.push(Wrong { row: None, span: part.span, what, next });
            }
            for (group, running) in all {
                running.wrong(schema, sum, group, &mut wrong);
            }
        }
        wrong
    }
}

impl Running {
    fn of(sum: &Sum) -> Running {
        Running {
            parts: vec![Total { units: Some(0), places: 0 }; sum.columns.len()],
            own: None,
            met: vec![false; sum.of.len()],
        }
    }

    /// What the row says, where its parts come to something else. `group`: what they have in common.
    fn wrong(&self, schema: &Schema, sum: &Sum, group: &str, wrong: &mut Vec<Wrong>) {
        let Some((row, own)) = &self.own else { return };
        let label = match group {
            "" => short(&sum.row.name),
            group => format!("{}, {}", short(&sum.row.name), short(group)),
        };
        for ((column, own), total) in sum.columns.iter().zip(own).zip(&self.parts) {
            let Some((own, total)) = own.as_ref().zip(total.decimal()) else { continue };
            if own.compare(&total).is_eq() {
                continue;
            }
            let name = short(&schema.fields[*column].name);
            let says = |language: &str| (own.shown(language), total.shown(language));
            let ((vi, is_vi), (en, is_en)) = (says("vi"), says("en"));
            let what = both(
                format!("“{label}” ghi {vi} ở cột “{name}”, còn các dòng cộng lại là {is_vi}"),
                format!("“{label}” says {en} in the column “{name}”, and its rows come to {is_en}"),
            );
            let next = both(
                "Sửa dòng tổng hoặc ô bị sai. Nếu dòng này chỉ cộng một số dòng thì kê chúng ở of: trong lược đồ.",
                "Mend the sum, or the cell that is wrong. If it sums some of the rows alone, list them under of: in the schema.",
            );
            wrong.push(Wrong { row: Some(*row), span: sum.row.span, what, next });
        }
    }
}

impl Total {
    fn add(&mut self, number: &Decimal) {
        let places = self.places.max(number.places());
        let shift = 10_i128.checked_pow(u32::try_from(places - self.places).unwrap_or(u32::MAX));
        let known = self.units.zip(shift).and_then(|(units, shift)| units.checked_mul(shift));
        self.units = known.zip(number.scaled(places)).and_then(|(units, more)| units.checked_add(more));
        self.places = places;
    }

    fn decimal(&self) -> Option<Decimal> {
        let units = self.units?;
        let digits = format!("{:0>width$}", units.unsigned_abs(), width = self.places + 1);
        let (whole, fraction) = digits.split_at(digits.len() - self.places);
        let sign = if units < 0 { "-" } else { "" };
        let dot = if fraction.is_empty() { "" } else { "." };
        Decimal::parse(&format!("{sign}{whole}{dot}{fraction}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_keep_every_digit() {
        let sum = |numbers: &[&str]| {
            let mut total = Total { units: Some(0), places: 0 };
            numbers.iter().for_each(|number| total.add(&Decimal::parse(number).unwrap()));
            total.decimal().map(|sum| sum.as_str().to_owned())
        };
        assert_eq!(sum(&["0.1", "0.2"]).as_deref(), Some("0.3"));
        assert_eq!(sum(&["-1.25", "1"]).as_deref(), Some("-0.25"));
        assert_eq!(sum(&["12345678901234567890", "0.05"]).as_deref(), Some("12345678901234567890.05"));
        assert_eq!(sum(&[]).as_deref(), Some("0"));
        assert_eq!(
            sum(&["9".repeat(38).as_str(), "9".repeat(38).as_str()]),
            None,
            "what cannot be counted is not judged"
        );
    }
}
