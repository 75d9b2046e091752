//! Holds a proof against the pages of an obligation and against the portal: turns it into what is wanting, if anything.

use super::asked::{Asked, first};
use super::obligation::Proof;
use super::report::{Entry, Shortfall, State, both};
use super::{matrix, numbers, pages, people, portal, questions, scripts, translations};
use crate::diag::phrases::Words;

/// `None` where the proof holds.
pub fn shortfall(asked: &Asked, proof: &Proof) -> Option<Shortfall> {
    let Asked { context, pages, .. } = asked;
    match proof {
        Proof::Items(least) => pages::items(asked, *least),
        // Of pages that are not there, all that follows is true.
        _ if proof.is_about_pages() && pages.is_empty() => None,
        Proof::Fields(fields) => pages::fields(asked, fields),
        Proof::Files => pages::files(asked),
        Proof::Newest(days) => pages::newest(asked, asked.newest.unwrap_or(*days)),
        Proof::Yearly(years) => pages::yearly(asked, *years),
        Proof::Units(units) => matrix::shortfall(asked, units),
        Proof::Footer => portal::footer(asked),
        Proof::Headings(rows) => pages::headings(asked, rows),
        Proof::Links(hosts) => portal::links(asked, hosts),
        Proof::Unindexed => pages::unindexed(asked),
        Proof::Impersonal => pages::impersonal(asked),
        Proof::Verified(days) => pages::verified(asked, *days),
        Proof::Posts => {
            let posts: Vec<Entry> = people::posts(context).into_iter().filter(|post| post.late).collect();
            some_of(&posts, both("vị trí trong bộ máy", "posts"), people::next())
        }
        Proof::Answered(days) => {
            late(&questions::unanswered(context, *days), both("câu hỏi quá hạn", "questions"), questions::answer())
        }
        Proof::Results(days) => {
            let what = both("đợt lấy ý kiến chưa có kết quả", "consultations without a result");
            late(&questions::without_result(context, *days), what, questions::publish_result())
        }
        Proof::Notice(days) => {
            let what = both("thông báo tạm ngừng đăng muộn", "notices of downtime that came late");
            late(&questions::late_notices(context, *days), what, questions::notice_earlier())
        }
        Proof::Corrections => {
            let what = both("đính chính chưa dẫn tới bài sai", "corrections that lead to nothing");
            late(&questions::loose_corrections(context), what, questions::link_correction())
        }
        Proof::Numbers => {
            let nobodys = context.numbers.get_or_init(|| numbers::nobodys(context));
            late(nobodys, both("trang có số điện thoại lạ", "pages with numbers of nobody"), numbers::next())
        }
        Proof::Translated => {
            let drift = translations::drift(context);
            late(&drift, both("bản dịch cũ hơn bản gốc", "translations of an earlier text"), translations::next())
        }
        Proof::Https => portal::https(context),
        Proof::NoHttp => scripts::over_http(context),
        Proof::Scripts(hosts) => scripts::unknown(context, hosts),
        Proof::Makes(function) => portal::makes(context, *function),
        Proof::Findings(codes) => portal::findings(context, codes),
    }
}

impl Proof {
    /// Whether it asks something of each page of the obligation.
    fn is_about_pages(&self) -> bool {
        use Proof::{Fields, Files, Footer, Headings, Impersonal, Newest, Unindexed, Verified};
        matches!(self, Fields(_) | Files | Footer | Headings(_) | Impersonal | Newest(_) | Unindexed | Verified(_))
    }
}

fn late(entries: &[Entry], what: Words, next: Words) -> Option<Shortfall> {
    let late: Vec<Entry> = entries.iter().filter(|entry| entry.late).cloned().collect();
    some_of(&late, what, next)
}

fn some_of(entries: &[Entry], (vi, en): Words, next: Words) -> Option<Shortfall> {
    let files: Vec<&str> = entries.iter().map(|entry| entry.file.as_str()).collect();
    let count = entries.len();
    let what = both(format!("{count} {vi}: {}", first(&files, "vi")), format!("{count} {en}: {}", first(&files, "en")));
    (count > 0).then_some(Shortfall { state: State::Stale, what, next })
}
