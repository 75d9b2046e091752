//! Turns the bytes of a CSV file into a table: columns, the rows that fit on a page, and how each column writes numbers.
//!
//! Cells stay as they are written. Nothing is guessed: an encoding, a separator or a row that could be read in two ways
//! is a finding with its line. What is kept of a table is bounded, and takes no more memory than its file.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::figures::{Column, Writing, says_nothing};
use super::headings::{Holds, holds};
use super::separated::{Broken, Cell, Records};
use super::slips::{conflict, garbled, identity};
use super::source_text::{clean, place};
use crate::diag::{Finding, Span, catalog};
use crate::text::decimal::{Decimal, Mark};
use crate::text::number::{count, file_size};

/// The largest file that is read for a page, in bytes; one beyond it is only offered for download.
pub const LARGEST_TABLE: usize = 16 << 20;
/// What a page shows of a table: no reader goes through more, and no browser shows it well.
const MOST_CELLS: usize = 20_000;
const MOST_TEXT: usize = 500_000;
const MOST_COLUMNS: usize = 1_000;

/// What may separate cells, with its name; any other sign must be named by a first line such as `sep=^`.
const SEPARATORS: [(u8, &str); 4] = [(b',', ","), (b';', ";"), (b'\t', "Tab"), (b'|', "|")];

/// A table as one text with the ends of its cells, the names of the columns first.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Table {
    text: String,
    ends: Vec<u32>,
    columns: Vec<Column>,
    /// The first line is a title, or has columns without a name: what a column holds is not known.
    unnamed: bool,
    /// Rows of the file; those that do not fit on a page are not kept.
    pub total: usize,
}

impl Table {
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// The names of the columns.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        (0..self.columns.len()).map(|index| self.cell(index))
    }

    /// The rows that are kept.
    pub fn rows(&self) -> impl Iterator<Item = Vec<&str>> {
        let width = self.columns.len().max(1);
        (1..self.ends.len() / width).map(move |row| (0..width).map(|column| self.cell(row * width + column)).collect())
    }

    fn cell(&self, index: usize) -> &str {
        let start = index.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.text[start as usize..self.ends[index] as usize]
    }

    /// Whether the first line names the columns.
    pub fn has_names(&self) -> bool {
        !self.unnamed
    }

    /// How the column's numbers are written; `codes` are names of columns whose digits are no amounts.
    pub fn writing(&self, column: usize, declared: Option<Mark>, codes: &[&str]) -> Writing {
        let name = self.cell(column);
        if self.unnamed || codes.contains(&name) { Writing::Text } else { self.columns[column].writing(declared) }
    }

    /// A cell as a page of the language shows it: as written, unless the page declares how its numbers are written.
    pub fn shown<'c>(cell: &'c str, writing: &Writing, column: &Column, language: &str) -> Cow<'c, str> {
        match writing {
            Writing::Declared(mark) if !column.are_years() && !says_nothing(cell) => {
                Decimal::read(cell, *mark).map_or(Cow::Borrowed(cell), |number| Cow::Owned(number.shown(language)))
            }
            _ => Cow::Borrowed(cell),
        }
    }

    /// Whether every cell can be shown, which is so unless the table was not read here.
    pub fn is_whole(&self) -> bool {
        let (width, ends) = (self.columns.len(), &self.ends);
        let rows = ends.len().checked_rem(width).map_or(ends.is_empty(), |rest| rest == 0 && !ends.is_empty());
        rows && ends.is_sorted() && ends.iter().all(|end| self.text.is_char_boundary(*end as usize))
    }

    /// Keeps a row if it fits on a page with those before it.
    fn keep(&mut self, cells: &[Cell]) {
        let kept = self.ends.len() / self.columns.len().max(1);
        if kept != self.total + 1 || self.ends.len() + cells.len() > MOST_CELLS {
            return;
        }
        let before = (self.text.len(), self.ends.len());
        for cell in cells {
            let text = cell.text();
            if self.text.len() + text.len() > MOST_TEXT {
                self.text.truncate(before.0);
                self.ends.truncate(before.1);
                return;
            }
            self.text.push_str(&text);
            self.ends.push(self.text.len() as u32);
        }
    }
}

/// Reads a table; `None` where it has a mistake, which is then among the findings.
pub fn read(file: &str, bytes: &[u8], findings: &mut Vec<Finding>) -> Option<Table> {
    let text = decode(file, bytes, findings)?;
    if conflict::is_unmerged(file, &text, findings) {
        return None;
    }
    garbled::of_text(file, &text, findings);
    identity::of_table(file, &text, findings);
    if findings.iter().any(|finding| finding.fatal) {
        return None;
    }
    let reading = Reading { file, text: &text };
    let (separator, body) = match reading.separator() {
        Ok(found) => found,
        Err(finding) => {
            findings.push(*finding);
            return None;
        }
    };
    match reading.table(separator, body) {
        Ok((table, more)) => {
            findings.extend(more);
            Some(table)
        }
        Err(finding) => {
            findings.push(*finding);
            None
        }
    }
}

