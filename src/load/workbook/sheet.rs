//! Turns the rows of a sheet into a table, into its CSV, and into what is wrong with it, by sheet and cell.
//!
//! The table begins at the row that names its columns: the one that the schema says, else the first that is not empty. What stands
//! beside it, what spans several cells and what only looks like a value has no place in a table, and is told.

use std::borrow::Cow;
use std::ops::Range;

use super::{Area, SheetName, Trouble};
use crate::diag::{Finding, Message, catalog, is_enough};
use crate::load::csv_cell;
use crate::load::data::MOST_COLUMNS;
use crate::load::runs::shown_only;
use crate::load::schema::Named;
use crate::load::schema::checked::{Checked, cell_name};
use crate::load::schema::words::{Words, both, short};
use crate::load::table::{CellKind, Given, Table};
use crate::path::SourcePath;

/// So many cells are gone through, with those that are empty: a million rows of twenty columns.
const MOST_CELLS: u64 = 20_000_000;
/// So much text they may have together, however often one is repeated.
const MOST_WRITTEN: usize = 64 << 20;

/// Takes the cells of a row and its number.
pub type EachRow<'a> = &'a mut dyn FnMut(&[Given], usize);

#[derive(Default)]
pub struct SheetRow {
    /// Counted from 1.
    pub number: u32,
    pub is_hidden: bool,
    pub cells: Vec<SheetCell>,
    /// The texts of all cells: one for a row, which is used again for the next.
    text: String,
}

pub struct SheetCell {
    /// Counted from 0.
    pub column: u32,
    pub content: Content,
    /// Where its text stands in that of the row.
    text: (u32, u32),
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Content {
    Empty,
    Value(CellKind),
    /// `#REF!`
    Mistake,
    /// A formula whose result is not stored.
    NoValue,
}

/// Where in a workbook a table is.
#[derive(Clone, Default)]
pub struct Layout {
    pub sheet: Option<Named>,
    /// The row that names the columns; the first that is not empty, where nobody says it.
    pub header_row: Option<u32>,
}

pub struct SheetTable<'a> {
    file: &'a SourcePath,
    checked: Option<Checked<'a>>,
    header_row: Option<u32>,
    csv: &'a mut dyn FnMut(&str),
    /// Is given each row as it was read, the names of the columns first.
    each: Option<EachRow<'a>>,
    sheet: String,
    table: Option<Table>,
    /// Its first row and column, and its last.
    area: Area,
    merged: Vec<Area>,
    hidden_columns: Vec<(u32, u32)>,
    hidden_rows: Vec<u32>,
    cells: u64,
    /// Bytes of the CSV so far.
    written: usize,
    /// A row of it, used again for the next.
    row: String,
    findings: Vec<Finding>,
}

impl SheetRow {
    pub fn begin(&mut self, number: u32, is_hidden: bool) {
        (self.number, self.is_hidden) = (number, is_hidden);
        self.cells.clear();
        self.text.clear();
    }

    pub fn push(&mut self, column: u32, content: Content, text: &str) {
        self.fill(column..column.saturating_add(1), content, text);
    }

    /// Several cells side by side that say the same.
    pub fn fill(&mut self, columns: Range<u32>, content: Content, text: &str) {
        let from = self.text.len() as u32;
        self.text.push_str(text);
        let text = (from, self.text.len() as u32);
        self.cells.extend(columns.map(|column| SheetCell { column, content, text }));
    }

    fn said(&self, cell: &SheetCell) -> &str {
        &self.text[cell.text.0 as usize..cell.text.1 as usize]
    }

    fn filled(&self) -> impl DoubleEndedIterator<Item = &SheetCell> {
        self.cells.iter().filter(|cell| cell.content != Content::Empty)
    }
}

