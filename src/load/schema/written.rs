//! Turns a schema into its text again, for a table that was made from another: YAML, of which JSON is a part.

use serde_json::{Map, Value, json};

use super::cells::Limit;
use super::{CellType, Schema, SchemaField};
use crate::load::localized::Localized;
use crate::text::decimal::Mark;

impl Schema {
    /// The same schema of a table whose first line names its columns, which it shows as CSV.
    pub fn text(&self) -> String {
        let names = |fields: &[usize]| -> Vec<&str> { fields.iter().map(|field| &*self.fields[*field].name).collect() };
        let mut keys = Map::new();
        if self.title.all().next().is_some() {
            keys.insert("title".into(), localized(&self.title));
        }
        keys.insert("missingValues".into(), json!(self.missing_values));
        keys.insert("fields".into(), self.fields.iter().map(field).collect());
        if !self.primary_key.is_empty() {
            keys.insert("primaryKey".into(), json!(names(&self.primary_key)));
        }
        if !self.sums.is_empty() {
            let sums = self.sums.iter().map(|sum| {
                let of: Vec<&str> = sum.of.iter().map(|row| &*row.name).collect();
                let mut own = Map::from_iter([("row".to_owned(), json!(sum.row.name))]);
                own.insert("columns".into(), json!(names(&sum.columns)));
                if let Some(by) = sum.by {
                    own.insert("by".into(), json!(self.fields[by].name));
                }
                if !of.is_empty() {
                    own.insert("of".into(), json!(of));
                }
                Value::Object(own)
            });
            keys.insert("sums".into(), sums.collect());
        }
        format!("{}\n", Value::Object(keys))
    }
}

fn localized(text: &Localized) -> Value {
    if text.is_one() {
        return json!(text.get(""));
    }
    Value::Object(text.all().map(|(code, text)| (code.to_owned(), json!(text))).collect())
}

fn field(field: &SchemaField) -> Value {
    let SchemaField { name, title, cells, unit, constraints, mark, groups, .. } = field;
    let mut keys = Map::from_iter([("name".to_owned(), json!(name)), ("type".to_owned(), json!(cells.name()))]);
    for (key, text) in [("title", title), ("unit", unit)] {
        if text.all().next().is_some() {
            keys.insert(key.into(), localized(text));
        }
    }
    if cells.is_amount() {
        keys.insert("decimalChar".into(), json!(mark.as_str()));
        if *groups {
            keys.insert("groupChar".into(), json!(if *mark == Mark::Comma { "." } else { "," }));
        }
    }
    let mut own = Map::new();
    for (key, flag) in [("required", constraints.required), ("unique", constraints.unique)] {
        if flag {
            own.insert(key.into(), json!(true));
        }
    }
    for (key, limit) in [("minimum", &constraints.minimum), ("maximum", &constraints.maximum)] {
        match limit {
            Some(Limit::Number(number)) => drop(own.insert(key.into(), json!(number.as_str()))),
            Some(Limit::Day(day)) => drop(own.insert(key.into(), json!(day))),
            None => {}
        }
    }
    if let Some(pattern) = &constraints.pattern {
        own.insert("pattern".into(), json!(pattern));
    }
    if !constraints.choices.is_empty() {
        own.insert("enum".into(), json!(constraints.choices));
    }
    if !own.is_empty() && *cells != CellType::Boolean || own.contains_key("required") {
        keys.insert("constraints".into(), Value::Object(own));
    }
    Value::Object(keys)
}

#[cfg(test)]
mod tests {
    use crate::load::schema::{self, Schema};
    use crate::path::SourcePath;
    use crate::text::decimal::Mark;

    fn read(text: &str) -> Schema {
        let (mut findings, languages) = (Vec::new(), ["vi".to_owned(), "en".to_owned()]);
        let schema = schema::read(&SourcePath::new("a.schema.yaml"), text.as_bytes(), &languages, &mut findings);
        assert_eq!(findings.iter().map(|finding| finding.text("en")).collect::<Vec<_>>(), [""; 0]);
        schema.unwrap()
    }

    #[test]
    fn a_schema_that_was_written_says_the_same() {
        let text = "title: { vi: Giá, en: Prices }\nmissingValues: [\"-\"]\nprimaryKey: [ma]\ndecimalChar: \",\"\ngroupChar: \".\"\nfields:\n  - name: ma\n    constraints: { required: true, pattern: '[0-9]{2}', enum: [a, b] }\n  - name: 'giá: \"1\"'\n    title: { vi: Giá, en: Price }\n    type: number\n    unit: nghìn đồng\n    constraints: { minimum: 0.5, unique: true }\n  - name: ngay\n    type: date\n    constraints: { maximum: 2024-01-01 }\n  - name: co\n    type: boolean\nsums:\n  - row: Tổng\n    of: [Một]\n    by: ma\n    columns: 'giá: \"1\"'\n";
        let (mut first, mut again) = (read(text), read(&read(text).text()));
        for schema in [&mut first, &mut again] {
            for field in &mut schema.fields {
                field.span = Default::default();
                // Of what holds no amounts the marks say nothing.
                if !field.cells.is_amount() {
                    (field.mark, field.groups) = (Mark::Point, false);
                }
            }
            for sum in &mut schema.sums {
                sum.row.span = Default::default();
                sum.of.iter_mut().for_each(|row| row.span = Default::default());
            }
        }
        assert_eq!(first, again);
    }
}
