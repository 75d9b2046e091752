//! Turns rows into a CSV file (RFC 4180) with one line for each, and a schema into that of some of its columns.

use crate::load::csv_cell;
use crate::load::runs::shown_only;
use crate::load::schema::Schema;

/// `is_workbook`: the cells come from one, so nobody has looked whether a spreadsheet would run them.
pub fn write<'c, R: Iterator<Item = &'c str>>(
    names: impl Iterator<Item = &'c str>,
    rows: impl Iterator<Item = R>,
    is_workbook: bool,
) -> Vec<u8> {
    let mut text = String::new();
    line(&mut text, names, false);
    rows.for_each(|cells| line(&mut text, cells, is_workbook));
    text.into_bytes()
}

fn line<'c>(text: &mut String, cells: impl Iterator<Item = &'c str>, is_workbook: bool) {
    for (number, cell) in cells.enumerate() {
        if number > 0 {
            text.push(',');
        }
        let cell = if is_workbook { shown_only(cell) } else { cell.into() };
        // A row is a line, so that what is said of a line is said of its row.
        let cell = cell.replace(['\n', '\r'], " ");
        csv_cell::push(text, &cell, |byte| matches!(byte, b',' | b';' | b'\t' | b'|'));
    }
    text.push('\n');
}

/// The schema of a table with these of its fields alone, which is called as its page is.
pub fn part_of(schema: &Schema, fields: &[usize]) -> Schema {
    let moved = |field: &usize| fields.iter().position(|own| own == field);
    Schema {
        title: Default::default(),
        sheet: None,
        header_row: 1,
        missing_values: schema.missing_values.clone(),
        primary_key: schema.primary_key.iter().filter_map(moved).collect(),
        fields: fields.iter().map(|field| schema.fields[*field].clone()).collect(),
        sums: Vec::new(),
        lookup: Default::default(),
        charts: Vec::new(),
        pages: None,
    }
}
