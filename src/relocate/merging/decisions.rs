//! What a merger leaves to a person: each with its sort, its file and line, and what there is to decide, in Vietnamese and English.

use crate::diag::phrases::Words;

/// Sorts, in the order of the report.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Sort {
    /// Agencies that may be one, or are called alike.
    Agencies,
    /// Topics and fields of one id and different names.
    Terms,
    /// Places without a row.
    Units,
    /// Places that became several.
    Divided,
    /// Documents of one number.
    Numbers,
    /// Pages and files that wanted one place.
    Places,
    /// Addresses that are of another page here.
    Addresses,
    /// Files that were not brought.
    Held,
    /// Files that were changed there since they were brought.
    Changed,
    Settings,
    /// Telephone numbers of another area.
    Telephones,
    /// Texts that name places that are no more.
    Texts,
    /// What is open: consultations, polls.
    Open,
    People,
    /// Links that could not all be mended.
    Links,
}

pub const SORTS: [(Sort, &str, &str); 15] = [
    (Sort::Agencies, "Cơ quan", "Agencies"),
    (Sort::Terms, "Chuyên đề, lĩnh vực", "Topics and fields"),
    (Sort::Units, "Địa bàn chưa có trong bảng", "Places that are not in the table"),
    (Sort::Divided, "Địa bàn chia thành nhiều nơi", "Places that became several"),
    (Sort::Numbers, "Văn bản trùng số", "Documents of one number"),
    (Sort::Places, "Trang, tệp trùng chỗ", "Pages and files of one place"),
    (Sort::Addresses, "Địa chỉ cũ nay là của trang khác", "Addresses that are of another page here"),
    (Sort::Held, "Tệp chưa đưa sang", "Files that were not brought"),
    (Sort::Changed, "Tệp đã sửa ở cổng cũ sau khi đưa sang", "Files that changed there since they were brought"),
    (Sort::Settings, "Cấu hình khác nhau", "Settings that differ"),
    (Sort::Telephones, "Số điện thoại có mã vùng khác", "Telephone numbers of another area"),
    (Sort::Texts, "Bài nhắc địa bàn không còn", "Texts that name places that are no more"),
    (Sort::Open, "Góp ý, thăm dò đang mở", "Consultations and polls that are open"),
    (Sort::People, "Trang lãnh đạo, nhân sự", "Pages of people"),
    (Sort::Links, "Liên kết chưa sửa hết", "Links that could not all be mended"),
];

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Decision {
    pub sort: Sort,
    /// Of the portal that stays, by its path there; or of the one that is taken in.
    pub is_theirs: bool,
    pub file: String,
    /// Counted from 1; 0 where a whole file is meant.
    pub line: u32,
    pub what: Words,
}

impl Decision {
    pub fn theirs(sort: Sort, file: impl Into<String>, line: u32, what: Words) -> Decision {
        Decision { sort, is_theirs: true, file: file.into(), line, what }
    }

    pub fn own(sort: Sort, file: impl Into<String>, line: u32, what: Words) -> Decision {
        Decision { sort, is_theirs: false, file: file.into(), line, what }
    }
}
