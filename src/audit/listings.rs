//! What an audit lists below its rows, whatever profile is asked for: one list for each sort of thing that somebody looks after.

use std::collections::BTreeSet;

use super::context::{Context, FIRST};
use super::obligation::Proof;
use super::profiles::Owed;
use super::report::{Entry, Listing, both};
use super::{numbers, people, questions, staleness, translations};
use crate::diag::{Finding, Message, catalog};
use crate::load::workdays;
use crate::model::PageView;

/// Days after which a contact is tried again, where the portal says nothing.
pub const CONTACT_DAYS: u32 = 180;
const RESULT_DAYS: u32 = 30;
const NOTICE_DAYS: u32 = 7;

/// Kinds with a number or an address that somebody has to try: all that have the day of it.
const VERIFIED: &str = "verified_on";

pub fn all(context: &Context, owed: &[Owed]) -> Vec<Listing> {
    let proofs = || owed.iter().flat_map(|(_, obligation)| &obligation.proofs);
    let answered = proofs().find_map(|proof| if let Proof::Answered(days) = proof { Some(*days) } else { None });
    let results = proofs().find_map(|proof| if let Proof::Results(days) = proof { Some(*days) } else { None });
    let notice = proofs().find_map(|proof| if let Proof::Notice(days) = proof { Some(*days) } else { None });
    let listing = |id, title, entries| Listing { id, title, entries };
    let mut listings = vec![
        listing(
            "sections",
            ("Chuyên mục theo ngày cập nhật", "Sections by their last item"),
            staleness::sections(context),
        ),
        listing(
            "agencies",
            ("Cơ quan theo ngày cập nhật", "Agencies by their last item"),
            staleness::agencies(context),
        ),
        listing("contacts", ("Đầu mối, đơn vị quá hạn kiểm tra", "Contacts not checked in time"), contacts(context)),
        listing(
            "numbers",
            ("Số điện thoại không có trong danh bạ", "Telephone numbers of no contact"),
            context.numbers.get_or_init(|| numbers::nobodys(context)).clone(),
        ),
        listing(
            "questions",
            ("Câu hỏi chưa trả lời (ngày làm việc)", "Questions without an answer (working days)"),
            questions::unanswered(context, answered.unwrap_or(workdays::USUAL_DAYS)),
        ),
        listing(
            "consultations",
            ("Lấy ý kiến đã đóng, chưa có kết quả", "Consultations that closed without a result"),
            questions::without_result(context, results.unwrap_or(RESULT_DAYS)),
        ),
        listing("posts", ("Vị trí khuyết, trùng trong bộ máy", "Posts vacant or held twice"), people::posts(context)),
        listing(
            "translations",
            ("Bản dịch cũ hơn bản gốc", "Translations of an earlier text"),
            translations::drift(context).into_iter().filter(|entry| entry.late).collect(),
        ),
        listing(
            "notices",
            ("Thông báo tạm ngừng đăng muộn", "Notices of downtime that came late"),
            questions::late_notices(context, notice.unwrap_or(NOTICE_DAYS)),
        ),
        listing(
            "corrections",
            ("Đính chính không dẫn tới bài sai", "Corrections that lead to nothing"),
            questions::loose_corrections(context),
        ),
        listing(
            "documents",
            ("Dẫn tới văn bản không có trên cổng", "References to documents that are not here"),
            told(context, &catalog::LINK_DOCUMENT),
        ),
    ];
    listings.retain(|listing| !listing.entries.is_empty());
    listings
}

/// Pages that say when they were checked, or could and do not, and were not in time.
fn contacts(context: &Context) -> Vec<Entry> {
    let days = context.settings.contact_days.unwrap_or(CONTACT_DAYS);
    let since = context.days_ago(days);
    let has_field = |page: &PageView| page.kind().index_of(VERIFIED).is_some();
    let own = context
        .site
        .all_pages()
        .filter(|page| page.document().language == FIRST && has_field(page) && !page.is_section() && !page.is_guest());
    let mut entries: Vec<Entry> = own
        .filter_map(|page| {
            let day = page.moment(VERIFIED).map(|moment| moment.date());
            let entry = Entry { date: day, days: day.map(|day| context.age(day)), late: true, ..context.entry(&page) };
            let what = match day {
                None => both("chưa ghi ngày kiểm tra", "never checked"),
                Some(_) => both(format!("quá {days} ngày"), format!("more than {days} days")),
            };
            day.is_none_or(|day| day < since).then_some(Entry { what, ..entry })
        })
        .collect();
    entries.sort_by(|a, b| (a.date, &a.file).cmp(&(b.date, &b.file)));
    entries
}

/// What a build tells, with its place.
fn told(context: &Context, message: &'static Message) -> Vec<Entry> {
    let own = context.findings.iter().filter(|finding| finding.message.code == message.code);
    let entry = |finding: &Finding| {
        let page =
            context.site.by_source(&crate::path::SourcePath::new(&*finding.file)).map(|id| context.site.page(id));
        let known = page.map_or_else(|| context.entry_of_site(&*finding.file), |page| context.entry(&page));
        let line = finding.span.map(|span| format!(":{}", span.line)).unwrap_or_default();
        let what = both(finding.text("vi"), finding.text("en"));
        Entry { file: format!("{}{line}", finding.file), late: true, what, ..known }
    };
    own.map(entry).collect()
}

/// Years in which a question waited and of which the portal has no holidays.
pub fn unknown_years(context: &Context) -> Option<Finding> {
    let open = context.shelf.of_kind("question", FIRST).filter(|page| page.get("answered").is_none());
    let received = open.filter_map(|page| page.moment("received"));
    let years: BTreeSet<i16> = received
        .flat_map(|moment| context.holidays.unknown(moment.date(), context.today).collect::<Vec<_>>())
        .collect();
    let first = years.first()?.to_string();
    let named = years.iter().map(i16::to_string).collect::<Vec<_>>().join(", ");
    Some(Finding::new(&catalog::AUDIT_HOLIDAYS, workdays::FILE).with("years", named).with("year", first))
}
