//! Template filters: turn dates, numbers, sizes and phone numbers into what a reader of the page's language expects.

use jiff::tz::TimeZone;
use percent_encoding::utf8_percent_encode;
use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

use super::queries::scope_language;
use crate::path::UNRESERVED;
use crate::text::decimal::Decimal;
use crate::text::{number, telephone};
use crate::time::{self, Moment};

pub fn register(tera: &mut Tera) {
    tera.register_filter("date", |text: &str, _: Kwargs, _: &State| -> TeraResult<String> {
        Ok(time::short_date(moment(text)?.civil.date(), scope_language()))
    });
    tera.register_filter("long_date", |text: &str, _: Kwargs, _: &State| -> TeraResult<String> {
        Ok(time::long_date(moment(text)?.civil.date(), scope_language()))
    });
    tera.register_filter("datetime", |text: &str, _: Kwargs, _: &State| -> TeraResult<String> {
        Ok(time::date_time(&moment(text)?, scope_language()))
    });
    tera.register_filter("month", month);
    tera.register_filter("number", format_number);
    tera.register_filter("filesize", |bytes: u64, _: Kwargs, _: &State| -> String {
        number::file_size(bytes, scope_language())
    });
    // A text as a value in an address.
    tera.register_filter("urlencode", |text: &str, _: Kwargs, _: &State| -> String {
        utf8_percent_encode(text, UNRESERVED).to_string()
    });
    tera.register_filter("tel", |text: &str, _: Kwargs, _: &State| -> String {
        format!("tel:{}", telephone::dial(text))
    });
}

/// Reads what `Moment::iso` writes. The offset is kept as written, so the zone does not matter.
fn moment(text: &str) -> TeraResult<Moment> {
    let local = if text.len() > 19 { &text[..19] } else { text };
    Moment::parse(local, &TimeZone::UTC).map_err(|_| Error::message(format!("“{text}” is not a date")))
}

/// `2024-01` → `Tháng 01/2024`
fn month(text: &str, _: Kwargs, _: &State) -> TeraResult<String> {
    let parsed = text.split_once('-').and_then(|(year, month)| Some((year.parse().ok()?, month.parse().ok()?)));
    let (year, month) = parsed.ok_or_else(|| Error::message(format!("“{text}” is not a month")))?;
    Ok(time::month_name(year, month, scope_language()))
}

/// A number with the language's separators; anything else, also text made of digits, is given back as it is.
fn format_number(value: &Value, kwargs: Kwargs, _: &State) -> TeraResult<Value> {
    let decimals = kwargs.get::<usize>("decimals")?.unwrap_or(6).min(12);
    // A whole number is exact; the shortest text of a double is what was read into it.
    let text = value.as_i128().map(|whole| whole.to_string()).or_else(|| value.as_f64().map(|float| float.to_string()));
    let number = text.and_then(|text| Decimal::parse(&text));
    Ok(number.map_or_else(|| value.clone(), |number| Value::from(number.rounded(decimals).shown(scope_language()))))
}