impl<'a> SheetTable<'a> {
    pub fn new(
        file: &'a SourcePath,
        checked: Option<Checked<'a>>,
        header_row: Option<u32>,
        csv: &'a mut dyn FnMut(&str),
    ) -> Self {
        let (sheet, table, merged, hidden_columns, hidden_rows, findings) = Default::default();
        let area = Area { from: (0, 0), to: (0, 0) };
        SheetTable {
            file,
            checked,
            header_row,
            csv,
            each: None,
            sheet,
            table,
            area,
            merged,
            hidden_columns,
            hidden_rows,
            cells: 0,
            written: 0,
            row: String::new(),
            findings,
        }
    }

    /// The same for who takes each row.
    pub fn given_to(self, each: EachRow<'a>) -> Self {
        SheetTable { each: Some(each), ..self }
    }

    /// Whose rows it reads, and in which column they begin.
    pub fn place(&self) -> (&str, usize) {
        (&self.sheet, self.area.from.1 as usize)
    }

    /// Says which sheet is read.
    pub fn begin(&mut self, sheet: &str) {
        sheet.clone_into(&mut self.sheet);
    }

    /// The other sheets go out with the workbook, also those that nobody sees.
    pub fn beside(&mut self, sheets: &[SheetName]) {
        let hidden: Vec<&str> =
            sheets.iter().filter(|sheet| sheet.is_hidden).map(|sheet| sheet.name.as_str()).collect();
        if !hidden.is_empty() {
            let names = short(&hidden.join(", "));
            let what = both(format!("trang tính bị ẩn: {names}"), format!("there are hidden sheets: {names}"));
            self.hidden(what);
        }
    }

    pub fn hidden_columns(&mut self, from: u32, to: u32) {
        self.hidden_columns.push((from, to));
    }

    /// No more of them are told than anybody reads.
    pub fn merged(&mut self, area: Area) {
        const MOST: usize = 10_000;
        if self.merged.len() < MOST {
            self.merged.push(area);
        }
    }

    pub fn row(&mut self, row: &SheetRow) -> Result<(), Trouble> {
        if row.filled().next().is_none() {
            return Ok(());
        }
        match (&self.table, self.header_row) {
            (Some(_), _) => self.data(row),
            (None, Some(header)) if row.number < header => Ok(()),
            (None, Some(header)) if row.number > header => {
                let what = both(
                    format!("dòng {header} của trang tính “{}” trống", self.sheet),
                    format!("row {header} of the sheet “{}” is empty", self.sheet),
                );
                let next = both(
                    "Sửa headerRows trong lược đồ: số thứ tự của dòng có tên cột.",
                    "Mend headerRows in the schema: the number of the row that names the columns.",
                );
                let finding = Finding::new(&catalog::SCHEMA_TABLE, self.file.as_str()).fatal();
                self.findings.push(finding.with_words("what", what).with_words("next", next));
                Err(Trouble::Told)
            }
            _ => self.header(row),
        }
    }

    fn header(&mut self, row: &SheetRow) -> Result<(), Trouble> {
        let ends = row.filled().next().zip(row.filled().next_back());
        let (from, to) = ends.map_or((0, 0), |(first, last)| (first.column, last.column));
        let width = (to.saturating_sub(from) + 1) as usize;
        if width > MOST_COLUMNS {
            return Err(Trouble::TooLarge);
        }
        self.area = Area { from: (row.number, from), to: (row.number, to) };
        let mut names = vec![String::new(); width];
        for cell in row.filled() {
            match cell.content {
                Content::Value(_) => row.said(cell).clone_into(&mut names[(cell.column - from) as usize]),
                _ => self.cell_fault(row, cell),
            }
        }
        self.checked = self.checked.take().map(|checked| checked.in_sheet(&self.sheet, from as usize));
        if let Some(checked) = &mut self.checked {
            if !checked.names(&names, row.number as usize) {
                return Err(Trouble::Told);
            }
        } else if let Some(empty) = names.iter().position(String::is_empty) {
            self.not_names(
                row.number,
                from + empty as u32,
                both("ô này không có tên cột", "this cell names no column"),
            );
        }
        self.table = Some(Table::named(names.iter().map(String::as_str), true));
        self.write(names.iter().map(String::as_str));
        if let Some(each) = &mut self.each {
            let given = |name: &String| Given { text: Cow::Owned(name.clone()), kind: CellKind::Words };
            each(&names.iter().map(given).collect::<Vec<_>>(), row.number as usize);
        }
        Ok(())
    }

