//! Turns a CSV file and its schema into the files in which its rows are found, or into what is wrong with it.
//!
//! The file is read piece by piece, and the rows of each piece are sealed and laid aside before the next is read: what is held of a table does
//! not grow with its length.

use super::cells::{Checks, Column, Lines};
use super::chunks::{Chunk, Chunks};
use super::entry::{self, Form};
use super::listed::{Listed, Listing, MOST_ROWS};
use super::pile::{HEAPS, Pile};
use super::rows::Rows;
use super::seal::{Salt, Sealer};
use super::shards::{Contents, LONGEST_ROW, Shard, Unsharded, shards};
use super::{Lookup, Origin};
use crate::diag::{Finding, Span, catalog, did_you_mean};
use crate::files::{Files, Hash};
use crate::load::schema::Schema;
use crate::load::separated::{Broken, Cell, Records};
use crate::load::unreadable::unreadable;
use crate::path::SourcePath;
use crate::text::number::count;

/// Stands between the cells of a row.
const BETWEEN: u8 = 0x1f;

/// A table to be looked up in.
#[derive(Clone, Copy)]
pub struct Source<'a> {
    pub table: &'a SourcePath,
    pub schema: &'a Schema,
    /// Of the schema's bytes.
    pub schema_hash: Hash,
    pub salt: Salt,
}

/// A table that was read.
pub struct Made {
    pub lookup: Lookup,
    /// The bytes of each of its files.
    pub contents: Contents,
    /// It has a mistake, which is among its findings, and so has no files.
    pub broken: bool,
}

/// Reads a table. What it says is the same each time.
pub fn make(files: &dyn Files, source: Source) -> Made {
    let stamp = files.stamp(source.table.as_str());
    let mut findings = Vec::new();
    let mut reading = Reading::of(source);
    let mut hash = blake3::hash(b"");
    match files.open(source.table.as_str()) {
        Err(error) => findings.push(unreadable(source.table, &error).fatal()),
        Ok(reader) => {
            let mut chunks = Chunks::new(source.table.as_str(), reader);
            reading.all(&mut chunks, &mut findings);
            hash = chunks.hash();
            findings.extend(chunks.conflict().map(Finding::fatal));
        }
    }
    let is_right = !findings.iter().any(|finding| finding.fatal);
    let (shards, contents) = if is_right { reading.shards(&mut findings) } else { Default::default() };
    let listed = reading.listed(&mut findings);
    let broken = findings.iter().any(|finding| finding.fatal);
    let of = Origin { table: hash, schema: source.schema_hash, stamp };
    let (schema, salt, rows) = (source.schema.clone(), source.salt, reading.pile.rows);
    Made { lookup: Lookup { of, schema, salt, forms: reading.forms, rows, shards, listed, findings }, contents, broken }
}

/// How many columns of the schema a line names with a separator, that separator, the names, and where the next line begins.
type Names = (usize, u8, Vec<String>, (usize, usize));

struct Reading<'a> {
    source: Source<'a>,
    checks: Checks,
    sealer: Sealer,
    header: Option<Header>,
    /// By its place in the file.
    columns: Vec<Column>,
    forms: Vec<Form>,
    /// Of the present piece.
    rows: Rows,
    /// Of all pieces before it.
    pile: Pile,
    has_cipher: bool,
    /// What the cells of one row say, and those of them that are shown.
    says: Vec<String>,
    cells: Vec<u8>,
    listing: Listing,
    ragged: Lines,
    keyless: Lines,
    long: Lines,
}

/// What the line of names says.
struct Header {
    separator: u8,
    /// Where the parts of the key stand, and what is shown.
    key: Vec<usize>,
    shown: Vec<usize>,
}

