//! Turns the bytes of a workbook (XLSX: ECMA-376, ODS: OASIS ODF 1.2) into the table of one of its sheets, and into a CSV of it.
//!
//! Only what a table needs is read: values as they were stored, which numbers are days or shares, what is hidden or merged. Rows
//! are taken in one after another, so what is held in memory is the file, its texts and what a page shows. Why not `calamine`: see
//! ARCHITECTURE.md; what it lacks (hidden rows and columns, merged cells of an ODS) is half of what is told here.

mod container;
mod formats;
mod numbers;
mod ods;
mod sheet;
mod xlsx;
mod xml;

use super::data::too_long;
use super::schema::checked::Checked;
use super::schema::words::{Words, both};
use super::schema::{Named, Schema};
use super::table::Table;
use crate::diag::{Finding, catalog, did_you_mean};
use crate::path::SourcePath;

use container::Container;
use sheet::SheetTable;

pub use sheet::Layout;

/// Why a workbook cannot be read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Trouble {
    /// It has a password, or is of a program of before.
    Locked,
    /// No workbook at all.
    OtherFile,
    /// Cut off, or not what it says.
    Damaged,
    /// Too much to be read.
    TooLarge,
    /// There is no sheet of this name among these.
    NoSheet(Vec<String>),
    /// What is wrong is told already.
    Told,
}

/// A sheet by its name, and whether a reader of the workbook sees it.
pub struct SheetName {
    pub name: String,
    pub is_hidden: bool,
}

/// Whether a file is a workbook, by its ending.
pub fn is_workbook(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.ends_with(".xlsx") || name.ends_with(".ods")
}

/// Reads the table of a workbook; `None` where it has a mistake, which is then among the findings. `csv` is given the table as
/// text, piece by piece.
pub fn read(
    file: &SourcePath,
    bytes: &[u8],
    checked: Option<Checked>,
    csv: &mut dyn FnMut(&str),
    findings: &mut Vec<Finding>,
) -> Option<Table> {
    let layout = checked.as_ref().map_or_else(Layout::default, |checked| Layout::of(checked.schema()));
    let beside = checked.as_ref().map(|checked| checked.file().clone());
    let mut table = SheetTable::new(file, checked, layout.header_row, csv);
    let wanted = layout.sheet;
    let result = rows(file, bytes, wanted.as_ref(), &mut table);
    let (table, mut more) = table.finish();
    if table.is_none() && result.is_ok() {
        more.push(empty(file));
    }
    if let Err(trouble) = &result {
        more.extend(told(file, trouble, wanted.as_ref().zip(beside.as_ref())));
    }
    let is_right = result.is_ok() && !more.iter().any(|finding| finding.fatal);
    findings.append(&mut more);
    let mut table = table.filter(|_| is_right)?;
    let width = table.columns().len();
    findings.extend(too_long(&mut table, file.as_str(), width));
    Some(table)
}

/// Gives the rows of the table of a workbook one after another, the names of the columns first, and says in which sheet and column
/// they begin; `None` where they cannot be read.
pub fn each_row(
    file: &SourcePath,
    bytes: &[u8],
    checked: Checked,
    findings: &mut Vec<Finding>,
    each: sheet::EachRow,
) -> Option<(String, usize)> {
    let (layout, beside) = (Layout::of(checked.schema()), checked.file().clone());
    let mut nothing = |_: &str| {};
    let mut table = SheetTable::new(file, Some(checked), layout.header_row, &mut nothing).given_to(each);
    let result = rows(file, bytes, layout.sheet.as_ref(), &mut table);
    let (sheet, column) = table.place();
    let place = (sheet.to_owned(), column);
    let (table, more) = table.finish();
    findings.extend(more);
    if table.is_none() && result.is_ok() {
        findings.push(empty(file));
    }
    if let Err(trouble) = &result {
        findings.extend(told(file, trouble, layout.sheet.as_ref().map(|sheet| (sheet, &beside))));
    }
    (result.is_ok() && table.is_some()).then_some(place)
}

fn empty(file: &SourcePath) -> Finding {
    let what = both("trang tính trống", "the sheet is empty");
    let next = both(
        "Điền bảng vào trang tính đầu, hoặc ghi sheet trong lược đồ.",
        "Fill in the first sheet, or name another under sheet in the schema.",
    );
    unreadable(file, what, next)
}

