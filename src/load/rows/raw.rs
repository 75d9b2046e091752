//! Turns a data file and its schema into all rows of the table as they are written, each with where it stands.

use std::borrow::Cow;
use std::sync::Arc;

use crate::diag::{Finding, Span, catalog, is_enough};
use crate::files::Files;
use crate::load::data::{self, LARGEST_TABLE};
use crate::load::schema::checked::{Checked, cell_name};
use crate::load::schema::pattern::Fill;
use crate::load::schema::words::{Words, both};
use crate::load::schema::{CellType, Constraints, Schema};
use crate::load::table::Given;
use crate::load::unreadable::unreadable;
use crate::load::workbook;
use crate::path::SourcePath;
use crate::text::number::file_size;

/// A table whose rows are something else than a table of a page.
#[derive(Clone)]
pub struct Source<'a> {
    pub table: &'a SourcePath,
    /// That of the schema.
    pub file: &'a SourcePath,
    pub schema: Arc<Schema>,
}

/// All rows of a table.
#[derive(Default)]
pub struct RawTable {
    /// By column, the number of its field.
    fields: Vec<usize>,
    /// By field, its column.
    columns: Vec<usize>,
    /// The cells, one behind the other, and where each ends.
    text: String,
    ends: Vec<usize>,
    /// The line of each row, or its number in the sheet.
    pub lines: Vec<u32>,
    /// Of a workbook: its name and the column in which the table begins.
    pub sheet: Option<(String, usize)>,
    /// Rows that have another number of cells.
    pub left_out: usize,
    /// From which number in the sheet to which there are cells that cannot be used.
    broken: Vec<(u32, u32)>,
}

impl RawTable {
    /// Reads all rows. `is_checked`: each against its schema, of which nobody else is going to speak.
    pub fn read(files: &dyn Files, source: &Source, is_checked: bool, findings: &mut Vec<Finding>) -> Option<RawTable> {
        let Source { table, file, schema } = source;
        let bytes = match files.read_within(table.as_str(), LARGEST_TABLE) {
            Ok(Ok(bytes)) => bytes,
            Ok(Err(size)) => {
                let what = |language| file_size(size, language);
                let what = both(format!("tệp dài {}", what("vi")), format!("the file has {}", what("en")));
                findings.push(unusable(
                    table,
                    what,
                    both("Tách bảng theo năm hoặc theo địa bàn.", "Split it by year or by place."),
                ));
                return None;
            }
            Err(error) => {
                findings.push(unreadable(table, &error).fatal());
                return None;
            }
        };
        let of_checks = if is_checked { schema.clone() } else { Arc::new(loose(schema)) };
        let checked = Checked::new(table, file, of_checks);
        let mut own = RawTable { columns: vec![0; schema.fields.len()], ..RawTable::default() };
        let is_read = match workbook::is_workbook(table.as_str()) {
            true => own.read_workbook(source, &bytes, checked, findings),
            false => own.read_csv(source, &bytes, checked, findings),
        };
        is_read.map(|()| own)
    }

    fn read_csv(
        &mut self,
        source: &Source,
        bytes: &[u8],
        mut checked: Checked,
        findings: &mut Vec<Finding>,
    ) -> Option<()> {
        let (file, header_row) = (source.table.as_str(), source.schema.header_row);
        let (mut is_named, mut ragged) = (None, Vec::new());
        let mut each = |cells: &[Cow<str>], line: usize| {
            if is_named.is_none() {
                let named = checked.names(cells, line);
                is_named = Some(named);
                self.take_names(&source.schema, cells);
                return named;
            }
            if cells.len() != self.fields.len() {
                self.left_out += 1;
                let what = both(
                    format!("dòng có {} ô, dòng tên cột có {}", cells.len(), self.fields.len()),
                    format!("the row has {} cells, the row of names has {}", cells.len(), self.fields.len()),
                );
                let next = both(
                    "Ô có dấu ngăn cột bên trong thì đặt trong ngoặc kép, ví dụ \"3,5\"; ô trống vẫn cần dấu ngăn.",
                    "Put a cell with the separator inside in quotation marks, such as \"3,5\"; an empty cell needs its separator too.",
                );
                if !is_enough(&ragged, &catalog::ROW_WRONG) {
                    ragged.push(row_wrong(source.table, None, (line, None), what, next));
                }
                return true;
            }
            let row: Vec<Given> = cells.iter().map(|cell| Given::from(Cow::Borrowed(&**cell))).collect();
            checked.row(&row, line);
            self.take(&row, line);
            true
        };
        let read = data::records(file, bytes, header_row, findings, &mut each);
        findings.append(&mut ragged);
        let is_named = is_named == Some(true);
        findings.extend(checked.finish().1);
        read.filter(|()| is_named)
    }

    fn read_workbook(
        &mut self,
        source: &Source,
        bytes: &[u8],
        checked: Checked,
        findings: &mut Vec<Finding>,
    ) -> Option<()> {
        let mut is_named = false;
        let mut each = |cells: &[Given], line: usize| {
            if is_named {
                return self.take(cells, line);
            }
            is_named = true;
            let names: Vec<&str> = cells.iter().map(|cell| &*cell.text).collect();
            self.take_names(&source.schema, &names);
        };
        let before = findings.len();
        let place = workbook::each_row(source.table, bytes, checked, findings, &mut each)?;
        self.sheet = Some(place);
        // A cell with a mistake leaves nobody sure of its row.
        self.broken = findings[before..].iter().filter_map(rows_of).collect();
        is_named.then_some(())
    }

