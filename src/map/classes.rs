//! Turns a property of features, or a column of a table, into the classes that a map is coloured by.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::told::{and_more, both, feature, no_table, of_feature};
use super::{Class, ClassName, Feature, Joined, Paint, Source};
use crate::diag::{Finding, catalog, did_you_mean, is_enough};
use crate::load::figures::Writing;
use crate::load::localized::Localized;
use crate::load::schema::map::{Classes, Join, MOST_STEPS};
use crate::load::schema::words::short;
use crate::text::decimal::{Decimal, Mark};

/// By the property that the schema names. `values`: what each feature has there.
pub fn by_property(
    source: &Source,
    classes: &Classes,
    features: &mut [Feature],
    values: &[Option<String>],
    findings: &mut Vec<Finding>,
) -> Vec<Class> {
    let mut all: Vec<Class> = classes
        .values
        .iter()
        .map(|rule| Class { name: ClassName::Titled(rule.title.clone()), paint: Paint::Kind(rule.colour) })
        .collect();
    let mut others: Vec<(usize, &str, usize)> = Vec::new();
    for (number, (feature, value)) in features.iter_mut().zip(values).enumerate() {
        let value = value.as_deref().unwrap_or_default();
        let known = classes.values.iter().position(|rule| rule.value == value);
        if known.is_none() {
            match others.iter_mut().find(|(_, known, _)| *known == value) {
                Some((.., more)) => *more += 1,
                None => others.push((number, value, 0)),
            }
        }
        feature.class = Some(known.unwrap_or(all.len()) as u16);
    }
    if !others.is_empty() {
        all.push(Class { name: ClassName::Other, paint: Paint::Nothing });
    }
    let known: Vec<&str> = classes.values.iter().map(|rule| rule.value.as_str()).collect();
    for (number, value, more) in others {
        if is_enough(findings, &catalog::MAP_CLASS) {
            break;
        }
        let (name, property) = (features[number].name.get("vi"), &classes.property.name);
        let shown = short(value);
        let what = match value {
            "" => both(format!("không có “{property}”"), format!("it has no “{property}”")),
            _ => both(
                format!("“{property}” là “{shown}”, lược đồ không kê loại này"),
                format!("its “{property}” is “{shown}”, which is no class of the schema"),
            ),
        };
        let near = did_you_mean(value, &known);
        let next = both(
            format!("{} Hoặc thêm loại này vào values của lược đồ.", near.0),
            format!("{} Or add it to values of the schema.", near.1),
        );
        let named = and_more(feature(number, name), more);
        findings.push(of_feature(&catalog::MAP_CLASS, source.file, named, what, next));
    }
    all
}

/// What a column of a table says of the codes of features.
pub struct Figures {
    pub by_code: BTreeMap<String, Decimal>,
    /// By code: another column of it, such as where a feature leads.
    pub links: BTreeMap<String, String>,
    pub title: Localized,
    pub unit: Localized,
}

