//! Turns the rows of a table and what its schema says of a chart into the figures that are drawn, or why there is nothing to draw.
//!
//! Rows that are the sum of others are left out: beside its parts a sum tells nothing, and all bars but its own would be short.

use std::collections::HashMap;

use super::figures::Writing;
use super::schema::charts::{ChartRules, Order};
use super::schema::words::{Words, both, short};
use super::schema::{CellType, Schema, SchemaField, cells};
use super::table::Table;
use crate::chart::{Amounts, Category, Chart, Kind, MOST_BARS, MOST_POINTS, MOST_SERIES, Series};
use crate::diag::{Finding, Message, Span, catalog, did_you_mean};
use crate::load::schema::cells::CellValue;
use crate::path::SourcePath;
use crate::text::decimal::Decimal;

/// Why a chart cannot be drawn.
pub struct Fault {
    message: &'static Message,
    span: Span,
    what: Words,
    next: Words,
}

/// What is wrong with the charts of a table. `file`: of its schema.
pub fn findings(table: &Table, table_file: &SourcePath, file: &SourcePath) -> Vec<Finding> {
    let charts = table.schema().map_or(&[][..], |schema| &schema.charts);
    let fault = |rules: &ChartRules| chart(table, rules, "vi").err();
    let finding = |fault: Fault| {
        let finding = Finding::new(fault.message, file.as_str()).at(fault.span).related(table_file.as_str());
        finding.with_words("what", fault.what).with_words("next", fault.next).fatal()
    };
    charts.iter().filter_map(fault).map(finding).collect()
}

/// The figures of a chart in the words of a language.
pub fn chart(table: &Table, rules: &ChartRules, language: &str) -> Result<Chart, Fault> {
    let Some(schema) = table.schema() else { return Ok(Chart::default()) };
    let gathered = Gathered::of(table, schema, rules, language)?;
    let unit = rules.values.first().map_or("", |value| schema.fields[*value].unit.get(language));
    let Gathered { mut categories, mut series } = gathered;
    for name in &rules.highlight {
        mark(name, rules, &mut categories, &mut series)?;
    }
    let mut chart =
        Chart { kind: rules.kind, language: language.to_owned(), unit: unit.to_owned(), categories, series };
    let Some(amounts) = Amounts::of(&chart) else {
        let what = both("có số quá nhiều chữ số để vẽ theo tỷ lệ", "a figure has too many digits to be drawn to scale");
        let next = both(
            "Đổi sang đơn vị lớn hơn (nghìn, triệu, tỷ) hoặc làm tròn số trong bảng.",
            "Use a larger unit (thousand, million, billion), or round the figures of the table.",
        );
        return Err(rows(rules, what, next));
    };
    if rules.kind == Kind::Share {
        share(&chart, &amounts, rules)?;
    }
    order(&mut chart, &amounts, rules.order);
    Ok(chart)
}

fn rows(rules: &ChartRules, what: Words, next: Words) -> Fault {
    Fault { message: &catalog::CHART_ROWS, span: rules.span, what, next }
}

/// Categories and series in the order in which the table has them.
struct Gathered {
    categories: Vec<Category>,
    series: Vec<Series>,
}

impl Gathered {
    fn of(table: &Table, schema: &Schema, rules: &ChartRules, language: &str) -> Result<Gathered, Fault> {
        if !table.has_cells() || table.kept() < table.total {
            let what = both("bảng quá lớn để vẽ", "the table is too large to be drawn");
            let next = both(
                "Vẽ từ một bảng tóm tắt: một dòng cho mỗi huyện, mỗi năm.",
                "Draw it from a table that sums up: a row for each district or year.",
            );
            return Err(rows(rules, what, next));
        }
        let column = |field: usize| (0..table.columns().len()).find(|at| is_field(table, schema, *at, field));
        let Some(of_category) = column(rules.category) else { return Ok(Gathered::none()) };
        let values: Vec<(usize, &SchemaField)> =
            rules.values.iter().filter_map(|value| Some((column(*value)?, &schema.fields[*value]))).collect();
        let of_series = rules.series.and_then(column);
        let mut gathered = Gathered::none();
        if of_series.is_none() {
            let named = |(_, field): &(usize, &SchemaField)| field.heading(language).to_owned();
            gathered.series = values.iter().map(|value| Series { name: named(value), ..Series::default() }).collect();
        }
        let mut known: HashMap<String, usize> = HashMap::new();
        for (row, cells) in table.rows().enumerate().filter(|(row, _)| !table.is_sum(*row)) {
            let category = category(table, schema, (row, of_category), cells[of_category], language);
            if category.name.is_empty() {
                let name = &schema.fields[rules.category].name;
                let what = both(
                    format!("dòng thứ {} để trống cột “{name}”", row + 1),
                    format!("row {} has no “{name}”", row + 1),
                );
                let next = both("Điền tên vào ô đó, hoặc xóa dòng.", "Fill in the name, or delete the row.");
                return Err(rows(rules, what, next));
            }
            let figure = |at: usize| cells::value(values[at].1, cells[values[at].0]).and_then(number);
            let is_known = known.get(&category.name).copied();
            let at = match is_known.filter(|_| of_series.is_some()) {
                Some(at) => at,
                None => {
                    if is_known.is_some() && rules.kind == Kind::Line {
                        return Err(twice(rules, &category.name, None));
                    }
                    known.insert(category.name.clone(), gathered.categories.len());
                    gathered.add(category);
                    gathered.categories.len() - 1
                }
            };
            match of_series {
                None => (0..values.len()).for_each(|of| gathered.series[of].values[at] = figure(of)),
                Some(column) => {
                    let name = table.shown((row, column), cells[column], &Writing::Text, language).into_owned();
                    let of = gathered.series(name);
                    let slot = &mut gathered.series[of].values[at];
                    if slot.is_some() {
                        return Err(twice(rules, &gathered.categories[at].name, Some(&gathered.series[of].name)));
                    }
                    *slot = figure(0);
                }
            }
            gathered.is_within(rules)?;
        }
        let has_any = gathered.series.iter().any(|series| series.values.iter().any(Option::is_some));
        if !has_any {
            let what = both("bảng không có số nào để vẽ", "the table has no figure to draw");
            let next = both(
                "Điền số vào cột ở values, hoặc bỏ biểu đồ khỏi trang và lược đồ.",
                "Fill in figures in the column under values, or take the chart out of page and schema.",
            );
            return Err(rows(rules, what, next));
        }
        Ok(gathered)
    }

