//! Turns the rows of a table into what does not fit its schema: columns, cells, keys, sums.
//!
//! It is given one row after another and keeps of them only what must not stand twice, and running sums.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

use super::cells::{self, CellValue, Fault, Limit, Patterns};
use super::sums::Sums;
use super::words::{Words, both, short};
use super::{CellType, Schema, SchemaField};
use crate::diag::{Finding, Message, Span, catalog, did_you_mean, is_enough, nearest};
use crate::load::table::{CellKind, Given, Typed};
use crate::path::SourcePath;

/// What a row is counted in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Origin {
    /// Lines of a text.
    Lines,
    /// Rows of a sheet of this name; the column in which the table begins, counted from 0.
    Sheet(String, usize),
}

pub struct Checked<'a> {
    /// The table and its schema.
    table: &'a SourcePath,
    file: &'a SourcePath,
    schema: Arc<Schema>,
    origin: Origin,
    patterns: Patterns,
    /// By column, the number of its field.
    fields: Vec<usize>,
    /// Values of unique fields with the row in which each stands.
    known: Vec<HashMap<Box<str>, usize>>,
    keys: HashMap<Vec<Box<str>>, usize>,
    sums: Sums,
    rows: usize,
    findings: Vec<Finding>,
}

impl<'a> Checked<'a> {
    /// `file`: that of the schema.
    pub fn new(table: &'a SourcePath, file: &'a SourcePath, schema: Arc<Schema>) -> Self {
        let known = vec![HashMap::new(); schema.fields.len()];
        let (patterns, sums) = (Patterns::of(&schema), Sums::of(&schema));
        let (origin, fields, keys) = (Origin::Lines, Vec::new(), HashMap::new());
        Checked { table, file, schema, origin, patterns, fields, known, keys, sums, rows: 0, findings: Vec::new() }
    }

    /// The same of a workbook, whose numbers are numbers.
    pub fn in_sheet(self, name: &str, first_column: usize) -> Self {
        Checked { origin: Origin::Sheet(name.to_owned(), first_column), ..self }
    }

    /// That of the schema.
    pub fn file(&self) -> &SourcePath {
        self.file
    }

    pub fn schema(&self) -> &Schema {
        &self.schema
    }

    pub fn findings(self) -> Vec<Finding> {
        self.findings
    }

    /// Takes the names of the columns; whether each is in the schema once, and each of its fields among them.
    pub fn names<N: AsRef<str>>(&mut self, names: &[N], row: usize) -> bool {
        let schema = self.schema.clone();
        let names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
        let known: Vec<&str> = schema.fields.iter().map(|field| field.name.as_str()).collect();
        let missing: Vec<&SchemaField> = schema.fields.iter().filter(|field| !names.contains(&&*field.name)).collect();
        let strangers: Vec<&str> = names.iter().copied().filter(|name| !known.contains(name)).collect();
        for field in &missing {
            let what = both(
                format!("tệp {} không có cột “{}”", self.table.file_name(), short(&field.name)),
                format!("{} has no column “{}”", self.table.file_name(), short(&field.name)),
            );
            let next = match nearest(&field.name, strangers.iter().copied()) {
                Some(near) => did_you_mean(&field.name, &[near]),
                None if strangers.is_empty() => both(
                    "Xóa mục này khỏi lược đồ, hoặc thêm cột vào tệp.",
                    "Delete it from the schema, or add the column to the file.",
                ),
                None => did_you_mean(&field.name, &strangers),
            };
            let finding = Finding::new(&catalog::SCHEMA_TABLE, self.file.as_str()).at(field.span);
            self.push(finding.with_words("what", what).with_words("next", next).related(self.table.as_str()));
        }
        for (column, name) in names.iter().enumerate() {
            let what = match names[..column].contains(name) {
                true => both(
                    format!("hai cột cùng tên “{}”", short(name)),
                    format!("two columns are called “{}”", short(name)),
                ),
                false if known.contains(name) => continue,
                // A field that is near it is told to be this one.
                false if missing.iter().any(|field| nearest(&field.name, [*name]).is_some()) => continue,
                false if name.is_empty() => {
                    both(format!("cột thứ {} không có tên", column + 1), format!("column {} has no name", column + 1))
                }
                false => both(
                    format!("lược đồ không kê cột “{}”", short(name)),
                    format!("the schema does not list the column “{}”", short(name)),
                ),
            };
            let next = both(
                format!("Thêm vào fields của {}: - name: …, hoặc bỏ cột này khỏi tệp.", self.file.file_name()),
                format!("Add to fields in {}: - name: …, or take the column out of the file.", self.file.file_name()),
            );
            let finding = self.at_row(&catalog::SCHEMA_TABLE, row);
            self.push(finding.with_words("what", what).with_words("next", next).related(self.file.as_str()));
        }
        self.fields = names.iter().filter_map(|name| known.iter().position(|field| field == name)).collect();
        self.findings.is_empty()
    }