/// The figures of the table; else why they cannot be used.
pub fn figures(source: &Source, join: &Join, joined: &Joined) -> Result<Figures, Box<Finding>> {
    let table = joined.table;
    let names: Vec<&str> = table.names().collect();
    let column = |named: &crate::load::schema::Named| {
        names.iter().position(|name| *name == named.name).ok_or_else(|| {
            let (near_vi, near_en) = did_you_mean(&named.name, &names);
            let what = both(format!("không có cột “{}”", named.name), format!("it has no column “{}”", named.name));
            Box::new(Finding {
                span: Some(named.span),
                ..no_table(source.schema, &join.file, what, both(near_vi, near_en))
            })
        })
    };
    let (codes, values) = (column(&join.join)?, column(&join.value)?);
    let link = source.rules.link.as_ref().and_then(|link| names.iter().position(|name| *name == link.name));
    let mark = match table.writing(values, None, &[]) {
        Writing::Known(mark) | Writing::Declared(mark) => mark,
        Writing::Text | Writing::Unclear(_) | Writing::Mixed(..) | Writing::Against(..) => {
            let what = both(
                format!("cột “{}” không phải số", join.value.name),
                format!("the column “{}” holds no figures", join.value.name),
            );
            let next = both(
                "Chọn một cột số cho value, hoặc viết lược đồ cho bảng (type: number, decimalChar).",
                "Name a column of figures under value, or write a schema for the table (type: number, decimalChar).",
            );
            let finding = no_table(source.schema, &join.file, what, next);
            return Err(Box::new(Finding { span: Some(join.value.span), ..finding }));
        }
    };
    let mut found = Figures {
        by_code: BTreeMap::new(),
        links: BTreeMap::new(),
        title: table.field(values).map_or_else(|| Localized::from(&*join.value.name), |field| field.title.clone()),
        unit: table.field(values).map_or_else(Localized::default, |field| field.unit.clone()),
    };
    if found.title.all().next().is_none() {
        found.title = Localized::from(&*join.value.name);
    }
    for (row, cells) in table.rows().enumerate().filter(|(row, _)| !table.is_sum(*row)) {
        let code = cells[codes].trim();
        let is_known = found.by_code.contains_key(code) || found.links.contains_key(code);
        if is_known && !code.is_empty() {
            let what = both(
                format!("mã “{}” đứng ở hai dòng", short(code)),
                format!("two rows have the code “{}”", short(code)),
            );
            let next = both(
                "Mỗi vùng có một dòng: bỏ dòng thừa, hoặc tách bảng theo năm.",
                "Each feature has one row: delete the other one, or split the table by year.",
            );
            return Err(Box::new(no_table(source.schema, &join.file, what, next)));
        }
        if let Some(figure) = figure(joined, (row, values), cells[values], mark) {
            found.by_code.insert(code.to_owned(), figure);
        }
        if let Some(link) = link.map(|link| cells[link].trim()) {
            found.links.insert(code.to_owned(), link.to_owned());
        } else {
            found.links.entry(code.to_owned()).or_default();
        }
    }
    Ok(found)
}

fn figure(joined: &Joined, (_, column): (usize, usize), cell: &str, mark: Mark) -> Option<Decimal> {
    let is_missing = joined.table.schema().is_some_and(|schema| schema.is_missing(cell));
    if is_missing { None } else { joined.table.figure(column, cell, mark) }
}

/// Gives features their figures, tells of codes without a partner, and makes steps of colour.
pub fn by_figures(
    source: &Source,
    join: &Join,
    figures: &Figures,
    features: &mut [Feature],
    findings: &mut Vec<Finding>,
) -> Vec<Class> {
    let codes: Vec<&str> = features.iter().map(|feature| feature.code.as_str()).collect();
    let rows: Vec<&str> = figures.links.keys().map(String::as_str).filter(|code| !code.is_empty()).collect();
    let plain = |code: &str| code.trim_start_matches('0').to_owned();
    let alike = |code: &str, others: &[&str]| {
        others.iter().find(|other| plain(other) == plain(code)).map(|other| (*other).to_owned())
    };
    let next = |near: Option<String>| match near {
        Some(near) => both(
            format!(
                "Ở bên kia viết “{near}”: mã là chữ, số 0 ở đầu phải giữ. Đặt mã trong ngoặc kép ở tệp GeoJSON, và type: string ở lược đồ của bảng."
            ),
            format!(
                "The other side has “{near}”: a code is text and keeps its zeros. Put it in quotation marks in the GeoJSON, and write type: string in the schema of the table."
            ),
        ),
        None => both(
            "Sửa mã ở bên viết sai, hoặc thêm phần còn thiếu.",
            "Mend the code where it is wrong, or add what is missing.",
        ),
    };
    let table = source.table.as_ref().map_or("", |joined| joined.file.file_name());
    let lone_features: Vec<usize> = (0..codes.len()).filter(|at| !rows.contains(&codes[*at])).collect();
    if let Some(first) = lone_features.first() {
        let what = both(
            format!("bảng {table} không có dòng nào mang mã “{}”", short(codes[*first])),
            format!("the table {table} has no row with the code “{}”", short(codes[*first])),
        );
        let named = and_more(feature(*first, features[*first].name.get("vi")), lone_features.len() - 1);
        findings.push(of_feature(&catalog::MAP_JOIN, source.file, named, what, next(alike(codes[*first], &rows))));
    }
    let lone_rows: Vec<&&str> = rows.iter().filter(|code| !codes.contains(code)).collect();
    if let Some(first) = lone_rows.first() {
        let named = both(format!("bảng {table}"), format!("the table {table}"));
        let what = both(
            format!("bản đồ không có đối tượng mang mã “{}”", short(first)),
            format!("the map has no feature with the code “{}”", short(first)),
        );
        let named = match lone_rows.len() {
            1 => named,
            more => {
                both(format!("{} và {} mã khác", named.0, more - 1), format!("{} and {} more codes", named.1, more - 1))
            }
        };
        findings.push(of_feature(&catalog::MAP_JOIN, source.file, named, what, next(alike(first, &codes))));
    }
    for feature in features.iter_mut() {
        feature.value = figures.by_code.get(&feature.code).cloned();
    }
    steps(join, features)
}

