//! Writes the figures of a report, or its tables, as CSV (RFC 4180) for a spreadsheet; one table after another, with an empty line between.

use std::borrow::Cow;

use super::figure::{Figure, Unit, percent};
use super::paper::{Paper, Table};
use crate::load::csv_cell;

pub fn of_figures(figures: &[Figure], language: &str) -> String {
    let mut out = String::from("id,label,value,shown,how,source,date,counted\n");
    for figure in figures {
        let counted = figure.counted.map(|counted| counted.to_string()).unwrap_or_default();
        let (label, shown, value) = (figure.label(language), figure.shown(language), value(figure));
        line(&[&figure.id, label, &value, &shown, figure.how.id(), &figure.source, &figure.date, &counted], &mut out);
    }
    out
}

/// As programs read it: shares in percent with a point.
fn value(figure: &Figure) -> String {
    match figure.unit {
        Unit::Share | Unit::Growth => percent(figure.value, "en").trim_end_matches('%').replace(',', ""),
        _ => figure.value.to_string(),
    }
}

pub fn of_tables(paper: &Paper) -> String {
    let mut out = String::new();
    for table in paper.tables() {
        if !out.is_empty() {
            out.push('\n');
        }
        of_table(table, &mut out);
    }
    out
}

fn of_table(table: &Table, out: &mut String) {
    line(&table.columns.iter().map(|column| column.id).collect::<Vec<_>>(), out);
    for row in &table.rows {
        let cells: Vec<String> = row.iter().map(|cell| cell.plain()).collect();
        line(&cells.iter().map(String::as_str).collect::<Vec<_>>(), out);
    }
}

fn line(cells: &[&str], out: &mut String) {
    for (at, cell) in cells.iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        let is_number = cell.starts_with('-') && cell.parse::<f64>().is_ok();
        let safe = if is_number { Cow::Borrowed(*cell) } else { csv_cell::guarded(cell) };
        csv_cell::push(out, &safe, |byte| matches!(byte, b',' | b'\n' | b'\r'));
    }
    out.push('\n');
}