/// Gives the rows of the sheet that is wanted, else of the first that is seen.
fn rows(file: &SourcePath, bytes: &[u8], wanted: Option<&Named>, table: &mut SheetTable) -> Result<(), Trouble> {
    let container = Container::open(bytes)?;
    let wanted = wanted.map(|named| named.name.as_str());
    if file.as_str().to_ascii_lowercase().ends_with(".ods") {
        ods::rows(&container, wanted, table)
    } else {
        xlsx::rows(&container, wanted, table)
    }
}

/// The number of the sheet that is wanted, else of the first that is seen.
fn choose(sheets: &[SheetName], wanted: Option<&str>) -> Result<usize, Trouble> {
    let found = match wanted {
        Some(name) => sheets.iter().position(|sheet| sheet.name.trim() == name),
        None => sheets.iter().position(|sheet| !sheet.is_hidden).or((!sheets.is_empty()).then_some(0)),
    };
    found.ok_or_else(|| Trouble::NoSheet(sheets.iter().map(|sheet| sheet.name.clone()).collect()))
}

/// `schema`: the name of the sheet that is wanted, and the file that says it.
fn told(file: &SourcePath, trouble: &Trouble, schema: Option<(&Named, &SourcePath)>) -> Option<Finding> {
    let (what, next) = match trouble {
        Trouble::Told => return None,
        Trouble::Locked => (
            both(
                "tệp có mật khẩu, hoặc là .xls đời cũ đổi tên",
                "it has a password, or is an old .xls under another name",
            ),
            both(
                "Mở bằng Excel, bỏ mật khẩu, lưu lại dạng .xlsx.",
                "Open it in Excel, take the password off, save it as .xlsx.",
            ),
        ),
        Trouble::OtherFile => (
            both("tệp không phải bảng tính dù mang đuôi ấy", "the file is no workbook, whatever its name says"),
            both(
                "Mở bằng Excel hoặc LibreOffice rồi lưu lại dạng .xlsx hoặc .ods.",
                "Open it in Excel or LibreOffice and save it as .xlsx or .ods.",
            ),
        ),
        Trouble::Damaged => (
            both("tệp hỏng hoặc bị cắt cụt", "the file is damaged or cut off"),
            both(
                "Chép lại tệp gốc; nếu vẫn lỗi thì mở bằng Excel rồi lưu lại.",
                "Copy the original again; if that does not help, open it in Excel and save it.",
            ),
        ),
        Trouble::TooLarge => (
            both("nội dung bung ra quá lớn", "what is in it is too large when unpacked"),
            both(
                "Xóa dòng, cột định dạng thừa và trang tính không dùng, hoặc tách bảng.",
                "Delete formatted rows and columns without content and sheets that are not used, or split the table.",
            ),
        ),
        Trouble::NoSheet(sheets) => {
            let Some((named, beside)) = schema else {
                let what = both("tệp không có trang tính nào", "it has no sheet at all");
                let next = both(
                    "Mở bằng Excel hoặc LibreOffice, xem bảng còn đó không, rồi lưu lại dạng .xlsx hoặc .ods.",
                    "Open it in Excel or LibreOffice, see whether the table is there, and save it as .xlsx or .ods.",
                );
                return Some(unreadable(file, what, next));
            };
            let names: Vec<&str> = sheets.iter().map(String::as_str).collect();
            let finding = Finding::new(&catalog::WORKBOOK_SHEET, beside.as_str()).at(named.span).fatal();
            let finding = finding.with("sheet", &*named.name).with("file", file.file_name());
            return Some(finding.with_words("near", did_you_mean(&named.name, &names)).related(file.as_str()));
        }
    };
    Some(unreadable(file, what, next))
}

fn unreadable(file: &SourcePath, what: Words, next: Words) -> Finding {
    let finding = Finding::new(&catalog::WORKBOOK_UNREADABLE, file.as_str()).fatal();
    finding.with_words("what", what).with_words("next", next)
}

/// The table of a workbook as a CSV: UTF-8, a comma between cells, a point in numbers, days as ISO 8601 has them. `None` where the
/// workbook cannot be read.
pub fn csv(file: &SourcePath, bytes: &[u8], layout: &Layout) -> Option<String> {
    let mut text = String::new();
    let mut write = |piece: &str| text.push_str(piece);
    let mut table = SheetTable::new(file, None, layout.header_row, &mut write);
    rows(file, bytes, layout.sheet.as_ref(), &mut table).ok()?;
    drop(table);
    Some(text)
}

impl Layout {
    pub fn of(schema: &Schema) -> Layout {
        Layout { sheet: schema.sheet.clone(), header_row: Some(schema.header_row) }
    }
}

/// Where a range of cells begins and ends: rows counted from 1, columns from 0.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Area {
    pub from: (u32, u32),
    pub to: (u32, u32),
}
