//! Turns a report into JSON in one language, and a figure into what it counts.

use serde_json::{Map, Value, json};

use super::figure::{Figure, Figures, How, Trace};
use super::paper::{Block, Paper, Table};
use super::word;
use crate::tally::period::Period;
use crate::text::number::count;

pub fn to_json(paper: &Paper, figures: &Figures, period: &Period, language: &str) -> Value {
    let headings = paper.blocks.iter().filter_map(|block| match block {
        Block::Heading(own) => {
            Some(json!({ "id": own.id, "level": own.level, "number": own.number, "text": own.text }))
        }
        _ => None,
    });
    let paragraphs = paper.blocks.iter().scan("", |heading, block| {
        if let Block::Heading(own) = block {
            *heading = own.id;
        }
        Some(match block {
            Block::Paragraph(own) => Some(json!({ "heading": *heading, "text": own.text, "figures": own.figures })),
            _ => None,
        })
    });
    let title = paper.full_title();
    json!({
        "report": paper.id,
        "title": title,
        "from": period.from.to_string(),
        "to": period.to.to_string(),
        "figures": figures.0.iter().map(|figure| of_figure(figure, language)).collect::<Vec<_>>(),
        "headings": headings.collect::<Vec<_>>(),
        "paragraphs": paragraphs.flatten().collect::<Vec<_>>(),
        "tables": paper.tables().map(of_table).collect::<Vec<_>>(),
    })
}

pub fn of_figure(figure: &Figure, language: &str) -> Value {
    json!({
        "id": figure.id,
        "label": figure.label(language),
        "value": figure.value,
        "unit": figure.unit.id(),
        "over": figure.over,
        "shown": figure.shown(language),
        "how": figure.how.id(),
        "formula": word(language, &figure.formula.0, &figure.formula.1),
        "source": figure.source,
        "date": figure.date,
        "counted": figure.counted,
        "traces": figure.traces.iter().map(|own| json!({ "file": own.file, "line": own.line, "what": own.what })).collect::<Vec<_>>(),
    })
}

fn of_table(table: &Table) -> Value {
    let row = |cells: &Vec<super::paper::Cell>| {
        let cells = table.columns.iter().zip(cells).map(|(column, cell)| (column.id.to_owned(), cell.json()));
        Value::Object(cells.collect::<Map<_, _>>())
    };
    json!({ "id": table.id, "caption": table.caption, "rows": table.rows.iter().map(row).collect::<Vec<_>>() })
}

/// What a figure counts, one thing a line.
pub fn explain(figure: &Figure, language: &str) -> String {
    let mut out = format!("{} ({}): {}\n", figure.label(language), figure.id, figure.shown(language));
    out.push_str(figure.how.words(language));
    let formula = word(language, &figure.formula.0, &figure.formula.1);
    if !formula.is_empty() {
        out.push_str(&format!(": {formula}"));
    }
    if figure.how == How::Given {
        let said = word(language, "nguồn: {source}; số liệu {date}", "source: {source}; as of {date}");
        out.push_str(&format!("; {}", said.replace("{source}", &figure.source).replace("{date}", &figure.date)));
    }
    out.push('\n');
    if let Some(counted) = figure.counted {
        let text = word(
            language,
            "Trên cổng đếm được {counted}; tệp số liệu ghi đè vì có nguồn nêu trên.",
            "The portal itself has {counted}; the file says otherwise and names its source.",
        );
        out.push_str(&format!("{}\n", text.replace("{counted}", &count(counted, language))));
    }
    for trace in &figure.traces {
        out.push_str(&of_trace(trace));
    }
    out
}

fn of_trace(trace: &Trace) -> String {
    if trace.what.is_empty() {
        format!("  {}\n", trace.place())
    } else {
        format!("  {}: {}\n", trace.place(), trace.what)
    }
}
