//! Turns findings about files that were made from rows into findings about these rows: file, sheet, row and column.

use std::sync::Arc;

use super::raw::place_words;
use super::{Rows, Table};
use crate::diag::{Cell, Finding, Span, catalog};
use crate::files::Files;
use crate::load::schema::words::{Words, both};

/// What something was made from.
#[derive(Clone)]
pub struct Origin {
    /// Its number.
    pub(super) table: usize,
    /// Counted from 0. A table has one for each of its lines but the first.
    pub(super) rows: Arc<[usize]>,
}

impl Rows {
    /// Says of rows what is said of what was made from them; whether there are any.
    pub fn tell(&self, findings: &mut [Finding], files: &dyn Files) -> bool {
        if self.tables.is_empty() && self.gone.is_empty() {
            return false;
        }
        let mut text: (Arc<str>, String) = (Arc::from(""), String::new());
        for finding in findings {
            self.source_of_rows(finding);
            for file in &mut finding.related {
                if let Some(origin) = self.origins.get(&**file) {
                    *file = Arc::from(self.tables[origin.table].table.as_str());
                }
            }
            for argument in finding.arguments.iter_mut().filter(|argument| is_page(&argument.vi)) {
                if let Some(origin) = self.origins.get(&argument.vi) {
                    let (vi, en) = self.words_of(origin);
                    (argument.vi, argument.en) = (vi, Some(en));
                }
            }
            let Some(origin) = self.origins.get(&*finding.file) else { continue };
            if text.0 != finding.file {
                let bytes = files.read(&finding.file).unwrap_or_default();
                text = (finding.file.clone(), String::from_utf8_lossy(&bytes).into_owned());
            }
            self.of_row(finding, origin, &text.1);
        }
        true
    }

    /// A page names a table that is there and published by nobody: what is said of a missing file is not what helps.
    fn source_of_rows(&self, finding: &mut Finding) {
        if finding.message != &catalog::LINK_FILE {
            return;
        }
        let named = finding.arguments.iter().find(|argument| argument.name == "target").map(|target| target.vi.clone());
        let is_it = |path: &str| {
            named.as_deref().is_some_and(|named| path == named || path.strip_prefix("content/") == Some(named))
        };
        let Some(gone) = self.gone.iter().find(|path| is_it(path)) else { return };
        let is_source = self.tables.iter().any(|table| table.is_source && table.table.as_str() == gone);
        let next = match is_source {
            true => both(
                "Mỗi dòng của bảng này là một trang (pages trong lược đồ), có dòng chưa công khai: dẫn tới các trang ấy, hoặc dùng một bảng khác để tải về.",
                "Each row of this table is a page (pages in its schema), of which some may not be public: link to these pages, or offer another table.",
            ),
            false => both(
                "Lược đồ của bảng này che bớt cột (mask), nên chỉ bản đã che được đăng: ghi table: với đuôi .csv. Nếu đã ghi vậy thì sửa các lỗi khác của bảng.",
                "The schema of this table masks columns (mask), so only the masked copy is published: write table: with the ending .csv. Where you have done so, mend what else is told of the table.",
            ),
        };
        let mut told = Finding::new(&catalog::ROWS_SOURCE, &finding.file).with("target", gone).with_words("next", next);
        (told.span, told.fatal) = (finding.span, finding.fatal);
        *finding = told;
    }

    fn of_row(&self, finding: &mut Finding, origin: &Origin, text: &str) {
        let table = &self.tables[origin.table];
        let line = finding.span.map_or(1, |span| span.line) as usize;
        let (row, fields) = match is_page(&finding.file) {
            true => (origin.rows.first(), table.fields_at(finding, text, line)),
            false => (finding.span.and_then(|_| origin.rows.get(line.checked_sub(2)?)), Vec::new()),
        };
        let number = row.and_then(|row| table.lines.get(*row)).copied();
        let place = number.map(|number| table.place(number as usize, &fields));
        let page = std::mem::replace(&mut finding.file, Arc::from(table.table.as_str()));
        (finding.excerpt, finding.excerpt_shift) = (None, 0);
        finding.span = number.filter(|_| table.sheet.is_none()).map(|number| Span::new(number as usize, 1, 1));
        // A finding about a table says its line itself, which is that of a file that nobody has.
        for argument in &mut finding.arguments {
            let own = argument.name == "line" || argument.name == "place";
            if let Some(number) = number.filter(|_| own && !is_page(&page)) {
                let words = both(format!("dòng {number}"), format!("line {number}"));
                (argument.vi, argument.en) =
                    if argument.name == "line" { (number.to_string(), None) } else { (words.0, Some(words.1)) };
            }
        }
        finding.cell = Some(Box::new(Cell { page: page.clone(), place: place.filter(|_| is_page(&page)) }));
        if !finding.related.iter().any(|file| **file == *table.schema.as_str()) {
            finding.related.push(Arc::from(table.schema.as_str()));
        }
    }

    /// What a message calls the other one of two.
    pub(super) fn words_of(&self, origin: &Origin) -> Words {
        let table = &self.tables[origin.table];
        let line = origin.rows.first().and_then(|row| table.lines.get(*row)).copied().unwrap_or_default();
        let (vi, en) = place_words(table.sheet.as_ref(), (line as usize, None));
        (format!("{vi} của {}", table.table), format!("{en} of {}", table.table))
    }
}

fn is_page(file: &str) -> bool {
    file.ends_with(".md")
}

impl Table {
    /// The fields that a line of a page is made of.
    fn fields_at(&self, finding: &Finding, text: &str, line: usize) -> Vec<usize> {
        let named = || finding.arguments.iter().find(|argument| argument.name == "key").map(|key| key.vi.clone());
        let lines: Vec<&str> = text.lines().take(line).collect();
        let is_body = lines.iter().skip(1).take(line.saturating_sub(2)).any(|line| *line == "---");
        let key = |line: &&str| Some(line.split_once(':')?.0.to_owned()).filter(|key| !key.starts_with(' '));
        let key = match is_body {
            true => Some("body".to_owned()),
            false => lines.iter().rev().find_map(key).or_else(named),
        };
        let own = key.and_then(|key| self.keys.iter().find(|(known, _)| *known == key));
        own.map_or_else(Vec::new, |(_, fields)| fields.clone())
    }

    /// `dòng 12, cột “Ngày”`
    fn place(&self, line: usize, fields: &[usize]) -> Words {
        let column = fields.first().and_then(|field| self.columns.get(*field)).copied();
        let (vi, en) = place_words(self.sheet.as_ref(), (line, column));
        let names: Vec<String> =
            fields.iter().filter_map(|field| self.names.get(*field)).map(|name| format!("“{name}”")).collect();
        match names[..] {
            [] => (vi, en),
            _ => (format!("{vi}, cột {}", names.join(", ")), format!("{en}, column {}", names.join(", "))),
        }
    }
}
