//! A question of a citizen as it is counted: turns its page into its days, and how many working days the answer took or is waited for.

use jiff::civil::Date;

use crate::load::workdays::{Holidays, USUAL_DAYS};
use crate::model::PageView;

pub struct Question<'a> {
    pub page: PageView<'a>,
    pub received: Date,
    pub forwarded: Option<Date>,
    pub answered: Option<Date>,
    /// Working days that it took, or has waited.
    pub days: i64,
}

/// Whether a page is one that counts: translations do not.
pub fn is_question(page: &PageView) -> bool {
    page.kind().name == "question" && page.document().language == 0
}

impl<'a> Question<'a> {
    /// As it stood at the end of a day; `None` if it had not been received.
    pub fn of(page: PageView<'a>, to: Date, holidays: &Holidays) -> Option<Question<'a>> {
        let day = |field: &str| page.moment(field).map(|moment| moment.date()).filter(|day| *day <= to);
        let (received, answered) = (day("received")?, day("answered"));
        let days = holidays.between(received, answered.unwrap_or(to));
        Some(Question { page, received, forwarded: day("forwarded"), answered, days })
    }

    pub fn is_late(&self) -> bool {
        self.days > i64::from(USUAL_DAYS)
    }
}
