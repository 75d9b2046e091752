//! Turns a chart of a table into what a page shows of it: the drawing in two widths, its words, its figures as a table, and where to
//! get them. Machines are given its picture and its words.

use serde::Serialize;

use super::portal::Portal;
use crate::chart::{Caption, Chart, NARROW, WIDE, picture};
use crate::load::charted;
use crate::load::document::{Language, Picture};
use crate::path::{SourcePath, UrlPath};
use crate::plan::DataJob;
use crate::tables::chart_words::ChartWords;
use crate::tables::{extension, languages::words};
use crate::text::html::escape;
use crate::text::number::file_size;

/// A chart as a body can show it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Charted {
    chart: Chart,
    title: String,
    description: String,
    /// Unit, period.
    below: Vec<String>,
    source: String,
    /// What the column of the categories is called.
    category: String,
    /// Where the picture is that can be kept.
    picture: Option<String>,
    /// Address, name and sort of the file with the figures.
    file: (String, String, String),
    /// Machines: where the page is.
    page: Option<String>,
}

/// One of a table that was published, in the language of a page. `page`: where that is, for machines.
pub fn of(
    portal: Portal,
    (table, name): (&SourcePath, &str),
    language: Language,
    page: Option<&UrlPath>,
) -> Option<Charted> {
    let site = portal.site;
    let (file, dataset) = (site.file(table.as_str())?, site.dataset(table.as_str())?);
    let (rules, code) = (dataset.chart(name)?, site.language(language));
    let chart = charted::chart(dataset.table()?, rules, code).ok()?;
    let words = words(code).chart;
    let unit = (!chart.unit.is_empty()).then(|| format!("{}: {}", words.unit, chart.unit));
    let period = Some(rules.period.get(code)).filter(|period| !period.is_empty()).map(str::to_owned);
    let source = rules.source.get(code);
    let job = DataJob::ChartPicture { table: table.clone(), chart: name.to_owned(), language };
    let sort = format!("{}, {}", extension(table.file_name()).to_uppercase(), file_size(file.facts.size, code));
    Some(Charted {
        title: rules.title.get(code).to_owned(),
        description: rules.description.get(code).to_owned(),
        below: unit.into_iter().chain(period).collect(),
        source: if source.is_empty() { String::new() } else { format!("{}: {source}", words.source) },
        category: dataset.schema()?.fields.get(rules.category)?.heading(code).to_owned(),
        picture: portal.plan.overview(job).map(ToString::to_string),
        file: (file.url.to_string(), table.file_name().to_owned(), sort),
        page: page.map(ToString::to_string),
        chart,
    })
}

/// The picture of a chart that can be kept.
pub fn svg(portal: Portal, table: &SourcePath, name: &str, language: Language) -> Option<Vec<u8>> {
    let Charted { chart, title, description, below, source, picture: at, .. } =
        of(portal, (table, name), language, None)?;
    let config = &portal.site.config;
    let code = portal.site.language(language);
    let address = config.base.absolute(&UrlPath::new(at?));
    let home = config.base.absolute(&portal.site.home_url(language));
    let note = chart.note().map(str::to_owned);
    let foot =
        [Some(source).filter(|source| !source.is_empty()), note, Some(format!("{} – {home}", config.title.get(code)))];
    let caption = Caption {
        description: joined(&[&description, &chart.summary()]),
        foot: foot.into_iter().flatten().collect(),
        title,
        below,
        address,
    };
    Some(picture(&chart, &caption).into_bytes())
}

/// Sentences behind each other.
fn joined(texts: &[&str]) -> String {
    let ended = |text: &&&str| !text.is_empty();
    let sentence = |text: &&str| match text.ends_with(['.', '!', '?', '…']) {
        true => (*text).to_owned(),
        false => format!("{text}."),
    };
    texts.iter().filter(ended).map(sentence).collect::<Vec<_>>().join(" ")
}

