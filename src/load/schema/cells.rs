//! Turns the text of a cell into what it says by its field, or into what is wrong with it.
//!
//! A number is what the declared marks make of it and nothing else; a day is written `31/12/2024` or `2024-12-31`.

use std::cmp::Ordering;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{CellType, Schema, SchemaField};
use crate::text::decimal::{Decimal, Mark};

/// What a cell says.
#[derive(Clone, PartialEq, Debug)]
pub enum CellValue<'c> {
    Missing,
    Text(&'c str),
    Number(Decimal),
    Day(Date),
    Flag(bool),
}

impl CellValue<'_> {
    /// As programs write it.
    pub fn text(&self) -> String {
        match self {
            CellValue::Missing => String::new(),
            CellValue::Text(text) => (*text).to_owned(),
            CellValue::Number(number) => number.as_str().to_owned(),
            CellValue::Day(day) => day.to_string(),
            CellValue::Flag(flag) => flag.to_string(),
        }
    }
}

/// The least or most that a cell may say.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Limit {
    Number(Decimal),
    /// ISO 8601.
    Day(String),
}

/// What is wrong with a cell.
#[derive(Clone, PartialEq, Debug)]
pub enum Fault<'s> {
    Type,
    Required,
    Minimum(&'s Limit),
    Maximum(&'s Limit),
    Choice,
    Pattern(&'s str),
}

/// Patterns of a schema, by field; made once for a table.
pub struct Patterns(Vec<Option<regex_lite::Regex>>);

impl Patterns {
    pub fn of(schema: &Schema) -> Patterns {
        let pattern = |field: &SchemaField| compile(field.constraints.pattern.as_deref()?);
        Patterns(schema.fields.iter().map(pattern).collect())
    }
}

/// The whole cell has to fit.
pub fn compile(pattern: &str) -> Option<regex_lite::Regex> {
    regex_lite::Regex::new(&format!("^(?:{pattern})$")).ok()
}

/// What a cell of the field says. `field`: its number.
pub fn check<'c, 's>(
    schema: &'s Schema,
    patterns: &Patterns,
    field: usize,
    cell: &'c str,
) -> Result<CellValue<'c>, Fault<'s>> {
    let SchemaField { constraints, .. } = &schema.fields[field];
    if schema.is_missing(cell) {
        return if constraints.required { Err(Fault::Required) } else { Ok(CellValue::Missing) };
    }
    let value = value(&schema.fields[field], cell).ok_or(Fault::Type)?;
    if let Some(least) = constraints.minimum.as_ref().filter(|least| compare(&value, least) == Some(Ordering::Less)) {
        return Err(Fault::Minimum(least));
    }
    if let Some(most) = constraints.maximum.as_ref().filter(|most| compare(&value, most) == Some(Ordering::Greater)) {
        return Err(Fault::Maximum(most));
    }
    if !constraints.choices.is_empty() && !constraints.choices.iter().any(|choice| choice == cell) {
        return Err(Fault::Choice);
    }
    match patterns.0.get(field) {
        Some(Some(pattern)) if !pattern.is_match(cell) => {
            Err(Fault::Pattern(constraints.pattern.as_deref().unwrap_or_default()))
        }
        _ => Ok(value),
    }
}

/// What a cell says that is not missing; `None` where it is nothing of the field's type.
pub fn value<'c>(field: &SchemaField, cell: &'c str) -> Option<CellValue<'c>> {
    match field.cells {
        CellType::String => Some(CellValue::Text(cell)),
        CellType::Integer | CellType::Number => {
            let number = number(field, cell)?;
            (field.cells == CellType::Number || number.places() == 0).then_some(CellValue::Number(number))
        }
        CellType::Year => year(cell).map(CellValue::Number),
        CellType::Date => day(cell).map(CellValue::Day),
        CellType::Boolean => flag(cell).map(CellValue::Flag),
    }
}

fn number(field: &SchemaField, cell: &str) -> Option<Decimal> {
    // A share may say so itself where its unit does.
    let is_share = || field.unit.all().any(|(_, unit)| unit.trim() == "%");
    let cell = cell.strip_suffix('%').filter(|_| is_share()).map_or(cell, str::trim_end);
    let group = if field.mark == Mark::Comma { '.' } else { ',' };
    if !field.groups && cell.contains(group) {
        return None;
    }
    Decimal::read(cell, field.mark)
}

fn year(cell: &str) -> Option<Decimal> {
    let is_year = cell.len() == 4 && cell.bytes().all(|byte| byte.is_ascii_digit()) && !cell.starts_with('0');
    Decimal::parse(cell).filter(|_| is_year)
}

