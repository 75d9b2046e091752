//! Turns lines that were read by the wrong table of characters into findings, with what they mean where that can be read.

use super::Page;
use crate::diag::{Finding, Span, catalog};
use crate::text::garbled::{self, Garbled, Table};

/// Words of a line that are shown: enough to find it, and to see that it is mended rightly.
const SHOWN: usize = 8;

pub fn of_page(page: &Page, findings: &mut Vec<Finding>) {
    of_text(page.file(), page.text, findings);
}

/// One finding for each table, at its first line: who mends that one mends them all.
pub fn of_text(file: &str, text: &str, findings: &mut Vec<Finding>) {
    if !garbled::is_suspicious(text) {
        return;
    }
    let mut found: Vec<(usize, &str, Garbled, usize)> = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let Some(garbled) = garbled::find(line) else { continue };
        match found.iter_mut().find(|(_, _, first, _)| first.table == garbled.table) {
            Some((.., more)) => *more += 1,
            None => found.push((index + 1, line, garbled, 0)),
        }
    }
    findings.extend(found.into_iter().map(|(number, line, garbled, more)| finding(file, number, line, &garbled, more)));
}

fn finding(file: &str, number: usize, line: &str, garbled: &Garbled, more: usize) -> Finding {
    let (text, meant) = shown(garbled);
    let at = line.find(text.trim_end_matches('…')).unwrap_or(0);
    let span = Span::new(number, line[..at].chars().count() + 1, text.trim_end_matches('…').chars().count());
    let lines = match more {
        0 => (String::new(), String::new()),
        _ => (format!(", và {more} dòng khác"), format!(", and {more} more lines")),
    };
    let message = if garbled.table == Table::Lost { &catalog::LETTERS_LOST } else { &catalog::GARBLED };
    let (vi, en) = match garbled.table {
        Table::Utf8 => ("tệp UTF-8 bị mở theo bảng mã Windows", "UTF-8 that was opened as Windows text"),
        Table::Tcvn3 => ("bảng mã TCVN3, phông .Vn…", "the table TCVN3, fonts .Vn…"),
        Table::Vni => ("bảng mã VNI, phông VNI-…", "the table VNI, fonts VNI-…"),
        Table::Lost => ("", ""),
    };
    let next = match garbled.table {
        Table::Utf8 => {
            ("Mở lại tệp gốc với bảng mã UTF-8 rồi chép lại", "Open the original again as UTF-8 and copy it from there")
        }
        Table::Tcvn3 => (
            "Chép phần này, mở bộ chuyển mã của UniKey (Ctrl+Shift+F6), chọn nguồn TCVN3 (ABC), đích Unicode, rồi dán lại",
            "Copy it, convert it with UniKey (Ctrl+Shift+F6) from TCVN3 (ABC) to Unicode, and paste it again",
        ),
        Table::Vni => (
            "Chép phần này, mở bộ chuyển mã của UniKey (Ctrl+Shift+F6), chọn nguồn VNI Windows, đích Unicode, rồi dán lại",
            "Copy it, convert it with UniKey (Ctrl+Shift+F6) from VNI Windows to Unicode, and paste it again",
        ),
        Table::Lost => ("", ""),
    };
    Finding::new(message, file)
        .at(span)
        .with("text", text)
        .with("meant", meant)
        .with_words("table", (vi.to_owned(), en.to_owned()))
        .with_words("next", (next.0.to_owned(), next.1.to_owned()))
        .with_words("more", lines)
}

/// A few words of both, from the first that differs.
fn shown(garbled: &Garbled) -> (String, String) {
    let (left, right): (Vec<&str>, Vec<&str>) =
        (garbled.text.split_whitespace().collect(), garbled.meant.split_whitespace().collect());
    let from = left.iter().zip(&right).position(|(a, b)| a != b).unwrap_or(0);
    let few = |words: &[&str]| {
        let some = words.iter().skip(from).take(SHOWN).copied().collect::<Vec<_>>().join(" ");
        if words.len() > from + SHOWN { format!("{some}…") } else { some }
    };
    (few(&left), few(&right))
}
