//! Finds pages that show a chart which their table does not have: turns references and tables that were read into those pages, each
//! with what to write.

use std::collections::BTreeSet;

use super::facts::InspectedFiles;
use crate::diag::phrases::Words;
use crate::diag::{Finding, catalog, did_you_mean, is_enough};
use crate::load::dataset::Dataset;
use crate::load::document::{Ref, Target};
use crate::load::figures::Writing;
use crate::load::schema;
use crate::load::table::Table;
use crate::model::select_public::PublicSelection;
use crate::path::SourcePath;

/// Public pages with a chart that nobody has described.
pub fn lacking(
    selection: &PublicSelection,
    inspected: &InspectedFiles,
    findings: &mut Vec<Finding>,
) -> BTreeSet<SourcePath> {
    let mut lacking = BTreeSet::new();
    for document in &selection.documents {
        for reference in &document.refs {
            let Target::Chart { table, name } = &reference.target else { continue };
            // A table that could not be read has findings of its own.
            let Some(dataset) = inspected.datasets.get(table).filter(|dataset| dataset.table().is_some()) else {
                continue;
            };
            if dataset.chart(name).is_none() {
                lacking.insert(document.source.clone());
                if !is_enough(findings, &catalog::CHART_MISSING) {
                    findings.push(finding(&document.source, reference, dataset, (table, name)));
                }
            }
        }
    }
    lacking
}

fn finding(page: &SourcePath, reference: &Ref, dataset: &Dataset, (table, name): (&SourcePath, &str)) -> Finding {
    let schema = schema::beside(table).map_or_else(String::new, |path| path.file_name().to_owned());
    let charts = dataset.schema().map_or(&[][..], |schema| &schema.charts);
    let names: Vec<&str> = charts.iter().map(|rules| &*rules.name).filter(|name| !name.is_empty()).collect();
    let file = table.file_name();
    let (what, next): (Words, Words) = match charts.is_empty() {
        false if name.is_empty() => (
            (
                format!("lược đồ {schema} có biểu đồ đặt tên và không có chart"),
                format!("{schema} has charts with names, and no chart"),
            ),
            (
                format!("Viết tên sau dấu #: {file}#{}", names[0]),
                format!("Write the name behind a #: {file}#{}", names[0]),
            ),
        ),
        false if names.is_empty() => (
            (format!("lược đồ {schema} không có biểu đồ “{name}”"), format!("{schema} has no chart “{name}”")),
            (format!("Viết {file} không có phần sau dấu #."), format!("Write {file} without the # and what follows.")),
        ),
        false => (
            (format!("lược đồ {schema} không có biểu đồ “{name}”"), format!("{schema} has no chart “{name}”")),
            did_you_mean(name, &names),
        ),
        true => (
            (format!("bảng {file} chưa khai báo biểu đồ"), format!("nobody has said what chart to draw from {file}")),
            to_write(dataset.table(), &schema, name),
        ),
    };
    let finding = Finding::new(&catalog::CHART_MISSING, page.as_str()).at(reference.span).related(table.as_str());
    finding.with_words("what", what).with_words("next", next).fatal()
}

/// What to write into which file, with the table's own columns.
fn to_write(table: Option<&Table>, schema: &str, name: &str) -> Words {
    let named: Vec<&str> = table.map_or_else(Vec::new, |table| table.names().collect());
    let is_figures = |column: &usize| {
        let table = table.filter(|_| *column > 0);
        table.is_some_and(|table| !matches!(table.writing(*column, None, &[]), Writing::Text))
    };
    let quoted = |name: &str| serde_json::to_string(name).unwrap_or_default();
    let category = named.first().map_or_else(|| "\"…\"".to_owned(), |name| quoted(name));
    let figures = (0..named.len()).find(is_figures).or((named.len() > 1).then_some(1));
    let values = figures.map_or_else(|| "\"…\"".to_owned(), |column| quoted(named[column]));
    let chart = format!("{{ type: bar, category: {category}, values: {values}, title: … }}");
    let key = if name.is_empty() { format!("chart: {chart}") } else { format!("charts: {{ {name}: {chart} }}") };
    let has_schema = table.is_some_and(|table| table.schema().is_some());
    if has_schema {
        return (format!("Thêm vào {schema} dòng {key}."), format!("Add to {schema} the line {key}."));
    }
    let field = |(column, name): (usize, &&str)| {
        let kind = if Some(column) == figures { ", type: number" } else { "" };
        format!("{{ name: {}{kind} }}", quoted(name))
    };
    let fields: Vec<String> = named.iter().enumerate().map(field).collect();
    let fields = format!("fields: [{}]", fields.join(", "));
    (
        format!("Tạo tệp {schema} cạnh bảng với hai dòng: {key} và {fields}."),
        format!("Make the file {schema} beside the table with two lines: {key} and {fields}."),
    )
}
