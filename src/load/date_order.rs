//! Turns the dates of one page into findings where they contradict each other.

use super::document::Value;
use super::kinds::{DateRole, FieldIndex, Kind};
use crate::diag::{Message, catalog};
use crate::time::Moment;

/// A contradiction: which message, and the names of the fields that come too late and too early.
pub struct Reversed<'k> {
    pub message: &'static Message,
    pub first: &'k str,
    pub last: &'k str,
    /// What comes of it and what to do, in Vietnamese and English.
    pub next: (&'static str, &'static str),
}

pub const CHECK: (&str, &str) = ("Kiểm tra lại hai ngày.", "Check the two dates.");
const NEVER: (&str, &str) = (
    "Trang sẽ không hiện lúc nào, vì được gỡ trước khi đăng: kiểm tra lại hai ngày.",
    "The page would never be shown, since it is taken down before it appears: check the two dates.",
);
const NEVER_URGENT: (&str, &str) = (
    "Thông báo khẩn cấp này sẽ không hiện trên đầu trang nào, vì hết trước khi đăng: kiểm tra lại hai ngày.",
    "This urgent notice would never stand on any page, since it is over before it appears: check the two dates.",
);
const UPDATED: (&str, &str) = (
    "Kiểm tra lại hai ngày; từ khi đăng chưa sửa gì thì xóa dòng updated.",
    "Check the two dates; if nothing was changed since, delete the line updated.",
);

pub fn findings<'k>(kind: &'k Kind, values: &[(FieldIndex, Value)]) -> Vec<Reversed<'k>> {
    let moment = |index: Option<FieldIndex>| -> Option<(&'k str, Moment)> {
        let index = index?;
        let value = values.iter().find(|(field, _)| *field == index).and_then(|(_, value)| value.as_moment())?;
        Some((&kind.field(index).name, value))
    };
    let of = |role| moment(kind.by_role(role));
    let named = |name: &str| moment(kind.index_of(name));
    let mut found = Vec::new();
    let mut note = |message, first: &'k str, last: &'k str, next| found.push(Reversed { message, first, last, next });
    for (first, last) in [(DateRole::Opens, DateRole::Closes), (DateRole::Effective, DateRole::Expires)] {
        if let (Some((first, start)), Some((last, end))) = (of(first), of(last))
            && end.is_over_before(&start)
        {
            note(&catalog::DATES_REVERSED, first, last, CHECK);
        }
    }
    // What is scheduled appears then, everything else on its date.
    let Some((first, appears)) = of(DateRole::Publish).or_else(|| named("date")) else { return found };
    if let Some((last, gone)) = of(DateRole::Withdraw)
        && gone.starts <= appears.starts
    {
        note(&catalog::DATES_REVERSED, first, last, NEVER);
    }
    if let Some((last, ends)) = kind.urgent_end(values).filter(|_| kind.is_urgent(values))
        && ends <= appears.starts
        && kind.by_role(DateRole::Withdraw) != Some(last)
    {
        note(&catalog::DATES_REVERSED, first, &kind.field(last).name, NEVER_URGENT);
    }
    if let Some((last, updated)) = named("updated")
        && updated.ends() <= appears.starts
    {
        note(&catalog::UPDATED_EARLY, first, last, UPDATED);
    }
    found
}