/// Writes the chart where a text has a picture of it.
pub fn figure(charted: &Charted, shown: &Picture, out: &mut String) {
    let Charted { chart, title, description, below, source, .. } = charted;
    let words = words(&chart.language).chart;
    let label = escape(&joined(&[&shown.alt, &chart.summary()]));
    if let Some(page) = &charted.page {
        return for_machines(charted, (&label, page), words, out);
    }
    out.push_str("<figure class=\"chart\">\n<figcaption><strong>");
    out.push_str(&escape(title));
    out.push_str("</strong>");
    if !below.is_empty() {
        out.push_str(&format!(" <span class=\"minor\">{}</span>", escape(&below.join(" · "))));
    }
    out.push_str("</figcaption>\n");
    drawing(chart, &label, out);
    for text in
        [Some(description.as_str()), shown.caption.as_deref()].into_iter().flatten().filter(|text| !text.is_empty())
    {
        out.push_str(&format!("<p>{}</p>\n", escape(text)));
    }
    let minor = joined(&[source, chart.note().unwrap_or_default()]);
    if !minor.is_empty() {
        out.push_str(&format!("<p class=\"minor\">{}</p>\n", escape(&minor)));
    }
    out.push_str(&format!("<details><summary>{}</summary>\n", words.table));
    table(charted, &shown.alt, words, out);
    let (href, name, sort) = &charted.file;
    let (href, name, sort) = (escape(href), escape(name), escape(sort));
    out.push_str(&format!(
        "<p><a href=\"{href}\" download>{name}</a> <span class=\"minor\">{sort}</span></p>\n</details>\n"
    ));
    if let Some(picture) = &charted.picture {
        let picture = escape(picture);
        out.push_str(&format!("<p class=\"minor\"><a href=\"{picture}\" download>{}</a></p>\n", words.picture));
    }
    out.push_str("</figure>\n");
}

/// The drawing in both widths. `label`: what it says to those who do not see it, as HTML.
pub fn drawing(chart: &Chart, label: &str, out: &mut String) {
    out.push_str(&format!("<div class=\"chart-drawing\" role=\"img\" aria-label=\"{label}\">\n"));
    // Without a style sheet that knows better, the one that fits anywhere is shown.
    for (class, width) in [("chart-narrow\"", NARROW), ("chart-wide\" hidden", WIDE)] {
        out.push_str(&format!("<div class=\"{class}>{}</div>\n", chart.draw(width).svg()));
    }
    out.push_str("</div>\n");
}

/// A chart inside a line of text: its name leads to the figures.
pub fn inline(charted: &Charted, shown: &Picture, out: &mut String) {
    out.push_str(&format!("<a href=\"{}\">{}</a>", escape(&charted.file.0), escape(&shown.alt)));
}

fn for_machines(charted: &Charted, (label, page): (&str, &str), words: &ChartWords, out: &mut String) {
    out.push_str("<figure>");
    if let Some(picture) = &charted.picture {
        out.push_str(&format!("<img src=\"{}\" alt=\"{label}\">", escape(picture)));
    }
    let below = if charted.below.is_empty() { String::new() } else { format!(" ({})", charted.below.join("; ")) };
    let words_of = joined(&[&format!("{}{below}", charted.title), &charted.description, &charted.source]);
    out.push_str(&format!(
        "<figcaption>{} <a href=\"{}\">{}</a></figcaption></figure>\n",
        escape(&words_of),
        escape(page),
        words.page
    ));
}

/// The figures that are drawn, in the order in which they are.
fn table(charted: &Charted, alt: &str, words: &ChartWords, out: &mut String) {
    let Charted { chart, title, .. } = charted;
    let title = escape(title);
    out.push_str(&format!(
        "<div class=\"table figures\" tabindex=\"0\" role=\"region\" aria-label=\"{}: {}\">\n<table>\n<caption>{title}",
        words.table,
        escape(alt)
    ));
    if !chart.unit.is_empty() {
        out.push_str(&format!(" <span class=\"minor\">{}: {}</span>", words.unit, escape(&chart.unit)));
    }
    out.push_str(&format!("</caption>\n<thead><tr><th scope=\"col\">{}</th>", escape(&charted.category)));
    for series in &chart.series {
        out.push_str(&format!("<th scope=\"col\" class=\"figure-cell\">{}</th>", escape(&series.name)));
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    for (at, category) in chart.categories.iter().enumerate() {
        out.push_str(&format!("<tr><th scope=\"row\">{}</th>", escape(&category.name)));
        for series in &chart.series {
            out.push_str("<td class=\"figure-cell\">");
            match series.values.get(at).and_then(Option::as_ref) {
                Some(value) => out.push_str(&value.shown(&chart.language)),
                None => out.push_str(&format!(
                    "<span aria-hidden=\"true\">–</span><span class=\"hidden\">{}</span>",
                    words.no_figure
                )),
            }
            out.push_str("</td>");
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n</div>\n");
}
