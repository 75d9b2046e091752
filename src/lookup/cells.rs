//! Turns the cells of a column into what a page shows of them: a number with a point, a day as ISO 8601 has it, a text as it stands.
//!
//! Marks, names of subjects and the like come again and again, so what was found of a cell is remembered for the next of the same
//! text. Faults are counted, and the first lines are kept: a table of a million rows can have a million of them.

use rustc_hash::FxHashMap;

use crate::diag::{Finding, Span, catalog};
use crate::load::schema::cells::{CellValue, Fault, Patterns, check};
use crate::load::schema::{Schema, SchemaField};
use crate::text::number::count;

/// How many texts of a column are remembered.
const REMEMBERED: usize = 4096;

/// What cells are held against.
pub struct Checks {
    schema: Schema,
    patterns: Patterns,
    /// By field: how many digits a cell has whose pattern says no more. A table has as many keys as rows, each of its own.
    digits: Vec<Option<usize>>,
}

impl Checks {
    pub fn of(schema: &Schema) -> Checks {
        let digits = |field: &SchemaField| digits(field.constraints.pattern.as_deref()?);
        let digits: Vec<Option<usize>> = schema.fields.iter().map(digits).collect();
        let mut schema = schema.clone();
        for (field, _) in schema.fields.iter_mut().zip(&digits).filter(|(_, digits)| digits.is_some()) {
            field.constraints.pattern = None;
        }
        Checks { patterns: Patterns::of(&schema), schema, digits }
    }
}

/// `[0-9]{8}` → 8
fn digits(pattern: &str) -> Option<usize> {
    pattern.strip_prefix("[0-9]{")?.strip_suffix('}')?.parse().ok()
}

/// A column of the file.
pub struct Column {
    /// Its number in the schema.
    pub field: usize,
    known: FxHashMap<Box<str>, Result<Box<str>, Wrong>>,
    wrong: [Lines; Wrong::ALL.len()],
}

/// What is wrong with a cell.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Wrong {
    Type,
    Missing,
    Small,
    Large,
    Choice,
    Pattern,
}

impl Wrong {
    const ALL: [Wrong; 6] = [Wrong::Type, Wrong::Missing, Wrong::Small, Wrong::Large, Wrong::Choice, Wrong::Pattern];

    fn of(fault: &Fault) -> Wrong {
        match fault {
            Fault::Type => Wrong::Type,
            Fault::Required => Wrong::Missing,
            Fault::Minimum(_) => Wrong::Small,
            Fault::Maximum(_) => Wrong::Large,
            Fault::Choice => Wrong::Choice,
            Fault::Pattern(_) => Wrong::Pattern,
        }
    }

    fn words(self, field: &SchemaField) -> (String, String) {
        let (vi, en) = match self {
            // Most often all marks of a column have the other decimal mark, so the message shows the one that is declared.
            Wrong::Type => {
                let (vi, en) = field.wanted();
                return (format!("không phải {vi}"), format!("that are no value of this type: {en}"));
            }
            Wrong::Missing => ("trống mà bắt buộc phải có", "empty where a value is required"),
            Wrong::Small => ("nhỏ hơn mức đã khai báo", "below the declared minimum"),
            Wrong::Large => ("lớn hơn mức đã khai báo", "above the declared maximum"),
            Wrong::Choice => ("không thuộc các giá trị đã khai báo", "none of the declared values"),
            Wrong::Pattern => ("không đúng mẫu đã khai báo", "not of the declared pattern"),
        };
        (vi.to_owned(), en.to_owned())
    }
}

impl Column {
    pub fn of(field: usize) -> Column {
        Column { field, known: FxHashMap::default(), wrong: Default::default() }
    }

    /// Puts what a cell says in the place of what `says` held; nothing where it is missing. `false`: something is wrong with it, which
    /// is noted.
    pub fn read(&mut self, table: &Checks, (cell, line): (&str, usize), says: &mut String) -> bool {
        says.clear();
        let made;
        let found = match self.known.get(cell) {
            Some(known) => known,
            None => {
                made = value(table, self.field, cell);
                // A column in which every cell is another is not kept.
                if self.known.len() < REMEMBERED {
                    self.known.insert(Box::from(cell), made.clone());
                }
                &made
            }
        };
        match found {
            Ok(text) => says.push_str(text),
            Err(wrong) => self.wrong[*wrong as usize].add(line),
        }
        found.is_ok()
    }

    /// One for each sort of fault.
    pub fn findings<'a>(&'a self, file: &'a str, schema: &'a Schema) -> impl Iterator<Item = Finding> + 'a {
        let field = &schema.fields[self.field];
        let told = Wrong::ALL.into_iter().zip(&self.wrong).filter(|(_, lines)| lines.count > 0);
        told.map(move |(wrong, lines)| {
            let finding = lines.finding(Finding::new(&catalog::LOOKUP_CELLS, file).with("column", &*field.name));
            finding.with_words("what", wrong.words(field))
        })
    }
}

fn value(Checks { schema, patterns, digits }: &Checks, field: usize, cell: &str) -> Result<Box<str>, Wrong> {
    let is_other = |count: usize| cell.len() != count || !cell.bytes().all(|byte| byte.is_ascii_digit());
    match check(schema, patterns, field, cell) {
        Ok(CellValue::Missing) => Ok(Box::from("")),
        Ok(_) if digits[field].is_some_and(is_other) => Err(Wrong::Pattern),
        Ok(CellValue::Text(text)) => Ok(Box::from(text)),
        Ok(CellValue::Number(number)) => Ok(Box::from(number.as_str())),
        Ok(CellValue::Day(day)) => Ok(Box::from(day.to_string())),
        Ok(CellValue::Flag(flag)) => Ok(Box::from(if flag { "1" } else { "0" })),
        Err(fault) => Err(Wrong::of(&fault)),
    }
}

/// Lines with the same fault: how many there are, and the first of them.
#[derive(Default)]
pub struct Lines {
    pub count: u64,
    first: Vec<(u32, String)>,
}

impl Lines {
    pub fn add(&mut self, line: usize) {
        self.add_with(line, String::new);
    }

    /// `more`: what is said behind the number of the line.
    pub fn add_with(&mut self, line: usize, more: impl FnOnce() -> String) {
        const SHOWN: usize = 3;
        self.count += 1;
        if self.first.len() < SHOWN {
            self.first.push((u32::try_from(line).unwrap_or(u32::MAX), more()));
        }
    }

    /// Says them in a finding, which stands at the first: `count`, and `lines` as `3, 17, 20, …`.
    pub fn finding(&self, finding: Finding) -> Finding {
        let mut lines: Vec<String> = self.first.iter().map(|(line, more)| format!("{line}{more}")).collect();
        if self.count > self.first.len() as u64 {
            lines.push("…".to_owned());
        }
        let at = self.first.first().map_or(1, |(line, _)| *line as usize);
        let finding = finding.at(Span::new(at, 1, 1)).with("lines", lines.join(", ")).fatal();
        finding.with_words("count", (count(self.count, "vi"), count(self.count, "en")))
    }
}
