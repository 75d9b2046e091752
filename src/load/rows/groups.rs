//! Turns a long table into one page for each place of it: the rows that have the same in some columns, as a table of their own with its
//! schema and a page that shows it. A place of too many rows is divided by the next column.

use std::collections::HashMap;
use std::sync::Arc;

use super::csv;
use super::front::Page;
use super::made::{Made, MadeFile};
use super::raw::{self, RawTable, Row};
use super::single;
use crate::diag::{Finding, catalog, is_enough};
use crate::load::kinds::{FieldType, Kind};
use crate::load::schema::pages::{PageRules, Split};
use crate::load::schema::words::both;
use crate::load::schema::{ENDING, Schema};
use crate::path::SourcePath;

/// The field of a page that shows its table.
const TABLE: &str = "table";

/// Whether a page of the kind can show a table.
pub fn shows_table(kind: &Kind) -> bool {
    kind.fields.iter().any(|field| field.name == TABLE && field.kind == FieldType::Data)
}

struct Splitting<'a> {
    table: &'a SourcePath,
    raw: &'a RawTable,
    schema: &'a Schema,
    split: &'a Split,
    page: Page<'a>,
    made: Made,
}

/// All pages with their tables, in the order in which their places first stand in the table.
pub fn pages(
    table: &SourcePath,
    raw: &RawTable,
    schema: &Schema,
    of: (&PageRules, &Kind),
    findings: &mut Vec<Finding>,
) -> Made {
    let (rules, kind) = of;
    let Some(split) = &rules.split else { return Made::default() };
    let page = Page { rules, kind, more: &[] };
    let rows: Vec<usize> = (0..raw.len()).filter(|row| !raw.is_broken(*row)).collect();
    let mut splitting = Splitting { table, raw, schema, split, page, made: Made::default() };
    splitting.divide(&rows, 1, findings);
    splitting.made
}

impl Splitting<'_> {
    /// `depth`: how many of the columns divide these rows.
    fn divide(&mut self, rows: &[usize], depth: usize, findings: &mut Vec<Finding>) {
        let field = self.split.by[depth - 1];
        let (mut places, mut numbers): (Vec<Vec<usize>>, HashMap<&str, usize>) = Default::default();
        for row in rows {
            let cell = self.raw.cell(*row, field);
            if self.schema.is_missing(cell) {
                self.homeless(*row, field, findings);
                continue;
            }
            let number = *numbers.entry(cell).or_insert(places.len());
            if number == places.len() {
                places.push(Vec::new());
            }
            places[number].push(*row);
        }
        for place in places {
            if place.len() > self.split.most && depth < self.split.by.len() {
                self.divide(&place, depth + 1, findings);
            } else {
                self.place(&place, depth, findings);
            }
        }
    }

    fn homeless(&self, row: usize, field: usize, findings: &mut Vec<Finding>) {
        if is_enough(findings, &catalog::ROW_WRONG) {
            return;
        }
        let name = &self.schema.fields[field].name;
        let what = both(
            format!("ô “{name}” trống nên dòng này không thuộc trang nào"),
            format!("“{name}” is empty, so the row is on no page"),
        );
        let next = both("Điền ô này.", "Fill it in.");
        findings.push(raw::row_wrong(
            self.table,
            self.raw.sheet.as_ref(),
            self.raw.place(row, Some(field)),
            what,
            next,
        ));
    }

    /// The page of a place, its table, and the schema of that.
    fn place(&mut self, rows: &[usize], depth: usize, findings: &mut Vec<Finding>) {
        let (raw, schema, rules) = (self.raw, self.schema, self.page.rules);
        let common = &self.split.by[..depth];
        let cells: Vec<&str> = common.iter().rev().map(|field| raw.cell(rows[0], *field)).collect();
        let filled = Row { raw, schema, rows, common: Some(common), place: cells.join(", ") };
        let name = match single::name(rules.name.text(&filled).as_deref()) {
            Ok(name) => name,
            Err(what) => {
                let next = both("Sửa ô này, hoặc name trong lược đồ.", "Mend the cell, or name in the schema.");
                let at = raw.place(rows[0], common.last().copied());
                findings.push(raw::row_wrong(self.table, raw.sheet.as_ref(), at, what, next));
                return;
            }
        };
        // What all rows have in common stands above the table; a table of one column is none.
        let left: Vec<usize> = raw.fields().iter().copied().filter(|field| !common.contains(field)).collect();
        let shown = if left.len() > 1 { left } else { raw.fields().to_vec() };
        let stem = format!("{}/{name}", self.table.folder());
        let all: Arc<[usize]> = Arc::from(rows);
        let table = format!("{name}.csv");
        let more = [(TABLE, table)];
        let page = Page { more: &more, ..self.page };
        for language in [None].into_iter().chain(rules.languages.iter().map(Some)) {
            let Some(text) = page.text(&filled, language) else { continue };
            let ending = language.map_or(String::new(), |language| format!(".{}", language.code));
            let path = SourcePath::new(format!("{stem}{ending}.md"));
            self.made.files.push(MadeFile { path, bytes: text.into_bytes(), rows: Arc::from([rows[0]]) });
        }
        let own = csv::part_of(schema, &shown);
        let cells = rows.iter().map(|row| shown.iter().map(|field| raw.cell(*row, *field)));
        let bytes = csv::write(shown.iter().map(|field| &*schema.fields[*field].name), cells, raw.sheet.is_some());
        self.made.files.push(MadeFile { path: SourcePath::new(format!("{stem}.csv")), bytes, rows: all.clone() });
        let path = SourcePath::new(format!("{stem}{ENDING}"));
        self.made.files.push(MadeFile { path, bytes: own.text().into_bytes(), rows: Arc::from([rows[0]]) });
    }
}
