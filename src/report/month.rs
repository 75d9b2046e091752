//! A month in figures: turns the items of a month into how many there were by kind and by topic, beside the month before and the same
//! month of the year before, and who contributed.

use jiff::ToSpan;

use super::contributors;
use super::figure::growth;
use super::paper::{Cell, Column, Paper, Table};
use super::topics::Topics;
use super::{Reported, Shelf, period_words, word};
use crate::diag::Finding;
use crate::model::PageView;
use crate::tally::period::Period;
use crate::time::month_name;

/// The month, the one before, the same of the year before.
struct Months([Option<Period>; 3]);

impl Months {
    fn of(reported: &Reported) -> Months {
        let first = reported.period.from;
        let whole = |months: i64| {
            let day = first.checked_sub(months.months()).ok()?;
            Period::new(day, day.last_of_month(), &reported.zone)
        };
        Months([Some(reported.period.clone()), whole(1), whole(12)])
    }

    fn counts(&self, shelf: &Shelf, fits: impl Fn(&PageView) -> bool) -> [i64; 3] {
        let count = |period: &Option<Period>| {
            let period = period.as_ref();
            period.map_or(0, |period| shelf.within(period).filter(|(page, _)| fits(page)).count())
        };
        [0, 1, 2].map(|at| i64::try_from(count(&self.0[at])).unwrap_or(i64::MAX))
    }
}

pub fn paper(reported: &Reported, findings: &mut Vec<Finding>) -> Paper {
    let language = reported.language;
    let (year, month) = (reported.period.from.year(), reported.period.from.month());
    let title = word(language, "Hoạt động của Cổng: {month}", "The portal: {month}");
    let mut paper = Paper::new("month", &title.replace("{month}", &month_name(year, month, language)));
    paper.say(period_words(&reported.period, language));
    let shelf = Shelf::new(reported.all, reported.at);
    let topics = Topics::read(reported.files, reported.all, findings);
    findings.extend(shelf.within(&reported.period).filter_map(|(page, _)| topics.unknown(&page)));
    let months = Months::of(reported);
    let site = reported.all;
    let mut rows = vec![row(word(language, "Tổng số", "All"), months.counts(&shelf, |_| true))];
    for kind in site.kinds.all().iter().filter(|kind| kind.dated && !kind.name.starts_with('_')) {
        rows.push(row(kind.plural.get(language), months.counts(&shelf, |page| page.kind().name == kind.name)));
    }
    rows.retain(|row| row.iter().any(|cell| matches!(cell, Cell::Count(count) if *count > 0)));
    paper.table(table("kinds", word(language, "Theo loại", "By kind"), rows, language));
    let of_topics =
        topics.0.iter().map(|topic| row(topic.name.get(language), months.counts(&shelf, |page| topic.has(page))));
    let caption = word(
        language,
        "Theo nhóm báo cáo (một thông tin có thể thuộc nhiều nhóm)",
        "By topic (an item may belong to several)",
    );
    paper.table(table("topics", caption, of_topics.collect(), language));
    let of_languages = site
        .languages()
        .map(|code| row(site.language(code), months.counts(&shelf, |page| page.document().language == code)));
    paper.table(table("languages", word(language, "Theo ngôn ngữ", "By language"), of_languages.collect(), language));
    paper.table(contributors::table(site, shelf.within(&reported.period), language));
    paper
}

fn row(name: &str, [now, before, last_year]: [i64; 3]) -> Vec<Cell> {
    vec![
        Cell::text(name),
        Cell::Count(now),
        Cell::Count(before),
        Cell::share(growth(now, before)),
        Cell::Count(last_year),
        Cell::share(growth(now, last_year)),
    ]
}

fn table(id: &'static str, caption: &str, rows: Vec<Vec<Cell>>, language: &str) -> Table {
    let columns = vec![
        Column::new("name", ""),
        Column::number("items", word(language, "Tháng này", "This month")),
        Column::number("before", word(language, "Tháng trước", "Month before")),
        Column::number("growth", word(language, "Tăng, giảm", "Change")),
        Column::number("year_before", word(language, "Cùng kỳ năm trước", "A year before")),
        Column::number("year_growth", word(language, "Tăng, giảm so cùng kỳ", "Change in a year")),
    ];
    Table::new(id, caption, columns, rows)
}