    /// Whether a cell of the row says nothing that can be used, which was told.
    pub fn is_broken(&self, row: usize) -> bool {
        self.broken.iter().any(|(first, last)| (*first..=*last).contains(&self.lines[row]))
    }

    fn take_names<N: AsRef<str>>(&mut self, schema: &Schema, names: &[N]) {
        let field = |name: &N| schema.fields.iter().position(|field| field.name == name.as_ref());
        self.fields = names.iter().filter_map(field).collect();
        for (column, field) in self.fields.iter().enumerate() {
            self.columns[*field] = column;
        }
    }

    fn take(&mut self, cells: &[Given], line: usize) {
        for cell in cells {
            self.text.push_str(&cell.text);
            self.ends.push(self.text.len());
        }
        self.lines.push(u32::try_from(line).unwrap_or(u32::MAX));
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// A cell of a row by its field.
    pub fn cell(&self, row: usize, field: usize) -> &str {
        let index = row * self.fields.len() + self.columns[field];
        let start = index.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.text[start..self.ends[index]]
    }

    /// The numbers of the fields in the order of the columns.
    pub fn fields(&self) -> &[usize] {
        &self.fields
    }

    /// By field, its column.
    pub fn columns(&self) -> &[usize] {
        &self.columns
    }

    /// Where a row stands, and the column of it.
    pub fn place(&self, row: usize, field: Option<usize>) -> Place {
        (self.lines[row] as usize, field.map(|field| self.columns[field]))
    }
}

/// The rows of a sheet that a finding is about: `B7`, `B7:C9`.
fn rows_of(finding: &Finding) -> Option<(u32, u32)> {
    let cells = finding.arguments.iter().find(|argument| argument.name == "cell")?;
    let number = |cell: &str| cell.trim_start_matches(|sign: char| !sign.is_ascii_digit()).parse::<u32>().ok();
    let (first, last) = cells.vi.split_once(':').unwrap_or((&cells.vi, &cells.vi));
    (finding.message == &catalog::WORKBOOK_CELL).then_some(number(first)?..=number(last)?).map(|rows| rows.into_inner())
}

/// A row by its line or number, and a column counted from 0.
pub type Place = (usize, Option<usize>);

/// `dòng 12` or `trang tính “Bảng 1”, ô B12`.
pub fn place_words(sheet: Option<&(String, usize)>, (row, column): Place) -> Words {
    match (sheet, column) {
        (None, _) => both(format!("dòng {row}"), format!("line {row}")),
        (Some((sheet, first)), Some(column)) => {
            let cell = cell_name(row, first + column);
            both(format!("trang tính “{sheet}”, ô {cell}"), format!("sheet “{sheet}”, cell {cell}"))
        }
        (Some((sheet, _)), None) => {
            both(format!("trang tính “{sheet}”, dòng {row}"), format!("sheet “{sheet}”, row {row}"))
        }
    }
}

/// The finding for a row that becomes nothing.
pub fn row_wrong(table: &SourcePath, sheet: Option<&(String, usize)>, at: Place, what: Words, next: Words) -> Finding {
    let finding = Finding::new(&catalog::ROW_WRONG, table.as_str()).with_words("place", place_words(sheet, at));
    let finding = finding.with_words("what", what).with_words("next", next).fatal();
    if sheet.is_none() { finding.at(Span::new(at.0, 1, 1)) } else { finding }
}

/// The finding for a table of which nothing can be made.
pub fn unusable(table: &SourcePath, what: Words, next: Words) -> Finding {
    let finding = Finding::new(&catalog::ROWS_UNUSABLE, table.as_str()).with_words("what", what);
    finding.with_words("next", next).fatal()
}

/// The schema by which the names of columns are held, and no cell.
fn loose(schema: &Schema) -> Schema {
    let mut loose = schema.clone();
    (loose.primary_key, loose.sums) = Default::default();
    for field in &mut loose.fields {
        (field.cells, field.constraints) = (CellType::String, Constraints::default());
    }
    loose
}

/// A row that fills the texts of its page.
pub struct Row<'a> {
    pub raw: &'a RawTable,
    pub schema: &'a Schema,
    /// Those that the page is made of; of the first is what it says of columns.
    pub rows: &'a [usize],
    /// Fields that all of these rows have in common; all fields of a single row.
    pub common: Option<&'a [usize]>,
    /// What they have in common.
    pub place: String,
}

impl Fill for Row<'_> {
    fn cell(&self, field: usize) -> Option<&str> {
        if self.common.is_some_and(|common| !common.contains(&field)) {
            return None;
        }
        let cell = self.raw.cell(*self.rows.first()?, field);
        (!self.schema.is_missing(cell)).then_some(cell)
    }

    fn rows(&self) -> usize {
        self.rows.len()
    }

    fn place(&self) -> &str {
        &self.place
    }
}
