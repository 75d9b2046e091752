//! Progress against the targets of a year: turns the plan of `content/_report/2024.toml`, the items of this portal and what other portals
//! report of themselves into who is where, month by month, and who falls behind an even pace.

use jiff::civil::Date;

use super::figure::share;
use super::paper::{Cell, Column, Paper, Table};
use super::year_file::YearData;
use super::{Reported, Shelf, word};
use crate::text::number::count;
use crate::time::short_date;

const MONTHS: usize = 12;

/// A portal with its target and what it has.
struct Row {
    name: String,
    target: i64,
    months: Vec<i64>,
    /// In place of their sum, where the file of the year has a figure with its source.
    given: Option<i64>,
    /// The day up to which that was counted.
    as_of: Date,
}

impl Row {
    fn done(&self) -> i64 {
        self.given.unwrap_or_else(|| self.counted())
    }

    fn counted(&self) -> i64 {
        self.months.iter().fold(0, |sum, count| sum.saturating_add(*count))
    }

    /// What an even pace comes to by then.
    fn pace(&self, year: i16) -> i64 {
        let Ok(first) = Date::new(year, 1, 1) else { return 0 };
        let days = i64::from((self.as_of - first).get_days()).clamp(-1, 365) + 1;
        let all = i64::from(first.days_in_year());
        i64::try_from(i128::from(self.target) * i128::from(days.min(all)) / i128::from(all)).unwrap_or(i64::MAX)
    }
}

pub fn paper(reported: &Reported, data: &YearData) -> Paper {
    let language = reported.language;
    let year = reported.period.year();
    let title = word(language, "Tiến độ chỉ tiêu năm {year}", "Progress against the targets of {year}");
    let mut paper = Paper::new("targets", &title.replace("{year}", &year.to_string()));
    let rows = rows(reported, data);
    if rows.is_empty() {
        let text = word(
            language,
            "Năm {year} chưa có chỉ tiêu. Ghi vào {file}: [plan] rồi items = …, source = \"…\", date = \"…\".",
            "There is no target for {year}. Write into {file}: [plan], then items = …, source = \"…\", date = \"…\".",
        );
        paper.say(text.replace("{year}", &year.to_string()).replace("{file}", &data.file));
        return paper;
    }
    let to = short_date(reported.period.to, language);
    paper.say(word(language, "Tính đến ngày {to}.", "Up to {to}.").replace("{to}", &to));
    let behind: Vec<&Row> = rows.iter().filter(|row| row.done() < row.pace(year)).collect();
    let text = if behind.is_empty() {
        word(language, "Không cổng nào chậm tiến độ.", "No portal is behind.").to_owned()
    } else {
        let name = |row: &&Row| format!("{} ({})", row.name, count(row.pace(year) - row.done(), language));
        let names: Vec<String> = behind.iter().map(name).collect();
        let lead = word(language, "Chậm tiến độ (thiếu bao nhiêu thông tin): ", "Behind (by how many items): ");
        format!("{lead}{}.", names.join("; "))
    };
    paper.say(text);
    if let Some(own) = rows.first().filter(|own| own.given.is_some()) {
        let text = word(
            language,
            "Số đã đạt của Cổng này lấy theo {file}, như báo cáo năm; đếm theo ngày đăng trên Cổng được {n}, chia theo tháng ở bảng sau.",
            "What this portal has is taken from {file}, as in the yearly report; counted by date on the portal it is {n}, by month in the second table.",
        );
        paper.say(text.replace("{file}", &data.file).replace("{n}", &count(own.counted(), language)));
    }
    paper.table(progress(&rows, year, language));
    paper.table(monthly(&rows, language));
    paper
}

fn rows(reported: &Reported, data: &YearData) -> Vec<Row> {
    let language = reported.language;
    let Some(plan) = &data.read.plan else { return Vec::new() };
    let mut months = vec![0; MONTHS];
    for (_, came) in Shelf::new(reported.all, reported.at).within(&reported.period) {
        if let Some(count) = months.get_mut(usize::from(came.month().unsigned_abs()).saturating_sub(1)) {
            *count += 1;
        }
    }
    let own = reported.site.config.title.get(language).to_owned();
    // As the yearly report does.
    let given = data.read.figures.get("items").filter(|items| !items.source.is_empty()).map(|items| items.value);
    let mut rows = vec![Row { name: own, target: plan.items, months, given, as_of: reported.period.to }];
    for component in &data.read.components {
        let Some(target) = component.items.or(plan.component_items).filter(|target| *target > 0) else { continue };
        let said = if component.date.len() == 7 { format!("{}-01", component.date) } else { component.date.clone() };
        let said: Option<Date> = said.parse().ok();
        let said = said.map(|day| if component.date.len() == 7 { day.last_of_month() } else { day });
        rows.push(Row {
            name: component.name.get(language).to_owned(),
            target,
            months: component.months.clone(),
            given: None,
            as_of: said.filter(|day| *day < reported.period.to).unwrap_or(reported.period.to),
        });
    }
    rows
}

fn progress(rows: &[Row], year: i16, language: &str) -> Table {
    let columns = vec![
        Column::new("portal", word(language, "Cổng, trang", "Portal")),
        Column::number("target", word(language, "Chỉ tiêu", "Target")),
        Column::number("done", word(language, "Đã đạt", "Done")),
        Column::number("share", word(language, "Tỷ lệ", "Share")),
        Column::number("pace", word(language, "Theo tiến độ đều", "Even pace")),
        Column::number("behind", word(language, "Còn chậm", "Behind by")),
        Column::new("as_of", word(language, "Số liệu đến", "As of")),
    ];
    let row = |row: &Row| {
        let (done, pace) = (row.done(), row.pace(year));
        vec![
            Cell::text(&row.name),
            Cell::Count(row.target),
            Cell::Count(done),
            Cell::share(share(done, row.target)),
            Cell::Count(pace),
            if done < pace { Cell::Count(pace - done) } else { Cell::Nothing },
            Cell::Date(row.as_of),
        ]
    };
    Table::new("progress", word(language, "Tiến độ", "Progress"), columns, rows.iter().map(row).collect())
}

fn monthly(rows: &[Row], language: &str) -> Table {
    const IDS: [&str; MONTHS] = ["m01", "m02", "m03", "m04", "m05", "m06", "m07", "m08", "m09", "m10", "m11", "m12"];
    let mut columns = vec![Column::new("portal", word(language, "Cổng, trang", "Portal"))];
    columns.extend(IDS.iter().map(|id| Column::number(id, id.trim_start_matches(['m', '0']))));
    let row = |row: &Row| {
        let month = |at| row.months.get(at).map_or(Cell::Nothing, |count| Cell::Count(*count));
        [Cell::text(&row.name)].into_iter().chain((0..MONTHS).map(month)).collect()
    };
    Table::new("months", word(language, "Theo tháng", "By month"), columns, rows.iter().map(row).collect())
}