    fn none() -> Gathered {
        Gathered { categories: Vec::new(), series: Vec::new() }
    }

    fn add(&mut self, category: Category) {
        self.categories.push(category);
        self.series.iter_mut().for_each(|series| series.values.push(None));
    }

    /// The number of the series with this name, which may be new.
    fn series(&mut self, name: String) -> usize {
        let known = self.series.iter().position(|series| series.name == name);
        known.unwrap_or_else(|| {
            self.series.push(Series { name, is_marked: false, values: vec![None; self.categories.len()] });
            self.series.len() - 1
        })
    }

    fn is_within(&self, rules: &ChartRules) -> Result<(), Fault> {
        let most = if rules.kind == Kind::Line { MOST_POINTS } else { MOST_BARS };
        if self.categories.len() > most {
            let what = both(
                format!("có hơn {most} mục trên biểu đồ"),
                format!("the chart would have more than {most} entries"),
            );
            let next = both(
                "Không ai đọc hết: vẽ từ một bảng tóm tắt (mỗi huyện một dòng), hoặc tách thành nhiều bảng. Bảng đầy đủ vẫn đăng được ở table.",
                "Nobody reads so many: draw it from a table that sums up (a row for each district), or split the table. The whole table can still be shown under table.",
            );
            return Err(rows(rules, what, next));
        }
        if self.series.len() > MOST_SERIES {
            let what = both(
                format!("cột series có hơn {MOST_SERIES} giá trị khác nhau"),
                format!("the column series has more than {MOST_SERIES} different values"),
            );
            let next = both(
                "Gộp bớt nhóm trong bảng, hoặc chọn cột khác cho series.",
                "Put groups of the table together, or choose another column for series.",
            );
            return Err(rows(rules, what, next));
        }
        Ok(())
    }
}

fn is_field(table: &Table, schema: &Schema, column: usize, field: usize) -> bool {
    table.field(column).is_some_and(|own| own.name == schema.fields[field].name)
}

fn number(value: CellValue) -> Option<Decimal> {
    match value {
        CellValue::Number(number) => Some(number),
        _ => None,
    }
}

fn category(table: &Table, schema: &Schema, place: (usize, usize), cell: &str, language: &str) -> Category {
    let field = table.field(place.1);
    // Years that are written as numbers stay as they are written.
    let is_amount = field.is_some_and(|field| field.cells.is_amount());
    let name = match is_amount && !schema.is_missing(cell) {
        true => cell.to_owned(),
        false => table.shown(place, cell, &Writing::Text, language).into_owned(),
    };
    let position = field.and_then(|field| match (field.cells, cells::value(field, cell)?) {
        (CellType::Year | CellType::Integer, CellValue::Number(number)) => number.as_str().parse().ok(),
        (CellType::Date, CellValue::Day(day)) => Some(days(day)),
        _ => None,
    });
    Category { name, position, is_marked: false }
}

/// A day counted from another one.
fn days(day: jiff::civil::Date) -> i64 {
    let since = day.since(jiff::civil::Date::constant(1900, 1, 1));
    since.map_or(0, |span| i64::from(span.get_days()))
}