impl<'a> Reading<'a> {
    fn of(source: Source<'a>) -> Reading<'a> {
        let checks = Checks::of(source.schema);
        let forms = vec![Form::NONE; source.schema.primary_key.len()];
        let (columns, rows, says, cells, listing, ragged, keyless, long) = Default::default();
        let (sealer, header, pile, has_cipher) = (Sealer::new(&source.salt), None, Pile::new(), true);
        Reading {
            source,
            checks,
            sealer,
            header,
            columns,
            forms,
            rows,
            pile,
            has_cipher,
            says,
            cells,
            listing,
            ragged,
            keyless,
            long,
        }
    }

    /// All rows of the file; what stops the reading is among the findings.
    fn all(&mut self, chunks: &mut Chunks, findings: &mut Vec<Finding>) {
        while let Some(Chunk { text, line, last }) = chunks.next(findings) {
            let (start, line) = match self.header {
                Some(_) => (0, line),
                None => match self.names(&text, line) {
                    Ok(found) => found,
                    Err(finding) => return findings.push(*finding),
                },
            };
            let read = self.rows_of(&text[start..], line, last);
            match self.rows.seal() {
                Some(sealed) => sealed.iter().for_each(|row| self.pile.add(row)),
                None => self.has_cipher = false,
            }
            match read {
                Ok((at, line)) => {
                    if !chunks.give_back(&text[start + at..], line) {
                        return findings.push(Broken::Open { line }.finding(self.source.table.as_str()));
                    }
                }
                Err(broken) => return findings.push(broken.finding(self.source.table.as_str())),
            }
            if last {
                break;
            }
        }
        if self.header.is_none() && findings.is_empty() {
            findings.push(self.wrong(
                ("tệp trống", "the file is empty"),
                (
                    "Lưu lại bảng từ Excel thành “CSV UTF-8” vào tệp này.",
                    "Save the table from Excel as “CSV UTF-8” to this file.",
                ),
            ));
        }
    }

    /// Finds the names of the columns; where the rows begin, and on which line.
    fn names(&mut self, text: &str, line: usize) -> Result<(usize, usize), Box<Finding>> {
        // Excel writes what separates the columns into a line of its own.
        let is_told = text.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("sep="));
        let above = self.source.schema.header_row.saturating_sub(1) as usize + usize::from(is_told);
        let start = text.split_inclusive('\n').take(above).map(str::len).sum::<usize>();
        let line = line + above;
        let mut best: Option<Names> = None;
        for separator in *b",;\t|" {
            let (mut records, mut cells) = (Records::new(&text[start..], separator, line), Vec::new());
            let Some(Ok(_)) = records.next(&mut cells, usize::MAX) else { continue };
            let names: Vec<String> = cells.iter().map(|cell| cell.text().into_owned()).collect();
            let known = names.iter().filter(|name| self.source.schema.field(name).is_some()).count();
            if best.as_ref().is_none_or(|(most, ..)| known > *most) {
                best = Some((known, separator, names, records.rest()));
            }
        }
        let Some((_, separator, names, (at, line))) = best else { return Ok((start, line)) };
        self.header = Some(self.header(separator, &names).map_err(Box::new)?);
        let field = |name: &String| self.source.schema.fields.iter().position(|field| field.name == *name);
        self.columns = names.iter().filter_map(field).map(Column::of).collect();
        Ok((start + at, line))
    }

    fn header(&self, separator: u8, names: &[String]) -> Result<Header, Finding> {
        let Source { schema, .. } = self.source;
        let of_file: Vec<&str> = names.iter().map(String::as_str).collect();
        let of_schema: Vec<&str> = schema.fields.iter().map(|field| field.name.as_str()).collect();
        if let Some(lost) = of_schema.iter().find(|name| !of_file.contains(name)) {
            let what = (
                format!("tệp không có cột “{lost}” mà lược đồ kê"),
                format!("the file has no column “{lost}”, which the schema names"),
            );
            return Err(self.wrong((&what.0, &what.1), both(&did_you_mean(lost, &of_file))));
        }
        let mut seen = Vec::new();
        for name in &of_file {
            if !of_schema.contains(name) || seen.contains(name) {
                let what = (
                    format!("lược đồ không kê cột “{name}” của tệp, hoặc tệp có cột này hai lần"),
                    format!("the schema does not name the column “{name}” of the file, or the file has it twice"),
                );
                let next = (
                    "Thêm cột này vào fields của lược đồ, hoặc xóa nó khỏi tệp.",
                    "Add it to the fields of the schema, or delete it from the file.",
                );
                return Err(self.wrong((&what.0, &what.1), next));
            }
            seen.push(name);
        }
        let place = |field: &usize| of_file.iter().position(|name| *name == of_schema[*field]);
        let shown = schema.shown_in_lookup();
        let (key, shown) =
            (schema.primary_key.iter().filter_map(place).collect(), shown.iter().filter_map(place).collect());
        Ok(Header { separator, key, shown })
    }