    /// Takes a row, by its line or its number in the sheet.
    pub fn row(&mut self, cells: &[Given], row: usize) {
        let schema = self.schema.clone();
        let mut values = Vec::with_capacity(cells.len());
        for (column, cell) in cells.iter().enumerate() {
            let field = self.fields[column];
            let checked = match is_number_as_text(&schema.fields[field], cell) {
                true => Err(Fault::Type),
                false => cells::check(&schema, &self.patterns, field, &cell.text),
            };
            match checked {
                Ok(value) => {
                    self.unique(&schema.fields[field], field, &value, &cell.text, (row, column));
                    values.push((field, value));
                }
                Err(fault) => self.fault(&schema.fields[field], fault, cell, (row, column)),
            }
        }
        self.key(&schema, cells, row);
        let label = cells.first().map_or("", |cell| &*cell.text);
        self.sums.row(&schema, label, &values, row);
        if self.sums.is_sum(label) {
            self.sums.at.push(u32::try_from(self.rows).unwrap_or(u32::MAX));
        }
        self.rows += 1;
    }

    fn unique(&mut self, field: &SchemaField, number: usize, value: &CellValue, cell: &str, at: (usize, usize)) {
        if !field.constraints.unique || *value == CellValue::Missing {
            return;
        }
        match self.known[number].entry(cell.into()) {
            Entry::Vacant(place) => {
                place.insert(at.0);
            }
            Entry::Occupied(first) => {
                let first = *first.get();
                let what = both(
                    format!("“{}” đã có ở dòng {first}", short(cell)),
                    format!("“{}” stands in row {first} already", short(cell)),
                );
                let next = both(
                    "Cột này không được có hai ô như nhau (unique): sửa một trong hai.",
                    "No two cells of this column may be the same (unique): mend one of them.",
                );
                self.constraint(field, at, what, next);
            }
        }
    }

    /// No two rows have the same key, and none has an empty one.
    fn key(&mut self, schema: &Schema, cells: &[Given], row: usize) {
        if schema.primary_key.is_empty() || is_enough(&self.findings, &catalog::KEY_TWICE) {
            return;
        }
        let of_column = |field: &usize| self.fields.iter().position(|of| of == field).and_then(|at| cells.get(at));
        let key: Vec<Box<str>> =
            schema.primary_key.iter().filter_map(of_column).map(|cell| Box::from(&*cell.text)).collect();
        let names: Vec<&str> = schema.primary_key.iter().map(|field| schema.fields[*field].name.as_str()).collect();
        let shown = short(&key.join(", "));
        let what = if key.iter().any(|part| schema.is_missing(part)) {
            both("khóa chính để trống", "the key is empty")
        } else {
            match self.keys.entry(key) {
                Entry::Vacant(place) => {
                    place.insert(row);
                    return;
                }
                Entry::Occupied(first) => both(
                    format!("khóa “{shown}” đã có ở dòng {}", first.get()),
                    format!("the key “{shown}” stands in row {} already", first.get()),
                ),
            }
        };
        let finding = self.at_row(&catalog::KEY_TWICE, row).with_words("place", self.place(row, None));
        self.push(finding.with_words("what", what).with("key", names.join(", ")));
    }