fn steps(join: &Join, features: &mut [Feature]) -> Vec<Class> {
    let mut values: Vec<Decimal> = features.iter().filter_map(|feature| feature.value.clone()).collect();
    values.sort_by(Decimal::compare);
    let breaks = if join.breaks.is_empty() { even(&values, join.steps) } else { join.breaks.clone() };
    let step_of = |value: &Decimal| breaks.iter().filter(|end| value.compare(end) != Ordering::Less).count();
    let mut classes: Vec<Class> = Vec::new();
    let paint = |step: usize| {
        // Few steps are as far apart as can be.
        let of = breaks.len().max(1);
        Paint::Step((step * (MOST_STEPS - 1) / of) as u8)
    };
    for step in 0..=breaks.len() {
        let own: Vec<&Decimal> = values.iter().filter(|value| step_of(value) == step).collect();
        let name = match (join.breaks.is_empty(), own.first().zip(own.last())) {
            (true, Some((least, most))) => ClassName::Span((*least).clone(), (*most).clone()),
            (true, None) => continue,
            (false, _) if step == 0 => ClassName::Below(breaks[0].clone()),
            (false, _) if step == breaks.len() => ClassName::From(breaks[step - 1].clone()),
            (false, _) => ClassName::Between(breaks[step - 1].clone(), breaks[step].clone()),
        };
        classes.push(Class { name, paint: paint(step) });
    }
    let unknown = classes.len();
    let mut is_unknown = false;
    for feature in features.iter_mut() {
        let step = feature.value.as_ref().map(|value| {
            let step = step_of(value);
            // Steps without a figure have no class where nobody named them.
            classes.iter().position(|class| class.paint == paint(step)).unwrap_or(unknown)
        });
        is_unknown |= step.is_none();
        feature.class = Some(step.unwrap_or(unknown) as u16);
    }
    if is_unknown {
        classes.push(Class { name: ClassName::Unknown, paint: Paint::Nothing });
    }
    classes
}

/// Where steps begin that have about as many figures each. Equal figures are of one step.
fn even(sorted: &[Decimal], steps: usize) -> Vec<Decimal> {
    let mut breaks: Vec<Decimal> = Vec::new();
    for step in 1..steps {
        let Some(value) = sorted.get((step * sorted.len()).div_ceil(steps)) else { continue };
        let is_more = |last: &Decimal| value.compare(last).is_gt();
        if is_more(breaks.last().unwrap_or(&sorted[0])) {
            breaks.push(value.clone());
        }
    }
    breaks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_have_as_many_figures_and_equal_ones_are_together() {
        let numbers = |texts: &[&str]| texts.iter().map(|text| Decimal::parse(text).unwrap()).collect::<Vec<_>>();
        let of = |sorted: &[&str], steps| even(&numbers(sorted), steps);
        assert_eq!(of(&["1", "2", "3", "4", "5", "6"], 3), numbers(&["3", "5"]));
        assert_eq!(of(&["1", "1", "1", "1", "9"], 3), numbers(&["9"]));
        assert_eq!(of(&["4", "4"], 5), []);
        assert_eq!(of(&[], 5), []);
    }
}