    /// Reads the records of a piece. How far it came, and the line there.
    fn rows_of(&mut self, text: &str, line: usize, last: bool) -> Result<(usize, usize), Broken> {
        let Some(header) = self.header.take() else { return Ok((text.len(), line)) };
        let (mut records, mut cells) = (Records::new(text, header.separator, line), Vec::new());
        let mut rest = records.rest();
        let mut result = Ok(());
        while let Some(record) = records.next(&mut cells, self.columns.len()) {
            match record {
                Ok(record) if record.cells == self.columns.len() => self.row(&header, &cells, record.line),
                Ok(record) => self.ragged.add(record.line),
                // The cell may close in the next piece.
                Err(Broken::Open { .. }) if !last => break,
                Err(broken) => {
                    result = Err(broken);
                    break;
                }
            }
            rest = records.rest();
        }
        self.header = Some(header);
        result.map(|()| rest)
    }

    fn row(&mut self, header: &Header, cells: &[Cell], line: usize) {
        self.says.resize(self.columns.len(), String::new());
        let mut fits = true;
        for ((column, cell), says) in self.columns.iter_mut().zip(cells).zip(&mut self.says) {
            fits &= column.read(&self.checks, (&cell.text(), line), says);
        }
        if !fits {
            return;
        }
        let mut key = String::new();
        for (part, form) in header.key.iter().zip(&mut self.forms) {
            let normal = entry::normal(&self.says[*part]);
            if normal.is_empty() {
                return self.keyless.add(line);
            }
            form.add(&normal);
            entry::add(&mut key, &normal);
        }
        self.cells.clear();
        for (number, column) in header.shown.iter().enumerate() {
            if number > 0 {
                self.cells.push(BETWEEN);
            }
            self.cells.extend(self.says[*column].as_bytes());
        }
        if self.cells.len() > LONGEST_ROW || !self.rows.add(self.sealer.secret(&key), line, &self.cells) {
            self.long.add(line);
        }
        if self.source.schema.lookup.list {
            let shown = header.key.iter().chain(&header.shown).map(|column| self.says[*column].as_str());
            self.listing.add(&key, shown);
        }
    }

    /// The files, unless a row has a mistake.
    fn shards(&mut self, findings: &mut Vec<Finding>) -> (Vec<Shard>, Contents) {
        let before = findings.len();
        self.tell_rows(findings);
        if findings.len() > before {
            return Default::default();
        }
        if self.pile.rows == 0 {
            let next = (
                "Lưu lại bảng từ tệp gốc, dòng đầu là tên cột.",
                "Save the table again from the original; its first line names the columns.",
            );
            findings.push(self.wrong(("bảng không có dòng nào", "the table has no rows"), next));
            return Default::default();
        }
        let made = if self.has_cipher { shards(&self.pile) } else { Err(Unsharded::NoCipher) };
        made.unwrap_or_else(|unsharded| {
            findings.push(self.unsharded(unsharded));
            Default::default()
        })
    }
    /// What is wrong with rows, each sort in one finding.
    fn tell_rows(&self, findings: &mut Vec<Finding>) {
        let (file, schema) = (self.source.table.as_str(), self.source.schema);
        let new = |message| Finding::new(message, file);
        for column in &self.columns {
            findings.extend(column.findings(file, schema));
        }
        let doubled = self.doubled();
        let key: Vec<&str> = schema.primary_key.iter().map(|field| schema.fields[*field].name.as_str()).collect();
        let most = (count(LONGEST_ROW as u64, "vi"), count(LONGEST_ROW as u64, "en"));
        let told = [
            (&self.ragged, new(&catalog::LOOKUP_RAGGED).with("columns", self.columns.len().to_string())),
            (&self.keyless, new(&catalog::LOOKUP_KEY_EMPTY).with("column", key.join(", "))),
            (&doubled, new(&catalog::LOOKUP_KEY_TWICE).with("column", key.join(", "))),
            (&self.long, new(&catalog::LOOKUP_ROW_LONG).with_words("most", most)),
        ];
        findings.extend(told.into_iter().filter(|(lines, _)| lines.count > 0).map(|(lines, told)| lines.finding(told)));
    }

