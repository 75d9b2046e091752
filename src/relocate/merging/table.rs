//! Turns the table of a merger into rows: which agency, place, topic, field, section or host of the portal that is taken in became
//! what. A CSV (columns `what, old, new, from, note`, also in Vietnamese) or a TOML file (`[[agency]]` with `old`, `new`, `from`).
//!
//! Whether the portals have what it names is asked in `asked_of`; here a row is read by itself.

use std::collections::BTreeMap;

use jiff::civil::Date;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::diag::phrases::Words;
use crate::diag::{Finding, Span, catalog, did_you_mean};
use crate::load::data;
use crate::load::taxonomy::Taxonomy;
use crate::text::fold::fold;

/// What a row is about.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum What {
    Term(Taxonomy),
    /// A place or an administrative unit, by its name.
    Unit,
    /// A folder below `content/`.
    Section,
    Host,
}

/// How each is written, the first as the documents have it.
const KINDS: [(What, [&str; 3]); 6] = [
    (What::Term(Taxonomy::Agency), ["agency", "co-quan", "agencies"]),
    (What::Term(Taxonomy::Topic), ["topic", "chuyen-de", "topics"]),
    (What::Term(Taxonomy::Field), ["field", "linh-vuc", "fields"]),
    (What::Unit, ["unit", "dia-ban", "units"]),
    (What::Section, ["section", "chuyen-muc", "sections"]),
    (What::Host, ["host", "ten-mien", "hosts"]),
];

/// Columns, and how each may be called.
const COLUMNS: [(&str, &[&str]); 5] = [
    ("what", &["what", "loai"]),
    ("old", &["old", "cu"]),
    ("new", &["new", "moi"]),
    ("from", &["from", "tu-ngay"]),
    ("note", &["note", "ghi-chu"]),
];

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Row {
    pub what: What,
    pub old: String,
    /// What it became; none of what is no more, several of what was divided.
    pub new: Vec<String>,
    /// The first day on which that holds; none for what was only called otherwise.
    pub from: Option<Date>,
    pub line: u32,
}

#[derive(Clone, Default, Debug)]
pub struct Table {
    /// As it was typed, for findings.
    pub file: String,
    pub rows: Vec<Row>,
}

impl Table {
    /// `file`: its name, which says what it is.
    pub fn read(file: &str, bytes: &[u8]) -> Result<Table, Vec<Finding>> {
        let mut read = Reading { file, rows: Vec::new(), findings: Vec::new() };
        if file.to_lowercase().ends_with(".toml") {
            read.toml(bytes)
        } else {
            read.csv(bytes)
        }
        read.settle();
        if read.findings.is_empty() { Ok(Table { file: file.to_owned(), rows: read.rows }) } else { Err(read.findings) }
    }

    pub fn of(&self, what: What) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(move |row| row.what == what)
    }

    /// Units are named in texts, so marks and case make no difference.
    pub fn unit(&self, name: &str) -> Option<&Row> {
        let wanted = fold(name.trim());
        self.of(What::Unit).find(|row| fold(&row.old) == wanted)
    }
}

/// What is wrong with a row, and what to do.
pub fn fault(file: &str, line: u32, what: Words, next: Words) -> Finding {
    let finding = Finding::new(&catalog::MERGE_ROW, file).at(Span::new(line as usize, 1, 1));
    finding.with_words("what", what).with_words("next", next)
}

pub fn words(vi: &str, en: &str, values: &[&str]) -> Words {
    let fill = |text: &str| {
        let names = ["{a}", "{b}", "{c}"].into_iter().zip(values);
        names.fold(text.to_owned(), |text, (name, value)| text.replace(name, value))
    };
    (fill(vi), fill(en))
}

/// `Từ ngày` → `tu-ngay`
fn plain(text: &str) -> String {
    fold(text.trim()).replace([' ', '_'], "-")
}

struct Reading<'a> {
    file: &'a str,
    rows: Vec<Row>,
    findings: Vec<Finding>,
}