/// A table whose file is too large to be read for a page.
pub fn too_large(file: &str, size: u64) -> (Table, Finding) {
    let what = |language: &str| file_size(size, language);
    let what = (format!("tệp dài {}", what("vi")), format!("the file has {}", what("en")));
    let finding = Finding::new(&catalog::DATA_TOO_LARGE, file).with_words("what", what);
    (Table::default(), finding.with("shown", "0"))
}

/// UTF-8, or UTF-16 as Excel saves “Unicode text”, as clean text with LF line ends.
fn decode<'b>(file: &str, bytes: &'b [u8], findings: &mut Vec<Finding>) -> Option<Cow<'b, str>> {
    let wrong = |before: &str| {
        let at = place(before, before.len());
        Finding::new(&catalog::DATA_ENCODING, file).at(at).with("line", at.line.to_string()).fatal()
    };
    let utf16 = match bytes {
        [0xff, 0xfe, rest @ ..] => Some((rest, u16::from_le_bytes as fn([u8; 2]) -> u16)),
        [0xfe, 0xff, rest @ ..] => Some((rest, u16::from_be_bytes as fn([u8; 2]) -> u16)),
        _ => None,
    };
    let text = match utf16 {
        Some((rest, unit)) => {
            let pairs = rest.chunks_exact(2);
            let mut text = String::with_capacity(rest.len());
            let mut whole = pairs.remainder().is_empty();
            for letter in char::decode_utf16(pairs.map(|pair| unit([pair[0], pair[1]]))) {
                match letter {
                    Ok(letter) => text.push(letter),
                    Err(_) => {
                        whole = false;
                        break;
                    }
                }
            }
            if !whole {
                findings.push(wrong(&text));
                return None;
            }
            Cow::Owned(text)
        }
        None => match std::str::from_utf8(bytes) {
            Ok(text) => Cow::Borrowed(text.strip_prefix('\u{feff}').unwrap_or(text)),
            Err(error) => {
                findings.push(wrong(&String::from_utf8_lossy(&bytes[..error.valid_up_to()])));
                return None;
            }
        },
    };
    // A NUL says that the bytes are no text, whatever they decode to.
    if let Some(at) = memchr::memchr(0, text.as_bytes()) {
        findings.push(wrong(&text[..at]));
        return None;
    }
    let mut mended = Vec::new();
    let cleaned = match text {
        Cow::Borrowed(text) => clean(file, text.as_bytes(), &mut mended),
        Cow::Owned(text) => clean(file, text.as_bytes(), &mut mended).map(|text| Cow::Owned(text.into_owned())),
    };
    // Line ends and Unicode form are the business of the program that saved the file.
    findings.extend(mended.into_iter().filter(|finding| finding.message.code == catalog::CONTROL_CHARACTER.code));
    cleaned
}

/// A separator, and from where on the text is a table.
type Separated = (u8, Range<usize>);

struct Reading<'a> {
    file: &'a str,
    text: &'a str,
}

