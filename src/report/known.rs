//! The figures of the yearly report that the program has sentences for: turns an id into its name and its unit.

use super::figure::Unit;

pub struct Known {
    pub id: &'static str,
    pub vi: &'static str,
    pub en: &'static str,
    pub unit: Unit,
    /// Where neither pages nor a file have it, that is told.
    pub wanted: bool,
}

const fn known(id: &'static str, vi: &'static str, en: &'static str, unit: Unit, wanted: bool) -> Known {
    Known { id, vi, en, unit, wanted }
}

/// What `[figures]` may name.
pub static KNOWN: [Known; 25] = [
    known("items", "Thông tin các loại đã đăng", "Items published", Unit::Count, true),
    known("english", "Thông tin bằng tiếng Anh", "Items in English", Unit::Count, true),
    known("year_estimate", "Ước cả năm so với kế hoạch", "Estimate of the year against the plan", Unit::Share, false),
    known("shares", "Thông tin chia sẻ trên mạng xã hội", "Items shared on social networks", Unit::Count, true),
    known("interactions", "Lượt hỗ trợ, phản hồi tổ chức, cá nhân", "Requests helped with", Unit::Count, false),
    known("drafts", "Lượt lấy ý kiến góp ý dự thảo văn bản", "Consultations on drafts", Unit::Count, true),
    known("notices", "Thông báo, công bố", "Notices", Unit::Count, true),
    known(
        "provinces",
        "Tỉnh, thành phố được tuyên truyền lễ hội, sự kiện",
        "Provinces whose events were announced",
        Unit::Count,
        true,
    ),
    known(
        "assessments",
        "Dự án tham vấn đánh giá tác động môi trường",
        "Environmental consultations",
        Unit::Count,
        true,
    ),
    known("calls", "Lượt trả lời qua điện thoại", "Telephone calls answered", Unit::Count, true),
    known("banners", "Banner đã thiết kế", "Banners designed", Unit::Count, true),
    known("trained", "Người được tập huấn", "People trained", Unit::Count, true),
    known("helpers", "Lượt người được cử đi hỗ trợ", "People sent to help", Unit::Count, false),
    known("helped", "Cơ quan, đơn vị được hỗ trợ nghiệp vụ", "Agencies helped", Unit::Count, false),
    known(
        "special_reports",
        "Báo cáo chuyên đề chuyển đổi số",
        "Reports on digital transformation",
        Unit::Count,
        false,
    ),
    known("websites", "Website được hỗ trợ thiết kế", "Websites designed for others", Unit::Count, true),
    known(
        "trusted",
        "Cổng, trang thành phần có chứng nhận tín nhiệm mạng",
        "Component portals with a trust certificate",
        Unit::Share,
        true,
    ),
    known("visits", "Lượt truy cập", "Visits", Unit::Count, true),
    known("rank", "Thứ hạng theo SimilarWeb", "Rank by SimilarWeb", Unit::Rank, false),
    known(
        "visit_seconds",
        "Thời lượng trung bình mỗi lượt truy cập",
        "Average length of a visit",
        Unit::Seconds,
        false,
    ),
    known("questions_received", "Câu hỏi đã tiếp nhận", "Questions received", Unit::Count, false),
    known("questions_answered", "Câu hỏi đã trả lời", "Questions answered", Unit::Count, false),
    known("questions_late", "Câu hỏi quá hạn chưa trả lời", "Questions overdue", Unit::Count, false),
    known("meetings", "Cuộc họp sơ kết, tổng kết", "Meetings of the board", Unit::Count, false),
    known("pictures", "Hình ảnh đã đăng", "Pictures published", Unit::Count, false),
];

pub fn known_as(id: &str) -> Option<&'static Known> {
    KNOWN.iter().find(|known| known.id == id)
}

/// The channels whose sum is the number of interactions.
pub const CHANNELS: [&str; 5] = ["drafts", "notices", "provinces", "assessments", "calls"];