impl Reading<'_> {
    fn fault(&mut self, line: u32, what: Words, next: Words) {
        self.findings.push(fault(self.file, line, what, next));
    }

    fn csv(&mut self, bytes: &[u8]) {
        let mut records: Vec<(Vec<String>, u32)> = Vec::new();
        let line = |line: usize| u32::try_from(line).unwrap_or(u32::MAX);
        let read = data::records(self.file, bytes, 1, &mut self.findings, &mut |cells, at| {
            records.push((cells.iter().map(|cell| cell.trim().to_owned()).collect(), line(at)));
            true
        });
        if read.is_none() {
            return;
        }
        let mut records = records.into_iter();
        let Some((names, at)) = records.next() else { return };
        let Some(columns) = self.columns(&names, at) else { return };
        for (cells, line) in records {
            let cell = |name: &str| columns.get(name).and_then(|at| cells.get(*at)).map_or("", String::as_str);
            if cells.iter().all(String::is_empty) || cells[0].starts_with('#') {
                continue;
            }
            let new = cell("new").split(['|', ';']).map(str::trim).filter(|part| !part.is_empty());
            let new = new.map(str::to_owned).collect();
            self.row(cell("what"), (cell("old"), new), cell("from"), line);
        }
    }

    fn columns(&mut self, names: &[String], line: u32) -> Option<BTreeMap<&'static str, usize>> {
        let mut columns = BTreeMap::new();
        let known: Vec<&str> = COLUMNS.iter().flat_map(|(_, names)| names.iter().copied()).collect();
        for (at, name) in names.iter().enumerate().filter(|(_, name)| !name.is_empty()) {
            let found = COLUMNS.iter().find(|(_, names)| names.contains(&&*plain(name)));
            match found.map(|(column, _)| columns.insert(*column, at)) {
                Some(None) => {}
                Some(Some(_)) => self.fault(
                    line,
                    words("cột “{a}” có hai lần", "the column “{a}” is there twice", &[name]),
                    words("Xóa một cột.", "Delete one of them.", &[]),
                ),
                None => {
                    let near = did_you_mean(&plain(name), &known);
                    self.fault(line, words("không có cột “{a}”", "there is no column “{a}”", &[name]), near);
                }
            }
        }
        for needed in ["what", "old", "new"].into_iter().filter(|needed| !columns.contains_key(needed)) {
            self.fault(
                line,
                words("thiếu cột “{a}”", "the column “{a}” is missing", &[needed]),
                words(
                    "Dòng đầu của bảng là: what,old,new,from,note (hoặc loại,cũ,mới,từ ngày,ghi chú).",
                    "The first line of the table is: what,old,new,from,note.",
                    &[],
                ),
            );
        }
        self.findings.is_empty().then_some(columns)
    }

    fn toml(&mut self, bytes: &[u8]) {
        let text = String::from_utf8_lossy(bytes);
        let line = |at: usize| u32::try_from(1 + text[..at.min(text.len())].matches('\n').count()).unwrap_or(u32::MAX);
        let table = match DeTable::parse(&text) {
            Ok(table) => table,
            Err(error) => {
                let at = line(error.span().map_or(0, |range| range.start));
                let said = error.message().lines().next().unwrap_or_default();
                let what = words("không đọc được bảng: {a}", "the table cannot be read: {a}", &[said]);
                return self.fault(at, what, words("Sửa dòng này rồi chạy lại.", "Mend this line and run again.", &[]));
            }
        };
        for (key, value) in table.get_ref() {
            let rows: Vec<&Spanned<DeValue>> = match value.get_ref() {
                DeValue::Array(rows) => rows.iter().collect(),
                _ => vec![value],
            };
            for row in rows {
                let at = line(row.span().start.max(key.span().start));
                match row.get_ref() {
                    DeValue::Table(row) => self.toml_row(key.get_ref(), row, at),
                    _ => self.fault(
                        at,
                        words("“{a}” không phải một bảng", "“{a}” is no table", &[key.get_ref()]),
                        words(
                            "Viết [[{a}]], rồi old = \"…\" và new = \"…\" ở dưới.",
                            "Write [[{a}]], then old = \"…\" and new = \"…\" below.",
                            &[key.get_ref()],
                        ),
                    ),
                }
            }
        }
        self.rows.sort_by_key(|row| row.line);
    }

    fn toml_row(&mut self, what: &str, row: &DeTable, line: u32) {
        let mut values: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for (key, value) in row {
            let name = &**key.get_ref();
            let known: Vec<&str> = COLUMNS.iter().skip(1).map(|(name, _)| *name).collect();
            let Some(column) = known.iter().find(|known| **known == name) else {
                let near = did_you_mean(name, &known);
                self.fault(line, words("không có khóa “{a}”", "there is no key “{a}”", &[name]), near);
                continue;
            };
            let text = |value: &Spanned<DeValue>| match value.get_ref() {
                DeValue::String(text) => text.trim().to_owned(),
                DeValue::Datetime(date) => date.to_string(),
                _ => String::new(),
            };
            let texts = match value.get_ref() {
                DeValue::Array(items) => items.iter().map(text).collect(),
                _ => vec![text(value)],
            };
            values.insert(column, texts.into_iter().filter(|text| !text.is_empty()).collect());
        }
        let one = |name: &str| values.get(name).and_then(|all| all.first()).map_or("", String::as_str);
        self.row(what, (one("old"), values.get("new").cloned().unwrap_or_default()), one("from"), line);
    }

    fn row(&mut self, what: &str, (old, new): (&str, Vec<String>), from: &str, line: u32) {
        let found = KINDS.iter().find(|(_, names)| names.contains(&&*plain(what))).map(|(kind, _)| *kind);
        let Some(what) = found else {
            let known: Vec<&str> = KINDS.iter().map(|(_, names)| names[0]).collect();
            let near = did_you_mean(&plain(what), &known);
            return self.fault(line, words("không có loại “{a}”", "there is no sort “{a}”", &[what]), near);
        };
        if old.is_empty() {
            return self.fault(
                line,
                words("thiếu tên cũ", "the old name is missing", &[]),
                words(
                    "Ghi vào cột old cái có ở cổng được nhập vào.",
                    "Write into the column old what the portal that is taken in has.",
                    &[],
                ),
            );
        }
        if new.is_empty() && matches!(what, What::Section | What::Host) {
            return self.fault(
                line,
                words("“{a}” thành gì thì chưa ghi", "what “{a}” became is not written", &[old]),
                words("Ghi vào cột new, hoặc xóa dòng này.", "Write it into the column new, or delete the line.", &[]),
            );
        }
        let date = match from.parse::<Date>() {
            Ok(date) => Some(date),
            Err(_) if from.is_empty() => None,
            Err(_) => {
                return self.fault(
                    line,
                    words("“{a}” không phải một ngày", "“{a}” is no date", &[from]),
                    words("Viết năm-tháng-ngày, ví dụ 2025-07-01.", "Write year-month-day, such as 2025-07-01.", &[]),
                );
            }
        };
        self.rows.push(Row { what, old: old.to_owned(), new, from: date, line });
    }

    /// Of a unit that was divided there may be a row for each part; of anything else there is one row.
    fn settle(&mut self) {
        let mut settled: Vec<Row> = Vec::new();
        for row in std::mem::take(&mut self.rows) {
            let key = |row: &Row| (row.what, if row.what == What::Unit { fold(&row.old) } else { row.old.clone() });
            match settled.iter_mut().find(|first| key(first) == key(&row)) {
                None => settled.push(row),
                Some(first) if row.what == What::Unit => {
                    let known = first.new.clone();
                    first.new.extend(row.new.into_iter().filter(|new| !known.contains(new)));
                }
                Some(first) => {
                    let (old, line) = (row.old.clone(), first.line.to_string());
                    self.fault(
                        row.line,
                        words("“{a}” đã có ở dòng {b}", "“{a}” is in line {b} already", &[&old, &line]),
                        words("Giữ một dòng, xóa dòng kia.", "Keep one of the two lines.", &[]),
                    );
                }
            }
        }
        self.rows = settled;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(file: &str, text: &str) -> Vec<(u32, String)> {
        let found = Table::read(file, text.as_bytes()).err().unwrap_or_default();
        let line = |finding: &Finding| finding.span.map_or(0, |span| span.line);
        found.iter().map(|finding| (line(finding), finding.text("en"))).collect()
    }

    #[test]
    fn a_table_is_read_the_same_from_a_sheet_and_from_toml() {
        let sheet = "Loại;Cũ;Mới;Từ ngày;Ghi chú\nCơ quan;so-tttt;so-khcn;2025-03-01;sáp nhập\nĐịa bàn;Huyện Đồng Phú;Xã A|Xã B;2025-07-01;\n";
        let toml = "[[agency]]\nold = \"so-tttt\"\nnew = \"so-khcn\"\nfrom = 2025-03-01\n[[unit]]\nold = \"Huyện Đồng Phú\"\nnew = [\"Xã A\", \"Xã B\"]\nfrom = \"2025-07-01\"\n";
        let plain = |file: &str, text: &str| {
            let rows = Table::read(file, text.as_bytes()).unwrap().rows;
            rows.into_iter().map(|row| (row.what, row.old, row.new, row.from)).collect::<Vec<_>>()
        };
        assert_eq!(plain("a.csv", sheet), plain("a.toml", toml));
        assert_eq!(Table::read("a.csv", sheet.as_bytes()).unwrap().unit("huyện đồng phú").unwrap().new.len(), 2);
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line() {
        for (text, line, said) in [
            ("what,old,new,when\n", 1, "no column “when”"),
            ("what,old\n", 1, "“new” is missing"),
            ("what,old,new,old\n", 1, "there twice"),
            ("what,old,new\nagencie,a,b\n", 2, "no sort “agencie”"),
            ("what,old,new\nagency,,b\n", 2, "old name is missing"),
            ("what,old,new\nsection,a,\n", 2, "is not written"),
            ("what,old,new,from\nagency,a,b,1/7/2025\n", 2, "no date"),
            ("what,old,new\nagency,a,b\nagency,a,c\n", 3, "in line 2 already"),
        ] {
            let found = told("a.csv", text);
            assert!(found.iter().any(|(at, told)| *at == line && told.contains(said)), "{text}: {found:?}");
        }
        assert_eq!(told("a.toml", "[[agency]]\nold = \"a\"\nnow = \"b\"\n")[0].0, 1);
        assert_eq!(told("a.toml", "[[agency]\n")[0].0, 1);
    }
}
