//! Turns a map into what stands in a page: the drawing with its buttons, legend, notes, downloads, and the same as a table.

use std::fmt::Write;

use super::svg::{self, class_name, in_page, notes, paint, says};
use super::{Map, Shown};
use crate::tables::languages::words;
use crate::tables::maps::MapWords;
use crate::text::html::escape;
use crate::text::number::{count, file_size};

/// Rows that are shown at once; more of them are opened by their reader.
const OPEN_ROWS: usize = 30;

/// `number`: of the map on its page, for its ids. `alt` and `caption`: as the page says them.
pub fn html(shown: &Shown, number: usize, alt: &str, caption: Option<&str>) -> String {
    let Shown { map, language, is_drawn, .. } = shown;
    let said = &words(language).map;
    let id = format!("map_{number}");
    let title = caption.unwrap_or(map.rules.title.get(language));
    let title = if title.is_empty() { alt } else { title };
    let mut out = format!("<figure class=\"map\"><figcaption>{}</figcaption>", escape(title));
    let about = map.rules.description.get(language);
    if !about.is_empty() {
        let _ = write!(out, "<p>{}</p>", escape(about));
    }
    if *is_drawn {
        let _ = write!(
            out,
            "<div class=\"map-view\">{}<div class=\"map-frame\" data-keys=\"{id}-keys\">{}</div><p class=\"map-keys\" id=\"{id}-keys\" hidden>{}</p></div>",
            tools(said),
            in_page(shown, &id, if alt.is_empty() { title } else { alt }),
            said.keys
        );
        out += &legend(map, language, &id);
    }
    let notes: Vec<String> = notes(map, language).iter().map(|note| escape(note)).collect();
    let _ = write!(out, "<p class=\"map-notes\">{}</p>", notes.join("<br>"));
    out += &downloads(shown);
    out += &table(shown, title);
    out + "</figure>\n"
}

/// Without scripts they do nothing, so they are not there.
fn tools(said: &MapWords) -> String {
    let buttons = [("in", "+", said.closer), ("out", "−", said.farther), ("all", "⤢", said.whole)];
    let button = |(zoom, sign, label): &(&str, &str, &str)| {
        format!("<button type=\"button\" data-zoom=\"{zoom}\" aria-label=\"{label}\" title=\"{label}\">{sign}</button>")
    };
    format!("<div class=\"map-tools\" hidden>{}</div>", buttons.iter().map(button).collect::<String>())
}

fn legend(map: &Map, language: &str, id: &str) -> String {
    if map.classes.is_empty() {
        return String::new();
    }
    let said = &words(language).map;
    let heads = [map.value.get(language), map.unit.get(language)];
    let head = heads.into_iter().filter(|head| !head.is_empty()).collect::<Vec<_>>().join(", ");
    let head = if head.is_empty() { said.legend.to_owned() } else { head };
    let mut out = format!(
        "<p class=\"map-legend-head\" id=\"{id}-legend\">{}</p><ul class=\"map-legend\" aria-labelledby=\"{id}-legend\">",
        escape(&head)
    );
    for (number, class) in map.classes.iter().enumerate() {
        let features = map.features.iter().filter(|feature| feature.class == Some(number as u16)).count();
        let _ = write!(
            out,
            "<li><svg viewBox=\"0 0 240 160\" aria-hidden=\"true\"><rect width=\"240\" height=\"160\" {}></rect></svg> <span>{} <small>({})</small></span></li>",
            paint(Some(class), id, "map-area"),
            escape(&class_name(class, language)),
            count(features as u64, language)
        );
    }
    out + "</ul>"
}

fn downloads(shown: &Shown) -> String {
    let Shown { map, language, file: (url, size), drawing, table, .. } = shown;
    let said = &words(language).map;
    let link = |url: &str, text: &str, size: Option<u64>| {
        let size = size.map_or_else(String::new, |size| format!(" ({})", file_size(size, language)));
        format!("<a href=\"{}\">{text}{size}</a>", escape(url))
    };
    let picture = drawing.as_ref().map(|url| {
        let size = svg::alone(map, language, "").len() as u64;
        link(url, said.drawing, Some(size))
    });
    let table = table.as_ref().map(|url| link(url, said.figures, None));
    let all = picture.into_iter().chain([link(url, "GeoJSON", Some(*size))]).chain(table);
    format!("<p class=\"map-files\">{} {}</p>", said.download, all.collect::<Vec<_>>().join(", "))
}

/// A column of the table: its heading, whether it holds figures, and the cell of a feature.
type Column<'a> = (String, bool, Box<dyn Fn(usize) -> String + 'a>);

fn table(shown: &Shown, title: &str) -> String {
    let Shown { map, language, links, .. } = shown;
    let said = &words(language).map;
    let unit = map.unit.get(language);
    let with_unit = |head: &str| if unit.is_empty() { escape(head) } else { escape(&format!("{head} ({unit})")) };
    let features = &map.features;
    let mut columns: Vec<Column> = Vec::new();
    if map.rules.code.is_some() {
        columns.push((said.code.to_owned(), false, Box::new(|at| escape(&features[at].code))));
    }
    if map.rules.classes.is_some() {
        columns.push((said.class.to_owned(), false, Box::new(|at| escape(&says(map, &features[at], language)))));
    }
    if map.rules.table.is_some() {
        let head = map.value.get(language);
        let head = with_unit(if head.is_empty() { said.value } else { head });
        let figure = |at: usize| features[at].value.as_ref().map_or_else(String::new, |value| value.shown(language));
        columns.push((head, true, Box::new(figure)));
    }
    if map.rules.area.is_some() {
        let area = |at: usize| features[at].area.as_ref().map_or_else(String::new, |area| area.shown(language));
        columns.push((said.area.to_owned(), true, Box::new(area)));
    }
    let heads: String = columns
        .iter()
        .map(|(head, is_figure, _)| format!("<th scope=\"col\"{}>{head}</th>", numeric(*is_figure)))
        .collect();
    let mut rows = String::new();
    for (at, feature) in features.iter().enumerate() {
        let name = escape(feature.name.get(language));
        let name = match links.get(at).and_then(Option::as_deref) {
            Some(link) => format!("<a href=\"{}\">{name}</a>", escape(link)),
            None => name,
        };
        let is_drawn = !(feature.path.is_empty() && feature.line.is_empty() && feature.points.is_empty());
        let name = if is_drawn { name } else { format!("{name} ({})", said.not_drawn) };
        let cells: String = columns
            .iter()
            .map(|(_, is_figure, cell)| format!("<td{}>{}</td>", numeric(*is_figure), cell(at)))
            .collect();
        let _ = write!(rows, "<tr><th scope=\"row\">{name}</th>{cells}</tr>");
    }
    let open = if features.len() <= OPEN_ROWS { " open" } else { "" };
    format!(
        "<details class=\"map-table\"{open}><summary>{} ({} {})</summary><div class=\"table\" role=\"region\" tabindex=\"0\" aria-label=\"{}\"><table><thead><tr><th scope=\"col\">{}</th>{heads}</tr></thead><tbody>{rows}</tbody></table></div></details>",
        said.table,
        count(features.len() as u64, language),
        said.rows,
        escape(title),
        said.place
    )
}

fn numeric(is_figure: bool) -> &'static str {
    if is_figure { " class=\"figure-cell\"" } else { "" }
}
