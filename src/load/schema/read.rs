//! Turns the YAML of a schema into what it says, with a finding for each mistake: its line, and what to write instead.
//!
//! The values of one key depend on nothing else; what names fields (`primaryKey`, `sums`) is read after them.

use serde_yaml::Value as Yaml;

use super::parts::{self, Entry, Reader};
use super::words::both;
use super::{Named, Schema, SchemaField};
use crate::diag::{Finding, catalog, did_you_mean};
use crate::path::SourcePath;
use crate::text::decimal::Mark;

const OUTERMOST: [&str; 14] = [
    "title",
    "sheet",
    "headerRows",
    "decimalChar",
    "groupChar",
    "missingValues",
    "primaryKey",
    "fields",
    "sums",
    "lookup",
    "chart",
    "charts",
    "pages",
    "split",
];

/// A table whose names of columns stand further down is none that a program should be left with.
const LAST_HEADER_ROW: i64 = 100;

/// Reads a schema; `None` where it has a mistake, which is then among the findings. `languages`: codes of the portal's.
pub fn read(file: &SourcePath, bytes: &[u8], languages: &[String], findings: &mut Vec<Finding>) -> Option<Schema> {
    let text = parts::text(file, bytes, findings)?;
    let front = parts::front(file, &text, findings)?;
    let whole = Yaml::Mapping(front.mapping.clone());
    let mut reader = Reader::new(file, &text, &front, &whole, languages);
    let schema = reader.schema();
    let is_right = reader.findings.is_empty();
    findings.append(&mut reader.findings);
    Some(schema).filter(|_| is_right)
}

/// How numbers are written, where a field does not say it itself.
#[derive(Clone, Copy)]
pub(super) struct Writing {
    pub mark: Mark,
    pub groups: bool,
}

impl<'a> Reader<'a> {
    fn schema(&mut self) -> Schema {
        let root = self.root();
        let entries = self.entries(root, &OUTERMOST);
        let find = |name: &str| entries.iter().find(|entry| entry.key == name).copied();
        let writing = self.writing(&entries, Writing { mark: Mark::Point, groups: false });
        let mut schema = Schema { header_row: 1, ..Schema::default() };
        if let Some(title) = find("title") {
            schema.title = self.localized(title);
        }
        schema.sheet = find("sheet").and_then(|sheet| self.named(sheet));
        if let Some(rows) = find("headerRows") {
            schema.header_row = self.header_row(rows);
        }
        schema.missing_values = find("missingValues").map_or_else(Vec::new, |missing| self.texts(missing));
        if !schema.missing_values.iter().any(String::is_empty) {
            schema.missing_values.insert(0, String::new());
        }
        match find("fields") {
            Some(fields) => self.fields(fields, writing, &mut schema.fields),
            None => self.wrong(
                root,
                both("thiếu khóa “fields”", "the key “fields” is missing"),
                both(
                    "Kê từng cột của bảng: fields:, dưới đó mỗi cột một dòng “  - name: Tên cột”.",
                    "List the columns of the table: fields:, and below it a line “  - name: Column” for each.",
                ),
            ),
        }
        if let Some(key) = find("primaryKey") {
            schema.primary_key = self.columns(key, &schema.fields);
        }
        if let Some(sums) = find("sums") {
            schema.sums = self.sums(sums, &schema.fields);
        }
        if let Some(rules) = find("lookup") {
            schema.lookup = self.lookup(rules, &schema.fields, &schema.primary_key);
        }
        schema.charts = self.charts((find("chart"), find("charts")), &schema.title, &schema.fields);
        self.made(find("pages"), find("split"), &mut schema);
        self.hold_masks(find("lookup").or(find("pages")).or(find("split")), &schema.fields);
        schema
    }

