//! Turns the bytes of a CSV file into a table: columns, the rows that fit on a page, and how each column writes numbers.
//!
//! Cells stay as they are written. Nothing is guessed: an encoding, a separator or a row that could be read in two ways
//! is a finding with its line. What is kept of a table is bounded, and takes no more memory than its file.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use super::figures::{Column, says_nothing};
use super::headings::{Holds, holds};
use super::not_text;
use super::runs::runs;
use super::schema::checked::Checked;
use super::schema::words::short;
use super::separated::{Cell, Records};
use super::slips::{conflict, garbled, identity};
use super::source_text::{clean, place};
use super::table::{Given, Table};
use crate::diag::{Finding, Span, catalog, is_enough};
use crate::text::number::{count, file_size};

/// The largest file that is read for a page, in bytes; one beyond it is only offered for download.
pub const LARGEST_TABLE: usize = 16 << 20;
pub const MOST_COLUMNS: usize = 1_000;

/// What may separate cells, with its name; any other sign must be named by a first line such as `sep=^`.
const SEPARATORS: [(u8, &str); 4] = [(b',', ","), (b';', ";"), (b'\t', "Tab"), (b'|', "|")];

/// Reads a table; `None` where it has a mistake, which is then among the findings. `checked`: by its schema, if it has one.
pub fn read(file: &str, bytes: &[u8], checked: Option<Checked>, findings: &mut Vec<Finding>) -> Option<Table> {
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
    let header_line = checked.as_ref().map_or(1, |checked| checked.schema().header_row as usize);
    let (separator, body) = match reading.separator(header_line) {
        Ok(found) => found,
        Err(finding) => {
            findings.push(*finding);
            return None;
        }
    };
    match reading.table(separator, body, checked) {
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

/// Gives the records of a CSV file one after another, each with its line and its cells, the names of the columns first; `None` where
/// they cannot be read, which is then among the findings. What they hold is not looked at.
pub fn records(
    file: &str,
    bytes: &[u8],
    header_row: u32,
    findings: &mut Vec<Finding>,
    each: &mut dyn FnMut(&[Cow<str>], usize) -> bool,
) -> Option<()> {
    let text = decode(file, bytes, findings)?;
    if conflict::is_unmerged(file, &text, findings) {
        return None;
    }
    let reading = Reading { file, text: &text };
    let (separator, body) = reading.separator(header_row as usize).map_err(|finding| findings.push(*finding)).ok()?;
    let first_line = 1 + text[..body.start].matches('\n').count();
    let (mut records, mut cells) = (Records::new(&text[body], separator, first_line), Vec::new());
    let mut is_empty = true;
    while let Some(record) = records.next(&mut cells, MOST_COLUMNS) {
        match record {
            Ok(record) => {
                is_empty = false;
                let texts: Vec<Cow<str>> = cells.iter().map(|cell| cell.text()).collect();
                if !each(&texts, record.line) {
                    break;
                }
            }
            Err(broken) => {
                findings.push(reading.at(broken.finding(file), broken.line()));
                return None;
            }
        }
    }
    if is_empty {
        findings.push(*reading.empty());
    }
    (!is_empty).then_some(())
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
    if let Some(finding) = not_text::no_table(file, bytes, 1) {
        findings.push(finding);
        return None;
    }
    let wrong = |before: &str| not_text::finding(file, bytes, (place(before, before.len()), 1));
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
    fn separator(&self, header_line: usize) -> Result<Separated, Box<Finding>> {
        let whole = self.line_start(header_line)..self.text.len();
        let first = self.text.split_inclusive('\n').next().unwrap_or_default();
        let line = first.trim_end_matches('\n').trim_matches('"');
        if let Some(named) = line.get(..4).filter(|word| word.eq_ignore_ascii_case("sep=")).and(line.get(4..)) {
            return match named.as_bytes() {
                [separator]
                    if !separator.is_ascii_alphanumeric() && !matches!(separator, b'"' | b' ' | b'.' | b'-') =>
                {
                    Ok((*separator, first.len().max(whole.start)..self.text.len()))
                }
                _ => {
                    Err(self.unclear_separator(("dòng sep= phải có đúng một dấu", "the line sep= must have one sign")))
                }
            };
        }
        let possible: Vec<u8> = SEPARATORS
            .iter()
            .map(|row| row.0)
            .filter(|separator| columns(&self.text[whole.clone()], *separator) > 1)
            .collect();
        match possible[..] {
            // A broken or missing first line is told about where it is read.
            [] if columns(&self.text[whole.clone()], b',') == 0 => Ok((b',', whole)),
            [] => Err(self.unclear_separator(("bảng chỉ có một cột", "the table has only one column"))),
            [only] => Ok((only, whole)),
            _ => {
                let fitting: Vec<u8> =
                    possible.iter().copied().filter(|separator| fits(&self.text[whole.clone()], *separator)).collect();
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

    /// Where a line begins, counted from 1; the end of the text where it has fewer.
    fn line_start(&self, line: usize) -> usize {
        let ends = memchr::memchr_iter(b'\n', self.text.as_bytes());
        line.checked_sub(2).map_or(0, |before| ends.into_iter().nth(before).map_or(self.text.len(), |at| at + 1))
    }

    /// The table, and what is to be said of it.
    fn table(
        &self,
        separator: u8,
        body: Range<usize>,
        mut checked: Option<Checked>,
    ) -> Result<(Table, Vec<Finding>), Box<Finding>> {
        let first_line = 1 + self.text[..body.start].matches('\n').count();
        let mut records = Records::new(&self.text[body], separator, first_line);
        let (mut table, mut cells, mut row, mut names) = (Table::default(), Vec::new(), Vec::new(), None);
        let (mut findings, mut second) = (Vec::new(), None);
        while let Some(record) = records.next(&mut cells, MOST_COLUMNS) {
            let record = record.map_err(|broken| Box::new(self.at(broken.finding(self.file), broken.line())))?;
            let Some(width) = names else {
                names = Some(record.cells);
                if record.cells <= MOST_COLUMNS {
                    let texts: Vec<Cow<str>> = cells.iter().map(|cell| cell.text()).collect();
                    table = Table::named(texts.iter().map(|text| &**text), false);
                    table.is_separated_by(separator);
                    match checked.as_mut().map(|checked| checked.names(&texts, record.line)) {
                        Some(false) => return Ok((table, checked.map_or_else(Vec::new, Checked::findings))),
                        Some(true) => {}
                        None => findings.extend(self.title(&cells, record.line)),
                    }
                }
                continue;
            };
            if record.cells != width {
                return Err(self.ragged(record.line, record.cells, width, separator));
            }
            if table.total == 0 && findings.is_empty() && checked.is_none() {
                second = self.second_names(&cells, record.line);
            }
            row.clear();
            row.extend(cells.iter().map(|cell| Given::from(cell.text())));
            if let Some(checked) = &mut checked {
                checked.row(&row, record.line);
            }
            self.running_cells(&row, record.line, &mut findings);
            if table.names_again(&row) && !is_enough(&findings, &catalog::NAMES_AGAIN) {
                let line = record.line;
                let finding = self.at(Finding::new(&catalog::NAMES_AGAIN, self.file), line);
                findings.push(finding.with_words("where", (format!("dòng {line}"), format!("line {line}"))));
            }
            table.add(&row, record.line);
        }
        let Some(width) = names else { return Err(self.empty()) };
        // Years among years are what the columns hold.
        let second = second.filter(|_| !table.columns().iter().skip(1).all(Column::are_years));
        findings.extend(second);
        if findings.iter().any(|finding| finding.message == &catalog::DATA_NAMES) {
            table.lack_names();
        }
        if let Some(checked) = checked {
            let (typed, more) = checked.finish();
            table.take_schema(typed);
            findings.extend(more);
        }
        let long = too_long(&mut table, self.file, width);
        if table.total == 0 && long.is_none() {
            findings.push(self.at(Finding::new(&catalog::TABLE_NO_ROWS, self.file), 1));
        }
        findings.extend(long);
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

    /// Cells that a spreadsheet would run instead of showing: the file goes out as it is, so its editor is told.
    fn running_cells(&self, row: &[Given], line: usize, findings: &mut Vec<Finding>) {
        let Some(cell) = row.iter().find(|cell| runs(&cell.text)) else { return };
        if !is_enough(findings, &catalog::CELL_RUNS) {
            let finding = self.at(Finding::new(&catalog::CELL_RUNS, self.file), line);
            findings.push(finding.with("line", line.to_string()).with("cell", short(&cell.text)));
        }
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

/// How many columns the first record of a text has with this separator.
fn columns(text: &str, separator: u8) -> usize {
    match Records::new(text, separator, 1).next(&mut Vec::new(), 0) {
        Some(Ok(record)) => record.cells,
        _ => 0,
    }
}

/// Whether all records have as many cells as the first.
fn fits(text: &str, separator: u8) -> bool {
    let (mut records, mut cells, mut columns) = (Records::new(text, separator, 1), Vec::new(), None);
    while let Some(record) = records.next(&mut cells, 0) {
        match record {
            Ok(record) if *columns.get_or_insert(record.cells) == record.cells => {}
            _ => return false,
        }
    }
    true
}

/// What is said of a table that does not fit on a page; where nothing of it does, nothing is shown.
pub fn too_long(table: &mut Table, file: &str, width: usize) -> Option<Finding> {
    let kept = table.kept();
    if kept == table.total && table.columns().len() == width && table.has_cells() {
        return None;
    }
    let total = table.total;
    if kept == 0 {
        *table = Table::of_rows(total);
    }
    let words = |rows: &str, columns: &str, language: &str| {
        format!("{} {rows}, {} {columns}", count(total as u64, language), count(width as u64, language))
    };
    let what = (
        format!("bảng có {}", words("dòng", "cột", "vi")),
        format!("the table has {}", words("rows", "columns", "en")),
    );
    let finding = Finding::new(&catalog::DATA_TOO_LARGE, file).with_words("what", what);
    let shown = |language| count(kept as u64, language);
    Some(finding.with_words("shown", (shown("vi"), shown("en"))))
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
            match read("a.csv", &bytes, None, &mut findings) {
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
            let table = read("a.csv", text.as_bytes(), None, &mut Vec::new()).unwrap();
            let wanted: Vec<&str> = cells.iter().map(|cell| cell.trim()).collect();
            prop_assert_eq!(table.rows().next().unwrap(), wanted);
        }
    }
}