/// `31/12/2024`, `1/2/2024` (day first) or `2024-12-31`.
pub fn day(cell: &str) -> Option<Date> {
    let (year, month, day) = match cell.split('/').collect::<Vec<_>>()[..] {
        [day, month, year] => (year, month, day),
        _ => match cell.split('-').collect::<Vec<_>>()[..] {
            [year, month, day] if month.len() == 2 && day.len() == 2 => (year, month, day),
            _ => return None,
        },
    };
    let digits = |text: &str, most: usize| {
        let are_digits = (1..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse::<i16>().ok().filter(|_| are_digits)
    };
    let (year, month, day) = (digits(year, 4).filter(|_| year.len() == 4)?, digits(month, 2)?, digits(day, 2)?);
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// The words that spreadsheets and people write.
pub fn flag(cell: &str) -> Option<bool> {
    const YES: [&str; 6] = ["true", "có", "x", "yes", "đúng", "1"];
    const NO: [&str; 5] = ["false", "không", "no", "sai", "0"];
    let cell = cell.to_lowercase();
    if YES.contains(&&*cell) { Some(true) } else { NO.contains(&&*cell).then_some(false) }
}

fn compare(value: &CellValue, limit: &Limit) -> Option<Ordering> {
    match (value, limit) {
        (CellValue::Number(value), Limit::Number(limit)) => Some(value.compare(limit)),
        (CellValue::Day(value), Limit::Day(limit)) => Some(value.to_string().as_str().cmp(limit)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Span;

    fn field(cells: CellType, mark: Mark, groups: bool) -> SchemaField {
        let (title, unit, constraints) = Default::default();
        let (name, mask, span) = ("a".into(), None, Span::default());
        SchemaField { name, title, cells, unit, constraints, mark, groups, mask, span }
    }

    fn schema(field: SchemaField) -> Schema {
        Schema { fields: vec![field], missing_values: vec![String::new(), "-".into()], ..Schema::default() }
    }

    #[test]
    fn a_number_is_what_the_declared_marks_make_of_it() {
        let number = |mark, groups, cell: &str| match value(&field(CellType::Number, mark, groups), cell) {
            Some(CellValue::Number(number)) => Some(number.as_str().to_owned()),
            _ => None,
        };
        assert_eq!(number(Mark::Comma, true, "1.234,5").as_deref(), Some("1234.5"));
        assert_eq!(number(Mark::Comma, true, "350.000").as_deref(), Some("350000"));
        assert_eq!(number(Mark::Point, false, "350.000").as_deref(), Some("350.000"));
        assert_eq!(number(Mark::Comma, false, "350.000"), None, "no sign for groups is declared");
        assert_eq!(number(Mark::Comma, true, "1.5"), None);
        assert_eq!(number(Mark::Comma, true, "12%"), None, "a share only where the unit is one");
    }

    #[test]
    fn other_types_take_what_people_and_spreadsheets_write() {
        let of = |cells, cell: &'static str| value(&field(cells, Mark::Point, false), cell);
        let day = Date::constant(2024, 2, 1);
        assert_eq!(of(CellType::Date, "1/2/2024"), Some(CellValue::Day(day)));
        assert_eq!(of(CellType::Date, "2024-02-01"), Some(CellValue::Day(day)));
        for cell in ["31/2/2024", "2024-2-1", "02/2024", "1/2/24", "45000", "1/2/3/4"] {
            assert_eq!(of(CellType::Date, cell), None, "{cell}");
        }
        assert_eq!(of(CellType::Boolean, "Có"), Some(CellValue::Flag(true)));
        assert_eq!(of(CellType::Boolean, "maybe"), None);
        assert!(of(CellType::Year, "2024").is_some() && of(CellType::Year, "24").is_none());
        assert!(of(CellType::Integer, "12").is_some() && of(CellType::Integer, "12.5").is_none());
    }

    #[test]
    fn constraints_are_held() {
        let mut marks = field(CellType::Number, Mark::Point, false);
        marks.constraints.minimum = Decimal::parse("0").map(Limit::Number);
        marks.constraints.maximum = Decimal::parse("10").map(Limit::Number);
        marks.constraints.required = true;
        let schema = schema(marks);
        let patterns = Patterns::of(&schema);
        let check = |cell| check(&schema, &patterns, 0, cell);
        assert!(check("9.75").is_ok() && check("10").is_ok() && check("0").is_ok());
        assert!(matches!(check("10.01"), Err(Fault::Maximum(_))));
        assert!(matches!(check("-1"), Err(Fault::Minimum(_))));
        assert_eq!(check("-"), Err(Fault::Required));
        assert_eq!(check("chín"), Err(Fault::Type));
    }

    #[test]
    fn a_pattern_is_held_against_the_whole_cell() {
        let mut number = field(CellType::String, Mark::Point, false);
        number.constraints.pattern = Some("[0-9]{8}".into());
        let schema = schema(number);
        let patterns = Patterns::of(&schema);
        assert!(check(&schema, &patterns, 0, "43000001").is_ok());
        assert_eq!(check(&schema, &patterns, 0, "430000012"), Err(Fault::Pattern("[0-9]{8}")));
        assert_eq!(check(&schema, &patterns, 0, ""), Ok(CellValue::Missing));
    }
}