    /// The row that was taken for the names of columns is none.
    fn not_names(&mut self, row: u32, column: u32, what: Words) {
        let next = both(
            "Tên cột phải ở dòng đầu của trang tính. Nếu phía trên có tiêu đề thì ghi headerRows: số thứ tự của dòng tên cột trong lược đồ cạnh tệp, hoặc xóa các dòng ấy.",
            "The first row of the sheet must name the columns. If a title stands above them, say headerRows: the number of that row in a schema beside the file, or delete those rows.",
        );
        self.fault((row, column), what, next);
    }

    fn data(&mut self, row: &SheetRow) -> Result<(), Trouble> {
        let Area { from: (first_row, from), to: (_, to) } = self.area;
        let width = (to - from + 1) as usize;
        self.cells += width as u64;
        if self.cells > MOST_CELLS || self.written > MOST_WRITTEN {
            return Err(Trouble::TooLarge);
        }
        let mut given = vec![Given { text: Cow::Borrowed(""), kind: CellKind::Words }; width];
        let mut last: Option<&SheetCell> = None;
        for cell in row.filled() {
            // One cell that a sheet repeats is told of once.
            let is_told = |cell: &SheetCell| cell.column > to || !matches!(cell.content, Content::Value(_));
            let is_again = |last: &SheetCell| last.column + 1 == cell.column && last.text == cell.text && is_told(last);
            if last.replace(cell).is_some_and(is_again) && is_told(cell) {
                continue;
            }
            if !(from..=to).contains(&cell.column) {
                self.outside(first_row, row.number, cell.column, width);
                continue;
            }
            match cell.content {
                Content::Value(kind) => {
                    given[(cell.column - from) as usize] = Given { text: Cow::Borrowed(row.said(cell)), kind };
                }
                _ => self.cell_fault(row, cell),
            }
        }
        if given.iter().all(|cell| cell.text.is_empty()) {
            return Ok(());
        }
        self.area.to.0 = row.number;
        if row.is_hidden && self.hidden_rows.len() < 100 {
            self.hidden_rows.push(row.number);
        }
        if self.table.as_ref().is_some_and(|table| table.names_again(&given)) {
            let (sheet, number) = (&self.sheet, row.number);
            let place = both(format!("trang tính “{sheet}”, dòng {number}"), format!("sheet “{sheet}”, row {number}"));
            self.push(Finding::new(&catalog::NAMES_AGAIN, self.file.as_str()).with_words("where", place));
        }
        if let Some(checked) = &mut self.checked {
            checked.row(&given, row.number as usize);
        }
        if let Some(each) = &mut self.each {
            each(&given, row.number as usize);
        }
        if let Some(table) = &mut self.table {
            table.add(&given, row.number as usize);
        }
        self.write(given.iter().map(|cell| &*cell.text));
        Ok(())
    }

    fn outside(&mut self, first_row: u32, row: u32, column: u32, width: usize) {
        if width == 1 && self.checked.is_none() {
            let what = both("dòng này chỉ có một ô, như một tiêu đề", "this row has one cell, as a title has");
            return self.not_names(first_row, self.area.from.1, what);
        }
        let what = both("ô này nằm ngoài các cột có tên", "this cell is outside of the columns that have names");
        let next = both(
            "Xóa ô này, chuyển ghi chú vào bài, hoặc đặt tên cho cột của nó.",
            "Delete it, move the remark to the text of the page, or give its column a name.",
        );
        self.fault((row, column), what, next);
    }

    fn cell_fault(&mut self, row: &SheetRow, cell: &SheetCell) {
        let (what, next) = match cell.content {
            Content::Mistake => (
                both(
                    format!("ô báo lỗi {}", short(row.said(cell))),
                    format!("the cell says {}", short(row.said(cell))),
                ),
                both("Sửa công thức của ô này trong bảng tính.", "Mend its formula in the workbook."),
            ),
            _ => (
                both("công thức này chưa có kết quả trong tệp", "the result of this formula is not in the file"),
                both(
                    "Mở tệp bằng Excel hoặc LibreOffice, chờ tính xong rồi lưu lại.",
                    "Open the file in Excel or LibreOffice, let it calculate, and save it.",
                ),
            ),
        };
        self.fault((row.number, cell.column), what, next);
    }