    fn fault(&mut self, field: &SchemaField, fault: Fault, cell: &Given, at: (usize, usize)) {
        let shown = short(&cell.text);
        let (what, next) = match fault {
            Fault::Type => {
                let finding = self.at_row(&catalog::CELL_TYPE, at.0).with_words("place", self.place(at.0, Some(at.1)));
                let finding = finding.with("column", short(&field.name)).with("cell", shown);
                let mut kind = field.wanted();
                if matches!(self.origin, Origin::Sheet(..)) && field.cells.is_amount() {
                    kind = both("số (ô đang là chữ)", "a number (the cell holds text)");
                }
                return self.push(finding.with_words("kind", kind));
            }
            Fault::Required => (
                both("ô trống", "the cell is empty"),
                both("Điền ô này: lược đồ ghi required.", "Fill it in: the schema says required."),
            ),
            Fault::Minimum(limit) => (
                both(
                    format!("“{shown}” nhỏ hơn {}", written(limit)),
                    format!("“{shown}” is less than {}", written(limit)),
                ),
                both("Sửa ô này, hoặc minimum trong lược đồ.", "Mend the cell, or minimum in the schema."),
            ),
            Fault::Maximum(limit) => (
                both(
                    format!("“{shown}” lớn hơn {}", written(limit)),
                    format!("“{shown}” is more than {}", written(limit)),
                ),
                both("Sửa ô này, hoặc maximum trong lược đồ.", "Mend the cell, or maximum in the schema."),
            ),
            Fault::Choice => {
                let choices: Vec<&str> = field.constraints.choices.iter().map(String::as_str).collect();
                let what = both(format!("“{shown}” không có trong enum"), format!("“{shown}” is not in enum"));
                (what, did_you_mean(&cell.text, &choices))
            }
            Fault::Pattern(pattern) => (
                both(
                    format!("“{shown}” không theo mẫu {pattern}"),
                    format!("“{shown}” does not fit the pattern {pattern}"),
                ),
                both("Sửa ô này, hoặc pattern trong lược đồ.", "Mend the cell, or pattern in the schema."),
            ),
        };
        self.constraint(field, at, what, next);
    }

    fn constraint(&mut self, field: &SchemaField, at: (usize, usize), what: Words, next: Words) {
        let finding = self.at_row(&catalog::CELL_CONSTRAINT, at.0).with_words("place", self.place(at.0, Some(at.1)));
        let finding = finding.with("column", short(&field.name));
        self.push(finding.with_words("what", what).with_words("next", next));
    }

    /// What the rows say of their table, and what is to be said of its sums.
    pub fn finish(mut self) -> (Typed, Vec<Finding>) {
        for wrong in self.sums.wrong(&self.schema) {
            let finding = match wrong.row {
                Some(row) => self.at_row(&catalog::SUM_WRONG, row).with_words("place", self.place(row, None)),
                None => Finding::new(&catalog::SUM_WRONG, self.file.as_str())
                    .at(wrong.span)
                    .with_words("place", both("sums", "sums"))
                    .related(self.table.as_str()),
            };
            self.push_warning(finding.with_words("what", wrong.what).with_words("next", wrong.next));
        }
        let typed = Typed { schema: self.schema, fields: self.fields, sums: self.sums.at };
        (typed, self.findings)
    }

    fn at_row(&self, message: &'static Message, row: usize) -> Finding {
        let finding = Finding::new(message, self.table.as_str());
        if self.origin == Origin::Lines { finding.at(Span::new(row, 1, 1)) } else { finding }
    }

    fn place(&self, row: usize, column: Option<usize>) -> Words {
        match (&self.origin, column) {
            (Origin::Lines, _) => both(format!("dòng {row}"), format!("line {row}")),
            (Origin::Sheet(sheet, first), Some(column)) => {
                let cell = cell_name(row, first + column);
                both(format!("trang tính “{sheet}”, ô {cell}"), format!("sheet “{sheet}”, cell {cell}"))
            }
            (Origin::Sheet(sheet, _), None) => {
                both(format!("trang tính “{sheet}”, dòng {row}"), format!("sheet “{sheet}”, row {row}"))
            }
        }
    }

    fn push(&mut self, finding: Finding) {
        self.push_warning(finding.fatal());
    }

    fn push_warning(&mut self, finding: Finding) {
        if !is_enough(&self.findings, finding.message) {
            self.findings.push(finding);
        }
    }
}

/// Text that looks like a number with marks, in a workbook: whether a point or a comma is its decimal mark nobody can say.
fn is_number_as_text(field: &SchemaField, cell: &Given) -> bool {
    let is_plain = cell.text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    cell.kind == CellKind::Words && field.cells == CellType::Number && !is_plain
}

fn written(limit: &Limit) -> &str {
    match limit {
        Limit::Number(number) => number.as_str(),
        Limit::Day(day) => day,
    }
}

/// `B7`: the row counted from 1, the column from 0.
pub fn cell_name(row: usize, column: usize) -> String {
    let (mut letters, mut left) = (Vec::new(), column + 1);
    while left > 0 {
        letters.push(b'A' + ((left - 1) % 26) as u8);
        left = (left - 1) / 26;
    }
    letters.reverse();
    format!("{}{row}", String::from_utf8_lossy(&letters))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_called_as_programs_call_them() {
        for (column, name) in [(0, "A7"), (25, "Z7"), (26, "AA7"), (701, "ZZ7"), (702, "AAA7"), (16_383, "XFD7")] {
            assert_eq!(cell_name(7, column), name);
        }
    }
}
