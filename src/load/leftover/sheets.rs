//! Turns lines that were copied from a spreadsheet, and run together in a paragraph, into findings that say how a table is
//! written: cells between tabs, `;` or `|`, and frames of `+---+`.

use super::words::short;
use super::{Found, Out, Run};
use crate::diag::catalog;

/// What stands between cells: the sign, the fewest of it in a line, and the fewest such lines one below the other.
const BETWEEN: [(char, usize, usize); 4] = [('\t', 1, 2), (';', 2, 3), ('|', 2, 2), ('|', 1, 3)];

pub fn find(run: &Run, out: &mut Out) {
    if run.around.in_cell || run.around.in_heading {
        return;
    }
    let lines: Vec<(usize, &str)> = run.lines().collect();
    if lines.len() < 2 {
        return;
    }
    if let Some((at, line)) = lines.iter().find(|(_, line)| is_frame(line)) {
        let columns = line.matches('+').count().saturating_sub(1);
        return tell(run, *at, line, columns, out);
    }
    // Bars with a line of dashes are the matter of another rule.
    let has_dashes = lines.iter().any(|(_, line)| is_dashes(line));
    for (sign, fewest, rows) in BETWEEN.into_iter().filter(|(sign, ..)| *sign != '|' || !has_dashes) {
        if let Some((first, columns)) = table(&lines, sign, fewest, rows) {
            let (at, line) = lines[first];
            return tell(run, at, line, columns, out);
        }
    }
}

/// The first line of a table, and its columns. All lines have as many cells: a menu, or a sentence with `;`, has not.
fn table(lines: &[(usize, &str)], sign: char, fewest: usize, rows: usize) -> Option<(usize, usize)> {
    let (mut count, mut begin) = (0, 0);
    for (index, (_, line)) in lines.iter().enumerate() {
        let line = line.trim_end();
        // So are bars at the beginning.
        let is_row = !(sign == '|' && line.trim_start().starts_with('|'))
            && line.contains(char::is_alphanumeric)
            && !(sign == ';' && (line.contains("; ") || line.ends_with(';')));
        let signs = if is_row { line.matches(sign).count() } else { 0 };
        if signs < fewest {
            count = 0;
        } else if signs != count {
            (count, begin) = (signs, index);
        } else if index + 1 - begin >= rows {
            return Some((begin, signs + 1));
        }
    }
    None
}

fn is_dashes(line: &str) -> bool {
    line.contains('-') && line.chars().all(|sign| matches!(sign, '-' | '|' | ':' | ' '))
}

/// `+-----+----+`
pub fn is_frame(line: &str) -> bool {
    let line = line.trim();
    line.starts_with("+-") && line.ends_with('+') && line.bytes().all(|byte| matches!(byte, b'+' | b'-'))
        || line.starts_with("+=") && line.ends_with('+') && line.bytes().all(|byte| matches!(byte, b'+' | b'='))
}

fn tell(run: &Run, at: usize, line: &str, columns: usize, out: &mut Out) {
    let row = format!("|{}", "---|".repeat(columns.min(20)));
    let next = (
        format!(
            "Bảng nhỏ: đặt dấu | giữa các ô và thêm dòng này dưới dòng đầu: {row} Bảng lớn: lưu thành tệp .csv rồi ghi table: tên-tệp.csv ở một mục số liệu."
        ),
        format!(
            "A small table: put | between the cells and add this line below the first: {row} A large one: save it as a .csv file and name it in table: of an item of statistics."
        ),
    );
    let place = at..at + line.len();
    let found = Found::new(&catalog::TABLE_LEFTOVER, run.place(place.clone()));
    out.tell(found.with("text", short(run.written(place))).with_words("next", next));
}
