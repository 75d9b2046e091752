//! Turns fractions in a TOML table back into what was written wherever a binary float would not give it back.

use toml::de::{DeTable, DeValue};

use crate::text::decimal::Decimal;

/// `table`: what was read under the key `name` of `text`. A fraction that loses a digit becomes text.
pub fn keep_digits(text: &str, name: &str, table: &mut toml::Table) {
    let Ok(parsed) = DeTable::parse(text) else { return };
    if let Some(DeValue::Table(written)) = parsed.get_ref().get(name).map(|value| value.get_ref()) {
        in_table(written, table);
    }
}

fn in_table(written: &DeTable, table: &mut toml::Table) {
    for (key, value) in table.iter_mut() {
        if let Some(written) = written.get(key.as_str()) {
            in_value(written.get_ref(), value);
        }
    }
}

fn in_value(written: &DeValue, value: &mut toml::Value) {
    match (written, value) {
        (DeValue::Float(float), value @ toml::Value::Float(_)) => {
            let text = float.as_str();
            let same = value.as_float().is_some_and(|read| read.to_string() == text);
            if Decimal::parse(text).is_some() && !same {
                *value = toml::Value::String(text.to_owned());
            }
        }
        (DeValue::Table(written), toml::Value::Table(table)) => in_table(written, table),
        (DeValue::Array(written), toml::Value::Array(values)) => {
            for (written, value) in written.iter().zip(values) {
                in_value(written.get_ref(), value);
            }
        }
        _ => {}
    }
}
