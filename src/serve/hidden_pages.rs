//! Turns a site that shows everything into what the preview says of pages that are hidden from readers.
//!
//! The verdicts are those of a build for publishing, so what stands below a withheld section, or translates
//! a withheld page, is told like it.

use crate::load::stage::Stage;
use crate::model::gate::Verdict;
use crate::model::{PageId, Site};

/// By page.
#[derive(Default)]
pub struct HiddenPages(Vec<Verdict>);

/// In Vietnamese and English.
pub struct Words(&'static str, &'static str);

impl Words {
    pub fn get(&self, language: &str) -> &'static str {
        if language == "vi" { self.0 } else { self.1 }
    }
}

impl HiddenPages {
    pub fn of(site: &Site) -> HiddenPages {
        HiddenPages(site.verdicts())
    }

    /// On links to it; `None` where readers see the page.
    pub fn badge(&self, page: PageId) -> Option<Words> {
        self.said(page).map(|(badge, _)| badge)
    }

    /// Above it.
    pub fn bar(&self, page: PageId) -> Option<Words> {
        self.said(page).map(|(_, bar)| bar)
    }

    fn said(&self, page: PageId) -> Option<(Words, Words)> {
        let said = match self.0.get(page.0 as usize)? {
            Verdict::Public => return None,
            Verdict::Draft => (
                Words("Bản nháp", "Draft"),
                Words("Bản nháp: người đọc chưa thấy trang này.", "Draft: readers do not see this page."),
            ),
            Verdict::Unapproved(stage) => of_stage(*stage),
            Verdict::NotYet(_) => (
                Words("Hẹn giờ đăng", "Scheduled"),
                Words("Hẹn giờ đăng: người đọc chưa thấy trang này.", "Scheduled: readers do not see this page yet."),
            ),
            Verdict::Expired(_) => (
                Words("Đã gỡ", "Taken down"),
                Words("Đã gỡ: người đọc không còn thấy trang này.", "Taken down: readers no longer see this page."),
            ),
            Verdict::SourceWithheld => (
                Words("Chưa công khai", "Withheld"),
                Words(
                    "Bản gốc chưa công khai: người đọc không thấy trang này.",
                    "The page that it translates is withheld: readers do not see this page.",
                ),
            ),
            Verdict::SectionWithheld => (
                Words("Chưa công khai", "Withheld"),
                Words(
                    "Chuyên mục chưa công khai: người đọc không thấy trang này.",
                    "Its section is withheld: readers do not see this page.",
                ),
            ),
        };
        Some(said)
    }
}

/// The badge and the bar of a page that nobody has approved.
fn of_stage(stage: Stage) -> (Words, Words) {
    match stage {
        Stage::Draft => (
            Words("Bản nháp", "Draft"),
            Words("Bản nháp: người đọc chưa thấy trang này.", "Draft: readers do not see this page."),
        ),
        Stage::Editing => (
            Words("Đang biên tập", "In editing"),
            Words(
                "Đang biên tập, chờ duyệt: người đọc chưa thấy trang này.",
                "In editing, not approved yet: readers do not see this page.",
            ),
        ),
        Stage::Unapproved => (
            Words("Chưa duyệt", "Not approved"),
            Words("Chưa được duyệt: người đọc chưa thấy trang này.", "Not approved: readers do not see this page."),
        ),
    }
}