    fn fault(&mut self, (row, column): (u32, u32), what: Words, next: Words) {
        let cell = cell_name(row as usize, column as usize);
        self.fault_at(&cell, what, next);
    }

    fn fault_at(&mut self, cells: &str, what: Words, next: Words) {
        let finding = self.finding(&catalog::WORKBOOK_CELL).fatal().with("cell", cells);
        self.push(finding.with_words("what", what).with_words("next", next));
    }

    fn hidden(&mut self, what: Words) {
        let finding = self.finding(&catalog::WORKBOOK_HIDDEN).with_words("what", what);
        self.push(finding);
    }

    fn finding(&self, message: &'static Message) -> Finding {
        Finding::new(message, self.file.as_str()).with("sheet", &*self.sheet)
    }

    fn push(&mut self, finding: Finding) {
        if !is_enough(&self.findings, finding.message) {
            self.findings.push(finding);
        }
    }

    /// A row of the CSV (RFC 4180), with cells that a spreadsheet would run made such as it shows.
    fn write<'t>(&mut self, cells: impl Iterator<Item = &'t str>) {
        self.row.clear();
        for (number, cell) in cells.enumerate() {
            if number > 0 {
                self.row.push(',');
            }
            let cell = shown_only(cell);
            self.written += cell.len() + 1;
            csv_cell::push(&mut self.row, &cell, |byte| matches!(byte, b',' | b'\n' | b'\r'));
        }
        self.row.push_str("\r\n");
        (self.csv)(&self.row);
    }

    pub fn finish(mut self) -> (Option<Table>, Vec<Finding>) {
        let Area { from, to } = self.area;
        for area in std::mem::take(&mut self.merged) {
            let is_inside = area.to.0 >= from.0 && area.from.0 <= to.0 && area.to.1 >= from.1 && area.from.1 <= to.1;
            if self.table.is_some() && is_inside {
                let [first, last] = [area.from, area.to].map(|(row, column)| cell_name(row as usize, column as usize));
                let next = both(
                    "Bỏ gộp ô rồi điền giá trị vào từng ô: ô gộp để trống các ô còn lại.",
                    "Unmerge the cells and fill in each: merging leaves the others empty.",
                );
                self.fault_at(&format!("{first}:{last}"), both("các ô bị gộp", "the cells are merged"), next);
            }
        }
        let columns: Vec<String> = std::mem::take(&mut self.hidden_columns)
            .into_iter()
            .filter(|(first, last)| *first <= to.1 && *last >= from.1)
            .map(|(first, _)| cell_name(0, first.max(from.1) as usize).trim_end_matches('0').to_owned())
            .collect();
        if self.table.is_some() && !columns.is_empty() {
            let names = short(&columns.join(", "));
            self.hidden(both(format!("cột bị ẩn: {names}"), format!("there are hidden columns: {names}")));
        }
        if !self.hidden_rows.is_empty() {
            let rows: Vec<String> = self.hidden_rows.iter().map(u32::to_string).collect();
            let rows = short(&rows.join(", "));
            self.hidden(both(format!("dòng bị ẩn: {rows}"), format!("there are hidden rows: {rows}")));
        }
        if self.table.as_ref().is_some_and(|table| table.total == 0) {
            self.push(Finding::new(&catalog::TABLE_NO_ROWS, self.file.as_str()));
        }
        match (self.checked, &mut self.table) {
            (Some(checked), Some(table)) => {
                let (typed, more) = checked.finish();
                table.take_schema(typed);
                self.findings.extend(more);
            }
            (Some(checked), None) => self.findings.extend(checked.findings()),
            _ => {}
        }
        (self.table, self.findings)
    }
}