impl Reading<'_> {
    /// What the first line says (`sep=;`, as Excel writes it), else the one separator with which the table can be read.
    fn separator(&self) -> Result<Separated, Box<Finding>> {
        let whole = 0..self.text.len();
        let first = self.text.split_inclusive('\n').next().unwrap_or_default();
        let line = first.trim_end_matches('\n').trim_matches('"');
        if let Some(named) = line.get(..4).filter(|word| word.eq_ignore_ascii_case("sep=")).and(line.get(4..)) {
            return match named.as_bytes() {
                [separator]
                    if !separator.is_ascii_alphanumeric() && !matches!(separator, b'"' | b' ' | b'.' | b'-') =>
                {
                    Ok((*separator, first.len()..self.text.len()))
                }
                _ => {
                    Err(self.unclear_separator(("dòng sep= phải có đúng một dấu", "the line sep= must have one sign")))
                }
            };
        }
        let possible: Vec<u8> =
            SEPARATORS.iter().map(|row| row.0).filter(|separator| self.columns(*separator) > 1).collect();
        match possible[..] {
            // A broken or missing first line is told about where it is read.
            [] if self.columns(b',') == 0 => Ok((b',', whole)),
            [] => Err(self.unclear_separator(("bảng chỉ có một cột", "the table has only one column"))),
            [only] => Ok((only, whole)),
            _ => {
                let fitting: Vec<u8> = possible.iter().copied().filter(|separator| self.fits(*separator)).collect();
                match fitting[..] {
                    [only] => Ok((only, whole)),
                    _ => Err(self.unclear_separator((
                        "dòng đầu có nhiều loại dấu có thể là dấu ngăn cột",
                        "the first line has several signs that could separate columns",
                    ))),
                }
            }
        }
    }

    fn unclear_separator(&self, (vi, en): (&str, &str)) -> Box<Finding> {
        let what =
            (format!("không rõ dấu ngăn cột: {vi}"), format!("it is not clear what separates its columns: {en}"));
        let next = (
            "Thêm một dòng trên cùng của tệp, ví dụ sep=; rồi lưu lại (Excel cũng hiểu dòng này).",
            "Add a line at the top of the file, such as sep=; and save again (Excel knows it too).",
        );
        self.no_table(what, next)
    }

    fn empty(&self) -> Box<Finding> {
        let next = (
            "Lưu lại bảng từ Excel thành “CSV UTF-8” vào tệp này, hoặc bỏ dòng trỏ tới tệp ở trang.",
            "Save the table from Excel as “CSV UTF-8” to this file, or delete the line of the page that names it.",
        );
        self.no_table(("tệp trống".to_owned(), "the file is empty".to_owned()), next)
    }

    fn no_table(&self, what: (String, String), (vi, en): (&str, &str)) -> Box<Finding> {
        let finding = self.at(Finding::new(&catalog::DATA_SEPARATOR, self.file), 1).with_words("what", what);
        Box::new(finding.with_words("next", (vi.to_owned(), en.to_owned())).fatal())
    }

    /// How many columns the first record has with this separator.
    fn columns(&self, separator: u8) -> usize {
        match Records::new(self.text, separator, 1).next(&mut Vec::new(), 0) {
            Some(Ok(record)) => record.cells,
            _ => 0,
        }
    }

    /// Whether all records have as many cells as the first.
    fn fits(&self, separator: u8) -> bool {
        let (mut records, mut cells, mut columns) = (Records::new(self.text, separator, 1), Vec::new(), None);
        while let Some(record) = records.next(&mut cells, 0) {
            match record {
                Ok(record) if *columns.get_or_insert(record.cells) == record.cells => {}
                _ => return false,
            }
        }
        true
    }

    /// The table, and what is to be said of it.
    fn table(&self, separator: u8, body: Range<usize>) -> Result<(Table, Vec<Finding>), Box<Finding>> {
        let first_line = 1 + self.text[..body.start].matches('\n').count();
        let mut records = Records::new(&self.text[body], separator, first_line);
        let (mut table, mut cells, mut names) = (Table::default(), Vec::new(), None);
        let (mut findings, mut second) = (Vec::new(), None);
        while let Some(record) = records.next(&mut cells, MOST_COLUMNS) {
            let record = record.map_err(|broken| self.broken(broken))?;
            let Some(width) = names else {
                names = Some(record.cells);
                if record.cells <= MOST_COLUMNS {
                    table.columns = cells.iter().map(|cell| Column::named(&cell.text())).collect();
                    table.keep_names(&cells);
                    findings.extend(self.title(&cells, record.line));
                }
                continue;
            };
            if record.cells != width {
                return Err(self.ragged(record.line, record.cells, width, separator));
            }
            if table.total == 0 && findings.is_empty() {
                second = self.second_names(&cells, record.line);
            }
            for (column, cell) in table.columns.iter_mut().zip(&cells) {
                column.add(&cell.text(), record.line);
            }
            table.keep(&cells);
            table.total += 1;
        }
        let Some(width) = names else { return Err(self.empty()) };
        // Years among years are what the columns hold.
        findings.extend(second.filter(|_| !table.columns.iter().skip(1).all(Column::are_years)));
        table.unnamed = !findings.is_empty();
        let kept = (table.ends.len() / width).saturating_sub(1);
        if kept < table.total || table.ends.is_empty() {
            if kept == 0 {
                table = Table { total: table.total, ..Table::default() };
            }
            let words = |rows: &str, columns: &str, language: &str| {
                format!("{} {rows}, {} {columns}", count(table.total as u64, language), count(width as u64, language))
            };
            let what = (
                format!("bảng có {}", words("dòng", "cột", "vi")),
                format!("the table has {}", words("rows", "columns", "en")),
            );
            let finding = Finding::new(&catalog::DATA_TOO_LARGE, self.file).with_words("what", what);
            let shown = |language| count(kept as u64, language);
            findings.push(finding.with_words("shown", (shown("vi"), shown("en"))));
        }
        Ok((table, findings))
    }

    /// A first line that cannot be the names of the columns: the title that a sheet has above its table.
    fn title(&self, names: &[Cell], line: usize) -> Option<Finding> {
        let empty = names.iter().position(|name| name.text().trim().is_empty()).filter(|_| names.len() > 1)?;
        let filled = names.iter().filter(|name| !name.text().trim().is_empty()).count();
        let what = if filled <= 1 {
            ("chỉ một ô có chữ, như một tiêu đề".to_owned(), "it has one cell with text, as a title has".to_owned())
        } else {
            (format!("cột {} không có tên", empty + 1), format!("column {} has no name", empty + 1))
        };
        Some(self.no_names(line, what))
    }

    /// Years below the names, as a heading of two lines has them: beside nothing, beside “Năm”, or one after the other.
    fn second_names(&self, cells: &[Cell], line: usize) -> Option<Finding> {
        let [first, rest @ ..] = cells else { return None };
        let texts: Vec<Cow<str>> = rest.iter().map(|cell| cell.text()).filter(|text| !says_nothing(text)).collect();
        let year = |text: &Cow<str>| text.parse::<u16>().ok().filter(|year| (1900..2100).contains(year));
        let years: Vec<u16> = texts.iter().map(year).collect::<Option<_>>()?;
        let beside = says_nothing(&first.text()) || holds(&first.text()) == Holds::Codes;
        let in_order = years.len() > 1 && years.windows(2).all(|pair| pair[0].abs_diff(pair[1]) == 1);
        let what = || (format!("dòng {line} cũng là tên cột"), format!("line {line} names columns too"));
        (!years.is_empty() && (beside || in_order)).then(|| self.no_names(line, what()))
    }

    fn no_names(&self, line: usize, what: (String, String)) -> Finding {
        self.at(Finding::new(&catalog::DATA_NAMES, self.file), line).with_words("what", what)
    }

    fn broken(&self, broken: Broken) -> Box<Finding> {
        let (line, vi, en) = match broken {
            Broken::Open { line } => {
                (line, "ô mở bằng dấu \" mà không có dấu \" đóng", "a cell opens with \" and has no closing \"")
            }
            Broken::After { line } => {
                (line, "sau dấu \" đóng còn chữ trước dấu ngăn cột", "text stands behind the closing \" of a cell")
            }
        };
        let what = (format!("dòng {line}, {vi}"), format!("line {line}, {en}"));
        Box::new(self.at(Finding::new(&catalog::DATA_INVALID, self.file), line).with_words("detail", what).fatal())
    }

    fn ragged(&self, line: usize, cells: usize, width: usize, separator: u8) -> Box<Finding> {
        let known = SEPARATORS.iter().find(|row| row.0 == separator).map(|row| row.1.to_owned());
        let finding = self.at(Finding::new(&catalog::DATA_RAGGED, self.file), line);
        let finding = finding.with("line", line.to_string()).with("cells", cells.to_string());
        let finding = finding.with("columns", width.to_string());
        Box::new(finding.with("separator", known.unwrap_or_else(|| char::from(separator).to_string())).fatal())
    }

    /// Points at a line and shows it; the file itself may be in another encoding.
    fn at(&self, finding: Finding, line: usize) -> Finding {
        const LONGEST: usize = 240;
        let text = self.text.split('\n').nth(line - 1).unwrap_or_default();
        let mut finding = finding.at(Span::new(line, 1, text.chars().take(LONGEST).count()));
        finding.excerpt = Some(Arc::from(text.chars().take(LONGEST).collect::<String>()));
        finding
    }
}