fn twice(rules: &ChartRules, category: &str, series: Option<&str>) -> Fault {
    let name = series.map_or_else(|| short(category), |series| format!("{}, {}", short(category), short(series)));
    let what = both(format!("bảng có hai dòng “{name}”"), format!("the table has two rows “{name}”"));
    let next = match series {
        Some(_) => both("Giữ một dòng cho mỗi cặp.", "Keep one row for each pair."),
        None => both(
            "Giữ một dòng cho mỗi mốc; nếu bảng có nhiều nhóm thì thêm series: cột phân nhóm.",
            "Keep one row for each point; if the table has several groups, add series: the column that tells them apart.",
        ),
    };
    rows(rules, what, next)
}

/// Marks what stands out.
fn mark(
    name: &super::schema::Named,
    rules: &ChartRules,
    categories: &mut [Category],
    series: &mut [Series],
) -> Result<(), Fault> {
    let is_series = rules.kind == Kind::Line;
    let found = match is_series {
        true => series.iter_mut().find(|series| series.name == name.name).map(|series| &mut series.is_marked),
        false => categories.iter_mut().find(|one| one.name == name.name).map(|one| &mut one.is_marked),
    };
    if let Some(marked) = found {
        *marked = true;
        return Ok(());
    }
    let known: Vec<&str> = match is_series {
        true => series.iter().map(|series| &*series.name).collect(),
        false => categories.iter().map(|category| &*category.name).collect(),
    };
    let what = both(
        format!("highlight nêu “{}” mà biểu đồ không có", short(&name.name)),
        format!("highlight names “{}”, which the chart does not have", short(&name.name)),
    );
    Err(Fault { message: &catalog::CHART_ROWS, span: name.span, what, next: did_you_mean(&name.name, &known) })
}

/// Parts of a whole are none where one is below zero or not known, or where all are more than the whole.
fn share(chart: &Chart, amounts: &Amounts, rules: &ChartRules) -> Result<(), Fault> {
    let fault = |what: Words, next: Words| Fault { message: &catalog::CHART_SHARE, span: rules.span, what, next };
    let name = |of: usize, at: usize| match chart.series.len() {
        1 => short(&chart.categories[at].name),
        _ => format!("{}, {}", short(&chart.categories[at].name), short(&chart.series[of].name)),
    };
    for (of, values) in amounts.values.iter().enumerate() {
        for (at, value) in values.iter().enumerate() {
            let (vi, en) = match value {
                Some(value) if *value >= 0 => continue,
                Some(_) => ("là số âm", "is below zero"),
                None => ("chưa có số", "has no figure"),
            };
            let name = name(of, at);
            let next = both(
                "Tỷ trọng cần đủ các phần và không phần nào âm: sửa số, hoặc ghi type: bar.",
                "Shares need every part, and none below zero: mend the figure, or write type: bar.",
            );
            return Err(fault(both(format!("“{name}” {vi}"), format!("“{name}” {en}")), next));
        }
    }
    let wholes: Vec<(String, i128)> = match chart.series.len() {
        1 => vec![(String::new(), amounts.all().sum())],
        _ => {
            let sum = |at: usize| amounts.of_category(at).into_iter().flatten().sum();
            chart
                .categories
                .iter()
                .enumerate()
                .map(|(at, one)| (format!("“{}”: ", short(&one.name)), sum(at)))
                .collect()
        }
    };
    // Shares that were rounded each may come to a little more than all.
    let limit = (chart.unit.trim() == "%").then(|| amounts.of_whole(101)).flatten();
    for (of, whole) in wholes {
        let (vi, en) = match limit {
            _ if whole == 0 => ("mọi phần đều bằng 0".to_owned(), "all parts are 0".to_owned()),
            Some(limit) if whole > limit => {
                let sum = amounts.decimal(whole);
                (
                    format!("các phần cộng lại là {}%, quá 100%", sum.shown("vi")),
                    format!("the parts come to {}%, more than 100%", sum.shown("en")),
                )
            }
            _ => continue,
        };
        let next = both(
            "Nếu các phần chồng lên nhau (một người thuộc nhiều nhóm) thì ghi type: bar; nếu không thì sửa số.",
            "If parts overlap (one person in several groups), write type: bar; else mend the figures.",
        );
        return Err(fault(both(format!("{of}{vi}"), format!("{of}{en}")), next));
    }
    Ok(())
}

/// Puts categories in order by what all their series come to; what has no figure comes last.
fn order(chart: &mut Chart, amounts: &Amounts, order: Order) {
    if order == Order::File {
        return;
    }
    let sum = |at: usize| {
        let known: Vec<i128> = amounts.of_category(at).into_iter().flatten().collect();
        (!known.is_empty()).then(|| known.into_iter().sum::<i128>())
    };
    let mut places: Vec<usize> = (0..chart.categories.len()).collect();
    places.sort_by_key(|at| match (sum(*at), order) {
        (None, _) => (true, 0),
        (Some(sum), Order::Descending) => (false, -sum),
        (Some(sum), _) => (false, sum),
    });
    chart.categories = places.iter().map(|at| chart.categories[*at].clone()).collect();
    for series in &mut chart.series {
        series.values = places.iter().map(|at| series.values[*at].clone()).collect();
    }
}
