//! Turns the tables that pages show into findings about numbers that can be read in two ways.

use crate::diag::{Finding, Span, catalog, did_you_mean};
use crate::load::document::{Target, Value};
use crate::load::figures::Writing;
use crate::load::kinds::FieldType;
use crate::load::schema::{self, Schema};
use crate::model::{PageView, Site};
use crate::path::SourcePath;
use crate::text::decimal::Mark;

/// Columns of figures that can be read in two ways, or not as the page declares: the first of each table of a page.
pub fn check(site: &Site, findings: &mut Vec<Finding>) {
    if site.datasets().len() == 0 {
        return;
    }
    for page in site.all_pages() {
        let (kind, document) = (page.kind(), &page.document);
        let declared = match page.get("decimal") {
            Some(Value::Choice(index)) => {
                let field = kind.index_of("decimal").map(|field| kind.field(field));
                field.and_then(|field| Mark::of(&field.options[usize::from(*index)].id))
            }
            _ => None,
        };
        let codes = page.texts("codes");
        for (index, value) in &document.values {
            if kind.field(*index).kind != FieldType::Data {
                continue;
            }
            for target in value.refs() {
                let Target::File(source) = &document.target(target).target else { continue };
                let Some(table) = site.table(source.as_str()).filter(|table| table.has_names()) else { continue };
                if let Some(schema) = table.schema() {
                    findings.extend(said_twice(page, declared, schema, source));
                    continue;
                }
                let writings = (1..table.columns().len()).zip(table.names().skip(1));
                let unclear = writings.into_iter().find_map(|(column, name)| {
                    unclear(&table.writing(column, declared, &codes), name, document.source.as_str())
                });
                let names: Vec<&str> = table.names().collect();
                let unknown = codes.iter().find(|code| !names.is_empty() && !names.contains(code));
                let all = unclear.into_iter().chain(unknown.map(|code| no_column(code, &names)));
                findings.extend(all.map(|finding| finding.about(source, &document.source)));
            }
        }
    }
}

/// A page and a schema that say two things of how numbers are written. A workbook's numbers are no writing.
fn said_twice(page: PageView, declared: Option<Mark>, schema: &Schema, table: &SourcePath) -> Option<Finding> {
    let mark = schema.fields.iter().find(|field| field.cells.is_amount())?.mark;
    let declared = declared.filter(|declared| *declared != mark && table.as_str().to_lowercase().ends_with(".csv"))?;
    let beside = schema::beside(table)?;
    let finding = Finding::new(&catalog::DECIMAL_TWICE, page.document.source.as_str());
    let finding = finding.at(page.document.place_of(page.kind(), "decimal")).with("page", declared.as_str());
    Some(finding.with("mark", mark.as_str()).with("schema", beside.file_name()).related(beside.as_str()))
}

/// What is to be said of a column.
struct Unclear {
    line: usize,
    column: String,
    what: (String, String),
    next: (String, String),
}

impl Unclear {
    fn about(self, table: &SourcePath, page: &SourcePath) -> Finding {
        let finding = Finding::new(&catalog::DATA_FIGURES, table.as_str()).at(Span::new(self.line, 1, 1));
        let finding = finding.with("column", self.column).with("line", self.line.to_string());
        finding.with_words("what", self.what).with_words("next", self.next).related(page.as_str())
    }
}

/// A name under `codes` that the table does not have: the column that is meant would be shown as amounts.
fn no_column(code: &str, names: &[&str]) -> Unclear {
    /// Finding the nearest of longer names would take long, and nobody reads them.
    const LONGEST: usize = 100;
    let names: Vec<&str> = names.iter().copied().filter(|name| name.len() <= LONGEST).collect();
    let code = short(code);
    let what = (
        "bảng không có cột mà trang kê ở codes".to_owned(),
        "the table has no such column; the page lists it under codes".to_owned(),
    );
    let next = did_you_mean(&code, &names);
    Unclear { line: 1, column: code, what, next }
}

/// As much of a name as a message shows.
fn short(name: &str) -> String {
    const LONGEST: usize = 60;
    let cut = name.char_indices().nth(LONGEST).map(|(at, _)| at);
    cut.map_or_else(|| name.to_owned(), |at| format!("{}…", &name[..at]))
}

fn unclear(writing: &Writing, column: &str, page: &str) -> Option<Unclear> {
    let column = short(column);
    let codes = |mend_vi: String, mend_en: String| {
        (
            format!(
                "Cột này hiện đúng như đã viết, chưa được canh và vẽ như số. {mend_vi} Nếu cột là mã số, thêm vào trang: codes: [\"{column}\"]"
            ),
            format!(
                "The column is shown as written, and not aligned or drawn as figures. {mend_en} If the column holds codes, add to the page: codes: [\"{column}\"]"
            ),
        )
    };
    let (place, what, next) = match writing {
        Writing::Unclear(place) => (
            place,
            (
                format!("không rõ “{}” là số nào, dấu thập phân là chấm hay phẩy", place.cell),
                format!("it is not clear which number “{}” is: the decimal mark may be point or comma", place.cell),
            ),
            codes(
                format!(
                    "Thêm vào {page} dòng decimal: \",\" nếu số viết như 1.234,5 hoặc decimal: \".\" nếu viết như 1,234.5."
                ),
                format!(
                    "Add to {page} the line decimal: \",\" if numbers are written 1.234,5 or decimal: \".\" if they are written 1,234.5."
                ),
            ),
        ),
        Writing::Mixed(comma, point) => (
            comma,
            (
                format!(
                    "hai kiểu dấu thập phân trong một cột: “{}” và, ở dòng {}, “{}”",
                    comma.cell, point.line, point.cell
                ),
                format!(
                    "two decimal marks in one column: “{}” and, on line {}, “{}”",
                    comma.cell, point.line, point.cell
                ),
            ),
            codes(
                format!("Sửa cả cột về một kiểu ở bảng gốc rồi thêm decimal vào {page}."),
                format!("Write the whole column in one way in the original, and add decimal to {page}."),
            ),
        ),
        Writing::Against(place, mark) => (
            place,
            (
                format!("“{}” không phải số viết theo decimal: \"{}\" của trang", place.cell, mark.as_str()),
                format!("“{}” is no number written with the page's decimal: \"{}\"", place.cell, mark.as_str()),
            ),
            codes(
                format!("Sửa ô này, hoặc sửa decimal trong {page}."),
                format!("Mend the cell, or decimal in {page}."),
            ),
        ),
        Writing::Text | Writing::Known(_) | Writing::Declared(_) => return None,
    };
    Some(Unclear { line: place.line, column, what, next })
}
