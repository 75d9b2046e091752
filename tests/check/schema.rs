//! Holds a report against the schema of SARIF 2.1.0, `sarif-2.1.0.json`, by the keywords of JSON Schema that it uses.
//!
//! The schema is that of the OASIS Standard (© OASIS Open, https://www.oasis-open.org/policies-guidelines/ipr), unchanged.

use std::sync::LazyLock;

use serde_json::Value;

static SCHEMA: LazyLock<Value> = LazyLock::new(|| serde_json::from_str(include_str!("sarif-2.1.0.json")).unwrap());

/// Where a report is not what the schema says.
pub fn mistakes(report: &Value) -> Vec<String> {
    let mut found = Vec::new();
    hold(report, &SCHEMA, "", &mut found);
    found
}

fn hold(value: &Value, schema: &Value, way: &str, found: &mut Vec<String>) {
    if let Some(name) = schema["$ref"].as_str() {
        return hold(value, SCHEMA.pointer(name.trim_start_matches('#')).unwrap(), way, found);
    }
    let mut wrong = |what: String| found.push(format!("{way}: {what}"));
    if !is_of_type(value, &schema["type"]) {
        return wrong(format!("is no {}", schema["type"]));
    }
    if schema["enum"].as_array().is_some_and(|all| !all.contains(value)) {
        wrong(format!("{value} is none of {}", schema["enum"]));
    }
    if let (Some(number), Some(least)) = (value.as_f64(), schema["minimum"].as_f64())
        && number < least
    {
        wrong(format!("{number} is less than {least}"));
    }
    if let Some(any) = schema["anyOf"].as_array() {
        let fits = |schema: &Value| {
            let mut found = Vec::new();
            hold(value, schema, way, &mut found);
            let required = schema["required"].as_array().into_iter().flatten();
            found.is_empty() && required.filter_map(Value::as_str).all(|key| value.get(key).is_some())
        };
        if !any.iter().any(fits) {
            wrong("fits nothing that is allowed".to_owned());
        }
    }
    if let Some(items) = value.as_array() {
        if (items.len() as u64) < schema["minItems"].as_u64().unwrap_or(0) {
            wrong("has too few items".to_owned());
        }
        if schema["uniqueItems"] == true && items.iter().enumerate().any(|(at, item)| items[..at].contains(item)) {
            wrong("has an item twice".to_owned());
        }
        for (number, item) in items.iter().enumerate() {
            hold(item, &schema["items"], &format!("{way}/{number}"), found);
        }
    } else if let Some(object) = value.as_object() {
        for key in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            if !object.contains_key(key) {
                wrong(format!("lacks {key}"));
            }
        }
        for (key, value) in object {
            match (schema["properties"].get(key), &schema["additionalProperties"]) {
                (Some(known), _) => hold(value, known, &format!("{way}/{key}"), found),
                (None, Value::Bool(false)) => found.push(format!("{way}: has {key}")),
                (None, other) => hold(value, other, &format!("{way}/{key}"), found),
            }
        }
    }
}

fn is_of_type(value: &Value, named: &Value) -> bool {
    let is = |name: &str| match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        other => panic!("{other}"),
    };
    match named {
        Value::String(name) => is(name),
        Value::Array(names) => names.iter().filter_map(Value::as_str).any(is),
        _ => true,
    }
}