    /// Pages are made from rows or from groups of them. A sum is no row of a place, so a table that is split has none.
    fn made(&mut self, pages: Option<Entry<'a>>, split: Option<Entry<'a>>, schema: &mut Schema) {
        let Some(entry) = split.or(pages) else { return };
        schema.pages = self.pages(entry, &schema.fields, split.is_some());
        let with = match (split, pages) {
            (Some(split), Some(_)) => Some((split, "pages")),
            (Some(split), None) if !schema.sums.is_empty() => Some((split, "sums")),
            _ => None,
        };
        if let Some((entry, key)) = with {
            let what = both(
                format!("“split” và “{key}” không dùng cùng nhau"),
                format!("“split” and “{key}” do not go together"),
            );
            self.wrong(entry, what, both("Xóa một trong hai khóa.", "Delete one of the two keys."));
        }
    }

    /// What is made of rows in another way would have their cells whole.
    fn hold_masks(&mut self, other: Option<Entry<'a>>, fields: &[SchemaField]) {
        if let Some(entry) = other.filter(|_| fields.iter().any(|field| field.mask.is_some())) {
            let what = both(
                format!("“mask” và “{}” không dùng cùng nhau", entry.key),
                format!("“mask” and “{}” do not go together", entry.key),
            );
            let next = both(
                "Xóa một trong hai: bảng có cột che bớt chỉ hiện nguyên bảng trên một trang.",
                "Delete one of them: a table with masked columns is shown on one page, as it is masked.",
            );
            self.wrong(entry, what, next);
        }
    }

    /// What stands where the name of a column should and is none.
    pub(super) fn no_column(&mut self, entry: Entry, name: &str, fields: &[SchemaField]) {
        let known: Vec<&str> = fields.iter().map(|field| field.name.as_str()).collect();
        let finding = Finding::new(&catalog::SCHEMA_FIELD, self.file.as_str()).at(self.span_of(entry));
        let finding = finding.with("key", entry.key).with("column", name);
        self.push(finding.with_words("near", did_you_mean(name, &known)));
    }

    /// `decimalChar` and `groupChar`.
    pub(super) fn writing(&mut self, entries: &[Entry], outer: Writing) -> Writing {
        let mark_of = |name: &str, reader: &mut Self| {
            let entry = entries.iter().find(|entry| entry.key == name).copied()?;
            let mark = entry.value.as_str().and_then(Mark::of);
            if mark.is_none() {
                let next = both(
                    format!("Viết {name}: \",\" hoặc {name}: \".\"."),
                    format!("Write {name}: \",\" or {name}: \".\"."),
                );
                reader.wrong_value(entry, next);
            }
            Some((entry, mark?))
        };
        let decimal = mark_of("decimalChar", self);
        let group = mark_of("groupChar", self);
        let mark = decimal.map_or(outer.mark, |(_, mark)| mark);
        if let Some((entry, _)) = group.filter(|(_, group)| *group == mark) {
            let what = both(
                format!("dấu thập phân và dấu nhóm nghìn đều là “{}”", mark.as_str()),
                format!("the decimal mark and the mark of groups are both “{}”", mark.as_str()),
            );
            let next = both(
                "Viết decimalChar: \",\" với groupChar: \".\", hoặc ngược lại.",
                "Write decimalChar: \",\" with groupChar: \".\", or the other way round.",
            );
            self.wrong(entry, what, next);
        }
        // A field with a mark of its own says of groups what it says.
        Writing { mark, groups: group.is_some() || (decimal.is_none() && outer.groups) }
    }

    fn header_row(&mut self, entry: Entry) -> u32 {
        let row = entry.value.as_i64().filter(|row| (1..=LAST_HEADER_ROW).contains(row));
        row.and_then(|row| u32::try_from(row).ok()).unwrap_or_else(|| {
            let next = both(
                "Viết số thứ tự của dòng có tên cột, đếm từ 1, ví dụ headerRows: 3.",
                "Write the number of the row that names the columns, counted from 1, such as headerRows: 3.",
            );
            self.wrong_value(entry, next);
            1
        })
    }