    /// Lines of rows that have the key of an earlier line.
    fn doubled(&self) -> Lines {
        let heaps = (0..HEAPS).filter_map(|heap| self.pile.heap(heap));
        let mut twice: Vec<(u32, u32)> = heaps.flat_map(|heap| heap.twice().collect::<Vec<_>>()).collect();
        twice.sort_unstable();
        let mut doubled = Lines::default();
        twice.iter().for_each(|(line, first)| doubled.add_with(*line as usize, || format!(" = {first}")));
        doubled
    }

    fn unsharded(&self, why: Unsharded) -> Finding {
        let split = (
            "Tách bảng theo năm hoặc theo địa bàn, mỗi bảng một trang.",
            "Split it by year or by place, one page for each.",
        );
        let (what, next) = match why {
            Unsharded::TooMany => (("bảng quá dài cho một trang tra cứu", "the table is too long for one page"), split),
            Unsharded::NoCipher => (
                ("máy này không mã hóa được AES-128-GCM", "this machine cannot encrypt with AES-128-GCM"),
                (
                    "Dựng cổng trên máy khác, hoặc bằng bản cong phát hành cho máy này.",
                    "Build on another machine, or with the cong that is handed out for this one.",
                ),
            ),
            Unsharded::Lost => (
                ("không đọc lại được tệp tạm trên máy này", "a temporary file on this machine cannot be read again"),
                (
                    "Kiểm tra ổ đĩa của thư mục tạm rồi dựng lại.",
                    "Look at the disk of the temporary folder and build again.",
                ),
            ),
        };
        self.wrong(what, next)
    }

    /// The rows that pages show, where that is asked for.
    fn listed(&mut self, findings: &mut Vec<Finding>) -> Listed {
        let listing = std::mem::take(&mut self.listing);
        if listing.too_many {
            let most = MOST_ROWS as u64;
            let what = (
                format!("bảng có hơn {} dòng", count(most, "vi")),
                format!("the table has more than {} rows", count(most, "en")),
            );
            let next = (
                "Xóa list: true, hoặc tách bảng theo năm hay địa bàn, mỗi bảng một trang.".to_owned(),
                "Delete list: true, or split the table by year or by place, one page for each.".to_owned(),
            );
            let finding = Finding::new(&catalog::LOOKUP_LIST, self.source.table.as_str()).at(Span::new(1, 1, 1));
            findings.push(finding.with_words("what", what).with_words("next", next).fatal());
        }
        listing.ranges(self.forms.first().is_some_and(|form| form.digits))
    }

    fn wrong(&self, (vi, en): (&str, &str), (next_vi, next_en): (&str, &str)) -> Finding {
        let finding = Finding::new(&catalog::LOOKUP_UNUSABLE, self.source.table.as_str()).at(Span::new(1, 1, 1));
        let finding = finding.with_words("what", (vi.to_owned(), en.to_owned()));
        finding.with_words("next", (next_vi.to_owned(), next_en.to_owned())).fatal()
    }
}

fn both((vi, en): &(String, String)) -> (&str, &str) {
    (vi, en)
}
