//! Turns a table about citizens into what is published of it: names as letters, numbers as their last digits, columns that are not there.
//!
//! Every program that reads the portal is given this in place of the file, so nothing of the file can come out by another way.

use std::sync::Arc;

use super::csv;
use super::made::{Made, MadeFile};
use super::raw::{self, RawTable};
use crate::diag::{Finding, catalog, is_enough};
use crate::load::schema::cells::{self, Patterns};
use crate::load::schema::words::both;
use crate::load::schema::{CellType, Mask, Schema, SchemaField};
use crate::path::SourcePath;
use crate::text::personal::{self, Personal};

/// The table and its schema as they are published; nothing of them where a column tells who somebody is.
pub fn table(
    table: &SourcePath,
    file: &SourcePath,
    raw: &RawTable,
    schema: &Schema,
    findings: &mut Vec<Finding>,
) -> Made {
    let before = findings.len();
    findings.extend(schema.fields.iter().enumerate().filter_map(|(field, own)| heading(table, raw, (field, own))));
    let patterns = Patterns::of(schema);
    for row in 0..raw.len() {
        for field in raw.fields() {
            cell(table, raw, (schema, &patterns), (row, *field), findings);
        }
    }
    if findings[before..].iter().any(|finding| finding.fatal) {
        return Made::default();
    }
    let shown: Vec<usize> =
        raw.fields().iter().copied().filter(|field| schema.fields[*field].mask != Some(Mask::Drop)).collect();
    let masked = |row: usize, field: usize| {
        let cell = raw.cell(row, field);
        schema.fields[field].mask.map_or_else(|| cell.to_owned(), |mask| mask.of(cell))
    };
    let cells: Vec<Vec<String>> =
        (0..raw.len()).map(|row| shown.iter().map(|field| masked(row, *field)).collect()).collect();
    let rows = cells.iter().map(|row| row.iter().map(String::as_str));
    let bytes = csv::write(shown.iter().map(|field| &*schema.fields[*field].name), rows, true);
    let all: Arc<[usize]> = (0..raw.len()).collect();
    let stem = table.as_str().rsplit_once('.').map_or(table.as_str(), |(stem, _)| stem);
    let path = SourcePath::new(format!("{stem}.csv"));
    let own = Schema { sheet: None, header_row: 1, ..schema.clone().masked() };
    Made {
        files: vec![
            MadeFile { path, bytes, rows: all },
            MadeFile { path: file.clone(), bytes: own.text().into_bytes(), rows: Arc::from([]) },
        ],
    }
}

/// A column that is about who somebody is, by its name, and that nothing masks.
fn heading(table: &SourcePath, raw: &RawTable, (field, own): (usize, &SchemaField)) -> Option<Finding> {
    let what = own.tells_who().filter(|_| own.mask.is_none())?;
    let what = both(format!("cột này là {}", what.0), format!("it is {}", what.1));
    Some(personal_cell(table, raw, (None, field), own, what))
}

fn cell(
    table: &SourcePath,
    raw: &RawTable,
    (schema, patterns): (&Schema, &Patterns),
    (row, field): (usize, usize),
    findings: &mut Vec<Finding>,
) {
    let (own, cell) = (&schema.fields[field], raw.cell(row, field));
    if own.mask.is_some() {
        // What it says stays between the editor and the file.
        if cells::check(schema, patterns, field, cell).is_err() && !is_enough(findings, &catalog::ROW_WRONG) {
            let name = &own.name;
            let what = both(
                format!("ô “{name}” không đúng như lược đồ ghi"),
                format!("the cell of “{name}” is not what the schema says"),
            );
            let next = both("Sửa ô này trong tệp gốc.", "Mend the cell in the file.");
            findings.push(raw::row_wrong(table, raw.sheet.as_ref(), raw.place(row, Some(field)), what, next));
        }
        return;
    }
    let is_birthday = own.cells == CellType::String && cells::day(cell).is_some();
    let what = match personal::find(cell).first() {
        Some((Personal::Phone, _)) => both("ô này có số điện thoại", "the cell has a telephone number"),
        Some((Personal::Email, _)) => both("ô này có thư điện tử", "the cell has an e-mail address"),
        Some((Personal::Identity, _)) => both("ô này có số căn cước", "the cell has an identity number"),
        None if is_birthday => both("ô này có một ngày, như ngày sinh", "the cell has a day, as a date of birth"),
        None => return,
    };
    if !is_enough(findings, &catalog::MASK_PERSONAL) {
        findings.push(personal_cell(table, raw, (Some(row), field), own, what));
    }
}

fn personal_cell(
    table: &SourcePath,
    raw: &RawTable,
    (row, field): (Option<usize>, usize),
    own: &SchemaField,
    what: (String, String),
) -> Finding {
    let place = match row {
        Some(row) => raw::place_words(raw.sheet.as_ref(), raw.place(row, Some(field))),
        None => both("dòng tên cột", "the row of names"),
    };
    let finding = Finding::new(&catalog::MASK_PERSONAL, table.as_str()).with_words("place", place);
    let finding = finding.with("column", &*own.name).with_words("what", what).fatal();
    match row.filter(|_| raw.sheet.is_none()) {
        Some(row) => finding.at(crate::diag::Span::new(raw.lines[row] as usize, 1, 1)),
        None => finding,
    }
}
