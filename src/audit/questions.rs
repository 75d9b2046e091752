//! What citizens wait for: questions without an answer, consultations without a result, downtime that was told too late,
//! corrections that lead to nothing.

use super::context::{Context, FIRST};
use super::report::{Entry, both};
use crate::diag::phrases::Words;
use crate::load::document::Value;
use crate::model::PageView;
use crate::time::short_date;

const QUESTION: &str = "question";
const CONSULTATION: &str = "consultation";
const NOTICE: &str = "notice";

pub fn answer() -> Words {
    both(
        "Đôn đốc cơ quan trả lời; có trả lời thì viết vào trang và điền answered.",
        "Ask the agency; write its answer into the page and fill in answered.",
    )
}

pub fn publish_result() -> Words {
    both(
        "Đặt báo cáo tiếp thu, giải trình cạnh trang và điền result.",
        "Put the report on the comments beside the page and fill in result.",
    )
}

pub fn notice_earlier() -> Words {
    both(
        "Lần sau đăng sớm hơn, trước ít nhất 7 ngày làm việc.",
        "Publish the next one earlier, at least 7 working days before.",
    )
}

pub fn link_correction() -> Words {
    both(
        "Ở bài đính chính ghi correction_of (tin bài) hoặc related (thông báo): tệp của bài sai; bài sai sẽ tự dẫn lại.",
        "In the correction write correction_of (articles) or related (notices): the file of what was wrong, which then leads back.",
    )
}

/// Every question without an answer, the oldest first.
pub fn unanswered(context: &Context, days: u32) -> Vec<Entry> {
    let open = context.shelf.of_kind(QUESTION, FIRST).filter(|page| page.get("answered").is_none());
    let entry = |page: PageView| {
        let received = page.moment("received")?.date();
        let waited = context.holidays.between(received, context.today);
        let forwarded = page.moment("forwarded").map(|moment| moment.date());
        let what = match forwarded {
            Some(day) => both(
                format!("chuyển ngày {}", short_date(day, "vi")),
                format!("forwarded on {}", short_date(day, "en")),
            ),
            None => both("chưa chuyển cơ quan trả lời", "not forwarded yet"),
        };
        let late = waited > i64::from(days);
        Some(Entry { date: Some(received), days: Some(waited), late, what, ..context.entry(&page) })
    };
    sorted(open.filter_map(entry).collect())
}

/// Consultations that are over and have no result.
pub fn without_result(context: &Context, days: u32) -> Vec<Entry> {
    let all = context.shelf.of_kind(CONSULTATION, FIRST).filter(|page| page.get("result").is_none());
    let entry = |page: PageView| {
        let closed = page.moment("closes")?.date();
        let since = context.age(closed);
        let what = both("đã đóng, chưa có báo cáo tiếp thu", "closed, without a report on the comments");
        let late = since > i64::from(days);
        Some(Entry { date: Some(closed), days: Some(since), late, what, ..context.entry(&page) }).filter(|_| since > 0)
    };
    sorted(all.filter_map(entry).collect())
}

/// Notices of downtime that were published less than so many working days before it begins (NĐ 64/2007 Đ16, NĐ 224/2026 Đ13).
pub fn late_notices(context: &Context, days: u32) -> Vec<Entry> {
    let all = context.shelf.of_kind(NOTICE, FIRST).filter(|page| is(page, "type", "gian-doan"));
    let entry = |page: PageView| {
        let (published, starts) = (page.date?.date(), page.moment("starts")?.date());
        let before = context.holidays.between(published, starts);
        let late = before < i64::from(days);
        let what =
            both(format!("đăng trước {before} ngày làm việc"), format!("published {before} working days before"));
        Some(Entry { date: Some(published), days: Some(before), late, what, ..context.entry(&page) }).filter(|_| late)
    };
    sorted(all.filter_map(entry).collect())
}

/// Notices of correction that name nothing. What they name shows them by itself, so a correction is linked both ways or not at all.
pub fn loose_corrections(context: &Context) -> Vec<Entry> {
    let all = context.shelf.of_kind(NOTICE, FIRST).filter(|page| is(page, "type", "dinh-chinh"));
    let loose = all.filter(|page| page.get("related").is_none() && page.get("correction_of").is_none());
    let what = both("không dẫn tới bài được đính chính", "does not lead to what it corrects");
    sorted(
        loose
            .map(|page| Entry { late: true, what: what.clone(), date: context.last(&page), ..context.entry(&page) })
            .collect(),
    )
}

fn is(page: &PageView, field: &str, option: &str) -> bool {
    let kind = page.kind();
    match page.get(field) {
        Some(Value::Choice(chosen)) => {
            let field = kind.index_of(field).map(|index| kind.field(index));
            field.and_then(|field| field.options.get(usize::from(*chosen))).is_some_and(|own| own.id == option)
        }
        _ => false,
    }
}

/// What is late first, then by date.
fn sorted(mut entries: Vec<Entry>) -> Vec<Entry> {
    entries.sort_by(|a, b| (!a.late, a.date, &a.file).cmp(&(!b.late, b.date, &b.file)));
    entries
}