    /// Numbers of the fields that a text or a list names.
    pub(super) fn columns(&mut self, entry: Entry<'a>, fields: &[SchemaField]) -> Vec<usize> {
        let mut columns = Vec::new();
        for name in self.names(entry) {
            let known: Vec<&str> = fields.iter().map(|field| field.name.as_str()).collect();
            match known.iter().position(|field| *field == name.name) {
                Some(column) => columns.push(column),
                None => self.push(
                    Finding::new(&catalog::SCHEMA_FIELD, self.file.as_str())
                        .at(name.span)
                        .with("key", entry.key)
                        .with("column", &*name.name)
                        .with_words("near", did_you_mean(&name.name, &known)),
                ),
            }
        }
        columns
    }

    /// One text or a list of them, each with its place.
    pub(super) fn names(&mut self, entry: Entry<'a>) -> Vec<Named> {
        match entry.value {
            Yaml::Sequence(_) => {
                let items = self.items(entry);
                items.into_iter().filter_map(|item| self.named(item)).collect()
            }
            _ => self.named(entry).into_iter().collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::schema::CellType;
    use crate::load::schema::cells::Limit;
    use crate::text::decimal::Decimal;

    fn told(text: &str) -> (Option<Schema>, Vec<(String, u32, String)>) {
        let (mut findings, languages) = (Vec::new(), ["vi".to_owned(), "en".to_owned()]);
        let schema = read(&SourcePath::new("content/a.schema.yaml"), text.as_bytes(), &languages, &mut findings);
        let of = |finding: &Finding| {
            let line = finding.span.map_or(0, |span| span.line);
            (finding.message.code.to_owned(), line, format!("{} → {}", finding.text("en"), finding.hint("en")))
        };
        (schema, findings.iter().map(of).collect())
    }

    const WHOLE: &str = "title: { vi: Bảng giá đất, en: Land prices }
sheet: Bảng 1
headerRows: 2
decimalChar: \",\"
groupChar: \".\"
missingValues: [\"-\"]
primaryKey: [ma, 2023]
fields:
  - name: ma
    constraints: { required: true, pattern: '[0-9]{2}' }
  - name: 2023
    title: { vi: Giá, en: Price }
    type: number
    unit: nghìn đồng
    constraints: { minimum: 0.5, maximum: 100, unique: true }
  - name: ngay
    type: date
    constraints: { minimum: 2024-01-01 }
sums:
  - row: Tổng cộng
  - row: Cộng phần I
    of: [Một, Hai]
    columns: 2023
";

    #[test]
    fn every_key_is_read() {
        let (schema, told) = told(WHOLE);
        assert_eq!(told, []);
        let schema = schema.unwrap();
        assert_eq!((schema.title.get("en"), schema.header_row), ("Land prices", 2));
        assert_eq!(schema.sheet.unwrap().name, "Bảng 1");
        assert_eq!(schema.missing_values, ["", "-"], "an empty cell is always missing");
        assert_eq!(schema.primary_key, [0, 1]);
        let [code, price, day] = &schema.fields[..] else { panic!() };
        assert!(code.constraints.required && code.constraints.pattern.is_some());
        assert_eq!(
            (&*price.name, price.cells, price.mark, price.groups),
            ("2023", CellType::Number, Mark::Comma, true)
        );
        assert_eq!((price.heading("vi"), price.unit.get("vi"), price.span.line), ("Giá", "nghìn đồng", 11));
        assert_eq!(price.constraints.minimum, Decimal::parse("0.5").map(Limit::Number));
        assert_eq!(day.constraints.minimum, Some(Limit::Day("2024-01-01".into())));
        assert_eq!((&schema.sums[0].columns, &schema.sums[1].columns), (&vec![1], &vec![1]));
        assert_eq!(schema.sums[1].of.len(), 2);
    }

    #[test]
    fn a_schema_may_begin_with_the_sign_of_a_document() {
        assert!(told(&format!("---\n{WHOLE}")).0.is_some());
        let (_, told) = told("---\nfields:\n  - nam: a\n");
        assert_eq!((told[0].0.as_str(), told[0].1), ("D22", 3));
    }

    /// A mistake, and where and how it is told.
    const MISTAKES: [(&str, &str, u32, &str); 25] = [
        ("fields:\n  - name: a\n    typ: number\n", "D22", 3, "“type”"),
        ("feilds:\n  - name: a\n", "D22", 1, "“fields”"),
        ("title: { vi: A, fr: B }\nfields: [{ name: a }]\n", "D22", 1, "vi, en"),
        ("fields:\n  - name: a\n    constraints: { requird: true }\n", "D22", 3, "“required”"),
        ("fields:\n  - name: a\n    type: numbr\n", "D21", 3, "“number”"),
        ("fields:\n  - name: a\n    type: float64\n", "D21", 3, "string, integer, number"),
        ("title: A\n", "D21", 1, "“fields” is missing"),
        ("fields:\n", "D21", 1, "list"),
        ("fields: a\n", "D21", 1, "list"),
        ("fields:\n  - title: A\n", "D21", 2, "“name”"),
        ("fields:\n  - a\n", "D21", 2, "name:"),
        ("fields:\n  - name: a\n  - name: a\n", "D21", 3, "on line 2"),
        ("headerRows: 0\nfields: [{ name: a }]\n", "D21", 1, "headerRows: 3"),
        ("decimalChar: ;\nfields: [{ name: a }]\n", "D21", 1, "decimalChar: \",\""),
        ("decimalChar: \",\"\ngroupChar: \",\"\nfields: [{ name: a }]\n", "D21", 2, "both “,”"),
        ("fields:\n  - name: a\n    constraints: { minimum: 1 }\n", "D21", 3, "integer, number, year or date"),
        ("fields:\n  - name: a\n    type: number\n    constraints: { maximum: \"1,5\" }\n", "D21", 4, "9.75"),
        ("fields:\n  - name: a\n    constraints: { required: x }\n", "D21", 3, "required: true"),
        ("fields:\n  - name: a\n    constraints: { pattern: '[' }\n", "D21", 3, "'[0-9]{8}'"),
        ("primaryKey: sb\nfields: [{ name: sbd }]\n", "D23", 1, "“sbd”"),
        ("fields: [{ name: a }, { name: b, type: number }]\nsums:\n  - row: T\n    columns: c\n", "D23", 4, "a, b"),
        ("fields: [{ name: a }, { name: b }]\nsums:\n  - row: T\n", "D21", 3, "no column has numbers"),
        ("fields: [{ name: a }, { name: b }]\nsums:\n  - of: [T]\n", "D21", 3, "“row”"),
        ("fields:\n  - name: a\n\ttype: number\n", "D21", 3, "tab"),
        ("title: A\ntitle: B\nfields: [{ name: a }]\n", "D21", 2, "line 1"),
    ];

    #[test]
    fn each_mistake_is_told_with_its_line_and_what_to_write() {
        for (text, code, line, says) in MISTAKES {
            let (schema, told) = told(text);
            assert!(schema.is_none(), "{text}");
            let found = told.iter().find(|(known, at, _)| known == code && *at == line);
            assert!(found.is_some_and(|(.., words)| words.contains(says)), "{text}: {told:?}");
        }
    }

    #[test]
    fn what_is_no_yaml_or_no_text_is_told() {
        for text in ["", "[", "- a\n", "a: [\n", "fields: [{ name: *a }]\n"] {
            let (schema, told) = told(text);
            assert!(schema.is_none() && !told.is_empty(), "{text}");
        }
        let mut findings = Vec::new();
        assert!(read(&SourcePath::new("a.schema.yaml"), &[0xff, 0xfe, 0], &[], &mut findings).is_none());
        assert_eq!(findings[0].message.code, "S01");
    }
}