impl Table {
    /// The names of the columns, unless they alone are more than a page shows.
    fn keep_names(&mut self, cells: &[Cell]) {
        for cell in cells {
            let text = cell.text();
            if self.text.len() + text.len() > MOST_TEXT {
                self.text.clear();
                self.ends.clear();
                return;
            }
            self.text.push_str(&text);
            self.ends.push(self.text.len() as u32);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_bytes_are_a_table_or_a_finding_with_its_line(
            bytes in prop::collection::vec(prop_oneof![Just(b','), Just(b';'), Just(b'"'), Just(b'\n'), Just(b'1'), any::<u8>()], 0..200),
        ) {
            let mut findings = Vec::new();
            match read("a.csv", &bytes, &mut findings) {
                Some(table) => {
                    prop_assert!(table.rows().all(|row| row.len() == table.columns().len()));
                    prop_assert_eq!(table.rows().count(), table.total);
                }
                None => prop_assert!(findings.iter().any(|finding| finding.fatal && finding.span.is_some())),
            }
        }

        #[test]
        fn cells_are_kept_as_they_are_written(cells in prop::collection::vec("[0-9.,+%e -]{1,12}", 2..20)) {
            let row: Vec<String> = cells.iter().map(|cell| format!("\"{cell}\"")).collect();
            let text = format!("{}\n{}\n", row.join(";"), row.join(";"));
            let table = read("a.csv", text.as_bytes(), &mut Vec::new()).unwrap();
            let wanted: Vec<&str> = cells.iter().map(|cell| cell.trim()).collect();
            prop_assert_eq!(table.rows().next().unwrap(), wanted);
        }
    }
}
