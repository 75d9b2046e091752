//! Finds charts that a page in another language shows with words of which there are only Vietnamese ones.

use crate::diag::phrases::Words;
use crate::diag::{Finding, catalog};
use crate::load::document::Target;
use crate::load::schema::{self, ChartRules, Schema};
use crate::model::Site;
use crate::text::vietnamese;

pub fn check(site: &Site, findings: &mut Vec<Finding>) {
    if site.language(0) != "vi" {
        return;
    }
    for page in site.all_pages().filter(|page| page.language() != "vi") {
        for target in page.document.pictured() {
            let Target::Chart { table, name } = target else { continue };
            let Some(schema) = site.table(table.as_str()).and_then(|table| table.schema()) else { continue };
            let Some(chart) = schema.charts.iter().find(|chart| chart.name == **name) else { continue };
            let untranslated = untranslated(schema, chart, page.language());
            let (Some(beside), false) = (schema::beside(table), untranslated.is_empty()) else { continue };
            let finding = Finding::new(&catalog::CHART_WORDS, beside.as_str()).at(chart.span);
            let finding = finding.with_words("what", said(&untranslated)).with("language", page.language());
            findings.push(finding.related(page.document.source.as_str()));
        }
    }
}

/// What of a chart is the same as in Vietnamese, and Vietnamese: keys of it, and columns that it names.
fn untranslated(schema: &Schema, chart: &ChartRules, language: &str) -> Vec<String> {
    let ChartRules { title, description, source, period, .. } = chart;
    let keys = [("title", title), ("description", description), ("source", source), ("period", period)];
    let columns = chart.values.iter().filter_map(|number| schema.fields.get(*number));
    // A column without a title is called what the table calls it.
    let of_column = |title: &str, name: &str| if title.is_empty() { name.to_owned() } else { title.to_owned() };
    let columns = columns.map(|field| {
        let [own, vi] = [language, "vi"].map(|language| of_column(field.title.get(language), &field.name));
        (field.name.to_string(), own, vi)
    });
    let keys =
        keys.into_iter().map(|(key, text)| (key.to_owned(), text.get(language).to_owned(), text.get("vi").to_owned()));
    let all = keys.chain(columns).filter(|(_, own, vi)| own == vi && vietnamese::has_small(own));
    all.map(|(key, ..)| key).collect()
}

fn said(keys: &[String]) -> Words {
    let quoted: Vec<String> = keys.iter().map(|key| format!("“{}”", schema::words::short(key))).collect();
    (quoted.join(", "), quoted.join(", "))
}
