//! Questions of citizens in a period: turns them into who answers how fast, and which wait or were answered late, in working days by the
//! portal's own file of holidays.

use std::collections::BTreeMap;

use super::paper::{Cell, Column, Paper, Table};
use super::{Reported, Shelf, period_words, word};
use crate::load::workdays::{Holidays, USUAL_DAYS};
use crate::model::PageView;
use crate::tally::question::{Question, is_question};
use crate::time::short_date;

/// The report, and how many questions wait too long.
pub fn paper(reported: &Reported, only_late: bool) -> (Paper, usize) {
    let language = reported.language;
    // What is wrong with the file of holidays the audit has told.
    let holidays = Holidays::read(reported.files, &mut Vec::new());
    let own = Shelf::new(reported.all, reported.at);
    let mut all: Vec<Question> = own
        .all()
        .filter(|(page, _)| is_question(page))
        .filter_map(|(page, _)| question(page, reported, &holidays))
        .collect();
    all.sort_by(|a, b| (b.days, &a.page.document().source).cmp(&(a.days, &b.page.document().source)));
    let waiting = all.iter().filter(|own| own.answered.is_none() && own.is_late()).count();
    let mut paper = Paper::new("qa", word(language, "Hỏi - Đáp công dân", "Questions of citizens"));
    let text = word(
        language,
        "Hạn trả lời: {days} ngày làm việc. {waiting} câu quá hạn chưa trả lời.",
        "To be answered within {days} working days. {waiting} are overdue.",
    );
    let late = || {
        let to = short_date(reported.period.to, language);
        word(language, "Mọi câu quá hạn đến hết ngày {to}", "All that are overdue by {to}").replace("{to}", &to)
    };
    let period = if only_late { late() } else { period_words(&reported.period, language) };
    paper.say(
        format!("{period}. ")
            + &text.replace("{days}", &USUAL_DAYS.to_string()).replace("{waiting}", &waiting.to_string()),
    );
    if !only_late {
        paper.table(by_agency(&all, reported, language));
    }
    let shown = all.iter().filter(|own| !only_late || own.is_late());
    paper.table(each(shown, language));
    (paper, waiting)
}

/// Received up to the end of the period, and then either open or answered in it.
fn question<'a>(page: PageView<'a>, reported: &Reported, holidays: &Holidays) -> Option<Question<'a>> {
    let question = Question::of(page, reported.period.to, holidays)?;
    question.answered.is_none_or(|day| day >= reported.period.from).then_some(question)
}

fn by_agency(all: &[Question], reported: &Reported, language: &str) -> Table {
    let mut own: BTreeMap<&str, [i64; 3]> = BTreeMap::new();
    for question in all {
        for id in question.page.texts("agency") {
            let row = own.entry(id).or_default();
            row[0] += 1;
            row[1] += i64::from(question.answered.is_some());
            row[2] += i64::from(question.is_late());
        }
    }
    let columns = vec![
        Column::new("agency", word(language, "Cơ quan trả lời", "Answering agency")),
        Column::number("questions", word(language, "Câu hỏi", "Questions")),
        Column::number("answered", word(language, "Đã trả lời", "Answered")),
        Column::number("late", word(language, "Quá hạn", "Late")),
    ];
    let agencies = reported.all.config.agencies.iter();
    let rows = agencies.filter_map(|agency| {
        let [questions, answered, late] = own.get(agency.id.as_str())?;
        let name = Cell::text(agency.name.get(language));
        Some(vec![name, Cell::Count(*questions), Cell::Count(*answered), Cell::Count(*late)])
    });
    Table::new("agencies", word(language, "Theo cơ quan", "By agency"), columns, rows.collect())
}

fn each<'q, 'a: 'q>(questions: impl Iterator<Item = &'q Question<'a>>, language: &str) -> Table {
    let columns = vec![
        Column::number("days", word(language, "Ngày làm việc", "Working days")),
        Column::new("title", word(language, "Câu hỏi", "Question")),
        Column::new("received", word(language, "Tiếp nhận", "Received")),
        Column::new("forwarded", word(language, "Chuyển", "Forwarded")),
        Column::new("answered", word(language, "Trả lời", "Answered")),
        Column::new("state", word(language, "Tình trạng", "State")),
        Column::new("file", word(language, "Tệp", "File")),
    ];
    let row = |own: &Question| {
        let state = match (own.answered.is_some(), own.is_late()) {
            (false, true) => word(language, "quá hạn", "overdue"),
            (false, false) => word(language, "đang chờ", "waiting"),
            (true, true) => word(language, "trả lời muộn", "answered late"),
            (true, false) => word(language, "đúng hạn", "in time"),
        };
        vec![
            Cell::Count(own.days),
            Cell::text(&*own.page.document().title),
            Cell::Date(own.received),
            Cell::date(own.forwarded),
            Cell::date(own.answered),
            Cell::text(state),
            Cell::text(own.page.document().source.as_str()),
        ]
    };
    Table::new(
        "questions",
        word(language, "Từng câu hỏi", "Question by question"),
        columns,
        questions.map(row).collect(),
    )
}
